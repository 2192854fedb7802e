//! The diary: nobody in two places (I1), times kept only for whom they are kept (I2), within hours and of the right
//! length (I19), a revision that rises (I20), and one clinic in everything (I21).

use super::{Auditor, Change, appointment_of, hours};
use jiff::{SignedDuration, Timestamp};
use svara_model::{Appointment, Clinic, Service};

impl Auditor {
    pub(super) fn check_diary(&mut self, change: &Change, now: Timestamp) {
        for (clinic, event) in &change.events {
            let Some(id) = appointment_of(event) else { continue };
            let Some(after) = change.appointments.iter().find(|it| it.id == id).cloned() else { continue };
            self.check("I21", &after.clinic == clinic, || format!("{id} is another clinic's"));
            let before = self.diary.get(&id).cloned();
            match event.kind.as_str() {
                "appointment.booked" => {
                    self.check_revision(None, &after);
                    self.check_time(change, &after, now);
                }
                "appointment.moved" => {
                    self.check_revision(before.as_ref(), &after);
                    self.check_time(change, &after, now);
                }
                "appointment.cancelled" => self.check_revision(before.as_ref(), &after),
                _ => {}
            }
        }
        for after in &change.appointments {
            self.check_alone(change, after);
        }
        for hold in change.holds.iter().filter(|it| it.until > now) {
            self.check("I2", hold.taken, || format!("{}'s time is kept in name only", hold.conversation));
        }
    }

    fn check_revision(&mut self, before: Option<&Appointment>, after: &Appointment) {
        let holds = before.is_none_or(|it| after.revision > it.revision);
        self.check("I20", holds, || {
            format!("{} changed and its revision stayed {}", after.id, after.revision)
        });
    }

    /// A new time: of the service's length, within hours, and kept for nobody else.
    fn check_time(&mut self, change: &Change, after: &Appointment, now: Timestamp) {
        let Some(clinic) = self.clinic(&after.clinic) else { return };
        let slot = &after.slot;
        let service = clinic.service(&slot.service);
        let minutes = service.map_or(0, |it| i64::from(it.minutes));
        let right = slot.to.duration_since(slot.from) == SignedDuration::from_mins(minutes);
        self.check("I19", right, || format!("{} does not last {minutes} minutes", after.id));
        let at_work =
            clinic.practitioner(&slot.practitioner).is_some_and(|it| hours::cover(&clinic, it, slot));
        self.check("I19", at_work, || format!("{} at {} is outside hours", after.id, slot.from));
        let writer = change.threads.iter().map(|it| it.0.id.clone()).collect::<Vec<_>>();
        let kept: Option<String> = self
            .holds
            .iter()
            .find(|it| {
                it.slot.practitioner == slot.practitioner
                    && it.until > now
                    && it.slot.from < slot.to
                    && slot.from < it.slot.to
                    && !writer.contains(&it.conversation)
                    && self.threads.get(&it.conversation).is_some_and(|it| it.clinic == after.clinic)
            })
            .map(|it| it.conversation.to_string());
        self.check("I2", kept.is_none(), || {
            format!("{} took a time that is kept for {}", after.id, kept.unwrap_or_default())
        });
    }

    /// Against everything else in the diary, with the larger of the two neighbours' buffers between.
    fn check_alone(&mut self, change: &Change, after: &Appointment) {
        let Some(clinic) = self.clinic(&after.clinic) else { return };
        if !after.status.takes_time() {
            return;
        }
        let changed = |it: &&Appointment| change.appointments.iter().all(|new| new.id != it.id);
        let others: Vec<Appointment> = self.diary.values().filter(changed).cloned().collect();
        for other in others.iter().chain(&change.appointments) {
            if other.id == after.id || other.clinic != after.clinic || !other.status.takes_time() {
                continue;
            }
            let apart = apart(&clinic, after, other);
            self.check("I1", apart, || {
                format!("{} and {} overlap at {}", after.id, other.id, after.slot.from)
            });
        }
    }
}

fn apart(clinic: &Clinic, one: &Appointment, other: &Appointment) -> bool {
    let (first, second) = if one.slot.from <= other.slot.from { (one, other) } else { (other, one) };
    if first.slot.practitioner == second.slot.practitioner {
        let buffer = |it: &Appointment, of: fn(&Service) -> u32| {
            clinic.service(&it.slot.service).map_or(0, |it| i64::from(of(it)))
        };
        let between = buffer(first, |it| it.buffer_after).max(buffer(second, |it| it.buffer_before));
        return first.slot.to + SignedDuration::from_mins(between) <= second.slot.from;
    }
    let shared = first.slot.rooms.iter().any(|it| second.slot.rooms.contains(it));
    !shared || first.slot.to <= second.slot.from
}
