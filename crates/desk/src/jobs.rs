//! What falls due: reminders. A job carries the appointment's revision and asks once more before it does anything,
//! so a moved or cancelled visit is never reminded of.

use crate::lapse::HOLD_LAPSE;
use crate::nudge::{LAPSE, NUDGE};
use crate::requests::REQUEST_LAPSE;
use crate::restore::was_due_before;
use crate::{Desk, DeskError, News, letters};
use crate::{absence, waitlist};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use svara_dialog::{Memory, wording};
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Channel, Clinic, ConversationId, EventId, JobId,
    MessageId, Purpose,
};
use svara_store::messages::NewOutbound;
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{Tx, appointments, contacts, conversations, events, jobs, messages, patients};

const REMINDER: &str = "reminder";
/// A process that dies with a job in hand gives it up after this.
const LEASE_SECONDS: i64 = 60;
/// Jobs done in one go.
const BATCH: usize = 32;
/// A job that fails this often needs a person.
const ATTEMPTS_MAX: i64 = 8;
/// A reminder whose time came while the desk was off still leaves if the visit is at least so far away.
pub(crate) const REMINDER_MINUTES_MIN: i64 = 30;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reminder {
    appointment: AppointmentId,
    revision: i64,
    hours_before: u32,
}

/// What became of a reminder that fell due.
enum Reminded {
    Queued(ConversationId),
    /// Why not, for whoever asks later; no personal data.
    Not(&'static str),
}

impl Desk {
    /// Plans the reminders of an appointment; those whose hour has passed already are left out.
    pub(crate) async fn plan_reminders(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        appointment: &Appointment,
    ) -> Result<(), DeskError> {
        // A request is no visit to be reminded of.
        if appointment.status == AppointmentStatus::Pending {
            return Ok(());
        }
        let now = self.now();
        for hours_before in &clinic.policy.reminders_hours_before {
            let due = reminder_due(clinic, appointment.slot.from, *hours_before);
            if due <= now {
                continue;
            }
            let reminder = Reminder {
                appointment: appointment.id.clone(),
                revision: appointment.revision,
                hours_before: *hours_before,
            };
            let payload = serde_json::to_string(&reminder).expect("a reminder is plain data");
            let dedupe = format!("{}{}:{hours_before}", prefix(&appointment.id), appointment.revision);
            let id = self.ids.make(JobId::new, now);
            jobs::add(tx, id, REMINDER, &dedupe, due, &payload, now).await?;
        }
        Ok(())
    }

    /// Forgets the reminders of an appointment that moved or was called off.
    pub(crate) async fn drop_reminders(&self, tx: &mut Tx, id: &AppointmentId) -> Result<(), DeskError> {
        if !is_planted(Mischief::SpeaksOfThePast) {
            jobs::cancel_by_dedupe_prefix(tx, &prefix(id)).await?;
        }
        Ok(())
    }

    /// Does what is due; how many jobs there were.
    pub(crate) async fn work_jobs(&self) -> Result<usize, DeskError> {
        let now = self.now();
        let owner = self.config.owner.clone();
        let claimed = self.store.write("claim jobs", move |tx| {
            let owner = owner.clone();
            let lease = now + SignedDuration::from_secs(LEASE_SECONDS);
            Box::pin(async move { jobs::claim(tx, now, lease, &owner, BATCH).await.map_err(DeskError::from) })
        });
        let claimed = claimed.await?;
        let count = claimed.len();
        for job in claimed {
            if let Err(error) = self.work_job(&job).await {
                tracing::warn!(job = %job.id, kind = job.kind, %error, "a job failed");
                self.put_off(job, &error.to_string()).await?;
            }
        }
        if count > 0 {
            self.outbox_bell.notify_one();
        }
        Ok(count)
    }

