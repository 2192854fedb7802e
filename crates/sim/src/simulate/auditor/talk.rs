//! Conversations: what is said is so (I4), once for each message (I5), in order (I7); a person's conversation is left
//! to that person (I28), the machine says that it is one (I29), a stop word is obeyed (I11), and nobody is left
//! without an answer (I35).

use super::closing::reminder_at;
use super::{Accepted, Auditor, Change};
use crate::simulate::patients::Wants;
use jiff::tz::TimeZone;
use svara_model::{AppointmentId, ConversationState, Outgoing, Purpose};
use svara_store::books::{Line, Out, Thread};

/// How the desk says that it is one, in each language it writes.
const DISCLOSURES: [&str; 2] = ["automatisk assistent", "automated assistant"];

impl Auditor {
    pub(super) fn check_talk(&mut self, change: &Change) {
        for (thread, lines) in &change.threads {
            self.check("I21", thread.clinic == thread.contact_clinic, || {
                format!("{} is with another clinic's contact", thread.id)
            });
            let heard = self.heard(lines);
            let said: Vec<&Out> =
                lines.iter().filter_map(|it| it.out.as_ref()).filter(|it| by_desk(it)).collect();
            self.check_once(change, thread, lines, &said);
            self.check_order(thread, lines);
            self.check_silence(thread, &said);
            self.check_disclosure(thread, &said);
            self.check_stop(change, thread, &heard);
            self.check_answered(change, thread, &heard, &said);
            self.check_links(change, thread, &said);
            self.check_reminder_hours(lines);
        }
        self.check_bookings_are_said(change);
    }

    /// What is known of the messages that came in with these lines.
    fn heard(&self, lines: &[Line]) -> Vec<Accepted> {
        let keys = lines.iter().filter(|it| it.out.is_none()).filter_map(|it| it.provider.as_ref());
        keys.filter_map(|it| self.accepted.get(it).cloned()).collect()
    }

    /// A message becomes one line, and one answer for each time somebody was heard.
    fn check_once(&mut self, change: &Change, thread: &Thread, lines: &[Line], said: &[&Out]) {
        let mut keys: Vec<&String> =
            lines.iter().filter(|it| it.out.is_none()).filter_map(|it| it.provider.as_ref()).collect();
        let heard = keys.len();
        let known = keys.iter().any(|it| self.handled.contains(*it));
        keys.sort_unstable();
        keys.dedup();
        self.check("I5", !known && keys.len() == heard, || {
            format!("a message came into {} a second time", thread.id)
        });
        // Somebody who falls silent in the middle hears from the desk once more: that is a job's.
        let asked = change.unit != "turn" || said.is_empty() || heard > 0;
        self.check("I5", said.len() <= 1 && asked, || {
            format!("{} answers to {heard} messages in {}", said.len(), thread.id)
        });
        self.answers += said.len() as u64;
    }

    fn check_order(&mut self, thread: &Thread, lines: &[Line]) {
        let times: Vec<_> = lines.iter().filter(|it| it.out.is_none()).map(|it| it.at).collect();
        self.check("I7", times.is_sorted(), || format!("{} was read out of order: {times:?}", thread.id));
    }

    fn check_silence(&mut self, thread: &Thread, said: &[&Out]) {
        let before = self.threads.get(&thread.id).map(|it| it.state.clone());
        let before = before.as_ref();
        let taken = |it: &ConversationState| matches!(it, ConversationState::Staff { .. });
        let waits = |it: &ConversationState| matches!(it, ConversationState::Waiting { .. });
        if before.is_some_and(taken) && taken(&thread.state) {
            self.check("I28", said.is_empty(), || {
                format!("the desk spoke in {}, which a person has", thread.id)
            });
        }
        if before.is_some_and(waits) && waits(&thread.state) {
            let emergency = said.iter().all(|it| it.content.shown().contains("112"));
            self.check("I28", emergency, || {
                format!("the desk spoke in {}, which waits for a person", thread.id)
            });
        }
        self.check("I28", !waits(&thread.state) || thread.card, || {
            format!("{} waits for a person and nobody was told", thread.id)
        });
    }

    fn check_disclosure(&mut self, thread: &Thread, said: &[&Out]) {
        let Some(first) = said.first() else { return };
        if self.introduced.insert(thread.id.clone()) {
            let text = first.content.shown();
            let says = DISCLOSURES.iter().any(|it| text.contains(it));
            self.check("I29", says, || format!("the first answer in {} does not say who speaks", thread.id));
        }
    }

