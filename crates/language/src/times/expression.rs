//! Finds the expressions of time in a message: at each place the longest production, then what joins it.
//!
//! Absent: what an expression does in its sentence (`scope`).

use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::longest::longer;
use super::resolve;
use super::spec::{Days, Reach, Saying};
use crate::Grain;

/// "på torsdag den 3 december kl 9 på förmiddagen" has four parts; more is another expression.
const MAX_PARTS: usize = 6;
/// A message of 4,096 characters that means something names fewer times.
const MAX_EXPRESSIONS: usize = 48;
/// All productions are tried so often at most; a full-length message of ordinary words needs half of it.
const MAX_TRIES: usize = 1000;
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
    while at < grammar.items.len() && found.len() < MAX_EXPRESSIONS && grammar.tried.get() < MAX_TRIES {
        if grammar.ends(at) {
            grammar.moving = false;
            grammar.denied = false;
            grammar.busy = false;
        }
        if at == 0 || grammar.ends(at) {
            let begins = at + usize::from(grammar.ends(at));
            grammar.moving = grammar.closing_verb(begins).is_some_and(|verb| grammar.is(verb, Kind::VMove));
        }
        if let Some(direction) = grammar.value(at, Kind::VMove) {
            grammar.moving = true;
            grammar.direction = direction;
        }
        if grammar.any(at, &[Kind::Not, Kind::Except, Kind::No, Kind::VCannot, Kind::VCancel, Kind::Busy]) {
            grammar.denied = true;
        }
        grammar.busy =
            (grammar.busy || grammar.is(at, Kind::Busy)) && !grammar.any(at, &[Kind::But, Kind::So]);
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
    pub(crate) fn passed(&self, at: usize) -> usize {
        let counted = self.number(at).is_some() && self.any(at + 1, &[Kind::Unit, Kind::Counted]);
        at + 1 + usize::from(counted)
    }

    /// "v 43 eller 44", "den 12 eller 13", "kl 10 eller 14": a number that repeats what stood before.
    pub(crate) fn repeated(&self, found: &[Expression], at: usize) -> Read<Saying> {
        let last = found.last()?;
        let gap = last.after..at;
        let joining = |place: usize| {
            self.any(place, &[Kind::Or, Kind::And, Kind::Correct, Kind::No])
                || self.mark(place, ',')
                || self.mark(place, '/')
        };
        let joined = gap.len() <= 3 && !gap.is_empty() && gap.clone().all(joining);
        if let Some(read) = self.next_of_kind(last, at) {
            return Some(read);
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

    /// "this week or next", "inte den här veckan utan nästa", "la settimana prossima no, quella dopo sì".
    fn next_of_kind(&self, last: &Expression, at: usize) -> Read<Saying> {
        const JOINING: [Kind; 8] =
            [Kind::Or, Kind::And, Kind::But, Kind::Correct, Kind::No, Kind::Not, Kind::Bad, Kind::Fits];
        let joined =
            |place: usize| self.any(place, &JOINING) || self.mark(place, ',') || self.mark(place, '/');
        let gap = last.after..at;
        let told = self.is(at, Kind::Following) || (self.is(at, Kind::Next) && self.closes(at + 1));
        if !told || gap.is_empty() || gap.len() > 4 || !gap.clone().all(joined) || last.saying.clock.is_some()
        {
            return None;
        }
        let named =
            self.any(at + 1, &[Kind::Unit, Kind::Weekday, Kind::Month, Kind::Rel, Kind::Pod, Kind::Holiday]);
        let span = last.saying.days.span.filter(|span| !named && !span.open())?;
        let to = match span.grain {
            Grain::Week => span.to.plus(7),
            Grain::Month => span.to.month_start(1),
            _ => return None,
        };
        Some((Saying::days(Days::span(span.to, to, span.grain)), at + 1))
    }

    /// An expression with everything that joins it.
    pub(crate) fn chain(&self, at: usize) -> Read<Saying> {
        let busy_until = self.busy && self.is(at, Kind::To);
        if self.items.get(at).is_none_or(|item| !item.begins && !busy_until) {
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
    pub(crate) fn joined(&self, saying: &Saying, at: usize) -> Read<Saying> {
        if let Some(read) = self.weekday_number(saying, at) {
            return Some(read);
        }
        let place = self.glue(at);
        // "Dienstag morgen": beside a day the word for tomorrow is the morning.
        if saying.days.names_day()
            && saying.clock.is_none()
            && self.is(place, Kind::Rel)
            && self.is(place, Kind::Pod)
        {
            let (clock, next) = self.part(place)?;
            return saying.merge(&Saying::clock(clock)).map(|merged| (merged, next));
        }
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

    /// Whether a bare number here may be a clock time beside a day; "the Wednesday one" is an appointment.
    pub(crate) fn weak_here(&self, at: usize) -> bool {
        self.digits(at).is_some_and(|hour| (1..24).contains(&hour) || self.width(at) == 4)
            || self.value(at, Kind::Card).is_some_and(|hour| hour <= 12) && !self.is(at, Kind::Appt)
    }

    /// "jeudi 15", "torsdag 26": a day number beside a weekday, unless it is a clock time.
    pub(crate) fn weekday_number(&self, saying: &Saying, at: usize) -> Read<Saying> {
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
    pub(crate) fn part_of_chain(&self, at: usize, weak: bool) -> Read<Saying> {
        let mut best = self.primary(at, weak);
        if self.is(at, Kind::Within) {
            longer(&mut best, self.within(at));
        }
        if self.any(at, &[Kind::From, Kind::Opens, Kind::Between])
            || best.as_ref().is_some_and(|(_, next)| self.joint_near(*next))
        {
            longer(&mut best, self.dates_between(at));
        }
        longer(&mut best, self.bounded(at));
        best
    }

    /// Whether something that joins the ends of a range stands near.
    pub(crate) fn joint_near(&self, at: usize) -> bool {
        (at.saturating_sub(1)..at + MAX_PARTS).any(|place| {
            self.any(place, &[Kind::To, Kind::Until, Kind::Between]) || self.any_mark(place, "-/")
        })
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
