//! The built-in clinic's past and coming weeks, brought in once.

use anyhow::Context;
use jiff::tz::TimeZone;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Desk, ImportedVisit};
use svara_model::Slot;
use svara_sim::history::{self, PastVisit};

/// The same past for everyone who starts on the same day.
const SEED: u64 = 1;

pub async fn bring(desk: &Desk, file: &ClinicFile) -> anyhow::Result<()> {
    let zone = TimeZone::get(&file.clinic.time_zone).context("the built-in clinic's zone")?;
    let today = desk.now().to_zoned(zone).date();
    let visits: Vec<ImportedVisit> = history::weeks(&file.clinic, today, SEED)
        .into_iter()
        .chain(history::coming(&file.clinic, today, SEED))
        .filter_map(|it| visit(file, it))
        .collect();
    desk.import_visits(&file.clinic.id, "demo", &visits).await.context("bringing the demo's weeks in")?;
    Ok(())
}

fn visit(file: &ClinicFile, past: PastVisit) -> Option<ImportedVisit> {
    let patient = file.patients.get(past.patient)?;
    Some(ImportedVisit {
        phone: patient.phone.clone(),
        name: patient.name.clone(),
        slot: Slot {
            from: past.from,
            to: past.to,
            service: past.service,
            practitioner: past.practitioner,
            rooms: past.rooms,
        },
        status: past.status,
        via: past.booked_via.to_owned(),
    })
}
