//! What happened to an appointment, from the audit chain: who, when, what, why and by which way. Of a patient who was
//! forgotten only their absence is left.

use super::Who;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use serde::Deserialize;
use svara_model::{AppointmentId, Clinic, StaffId};
use svara_store::{events, staff};

/// More lines than any visit gathers; a patient's others are looked through for them.
const LINES_MAX: usize = 2_000;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// `appointment.booked`, `appointment.moved` and so on.
    pub what: String,
    /// `patient`, `staff:stf_…`, `api:…`, `file` or `desk`.
    pub actor: String,
    /// The name of a member of staff.
    pub name: Option<String>,
    /// By which way.
    pub via: Option<String>,
    /// Why, in the words of whoever did it.
    pub why: Option<String>,
    /// When the visit began, as it stood then.
    pub from: Option<Timestamp>,
}

#[derive(Default, Deserialize)]
struct Details {
    appointment: Option<AppointmentId>,
    via: Option<String>,
    why: Option<String>,
    from: Option<Timestamp>,
}

/// Everything that happened to an appointment, the oldest first; `None` when this clinic has none such. Looking is
/// noted, too.
pub async fn of(
    desk: &Desk,
    clinic: &Clinic,
    id: &AppointmentId,
    who: &Who,
) -> Result<Option<Vec<Happened>>, DeskError> {
    let Some(visit) = super::appointments::find(desk, clinic, id).await? else { return Ok(None) };
    let (patient, clinic_id, wanted) = (visit.appointment.patient.clone(), clinic.id.clone(), id.clone());
    let found = desk.store().read("an appointment's history", move |tx| {
        let (patient, clinic, id) = (patient.clone(), clinic_id.clone(), wanted.clone());
        Box::pin(async move {
            let subjects = [id.as_str(), patient.as_str()];
            let lines = events::about(tx, &clinic, subjects, LINES_MAX).await?;
            let mut found = Vec::new();
            for line in lines.into_iter().filter(|it| changes_something(&it.kind)) {
                let read = line.details.as_deref().and_then(|it| serde_json::from_str(it).ok());
                let details: Details = read.unwrap_or_default();
                if details.appointment.as_ref() != Some(&id) && line.subject.as_deref() != Some(id.as_str()) {
                    continue;
                }
                let member = line.actor.strip_prefix("staff:").and_then(|it| it.parse::<StaffId>().ok());
                let name = match member {
                    Some(member) => staff::by_id(tx, &member).await?.map(|it| it.name),
                    None => None,
                };
                found.push(Happened {
                    at: line.at,
                    what: line.kind,
                    actor: line.actor,
                    name,
                    via: details.via,
                    why: details.why,
                    from: details.from,
                });
            }
            Ok::<_, DeskError>(found)
        })
    });
    let found = found.await?;
    desk.saw(&clinic.id, who, "appointment.history_seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(found))
}

/// Looks are noted in the chain and are no part of a visit's own story.
fn changes_something(kind: &str) -> bool {
    !kind.ends_with("seen") && !kind.ends_with("listed")
}
