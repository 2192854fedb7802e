//! What a well-formed file can still get wrong: names that point nowhere, numbers that make no sense, hours that
//! are no hours.

use super::{ClinicFile, ClinicFileError, line_of};
use std::collections::BTreeSet;
use svara_model::{Hours, PublicHolidays, Span};
use svara_schedule::TimeOfDay;

/// A day holds no longer appointment.
const MINUTES_MAX: u32 = 24 * 60;
/// A list on WhatsApp holds ten rows.
const OFFERS_MAX: u32 = 10;
/// A month is needed to settle a question about a visit; longer than a year no question waits.
const MESSAGE_DAYS: std::ops::RangeInclusive<u32> = 30..=365;
/// Two years are further than any clinic plans.
const HORIZON_DAYS_MAX: u32 = 730;

pub(super) fn check(file: &ClinicFile, text: &str) -> Result<(), ClinicFileError> {
    let clinic = &file.clinic;
    let fail = |needle: &str, key: &str, remedy: String| Err(mistake(text, needle, key, remedy));
    if clinic.languages.is_empty() {
        return fail("languages", "languages", "name at least one language, such as [\"sv\"]".to_owned());
    }
    if !(1..=OFFERS_MAX).contains(&clinic.policy.offer_count) {
        return fail("offer_count", "offer_count", format!("write a number from 1 to {OFFERS_MAX}"));
    }
    if clinic.policy.horizon_days > HORIZON_DAYS_MAX {
        return fail("horizon_days", "horizon_days", format!("write at most {HORIZON_DAYS_MAX}"));
    }
    let countries = svara_model::holidays::COUNTRIES;
    if clinic.public_holidays != PublicHolidays::None && !countries.contains(&clinic.country.as_str()) {
        let known = countries.join(", ");
        let remedy =
            format!("those of {} aren't known, only of {known}; list them as [[closed]]", clinic.country);
        return fail("public_holidays", "public_holidays", remedy);
    }
    if clinic.policy.approve_within_hours == 0 {
        let remedy = "write at least 1 hour, so that there is time to answer a request".to_owned();
        return fail("approve_within_hours", "approve_within_hours", remedy);
    }
    if !MESSAGE_DAYS.contains(&clinic.privacy.message_days) {
        let (least, most) = (MESSAGE_DAYS.start(), MESSAGE_DAYS.end());
        return fail("message_days", "message_days", format!("write a number from {least} to {most}"));
    }
    services(file, text)?;
    practitioners(file, text)?;
    for patient in &file.patients {
        let proves = |it: &super::shape::Consent| it.whatsapp.is_none() || !it.source.trim().is_empty();
        if !patient.consent.as_ref().is_none_or(proves) {
            let remedy =
                "say how it is known, such as source = \"intake form\"; without evidence it proves nothing";
            let number = format!("phone = \"{}\"", patient.phone);
            return fail(&number, "patient: consent.source", remedy.to_owned());
        }
    }
    waitlist(file, text)?;
    for room in &clinic.rooms {
        hours(room.hours.as_deref().unwrap_or_default(), room.id.as_str(), text)?;
        spans(room.exceptions.iter().flat_map(|it| &it.hours), room.id.as_str(), text)?;
    }
    for appointment in &file.appointments {
        let known = file.patients.iter().any(|it| it.phone == appointment.patient);
        let line = line_of(text, appointment.from.span().start);
        let wrong = |key: &str, remedy: String| Err(ClinicFileError { line, key: key.to_owned(), remedy });
        if !known {
            return wrong("appointment.patient", "no [[patient]] has this number; add one".to_owned());
        }
        if clinic.service(&appointment.service).is_none() {
            return wrong("appointment.service", format!("no [[service]] is called {}", appointment.service));
        }
        let who = clinic.practitioner(&appointment.practitioner);
        if who.is_none_or(|it| !it.services.contains(&appointment.service)) {
            let remedy = format!("{} doesn't do {}", appointment.practitioner, appointment.service);
            return wrong("appointment.practitioner", remedy);
        }
    }
    Ok(())
}

/// Longer than a day nobody keeps a freed time for one patient.
const ANSWER_MINUTES: std::ops::RangeInclusive<u32> = 5..=24 * 60;

fn waitlist(file: &ClinicFile, text: &str) -> Result<(), ClinicFileError> {
    let rules = &file.clinic.waitlist;
    let fail =
        |key: &str, remedy: &str| Err(mistake(text, key, &format!("waitlist.{key}"), remedy.to_owned()));
    if rules.at_a_time == 0 {
        return fail("at_a_time", "ask at least 1 patient");
    }
    if !ANSWER_MINUTES.contains(&rules.answer_minutes) {
        return fail("answer_minutes", "write a number from 5 to 1440");
    }
    for (key, time) in [("from", &rules.quiet.from), ("to", &rules.quiet.to)] {
        if time.parse::<jiff::civil::Time>().is_err() {
            let remedy = format!("{time:?} is no time of day; write it as 21:00");
            return Err(mistake(text, "quiet", &format!("waitlist.quiet.{key}"), remedy));
        }
    }
    for waiting in &file.waiting {
        let at = line_of(text, waiting.service.span().start);
        let wrong =
            |key: &str, remedy: String| Err(ClinicFileError { line: at, key: key.to_owned(), remedy });
        if !file.patients.iter().any(|it| it.phone == waiting.patient) {
            return wrong("waiting.patient", "no [[patient]] has this number; add one".to_owned());
        }
        let service = waiting.service.get_ref();
        if file.clinic.service(service).is_none() {
            return wrong("waiting.service", format!("no [[service]] is called {service}"));
        }
        let does = |id| file.clinic.practitioner(id).is_some_and(|it| it.services.contains(service));
        if waiting.practitioner.as_ref().is_some_and(|it| !does(it)) {
            return wrong("waiting.practitioner", format!("nobody by this id does {service}"));
        }
    }
    Ok(())
}

