//! Conversations as tables of what is heard and what comes of it, without a store and without a reader.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

mod world;

use svara_dialog::{Event, Flow};
use svara_language::{Intent, Reading, Topic};
use svara_model::{AppointmentStatus, HandoverReason, MediaKind};
use world::{World, at, reading};

/// What the last answer says, and how many visits are booked then.
#[track_caller]
fn check(world: &World, words: &str, visits: usize) {
    assert!(world.words().contains(words), "{words:?} is not in {:?}", world.words());
    assert_eq!(world.appointments.len(), visits, "after {:?}", world.words());
}

fn choosing(index: usize) -> Reading {
    Reading { choice: Some(index), ..reading(Intent::Choose) }
}

fn on_friday(intent: Intent) -> Reading {
    at(reading(intent), "2026-03-12T23:00:00Z", "2026-03-13T23:00:00Z")
}

#[test]
fn a_patient_books_by_tap_or_by_words() {
    let mut world = World::sara();
    world.says(Intent::Book);
    check(&world, "Hej Sara! Jag är en automatisk assistent", 0);
    assert_eq!(world.choices().len(), 3);
    check(world.taps(1), "Klart! Du är bokad", 1);

    let mut world = World::sara();
    world.says(Intent::Book);
    check(world.said("den andra", choosing(1)), "Klart! Du är bokad", 1);
}

#[test]
fn a_double_tap_books_once() {
    let mut world = World::sara();
    world.says(Intent::Book);
    let first = world.choices()[0].clone();
    world.tapped(&first);
    check(world.tapped(&first), "Den tiden är redan din", 1);
}

#[test]
fn another_time_after_a_booking_asks_before_it_swaps() {
    let mut world = World::sara();
    world.says(Intent::Book);
    let (first, second) = (world.choices()[0].clone(), world.choices()[1].clone());
    world.tapped(&first);
    check(world.tapped(&second), "Vill du byta till", 1);
    let old = world.appointments[0].slot.from;
    check(world.says(Intent::Yes), "är flyttad till", 1);
    assert_ne!(world.appointments[0].slot.from, old);
}

#[test]
fn an_older_offer_never_books_a_second_visit() {
    let mut world = World::sara();
    world.says(Intent::Book);
    let older = world.choices()[0].clone();
    world.said("nej, fredag", on_friday(Intent::No)).taps(0);
    check(world.tapped(&older), "Vill du byta till", 1);
    check(world.says(Intent::No), "Då behåller vi", 1);
}

#[test]
fn a_newcomer_is_asked_for_both_names() {
    let mut world = World::newcomer();
    world.says(Intent::Book).taps(0);
    check(&world, "Vad heter du i för- och efternamn?", 0);
    check(world.said("ja tack", reading(Intent::Thanks)), "Vad heter du", 0);
    check(world.said("anders", reading(Intent::Unknown)), "Tack, Anders! Och efternamnet?", 0);
    check(world.said("nyman", reading(Intent::Unknown)), "Klart! Du är bokad", 1);
    assert_eq!(world.patients[0].name, "Anders Nyman");
}

#[test]
fn whoever_is_slower_hears_it_kindly_and_sees_other_times() {
    let mut world = World::newcomer();
    world.says(Intent::Book).taps(0);
    let offer = &world.memory.offers[0];
    world.taken.insert(offer.slots[0].from);
    check(world.said("Bo Lund", reading(Intent::Unknown)), "hann tyvärr någon annan ta", 0);
    check(world.taps(0), "Klart! Du är bokad", 1);
}

#[test]
fn nobody_is_listed_where_several_share_a_number() {
    let mut world = World::family();
    world.says(Intent::ListAppointments);
    check(&world, "Vem gäller det?", 1);
    for name in ["Maja", "Elsa", "Otto"] {
        assert!(!world.words().contains(name));
    }
    check(world.said("elsa", reading(Intent::Unknown)), "Nästa tid för Elsa är", 1);
}

