//! Whom, what and which: services, practitioners, persons, the offered time that was chosen.
//!
//! Absent: what is asked for (`intents`).

pub mod choice;
mod named;
mod own_name;
mod person;

use crate::intents::Decision;
use crate::reading::{Intent, Reading, Role};
use crate::rules::{Guard, Meaning};
use crate::scene::Scene;

/// Fills a decision up to a reading.
pub fn fill(scene: &Scene<'_>, decision: Decision) -> Reading {
    let first = decision.intents.first().map_or(Intent::Unknown, |intent| intent.name);
    let mut times = scene.spoken.expressions.clone();
    let carries = carries_time(first) || scene.context.expecting == Some(crate::context::Expecting::Date);
    if !carries {
        let role = if names_an_appointment(first) { Role::Existing } else { Role::Other };
        times.iter_mut().filter(|time| time.role == Role::Wanted).for_each(|time| time.role = role);
    }
    let when = if carries { scene.spoken.when.clone() } else { None };
    let service = named::service(scene);
    let practitioner = named::practitioner(scene);
    let pointed = service.is_some() || practitioner.is_some();
    let unclear = decision.unclear
        || (carries && scene.spoken.unclear)
        || (carries && when.is_none() && scene.findings.has(Guard::Vague))
        || (leaves_an_appointment(first) && !pointed && which_appointment_is_open(scene));
    Reading {
        lang: scene.tongue.tag().to_owned(),
        intents: decision.intents,
        alternatives: decision.alternatives,
        when,
        times,
        choice: decision.choice,
        service,
        practitioner,
        for_other: person::for_other(scene),
        name: own_name::told(scene),
        topic: decision.topic,
        needs_clarification: unclear,
    }
}

/// Intents that are about one of the appointments that stand.
fn leaves_an_appointment(intent: Intent) -> bool {
    matches!(intent, Intent::Cancel | Intent::Reschedule | Intent::CannotAttend)
}

/// Several appointments stand, and no day, clock or "all" says which is meant.
fn which_appointment_is_open(scene: &Scene<'_>) -> bool {
    scene.context.appointments.len() > 1
        && scene.spoken.expressions.is_empty()
        && !scene.findings.has(Guard::All)
        && !scene.findings.hits.iter().any(|hit| matches!(hit.meaning, Meaning::Place(_)))
}

/// Intents that may ask for a time.
fn carries_time(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Book
            | Intent::Reschedule
            | Intent::AskAvailability
            | Intent::EarlierTime
            | Intent::No
            | Intent::Choose
            | Intent::Video
            | Intent::Symptom
            | Intent::Unknown
    )
}

/// Intents whose times name an appointment that stands.
fn names_an_appointment(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Cancel
            | Intent::CannotAttend
            | Intent::ConfirmAttendance
            | Intent::ListAppointments
            | Intent::RunningLate
            | Intent::Yes
    )
}
