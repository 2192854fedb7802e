//! The table at the end of `cargo xtask test`: each step, its time, and the line that the CI counts.
//!
//! Absent: the tests' own output, which was printed while they ran.

use std::time::Duration;

use crate::count::Counts;

/// How a step of the tests ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran, and this is what it counted; a check that counts nothing is one test.
    Ran(Counts),
    /// It could not run or found something wrong, and this is why; tests that it counted before.
    Failed(Counts, String),
    /// There is nothing of its kind in the repository yet, or it was asked to be left out.
    Nothing(&'static str),
    /// The machine lacks something, named in one line. In the CI this is a failure.
    Lacking(String),
}

/// A step that was gone through.
pub struct Row {
    pub name: &'static str,
    pub time: Duration,
    pub outcome: Outcome,
}

/// Tests over all steps. What the machine lacks counts as failed where `strict` (the CI).
pub fn total(rows: &[Row], strict: bool) -> Counts {
    let mut total = Counts::default();
    for row in rows {
        total.add(counted(&row.outcome, strict));
    }
    total
}

fn counted(outcome: &Outcome, strict: bool) -> Counts {
    match outcome {
        Outcome::Ran(counts) if counts.is_empty() => Counts { passed: 1, failed: 0 },
        Outcome::Ran(counts) => *counts,
        Outcome::Failed(counts, _) => Counts { failed: counts.failed.max(1), ..*counts },
        Outcome::Lacking(_) if strict => Counts { passed: 0, failed: 1 },
        Outcome::Lacking(_) | Outcome::Nothing(_) => Counts::default(),
    }
}

/// The table; its last line stands alone.
pub fn text(rows: &[Row], strict: bool) -> String {
    let timed = |name: &str, time: Duration| format!("{name:<10} {:>7.1} s", time.as_secs_f32());
    let steps = rows.iter().map(|row| timed(row.name, row.time) + "  " + &said(&row.outcome, strict));
    let mut lines: Vec<String> = steps.collect();
    lines.push(timed("together", rows.iter().map(|row| row.time).sum()));
    let total = total(rows, strict);
    format!("\n{}\n\n{} passed, {} failed\n", lines.join("\n"), total.passed, total.failed)
}

fn said(outcome: &Outcome, strict: bool) -> String {
    match outcome {
        Outcome::Ran(counts) if counts.is_empty() => "ok".to_owned(),
        Outcome::Ran(counts) => format!("ok ({})", counts.passed),
        Outcome::Failed(_, why) => format!("FAILED: {why}"),
        Outcome::Nothing(why) => format!("- ({why})"),
        Outcome::Lacking(what) if strict => format!("FAILED: {what}"),
        Outcome::Lacking(what) => format!("left out: {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(outcome: Outcome) -> Row {
        Row { name: "step", time: Duration::from_secs(1), outcome }
    }

    #[test]
    fn the_last_line_stands_alone_and_adds_up() {
        let rows = [
            row(Outcome::Ran(Counts { passed: 7, failed: 0 })),
            row(Outcome::Ran(Counts::default())),
            row(Outcome::Nothing("not there yet")),
            row(Outcome::Failed(Counts { passed: 2, failed: 3 }, "why".to_owned())),
        ];
        assert!(text(&rows, true).ends_with("\n10 passed, 3 failed\n"));
    }

    #[test]
    fn a_step_that_fails_without_a_count_is_one_failure() {
        let rows = [row(Outcome::Failed(Counts { passed: 2, failed: 0 }, "died".to_owned()))];
        assert_eq!(total(&rows, false), Counts { passed: 2, failed: 1 });
    }

    #[test]
    fn what_the_machine_lacks_fails_in_the_ci_only() {
        let rows = [row(Outcome::Lacking("install Chromium".to_owned()))];
        assert_eq!(total(&rows, true), Counts { passed: 0, failed: 1 });
        assert_eq!(total(&rows, false), Counts::default());
    }
}
