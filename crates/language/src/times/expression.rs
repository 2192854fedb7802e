//! Finds the expressions of time in a message: at each place the longest production, then what joins it.
//!
//! Absent: what an expression does in its sentence (`scope`).

use super::codes::{pod, unit};
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Clock, DAY_MINUTES, Days, Half, Leaning, Reach, Saying, Stretch};
use crate::Grain;

/// "på torsdag den 3 december kl 9 på förmiddagen" has four parts; more is another expression.
const MAX_PARTS: usize = 6;
/// A message of 4,096 characters that means something names fewer times.
const MAX_EXPRESSIONS: usize = 48;
/// So many places at most are tried; a full-length message of ordinary words offers half as many.
const MAX_TRIES: usize = 500;
/// How many weeks ahead "torsdag 12" is looked for as a date before it is read as a clock time.
const WEEKS_AHEAD: i32 = 5;

/// One expression of time.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    /// What it says.
    pub(crate) saying: Saying,
    /// Its first item.
    pub(crate) first: usize,
    /// The item after its last.
    pub(crate) after: usize,
}

/// What a bare number after "eller" repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeats {
    Week,
    DayNumber,
    Clock,
}

/// All expressions, in order.
pub(crate) fn expressions(grammar: &Grammar) -> Vec<Expression> {
    let mut found: Vec<Expression> = Vec::new();
    let mut grammar = *grammar;
    let mut at = 0;
    let mut tries = 0;
    while at < grammar.items.len() && found.len() < MAX_EXPRESSIONS && tries < MAX_TRIES {
        tries += usize::from(grammar.items[at].begins);
        if grammar.ends(at) {
            grammar.moving = false;
            grammar.denied = false;
        }
        if let Some(direction) = grammar.value(at, Kind::VMove) {
            grammar.moving = true;
            grammar.direction = direction;
        }
        if grammar.any(at, &[Kind::Not, Kind::Except, Kind::No, Kind::VCannot, Kind::VCancel, Kind::Busy]) {
            grammar.denied = true;
        }
        let every = found
            .last()
            .is_some_and(|last| last.after == at && grammar.any(last.first, &[Kind::Every, Kind::Any]));
        grammar.denied |= every && grammar.is(at, Kind::But);
        match grammar.repeated(&found, at).or_else(|| grammar.moved_by(at)).or_else(|| grammar.chain(at)) {
            Some((saying, after)) if after > at => {
                found.push(Expression { saying, first: at, after });
                grammar.denied = false;
                at = after;
            }
            _ => at = grammar.passed(at),
        }
    }
    found
}

