//! Wall clocks against elapsed time: clock changes, midnight, other zones.
//!
//! Absent: rooms, busy time and limits; those are in `rules.rs`.

use crate::asking::{answer, one_day, starts, with};
use serde_json::{Value, json};

#[track_caller]
fn check(search: &Value, expected: &[&str]) {
    assert_eq!(starts(&answer(search)), expected);
}

#[test]
fn a_wall_time_that_spring_skips_is_no_start() {
    check(
        &one_day("2026-03-29", "01:00", "04:00"),
        &[
            "2026-03-29T01:00+01:00",
            "2026-03-29T01:30+01:00",
            "2026-03-29T03:00+02:00",
            "2026-03-29T03:30+02:00",
        ],
    );
}

#[test]
fn an_hour_that_autumn_repeats_is_offered_twice() {
    check(
        &with(one_day("2026-10-25", "01:30", "03:30"), json!({"service": {"minutes": 60, "step": 30}})),
        &[
            "2026-10-25T01:30+02:00",
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
        ],
    );
}

#[test]
fn an_appointment_lasts_its_minutes_over_a_change() {
    let search = with(one_day("2026-03-29", "01:00", "05:00"), json!({"service": {"minutes": 90}}));
    let answer = answer(&search);
    assert_eq!(answer["slots"][0]["to"], "2026-03-29T03:30:00+02:00");
    assert_eq!(answer["slots"].as_array().map(Vec::len), Some(2));
}

#[test]
fn opening_at_a_skipped_time_means_the_first_instant_after_the_gap() {
    check(&one_day("2026-03-29", "02:30", "04:00"), &["2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00"]);
    check(&one_day("2026-03-29", "02:00", "03:00"), &[]);
    check(&one_day("2026-03-29", "01:30", "02:30"), &["2026-03-29T01:30+01:00"]);
}

#[test]
fn opening_at_a_repeated_time_means_its_first_occurrence() {
    check(
        &with(one_day("2026-10-25", "02:30", "03:30"), json!({"service": {"minutes": 60}})),
        &["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"],
    );
}

#[test]
fn candidates_on_the_clock_follow_the_wall() {
    let clock = json!({"service": {"minutes": 30, "step": 90, "align": "clock"}});
    let spring = [
        "2026-03-29T00:00+01:00",
        "2026-03-29T01:30+01:00",
        "2026-03-29T03:00+02:00",
        "2026-03-29T04:30+02:00",
    ];
    check(&with(one_day("2026-03-29", "00:00", "05:30"), clock.clone()), &spring);
    let autumn = ["2026-10-25T01:30+02:00", "2026-10-25T03:00+01:00"];
    check(&with(one_day("2026-10-25", "01:00", "04:00"), clock), &autumn);
    let half_hours = json!({"service": {"minutes": 30, "align": "clock"}});
    let twice = [
        "2026-10-25T02:00+02:00",
        "2026-10-25T02:30+02:00",
        "2026-10-25T02:00+01:00",
        "2026-10-25T02:30+01:00",
    ];
    check(&with(one_day("2026-10-25", "01:45", "03:15"), half_hours), &twice[..]);
}

#[test]
fn a_clock_that_moves_by_half_an_hour_is_understood() {
    let lord_howe = json!({"time_zone": "Australia/Lord_Howe"});
    check(
        &with(one_day("2026-10-04", "01:00", "03:30"), lord_howe.clone()),
        &[
            "2026-10-04T01:00+10:30",
            "2026-10-04T01:30+10:30",
            "2026-10-04T02:30+11:00",
            "2026-10-04T03:00+11:00",
        ],
    );
    check(
        &with(one_day("2026-04-05", "01:00", "02:30"), lord_howe),
        &[
            "2026-04-05T01:00+11:00",
            "2026-04-05T01:30+11:00",
            "2026-04-05T01:30+10:30",
            "2026-04-05T02:00+10:30",
        ],
    );
}

