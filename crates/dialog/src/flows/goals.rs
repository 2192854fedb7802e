//! From a wish to its first step: whom it concerns, which appointment is meant, then the thing itself.

use super::{Turn, absent, asking, cancelling, offering, settling, waiting, which};
use crate::effect::Request;
use crate::memory::{Flow, Goal, Which, Whom};
use crate::wording;
use jiff::SignedDuration;
use svara_language::phrases::{Key, Phrase};
use svara_model::{Appointment, AppointmentStatus};

/// Takes the first step towards a wish, or asks what must be known before it.
pub(crate) fn pursue(turn: &mut Turn, goal: Goal) {
    if needs_whom(turn, &goal) {
        turn.say(Phrase::new(Key::AskWhom));
        turn.memory.flow = Flow::AskingWhom { goal };
        return;
    }
    match goal {
        Goal::Book(request) => {
            let whom = turn.patient().map_or(Whom::New(None), |it| Whom::Patient(it.id.clone()));
            turn.find(request, whom);
        }
        Goal::List => list(turn),
        Goal::Wait(request) => {
            let whom = turn.patient().map_or(Whom::New(None), |it| Whom::Patient(it.id.clone()));
            waiting::wait(turn, request, whom);
        }
        Goal::Move { .. }
        | Goal::Earlier(_)
        | Goal::WaitFor { .. }
        | Goal::Cancel { .. }
        | Goal::CannotAttend(_)
        | Goal::Confirm(_) => {
            which::settle_on(turn, goal);
        }
    }
}

/// Several patients share the number and nothing says which is meant. An appointment pointed at by its id says it.
fn needs_whom(turn: &Turn, goal: &Goal) -> bool {
    let pointed = goal.which().is_some_and(|it| it.id.is_some());
    !pointed && turn.view.patients.len() > 1 && turn.patient().is_none()
}

/// The thing itself, for one appointment.
pub(crate) fn act(turn: &mut Turn, goal: Goal, appointment: &Appointment) {
    turn.memory.about = Some(appointment.patient.clone());
    if matches!(goal, Goal::Move { .. } | Goal::Earlier(_))
        && asking::only_the_clinic_moves(turn, appointment)
    {
        return;
    }
    match goal {
        Goal::Move { windows, .. } if absent::is_touched(turn, &appointment.id) => {
            absent::find(turn, appointment, windows);
        }
        Goal::Move { windows, earliest, .. } => {
            let near = windows.is_empty() && !earliest;
            let windows = if near { vec![around(turn, appointment)] } else { windows };
            let request = Request { windows, earliest, ..instead_of(appointment) };
            turn.find(request, Whom::Patient(appointment.patient.clone()));
        }
        Goal::Earlier(_) => {
            let request = before(turn, appointment);
            turn.find(request, Whom::Patient(appointment.patient.clone()));
        }
        Goal::WaitFor { windows, practitioner, .. } => {
            let mut request = Request { wait: true, ..before(turn, appointment) };
            let sooner = |it: &(jiff::Timestamp, jiff::Timestamp)| (it.0, it.1.min(appointment.slot.from));
            let named: Vec<_> = windows.iter().map(sooner).filter(|it| it.0 < it.1).collect();
            if !named.is_empty() {
                request.windows = named;
            }
            request.practitioner = practitioner.or(request.practitioner);
            turn.find(request, Whom::Patient(appointment.patient.clone()));
        }
        Goal::Cancel { then, .. } => cancelling::cancel(turn, appointment, then),
        Goal::CannotAttend(_) => cancelling::ask_move_or_cancel(turn, appointment),
        Goal::Confirm(_) => settling::confirm(turn, appointment),
        Goal::Book(_) | Goal::Wait(_) | Goal::List => {}
    }
}

/// Anything before a visit that stands.
pub(crate) fn before(turn: &Turn, appointment: &Appointment) -> Request {
    let windows = vec![(turn.view.now, appointment.slot.from)];
    Request { windows, earliest: true, only: true, ..instead_of(appointment) }
}

/// Another time of the same kind.
fn instead_of(appointment: &Appointment) -> Request {
    Request {
        practitioner: Some(appointment.slot.practitioner.clone()),
        moving: Some(appointment.id.clone()),
        not: vec![appointment.slot.from],
        ..Request::any(appointment.slot.service.clone())
    }
}

