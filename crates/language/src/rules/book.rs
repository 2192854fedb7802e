//! A language's rule file made ready for finding: every word knows the sets it belongs to.
//!
//! Absent: the search itself (`find`) and typing mistakes (`near`).

use super::meaning::Meaning;
use super::near::Near;
use super::signs::{FARTHEST, SignNames, Together};
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
    /// Signs that mean something together.
    pub(super) grammar: Vec<Together>,
    signs: SignNames,
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

/// A language's three files, read with the program.
macro_rules! own_texts {
    ($tag:literal) => {
        [
            text_of_file!(concat!("lexicon/rules/", $tag, ".rules")),
            text_of_file!(concat!("lexicon/rules/", $tag, ".safety.rules")),
            text_of_file!(concat!("lexicon/rules/", $tag, ".signs.rules")),
        ]
    };
}

/// What all languages share, the language's own rules, its signs of an emergency, and its words for the shared ones.
fn texts_of(tongue: Tongue) -> [&'static str; 5] {
    let [own, safety, signs] = match tongue {
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
    let common = text_of_file!("lexicon/rules/common.rules");
    [common, text_of_file!("lexicon/rules/common.signs.rules"), own, safety, signs]
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

    /// What the grammar calls a sign.
    pub fn sign_name(&self, sign: u8) -> &str {
        self.signs.name(sign)
    }

    /// The word joins clauses ("och", "but", "sen").
    pub fn joins(&self, word: &Word) -> bool {
        self.special
            .join
            .is_some_and(|join| self.exact.get(&word.raw).is_some_and(|sets| sets.contains(&join)))
    }

    /// Collects the sets that a word belongs to. A word that people write is no typing mistake of another.
    pub(super) fn sets_of(&self, word: &Word, into: &mut Vec<u16>) {
        let found = self.exact.get(&word.raw).or_else(|| self.unmarked(word)).or_else(|| self.unjoined(word));
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

    /// Arabic writes "and" in one with the word behind it.
    fn unjoined(&self, word: &Word) -> Option<&Vec<u16>> {
        let rest = word.raw.strip_prefix('\u{648}').filter(|_| self.tongue == Tongue::Ar)?;
        (rest.chars().count() >= 3).then(|| self.exact.get(rest))?
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
    grammar: Vec<Together>,
    signs: SignNames,
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
                let sign = heading.strip_prefix("sign.").and_then(|name| self.signs.number(name));
                let meaning = sign.map(Meaning::Sign).or_else(|| Meaning::from_heading(heading));
                self.meaning = Some(meaning.unwrap_or_else(|| panic!("[{heading}] means nothing")));
            }
            Line::Together { weak, within, signs, unless, text } => {
                assert!(within <= FARTHEST && !signs.is_empty(), "signs stand too far apart: {text}");
                let mut bits =
                    signs.iter().map(|names| self.signs.bits(names)).collect::<Vec<_>>().into_iter();
                let anchor = bits.next().expect("not empty");
                let (others, unless) = (bits.collect(), self.signs.bits(&unless));
                let meaning = self.meaning.expect("signs stand under a heading");
                let mark = pieces::of_word(text);
                self.grammar.push(Together { anchor, others, unless, within, meaning, weak, mark });
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
            grammar: self.grammar,
            signs: self.signs,
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
    use super::super::signs::NOT;
    use super::*;
    use crate::tongue::TONGUES;
    use crate::words::Words;

    #[test]
    fn every_languages_rules_can_be_read() {
        for tongue in TONGUES {
            assert!(!rulebook(tongue).patterns.is_empty(), "{}", tongue.tag());
        }
    }

    #[test]
    fn every_language_has_words_for_every_sign_of_the_grammar() {
        for tongue in TONGUES {
            let book = rulebook(tongue);
            let has_words = |sign: &u8| {
                *sign == NOT || book.patterns.iter().any(|pattern| pattern.meaning == Meaning::Sign(*sign))
            };
            let mute: Vec<&str> =
                book.signs.all().filter(|sign| !has_words(sign)).map(|sign| book.sign_name(sign)).collect();
            assert!(mute.is_empty(), "{} has no words for {mute:?}", tongue.tag());
        }
    }

    const SMALL: &str = "@neg = not\n[emergency]\n+ bleed endless -pet\n+3 breathe not\n+ chest pain\n\
        [guard.harmless]\n+ chest old\n[sign.bleed]\nbleed*\n[sign.endless]\nfor hours\n[sign.pet]\ndog\n\
        [sign.breathe]\nbreathe\n[sign.chest]\nchest\n[sign.pain]\npain\n[sign.old]\nold";

    fn hits(text: &str) -> Vec<(bool, bool, usize, usize)> {
        let book = Rulebook::parse(Tongue::En, &[SMALL]);
        let hits = book.find(&Words::of(text)).hits.into_iter();
        hits.map(|hit| (matches!(hit.meaning, Meaning::Act(_)), hit.negated, hit.start, hit.end)).collect()
    }

    #[test]
    fn signs_meet_in_any_order_near_each_other_and_in_one_sentence() {
        assert_eq!(hits("he bleeds for hours"), [(true, false, 1, 4)]);
        assert_eq!(hits("for hours now he bleeds"), [(true, false, 0, 5)]);
        for text in ["the dog bleeds for hours", "bleeds. for hours", "he bleeds and a b c d e f for hours"] {
            assert!(hits(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_negation_denies_signs_unless_the_line_speaks_of_it() {
        assert_eq!(hits("she does not breathe"), [(true, false, 2, 4)]);
        assert!(hits("not today, she can breathe").is_empty());
        assert_eq!(hits("not any pain in the chest"), [(true, true, 2, 6)]);
        assert_eq!(hits("pain will not go from chest"), [(true, false, 0, 6)]);
    }

    #[test]
    fn harmless_company_covers_the_word_that_it_is_about() {
        assert_eq!(hits("an old thing in my chest"), [(false, false, 5, 6)]);
    }
}
