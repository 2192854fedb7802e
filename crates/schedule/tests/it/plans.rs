//! Series, families and combined visits: every appointment of a plan keeps all rules beside the others.
//!
//! Absent: plans that mix services in a series.

use serde_json::{Value, json};
use svara_schedule::{Arrangement, Rhythm, Search, Slot, Visit, Zone, combined, explain, series, together};

use crate::asking::{one_day, told, typed, with};

fn weekly(visits: usize) -> Rhythm {
    Rhythm { visits, weeks_between: 1 }
}

/// Tuesdays and Thursdays in autumn, one morning, with busy time given as `2026-10-13 08:00-09:00`.
fn autumn(busy: &[&str]) -> Value {
    let zone = Zone::named("Europe/Stockholm").expect("Stockholm has a zone");
    let at = |date: &str, time: &str| {
        let wall: jiff::civil::DateTime = format!("{date}T{time}:00").parse().expect("a wall time");
        zone.write(zone.time_zone().to_timestamp(wall).expect("an instant"))
    };
    let busy: Vec<Value> = busy
        .iter()
        .map(|entry| {
            let (date, span) = entry.split_once(' ').expect("a date and a span");
            let (from, to) = span.split_once('-').expect("a span");
            json!({"who": "anna", "from": at(date, from), "to": at(date, to)})
        })
        .collect();
    with(
        one_day("2026-10-06", "08:00", "09:00"),
        json!({"practitioners": [{"id": "anna", "hours": [{"days": ["tue", "thu"], "from": "08:00", "to": "10:00"}]},
                                 {"id": "bo", "hours": [{"days": ["mon"], "from": "08:00", "to": "10:00"}]}],
               "service": {"minutes": 60}, "busy": busy,
               "window": {"from": "2026-10-06T08:00:00+02:00", "to": "2026-10-06T08:01:00+02:00"}}),
    )
}

/// A visit as `= 06 08:00 anna`, `~` for another time, `>` for another day, `!` for none.
fn visit(visit: &Visit) -> String {
    let mark = match visit {
        Visit::AsWished(_) => "=",
        Visit::OtherTime(_) => "~",
        Visit::OtherDay(_) => ">",
        Visit::Impossible { .. } => "!",
    };
    visit.slot().map_or(mark.to_owned(), |slot| format!("{mark} {}", told(slot)))
}

#[track_caller]
fn check_series(busy: &[&str], expected: &[&str]) {
    let found = series(&typed(&autumn(busy)), weekly(expected.len()), 1).expect("the clinic is sound");
    assert_eq!(found[0].iter().map(visit).collect::<Vec<_>>(), expected);
}

#[test]
fn a_series_keeps_weekday_and_wall_time_over_the_clock_change() {
    check_series(
        &[],
        &["= 06 08:00 anna", "= 13 08:00 anna", "= 20 08:00 anna", "= 27 08:00 anna", "= 03 08:00 anna"],
    );
}

#[test]
fn a_visit_that_is_taken_moves_within_its_day_then_within_its_week_and_says_so() {
    check_series(&["2026-10-13 08:00-09:00"], &["= 06 08:00 anna", "~ 13 09:00 anna", "= 20 08:00 anna"]);
    check_series(&["2026-10-13 08:00-10:00"], &["= 06 08:00 anna", "> 15 08:00 anna", "= 20 08:00 anna"]);
}

#[test]
fn a_visit_that_cannot_be_had_is_reported_and_never_left_out() {
    let week = ["2026-10-20 00:00-23:00", "2026-10-22 00:00-23:00"];
    check_series(&week, &["= 06 08:00 anna", "= 13 08:00 anna", "!", "= 27 08:00 anna"]);
}

#[test]
fn the_most_regular_series_comes_first_and_all_visits_are_with_one_practitioner() {
    let day = json!({"window": {"to": "2026-10-10T00:00:00Z"}});
    let search = typed(&with(autumn(&["2026-10-13 08:00-09:00"]), day));
    let found = series(&search, weekly(4), 10).expect("the clinic is sound");
    assert_eq!(visit(&found[0][0]), "= 06 09:00 anna", "nothing moves in this one");
    assert!(found.len() > 2);
    for visits in &found {
        let slots: Vec<&Slot> = visits.iter().filter_map(Visit::slot).collect();
        assert!(slots.iter().all(|slot| slot.practitioner == slots[0].practitioner));
    }
}

