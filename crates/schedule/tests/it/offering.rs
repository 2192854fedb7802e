//! Offers for one patient: different, and each with its reasons.
//!
//! Absent: the wording; that is the desk's.

use jiff::ToSpan;
use jiff::civil::Weekday;
use proptest::prelude::*;
use serde_json::json;
use svara_schedule::{Id, Merit, Offer, Part, Slot, Wishes, Zone, find, offers};

use crate::asking::{one_day, told, typed, with};

/// Three weeks of May 2026, Monday to Friday, Anna in the mornings and Bo all day.
fn clinic() -> Vec<Slot> {
    let days = json!(["mon", "tue", "wed", "thu", "fri"]);
    let hours = |from: &str, to: &str| json!([{"days": days, "from": from, "to": to}]);
    let search = with(
        one_day("2026-05-04", "10:00", "12:00"),
        json!({"now": "2026-05-01T00:00:00Z",
               "practitioners": [{"id": "anna", "hours": hours("08:00", "12:00")}, {"id": "bo", "hours": hours("08:00", "18:00")}],
               "busy": [{"who": "anna", "from": "2026-05-05T08:30:00+02:00", "to": "2026-05-05T09:40:00+02:00"}],
               "window": {"from": "2026-05-04T00:00:00Z", "to": "2026-05-25T00:00:00Z"}}),
    );
    find(&typed(&search)).expect("the clinic is sound").slots
}

fn stockholm() -> Zone {
    Zone::named("Europe/Stockholm").expect("Stockholm has a zone")
}

fn chosen(slots: &[Slot], wishes: &Wishes, count: usize) -> Vec<Offer> {
    offers(slots, wishes, count, &stockholm())
}

#[track_caller]
fn check(wishes: &Wishes, expected: &[(&str, &[Merit])]) {
    let chosen = chosen(&clinic(), wishes, expected.len());
    let told: Vec<(String, Vec<Merit>)> = chosen.iter().map(|o| (told(&o.slot), o.merits.clone())).collect();
    let expected: Vec<(String, Vec<Merit>)> =
        expected.iter().map(|(slot, merits)| ((*slot).to_owned(), merits.to_vec())).collect();
    assert_eq!(told, expected);
}

#[test]
fn without_wishes_the_offers_are_soon_and_differ() {
    use Merit::{AnotherDay, AnotherPart, AnotherPractitioner, Earliest};
    check(
        &Wishes::default(),
        &[
            ("04 08:00 anna", &[Earliest]),
            ("05 12:00 bo", &[AnotherDay, AnotherPart, AnotherPractitioner]),
            ("06 17:00 bo", &[AnotherDay, AnotherPart]),
        ],
    );
}

#[test]
fn the_patients_own_habits_come_first() {
    use Merit::{AnotherDay, SamePractitioner, UsualPart, UsualWeekday};
    let wishes = Wishes {
        practitioner: Some(Id::from("bo")),
        weekdays: vec![Weekday::Thursday],
        parts: vec![Part::Afternoon],
        ..Wishes::default()
    };
    check(
        &wishes,
        &[
            ("07 12:00 bo", &[SamePractitioner, UsualPart, UsualWeekday]),
            ("04 12:00 bo", &[SamePractitioner, UsualPart, AnotherDay]),
            ("05 12:00 bo", &[SamePractitioner, UsualPart, AnotherDay]),
        ],
    );
}

#[test]
fn a_gap_that_nobody_could_use_is_avoided() {
    let tuesday: Vec<Slot> =
        clinic().into_iter().filter(|s| s.practitioner == "anna" && told(s).starts_with("05")).collect();
    let first = |shortest_service| {
        let wishes = Wishes { shortest_service, ..Wishes::default() };
        told(&chosen(&tuesday[1..], &wishes, 1)[0].slot)
    };
    assert_eq!(
        tuesday.iter().map(told).take(3).collect::<Vec<_>>(),
        ["05 08:00 anna", "05 10:00 anna", "05 10:30 anna"]
    );
    assert_eq!(first(15), "05 11:30 anna", "fills the end of the morning");
    assert_eq!(first(30), "05 11:30 anna");
    let merits = &chosen(&tuesday[1..], &Wishes::default(), 1)[0].merits;
    assert!(merits.contains(&Merit::FillsGap), "{merits:?}");
    let gaps = chosen(&tuesday[1..3], &Wishes { shortest_service: 30, ..Wishes::default() }, 1);
    assert_eq!(told(&gaps[0].slot), "05 10:30 anna", "10:00 would leave twenty minutes before it");
}

