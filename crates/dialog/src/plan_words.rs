//! Words that ask for several appointments at once: "båda barnen", "sex gånger, en gång i veckan", "röntgen och sedan
//! tandläkaren".
//!
//! Absent: understanding at large (`svara-language`), and which day it shall be.

use crate::matching::fold;
use svara_model::{Clinic, ServiceId};

/// What a message asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Several {
    /// The same visit again and again.
    Series {
        /// How many.
        visits: usize,
        /// Weeks from one to the next.
        weeks_between: u32,
        /// The words that said so: "once a week" names no week.
        rhythm: &'static str,
    },
    /// The same visit for several people.
    Together {
        /// How many, when said.
        people: Option<usize>,
        /// All at once was asked for.
        side_by_side: bool,
        /// They were only spoken of ("my kids"): it takes a wish for a time besides.
        vaguely: bool,
    },
    /// Two services in one visit, in this order.
    Combined {
        /// What comes first.
        first: ServiceId,
        /// What comes after it.
        second: ServiceId,
    },
}

/// Number words as they are folded, from two on.
const NUMBERS: [(&str, usize); 30] = [
    ("tva", 2),
    ("tre", 3),
    ("fyra", 4),
    ("fem", 5),
    ("sex", 6),
    ("sju", 7),
    ("atta", 8),
    ("nio", 9),
    ("tio", 10),
    ("elva", 11),
    ("tolv", 12),
    ("femton", 15),
    ("tjugo", 20),
    ("bada", 2),
    ("bagge", 2),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("both", 2),
    ("couple", 2),
];

/// What is counted in a series.
const TIMES: [&str; 16] = [
    "ganger",
    "ggr",
    "besok",
    "tillfallen",
    "behandlingar",
    "tider",
    "sessioner",
    "pass",
    "times",
    "visits",
    "sessions",
    "appointments",
    "treatments",
    "weekly",
    "slots",
    "x",
];

/// How often, with the weeks from one visit to the next; the more particular ones first.
const RHYTHMS: [(&str, u32); 30] = [
    ("varannan vecka", 2),
    ("var annan vecka", 2),
    ("every other week", 2),
    ("every two weeks", 2),
    ("every second week", 2),
    ("fortnightly", 2),
    ("biweekly", 2),
    ("var tredje vecka", 3),
    ("every three weeks", 3),
    ("every third week", 3),
    ("var fjarde vecka", 4),
    ("every four weeks", 4),
    ("every fourth week", 4),
    ("en gang i manaden", 4),
    ("once a month", 4),
    ("varje manad", 4),
    ("monthly", 4),
    ("varje vecka", 1),
    ("en gang i veckan", 1),
    ("en i veckan", 1),
    ("ett i veckan", 1),
    ("en gang per vecka", 1),
    ("en per vecka", 1),
    ("veckovis", 1),
    ("weekly", 1),
    ("every week", 1),
    ("each week", 1),
    ("once a week", 1),
    ("one a week", 1),
    ("a week apart", 1),
];

/// A series by name: it needs no rhythm besides.
const SERIES: [&str; 4] = ["serie", "series", "behandlingsserie", "course"];

/// Those who come together, counted or not.
const PEOPLE: [&str; 26] = [
    "barn",
    "barnen",
    "barnbarn",
    "ungar",
    "ungarna",
    "syskon",
    "syskonen",
    "tvillingar",
    "tvillingarna",
    "pojkarna",
    "flickorna",
    "tjejerna",
    "sonerna",
    "dottrarna",
    "soner",
    "dottrar",
    "personer",
    "kids",
    "children",
    "sons",
    "daughters",
    "boys",
    "girls",
    "twins",
    "siblings",
    "people",
];

/// Those who come together, by a phrase of their own: how many.
const BOTH: [(&str, usize); 12] = [
    ("oss bada", 2),
    ("bada tva", 2),
    ("for oss tva", 2),
    ("bada av oss", 2),
    ("both of us", 2),
    ("the two of us", 2),
    ("both of them", 2),
    ("dem bada", 2),
    ("hela familjen", 0),
    ("the whole family", 0),
    ("tvillingarna", 2),
    ("the twins", 2),
];

/// "My kids", without saying how many.
const VAGUELY: [&str; 10] = [
    "mina barn",
    "barnen",
    "ungarna",
    "syskonen",
    "vara barn",
    "my kids",
    "my children",
    "the kids",
    "the children",
    "our kids",
];

const SIDE_BY_SIDE: [&str; 7] = [
    "samtidigt",
    "sida vid sida",
    "parallellt",
    "at the same time",
    "side by side",
    "simultaneously",
    "in parallel",
];

/// Between two services: the second comes after the first.
const THEN: [&str; 18] = [
    "och",
    "och sedan",
    "och sen",
    "sedan",
    "sen",
    "och darefter",
    "darefter",
    "foljt av",
    "och direkt efterat",
    "plus",
    "innan",
    "fore",
    "and",
    "and then",
    "then",
    "followed by",
    "before",
    "and straight after",
];
/// Between two services: the second one said comes first.
const AFTER: [&str; 6] = ["efter", "direkt efter", "after", "right after", "straight after", "following"];

/// Words between two services that change nothing about their order.
const BETWEEN: [&str; 22] = [
    "en",
    "ett",
    "till",
    "hos",
    "min",
    "mitt",
    "a",
    "an",
    "the",
    "my",
    "with",
    "to",
    "see",
    "for",
    "ta",
    "tid",
    "traffa",
    "besok",
    "visit",
    "appointment",
    "också",
    "direkt",
];

