//! How much each sentence says, and what is said instead where an open channel may not carry it
//! (`reference/trust.md`, L1; the policy itself stands in `svara-model`).
//!
//! Absent: the class of each sentence (`disclosure_table.rs`), and whether a message may go at all (`dispatch.rs`).

use crate::DeskError;
use crate::disclosure_table::of_key;
use crate::turn::Turn;
use svara_dialog::Say;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Assurance, Channel, Clinic, Contact, ContactId, Disclosure, HandoverReason, Language, Outgoing,
    PrivacyProfile, Purpose,
};
use svara_store::flags::{self, Flag};
use svara_store::{Tx, contacts, conversations};

/// What somebody may be told here.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    pub clinic: &'a Clinic,
    pub most: Disclosure,
    pub language: &'a Language,
    /// The page behind sign-in.
    pub link: Option<String>,
}

/// How well we know who writes: nobody, or somebody whose number we know and have no reason to doubt.
pub(crate) fn assurance(contact: &Contact, known_patients: usize, doubted: bool) -> Assurance {
    if doubted || (contact.patients.is_empty() && known_patients == 0) {
        Assurance::Unknown
    } else {
        Assurance::Recognised
    }
}

/// Whether nothing of anybody may be said there: we doubt whose address it is, or somebody behind it is protected.
pub(crate) async fn is_doubted(tx: &mut Tx, contact: &ContactId) -> Result<bool, DeskError> {
    let flags = flags::behind(tx, contact).await?;
    Ok(flags.contains(&Flag::Protected) || contacts::doubted(tx, contact).await?.is_some())
}

/// The most that may be said.
pub(crate) fn most(clinic: &Clinic, channel: Channel, reader: Assurance) -> Disclosure {
    clinic.privacy.profile.most(channel, reader)
}

/// How much an answer says.
pub(crate) fn of_said(said: &[Say]) -> Disclosure {
    said.iter().flat_map(|it| &it.phrases).map(|it| of_key(it.key())).max().unwrap_or(Disclosure::Public)
}

/// The answer in words that this reader may have here; what goes is said once to stand behind sign-in.
pub(crate) fn soften(said: Vec<Say>, reader: &Reader<'_>) -> Vec<Say> {
    let mut left_out = false;
    let mut kept = Vec::with_capacity(said.len());
    for say in said {
        let mut phrases = Vec::with_capacity(say.phrases.len());
        for phrase in say.phrases {
            let phrase =
                if reader.clinic.privacy.treatment_names { phrase } else { nameless(phrase, reader) };
            match softened(&phrase, reader) {
                Softened::AsItIs => phrases.push(phrase),
                Softened::Neutral(neutral) => phrases.push(neutral),
                Softened::Neutrally(neutral) => {
                    phrases.push(neutral);
                    left_out = true;
                }
                Softened::Unsaid => left_out = true,
            }
        }
        kept.push(Say { phrases, choice: say.choice });
    }
    if left_out {
        let key = if kept.iter().all(|it| it.phrases.is_empty()) { Key::SecureOnly } else { Key::SecureMore };
        let more = reader.link.as_ref().map(|link| Phrase::new(key).with("link", link.clone()));
        if let (Some(last), Some(more)) = (kept.last_mut(), more) {
            last.phrases.push(more);
        }
    }
    kept
}

enum Softened {
    AsItIs,
    /// Says the same of the patient, in fewer words.
    Neutral(Phrase),
    /// Leaves something out that stands behind sign-in.
    Neutrally(Phrase),
    Unsaid,
}

fn softened(phrase: &Phrase, reader: &Reader<'_>) -> Softened {
    use Softened::{AsItIs, Neutral, Neutrally, Unsaid};
    let open_net = reader.clinic.privacy.profile == PrivacyProfile::SeOpenNet;
    let with = |key: Key, names: &[&'static str]| {
        names.iter().fold(Phrase::new(key).with("clinic", reader.clinic.name.clone()), |it, name| {
            it.with(name, phrase.text(name).unwrap_or_default())
        })
    };
    // What kind of visit somebody looks for tells of their health: an open network hears of free times only.
    if open_net {
        match phrase.key() {
            Key::OfferTimes | Key::OfferTimesWith | Key::OfferWider | Key::OfferWiderAgain => {
                return Neutral(with(Key::SecureOffer, &[]));
            }
            Key::OfferOne => return Neutral(with(Key::SecureOfferOne, &[])),
            Key::NothingAway => return Neutral(with(Key::NothingClosed, &[])),
            Key::Greeting => return Neutral(with(Key::GreetingPlain, &[])),
            _ => {}
        }
    }
    if of_key(phrase.key()) <= reader.most {
        return AsItIs;
    }
    if reader.most < Disclosure::Reminder {
        return Unsaid;
    }
    match phrase.key() {
        Key::Greeting => Neutral(with(Key::GreetingPlain, &[])),
        Key::Booked | Key::BookedFor => Neutrally(with(Key::SecureBooked, &["when"])),
        Key::Moved => Neutrally(with(Key::SecureMoved, &["when"])),
        Key::Cancelled | Key::CancelledRebook => Neutral(with(Key::SecureCancelled, &["when"])),
        Key::AskCancel | Key::AskCancelAgain => Neutral(with(Key::SecureAskCancel, &["when"])),
        Key::Kept | Key::KeptAgain => Neutral(with(Key::SecureKept, &["when"])),
        Key::Confirmed | Key::ConfirmedAlready => Neutral(with(Key::SecureConfirmed, &["when"])),
        Key::AlreadyBooked => Neutrally(with(Key::SecureAlready, &["when"])),
        _ => Unsaid,
    }
}

