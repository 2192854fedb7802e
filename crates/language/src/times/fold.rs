//! Joins the wanted expressions of a message into alternatives: "tisdag eller torsdag nästa vecka, efter 14".
//!
//! What an alternative leaves open it takes from its neighbours in the same list. Absent: the calendar's windows.

use super::day::Day;
use super::resolve;
use super::scope::{Join, Scoped};
use super::spec::{Days, Det, Saying, Span};
use crate::Grain;

/// More times than this are no request that a desk could answer; it bounds the work.
const MAX_ALTERNATIVES: usize = 16;

/// All ways to meet what was asked for.
pub(crate) fn alternatives(wanted: &[&Scoped], today: Day) -> Vec<Saying> {
    let mut folded: Vec<Saying> = Vec::new();
    let mut list_begins = 0;
    for scoped in wanted.iter().take(MAX_ALTERNATIVES) {
        let new = scoped.saying.clone();
        match scoped.join {
            _ if folded.is_empty() => folded.push(new),
            Join::Instead => correct(&mut folded, &new),
            Join::Or => either(&mut folded, list_begins, new, today),
            Join::And => {
                if !both(&mut folded, &new) {
                    if !scoped.listed {
                        list_begins = folded.len();
                    }
                    either(&mut folded, list_begins, new, today);
                }
            }
        }
    }
    folded
}

/// Puts `new` to every alternative that it goes with; says whether there was one.
fn both(folded: &mut [Saying], new: &Saying) -> bool {
    let mut any = false;
    for alternative in folded {
        let new = &in_its_month(new, &alternative.days);
        if let Some(merged) = alternative.merge(new) {
            *alternative = merged;
            any = true;
        }
    }
    any
}

/// "i januari, efter den tionde": a bound by a day number alone is in the month that was named before.
fn in_its_month(bounded: &Saying, before: &Days) -> Saying {
    let month = before.span.filter(|span| !span.open() && span.grain == Grain::Month && !before.names_day());
    let day = |month: Span, number: i32| {
        let (year, of_year, _) = month.from.ymd();
        Day::new(year, of_year, number)
    };
    let told = || {
        let (bound, span) = (bounded.bound?, bounded.days.span?);
        Some((bound, span, Span::day(day(month?, bound.number?)?)))
    };
    let Some((bound, span, named)) = told() else { return bounded.clone() };
    let edge = |edge: Day| {
        if edge == bound.named.from {
            named.from
        } else if edge == bound.named.to {
            named.to
        } else {
            edge
        }
    };
    let span = Span { from: edge(span.from), to: edge(span.to), ..span };
    Saying { days: Days { span: Some(span), ..bounded.days.clone() }, ..bounded.clone() }
}

/// Takes the place of what it contradicts, and leaves the rest: "torsdag kl 10, nej 11".
fn correct(folded: &mut Vec<Saying>, new: &Saying) {
    let Some(mut saying) = folded.pop() else { return };
    if !new.days.is_empty() || new.stretch.is_some() {
        saying.days = new.days.clone();
        saying.bound = new.bound;
        saying.roughly = new.roughly;
    }
    if new.clock.is_some() {
        saying.clock = new.clock;
    }
    saying.stretch = new.stretch;
    saying.doubtful = new.doubtful;
    folded.clear();
    folded.push(saying);
}

/// One way more. What it leaves open it takes from the one before it, and the other way round.
fn either(folded: &mut Vec<Saying>, list_begins: usize, mut new: Saying, today: Day) {
    if let Some(last) = folded.last() {
        inherit(&mut new, last, today);
    }
    let begin = list_begins.min(folded.len());
    let mut follows = new.days.clone();
    for earlier in folded[begin..].iter_mut().rev() {
        let saying = earlier;
        if saying.clock.is_none() && saying.stretch.is_none() && !new.hours_first && !saying.days.is_empty() {
            saying.clock = new.clock;
        }
        if saying.days.is_empty() && saying.clock.is_some() && new.clock.is_some() {
            saying.days = new.days.clone();
        }
        if ascends(&saying.days, &follows) && lacks_span(&saying.days) {
            saying.days.span = closed_span(&new.days);
        }
        follows = saying.days.clone();
    }
    folded.push(new);
}

fn inherit(saying: &mut Saying, last: &Saying, today: Day) {
    if saying.stretch.is_some() {
        return;
    }
    if saying.days.is_empty() {
        saying.days = last.days.clone();
        return;
    }
    if saying.clock.is_none() && last.hours_first {
        saying.clock = last.clock;
        saying.hours_first = true;
    }
    if lacks_span(&saying.days)
        && let Some(span) = closed_span(&last.days)
    {
        let inside = Days { span: Some(span), ..saying.days.clone() };
        let ahead = resolve::days(&inside, today).is_some_and(|set| {
            (0..7).map(|days| set.span.from.max(today).plus(days)).any(|day| day > today && set.holds(day))
        });
        if ahead {
            saying.days = inside;
        }
    }
}

/// A bare weekday with no week of its own.
fn lacks_span(days: &Days) -> bool {
    days.span.is_none()
        && days.fixed.is_none()
        && days.weekdays.is_some_and(|weekdays| {
            matches!(weekdays.det, Det::Bare | Det::Every) && weekdays.weeks_more == 0
        })
}

fn closed_span(days: &Days) -> Option<Span> {
    days.span.filter(|span| !span.open())
}

/// Whether the weekdays of a list go on in the week's order, so that one week may hold them all.
fn ascends(earlier: &Days, later: &Days) -> bool {
    match (earlier.weekdays, later.weekdays) {
        (Some(a), Some(b)) => a.mask.trailing_zeros() < b.mask.trailing_zeros(),
        _ => false,
    }
}