    async fn put_off(&self, job: jobs::Job, why: &str) -> Result<(), DeskError> {
        let why = why.to_owned();
        let now = self.now();
        let later = now + SignedDuration::from_secs(1 << job.attempt.clamp(0, 12));
        self.store
            .write("put a job off", move |tx| {
                let (job, why) = (job.clone(), why.clone());
                Box::pin(async move {
                    if job.attempt >= ATTEMPTS_MAX {
                        jobs::give_up(tx, &job.id, &why, now).await?;
                    } else {
                        jobs::retry(tx, &job.id, later, &why).await?;
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }

    async fn work_job(&self, job: &jobs::Job) -> Result<(), DeskError> {
        let desk = self.clone();
        let job = job.clone();
        let told = self.store.write("a job", move |tx| {
            let (desk, job) = (desk.clone(), job.clone());
            Box::pin(async move {
                let told = match job.kind.as_str() {
                    REMINDER if is_planted(Mischief::RemindersForgotten) => None,
                    REMINDER => match desk.remind(tx, &job.payload).await? {
                        Reminded::Queued(conversation) => Some(conversation),
                        Reminded::Not(why) => {
                            jobs::done_without(tx, &job.id, why, desk.now()).await?;
                            return Ok(None);
                        }
                    },
                    REQUEST_LAPSE => desk.lapse_request(tx, &job.payload).await?,
                    HOLD_LAPSE => desk.lapse_hold(tx, &job.payload).await.map(|()| None)?,
                    NUDGE | LAPSE => desk.hear_silence(tx, &job.kind, &job.payload).await?,
                    waitlist::TEND => desk.tend(tx, &job.payload).await.map(|()| None)?,
                    absence::GO | absence::ASK | absence::CALL => {
                        desk.work_absence(tx, &job.kind, &job.payload).await?
                    }
                    other => return Err(DeskError::Invalid(format!("no job is called {other}"))),
                };
                if !is_planted(Mischief::RemindsAgain) || told.is_none() {
                    jobs::done(tx, &job.id, desk.now()).await?;
                }
                match told {
                    Some(told) => conversations::by_id(tx, &told).await.map_err(DeskError::from),
                    None => Ok(None),
                }
            })
        });
        if let Some(told) = told.await? {
            self.tell(&told.clinic, News::Conversation(told.id));
        }
        Ok(())
    }

    /// Queues one reminder, unless the visit changed, was answered already or nobody may be reminded.
    async fn remind(&self, tx: &mut Tx, payload: &str) -> Result<Reminded, DeskError> {
        let reminder: Reminder = serde_json::from_str(payload)
            .map_err(|it| DeskError::Unreadable { what: "a reminder", why: it.to_string() })?;
        let now = self.now();
        let Some(appointment) = appointments::by_id(tx, &reminder.appointment).await? else {
            return Ok(Reminded::Not("the visit is gone"));
        };
        let latest = appointment.slot.from - SignedDuration::from_mins(REMINDER_MINUTES_MIN);
        if let Some(why) = self.why_no_reminder(tx, &appointment, &reminder, latest).await? {
            return Ok(Reminded::Not(why));
        }
        let (Some(clinic), Some(contact)) = (self.clinic(&appointment.clinic), appointment.contact.clone())
        else {
            return Ok(Reminded::Not("nobody can be reached about it"));
        };
        let (patient, contact) =
            (patients::by_id(tx, &appointment.patient).await?, contacts::by_id(tx, &contact).await?);
        let (Some(patient), Some(contact)) = (patient, contact) else {
            return Ok(Reminded::Not("the patient is gone"));
        };
        let language = letters::language_of(&clinic, &patient);
        let new = self.ids.make(ConversationId::new, now);
        let conversation =
            conversations::open_for(tx, &clinic.id, &contact.id, Channel::Whatsapp, &language, new, now)
                .await?;
        let content = letters::reminder(&clinic, &appointment, &patient);
        let queued = messages::add_outbound(
            tx,
            &NewOutbound {
                id: self.ids.make(MessageId::new, now),
                conversation: conversation.id.clone(),
                contact: contact.id.clone(),
                purpose: Purpose::Reminder,
                class: letters::class(&content),
                content,
                due_at: now,
                expires_at: Some(latest),
                appointment: Some((appointment.id.clone(), reminder.revision)),
                reply_to: None,
                dedupe: (!is_planted(Mischief::RemindsAgain)).then(|| {
                    format!("{}{}:{}", prefix(&appointment.id), appointment.revision, reminder.hours_before)
                }),
                by_staff: None,
            },
            now,
        )
        .await?;
        if !queued {
            return Ok(Reminded::Not("it was queued before"));
        }
        if appointment.status == AppointmentStatus::Booked {
            self.remember_reminder(tx, &conversation.id, &appointment.id, now).await?;
        }
        let event = self.ids.make(EventId::new, now);
        let subject = Some(patient.id.as_str());
        events::append(tx, event, &clinic.id, now, "desk", "reminder.queued", subject, "{}").await?;
        Ok(Reminded::Queued(conversation.id))
    }

    /// Why a visit is not reminded of after all.
    async fn why_no_reminder(
        &self,
        tx: &mut Tx,
        visit: &Appointment,
        reminder: &Reminder,
        latest: Timestamp,
    ) -> Result<Option<&'static str>, DeskError> {
        if visit.revision != reminder.revision && !is_planted(Mischief::SpeaksOfThePast) {
            return Ok(Some("the visit was changed"));
        }
        if !stands(visit) {
            return Ok(Some("the visit does not stand"));
        }
        if self.now() >= latest {
            return Ok(Some("it was too late for a reminder"));
        }
        let clinic = self.clinic(&visit.clinic);
        let due = clinic.map_or(latest, |it| reminder_due(&it, visit.slot.from, reminder.hours_before));
        if was_due_before(tx, due).await? {
            return Ok(Some("it was due before a backup was restored and may have been sent"));
        }
        let away = self.is_away(tx, &visit.clinic, &visit.slot).await?;
        Ok(away.then_some("an absence touches the visit"))
    }

    /// A bare "ja" after a reminder is about that visit: the conversation remembers which.
    pub(crate) async fn remember_reminder(
        &self,
        tx: &mut Tx,
        conversation: &ConversationId,
        appointment: &AppointmentId,
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let (mut memory, version) = self.recall(tx, conversation).await?;
        memory.reminded = Some(appointment.clone());
        self.keep(tx, conversation, &memory, version, now).await
    }

    /// What the patient says next may be about the visit that staff moved.
    pub(crate) async fn remember_move(
        &self,
        tx: &mut Tx,
        conversation: &ConversationId,
        appointment: &AppointmentId,
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let (mut memory, version) = self.recall(tx, conversation).await?;
        memory.moved_by_staff = Some(appointment.clone());
        self.keep(tx, conversation, &memory, version, now).await
    }

    /// What the desk remembers of a conversation, and its version.
    pub(crate) async fn recall(&self, tx: &mut Tx, id: &ConversationId) -> Result<(Memory, i64), DeskError> {
        match conversations::memory(tx, id).await? {
            None if is_planted(Mischief::Anonymous) => {
                Ok((Memory { introduced: true, ..Memory::default() }, 0))
            }
            None => Ok((Memory::default(), 0)),
            Some((json, version)) => {
                // A memory of another time that cannot be read costs the thread, never the patient's message.
                let memory = serde_json::from_str(&json).unwrap_or_else(|error| {
                    tracing::error!(conversation = %id, %error, "a conversation's memory can't be read and begins anew");
                    Memory { introduced: true, ..Memory::default() }
                });
                Ok((memory, version))
            }
        }
    }

    /// Stores what the desk remembers; somebody else's newer memory is a conflict, and the turn runs again.
    pub(crate) async fn keep(
        &self,
        tx: &mut Tx,
        id: &ConversationId,
        memory: &Memory,
        version: i64,
        now: Timestamp,
    ) -> Result<(), DeskError> {
        let json = serde_json::to_string(memory).expect("a memory is plain data");
        if conversations::save_memory(tx, id, &json, version, now).await? {
            Ok(())
        } else {
            Err(DeskError::Conflict("the conversation went on meanwhile".to_owned()))
        }
    }
}

pub(crate) fn stands(appointment: &Appointment) -> bool {
    appointment.status.is_coming() && appointment.status != AppointmentStatus::Pending
}

/// When a reminder is due: whole days before, at the same hour on the wall; hours that are no whole days are hours.
/// Between the two lies an hour on the nights on which clocks change.
pub(crate) fn reminder_due(clinic: &Clinic, from: Timestamp, hours_before: u32) -> Timestamp {
    let hours = SignedDuration::from_hours(i64::from(hours_before));
    if !hours_before.is_multiple_of(24) {
        return from - hours;
    }
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let wall = from.to_zoned(zone).checked_sub(i64::from(hours_before / 24).days());
    wall.map_or(from - hours, |it| it.timestamp())
}

fn prefix(id: &AppointmentId) -> String {
    format!("reminder:{id}:")
}

/// The language the desk answers in, for a language a patient uses.
pub(crate) fn answer_language(language: &svara_model::Language) -> svara_model::Language {
    wording::text_language(language)
}
