//! Reads messages as JSON lines from standard input and prints their readings: `svara understand --batch` without
//! the binary. `--explain` adds the evidence, `--time` prints microseconds a message to standard error.

use std::io::{BufRead, Write};
use std::time::Instant;

fn main() {
    let flag = |name: &str| std::env::args().any(|argument| argument == name);
    let (explain, time) = (flag("--explain"), flag("--time"));
    let mut out = std::io::stdout().lock();
    let mut taken = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is UTF-8");
        let begun = Instant::now();
        let (answer, _) = svara_language::batch::answer_line(&line, explain);
        taken.push(begun.elapsed().as_nanos() / 1000);
        writeln!(out, "{answer}").expect("standard output stays open");
    }
    if time && !taken.is_empty() {
        taken.sort_unstable();
        eprintln!(
            "{} messages, median {} µs, slowest {} µs",
            taken.len(),
            taken[taken.len() / 2],
            taken[taken.len() - 1]
        );
    }
}
