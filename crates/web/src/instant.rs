//! Times as they cross the wire: RFC 3339, out with the clinic's offset, in with any.

use crate::problem::Problem;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use svara_model::Clinic;

/// The clinic's zone.
pub(crate) fn zone(clinic: &Clinic) -> TimeZone {
    TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC)
}

/// With the clinic's offset at that moment.
pub(crate) fn shown(at: Timestamp, zone: &TimeZone) -> String {
    at.display_with_offset(zone.to_offset(at)).to_string()
}

/// An instant, or a date for its first moment at the clinic. In a query a plus sign often arrives as a blank.
pub(crate) fn read(field: &str, text: &str, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let text = text.trim();
    if let Ok(at) = text.replace(' ', "+").parse::<Timestamp>() {
        return Ok(at);
    }
    let midnight = text.parse::<Date>().ok().filter(|_| text.len() == "2026-03-10".len());
    let midnight = midnight.and_then(|it| it.to_zoned(zone.clone()).ok());
    midnight.map(|it| it.timestamp()).ok_or_else(|| {
        Problem::invalid(format!(
            "`{field}` is written as RFC 3339 with an offset, such as 2026-03-10T09:00:00+01:00"
        ))
    })
}

/// As [`read`], where it may be absent.
pub(crate) fn read_some(
    field: &str,
    text: Option<&str>,
    zone: &TimeZone,
) -> Result<Option<Timestamp>, Problem> {
    text.filter(|it| !it.trim().is_empty()).map(|it| read(field, it, zone)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_with_any_offset_and_shown_with_the_clinics() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let at: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        for text in ["2026-03-10T08:00:00Z", "2026-03-10T09:00:00+01:00", "2026-03-10T09:00:00 01:00"] {
            assert_eq!(read("from", text, &zone).unwrap(), at, "{text}");
        }
        assert_eq!(shown(at, &zone), "2026-03-10T09:00:00+01:00");
        assert_eq!(shown(read("from", "2026-07-01", &zone).unwrap(), &zone), "2026-07-01T00:00:00+02:00");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        let zone = TimeZone::UTC;
        for text in [
            "",
            "today",
            "2026-03-10T09:00:00",
            "2026-13-01",
            "2026-03-10T09:00+99:00",
            "10",
            "2026-03-10T09",
        ] {
            assert!(read("from", text, &zone).is_err(), "{text}");
        }
    }
}
