//! Plans in a conversation: looked for and booked within its turn.

use super::PlanSearch;
use crate::DeskError;
use crate::bookings::{By, NewBooking, Terms};
use crate::turn::Turn;
use svara_dialog::{Event, PlanAsk, Whom};
use svara_model::{PatientId, PlanId, PlanWish, Slot};
use svara_store::{Tx, patients};

/// A patient reads three whole plans at a glance; more would not fit one message.
const PLANS: usize = 3;

impl Turn<'_> {
    pub(crate) async fn find_plans(&self, tx: &mut Tx, ask: PlanAsk) -> Result<Event, DeskError> {
        let known = ask.people.into_iter().filter_map(|it| match it {
            Whom::Patient(id) => Some(id),
            Whom::New(_) => None,
        });
        let search = PlanSearch {
            wish: ask.wish,
            windows: ask.windows,
            patients: known.collect(),
            count: PLANS,
            not: ask.not,
            own: Some(self.conversation.id.clone()),
        };
        let found = self.desk.free_plans(tx, &self.clinic, &search).await?;
        // Who can't come side by side on that day rather comes one after the other than on another one.
        let at_once = matches!(search.wish, PlanWish::Together { side_by_side: true, .. });
        if !found.is_empty() || search.windows.is_empty() || at_once {
            return Ok(Event::PlansFound(found));
        }
        // Nothing on the days that were named: what lies near them, rather than nothing.
        let from = search.windows.iter().map(|it| it.0).min();
        let windows = from.map(|it| vec![(it, jiff::Timestamp::MAX)]).unwrap_or_default();
        let wider = PlanSearch { windows, ..search };
        Ok(Event::PlansFound(self.desk.free_plans(tx, &self.clinic, &wider).await?))
    }

    pub(crate) async fn book_plan(
        &mut self,
        tx: &mut Tx,
        visits: Vec<(Slot, PatientId)>,
    ) -> Result<Event, DeskError> {
        let mut bookings = Vec::with_capacity(visits.len());
        for (slot, patient) in visits {
            let Some(patient) = patients::by_id(tx, &patient).await? else { return Ok(Event::PlanGone) };
            bookings.push(NewBooking {
                slot,
                patient,
                contact: Some(self.contact.id.clone()),
                conversation: Some(self.conversation.id.clone()),
                terms: Terms { ask: true, ..Terms::default() },
                plan: None,
            });
        }
        let plan = self.desk.ids.make(PlanId::new, self.view.now);
        match self.desk.book_plan(tx, &self.clinic, &plan, &bookings, &By::patient()).await? {
            Err(_) => Ok(Event::PlanGone),
            Ok(booked) => {
                self.permit_reminders(tx).await?;
                self.changed.extend(booked.iter().map(|it| it.id.clone()));
                Ok(Event::PlanBooked(booked))
            }
        }
    }
}
