//! Incidents and their clocks: an early warning within 24 hours, a notification to the supervisory authority within 72
//! (GDPR 33(1); `reference/trust.md`, X6 and G15). The desk opens one by itself where it notices something that staff
//! must look into, and notes when a clock has run out.
//!
//! Absent: what staff do about one (`office/incidents.rs`), and whether there is a duty to tell anybody: people decide.

use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use svara_channel::whatsapp::{SendError, Then};
use svara_model::{ClinicId, EventId, IncidentId};
use svara_store::incidents::{self, Incident, Step};
use svara_store::{StoreError, Tx, checkpoints, events};

/// An early warning is due so long after it was noticed.
pub(crate) const WARNING_HOURS: i64 = 24;
/// The notification (GDPR 33(1)).
pub(crate) const NOTIFICATION_HOURS: i64 = 72;

/// The audit chain was changed.
pub const AUDIT_CHAIN: &str = "audit_chain";
/// A key does not open what it should.
pub const KEYS: &str = "keys";
/// The provider doesn't let us send.
pub const SENDING_STOPPED: &str = "sending_stopped";

/// What stops which clock: the step's word, how long it has, and what the desk notes once it has run out.
pub(crate) const CLOCKS: [(&str, i64, &str); 2] =
    [("warned", WARNING_HOURS, "warning_late"), ("notified", NOTIFICATION_HOURS, "notification_late")];
/// Somebody found that nobody has to be told, and said why: both clocks stop.
pub(crate) const NO_DUTY: &str = "no_duty";

/// A clock of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// When it runs out.
    pub due_at: Timestamp,
    /// When it was stopped; none: it runs.
    pub stopped_at: Option<Timestamp>,
}

impl Clock {
    /// It ran out before it was stopped.
    pub fn is_late(self, now: Timestamp) -> bool {
        self.stopped_at.unwrap_or(now) > self.due_at
    }
}

/// Both clocks, the early warning's first. Who was notified was warned; a closed incident's clocks stand.
pub fn clocks(it: &Incident) -> [Clock; 2] {
    let stopped = |words: &[&str]| {
        let step = it.steps.iter().find(|it| words.contains(&it.step.as_str())).map(|it| it.at);
        step.or(it.closed_at)
    };
    [
        Clock { due_at: due(it, WARNING_HOURS), stopped_at: stopped(&["warned", "notified", NO_DUTY]) },
        Clock { due_at: due(it, NOTIFICATION_HOURS), stopped_at: stopped(&["notified", NO_DUTY]) },
    ]
}

fn due(it: &Incident, hours: i64) -> Timestamp {
    it.noticed_at + SignedDuration::from_hours(hours)
}

impl Desk {
    /// Opens an incident in the desk's own name, unless one of its kind is open.
    pub(crate) async fn notice(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        kind: &str,
        what: &str,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let it = Incident {
            id: self.ids.make(IncidentId::new, now),
            kind: kind.to_owned(),
            noticed_at: now,
            opened_at: now,
            opened_by: "desk".to_owned(),
            what: what.to_owned(),
            affected: None,
            closed_at: None,
            steps: Vec::new(),
        };
        if incidents::open(tx, clinic, &it).await? {
            tracing::error!(%clinic, kind, incident = %it.id, "the desk opened an incident");
            self.in_the_chain(tx, clinic, "incident.opened", &it.id, kind).await?;
        }
        Ok(())
    }

    async fn in_the_chain(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        line: &str,
        id: &IncidentId,
        word: &str,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let details = serde_json::json!({ "what": word }).to_string();
        let event = self.ids.make(EventId::new, now);
        events::append(tx, event, clinic, now, "desk", line, Some(id.as_str()), &details).await?;
        Ok(())
    }

    /// The provider takes nothing from us any more: our token, or the number.
    pub(crate) async fn notice_refusal(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        error: &SendError,
    ) -> Result<(), DeskError> {
        if !matches!(error.then, Then::Token | Then::PauseNumber) {
            return Ok(());
        }
        // The provider's words can hold a number; its code cannot.
        let what = format!("The provider refuses what we send, with code {}.", error.failure.code);
        self.notice(tx, clinic, SENDING_STOPPED, &what).await
    }

    /// Something sealed did not open while a turn was worked on.
    pub(crate) async fn notice_key_failure(
        &self,
        clinic: Option<&ClinicId>,
        error: &DeskError,
    ) -> Result<(), DeskError> {
        let (Some(clinic), DeskError::Store(StoreError::Sealed { table, column, .. })) = (clinic, error)
        else {
            return Ok(());
        };
        let what = format!("{table}.{column}: sealed with another key, or changed.");
        let (desk, clinic) = (self.clone(), clinic.clone());
        self.store
            .write("open an incident", move |tx| {
                let (desk, clinic, what) = (desk.clone(), clinic.clone(), what.clone());
                Box::pin(async move { desk.notice(tx, &clinic, KEYS, &what).await })
            })
            .await
    }

