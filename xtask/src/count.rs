//! Reads how many tests passed and failed from the closing lines of test runners.
//!
//! Absent: names of tests and their output; the runners print those themselves.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    pub fn is_empty(self) -> bool {
        self == Counts::default()
    }
}

/// Counts from one printed line; nothing from a line that closes no run.
pub fn read(line: &str) -> Counts {
    let whole = without_colour(line);
    let line = whole.trim();
    if let Some(counts) = node(line) {
        return counts;
    }
    // nextest shows a failed test's own closing line too, indented; its Summary counts that test.
    let closes = ["Summary [", "Tests "].iter().any(|start| line.starts_with(start));
    let closes = closes || whole.starts_with("test result:");
    if closes || is_plain(line) { pairs(line) } else { Counts::default() }
}

/// `12 passed, 0 failed`, and Playwright's `3 passed (2.1s)`, alone on a line.
fn is_plain(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().is_some_and(|word| word.parse::<u32>().is_ok());
    let verdict = words.next().map(|word| word.trim_end_matches(','));
    let rest = words.next();
    let ends = rest.is_none_or(|word| word.starts_with('(') || word.parse::<u32>().is_ok());
    number && matches!(verdict, Some("passed" | "failed")) && ends
}

/// Node's own test runner: `# pass 3`, `# fail 0`.
fn node(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    let (verdict, number) = rest.split_once(' ')?;
    let number = number.parse().ok()?;
    match verdict {
        "pass" => Some(Counts { passed: number, failed: 0 }),
        "fail" => Some(Counts { passed: 0, failed: number }),
        _ => None,
    }
}

fn pairs(line: &str) -> Counts {
    let mut counts = Counts::default();
    let words: Vec<&str> = line.split_whitespace().collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u32>() else { continue };
        match pair[1].trim_matches(|letter: char| !letter.is_alphanumeric()) {
            "passed" => counts.passed += number,
            "failed" | "timed" => counts.failed += number,
            _ => {}
        }
    }
    counts
}

/// The line without terminal colours (`ESC [ … m`).
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_every_runner_are_read() {
        let table = [
            ("     Summary [   0.050s] 3 tests run: 3 passed, 0 skipped", 3, 0),
            ("Summary [  1.2s] 9 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 4 skipped", 6, 3),
            ("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; finished in 0.01s", 12, 0),
            ("test result: FAILED. 1 passed; 2 failed; 0 ignored", 1, 2),
            ("    test result: FAILED. 0 passed; 1 failed; 0 ignored", 0, 0),
            ("      Tests  1 failed | 2 passed (3)", 2, 1),
            ("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m\u{1b}[22m (7)", 7, 0),
            (" Test Files  1 passed (1)", 0, 0),
            ("# pass 3", 3, 0),
            ("ℹ fail 1", 0, 1),
            ("  4 passed (2.1s)", 4, 0),
            ("10 passed, 1 failed", 10, 1),
            ("the 3 passed messages", 0, 0),
            ("3 passed messages were late", 0, 0),
            ("", 0, 0),
        ];
        for (line, passed, failed) in table {
            assert_eq!(read(line), Counts { passed, failed }, "{line}");
        }
    }
}