    /// A stop word by itself withdraws the permission in the same transaction.
    fn check_stop(&mut self, change: &Change, thread: &Thread, heard: &[Accepted]) {
        let contact = thread.contact.as_str();
        for (_, event) in change.events.iter().filter(|it| it.1.subject.as_deref() == Some(contact)) {
            match event.kind.as_str() {
                "permission.withdrawn" => drop(self.permissions.insert(thread.contact.clone(), false)),
                "permission.given" => drop(self.permissions.insert(thread.contact.clone(), true)),
                _ => {}
            }
        }
        if let [only] = heard
            && only.wants == Wants::Stop
        {
            let obeyed = self.permissions.get(&thread.contact) == Some(&false);
            self.check("I11", obeyed, || {
                format!("a stop word in {} ({}) was not obeyed", thread.id, only.wamid)
            });
        }
    }

    fn check_answered(&mut self, change: &Change, thread: &Thread, heard: &[Accepted], said: &[&Out]) {
        let before = self.threads.get(&thread.id).map_or(&ConversationState::Bot, |it| &it.state);
        let desk = matches!(before, ConversationState::Bot | ConversationState::Closed);
        if change.unit != "turn" || !desk {
            return;
        }
        if heard.iter().any(|it| it.wants == Wants::Answer) {
            self.check("I35", !said.is_empty(), || {
                let first = &heard[0];
                format!("{} from phone {} got no answer in {}", first.wamid, first.phone, thread.id)
            });
        }
        if let [only] = heard
            && only.wants == Wants::Human
        {
            let person =
                matches!(thread.state, ConversationState::Waiting { .. } | ConversationState::Staff { .. });
            self.check("I35", person, || format!("{} asked for a person and got none", only.wamid));
        }
    }

    /// A calendar link is of a visit that stands.
    fn check_links(&mut self, change: &Change, thread: &Thread, said: &[&Out]) {
        for out in said {
            let Outgoing::Link { url, .. } = &out.content else { continue };
            let standing = change
                .appointments
                .iter()
                .chain(self.diary.values())
                .find(|it| url.contains(&it.calendar_token))
                .is_some_and(|it| it.status.is_coming() && it.clinic == thread.clinic);
            self.check("I4", standing, || format!("{} was told of a visit that does not stand", thread.id));
        }
    }

    /// A reminder leaves no earlier than its hour on the wall, also when clocks change in between.
    fn check_reminder_hours(&mut self, lines: &[Line]) {
        for line in lines {
            let Some(out) = line.out.as_ref().filter(|it| it.purpose == Purpose::Reminder) else { continue };
            let hours: Option<u32> =
                out.dedupe.as_ref().and_then(|it| it.rsplit(':').next()).and_then(|it| it.parse().ok());
            let visit = out.appointment.as_ref().and_then(|it| self.diary.get(&it.0)).cloned();
            let (Some(hours), Some(visit)) = (hours, visit) else { continue };
            let Some(clinic) = self.clinic(&visit.clinic) else { continue };
            let due = reminder_at(&clinic, &visit, hours);
            self.check("I19", line.at >= due, || format!("{} reminds before its hour {due}", line.id));
        }
    }

    /// What a patient booked or moved is said in the same transaction, with its hour.
    fn check_bookings_are_said(&mut self, change: &Change) {
        let by_patient = change
            .events
            .iter()
            .filter(|(_, it)| it.actor == "patient")
            .filter(|(_, it)| matches!(it.kind.as_str(), "appointment.booked" | "appointment.moved"));
        let ids: Vec<AppointmentId> = by_patient.filter_map(|(_, it)| super::appointment_of(it)).collect();
        for id in ids {
            let Some(after) = change.appointments.iter().find(|it| it.id == id) else { continue };
            let Some(clinic) = self.clinic(&after.clinic) else { continue };
            let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
            let hour = after.slot.from.to_zoned(zone).strftime("%H:%M").to_string();
            let mut said = change.threads.iter().flat_map(|it| &it.1).filter_map(|it| it.out.as_ref());
            let told = said.any(|it| by_desk(it) && it.content.shown().contains(&hour));
            let gone = !after.status.is_coming();
            self.check("I4", told || gone, || format!("{id} was booked at {hour} and nothing was said"));
            if let Some(contact) = &after.contact {
                self.permissions.entry(contact.clone()).or_insert(true);
            }
        }
    }
}

/// An answer that no person wrote.
fn by_desk(out: &Out) -> bool {
    out.purpose == Purpose::Answer && !out.by_staff
}
