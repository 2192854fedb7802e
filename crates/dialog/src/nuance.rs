//! Small words that decide what a "no" or a short answer means here: drop it, keep it, earlier, later, another
//! language, or no name at all. They add to a reading; they never overrule a request that stands on its own feet.
//!
//! Absent: understanding at large. That is `svara-language`.

use svara_language::Reading;
use svara_model::Language;

/// Ways to say that it shall be left as it is. Matched as whole words in a row, folded to lower case.
const WITHDRAWALS: [&str; 38] = [
    "glöm det",
    "strunta i det",
    "strunt i det",
    "struntar i det",
    "skit i det",
    "skippa det",
    "låt vara",
    "låt det vara",
    "behåll den",
    "behåll tiden",
    "behåller den",
    "behåller tiden",
    "behåller den jag har",
    "behåller min tid",
    "hör av mig",
    "återkommer",
    "ångrade mig",
    "ångrar mig",
    "vill inte boka",
    "ingen tid alls",
    "inget alls",
    "never mind",
    "nevermind",
    "forget it",
    "forget about it",
    "leave it",
    "keep it",
    "keep the one i have",
    "keep my time",
    "keep my appointment",
    "keep the time",
    "changed my mind",
    "get back to you",
    "don't bother",
    "dont bother",
    "not right now",
    "i'll think about it",
    "let me think about it",
];

const EARLIER: [&str; 6] = ["tidigare", "närmare", "earlier", "sooner", "before that", "innan dess"];
const LATER: [&str; 4] = ["senare", "later", "längre fram", "further ahead"];

/// Small words that people write where a name is asked for. Several of them in a row are no name; one of them beside
/// a name may be part of it ("Jo Marsh").
const SMALL_WORDS: [&str; 48] = [
    "ja", "jo", "japp", "jepp", "nej", "nä", "ok", "okej", "oki", "tack", "tackar", "hej", "hejsan", "hallå",
    "mig", "mej", "jag", "själv", "min", "mitt", "mina", "son", "dotter", "barn", "barnet", "man", "fru",
    "mamma", "pappa", "yes", "yep", "no", "nope", "okay", "thanks", "thank", "you", "please", "hi", "hello",
    "me", "myself", "my", "daughter", "child", "kid", "for", "who",
];

/// Words that make a sentence of what surrounds them.
const SENTENCE_WORDS: [&str; 20] = [
    "varför", "vad", "vem", "vilken", "hur", "vill", "inte", "ska", "kan", "tid", "boka", "det", "är", "why",
    "what", "how", "not", "the", "want", "can",
];

/// What patients call the languages that the desk writes; our neighbours read Swedish.
const LANGUAGES: [(&str, &str); 7] = [
    ("svenska", "sv"),
    ("swedish", "sv"),
    ("norska", "sv"),
    ("danska", "sv"),
    ("engelska", "en"),
    ("english", "en"),
    ("inglish", "en"),
];

/// Whether a message takes the whole matter back. A wish for another time in the same breath is no withdrawal.
pub(crate) fn withdraws(text: &str, reading: &Reading) -> bool {
    reading.when.is_none() && reading.choice.is_none() && says(text, &WITHDRAWALS)
}

/// An earlier time than those on the table.
pub(crate) fn earlier(text: &str) -> bool {
    says(text, &EARLIER)
}

/// A later time than those on the table.
pub(crate) fn later(text: &str) -> bool {
    says(text, &LATER)
}

/// Whether words can be no name: small words only, or a sentence.
pub(crate) fn is_no_name(text: &str) -> bool {
    let words = words(text);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    words.iter().all(|it| is(&SMALL_WORDS, it)) || words.iter().any(|it| is(&SENTENCE_WORDS, it))
}

/// Whether a message is small words only.
pub(crate) fn is_small(text: &str) -> bool {
    words(text).iter().all(|it| SMALL_WORDS.contains(&it.as_str()))
}

/// The language that a message asks for, if it is one that the desk writes.
pub(crate) fn language(text: &str) -> Option<Language> {
    let words = words(text);
    let named = LANGUAGES.iter().find(|(name, _)| words.iter().any(|it| it == name))?;
    named.1.parse().ok()
}

/// Hard words that ask for nothing: answered calmly.
const INSULTS: [&str; 24] = [
    "idiot",
    "idioter",
    "idiotiskt",
    "dum",
    "dumma",
    "dumt",
    "korkad",
    "korkat",
    "jävla",
    "javla",
    "fan",
    "helvete",
    "värdelös",
    "värdelöst",
    "värdelösa",
    "skräp",
    "skitdålig",
    "fuck",
    "fucking",
    "stupid",
    "useless",
    "dumb",
    "shit",
    "crap",
];

/// Whether a message holds hard words.
pub(crate) fn insults(text: &str) -> bool {
    says(text, &INSULTS)
}

/// Hard words in so few others ask for nothing.
const INSULT_WORDS_MAX: usize = 5;

/// Whether a message is hard words and little else.
pub(crate) fn only_insults(text: &str) -> bool {
    words(text).len() <= INSULT_WORDS_MAX && insults(text)
}

/// Whether a question is about this very moment.
pub(crate) fn right_now(text: &str) -> bool {
    says(text, &["nu", "just nu", "fortfarande", "now", "right now", "currently", "still open"])
}

fn says(text: &str, phrases: &[&str]) -> bool {
    let said = format!(" {} ", words(text).join(" "));
    phrases.iter().any(|it| said.contains(&format!(" {it} ")))
}

pub(crate) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|it: char| !it.is_alphanumeric() && it != '\'')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        assert!(says("Nej, glöm det!", &WITHDRAWALS));
        assert!(says("no wait – keep it", &WITHDRAWALS));
        assert!(!says("glömde det", &WITHDRAWALS));
        assert!(earlier("finns det nåt tidigare?"));
        assert!(!earlier("tidigareläggning"));
    }

    #[test]
    fn a_yes_is_no_name() {
        for text in ["Ja", "ja tack!", "mig själv", "yes please", "min son", "det vill jag inte säga"] {
            assert!(is_no_name(text), "{text}");
        }
        for text in ["Jasmine", "Jo Marsh", "Kim Son", "Bo Ek", "Åsa Öberg"] {
            assert!(!is_no_name(text), "{text}");
        }
    }

    #[test]
    fn languages_go_by_many_names() {
        assert_eq!(language("kan vi ta det på engelska?"), Some(Language::english()));
        assert_eq!(language("svenska tack"), Some(Language::swedish()));
        assert_eq!(language("do you speak Arabic?"), None);
        assert_eq!(language("torsdag"), None);
    }
}
