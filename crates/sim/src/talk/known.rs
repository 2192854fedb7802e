//! Whom a written conversation brings to the clinic, and what the last words were read as.

use super::play::Scene;
use super::script::Script;
use serde_json::Value;
use svara_desk::DeskError;
use svara_desk::clinic_file::{ClinicFile, FileAppointment, FilePatient};
use svara_desk::office::{Who, lessons};
use svara_model::PhoneNumber;
use svara_store::turns;

/// More turns than one conversation has.
const TURNS_MAX: usize = 1_000;

impl Script {
    /// The clinic with everybody whom the conversation brings.
    pub(super) fn with_known(&self, mut file: ClinicFile) -> Result<ClinicFile, DeskError> {
        for known in &self.known {
            let bad = |what: &str| DeskError::Invalid(format!("{what} of {}", known.name));
            let phone: PhoneNumber = known.phone.parse().map_err(|_| bad("the number"))?;
            file.patients.push(FilePatient::known(phone.clone(), &known.name, self.start));
            for (practitioner, service, from) in &known.visits {
                let what = service.parse().map_err(|_| bad("the service"))?;
                let whom = practitioner.parse().map_err(|_| bad("the practitioner"))?;
                let name = Some(known.name.clone());
                file.appointments.push(FileAppointment::new(phone.clone(), name, (what, whom), *from));
            }
        }
        Ok(file)
    }
}

impl Scene {
    /// The desk is taught what the conversation says it was.
    pub(super) async fn learn(&self, script: &Script) -> Result<(), DeskError> {
        let who = Who::api("receptionist");
        for (words, meaning) in &script.taught {
            let what = (words.as_str(), meaning.as_str(), self.clinic.default_language());
            let taught = lessons::teach(&self.desk, &self.clinic, what, &[], &who).await?;
            lessons::use_it(&self.desk, &self.clinic, &taught.id, true, &who).await?;
        }
        Ok(())
    }

    /// What the last words were read as; empty when nothing was.
    pub(super) async fn heard(&self) -> Result<String, DeskError> {
        let Some(id) = self.conversation().await?.map(|it| it.id) else { return Ok(String::new()) };
        let found = self.desk.store().read("talk: turns", move |tx| {
            let id = id.clone();
            Box::pin(async move { turns::of_conversation(tx, &id, TURNS_MAX).await.map_err(DeskError::from) })
        });
        let record = found.await?.pop().map(|it| it.record).unwrap_or_default();
        let record: Value = serde_json::from_str(&record).unwrap_or_default();
        let heard = record["heard"].as_array().and_then(|it| it.last()).cloned().unwrap_or_default();
        let intent = &heard["steps"][0]["event"]["said"]["reading"]["intents"][0]["name"];
        Ok(intent.as_str().unwrap_or_default().to_owned())
    }
}