impl Grammar<'_> {
    /// The next place to look when nothing begins here: a counted thing goes as a whole.
    fn passed(&self, at: usize) -> usize {
        let counted = self.number(at).is_some() && self.any(at + 1, &[Kind::Unit, Kind::Counted]);
        at + 1 + usize::from(counted)
    }

    /// "v 43 eller 44", "den 12 eller 13", "kl 10 eller 14": a number that repeats what stood before.
    fn repeated(&self, found: &[Expression], at: usize) -> Read<Saying> {
        let last = found.last()?;
        let gap = last.after..at;
        let joining = |place: usize| {
            self.any(place, &[Kind::Or, Kind::And, Kind::Correct, Kind::No])
                || self.mark(place, ',')
                || self.mark(place, '/')
        };
        let joined = gap.len() <= 3 && !gap.is_empty() && gap.clone().all(joining);
        if joined && self.is(at, Kind::Next) && self.closes(at + 1) && last.saying.clock.is_none() {
            // "this week or next"
            let code = match last.saying.days.span?.grain {
                Grain::Week => unit::WEEK,
                Grain::Month => unit::MONTH,
                _ => return None,
            };
            let named = self
                .any(at + 1, &[Kind::Unit, Kind::Weekday, Kind::Month, Kind::Rel, Kind::Pod, Kind::Holiday]);
            let (from, to, grain) = self.unit_span(code, 1).filter(|_| !named)?;
            return Some((Saying::days(Days::span(from, to, grain)), at + 1));
        }
        if !joined || self.number(at).is_none() {
            return None;
        }
        if self.chain(at).is_some_and(|(_, next)| next > at + 1 || self.digits(at).is_none()) {
            return None;
        }
        let number = self.number(at)?;
        match repeats(&last.saying)? {
            Repeats::Week => {
                let (from, to) = self.numbered_week(number, None)?;
                Some((Saying::days(Days::span(from, to, Grain::Week)), at + 1))
            }
            Repeats::DayNumber => {
                let (number, next) = self.day_number(at)?;
                Some((Saying::days(Days { number: Some(number), ..Days::default() }), next))
            }
            Repeats::Clock => {
                let (clock, next) = self.clock(at, true)?;
                Some((Saying::clock(clock), next))
            }
        }
    }

    /// An expression with everything that joins it.
    fn chain(&self, at: usize) -> Read<Saying> {
        if self.items.get(at).is_none_or(|item| !item.begins) {
            return None;
        }
        // "flytta till 3": a bare number is the new hour.
        let moved_to = self.moving && at > 0 && self.any(at - 1, &[Kind::To, Kind::Until]);
        let (mut saying, mut next) = self.part_of_chain(at, moved_to)?;
        for _ in 0..MAX_PARTS {
            if let Some(after) = self.bound_after(&saying, next) {
                (saying, next) = after;
                continue;
            }
            match self.joined(&saying, next) {
                Some(joined) => (saying, next) = joined,
                None => break,
            }
        }
        Some((saying, next))
    }

    /// The expression with one part more.
    fn joined(&self, saying: &Saying, at: usize) -> Read<Saying> {
        if let Some(read) = self.weekday_number(saying, at) {
            return Some(read);
        }
        let place = self.glue(at);
        let weak = saying.clock.is_none() && saying.days.names_day();
        // A word that says nothing may yet begin what follows: "den 15", "in two weeks".
        for place in (at..=place).filter(|place| self.items.get(*place).is_some_and(|item| item.begins)) {
            if let Some((more, after)) = self.part_of_chain(place, weak && self.weak_here(place)) {
                return saying.merge(&more).map(|merged| (merged, after));
            }
        }
        if self.is(place, Kind::At) {
            // "a settembre", "om vrijdag": it was no clock time.
            let (more, after) = self.part_of_chain(self.glue(place + 1), false)?;
            return saying.merge(&more).map(|merged| (merged, after));
        }
        // "inte torsdagar, efter 13": what follows is no part of what is denied.
        if self.mark(place, ',') && !self.denied {
            let place = self.glue(place + 1);
            let (more, after) = self.part_of_chain(place, false)?;
            return saying.merge(&more).map(|merged| (merged, after));
        }
        if self.any(place, &[Kind::And, Kind::But]) {
            // "efter 9:30 men före 11"
            let (more, after) = self.bounded(self.glue(place + 1))?;
            let merged = saying.merge(&more)?;
            return merged.clock.is_some_and(|clock| clock.reach == Reach::Range).then_some((merged, after));
        }
        None
    }

    /// Whether a bare number here may be a clock time beside a day.
    fn weak_here(&self, at: usize) -> bool {
        self.digits(at).is_some_and(|hour| (1..24).contains(&hour) || self.width(at) == 4)
            || self.value(at, Kind::Card).is_some_and(|hour| hour <= 12)
    }

    /// "jeudi 15", "torsdag 26": a day number beside a weekday, unless it is a clock time.
    fn weekday_number(&self, saying: &Saying, at: usize) -> Read<Saying> {
        let weekdays = saying.days.weekdays?;
        let alone =
            saying.clock.is_none() && saying.days == (Days { weekdays: Some(weekdays), ..Days::default() });
        let number = self.digits(at).filter(|_| alone && self.width(at) <= 2)?;
        let (clock, next) = self.clock_time(at, true).unzip();
        if clock.is_some() && next != Some(at + 1)
            || self.clock_range(at).is_some()
            || self.date(at).is_some()
        {
            return None;
        }
        let dated = Days { number: Some(number), ..saying.days.clone() };
        let day = resolve::days(&dated, self.env.now.0)?.span.from;
        let soon = day.0 - self.env.now.0.0 <= WEEKS_AHEAD * 7;
        let hour = clock.is_some() && (7..=18).contains(&number);
        let is_date = self.env.lexicon.flags.weekday_number_date || !hour || soon;
        is_date.then(|| (Saying::days(dated), at + 1))
    }

    /// One production, bounded or not.
    fn part_of_chain(&self, at: usize, weak: bool) -> Read<Saying> {
        let mut best = self.primary(at, weak);
        if self.is(at, Kind::Within) {
            longer(&mut best, self.within(at));
        }
        if self.any(at, &[Kind::From, Kind::Opens, Kind::Between]) || best.as_ref().is_some_and(|(_, next)| self.joint_near(*next)) {
            longer(&mut best, self.dates_between(at));
        }
        longer(&mut best, self.bounded(at));
        best
    }

    /// Whether something that joins the ends of a range stands near.
    fn joint_near(&self, at: usize) -> bool {
        (at.saturating_sub(1)..at + MAX_PARTS).any(|place| self.any(place, &[Kind::To, Kind::Until]) || self.any_mark(place, "-/"))
    }

    /// The longest production that begins here; of two that are equally long the first.
    pub(crate) fn primary(&self, at: usize, weak: bool) -> Read<Saying> {
        let item = self.items.get(at).filter(|item| item.begins)?;
        let days = |read: Read<Days>| read.map(|(days, next)| (Saying::days(days), next));
        let hours = |read: Read<Clock>| read.map(|(clock, next)| (Saying::clock(clock), next));
        let mut best = hours(self.clock_range(at));
        longer(&mut best, self.day_pair(at));
        longer(&mut best, self.weekday_in_weeks(at));
        longer(&mut best, self.counted(at));
        longer(&mut best, days(self.date(at)));
        longer(&mut best, self.nth(at));
        if item.digits.is_none() {
            longer(&mut best, self.weekday_range(at));
            longer(&mut best, self.weekend(at));
            longer(&mut best, self.weekday(at));
            longer(&mut best, self.named_day(at));
        }
        longer(&mut best, self.period(at));
        if item.digits.is_none() {
            longer(&mut best, self.following(at));
            longer(&mut best, self.part_of_today(at));
            longer(&mut best, self.leaning(at));
        }
        longer(&mut best, hours(self.clock(at, weak)));
        longer(&mut best, hours(self.part(at)));
        longer(&mut best, self.early_or_late_day(at));
        longer(&mut best, hours(self.hour_beside_day(at)));
        longer(&mut best, days(self.number_before_month(at)));
        best
    }

    fn day_pair(&self, at: usize) -> Read<Saying> {
        let ((first, second), next) = self.day_range(at)?;
        let (first, second) =
            (resolve::days(&first, self.env.now.0)?, resolve::days(&second, self.env.now.0)?);
        let from = if first.span.from > second.span.from {
            first.span.from.plus_months(-12)
        } else {
            first.span.from
        };
        Some((Saying::days(Days::span(from, second.span.to, Grain::Day)), next))
    }

    /// "early Tuesday morning", "sent på fredag".
    fn early_or_late_day(&self, at: usize) -> Read<Saying> {
        let early = self.is(at, Kind::Early);
        if !(early || self.is(at, Kind::Late)) {
            return None;
        }
        let (saying, next) = self.weekday(self.glue(at + 1)).or_else(|| self.named_day(self.glue(at + 1)))?;
        let half = if early { Half::First } else { Half::Second };
        let part = self.glue(next);
        if let Some(code) = self.value(part, Kind::Pod) {
            let clock = Clock { half, ..Clock::part(code) };
            return Some((Saying { clock: Some(clock), ..saying }, part + 1));
        }
        let code = if early { pod::BEFORE_LUNCH } else { pod::AFTERNOON };
        let half = if early { Half::Whole } else { half };
        Some((Saying { clock: Some(Clock { half, ..Clock::part(code) }), ..saying }, next))
    }

    /// "i eftermiddag", "this morning", "last night", "now".
    fn part_of_today(&self, at: usize) -> Read<Saying> {
        let today = self.env.now.0;
        let on =
            |day: Day, part: i32| Saying { clock: Some(Clock::part(part)), ..Saying::days(Days::day(day)) };
        if let Some(part) = self.value(at, Kind::TodayPod) {
            return Some((on(today, part), at + 1));
        }
        if self.is(at, Kind::Now) {
            let (day, minute) = self.env.now;
            let later = minute + 1;
            let to = (day.plus(later / DAY_MINUTES), later % DAY_MINUTES);
            let stretch = Stretch { from: (day, minute), to, grain: Grain::Minute };
            return Some((Saying { stretch: Some(stretch), ..Saying::default() }, at + 1));
        }
        let last = self.is(at, Kind::Last);
        if !(last || self.is(at, Kind::This)) {
            return None;
        }
        let part = self.value(self.glue(at + 1), Kind::Pod)?;
        Some((on(today.plus(-i32::from(last)), part), self.glue(at + 1) + 1))
    }

    /// "samma tid", "samma dag", "efter det".
    fn leaning(&self, at: usize) -> Read<Saying> {
        let leaning = if self.is(at, Kind::SameTime) {
            Leaning::SameTime
        } else if self.is(at, Kind::SameDay) {
            Leaning::SameDay
        } else {
            return None;
        };
        Some((Saying { leaning: Some(leaning), ..Saying::default() }, at + 1))
    }

    /// "8 på kvällen", "9 tomorrow", "10 på fredag": a bare number that the word after it makes an hour.
    fn hour_beside_day(&self, at: usize) -> Read<Clock> {
        let number = self.number(at)?;
        let preceded = at > 0 && self.any(at - 1, &[Kind::Month, Kind::Unit, Kind::WeekNo]);
        if preceded || !(1..=24).contains(&number) && self.width(at) != 4 {
            return None;
        }
        let (clock, next) = self.clock(at, true)?;
        let comma = usize::from(self.mark(next, ','));
        let place = self.glue(next + comma);
        let this_part = self.is(place, Kind::This) && self.is(self.glue(place + 1), Kind::Pod);
        let part = self.any(place, &[Kind::Pod, Kind::TodayPod])
            && !matches!(self.value(place, Kind::Pod), Some(pod::NOON))
            || this_part;
        let day = self.is(place, Kind::Rel)
            || (self.is(place, Kind::Weekday) && place > next && !self.is(at, Kind::One));
        // "10 eller 14 på fredag"
        let listed = self.any(next, &[Kind::Or, Kind::And]) && self.number(next + 1).is_some() && {
            let after = self.glue(next + 2);
            (after > next + 2 && self.is(after, Kind::Weekday)) || self.any(after, &[Kind::Rel, Kind::Pod])
        };
        if listed {
            return Some((clock, next));
        }
        let all = self.items.len() == next && self.env.asked;
        // "9 on the 15th"
        let dated = (next + 1..=place).any(|place| self.date(place).is_some());
        (part || dated || (day && (comma == 0 || place > next)) || all).then_some((clock, next))
    }

    /// "10 eller 14 mars": the month of the last number is that of all.
    fn number_before_month(&self, at: usize) -> Read<Days> {
        let (number, after) = self.day_number(at)?;
        let mut next = after;
        for _ in 0..3 {
            if !(self.any(next, &[Kind::Or, Kind::And]) || self.mark(next, ',')) {
                return None;
            }
            let joined =
                next + 1 + usize::from(self.mark(next, ',') && self.any(next + 1, &[Kind::Or, Kind::And]));
            let (_, end) = self.day_number(self.glue(joined))?;
            next = end;
            if let Some((month, _)) = self.month_name(self.glue(next)) {
                return Some((Days { month_day: Some((month, number)), ..Days::default() }, after));
            }
        }
        None
    }

    /// "13 juli till 15 juli", "mellan jul och nyår", "17:00 on Monday to 9:00 on Tuesday".
    fn dates_between(&self, at: usize) -> Read<Saying> {
        let between = self.is(at, Kind::Between);
        let opened = between || self.any(at, &[Kind::From, Kind::Opens]);
        if opened && self.moving && !between {
            return None;
        }
        let place = self.glue(at + usize::from(opened));
        let (first, next) = self.dated(place)?;
        let (dash, after) = self.joint(next, between).or_else(|| {
            // "2015-03-28 17:00/2015-03-29 21:00"
            (first.clock.is_some() && self.mark(next, '/')).then_some((true, next + 1))
        })?;
        let (second, end) = self.dated(self.glue(after))?;
        let today = self.env.now.0;
        let (a, b) = (resolve::days(&first.days, today)?, resolve::days(&second.days, today)?);
        if dash && self.tight(after) && first.days.month_day.is_none() && first.days.fixed.is_none() {
            return None;
        }
        if let (Some(from), Some(to)) = (first.clock, second.clock) {
            let (from, to) = (resolve::clock(&from).from, resolve::clock(&to).from);
            let stretch = Stretch { from: (a.span.from, from), to: (b.span.from, to), grain: Grain::Minute };
            return Some((Saying { stretch: Some(stretch), ..Saying::default() }, end));
        }
        if first.clock.is_some() || second.clock.is_some() {
            return None;
        }
        let (mut from, mut to) = (a.span.from, b.span.to);
        if let (Some((month, number)), Some(last)) = (first.days.month_day, second.days.fixed) {
            // "14.10. - 15.10.2018": the year goes for both.
            let (year, ..) = last.ymd();
            from = Day::new(year, month, number)
                .filter(|day| *day <= last)
                .or_else(|| Day::new(year - 1, month, number))?;
        }
        if to <= from {
            let weekday = second.days.weekdays.is_some() && second.days.span.is_none();
            if weekday {
                to = to.plus(7)
            } else if second.days.month_day.is_some() {
                to = to.plus_months(12)
            } else {
                from = from.plus_months(-12)
            }
        }
        // Between two named days: neither is meant ("mellan jul och nyår").
        let named = between && self.is(place, Kind::Holiday);
        if named {
            (from, to) = (a.span.to, b.span.from);
        }
        (from < to).then(|| (Saying::days(Days::span(from, to, a.span.grain.min(b.span.grain))), end))
    }

    /// A date, with a clock time beside it or without.
    fn dated(&self, at: usize) -> Read<Saying> {
        let days = |read: Read<Days>| read.map(|(days, next)| (Saying::days(days), next));
        let one = |at: usize| -> Read<Saying> {
            let readings =
                [days(self.date(at)), self.named_day(at), self.weekday(at), self.nth(at), self.period(at)];
            readings
                .into_iter()
                .flatten()
                .filter(|(saying, _)| !saying.days.is_empty())
                .reduce(|best, other| if other.1 > best.1 { other } else { best })
        };
        let (mut saying, mut next) = one(at)?;
        if let Some((more, after)) = one(self.glue(next)) {
            if let Some(merged) = saying.merge(&more) {
                (saying, next) = (merged, after);
            }
        }
        if let Some((clock, after)) = self.clock(self.glue(next), false).filter(|(clock, _)| clock.a.exact) {
            if let Some(merged) = saying.merge(&Saying::clock(clock)) {
                return Some((merged, after));
            }
        }
        Some((saying, next))
    }
}

/// Keeps the longer of two readings, the first when they are equally long.
fn longer(best: &mut Read<Saying>, other: Read<Saying>) {
    let length = |read: &Read<Saying>| read.as_ref().map_or(0, |(_, next)| *next);
    if length(&other) > length(best) {
        *best = other;
    }
}

fn repeats(saying: &Saying) -> Option<Repeats> {
    let point = saying.clock.is_some_and(|clock| matches!(clock.reach, Reach::Point | Reach::Around));
    if point {
        Some(Repeats::Clock)
    } else if saying.days.number.is_some() {
        Some(Repeats::DayNumber)
    } else if saying.clock.is_none() && saying.days.span.is_some_and(|span| span.grain == Grain::Week) {
        Some(Repeats::Week)
    } else {
        None
    }
}
