//! What a clinic spends on messages in a day (`reference/trust.md`, S30): every template costs money, so that a day has
//! a number of them, the clinic's own (`templates_per_day`). What is over it waits for the next morning; what would be
//! too late then becomes a card, and a person calls. Nothing is lost in silence.
//!
//! Absent: answers, which cost nothing within WhatsApp's 24 hours; how often one contact is answered (`crowd.rs`).

use crate::letters::clinic_zone;
use crate::{Desk, DeskError, News};
use jiff::civil::{Date, Time, time};
use jiff::{Timestamp, ToSpan};
use svara_model::{Clinic, EventId, HandoverReason, Outgoing};
use svara_store::outbox::{self, OutboxItem};
use svara_store::{Tx, budgets, events, handovers, pace};

/// What the budget is counted under.
const TEMPLATES: &str = "templates";
/// The first message over the limit makes a line in the audit chain and in the log; this counts it.
const TOLD: &str = "templates_told";
/// What was put off leaves then, when people are up, and well before most visits.
const NEXT_MORNING: Time = time(8, 0, 0, 0);

/// Why something is not sent today.
pub(crate) const SPENT: &str = "today's limit for messages that cost money is reached";

/// Whether there is money for a message.
pub(crate) enum Means {
    /// It may go.
    Enough,
    /// It was put off, or became a card.
    Spent,
}

impl Desk {
    /// Takes one of the day's messages for a template that is about to leave; when none is left it is put off.
    pub(crate) async fn means_for(&self, item: &OutboxItem, clinic: &Clinic) -> Result<Means, DeskError> {
        if !costs(item) {
            return Ok(Means::Enough);
        }
        let (now, day, most) = (self.now(), today(clinic, self.now()), clinic.policy.templates_per_day);
        let later = next_morning(clinic, now);
        let desk = self.clone();
        let within = self.store.write("the day's spend", {
            let item = item.clone();
            move |tx| {
                let (desk, item) = (desk.clone(), item.clone());
                Box::pin(async move {
                    if budgets::take(tx, &item.clinic, TEMPLATES, day, most).await? {
                        return Ok(true);
                    }
                    put_off(tx, &item, later, now).await?;
                    if budgets::take(tx, &item.clinic, TOLD, day, 1).await? {
                        tracing::warn!(clinic = %item.clinic, most, "the day's limit for templates is reached");
                        let id = desk.ids.make(EventId::new, now);
                        let details = serde_json::json!({ "limit": most }).to_string();
                        let kind = "templates.limit_reached";
                        events::append(tx, id, &item.clinic, now, "desk", kind, None, &details).await?;
                    }
                    Ok::<_, DeskError>(false)
                })
            }
        });
        if within.await? {
            return Ok(Means::Enough);
        }
        self.tell(&item.clinic, News::Conversation(item.conversation.clone()));
        Ok(Means::Spent)
    }

    /// Whether the day's messages are used up, before staff are offered one.
    pub(crate) async fn is_spent(&self, tx: &mut Tx, clinic: &Clinic) -> Result<bool, DeskError> {
        let used = budgets::used(tx, &clinic.id, TEMPLATES, today(clinic, self.now())).await?;
        Ok(used >= clinic.policy.templates_per_day)
    }
}

/// What the provider refused was not charged.
pub(crate) async fn not_spent(
    tx: &mut Tx,
    item: &OutboxItem,
    clinic: &Clinic,
    now: Timestamp,
) -> Result<(), DeskError> {
    if costs(item) {
        budgets::give_back(tx, &item.clinic, TEMPLATES, today(clinic, now)).await?;
    }
    Ok(())
}

async fn put_off(tx: &mut Tx, item: &OutboxItem, later: Timestamp, now: Timestamp) -> Result<(), DeskError> {
    if item.expires_at.is_none_or(|it| later < it) {
        pace::put_off(tx, &item.id, later, SPENT).await?;
        return Ok(());
    }
    outbox::dropped(tx, &item.id, SPENT, now).await?;
    handovers::open(tx, &item.conversation, HandoverReason::NotDelivered, now).await?;
    Ok(())
}

fn costs(item: &OutboxItem) -> bool {
    matches!(item.content, Outgoing::Template(_))
}

fn today(clinic: &Clinic, now: Timestamp) -> Date {
    now.to_zoned(clinic_zone(clinic)).date()
}

fn next_morning(clinic: &Clinic, now: Timestamp) -> Timestamp {
    let zone = clinic_zone(clinic);
    let tomorrow = now.to_zoned(zone.clone()).date().saturating_add(1.day());
    let morning = tomorrow.to_datetime(NEXT_MORNING).to_zoned(zone);
    morning.map_or(now + jiff::SignedDuration::from_hours(24), |it| it.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use svara_model::Policy;

    fn clinic() -> Clinic {
        let file = "[clinic]\nid = \"n\"\nname = \"N\"\ncountry = \"SE\"\ntime_zone = \"Europe/Stockholm\"\n\
                    languages = [\"sv\"]\naddress = \"A\"\nemergency_number = \"112\"\ncurrency = \"SEK\"\n";
        crate::clinic_file::ClinicFile::parse(file).unwrap().clinic
    }

    #[test]
    fn what_is_put_off_leaves_on_the_next_morning_by_the_clinics_clock() {
        for (now, morning) in [
            ("2026-03-10T09:00:00+01:00", "2026-03-11T08:00:00+01:00"),
            ("2026-03-10T23:59:00+01:00", "2026-03-11T08:00:00+01:00"),
            ("2026-03-11T00:01:00+01:00", "2026-03-12T08:00:00+01:00"),
            ("2026-03-28T12:00:00+01:00", "2026-03-29T08:00:00+02:00"),
        ] {
            let (now, morning): (Timestamp, Timestamp) = (now.parse().unwrap(), morning.parse().unwrap());
            assert_eq!(next_morning(&clinic(), now), morning, "{now}");
        }
    }

    #[test]
    fn a_clinic_that_says_nothing_has_a_limit() {
        assert_eq!(clinic().policy.templates_per_day, Policy::default().templates_per_day);
    }
}