#[test]
fn times_that_others_are_looking_at_come_later() {
    let slots = clinic();
    let shown = slots.iter().take(6).map(|slot| (slot.from, slot.practitioner.clone())).collect();
    let wishes = Wishes { shown_to_others: shown, ..Wishes::default() };
    assert_eq!(told(&chosen(&slots, &wishes, 1)[0].slot), "04 09:30 anna");
    let all_shown = slots.iter().map(|slot| (slot.from, slot.practitioner.clone())).collect();
    let wishes = Wishes { shown_to_others: all_shown, ..Wishes::default() };
    assert_eq!(chosen(&slots, &wishes, 3).len(), 3, "but they aren't blocked");
}

#[test]
fn two_offers_within_two_hours_are_made_only_when_there_is_nothing_else() {
    let monday: Vec<Slot> = clinic()
        .into_iter()
        .filter(|slot| told(slot).starts_with("04 1") && slot.practitioner == "bo")
        .collect();
    let times = |slots: &[Slot], count| {
        chosen(slots, &Wishes::default(), count).iter().map(|o| told(&o.slot)).collect::<Vec<_>>()
    };
    let apart = times(&monday, 4);
    assert_eq!(apart, ["04 10:00 bo", "04 12:00 bo", "04 17:00 bo", "04 14:00 bo"]);
    let few = times(&monday[..3], 3);
    assert_eq!(few, ["04 10:00 bo", "04 10:30 bo", "04 11:00 bo"]);
}

#[test]
fn nothing_free_is_nothing_to_offer() {
    assert_eq!(chosen(&[], &Wishes::default(), 3), []);
    assert_eq!(chosen(&clinic(), &Wishes::default(), 0), []);
}

/// Some of a clinic's times, and some wishes.
fn some_times() -> impl Strategy<Value = (Vec<Slot>, Wishes)> {
    let slots = clinic();
    let known = prop::option::of(prop::sample::select(vec!["anna", "bo"]));
    let part = prop::option::of(prop::sample::select(vec![Part::Morning, Part::Afternoon, Part::Evening]));
    (prop::sample::subsequence(slots, 1..40), known, part, 0..60_u32).prop_map(
        |(slots, known, part, shortest)| {
            let wishes = Wishes {
                practitioner: known.map(Id::from),
                parts: part.into_iter().collect(),
                shortest_service: shortest,
                ..Wishes::default()
            };
            (slots, wishes)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn three_offers_are_on_three_days_and_apart_when_there_are_such((slots, wishes) in some_times()) {
        let made = chosen(&slots, &wishes, 3);
        prop_assert_eq!(made.len(), slots.len().min(3));
        let day = |slot: &Slot| told(slot)[..2].to_owned();
        let days: std::collections::HashSet<String> = slots.iter().map(day).collect();
        let offered: std::collections::HashSet<String> = made.iter().map(|offer| day(&offer.slot)).collect();
        prop_assert_eq!(offered.len(), days.len().min(3));
        if days.len() >= 3 {
            let mut starts: Vec<_> = made.iter().map(|offer| offer.slot.from).collect();
            starts.sort_unstable();
            prop_assert!(starts.windows(2).all(|pair| pair[1] >= pair[0] + 2.hours()));
        }
        prop_assert_eq!(&made, &chosen(&slots, &wishes, 3), "the same state gives the same three");
    }
}

#[test]
fn offers_come_from_what_is_free() {
    let slots = clinic();
    assert_eq!(chosen(&slots, &Wishes::default(), 5).len(), 5);
    assert!(chosen(&slots, &Wishes::default(), 5).iter().all(|offer| slots.contains(&offer.slot)));
}
