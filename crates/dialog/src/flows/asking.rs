//! Visits that the clinic has a say in: what the patient hears of a request, why an approved one is moved by the
//! clinic alone, and what they say to a move by staff.

use super::{Turn, goals};
use crate::effect::Effect;
use crate::memory::{Goal, Which};
use crate::step::first;
use crate::wording;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{Appointment, AppointmentStatus, HandoverReason};

/// It is asked for: the time is held, and when they will hear.
pub(crate) fn asked(turn: &mut Turn, request: &Appointment) {
    let phrase = match turn.view.patient(&request.patient) {
        Some(other) if turn.view.patients.len() > 1 => {
            line(turn, Key::RequestedFor, request).with("name", other.first_name().to_owned())
        }
        _ => line(turn, Key::Requested, request),
    };
    turn.say(phrase);
}

/// The request is for another time now.
pub(crate) fn moved(turn: &mut Turn, before: &Appointment, after: &Appointment) {
    let old = wording::day_and_time(before.slot.from, &turn.view.zone, &turn.view.language);
    let phrase = line(turn, Key::RequestMoved, after).with("old", old);
    turn.say(phrase);
}

/// There is no answer yet.
pub(crate) fn waits(turn: &mut Turn, request: &Appointment) {
    let phrase = goals::line(turn, Key::RequestWaits, request);
    turn.say(phrase);
}

/// An approved visit of this kind is no longer the patient's to move: another time would need approval anew, and the
/// one that stands must not be lost meanwhile.
pub(crate) fn only_the_clinic_moves(turn: &mut Turn, visit: &Appointment) -> bool {
    let view = turn.view;
    let kind = view.clinic.service(&visit.slot.service);
    if visit.status == AppointmentStatus::Pending || !kind.is_some_and(|it| it.approval) {
        return false;
    }
    let when = wording::day_and_time(visit.slot.from, &view.zone, &view.language);
    turn.say(Phrase::new(Key::MoveNeedsApproval).with("when", when));
    turn.memory.flow = crate::memory::Flow::Idle;
    turn.effects.push(Effect::TellStaff(HandoverReason::Request));
    true
}

/// The first thing said after staff moved a visit is about that visit: another day, no, or yes.
pub(crate) fn moved_by_staff(turn: &mut Turn, reading: &Reading) -> bool {
    let told = turn.memory.moved_by_staff.take();
    let Some(visit) = told.and_then(|it| turn.view.appointment(&it)).cloned() else { return false };
    let which = Which::exactly(visit.id.clone());
    let another = matches!(
        first(reading),
        Intent::No
            | Intent::Unknown
            | Intent::Choose
            | Intent::Reschedule
            | Intent::CannotAttend
            | Intent::Book
            | Intent::AskAvailability
    );
    let unsuited = matches!(first(reading), Intent::No | Intent::CannotAttend);
    match &reading.when {
        Some(when) if another => {
            let windows = when.windows.iter().map(|it| (it.from, it.to)).collect();
            goals::pursue(turn, Goal::Move { which, windows, earliest: false });
        }
        None if unsuited => goals::pursue(turn, Goal::CannotAttend(which)),
        None if matches!(first(reading), Intent::Yes | Intent::ConfirmAttendance) => {
            super::settling::keep(turn, &visit.id);
        }
        _ => return false,
    }
    true
}

fn line(turn: &Turn, key: Key, request: &Appointment) -> Phrase {
    let by = turn.view.clinic.answer_by(request.changed_at, request.slot.from);
    let by = wording::day_and_time(by, &turn.view.zone, &turn.view.language);
    goals::line(turn, key, request).with("by", by)
}
