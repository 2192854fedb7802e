//! Listens to what the desk logs while it is simulated: no line may hold a patient (I27).
//!
//! Absent: showing the lines.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What no log line may contain: the beginning of every simulated number, and the people's family names.
const CANARIES: [&str; 9] = [
    "4670000",
    "Ekberg",
    "Granqvist",
    "Holmlund",
    "Jansdotter",
    "Newcomer",
    "Påhitt",
    "undersökning",
    "hjälper dig",
];

/// What was heard.
#[derive(Clone, Default)]
pub(super) struct Canary(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    lines: u64,
    leaks: Vec<String>,
}

impl Canary {
    /// How many lines there were, and those that said too much.
    pub(super) fn heard(&self) -> (u64, Vec<String>) {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (heard.lines, heard.leaks.clone())
    }
}

impl Subscriber for Canary {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && metadata.target().starts_with("svara")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.lines += 1;
        if CANARIES.iter().any(|it| line.0.contains(it)) {
            heard.leaks.push(line.0);
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing into a text cannot fail.
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
