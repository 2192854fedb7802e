//! Productions for stretches of hours: parts of the day, ranges of clock times.
//!
//! Absent: single clock times (`clock`).

use super::codes::{hours, pod};
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::spec::{Clock, Half, Reach, Time};

const NOON: i32 = 12;
const HOURS: i32 = 24;
const HOUR_MINUTES: i32 = 60;
/// The second time of a pair has so many words at most.
const PAIR_ITEMS: usize = 5;

impl Grammar<'_> {
    /// A part of the day with its "early" or "late".
    pub(crate) fn part(&self, at: usize) -> Read<Clock> {
        let at = if self.any(at, &[Kind::At, Kind::Around]) { self.glue(at + 1) } else { at };
        let (half, next) = if self.any(at, &[Kind::Early, Kind::Begin]) {
            (Half::First, self.glue(at + 1))
        } else if self.any(at, &[Kind::Late, Kind::End]) {
            (Half::Second, self.glue(at + 1))
        } else {
            (Half::Whole, at)
        };
        if let Some(hour) = self.value(next, Kind::HourAbout).filter(|hour| *hour > 0) {
            let time = Time { minutes: hour * HOUR_MINUTES, loose: hour <= NOON, exact: false };
            return Some((Clock::at(time, Reach::Around), next + 1));
        }
        // "i morgen tidlig": the word is a part of the day by itself.
        let (half, next) = if self.is(next, Kind::Pod) { (half, next) } else { (Half::Whole, at) };
        let part = self.value(next, Kind::Pod)?;
        Some((Clock { half, ..Clock::part(part) }, next + 1))
    }

    /// "10-14", "mellan 10 och 14", "från 9:30 till 11", "8am - 1pm".
    pub(crate) fn clock_range(&self, at: usize) -> Read<Clock> {
        let between = self.is(at, Kind::Between);
        let opened = between || self.any(at, &[Kind::From, Kind::After, Kind::Opens]);
        let (announced, first) = self.announcing(if opened { self.glue(at + 1) } else { at });
        // "kahden ja neljän välillä": the word comes behind its pair.
        let behind = !opened && self.env.lexicon.flags.part_behind && self.between_behind(first + 1);
        let weak = opened || announced.sure || behind;
        let part = |at: usize| self.value(at, Kind::Pod).filter(|_| opened).map(|part| (part, at + 1));
        let after = part(first).map(|(part, next)| (part_edge(part, true), next));
        let (a, next) = after.or_else(|| self.clock_time(first, weak || self.digits(first).is_some()))?;
        let slash = || (a.exact && self.mark(next, '/')).then_some((true, next + 1));
        let behind = behind && self.is(next, Kind::And);
        let (dash, after) = self.joint(next, between || behind).or_else(slash)?;
        let (announced_again, second) = self.announcing(self.glue(after));
        let told = weak || announced_again.sure || self.digits(second).is_some() || a.exact;
        let before = part(second).map(|(part, next)| (part_edge(part, false), next));
        let (b, end) = before.or_else(|| self.clock_time(second, told || behind))?;
        if behind {
            return self.is(end, Kind::Between).then(|| (Clock::range(a, b), end + 1));
        }
        let bare = |index: usize, to: usize| self.digits(index).is_some() && to == index + 1;
        let dotted = self.mark(second + 1, '.')
            && b.exact
            && self.digits(second + 2).is_some_and(|month| month <= NOON);
        if dotted && bare(first, next) && !weak && !self.env.lexicon.flags.dot_clock {
            return None;
        }
        let both_bare = bare(first, next) && bare(second, end);
        if both_bare && !weak && !announced_again.sure {
            let (from, to) = (self.digits(first)?, self.digits(second)?);
            let on = first > 0 && self.is(first - 1, Kind::On);
            let dated = dash && self.tight(second) && (on || self.dash_is_date(first, second));
            if dated || from == to || !(6..=HOURS).contains(&from.max(to)) && !(1..=6).contains(&to) {
                return None;
            }
            if self.mark(end, '-')
                || self.mark(end, '/')
                || (first > 0 && self.mark(first - 1, '-') && self.tight(first))
            {
                return None;
            }
        }
        Some((Clock::range(a, b), end))
    }

    /// Whether a word that opens a pair stands behind it, as Finnish puts it.
    fn between_behind(&self, at: usize) -> bool {
        (at..at + PAIR_ITEMS).any(|place| self.is(place, Kind::Between))
    }

    /// What joins the ends of a range; the index after it, and whether it is a dash.
    pub(crate) fn joint(&self, at: usize, between: bool) -> Read<bool> {
        let comma = usize::from(self.mark(at, ','));
        if between && self.is(at + comma, Kind::And) {
            return Some((false, at + comma + 1));
        }
        if self.mark(at, '-') {
            return Some((true, at + 1));
        }
        if !self.moving && self.any(at, &[Kind::To, Kind::Until]) {
            return Some((false, at + 1));
        }
        None
    }
}

/// Where a range that begins or ends with a part of the day does: after lunch, before the evening.
fn part_edge(part: i32, begins: bool) -> Time {
    let (from, to) = hours(part);
    let minutes = match part {
        pod::NOON => NOON * HOUR_MINUTES,
        pod::LUNCH if !begins => NOON * HOUR_MINUTES,
        pod::LUNCH => to,
        _ => from,
    };
    Time { minutes, loose: false, exact: false }
}
