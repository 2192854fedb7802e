//! What is kept for how long, and the daily round that holds it; its report is a line of the audit chain.

use crate::{Desk, DeskError};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use svara_model::{Clinic, ClinicId, EventId};
use svara_store::{Tx, events, patients, retention, settings};

/// C2 leaves for the patient record within days; what staff wrote behind sign-in stays a month.
pub const SECURE_MESSAGE_DAYS: i64 = 30;
/// C3: after two years a visit says only when, what and with whom.
pub const VISIT_DAYS: i64 = 730;
/// C4: proof of permissions is kept for the relation and three years more; then the person is forgotten.
pub const RELATION_DAYS: i64 = 1_095;
/// C6: raw notifications: a day of their content, ten days of their keys (`housekeeping.rs`).
pub const NOTIFICATION_DAYS: i64 = 10;
/// C5: whoever looked at patients' data stands in the chain at least so long (HSLF-FS 2016:40, 4:9); it is never
/// shortened here.
pub const ACCESS_LOG_YEARS: i64 = 5;
/// People forgotten in one round: a short transaction; the next day takes the next.
const FORGOTTEN_AT_ONCE: usize = 200;

/// One class of things, and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Class {
    /// As the table of the handbook calls it.
    pub class: &'static str,
    /// What it is.
    pub what: &'static str,
    /// How long.
    pub kept: String,
    /// What happens then, and on a wish to be forgotten.
    pub then: &'static str,
}

/// What went in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Lines of conversations.
    pub messages: u64,
    /// Messages behind sign-in.
    pub secure_messages: u64,
    /// Visits that lost their links.
    pub visits: u64,
    /// People forgotten.
    pub patients: u64,
    /// Links and sign-ins that were over.
    pub links: u64,
}

/// What is kept for how long at a clinic.
pub fn classes(clinic: &Clinic) -> Vec<Class> {
    let days = |days: i64| format!("{days} days");
    vec![
        Class {
            class: "C1",
            what: "messages about appointments",
            kept: days(i64::from(clinic.privacy.message_days)),
            then: "deleted; on request at once",
        },
        Class {
            class: "C2",
            what: "staff's messages behind sign-in",
            kept: days(SECURE_MESSAGE_DAYS),
            then: "deleted; what belongs in the patient record is moved there by staff first",
        },
        Class {
            class: "C3",
            what: "visits: time, kind, practitioner, outcome",
            kept: days(VISIT_DAYS),
            then: "links to the person's address go; on request the name goes at once",
        },
        Class {
            class: "C4",
            what: "permissions and their evidence, names and numbers",
            kept: format!("{} after the last sign of life", days(RELATION_DAYS)),
            then: "the person's key is destroyed",
        },
        Class {
            class: "C5",
            what: "who looked at or changed what",
            kept: format!("at least {ACCESS_LOG_YEARS} years"),
            then: "kept also on request (HSLF-FS 2016:40, 4:9); what it says of the person becomes unreadable",
        },
        Class {
            class: "C6",
            what: "raw notifications of providers",
            kept: format!("content 1 day, keys {NOTIFICATION_DAYS} days"),
            then: "deleted; on request at once",
        },
    ]
}

impl Desk {
    /// Makes the day's round at each clinic that had none today.
    pub async fn hold_limits(&self) -> Result<(), DeskError> {
        for clinic in self.clinics() {
            let desk = self.clone();
            self.store
                .write("hold limits", move |tx| {
                    let (desk, clinic) = (desk.clone(), Arc::clone(&clinic));
                    Box::pin(async move {
                        let today = desk.now().strftime("%Y-%m-%d").to_string();
                        let mark = format!("retention.day.{}", clinic.id);
                        if settings::get(tx, &mark).await?.as_deref() != Some(today.as_str()) {
                            settings::set(tx, &mark, &today).await?;
                            desk.round(tx, &clinic).await?;
                        }
                        Ok::<_, DeskError>(())
                    })
                })
                .await?;
        }
        Ok(())
    }

    async fn round(&self, tx: &mut Tx, clinic: &Clinic) -> Result<(), DeskError> {
        let now = self.now();
        let before = |days: i64| now - SignedDuration::from_hours(24 * days);
        let mut report = Report {
            messages: retention::drop_messages(
                tx,
                &clinic.id,
                before(i64::from(clinic.privacy.message_days)),
            )
            .await?,
            secure_messages: retention::drop_secure_messages(tx, &clinic.id, before(SECURE_MESSAGE_DAYS))
                .await?,
            visits: retention::loosen_visits(tx, &clinic.id, before(VISIT_DAYS)).await?,
            links: retention::drop_links(tx, now).await?,
            patients: 0,
        };
        retention::drop_suggestions(tx, &clinic.id, before(VISIT_DAYS)).await?;
        for id in retention::gone_patients(tx, &clinic.id, before(RELATION_DAYS), FORGOTTEN_AT_ONCE).await? {
            report.patients += u64::from(patients::forget(tx, &id, now).await?);
        }
        if report != Report::default() {
            let text = serde_json::to_string(&report).expect("a report is plain data");
            settings::set(tx, &last(&clinic.id), &text).await?;
            let id = self.ids.make(EventId::new, now);
            events::append(tx, id, &clinic.id, now, "desk", "retention.ran", None, &text).await?;
        }
        Ok(())
    }

    /// What went in the last round that removed anything.
    pub async fn last_round(&self, clinic: &ClinicId) -> Result<Option<Report>, DeskError> {
        let key = last(clinic);
        let text = self.store.read("the last round", move |tx| {
            let key = key.clone();
            Box::pin(async move { settings::get(tx, &key).await.map_err(DeskError::from) })
        });
        Ok(text.await?.and_then(|it| serde_json::from_str(&it).ok()))
    }
}

fn last(clinic: &ClinicId) -> String {
    format!("retention.last.{clinic}")
}
