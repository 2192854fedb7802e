//! Whether it ended as the patient wished: judged by what stands in the diary and what was answered, not by the road
//! there.

use super::goal::Aim;
use super::patient::Patient;
use super::said::FACTS;
use jiff::Zoned;
use jiff::civil::DateTime;
use svara_desk::DeskError;
use svara_desk::office::slots::{WantedSlots, free};

/// Who writes, when the clinic knows them.
pub const OWN_NAME: &str = "Petra Lund";
/// Who writes for the first time.
pub const NEW_NAME: &str = "Lisa Nyman";
/// The daughter.
pub const CHILD_NAME: &str = "Alva Lund";
/// Free times looked through for one that the wish means.
const SLOTS: usize = 400;

/// A visit in the diary.
struct Visit {
    practitioner: String,
    at: Zoned,
    status: String,
    name: String,
}

/// Whether what they came for is done (or, of two things, the first).
pub(super) async fn reached(it: &Patient) -> Result<bool, DeskError> {
    let half = matches!(it.goal.aim, Aim::BookThenOldButton)
        || matches!(it.goal.aim, Aim::BookThenChange) && !it.second;
    if half {
        return Ok(visits(it).await?.len() == 1);
    }
    Ok(judge(it).await?.is_none())
}

/// What is not as they wished.
pub(super) async fn judge(it: &Patient) -> Result<Option<String>, DeskError> {
    let visits = visits(it).await?;
    let told = |why: &str| Some(format!("{why}: {}", list(&visits)));
    let old = |visit: &Visit| it.visit.as_ref().is_some_and(|old| old.timestamp() == visit.at.timestamp());
    let new: Vec<&Visit> = visits.iter().filter(|it| !old(it)).collect();
    Ok(match it.goal.aim {
        Aim::Book | Aim::BookThenChange | Aim::BookThenOldButton => {
            one(it, &visits, OWN_NAME, "lindqvist").await?
        }
        Aim::BookHygienist => one(it, &visits, OWN_NAME, "haddad").await?,
        Aim::BookAsNewcomer => one(it, &visits, NEW_NAME, "lindqvist").await?,
        Aim::BookForChild => one(it, &visits, CHILD_NAME, "lindqvist").await?,
        Aim::Move | Aim::CancelAndBook => match (visits.len(), new.as_slice()) {
            (1, [moved]) => fits(it, moved).await?,
            _ => told("not moved"),
        },
        Aim::Cancel if visits.is_empty() => None,
        Aim::Cancel => told("still there"),
        Aim::CancelThenKeep if visits.len() == 1 && it.second => None,
        Aim::CancelThenKeep => told("not asked, or gone"),
        Aim::WhenIsIt => {
            let time = "10:00";
            (!it.heard.contains(time)).then(|| "the time was not told".to_owned())
        }
        Aim::Ask => (!FACTS[it.fact].met(&it.heard)).then(|| "not answered".to_owned()),
        Aim::Confirm if visits.iter().any(|it| it.status == "confirmed") => None,
        Aim::Confirm => told("not confirmed"),
    })
}

async fn one(
    it: &Patient,
    visits: &[Visit],
    name: &str,
    practitioner: &str,
) -> Result<Option<String>, DeskError> {
    let [visit] = visits else { return Ok(Some(format!("not one visit: {}", list(visits)))) };
    if visit.name != name || visit.practitioner != practitioner {
        return Ok(Some(format!("for somebody else, or with somebody else: {}", list(visits))));
    }
    fits(it, visit).await
}

/// A time that is not what was meant is as wished only when no free time is.
async fn fits(it: &Patient, visit: &Visit) -> Result<Option<String>, DeskError> {
    let means = |at: &Zoned| it.goal.wish.fits(at, &it.goal.now);
    if means(&visit.at) {
        return Ok(None);
    }
    let service = if visit.practitioner == "haddad" { "hygienist" } else { "undersokning" };
    let service = service.parse().map_err(|_| DeskError::NotFound("the service"))?;
    let wanted =
        WantedSlots { service, patient: None, practitioner: None, from: None, to: None, count: SLOTS };
    let there = free(&it.scene.desk, &it.scene.clinic, wanted).await?;
    let zone = it.goal.now.time_zone();
    let could = there.slots.iter().any(|(slot, _)| means(&slot.from.to_zoned(zone.clone())));
    Ok(could
        .then(|| format!("{:?} was meant, and {} taken", it.goal.wish, visit.at.strftime("%a %d %b %H:%M"))))
}

fn list(visits: &[Visit]) -> String {
    let line = |it: &Visit| {
        format!("{} {} {} {}", it.name, it.practitioner, it.at.strftime("%a %d %b %H:%M"), it.status)
    };
    visits.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// The coming visits behind this number.
async fn visits(it: &Patient) -> Result<Vec<Visit>, DeskError> {
    let zone = it.goal.now.time_zone();
    let lines = it.scene.coming().await?;
    Ok(lines.iter().filter_map(|line| visit(line, zone)).collect())
}

/// `lindqvist undersokning 2026-03-12 10:00 booked Sara Ek`.
fn visit(line: &str, zone: &jiff::tz::TimeZone) -> Option<Visit> {
    let words: Vec<&str> = line.split(' ').collect();
    let [practitioner, _, date, time, status, name @ ..] = words.as_slice() else { return None };
    let at: DateTime = format!("{date}T{time}").parse().ok()?;
    Some(Visit {
        practitioner: (*practitioner).to_owned(),
        at: at.to_zoned(zone.clone()).ok()?,
        status: (*status).to_owned(),
        name: name.join(" "),
    })
}
