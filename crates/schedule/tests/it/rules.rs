//! The rules that peers get wrong, each as a table of small clinics.
//!
//! Absent: clock changes (`clock_changes.rs`) and what can't be read (`errors.rs`).

use crate::asking::{answer, one_day, starts, with};
use serde_json::{Value, json};

const DATE: &str = "2026-05-04";

/// Monday 4 May 2026 from ten to twelve, thirty minutes, with other fields laid over it.
fn monday(fields: Value) -> Value {
    let day = json!({"window": {"from": "2026-05-03T00:00:00Z", "to": "2026-05-06T00:00:00Z"}});
    with(with(one_day(DATE, "10:00", "12:00"), day), fields)
}

/// Checks the starts, given as `10:00` on that Monday.
#[track_caller]
fn check(fields: Value, expected: &[&str]) {
    let found = starts(&answer(&monday(fields)));
    let times: Vec<&str> = found.iter().map(|start| &start[11..16]).collect();
    assert_eq!(times, expected, "{found:?}");
}

fn taken(from: &str, to: &str) -> Value {
    json!({"who": "anna", "from": format!("{DATE}T{from}:00+02:00"), "to": format!("{DATE}T{to}:00+02:00")})
}

#[test]
fn busy_time_may_overlap_touch_nest_cover_days_be_empty_or_lie_elsewhere() {
    for (busy, expected) in [
        (vec![taken("10:00", "10:30")], &["10:30", "11:00", "11:30"][..]),
        (vec![taken("10:30", "11:15"), taken("10:15", "10:45")], &["11:30"]),
        (vec![taken("10:30", "11:00"), taken("11:00", "11:30")], &["10:00", "11:30"]),
        (vec![taken("10:00", "12:00"), taken("10:30", "11:00")], &[]),
        (vec![taken("10:15", "10:15")], &["10:00", "10:30", "11:00", "11:30"]),
        (vec![taken("08:00", "10:00"), taken("12:00", "13:00")], &["10:00", "10:30", "11:00", "11:30"]),
        (vec![taken("11:59", "12:30")], &["10:00", "10:30", "11:00"]),
        (vec![json!({"who": "anna", "from": "2020-01-01T00:00:00Z", "to": "9999-01-01T00:00:00Z"})], &[]),
        (
            vec![
                json!({"who": "anna", "from": "2026-05-04T04:30:00-04:00", "to": "2026-05-04T14:45:00+05:45"}),
            ],
            &["10:00", "11:00", "11:30"],
        ),
    ] {
        let mut backwards = busy.clone();
        backwards.reverse();
        check(json!({"busy": busy}), expected);
        check(json!({"busy": backwards}), expected);
    }
}

#[test]
fn blocks_and_holds_take_time_as_appointments_do() {
    for kind in ["appointment", "block", "hold"] {
        let entry = with(taken("10:00", "11:30"), json!({"kind": kind}));
        check(json!({"busy": [entry]}), &["11:30"]);
    }
}

#[test]
fn buffers_must_be_free_of_busy_time_and_may_reach_outside_the_hours() {
    let buffers = |before, after| json!({"minutes": 30, "buffer_before": before, "buffer_after": after});
    check(
        json!({"service": buffers(15, 0), "busy": [taken("09:00", "10:00")]}),
        &["10:30", "11:00", "11:30"],
    );
    check(
        json!({"service": buffers(0, 0), "busy": [taken("09:00", "10:00")]}),
        &["10:00", "10:30", "11:00", "11:30"],
    );
    check(
        json!({"service": buffers(0, 15), "busy": [taken("12:00", "13:00")]}),
        &["10:00", "10:30", "11:00"],
    );
    check(json!({"service": buffers(30, 30), "busy": []}), &["10:00", "10:30", "11:00", "11:30"]);
    check(
        json!({"service": buffers(10, 10), "busy": [taken("10:40", "10:50")]}),
        &["10:00", "11:00", "11:30"],
    );
    check(json!({"service": buffers(10, 10), "busy": [taken("10:39", "10:50")]}), &["11:00", "11:30"]);
}

