//! What is read without a desk: notifications, a clinic's file, batch lines.

use crate::round::{round, seeds};
use serde_json::Value;
use svara_desk::clinic_file::ClinicFile;

const NOTIFICATIONS: &str = include_str!("../../../channel/tests/fixtures/notifications.jsonl");
const CLINIC: &str = include_str!("../../../sim/demo/clinic.toml");

#[test]
fn notifications() {
    let sum = round("notifications", &seeds(NOTIFICATIONS), |it| {
        let bytes = it.bytes();
        match svara_channel::whatsapp::read(&bytes) {
            // Whatever is JSON gives at least one notice, so that nothing is lost.
            Ok(notices) if notices.is_empty() => Err("it was lost".to_owned()),
            Ok(_) => Ok(true),
            Err(_) if serde_json::from_slice::<Value>(&bytes).is_ok() => Err("JSON was refused".to_owned()),
            Err(_) => Ok(false),
        }
    });
    assert!(sum.accepted > 0);
}

#[test]
fn a_clinics_file() {
    let seed: toml::Table = CLINIC.parse().unwrap();
    let seed = serde_json::to_value(seed).unwrap();
    let sum = round("a clinic's file", &[seed], |it| {
        // What TOML cannot say is left as the bytes of JSON, which are no TOML.
        let text = toml::to_string(&it.tree).unwrap_or_else(|_| it.tree.to_string());
        let text = crate::change::garbled(text.into_bytes(), &it.garble);
        Ok(ClinicFile::parse(&String::from_utf8_lossy(&text)).is_ok())
    });
    assert!(sum.accepted > 0);
}

#[test]
fn lines_of_slots() {
    let all = seeds(include_str!("seeds/slots.jsonl"));
    let sum = round("svara slots", &all, |it| {
        let (answer, good) = svara_schedule::batch::answer_bytes(&it.bytes(), it.seed % 2 == 0);
        answered(&answer, good)
    });
    assert!(sum.accepted > 0);
}

#[test]
fn lines_of_understand() {
    let all = seeds(include_str!("seeds/understand.jsonl"));
    let sum = round("svara understand", &all, |it| {
        let line = String::from_utf8_lossy(&it.bytes()).into_owned();
        let (answer, good) = svara_language::batch::answer_line(&line, it.seed % 2 == 0);
        answered(&answer, good)
    });
    assert!(sum.accepted > 0);
}

/// One line in, one line of JSON out.
fn answered(answer: &str, good: bool) -> Result<bool, String> {
    if answer.contains('\n') {
        return Err(format!("more than a line: {answer}"));
    }
    serde_json::from_str::<Value>(answer).map_err(|error| format!("no JSON: {error}: {answer}"))?;
    Ok(good)
}
