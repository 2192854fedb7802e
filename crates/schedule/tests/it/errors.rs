//! What can't be read: the answer names the field and the remedy, keeps the id, and never panics or hangs.
//!
//! Absent: searches that are in order.

use crate::asking::{one_day, with};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use svara_schedule::batch::{answer_line, explain_in_words};

fn monday() -> Value {
    with(
        one_day("2026-05-04", "10:00", "12:00"),
        json!({"service": {"rooms": ["chair"], "capacity": 2, "id": "group", "notice": 0, "step": 30,
                           "horizon_days": 30, "align": "clock", "buffer_before": 5, "buffer_after": 5},
               "rooms": [{"id": "r1", "kind": "chair", "exceptions": [],
                          "hours": [{"days": ["mon"], "from": "08:00", "to": "17:00"}]}],
               "busy": [{"who": "anna", "from": "2026-05-04T10:00:00+02:00", "to": "2026-05-04T10:30:00+02:00",
                         "kind": "appointment", "service": "group"}],
               "now": "2026-05-01T00:00:00Z",
               "window": {"from": "2026-05-04T00:00:00Z", "to": "2026-05-06T00:00:00Z"},
               "check": ["2026-05-04T11:00:00+02:00"], "want": {"count": 3, "rank": "spread"}}),
    )
}

#[track_caller]
fn check(fields: Value, field: &str, remedy: &str) {
    let (line, read) = answer_line(&with(monday(), fields).to_string(), false);
    let answer: Value = serde_json::from_str(&line).expect("an answer is JSON");
    let error = answer["error"].as_str().unwrap_or_else(|| panic!("no error in {line}"));
    assert!(!read && answer["id"] == "one", "{line}");
    assert!(error.starts_with(&format!("{field}: ")), "{error} should name {field}");
    assert!(error.contains(remedy), "{error} should say {remedy}");
}

#[test]
fn the_search_that_these_faults_are_laid_over_is_sound() {
    assert!(answer_line(&monday().to_string(), true).1, "{}", answer_line(&monday().to_string(), true).0);
}

#[test]
fn numbers_out_of_bounds_say_their_bounds() {
    check(json!({"service": {"minutes": 0}}), "service.minutes", "write 1 to");
    check(json!({"service": {"minutes": -30}}), "service.minutes", "-30 is negative");
    check(json!({"service": {"minutes": 99_999_999}}), "service.minutes", "out of range");
    check(json!({"service": {"minutes": 30.5}}), "service.minutes", "a whole number");
    check(json!({"service": {"minutes": "30"}}), "service.minutes", "without quotes");
    check(json!({"service": {"minutes": null}}), "service.minutes", "this is missing");
    check(json!({"service": {"buffer_before": -5}}), "service.buffer_before", "write 0 or more");
    check(json!({"service": {"step": 0}}), "service.step", "write 1 to");
    check(json!({"service": {"capacity": 0}}), "service.capacity", "write 1 to");
    check(json!({"service": {"horizon_days": 1_000_000}}), "service.horizon_days", "write 0 to");
    check(json!({"service": {"notice": 18_446_744_073_709_551_615_u64}}), "service.notice", "whole number");
    check(json!({"want": {"count": 0}}), "want.count", "write 1 to");
}

#[test]
fn instants_must_be_rfc_3339_and_exist() {
    for (text, remedy) in [
        ("2026-05-04T10:00:00", "has no offset"),
        ("2026-02-30T10:00:00Z", "2026-02-30 doesn't exist"),
        ("2026-13-01T10:00:00Z", "doesn't exist"),
        ("2026-06-30T23:59:60Z", "leap second"),
        ("2026-05-04T24:00:00Z", "is no instant"),
        ("2026-05-04T10:00Z", "is no instant"),
        ("2026-05-04T10:00:00+25:00", "is no instant"),
        ("2026-05-04T10:00:00.Z", "is no instant"),
        ("2026-05-04T10:00:00Zulu", "is no instant"),
        ("2026-05-04", "is no instant"),
        ("tomorrow", "write RFC 3339"),
        ("", "write RFC 3339"),
        ("1066-10-14T09:00:00Z", "correct the year"),
        ("9999-12-31T23:59:59Z", "correct the year"),
    ] {
        check(json!({"now": text}), "now", remedy);
    }
    check(json!({"check": ["2026-05-04T10:00:00Z", "2026-06-30T23:59:60Z"]}), "check[1]", "leap second");
    check(
        json!({"busy": [{"who": "anna", "from": "2026-05-04T10:00:00Z"}]}),
        "busy[0].to",
        "this is missing",
    );
}

