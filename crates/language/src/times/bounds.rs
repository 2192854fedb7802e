//! Productions for times bounded on one side: "efter 15", "inte före fredag", "by the end of the month".

use super::codes::{hours, pod, unit};
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Bound, Clock, Days, Leaning, Reach, Saying, Span, Time};
use crate::Grain;

const HOUR: i32 = 60;
/// The words that bound a time, each with what it does.
const BOUNDING: [(Kind, Side); 6] = [
    (Kind::From, Side::From),
    (Kind::After, Side::After),
    (Kind::Before, Side::Before),
    (Kind::By, Side::By),
    (Kind::Until, Side::By),
    (Kind::Since, Side::Since),
];

/// What a word does to the time after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// That time and all after it.
    From,
    /// All after it.
    After,
    /// All before it.
    Before,
    /// All before it and that time too.
    By,
    /// From it until now.
    Since,
}

impl Grammar<'_> {
    /// A time with a word before it that bounds it.
    pub(crate) fn bounded(&self, at: usize) -> Read<Saying> {
        let busy_until = self.busy && self.is(at, Kind::To);
        let (kind, mut side) = match BOUNDING.iter().find(|(kind, _)| self.is(at, *kind)) {
            Some(bounding) => *bounding,
            None if busy_until => (Kind::Until, Side::By),
            None => return None,
        };
        if self.moving && matches!(kind, Kind::From | Kind::Until) {
            return None;
        }
        let until = kind == Kind::Until;
        let place = self.glue(at + 1);
        // "nothing until after the 15th": denied, it is after that day.
        if until && self.is(place, Kind::After) {
            let (inner, next) = (place + 1..=self.glue(place + 1)).find_map(|place| self.inner(place))?;
            let set = resolve::days(&inner.days, self.env.now.0).filter(|_| inner.clock.is_none())?;
            let mut saying = bounded_days(Side::By, set.span);
            saying.bound =
                saying.bound.map(|bound| Bound { named: Span { from: set.span.to, ..set.span }, ..bound });
            return Some((saying, next));
        }
        if matches!(side, Side::After | Side::Before) && self.is(place, Kind::That) {
            let leaning = Some(Leaning::Beside(side == Side::After));
            return Some((Saying { leaning, ..Saying::default() }, place + 1));
        }
        if matches!(side, Side::From | Side::After | Side::Before)
            && let Some((clock, next)) = self.clock_range(place)
        {
            return (side == Side::From).then(|| (Saying::clock(clock), next));
        }
        if matches!(side, Side::By | Side::Before) {
            // "by end of the month", "till slutet av veckan"
            if let Some((code, next)) = self.end_of(place) {
                let (_, to, _) = self.unit_span(code, 0)?;
                let grain = if code == unit::DAY { Grain::Hour } else { Grain::Day };
                return Some((bounded_days(Side::By, Span { from: to.plus(-1), to, grain }), next));
            }
        }
        // "dal 20": the word that bounds marks a day number, too.
        let marked = (self.value(at, Kind::On) == Some(1)).then(|| self.date(at)).flatten();
        let (inner, next) = match marked {
            Some((days, next)) => (Saying::days(days), next),
            // "efter den tionde": what says nothing may yet begin a date.
            None => (at + 1..=place).find_map(|place| self.inner(place))?,
        };
        let named = self.is(place, Kind::Holiday);
        if kind == Kind::Before && self.value(at, Kind::Before) == Some(1) && inner.clock.is_none() && !named
        {
            return None;
        }
        if until && inner.clock.is_some() {
            side = Side::Before;
        }
        Some((self.bound(side, &inner)?, next))
    }

    /// The time that a bounding word governs.
    pub(crate) fn inner(&self, at: usize) -> Read<Saying> {
        let counted =
            self.number(at).is_some() && self.any(at + 1, &[Kind::Unit]) && !self.is(at + 1, Kind::Oclock);
        if counted {
            return None;
        }
        let (mut saying, mut next) = self.primary(at, true)?;
        for _ in 0..2 {
            let place = self.glue(next);
            let Some((more, after)) = self.primary(place, saying.clock.is_none() && self.is(place, Kind::At))
            else {
                break;
            };
            let two_days = !saying.days.is_empty() && !more.days.is_empty();
            let week_day = saying.days.weekdays.is_some() && more.days.span.is_some() && more.clock.is_none();
            if two_days && !week_day {
                break;
            }
            let Some(merged) = saying.merge(&more) else { break };
            saying = merged;
            next = after;
        }
        Some((saying, next))
    }

    /// "end of the month", "slutet av veckan" behind "by": the unit's end.
    pub(crate) fn end_of(&self, at: usize) -> Read<i32> {
        let fused = self.value(at, Kind::End)?;
        if fused > 0 {
            return Some((fused, at + 1));
        }
        let place = self.glue(at + 1);
        Some((self.unit(place)?, place + 1))
    }

    /// The time, bounded.
    pub(crate) fn bound(&self, side: Side, inner: &Saying) -> Option<Saying> {
        if side == Side::Since {
            let mut since = self.bound(Side::From, inner)?;
            since.aside = true;
            return Some(since);
        }
        if let Some(clock) = inner.clock {
            return Some(Saying { clock: Some(bounded_clock(side, clock)), ..inner.clone() });
        }
        if inner.stretch.is_some() || inner.leaning.is_some() {
            return None;
        }
        let set = resolve::days(&inner.days, self.env.now.0)?;
        let mut named = set.span;
        if !set.solid() {
            let first = (0..7).map(|days| named.from.plus(days)).find(|day| set.holds(*day))?;
            let last = (1..=7).map(|days| named.to.plus(-days)).find(|day| set.holds(*day))?;
            named = Span { from: first, to: last.plus(1), ..named };
        }
        let mut bounded = bounded_days(side, named);
        let lone = Days { number: inner.days.number, ..Days::default() };
        if let Some(bound) = bounded.bound.as_mut().filter(|_| inner.days == lone) {
            bound.number = lone.number;
        }
        Some(Saying { doubtful: inner.doubtful, ..bounded })
    }

    /// "fredag tidigast", "at the earliest", "och framåt": bounds said after the time.
    pub(crate) fn bound_after(&self, saying: &Saying, at: usize) -> Read<Saying> {
        let place =
            at + usize::from(self.mark(at, ',') && self.any(at + 1, &[Kind::PostFrom, Kind::PostUntil]));
        let or = self.is(place, Kind::Or);
        let side = if or && self.any(place + 1, &[Kind::After, Kind::Later]) {
            Side::From
        } else if or && self.any(place + 1, &[Kind::Before, Kind::Earlier]) {
            Side::By
        } else if self.is(place, Kind::PostFrom) {
            Side::From
        } else if self.is(place, Kind::PostUntil) {
            Side::By
        } else {
            return None;
        };
        let place = place + usize::from(or);
        // "eller efter 15" has a time of its own; "10 at the earliest on Friday" is bounded by what stands before.
        let either_way = or
            || self
                .any(place, &[Kind::From, Kind::After, Kind::By, Kind::Until, Kind::Before, Kind::Earliest]);
        if either_way
            && (self.number(place + 1).is_some()
                || self.any(
                    place + 1,
                    &[
                        Kind::At,
                        Kind::Weekday,
                        Kind::Pod,
                        Kind::Rel,
                        Kind::Half,
                        Kind::Quarter,
                        Kind::That,
                        Kind::On,
                        Kind::Unit,
                    ],
                ))
        {
            return None;
        }
        let bounded = saying.bound.is_some()
            || saying.clock.is_some_and(|clock| {
                matches!(clock.reach, Reach::From | Reach::UntilIncluding | Reach::Until)
            });
        Some((if bounded { saying.clone() } else { self.bound(side, saying)? }, place + 1))
    }
}

