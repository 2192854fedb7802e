//! Permission to write first: given and taken back, each with what shows it. Taking back works at once, also for
//! what is queued; whatever was missed is caught when it is sent (`dispatch.rs`).
//!
//! Absent: how staff do it (`office/permissions.rs`) and how it is heard in a chat (`svara-dialog`).

use crate::{Desk, DeskError};
use jiff::Timestamp;
use serde_json::json;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Channel, Clinic, ClinicId, ContactId, Conversation, EventId, Language, MessageId, Permission,
    PermissionState, Proof, Purpose,
};
use svara_store::marketing::{self, MarketingConsent};
use svara_store::{Tx, events, outbox, permissions};

/// What we write without having been written to. An answer needs no permission beyond the question.
pub(crate) const STARTED_BY_US: [Purpose; 2] = [Purpose::Appointment, Purpose::Reminder];

/// What somebody said about being written to.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) channel: Channel,
    pub(crate) at: Timestamp,
    pub(crate) source: String,
    pub(crate) proof: Proof,
}

impl Word {
    /// What the patient just said in a conversation; the message proves it.
    pub(crate) fn in_chat(
        at: &Conversation,
        now: Timestamp,
        source: &str,
        message: Option<&MessageId>,
    ) -> Self {
        let evidence =
            message.map_or_else(|| format!("conversation {}", at.id), |it| format!("message {it}"));
        let proof = Proof { wording: String::new(), evidence, recorded_by: "patient".to_owned() };
        Self { channel: at.channel, at: now, source: source.to_owned(), proof }
    }

    /// With the words that the patient had before them.
    pub(crate) fn shown(mut self, wording: String) -> Self {
        self.proof.wording = wording;
        self
    }

    fn entry(&self, purpose: Purpose, state: PermissionState) -> Permission {
        let (channel, at) = (self.channel, self.at);
        Permission { channel, purpose, state, at, source: self.source.clone(), proof: self.proof.clone() }
    }
}

/// The words that a form, a page or the desk shows when it asks.
pub(crate) fn wording(clinic: &Clinic, language: &Language) -> String {
    phrases::render(&Phrase::new(Key::PermissionWording).with("clinic", clinic.name.clone()), language)
}

impl Desk {
    /// They said yes to these purposes.
    pub(crate) async fn permit(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        contact: &ContactId,
        purposes: &[Purpose],
        word: &Word,
    ) -> Result<(), DeskError> {
        for purpose in purposes {
            permissions::record(tx, contact, &word.entry(*purpose, PermissionState::Given), self.now())
                .await?;
        }
        self.note_word(tx, clinic, contact, "permission.given", word).await
    }

    /// They said no to everything that we start on a channel. `false`: they had said so before.
    pub(crate) async fn withdraw(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        contact: &ContactId,
        word: &Word,
    ) -> Result<bool, DeskError> {
        let (now, withdrawn) = (self.now(), PermissionState::Withdrawn);
        let mut new = false;
        for purpose in STARTED_BY_US {
            let before = permissions::current(tx, contact, word.channel, purpose).await?;
            if before.is_none_or(|it| it.state != withdrawn) {
                permissions::record(tx, contact, &word.entry(purpose, withdrawn), now).await?;
                new = true;
            }
            outbox::drop_queued(tx, contact, word.channel, purpose, "permission was taken back", now).await?;
        }
        let marketing = marketing::current(tx, contact, word.channel).await?;
        if marketing.is_some_and(|it| it.state == PermissionState::Given) {
            let (channel, source, proof) = (word.channel, word.source.clone(), word.proof.clone());
            let consent = MarketingConsent { channel, state: withdrawn, at: word.at, source, proof };
            marketing::record(tx, contact, &consent, now).await?;
            new = true;
        }
        if new {
            self.note_word(tx, clinic, contact, "permission.withdrawn", word).await?;
        }
        Ok(new)
    }

    /// Whoever writes first may be answered: noted once, with the first message as evidence.
    pub(crate) async fn wrote_first(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        at: &Conversation,
        message: &MessageId,
    ) -> Result<(), DeskError> {
        if permissions::current(tx, &at.contact, at.channel, Purpose::Answer).await?.is_some() {
            return Ok(());
        }
        let shown = Phrase::new(Key::Introduction).with("clinic", clinic.name.clone());
        let word = Word::in_chat(at, self.now(), "wrote to us", Some(message));
        let word = word.shown(phrases::render(&shown, &at.language));
        let entry = word.entry(Purpose::Answer, PermissionState::Given);
        Ok(permissions::record(tx, &at.contact, &entry, self.now()).await?)
    }

    /// One line in the audit chain about what somebody said.
    pub(crate) async fn note_word(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        contact: &ContactId,
        kind: &str,
        word: &Word,
    ) -> Result<(), DeskError> {
        let details = json!({
            "channel": word.channel,
            "source": word.source,
            "wording": permissions::version(&word.proof.wording),
            "evidence": word.proof.evidence,
        });
        let (now, actor) = (self.now(), &word.proof.recorded_by);
        let id = self.ids.make(EventId::new, now);
        let details = details.to_string();
        events::append(tx, id, clinic, now, actor, kind, Some(contact.as_str()), &details).await?;
        Ok(())
    }
}
