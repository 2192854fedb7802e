//! Small words about the waiting list that the reader of intents has no name for: on it, off it, am I on it?
//!
//! Absent: understanding at large. That is `svara-language`.

/// What is wanted of the waiting list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// To be on it, or to have one's wish there changed.
    Join,
    /// To hear whether one is on it.
    Ask,
    /// To be taken off it.
    Leave,
}

/// The list by its names, as the beginnings of words.
const LISTS: [&str; 8] = [
    "väntelist",
    "väntlist",
    "kölista",
    "återbudslist",
    "waiting list",
    "waitlist",
    "wait list",
    "cancellation list",
];

const LEAVING: [&str; 22] = [
    "ta bort",
    "tag bort",
    "stryk",
    "plocka bort",
    "av från",
    "bort från",
    "ur ",
    "lämna",
    "strunta",
    "skippa",
    "glöm",
    "inte längre",
    "behöver inte",
    "vill inte",
    "remove",
    "take me off",
    "off the",
    "no longer",
    "leave the",
    "forget",
    "don't need",
    "don't want",
];

const ASKING: [&str; 10] = [
    "står jag",
    "är jag",
    "ligger jag",
    "finns jag",
    "står vi",
    "har ni mig",
    "am i",
    "are we",
    "do you have me",
    "still on",
];

/// "Tell me if something frees up", said without naming the list. Only with an earlier time in mind.
const TELL_ME: [&str; 30] = [
    "hör av",
    "hör gärna av",
    "säg till",
    "säg gärna till",
    "meddela",
    "messa",
    "skriv om",
    "skriv till mig",
    "ring mig om",
    "återbud",
    "lämnar återbud",
    "avbokar",
    "avbokad",
    "blir ledig",
    "öppnar sig",
    "dyker upp",
    "let me know",
    "text me",
    "tell me",
    "call me if",
    "notify",
    "cancels",
    "cancellation",
    "comes up",
    "opens up",
    "frees up",
    "becomes available",
    "short notice",
    "standby",
    "keep me in mind",
];

/// What a message wants of the list; `earlier`: it was read as a wish for an earlier time.
pub(crate) fn wants(text: &str, earlier: bool) -> Option<Wants> {
    let said = text.to_lowercase().replace('’', "'");
    let says = |phrases: &[&str]| phrases.iter().any(|it| said.contains(it));
    if !says(&LISTS) {
        return (earlier && says(&TELL_ME)).then_some(Wants::Join);
    }
    Some(match () {
        () if says(&LEAVING) => Wants::Leave,
        () if says(&ASKING) => Wants::Ask,
        () => Wants::Join,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_asked_for_joined_and_left_in_many_words() {
        for (text, earlier, wanted) in [
            ("Sätt upp mig på väntelistan", false, Some(Wants::Join)),
            ("väntelista tack", false, Some(Wants::Join)),
            ("kan jag stå på återbudslista", true, Some(Wants::Join)),
            ("hör av er om något blir ledigt tidigare", true, Some(Wants::Join)),
            ("hör av er om något blir ledigt tidigare", false, None),
            ("finns det något tidigare?", true, None),
            ("Står jag på väntelistan?", false, Some(Wants::Ask)),
            ("am I still on the waiting list?", false, Some(Wants::Ask)),
            ("ta bort mig från väntelistan", false, Some(Wants::Leave)),
            ("strunta i väntelistan", false, Some(Wants::Leave)),
            ("please take me off the waitlist", false, Some(Wants::Leave)),
            ("put me on the waiting list please", false, Some(Wants::Join)),
            ("let me know if an earlier slot opens up", true, Some(Wants::Join)),
            ("is there anything sooner?", true, None),
            ("boka tid på torsdag", false, None),
        ] {
            assert_eq!(wants(text, earlier), wanted, "{text}");
        }
    }
}
