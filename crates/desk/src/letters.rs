//! What leaves without a patient having written: reminders and word of changes by staff as templates, and mails to
//! the practitioner. All of it is queued in the transaction of the thing it tells of.

use crate::{Desk, DeskError, absence, notices, plans, summons, waitlist};
use jiff::tz::TimeZone;
use svara_dialog::{Tap, wording};
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Appointment, Button, Clinic, Disclosure, Language, MailId, Outgoing, Patient, PrivacyProfile,
    TemplateMessage,
};
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{Tx, mails};

/// The templates the desk sends; each must be approved in every language it is sent in.
pub(crate) const REMINDER_TEMPLATE: &str = "appointment_reminder";
pub(crate) const MOVED_TEMPLATE: &str = "appointment_moved";
pub(crate) const CANCELLED_TEMPLATE: &str = "appointment_cancelled";

const REMINDER_NOTICE: &str = "appointment_notice";
const MOVED_NOTICE: &str = "appointment_moved_notice";
const CANCELLED_NOTICE: &str = "appointment_cancelled_notice";

/// How much something that we write unasked says: neutral notices are reminders, everything else is personal.
pub(crate) fn class(content: &Outgoing) -> Disclosure {
    let neutral = [REMINDER_NOTICE, MOVED_NOTICE, CANCELLED_NOTICE];
    let lists = [plans::templates().as_slice(), summons::templates().as_slice()].concat();
    let says_only_when = |name: &str| neutral.contains(&name) || lists.iter().any(|it| it.0 == name);
    match content {
        Outgoing::Template(it) if says_only_when(&it.name) => Disclosure::Reminder,
        _ => Disclosure::Personal,
    }
}

fn is_neutral(clinic: &Clinic) -> bool {
    clinic.privacy.profile == PrivacyProfile::SeOpenNet
}

