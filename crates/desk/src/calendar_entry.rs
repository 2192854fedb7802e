//! The calendar entry behind `/add/{token}.ics`: clinic, time and place, nothing about the patient or the visit
//! (`reference/rulings.md`, 3).

use crate::{Desk, DeskError};
use jiff::Timestamp;
use svara_model::{Appointment, AppointmentStatus, Clinic};
use svara_store::flags::{self, Flag};
use svara_store::{appointments, plans};

/// RFC 5545, 3.1: a line holds 75 octets, and goes on in the next after a blank.
const LINE_OCTETS_MAX: usize = 75;

impl Desk {
    /// The entry for a link; `None` when nobody was given such a link.
    pub async fn calendar_entry(&self, token: &str) -> Result<Option<String>, DeskError> {
        let token = token.to_owned();
        let found = self.store.read("calendar entry", move |tx| {
            let token = token.clone();
            Box::pin(async move {
                let Some(one) = appointments::by_calendar_token(tx, &token).await? else { return Ok(None) };
                // Where a protected person will be stands in nobody's calendar.
                if flags::of(tx, &one.patient).await?.iter().any(|it| it.flag == Flag::Protected) {
                    return Ok(None);
                }
                let Some(plan) = &one.marks.plan else { return Ok(Some(vec![one])) };
                // One link for all that was booked together, as far as the same contact hears of it.
                let mut all = Vec::new();
                for visit in plans::visits(tx, &one.clinic, plan).await? {
                    let flags = flags::of(tx, &visit.patient).await?;
                    let protected = flags.iter().any(|it| it.flag == Flag::Protected);
                    all.extend((visit.contact == one.contact && !protected).then_some(visit));
                }
                Ok::<_, DeskError>(Some(all))
            })
        });
        let Some(visits) = found.await? else { return Ok(None) };
        let clinic = visits.first().and_then(|it| self.clinic(&it.clinic));
        Ok(clinic.map(|clinic| entries(&clinic, &visits)))
    }
}

/// One entry for each appointment. RFC 5546, 3.2: the method says what becomes of all of them.
fn entries(clinic: &Clinic, visits: &[Appointment]) -> String {
    let cancelled = visits.iter().all(|it| it.status == AppointmentStatus::Cancelled);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Svara//Front desk//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{}", if cancelled { "CANCEL" } else { "PUBLISH" }),
    ];
    lines.extend(visits.iter().flat_map(|it| entry(clinic, it)));
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|it| folded(it)).collect()
}

fn entry(clinic: &Clinic, appointment: &Appointment) -> Vec<String> {
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@svara", appointment.id),
        format!("SEQUENCE:{}", appointment.revision),
        format!("DTSTAMP:{}", utc(appointment.changed_at)),
        format!("LAST-MODIFIED:{}", utc(appointment.changed_at)),
        format!("DTSTART:{}", utc(appointment.slot.from)),
        format!("DTEND:{}", utc(appointment.slot.to)),
        format!("SUMMARY:{}", escaped(&clinic.name)),
        format!("LOCATION:{}", escaped(&clinic.address)),
        format!("STATUS:{}", status(appointment.status)),
        "TRANSP:OPAQUE".to_owned(),
    ];
    if let Some(place) = &clinic.location {
        lines.push(format!("GEO:{:.6};{:.6}", place.latitude, place.longitude));
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// RFC 5545, 3.8.1.11. A request is not yet an appointment; who didn't come keeps the entry as it was.
fn status(status: AppointmentStatus) -> &'static str {
    match status {
        AppointmentStatus::Cancelled => "CANCELLED",
        AppointmentStatus::Pending => "TENTATIVE",
        _ => "CONFIRMED",
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n").replace('\r', "")
}

fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        octets += character.len_utf8();
        out.push(character);
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_letters() {
        let folded = folded(&format!("LOCATION:{}", "å".repeat(80)));
        assert!(folded.split("\r\n").all(|it| it.len() <= LINE_OCTETS_MAX));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), format!("LOCATION:{}", "å".repeat(80)));
    }

    #[test]
    fn commas_and_line_breaks_are_escaped() {
        assert_eq!(
            escaped("Storgatan 12, 602 23\nNorrköping; hus B"),
            "Storgatan 12\\, 602 23\\nNorrköping\\; hus B"
        );
    }
}
