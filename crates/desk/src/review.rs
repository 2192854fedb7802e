//! Systematic reviews of who looked at what (HSLF-FS 2016:40, 4:9; `reference/trust.md`, L5). Once a month is over, some
//! of its looks are drawn by chance, and those that stand out beside them. A person says of each whether it was right.
//!
//! Absent: the verdicts (`office/reviews.rs`). Patients' addresses are not stored, so that nobody is compared by them.

use crate::letters::clinic_zone;
use crate::{Desk, DeskError};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use svara_model::{Clinic, EventId, PatientId, ReviewId, StaffId};
use svara_store::reviews::{self, Look, Review};
use svara_store::{Tx, appointments, conversations, events, patients, staff};

/// Drawn by chance from a month: enough to be looked through in half an hour.
const SAMPLE: usize = 20;
/// Of those that stand out, so many at most, drawn by chance when there are more: nobody reads five hundred well.
const FLAGGED_MAX: usize = 60;
/// A review that is not done by then is overdue.
const DUE_DAYS: i64 = 14;
/// Looks are read in pieces of this many.
const READ_AT_ONCE: usize = 1_000;
/// A large clinic's month; what is beyond is not looked through, and the log says so.
const LOOKS_MAX: usize = 100_000;
/// Whoever had nothing to do with the clinic for so long before the month is no patient of theirs.
const RELATION_DAYS: i64 = 90;
/// Before and from then on hardly anybody works.
const DAY_HOURS: std::ops::Range<i8> = 6..21;
/// Shorter last names are too common to say anything.
const SURNAME_CHARACTERS_MIN: usize = 2;

/// Why a look was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Sample,
    OwnRecord,
    SameSurname,
    NoRelation,
    OddHours,
    BrokeGlass,
}

impl Why {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::OwnRecord => "own_record",
            Self::SameSurname => "same_surname",
            Self::NoRelation => "no_relation",
            Self::OddHours => "odd_hours",
            Self::BrokeGlass => "broke_glass",
        }
    }
}

/// A month at a clinic.
struct Month {
    name: String,
    from: Timestamp,
    to: Timestamp,
}

impl Desk {
    /// Draws last month's review of each clinic, unless it was drawn.
    pub(crate) async fn draw_reviews(&self) -> Result<(), DeskError> {
        for clinic in self.clinics() {
            let month = last_month(&clinic, self.now());
            if self.housekeeping.is_drawn(&clinic.id, &month.name) {
                continue;
            }
            self.draw_review(&clinic, &month).await?;
            self.housekeeping.note_drawn(clinic.id.clone(), month.name);
        }
        Ok(())
    }