#[test]
fn a_day_without_a_midnight_begins_when_its_clock_does() {
    let santiago = json!({"time_zone": "America/Santiago", "service": {"minutes": 30, "align": "clock"}});
    check(
        &with(one_day("2026-09-06", "00:00", "02:00"), santiago),
        &["2026-09-06T01:00-03:00", "2026-09-06T01:30-03:00"],
    );
}

#[test]
fn afternoons_of_both_changes_are_open_as_on_any_day() {
    for (date, offset) in [("2026-03-29", "+02:00"), ("2026-10-25", "+01:00")] {
        for from in ["08:00", "09:00", "12:00", "13:00", "14:30", "15:00"] {
            let search =
                with(one_day(date, from, "16:00"), json!({"service": {"minutes": 60, "step": 1000}}));
            check(&search, &[&format!("{date}T{from}{offset}")]);
        }
    }
}

#[test]
fn the_horizons_last_day_has_its_own_length() {
    let until = |now: &str| json!({"now": now, "service": {"horizon_days": 1}});
    check(
        &with(one_day("2026-10-25", "23:00", "00:30"), until("2026-10-24T12:00:00+02:00")),
        &["2026-10-25T23:00+01:00", "2026-10-25T23:30+01:00"],
    );
    check(
        &with(one_day("2026-03-29", "23:30", "00:30"), until("2026-03-28T12:00:00+01:00")),
        &["2026-03-29T23:30+02:00"],
    );
}

#[test]
fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
    let night = |exceptions: Value| {
        let nights = json!([{"days": ["fri"], "from": "22:00", "to": "02:00"}]);
        json!({
            "id": "night", "now": "2026-05-01T00:00:00Z", "time_zone": "Europe/Stockholm",
            "service": {"minutes": 120},
            "practitioners": [{"id": "anna", "hours": nights, "exceptions": exceptions}],
        })
    };
    let week = json!({"window": {"from": "2026-05-04T00:00:00Z", "to": "2026-05-11T00:00:00Z"}});
    let both = ["2026-05-08T22:00+02:00", "2026-05-09T00:00+02:00"];
    let ask = |exceptions| starts(&answer(&with(night(exceptions), week.clone())));
    assert_eq!(ask(json!([])), both);
    assert_eq!(
        ask(json!([{"date": "2026-05-09", "hours": []}])),
        both,
        "Saturday closes, Friday's night goes on"
    );
    assert!(ask(json!([{"date": "2026-05-08", "hours": []}])).is_empty(), "Friday closes");
}

#[test]
fn hours_that_meet_at_midnight_are_one_stretch_counted_from_its_beginning() {
    let search = json!({
        "id": "meeting", "now": "2026-05-01T00:00:00Z", "time_zone": "Europe/Stockholm",
        "service": {"minutes": 100},
        "practitioners": [{"id": "anna", "hours": [
            {"days": ["mon"], "from": "22:00", "to": "24:00"}, {"days": ["tue"], "from": "00:00", "to": "02:00"}]}],
        "window": {"from": "2026-05-04T22:30:00+02:00", "to": "2026-05-06T00:00:00+02:00"},
    });
    assert_eq!(starts(&answer(&search)), ["2026-05-04T23:40+02:00"]);
    let early = with(search, json!({"window": {"from": "2026-05-04T00:00:00Z"}}));
    assert_eq!(starts(&answer(&early)), ["2026-05-04T22:00+02:00", "2026-05-04T23:40+02:00"]);
}

#[test]
fn a_night_that_covers_the_next_days_hours_is_one_stretch_with_them() {
    // Found by the oracle: the look back began inside the next day's hours and took them for two stretches.
    let search = json!({
        "id": "covered", "now": "2026-05-01T00:00:00Z", "time_zone": "Europe/Stockholm",
        "service": {"minutes": 60, "step": 100},
        "practitioners": [{"id": "anna", "hours": [
            {"days": ["mon"], "from": "20:00", "to": "08:00"}, {"days": ["tue"], "from": "01:00", "to": "03:00"},
            {"days": ["tue"], "from": "05:00", "to": "24:00"}, {"days": ["wed"], "from": "00:00", "to": "04:00"}]}],
        "window": {"from": "2026-05-06T00:00:00+02:00", "to": "2026-05-07T00:00:00+02:00"},
    });
    assert_eq!(starts(&answer(&search)), ["2026-05-06T00:20+02:00", "2026-05-06T02:00+02:00"]);
}