#[test]
fn hours_that_touch_or_overlap_are_one_interval() {
    let hours = |spans: Value| {
        json!({"practitioners": [{"id": "anna", "hours": [],
        "exceptions": [{"date": DATE, "hours": spans}]}], "service": {"minutes": 40}})
    };
    let span = |from, to| json!({"from": from, "to": to});
    check(hours(json!([span("10:00", "11:00"), span("11:00", "12:00")])), &["10:00", "10:40", "11:20"]);
    check(hours(json!([span("10:30", "12:00"), span("10:00", "11:00")])), &["10:00", "10:40", "11:20"]);
    check(hours(json!([span("11:10", "12:00"), span("10:00", "11:00")])), &["10:00", "11:10"]);
    check(hours(json!([span("10:00", "12:00"), span("10:00", "10:50")])), &["10:00", "10:40", "11:20"]);
}

#[test]
fn candidates_are_counted_from_the_opening_or_from_midnight() {
    let hours = |align| json!({"service": {"minutes": 20, "step": 45, "align": align}});
    check(hours("hours"), &["10:00", "10:45", "11:30"]);
    check(hours("clock"), &["10:30", "11:15"]);
    check(json!({"service": {"minutes": 55}}), &["10:00", "10:55"]);
    check(json!({"service": {"minutes": 121}}), &[]);
    // The grid goes on behind busy time; it doesn't begin again there.
    check(json!({"busy": [taken("10:00", "10:10")]}), &["10:30", "11:00", "11:30"]);
    // Nor does it begin where the window does.
    check(json!({"window": {"from": "2026-05-04T10:10:00+02:00"}}), &["10:30", "11:00", "11:30"]);
}

#[test]
fn notice_counts_elapsed_minutes_and_now_itself_may_still_be_offered() {
    let now = |now: &str, notice| json!({"now": now, "service": {"minutes": 30, "notice": notice}});
    check(now("2026-05-04T10:30:00+02:00", 0), &["10:30", "11:00", "11:30"]);
    check(now("2026-05-04T10:30:00.000001+02:00", 0), &["11:00", "11:30"]);
    check(now("2026-05-04T09:00:00+02:00", 90), &["10:30", "11:00", "11:30"]);
    check(now("2026-05-04T09:00:01+02:00", 90), &["11:00", "11:30"]);
    let over_the_change = with(
        one_day("2026-03-29", "10:00", "12:00"),
        json!({"now": "2026-03-28T10:00:00+01:00", "service": {"minutes": 30, "notice": 1440},
               "window": {"from": "2026-03-28T00:00:00Z", "to": "2026-03-30T00:00:00Z"}}),
    );
    assert_eq!(starts(&answer(&over_the_change)), ["2026-03-29T11:00+02:00", "2026-03-29T11:30+02:00"]);
}

#[test]
fn the_horizon_ends_with_a_day_of_the_clinics_own_zone() {
    let days = |now: &str, days| json!({"now": now, "service": {"minutes": 60, "horizon_days": days}});
    check(days("2026-05-03T00:30:00+02:00", 1), &["10:00", "11:00"]);
    check(days("2026-05-02T23:30:00+02:00", 1), &[]);
    check(days("2026-05-04T00:30:00+02:00", 0), &["10:00", "11:00"]);
    let far = json!({"practitioners": [{"id": "bo", "time_zone": "America/New_York", "hours": [],
        "exceptions": [{"date": DATE, "hours": [{"from": "16:00", "to": "20:00"}]}]}]});
    check(with(days("2026-05-04T09:00:00+02:00", 0), far), &["22:00", "23:00"]);
}

