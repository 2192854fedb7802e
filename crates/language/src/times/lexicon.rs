//! The tables of words (`lexicon/times/*.txt`), one a language, read once and kept.
//!
//! A line is `kind value: form | form`. A form is one word or several; `!` after it means that it is meant to the
//! letter (neither without its marks nor misspelled). `flag name` switches a rule of grammar on. Absent: grammar.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use thiserror::Error;

use super::codes;
use super::holiday::Rule;
use super::kinds::Kind;
use super::near::Near;
use super::scan::{Scan, Shape, fold, scan};
use crate::quick::QuickMap;
use crate::source::text_of_file;

/// A form shorter than this can't head a compound ("torsdagsförmiddag").
const COMPOUND_HEAD_LETTERS: usize = 4;

/// One thing that a form may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sense {
    /// What it does.
    pub(crate) kind: Kind,
    /// A weekday, a number, a code: what the kind needs.
    pub(crate) value: i32,
}

/// Rules of grammar that a language may have.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line in a table, and they are independent")]
pub(crate) struct Flags {
    /// "halv tre" is half past two.
    pub(crate) half_before: bool,
    /// "14.15" alone is a clock time, not a date.
    pub(crate) dot_clock: bool,
    /// "10-12" alone is a date.
    pub(crate) dash_date: bool,
    /// "jeudi 15" is always a day number.
    pub(crate) weekday_number_date: bool,
    /// The verb may close its sentence: "den Termin auf Freitag verschieben".
    pub(crate) verb_last: bool,
    /// "le 20 02 14" is a date.
    pub(crate) spaced_date: bool,
    /// "tammikuun alussa": the part comes behind its period.
    pub(crate) part_behind: bool,
    /// "والعاشرة": the word for "and" is written with the one after it.
    pub(crate) joined_and: bool,
    /// "za miesiąc", "viikon päästä": one unit needs no number.
    pub(crate) one_unsaid: bool,
    /// "za piętnaście czwarta": the word for "to" comes before the minutes.
    pub(crate) to_before: bool,
}

/// Why a table can't be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("lexicon/times/{file}:{line}: {what}")]
pub struct LexiconError {
    /// The table.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// The forms that begin with a word.
#[derive(Debug, Default)]
struct Forms {
    /// What the word means by itself.
    alone: Option<Vec<Sense>>,
    /// Forms of several words, by the second; the longest first.
    longer: QuickMap<String, Vec<Phrase>>,
}

/// A form of several words: those after the second, and what it means.
#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    senses: Vec<Sense>,
}

/// All words of a language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// The rules of grammar that are on.
    pub(crate) flags: Flags,
    /// The rules of the named days.
    pub(crate) holidays: Vec<Rule>,
    exact: QuickMap<String, Forms>,
    folded: QuickMap<String, Forms>,
    heads: Vec<(String, Vec<Sense>)>,
    near: Near,
}

