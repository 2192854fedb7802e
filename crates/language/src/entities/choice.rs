//! Which of the offered times was chosen: by number, order, day, clock or practitioner, if exactly one fits.
//!
//! Absent: yes and no.

use super::named;
use crate::reading::{Grain, Role, TimeExpression};
use crate::rules::{Meaning, Place};
use crate::scene::Scene;
use jiff::Zoned;

/// What the words pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// This one.
    One(usize),
    /// More than one fits.
    Several,
    /// None fits, or the words do not choose.
    None,
}

/// Picks: every hint narrows the offered times, and exactly one must be left.
pub fn pick(scene: &Scene<'_>) -> Pick {
    let all: Vec<usize> = (0..scene.context.offered.len()).collect();
    let mut left = all.clone();
    let mut hinted = false;
    let by_time = by_time(scene);
    for hint in
        [by_practitioner(scene), by_time.clone(), by_place(scene, by_time.is_some())].into_iter().flatten()
    {
        hinted = true;
        left.retain(|index| hint.contains(index));
    }
    if !hinted {
        let Some(hint) = by_bare_number(scene) else { return Pick::None };
        left.retain(|index| hint.contains(index));
    }
    match left.as_slice() {
        [] => Pick::None,
        [one] => Pick::One(*one),
        _ => Pick::Several,
    }
}

fn by_practitioner(scene: &Scene<'_>) -> Option<Vec<usize>> {
    let offered = &scene.context.offered;
    let names: Vec<String> = offered.iter().map(|slot| slot.practitioner.clone()).collect();
    let name = named::best_person(scene, &names)?;
    Some((0..offered.len()).filter(|index| offered[*index].practitioner == name).collect())
}

/// Ordinals. Beside a time they must point to something else than the time's own words ("den första december").
fn by_place(scene: &Scene<'_>, timed: bool) -> Option<Vec<usize>> {
    let count = scene.context.offered.len();
    let hits = scene.findings.hits.iter().filter(|hit| !hit.negated);
    let places = hits.filter_map(|hit| match hit.meaning {
        Meaning::Place(place) if !timed || !inside_time(scene, hit.start, hit.end) => Some(place),
        _ => None,
    });
    let mut picked: Vec<usize> = places.filter_map(|place| index_of(scene, place, count)).collect();
    picked.sort_unstable();
    picked.dedup();
    (!picked.is_empty()).then_some(picked)
}

fn inside_time(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let range = scene.chars(start, end);
    scene.spoken.expressions.iter().any(|time| time.start < range.end && range.start < time.end)
}

fn index_of(scene: &Scene<'_>, place: Place, count: usize) -> Option<usize> {
    let by_start = |index: &usize| scene.context.offered[*index].from;
    match place {
        Place::Number(number) => (number < count).then_some(number),
        Place::Last => count.checked_sub(1),
        Place::Middle => (count % 2 == 1).then_some(count / 2),
        Place::Earliest => (0..count).min_by_key(by_start),
        Place::Latest => (0..count).max_by_key(by_start),
    }
}

/// The offered times inside what was said; a bare weekday or clock time means the offered one, not the nearest.
fn by_time(scene: &Scene<'_>) -> Option<Vec<usize>> {
    let wanted: Vec<&TimeExpression> = scene
        .spoken
        .expressions
        .iter()
        .filter(|time| matches!(time.role, Role::Wanted | Role::Existing))
        .collect();
    let when = scene.spoken.when.as_ref();
    if wanted.is_empty() && when.is_none() {
        return None;
    }
    let offered = &scene.context.offered;
    let inside = |index: &usize| {
        let from = offered[*index].from;
        when.is_some_and(|when| when.windows.iter().any(|window| window.from <= from && from < window.to))
    };
    let strictly: Vec<usize> = (0..offered.len()).filter(inside).collect();
    if wanted.is_empty() && strictly.len() == offered.len() {
        return None;
    }
    if !strictly.is_empty() {
        return Some(strictly);
    }
    let zone = scene.context.now.time_zone();
    let alike = |index: &usize| {
        let from = offered[*index].from.to_zoned(zone.clone());
        !wanted.is_empty() && wanted.iter().all(|time| looks_like(time, &from))
    };
    Some((0..offered.len()).filter(alike).collect())
}

/// Same weekday for a day, same clock for a clock time.
fn looks_like(time: &TimeExpression, offered: &Zoned) -> bool {
    let said = time.span.from.to_zoned(offered.time_zone().clone());
    match time.grain {
        Grain::Day => {
            said.weekday() == offered.weekday() && !time.text.contains(|ch: char| ch.is_ascii_digit())
        }
        Grain::Minute | Grain::Hour => said.time() == offered.time(),
        Grain::PartOfDay => {
            let end = time.span.to.to_zoned(offered.time_zone().clone());
            said.time() <= offered.time() && (offered.time() < end.time() || end.time() < said.time())
        }
        Grain::Week | Grain::Month | Grain::Year => false,
    }
}

/// "10" is an hour or a day of the month when there are not ten times on the table.
fn by_bare_number(scene: &Scene<'_>) -> Option<Vec<usize>> {
    let offered = &scene.context.offered;
    let zone = scene.context.now.time_zone();
    let number = scene.words.list.iter().find_map(|word| clock_of(&word.folded))?;
    let (hour, minute) = number;
    let fits = |index: &usize| {
        let from = offered[*index].from.to_zoned(zone.clone());
        let hours = [hour, hour + 12];
        let clock = hours.contains(&from.hour()) && minute.is_none_or(|minute| minute == from.minute());
        clock || (minute.is_none() && from.day() == hour)
    };
    let picked: Vec<usize> = (0..offered.len()).filter(fits).collect();
    (!picked.is_empty()).then_some(picked)
}

/// "10", "10.15", "1015".
fn clock_of(word: &str) -> Option<(i8, Option<i8>)> {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty()
        || digits.len() > 4
        || word.chars().any(|ch| !ch.is_ascii_digit() && !".:h".contains(ch))
    {
        return None;
    }
    if digits.len() <= 2 {
        return digits.parse().ok().map(|hour| (hour, None));
    }
    let (hour, minute) = digits.split_at(digits.len() - 2);
    Some((hour.parse().ok()?, Some(minute.parse().ok()?)))
}