/// A template in neutral words: its parameters are the named texts, in order.
pub(crate) fn notice(
    name: &str,
    key: Key,
    texts: &[(&'static str, String)],
    quick_replies: Vec<Button>,
    language: Language,
) -> Outgoing {
    let shown = texts.iter().fold(Phrase::new(key), |it, (name, text)| it.with(name, text.clone()));
    Outgoing::Template(TemplateMessage {
        name: name.to_owned(),
        parameters: texts.iter().map(|it| it.1.clone()).collect(),
        quick_replies,
        shown: phrases::render(&shown, &language),
        language,
    })
}

/// The clinic's zone.
pub(crate) fn clinic_zone(clinic: &Clinic) -> TimeZone {
    TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC)
}

/// The language a patient is written to in.
pub(crate) fn language_of(clinic: &Clinic, patient: &Patient) -> Language {
    let wanted = patient.language.clone().unwrap_or_else(|| clinic.default_language());
    wording::text_language(&wanted)
}

/// The reminder: one tap says yes, the other starts moving.
pub(crate) fn reminder(clinic: &Clinic, appointment: &Appointment, patient: &Patient) -> Outgoing {
    let language = language_of(clinic, patient);
    let zone = clinic_zone(clinic);
    let when = wording::day_and_time(appointment.slot.from, &zone, &language);
    let reply =
        |key: Key, tap: Tap| Button { id: tap.id(), title: phrases::render(&Phrase::new(key), &language) };
    let quick_replies = vec![
        reply(Key::ButtonConfirm, Tap::Confirm(appointment.id.clone())),
        reply(Key::ButtonNeedsChange, Tap::Move(appointment.id.clone())),
    ];
    if is_neutral(clinic) {
        let texts = [("clinic", clinic.name.clone()), ("when", when), ("address", clinic.address.clone())];
        return notice(REMINDER_NOTICE, Key::SecureReminder, &texts, quick_replies, language.clone());
    }
    let practitioner = wording::practitioner_name(clinic, &appointment.slot.practitioner);
    let shown = Phrase::new(Key::Reminder)
        .with("name", patient.first_name())
        .with("when", when.clone())
        .with("practitioner", practitioner.clone())
        .with("clinic", clinic.name.clone());
    let mut parameters = vec![patient.first_name().to_owned(), when, practitioner, clinic.name.clone()];
    if is_planted(Mischief::HalfATemplate) {
        parameters.pop();
    }
    if is_planted(Mischief::TellsTheKind) {
        parameters[0] = wording::service_name(clinic, &appointment.slot.service, &language);
    }
    Outgoing::Template(TemplateMessage {
        name: REMINDER_TEMPLATE.to_owned(),
        parameters,
        quick_replies,
        shown: phrases::render(&shown, &language),
        language,
    })
}

/// Staff moved an appointment.
pub(crate) fn moved_by_staff(
    clinic: &Clinic,
    before: &Appointment,
    after: &Appointment,
    patient: &Patient,
) -> Outgoing {
    let language = language_of(clinic, patient);
    let zone = clinic_zone(clinic);
    let old = wording::day_and_time(before.slot.from, &zone, &language);
    let when = wording::day_and_time(after.slot.from, &zone, &language);
    if is_neutral(clinic) {
        let texts = [("clinic", clinic.name.clone()), ("old", old), ("when", when)];
        return notice(MOVED_NOTICE, Key::SecureStaffMoved, &texts, Vec::new(), language);
    }
    let practitioner = wording::practitioner_name(clinic, &after.slot.practitioner);
    let shown = Phrase::new(Key::StaffMoved)
        .with("name", patient.first_name())
        .with("clinic", clinic.name.clone())
        .with("old", old.clone())
        .with("when", when.clone())
        .with("practitioner", practitioner.clone());
    Outgoing::Template(TemplateMessage {
        name: MOVED_TEMPLATE.to_owned(),
        parameters: vec![patient.first_name().to_owned(), clinic.name.clone(), old, when, practitioner],
        quick_replies: Vec::new(),
        shown: phrases::render(&shown, &language),
        language,
    })
}

/// Staff called an appointment off.
pub(crate) fn cancelled_by_staff(clinic: &Clinic, appointment: &Appointment, patient: &Patient) -> Outgoing {
    let language = language_of(clinic, patient);
    let when = wording::day_and_time(appointment.slot.from, &clinic_zone(clinic), &language);
    if is_neutral(clinic) {
        let texts = [("clinic", clinic.name.clone()), ("when", when)];
        return notice(CANCELLED_NOTICE, Key::SecureStaffCancelled, &texts, Vec::new(), language);
    }
    let practitioner = wording::practitioner_name(clinic, &appointment.slot.practitioner);
    let shown = Phrase::new(Key::StaffCancelled)
        .with("name", patient.first_name())
        .with("clinic", clinic.name.clone())
        .with("when", when.clone())
        .with("practitioner", practitioner.clone());
    Outgoing::Template(TemplateMessage {
        name: CANCELLED_TEMPLATE.to_owned(),
        parameters: vec![patient.first_name().to_owned(), clinic.name.clone(), when, practitioner],
        quick_replies: Vec::new(),
        shown: phrases::render(&shown, &language),
        language,
    })
}

/// Word of a new booking to the practitioner.
pub(crate) async fn booked(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    appointment: &Appointment,
) -> Result<(), DeskError> {
    let link = desk.config.public_url.clone();
    let words = |key: Key| facts(clinic, key, appointment, &link).with("via", appointment.booked_via.clone());
    mail(desk, tx, clinic, appointment, words(Key::MailBookedSubject), words(Key::MailBookedBody)).await
}

/// Word of a move to the practitioner.
pub(crate) async fn moved(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    before: &Appointment,
    after: &Appointment,
) -> Result<(), DeskError> {
    let link = desk.config.public_url.clone();
    let old = wording::day_and_time(before.slot.from, &clinic_zone(clinic), &clinic.default_language());
    let words = |key: Key| facts(clinic, key, after, &link).with("old", old.clone());
    mail(desk, tx, clinic, after, words(Key::MailMovedSubject), words(Key::MailMovedBody)).await?;
    if before.slot.practitioner != after.slot.practitioner {
        let words = |key: Key| facts(clinic, key, before, &link);
        mail(desk, tx, clinic, before, words(Key::MailCancelledSubject), words(Key::MailCancelledBody))
            .await?;
    }
    Ok(())
}

/// Word of a cancellation to the practitioner.
pub(crate) async fn cancelled(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    appointment: &Appointment,
) -> Result<(), DeskError> {
    let link = desk.config.public_url.clone();
    let words = |key: Key| facts(clinic, key, appointment, &link);
    mail(desk, tx, clinic, appointment, words(Key::MailCancelledSubject), words(Key::MailCancelledBody)).await
}

/// Word of a request that waits for an answer, to the practitioner.
pub(crate) async fn asked_for(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    request: &Appointment,
) -> Result<(), DeskError> {
    let link = desk.config.public_url.clone();
    let by = when(clinic, clinic.answer_by(request.changed_at, request.slot.from));
    let words = |key: Key| facts(clinic, key, request, &link).with("by", by.clone());
    mail(desk, tx, clinic, request, words(Key::MailRequestSubject), words(Key::MailRequestBody)).await
}

/// Word of a request that nobody answered, to the practitioner.
pub(crate) async fn lapsed(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    request: &Appointment,
) -> Result<(), DeskError> {
    let link = desk.config.public_url.clone();
    let words = |key: Key| facts(clinic, key, request, &link);
    mail(desk, tx, clinic, request, words(Key::MailLapsedSubject), words(Key::MailLapsedBody)).await
}

/// Ordinary mail is no place for a patient's name: it names the time, and the console names the patient.
fn facts(clinic: &Clinic, key: Key, appointment: &Appointment, link: &str) -> Phrase {
    let language = clinic.default_language();
    Phrase::new(key)
        .with("practitioner", wording::practitioner_name(clinic, &appointment.slot.practitioner))
        .with("when", wording::day_and_time(appointment.slot.from, &clinic_zone(clinic), &language))
        .with("service", wording::service_name(clinic, &appointment.slot.service, &language))
        .with("link", link.to_owned())
        .with("clinic", clinic.name.clone())
}

async fn mail(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    appointment: &Appointment,
    subject: Phrase,
    body: Phrase,
) -> Result<(), DeskError> {
    let to = clinic.practitioner(&appointment.slot.practitioner).and_then(|it| it.notify.clone());
    let Some(to) = to else { return Ok(()) };
    let now = desk.now();
    let language = wording::text_language(&clinic.default_language());
    // The same change tells the same practitioner once, however often it is carried out.
    let dedupe = format!("{}:{}:{}:{to}", subject.key().as_str(), appointment.id, appointment.revision);
    let id = desk.ids.make(MailId::new, now);
    let said = |it: &Phrase| phrases::own::render(it, &language, &clinic.texts);
    let (subject, body) = (said(&subject), said(&body));
    mails::add(tx, id, &to, &subject, &body, &dedupe, now, now).await?;
    Ok(())
}

/// A moment in the clinic's own words, for messages to staff.
pub(crate) fn when(clinic: &Clinic, at: jiff::Timestamp) -> String {
    wording::day_and_time(at, &clinic_zone(clinic), &clinic.default_language())
}

/// A template as it must be submitted for approval, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText {
    /// Its name.
    pub name: &'static str,
    /// Its language.
    pub language: Language,
    /// Its body with `{{1}}`, `{{2}}` … in the order the desk fills them.
    pub body: String,
    /// Its quick replies.
    pub quick_replies: Vec<String>,
}

