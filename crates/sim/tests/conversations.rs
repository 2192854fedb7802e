//! The written conversations of this repository, each played against a real desk.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Transition, coverage};
use svara_sim::talk::{Script, play, play_through, recorded_again};

/// Of all that can be heard in all places.
const MISSING_PERCENT_MAX: usize = 5;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations")
}

fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scripts(&path, found);
        } else if path.extension().is_some_and(|it| it == "talk") {
            found.push(path);
        }
    }
}

/// The clinic that a conversation takes place at lies beside it or above it.
fn clinic_of(script: &Path) -> ClinicFile {
    let file = script.ancestors().skip(1).map(|it| it.join("clinic.toml")).find(|it| it.exists()).unwrap();
    ClinicFile::parse(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[tokio::test]
async fn every_written_conversation_goes_as_written() {
    let mut found = Vec::new();
    scripts(&folder(), &mut found);
    found.sort();
    assert!(!found.is_empty());
    let mut departures = Vec::new();
    let mut taken = BTreeSet::new();
    for path in &found {
        let name = path.strip_prefix(folder()).unwrap().display().to_string();
        let script = Script::parse(&std::fs::read_to_string(path).unwrap())
            .unwrap_or_else(|it| panic!("{name}: {it}"));
        let (departure, transitions) =
            play_through(&script, &clinic_of(path)).await.unwrap_or_else(|it| panic!("{name}: {it}"));
        taken.extend(transitions);
        if let Some(it) = departure {
            departures.push(format!("{name}:{}\n- {}\n+ {}", it.line, it.expected, it.found));
        }
    }
    assert!(
        departures.is_empty(),
        "{} of {} depart:\n{}",
        departures.len(),
        found.len(),
        departures.join("\n\n")
    );
    let all: BTreeSet<Transition> = coverage::transitions().into_iter().collect();
    let missing: Vec<&Transition> = all.difference(&taken).collect();
    assert!(missing.len() * 100 <= all.len() * MISSING_PERCENT_MAX, "nobody goes there: {missing:?}");
}

#[tokio::test]
async fn a_departure_is_noticed() {
    let clinic = ClinicFile::parse(&std::fs::read_to_string(folder().join("clinic.toml")).unwrap()).unwrap();
    for (script, line) in [
        ("> Hej\n< Något som aldrig sägs", 2),
        ("> Hej\nsilence", 2),
        ("> Hej\nappointments: 3", 2),
        ("> Hej\nhandover: emergency", 2),
        ("> Hej\n> [ingen sådan knapp]\n< Hej", 2),
        ("> Hej\n! Hej Sara", 2),
        ("> Hej\nstate: staff", 2),
    ] {
        let departure = play(&Script::parse(script).unwrap(), &clinic).await.unwrap();
        assert_eq!(departure.map(|it| it.line), Some(line), "{script}");
    }
}

#[tokio::test]
async fn a_conversation_is_recorded_with_invented_people_and_plays_again() {
    let clinic = ClinicFile::parse(&std::fs::read_to_string(folder().join("clinic.toml")).unwrap()).unwrap();
    let text = "phone: +46700000090\nknown: Gunilla Persson\nvisit: lindqvist undersokning 2026-03-18 10:00\n\
                > Hej, Gunilla Persson här, jag vill flytta min tid till fredag\n> [1]\nclock: +1h\n\
                > tack! ring 0701234567 om något\n< Tack";
    let recorded = recorded_again(&Script::parse(text).unwrap(), &clinic).await.unwrap().unwrap();
    assert!(!recorded.contains("Gunilla") && !recorded.contains("0701234567"), "{recorded}");
    assert!(
        recorded.contains("known: Sara Ek\nvisit: lindqvist undersokning 2026-03-18 10:00"),
        "{recorded}"
    );
    let departure = play(&Script::parse(&recorded).unwrap(), &clinic).await.unwrap();
    assert!(departure.is_none(), "{departure:?} in\n{recorded}");
}