fn mistake(text: &str, needle: &str, key: &str, remedy: String) -> ClinicFileError {
    let at = text.find(needle).unwrap_or(0);
    ClinicFileError { line: line_of(text, at), key: key.to_owned(), remedy }
}

fn services(file: &ClinicFile, text: &str) -> Result<(), ClinicFileError> {
    let clinic = &file.clinic;
    let mut seen = BTreeSet::new();
    for service in &clinic.services {
        let here = |key: &str, remedy: String| {
            Err(mistake(
                text,
                &format!("id = \"{}\"", service.id),
                &format!("service {}: {key}", service.id),
                remedy,
            ))
        };
        if !seen.insert(&service.id) {
            return here("id", "comes twice; give each service its own".to_owned());
        }
        if !(1..=MINUTES_MAX).contains(&service.minutes) {
            return here("minutes", format!("write a number from 1 to {MINUTES_MAX}"));
        }
        if service.step == Some(0) {
            return here("step", "write at least 1 minute, or leave it out".to_owned());
        }
        if service.capacity == 0 {
            return here("capacity", "write at least 1 patient".to_owned());
        }
        if service.capacity > 1 && service.overbook > 0 {
            return here(
                "overbook",
                "a group visit has its own places; raise its capacity instead".to_owned(),
            );
        }
        let fee = service.late_fee.or(clinic.policy.late_fee);
        if fee.is_some() && service.late_text.is_empty() && clinic.policy.late_text.is_empty() {
            let remedy = "write late_text too, so that patients hear of the fee in your own words";
            return here("late_fee", remedy.to_owned());
        }
        if service.name.is_empty() {
            return here("name", "write a name, such as { sv = \"Undersökning\" }".to_owned());
        }
        if let Some(kind) = service.rooms.iter().find(|kind| !clinic.rooms.iter().any(|it| &it.kind == *kind))
        {
            return here("rooms", format!("no [[room]] is of the kind {kind:?}; add one or leave it out"));
        }
        if !clinic.practitioners.iter().any(|it| it.services.contains(&service.id)) {
            return here("id", "nobody does it; add it to a practitioner's services".to_owned());
        }
    }
    Ok(())
}

fn practitioners(file: &ClinicFile, text: &str) -> Result<(), ClinicFileError> {
    let clinic = &file.clinic;
    let mut seen = BTreeSet::new();
    for who in &clinic.practitioners {
        let here = |key: &str, remedy: String| {
            Err(mistake(
                text,
                &format!("id = \"{}\"", who.id),
                &format!("practitioner {}: {key}", who.id),
                remedy,
            ))
        };
        if !seen.insert(&who.id) || clinic.rooms.iter().any(|it| it.id.as_str() == who.id.as_str()) {
            return here("id", "comes twice; practitioners and rooms need ids of their own".to_owned());
        }
        if let Some(service) = who.services.iter().find(|it| clinic.service(it).is_none()) {
            return here("services", format!("no [[service]] is called {service}"));
        }
        if who.time_zone.as_deref().is_some_and(|it| jiff::tz::TimeZone::get(it).is_err()) {
            return here("time_zone", "write an IANA name such as Europe/Stockholm".to_owned());
        }
        hours(&who.hours, who.id.as_str(), text)?;
        spans(who.exceptions.iter().flat_map(|it| &it.hours), who.id.as_str(), text)?;
    }
    Ok(())
}

fn hours(all: &[Hours], whose: &str, text: &str) -> Result<(), ClinicFileError> {
    for it in all {
        if it.days.is_empty() {
            let remedy = "name the days, such as [\"mon\", \"tue\"]".to_owned();
            return Err(mistake(text, &format!("id = \"{whose}\""), &format!("{whose}: hours.days"), remedy));
        }
        span(&it.from, &it.to, whose, text)?;
    }
    Ok(())
}

fn spans<'a>(all: impl Iterator<Item = &'a Span>, whose: &str, text: &str) -> Result<(), ClinicFileError> {
    for it in all {
        span(&it.from, &it.to, whose, text)?;
    }
    Ok(())
}

/// At the first such time after the id of whose hours they are: others may have the same hours.
fn mistake_of(whose: &str, text: &str, time: &str, remedy: String) -> ClinicFileError {
    let begins = text.find(&format!("id = \"{whose}\"")).unwrap_or(0);
    let at = text[begins..].find(&format!("\"{time}\"")).map_or(begins, |it| begins + it);
    ClinicFileError { line: line_of(text, at), key: format!("{whose}: hours"), remedy }
}

/// An end before the beginning crosses midnight; the same moment twice is nothing.
fn span(from: &str, to: &str, whose: &str, text: &str) -> Result<(), ClinicFileError> {
    for time in [from, to] {
        if TimeOfDay::parse(time).is_err() {
            let remedy = format!("{time:?} is no time of day; write it as 08:00");
            return Err(mistake_of(whose, text, time, remedy));
        }
    }
    if from == to {
        let remedy = format!("{from} to {to} is no time at all; write an end after the beginning");
        return Err(mistake_of(whose, text, from, remedy));
    }
    Ok(())
}
