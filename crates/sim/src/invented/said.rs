//! What invented patients write: sentences by occasion and language, with a place for the wish.

use super::chance::Chance;
use super::goal::{Aim, Goal, Tongue};
use super::wish::day_name;
use jiff::Zoned;

/// Fills in a sentence.
fn filled(sentence: &str, wish: &str, visit: &str) -> String {
    sentence.replace("{wish}", wish).replace("{visit}", visit)
}

/// The first message: what they want, when, and by the way which visit it is about.
pub fn opening(goal: &Goal, visit: Option<&Zoned>, chance: &mut Chance) -> String {
    let visit = visit.map_or_else(String::new, |it| match goal.tongue {
        Tongue::Swedish => format!("på {}", day_name(it, goal.tongue)),
        Tongue::English => format!("on {}", day_name(it, goal.tongue)),
    });
    let wish = goal.wish.said(goal.tongue, chance);
    filled(chance.pick(openings(goal.aim, goal.tongue)), &wish, &visit)
}

fn openings(aim: Aim, tongue: Tongue) -> &'static [&'static str] {
    match (aim, tongue) {
        (Aim::Book | Aim::BookThenChange | Aim::BookThenOldButton | Aim::BookAsNewcomer, Tongue::Swedish) => {
            &BOOK_SWEDISH
        }
        (Aim::Book | Aim::BookThenChange | Aim::BookThenOldButton | Aim::BookAsNewcomer, Tongue::English) => {
            &BOOK_ENGLISH
        }
        (Aim::BookHygienist, Tongue::Swedish) => &BOOK_HYGIENIST_SWEDISH,
        (Aim::BookHygienist, Tongue::English) => &BOOK_HYGIENIST_ENGLISH,
        (Aim::BookForChild, Tongue::Swedish) => &BOOK_FOR_CHILD_SWEDISH,
        (Aim::BookForChild, Tongue::English) => &BOOK_FOR_CHILD_ENGLISH,
        (Aim::Move, Tongue::Swedish) => &MOVE_SWEDISH,
        (Aim::Move, Tongue::English) => &MOVE_ENGLISH,
        (Aim::Cancel | Aim::CancelThenKeep, Tongue::Swedish) => &CANCEL_SWEDISH,
        (Aim::Cancel | Aim::CancelThenKeep, Tongue::English) => &CANCEL_ENGLISH,
        (Aim::CancelAndBook, Tongue::Swedish) => &CANCEL_AND_BOOK_SWEDISH,
        (Aim::CancelAndBook, Tongue::English) => &CANCEL_AND_BOOK_ENGLISH,
        (Aim::WhenIsIt, Tongue::Swedish) => &WHEN_IS_IT_SWEDISH,
        (Aim::WhenIsIt, Tongue::English) => &WHEN_IS_IT_ENGLISH,
        (Aim::Ask, _) => &ASK_ANY,
        (Aim::Confirm, Tongue::Swedish) => &CONFIRM_SWEDISH,
        (Aim::Confirm, Tongue::English) => &CONFIRM_ENGLISH,
    }
}