#[test]
fn a_name_that_is_not_there_ends_with_a_person() {
    let mut world = World::family();
    world.says(Intent::ListAppointments);
    for _ in 0..2 {
        check(world.said("Viktor", reading(Intent::Unknown)), "hittar jag inte på det här numret", 1);
    }
    world.said("Viktor", reading(Intent::Unknown));
    assert!(world.waiting);
}

#[test]
fn a_visit_moves_whole_or_not_at_all() {
    let mut world = World::sara_on_thursday();
    check(world.says(Intent::Reschedule), "Den gamla är kvar tills du har valt.", 1);
    let before = world.appointments[0].slot.from;
    world.taken.insert(world.memory.offers[0].slots[0].from);
    check(world.taps(0), "hann tyvärr någon annan ta", 1);
    assert_eq!(world.appointments[0].slot.from, before);
    check(world.taps(0), "är flyttad till", 1);
}

#[test]
fn a_cancellation_is_asked_about_once_and_late_ones_go_to_staff() {
    let mut world = World::sara_on_thursday();
    check(world.says(Intent::Cancel), "Vill du avboka", 1);
    check(world.says(Intent::Yes), "är avbokad", 0);
    check(world.says(Intent::Yes), "Vilken passar?", 0);

    let mut world = World::sara_on_thursday();
    world.later(24).says(Intent::Cancel);
    check(world.says(Intent::Yes), "mindre än 24 timmar kvar", 1);
    assert_eq!(world.cards, [HandoverReason::LateChange]);
}

#[test]
fn a_question_in_the_middle_returns_to_what_was_asked() {
    let parking = || Reading { topic: Some(Topic::Parking), ..reading(Intent::Question) };
    let mut world = World::sara();
    world.says(Intent::Book);
    check(world.said("var parkerar jag?", parking()), "Bakom huset.\n\nVilken av tiderna passar?", 0);
    check(world.taps(0), "Klart!", 1);

    let mut world = World::sara_on_thursday();
    world.says(Intent::Cancel);
    check(world.said("var parkerar jag?", parking()), "Bakom huset.\n\nSka jag avboka", 1);
}

#[test]
fn what_is_taken_back_stays_as_it_was() {
    for (mut world, intent, words, visits) in [
        (World::sara(), Intent::Book, "då bokar vi inget", 0),
        (World::newcomer(), Intent::Book, "då bokar vi inget", 0),
        (World::sara_on_thursday(), Intent::Reschedule, "Då behåller vi", 1),
        (World::sara_on_thursday(), Intent::Cancel, "Då behåller vi", 1),
        (World::sara_twice(), Intent::Cancel, "Okej!", 2),
        (World::family(), Intent::Book, "Okej!", 1),
    ] {
        world.says(intent);
        check(world.said("nej glöm det", reading(Intent::No)), words, visits);
        assert_eq!(world.memory.flow, Flow::Idle);
    }
}

#[test]
fn an_emergency_is_answered_alone_wherever_it_comes() {
    for mut world in [World::newcomer(), World::sara_twice(), World::family()] {
        world.says(Intent::Cancel).says(Intent::Emergency);
        assert!(world.words().starts_with("Ring 112 nu"), "{}", world.words());
        assert!(world.choices().is_empty());
        assert!(world.waiting);
        assert_eq!(world.cards, [HandoverReason::Emergency]);
    }
}

#[test]
fn a_person_in_the_conversation_silences_the_machine_but_not_the_alarm() {
    let mut world = World::sara_on_thursday();
    world.staff = true;
    for intent in [Intent::Book, Intent::Cancel, Intent::Greeting, Intent::Emergency, Intent::OptOut] {
        world.says(intent);
        assert_eq!(world.words(), "");
    }
    assert_eq!(world.cards, [HandoverReason::Emergency]);
    assert_eq!(world.reminders, Some(false));
    assert_eq!(world.appointments.len(), 1);
}