/// Without one of these, whoever speaks of the children doesn't speak of a visit.
const VISITS: [&str; 14] = [
    "tid",
    "tider",
    "boka",
    "besok",
    "kontroll",
    "undersokning",
    "tandlakare",
    "tandlakaren",
    "appointment",
    "appointments",
    "book",
    "visit",
    "checkup",
    "dentist",
];

/// Whether a message speaks of a visit at all.
pub(crate) fn names_a_visit(text: &str) -> bool {
    let said = fold(text);
    VISITS.iter().any(|it| says(&said, it))
}

/// Shorter names would be found in too many words.
const NAME_LETTERS_MIN: usize = 4;

/// What a message asks for, if it is several appointments at once.
pub(crate) fn several(clinic: &Clinic, text: &str) -> Option<Several> {
    let said = fold(text);
    let words: Vec<&str> = said.split(' ').collect();
    series(&said, &words).or_else(|| together(&said, &words)).or_else(|| combined(clinic, &words))
}

fn says(said: &str, phrase: &str) -> bool {
    format!(" {said} ").contains(&format!(" {phrase} "))
}

fn number(word: &str) -> Option<usize> {
    let named = || NUMBERS.iter().find(|it| it.0 == word).map(|it| it.1);
    word.parse().ok().or_else(named).filter(|it| *it >= 2)
}

fn series(said: &str, words: &[&str]) -> Option<Several> {
    let often = RHYTHMS.iter().find(|it| says(said, it.0)).copied();
    let named = || SERIES.iter().any(|it| says(said, it)).then_some(("", 1));
    let (rhythm, weeks_between) = often.or_else(named)?;
    // "Six weekly physio visits": the number, and within three words what is counted.
    let visits = words.iter().enumerate().find_map(|(index, word)| {
        let count = number(word)?;
        let near = words.iter().skip(index + 1).take(3);
        near.into_iter().any(|it| TIMES.contains(it)).then_some(count)
    })?;
    Some(Several::Series { visits, weeks_between, rhythm })
}

/// Whether all shall come at once.
pub(crate) fn at_once(text: &str) -> bool {
    let said = fold(text);
    SIDE_BY_SIDE.iter().any(|it| says(&said, it))
}

fn together(said: &str, words: &[&str]) -> Option<Several> {
    let side_by_side = SIDE_BY_SIDE.iter().any(|it| says(said, it));
    let counted = words.iter().enumerate().find_map(|(index, word)| {
        let count = number(word)?;
        let near = words.iter().skip(index + 1).take(3);
        near.into_iter().any(|it| PEOPLE.contains(it)).then_some(count)
    });
    let both = || BOTH.iter().find(|it| says(said, it.0)).map(|it| it.1);
    if let Some(count) = counted.or_else(both) {
        let people = Some(count).filter(|it| *it >= 2);
        return Some(Several::Together { people, side_by_side, vaguely: false });
    }
    let vaguely = VAGUELY.iter().any(|it| says(said, it));
    vaguely.then_some(Several::Together { people: None, side_by_side, vaguely })
}

/// Two services of the clinic's, with nothing but an order between them.
fn combined(clinic: &Clinic, words: &[&str]) -> Option<Several> {
    let mut found = mentions(clinic, words);
    found.sort_by_key(|it| it.from);
    let [one, other] = found.as_slice() else { return None };
    let between: Vec<&str> =
        words.get(one.to..other.from)?.iter().filter(|it| !BETWEEN.contains(it)).copied().collect();
    let between = between.join(" ");
    let (first, second) = match () {
        () if THEN.contains(&between.as_str()) => (one, other),
        () if AFTER.contains(&between.as_str()) => (other, one),
        () => return None,
    };
    Some(Several::Combined { first: first.service.clone(), second: second.service.clone() })
}

struct Mention {
    service: ServiceId,
    from: usize,
    to: usize,
}

/// The first place at which each service is named, by the longest of its names.
fn mentions(clinic: &Clinic, words: &[&str]) -> Vec<Mention> {
    let found = clinic.services.iter().filter_map(|service| {
        let names = service.name.values().chain(service.also.values().flatten());
        let places = names.filter_map(|name| {
            let name = fold(name);
            let parts: Vec<&str> = name.split(' ').collect();
            let long = name.chars().count() >= NAME_LETTERS_MIN;
            let from = words.windows(parts.len()).position(|it| alike(it, &parts)).filter(|_| long)?;
            Some((from, from + parts.len()))
        });
        let (from, to) = places.min_by_key(|it| (it.0, std::cmp::Reverse(it.1)))?;
        Some(Mention { service: service.id.clone(), from, to })
    });
    found.collect()
}

/// The same words, the last of them with any ending: "tandläkaren", "röntgenbilden".
fn alike(said: &[&str], name: &[&str]) -> bool {
    let last = name.len() - 1;
    said[..last] == name[..last] && said[last].starts_with(name[last])
}

/// The names in "Elsa, Otto och Alva Berg": a family name at the end is everybody's.
pub(crate) fn names(text: &str) -> Vec<String> {
    let plain = text.trim().trim_end_matches(['.', '!']).replace(['&', '+', ';', '\n', '/'], ",");
    let joined = [" och ", " and ", " samt ", " with ", " med "]
        .iter()
        .fold(format!(" {plain} "), |text, joint| text.replace(joint, ","));
    let each: Vec<String> = joined
        .split(',')
        .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|it| !it.is_empty())
        .collect();
    let family = each.last().and_then(|it| it.split_once(' ')).map(|it| it.1.to_owned());
    let whole = |name: String| match &family {
        Some(family) if !name.contains(' ') => format!("{name} {family}"),
        _ => name,
    };
    each.into_iter().map(whole).collect()
}
