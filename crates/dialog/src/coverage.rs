//! Every transition that a conversation can take: each place against everything that can be heard there. Written
//! conversations are measured against this list.
//!
//! Left out, with the reason: a choice among times where none are on the table (the reader never gives it), and taps
//! below an offer before anything was offered. Answers of the world belong to the place that awaits them.

use crate::record::Transition;
use svara_language::Intent;

/// Where a conversation stands between two turns.
pub const PLACES: [&str; 10] = [
    "idle",
    "offering",
    "asking name",
    "asking whom",
    "asking which",
    "confirming cancel",
    "move or cancel",
    "confirming swap",
    "asking when",
    "asking to book",
];

/// What can be asked for in words. A choice is heard where something is on the table.
const INTENTS: [Intent; 31] = [
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
    Intent::Language,
    Intent::Unknown,
];

/// Where times or visits are on the table.
const WITH_CHOICE: [&str; 3] = ["offering", "asking name", "asking which"];

/// Taps that can come at any time, below a message however old.
const TAPS: [&str; 9] =
    ["a time", "other times", "book", "mine", "human", "move", "cancel", "cancel surely", "keep"];

/// Everything else that a phone sends.
const SENT: [&str; 4] =
    ["sends a picture or a recording", "sends a place", "sends a contact card", "sends something unreadable"];

/// Taps that belong to one place, and the world's answers where they are awaited.
const OWN: [(&str, &str); 15] = [
    ("offering", "silence"),
    ("offering", "long silence"),
    ("asking name", "silence"),
    ("idle", "taps confirm"),
    ("idle", "taps which"),
    ("asking which", "taps which"),
    ("confirming swap", "taps swap"),
    ("awaiting times", "times"),
    ("awaiting times", "no times"),
    ("awaiting a booking", "booked"),
    ("awaiting a booking", "moved"),
    ("awaiting a booking", "the time is gone"),
    ("awaiting an enrolment", "enrolled"),
    ("awaiting a cancellation", "cancelled"),
    ("idle", "taps something strange"),
];

/// All of them.
pub fn transitions() -> Vec<Transition> {
    let mut all: Vec<Transition> = Vec::new();
    for place in PLACES {
        let says = INTENTS.iter().map(|it| format!("says {}", crate::record::name_of(it)));
        let choice = WITH_CHOICE.contains(&place).then(|| "says choose".to_owned());
        let taps = TAPS.iter().map(|it| format!("taps {it}"));
        let sent = SENT.iter().map(|it| (*it).to_owned());
        all.extend(says.chain(choice).chain(taps).chain(sent).map(|it| (place, it)));
    }
    all.extend(OWN.iter().map(|(place, what)| (*place, (*what).to_owned())));
    all
}