fn bounded_clock(side: Side, clock: Clock) -> Clock {
    let (time, part) = match clock.reach {
        Reach::Part => (edge(side, clock.pod.unwrap_or(pod::NOON)), None),
        Reach::Range if side == Side::From => (clock.a, clock.pod),
        _ => (clock.a, clock.pod),
    };
    let reach = match side {
        Side::From | Side::After | Side::Since => Reach::From,
        Side::Before => Reach::Until,
        Side::By => Reach::UntilIncluding,
    };
    Clock { pod: part, ..Clock::at(time, reach) }
}

/// The edge of a part of the day that "before" or "after" it names.
fn edge(side: Side, part: i32) -> Time {
    let (from, to) = hours(part);
    let minutes = match (side, part) {
        (Side::After, pod::NOON) | (Side::Before | Side::By, pod::LUNCH | pod::NOON) => 12 * HOUR,
        (Side::After, pod::AFTER_WORK | pod::AFTER_SCHOOL) | (Side::From | Side::Since | Side::Before, _) => {
            from
        }
        (Side::After, _) => to,
        (Side::By, _) => to.min(24 * HOUR),
    };
    Time { minutes, loose: false, exact: minutes % HOUR != 0 }
}

/// Days bounded on one side.
pub(crate) fn bounded_days(side: Side, named: Span) -> Saying {
    let grain = named.grain;
    let (from, to) = match side {
        Side::From | Side::Since => (named.from, Day::LAST),
        Side::After => (named.to, Day::LAST),
        Side::Before => (Day::FIRST, named.from),
        Side::By => (Day::FIRST, named.to),
    };
    let before = matches!(side, Side::Before | Side::By);
    let mut saying = Saying::days(Days::span(from, to, grain));
    // "not before Friday" begins with Friday, "not after Friday" ends with it.
    saying.bound = Some(Bound { before, named, number: None });
    saying
}
