//! Several appointments at once, as stories: asked for in words, whole plans on the table, one tap books all of one.
#![expect(clippy::unwrap_used, reason = "in a test, a panic is how it fails")]

mod world;

use svara_dialog::Flow;
use svara_language::Intent;
use world::{World, reading};

fn family() -> World {
    let mut world = World::family();
    world.appointments.clear();
    world
}

#[test]
fn both_children_are_named_and_one_tap_books_them() {
    let mut world = family();
    world.said("båda barnen behöver tid", reading(Intent::Book));
    assert!(world.words().contains("Vad heter de som ska komma?"), "{}", world.words());
    for name in ["Elsa", "Otto", "Maja"] {
        assert!(!world.words().contains(name), "nobody is named before the patient names them");
    }
    world.said("Elsa och Otto", reading(Intent::Unknown));
    assert_eq!(world.choices().len(), 3, "{}", world.words());
    world.taps(0);
    assert!(world.words().contains("Nu är 2 tider bokade"), "{}", world.words());
    assert!(world.words().contains("• Elsa: ") && world.words().contains("• Otto: "), "{}", world.words());
    let whose: Vec<_> = world.appointments.iter().map(|it| it.patient.clone()).collect();
    assert_eq!(whose, [world.patients[1].id.clone(), world.patients[2].id.clone()]);
}

#[test]
fn names_in_the_wish_need_no_question() {
    let mut world = family();
    world.said("kan Elsa och Otto få tid på samma dag?", reading(Intent::Book));
    assert_eq!(world.choices().len(), 3, "{}", world.words());
}

#[test]
fn newcomers_are_entered_with_the_family_name_they_share() {
    let mut world = World::newcomer();
    world.said("Hej, jag behöver tid till mina två barn", reading(Intent::Book));
    world.said("Alva", reading(Intent::Unknown));
    assert!(world.words().contains("för- och efternamn"), "one name is not two people: {}", world.words());
    world.said("Alva och Viggo Lund", reading(Intent::Unknown)).taps(1);
    let names: Vec<_> = world.patients.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names, ["Alva Lund", "Viggo Lund"]);
    assert_eq!(world.appointments.len(), 2);
}

#[test]
fn a_series_is_said_in_one_line_and_booked_whole() {
    let mut world = World::sara();
    world.said("jag behöver sex besök, ett i veckan", reading(Intent::Book));
    assert!(world.words().contains("och sedan samma tid varje vecka till och med"), "{}", world.words());
    world.taps(0);
    assert_eq!(world.appointments.len(), 6);
    let before = world.appointments.len();
    let id = world.taps.iter().rfind(|it| it.starts_with("plan:")).unwrap().clone();
    world.tapped(&id);
    assert_eq!(world.appointments.len(), before, "a double tap books once");
}

#[test]
fn somebody_faster_means_nothing_is_booked_and_new_plans() {
    let mut world = World::sara();
    world.said("six weekly visits please", reading(Intent::Book));
    let id = world.choices()[0].clone();
    let first = world.memory.plans.as_ref().unwrap().plans[0].visits[3].slot.from;
    world.taken.insert(first);
    world.tapped(&id);
    assert!(world.appointments.is_empty());
    assert!(
        world.words().contains("har jag inte bokat något") || world.words().contains("har inte bokat något"),
        "{}",
        world.words()
    );
    assert_eq!(world.choices().len(), 3);
}

#[test]
fn none_of_them_means_others_and_a_question_leaves_them_there() {
    let mut world = World::sara();
    world.said("sex gånger varje vecka", reading(Intent::Book));
    let before = world.choices();
    let first = world.memory.plans.as_ref().unwrap().plans[0].clone();
    world.said("vad kostar det?", reading(Intent::Question));
    assert!(matches!(world.memory.flow, Flow::OfferingPlans), "{}", world.words());
    world.said("nej, inget av dem", reading(Intent::No));
    assert_ne!(world.memory.plans.as_ref().unwrap().plans[0], first);
    world.tapped(&before[0]);
    assert!(world.appointments.is_empty(), "an old button books nothing");
    world.said("strunta i det", reading(Intent::No));
    assert!(matches!(world.memory.flow, Flow::Idle));
}

#[test]
fn what_is_no_wish_for_several_is_left_alone() {
    for (text, intent) in [
        ("har ni lekhörna för barn?", Intent::Question),
        ("avboka båda barnens tider", Intent::Cancel),
        ("när har båda barnen tid?", Intent::ListAppointments),
        ("boka tid till min son", Intent::Book),
        ("jag har varit hos er tre gånger", Intent::Unknown),
        ("jag tränar tre gånger i veckan och vill boka en tid", Intent::Book),
        ("kan jag komma klockan 6?", Intent::Book),
        ("tid för barnen är viktig", Intent::Unknown),
        ("finns det nåt för barnen att leka med?", Intent::AskAvailability),
    ] {
        let mut world = World::sara();
        world.said(text, reading(intent));
        assert!(world.memory.plans.is_none(), "{text}: {}", world.words());
        assert!(!matches!(world.memory.flow, Flow::AskingPlanNames { .. }), "{text}");
    }
}
