//! What happens at the clinic while patients talk: somebody is away, somebody waits.

use super::play::{Scene, Wrong};
use super::script::{Step, moment_of};
use std::sync::Arc;
use svara_desk::DeskError;
use svara_desk::office::absences::{self, NewAbsence};
use svara_desk::office::{Who, waitlist};
use svara_model::AbsenceScope;

impl Scene {
    /// Somebody is away, or is not after all.
    pub(super) async fn absence(&mut self, step: &Step) -> Result<Wrong, DeskError> {
        match step {
            Step::Away { who, day } => self.away(who, day).await,
            _ => self.undo().await,
        }
    }

    /// Somebody is away for a day: entered, looked at and released, as staff do it.
    async fn away(&mut self, who: &str, day: &str) -> Result<Wrong, DeskError> {
        let scope = match who.parse() {
            _ if who == "clinic" => AbsenceScope::Clinic,
            Ok(id) => AbsenceScope::Practitioner(id),
            Err(_) => return Ok(Some(("a practitioner".to_owned(), who.to_owned()))),
        };
        let (Some(from), Some(to)) = (moment_of(&format!("{day} 00:00")), moment_of(&format!("{day} 23:59")))
        else {
            return Ok(Some(("a day such as 2026-03-12".to_owned(), day.to_owned())));
        };
        let (desk, clinic, who) = (&self.desk, &self.clinic, Who::api("receptionist"));
        let new = NewAbsence { scope, from, to, reason: Some("ill".to_owned()) };
        let (absence, _) = absences::draft(desk, clinic, new, &who).await?;
        absences::release(desk, clinic, &absence.id, &who).await?;
        self.absence = Some(absence.id);
        self.desk.settle().await?;
        Ok(None)
    }

    async fn undo(&mut self) -> Result<Wrong, DeskError> {
        let Some(id) = &self.absence else {
            return Ok(Some(("an absence".to_owned(), "none yet".to_owned())));
        };
        absences::undo(&self.desk, &self.clinic, id, &Who::api("receptionist")).await?;
        Ok(None)
    }

    /// How many wishes stand on the list for this number.
    pub(super) async fn waiting(&self) -> Result<usize, DeskError> {
        let all = waitlist::list(&self.desk, &self.clinic, &Who::api("receptionist")).await?;
        let mine = |phone: &svara_model::PhoneNumber| phone.as_str() == self.phone;
        Ok(all.iter().filter(|(_, patient)| patient.phone.as_ref().is_some_and(mine)).count())
    }

    /// How staff see the first visit of this number that the last absence touched.
    pub(super) async fn asked(&self) -> Result<String, DeskError> {
        let Some(id) = &self.absence else { return Ok("nothing".to_owned()) };
        let clinic = Arc::clone(&self.clinic);
        let (_, _, visits) = absences::show(&self.desk, &clinic, id, &Who::api("receptionist")).await?;
        let mine = |phone: &svara_model::PhoneNumber| phone.as_str() == self.phone;
        let visit = visits.iter().find(|it| it.patient.phone.as_ref().is_some_and(mine));
        Ok(visit
            .map_or("nothing".to_owned(), |it| format!("{}{}", it.state, if it.call { " call" } else { "" })))
    }
}