#[test]
fn whoever_never_closes_is_counted_from_midnight_wherever_the_search_begins() {
    let always =
        json!([{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00"}]);
    let search = json!({
        "id": "always", "now": "2026-05-01T00:00:00Z", "time_zone": "UTC", "service": {"minutes": 420},
        "practitioners": [{"id": "anna", "hours": always}],
        "window": {"from": "2026-05-06T01:00:00Z", "to": "2026-05-07T01:00:00Z"},
    });
    let expected = [
        "2026-05-06T07:00+00:00",
        "2026-05-06T14:00+00:00",
        "2026-05-06T21:00+00:00",
        "2026-05-07T00:00+00:00",
    ];
    assert_eq!(starts(&answer(&search)), expected);
}

#[test]
fn a_practitioner_elsewhere_is_open_by_its_own_clock() {
    let away = json!({"practitioners": [{"id": "bo", "time_zone": "America/New_York", "hours": [],
        "exceptions": [{"date": "2026-03-10", "hours": [{"from": "08:00", "to": "09:00"}]}]}]});
    // New York has changed its clock already, Stockholm hasn't.
    check(
        &with(one_day("2026-03-10", "08:00", "09:00"), away),
        &["2026-03-10T13:00+01:00", "2026-03-10T13:30+01:00"],
    );
}

#[test]
fn zones_with_odd_offsets_and_a_skipped_day_are_open_as_written() {
    for (zone, date, offset) in [
        ("Asia/Kathmandu", "2026-05-04", "+05:45"),
        ("America/St_Johns", "2026-05-04", "-02:30"),
        ("Pacific/Apia", "2026-05-04", "+13:00"),
        ("Pacific/Pago_Pago", "2026-05-04", "-11:00"),
        ("Pacific/Chatham", "2026-05-04", "+12:45"),
    ] {
        let search = with(one_day(date, "23:30", "24:00"), json!({"time_zone": zone}));
        check(&search, &[&format!("{date}T23:30{offset}")]);
    }
    let samoa = with(
        one_day("2011-12-30", "08:00", "16:00"),
        json!({"time_zone": "Pacific/Apia", "now": "2011-01-01T00:00:00Z",
               "window": {"from": "2011-12-01T00:00:00Z", "to": "2012-02-01T00:00:00Z"}}),
    );
    assert!(starts(&answer(&samoa)).is_empty(), "Samoa had no 30 December 2011");
}

#[test]
fn every_change_of_seven_years_leaves_the_working_day_as_it_is() {
    use jiff::ToSpan;
    for zone in [
        "Europe/Stockholm",
        "Europe/London",
        "America/Chicago",
        "America/Sao_Paulo",
        "Australia/Sydney",
        "Africa/Cairo",
    ] {
        let rules = svara_schedule::Zone::named(zone).expect("a zone");
        let begin = "2024-01-01T00:00:00Z".parse().expect("an instant");
        let changes =
            rules.time_zone().following(begin).take_while(|c| c.timestamp().to_string().as_str() < "2031");
        for change in changes {
            let day = rules.time_zone().to_datetime(change.timestamp()).date();
            for date in [day, day + 1.day()] {
                let (date, year) = (date.to_string(), i32::from(date.year()));
                let around = json!({"time_zone": zone, "window": {"from": format!("{}-12-01T00:00:00Z", year - 1),
                                    "to": format!("{}-02-01T00:00:00Z", year + 1)}});
                let found = starts(&answer(&with(one_day(&date, "08:00", "17:00"), around)));
                assert_eq!(found.len(), 18, "{zone} on {date}");
                assert!(found[0].starts_with(&format!("{date}T08:00")), "{zone}: {}", found[0]);
            }
        }
    }
}
