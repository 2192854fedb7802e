//! What holds for every conversation: chance writes and taps, and the world looks on; every state answers every
//! wish; every sentence is said somewhere.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

mod world;

use proptest::prelude::*;
use std::path::Path;
use svara_dialog::{Event, Flow};
use svara_language::phrases::Key;
use svara_language::{Intent, Reading, Topic};
use svara_model::MediaKind;
use world::{World, at, reading};

const INTENTS: [Intent; 32] = [
    Intent::Book,
    Intent::Reschedule,
    Intent::Cancel,
    Intent::CannotAttend,
    Intent::ConfirmAttendance,
    Intent::ListAppointments,
    Intent::AskAvailability,
    Intent::EarlierTime,
    Intent::RunningLate,
    Intent::Question,
    Intent::Prescription,
    Intent::TestResults,
    Intent::Insurance,
    Intent::Payment,
    Intent::Video,
    Intent::Symptom,
    Intent::Emergency,
    Intent::Human,
    Intent::Complaint,
    Intent::Praise,
    Intent::OptOut,
    Intent::OptIn,
    Intent::DataAccess,
    Intent::DataErasure,
    Intent::Greeting,
    Intent::Thanks,
    Intent::Goodbye,
    Intent::Yes,
    Intent::No,
    Intent::Choose,
    Intent::Language,
    Intent::Unknown,
];

const TEXTS: [&str; 11] = [
    "…",
    "nej glöm det",
    "finns det tidigare?",
    "senare",
    "Elsa",
    "Eva Dal",
    "mig",
    "på engelska",
    "ja tack",
    "väntelistan",
    "ta bort mig från väntelistan",
];

/// Every place in which a conversation can stand, and the way there.
fn places() -> Vec<(&'static str, World)> {
    let mut places = vec![("idle", World::sara_on_thursday())];
    for (name, mut world, intent) in [
        ("offering", World::sara(), Intent::Book),
        ("offering a move", World::sara_on_thursday(), Intent::Reschedule),
        ("asking whom", World::family(), Intent::Cancel),
        ("asking which", World::sara_twice(), Intent::Reschedule),
        ("confirming cancel", World::sara_on_thursday(), Intent::Cancel),
        ("move or cancel", World::sara_on_thursday(), Intent::CannotAttend),
        ("asking to book", World::sara(), Intent::Cancel),
    ] {
        world.says(intent);
        places.push((name, world));
    }
    let mut newcomer = World::newcomer();
    newcomer.says(Intent::Book).taps(0);
    places.push(("asking name", newcomer));
    let mut swap = World::sara();
    swap.says(Intent::Book);
    let (first, second) = (swap.choices()[0].clone(), swap.choices()[1].clone());
    swap.tapped(&first).tapped(&second);
    places.push(("confirming swap", swap));
    let mut vague = World::sara();
    vague.said("nån gång", Reading { needs_clarification: true, ..reading(Intent::Book) });
    places.push(("asking when", vague));
    let mut list = World::sara();
    list.said("står jag på väntelistan?", reading(Intent::Question));
    places.push(("asking to wait", list));
    let mut nobody = World::newcomer();
    nobody.said("sätt upp mig på väntelistan", reading(Intent::EarlierTime));
    places.push(("asking a name for the list", nobody));
    let mut children = World::sara();
    children.said("båda barnen behöver en tid", reading(Intent::Book));
    places.push(("asking who comes", children.clone()));
    children.said("Liam Ek och Alva Ek", reading(Intent::Unknown));
    places.push(("offering plans", children));
    places
}

#[test]
fn the_ways_lead_where_they_say() {
    for (name, world) in places() {
        let there = match world.memory.flow {
            Flow::Idle => "idle",
            Flow::Offering { .. } => "offering",
            Flow::AskingName { .. } => "asking name",
            Flow::AskingWhom { .. } => "asking whom",
            Flow::AskingWhich { .. } => "asking which",
            Flow::ConfirmingCancel { .. } => "confirming cancel",
            Flow::MoveOrCancel { .. } => "move or cancel",
            Flow::ConfirmingSwap { .. } => "confirming swap",
            Flow::AskingWhen { .. } => "asking when",
            Flow::AskingToBook => "asking to book",
            Flow::AskingToWait { .. } => "asking to wait",
            Flow::AskingWaitName { .. } => "asking a name for the list",
            Flow::AskingPlanNames { .. } => "asking who comes",
            Flow::OfferingPlans => "offering plans",
            Flow::Awaiting(_) => "awaiting",
        };
        assert!(name.starts_with(there), "{name} is {there}");
    }
}