#[test]
fn a_rhythm_out_of_bounds_is_refused() {
    let search = typed(&autumn(&[]));
    for rhythm in [weekly(0), weekly(1_000), Rhythm { visits: 2, weeks_between: 0 }] {
        let problem = series(&search, rhythm, 1).expect_err("out of bounds");
        assert!(problem.to_string().starts_with("rhythm."), "{problem}");
    }
}

/// A Monday morning with two practitioners; other fields are laid over it.
fn monday(fields: Value) -> Search {
    let hours = json!([{"days": ["mon"], "from": "08:00", "to": "10:00"}]);
    let search = with(
        one_day("2026-05-04", "08:00", "10:00"),
        json!({"practitioners": [{"id": "anna", "hours": hours}, {"id": "bo", "hours": hours}],
               "window": {"from": "2026-05-04T00:00:00Z", "to": "2026-05-05T00:00:00Z"}}),
    );
    typed(&with(search, fields))
}

fn taken(who: &str, from: &str, to: &str) -> Value {
    json!({"who": who, "from": format!("2026-05-04T{from}:00+02:00"), "to": format!("2026-05-04T{to}:00+02:00")})
}

#[track_caller]
fn check_family(fields: Value, patients: usize, arrangement: Arrangement, expected: &[&str]) {
    let search = monday(fields);
    let found = together(&search, patients, arrangement, 2).expect("the clinic is sound");
    let plans: Vec<String> =
        found.iter().map(|plan| plan.iter().map(told).collect::<Vec<_>>().join(" + ")).collect();
    assert_eq!(plans, expected);
}

const BACK_TO_BACK: Arrangement = Arrangement::BackToBack { wait_minutes: 15 };

#[test]
fn two_patients_side_by_side_have_two_practitioners_and_two_rooms() {
    check_family(
        json!({}),
        2,
        Arrangement::SideBySide,
        &["04 08:00 anna + 04 08:00 bo", "04 08:30 anna + 04 08:30 bo"],
    );
    check_family(
        json!({"busy": [taken("bo", "07:00", "08:10")]}),
        2,
        Arrangement::SideBySide,
        &["04 08:30 anna + 04 08:30 bo", "04 09:00 anna + 04 09:00 bo"],
    );
    let rooms = |count: usize| {
        let rooms: Vec<Value> = (0..count).map(|i| json!({"id": format!("r{i}"), "kind": "chair"})).collect();
        json!({"service": {"rooms": ["chair"]}, "rooms": rooms})
    };
    check_family(rooms(1), 2, Arrangement::SideBySide, &[]);
    check_family(
        rooms(2),
        2,
        Arrangement::SideBySide,
        &["04 08:00 anna r0 + 04 08:00 bo r1", "04 08:30 anna r0 + 04 08:30 bo r1"],
    );
    check_family(json!({}), 3, Arrangement::SideBySide, &[]);
}

#[test]
fn a_group_appointment_takes_a_family_as_long_as_it_has_places() {
    let group = json!({"service": {"minutes": 60, "capacity": 3, "id": "group"},
                       "practitioners": [{"id": "anna", "hours": [{"days": ["mon"], "from": "08:00", "to": "10:00"}]}],
                       "busy": [with(taken("anna", "08:00", "09:00"), json!({"service": "group"}))]});
    check_family(
        group.clone(),
        2,
        Arrangement::SideBySide,
        &["04 08:00 anna + 04 08:00 anna", "04 09:00 anna + 04 09:00 anna"],
    );
    check_family(group, 3, Arrangement::SideBySide, &["04 09:00 anna + 04 09:00 anna + 04 09:00 anna"]);
}

