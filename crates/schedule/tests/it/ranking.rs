//! Which few: the first ones, or ones on different days and in different parts of the day; and why there are none.
//!
//! Absent: preferences of one patient (`offers.rs`).

use serde_json::{Value, json};

use crate::asking::{answer, one_day, starts, with};

/// Somebody with hours on these dates of May 2026, each written `04 08:00-12:00`.
fn open_on(spans: &[&str]) -> Value {
    let mut dates: Vec<(String, Vec<Value>)> = Vec::new();
    for span in spans {
        let (date, (from, to)) =
            (format!("2026-05-{}", &span[..2]), span[3..].split_once('-').expect("a span"));
        let hours = json!({"from": from, "to": to});
        match dates.iter_mut().find(|(known, _)| *known == date) {
            Some((_, list)) => list.push(hours),
            None => dates.push((date, vec![hours])),
        }
    }
    let exceptions: Vec<Value> =
        dates.iter().map(|(date, hours)| json!({"date": date, "hours": hours})).collect();
    json!({"practitioners": [{"id": "anna", "hours": [], "exceptions": exceptions}]})
}

#[track_caller]
fn check(rank: &str, count: usize, spans: &[&str], expected: &[&str]) {
    let search = with(
        with(one_day("2026-05-04", "00:00", "01:00"), open_on(spans)),
        json!({"want": {"count": count, "rank": rank}}),
    );
    let found = starts(&answer(&search));
    let times: Vec<String> =
        found.iter().map(|start| format!("{} {}", &start[8..10], &start[11..16])).collect();
    assert_eq!(times, expected);
}

#[test]
fn earliest_gives_the_first_ones() {
    check("earliest", 3, &["04 08:00-09:00", "05 08:00-09:00"], &["04 08:00", "04 08:30", "05 08:00"]);
    check("earliest", 5, &["04 08:00-09:00"], &["04 08:00", "04 08:30"]);
}

#[test]
fn spread_gives_different_days_first_the_earliest_of_each() {
    let days = ["04 08:00-17:00", "05 09:00-10:00", "06 07:00-17:00", "20 08:00-09:00"];
    check("spread", 3, &days, &["04 08:00", "05 09:00", "06 07:00"]);
    check("spread", 1, &days, &["04 08:00"]);
}

#[test]
fn spread_then_gives_different_parts_of_the_day() {
    check("spread", 3, &["04 08:00-20:00"], &["04 08:00", "04 12:00", "04 17:00"]);
    check("spread", 3, &["04 08:00-20:00", "05 08:00-09:00"], &["04 08:00", "04 12:00", "05 08:00"]);
    check("spread", 3, &["04 13:00-14:00", "05 08:00-20:00"], &["04 13:00", "05 08:00", "05 17:00"]);
    // Afternoon is new on that day even if it is near.
    check("spread", 2, &["04 11:30-12:30"], &["04 11:30", "04 12:00"]);
}

#[test]
fn spread_fills_up_with_times_well_apart_and_then_with_anything() {
    check("spread", 2, &["04 08:00-12:00"], &["04 08:00", "04 10:00"]);
    check("spread", 3, &["04 08:00-09:30"], &["04 08:00", "04 08:30", "04 09:00"]);
    check("spread", 9, &["04 08:00-09:30"], &["04 08:00", "04 08:30", "04 09:00"]);
}

#[track_caller]
fn nothing(fields: Value, expected: &str) {
    let window = json!({"now": "2026-05-01T00:00:00Z",
                        "window": {"from": "2026-05-04T00:00:00+02:00", "to": "2026-05-05T00:00:00+02:00"}});
    let search = with(with(one_day("2026-05-04", "10:00", "12:00"), window), fields);
    let (line, read) = svara_schedule::batch::answer_line(&search.to_string(), true);
    let answer: Value = serde_json::from_str(&line).expect("an answer is JSON");
    assert!(read && answer["slots"] == json!([]), "{line}");
    assert_eq!(answer["why"]["nothing_because"], expected, "{line}");
    let (words, _) = svara_schedule::batch::explain_in_words(&search.to_string());
    assert!(words.starts_with("No time is free: "), "{words}");
}

#[test]
fn a_search_that_finds_nothing_says_which_rule_took_the_last_time() {
    let busy =
        |who| json!([{"who": who, "from": "2026-05-04T09:00:00+02:00", "to": "2026-05-04T13:00:00+02:00"}]);
    nothing(json!({"now": "2026-06-01T00:00:00Z"}), "past");
    nothing(json!({"window": {"to": "2026-05-04T00:00:00+02:00"}}), "past");
    nothing(json!({"service": {"notice": 10_000}}), "notice");
    nothing(json!({"service": {"horizon_days": 2}}), "horizon");
    nothing(json!({"service": {"minutes": 121}}), "closed");
    nothing(json!({"window": {"from": "2026-05-04T13:00:00+02:00"}}), "closed");
    nothing(json!({"busy": busy("anna")}), "full");
    let room = json!({"service": {"rooms": ["chair"]}, "rooms": [{"id": "r1", "kind": "chair"}]});
    nothing(with(room.clone(), json!({"busy": busy("r1")})), "no room");
    let early =
        json!([{"who": "anna", "from": "2026-05-04T07:00:00+02:00", "to": "2026-05-04T08:00:00+02:00"}]);
    let limited = json!([{"id": "anna", "hours": [], "max_per_day": 1,
        "exceptions": [{"date": "2026-05-04", "hours": [{"from": "10:00", "to": "12:00"}]}]}]);
    nothing(json!({"practitioners": limited, "busy": early}), "limit");
}

#[test]
fn each_check_is_explained_in_words() {
    let at = |time: &str| format!("2026-05-04T{time}:00+02:00");
    let search = with(
        one_day("2026-05-04", "10:00", "12:00"),
        json!({"now": at("09:45"), "service": {"notice": 15, "buffer_after": 5},
               "busy": [{"who": "anna", "from": at("10:30"), "to": at("10:40"), "kind": "hold"},
                        {"who": "nobody", "from": at("10:30"), "to": at("10:40")}],
               "check": [at("09:50"), at("10:00"), at("10:20"), at("11:30"), at("11:40")]}),
    );
    let (words, read) = svara_schedule::batch::explain_in_words(&search.to_string());
    assert!(read);
    for expected in [
        "09:50:00+02:00 can't be booked:\n  too soon: notice allows 2026-05-04T10:00:00+02:00 at the earliest\n",
        "10:00:00+02:00 can't be booked:\n  anna: the buffer must be free, and 2026-05-04T10:30:00+02:00",
        "10:20:00+02:00 can't be booked:\n  anna: taken by a hold from 2026-05-04T10:30:00+02:00",
        "11:30:00+02:00 can be booked with anna.\n",
        "11:40:00+02:00 can't be booked:\n  anna: not open for the whole appointment\n  (it lies off the grid",
        "\"nobody\" in busy is nobody here",
    ] {
        assert!(words.contains(expected), "{expected:?} should stand in {words}");
    }
}
