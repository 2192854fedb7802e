//! How long reading times takes: `cargo run --release --example times_speed [messages.jsonl]`.
//!
//! Prints the median over the messages (the ones in this file without an argument), and the longest time that any of
//! the worst texts of 4,096 characters takes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::Zoned;
use svara_language::{Context, times};

/// A message may have so many characters (`contract/understand.md`).
const LONGEST_CHARACTERS: usize = 4096;
const ROUNDS: usize = 30;

const MESSAGES: [&str; 8] = [
    "Hej! Skulle behöva en tid nån gång nästa vecka, gärna tisdag eller onsdag efter klockan 14",
    "avboka torsdag och boka en ny nästa vecka",
    "Kan jag flytta min tid på torsdag till fredag förmiddag istället?",
    "Vad kostar en undersökning hos er, och behöver jag remiss?",
    "Could you move my Thursday appointment to Friday morning instead?",
    "any afternoon next week but not Wednesday",
    "I've had a headache on and off, can I see someone as soon as possible?",
    "jag är tio minuter sen",
];

const WORST: [&str; 10] = [
    "mellan måndag ",
    "10-14 ",
    "1 2 3 4 5 ",
    "en halv timme ",
    "måndag eller tisdag, ",
    "inte fredag efter 15 och ",
    "förmidag ",
    "a",
    "den 3 eller ",
    "torsdagsf ",
];

fn main() {
    let now: Zoned = "2026-11-24T09:12:00+01:00[Europe/Stockholm]".parse().expect("a time with its zone");
    let context = Context::at(now);
    let messages: Vec<String> = match std::env::args().nth(1) {
        Some(path) => texts(&std::fs::read_to_string(path).expect("a file of messages")),
        None => MESSAGES.iter().map(ToString::to_string).collect(),
    };
    let mut taken: Vec<Duration> = messages.iter().map(|text| best(text, "sv", &context)).collect();
    taken.sort_unstable();
    println!(
        "{} messages, median {:?}, longest {:?}",
        taken.len(),
        taken[taken.len() / 2],
        taken[taken.len() - 1]
    );
    for part in WORST {
        let text: String = part.chars().cycle().take(LONGEST_CHARACTERS).collect();
        println!("{:?} for {LONGEST_CHARACTERS} characters of {part:?}", best(&text, "sv", &context));
    }
}

fn best(text: &str, lang: &str, context: &Context) -> Duration {
    let once = || {
        let start = Instant::now();
        black_box(times::read(black_box(text), lang, context));
        start.elapsed()
    };
    (0..ROUNDS).map(|_| once()).min().unwrap_or_default()
}

fn texts(lines: &str) -> Vec<String> {
    let text = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).ok()?["text"].as_str().map(str::to_owned)
    };
    lines.lines().filter_map(text).collect()
}
