//! Names and numbers as they are looked for: accents gone, spellings that sound alike made one, cut into parts of
//! three. Pure. Absent: keys and hashes (`patient_search.rs`).

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Rises when folding changes, so that entries are indexed again.
pub(crate) const VERSION: i64 = 1;
/// Letters in a part.
const PART: usize = 3;
/// Of a number, the digits from the end: with or without its country it is the same number.
const DIGITS_MAX: usize = 9;
/// Spellings that a receptionist hears as one, in order.
const ALIKE: [(&str, &str); 12] = [
    ("ph", "f"),
    ("ch", "k"),
    ("ck", "k"),
    ("th", "t"),
    ("dt", "t"),
    ("hj", "j"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("z", "s"),
    ("w", "v"),
    ("y", "i"),
];

/// A word without accents, capitals and doubled letters: `Åström` and `astrom`, `Christina` and `Kristina`.
pub(crate) fn word(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|it| !is_combining_mark(*it))
        .flat_map(char::to_lowercase)
        .map(|it| match it {
            'ø' => 'o',
            'æ' => 'a',
            'ł' => 'l',
            'đ' | 'ð' => 'd',
            other => other,
        })
        .filter(|it| it.is_alphanumeric())
        .collect();
    let alike = ALIKE.iter().fold(plain, |text, (from, to)| text.replace(from, to));
    let mut once = String::with_capacity(alike.len());
    for letter in alike.chars() {
        if !once.ends_with(letter) {
            once.push(letter);
        }
    }
    once
}

/// The words of a name, folded.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|it: char| !it.is_alphanumeric() && !is_combining_mark(it))
        .map(word)
        .filter(|it| !it.is_empty())
        .collect()
}

/// The parts of a name: of each word its beginning and every three letters in a row.
pub(crate) fn parts_of_name(text: &str) -> BTreeSet<String> {
    words(text).iter().flat_map(|it| parts(&format!("^{it}"))).collect()
}

/// The parts of a number, from its last digits.
pub(crate) fn parts_of_number(text: &str) -> BTreeSet<String> {
    let digits = digits(text);
    let from = digits.len().saturating_sub(DIGITS_MAX);
    parts(&digits[from..]).into_iter().map(|it| format!("#{it}")).collect()
}

/// The digits of a text without the zero that numbers have at home, or the two that stand for a `+`.
pub(crate) fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    // Three zeros and more are the middle of a number that somebody remembers in part.
    if zeros <= 2 { digits[zeros..].to_owned() } else { digits }
}

/// Whether somebody looks for a number: digits, and what numbers are written with.
pub(crate) fn is_number(text: &str) -> bool {
    let mut signs = text.chars().filter(|it| !it.is_whitespace());
    signs.clone().any(|it| it.is_ascii_digit())
        && signs.all(|it| it.is_ascii_digit() || matches!(it, '+' | '-' | '(' | ')' | '/' | '.'))
}

fn parts(text: &str) -> BTreeSet<String> {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() < PART {
        return std::iter::once(text.to_owned()).filter(|it| !it.is_empty()).collect();
    }
    let all = letters.windows(PART).map(|it| it.iter().collect());
    // The first two signs, so that one letter finds a beginning too.
    all.chain([letters.iter().take(2).collect()]).collect()
}

/// How well a name answers what was looked for, 0 to 1: each wanted word against the best word of the name.
pub(crate) fn likeness(wanted: &[String], name: &str) -> f64 {
    let known = words(name);
    if wanted.is_empty() || known.is_empty() {
        return 0.0;
    }
    let best = |word: &String| known.iter().map(|it| alike(word, it)).fold(0.0, f64::max);
    let sum: f64 = wanted.iter().map(best).sum();
    sum / f64::from(u32::try_from(wanted.len()).unwrap_or(u32::MAX))
}

fn alike(wanted: &str, known: &str) -> f64 {
    if wanted == known {
        return 1.0;
    }
    if known.starts_with(wanted) {
        return 0.95;
    }
    if wanted.chars().count() >= PART && known.contains(wanted) {
        return 0.8;
    }
    let (one, other) = (parts(&format!("^{wanted}")), parts(&format!("^{known}")));
    let shared = f64::from(u32::try_from(one.intersection(&other).count()).unwrap_or(u32::MAX));
    let all = f64::from(u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX));
    2.0 * shared / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_is_written_alike() {
        for (one, other) in [
            ("Åström", "astrom"),
            ("Christina", "Kristina"),
            ("Wahlgren", "vahlgren"),
            ("Johansson", "johanson"),
            ("Sofie", "Sophie"),
            ("Zara", "sara"),
            ("Eriksson", "Erixon"),
            ("Schmidt", "Schmitt"),
            ("Øystein", "oistein"),
        ] {
            assert_eq!(word(one), word(other), "{one} {other}");
        }
        assert_ne!(word("Anna"), word("Hanna"));
    }

    #[test]
    fn a_beginning_and_a_part_are_parts_of_the_whole() {
        let whole = parts_of_name("Fatima Åström");
        for part in ["fat", "astr", "Fatima", "å", "fa"] {
            assert!(parts_of_name(part).is_subset(&whole), "{part}: {:?}", parts_of_name(part));
        }
        assert!(!parts_of_name("Berg").is_subset(&whole));
    }

    #[test]
    fn a_number_is_the_same_with_and_without_its_country() {
        let known = parts_of_number("+46700000012");
        for wanted in ["070-000 00 12", "0012", "+46 70 000 00 12", "000 00 12"] {
            assert!(is_number(wanted), "{wanted}");
            let wanted_parts = parts_of_number(wanted);
            assert!(
                wanted_parts.iter().filter(|it| it.len() == PART + 1).all(|it| known.contains(it)),
                "{wanted}"
            );
        }
        assert!(!is_number("Anna 12") && !is_number(""));
    }

    #[test]
    fn the_better_name_is_liker() {
        let wanted = words("kristina lind");
        let (right, near, wrong) = (
            likeness(&wanted, "Christina Lindqvist"),
            likeness(&wanted, "Kerstin Lind"),
            likeness(&wanted, "Omar Haddad"),
        );
        assert!(right > near && near > wrong, "{right} {near} {wrong}");
        assert!(right > 0.9 && wrong < 0.3);
    }
}
