//! What has to be on record before an open network may carry a reminder, and a look at a text before anybody sends
//! it (profile `se-open-net`).

use super::Who;
use crate::{Desk, DeskError, disclosure};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use svara_model::{Assurance, Channel, Clinic, Disclosure, PrivacyProfile};
use svara_store::risk::{self, RiskAnalysis};
use svara_store::{Tx, settings};

/// SHA-256 in hexadecimal digits.
const HASH_CHARACTERS: usize = 64;
/// Longer than any version or name.
const FIELD_CHARACTERS_MAX: usize = 200;

/// An analysis to record.
#[derive(Clone, Debug)]
pub struct NewAnalysis {
    /// Its version.
    pub version: String,
    /// When it was decided.
    pub decided_on: Date,
    /// Who accepted the risks: the head of operations.
    pub decided_by: String,
    /// SHA-256 of the document.
    pub document_hash: String,
    /// Until when it holds.
    pub review_by: Date,
}

/// Whether reminders may leave, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminders {
    /// They are switched on.
    pub on: bool,
    /// What stands in their way, if anything does.
    pub missing: Option<&'static str>,
}

/// The analyses, the newest first.
pub async fn analyses(desk: &Desk, clinic: &Clinic) -> Result<Vec<RiskAnalysis>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("risk analyses", move |tx| {
        let id = id.clone();
        Box::pin(async move { risk::list(tx, &id).await.map_err(DeskError::from) })
    });
    found.await
}

/// Records an analysis.
pub async fn record(desk: &Desk, clinic: &Clinic, new: NewAnalysis, who: &Who) -> Result<(), DeskError> {
    checked(&new)?;
    let (desk_in, clinic, who) = (desk.clone(), clinic.id.clone(), who.clone());
    desk.store()
        .write("record a risk analysis", move |tx| {
            let (desk, clinic, new, who) = (desk_in.clone(), clinic.clone(), new.clone(), who.clone());
            Box::pin(async move {
                let details = serde_json::json!({ "version": new.version, "hash": new.document_hash });
                let analysis = RiskAnalysis {
                    version: new.version,
                    decided_on: new.decided_on,
                    decided_by: new.decided_by,
                    document_hash: new.document_hash.to_lowercase(),
                    review_by: new.review_by,
                    recorded_by: who.actor.clone(),
                    recorded_at: desk.now(),
                };
                risk::record(tx, &clinic, &analysis).await?;
                desk.line(tx, &clinic, &who, "risk_analysis.recorded", None, &details.to_string()).await
            })
        })
        .await
}

/// Whether reminders are on, and what is missing.
pub async fn reminders(desk: &Desk, clinic: &Clinic) -> Result<Reminders, DeskError> {
    let (desk_in, clinic) = (desk.clone(), clinic.clone());
    let found = desk.store().read("reminders", move |tx| {
        let (desk, clinic) = (desk_in.clone(), clinic.clone());
        Box::pin(async move {
            Ok::<_, DeskError>(Reminders {
                on: are_on(tx, &clinic).await?,
                missing: missing(tx, &clinic, desk.now()).await?,
            })
        })
    });
    found.await
}

/// Switches reminders on or off. On needs a valid analysis where an open network carries them: a conflict names it.
pub async fn switch_reminders(
    desk: &Desk,
    clinic: &Clinic,
    on: bool,
    who: &Who,
) -> Result<Reminders, DeskError> {
    let (desk_in, clinic_in, who) = (desk.clone(), clinic.clone(), who.clone());
    desk.store()
        .write("switch reminders", move |tx| {
            let (desk, clinic, who) = (desk_in.clone(), clinic_in.clone(), who.clone());
            Box::pin(async move {
                if on && let Some(why) = missing(tx, &clinic, desk.now()).await? {
                    return Err(DeskError::Conflict(why.to_owned()));
                }
                settings::set(tx, &switch(&clinic), if on { "on" } else { "off" }).await?;
                let kind = if on { "reminders.switched_on" } else { "reminders.switched_off" };
                desk.line(tx, &clinic.id, &who, kind, None, "{}").await
            })
        })
        .await?;
    reminders(desk, clinic).await
}

/// What stands in the way of a message that we start, at this moment: asked at every sending.
pub(crate) async fn what_stops_us(
    tx: &mut Tx,
    clinic: &Clinic,
    now: Timestamp,
) -> Result<Option<&'static str>, DeskError> {
    if !are_on(tx, clinic).await? {
        return Ok(Some("reminders are switched off"));
    }
    missing(tx, clinic, now).await
}

async fn are_on(tx: &mut Tx, clinic: &Clinic) -> Result<bool, DeskError> {
    let by_default = clinic.privacy.profile == PrivacyProfile::EuChat;
    Ok(settings::get(tx, &switch(clinic)).await?.map_or(by_default, |it| it == "on"))
}

async fn missing(tx: &mut Tx, clinic: &Clinic, now: Timestamp) -> Result<Option<&'static str>, DeskError> {
    if clinic.privacy.profile == PrivacyProfile::EuChat {
        return Ok(None);
    }
    let today = now.to_zoned(TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC)).date();
    Ok(match risk::list(tx, &clinic.id).await?.first() {
        None => Some(
            "the profile se-open-net sends reminders only after a needs-and-risk analysis (HSLF-FS 2016:40, 3:16): \
             record one first",
        ),
        Some(it) if it.review_by < today => {
            Some("the needs-and-risk analysis is due for review: record a new one first")
        }
        Some(_) => None,
    })
}

fn switch(clinic: &Clinic) -> String {
    format!("reminders.{}", clinic.id)
}

/// How much a text says, and whether a reminder may say it: for whoever writes templates and answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// How much it says.
    pub class: Disclosure,
    /// The most that may be said unasked.
    pub most: Disclosure,
    /// The words that say so.
    pub because: Vec<String>,
}

/// Looks at a text. A conflict when it says more than the clinic's open channels may carry.
pub fn look_at(clinic: &Clinic, text: &str) -> Result<Looked, DeskError> {
    let (class, because) = disclosure::of_text(text, clinic, None);
    let most = disclosure::most(clinic, Channel::Whatsapp, Assurance::Recognised);
    if class > most {
        return Err(too_much(&because));
    }
    Ok(Looked { class, most, because })
}

/// Why a text may not leave.
pub(crate) fn too_much(because: &[String]) -> DeskError {
    let named = if because.is_empty() { "personal words".to_owned() } else { because.join(", ") };
    DeskError::Conflict(format!(
        "this says more than an open channel may carry here ({named}): write it as a secure message, or leave it out"
    ))
}

fn checked(new: &NewAnalysis) -> Result<(), DeskError> {
    for (name, text) in [("version", &new.version), ("decided_by", &new.decided_by)] {
        if text.trim().is_empty() || text.chars().count() > FIELD_CHARACTERS_MAX {
            return Err(DeskError::Invalid(format!("`{name}` has 1 to {FIELD_CHARACTERS_MAX} characters")));
        }
    }
    let digits = new.document_hash.bytes().all(|it| it.is_ascii_hexdigit());
    if new.document_hash.len() != HASH_CHARACTERS || !digits {
        let remedy =
            "`document_hash` is the SHA-256 of the signed document, 64 hexadecimal digits (sha256sum FILE)";
        return Err(DeskError::Invalid(remedy.to_owned()));
    }
    if new.review_by <= new.decided_on {
        return Err(DeskError::Invalid("`review_by` comes after `decided_on`".to_owned()));
    }
    Ok(())
}