/// Whoever says no day would like one near that of the visit: so many days before it and after.
const NEAR_DAYS_BEFORE: i64 = 3;
const NEAR_DAYS_AFTER: i64 = 21;

fn around(turn: &Turn, appointment: &Appointment) -> (jiff::Timestamp, jiff::Timestamp) {
    let days = |it: i64| SignedDuration::from_hours(24 * it);
    let from = (appointment.slot.from - days(NEAR_DAYS_BEFORE)).max(turn.view.now);
    (from, appointment.slot.from + days(NEAR_DAYS_AFTER))
}

/// Nothing is booked that could be meant.
pub(crate) fn nothing_booked(turn: &mut Turn, goal: Goal) {
    if let Goal::Cancel { then: Some(then), .. } = goal {
        pursue(turn, *then);
        return;
    }
    turn.say(Phrase::new(Key::NoAppointments));
    match turn.memory.flow {
        Flow::Offering { .. } | Flow::AskingName { .. } => turn.back_to_flow(),
        _ => ask_to_book(turn),
    }
}

/// Shall a time be booked? A yes in words does as well as the button.
pub(crate) fn ask_to_book(turn: &mut Turn) {
    let options =
        vec![(crate::Tap::Book, words(Key::ButtonBook)), (crate::Tap::Human, words(Key::ButtonHuman))];
    turn.memory.flow = Flow::AskingToBook;
    turn.ask(Phrase::new(Key::AskToBook), options);
}

/// Whoever waits for a time may have another one meanwhile.
pub(crate) fn ask_to_book_meanwhile(turn: &mut Turn) {
    turn.memory.flow = Flow::AskingToBook;
    turn.ask(Phrase::new(Key::WaitMeanwhile), vec![(crate::Tap::Book, words(Key::ButtonBook))]);
}

/// What is coming for a patient: theirs, or "for Elsa" where several share the number.
fn list(turn: &mut Turn) {
    let Some(patient) = turn.patient() else { return nothing_booked(turn, Goal::List) };
    let coming: Vec<&Appointment> = turn.view.appointments_of(&patient.id).collect();
    match coming.as_slice() {
        [] => return nothing_booked(turn, Goal::List),
        [one] => {
            let phrase = match turn.view.patients.len() {
                _ if one.status == AppointmentStatus::Pending => line(turn, Key::RequestWaits, one),
                0 | 1 => line(turn, Key::OneAppointment, one),
                _ => line(turn, Key::OneAppointmentFor, one).with("name", patient.first_name()),
            };
            let options = vec![
                (crate::Tap::Move(one.id.clone()), words(Key::ButtonMove)),
                (crate::Tap::Cancel(one.id.clone()), words(Key::ButtonCancel)),
            ];
            turn.ask(phrase, options);
        }
        many => {
            let lines: Vec<String> =
                many.iter().map(|it| turn.view.render(&line(turn, line_key(it), it))).collect();
            let phrase = match turn.view.patients.len() {
                0 | 1 => Phrase::new(Key::ManyAppointments),
                _ => Phrase::new(Key::ManyAppointmentsFor).with("name", patient.first_name()),
            };
            turn.say(phrase.with("lines", lines.join("\n")));
        }
    }
    turn.back_to_flow();
}

/// A request is listed as one.
fn line_key(appointment: &Appointment) -> Key {
    match appointment.status {
        AppointmentStatus::Pending => Key::RequestLine,
        _ => Key::AppointmentLine,
    }
}

fn words(key: Key) -> crate::effect::OptionLabel {
    crate::effect::OptionLabel::Words(Phrase::new(key))
}

/// An appointment in words.
pub(crate) fn line(turn: &Turn, key: Key, appointment: &Appointment) -> Phrase {
    let view = turn.view;
    Phrase::new(key)
        .with("when", wording::day_and_time(appointment.slot.from, &view.zone, &view.language))
        .with("practitioner", wording::practitioner_name(&view.clinic, &appointment.slot.practitioner))
        .with("service", wording::service_name(&view.clinic, &appointment.slot.service, &view.language))
}

/// A tap on an appointment that is gone or over.
pub(crate) fn by_id(turn: &mut Turn, goal: Goal, which: &Which) {
    let known = which.id.as_ref().and_then(|id| turn.view.appointment(id)).cloned();
    if let Some(appointment) = known {
        return act(turn, goal, &appointment);
    }
    turn.memory.flow = Flow::Idle;
    turn.say(Phrase::new(Key::VisitGone));
    offering::or_menu(turn);
}