#[test]
fn an_answer_to_a_reminder_is_about_that_visit() {
    let mut world = World::sara_twice();
    world.reminded = Some(world.appointments[0].id.clone());
    check(world.says(Intent::Yes), "Tack, då är det bekräftat", 2);
    assert_eq!(world.appointments[0].status, AppointmentStatus::Confirmed);
    assert_eq!(world.appointments[1].status, AppointmentStatus::Booked);

    let mut world = World::sara_twice();
    let first = world.appointments[0].id.clone();
    world.reminded = Some(first.clone());
    check(world.tapped(&format!("move:{first}")), "Den gamla är kvar", 2);
    assert_eq!(world.choices().len(), 3);
}

#[test]
fn not_understood_leads_to_other_words_then_buttons_then_a_person() {
    let mut world = World::sara();
    check(world.says(Intent::Unknown), "på ett annat sätt", 0);
    check(world.says(Intent::Unknown), "Är det något av det här?", 0);
    assert_eq!(world.choices().len(), 3);
    world.says(Intent::Unknown);
    assert_eq!(world.cards, [HandoverReason::NotUnderstood]);

    let mut world = World::sara();
    world.says(Intent::Book).says(Intent::Unknown);
    check(&world, "Förlåt, nu förstod jag inte. Vilken av tiderna passar?", 0);
    world.says(Intent::Unknown);
    assert_eq!(world.choices().len(), 5, "the times, other times, a person");
    check(world.taps(3), "Då har jag de här", 0);
}

#[test]
fn a_wish_narrows_the_one_before_it_where_the_two_meet() {
    let mut world = World::sara();
    world.said("måndag", at(reading(Intent::Book), "2026-03-15T23:00:00Z", "2026-03-16T23:00:00Z"));
    let ten = at(reading(Intent::No), "2026-03-16T09:00:00Z", "2026-03-16T09:01:00Z");
    world.said("kl 10", ten);
    assert_eq!(world.memory.offers[1].slots.len(), 1);
    check(world.says(Intent::Yes), "måndag 16 mars kl. 10:00", 1);
}

#[test]
fn a_question_about_a_part_of_the_day_chooses_nothing() {
    let mut world = World::sara();
    world.says(Intent::Book);
    let afternoon = at(choosing(2), "2026-03-11T12:00:00Z", "2026-03-11T16:00:00Z");
    world.said("på eftermiddagen?", afternoon.clone());
    check(&world, "Då har jag de här", 0);
    check(world.said("på eftermiddagen", afternoon), "Klart!", 1);
}

#[test]
fn a_picture_in_the_middle_is_noted_and_the_times_stay() {
    let mut world = World::sara();
    world.says(Intent::Book).hear(Event::SentMedia(MediaKind::Image));
    check(&world, "Vilken av tiderna passar?", 0);
    assert!(!world.waiting);
    assert_eq!(world.cards, [HandoverReason::Unreadable]);

    let mut world = World::sara();
    world.hear(Event::SentMedia(MediaKind::VoiceNote));
    assert!(world.waiting);
}

#[test]
fn an_offer_of_the_evening_can_be_answered_the_next_day() {
    let mut world = World::sara();
    world.says(Intent::Book);
    check(world.later(14).said("den sista", choosing(2)), "Hej Sara!", 0);
    let mut world = World::sara();
    world.said("fredag", on_friday(Intent::Book));
    check(world.later(14).said("den sista", choosing(2)), "Hej Sara! Klart!", 1);
}

#[test]
fn after_days_of_silence_a_conversation_begins_afresh() {
    let mut world = World::sara();
    world.says(Intent::Book).later(24 * 4).said("den sista", choosing(2));
    assert!(world.words().starts_with("Hej Sara!"));
    assert_eq!(world.appointments.len(), 0);
}
