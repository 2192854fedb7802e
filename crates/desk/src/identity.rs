//! Whose address it is (`reference/trust.md`, S54): numbers are given anew. After a year's silence, or when a profile
//! has another name than before and none that we know, whoever writes is asked for their name before anything of
//! anybody is said or changed. The right name settles it; anything else is a person's business.
//!
//! And whose business it is: of a protected person nothing is said at all (L12), and of a young patient whose guardians'
//! access has ended nothing to a phone that stands for others, too (L13).
//!
//! Absent: how much each sentence says (`disclosure.rs`), and the name of WhatsApp's own account, which follows its
//! owner to another number by the provider's signed word.

use crate::inbox::Part;
use crate::turn::Turn;
use crate::{Desk, DeskError, view};
use jiff::{SignedDuration, Timestamp};
use svara_dialog::{Choice, Effect, Event, Say, silent_step};
use svara_language::phrases::{Key, Phrase};
use svara_model::{Contact, ContactId, Conversation, ConversationState, HandoverReason, Patient, Sender};
use svara_store::flags::{self, Flag};
use svara_store::{Tx, contacts, conversations};

/// Carriers give a number to somebody else some months after it fell silent; a year is ours to ask (S54).
const SILENCE_DAYS: i64 = 365;
/// Conversations of an address that are looked at for its last word.
const CONVERSATIONS_LOOKED_AT: usize = 5;

/// Why nothing of anybody may be said to whoever writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guarded {
    /// Somebody behind the address is protected: a person answers.
    Protected,
    /// It may have another owner.
    Doubted { asked: bool },
}

/// Words that say: you have the wrong person. Whole messages only, without case and marks.
const NOT_ME: [&str; 12] = [
    "fel nummer",
    "du har fel nummer",
    "ni har fel nummer",
    "fel person",
    "det är inte jag",
    "det här är inte jag",
    "jag är inte den personen",
    "wrong number",
    "you have the wrong number",
    "wrong person",
    "that's not me",
    "thats not me",
];

impl Desk {
    /// Before a turn looks at anything: may this still be whom we knew, and about whom may it hear?
    pub(crate) async fn weigh_identity(
        &self,
        tx: &mut Tx,
        contact: &mut Contact,
        conversation: &Conversation,
        sender: &Sender,
    ) -> Result<(), DeskError> {
        let now = self.now();
        if !contact.patients.is_empty() {
            let last = last_heard(tx, conversation).await?;
            if last.is_some_and(|it| now.duration_since(it) >= SignedDuration::from_hours(24 * SILENCE_DAYS))
            {
                contacts::doubt(tx, &contact.id, "a year's silence", now).await?;
            }
        }
        if let Some(name) = sender.profile_name.as_deref().filter(|it| !it.trim().is_empty()) {
            let another = contacts::note_profile(tx, &contact.id, &folded(name)).await?;
            if another && !contact.patients.is_empty() && !shares_a_word(name, &contact.patients) {
                contacts::doubt(tx, &contact.id, "another profile name", now).await?;
            }
        }
        let withheld = withheld(tx, contact, now).await?;
        contact.patients.retain(|it| !withheld.contains(&it.id));
        Ok(())
    }
}

/// Patients of whom a shared phone hears nothing, because their guardians' access has ended.
pub(crate) async fn withheld(
    tx: &mut Tx,
    contact: &Contact,
    now: Timestamp,
) -> Result<Vec<svara_model::PatientId>, DeskError> {
    let mut found = Vec::new();
    // A phone that stands for one patient alone is their own.
    for patient in contact.patients.iter().filter(|_| contact.patients.len() > 1) {
        let flags = flags::of(tx, &patient.id).await?;
        if flags.iter().any(|it| it.flag == Flag::NoGuardian && it.since <= now) {
            found.push(patient.id.clone());
        }
    }
    Ok(found)
}

async fn last_heard(tx: &mut Tx, now: &Conversation) -> Result<Option<Timestamp>, DeskError> {
    let known = conversations::of_contact(tx, &now.contact, CONVERSATIONS_LOOKED_AT).await?;
    Ok(known.into_iter().filter_map(|it| it.last_inbound_at).max())
}

async fn guarded(tx: &mut Tx, contact: &ContactId) -> Result<Option<Guarded>, DeskError> {
    if flags::behind(tx, contact).await?.contains(&Flag::Protected) {
        return Ok(Some(Guarded::Protected));
    }
    let doubted = contacts::doubted(tx, contact).await?.is_some();
    Ok(if doubted { Some(Guarded::Doubted { asked: contacts::was_asked(tx, contact).await? }) } else { None })
}

