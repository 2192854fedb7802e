//! What the world without a store holds: visits, wishes on the waiting list, a freed time.

use super::World;
use jiff::{SignedDuration, Timestamp};
use svara_dialog::{Event, Request};
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, ContactId, FreedTimeId, Marks, MessageId, OfferId,
    OfferState, PatientId, Slot, TimeOffer, WaitEntry, WaitId, WaitState,
};

impl World {
    /// The first patient has a check-up then.
    pub fn give(&mut self, from: &str) {
        let from: Timestamp = from.parse().unwrap();
        let slot = Slot {
            from,
            to: from + SignedDuration::from_mins(30),
            service: "undersokning".parse().unwrap(),
            practitioner: "lindqvist".parse().unwrap(),
            rooms: Vec::new(),
        };
        let patient = self.patients[0].id.clone();
        let appointment = self.appointment(slot, patient);
        self.appointments.push(appointment);
    }

    pub fn appointment(&mut self, slot: Slot, patient: PatientId) -> Appointment {
        Appointment {
            id: AppointmentId::new(1, self.fresh()),
            clinic: self.clinic.id.clone(),
            patient,
            contact: None,
            slot,
            status: AppointmentStatus::Booked,
            booked_via: "whatsapp".to_owned(),
            confirmed_at: None,
            revision: 0,
            calendar_token: "token".to_owned(),
            booked_at: self.now,
            changed_at: self.now,
            marks: Marks::default(),
        }
    }

    pub fn wait(&mut self, request: Request, patient: PatientId) -> Event {
        let same = |it: &WaitEntry| it.patient == patient && it.service == request.service;
        let before = self.waits.iter().position(same).map(|it| self.waits.remove(it));
        let changed = before.is_some();
        let entry = WaitEntry {
            id: before.map_or_else(|| WaitId::new(1, self.fresh()), |it| it.id),
            clinic: self.view().clinic.id.clone(),
            patient,
            contact: ContactId::new(1, 1),
            service: request.service,
            practitioner: request.practitioner,
            windows: request.windows,
            appointment: request.moving,
            state: WaitState::Waiting,
            since: self.now,
            changed_at: self.now,
        };
        self.waits.push(entry.clone());
        Event::Waits { entry, changed }
    }

    /// The first patient is asked about a freed time, which moves their first visit if they have one.
    pub fn ask_about(&mut self, from: &str) -> &mut Self {
        let from: Timestamp = from.parse().unwrap();
        let slot = Slot {
            from,
            to: from + SignedDuration::from_mins(30),
            service: "undersokning".parse().unwrap(),
            practitioner: "lindqvist".parse().unwrap(),
            rooms: Vec::new(),
        };
        self.freed = Some(TimeOffer {
            id: OfferId::new(1, self.fresh()),
            freed: FreedTimeId::new(1, 1),
            entry: WaitId::new(1, 1),
            patient: self.patients[0].id.clone(),
            contact: ContactId::new(1, 1),
            slot,
            moving: self.appointments.first().map(|it| it.id.clone()),
            state: OfferState::Standing,
            offered_at: self.now,
            until: self.now + SignedDuration::from_mins(30),
            settled_at: None,
            message: MessageId::new(1, 1),
        });
        self
    }

    pub fn take_offer(&mut self, id: &OfferId) -> Event {
        let Some(offer) = self.freed.take().filter(|it| it.id == *id) else { return Event::OfferGone(None) };
        let moving = offer.moving.clone().filter(|id| self.appointments.iter().any(|it| it.id == *id));
        let answer = match moving {
            Some(standing) => self.shift(&standing, offer.slot.clone()),
            None => self.book(offer.slot.clone(), &offer.patient),
        };
        match answer {
            Event::TimeGone => Event::OfferGone(Some(offer)),
            other => other,
        }
    }
}
