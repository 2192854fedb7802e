//! The whole message: expressions in their roles, the time asked for, and what needs a question.
//!
//! Absent: words and calendars; `lexicon` and `windows` know them.

use std::cell::Cell;
use std::ops::Range;

use jiff::Zoned;

use super::day::Day;
use super::expression::{Expression, expressions};
use super::fold::alternatives;
use super::grammar::{Env, Grammar};
use super::items::{Item, items};
use super::kinds::Kind;
use super::lean::{self, Appointment};
use super::scan::{MAX_CHARS, scan};
use super::scope::{Scoped, scope};
use super::spec::{Days, Det, Saying, Span};
use super::windows::{Frame, HORIZON_DAYS, tidy, without};
use super::{ClauseTime, Times, lexicon, resolve};
use crate::{Context, Expecting, Prefer, Role, TimeExpression, When, Window};

/// A verb begins a clause of its own so many words after the "and" at most.
const VERB_AFTER_JOIN: usize = 4;

/// More exclusions are no request that a desk could answer; it bounds the work.
const MAX_EXCLUDED: usize = 16;

/// A message makes so many requests at most.
const MAX_CLAUSES: usize = 8;

/// A message, read.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    text: &'a str,
    /// Where each character begins.
    bytes: Vec<usize>,
    items: Vec<Item>,
    scoped: Vec<Scoped>,
    frame: Frame,
    env: Env,
}

impl<'a> Message<'a> {
    /// Reads `text`.
    pub(crate) fn new(text: &'a str, lang: &str, context: &Context) -> Self {
        let lexicon = lexicon::of(lang);
        let frame = Frame::new(&context.now);
        let env = Env {
            lexicon,
            now: frame.now,
            month_first: lang.eq_ignore_ascii_case("en-us"),
            asked: context.expecting == Some(Expecting::Date),
            choosing: context.expecting.is_some_and(|expecting| expecting != Expecting::Date),
        };
        let items = items(&scan(text), lexicon);
        let tried = Cell::new(0);
        let grammar = Grammar::new(&items, &env, &tried);
        let found = expressions(&grammar);
        let appointments = appointments(context);
        let scoped = roles(grammar, &found, &appointments, &env);
        let bytes = text.char_indices().take(MAX_CHARS + 1).map(|(byte, _)| byte).collect();
        Self { text, bytes, items, scoped, frame, env }
    }

    /// The times that begin within `range` (characters).
    pub(crate) fn times(&self, range: Range<usize>) -> Times {
        let (when, doubtful) = self.asked(&range);
        let clauses = self.clauses(&range);
        Times { when, needs_clarification: doubtful, clauses, expressions: self.expressions(&range) }
    }

    /// The expressions that begin within `range` (characters), in order.
    pub(crate) fn expressions(&self, range: &Range<usize>) -> Vec<TimeExpression> {
        self.within(range).into_iter().filter_map(|scoped| self.shown(scoped)).collect()
    }

    /// The time asked for within `range` (characters), and whether to ask back.
    pub(crate) fn asked(&self, range: &Range<usize>) -> (Option<When>, bool) {
        self.when(&self.within(range), range)
    }

    fn within(&self, range: &Range<usize>) -> Vec<&Scoped> {
        self.scoped.iter().filter(|scoped| range.contains(&self.items[scoped.items.0].start)).collect()
    }

    /// The time asked for, and whether to ask back.
    fn when(&self, scoped: &[&Scoped], range: &Range<usize>) -> (Option<When>, bool) {
        let heard = |kind: Kind| self.items.iter().any(|item| range.contains(&item.start) && item.is(kind));
        let of =
            |role: Role| scoped.iter().copied().filter(move |scoped| scoped.role == role).collect::<Vec<_>>();
        let (wanted, excluded) = (of(Role::Wanted), of(Role::Excluded));
        let prefer = self.preference(range);
        let doubtful = wanted.iter().any(|scoped| scoped.saying.doubtful);
        let vague = heard(Kind::Vague) || (wanted.is_empty() && self.by_event(range));
        if wanted.is_empty() && excluded.is_empty() && prefer.is_none() && !heard(Kind::AnyTime) {
            return (None, vague);
        }
        if vague && wanted.is_empty() && excluded.is_empty() {
            return (None, true);
        }
        let mut folded = alternatives(&wanted, self.env.now.0);
        if heard(Kind::VMove) {
            stay_on_the_day(&mut folded, scoped);
        }
        let asked = if folded.is_empty() {
            self.frame.any()
        } else {
            tidy(folded.iter().flat_map(|saying| self.frame.of(saying)).collect())
        };
        let out = tidy(
            excluded
                .iter()
                .take(MAX_EXCLUDED)
                .flat_map(|scoped| self.frame.ruled_out(&scoped.saying))
                .collect(),
        );
        let windows = without(&asked, &out);
        let nothing = windows.is_empty();
        let flexible = wanted.iter().any(|scoped| scoped.wished);
        let text = self.words(scoped);
        (Some(When { windows, flexible, prefer, text }), doubtful || vague || nothing)
    }