impl Turn<'_> {
    /// Hears a part of what was sent; with care while it may come from somebody else.
    pub(crate) async fn hear_whoever_it_is(&mut self, tx: &mut Tx, part: Part) -> Result<(), DeskError> {
        if let Part::Words(text) = &part
            && !self.contact.patients.is_empty()
            && NOT_ME.contains(&plain(text).as_str())
        {
            contacts::doubt(tx, &self.contact.id, "said that it is somebody else", self.view.now).await?;
            contacts::note_asked(tx, &self.contact.id, self.view.now).await?;
        }
        match guarded(tx, &self.contact.id).await? {
            None => self.hear_part(tx, part).await,
            Some(why) => Box::pin(self.hear_guardedly(tx, part, why)).await,
        }
    }

    async fn hear_guardedly(&mut self, tx: &mut Tx, part: Part, why: Guarded) -> Result<(), DeskError> {
        let words = match &part {
            Part::Words(text) => text.clone(),
            Part::Happened(_) => String::new(),
            Part::NewIdentity(..) | Part::Nothing => return self.hear_part(tx, part).await,
        };
        let known = std::mem::take(&mut self.view.patients);
        self.see_nobody();
        // A person has the conversation, or an emergency, or a stop: as always, with nobody in sight.
        let taken = !matches!(self.conversation.state, ConversationState::Bot | ConversationState::Closed);
        if taken {
            return self.hear_part(tx, part).await;
        }
        self.conversation.state = ConversationState::Bot;
        if let Part::Words(text) = &part {
            let reading = view::read(text, Some(&self.conversation.language), &self.memory, &self.view);
            let event = Event::Said { text: text.clone(), reading };
            let (memory, effects) = silent_step(std::mem::take(&mut self.memory), &event, &self.view, false);
            self.memory = memory;
            if !effects.is_empty() {
                for effect in effects {
                    self.carry_out(tx, effect).await?;
                }
                return Ok(());
            }
        }
        match why {
            Guarded::Doubted { asked: false } => self.ask_who(tx).await,
            Guarded::Doubted { .. } if known.iter().any(|it| same_name(it, &words)) => self.believe(tx).await,
            Guarded::Doubted { .. } | Guarded::Protected => {
                self.say(vec![Phrase::new(Key::HandOver)]);
                self.carry_out(tx, Effect::HandOver(HandoverReason::Asked)).await.map(drop)
            }
        }
    }

    fn see_nobody(&mut self) {
        self.view.appointments.clear();
        self.view.waiting.clear();
        self.view.touched.clear();
        (self.view.reminded, self.view.freed) = (None, None);
    }

    async fn ask_who(&mut self, tx: &mut Tx) -> Result<(), DeskError> {
        contacts::note_asked(tx, &self.contact.id, self.view.now).await?;
        let subject = self.contact.id.to_string();
        self.audit(tx, "contact.asked_who", Some(&subject)).await?;
        let mut phrases = vec![Phrase::new(Key::IdentityAsk)];
        if !self.memory.introduced {
            let introduction = Phrase::new(Key::Introduction).with("clinic", self.clinic.name.clone());
            phrases.insert(0, introduction);
        }
        self.say(phrases);
        Ok(())
    }

    async fn believe(&mut self, tx: &mut Tx) -> Result<(), DeskError> {
        contacts::trust(tx, &self.contact.id, self.view.now).await?;
        let subject = self.contact.id.to_string();
        self.audit(tx, "contact.confirmed", Some(&subject)).await?;
        self.say(vec![Phrase::new(Key::IdentityThanks), Phrase::new(Key::HowCanIHelp)]);
        Ok(())
    }

    fn say(&mut self, phrases: Vec<Phrase>) {
        self.said.push(Say { phrases, choice: Choice::None });
    }
}

/// Whether somebody gave this patient's whole name.
pub(crate) fn same_name(patient: &Patient, name: &str) -> bool {
    !name.trim().is_empty() && folded(&patient.name) == folded(name.trim_end_matches(['.', '!']))
}

fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn plain(text: &str) -> String {
    folded(text.trim().trim_end_matches(['.', '!', '?', ',']))
}

/// Whether a profile's name has anything of the names that we know.
fn shares_a_word(profile: &str, patients: &[Patient]) -> bool {
    let words = |text: &str| -> Vec<String> {
        let letters = text.split(|it: char| !it.is_alphanumeric());
        letters.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
    };
    let profile = words(profile);
    patients.iter().flat_map(|it| words(&it.name)).any(|it| profile.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use svara_model::{ClinicId, PatientId};

    fn sara() -> Patient {
        let (id, clinic) = (PatientId::new(0, 1), "nordkliniken".parse::<ClinicId>().unwrap());
        Patient { id, clinic, name: "Sara Ek".to_owned(), language: None, phone: None }
    }

    #[test]
    fn a_whole_name_settles_it_and_a_part_does_not() {
        for right in ["Sara Ek", " sara  ek", "SARA EK."] {
            assert!(same_name(&sara(), right), "{right}");
        }
        for wrong in ["Sara", "Ek", "", "Sara Eklund", "jag heter inte Sara Ek"] {
            assert!(!same_name(&sara(), wrong), "{wrong}");
        }
    }

    #[test]
    fn a_profile_is_hers_by_any_of_her_names() {
        for hers in ["Sara", "sara 🌸", "Fam. Ek", "EK, Sara"] {
            assert!(shares_a_word(hers, &[sara()]), "{hers}");
        }
        for anothers in ["Kalle", "Saras mamma", "🌸", "Ekdahl"] {
            assert!(!shares_a_word(anothers, &[sara()]), "{anothers}");
        }
    }
}
