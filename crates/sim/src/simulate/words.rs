//! What the simulated patients write: their own words, in two languages, with mistakes. Absent: what is answered.

use super::chance::Chance;

/// What somebody wants when they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Book,
    Move,
    Cancel,
    Ask,
    Mine,
    Human,
    Emergency,
    Stop,
    Start,
    Confirm,
    Thanks,
    Gibberish,
}

/// Swedish, then English.
type Both = [&'static [&'static str]; 2];

const BOOK: Both = [
    &[
        "Hej, jag behöver en tid så snart som möjligt",
        "Hej! Jag vill boka en undersökning",
        "har ni nån tid på torsdag?",
        "Kan jag få en tid nästa vecka, helst på förmiddagen",
        "Boka tandhygienist tack",
        "jag vill boka en tid imorgon eftermiddag",
        "Min dotter behöver en tid",
    ],
    &[
        "Hi, I need an appointment this week",
        "Can I book a check-up please",
        "Do you have anything on Thursday afternoon?",
        "I'd like to see the hygienist next week",
        "I need an appointment for my son",
    ],
];
const MOVE: Both = [
    &[
        "Jag behöver flytta min tid",
        "kan jag ändra min bokning till nästa vecka?",
        "Hinner inte, kan vi flytta?",
    ],
    &["I need to move my appointment", "Could I reschedule to next week?", "can we change my time"],
];
const CANCEL: Both = [
    &["Jag vill avboka min tid", "Tyvärr måste jag ställa in", "avboka"],
    &["I want to cancel my appointment", "cancel please", "Sorry, I have to cancel"],
];
const ASK: Both = [
    &["Vad kostar en undersökning?", "Var kan jag parkera?", "När har ni öppet?", "Vad är adressen?"],
    &["How much is a check-up?", "Where can I park?", "What are your opening hours?", "What's the address?"],
];
const MINE: Both =
    [&["När har jag tid?", "Vilka tider har jag?"], &["When is my appointment?", "What have I booked?"]];
const HUMAN: Both = [
    &["Jag vill prata med en människa", "personal", "Kan någon ringa mig?"],
    &["I want to talk to a person", "staff", "Can a human help me?"],
];
const EMERGENCY: Both = [
    &["Jag blöder jättemycket och det slutar inte", "Jag kan inte andas"],
    &["I'm bleeding heavily and it won't stop", "I can't breathe"],
];
const STOP: Both = [&["STOPP", "sluta skicka påminnelser"], &["STOP", "unsubscribe"]];
const START: Both = [&["START"], &["START"]];
const CONFIRM: Both = [&["Ja", "ja jag kommer", "Jajamän"], &["Yes", "yes I'll be there"]];
const THANKS: Both = [&["Tack!", "tack så mycket"], &["Thanks!", "thank you"]];
const GIBBERISH: [&str; 6] = ["asdf qwer", "???", "🙂", "12", "blå elefant cykel", "\u{202e}hej"];
const CHOICES: Both = [
    &[
        "den andra",
        "torsdag går bra",
        "den första",
        "10",
        "tidigare",
        "senare på dagen",
        "nej ingen av dem",
        "ja tack",
    ],
    &[
        "the second one",
        "Thursday works",
        "the first",
        "10",
        "earlier",
        "later that day",
        "none of these",
        "yes please",
    ],
];
const NAMES: [&str; 8] = [
    "Nora Newcomer",
    "Kim Exempel",
    "Alva Påhitt",
    "Noel Fiktiv",
    "Jag heter Ines Dikt",
    "My name is Theo Invented",
    "Vega Saga Saknad",
    "Love",
];

/// Words for a wish.
pub(super) fn wish(chance: &mut Chance, wish: Wish, english: bool) -> String {
    let both: Both = match wish {
        Wish::Book => BOOK,
        Wish::Move => MOVE,
        Wish::Cancel => CANCEL,
        Wish::Ask => ASK,
        Wish::Mine => MINE,
        Wish::Human => HUMAN,
        Wish::Emergency => EMERGENCY,
        Wish::Stop => STOP,
        Wish::Start => START,
        Wish::Confirm => CONFIRM,
        Wish::Thanks => THANKS,
        Wish::Gibberish => return (*chance.pick(&GIBBERISH)).to_owned(),
    };
    let words = *chance.pick(both[usize::from(english)]);
    let exact = matches!(wish, Wish::Stop | Wish::Start | Wish::Emergency | Wish::Human);
    if !exact && chance.percent(12) { mistyped(chance, words) } else { words.to_owned() }
}

/// Words for a choice among times.
pub(super) fn choice(chance: &mut Chance, english: bool) -> String {
    (*chance.pick(CHOICES[usize::from(english)])).to_owned()
}

/// A newcomer's name.
pub(super) fn name(chance: &mut Chance) -> String {
    (*chance.pick(&NAMES)).to_owned()
}

/// A greeting that is followed by more.
pub(super) fn in_pieces(english: bool) -> [&'static str; 3] {
    if english { ["Hi", "I'd like to book", "on Thursday"] } else { ["Hej", "jag vill boka", "på torsdag"] }
}

/// One letter swapped, dropped or doubled.
fn mistyped(chance: &mut Chance, words: &str) -> String {
    let mut letters: Vec<char> = words.chars().collect();
    let at = chance.below(letters.len().saturating_sub(1));
    match chance.below(3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}