#[test]
fn the_daily_limit_counts_appointments_that_start_on_the_practitioners_day() {
    let limit = |most, busy: Value| {
        let hours = json!([{"date": DATE, "hours": [{"from": "10:00", "to": "12:00"}]}]);
        json!({"practitioners": [{"id": "anna", "hours": [], "exceptions": hours, "max_per_day": most}], "busy": busy})
    };
    let early = taken("07:00", "08:00");
    check(limit(1, json!([early])), &[]);
    check(limit(2, json!([early])), &["10:00", "10:30", "11:00", "11:30"]);
    check(
        limit(1, json!([with(early.clone(), json!({"kind": "block"}))])),
        &["10:00", "10:30", "11:00", "11:30"],
    );
    check(
        limit(1, json!([with(early.clone(), json!({"kind": "hold"}))])),
        &["10:00", "10:30", "11:00", "11:30"],
    );
    let night =
        json!({"who": "anna", "from": "2026-05-03T23:30:00+02:00", "to": "2026-05-04T01:00:00+02:00"});
    check(limit(1, json!([night])), &["10:00", "10:30", "11:00", "11:30"]);
    check(limit(1, json!([taken("00:00", "01:00")])), &[]);
    check(limit(1, json!([taken("07:00", "07:00")])), &["10:00", "10:30", "11:00", "11:30"]);
    check(limit(0, json!([])), &[]);
}

#[test]
fn a_group_fills_one_by_one_and_everything_else_blocks() {
    let group = |busy: Value| json!({"service": {"minutes": 60, "step": 30, "capacity": 2, "id": "group"}, "busy": busy});
    let patient = |from, to| with(taken(from, to), json!({"service": "group"}));
    let all = &["10:00", "10:30", "11:00"];
    check(group(json!([])), all);
    check(group(json!([patient("10:30", "11:30")])), &["10:30"]);
    check(group(json!([patient("10:30", "11:30"), patient("10:30", "11:30")])), &[]);
    check(group(json!([patient("10:00", "11:00")])), &["10:00", "11:00"]);
    check(group(json!([taken("10:00", "11:00")])), &["11:00"]);
    check(group(json!([with(patient("10:00", "11:00"), json!({"kind": "hold"}))])), &["11:00"]);
    check(group(json!([with(patient("10:00", "11:00"), json!({"service": "visit"}))])), &["11:00"]);
    check(group(json!([patient("10:00", "11:00"), taken("10:45", "10:50")])), &["11:00"]);
    let single = with(group(json!([patient("10:00", "11:00")])), json!({"service": {"capacity": 1}}));
    check(single, &["11:00"]);
}