    /// The first or the last of what there is.
    fn preference(&self, range: &Range<usize>) -> Option<Prefer> {
        self.items.iter().filter(|item| range.contains(&item.start)).find_map(|item| {
            if item.is(Kind::Earliest) {
                Some(Prefer::Earliest)
            } else if item.is(Kind::Latest) {
                Some(Prefer::Latest)
            } else {
                None
            }
        })
    }

    /// "nån gång när barnen börjat skolan": a "when" inside a clause tells the time by an event.
    fn by_event(&self, range: &Range<usize>) -> bool {
        self.items.iter().enumerate().any(|(at, item)| {
            let inside = at > 0 && self.items[at - 1].mark.is_none() && at + 1 < self.items.len();
            inside && range.contains(&item.start) && item.is(Kind::When)
        })
    }

    /// The words from the first expression to the last that the time was read from.
    fn words(&self, scoped: &[&Scoped]) -> String {
        let told = || scoped.iter().filter(|scoped| matches!(scoped.role, Role::Wanted | Role::Excluded));
        let preferred = || {
            self.items
                .iter()
                .filter(|item| item.is(Kind::Earliest) || item.is(Kind::Latest) || item.is(Kind::AnyTime))
        };
        let start = told()
            .map(|scoped| self.items[scoped.items.0].start)
            .chain(preferred().map(|item| item.start))
            .min();
        let end = told()
            .map(|scoped| self.items[scoped.items.1 - 1].end)
            .chain(preferred().map(|item| item.end))
            .max();
        self.slice(start.unwrap_or(0), end.unwrap_or(0))
    }

    fn slice(&self, start: usize, end: usize) -> String {
        let byte = |place: usize| self.bytes.get(place).copied().unwrap_or(self.text.len());
        self.text.get(byte(start)..byte(end.max(start))).unwrap_or_default().to_owned()
    }

    /// An expression as the contract shows it.
    fn shown(&self, scoped: &Scoped) -> Option<TimeExpression> {
        let saying = self.in_context(scoped);
        let stretch = resolve::first_stretch(&saying, self.env.now)?;
        let horizon = self.env.now.0.plus(HORIZON_DAYS);
        let to =
            if stretch.to.0 == Day::LAST { (horizon.max(stretch.from.0.plus(1)), 0) } else { stretch.to };
        let from = self.frame.moment(stretch.from.0, stretch.from.1);
        let span = Window { from, to: self.frame.moment(to.0, to.1) };
        let (start, end) = (self.items[scoped.items.0].start, self.items[scoped.items.1 - 1].end);
        let past = to <= self.env.now && matches!(scoped.role, Role::Wanted | Role::Excluded);
        let role = if past { Role::Other } else { scoped.role };
        (span.from < span.to).then(|| TimeExpression {
            text: self.slice(start, end),
            start,
            end,
            span,
            grain: stretch.grain,
            role,
        })
    }

    /// A bare weekday in the week that the message asks for.
    fn in_context(&self, scoped: &Scoped) -> Saying {
        let saying = scoped.saying.clone();
        let bare = saying.days.span.is_none()
            && saying.days.weekdays.is_some_and(|weekdays| weekdays.det == Det::Bare);
        if !bare
            || saying.days.number.is_some()
            || saying.days.month_day.is_some()
            || scoped.role != Role::Wanted
        {
            return saying;
        }
        let period = |other: &&Scoped| other.role == Role::Wanted && !other.saying.days.names_day();
        let span: Option<Span> = self
            .scoped
            .iter()
            .filter(period)
            .find_map(|other| other.saying.days.span.filter(|span| !span.open()));
        match span {
            Some(span) => Saying { days: Days { span: Some(span), ..saying.days }, ..saying },
            None => saying,
        }
    }

