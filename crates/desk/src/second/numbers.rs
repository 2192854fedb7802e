//! Numbers that could be somebody's: phones, identity numbers, cards, codes, birthdays. Clock times and days of the
//! month stay.

/// A run of digits with blanks and signs between them is somebody's number from here on.
const RUN_DIGITS: usize = 5;
/// So is a group without any: a code, a year of birth.
const GROUP_DIGITS: usize = 3;
const NUMBER: &str = "[number]";

/// The text with every such number replaced.
pub(super) fn replaced(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut place = 0;
    while place < characters.len() {
        if !characters[place].is_ascii_digit() {
            out.push(characters[place]);
            place += 1;
            continue;
        }
        let end = run_end(&characters, place);
        let run = &characters[place..end];
        if is_somebodys(run) {
            if out.ends_with('+') {
                out.pop();
            }
            out.push_str(NUMBER);
        } else {
            out.extend(run);
        }
        place = end;
    }
    out
}

/// Where a run ends: after its last digit, with at most two signs between digits.
fn run_end(characters: &[char], start: usize) -> usize {
    let mut end = start;
    let mut gap = 0;
    for (place, it) in characters.iter().enumerate().skip(start) {
        if it.is_ascii_digit() {
            end = place + 1;
            gap = 0;
        } else if gap < 2 && matches!(it, ' ' | '-' | '–' | '+' | '/' | '.' | ':' | '(' | ')' | '\u{a0}') {
            gap += 1;
        } else {
            break;
        }
    }
    end
}

fn is_somebodys(run: &[char]) -> bool {
    let digits = run.iter().filter(|it| it.is_ascii_digit()).count();
    let longest = run.split(|it| !it.is_ascii_digit()).map(<[char]>::len).max().unwrap_or(0);
    digits >= RUN_DIGITS || longest >= GROUP_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stay_and_numbers_go() {
        for (text, shown) in [
            ("kl 10:30", "kl 10:30"),
            ("den 12/3", "den 12/3"),
            ("om 2 veckor", "om 2 veckor"),
            ("+46 70 000 00 01", "[number]"),
            ("0700000001.", "[number]."),
            ("19811228-9874", "[number]"),
            ("811228", "[number]"),
            ("född 1981", "född [number]"),
            ("(070) 000 00 01", "([number]"),
            ("4242 4242 4242 4242 tack", "[number] tack"),
        ] {
            assert_eq!(replaced(text), shown);
        }
    }
}
