//! Days and clock times in the patient's language, long for sentences and short for buttons.

use jiff::civil::Weekday;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use svara_model::{Clinic, Language, PractitionerId, ServiceId};

const WEEKDAYS_SV: [&str; 7] = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];
const WEEKDAYS_SV_SHORT: [&str; 7] = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"];
const MONTHS_SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_SV_SHORT: [&str; 12] =
    ["jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The languages that the desk's texts are written in; everybody else is answered in English, and our
/// Nordic neighbours in Swedish.
pub fn text_language(language: &Language) -> Language {
    match language.as_str() {
        "sv" | "nb" | "nn" | "no" | "da" => Language::swedish(),
        _ => Language::english(),
    }
}

fn is_swedish(language: &Language) -> bool {
    text_language(language) == Language::swedish()
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

fn month_index(at: &Zoned) -> usize {
    usize::try_from(at.month() - 1).unwrap_or(0)
}

/// `torsdag`, `Thursday`.
pub fn weekday(day: Weekday, language: &Language) -> &'static str {
    if is_swedish(language) { WEEKDAYS_SV[index(day)] } else { WEEKDAYS_EN[index(day)] }
}

/// `tors 12 mars 10:00`, `Thu 12 Mar 10:00`: 18 characters at most, so it fits a button.
pub fn slot_title(at: Timestamp, zone: &TimeZone, language: &Language) -> String {
    let at = at.to_zoned(zone.clone());
    let (day, month) = if is_swedish(language) {
        (WEEKDAYS_SV_SHORT[index(at.weekday())], MONTHS_SV_SHORT[month_index(&at)])
    } else {
        (&WEEKDAYS_EN[index(at.weekday())][..3], &MONTHS_EN[month_index(&at)][..3])
    };
    format!("{day} {} {month} {:02}:{:02}", at.day(), at.hour(), at.minute())
}

/// `torsdag 12 mars`, `Thursday 12 March`.
pub fn day(at: Timestamp, zone: &TimeZone, language: &Language) -> String {
    let at = at.to_zoned(zone.clone());
    let month = if is_swedish(language) { MONTHS_SV[month_index(&at)] } else { MONTHS_EN[month_index(&at)] };
    format!("{} {} {month}", weekday(at.weekday(), language), at.day())
}

/// `10:00`.
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `torsdag 12 mars kl. 10:00`, `Thursday 12 March at 10:00`.
pub fn day_and_time(at: Timestamp, zone: &TimeZone, language: &Language) -> String {
    let joint = if is_swedish(language) { "kl." } else { "at" };
    format!("{} {joint} {}", day(at, zone, language), clock(at, zone))
}

/// A practitioner's name, or the id when the clinic's file no longer names them.
pub fn practitioner_name(clinic: &Clinic, id: &PractitionerId) -> String {
    clinic.practitioner(id).map_or_else(|| id.to_string(), |it| it.name.clone())
}

/// A service's name in the patient's language.
pub fn service_name(clinic: &Clinic, id: &ServiceId, language: &Language) -> String {
    clinic.service(id).map_or_else(|| id.to_string(), |it| clinic.text(&it.name, language).to_owned())
}

/// `Anna, Bo och Cilla`.
pub fn list(items: &[String], language: &Language) -> String {
    let joint = if is_swedish(language) { " och " } else { " and " };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{}{joint}{last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_naturally_in_both_languages() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let at: Timestamp = "2026-03-12T09:00:00Z".parse().unwrap();
        assert_eq!(slot_title(at, &zone, &Language::swedish()), "tors 12 mars 10:00");
        assert_eq!(slot_title(at, &zone, &Language::english()), "Thu 12 Mar 10:00");
        assert_eq!(day_and_time(at, &zone, &Language::swedish()), "torsdag 12 mars kl. 10:00");
        assert_eq!(day_and_time(at, &zone, &Language::english()), "Thursday 12 March at 10:00");
    }

    #[test]
    fn every_title_of_a_year_fits_a_button() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let first: Timestamp = "2026-01-01T11:00:00Z".parse().unwrap();
        for days in 0..365 {
            let at = first + jiff::SignedDuration::from_hours(24 * days);
            for language in [Language::swedish(), Language::english()] {
                let title = slot_title(at, &zone, &language);
                assert!(title.encode_utf16().count() <= 20, "{title}");
            }
        }
    }

    #[test]
    fn a_list_ends_with_and() {
        let names = ["Anna".to_owned(), "Bo".to_owned(), "Cilla".to_owned()];
        assert_eq!(list(&names, &Language::swedish()), "Anna, Bo och Cilla");
        assert_eq!(list(&names[..1], &Language::english()), "Anna");
    }
}