macro_rules! tables {
    ($($tag:literal $file:literal),* $(,)?) => {
        /// The languages that have a table, with its name and text.
        const TABLES: &[(&str, &str, fn() -> &'static str)] =
            &[$(($tag, $file, || text_of_file!("lexicon/times/", $file))),*];
    };
}

tables! {
    "sv" "sv.txt", "en" "en.txt", "de" "de.txt", "nb" "nb.txt", "da" "da.txt", "nl" "nl.txt", "fr" "fr.txt",
    "es" "es.txt", "it" "it.txt", "pt" "pt.txt", "fi" "fi.txt", "pl" "pl.txt", "ar" "ar.txt",
}

/// What every language shares: signs, ISO words, codes.
fn shared() -> (&'static str, &'static str) {
    ("shared.txt", text_of_file!("lexicon/times/shared.txt"))
}

/// The lexicon of a language; of English when it has none.
pub(crate) fn of(lang: &str) -> &'static Lexicon {
    static READ: OnceLock<Vec<OnceLock<Lexicon>>> = OnceLock::new();
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    let primary = if matches!(primary, "no" | "nn") { "nb" } else { primary };
    let index = TABLES.iter().position(|(tag, ..)| *tag == primary).unwrap_or(1);
    let all = READ.get_or_init(|| TABLES.iter().map(|_| OnceLock::new()).collect());
    all[index].get_or_init(|| {
        let (_, file, text) = TABLES[index];
        Lexicon::read(&[shared(), (file, text())])
            .expect("every checked-in table reads (tests/times_lexicon.rs)")
    })
}

/// Reads every table anew.
///
/// # Errors
/// The first line of a table that can't be read, with its file and number.
pub fn check() -> Result<(), LexiconError> {
    for (_, file, text) in TABLES {
        Lexicon::read(&[shared(), (file, text())])?;
    }
    Ok(())
}

/// Reads one table that is not checked in.
///
/// # Errors
/// Its first line that can't be read, with `file` and number.
pub fn check_table(file: &'static str, text: &str) -> Result<(), LexiconError> {
    Lexicon::read(&[(file, text)]).map(|_| ())
}

impl Lexicon {
    /// Reads tables, the later ones adding to the earlier.
    pub(crate) fn read(tables: &[(&'static str, &str)]) -> Result<Self, LexiconError> {
        let mut reading = Reading::default();
        for (file, text) in tables {
            for (index, line) in text.lines().enumerate() {
                reading.line(line.trim()).map_err(|what| LexiconError { file, line: index + 1, what })?;
            }
        }
        Ok(reading.finish())
    }

    /// The longest form that begins at `index`: how many tokens it takes and what it means.
    pub(crate) fn longest(&self, scan: &Scan, index: usize) -> Option<(usize, &[Sense])> {
        let exact = longest_in(&self.exact, scan, index, Scan::text);
        let folded = longest_in(&self.folded, scan, index, Scan::folded);
        match (exact, folded) {
            (Some(a), Some(b)) if b.0 > a.0 => Some(b),
            (None, b) => b,
            (a, _) => a,
        }
    }

    /// What one word means, with or without its marks.
    pub(crate) fn word(&self, word: &str) -> Option<&[Sense]> {
        let exact = self.exact.get(word).and_then(|forms| forms.alone.as_deref());
        exact.or_else(|| self.folded.get(&fold(word))?.alone.as_deref())
    }

    /// The weekday or part of the day that a compound begins with, and its length in bytes.
    pub(crate) fn head(&self, word: &str) -> Option<(usize, &[Sense])> {
        self.heads
            .iter()
            .filter(|(head, _)| word.len() > head.len() && word.starts_with(head.as_str()))
            .max_by_key(|(head, _)| head.len())
            .map(|(head, senses)| (head.len(), senses.as_slice()))
    }

    /// What a word with one typing mistake was meant to be.
    pub(crate) fn near(&self, word: &str) -> Option<&[Sense]> {
        self.near.find(word)
    }
}

fn longest_in<'a>(
    map: &'a QuickMap<String, Forms>,
    scan: &Scan,
    index: usize,
    form: for<'s> fn(&'s Scan, &super::scan::Token) -> &'s str,
) -> Option<(usize, &'a [Sense])> {
    let said = |offset: usize| scan.tokens.get(index + offset).map(|token| form(scan, token));
    let forms = map.get(said(0)?)?;
    let list = said(1).and_then(|second| forms.longer.get(second));
    let fits = |phrase: &&Phrase| {
        phrase.rest.iter().enumerate().all(|(at, word)| said(at + 2) == Some(word.as_str()))
    };
    let longest = list.and_then(|list| list.iter().find(fits));
    longest
        .map(|phrase| (phrase.rest.len() + 2, phrase.senses.as_slice()))
        .or_else(|| forms.alone.as_deref().map(|senses| (1, senses)))
}

/// A table being read.
#[derive(Default)]
struct Reading {
    flags: Flags,
    holidays: Vec<Rule>,
    forms: BTreeMap<Vec<String>, (bool, Vec<Sense>)>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(name) = line.strip_prefix("flag ") {
            return self.flag(name.trim());
        }
        let (head, forms) = line.split_once(": ").ok_or("a line is `kind value: form | form`")?;
        let (name, value) = head.split_once(' ').unwrap_or((head, "0"));
        let kind = Kind::named(name).ok_or_else(|| format!("no kind is called `{name}`"))?;
        let value = self.value(kind, value.trim())?;
        for form in forms.split(" | ") {
            self.form(form.trim(), Sense { kind, value })?;
        }
        Ok(())
    }

    fn flag(&mut self, name: &str) -> Result<(), String> {
        let flags = &mut self.flags;
        let flag = match name {
            "half_before" => &mut flags.half_before,
            "dot_clock" => &mut flags.dot_clock,
            "dash_date" => &mut flags.dash_date,
            "weekday_number_date" => &mut flags.weekday_number_date,
            "verb_last" => &mut flags.verb_last,
            "spaced_date" => &mut flags.spaced_date,
            "part_behind" => &mut flags.part_behind,
            "joined_and" => &mut flags.joined_and,
            "one_unsaid" => &mut flags.one_unsaid,
            "to_before" => &mut flags.to_before,
            _ => return Err(format!("no flag is called `{name}`")),
        };
        *flag = true;
        Ok(())
    }

    fn value(&mut self, kind: Kind, value: &str) -> Result<i32, String> {
        match kind {
            Kind::Holiday => {
                let rule = Rule::read(value).ok_or_else(|| format!("no rule for a day reads `{value}`"))?;
                self.holidays.push(rule);
                i32::try_from(self.holidays.len() - 1).map_err(|_| "too many named days".to_owned())
            }
            Kind::Pod | Kind::TodayPod => {
                codes::pod(value).ok_or_else(|| format!("no part of the day is called `{value}`"))
            }
            Kind::Unit => codes::unit(value).ok_or_else(|| format!("no unit is called `{value}`")),
            Kind::RelUnit => {
                codes::rel_unit(value).ok_or_else(|| format!("`{value}` is no unit and distance"))
            }
            _ => value.parse().map_err(|_| format!("`{value}` is no number")),
        }
    }

    fn form(&mut self, form: &str, sense: Sense) -> Result<(), String> {
        let (form, exact) = form.strip_suffix('!').map_or((form, false), |form| (form, true));
        let cut = scan(form);
        let words: Vec<String> = cut.tokens.iter().map(|token| cut.text(token).to_owned()).collect();
        if words.is_empty() {
            return Err("an empty form".to_owned());
        }
        let (only_exact, senses) = self.forms.entry(words).or_default();
        *only_exact |= exact;
        if !senses.contains(&sense) {
            senses.push(sense);
        }
        Ok(())
    }

    fn finish(self) -> Lexicon {
        let mut lexicon = Lexicon {
            flags: self.flags,
            holidays: self.holidays,
            exact: QuickMap::default(),
            folded: QuickMap::default(),
            heads: Vec::new(),
            near: Near::default(),
        };
        for (words, (only_exact, senses)) in self.forms {
            lexicon.add(&words, only_exact, &senses);
        }
        let forms = lexicon.exact.values_mut().chain(lexicon.folded.values_mut());
        for list in forms.flat_map(|forms| forms.longer.values_mut()) {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        lexicon
    }
}

impl Lexicon {
    fn add(&mut self, words: &[String], only_exact: bool, senses: &[Sense]) {
        put(&mut self.exact, words, senses);
        if only_exact {
            return;
        }
        let bare: Vec<String> = words.iter().map(|word| fold(word)).collect();
        put(&mut self.folded, &bare, senses);
        if let [word] = bare.as_slice() {
            let compound = |sense: &Sense| matches!(sense.kind, Kind::Weekday | Kind::Pod | Kind::Rel);
            if word.len() >= COMPOUND_HEAD_LETTERS && senses.iter().any(compound) && is_word(word) {
                self.heads.push((word.clone(), senses.to_vec()));
            }
            self.near.add(word, senses);
        }
    }
}

fn put(map: &mut QuickMap<String, Forms>, words: &[String], senses: &[Sense]) {
    let [first, rest @ ..] = words else { return };
    let forms = map.entry(first.clone()).or_default();
    match rest {
        // Of two forms that fold alike the first read is kept.
        [] => _ = forms.alone.get_or_insert_with(|| senses.to_vec()),
        [second, rest @ ..] => {
            let phrase = Phrase { rest: rest.to_vec(), senses: senses.to_vec() };
            forms.longer.entry(second.clone()).or_default().push(phrase);
        }
    }
}

fn is_word(word: &str) -> bool {
    scan(word).tokens.first().is_some_and(|token| token.shape == Shape::Word)
}
