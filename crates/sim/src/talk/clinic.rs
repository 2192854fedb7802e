//! What the clinic does with the first coming visit of whoever writes: approve, decline, move, call off, as the console
//! does. Absent: what staff write (`play.rs`).

use super::play::{Scene, Wrong};
use super::script::moment_of;
use svara_desk::DeskError;
use svara_desk::office::Who;
use svara_desk::office::changes::{self, Change, Wish};
use svara_model::{AppointmentId, AppointmentStatus};
use svara_store::appointments;

/// More than anybody has coming.
const VISITS_MAX: usize = 20;

impl Scene {
    /// `approves`, `declines`, `calls off`, `calls off for the fee`, `moves to 2026-03-13 09:00`.
    pub(super) async fn clinic_does(&self, what: &str) -> Result<Wrong, DeskError> {
        let Some(change) = change_of(what) else {
            let could = "approves, declines, calls off, calls off for the fee, or moves to 2026-03-13 09:00";
            return Ok(Some((could.to_owned(), what.to_owned())));
        };
        let Some(id) = self.first_coming(&change).await? else {
            return Ok(Some(("a coming visit".to_owned(), "none".to_owned())));
        };
        let wish = Wish { change, why: None, notify: true };
        let done = changes::change(&self.desk, &self.clinic, &id, wish, &Who::api("receptionist")).await;
        self.desk.settle().await?;
        match done {
            Ok(_) => Ok(None),
            Err(error @ (DeskError::Conflict(_) | DeskError::NotFree(_) | DeskError::Invalid(_))) => {
                Ok(Some((format!("clinic: {what}"), error.to_string())))
            }
            Err(error) => Err(error),
        }
    }

    /// Of a request the first one; of anything else whatever comes first.
    async fn first_coming(&self, change: &Change) -> Result<Option<AppointmentId>, DeskError> {
        let of_a_request = matches!(change, Change::Approve | Change::Decline);
        let (clinic, now) = (self.clinic.id.clone(), self.desk.now());
        let phone: svara_model::PhoneNumber =
            self.phone.parse().map_err(|_| DeskError::Invalid("the phone is no number".to_owned()))?;
        let visits = self.desk.store().read("talk: visits", move |tx| {
            let (clinic, phone) = (clinic.clone(), phone.clone());
            Box::pin(async move {
                let all =
                    appointments::list(tx, &clinic, now, None, Some(&phone), None, None, VISITS_MAX).await?;
                Ok::<_, DeskError>(all)
            })
        });
        Ok(visits
            .await?
            .into_iter()
            .map(|it| it.0)
            .find(|it| it.status.is_coming() && (!of_a_request || it.status == AppointmentStatus::Pending))
            .map(|it| it.id))
    }
}

fn change_of(what: &str) -> Option<Change> {
    Some(match what {
        "approves" => Change::Approve,
        "declines" => Change::Decline,
        "calls off" => Change::CallOff { fee: false },
        "calls off for the fee" => Change::CallOff { fee: true },
        _ => Change::Move { from: moment_of(what.strip_prefix("moves to")?)?, practitioner: None },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_clinic_does_is_read() {
        assert!(matches!(change_of("moves to 2026-03-13 09:00"), Some(Change::Move { .. })));
        assert!(matches!(change_of("calls off for the fee"), Some(Change::CallOff { fee: true })));
        for nonsense in ["", "moves", "moves to soon", "approve"] {
            assert!(change_of(nonsense).is_none(), "{nonsense}");
        }
    }
}