    /// The parts of the text that make a request of their own.
    fn clauses(&self, range: &Range<usize>) -> Vec<ClauseTime> {
        let tried = Cell::new(0);
        let grammar = Grammar::new(&self.items, &self.env, &tried);
        let verbs = [Kind::VBook, Kind::VMove, Kind::VCancel];
        let mut starts = vec![0];
        for at in 1..self.items.len() {
            let joined = grammar.any(at, &[Kind::And, Kind::But, Kind::So]) || grammar.mark(at, ',');
            let ended = grammar.ends(at);
            if ended || (joined && (at + 1..=at + VERB_AFTER_JOIN).any(|place| grammar.any(place, &verbs))) {
                starts.push(at + 1);
            }
        }
        let end = self.items.last().map_or(0, |item| item.end);
        let places: Vec<usize> =
            starts.iter().filter_map(|at| self.items.get(*at)).map(|item| item.start).collect();
        let stops = places.iter().skip(1).copied().chain(std::iter::once(end));
        let whole = places.len() < 2;
        let places = &places[..places.len().min(MAX_CLAUSES)];
        places
            .iter()
            .zip(stops)
            .filter(|(start, _)| !whole && range.contains(start))
            .map(|(&start, end)| {
                let (when, _) = self.when(&self.within(&(start..end)), &(start..end));
                ClauseTime { start, end, when }
            })
            .collect()
    }
}

/// The patient's appointments on the clinic's clock, in order.
fn appointments(context: &Context) -> Vec<Appointment> {
    let local = |at: jiff::Timestamp| -> Zoned { at.to_zoned(context.now.time_zone().clone()) };
    let mut all: Vec<Appointment> = context
        .appointments
        .iter()
        .map(|booked| local(booked.from))
        .map(|at| (Day::of(at.date()), i32::from(at.hour()) * 60 + i32::from(at.minute())))
        .collect();
    all.sort_unstable();
    all
}

/// The part that each expression plays, leaning ones settled, past ones set aside.
fn roles(grammar: Grammar, found: &[Expression], appointments: &[Appointment], env: &Env) -> Vec<Scoped> {
    let known = |saying: &Saying| {
        let told = appointments.iter().filter_map(|appointment| lean::names(saying, *appointment, env.now));
        if appointments.is_empty() { None } else { told.reduce(|any, one| any || one) }
    };
    let mut scoped = scope(grammar, found, &known);
    lean::settle(&mut scoped, appointments, env.now);
    for scoped in &mut scoped {
        let past =
            resolve::first_stretch(&scoped.saying, env.now).is_some_and(|stretch| stretch.to <= env.now);
        // "efter 17 i veckan" began on Monday and is not over.
        let goes_on =
            resolve::days(&scoped.saying.days, env.now.0).is_some_and(|set| set.span.to > env.now.0.plus(1));
        let past = past && !goes_on;
        if past && matches!(scoped.role, Role::Wanted | Role::Excluded) {
            scoped.role = Role::Other;
        }
    }
    beyond_reach(&mut scoped, env);
    scoped
}

/// "jag opererades den 3 november": a date that comes again only after the horizon has been, when another is asked for.
fn beyond_reach(scoped: &mut [Scoped], env: &Env) {
    let horizon = env.now.0.plus(HORIZON_DAYS);
    let dated =
        |scoped: &Scoped| scoped.saying.days.month_day.is_some() || scoped.saying.days.fixed.is_some();
    let far = |scoped: &Scoped| {
        scoped.role == Role::Wanted
            && dated(scoped)
            && resolve::first_stretch(&scoped.saying, env.now).is_some_and(|stretch| stretch.from.0 > horizon)
    };
    let near =
        |scoped: &Scoped| scoped.role == Role::Wanted && !scoped.saying.days.is_empty() && !far(scoped);
    if scoped.iter().any(near) {
        scoped.iter_mut().filter(|scoped| far(scoped)).for_each(|scoped| scoped.role = Role::Other);
    }
}

/// "flytta torsdag till kl 15": without a new day the appointment stays on its own.
fn stay_on_the_day(folded: &mut [Saying], scoped: &[&Scoped]) {
    let dated = |saying: &Saying| saying.days.names_day() || saying.days.span.is_some();
    let existing = scoped.iter().find(|scoped| scoped.role == Role::Existing && dated(&scoped.saying));
    if let Some(existing) =
        existing.filter(|_| !folded.iter().any(|saying| dated(saying) || saying.stretch.is_some()))
    {
        for saying in folded {
            saying.days = existing.saying.days.clone();
        }
    }
}
