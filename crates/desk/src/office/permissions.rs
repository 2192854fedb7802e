//! What patients allowed: staff look, record with evidence, take back, and hand out the link to a page where the
//! patient does it alone. The link shows no name; opening it changes nothing, pressing its button does.

use super::{Who, secret_hash};
use crate::permissions::{STARTED_BY_US, Word, wording};
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Address, Channel, Clinic, Contact, ContactId, Language, Permission, PermissionState, PhoneNumber, Proof,
    Purpose, TokenId,
};
use svara_store::marketing::{self, MarketingConsent};
use svara_store::{Tx, contacts, permissions, tokens};

/// A link to stop messages is good for over a year: it may stand on an old letter.
const LINK_DAYS: i64 = 400;
const LINK: &str = "permission";
/// Longer than any form's number or note.
const FIELD_CHARACTERS_MAX: usize = 2_000;

/// What a contact allowed, as recorded.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// With whom.
    pub contact: Contact,
    /// Permissions to use a channel, in the order recorded.
    pub permissions: Vec<Permission>,
    /// Consents to marketing, a record of its own.
    pub marketing: Vec<MarketingConsent>,
}

/// Under what name a wording is kept.
pub fn wording_version(wording: &str) -> String {
    permissions::version(wording)
}

/// For what somebody says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Reminders and news about appointments.
    Appointments,
    /// Offers: consent to marketing.
    Marketing,
}

/// A yes that staff record.
#[derive(Clone, Debug)]
pub struct Given {
    /// Whose number.
    pub phone: PhoneNumber,
    /// On which channel.
    pub channel: Channel,
    /// For what.
    pub purpose: For,
    /// When it was given; none: now.
    pub at: Option<Timestamp>,
    /// How we know: `intake form`, `said at the desk`.
    pub source: String,
    /// The words they were shown.
    pub wording: String,
    /// Where it can be looked up.
    pub evidence: String,
}

/// What a contact with this number allowed.
pub async fn list(
    desk: &Desk,
    clinic: &Clinic,
    phone: &PhoneNumber,
    who: &Who,
) -> Result<Allowed, DeskError> {
    let (id, number) = (clinic.id.clone(), phone.clone());
    let found = desk.store().read("permissions", move |tx| {
        let (id, number) = (id.clone(), number.clone());
        Box::pin(async move {
            let found = contacts::find(tx, &id, &Address::Phone(number)).await?;
            let contact = found.ok_or(DeskError::NotFound("the number"))?;
            allowed(tx, contact).await
        })
    });
    let found = found.await?;
    let subject = Some(found.contact.id.to_string());
    desk.saw(&clinic.id, who, "permissions.seen", subject, Vec::new()).await?;
    Ok(found)
}

/// Records a yes. One without evidence is refused, and the missing field is named.
pub async fn record(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    given: Given,
    who: &Who,
) -> Result<Allowed, DeskError> {
    checked(&given, desk.now())?;
    let (desk_in, clinic, who) = (desk.clone(), Arc::clone(clinic), who.clone());
    desk.store()
        .write("record a permission", move |tx| {
            let (desk, clinic) = (desk_in.clone(), Arc::clone(&clinic));
            let (given, actor) = (given.clone(), who.actor.clone());
            Box::pin(async move {
                let (contact, _) = desk.contact_of(tx, &clinic, &given.phone).await?;
                let now = desk.now();
                let proof = Proof { wording: given.wording, evidence: given.evidence, recorded_by: actor };
                let at = given.at.unwrap_or(now);
                let word = Word { channel: given.channel, at, source: given.source, proof };
                match given.purpose {
                    For::Appointments => {
                        desk.permit(tx, &clinic.id, &contact.id, &STARTED_BY_US, &word).await?;
                    }
                    For::Marketing => {
                        let consent = MarketingConsent {
                            channel: word.channel,
                            state: PermissionState::Given,
                            at,
                            source: word.source.clone(),
                            proof: word.proof.clone(),
                        };
                        marketing::record(tx, &contact.id, &consent, now).await?;
                        desk.note_word(tx, &clinic.id, &contact.id, "marketing.given", &word).await?;
                    }
                }
                allowed(tx, contact).await
            })
        })
        .await
}

/// Takes everything back that we start on a channel: at once, for what is queued too. Twice changes nothing.
pub async fn withdraw(
    desk: &Desk,
    clinic: &Clinic,
    phone: &PhoneNumber,
    channel: Channel,
    evidence: &str,
    who: &Who,
) -> Result<Allowed, DeskError> {
    if evidence.trim().is_empty() {
        return Err(missing("evidence"));
    }
    let (desk_in, clinic, phone) = (desk.clone(), clinic.id.clone(), phone.clone());
    let (evidence, actor) = (evidence.trim().to_owned(), who.actor.clone());
    desk.store()
        .write("take a permission back", move |tx| {
            let (desk, clinic, phone) = (desk_in.clone(), clinic.clone(), phone.clone());
            let proof =
                Proof { wording: String::new(), evidence: evidence.clone(), recorded_by: actor.clone() };
            Box::pin(async move {
                let found = contacts::find(tx, &clinic, &Address::Phone(phone)).await?;
                let contact = found.ok_or(DeskError::NotFound("the number"))?;
                let word = Word { channel, at: desk.now(), source: "told the staff".to_owned(), proof };
                desk.withdraw(tx, &clinic, &contact.id, &word).await?;
                allowed(tx, contact).await
            })
        })
        .await
}