/// The sentence with each kind of visit called "a visit".
fn nameless(phrase: Phrase, reader: &Reader<'_>) -> Phrase {
    if of_key(phrase.key()) < Disclosure::Personal {
        return phrase;
    }
    let neutral = phrases::render(&Phrase::new(Key::NeutralVisit), reader.language);
    let names: Vec<&str> =
        reader.clinic.services.iter().map(|it| reader.clinic.text(&it.name, reader.language)).collect();
    phrase.map_texts(|text| names.iter().fold(text.to_owned(), |text, name| text.replace(name, &neutral)))
}

/// A message without the second lines of its list: they name practitioners.
pub(crate) fn without_names(content: Outgoing) -> Outgoing {
    match content {
        Outgoing::List { body, open, rows } => {
            let rows = rows.into_iter().map(|it| svara_model::Row { description: None, ..it }).collect();
            Outgoing::List { body, open, rows }
        }
        other => other,
    }
}

/// How much a text says by the names in it, whatever it was classed as: the last look before it leaves, and the
/// first when somebody writes one.
pub(crate) fn of_text(text: &str, clinic: &Clinic, contact: Option<&Contact>) -> (Disclosure, Vec<String>) {
    let text = text.to_lowercase();
    let has = |name: &str| !name.trim().is_empty() && text.contains(&name.to_lowercase());
    let services = clinic.services.iter().flat_map(|it| it.name.values().chain(it.also.values().flatten()));
    let people = clinic.practitioners.iter().flat_map(|it| it.role.values().chain([&it.name]));
    let patients = contact.into_iter().flat_map(|it| &it.patients).map(|it| &it.name);
    let mut found: Vec<String> =
        services.chain(people).chain(patients).filter(|it| has(it)).cloned().collect();
    if crate::redaction::holds_a_number(&text) {
        found.push("a personal identity number".to_owned());
    }
    found.sort();
    found.dedup();
    (if found.is_empty() { Disclosure::Reminder } else { Disclosure::Personal }, found)
}

impl Turn<'_> {
    /// What was said in this turn, in words that this reader may have on this channel; and how much that is.
    pub(crate) async fn sayable(&mut self, tx: &mut Tx) -> Result<(Vec<Say>, Disclosure), DeskError> {
        let said = std::mem::take(&mut self.said);
        let doubted = is_doubted(tx, &self.contact.id).await?;
        let reader = assurance(&self.contact, self.view.patients.len(), doubted);
        let most = most(&self.clinic, self.conversation.channel, reader);
        conversations::note_assurance(tx, &self.conversation.id, reader).await?;
        if said.is_empty() {
            return Ok((said, most));
        }
        let beyond = of_said(&said) > most;
        let link =
            if beyond && !doubted { Some(self.desk.secure_link(tx, &self.contact.id).await?) } else { None };
        let reader = Reader { clinic: &self.clinic, most, language: &self.view.language, link };
        let mut kept = soften(said, &reader);
        // What is left of an answer tells by its buttons that there was one: in doubt nothing of it stays.
        if (beyond && doubted) || kept.iter().all(|it| it.phrases.is_empty()) {
            // Nothing of it may be said here: a person finds out who writes.
            kept = vec![Say::plain(Phrase::new(Key::HandOver))];
            self.card(tx, HandoverReason::Asked).await?;
        }
        Ok((kept, most))
    }
}

/// How much a message says that nobody asked for: its class, or more by the names in it.
pub(crate) fn of_outgoing(
    content: &Outgoing,
    purpose: Purpose,
    class: Disclosure,
    clinic: &Clinic,
    contact: &Contact,
) -> Disclosure {
    match purpose {
        // What answers a question may repeat what anybody may know, such as the list of services.
        Purpose::Answer => class,
        _ => class.max(of_text(&content.shown(), clinic, Some(contact)).0),
    }
}
