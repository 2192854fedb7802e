//! `svara slots --batch` without the rest of Svara: one search a line from standard input, one answer a line out.
//!
//! Absent: files and options other than `--explain`. The command proper lives in the crate `svara`.

use std::io::{BufRead, Write};
use std::process::ExitCode;

fn main() -> std::io::Result<ExitCode> {
    let why = std::env::args().any(|argument| argument == "--explain");
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut all_read = true;
    for line in std::io::stdin().lock().lines() {
        let (answer, read) = svara_schedule::batch::answer_line(&line?, why);
        all_read &= read;
        writeln!(output, "{answer}")?;
    }
    output.flush()?;
    Ok(if all_read { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