/// A link to the page where the patient says yes or no; the same page however often it is opened.
pub async fn link(desk: &Desk, clinic: &Clinic, phone: &PhoneNumber, who: &Who) -> Result<String, DeskError> {
    let secret = super::sessions::new_secret(desk);
    let (desk_in, clinic, phone) = (desk.clone(), clinic.id.clone(), phone.clone());
    let (hash, who) = (secret_hash(&secret), who.clone());
    desk.store()
        .write("a permission link", move |tx| {
            let (desk, clinic, phone, who) = (desk_in.clone(), clinic.clone(), phone.clone(), who.clone());
            Box::pin(async move {
                let found = contacts::find(tx, &clinic, &Address::Phone(phone)).await?;
                let contact = found.ok_or(DeskError::NotFound("the number"))?.id;
                let now = desk.now();
                let until = now + SignedDuration::from_hours(24 * LINK_DAYS);
                let id = desk.ids.make(TokenId::new, now);
                tokens::issue(tx, id, LINK, hash, until, contact.as_str()).await?;
                desk.line(tx, &clinic, &who, "permission.link", Some(contact.as_str()), "{}").await
            })
        })
        .await?;
    Ok(format!("{}/permission/{secret}", desk.config().public_url.trim_end_matches('/')))
}

/// What the page behind a link shows.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of which clinic.
    pub clinic: Arc<Clinic>,
    /// In which language.
    pub language: Language,
    /// The words of the permission.
    pub wording: String,
    /// Whether it is given.
    pub given: bool,
}

impl Asked {
    /// A sentence of the page.
    pub fn say(&self, key: Key) -> String {
        phrases::render(&Phrase::new(key).with("clinic", self.clinic.name.clone()), &self.language)
    }
}

/// Opening the link: shows, and changes nothing. `None`: unknown or too old.
pub async fn asked(desk: &Desk, secret: &str) -> Result<Option<Asked>, DeskError> {
    let (desk_in, hash) = (desk.clone(), secret_hash(secret));
    desk.store()
        .read("a permission page", move |tx| {
            let desk = desk_in.clone();
            Box::pin(async move {
                match behind(&desk, tx, hash).await? {
                    Some((clinic, contact)) => page(tx, clinic, &contact).await.map(Some),
                    None => Ok(None),
                }
            })
        })
        .await
}

/// Pressing the button: yes or no. `None`: unknown or too old.
pub async fn answer(desk: &Desk, secret: &str, yes: bool) -> Result<Option<Asked>, DeskError> {
    let (desk_in, hash) = (desk.clone(), secret_hash(secret));
    desk.store()
        .write("answer on the permission page", move |tx| {
            let desk = desk_in.clone();
            Box::pin(async move {
                let Some((clinic, contact)) = behind(&desk, tx, hash).await? else {
                    return Ok::<_, DeskError>(None);
                };
                let before = page(tx, Arc::clone(&clinic), &contact).await?;
                let proof = Proof {
                    wording: if yes { before.wording.clone() } else { String::new() },
                    evidence: "pressed the button on the permission page".to_owned(),
                    recorded_by: "patient".to_owned(),
                };
                let source = "permission page".to_owned();
                let word = Word { channel: Channel::Whatsapp, at: desk.now(), source, proof };
                match (yes, before.given) {
                    (true, false) => {
                        desk.permit(tx, &clinic.id, &contact.id, &STARTED_BY_US, &word).await?;
                    }
                    (false, _) => {
                        desk.withdraw(tx, &clinic.id, &contact.id, &word).await?;
                    }
                    (true, true) => {}
                }
                page(tx, clinic, &contact).await.map(Some)
            })
        })
        .await
}

async fn behind(
    desk: &Desk,
    tx: &mut Tx,
    hash: [u8; 32],
) -> Result<Option<(Arc<Clinic>, Contact)>, DeskError> {
    let Some(subject) = tokens::find(tx, LINK, hash, desk.now()).await? else { return Ok(None) };
    let Ok(id) = subject.parse::<ContactId>() else { return Ok(None) };
    let Some(contact) = contacts::by_id(tx, &id).await? else { return Ok(None) };
    Ok(desk.clinic(&contact.clinic).map(|clinic| (clinic, contact)))
}

async fn page(tx: &mut Tx, clinic: Arc<Clinic>, contact: &Contact) -> Result<Asked, DeskError> {
    let preferred = contact.patients.first().and_then(|it| it.language.clone());
    let language = crate::jobs::answer_language(&preferred.unwrap_or_else(|| clinic.default_language()));
    let current = permissions::current(tx, &contact.id, Channel::Whatsapp, Purpose::Reminder).await?;
    let given = current.is_some_and(|it| it.state == PermissionState::Given);
    Ok(Asked { wording: wording(&clinic, &language), clinic, language, given })
}

async fn allowed(tx: &mut Tx, contact: Contact) -> Result<Allowed, DeskError> {
    let permissions = permissions::all(tx, &contact.id).await?;
    let marketing = marketing::all(tx, &contact.id).await?;
    Ok(Allowed { contact, permissions, marketing })
}

fn checked(given: &Given, now: Timestamp) -> Result<(), DeskError> {
    for (name, text) in
        [("source", &given.source), ("wording", &given.wording), ("evidence", &given.evidence)]
    {
        if text.trim().is_empty() {
            return Err(missing(name));
        }
        if text.chars().count() > FIELD_CHARACTERS_MAX {
            return Err(DeskError::Invalid(format!(
                "`{name}` has at most {FIELD_CHARACTERS_MAX} characters"
            )));
        }
    }
    if given.at.is_some_and(|it| it > now) {
        return Err(DeskError::Invalid("`at` lies in the future; write when it was given".to_owned()));
    }
    Ok(())
}

fn missing(name: &str) -> DeskError {
    let remedy = match name {
        "source" => "say how it is known, such as \"intake form\"",
        "wording" => "write the words that the person was shown",
        _ => "write where it can be looked up, such as the number of the signed form",
    };
    DeskError::Invalid(format!("`{name}` is missing: {remedy}"))
}
