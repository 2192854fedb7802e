//! Numbers that a patient should not have written: personal identity numbers and payment cards are masked before
//! a message is stored, logged or read, because what is not kept can't leak (`reference/trust.md`, L11).
//!
//! A candidate is masked only when its check digit is right, so that phone numbers and times stay. Absent: what any
//! other number means.

/// `YYMMDD-NNNN` has ten digits, with the century twelve; a coordination number adds 60 to the day.
const SHORT_DIGITS: usize = 10;
const LONG_DIGITS: usize = 12;
/// ISO/IEC 7812: payment cards have 13 to 19 digits.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
const MASK: char = '•';

/// The text with such numbers masked; the date of an identity number stays, since it may be an answer.
pub(crate) fn masked(text: &str) -> String {
    let mut out: Vec<char> = text.chars().collect();
    for run in runs(&out) {
        let digits: Vec<u8> = run.iter().map(|it| digit(out[*it])).collect();
        let keep = if is_identity(&digits) {
            digits.len() - 4
        } else if CARD_DIGITS.contains(&digits.len()) && luhn(&digits) {
            0
        } else {
            continue;
        };
        for place in &run[keep..] {
            out[*place] = MASK;
        }
    }
    out.into_iter().collect()
}

/// Whether the text holds one.
pub(crate) fn holds_a_number(text: &str) -> bool {
    masked(text) != text
}

/// Places of digits that belong together: blanks, hyphens and a plus sign may stand between them.
fn runs(text: &[char]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut gap = 0;
    for (place, character) in text.iter().enumerate() {
        if character.is_ascii_digit() {
            run.push(place);
            gap = 0;
        } else if gap == 0 && !run.is_empty() && matches!(character, ' ' | '-' | '+' | '–' | '\u{a0}') {
            gap = 1;
        } else {
            runs.push(std::mem::take(&mut run));
            gap = 0;
        }
    }
    runs.push(run);
    runs.retain(|it| it.len() >= SHORT_DIGITS);
    runs
}

fn digit(it: char) -> u8 {
    u8::try_from(it.to_digit(10).unwrap_or(0)).unwrap_or(0)
}

/// A date with its coordination number's 60, and the check digit over the last ten.
fn is_identity(digits: &[u8]) -> bool {
    let short = match digits.len() {
        SHORT_DIGITS => digits,
        LONG_DIGITS if matches!(digits[..2], [1, 8 | 9] | [2, 0]) => &digits[2..],
        _ => return false,
    };
    let two = |at: usize| short[at] * 10 + short[at + 1];
    let day = if two(4) > 60 { two(4) - 60 } else { two(4) };
    (1..=12).contains(&two(2)) && (1..=31).contains(&day) && luhn(short)
}

/// The check digit of identity numbers and cards (ISO/IEC 7812-1, annex B).
fn luhn(digits: &[u8]) -> bool {
    let doubled = |(place, digit): (usize, &u8)| match (place % 2 == 1, digit * 2) {
        (true, twice) if twice > 9 => u32::from(twice - 9),
        (true, twice) => u32::from(twice),
        (false, _) => u32::from(*digit),
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of Skatteverket's own test series, of card networks' test series, and what only looks like them.
    #[test]
    fn identity_and_card_numbers_are_masked_and_others_stay() {
        for (text, shown) in [
            ("Mitt nummer är 811228-9874.", "Mitt nummer är 811228-••••."),
            ("19811228-9874", "19811228-••••"),
            ("198112289874", "19811228••••"),
            ("8112289874", "811228••••"),
            ("811228+9874", "811228+••••"),
            ("811228 9874 tack", "811228 •••• tack"),
            ("samordning 701063-2391", "samordning 701063-••••"),
            ("4242 4242 4242 4242", "•••• •••• •••• ••••"),
            ("kort 4111-1111-1111-1111 ok", "kort ••••-••••-••••-•••• ok"),
            ("378282246310005", "•••••••••••••••"),
            // Not one: a wrong check digit, no such date, a phone, a time.
            ("811228-9875", "811228-9875"),
            ("811328-9874", "811328-9874"),
            ("4242 4242 4242 4243", "4242 4242 4242 4243"),
            ("+46 70 000 00 01", "+46 70 000 00 01"),
            ("torsdag 2026-03-12 10:00", "torsdag 2026-03-12 10:00"),
            ("", ""),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(holds_a_number(text), text != shown);
        }
    }

    #[test]
    fn masking_twice_is_masking_once() {
        let text = "811228-9874, 4242 4242 4242 4242 och 070-000 00 01";
        assert_eq!(masked(&masked(text)), masked(text));
    }
}
