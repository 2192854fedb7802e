//! The utterances as examples: templates written out, some with the mistakes that thumbs make.
//!
//! A line may hold `{one|other|}` (one of these) and `<slot>` (a line of the language's `slots.txt`). What the choices
//! are is decided by a generator with a fixed seed.
//!
//! Absent: learning.

use super::tongue_of;
use crate::reader::mark::sorted;
use crate::tongue::{TONGUES, Tongue};
use crate::words::fold;
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// One example.
#[derive(Clone, Debug)]
pub struct Example {
    /// What a patient may write.
    pub text: String,
    /// The file that it stands in.
    pub class: String,
    /// Its language.
    pub tongue: Tongue,
    /// The line that it was written out from, over all files.
    pub line: usize,
    /// A line with many ways counts more than one with few, but not as often as it has ways.
    pub weight: f32,
    /// With a mistake put in.
    pub noisy: bool,
}

/// Ways that are written out of a line at least, if it has as many.
const WAYS: usize = 14;
/// A line with many choices is written out so many times for each.
const WAYS_A_CHOICE: usize = 2;

type Slots = HashMap<String, Vec<String>>;

/// Reads all utterances.
pub fn corpus(root: &Path) -> io::Result<Vec<Example>> {
    let mut examples = Vec::new();
    let mut chance = Chance(0x5EED);
    let mut line_number = 0;
    for folder in sorted(root)? {
        let Some(tongue) = folder.file_name().and_then(|name| tongue_of(&name.to_string_lossy())) else {
            continue;
        };
        let slots = slots(&folder.join("slots.txt"))?;
        for file in sorted(&folder)? {
            let class = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            if class == "slots" {
                continue;
            }
            for line in std::fs::read_to_string(&file)?.lines().filter(|line| !line.trim().is_empty()) {
                line_number += 1;
                write_out(line, &slots, &mut chance, &class, tongue, line_number, &mut examples);
            }
        }
    }
    Ok(examples)
}

/// Words and phrases of the tables of times and of the rules, as examples of their language.
pub fn own_words(root: &Path) -> io::Result<Vec<Example>> {
    let mut examples = Vec::new();
    for (number, tongue) in TONGUES.into_iter().enumerate() {
        let times = std::fs::read_to_string(root.join(format!("lexicon/times/{}.txt", tongue.tag())))?;
        let forms =
            times.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
        let forms = forms
            .flat_map(|(_, forms)| forms.split('|'))
            .map(|form| form.trim().trim_end_matches('!').to_owned());
        let rules = std::fs::read_to_string(root.join(format!("lexicon/rules/{}.rules", tongue.tag())))?;
        let lines = rules.lines().filter(|line| !line.starts_with(['#', '[', '@']));
        let words = lines
            .flat_map(|line| line.split([' ', '|']))
            .filter(|word| !word.contains(['*', '@', '.', '^', '$', '!', '?']));
        let mut all: Vec<String> =
            forms.chain(words.map(str::to_owned)).filter(|text| text.len() >= OWN_WORD_BYTES).collect();
        all.sort_unstable();
        all.dedup();
        examples.extend(all.into_iter().enumerate().map(|(index, text)| Example {
            text,
            class: super::ONLY_WORDS.to_owned(),
            tongue,
            line: OWN_LINES + number * OWN_LINES + index,
            weight: OWN_WEIGHT,
            noisy: false,
        }));
    }
    Ok(examples)
}

/// Shorter words of the tables tell nothing.
const OWN_WORD_BYTES: usize = 3;
/// Words of the tables count as lines from here on.
const OWN_LINES: usize = 100_000;
/// A word alone counts less than a sentence.
const OWN_WEIGHT: f32 = 0.4;

fn slots(file: &Path) -> io::Result<Slots> {
    let text = std::fs::read_to_string(file)?;
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    let values = |list: &str| list.split('|').map(|value| value.trim().to_owned()).collect();
    Ok(pairs.map(|(name, list)| (name.trim().to_owned(), values(list))).collect())
}

fn write_out(
    line: &str,
    slots: &Slots,
    chance: &mut Chance,
    class: &str,
    tongue: Tongue,
    number: usize,
    into: &mut Vec<Example>,
) {
    let choices = 1 + line.matches('|').count();
    let ways = if line.contains(['{', '<']) { WAYS.max(choices * WAYS_A_CHOICE) } else { 1 };
    let mut texts: Vec<String> = Vec::new();
    let stands_alone = ALONE.contains(&class);
    for way in 0..ways {
        let mut text = tidy(&one_way(line, slots, chance));
        if way > 0 && !stands_alone {
            text = dressed(text, slots, chance);
        }
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let weight = ((1 + choices) as f32 / texts.len() as f32).sqrt().clamp(0.35, 1.4);
    for text in texts {
        let mistaken =
            (chance.below(100) < 40).then(|| mistake(&text, chance)).filter(|other| *other != text);
        let example = |text: String, noisy, weight| Example {
            text,
            class: class.to_owned(),
            tongue,
            line: number,
            weight,
            noisy,
        };
        into.extend(mistaken.map(|text| example(text, true, weight * 0.6)));
        into.push(example(text, false, weight));
    }
}

/// Classes whose messages say nothing beside what they are.
const ALONE: [&str; 9] =
    ["greeting", "thanks", "goodbye", "yes", "no", "choose", "unknown", "opt_out", super::ONLY_WORDS];

/// With a greeting before it or a signature behind it, as people write letters.
fn dressed(text: String, slots: &Slots, chance: &mut Chance) -> String {
    let mut text = text;
    if let Some(heads) = slots.get("head").filter(|_| chance.below(100) < 22) {
        text = format!("{} {text}", heads[chance.below(heads.len())]);
    }
    if let Some(tails) = slots.get("tail").filter(|_| chance.below(100) < 22) {
        let gap = if text.ends_with(['.', '?', '!']) || chance.below(2) == 0 { "" } else { "," };
        text = format!("{text}{gap} {}", tails[chance.below(tails.len())]);
    }
    text
}

fn one_way(line: &str, slots: &Slots, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['{', '<']) {
        out.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('{') { '}' } else { '>' };
        let end = rest[at..].find(close).map_or(rest.len(), |length| at + length);
        let inner = &rest[at + 1..end];
        if close == '}' {
            let choices: Vec<&str> = inner.split('|').collect();
            out.push_str(&one_way(choices[chance.below(choices.len())], slots, chance));
        } else {
            let choices = slots.get(inner).unwrap_or_else(|| panic!("slot <{inner}> in: {line}"));
            out.push_str(&choices[chance.below(choices.len())]);
        }
        rest = &rest[(end + 1).min(rest.len())..];
    }
    out.push_str(rest);
    out
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" ?", "?")
}

/// No marks, or a letter left out, doubled or swapped in a longer word.
fn mistake(text: &str, chance: &mut Chance) -> String {
    if chance.below(3) == 0 {
        return fold(&text.to_lowercase());
    }
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len()).filter(|at| words[*at].chars().count() >= 5).collect();
    if long.is_empty() {
        return text.to_lowercase();
    }
    let word = &mut words[long[chance.below(long.len())]];
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + chance.below(letters.len() - 2);
    match chance.below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.swap(at, at + 1),
        _ => letters.insert(at, letters[at]),
    }
    *word = letters.into_iter().collect();
    words.join(" ")
}

/// A generator with a fixed seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound.max(1) as u64).unwrap_or(0)
    }
}
