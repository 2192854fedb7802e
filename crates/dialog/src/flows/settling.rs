//! A time is the patient's: booked, moved, kept or confirmed, and said so that nothing is left open.

use super::{Turn, absent, offering};
use crate::effect::{Choice, Effect, Say};
use crate::memory::{Deed, Flow, Settled};
use crate::view::View;
use crate::wording;
use svara_language::phrases::{Key, Phrase};
use svara_model::{Appointment, AppointmentId, AppointmentStatus};

/// The confirmation: day, time, practitioner, place, what to do before, and the calendar link.
pub(crate) fn booked(turn: &mut Turn, offer: Option<u32>, appointment: &Appointment) {
    settle(turn, offer, appointment, Deed::Booked);
    if appointment.status == AppointmentStatus::Pending {
        return super::asking::asked(turn, appointment);
    }
    let mut phrases = vec![headline(turn, appointment), place(turn)];
    phrases.extend(preparation(turn, appointment));
    phrases.extend(reminder(turn.view));
    with_calendar_link(turn, phrases, appointment);
}

/// What is the patient's name in sentences: "you" for the writer, the name for anybody else behind the number.
fn headline(turn: &Turn, appointment: &Appointment) -> Phrase {
    let (key, name) = match turn.view.patient(&appointment.patient) {
        Some(other) if turn.view.patients.len() > 1 => (Key::BookedFor, other.first_name().to_owned()),
        _ => (Key::Booked, String::new()),
    };
    let phrase = super::goals::line(turn, key, appointment);
    if key == Key::BookedFor { phrase.with("name", name) } else { phrase }
}

fn place(turn: &Turn) -> Phrase {
    Phrase::new(Key::BookedPlace)
        .with("clinic", turn.view.clinic.name.clone())
        .with("address", turn.view.clinic.address.clone())
}

fn preparation(turn: &Turn, appointment: &Appointment) -> Option<Phrase> {
    let service = turn.view.clinic.service(&appointment.slot.service)?;
    let text = turn.view.clinic.text(&service.preparation, &turn.view.language);
    (!text.is_empty()).then(|| Phrase::new(Key::BookedPreparation).with("text", text))
}

/// That it is remembered, and when.
pub(crate) fn reminder(view: &View) -> Option<Phrase> {
    let hours = view.clinic.policy.reminders_hours_before.iter().max()?;
    Some(Phrase::new(Key::BookedReminder).with_number("hours", i64::from(*hours)))
}

fn with_calendar_link(turn: &mut Turn, phrases: Vec<Phrase>, appointment: &Appointment) {
    let url = turn.view.calendar_link(appointment);
    let choice = Choice::Link { label: Phrase::new(Key::ButtonCalendar), url };
    turn.effects.push(Effect::Say(Say { phrases, choice }));
}

fn settle(turn: &mut Turn, offer: Option<u32>, appointment: &Appointment, deed: Deed) {
    turn.memory.flow = Flow::Idle;
    if turn.view.patients.len() > 1 {
        // The next wish from a shared number may concern somebody else.
        turn.memory.about = None;
    }
    if let Some(it) = turn.memory.offers.iter_mut().find(|it| Some(it.number) == offer) {
        it.taken = Some(appointment.id.clone());
    }
    turn.memory.settled = Some(Settled { appointment: appointment.id.clone(), at: turn.view.now, deed });
}

/// The move, with both times named.
pub(crate) fn moved(turn: &mut Turn, offer: Option<u32>, before: &Appointment, after: &Appointment) {
    settle(turn, offer, after, Deed::Moved { from: before.slot.clone() });
    if after.status == AppointmentStatus::Pending {
        return super::asking::moved(turn, before, after);
    }
    let old = wording::day_and_time(before.slot.from, &turn.view.zone, &turn.view.language);
    let phrase = super::goals::line(turn, Key::Moved, after).with("old", old);
    let mut phrases = vec![phrase, place(turn)];
    phrases.extend(preparation(turn, after));
    with_calendar_link(turn, phrases, after);
}

/// The same time tapped twice.
pub(crate) fn already(turn: &mut Turn, appointment: &Appointment) {
    if appointment.status == AppointmentStatus::Pending {
        return super::asking::waits(turn, appointment);
    }
    let phrase = super::goals::line(turn, Key::AlreadyBooked, appointment);
    with_calendar_link(turn, vec![phrase], appointment);
}

/// Everything stays as it is.
pub(crate) fn keep(turn: &mut Turn, id: &AppointmentId) {
    turn.memory.flow = Flow::Idle;
    match turn.view.appointment(id).cloned() {
        Some(appointment) if absent::is_touched(turn, id) => absent::cannot_keep(turn, &appointment),
        Some(appointment) if appointment.status == AppointmentStatus::Pending => {
            super::asking::waits(turn, &appointment);
        }
        Some(appointment) => {
            let phrase = super::goals::line(turn, Key::Kept, &appointment);
            turn.say(phrase);
        }
        None => offering::old_tap(turn),
    }
}

/// Yes, I am coming.
pub(crate) fn confirm(turn: &mut Turn, appointment: &Appointment) {
    if absent::is_touched(turn, &appointment.id) {
        return absent::cannot_keep(turn, appointment);
    }
    turn.memory.flow = Flow::Idle;
    turn.memory.reminded = None;
    if appointment.status == AppointmentStatus::Pending {
        return super::asking::waits(turn, appointment);
    }
    turn.effects.push(Effect::Confirm(appointment.id.clone()));
    let phrase = super::goals::line(turn, Key::Confirmed, appointment);
    turn.say(phrase);
}
