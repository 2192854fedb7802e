//! A few good offers for one patient, each with its reasons.
//!
//! Absent: the search, and who the patient is. The desk hands over free times and what it knows of the patient's
//! habits; the same times and wishes always give the same offers.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Weekday;

use crate::find::Slot;
use crate::id::Id;
use crate::limits::OFFERS_APART_MINUTES;
use crate::moment::{DAY, MINUTE, Micros, floor};
use crate::rank::Part;
use crate::zone::{Clock, Zone, weekday};

/// What is known of a patient, and of the day's other patients. All of it may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Who saw the patient last.
    pub practitioner: Option<Id>,
    /// Weekdays on which the patient usually comes, or asked for.
    pub weekdays: Vec<Weekday>,
    /// Parts of the day in which the patient usually comes, or asked for.
    pub parts: Vec<Part>,
    /// Minutes of the clinic's shortest service: a rest shorter than that is a gap nobody can use.
    pub shortest_service: u32,
    /// Times that others are looking at just now: not blocked, but better left to them.
    pub shown_to_others: Vec<(Timestamp, Id)>,
}

impl Wishes {
    /// Whether anything is known that could make one time better than another for this patient.
    pub fn are_known(&self) -> bool {
        self.practitioner.is_some() || !self.weekdays.is_empty() || !self.parts.is_empty()
    }
}

/// A time to offer and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The time.
    pub slot: Slot,
    /// What speaks for it, the strongest first; empty when it is simply free.
    pub merits: Vec<Merit>,
}

/// What speaks for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Merit {
    /// With the practitioner whom the patient knows.
    SamePractitioner,
    /// In the patient's usual part of the day.
    UsualPart,
    /// On the patient's usual weekday.
    UsualWeekday,
    /// Nothing is free earlier.
    Earliest,
    /// In a gap of the day, at one end of it, leaving no rest that nobody can use.
    FillsGap,
    /// On another day than the offers before it.
    AnotherDay,
    /// In another part of the day than the offers before it.
    AnotherPart,
    /// With somebody else than the offers before it.
    AnotherPractitioner,
}

impl Merit {
    /// The word that the API uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::SamePractitioner => "same-practitioner",
            Self::UsualPart => "usual-part",
            Self::UsualWeekday => "usual-weekday",
            Self::Earliest => "earliest",
            Self::FillsGap => "fills-gap",
            Self::AnotherDay => "another-day",
            Self::AnotherPart => "another-part",
            Self::AnotherPractitioner => "another-practitioner",
        }
    }
}

/// Points off for each day that the patient waits longer than for the first time.
const DAY_OF_WAITING: i64 = -6;
/// Waiting longer than this makes nothing worse.
const MOST_DAYS_OF_WAITING: i64 = 60;
/// Worth almost two weeks of waiting: being known is what patients miss most.
const SAME_PRACTITIONER: i64 = 80;
/// Worth a week: work and school leave some parts of the day only.
const USUAL_PART: i64 = 40;
/// Worth a few days.
const USUAL_WEEKDAY: i64 = 30;
/// A tie-breaker in favour of the clinic's day.
const FILLS_GAP: i64 = 2;
/// Each gap that nobody can use costs the clinic money; it must not cost the patient a day.
const UNUSABLE_GAP: i64 = -1;
/// Others are looking at it.
const SHOWN_TO_OTHERS: i64 = -30;
/// A choice is one only if it differs.
const ANOTHER_PART: i64 = 24;
/// The same, less so.
const ANOTHER_PRACTITIONER: i64 = 10;

/// Minutes free around an appointment beyond which they are half a day and no gap.
const LONGEST_GAP_MINUTES: u32 = 120;

/// A few offers from sorted slots, the best first: on different days while there are any, never two within two
/// hours unless there is nothing else.
pub fn offers(slots: &[Slot], wishes: &Wishes, count: usize, zone: &Zone) -> Vec<Offer> {
    let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return Vec::new() };
    let clock = Clock::over(zone, floor(first.from), floor(last.from));
    let first_day = clock.day_at(floor(first.from));
    let mut left: Vec<Candidate<'_>> =
        slots.iter().map(|slot| Candidate::new(slot, wishes, first_day, &clock)).collect();
    let mut chosen: Vec<Candidate<'_>> = Vec::new();
    while chosen.len() < count && !left.is_empty() {
        let best = (0..left.len()).min_by_key(|i| left[*i].rank_beside(&chosen)).expect("one is left");
        let best = left.remove(best);
        chosen.push(best);
    }
    let offer = |i: usize| chosen[i].offer(&chosen[..i], wishes, first.from);
    (0..chosen.len()).map(offer).collect()
}