#[test]
fn a_room_is_taken_jointly_and_the_first_free_one_by_id_is_named() {
    let rooms = |rooms: Value, busy: Value| json!({"service": {"minutes": 60, "rooms": ["chair"]}, "rooms": rooms, "busy": busy});
    let two =
        json!([{"id": "b", "kind": "chair"}, {"id": "a", "kind": "chair"}, {"id": "0", "kind": "xray"}]);
    let in_a = with(taken("10:30", "11:00"), json!({"who": "a"}));
    let in_b = with(taken("10:00", "12:00"), json!({"who": "b"}));
    let named = |fields: Value| {
        let answer = answer(&monday(fields));
        let slots = answer["slots"].as_array().expect("slots").clone();
        slots.iter().map(|s| s["room"].as_str().expect("a room").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named(rooms(two.clone(), json!([]))), ["a", "a"]);
    assert_eq!(named(rooms(two.clone(), json!([in_a]))), ["b", "a"]);
    check(rooms(two.clone(), json!([in_a, in_b])), &["11:00"]);
    let buffered = json!({"service": {"buffer_before": 60, "buffer_after": 60}});
    let around = with(taken("09:00", "10:00"), json!({"who": "a"}));
    assert_eq!(
        named(with(rooms(two, json!([around])), buffered)),
        ["a", "a"],
        "buffers are the practitioner's"
    );
    let closed_at_eleven = json!([{"id": "a", "kind": "chair",
        "hours": [{"days": ["mon"], "from": "08:00", "to": "11:30"}]}]);
    check(rooms(closed_at_eleven, json!([])), &["10:00"]);
    let open_but_that_day =
        json!([{"id": "a", "kind": "chair", "exceptions": [{"date": DATE, "hours": []}]}]);
    check(rooms(open_but_that_day, json!([])), &[]);
}

#[test]
fn several_kinds_are_taken_at_once_and_named_in_the_order_asked() {
    let search = monday(json!({
        "service": {"minutes": 60, "rooms": ["xray", "chair", "chair"]},
        "rooms": [{"id": "c2", "kind": "chair"}, {"id": "x", "kind": "xray"}, {"id": "c1", "kind": "chair"},
                  {"id": "c3", "kind": "chair"}],
        "busy": [with(taken("10:00", "11:00"), json!({"who": "c2"}))],
    }));
    let slots = answer(&search)["slots"].clone();
    assert_eq!(slots[0]["rooms"], json!(["x", "c1", "c3"]));
    assert_eq!(slots[0]["room"], "x");
    assert_eq!(slots[1]["rooms"], json!(["x", "c1", "c2"]));
}

#[test]
fn room_is_null_when_none_is_needed_and_rooms_is_left_out() {
    let slot = answer(&monday(json!({"rooms": [{"id": "a", "kind": "chair"}]})))["slots"][0].clone();
    let expected = json!({"from": "2026-05-04T10:00:00+02:00", "to": "2026-05-04T10:30:00+02:00",
                          "practitioner": "anna", "room": null});
    assert_eq!(slot, expected);
}

#[test]
fn slots_are_sorted_by_start_then_practitioner() {
    let someone = |id: &str, zone: &str, from: &str, to: &str| {
        json!({"id": id, "hours": [], "time_zone": zone,
               "exceptions": [{"date": DATE, "hours": [{"from": from, "to": to}]}]})
    };
    let everybody = json!([
        someone("c", "Europe/Stockholm", "10:30", "11:30"),
        someone("b", "Europe/London", "09:00", "10:00")
    ]);
    let answer = answer(&monday(json!({"practitioners": everybody})));
    let order: Vec<String> = answer["slots"]
        .as_array()
        .expect("slots")
        .iter()
        .map(|s| {
            format!(
                "{} {}",
                &s["from"].as_str().expect("a start")[11..16],
                s["practitioner"].as_str().expect("a name")
            )
        })
        .collect();
    assert_eq!(order, ["10:00 b", "10:30 b", "10:30 c", "11:00 c"]);
}

#[test]
fn two_peoples_short_hours_are_not_one_long_time() {
    let someone = |id: &str, from: &str, to: &str| json!({"id": id, "hours": [], "exceptions": [{"date": DATE, "hours": [{"from": from, "to": to}]}]});
    let both = json!([someone("a", "10:00", "10:30"), someone("b", "10:30", "11:00")]);
    check(json!({"practitioners": both.clone(), "service": {"minutes": 60}}), &[]);
    check(json!({"practitioners": both}), &["10:00", "10:30"]);
}

#[test]
fn checks_leave_out_grid_and_window_and_hold_everything_else() {
    let at = |time: &str| format!("2026-05-04T{time}+02:00");
    let search = monday(json!({
        "now": at("09:50:00"), "service": {"minutes": 30, "notice": 15, "buffer_after": 5},
        "window": {"from": at("11:00:00"), "to": at("11:01:00")}, "busy": [taken("11:00", "11:10")],
        "check": [at("10:07:00"), at("10:04:59"), at("10:25:00"), at("10:25:01"), at("11:10:00"), at("11:30:00"),
                  at("11:30:01"), "2026-05-04T08:07:00Z"],
    }));
    let expected = json!([true, false, true, false, true, true, false, true]);
    assert_eq!(answer(&search)["checked"], expected);
}

#[test]
fn everything_offered_is_also_allowed_when_it_is_checked() {
    let search = monday(json!({"service": {"minutes": 25, "step": 10, "buffer_before": 5},
                               "busy": [taken("10:20", "10:31"), taken("11:40", "11:45")]}));
    let offered: Vec<Value> =
        answer(&search)["slots"].as_array().expect("slots").iter().map(|s| s["from"].clone()).collect();
    assert!(!offered.is_empty());
    let checked = answer(&with(search, json!({"check": offered})))["checked"].clone();
    assert!(checked.as_array().expect("answers").iter().all(|yes| *yes == json!(true)));
}
