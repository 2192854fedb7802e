//! Finding the clinic's own answer to a question: a small ranking that forgives inflection, compounds and typing
//! mistakes, and says nothing rather than guess.
//!
//! A question's words are compared by their letter triples and by a short table of everyday synonyms; rare words
//! weigh more than common ones, and a word that no answer knows counts against all of them. Absent: what the
//! clinic's file says by itself (`flows/facts.rs`), and any model.

use std::collections::BTreeSet;
use svara_model::{Answer, Clinic, Language};

/// An answer is given from this score on; below it a person is asked. Set so that no question of the test's
/// "nobody knows" list is answered.
const ANSWER_SCORE: f64 = 0.5;
/// Two words are the same, spelt or bent differently, from this likeness on.
const ALIKE: f64 = 0.5;
/// How much a word of the answer itself counts, beside one of the question.
const IN_ANSWER: f64 = 0.6;
/// Two words of one group of synonyms.
const SYNONYM: f64 = 0.85;
/// How much the question asked counts against the question written.
const SHARE_ASKED: f64 = 0.75;
/// Words of more letters than this may be found inside compounds.
const COMPOUND_LETTERS_MIN: usize = 4;
/// A part of a compound counts a little less than the whole word.
const COMPOUND: f64 = 0.9;
/// More words than this are a story; its beginning is asked for.
const WORDS_MAX: usize = 40;

/// Words that carry no question's meaning, folded.
const STOP_WORDS: &str = "och att det den de jag du ni vi man har hade ha kan kunde ska skall skulle vill finns fanns \
    ar var vara blir bli med for fran till pa av om i hos er era ert min mitt mina din ditt en ett nagon nagot nagra \
    nan nat inte eller men sa som hur vad vilka vilken vilket nar vem varfor hej tack undrar fraga veta tanker bara \
    ocksa dar har hit dit nu idag imorgon mandag tisdag onsdag torsdag fredag lordag sondag klockan kl tid tiden \
    gar far fa maste behover gora gor ta tar kommer komma er kliniken mottagningen snalla \
    mamma pappa mor far fru man son dotter mitt sitter staller nanstans bra hos in ut aven ganska valdigt himla \
    and the a an is are do does did you your i we my me it to of in on at for with from can could may would should \
    have has any there what which when how who why hello hi thanks please know about today tomorrow monday tuesday \
    wednesday thursday friday saturday sunday time clinic need want get go take come be or not if";

/// Everyday words for the same thing, Swedish and English, folded. Stems of four letters and more match by their
/// beginning.
const SYNONYMS: [&str; 14] = [
    "kopa koper salj buy sell",
    "parker bil bilen car park parking garage",
    "betal swish kort kortet kontant faktur pay card cash invoice",
    "lek leka lekhorn leksak play toys playroom",
    "barn barnen barnet kid kids child",
    "rullst rullat hiss hissen trapp tillgang handikapp wheelch lift elevator stairs access disabled",
    "wifi internet natverk wireless",
    "hund hunden husdjur dog dogs pets",
    "buss bussen sparvagn taget kollektiv tram train station",
    "toalett toilet bathroom restroom",
    "remiss remitt referr",
    "radd radsla tandvardsradsla orolig nervos scared nervous anxious afraid",
    "bedov narkos lustgas anaesthet anesthet sedat",
    "tolk tolken sprak interpret translat language languages",
];

/// The clinic's answer that a question asks for, with how well it fits (0 to 1).
#[derive(Clone, Copy, Debug)]
pub struct Hit<'c> {
    /// The answer.
    pub answer: &'c Answer,
    /// How well it fits.
    pub score: f64,
}

/// The best answer, when one fits well enough to be given.
pub fn find<'c>(clinic: &'c Clinic, text: &str) -> Option<Hit<'c>> {
    rank(clinic, text).into_iter().next().filter(|it| it.score >= ANSWER_SCORE)
}

/// All answers with their score, the best first: for whoever writes answers and wonders.
pub fn rank<'c>(clinic: &'c Clinic, text: &str) -> Vec<Hit<'c>> {
    let entries: Vec<Entry> = clinic.answers.iter().map(Entry::of).collect();
    let mut hits: Vec<Hit> = Vec::with_capacity(entries.len());
    let asked: Vec<Vec<Word>> =
        clauses(text).iter().map(|it| words(it)).filter(|it| !it.is_empty()).collect();
    let weights: Vec<Vec<f64>> =
        asked.iter().map(|it| it.iter().map(|word| rarity(word, &entries)).collect()).collect();
    for (answer, entry) in clinic.answers.iter().zip(&entries) {
        let score = asked.iter().zip(&weights).map(|(words, weights)| entry.score(words, weights));
        let score = score.fold(0.0, f64::max);
        hits.push(Hit { answer, score });
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    hits
}

/// The service that a message names, misspelt or inside a compound, when exactly one is: its name in a language.
pub fn service(clinic: &Clinic, text: &str, language: &Language) -> Option<String> {
    let said = words(text);
    let names = |it: &svara_model::Service| {
        it.name.values().chain(it.also.values().flatten()).flat_map(|it| words(it)).collect::<Vec<_>>()
    };
    let long = |it: &&Word| it.text.chars().count() >= SERVICE_LETTERS_MIN;
    let close = |a: &Word, b: &Word| {
        a.text.as_bytes().first() == b.text.as_bytes().first() && likeness(a, b) >= SERVICE_ALIKE
    };
    let mut found = clinic.services.iter().filter(|it| {
        let names = names(it);
        said.iter().filter(long).any(|word| names.iter().filter(long).any(|name| close(word, name)))
    });
    match (found.next(), found.next()) {
        (Some(one), None) => Some(clinic.text(&one.name, language).to_owned()),
        _ => None,
    }
}