#[test]
fn every_place_answers_everything_or_leaves_it_to_a_person() {
    let tomorrow = |it| at(it, "2026-03-10T23:00:00Z", "2026-03-11T23:00:00Z");
    for (name, before) in places() {
        for intent in INTENTS {
            for text in TEXTS {
                for read in [reading(intent), tomorrow(reading(intent))] {
                    let mut world = before.clone();
                    world.said(text, read);
                    assert_ne!(world.words(), "", "{name} is silent to {intent:?} {text:?}");
                }
            }
        }
        for event in [
            Event::SentMedia(MediaKind::Image),
            Event::SentLocation,
            Event::SentContact,
            Event::SentUnreadable,
        ] {
            let mut world = before.clone();
            assert_ne!(world.hear(event).words(), "", "{name} is silent to what is no text");
        }
    }
}

/// After any answer that leaves the matter with the desk there is a next step: a question, a choice, or an offer
/// to write. A digression must not swallow the question that was open.
#[test]
fn a_digression_leaves_the_open_question_open() {
    for (name, before) in places().into_iter().filter(|it| it.0 != "idle") {
        let mut world = before.clone();
        let parking = Reading { topic: Some(Topic::Parking), ..reading(Intent::Question) };
        world.said("var parkerar jag?", parking);
        assert_ne!(world.words(), "Bakom huset.", "{name} forgets what it asked");
        let kind = |it: &Flow| std::mem::discriminant(it);
        assert_eq!(kind(&world.memory.flow), kind(&before.memory.flow), "{name}");
    }
}

/// Whatever is asked twice in a row is not answered twice in the same words; an emergency is.
#[test]
fn nothing_is_said_twice_in_the_same_words() {
    let tomorrow = |it| at(it, "2026-03-10T23:00:00Z", "2026-03-11T23:00:00Z");
    let mut same = Vec::new();
    for (name, before) in places() {
        for intent in INTENTS.into_iter().filter(|it| *it != Intent::Emergency) {
            for topic in [None, Some(Topic::OpeningHours), Some(Topic::Price)] {
                for read in [reading(intent), tomorrow(reading(intent))] {
                    let read = Reading { topic, ..read };
                    let mut world = before.clone();
                    let first = world.said("…", read.clone()).words();
                    let second = world.said("…", read).words();
                    if first == second && !first.is_empty() {
                        same.push(format!("{name}, {intent:?}: {first}"));
                    }
                }
            }
        }
    }
    same.dedup();
    assert_eq!(same, Vec::<String>::new());
}