    /// Somebody verified the chain and it does not hold.
    pub async fn notice_broken_chain(&self, clinic: &ClinicId, why: &str) -> Result<(), DeskError> {
        let (desk, clinic, why) = (self.clone(), clinic.clone(), why.to_owned());
        self.store
            .write("open an incident", move |tx| {
                let (desk, clinic, why) = (desk.clone(), clinic.clone(), why.clone());
                Box::pin(async move { desk.notice(tx, &clinic, AUDIT_CHAIN, &why).await })
            })
            .await
    }

    /// Once an hour: does the last checkpoint still fit, and has a clock run out?
    pub(crate) async fn watch_incidents(&self) -> Result<(), DeskError> {
        let desk = self.clone();
        self.store
            .write("watch incidents", move |tx| {
                let desk = desk.clone();
                Box::pin(async move {
                    for clinic in desk.clinics() {
                        desk.look_at_the_chain(tx, &clinic.id).await?;
                        for it in incidents::list(tx, &clinic.id).await? {
                            desk.look_at_clocks(tx, &clinic.id, &it).await?;
                        }
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }

    async fn look_at_the_chain(&self, tx: &mut Tx, clinic: &ClinicId) -> Result<(), DeskError> {
        let Some(last) = checkpoints::list(tx, clinic).await?.pop() else { return Ok(()) };
        if checkpoints::fits(tx, &last).await? {
            return Ok(());
        }
        let what = format!("The checkpoint of row {} does not fit the audit chain any more.", last.seq);
        self.notice(tx, clinic, AUDIT_CHAIN, &what).await
    }

    async fn look_at_clocks(&self, tx: &mut Tx, clinic: &ClinicId, it: &Incident) -> Result<(), DeskError> {
        let now = self.now();
        if it.closed_at.is_some() {
            return Ok(());
        }
        for ((_, hours, late), clock) in CLOCKS.into_iter().zip(clocks(it)) {
            if clock.stopped_at.is_some() || now <= clock.due_at {
                continue;
            }
            // Every hour in the log, until somebody does something; once in the register and in the chain.
            tracing::error!(%clinic, incident = %it.id, hours, "the clock of an incident has run out");
            if it.steps.iter().any(|it| it.step == late) {
                continue;
            }
            let step = Step {
                step: late.to_owned(),
                words: format!("{hours} h"),
                taken_by: "desk".to_owned(),
                at: now,
            };
            incidents::step(tx, clinic, &it.id, &step, None, false).await?;
            self.in_the_chain(tx, clinic, "incident.clock_ran_out", &it.id, late).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn incident(steps: &[(&str, &str)]) -> Incident {
        let noticed_at = at("2026-03-10T08:00:00Z");
        let step = |(step, when): &(&str, &str)| Step {
            step: (*step).to_owned(),
            words: String::new(),
            taken_by: "staff:1".to_owned(),
            at: at(when),
        };
        Incident {
            id: IncidentId::new(0, 1),
            kind: KEYS.to_owned(),
            noticed_at,
            opened_at: noticed_at,
            opened_by: "desk".to_owned(),
            what: String::new(),
            affected: None,
            closed_at: None,
            steps: steps.iter().map(step).collect(),
        }
    }

    #[test]
    fn clocks_run_from_when_it_was_noticed_until_somebody_was_told() {
        let late = |steps: &[(&str, &str)], now: &str| clocks(&incident(steps)).map(|it| it.is_late(at(now)));
        assert_eq!(late(&[], "2026-03-11T08:00:00Z"), [false, false]);
        assert_eq!(late(&[], "2026-03-11T08:00:01Z"), [true, false]);
        assert_eq!(late(&[], "2026-03-13T08:00:01Z"), [true, true]);
        let warned = [("measure", "2026-03-10T09:00:00Z"), ("warned", "2026-03-11T07:00:00Z")];
        assert_eq!(late(&warned, "2026-03-20T00:00:00Z"), [false, true]);
        // Whoever was notified within a day was warned, too; a decision that nobody has to be told stops both.
        for word in ["notified", NO_DUTY] {
            assert_eq!(late(&[(word, "2026-03-11T07:00:00Z")], "2026-03-20T00:00:00Z"), [false, false]);
            assert_eq!(late(&[(word, "2026-03-12T07:00:00Z")], "2026-03-20T00:00:00Z"), [true, false]);
        }
    }
}
