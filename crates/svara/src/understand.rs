//! `svara understand`: the language component by itself (`contract/understand.md`).

use crate::{Outcome, slots, usage};
use std::path::PathBuf;
use svara_language::{Context, batch};

/// A patient's words in, structure out
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara understand --lang sv --now '2026-03-09T21:30:00+01:00[Europe/Stockholm]' \"kan jag få en tid på torsdag?\"\n  svara understand --batch messages.jsonl > readings.jsonl"
)]
pub struct Args {
    /// The message
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    text: Option<String>,
    /// Messages, one JSON object a line; - is standard input
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
    /// The conversation's language, such as sv; without it, it is detected
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// The moment and zone in which it is read, RFC 9557
    #[arg(long, value_name = "TIME", required_unless_present = "batch")]
    now: Option<String>,
    /// Say in words why
    #[arg(long)]
    explain: bool,
}

pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(file) = &args.batch {
        return slots::answer_lines(file, |line| {
            batch::answer_line(&String::from_utf8_lossy(line), args.explain)
        });
    }
    let (Some(text), Some(now)) = (&args.text, &args.now) else {
        return Err(usage("a message and --now are needed; see `svara understand --help`"));
    };
    let wrong = || {
        usage(format!("--now {now:?} is no time; write it as 2026-03-09T21:30:00+01:00[Europe/Stockholm]"))
    };
    let now = batch::moment(now).ok_or_else(wrong)?;
    let context = Context { lang: args.lang.clone(), ..Context::at(now.clone()) };
    let reading = svara_language::read(text, &context);
    say!("{:#}", batch::to_json(&reading, now.time_zone()));
    if args.explain {
        for line in svara_language::explain(text, &context) {
            say!("{line}");
        }
    }
    Ok(Outcome::Fine)
}
