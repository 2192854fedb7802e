//! What users of other calendars complain about, each complaint a test (`docs/scheduling.md` lists them all).
//!
//! Absent: races and rooms of the database (`svara-store`), and what `rules` and `clock_changes` hold already.

use crate::asking::{answer, one_day, starts, with};
use serde_json::{Value, json};

#[track_caller]
fn check(search: &Value, expected: &[&str]) {
    assert_eq!(starts(&answer(search)), expected);
}

/// The starts in UTC, so that zones can be compared.
fn instants(search: &Value) -> Vec<jiff::Timestamp> {
    let answer = answer(search);
    let slots = answer["slots"].as_array().expect("slots").clone();
    slots.iter().map(|slot| slot["from"].as_str().expect("a start").parse().expect("an instant")).collect()
}

#[test]
fn chicagos_spring_day_is_open_by_its_new_clock() {
    let search = with(
        one_day("2025-03-09", "15:00", "16:00"),
        json!({"time_zone": "America/Chicago", "window": {"from": "2025-03-01T00:00:00Z"}}),
    );
    let expected = ["2025-03-09T20:00:00Z", "2025-03-09T20:30:00Z"];
    assert_eq!(instants(&search), expected.map(|it| it.parse().expect("an instant")));
}

#[test]
fn whoever_asks_from_another_zone_is_offered_the_same_instants() {
    let here = with(
        one_day("2026-10-25", "01:00", "09:00"),
        json!({"window": {"from": "2026-10-24T22:00:00Z", "to": "2026-10-25T23:00:00Z"}}),
    );
    let expected = instants(&here);
    assert_eq!(expected.len(), 18);
    for (from, to) in [
        ("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
        ("2026-10-25T03:45:00+05:45", "2026-10-26T12:45:00+13:45"),
        ("2026-10-24T11:00:00-11:00", "2026-10-25T18:00:00-05:00"),
    ] {
        assert_eq!(instants(&with(here.clone(), json!({"window": {"from": from, "to": to}}))), expected);
    }
}

#[test]
fn twenty_five_zones_each_have_their_working_day() {
    for zone in [
        "Asia/Kathmandu",
        "America/St_Johns",
        "Pacific/Apia",
        "Pacific/Chatham",
        "Pacific/Marquesas",
        "Australia/Lord_Howe",
        "Australia/Eucla",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Kolkata",
        "Asia/Yangon",
        "Asia/Tehran",
        "Asia/Kabul",
        "Africa/Casablanca",
        "Africa/Cairo",
        "America/Sao_Paulo",
        "America/Santiago",
        "America/Nuuk",
        "America/Phoenix",
        "Antarctica/Troll",
        "Europe/Dublin",
        "Europe/Stockholm",
        "Asia/Gaza",
        "Pacific/Easter",
        "Etc/GMT+12",
    ] {
        for date in ["2026-01-14", "2026-03-29", "2026-07-15", "2026-10-25"] {
            let found = starts(&answer(&with(one_day(date, "08:00", "17:00"), json!({"time_zone": zone}))));
            assert_eq!(found.len(), 18, "{zone} on {date}");
            assert!(found[0].starts_with(&format!("{date}T08:00")), "{zone}: {}", found[0]);
        }
    }
}

#[test]
fn a_booking_in_either_of_the_two_autumn_hours_takes_that_one_alone() {
    let busy = |from: &str, to: &str| json!({"busy": [{"who": "anna", "from": from, "to": to}]});
    let night = with(one_day("2026-10-25", "02:00", "03:00"), json!({"service": {"minutes": 60}}));
    let (first, second) = ("2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00");
    check(&night, &[first, second]);
    check(&with(night.clone(), busy("2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00")), &[second]);
    check(&with(night.clone(), busy("2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00")), &[first]);
    check(&with(night, busy("2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00")), &[]);
}

#[test]
fn hours_that_end_late_end_the_search_as_well() {
    for (to, last) in
        [("23:00", "22:30"), ("23:30", "23:00"), ("23:45", "23:00"), ("23:59", "23:00"), ("24:00", "23:30")]
    {
        let found = starts(&answer(&one_day("2026-05-04", "22:00", to)));
        assert_eq!(found.last().map(|it| &it[11..16]), Some(last), "to {to}");
    }
}

#[test]
fn windows_that_end_at_utc_midnight_lose_nothing_far_from_greenwich() {
    for zone in ["Pacific/Apia", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Etc/GMT+12"] {
        let whole = with(
            one_day("2026-05-04", "00:00", "24:00"),
            json!({"time_zone": zone, "window": {"from": "2026-05-02T00:00:00Z", "to": "2026-05-07T00:00:00Z"}}),
        );
        let all = instants(&whole);
        assert_eq!(all.len(), 48, "{zone}");
        let mut by_day = Vec::new();
        for day in 2..7 {
            let window = json!({"window": {"from": format!("2026-05-{day:02}T00:00:00Z"),
                                           "to": format!("2026-05-{:02}T00:00:00Z", day + 1)}});
            by_day.extend(instants(&with(whole.clone(), window)));
        }
        assert_eq!(by_day, all, "{zone}: each time once, whatever day it falls on in UTC");
    }
}

#[test]
fn a_buffer_of_ten_minutes_keeps_the_grid_of_thirty() {
    let search = |taken_from: &str, taken_to: &str| {
        with(
            one_day("2026-05-04", "09:00", "12:00"),
            json!({"service": {"minutes": 20, "step": 30, "buffer_before": 10},
                   "busy": [{"who": "anna", "from": format!("2026-05-04T{taken_from}:00+02:00"),
                             "to": format!("2026-05-04T{taken_to}:00+02:00")}],
                   "check": ["2026-05-04T10:15:00+02:00", "2026-05-04T10:10:00+02:00"]}),
        )
    };
    let on_the_grid = |taken_to: &str| {
        let found = starts(&answer(&search("09:00", taken_to)));
        found.iter().map(|it| it[11..16].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(on_the_grid("09:50"), ["10:00", "10:30", "11:00", "11:30"], "ten minutes are enough");
    assert_eq!(on_the_grid("09:55"), ["10:30", "11:00", "11:30"], "five aren't, and the grid stays");
    let checked = answer(&search("09:00", "10:05"))["checked"].clone();
    assert_eq!(checked, json!([true, false]), "ten minutes after the end, five minutes after it");
}

#[test]
fn fifty_five_minutes_fit_once_into_an_hour() {
    for step in [5, 15, 30, 55, 60] {
        let fits = if step == 5 { 2 } else { 1 };
        let service = json!({"service": {"minutes": 55, "step": step}});
        let found = starts(&answer(&with(one_day("2026-05-04", "09:00", "10:00"), service)));
        assert_eq!(found.len(), fits, "step {step}");
    }
}

#[test]
fn a_needed_room_that_is_away_closes_the_time() {
    let search = with(
        one_day("2026-05-04", "09:00", "11:00"),
        json!({"service": {"minutes": 60, "rooms": ["chair", "xray"]},
               "rooms": [{"id": "c", "kind": "chair"}, {"id": "x", "kind": "xray",
                          "exceptions": [{"date": "2026-05-04", "hours": [{"from": "10:00", "to": "17:00"}]}]}]}),
    );
    check(&search, &["2026-05-04T10:00+02:00"]);
    let service_day = with(
        search,
        json!({"busy": [
        {"who": "x", "from": "2026-05-04T00:00:00+02:00", "to": "2026-05-05T00:00:00+02:00", "kind": "block"}]}),
    );
    check(&service_day, &[]);
}

#[test]
fn two_rooms_of_one_kind_are_two_rooms() {
    let needs_two = |rooms: Value| {
        with(
            one_day("2026-05-04", "09:00", "10:00"),
            json!({"service": {"minutes": 60, "rooms": ["xray", "xray"]}, "rooms": rooms}),
        )
    };
    let two = answer(&needs_two(json!([{"id": "b", "kind": "xray"}, {"id": "a", "kind": "xray"}])));
    assert_eq!(two["slots"][0]["rooms"], json!(["a", "b"]));
    let one = needs_two(json!([{"id": "a", "kind": "xray"}]));
    let (line, read) = svara_schedule::batch::answer_line(&one.to_string(), true);
    assert!(read && line.contains("\"nothing_because\":\"no room\""), "{line}");
}

#[test]
fn a_full_day_is_refused_in_a_clean_sentence() {
    let search = with(
        one_day("2026-05-04", "09:00", "12:00"),
        json!({"practitioners": [{"id": "anna", "max_per_day": 1,
                   "hours": [{"days": ["mon"], "from": "09:00", "to": "12:00"}]}],
               "window": {"from": "2026-05-04T00:00:00+02:00", "to": "2026-05-05T00:00:00+02:00"},
               "busy": [{"who": "anna", "from": "2026-05-04T09:00:00+02:00", "to": "2026-05-04T09:30:00+02:00"}],
               "check": ["2026-05-04T10:00:00+02:00"]}),
    );
    let (words, _) = svara_schedule::batch::explain_in_words(&search.to_string());
    assert!(words.contains("had as many appointments as a day may have"), "{words}");
    assert!(words.contains("anna: the day has its 1 appointments"), "{words}");
}

#[test]
fn where_we_differ_from_a_peer_we_do_so_on_purpose() {
    let whole_night =
        with(one_day("2026-05-04", "08:00", "07:00"), json!({"service": {"minutes": 30, "step": 600}}));
    check(&whole_night, &["2026-05-04T08:00+02:00", "2026-05-04T18:00+02:00", "2026-05-05T04:00+02:00"]);
    let now = json!({"now": "2026-05-04T09:00:00+02:00"});
    check(&with(one_day("2026-05-04", "09:00", "09:30"), now), &["2026-05-04T09:00+02:00"]);
    let nothing = json!({"busy": [
        {"who": "anna", "from": "2026-05-04T09:10:00+02:00", "to": "2026-05-04T09:10:00+02:00"}]});
    check(&with(one_day("2026-05-04", "09:00", "09:30"), nothing), &["2026-05-04T09:00+02:00"]);
}