const BOOK_SWEDISH: [&str; 12] = [
    "Hej! Skulle behöva en tid {wish}",
    "har ni nåt ledigt {wish}?",
    "Hej, jag vill boka in mig {wish} om det går",
    "går det att få komma {wish}?",
    "Tjena, nån chans att få en tid {wish}?",
    "Det var länge sen jag var hos er, kan jag få en koll {wish}?",
    "hej hej! jag undrar om jag kan få en tid {wish}",
    "Dags för kontroll igen, gärna {wish}",
    "vill boka tid {wish}",
    "Kan ni klämma in mig {wish}?",
    "Jag skulle vilja beställa tid {wish}",
    "God morgon, finns det någon tid hos tandläkaren {wish}?",
];
const BOOK_ENGLISH: [&str; 9] = [
    "Hi, could I come in {wish}?",
    "I'd like to see the dentist {wish}",
    "any chance of an appointment {wish}?",
    "hey do you have anything {wish}?",
    "Need a check-up {wish} please",
    "Can you fit me in {wish}?",
    "It's been a while, I'd like a checkup {wish}",
    "hello! I was wondering whether I could get a slot {wish}. Thanks",
    "book me in {wish}",
];
const BOOK_HYGIENIST_SWEDISH: [&str; 5] = [
    "Hej, jag vill till tandhygienisten {wish}",
    "tid hos hygienisten {wish}?",
    "Behöver få bort tandsten, går det {wish}?",
    "Kan jag få en tid hos Samir Haddad {wish}?",
    "Skulle vilja boka tandhygienist {wish}",
];
const BOOK_HYGIENIST_ENGLISH: [&str; 4] = [
    "I'd like a cleaning {wish}",
    "Can I see the hygienist {wish}?",
    "appointment with Samir Haddad {wish} please",
    "Do you have time for a dental cleaning {wish}?",
];
const BOOK_FOR_CHILD_SWEDISH: [&str; 4] = [
    "Hej! Min dotter Alva behöver en tid {wish}",
    "Jag vill boka tid till min dotter {wish}",
    "kan min dotter få komma {wish}?",
    "Boka en tid åt min dotter Alva {wish} tack",
];
const BOOK_FOR_CHILD_ENGLISH: [&str; 3] = [
    "Hi! My daughter Alva needs an appointment {wish}",
    "I'd like to book for my daughter {wish}",
    "can my daughter come in {wish}?",
];
const MOVE_SWEDISH: [&str; 6] = [
    "Jag måste flytta min tid, går det {wish}?",
    "kan inte komma {visit}, kan vi ta det {wish} istället?",
    "Hej, har fått förhinder {visit}. Finns det nåt {wish}?",
    "behöver byta dag, helst {wish}",
    "Vill ändra min bokade tid till {wish}",
    "Går det att flytta tiden {visit} till {wish}?",
];
const MOVE_ENGLISH: [&str; 5] = [
    "I need to move my appointment, would {wish} work?",
    "I can't make it {visit}, could we do {wish} instead?",
    "Can I reschedule to {wish}?",
    "Something came up {visit}. Do you have anything {wish}?",
    "please change my appointment to {wish}",
];
const CANCEL_SWEDISH: [&str; 7] = [
    "Jag behöver avboka min tid",
    "hej kan tyvärr inte komma {visit}, vill avboka",
    "Avboka tiden {visit} tack",
    "Stryk min tid {visit}",
    "Kan ni ta bort min bokning?",
    "jag måste ställa in besöket",
    "Hej! Vill avbeställa min tid {visit}",
];
const CANCEL_ENGLISH: [&str; 5] = [
    "I need to cancel my appointment",
    "hi, I can't come {visit}, please cancel",
    "Please cancel {visit}",
    "could you take me off the list {visit}? I have to cancel",
    "cancel my booking please",
];
const CANCEL_AND_BOOK_SWEDISH: [&str; 3] = [
    "Avboka {visit} och boka en ny tid {wish}",
    "Jag vill avboka min tid och ta en ny {wish} istället",
    "kan ni ta bort tiden {visit} och ge mig en ny {wish}?",
];
const CANCEL_AND_BOOK_ENGLISH: [&str; 2] =
    ["Cancel {visit} and book a new one {wish}", "Please cancel my appointment and give me a new one {wish}"];
const WHEN_IS_IT_SWEDISH: [&str; 4] = [
    "När är det jag ska komma?",
    "vilken tid hade jag nu igen?",
    "Hej! Minns inte när min tid är, kan du kolla?",
    "har jag nån tid bokad hos er?",
];
const WHEN_IS_IT_ENGLISH: [&str; 3] = [
    "When is my appointment?",
    "what time was I booked for again?",
    "hi, do I have anything booked with you?",
];
const ASK_ANY: [&str; 1] = ["{wish}"];
const CONFIRM_SWEDISH: [&str; 7] =
    ["ja", "Ja jag kommer", "japp, vi ses!", "Absolut", "det blir bra", "jadå kommer", "👍"];
const CONFIRM_ENGLISH: [&str; 5] = ["yes", "Yes I'll be there", "yep, see you then", "sure thing", "👍"];

