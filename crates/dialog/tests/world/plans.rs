//! Plans in the world without a store: consecutive half hours, or the same half hour week after week.

use super::World;
use jiff::SignedDuration;
use svara_dialog::{Event, PlanAsk, Request};
use svara_model::{Fit, FreePlan, PatientId, PlanWish, PlannedVisit, Slot};

impl World {
    pub fn find_plans(&self, ask: &PlanAsk) -> Event {
        let apart = match &ask.wish {
            PlanWish::Series { weeks_between, .. } => {
                SignedDuration::from_hours(24 * 7 * i64::from(*weeks_between))
            }
            _ => SignedDuration::from_mins(30),
        };
        let request = Request { windows: ask.windows.clone(), ..Request::any(ask.wish.service().clone()) };
        let firsts = self.free(&request).into_iter().filter(|it| !ask.not.contains(&it.from));
        let plans = firsts.filter_map(|first| self.plan(&first, ask.wish.visits(), apart));
        Event::PlansFound(plans.take(3).collect())
    }

    fn plan(&self, first: &Slot, visits: usize, apart: SignedDuration) -> Option<FreePlan> {
        let mut all = Vec::new();
        for number in 0..i32::try_from(visits).unwrap() {
            let slot =
                Slot { from: first.from + apart * number, to: first.to + apart * number, ..first.clone() };
            all.push(PlannedVisit { slot, fit: Fit::AsWished });
        }
        let free = all.iter().all(|it| self.is_free(it.slot.from));
        free.then_some(FreePlan { visits: all, missing: Vec::new() })
    }

    /// All of it, or nothing.
    pub fn book_plan(&mut self, visits: &[(Slot, PatientId)]) -> Event {
        if visits.iter().any(|(slot, _)| slot.from <= self.now || !self.is_free(slot.from)) {
            return Event::PlanGone;
        }
        let mut booked = Vec::new();
        for (slot, patient) in visits {
            let appointment = self.appointment(slot.clone(), patient.clone());
            self.appointments.push(appointment.clone());
            booked.push(appointment);
        }
        self.appointments.sort_by_key(|it| it.slot.from);
        Event::PlanBooked(booked)
    }
}
