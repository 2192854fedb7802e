//! A visit that can't take place because somebody or something is away: other times, a call, or none at all; never
//! "keep it".

use super::Turn;
use crate::effect::{Effect, OptionLabel, Request};
use crate::memory::Whom;
use crate::tap::Tap;
use crate::wording;
use jiff::{SignedDuration, Timestamp};
use svara_language::phrases::{Key, Phrase};
use svara_model::{Appointment, AppointmentId, HandoverReason};

/// Other times are looked for so far beyond the visit that can't be.
const DAYS_AFTER: i64 = 21;

/// Whether a visit can't take place.
pub(crate) fn is_touched(turn: &Turn, id: &AppointmentId) -> bool {
    turn.view.touched.contains(id)
}

/// The wish that stands in for a visit that can't be: whoever does it, soon.
pub fn instead_of(appointment: &Appointment, now: Timestamp) -> Request {
    let last = appointment.slot.from + SignedDuration::from_hours(24 * DAYS_AFTER);
    Request {
        moving: Some(appointment.id.clone()),
        windows: vec![(now, last)],
        ..Request::any(appointment.slot.service.clone())
    }
}

/// Looks for other times, with whoever does it.
pub(crate) fn find(turn: &mut Turn, appointment: &Appointment, windows: Vec<(Timestamp, Timestamp)>) {
    let mut request = instead_of(appointment, turn.view.now);
    if !windows.is_empty() {
        request.windows = windows;
    }
    turn.find(request, Whom::Patient(appointment.patient.clone()));
}

/// "I'll keep it": it can't be kept.
pub(crate) fn cannot_keep(turn: &mut Turn, appointment: &Appointment) {
    let when = wording::day_and_time(appointment.slot.from, &turn.view.zone, &turn.view.language);
    let id = &appointment.id;
    let words = |key: Key| OptionLabel::Words(Phrase::new(key));
    turn.ask(
        Phrase::new(Key::AbsentCannotKeep).with("when", when),
        vec![
            (Tap::Move(id.clone()), words(Key::ButtonNewTimes)),
            (Tap::CallMe(id.clone()), words(Key::ButtonCallMe)),
            (Tap::CancelSurely(id.clone()), words(Key::ButtonCancel)),
        ],
    );
}

/// They would rather be called.
pub(crate) fn call_me(turn: &mut Turn, id: &AppointmentId) {
    if turn.view.appointment(id).is_none() {
        return super::offering::old_tap(turn);
    }
    turn.effects.push(Effect::WantsCall(id.clone()));
    turn.effects.push(Effect::TellStaff(HandoverReason::Asked));
    turn.say(Phrase::new(Key::AbsentCall));
}
