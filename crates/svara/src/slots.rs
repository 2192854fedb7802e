//! `svara slots`: the scheduling component by itself (`contract/slots.md`).

use crate::{Outcome, usage};
use anyhow::Context;
use std::io::{BufRead, BufWriter, Read, Write};
use std::path::PathBuf;
use svara_schedule::batch;

/// What is free: one JSON object a line in, one a line out
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  svara slots --batch questions.jsonl > answers.jsonl\n  svara slots --batch - --explain < questions.jsonl\n  svara slots --batch question.jsonl --words"
)]
pub struct Args {
    /// Questions, one JSON object a line; - is standard input
    #[arg(long, value_name = "FILE")]
    batch: PathBuf,
    /// Say for each time why it is or isn't free
    #[arg(long)]
    explain: bool,
    /// Answer in plain words instead of JSON, for somebody who wonders
    #[arg(long)]
    words: bool,
}

pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    answer_lines(&args.batch, |line| {
        if args.words {
            let (told, is_fine) = batch::explain_in_words(&String::from_utf8_lossy(line));
            return (told.trim_end().to_owned(), is_fine);
        }
        batch::answer_bytes(line, args.explain)
    })
}

/// Answers a file line by line: same order, same count; a bad line is told and the rest goes on.
pub fn answer_lines(
    file: &std::path::Path,
    answer: impl Fn(&[u8]) -> (String, bool),
) -> anyhow::Result<Outcome> {
    let mut input: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file_name = file.display();
        let opened =
            std::fs::File::open(file).map_err(|it| usage(format!("{file_name} can't be read: {it}")))?;
        Box::new(std::io::BufReader::new(opened))
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut end = Outcome::Fine;
    while let Some(line) = next_line(&mut input, LINE_BYTES_MAX).context("reading the questions")? {
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (told, is_fine) = answer(line);
        writeln!(out, "{told}").context("writing the answers")?;
        if !is_fine {
            end = Outcome::Failed;
        }
    }
    out.flush().context("writing the answers")?;
    Ok(end)
}

/// One byte more than any question may have: what is longer is cut, and its answer says that it is too long.
const LINE_BYTES_MAX: usize = svara_schedule::limits::MAX_LINE_BYTES + 1;

/// The next line without its end, of a longer one only so many bytes: a file without line ends fills no memory.
fn next_line(input: &mut impl BufRead, most: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.take(most as u64).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() == most {
        input.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, most: usize) -> Vec<String> {
        let mut input = text.as_bytes();
        std::iter::from_fn(|| next_line(&mut input, most).expect("memory can be read"))
            .map(|it| String::from_utf8(it).expect("text"))
            .collect()
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() {
        assert_eq!(lines("one\ntwo\n\nend", 100), ["one", "two", "", "end"]);
        assert_eq!(lines("0123456789\nnext\n", 5), ["01234", "next"]);
        assert_eq!(lines("0123\n56\n", 5), ["0123", "56"], "the end of a line may be the last byte allowed");
        assert_eq!(lines("01234\n56", 5), ["01234", "56"]);
        assert!(lines("", 5).is_empty());
    }
}
