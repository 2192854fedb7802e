//! The evening's accounts, and the last ones: everything acknowledged was dealt with (I6), reports are joined (I8),
//! reminders left or have a reason (I14), the audit chain holds (I24), old notifications are gone (I26), and the
//! diary in the store is the one the events told of (I1).

use super::Auditor;
use crate::simulate::clock::{DAY, HOUR, instant};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use svara_model::{Appointment, Clinic, DeliveryStatus};
use svara_store::{StoreError, appointments, books, events};

/// Housekeeping runs by the hour of the desk's clock, and the simulation looks every six.
const HOUSEKEEPING_HOURS: i64 = 8;

impl Auditor {
    /// Every evening.
    pub(in crate::simulate) async fn evening(&mut self) -> Result<(), StoreError> {
        for clinic in self.clinics.clone() {
            let id = clinic.id.clone();
            let verified = self.store.read("audit the chain", move |tx| {
                let id = id.clone();
                Box::pin(async move { events::verify(tx, &id).await })
            });
            let verified = verified.await?;
            self.check("I24", verified.is_ok(), || format!("{}: {verified:?}", clinic.id));
        }
        Ok(())
    }

    /// When the weather has been calm and everything has settled.
    pub(in crate::simulate) async fn close(&mut self, now: i64) -> Result<(), StoreError> {
        self.evening().await?;
        self.everything_was_dealt_with().await?;
        self.reports_are_joined().await?;
        self.reminders_left_or_have_a_reason(now).await?;
        self.diary_is_as_told().await?;
        let before = instant(now - DAY - HOUSEKEEPING_HOURS * HOUR);
        let kept = self.store.read("audit retention", move |tx| Box::pin(books::payloads_before(tx, before)));
        let kept = kept.await?;
        self.check("I26", kept == 0, || format!("{kept} old notifications still hold their content"));
        Ok(())
    }

    async fn everything_was_dealt_with(&mut self) -> Result<(), StoreError> {
        let left: Vec<_> = self.accepted.values().cloned().collect();
        self.check("I6", true, String::new);
        for it in left {
            let key = format!("wa:msg:{}", it.wamid);
            let state = self.store.read("audit the inbox", move |tx| {
                let key = key.clone();
                Box::pin(async move { books::inbox_state(tx, &key).await })
            });
            let state = state.await?;
            // Set aside for a person after several failures: nothing is lost.
            let aside = state.as_deref() == Some("unhandled");
            self.set_aside += u64::from(aside);
            self.check("I6", aside, || {
                format!(
                    "{} of phone {} at {} was acknowledged and is {state:?}",
                    it.wamid,
                    it.phone,
                    instant(it.at)
                )
            });
        }
        let (waiting, ..) = self.store.read("audit the inbox", |tx| Box::pin(books::inbox(tx))).await?;
        self.check("I6", waiting == 0, || format!("{waiting} notifications still wait"));
        Ok(())
    }

    /// All evidence joined, whatever its order: nothing goes down.
    async fn reports_are_joined(&mut self) -> Result<(), StoreError> {
        let statuses = self.store.read("audit reports", |tx| Box::pin(books::statuses(tx))).await?;
        for (id, status, _) in statuses {
            let Some(reports) = self.reports.get(&id) else { continue };
            let expected = joined(reports);
            self.check("I8", status == expected, || {
                format!("{id} is {}, and was reported {}", status.as_str(), expected.as_str())
            });
        }
        Ok(())
    }

    async fn reminders_left_or_have_a_reason(&mut self, now: i64) -> Result<(), StoreError> {
        let now = instant(now);
        let mut due = Vec::new();
        for visit in self.diary.values().filter(|it| it.status.is_coming() && it.contact.is_some()) {
            let Some(clinic) = self.clinic(&visit.clinic) else { continue };
            for hours in &clinic.policy.reminders_hours_before {
                let at = reminder_at(&clinic, visit, *hours);
                // Time for the desk to have seen it, also with a clock that was set right only just now.
                let seen = at + SignedDuration::from_hours(3) < now;
                if seen && at > visit.changed_at {
                    due.push((visit.id.clone(), format!("reminder:{}:{}:{hours}", visit.id, visit.revision)));
                }
            }
        }
        for (visit, dedupe) in due {
            let sent = self.dedupes.contains(&dedupe);
            let key = dedupe.clone();
            let job = self.store.read("audit reminders", move |tx| {
                let key = key.clone();
                Box::pin(async move { books::job(tx, &key).await })
            });
            let reason = job.await?.and_then(|it| it.1);
            self.check("I14", sent || reason.is_some(), || {
                format!("{visit} got no reminder and nobody knows why ({dedupe})")
            });
        }
        Ok(())
    }

    /// The store's diary row by row against what the events told.
    async fn diary_is_as_told(&mut self) -> Result<(), StoreError> {
        for (id, told) in self.diary.clone() {
            let found = self.store.read("audit the diary", move |tx| {
                let id = id.clone();
                Box::pin(async move { appointments::by_id(tx, &id).await })
            });
            let found: Option<Appointment> = found.await?;
            let same = found.as_ref().is_some_and(|it| it.revision == told.revision && it.slot == told.slot);
            self.check("I24", same, || format!("{} changed without a line in the chain", told.id));
        }
        Ok(())
    }
}

/// The same wall clock so many days before; hours that are no whole days are hours.
pub(super) fn reminder_at(clinic: &Clinic, visit: &Appointment, hours: u32) -> Timestamp {
    if !hours.is_multiple_of(24) {
        return visit.slot.from - SignedDuration::from_hours(i64::from(hours));
    }
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let wall = visit.slot.from.to_zoned(zone.clone());
    let day = (0..hours / 24).try_fold(wall.date(), |day, _| day.yesterday()).unwrap_or(wall.date());
    let time: Time = wall.time();
    zone.to_zoned(day.to_datetime(time)).map_or(visit.slot.from, |it| it.timestamp())
}

fn joined(reports: &[DeliveryStatus]) -> DeliveryStatus {
    let failed = reports.contains(&DeliveryStatus::Failed);
    let best = reports.iter().copied().filter(|it| *it != DeliveryStatus::Failed).max();
    match best {
        // A refusal outranks mere acceptance, and nothing else.
        Some(best) if !failed || best > DeliveryStatus::Sent => best,
        _ => DeliveryStatus::Failed,
    }
}
