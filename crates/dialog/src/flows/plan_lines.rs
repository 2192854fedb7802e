//! A plan in words: its times in as few as say all of them.

use crate::plan::PlanOffer;
use crate::view::View;
use crate::wording;
use svara_language::phrases::{Key, Phrase};
use svara_model::{Appointment, AppointmentStatus, Fit, FreePlan, PlanWish, Slot};

/// What the plans on the table are, and each of them on a line.
pub(crate) fn offer(view: &View, offer: &PlanOffer) -> Phrase {
    let name = |service| wording::service_name(&view.clinic, service, &view.language);
    let phrase = match &offer.ask.wish {
        PlanWish::Series { service, visits, weeks_between, .. } => Phrase::new(Key::PlanOfferSeries)
            .with("service", name(service))
            .with_number("count", i64::try_from(*visits).unwrap_or_default())
            .with_number("weeks", i64::from(*weeks_between)),
        PlanWish::Together { service, side_by_side, .. } => {
            let key = if *side_by_side { Key::PlanOfferSideBySide } else { Key::PlanOfferTogether };
            Phrase::new(key).with("service", name(service))
        }
        PlanWish::Combined { first, second, .. } => {
            Phrase::new(Key::PlanOfferCombined).with("first", name(first)).with("second", name(second))
        }
    };
    let lines: Vec<String> = offer.plans.iter().map(|it| line(view, &offer.ask.wish, it)).collect();
    phrase.with("lines", lines.join("\n"))
}

fn line(view: &View, wish: &PlanWish, plan: &FreePlan) -> String {
    let slots: Vec<&Slot> = plan.visits.iter().map(|it| &it.slot).collect();
    let times = match wish {
        PlanWish::Series { weeks_between, .. } => series(view, plan, *weeks_between),
        PlanWish::Together { .. } => wording::list(&on_one_day(view, &slots), &view.language),
        PlanWish::Combined { .. } => {
            let clocks = on_one_day(view, &slots).into_iter().zip(&slots);
            let each: Vec<String> = clocks.map(|(clock, slot)| part(view, &clock, slot)).collect();
            wording::list(&each, &view.language)
        }
    };
    let mut whose: Vec<String> =
        slots.iter().map(|it| wording::practitioner_name(&view.clinic, &it.practitioner)).collect();
    whose.dedup();
    let phrase = Phrase::new(Key::PlanLine).with("times", times);
    view.render(&phrase.with("practitioner", wording::list(&whose, &view.language)))
}

/// "tors 12 mars 10:00", then clock times while it is the same day, each once.
fn on_one_day(view: &View, slots: &[&Slot]) -> Vec<String> {
    let date = |slot: &Slot| slot.from.to_zoned(view.zone.clone()).date();
    let mut times: Vec<String> = Vec::new();
    for (index, slot) in slots.iter().enumerate() {
        let same_day = index.checked_sub(1).is_some_and(|it| date(slots[it]) == date(slot));
        let same_time = index.checked_sub(1).is_some_and(|it| slots[it].from == slot.from);
        match (same_time, same_day) {
            (true, _) => {}
            (false, true) => times.push(wording::clock(slot.from, &view.zone)),
            (false, false) => times.push(wording::slot_title(slot.from, &view.zone, &view.language)),
        }
    }
    times
}

fn part(view: &View, clock: &str, slot: &Slot) -> String {
    let service = wording::service_name(&view.clinic, &slot.service, &view.language);
    view.render(&Phrase::new(Key::PlanPart).with("service", service).with("time", clock))
}

/// A regular series by its first and its last visit; any other one in full.
fn series(view: &View, plan: &FreePlan, weeks: u32) -> String {
    let title = |slot: &Slot| wording::slot_title(slot.from, &view.zone, &view.language);
    let regular = plan.visits.iter().all(|it| it.fit == Fit::AsWished);
    if let (true, [first, .., last]) = (regular, plan.visits.as_slice()) {
        let phrase = Phrase::new(Key::PlanSeriesRegular)
            .with("first", title(&first.slot))
            .with("last", wording::day(last.slot.from, &view.zone, &view.language))
            .with_number("weeks", i64::from(weeks));
        return view.render(&phrase);
    }
    let all: Vec<String> = plan.visits.iter().map(|it| title(&it.slot)).collect();
    wording::list(&all, &view.language)
}

/// Whether the clinic still has to say yes.
pub(crate) fn is_asked(appointments: &[Appointment]) -> bool {
    appointments.iter().any(|it| it.status == AppointmentStatus::Pending)
}

/// Every time of what was booked, where to come, and that it is remembered.
pub(crate) fn booked(view: &View, appointments: &[Appointment]) -> Vec<Phrase> {
    let several = appointments.iter().any(|it| it.patient != appointments[0].patient);
    let lines: Vec<String> = appointments.iter().map(|it| booked_line(view, it, several)).collect();
    let count = i64::try_from(appointments.len()).unwrap_or_default();
    let with_lines = |key: Key, lines: &[String]| {
        Phrase::new(key).with_number("count", count).with("lines", lines.join("\n"))
    };
    if is_asked(appointments) {
        return vec![with_lines(Key::PlanAskedHere, &lines)];
    }
    let slot = &appointments[0].slot;
    let alike =
        |it: &Appointment| it.slot.practitioner == slot.practitioner && it.slot.service == slot.service;
    let what = if !several && appointments.iter().all(alike) {
        // What is the same for all of them is said once: a long series must fit one message.
        let when = |it: &Appointment| wording::day_and_time(it.slot.from, &view.zone, &view.language);
        let lines: Vec<String> = appointments.iter().map(|it| format!("• {}", when(it))).collect();
        with_lines(Key::PlanBookedHereWith, &lines)
            .with("practitioner", wording::practitioner_name(&view.clinic, &slot.practitioner))
            .with("service", wording::service_name(&view.clinic, &slot.service, &view.language))
    } else {
        with_lines(Key::PlanBookedHere, &lines)
    };
    let mut phrases = vec![
        what,
        Phrase::new(Key::BookedPlace)
            .with("clinic", view.clinic.name.clone())
            .with("address", view.clinic.address.clone()),
    ];
    phrases.extend(preparations(view, appointments));
    phrases.extend(super::settling::reminder(view));
    phrases
}

/// What to do before, once for each service that asks for it.
fn preparations(view: &View, appointments: &[Appointment]) -> Vec<Phrase> {
    let mut services: Vec<_> = appointments.iter().map(|it| &it.slot.service).collect();
    services.dedup();
    let texts = services.into_iter().filter_map(|it| view.clinic.service(it));
    let texts = texts.map(|it| view.clinic.text(&it.preparation, &view.language).to_owned());
    texts.filter(|it| !it.is_empty()).map(|it| Phrase::new(Key::BookedPreparation).with("text", it)).collect()
}

fn booked_line(view: &View, appointment: &Appointment, named: bool) -> String {
    let name = view.patient(&appointment.patient).map(|it| it.first_name().to_owned()).filter(|_| named);
    let key = if name.is_some() { Key::PlanBookedLineFor } else { Key::PlanBookedLine };
    let phrase = Phrase::new(key)
        .with("when", wording::day_and_time(appointment.slot.from, &view.zone, &view.language))
        .with("practitioner", wording::practitioner_name(&view.clinic, &appointment.slot.practitioner))
        .with("service", wording::service_name(&view.clinic, &appointment.slot.service, &view.language));
    view.render(&match name {
        Some(name) => phrase.with("name", name),
        None => phrase,
    })
}
