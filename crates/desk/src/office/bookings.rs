//! Booking for somebody on the phone: the number says who, a name decides when several share it.

use super::Who;
use super::appointments::Visit;
use crate::bookings::{NewBooking, Outcome, Terms, whole_minute};
use crate::{Desk, DeskError, News};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_model::{
    Clinic, Contact, ContactId, Patient, PatientId, PhoneNumber, PractitionerId, Sender, ServiceId, Slot,
};
use svara_store::{Tx, contacts, patients};

/// Longer than any name in a register.
const NAME_CHARACTERS_MAX: usize = 120;

/// A booking by phone number.
#[derive(Clone, Debug)]
pub struct PhoneBooking {
    /// Whose number.
    pub phone: PhoneNumber,
    /// For what.
    pub service: ServiceId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// From when.
    pub from: Timestamp,
    /// Whose visit; needed when several patients share the number, and for a newcomer's name.
    pub name: Option<String>,
    /// On what terms.
    pub terms: Terms,
    /// Why, for the audit chain.
    pub why: Option<String>,
}

/// Books. A conflict when the time is not free, or when several patients share the number and none was named.
pub async fn book(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    booking: PhoneBooking,
    who: &Who,
) -> Result<Visit, DeskError> {
    let slot = slot(clinic, &booking.service, &booking.practitioner, booking.from)?;
    let name = booking.name.as_deref().map(clean_name).transpose()?;
    let visit = desk.store().write("book by phone", {
        let (desk, clinic, who) = (desk.clone(), Arc::clone(clinic), who.clone());
        move |tx| {
            let (desk, clinic, who) = (desk.clone(), Arc::clone(&clinic), who.clone());
            let (slot, it, name) = (slot.clone(), booking.clone(), name.clone());
            Box::pin(async move {
                let contact = contact_of(&desk, tx, &clinic, &it.phone).await?;
                let patient = patient_of(&desk, tx, &clinic, &contact, &it.phone, name).await?;
                let new = NewBooking {
                    slot,
                    patient: patient.clone(),
                    contact: Some(contact.id),
                    conversation: None,
                    terms: it.terms.clone(),
                    plan: None,
                };
                match desk.book(tx, &clinic, &new, &who.by().because(it.why)).await? {
                    Outcome::Done(appointment) => Ok(Visit { appointment, patient }),
                    // The whole unit is undone: nobody is entered for a visit that never was.
                    Outcome::Gone(why) => Err(DeskError::NotFree(why)),
                }
            })
        }
    });
    let visit = visit.await?;
    desk.tell(&clinic.id, News::Appointment(visit.appointment.id.clone()));
    Ok(visit)
}

/// The time as asked for; its rooms are chosen when it is booked.
pub(super) fn slot(
    clinic: &Clinic,
    service: &ServiceId,
    practitioner: &PractitionerId,
    from: Timestamp,
) -> Result<Slot, DeskError> {
    let kind = clinic.service(service).ok_or(DeskError::NotFound("the service"))?;
    let person = clinic.practitioner(practitioner).ok_or(DeskError::NotFound("the practitioner"))?;
    if !person.services.contains(service) {
        return Err(DeskError::Invalid(format!(
            "`practitioner`: {practitioner} does not offer {service}; choose one who does"
        )));
    }
    if !whole_minute(from) {
        return Err(DeskError::Invalid(
            "`from`: an appointment starts at a whole minute; leave the seconds out".to_owned(),
        ));
    }
    let to = from + SignedDuration::from_mins(i64::from(kind.minutes));
    Ok(Slot { from, to, service: service.clone(), practitioner: practitioner.clone(), rooms: Vec::new() })
}

/// Whoever writes from this number later is known by it.
pub(super) async fn contact_of(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    phone: &PhoneNumber,
) -> Result<Contact, DeskError> {
    let now = desk.now();
    let sender = Sender { phone: Some(phone.clone()), user_id: None, profile_name: None };
    let new = desk.ids.make(ContactId::new, now);
    Ok(contacts::find_or_create(tx, &clinic.id, &sender, new, now).await?.0)
}

/// The patient behind a number; a name decides when several share it, and enters somebody new.
pub(super) async fn patient_of(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    contact: &Contact,
    phone: &PhoneNumber,
    name: Option<String>,
) -> Result<Patient, DeskError> {
    let mut known = contact.patients.clone();
    for patient in patients::by_phone(tx, &clinic.id, phone).await? {
        if known.iter().all(|it| it.id != patient.id) {
            known.push(patient);
        }
    }
    let patient = match (name, known.as_slice()) {
        (Some(name), _) => match known.iter().find(|it| same_name(&it.name, &name)) {
            Some(patient) => patient.clone(),
            None => enrol(desk, tx, clinic, phone, name).await?,
        },
        (None, [only]) => only.clone(),
        // A number alone is enough to book; staff give it a name when they know it.
        (None, []) => enrol(desk, tx, clinic, phone, phone.to_string()).await?,
        (None, _) => {
            let why = "several patients share this number: say whose visit it is with `name`";
            return Err(DeskError::Conflict(why.to_owned()));
        }
    };
    patients::link(tx, &contact.id, &patient.id).await?;
    Ok(patient)
}

async fn enrol(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    phone: &PhoneNumber,
    name: String,
) -> Result<Patient, DeskError> {
    let now = desk.now();
    let patient = Patient {
        id: desk.ids.make(PatientId::new, now),
        clinic: clinic.id.clone(),
        name,
        language: None,
        phone: Some(phone.clone()),
    };
    patients::insert(tx, &patient, None, now).await?;
    Ok(patient)
}

pub(super) fn clean_name(name: &str) -> Result<String, DeskError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let right = !name.is_empty()
        && name.chars().count() <= NAME_CHARACTERS_MAX
        && !name.chars().any(char::is_control);
    if right { Ok(name) } else { Err(DeskError::Invalid("a name has 1 to 120 characters".to_owned())) }
}

/// However it is capitalised; a first name alone counts as that patient's.
fn same_name(known: &str, given: &str) -> bool {
    let (known, given) = (known.to_lowercase(), given.to_lowercase());
    known == given || known.split_whitespace().next() == Some(given.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_recognised_by_its_first_part() {
        assert!(same_name("Åsa Exempel", "åsa"));
        assert!(same_name("Åsa Exempel", "ÅSA EXEMPEL"));
        assert!(!same_name("Åsa Exempel", "Exempel"));
        assert!(!same_name("Åsa Exempel", "Åsa Annan"));
    }

    #[test]
    fn a_name_is_no_page_of_text() {
        assert_eq!(clean_name("  Åsa   Exempel ").unwrap(), "Åsa Exempel");
        for name in ["", "  ", "a\u{7}b", &"x".repeat(121)] {
            assert!(clean_name(name).is_err(), "{name}");
        }
    }
}
