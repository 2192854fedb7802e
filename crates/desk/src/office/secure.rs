//! The page behind sign-in: what an open network may not carry, shown to the one it is about.
//!
//! The link that a patient gets opens nothing by itself: it names a contact, and the sign-in says who reads. Only
//! patients behind that contact are shown, and only the one who signed in: by the sign-in used before, else by the
//! name on record. Absent: the sign-in itself (`svara-channel`, OpenID Connect) and HTML.

use super::{secret_hash, sessions};
use crate::{Desk, DeskError};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_dialog::wording;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{Clinic, Contact, ContactId, EventId, Language, PatientId, TokenId};
use svara_store::{Tx, appointments, contacts, events, patients, secure, tokens};

/// A link stands in a chat for so long; it opens nothing without sign-in.
const LINK_DAYS: i64 = 7;
/// Somebody who signed in and walked away from a shared computer.
const PAGE_MINUTES: i64 = 15;
/// From the button to the way back from the provider.
const SIGN_IN_MINUTES: i64 = 10;
/// Messages shown at once.
const MESSAGES_SHOWN: usize = 20;
const LINK: &str = "secure";
const PAGE: &str = "secure page";

/// Who signed in, as the provider vouches for it.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedInPatient {
    /// Issuer and subject: the account.
    pub identity: String,
    /// The name, as the provider has it.
    pub name: String,
}

/// Names stay out of logs and panics.
impl std::fmt::Debug for SignedInPatient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignedInPatient(…)")
    }
}

/// What a page behind a link says before anybody signed in: nothing of anybody.
#[derive(Clone, Debug)]
pub struct Door {
    /// Of which clinic.
    pub clinic: Arc<Clinic>,
    /// In which language.
    pub language: Language,
}