/// A slot with all that is needed to compare it.
struct Candidate<'s> {
    slot: &'s Slot,
    at: Micros,
    day: i64,
    part: Part,
    score: i64,
}

impl<'s> Candidate<'s> {
    fn new(slot: &'s Slot, wishes: &Wishes, first_day: i64, clock: &Clock) -> Self {
        let at = floor(slot.from);
        let wall = clock.wall_at(at);
        let mut candidate = Self { slot, at, day: wall.div_euclid(DAY), part: Part::of_wall(wall), score: 0 };
        let shown =
            wishes.shown_to_others.iter().any(|(from, who)| *from == slot.from && *who == slot.practitioner);
        let points = [
            ((candidate.day - first_day).min(MOST_DAYS_OF_WAITING) * DAY_OF_WAITING, true),
            (SAME_PRACTITIONER, candidate.is_known(wishes)),
            (USUAL_PART, wishes.parts.contains(&candidate.part)),
            (USUAL_WEEKDAY, wishes.weekdays.contains(&weekday(candidate.day))),
            (FILLS_GAP, candidate.fills_gap(wishes)),
            (UNUSABLE_GAP * candidate.unusable_gaps(wishes), true),
            (SHOWN_TO_OTHERS, shown),
        ];
        candidate.score = points.iter().filter(|(_, holds)| *holds).map(|(points, _)| points).sum();
        candidate
    }

    fn is_known(&self, wishes: &Wishes) -> bool {
        wishes.practitioner.as_ref() == Some(&self.slot.practitioner)
    }

    fn unusable_gaps(&self, wishes: &Wishes) -> i64 {
        let unusable = |rest: u32| i64::from(rest > 0 && rest < wishes.shortest_service);
        unusable(self.slot.rest_before) + unusable(self.slot.rest_after)
    }

    fn fills_gap(&self, wishes: &Wishes) -> bool {
        let beside = self.slot.rest_before == 0 || self.slot.rest_after == 0;
        let stretch = self.slot.rest_before.saturating_add(self.slot.rest_after);
        beside && stretch <= LONGEST_GAP_MINUTES && self.unusable_gaps(wishes) == 0
    }

    /// The smaller, the better: far from what is chosen, on another day, many points, early, first by id.
    fn rank_beside(&self, chosen: &[Self]) -> (bool, bool, Reverse<i64>, Micros, &'s Id) {
        let near = chosen.iter().any(|c| (c.at - self.at).abs() < OFFERS_APART_MINUTES * MINUTE);
        let same_day = chosen.iter().any(|c| c.day == self.day);
        let points = if chosen.is_empty() {
            0
        } else {
            i64::from(self.has_new_part(chosen)) * ANOTHER_PART
                + i64::from(self.has_new_practitioner(chosen)) * ANOTHER_PRACTITIONER
        };
        (near, same_day, Reverse(self.score + points), self.at, &self.slot.practitioner)
    }

    fn has_new_part(&self, chosen: &[Self]) -> bool {
        chosen.iter().all(|c| c.part != self.part)
    }

    fn has_new_practitioner(&self, chosen: &[Self]) -> bool {
        chosen.iter().all(|c| c.slot.practitioner != self.slot.practitioner)
    }

    fn offer(&self, before: &[Self], wishes: &Wishes, earliest: Timestamp) -> Offer {
        let later = !before.is_empty();
        let merits = [
            (Merit::SamePractitioner, self.is_known(wishes)),
            (Merit::UsualPart, wishes.parts.contains(&self.part)),
            (Merit::UsualWeekday, wishes.weekdays.contains(&weekday(self.day))),
            (Merit::Earliest, self.slot.from == earliest),
            (Merit::FillsGap, self.fills_gap(wishes)),
            (Merit::AnotherDay, later && !before.iter().any(|c| c.day == self.day)),
            (Merit::AnotherPart, later && self.has_new_part(before)),
            (Merit::AnotherPractitioner, later && self.has_new_practitioner(before)),
        ];
        let merits = merits.into_iter().filter(|(_, holds)| *holds).map(|(merit, _)| merit).collect();
        Offer { slot: self.slot.clone(), merits }
    }
}
