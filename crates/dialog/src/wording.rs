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

/// More days than these are not listed one by one.
const DAYS_LISTED_MAX: usize = 4;

/// When something may be: `tisdagar 12:00–17:00`, `torsdag 12 mars`; nothing for "any time" and for what takes more
/// words than it helps.
pub fn windows(windows: &[(Timestamp, Timestamp)], zone: &TimeZone, language: &Language) -> String {
    let local: Vec<(Zoned, Zoned)> =
        windows.iter().map(|it| (it.0.to_zoned(zone.clone()), it.1.to_zoned(zone.clone()))).collect();
    let Some((first, last)) = local.first() else { return String::new() };
    let whole = |it: &(Zoned, Zoned)| it.1.timestamp().duration_since(it.0.timestamp()).as_hours() > 25;
    if local.iter().any(whole) {
        let one = local.len() == 1 && last.timestamp().duration_since(first.timestamp()).as_hours() < 24 * 60;
        let end = last.timestamp() - jiff::SignedDuration::from_secs(1);
        return if one {
            format!("{} – {}", day(first.timestamp(), zone, language), day(end, zone, language))
        } else {
            String::new()
        };
    }
    let days = days_in_words(&local, zone, language);
    let hours = |it: &(Zoned, Zoned)| (it.0.time(), it.1.time());
    let same = local.iter().all(|it| hours(it) == hours(&local[0]));
    let midnight = jiff::civil::Time::midnight();
    if !same || hours(&local[0]) == (midnight, midnight) {
        return days;
    }
    let clocks = format!("{}–{}", clock(first.timestamp(), zone), clock(last.timestamp(), zone));
    if days.is_empty() { clocks } else { format!("{days} {clocks}") }
}

fn days_in_words(local: &[(Zoned, Zoned)], zone: &TimeZone, language: &Language) -> String {
    let mut dates: Vec<_> = local.iter().map(|it| it.0.date()).collect();
    dates.dedup();
    let mut weekdays: Vec<usize> = dates.iter().map(|it| index(it.weekday())).collect();
    weekdays.sort_unstable();
    weekdays.dedup();
    if dates.len() > weekdays.len() {
        let plural = if is_swedish(language) { "ar" } else { "s" };
        let names = if is_swedish(language) { WEEKDAYS_SV } else { WEEKDAYS_EN };
        return match weekdays.as_slice() {
            [0, 1, 2, 3, 4] => if is_swedish(language) { "vardagar" } else { "weekdays" }.to_owned(),
            few if few.len() < 5 => {
                let each: Vec<String> = few.iter().map(|it| format!("{}{plural}", names[*it])).collect();
                list(&each, language)
            }
            _ => String::new(),
        };
    }
    if dates.len() > DAYS_LISTED_MAX {
        return String::new();
    }
    let each: Vec<String> = local.iter().map(|it| day(it.0.timestamp(), zone, language)).collect();
    let mut each = each;
    each.dedup();
    list(&each, language)
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
    fn a_wish_is_said_in_few_words() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let span = |from: &str, to: &str| (from.parse().unwrap(), to.parse().unwrap());
        let tuesdays = [
            span("2026-03-10T11:00:00Z", "2026-03-10T16:00:00Z"),
            span("2026-03-17T11:00:00Z", "2026-03-17T16:00:00Z"),
        ];
        let thursday = [span("2026-03-11T23:00:00Z", "2026-03-12T23:00:00Z")];
        let week = [span("2026-03-15T23:00:00Z", "2026-03-22T23:00:00Z")];
        for (wish, sv, en) in [
            (&tuesdays[..], "tisdagar 12:00–17:00", "Tuesdays 12:00–17:00"),
            (&thursday[..], "torsdag 12 mars", "Thursday 12 March"),
            (&week[..], "måndag 16 mars – söndag 22 mars", "Monday 16 March – Sunday 22 March"),
            (&[], "", ""),
        ] {
            assert_eq!(windows(wish, &zone, &Language::swedish()), sv);
            assert_eq!(windows(wish, &zone, &Language::english()), en);
        }
    }

    #[test]
    fn a_list_ends_with_and() {
        let names = ["Anna".to_owned(), "Bo".to_owned(), "Cilla".to_owned()];
        assert_eq!(list(&names, &Language::swedish()), "Anna, Bo och Cilla");
        assert_eq!(list(&names[..1], &Language::english()), "Anna");
    }
}