impl Door {
    /// A sentence of the page.
    pub fn say(&self, key: Key) -> String {
        phrases::render(&Phrase::new(key).with("clinic", self.clinic.name.clone()), &self.language)
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The clinic and the language.
    pub door: Door,
    /// One line a coming visit.
    pub visits: Vec<String>,
    /// When and what the clinic wrote, the oldest first.
    pub messages: Vec<(String, String)>,
}

impl Desk {
    /// A link to the page of a contact.
    pub(crate) async fn secure_link(&self, tx: &mut Tx, contact: &ContactId) -> Result<String, DeskError> {
        let (secret, now) = (sessions::new_secret(self), self.now());
        let until = now + SignedDuration::from_hours(24 * LINK_DAYS);
        let id = self.ids.make(TokenId::new, now);
        tokens::issue(tx, id, LINK, secret_hash(&secret), until, contact.as_str()).await?;
        Ok(format!("{}/secure/{secret}", self.config.public_url.trim_end_matches('/')))
    }
}

/// Opening a link. `None`: unknown or too old.
pub async fn door(desk: &Desk, secret: &str) -> Result<Option<Door>, DeskError> {
    let (desk_in, hash) = (desk.clone(), secret_hash(secret));
    desk.store()
        .read("a secure link", move |tx| {
            let desk = desk_in.clone();
            Box::pin(async move {
                let contact = behind(tx, LINK, hash, desk.now()).await?;
                Ok::<_, DeskError>(contact.and_then(|it| door_of(&desk, &it)))
            })
        })
        .await
}

/// Somebody goes off to sign in: what must be remembered meanwhile. The secret is for the browser's cookie.
pub async fn leave(desk: &Desk, link: &str, remembered: serde_json::Value) -> Result<String, DeskError> {
    let secret = sessions::new_secret(desk);
    let (hash, until) = (secret_hash(&secret), desk.now() + SignedDuration::from_mins(SIGN_IN_MINUTES));
    let state = serde_json::json!({ "link": link, "remembered": remembered }).to_string();
    desk.store()
        .write("go off to sign in", move |tx| {
            let state = state.clone();
            Box::pin(
                async move { secure::begin_sign_in(tx, hash, &state, until).await.map_err(DeskError::from) },
            )
        })
        .await?;
    Ok(secret)
}

/// Somebody comes back: the link they came by and what was remembered, once.
pub async fn come_back(desk: &Desk, secret: &str) -> Result<Option<(String, serde_json::Value)>, DeskError> {
    let (hash, now) = (secret_hash(secret), desk.now());
    let state = desk.store().write("come back from sign-in", move |tx| {
        Box::pin(async move { secure::end_sign_in(tx, hash, now).await.map_err(DeskError::from) })
    });
    let Some(state) = state.await? else { return Ok(None) };
    let mut state: serde_json::Value = serde_json::from_str(&state)
        .map_err(|it| DeskError::Unreadable { what: "a sign-in", why: it.to_string() })?;
    let link = state["link"].as_str().unwrap_or_default().to_owned();
    Ok(Some((link, state["remembered"].take())))
}

/// Lets who signed in see their own page: the secret for the browser's cookie. `None`: they are nobody whom the
/// link is for, and that is noted.
pub async fn enter(desk: &Desk, link: &str, who: &SignedInPatient) -> Result<Option<String>, DeskError> {
    let secret = sessions::new_secret(desk);
    let (desk_in, link, page, who) = (desk.clone(), secret_hash(link), secret_hash(&secret), who.clone());
    let entered = desk.store().write("enter the secure page", move |tx| {
        let (desk, who) = (desk_in.clone(), who.clone());
        Box::pin(async move {
            let now = desk.now();
            let Some(contact) = behind(tx, LINK, link, now).await? else { return Ok::<_, DeskError>(false) };
            let known = recognised(tx, &contact, &who).await?;
            let (kind, subject) = match &known {
                Some(patient) => ("secure.entered", patient.as_str()),
                None => ("secure.refused", contact.id.as_str()),
            };
            let event = desk.ids.make(EventId::new, now);
            events::append(tx, event, &contact.clinic, now, "patient", kind, Some(subject), "{}").await?;
            let Some(patient) = known else { return Ok(false) };
            secure::bind_identity(tx, &patient, &who.identity, now).await?;
            let until = now + SignedDuration::from_mins(PAGE_MINUTES);
            let id = desk.ids.make(TokenId::new, now);
            tokens::issue(tx, id, PAGE, page, until, &format!("{}|{patient}", contact.id)).await?;
            Ok(true)
        })
    });
    Ok(entered.await?.then_some(secret))
}

/// What the page shows to whoever holds its cookie. `None`: nobody is signed in any more.
pub async fn shown(desk: &Desk, page: &str) -> Result<Option<Shown>, DeskError> {
    let (desk_in, hash) = (desk.clone(), secret_hash(page));
    // The look is noted in the same transaction that shows: without the line there is no page.
    desk.store()
        .write("the secure page", move |tx| {
            let desk = desk_in.clone();
            Box::pin(async move { desk.secure_page(tx, hash).await })
        })
        .await
}

impl Desk {
    async fn secure_page(&self, tx: &mut Tx, hash: [u8; 32]) -> Result<Option<Shown>, DeskError> {
        let now = self.now();
        let Some(subject) = tokens::find(tx, PAGE, hash, now).await? else { return Ok(None) };
        let ids = subject
            .split_once('|')
            .and_then(|it| Some((it.0.parse::<ContactId>().ok()?, it.1.parse::<PatientId>().ok()?)));
        let Some((contact, patient)) = ids else { return Ok(None) };
        let Some(contact) = contacts::by_id(tx, &contact).await? else { return Ok(None) };
        // Unlinked or forgotten meanwhile: the page is empty from then on.
        let Some(patient) = contact.patients.iter().find(|it| it.id == patient).cloned() else {
            return Ok(None);
        };
        let Some(mut door) = door_of(self, &contact) else { return Ok(None) };
        door.language = crate::letters::language_of(&door.clinic, &patient);
        let event = self.ids.make(EventId::new, now);
        let subject = Some(patient.id.as_str());
        events::append(tx, event, &contact.clinic, now, "patient", "secure.seen", subject, "{}").await?;
        let zone = TimeZone::get(&door.clinic.time_zone).unwrap_or(TimeZone::UTC);
        let coming = appointments::coming_of(tx, std::slice::from_ref(&patient.id), now).await?;
        let visits = coming.iter().map(|it| visit_line(&door, &zone, it)).collect();
        let messages = secure::messages_of(tx, &contact.id, MESSAGES_SHOWN).await?;
        let messages = messages
            .into_iter()
            .filter(|_| contact.patients.len() == 1)
            .map(|it| (wording::day_and_time(it.at, &zone, &door.language), it.text))
            .collect();
        Ok(Some(Shown { door, visits, messages }))
    }
}

fn visit_line(door: &Door, zone: &TimeZone, it: &svara_model::Appointment) -> String {
    let line = Phrase::new(Key::PageSecureLine)
        .with("when", wording::day_and_time(it.slot.from, zone, &door.language))
        .with("practitioner", wording::practitioner_name(&door.clinic, &it.slot.practitioner))
        .with("service", wording::service_name(&door.clinic, &it.slot.service, &door.language));
    phrases::render(&line, &door.language)
}

async fn behind(
    tx: &mut Tx,
    kind: &str,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Contact>, DeskError> {
    let Some(subject) = tokens::find(tx, kind, hash, now).await? else { return Ok(None) };
    let Ok(id) = subject.parse::<ContactId>() else { return Ok(None) };
    Ok(contacts::by_id(tx, &id).await?)
}

fn door_of(desk: &Desk, contact: &Contact) -> Option<Door> {
    let clinic = desk.clinic(&contact.clinic)?;
    // Before sign-in the page must not even tell which language the patient prefers.
    let language = crate::jobs::answer_language(&clinic.default_language());
    Some(Door { clinic, language })
}

/// The patient behind the contact who signed in: by the account used before, else by the name on record.
async fn recognised(
    tx: &mut Tx,
    contact: &Contact,
    who: &SignedInPatient,
) -> Result<Option<PatientId>, DeskError> {
    for patient in patients::of_contact(tx, &contact.id).await? {
        match secure::is_bound(tx, &patient.id, &who.identity).await? {
            Some(true) => return Ok(Some(patient.id)),
            // Another account signed in for this patient before: a namesake, or a number that changed hands.
            Some(false) => {}
            None if crate::identity::same_name(&patient, &who.name) => return Ok(Some(patient.id)),
            None => {}
        }
    }
    Ok(None)
}
