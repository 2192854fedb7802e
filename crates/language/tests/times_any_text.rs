//! Reading times never fails: any text, in any language, gives times that fit the text and the horizon.

use jiff::{Span, Timestamp, Zoned};
use proptest::prelude::*;
use svara_language::times::{Times, read, read_within};
use svara_language::{Booked, Context, Expecting};

const LANGUAGES: [&str; 15] =
    ["sv", "en", "en-US", "de", "nb", "da", "nl", "fr", "es", "it", "pt", "fi", "pl", "ar", "xx"];

fn context(now: &str) -> Context {
    Context::at(now.parse::<Zoned>().expect("a time with its zone"))
}

fn check(text: &str, lang: &str, context: &Context) {
    let read = read(text, lang, context);
    fits(text, &read, context);
    let characters = text.chars().count();
    for range in [0..characters / 2, characters / 2..characters] {
        fits(text, &read_within(text, lang, context, range), context);
    }
}

/// What the contract promises of every reading.
fn fits(text: &str, read: &Times, context: &Context) {
    let characters: Vec<char> = text.chars().collect();
    for time in &read.expressions {
        assert!(time.start < time.end && time.end <= characters.len(), "{text:?}: {time:?}");
        let words: String = characters[time.start..time.end].iter().collect();
        assert_eq!(words, time.text, "{text:?}");
        assert!(time.span.from < time.span.to, "{text:?}: {time:?}");
    }
    let begin = context.now.timestamp();
    let end = context.now.checked_add(Span::new().days(90)).expect("within the calendar").timestamp();
    let whens = read.when.iter().chain(read.clauses.iter().filter_map(|clause| clause.when.as_ref()));
    for when in whens {
        let mut last: Option<Timestamp> = None;
        for window in &when.windows {
            assert!(window.from < window.to && window.from >= begin && window.to <= end, "{text:?}");
            assert!(last.is_none_or(|last| last < window.from), "{text:?}: sorted and disjoint");
            last = Some(window.to);
        }
    }
}

/// Words that mean something.
const WORDS: &str = "torsdag nästa vecka 43 kl halv tre inte eller och efter före till mellan om två veckor den 15:e mars \
    / - . : 12 3 2026 jul avboka flytta min tid nej utom next the of Friday week at half past from to \
    and not before 99999999999 0 31 februari udda i morgen um Uhr demain à las y media senare 's ' , ? \
    sista första dagen början tjugohundra pm 24:59 1/1/1 för sedan";

/// Words that mean something, in an order that means nothing.
fn salad() -> impl Strategy<Value = String> {
    let phrases = ["samma tid", "en timme", "i slutet av", "\n"];
    let words = prop::sample::select(WORDS.split(' ').chain(phrases).collect::<Vec<_>>());
    prop::collection::vec((words, prop::sample::select(vec![" ", "", " "])), 0..40)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

/// Characters that trip readers: zero-width, direction marks, combining marks, digits of other scripts.
fn odd_characters() -> impl Strategy<Value = String> {
    let characters = prop::sample::select(vec![
        'a', 'å', '\u{30a}', '\u{200b}', '\u{202e}', '\u{2066}', '٣', '۱', '９', 'ß', 'İ', 'ﬁ', '—', '’',
        '،', '\0', '\u{feff}', 'غ', '1', '2', ':', '.', '/', '-', ' ', '\n', '\t', '\u{a0}', '🦷', 'Σ',
        '\u{fe0f}',
    ]);
    prop::collection::vec(characters, 0..80).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_characters_read(text in any::<String>(), lang in prop::sample::select(LANGUAGES.to_vec())) {
        check(&text, lang, &context("2026-11-24T09:12:00+01:00[Europe/Stockholm]"));
    }

    #[test]
    fn odd_characters_read(text in odd_characters(), lang in prop::sample::select(LANGUAGES.to_vec())) {
        check(&text, lang, &context("2026-03-28T23:59:00+01:00[Europe/Stockholm]"));
    }

    #[test]
    fn words_in_any_order_read(text in salad(), lang in prop::sample::select(LANGUAGES.to_vec())) {
        let mut context = context("2026-10-24T00:00:00+02:00[Europe/Stockholm]");
        context.expecting = Some(Expecting::Date);
        let from = context.now.timestamp() + Span::new().hours(30);
        context.appointments.push(Booked { from, practitioner: "Dr Example".to_owned(), service: None });
        check(&text, lang, &context);
    }
}

#[test]
fn the_ends_of_the_calendar_read() {
    for now in
        ["0001-01-01T00:00:00+00:00[UTC]", "9998-12-31T23:59:00+00:00[UTC]", "1970-01-01T00:00:00+00:00[UTC]"]
    {
        for text in [
            "om 9999 år",
            "9999 years ago",
            "vecka 53",
            "nästa år",
            "påsk",
            "i fjol",
            "9999-12-31",
            "1/1/0001",
        ] {
            let context = Context::at(now.parse().expect("a time with its zone"));
            read(text, "sv", &context);
            read(text, "en", &context);
        }
    }
}