#[test]
fn hours_that_nobody_could_keep_are_refused() {
    let hours = |from: &str, to: &str| json!({"practitioners": [{"id": "anna", "hours": [{"days": ["mon"], "from": from, "to": to}]}]});
    check(hours("08:00", "08:00"), "practitioners[0].hours[0].to", "never or all day");
    check(hours("24:00", "02:00"), "practitioners[0].hours[0].from", "next day");
    check(hours("8:00", "12:00"), "practitioners[0].hours[0].from", "\"8:00\" is no time of day");
    check(hours("08:00", "25:00"), "practitioners[0].hours[0].to", "no time of day");
    check(hours("08:00", "24:01"), "practitioners[0].hours[0].to", "no time of day");
    let days = json!({"practitioners": [{"id": "anna", "hours": [{"days": ["monday"], "from": "08:00", "to": "09:00"}]}]});
    check(days, "practitioners[0].hours[0].days[0]", "write one of \"mon\"");
    let dated = |dates: &[&str]| {
        let list: Vec<Value> = dates.iter().map(|date| json!({"date": date, "hours": []})).collect();
        json!({"practitioners": [{"id": "anna", "hours": [], "exceptions": list}]})
    };
    check(dated(&["2026-02-29"]), "practitioners[0].exceptions[0].date", "2026-02-29 doesn't exist");
    check(dated(&["2026-05-04", "2026-05-04"]), "practitioners[0].exceptions[1].date", "comes twice");
}

#[test]
fn names_must_be_known_and_used_once() {
    check(json!({"time_zone": "Europe/Stokholm"}), "time_zone", "no time zone \"Europe/Stokholm\"");
    check(json!({"time_zone": "local"}), "time_zone", "use an IANA name");
    let away = json!({"practitioners": [{"id": "anna", "hours": [], "time_zone": "Mars/Olympus"}]});
    check(away, "practitioners[0].time_zone", "Mars/Olympus");
    check(json!({"service": {"rooms": ["chair", "sauna"]}}), "service.rooms[1]", "kind \"sauna\"");
    check(json!({"rooms": [{"id": "anna", "kind": "chair"}]}), "rooms[0].id", "\"anna\" comes twice");
    let twins = json!([{"id": "bo", "hours": []}, {"id": "bo", "hours": []}]);
    check(json!({"practitioners": twins}), "practitioners[1].id", "comes twice");
    check(json!({"practitioners": [{"id": "", "hours": []}]}), "practitioners[0].id", "isn't empty");
    check(json!({"service": {"align": "grid"}}), "service.align", "\"hours\", \"clock\"");
    check(json!({"want": {"rank": "best"}}), "want.rank", "\"earliest\", \"spread\"");
}

#[test]
fn ranges_that_run_backwards_are_refused() {
    let backwards = json!({"from": "2026-05-06T00:00:00Z", "to": "2026-05-04T00:00:00Z"});
    check(json!({"window": backwards}), "window", "swap \"from\" and \"to\"");
    check(
        json!({"busy": [with(backwards.clone(), json!({"who": "anna"}))]}),
        "busy[0].to",
        "ends before it begins",
    );
    check(json!({"window": {"to": "2199-01-01T00:00:00Z"}}), "window (days)", "out of range");
}