/// The wish once more, in the middle of things.
pub fn wish_again(goal: &Goal, chance: &mut Chance) -> String {
    let wish = goal.wish.said(goal.tongue, chance);
    let sentence = match goal.tongue {
        Tongue::Swedish => chance.pick(&[
            "Nej, jag skulle vilja ha {wish}",
            "passar inte riktigt, jag menade {wish}",
            "{wish} sa jag, finns det nåt då?",
            "hellre {wish}",
        ]),
        Tongue::English => chance.pick(&[
            "No, I'd like {wish}",
            "those don't work, I meant {wish}",
            "rather {wish}",
            "is there anything {wish}?",
        ]),
    };
    filled(sentence, &wish, "")
}

/// When only the day is asked for.
pub fn when(goal: &Goal, chance: &mut Chance) -> String {
    goal.wish.said(goal.tongue, chance)
}

/// A second thought after a booking.
pub fn second_thought(goal: &Goal, chance: &mut Chance) -> String {
    let wish = goal.other.said(goal.tongue, chance);
    let sentence = match goal.tongue {
        Tongue::Swedish => chance.pick(&[
            "Nej vänta, kan jag få {wish} istället?",
            "förlåt, det går inte då. {wish} vore bättre",
            "hoppsan, jag kan ju inte då. Går det att flytta till {wish}?",
            "ändra den till {wish} tack",
        ]),
        Tongue::English => chance.pick(&[
            "Wait, could I have {wish} instead?",
            "sorry, that doesn't work after all. Could we move it to {wish}?",
            "actually {wish} would be better, can you change it?",
        ]),
    };
    filled(sentence, &wish, "")
}

/// A choice in words: by number, by day or by the clock, whichever says it clearly.
pub fn choosing(index: usize, slots: &[Zoned], tongue: Tongue, chance: &mut Chance) -> String {
    let at = &slots[index];
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    let alone = |same: &dyn Fn(&Zoned) -> bool| slots.iter().filter(|it| same(it)).count() == 1;
    let one_clock = alone(&|it| it.time() == at.time());
    let one_day = alone(&|it| it.weekday() == at.weekday());
    let day = day_name(at, tongue);
    let swedish = tongue == Tongue::Swedish;
    match chance.below(5) {
        0 if one_clock && swedish => format!("{clock} blir bra"),
        0 if one_clock => format!("{clock} works for me"),
        1 if one_day && swedish => format!("jag tar {day}"),
        1 if one_day => format!("{day} please"),
        2 if swedish => format!("{day} {clock}"),
        2 => format!("{day} at {clock}"),
        3 => (index + 1).to_string(),
        _ if swedish => {
            ["den första", "den andra tack", "den tredje", "den fjärde", "den femte"][index.min(4)].to_owned()
        }
        _ => ["the first one", "the second one please", "the third", "the fourth", "the fifth"][index.min(4)]
            .to_owned(),
    }
}

/// Yes, and no.
pub fn yes(tongue: Tongue, chance: &mut Chance) -> String {
    match tongue {
        Tongue::Swedish => {
            chance.pick(&["ja", "Ja tack", "japp", "ja gör det", "stämmer", "ja det vill jag"]).to_owned()
        }
        Tongue::English => chance.pick(&["yes", "Yes please", "yep", "yeah do that", "correct"]).to_owned(),
    }
}

/// It stays as it is.
pub fn keep(tongue: Tongue, chance: &mut Chance) -> String {
    match tongue {
        Tongue::Swedish => chance
            .pick(&["nej, jag behåller den", "nej vänta, låt den vara", "äsch, jag kommer ändå", "nej"])
            .to_owned(),
        Tongue::English => chance
            .pick(&["no, keep it", "actually leave it, I'll come", "no wait, I'll keep it", "no"])
            .to_owned(),
    }
}

/// Nothing more, thank you.
pub fn enough(tongue: Tongue, chance: &mut Chance) -> String {
    match tongue {
        Tongue::Swedish => chance.pick(&["nej tack", "nej det är bra så", "inte just nu, tack"]).to_owned(),
        Tongue::English => chance.pick(&["no thanks", "no that's all", "not right now, thanks"]).to_owned(),
    }
}

/// Call it off rather than move it.
pub fn call_off(tongue: Tongue, chance: &mut Chance) -> String {
    match tongue {
        Tongue::Swedish => chance.pick(&["avboka", "avboka den tack", "ta bort den"]).to_owned(),
        Tongue::English => chance.pick(&["cancel", "cancel it please", "just cancel"]).to_owned(),
    }
}