    async fn draw_review(&self, clinic: &Arc<Clinic>, month: &Month) -> Result<(), DeskError> {
        let (id, period, span) = (clinic.id.clone(), month.name.clone(), (month.from, month.to));
        let found = self.store.read("last month's looks", move |tx| {
            let (id, period) = (id.clone(), period.clone());
            Box::pin(async move {
                if reviews::list(tx, &id).await?.iter().any(|it| it.period == period) {
                    return Ok(Vec::new());
                }
                let mut all = Vec::new();
                while all.len() < LOOKS_MAX {
                    let after = all.last().map_or(0, |it: &Look| it.seq);
                    let more = reviews::looks(tx, &id, span, after, READ_AT_ONCE).await?;
                    let last = more.len() < READ_AT_ONCE;
                    all.extend(more);
                    if last {
                        break;
                    }
                }
                Ok::<_, DeskError>(all)
            })
        });
        let looks = found.await?;
        if looks.is_empty() {
            return Ok(());
        }
        if looks.len() >= LOOKS_MAX {
            tracing::warn!(clinic = %clinic.id, most = LOOKS_MAX, "not every look of the month is in its review");
        }
        let entries = self.chosen(clinic, month, &looks).await?;
        let now = self.now();
        let review = Review {
            id: self.ids.make(ReviewId::new, now),
            period: month.name.clone(),
            looks: i64::try_from(looks.len()).unwrap_or(i64::MAX),
            drawn_at: now,
            due_at: now + SignedDuration::from_hours(24 * DUE_DAYS),
            entries: 0,
            open: 0,
        };
        let (desk, clinic_id) = (self.clone(), clinic.id.clone());
        self.store
            .write("draw a review", move |tx| {
                let (desk, clinic) = (desk.clone(), clinic_id.clone());
                let (review, entries) = (review.clone(), entries.clone());
                Box::pin(async move {
                    if reviews::draw(tx, &clinic, &review, &entries).await? {
                        let details = serde_json::json!({ "period": review.period, "drawn": entries.len() });
                        let (event, details) = (desk.ids.make(EventId::new, now), details.to_string());
                        let kind = "access_review.drawn";
                        events::append(tx, event, &clinic, now, "desk", kind, None, &details).await?;
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }

    /// Those drawn by chance, and those that stand out, each with its reasons, in the chain's order.
    async fn chosen(
        &self,
        clinic: &Arc<Clinic>,
        month: &Month,
        looks: &[Look],
    ) -> Result<Vec<(i64, String)>, DeskError> {
        let (clinic_in, given) = (Arc::clone(clinic), Arc::new(looks.to_vec()));
        let since = month.from - SignedDuration::from_hours(24 * RELATION_DAYS);
        let flagged = self.store.read("looks that stand out", move |tx| {
            let (clinic, given) = (Arc::clone(&clinic_in), Arc::clone(&given));
            Box::pin(async move {
                let mut known = Known { clinic, since, names: BTreeMap::new(), patients: BTreeMap::new() };
                let mut flagged = Vec::new();
                for (place, look) in given.iter().enumerate() {
                    let why = known.why(tx, look).await?;
                    if !why.is_empty() {
                        flagged.push((place, why));
                    }
                }
                Ok::<_, DeskError>(flagged)
            })
        });
        let flagged = flagged.await?;
        let mut chosen: BTreeMap<usize, BTreeSet<Why>> = BTreeMap::new();
        for place in self.ids.sample(looks.len(), SAMPLE) {
            chosen.entry(place).or_default().insert(Why::Sample);
        }
        for place in self.ids.sample(flagged.len(), FLAGGED_MAX) {
            let (look, why) = &flagged[place];
            chosen.entry(*look).or_default().extend(why);
        }
        // Whoever was drawn by chance stands there with everything that stands out about it, too.
        for (place, why) in &flagged {
            if let Some(all) = chosen.get_mut(place) {
                all.extend(why);
            }
        }
        let words = |all: BTreeSet<Why>| all.into_iter().map(Why::as_str).collect::<Vec<_>>().join(" ");
        Ok(chosen.into_iter().map(|(place, why)| (looks[place].seq, words(why))).collect())
    }
}

/// What is known of staff and patients while a month is looked through: each is read once.
struct Known {
    clinic: Arc<Clinic>,
    since: Timestamp,
    /// Names of staff, folded.
    names: BTreeMap<String, Option<String>>,
    /// A patient's folded name, and whether they have anything to do with the clinic.
    patients: BTreeMap<PatientId, Option<(String, bool)>>,
}

impl Known {
    async fn why(&mut self, tx: &mut Tx, look: &Look) -> Result<Vec<Why>, DeskError> {
        let mut why = Vec::new();
        if look.kind == "access.break_glass" {
            why.push(Why::BrokeGlass);
        }
        // A program works at night, and has no relatives.
        let Some(reader) = self.reader(tx, &look.actor).await? else { return Ok(why) };
        if is_odd(&self.clinic, look.at) {
            why.push(Why::OddHours);
        }
        let mut all = Vec::new();
        for patient in patients_behind(tx, look.subject.as_deref()).await? {
            all.extend(self.patient(tx, &patient).await?);
        }
        if all.iter().any(|it| it.0 == reader) {
            why.push(Why::OwnRecord);
        } else if all.iter().any(|it| same_surname(&it.0, &reader)) {
            why.push(Why::SameSurname);
        }
        if !all.is_empty() && all.iter().all(|it| !it.1) {
            why.push(Why::NoRelation);
        }
        Ok(why)
    }

    async fn reader(&mut self, tx: &mut Tx, actor: &str) -> Result<Option<String>, DeskError> {
        if let Some(known) = self.names.get(actor) {
            return Ok(known.clone());
        }
        let id = actor.strip_prefix("staff:").and_then(|it| it.parse::<StaffId>().ok());
        let found = match id {
            Some(id) => staff::by_id(tx, &id).await?.map(|it| folded(&it.name)),
            None => None,
        };
        self.names.insert(actor.to_owned(), found.clone());
        Ok(found)
    }

    async fn patient(&mut self, tx: &mut Tx, id: &PatientId) -> Result<Option<(String, bool)>, DeskError> {
        if let Some(known) = self.patients.get(id) {
            return Ok(known.clone());
        }
        let found = match patients::by_id(tx, id).await? {
            Some(it) => Some((folded(&it.name), reviews::is_known_since(tx, id, self.since).await?)),
            None => None,
        };
        self.patients.insert(id.clone(), found.clone());
        Ok(found)
    }
}

/// Whom a look at one card, visit or conversation showed; a list has no subject and shows many.
pub(crate) async fn patients_behind(tx: &mut Tx, subject: Option<&str>) -> Result<Vec<PatientId>, DeskError> {
    let Some(subject) = subject else { return Ok(Vec::new()) };
    if let Ok(id) = subject.parse() {
        return Ok(vec![id]);
    }
    if let Ok(id) = subject.parse() {
        return Ok(appointments::by_id(tx, &id).await?.into_iter().map(|it| it.patient).collect());
    }
    let contact = match subject.parse() {
        Ok(id) => conversations::by_id(tx, &id).await?.map(|it| it.contact),
        Err(_) => subject.parse().ok(),
    };
    let Some(contact) = contact else { return Ok(Vec::new()) };
    Ok(patients::of_contact(tx, &contact).await?.into_iter().map(|it| it.id).collect())
}

/// At night, or on a day on which nobody works here.
fn is_odd(clinic: &Clinic, at: Timestamp) -> bool {
    let local = at.to_zoned(clinic_zone(clinic));
    let worked = clinic.practitioners.iter().flat_map(|it| &it.hours).flat_map(|it| &it.days);
    let days: Vec<Weekday> = worked.map(|it| weekday(*it)).collect();
    let away = !days.is_empty() && !days.contains(&local.weekday());
    !DAY_HOURS.contains(&local.hour()) || away || clinic.closed_on(local.date()).is_some()
}

fn weekday(it: svara_model::Weekday) -> Weekday {
    use svara_model::Weekday as Ours;
    match it {
        Ours::Mon => Weekday::Monday,
        Ours::Tue => Weekday::Tuesday,
        Ours::Wed => Weekday::Wednesday,
        Ours::Thu => Weekday::Thursday,
        Ours::Fri => Weekday::Friday,
        Ours::Sat => Weekday::Saturday,
        Ours::Sun => Weekday::Sunday,
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn same_surname(one: &str, other: &str) -> bool {
    match (one.rsplit_once(' '), other.rsplit_once(' ')) {
        (Some((_, one)), Some((_, other))) => one == other && one.chars().count() >= SURNAME_CHARACTERS_MIN,
        _ => false,
    }
}

fn last_month(clinic: &Clinic, now: Timestamp) -> Month {
    let zone = clinic_zone(clinic);
    let this = now.to_zoned(zone.clone()).date().first_of_month();
    let last = this.saturating_sub(1.month());
    Month { name: last.strftime("%Y-%m").to_string(), from: begins(last, &zone), to: begins(this, &zone) }
}

fn begins(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |it| it.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic_file::ClinicFile;

    fn clinic() -> Clinic {
        let file = "[clinic]\nid = \"n\"\nname = \"N\"\ncountry = \"SE\"\ntime_zone = \"Europe/Stockholm\"\n\
            languages = [\"sv\"]\naddress = \"A\"\nemergency_number = \"112\"\ncurrency = \"SEK\"\n\
            [[service]]\nid = \"s\"\nname = { sv = \"S\" }\nminutes = 30\n\
            [[practitioner]]\nid = \"a\"\nname = \"Anna Ek\"\nservices = [\"s\"]\n\
            hours = [{ days = [\"mon\", \"tue\"], from = \"08:00\", to = \"12:00\" }]\n";
        ClinicFile::parse(file).unwrap().clinic
    }

    #[test]
    fn odd_is_at_night_and_on_days_on_which_nobody_works() {
        for (at, odd) in [
            ("2026-03-10T12:00:00+01:00", false),
            ("2026-03-10T05:59:00+01:00", true),
            ("2026-03-10T06:00:00+01:00", false),
            ("2026-03-10T20:59:00+01:00", false),
            ("2026-03-10T21:00:00+01:00", true),
            ("2026-03-11T12:00:00+01:00", true),
        ] {
            assert_eq!(is_odd(&clinic(), at.parse().unwrap()), odd, "{at}");
        }
    }

    #[test]
    fn a_surname_is_the_last_word_of_a_name_that_has_two() {
        assert!(same_surname("anna maria ek", "bo ek"));
        for (one, other) in [("ek", "ek"), ("anna ek", "anna berg"), ("anna k", "bo k"), ("anna", "bo anna")]
        {
            assert!(!same_surname(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn the_month_before_is_the_clinics_own() {
        let month = last_month(&clinic(), "2026-03-31T23:00:00Z".parse().unwrap());
        assert_eq!(month.name, "2026-03");
        assert_eq!(month.from, "2026-03-01T00:00:00+01:00".parse().unwrap());
        assert_eq!(month.to, "2026-04-01T00:00:00+02:00".parse().unwrap());
        assert_eq!(last_month(&clinic(), "2026-01-15T12:00:00Z".parse().unwrap()).name, "2025-12");
    }
}