/// "Börja om", "ångra" and "avbryt" work everywhere: they end or take back what is open, and nothing is lost by it.
#[test]
fn commands_work_everywhere() {
    for (name, before) in places() {
        for text in ["börja om", "start over", "ångra", "undo", "avbryt", "stop that"] {
            for intent in [Intent::Unknown, Intent::Cancel, Intent::OptOut] {
                let mut world = before.clone();
                world.said(text, reading(intent));
                assert!(!world.words().is_empty(), "{name}: {text}");
                let open = matches!(world.memory.flow, Flow::Idle | Flow::Offering { .. })
                    || matches!(world.memory.flow, Flow::ConfirmingCancel { .. }) && text.contains('n');
                assert!(open, "{name} after {text}: {:?}", world.memory.flow);
                assert_eq!(world.appointments.len(), before.appointments.len(), "{name} after {text}");
                assert_eq!(world.reminders, None, "{name} after {text}");
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Act {
    Say(usize, usize, Option<(i64, i64)>, Option<usize>, bool),
    Tap(usize),
    TapStrange(String),
    Picture,
    Unreadable,
    Wait(i64),
    Rival,
    Remind,
    Freed(i64),
    Away,
    TakeOver,
    GiveBack,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let say = (
        0..INTENTS.len(),
        0..TEXTS.len(),
        proptest::option::weighted(0.4, (-48_i64..400, 1_i64..80)),
        proptest::option::weighted(0.3, 0_usize..6),
        any::<bool>(),
    )
        .prop_map(|(intent, text, when, choice, other)| Act::Say(intent, text, when, choice, other));
    let act = prop_oneof![
        6 => say,
        5 => (0_usize..12).prop_map(Act::Tap),
        1 => "[a-z]{0,6}(:[0-9a-z]{0,4}){0,3}".prop_map(Act::TapStrange),
        1 => Just(Act::Picture),
        1 => Just(Act::Unreadable),
        1 => (0_i64..100).prop_map(Act::Wait),
        1 => Just(Act::Rival),
        1 => Just(Act::Remind),
        1 => (3_i64..200).prop_map(Act::Freed),
        1 => Just(Act::Away),
        1 => Just(Act::TakeOver),
        3 => Just(Act::GiveBack),
    ];
    proptest::collection::vec(act, 1..40)
}

fn perform(world: &mut World, act: Act) {
    match act {
        Act::Say(intent, text, when, choice, other) => {
            let mut read = Reading { choice, ..reading(INTENTS[intent]) };
            if let Some((from, hours)) = when {
                let from = world.now + jiff::SignedDuration::from_hours(from);
                let to = from + jiff::SignedDuration::from_hours(hours);
                read = at(read, &from.to_string(), &to.to_string());
            }
            if other {
                read.service = Some("Tandhygienist".to_owned());
                read.for_other = Some("Elsa".to_owned());
            }
            world.said(TEXTS[text], read);
        }
        Act::Tap(back) => {
            if let Some(id) = world.taps.len().checked_sub(back + 1).map(|it| world.taps[it].clone()) {
                world.tapped(&id);
            }
        }
        Act::TapStrange(id) => {
            world.tapped(&id);
        }
        Act::Picture => {
            world.hear(Event::SentMedia(MediaKind::Image));
        }
        Act::Unreadable => {
            world.hear(Event::SentUnreadable);
        }
        Act::Wait(hours) => {
            world.later(hours);
        }
        Act::Rival => {
            let first = world.memory.offers.last().and_then(|it| it.slots.first()).map(|it| it.from);
            let own = |at| world.appointments.iter().any(|it| it.slot.from == at);
            if let Some(at) = first.filter(|it| !own(*it)) {
                world.taken.insert(at);
            }
        }
        Act::Remind => world.reminded = world.appointments.first().map(|it| it.id.clone()),
        Act::Freed(hours) => {
            let at = world.now + jiff::SignedDuration::from_hours(hours);
            if !world.patients.is_empty() {
                world.ask_about(&at.to_string());
            }
        }
        Act::Away => world.touched = world.appointments.iter().map(|it| it.id.clone()).collect(),
        Act::TakeOver => world.staff = true,
        Act::GiveBack => {
            (world.staff, world.waiting) = (false, false);
            world.memory.flow = Flow::Idle;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The world itself looks after each turn: no panic, nothing booked twice from one offer, no two visits at one
    /// time, never left waiting, one greeting, whole sentences, a memory that is kept whole.
    #[test]
    fn chance_breaks_nothing(acts in acts(), who in 0_usize..4) {
        let mut world = match who {
            0 => World::newcomer(),
            1 => World::sara(),
            2 => World::sara_twice(),
            _ => World::family(),
        };
        for act in acts {
            let speaks = matches!(act, Act::Say(..) | Act::Picture | Act::Unreadable | Act::TapStrange(_));
            let ours = !world.waiting && !world.staff;
            perform(&mut world, act.clone());
            let silent = world.words().is_empty();
            prop_assert!(!(speaks && ours && silent), "silent to {act:?}");
        }
    }
}

#[test]
#[should_panic(expected = "booked from twice")]
fn the_world_notices_a_second_booking_from_one_offer() {
    let mut world = World::sara();
    world.note_booking(3);
    world.note_booking(3);
}

#[test]
fn every_sentence_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for folder in [
        "src",
        "src/flows",
        "../desk/src",
        "../desk/src/office",
        "../desk/src/waitlist",
        "../desk/src/absence",
        "../web/src",
    ] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "rs") {
                code.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let words: std::collections::BTreeSet<&str> = code
        .split("Key::")
        .skip(1)
        .filter_map(|it| it.split(|it: char| !it.is_alphanumeric()).next())
        .collect();
    let unsaid: Vec<String> =
        Key::ALL.iter().map(|it| format!("{it:?}")).filter(|it| !words.contains(it.as_str())).collect();
    assert_eq!(unsaid, Vec::<String>::new());
}
