//! `svara slots`: the scheduling component by itself (`contract/slots.md`).

use crate::{Outcome, usage};
use anyhow::Context;
use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;
use svara_schedule::batch;

/// What is free: one JSON object a line in, one a line out
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara slots --batch questions.jsonl > answers.jsonl\n  svara slots --batch - --explain < questions.jsonl"
)]
pub struct Args {
    /// Questions, one JSON object a line; - is standard input
    #[arg(long, value_name = "FILE")]
    batch: PathBuf,
    /// Say for each time why it is or isn't free
    #[arg(long)]
    explain: bool,
}

pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    answer_lines(&args.batch, |line| batch::answer_line(line, args.explain))
}

/// Answers a file line by line: same order, same count; a bad line is told and the rest goes on.
pub fn answer_lines(
    file: &std::path::Path,
    answer: impl Fn(&str) -> (String, bool),
) -> anyhow::Result<Outcome> {
    let input: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file_name = file.display();
        let opened =
            std::fs::File::open(file).map_err(|it| usage(format!("{file_name} can't be read: {it}")))?;
        Box::new(std::io::BufReader::new(opened))
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut end = Outcome::Fine;
    for line in input.split(b'\n') {
        let line = line.context("reading the questions")?;
        // A line that is no UTF-8 is still a line: its answer says so.
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let (told, is_fine) = answer(line.trim_end_matches('\r'));
        writeln!(out, "{told}").context("writing the answers")?;
        if !is_fine {
            end = Outcome::Failed;
        }
    }
    out.flush().context("writing the answers")?;
    Ok(end)
}