/// A template's name, its words, the values it is filled with in order, and its quick replies.
pub(crate) type TemplateLetter = (&'static str, Key, &'static [&'static str], &'static [Key]);

/// Every template the desk sends, in every language it writes.
pub fn templates() -> Vec<TemplateText> {
    let mut all = Vec::new();
    for language in [Language::swedish(), Language::english()] {
        let own: [TemplateLetter; 6] = [
            (
                REMINDER_TEMPLATE,
                Key::Reminder,
                &["name", "when", "practitioner", "clinic"],
                &[Key::ButtonConfirm, Key::ButtonNeedsChange],
            ),
            (MOVED_TEMPLATE, Key::StaffMoved, &["name", "clinic", "old", "when", "practitioner"], &[]),
            (CANCELLED_TEMPLATE, Key::StaffCancelled, &["name", "clinic", "when", "practitioner"], &[]),
            (
                REMINDER_NOTICE,
                Key::SecureReminder,
                &["clinic", "when", "address"],
                &[Key::ButtonConfirm, Key::ButtonNeedsChange],
            ),
            (MOVED_NOTICE, Key::SecureStaffMoved, &["clinic", "old", "when"], &[]),
            (CANCELLED_NOTICE, Key::SecureStaffCancelled, &["clinic", "when"], &[]),
        ];
        let others = waitlist::offer_templates().into_iter().chain([absence::template()]);
        let others = others.chain(plans::templates()).chain(summons::templates());
        let notices = notices::ALL.map(|it| (it.name, it.key, it.fields, it.replies()));
        for (name, key, fields, replies) in own.into_iter().chain(others).chain(notices) {
            let body = fields.iter().enumerate().fold(Phrase::new(key), |it, (index, field)| {
                it.with(field, format!("{{{{{}}}}}", index + 1))
            });
            all.push(TemplateText {
                name,
                language: language.clone(),
                body: phrases::render(&body, &language),
                quick_replies: replies
                    .iter()
                    .map(|it| phrases::render(&Phrase::new(*it), &language))
                    .collect(),
            });
        }
    }
    all
}
