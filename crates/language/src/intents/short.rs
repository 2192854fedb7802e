//! Short answers: read by what the desk asked last before they are read by their words.
//!
//! Absent: requests that stand on their own feet.

use super::Decision;
use super::evidence::Evidence;
use crate::context::Expecting;
use crate::entities::choice::{self, Pick};
use crate::reading::Intent;
use crate::rules::Guard;
use crate::scene::Scene;

/// The reading of an answer to what was asked, if it is one.
pub fn answer(scene: &Scene<'_>, evidence: &Evidence) -> Option<Decision> {
    match scene.context.expecting? {
        Expecting::SlotChoice => slot(scene, evidence),
        Expecting::YesNo => yes_or_no(scene, evidence),
        Expecting::Date => date(scene, evidence),
        Expecting::Name | Expecting::Service | Expecting::FreeText => None,
    }
}

/// Requests that are no answer to an offer of times or a yes-or-no question.
const OWN_REQUESTS: [Intent; 12] = [
    Intent::OptOut,
    Intent::DataErasure,
    Intent::DataAccess,
    Intent::Human,
    Intent::Cancel,
    Intent::Complaint,
    Intent::Prescription,
    Intent::TestResults,
    Intent::Language,
    Intent::RunningLate,
    Intent::EarlierTime,
    Intent::Payment,
];

fn own_request(evidence: &Evidence) -> bool {
    OWN_REQUESTS.iter().any(|intent| evidence.strong(*intent))
}

fn slot(scene: &Scene<'_>, evidence: &Evidence) -> Option<Decision> {
    if own_request(evidence) {
        return None;
    }
    let findings = &scene.findings;
    if findings.has(Guard::NoneFit) {
        return Some(Decision::only(Intent::No, 0.93, "none of the offered times"));
    }
    match choice::pick(scene) {
        Pick::One(index) => {
            let mut decision =
                Decision::only(Intent::Choose, 0.93, "exactly one offered time fits the words");
            decision.choice = Some(index);
            return Some(decision);
        }
        Pick::Several => {
            let mut decision =
                Decision::only(Intent::Choose, 0.6, "more than one offered time fits the words");
            decision.unclear = true;
            return Some(decision);
        }
        Pick::None => {}
    }
    if evidence.strong(Intent::No) && !evidence.strong(Intent::Yes) {
        return Some(Decision::only(Intent::No, 0.93, "a no to the offered times"));
    }
    if findings.has(Guard::MoreTimes) || scene.spoken.when.is_some() {
        return Some(Decision::only(Intent::No, 0.8, "other times are asked for"));
    }
    if evidence.strong(Intent::Yes) && !evidence.strong(Intent::Question) {
        let mut decision = Decision::only(Intent::Yes, 0.85, "a yes to the offered times");
        match scene.context.offered.len() {
            1 => decision.choice = Some(0),
            _ => decision.unclear = true,
        }
        return Some(decision);
    }
    None
}

fn yes_or_no(scene: &Scene<'_>, evidence: &Evidence) -> Option<Decision> {
    let reminded = !scene.context.appointments.is_empty();
    if own_request(evidence) {
        return None;
    }
    if evidence.strong(Intent::ConfirmAttendance) && reminded {
        return Some(Decision::only(Intent::ConfirmAttendance, 0.92, "confirms after a reminder"));
    }
    let moves = evidence.strong(Intent::Reschedule) || evidence.strong(Intent::CannotAttend);
    if moves && scene.words.len() > 2 {
        return None;
    }
    match (evidence.strong(Intent::Yes), evidence.strong(Intent::No)) {
        (true, false) if reminded => {
            Some(Decision::only(Intent::ConfirmAttendance, 0.85, "a yes after a reminder"))
        }
        (true, false) => Some(Decision::only(Intent::Yes, 0.95, "a yes to what was asked")),
        (_, true) => Some(Decision::only(Intent::No, 0.93, "a no to what was asked")),
        (false, false) => None,
    }
}

fn date(scene: &Scene<'_>, evidence: &Evidence) -> Option<Decision> {
    let named = scene.spoken.when.is_some();
    let other =
        own_request(evidence) || evidence.voices.iter().any(|voice| voice.strong && voice.weight > 1.3);
    (named && !other).then(|| Decision::only(Intent::Choose, 0.8, "a time, as was asked for"))
}
