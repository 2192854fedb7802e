//! What a turn looks at: the contact, its patients and their coming visits, and how the last message was read.

use crate::jobs::answer_language;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use svara_dialog::{Flow, Memory, View, expecting, knowledge, wording};
use svara_language::{Booked, Context, Expecting, Intent, Named, Offered, Reading, Topic};
use svara_model::{AppointmentStatus, Clinic, Contact, Language, Practitioner, Service, Slot};
use svara_store::{Tx, appointments, offers, waitlist};

impl Desk {
    /// Loads what the turn needs.
    pub(crate) async fn view(
        &self,
        tx: &mut Tx,
        clinic: &Arc<Clinic>,
        contact: &Contact,
        language: &Language,
        memory: &Memory,
    ) -> Result<View, DeskError> {
        let now = self.now();
        let ids: Vec<_> = contact.patients.iter().map(|it| it.id.clone()).collect();
        let coming = appointments::coming_of(tx, &ids, now).await?;
        let reminded = memory
            .reminded
            .clone()
            .filter(|id| coming.iter().any(|it| &it.id == id && it.status == AppointmentStatus::Booked));
        let mut waiting = Vec::new();
        for id in &ids {
            waiting.extend(waitlist::of_patient(tx, id).await?);
        }
        let freed = offers::standing_of(tx, &contact.id).await?.into_iter().find(|it| now < it.until);
        let touched = self.touched(tx, &clinic.id, &coming).await?;
        Ok(View {
            clinic: Arc::clone(clinic),
            zone: TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC),
            now,
            language: answer_language(language),
            patients: contact.patients.clone(),
            appointments: coming,
            reminded,
            waiting,
            freed,
            touched,
            public_url: self.config.public_url.clone(),
        })
    }
}

/// Reads a message in what stood before it.
pub(crate) fn read(text: &str, known: Option<&Language>, memory: &Memory, view: &View) -> Reading {
    let context = Context {
        now: view.now.to_zoned(view.zone.clone()),
        lang: known.map(|it| it.as_str().to_owned()),
        expecting: expecting(memory, view),
        offered: offered(memory, view),
        appointments: appointments(memory, view),
        services: view.clinic.services.iter().map(|it| service(it, view)).collect(),
        practitioners: view.clinic.practitioners.iter().map(practitioner).collect(),
    };
    let reading = svara_language::read(text, &context);
    let other = || second_opinion(text, &reading, &context);
    let mut reading = emergency_elsewhere(text, &reading, &context).or_else(other).unwrap_or(reading);
    if reading.service.is_none() {
        reading.service = knowledge::service(&view.clinic, text, &view.language);
    }
    reading
}

/// From this confidence a sign of an emergency is acted on, as the dialogue does.
const EMERGENCY_CONFIDENCE: f64 = 0.5;

/// A few words are read in the conversation's language; signs of an emergency are looked for in their own, too, and
/// in those of our neighbours, which few words tell apart.
fn emergency_elsewhere(text: &str, reading: &Reading, context: &Context) -> Option<Reading> {
    let sign = |it: &svara_language::IntentReading| {
        it.name == Intent::Emergency && it.confidence >= EMERGENCY_CONFIDENCE
    };
    let spoken = context.lang.as_deref()?;
    if reading.intents.iter().any(sign) {
        return None;
    }
    let nordic = ["sv", "nb", "da"];
    let others: &[Option<&str>] = match spoken {
        it if nordic.contains(&it) => &[None],
        _ => &[None, Some("nb"), Some("sv")],
    };
    others.iter().find_map(|lang| {
        let lang = lang.map(str::to_owned);
        let alone = Context { lang, expecting: None, offered: Vec::new(), ..context.clone() };
        let reading = svara_language::read(text, &alone);
        reading.intents.iter().any(sign).then_some(reading)
    })
}

/// "When do you close on Fridays?" names a day that is on the table and still chooses nothing: a question is read
/// once more by itself, and goes before the choice when it is clearly one.
fn second_opinion(text: &str, reading: &Reading, context: &Context) -> Option<Reading> {
    let answer = matches!(first(reading), Some(Intent::Choose | Intent::No | Intent::Yes));
    if context.expecting != Some(Expecting::SlotChoice) || !answer || !text.contains('?') {
        return None;
    }
    let alone = Context { expecting: None, offered: Vec::new(), ..context.clone() };
    let other = svara_language::read(text, &alone);
    let asks = match first(&other)? {
        Intent::Question => other.topic.is_some_and(|it| it != Topic::Other),
        Intent::ListAppointments => true,
        _ => false,
    };
    asks.then_some(other)
}

fn first(reading: &Reading) -> Option<Intent> {
    reading.intents.first().map(|it| it.name)
}

/// A yes to "shall I cancel it?" is no word about coming: the reader then hears of no appointments.
fn appointments(memory: &Memory, view: &View) -> Vec<Booked> {
    match memory.flow {
        Flow::ConfirmingCancel { .. }
        | Flow::ConfirmingSwap { .. }
        | Flow::AskingToBook
        | Flow::AskingToWait { .. } => Vec::new(),
        _ => view.appointments.iter().map(|it| booked(&it.slot, view)).collect(),
    }
}

fn offered(memory: &Memory, view: &View) -> Vec<Offered> {
    let one = |slot: &Slot| Offered {
        from: slot.from,
        practitioner: wording::practitioner_name(&view.clinic, &slot.practitioner),
    };
    match &memory.flow {
        Flow::Offering { offer } | Flow::AskingName { offer, .. } => {
            memory.offer(*offer).map_or_else(Vec::new, |it| it.slots.iter().map(one).collect())
        }
        Flow::OfferingPlans => {
            let plans = memory.plans.iter().flat_map(|it| &it.plans);
            plans.filter_map(|it| it.visits.first()).map(|it| one(&it.slot)).collect()
        }
        Flow::AskingWhich { among, .. } => {
            among.iter().filter_map(|it| view.appointment(it)).map(|it| one(&it.slot)).collect()
        }
        _ => Vec::new(),
    }
}

fn booked(slot: &Slot, view: &View) -> Booked {
    Booked {
        from: slot.from,
        practitioner: wording::practitioner_name(&view.clinic, &slot.practitioner),
        service: Some(wording::service_name(&view.clinic, &slot.service, &view.language)),
    }
}

/// A service under every name it has in any language.
fn service(it: &Service, view: &View) -> Named {
    let name = view.clinic.text(&it.name, &view.language).to_owned();
    let also = it
        .name
        .values()
        .cloned()
        .chain(it.also.values().flatten().cloned())
        .filter(|it| *it != name)
        .collect();
    Named { name, also }
}

fn practitioner(it: &Practitioner) -> Named {
    Named { name: it.name.clone(), also: Vec::new() }
}

/// The later of what the provider says and a bound: a message from the future counts as written now.
pub(crate) fn written_at(at: Timestamp, now: Timestamp) -> Timestamp {
    at.min(now)
}