#[test]
fn more_than_the_bounds_allow_is_refused_and_not_tried() {
    let spans: Vec<Value> =
        (0..200).map(|_| json!({"days": ["mon"], "from": "08:00", "to": "09:00"})).collect();
    let people: Vec<Value> = (0..400).map(|i| json!({"id": format!("p{i}"), "hours": spans})).collect();
    let years = json!({"window": {"to": "2028-05-04T00:00:00Z"}});
    check(
        with(years, json!({"practitioners": people})),
        "practitioners",
        "too many hours over too many days",
    );
    let checks = vec!["2026-05-04T11:00:00Z"; 3_000];
    check(json!({"check": checks}), "check", "3000 entries are too many");
    let always =
        json!([{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00"}]);
    let minutes = json!({"practitioners": [{"id": "anna", "hours": always}], "want": null,
        "service": {"minutes": 1, "step": 1, "rooms": [], "horizon_days": null},
        "window": {"to": "2027-05-04T00:00:00Z"}});
    check(minutes, "window", "ask for a shorter window");
}

#[test]
fn what_is_no_search_at_all_says_so() {
    for (line, expected) in [
        ("", "no JSON"),
        ("{\"id\": \"x\"", "no JSON"),
        ("[]", "should be an object"),
        ("\"text\"", "should be an object"),
        ("{}", "now: this is missing"),
        ("{\"id\": [1]}", "id: this should be a text"),
    ] {
        let (answer, read) = answer_line(line, false);
        assert!(!read && answer.contains(expected) && answer.starts_with("{\"id\":null"), "{line}: {answer}");
    }
    let deep = "[".repeat(100_000);
    assert!(answer_line(&deep, false).0.contains("no JSON"));
    let numbered = answer_line("{\"id\": 7}", false).0;
    assert!(numbered.starts_with("{\"id\":7,"), "{numbered}");
}

#[test]
fn bytes_that_are_no_text_fail_their_line_and_keep_its_id() {
    let mut line = monday().to_string().replace("anna", "ann\u{e5}").into_bytes();
    let at = line.iter().position(|byte| *byte == 0xc3).expect("an å in UTF-8");
    line.remove(at);
    let (answer, read) = svara_schedule::batch::answer_bytes(&line, false);
    assert!(!read, "{answer}");
    assert!(answer.starts_with("{\"id\":\"one\",") && answer.contains("is no UTF-8"), "{answer}");
    assert!(svara_schedule::batch::answer_bytes(monday().to_string().as_bytes(), true).1);
    let long = vec![b' '; svara_schedule::limits::MAX_LINE_BYTES + 1];
    assert!(svara_schedule::batch::answer_bytes(&long, false).0.contains("split the search"));
}

/// Values that are likely to hurt.
fn odd_value() -> impl Strategy<Value = Value> {
    let texts = prop::sample::select(vec![
        "",
        "24:00",
        "00:00",
        "23:59",
        "mon",
        "UTC",
        "Pacific/Apia",
        "2026-05-04",
        "2026-05-04T10:00:00Z",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "-271821-04-20",
        "2026-03-29T02:30:00+23:59",
        "clock",
        "hold",
        "anna",
        "r1",
        "chair",
        "🦷",
        "2199-12-31T23:59:59Z",
        "1900-01-01T00:00:00.999999999-23:59",
    ]);
    let numbers =
        prop::sample::select(vec![i64::MIN, -1, 0, 1, 7, 59, 1_440, 10_080, 4_294_967_296, i64::MAX]);
    prop_oneof![
        texts.prop_map(Value::from),
        numbers.prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        any::<bool>().prop_map(Value::from),
    ]
}

/// Replaces, removes or doubles the n-th place of a JSON tree, counted in depth-first order.
fn mutate(value: &mut Value, place: &mut usize, how: u8, with: &Value) {
    if *place == 0 {
        *place = usize::MAX;
        match (how, &mut *value) {
            (0, Value::Array(items)) if !items.is_empty() => items.push(items[0].clone()),
            (1, Value::Array(items)) => items.clear(),
            (0 | 1, Value::Object(fields)) => *fields = Map::new(),
            _ => *value = with.clone(),
        }
        return;
    }
    *place -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        if *place != usize::MAX {
            mutate(child, place, how, with);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_search_is_answered_or_refused_but_never_panics(
        damages in prop::collection::vec((0..70_usize, 0..6_u8, odd_value()), 1..4)
    ) {
        let mut search = monday();
        for (mut place, how, value) in damages {
            mutate(&mut search, &mut place, how, &value);
        }
        let line = search.to_string();
        for why in [false, true] {
            let (answer, read) = answer_line(&line, why);
            let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
            prop_assert_eq!(read, answer.get("error").is_none());
            prop_assert_eq!(read, answer["slots"].is_array());
        }
        let _words = explain_in_words(&line);
    }

    #[test]
    fn a_line_with_damaged_bytes_is_answered_or_refused(
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..6)
    ) {
        let mut line = monday().to_string().into_bytes();
        for (place, byte, how) in damages {
            let at = place.index(line.len());
            match how {
                0 => line[at] = byte,
                1 => line.insert(at, byte),
                2 if line.len() > 1 => drop(line.remove(at)),
                _ => line.truncate(at.max(1)),
            }
        }
        let (answer, read) = svara_schedule::batch::answer_bytes(&line, true);
        let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
        prop_assert_eq!(read, answer.get("error").is_none());
    }

    #[test]
    fn any_text_is_answered(line in "\\PC*") {
        prop_assert!(serde_json::from_str::<Value>(&answer_line(&line, true).0).is_ok());
    }

    #[test]
    fn any_instant_that_is_read_is_the_instant_that_was_written(second in -2_000_000_000_i64..7_000_000_000, minutes in -1_439..1_439_i32) {
        let at = jiff::Timestamp::from_second(second).expect("a time in range");
        let offset = jiff::tz::Offset::from_seconds(minutes * 60).expect("an offset in range");
        prop_assert_eq!(svara_schedule::parse_instant(&at.display_with_offset(offset).to_string()), Ok(at));
    }
}