/// A new time rather than none.
pub fn another(goal: &Goal, chance: &mut Chance) -> String {
    let wish = goal.wish.said(goal.tongue, chance);
    match goal.tongue {
        Tongue::Swedish => format!("ny tid, gärna {wish}"),
        Tongue::English => format!("a new time, preferably {wish}"),
    }
}

/// A name, as people give it when asked.
pub fn name(name: &str, child: bool, tongue: Tongue, chance: &mut Chance) -> String {
    match (tongue, child, chance.below(3)) {
        (Tongue::Swedish, false, 0) => format!("Jag heter {name}"),
        (Tongue::Swedish, true, 0) => format!("Hon heter {name}"),
        (Tongue::English, false, 0) => format!("My name is {name}"),
        (Tongue::English, true, 0) => format!("Her name is {name}"),
        _ => name.to_owned(),
    }
}

/// A question with an answer: how it is put, and what must stand in the answer, in each language.
pub struct Fact {
    swedish: &'static [&'static str],
    english: &'static [&'static str],
    answers: [&'static str; 2],
}

impl Fact {
    /// One way to put it.
    pub fn put(&self, tongue: Tongue, chance: &mut Chance) -> String {
        match tongue {
            Tongue::Swedish => chance.pick(self.swedish).to_owned(),
            Tongue::English => chance.pick(self.english).to_owned(),
        }
    }

    /// Whether an answer holds it.
    pub fn met(&self, answer: &str) -> bool {
        self.answers.iter().any(|it| answer.contains(it))
    }
}

/// What the clinic can answer.
pub const FACTS: [Fact; 10] = [
    Fact {
        swedish: &[
            "Finns det parkering hos er?",
            "var ställer man bilen?",
            "går det att parkera i närheten?",
        ],
        english: &["Is there parking nearby?", "where can I leave the car?"],
        answers: ["bakom huset", "behind the building"],
    },
    Fact {
        swedish: &[
            "Vad kostar en undersökning?",
            "hur mycket tar ni för en vanlig kontroll?",
            "priset på undersökning?",
        ],
        english: &["How much is a check-up?", "what do you charge for an exam?"],
        answers: ["950", "950"],
    },
    Fact {
        swedish: &["vad kostar tandhygienisten?", "Vad går det på att gå till hygienisten?"],
        english: &["how much is the hygienist?", "What does a cleaning cost?"],
        answers: ["1050", "1050"],
    },
    Fact {
        swedish: &["Var ligger ni?", "vad är adressen?", "hur hittar jag till er?"],
        english: &["Where are you located?", "what's your address?"],
        answers: ["Storgatan 12", "Storgatan 12"],
    },
    Fact {
        swedish: &["Tar ni Swish?", "hur betalar man?", "kan jag betala med kort?"],
        english: &["Do you take cards?", "how do I pay?"],
        answers: ["Swish", "Swish"],
    },
    Fact {
        swedish: &["Hur förbereder jag mig inför röntgen?", "ska jag tänka på något före röntgen?"],
        english: &["How do I prepare for the X-ray?", "anything I should do before an x-ray?"],
        answers: ["smycken", "jewellery"],
    },
    Fact {
        swedish: &["finns det nåt för barnen att leka med hos er?", "Har ni lekhörna?"],
        english: &["is there somewhere for kids to play?", "Do you have toys for children?"],
        answers: ["lekhörna", "play corner"],
    },
    Fact {
        swedish: &["Vilka tider har ni öppet?", "när öppnar ni?", "öppettider?"],
        english: &["What are your opening hours?", "when are you open?"],
        answers: ["8-17", "8-17"],
    },
    Fact {
        swedish: &["Vilka jobbar hos er?", "vad heter tandläkarna hos er?"],
        english: &["Who works there?", "which dentists do you have?"],
        answers: ["Lindqvist", "Lindqvist"],
    },
    Fact {
        swedish: &["Hur sent kan man avboka?", "när måste jag senast avboka för att slippa betala?"],
        english: &["How late can I cancel?", "what's your cancellation policy?"],
        answers: ["24", "24"],
    },
];