/// Short words are too much alike for that.
const SERVICE_LETTERS_MIN: usize = 7;
/// One slip in a word of nine letters, and an ending, leave so much.
const SERVICE_ALIKE: f64 = 0.6;

/// How alike two folded texts are as a whole, 0 to 1.
pub(crate) fn alike(a: &str, b: &str) -> f64 {
    let triples = |it: &str| word(it).triples;
    let (a, b) = (triples(a), triples(b));
    let shared = a.iter().filter(|it| b.binary_search(it).is_ok()).count();
    let of = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    2.0 * of(shared) / of((a.len() + b.len()).max(1))
}

/// Messages that say much the same, together: each group by the places of its messages, the largest first.
pub fn groups(texts: &[String]) -> Vec<Vec<usize>> {
    let folded: Vec<String> = texts.iter().map(|it| crate::matching::fold(it)).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, text) in folded.iter().enumerate() {
        let close = |group: &&mut Vec<usize>| alike(&folded[group[0]], text) >= SAME_MATTER;
        match groups.iter_mut().find(close) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups.sort_by_key(|it| std::cmp::Reverse(it.len()));
    groups
}

/// Two messages this alike are about the same matter, in nearly the same words.
const SAME_MATTER: f64 = 0.45;

/// The whole message and each of its clauses: the question may stand in the middle of a letter.
fn clauses(text: &str) -> Vec<&str> {
    let mut all = vec![text];
    all.extend(text.split(['.', '?', '!', '\n', ',', ';']).filter(|it| it.len() < text.len()));
    all
}

/// How rare a word is among the answers: a word that most have says little.
fn rarity(word: &Word, entries: &[Entry]) -> f64 {
    let has = |entry: &&Entry| entry.question.iter().flatten().any(|it| likeness(word, it) >= ALIKE);
    let with = f64::from(u32::try_from(entries.iter().filter(has).count()).unwrap_or(u32::MAX));
    let all = f64::from(u32::try_from(entries.len()).unwrap_or(u32::MAX));
    (1.0 + all / (1.0 + with)).ln()
}

struct Entry {
    /// The question in each of its languages.
    question: Vec<Vec<Word>>,
    answer: Vec<Word>,
}

impl Entry {
    fn of(it: &Answer) -> Self {
        let question = it.question.values().map(|it| words(it)).collect();
        Self { question, answer: it.answer.values().flat_map(|it| words(it)).collect() }
    }

    fn score(&self, asked: &[Word], weights: &[f64]) -> f64 {
        let all: f64 = weights.iter().sum();
        let met: f64 = asked.iter().zip(weights).map(|(word, weight)| self.meets(word) * weight).sum();
        let written = self.question.iter().map(|it| covered(it, asked)).fold(0.0, f64::max);
        SHARE_ASKED * met / all + (1.0 - SHARE_ASKED) * written
    }

    fn meets(&self, word: &Word) -> f64 {
        let asked = self.question.iter().map(|it| best(word, it)).fold(0.0, f64::max);
        asked.max(IN_ANSWER * best(word, &self.answer))
    }
}

/// Which share of a written question was asked.
fn covered(written: &[Word], asked: &[Word]) -> f64 {
    let met: f64 = written.iter().map(|it| best(it, asked)).sum();
    met / f64::from(u32::try_from(written.len().max(1)).unwrap_or(u32::MAX))
}

fn best(word: &Word, among: &[Word]) -> f64 {
    among.iter().map(|it| likeness(word, it)).filter(|it| *it >= ALIKE).fold(0.0, f64::max)
}

struct Word {
    text: String,
    /// Its letter triples, the ends marked, sorted.
    triples: Vec<[char; 3]>,
    group: Option<usize>,
}

/// How alike two words are, 0 to 1: Dice's coefficient over letter triples, a compound's part, or a synonym.
fn likeness(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    let shared = a.triples.iter().filter(|it| b.triples.binary_search(it).is_ok()).count();
    let of = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let dice = 2.0 * of(shared) / of(a.triples.len() + b.triples.len());
    let (short, long) = if a.text.len() < b.text.len() { (a, b) } else { (b, a) };
    let inside = short.text.chars().count() >= COMPOUND_LETTERS_MIN && long.text.starts_with(&short.text);
    let part = if inside { COMPOUND } else { 0.0 };
    let synonym = if a.group.is_some() && a.group == b.group { SYNONYM } else { 0.0 };
    dice.max(part).max(synonym)
}

fn words(text: &str) -> Vec<Word> {
    let stop: BTreeSet<&str> = STOP_WORDS.split_whitespace().collect();
    crate::matching::fold(text)
        .split(' ')
        .filter(|it| !it.is_empty() && !stop.contains(it))
        .take(WORDS_MAX)
        .map(word)
        .collect()
}

fn word(text: &str) -> Word {
    let letters: Vec<char> = std::iter::once(' ').chain(text.chars()).chain([' ']).collect();
    let mut triples: Vec<[char; 3]> = letters.windows(3).map(|it| [it[0], it[1], it[2]]).collect();
    triples.sort_unstable();
    triples.dedup();
    let is = |stem: &str| text == stem || stem.len() >= COMPOUND_LETTERS_MIN && text.starts_with(stem);
    let group = SYNONYMS.iter().position(|it| it.split(' ').any(is));
    Word { text: text.to_owned(), triples, group }
}
