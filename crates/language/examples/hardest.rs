//! Searches for the messages that take longest: `cargo run --release -p svara-language --example hardest 60`.
//!
//! Words of the tables of times and of the patterns, one to eight of them repeated to the full length, first at random,
//! then changed a word at a time from the slowest. What it finds belongs into `longest.rs`. The argument is seconds;
//! with a language and a text behind it, that text is read so often instead.

use std::hint::black_box;
use std::time::{Duration, Instant};
use svara_language::{Context, Named, batch, read};

const LONGEST_CHARS: usize = 4096;
const MOST_WORDS: usize = 8;
const KEPT: usize = 24;
const LANGUAGES: [&str; 13] = ["sv", "en", "de", "es", "fr", "it", "nb", "da", "nl", "pt", "fi", "pl", "ar"];

/// A small generator of numbers (xorshift): the search is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

fn main() {
    if let Some(text) = std::env::args().nth(3) {
        let lang = std::env::args().nth(2).unwrap_or_default();
        let text: String = format!("{text} ").chars().cycle().take(LONGEST_CHARS).collect();
        let times: Vec<Duration> = (0..seconds()).map(|_| once(&text, &lang)).collect();
        println!("{:?}", times.iter().min());
        return;
    }
    let words: Vec<Vec<String>> = LANGUAGES.iter().map(|lang| vocabulary(lang)).collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut slowest: Vec<(Duration, usize, Vec<String>)> = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(seconds()) {
        let (lang, parts) = if slowest.len() < KEPT || dice.below(3) == 0 {
            let lang = dice.below(LANGUAGES.len());
            let count = 1 + dice.below(MOST_WORDS);
            (lang, (0..count).map(|_| pick(&mut dice, &words[lang])).collect())
        } else {
            let (_, lang, mut parts) = slowest[dice.below(slowest.len())].clone();
            let place = dice.below(parts.len());
            match dice.below(3) {
                0 if parts.len() > 1 => _ = parts.remove(place),
                1 if parts.len() < MOST_WORDS => parts.insert(place, pick(&mut dice, &words[lang])),
                _ => parts[place] = pick(&mut dice, &words[lang]),
            }
            (lang, parts)
        };
        if slowest.iter().any(|(_, _, known)| *known == parts) {
            continue;
        }
        let text: String = format!("{} ", parts.join(" ")).chars().cycle().take(LONGEST_CHARS).collect();
        let rounds =
            |count: usize| (0..count).map(|_| once(&text, LANGUAGES[lang])).min().unwrap_or_default();
        let bar = slowest.last().map_or(Duration::ZERO, |(time, ..)| *time);
        if slowest.len() >= KEPT && rounds(2) < bar {
            continue;
        }
        let time = rounds(6);
        slowest.push((time, lang, parts));
        slowest.sort_by_key(|(time, ..)| std::cmp::Reverse(*time));
        slowest.truncate(KEPT);
    }
    for (time, lang, parts) in slowest {
        println!("{time:?} {} {:?}", LANGUAGES[lang], parts.join(" "));
    }
}

/// The first argument: how long to search, or how often to read the text given.
fn seconds() -> u64 {
    std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(60)
}

fn pick(dice: &mut Dice, words: &[String]) -> String {
    match dice.below(12) {
        0 => dice.below(32).to_string(),
        1 => ["1/12", "10:30", "10-14", "14.15", "v 43", ",", ".", "2026-12-03"][dice.below(8)].to_owned(),
        _ => words[dice.below(words.len())].clone(),
    }
}

/// The forms of a language's tables and the words of its patterns.
fn vocabulary(lang: &str) -> Vec<String> {
    let file = |name: String| {
        std::fs::read_to_string(format!("{}/lexicon/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default()
    };
    let times = file(format!("times/{lang}.txt"));
    let forms = times
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(_, forms)| forms.split(" | "))
        .map(|form| form.trim_end_matches('!').to_owned());
    let rules = file(format!("rules/{lang}.rules")) + &file(format!("rules/{lang}.safety.rules"));
    let patterns: Vec<String> =
        rules.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).map(str::to_owned).collect();
    let mut all: Vec<String> = forms.chain(patterns).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn once(text: &str, lang: &str) -> Duration {
    let now = batch::moment("2026-11-24T09:12:00+01:00[Europe/Stockholm]").expect("a moment");
    let mut context = Context { lang: Some(lang.to_owned()), ..Context::at(now) };
    context.services = ["Undersökning", "Tandhygienist", "Lagning", "Rotfyllning"].map(Named::from).into();
    context.practitioners = ["Dr Anna Lindqvist", "Dr Erik Holm", "Sara Nilsson"].map(Named::from).into();
    let begun = Instant::now();
    black_box(read(black_box(text), &context));
    begun.elapsed()
}
