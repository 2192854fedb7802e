//! A language's rule file made ready for finding: every word knows the sets it belongs to.
//!
//! Absent: the search itself (`find`) and typing mistakes (`near`).

use super::meaning::Meaning;
use super::near::Near;
use super::syntax::{Element, Line, lines};
use crate::quick::QuickMap;
use crate::reader::{self, pieces};
use crate::source::text_of_file;
use crate::tongue::Tongue;
use crate::words::{Word, fold};
use std::sync::OnceLock;

/// One step of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Step {
    One(u16),
    Not(u16),
    Any,
    Skip(u8),
    ClauseStart,
    ClauseEnd,
    TextStart,
    TextEnd,
}

impl Step {
    /// The set that a word must belong to here.
    fn needs(&self) -> Option<u16> {
        match self {
            Self::One(set) => Some(*set),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub(super) struct Pattern {
    pub steps: Vec<Step>,
    /// Every set that must stand in a message where the pattern stands.
    pub needs: Vec<u16>,
    pub meaning: Meaning,
    pub weak: bool,
    /// The pattern itself speaks of a negation, so that none around it turns it over.
    pub negates: bool,
    /// The hash of the line it stands in: the statistical reader learns how far each line is to be trusted.
    pub mark: u32,
}

/// The sets that `find` itself asks for.
#[derive(Debug, Default)]
pub(super) struct Special {
    pub negation: Option<u16>,
    pub contrast: Option<u16>,
    pub hello: Option<u16>,
    pub please: Option<u16>,
    pub join: Option<u16>,
}

/// A language's patterns.
#[derive(Debug)]
pub struct Rulebook {
    pub(super) tongue: Tongue,
    pub(super) patterns: Vec<Pattern>,
    /// Patterns by the set of their first word.
    pub(super) by_first: Vec<Vec<u16>>,
    pub(super) special: Special,
    exact: QuickMap<String, Vec<u16>>,
    prefix: QuickMap<String, Vec<u16>>,
    suffix: QuickMap<String, Vec<u16>>,
    near: Near,
}

/// The patterns of a language; built when first asked for.
pub fn rulebook(tongue: Tongue) -> &'static Rulebook {
    static BOOKS: [OnceLock<Rulebook>; 13] = [const { OnceLock::new() }; 13];
    BOOKS[tongue.index()].get_or_init(|| Rulebook::parse(tongue, &texts_of(tongue)))
}

/// A language's two files, read with the program.
macro_rules! own_texts {
    ($tag:literal) => {
        [
            text_of_file!(concat!("lexicon/rules/", $tag, ".rules")),
            text_of_file!(concat!("lexicon/rules/", $tag, ".safety.rules")),
        ]
    };
}

/// What all languages share, the language's own rules, and its signs of an emergency.
fn texts_of(tongue: Tongue) -> [&'static str; 3] {
    let [own, safety] = match tongue {
        Tongue::Sv => own_texts!("sv"),
        Tongue::En => own_texts!("en"),
        Tongue::De => own_texts!("de"),
        Tongue::Es => own_texts!("es"),
        Tongue::Fr => own_texts!("fr"),
        Tongue::It => own_texts!("it"),
        Tongue::Nl => own_texts!("nl"),
        Tongue::Nb => own_texts!("nb"),
        Tongue::Da => own_texts!("da"),
        Tongue::Pt => own_texts!("pt"),
        Tongue::Fi => own_texts!("fi"),
        Tongue::Pl => own_texts!("pl"),
        Tongue::Ar => own_texts!("ar"),
    };
    [text_of_file!("lexicon/rules/common.rules"), own, safety]
}

impl Rulebook {
    fn parse(tongue: Tongue, texts: &[&str]) -> Self {
        let mut maker = Maker::default();
        for line in texts.iter().flat_map(|text| lines(text)) {
            maker.take(line);
        }
        maker.finish(tongue)
    }

    /// The word stands in the patterns as it is, so that it is no name and no typing mistake.
    pub fn knows(&self, word: &Word) -> bool {
        self.exact.contains_key(&word.raw)
    }

    /// The word joins clauses ("och", "but", "sen").
    pub fn joins(&self, word: &Word) -> bool {
        self.special
            .join
            .is_some_and(|join| self.exact.get(&word.raw).is_some_and(|sets| sets.contains(&join)))
    }

    /// Collects the sets that a word belongs to. A word that people write is no typing mistake of another.
    pub(super) fn sets_of(&self, word: &Word, into: &mut Vec<u16>) {
        let found = self.exact.get(&word.raw).or_else(|| self.unmarked(word));
        if let Some(sets) = found {
            into.extend(sets);
        }
        self.affixes(&word.raw, into);
        if into.is_empty()
            && !reader::knows(&word.raw)
            && let Some(meant) = self.near.closest(&word.raw)
        {
            let known = [self.exact.get(meant), self.prefix.get(meant)];
            into.extend(known.into_iter().flatten().flatten());
        }
    }

    /// Wrong marks are common where they are accents, and another word where they are letters.
    fn unmarked(&self, word: &Word) -> Option<&Vec<u16>> {
        if self.tongue.marks_matter() { None } else { self.exact.get(&word.folded) }
    }

    fn affixes(&self, word: &str, into: &mut Vec<u16>) {
        for (at, _) in word.char_indices().skip(2).chain([(word.len(), ' ')]) {
            if let Some(sets) = self.prefix.get(&word[..at]) {
                into.extend(sets);
            }
        }
        if !self.suffix.is_empty() {
            for (at, _) in word.char_indices() {
                if let Some(sets) = self.suffix.get(&word[at..]) {
                    into.extend(sets);
                }
            }
        }
    }
}

#[derive(Default)]
struct Maker {
    sets: QuickMap<String, Vec<String>>,
    ids: QuickMap<String, u16>,
    patterns: Vec<Pattern>,
    meaning: Option<Meaning>,
    exact: QuickMap<String, Vec<u16>>,
    prefix: QuickMap<String, Vec<u16>>,
    suffix: QuickMap<String, Vec<u16>>,
}

impl Maker {
    fn take(&mut self, line: Line<'_>) {
        match line {
            Line::Set(name, words) => {
                let words = self.spelled_out(&words);
                self.sets.entry(name.to_owned()).or_default().extend(words);
            }
            Line::Heading(heading) => {
                self.meaning =
                    Some(Meaning::from_heading(heading).expect("a heading is one of the contract's names"));
            }
            Line::Patterns { weak, ways, text } => {
                let mark = pieces::of_word(text);
                let meaning = self.meaning.expect("a pattern stands under a heading");
                for way in ways.into_iter().filter(|way| !way.is_empty()) {
                    let negates = way.iter().any(|element| self.is_negation(element));
                    let steps: Vec<Step> = way.into_iter().map(|element| self.step(element)).collect();
                    let needs = steps.iter().filter_map(Step::needs).collect();
                    self.patterns.push(Pattern { steps, needs, meaning, weak, negates, mark });
                }
            }
        }
    }

    fn spelled_out(&self, words: &[&str]) -> Vec<String> {
        let mut out = Vec::new();
        for word in words {
            match word.strip_prefix('@') {
                Some(name) => {
                    out.extend(self.sets.get(name).expect("a set is written before its use").clone());
                }
                None => out.push((*word).to_owned()),
            }
        }
        out
    }

    fn is_negation(&self, element: &Element<'_>) -> bool {
        let Element::One(words) = element else { return false };
        let negations = self.sets.get("neg");
        self.spelled_out(words).iter().any(|word| negations.is_some_and(|set| set.contains(word)))
    }

    fn step(&mut self, element: Element<'_>) -> Step {
        match element {
            Element::One(words) => Step::One(self.set(&words)),
            Element::Not(words) => Step::Not(self.set(&words)),
            Element::Any => Step::Any,
            Element::Skip(words) => Step::Skip(words),
            Element::ClauseStart => Step::ClauseStart,
            Element::ClauseEnd => Step::ClauseEnd,
            Element::TextStart => Step::TextStart,
            Element::TextEnd => Step::TextEnd,
        }
    }

    fn set(&mut self, words: &[&str]) -> u16 {
        let key = words.join("|");
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = u16::try_from(self.ids.len()).expect("a rule file has fewer than 65,536 sets");
        self.ids.insert(key, id);
        for word in self.spelled_out(words) {
            self.enter(&word, id);
        }
        id
    }

    fn enter(&mut self, word: &str, id: u16) {
        let (table, bare) = match (word.strip_suffix('*'), word.strip_prefix('*')) {
            (Some(start), _) => (&mut self.prefix, start),
            (_, Some(end)) => (&mut self.suffix, end),
            _ => (&mut self.exact, word),
        };
        let bare: String = bare.chars().filter(|ch| !matches!(ch, '\'' | '’')).collect();
        for spelling in spellings(&bare.to_lowercase()) {
            let sets = table.entry(spelling).or_default();
            if !sets.contains(&id) {
                sets.push(id);
            }
        }
    }

    fn finish(mut self, tongue: Tongue) -> Rulebook {
        let mut special = |name: &str| {
            let key = format!("@{name}");
            self.sets.contains_key(name).then(|| self.set(&[key.as_str()]))
        };
        let special = Special {
            negation: special("neg"),
            contrast: special("but"),
            hello: special("hello"),
            please: special("please"),
            join: special("join"),
        };
        let mut by_first = vec![Vec::new(); self.ids.len()];
        for (number, pattern) in self.patterns.iter().enumerate() {
            let first = pattern.steps.iter().find_map(Step::needs);
            let first = first.expect("a pattern has a word in it");
            by_first[usize::from(first)].push(u16::try_from(number).expect("fewer than 65,536 patterns"));
        }
        let near = Near::of(self.exact.keys().chain(self.prefix.keys()));
        Rulebook {
            tongue,
            patterns: self.patterns,
            by_first,
            special,
            exact: self.exact,
            prefix: self.prefix,
            suffix: self.suffix,
            near,
        }
    }
}

/// A word as it may be typed: with its marks, without them, and German and Danish letters written out.
fn spellings(word: &str) -> Vec<String> {
    if word.is_ascii() {
        return vec![word.to_owned()];
    }
    let mut all = vec![word.to_owned(), fold(word)];
    all.push(word.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss"));
    all.push(word.replace('å', "aa").replace('ø', "oe").replace('æ', "ae"));
    all.push(word.replace('å', "a").replace('ø', "o").replace('æ', "a"));
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tongue::TONGUES;

    #[test]
    fn every_languages_rules_can_be_read() {
        for tongue in TONGUES {
            assert!(!rulebook(tongue).patterns.is_empty(), "{}", tongue.tag());
        }
    }
}
