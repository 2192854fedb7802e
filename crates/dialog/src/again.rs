//! Nothing is said twice in the same words: a question asked again is put another way, and an answer given again says
//! that it is one.
//!
//! Absent: the ladder after a misunderstanding (`flows/unclear.rs`). The emergency text is the same every time.

use crate::effect::{Effect, Say};
use crate::memory::Memory;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::Language;

/// Rewords what the turn before this one said already, and remembers what is said now.
pub(crate) fn reword(memory: &mut Memory, effects: &mut Vec<Effect>, language: &Language) {
    let before = std::mem::take(&mut memory.said_before);
    let mut repeated = None;
    for (index, effect) in effects.iter_mut().enumerate() {
        let Effect::Say(say) = effect else { continue };
        for phrase in &mut say.phrases {
            let same = before.contains(&print(phrase, language));
            let asked = same || !is_offer(phrase.key()) && before.iter().any(|it| is(it, phrase.key()));
            match variant(phrase.key()).filter(|_| asked) {
                Some(other) => *phrase = phrase.clone().reworded(other),
                None if repeats(phrase.key()) && same => {
                    repeated.get_or_insert((index, phrase.key()));
                }
                None => {}
            }
            memory.said.push(print(phrase, language));
        }
    }
    memory.said_before = before;
    if let Some((index, key)) = repeated {
        if may_miss(key) {
            effects.insert(index + 1, Effect::Say(Say::plain(Phrase::new(Key::NotWhatYouMeant))));
        }
        effects.insert(index, Effect::Say(Say::plain(Phrase::new(Key::AsISaid))));
    }
}

/// A sentence's key with a fingerprint of its words (FNV-1a): enough to know it again, and no word of it is kept.
fn print(phrase: &Phrase, language: &Language) -> String {
    const SEED: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let words = phrases::render(phrase, language);
    let hash = words.bytes().fold(SEED, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{}#{hash:016x}", phrase.key().as_str())
}

fn is(print: &str, key: Key) -> bool {
    print.split('#').next() == Some(key.as_str())
}

/// Offers name service and practitioner: only the very same one is put another way.
fn is_offer(key: Key) -> bool {
    matches!(
        key,
        Key::OfferTimes
            | Key::OfferTimesWith
            | Key::OfferMove
            | Key::OfferOne
            | Key::OfferWider
            | Key::PlanOfferSeries
            | Key::PlanOfferTogether
            | Key::PlanOfferSideBySide
            | Key::PlanOfferCombined
    )
}

/// The same thing in other words.
fn variant(key: Key) -> Option<Key> {
    Some(match key {
        Key::HowCanIHelp | Key::StartAfresh | Key::NothingToUndo | Key::NothingUnderWay => {
            Key::HowCanIHelpAgain
        }
        Key::BackToOffer => Key::BackToOfferAgain,
        Key::AskWhichSlot => Key::AskWhichSlotAgain,
        Key::AskWhom => Key::AskWhomRepeat,
        Key::AskWhomAgain => Key::AskWhomStill,
        Key::AskWhichMove | Key::AskWhichCancel | Key::AskWhich => Key::AskWhichRepeat,
        Key::AskCancel => Key::AskCancelAgain,
        Key::MoveOrCancel => Key::MoveOrCancelAgain,
        Key::MoveOrCancelAgain => Key::MoveOrCancel,
        Key::AskSwap => Key::AskSwapAgain,
        Key::AskToBook => Key::AskToBookAgain,
        Key::AskWhenVague => Key::AskWhenAgain,
        Key::BackToName => Key::BackToNameAgain,
        Key::BackToNameSomeone => Key::BackToNameSomeoneAgain,
        Key::AskNameAgain => Key::AskLastNameAgain,
        Key::OfferTimes | Key::OfferTimesWith | Key::OfferMove => Key::OfferAgain,
        Key::AbsentTimes => Key::OfferAgain,
        Key::PlanAskNames => Key::PlanAskNamesAgain,
        Key::PlanAskName => Key::PlanAskNameAgain,
        Key::PlanAskNamesAgain | Key::PlanAskNameAgain => Key::PlanAskNamesStill,
        Key::PlanNothing => Key::PlanNothingMore,
        Key::PlanOfferSeries | Key::PlanOfferTogether | Key::PlanOfferSideBySide | Key::PlanOfferCombined => {
            Key::PlanOfferAgain
        }
        Key::WaitAsk => Key::WaitAskAgain,
        Key::WaitAskName => Key::WaitAskNameAgain,
        Key::OfferAgain => Key::OfferAgainMore,
        Key::OfferOne | Key::OfferMoveOne => Key::OfferOneAgain,
        Key::OfferWider => Key::OfferWiderAgain,
        Key::OldButton => Key::OldButtonAgain,
        Key::NotUnderstood => Key::NotUnderstoodAgain,
        Key::NotUnderstoodHere => Key::NotUnderstoodHereAgain,
        Key::Unreadable => Key::UnreadableAgain,
        Key::LocationReceived | Key::ContactReceived => Key::ReceivedAgain,
        Key::Thanks => Key::ThanksAgain,
        Key::Goodbye => Key::GoodbyeAgain,
        Key::Okay | Key::StartOver => Key::OkayAgain,
        Key::Kept => Key::KeptAgain,
        Key::Confirmed => Key::ConfirmedAlready,
        Key::Symptom => Key::SymptomAgain,
        Key::Praise => Key::PraiseAgain,
        Key::RunningLate => Key::RunningLateAgain,
        Key::OptedOut => Key::OptedOutAlready,
        Key::OptedIn => Key::OptedInAlready,
        Key::HandOverMedical | Key::HandOverMedia | Key::HandOverNoAnswer => Key::PassedOnAlready,
        Key::NoneEarlierThan => Key::NoneEarlierStill,
        _ => return None,
    })
}

/// Sentences that say again what was said: they keep their words and admit it.
fn repeats(key: Key) -> bool {
    may_miss(key)
        || matches!(
            key,
            Key::AlreadyBooked
                | Key::AlreadyCancelled
                | Key::VisitGone
                | Key::LanguageSet
                | Key::LanguageOnly
                | Key::NothingEarlier
                | Key::OneAppointment
                | Key::OneAppointmentFor
                | Key::ManyAppointments
                | Key::ManyAppointmentsFor
        )
}

/// Whoever asks the same again may have wanted another answer.
fn may_miss(key: Key) -> bool {
    matches!(
        key,
        Key::AnswerHours
            | Key::AnswerAddress
            | Key::AnswerPrice
            | Key::AnswerPrices
            | Key::AnswerPreparation
            | Key::AnswerServices
            | Key::AnswerPractitioners
            | Key::AnswerContact
            | Key::AnswerCancellation
            | Key::AnswerRaw
    )
}
