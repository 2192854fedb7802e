//! Random clinics, answered by the fast search and minute by minute: both must agree to the last slot.
//!
//! Absent: examples one could read; those are in `rules.rs`.

use crate::clinics::clinic;
use crate::minutes::{Oracle, Plain};
use svara_schedule::{Found, Search, explain, find};

/// Clinics tried in one run, in four tests so that two cores share them; `SVARA_CLINICS=10000` asks for more.
const CLINICS: u64 = 2_000;
/// Tests that share them.
const SHARES: u64 = 4;

fn clinics() -> u64 {
    let asked = std::env::var("SVARA_CLINICS").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(CLINICS)
}

/// Every fourth clinic, from this one on.
fn share(number: u64) -> impl Iterator<Item = u64> {
    (number..clinics()).step_by(usize::try_from(SHARES).expect("a small number"))
}

fn plain(found: &Found) -> Vec<Plain> {
    let one = |slot: &svara_schedule::Slot| {
        let rooms = slot.rooms.iter().map(ToString::to_string).collect();
        (slot.from, slot.practitioner.to_string(), rooms)
    };
    found.slots.iter().map(one).collect()
}

fn both_agree(seeds: impl Iterator<Item = u64>) {
    let (mut slots, mut yes) = (0, 0);
    for seed in seeds {
        let search = clinic(seed);
        let found = find(&search).unwrap_or_else(|problem| panic!("seed {seed}: {problem}"));
        let oracle = Oracle::new(&search);
        assert_eq!(plain(&found), oracle.slots(), "seed {seed}: {search:#?}");
        let checked: Vec<bool> = search.check.iter().map(|at| oracle.may_start(*at)).collect();
        assert_eq!(found.checked, checked, "seed {seed}: checks of {search:#?}");
        assert_eq!(found.nothing_because.is_some(), found.slots.is_empty(), "seed {seed}");
        slots += found.slots.len();
        yes += checked.into_iter().filter(|free| *free).count();
    }
    assert!(slots > 1_000 && yes > 50, "the clinics are worth trying: {slots} slots, {yes} checks");
}

#[test]
fn the_fast_search_and_the_minute_by_minute_one_agree() {
    both_agree(share(0));
}

#[test]
fn they_agree_on_a_second_share_of_the_clinics() {
    both_agree(share(1));
}

#[test]
fn they_agree_on_a_third_share_of_the_clinics() {
    both_agree(share(2));
}

#[test]
fn they_agree_on_a_fourth_share_of_the_clinics() {
    both_agree(share(3));
}

#[test]
fn every_offered_time_can_be_booked_and_every_refusal_has_a_reason() {
    for seed in (0..clinics()).step_by(10) {
        let mut search: Search = clinic(seed);
        let offered = find(&search).unwrap().slots;
        search.check.extend(offered.iter().step_by(7).map(|slot| slot.from));
        let checked = find(&search).unwrap().checked;
        for (at, free) in search.check.iter().zip(checked) {
            let explained = explain(&search, *at).unwrap();
            assert_eq!(explained.slot.is_some(), free, "seed {seed}, {at}: {explained:#?}");
            let with_anybody = explained.refusals.iter().any(|r| r.practitioner.is_none());
            let refused = |id| explained.refusals.iter().any(|r| r.practitioner.as_ref() == Some(id));
            let everybody = search.practitioners.iter().all(|p| refused(&p.id));
            assert_eq!(with_anybody || everybody, !free, "seed {seed}, {at}: {explained:#?}");
        }
        for slot in offered.iter().step_by(7) {
            assert!(explain(&search, slot.from).unwrap().on_grid, "seed {seed}: {slot:?}");
        }
    }
}