#[test]
fn two_patients_back_to_back_follow_each_other_with_the_same_practitioner() {
    check_family(
        json!({}),
        2,
        BACK_TO_BACK,
        &["04 08:00 anna + 04 08:30 anna", "04 08:30 anna + 04 09:00 anna"],
    );
    check_family(
        json!({"service": {"minutes": 30, "buffer_before": 5, "buffer_after": 10}}),
        3,
        BACK_TO_BACK,
        &["04 08:00 anna + 04 08:40 anna + 04 09:20 anna"],
    );
    check_family(
        json!({"busy": [taken("anna", "08:30", "10:00"), taken("bo", "07:00", "08:40")]}),
        2,
        BACK_TO_BACK,
        &["04 08:00 anna + 04 08:40 bo", "04 09:00 bo + 04 09:30 bo"],
    );
    check_family(json!({"service": {"minutes": 120}}), 2, BACK_TO_BACK, &[]);
}

#[test]
fn a_daily_limit_counts_the_family_itself() {
    let limited = json!({"practitioners": [{"id": "anna", "max_per_day": 1,
        "hours": [{"days": ["mon"], "from": "08:00", "to": "10:00"}]}]});
    check_family(limited, 2, BACK_TO_BACK, &[]);
}

#[track_caller]
fn check_visit(fields: Value, wait_minutes: u32, expected: &[&str]) {
    let both = json!({"rooms": [{"id": "rontgen", "kind": "xray"}], "busy": []});
    let xray = monday(with(
        both.clone(),
        json!({"service": {"minutes": 20, "rooms": ["xray"]},
        "practitioners": [{"id": "anna", "hours": [{"days": ["mon"], "from": "08:00", "to": "10:00"}]}]}),
    ));
    let dentist = monday(with(both, fields));
    let found = combined(&xray, &dentist, wait_minutes, 3).expect("the clinic is sound");
    let plans: Vec<String> = found.iter().map(|(a, b)| format!("{} + {}", told(a), told(b))).collect();
    assert_eq!(plans, expected);
}

#[test]
fn an_x_ray_and_then_the_dentist_with_a_short_wait_between() {
    check_visit(
        json!({}),
        15,
        &[
            "04 08:00 anna rontgen + 04 08:30 anna",
            "04 08:20 anna rontgen + 04 08:40 anna",
            "04 08:40 anna rontgen + 04 09:00 anna",
        ],
    );
    // Anna is busy from half past eight: Bo takes over.
    check_visit(
        json!({"busy": [taken("anna", "08:30", "10:00")]}),
        15,
        &[
            "04 08:00 anna rontgen + 04 08:30 bo",
            "04 08:20 anna rontgen + 04 08:40 bo",
            "04 08:40 anna rontgen + 04 09:00 bo",
        ],
    );
    check_visit(
        json!({"service": {"minutes": 60}}),
        0,
        &[
            "04 08:00 anna rontgen + 04 08:20 anna",
            "04 08:20 anna rontgen + 04 08:40 anna",
            "04 08:40 anna rontgen + 04 09:00 anna",
        ],
    );
    check_visit(json!({"busy": [taken("anna", "07:00", "10:00"), taken("bo", "07:00", "09:50")]}), 15, &[]);
}

#[test]
fn a_combined_visit_keeps_the_patient_in_one_place_and_the_buffers_on_the_practitioner() {
    check_visit(
        json!({"service": {"minutes": 30, "buffer_before": 15}, "practitioners": [
        {"id": "anna", "hours": [{"days": ["mon"], "from": "08:00", "to": "10:00"}]}]}),
        15,
        &[
            "04 08:00 anna rontgen + 04 08:35 anna",
            "04 08:20 anna rontgen + 04 08:55 anna",
            "04 08:40 anna rontgen + 04 09:15 anna",
        ],
    );
}

#[test]
fn every_appointment_of_a_plan_could_be_booked_by_itself() {
    let search = monday(json!({"busy": [taken("anna", "08:40", "09:00"), taken("bo", "09:10", "09:15")]}));
    let plans = together(&search, 2, BACK_TO_BACK, 10).expect("the clinic is sound");
    assert!(!plans.is_empty());
    for slot in plans.iter().flatten() {
        assert!(explain(&search, slot.from).expect("the clinic is sound").slot.is_some(), "{}", told(slot));
    }
}
