//! The waiting list, freed times and visits that can't be, as tables of what is heard and what comes of it.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

mod world;

use svara_language::Intent;
use world::{World, at, reading};

#[track_caller]
fn says(world: &World, words: &str) {
    assert!(world.words().contains(words), "{words:?} is not in {:?}", world.words());
}

/// Sara at ten on Thursday, and nothing free before it.
fn nothing_earlier() -> World {
    let mut world = World::sara_on_thursday();
    let visit = world.appointments[0].slot.from;
    let half = jiff::SignedDuration::from_mins(30);
    world.taken = (1..200).map(|it| visit - half * it).collect();
    world
}

#[test]
fn whoever_asks_to_be_told_is_told_when_nothing_is_free_before() {
    let mut world = nothing_earlier();
    world.said("hör av er om något blir ledigt tidigare", reading(Intent::EarlierTime));
    says(&world, "Då står du på väntelistan: Undersökning hos Dr Anna Lindqvist. Blir något ledigt före");
    assert_eq!(world.waits.len(), 1);
    assert_eq!(world.waits[0].appointment, Some(world.appointments[0].id.clone()));
    assert!(world.waits[0].windows.is_empty(), "before the visit is understood");
}

#[test]
fn whoever_merely_asks_is_asked_back() {
    let mut world = nothing_earlier();
    world.said("finns det något tidigare?", reading(Intent::EarlierTime));
    says(&world, "Vill du att jag skriver om något blir ledigt tidigare?");
    assert_eq!(world.waits.len(), 0);
    let mut other = world.clone();
    says(other.says(Intent::Yes), "Då står du på väntelistan");
    assert_eq!(other.waits.len(), 1);
    says(world.says(Intent::No), "Då behåller vi");
    assert_eq!(world.waits.len(), 0);
}

#[test]
fn what_is_free_earlier_is_offered_first_and_a_no_to_it_waits() {
    let mut world = World::sara_on_thursday();
    world.said("säg till om någon avbokar", reading(Intent::EarlierTime));
    assert!(world.choices()[0].starts_with("slot:"), "{:?}", world.choices());
    world.says(Intent::No);
    says(&world, "Då står du på väntelistan");
}

#[test]
fn a_wish_is_asked_about_changed_and_taken_back() {
    let mut world = nothing_earlier();
    world.said("sätt upp mig på väntelistan", reading(Intent::EarlierTime));
    world.said("står jag på väntelistan?", reading(Intent::Question));
    says(&world, "Ja, du står på väntelistan: Undersökning hos Dr Anna Lindqvist, sedan tisdag 10 mars");
    let tuesday = at(reading(Intent::EarlierTime), "2026-03-11T07:00:00Z", "2026-03-11T09:00:00Z");
    world.said("ändra väntelistan till onsdag morgon", tuesday);
    says(&world, "Då har jag ändrat din önskan på väntelistan");
    assert_eq!(world.waits.len(), 1);
    world.said("strunta i väntelistan", reading(Intent::Unknown));
    says(&world, "tagit bort dig från väntelistan");
    assert_eq!(world.waits.len(), 0);
    world.said("ta bort mig från väntelistan", reading(Intent::OptOut));
    says(&world, "Du står inte på väntelistan");
    assert_eq!(world.reminders, None, "leaving the list is no STOP");
}

#[test]
fn a_newcomer_says_a_name_first() {
    let mut world = World::newcomer();
    world.said("kan jag stå på väntelistan?", reading(Intent::EarlierTime));
    says(&world, "Vad heter du");
    world.said("Eva Dal", reading(Intent::Unknown));
    says(&world, "Då står du på väntelistan");
    says(&world, "Vill du boka en tid så länge?");
    assert_eq!(world.waits.len(), 1);
}

#[test]
fn a_yes_to_a_freed_time_moves_the_visit_and_a_no_keeps_the_place() {
    let mut world = World::sara_on_thursday();
    world.says(Intent::Greeting).later(1).ask_about("2026-03-11T09:00:00Z");
    let mut other = world.clone();
    says(other.says(Intent::No), "Du står kvar på väntelistan");
    assert_eq!(other.freed, None);
    says(world.says(Intent::Yes), "är flyttad till onsdag 11 mars kl. 10:00");
    assert_eq!(world.appointments.len(), 1);
}

#[test]
fn a_freed_time_that_is_gone_is_said_with_the_next_best() {
    let mut world = World::sara_on_thursday();
    world.says(Intent::Greeting).later(1).ask_about("2026-03-11T09:00:00Z");
    world.taken.insert("2026-03-11T09:00:00Z".parse().unwrap());
    world.says(Intent::Yes);
    says(&world, "hann tyvärr någon annan ta precis");
    assert!(world.choices()[0].starts_with("slot:"));
    let mut alone = nothing_earlier();
    alone.says(Intent::Greeting).later(1).ask_about("2026-03-12T07:30:00Z");
    alone.says(Intent::Yes);
    says(&alone, "Du står kvar på väntelistan, så hör jag av mig igen");
}

#[test]
fn a_freed_time_is_answered_before_what_was_under_way() {
    let mut world = World::sara_on_thursday();
    world.says(Intent::Reschedule).later(1).ask_about("2026-03-11T09:00:00Z");
    says(world.says(Intent::Yes), "är flyttad till onsdag 11 mars");
}

#[test]
fn a_visit_that_cannot_be_is_never_kept() {
    let mut world = World::sara_on_thursday();
    world.touched = vec![world.appointments[0].id.clone()];
    for intent in [Intent::ConfirmAttendance, Intent::Reschedule] {
        let mut world = world.clone();
        world.says(intent);
        assert!(!world.words().contains("Då behåller vi") && !world.words().contains("är kvar"));
    }
    world.says(Intent::Reschedule);
    says(&world, "De här tiderna kan du få i stället");
    world.said("nej glöm det", reading(Intent::No));
    says(&world, "kan tyvärr inte bli av. Ska vi hitta en ny?");
    let call = world.choices()[1].clone();
    says(world.tapped(&call), "vi ringer dig");
    assert_eq!(world.calls.len(), 1);
}
