//! "Börja om", "ångra", "avbryt": three commands that work everywhere, before anything under way is asked.
//!
//! Absent: the legal stop word (that is a request, and comes first by itself) and small refusals such as "glöm det",
//! which answer the question that is open.

use super::{Turn, cancelling, goals, offering, settling, unclear};
use crate::effect::Request;
use crate::memory::{Deed, Flow, Goal, Settled, Which};
use crate::nuance;
use jiff::SignedDuration;
use svara_language::phrases::{Key, Phrase};

/// What was done this long ago can be undone by a word; later it is a change like any other.
const UNDO_MINUTES: i64 = 60;

/// Words around a command that change nothing about it.
const FILLERS: [&str; 39] = [
    "snälla",
    "please",
    "tack",
    "thanks",
    "jag",
    "vill",
    "kan",
    "vi",
    "du",
    "i",
    "want",
    "to",
    "let's",
    "lets",
    "can",
    "could",
    "you",
    "we",
    "nu",
    "now",
    "ok",
    "okej",
    "okay",
    "nej",
    "no",
    "nä",
    "hej",
    "just",
    "allt",
    "allting",
    "everything",
    "all",
    "få",
    "bara",
    "skulle",
    "vilja",
    "would",
    "like",
    "förlåt",
];

const START_OVER: [&str; 14] = [
    "börja om",
    "börja om från början",
    "börjar om",
    "börjar om från början",
    "starta om",
    "ta det från början",
    "från början",
    "omstart",
    "start over",
    "start again",
    "begin again",
    "start from scratch",
    "restart",
    "reset",
];

const UNDO: [&str; 16] = [
    "ångra",
    "ångra det",
    "ångra detta",
    "ångra senaste",
    "ångra det senaste",
    "ta tillbaka det",
    "gå tillbaka",
    "backa",
    "tillbaka",
    "undo",
    "undo that",
    "undo it",
    "undo this",
    "take that back",
    "go back",
    "back",
];

const ABORT: [&str; 15] = [
    "avbryt",
    "avbryta",
    "avbryt det",
    "avbryt detta",
    "avbryt det här",
    "avbryter",
    "avsluta det här",
    "stop that",
    "stop this",
    "stop it",
    "abort",
    "quit",
    "exit",
    "cancel this",
    "cancel everything",
];

/// Regrets that undo what was just done, when nothing is under way that they could answer.
const REGRETS: [&str; 6] =
    ["ångrar mig", "ångrade mig", "ångrat mig", "har ångrat mig", "changed my mind", "i've changed my mind"];

enum Command {
    StartOver,
    Undo,
    Abort,
}

/// Carries a command out; false when the message is none.
pub(crate) fn heard(turn: &mut Turn, text: &str) -> bool {
    let Some(command) = command(text, &turn.memory.flow) else { return false };
    match command {
        Command::StartOver => {
            turn.let_go();
            turn.memory.about = None;
            turn.ask(Phrase::new(Key::StartAfresh), unclear::main_menu());
        }
        Command::Undo => undo(turn),
        Command::Abort => abort(turn),
    }
    true
}

fn command(text: &str, flow: &Flow) -> Option<Command> {
    let words = nuance::words(text);
    let said = |list: &[&str]| {
        let whole = words.join(" ");
        let rest: Vec<&str> = words.iter().map(String::as_str).filter(|it| !FILLERS.contains(it)).collect();
        list.contains(&whole.as_str()) || list.contains(&rest.join(" ").as_str())
    };
    if said(&START_OVER) {
        Some(Command::StartOver)
    } else if said(&UNDO) || *flow == Flow::Idle && said(&REGRETS) {
        Some(Command::Undo)
    } else if said(&ABORT) {
        Some(Command::Abort)
    } else {
        None
    }
}

/// What is under way is dropped; what is booked stays booked.
fn abort(turn: &mut Turn) {
    match turn.memory.flow.clone() {
        Flow::Idle | Flow::Awaiting(_) => {
            turn.ask(Phrase::new(Key::NothingUnderWay), unclear::main_menu());
        }
        Flow::Offering { offer } => offering::withdraw(turn, offer),
        Flow::AskingName { .. } => offering::abandon(turn),
        Flow::ConfirmingCancel { appointment }
        | Flow::MoveOrCancel { appointment }
        | Flow::ConfirmingSwap { appointment, .. } => settling::keep(turn, &appointment),
        _ => {
            turn.let_go();
            turn.say(Phrase::new(Key::Okay));
        }
    }
}

/// One step back: a chosen time goes back on the table, an open question is dropped, and with nothing open what was
/// done last is undone.
fn undo(turn: &mut Turn) {
    match turn.memory.flow.clone() {
        Flow::AskingName { offer, .. } => {
            turn.let_go();
            turn.memory.flow = Flow::Offering { offer };
            offering::show_again(turn, offer, Key::BackToOffer);
        }
        Flow::Idle | Flow::AskingToBook | Flow::Awaiting(_) => undo_deed(turn),
        _ => abort(turn),
    }
}

fn undo_deed(turn: &mut Turn) {
    let limit = SignedDuration::from_mins(UNDO_MINUTES);
    let fresh = turn.memory.settled.clone().filter(|it| turn.view.now.duration_since(it.at) < limit);
    let Some(Settled { appointment, deed, .. }) = fresh else {
        if turn.memory.flow == Flow::Idle {
            turn.ask(Phrase::new(Key::NothingToUndo), unclear::main_menu());
        } else {
            abort(turn);
        }
        return;
    };
    match (deed, turn.view.appointment(&appointment).cloned()) {
        (Deed::Booked, Some(standing)) => cancelling::cancel(turn, &standing, None),
        (Deed::Moved { from }, Some(_)) => {
            turn.say(Phrase::new(Key::UndoMoved));
            let windows = vec![(from.from, from.to)];
            goals::pursue(turn, Goal::Move { which: Which::exactly(appointment), windows, earliest: false });
        }
        (Deed::Cancelled { slot, patient }, None) => {
            turn.say(Phrase::new(Key::UndoCancelled));
            turn.memory.about = Some(patient);
            let request = Request {
                practitioner: Some(slot.practitioner),
                windows: vec![(slot.from, slot.to)],
                ..Request::any(slot.service)
            };
            goals::pursue(turn, Goal::Book(request));
        }
        _ => turn.ask(Phrase::new(Key::NothingToUndo), unclear::main_menu()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_whole_messages() {
        let is = |text: &str| command(text, &Flow::Idle).is_some();
        for text in
            ["Börja om", "kan vi börja om?", "avbryt!", "Ångra", "start over please", "stop that", "undo"]
        {
            assert!(is(text), "{text}");
        }
        for text in [
            "jag vill inte avbryta behandlingen",
            "stopp",
            "stop",
            "kan jag få tillbaka pengarna?",
            "börja om med tandställning på torsdag",
            "jag vill avboka",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}
