//! The role of an expression of time: wanted, ruled out, an existing appointment's, or beside the point.
//!
//! It follows from what was heard before it (`Heard`). Absent: the walk through the message (`scope`).

use super::bounds::{Side, bounded_days};
use super::day::Day;
use super::expression::Expression;
use super::kinds::Kind;
use super::resolve;
use super::scope::{Join, Scoped, Walk};
use super::spec::{Clock, Days, Leaning, Reach, Saying};
use crate::Role;

/// A verb of moving or cancelling governs what stands so many words behind it at most, when nothing else tells.
const VERB_REACH_ITEMS: usize = 8;
/// "innan vi åker på semester den 20:e": so many words may stand between the bounding word and its date.
const EVENT_ITEMS: usize = 8;

/// The verb that governs what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    None,
    Book,
    Move,
    Cancel,
    Cannot,
    Have,
}

/// What has been heard on the way to the next expression.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word heard or not, and all combine")]
pub(crate) struct Heard {
    pub(crate) denied: bool,
    pub(crate) busy: bool,
    pub(crate) busy_end: bool,
    pub(crate) verb: Verb,
    pub(crate) verb_at: usize,
    pub(crate) verb_done: bool,
    pub(crate) to: bool,
    pub(crate) replaced: bool,
    pub(crate) born: bool,
    pub(crate) attends: bool,
    pub(crate) wished: bool,
    pub(crate) join: Join,
    /// The last item that was "the appointment".
    pub(crate) appointment: Option<usize>,
    pub(crate) mine: Option<usize>,
    /// "before I go away …": what that clause's date bounds, and where the word stands.
    pub(crate) event: Option<(Side, usize)>,
}

impl Heard {
    pub(crate) const NOTHING: Self = Self {
        denied: false,
        busy: false,
        busy_end: false,
        verb: Verb::None,
        verb_at: 0,
        verb_done: false,
        to: false,
        replaced: false,
        born: false,
        attends: false,
        wished: false,
        join: Join::And,
        appointment: None,
        mine: None,
        event: None,
    };

    /// A new clause: denials and what was to be replaced end here; a verb that has its time does too.
    pub(crate) fn new_clause(&mut self) {
        let keep = if self.verb_done { Verb::None } else { self.verb };
        *self =
            Self { verb: keep, verb_at: self.verb_at, join: self.join, wished: self.wished, ..Self::NOTHING };
    }
}

impl Walk<'_> {
    /// Hears a word that bounds by something that happens; the date comes later in its clause.
    pub(crate) fn hear_event(&mut self, at: usize) {
        let grammar = self.grammar;
        let side = if grammar.value(at, Kind::Before) == Some(0) {
            Side::Before
        } else if grammar.is(at, Kind::After) && grammar.is(at + 1, Kind::My) {
            Side::After
        } else if grammar.is(at, Kind::Vague) {
            Side::From
        } else if grammar
            .any(at, &[Kind::Attend, Kind::ApptDef, Kind::Appt, Kind::VBook, Kind::VMove, Kind::VCancel])
        {
            self.heard.event = None;
            return;
        } else {
            return;
        };
        self.heard.event = Some((side, at));
    }

    /// "before I go on holiday on the 20th": the date of what happens bounds the time asked for.
    pub(crate) fn bound_by_event(&mut self, scoped: &mut Scoped) {
        let Some((side, at)) = self.heard.event.take() else { return };
        let saying = &scoped.saying;
        let dated = saying.days.names_day() && saying.clock.is_none() && saying.bound.is_none();
        if !dated || saying.leaning.is_some() || scoped.items.0 > at + EVENT_ITEMS {
            return;
        }
        let Some(set) = resolve::days(&saying.days, self.grammar.env.now.0) else { return };
        scoped.saying = bounded_days(side, set.span);
        self.heard.busy = false;
    }

    pub(crate) fn role(&self, expression: &Expression, scoped: &mut Scoped) -> Role {
        let Heard { denied, busy, .. } = self.heard;
        if expression.saying.aside || self.heard.born {
            return Role::Other;
        }
        if self.names_appointment(expression) {
            return Role::Existing;
        }
        if busy {
            if (self.known)(&expression.saying) == Some(true) {
                return Role::Existing;
            }
            turn(scoped);
            return scoped.role;
        }
        if self.heard.verb == Verb::Cannot && !self.heard.verb_done {
            return match (self.known)(&expression.saying) {
                Some(false) => Role::Excluded,
                _ => Role::Existing,
            };
        }
        let known = || (self.known)(&expression.saying) == Some(true);
        let alone = !self.done.iter().any(|scoped| scoped.role == Role::Wanted);
        // "jag kan inte på torsdag", "vi ses torsdag": the appointment that is on that day.
        if (denied && alone || self.heard.attends) && known() {
            return Role::Existing;
        }
        if denied && !alone && is_part_of_day(&scoped.saying) {
            return Role::Excluded;
        }
        if denied {
            turn(scoped);
        }
        scoped.role
    }

    /// Whether the expression says which appointment is spoken of.
    pub(crate) fn names_appointment(&self, expression: &Expression) -> bool {
        let grammar = self.grammar;
        let heard = &self.heard;
        let after = grammar.glue(expression.after);
        if matches!(expression.saying.leaning, Some(Leaning::Shift(..))) {
            return false;
        }
        if heard.replaced {
            return true;
        }
        let instead = grammar.is(after, Kind::Instead);
        if heard.to || instead || grammar.is(expression.first, Kind::To) {
            return false;
        }
        let possessive =
            grammar.is(expression.after - 1, Kind::Poss) || grammar.is(expression.after, Kind::Poss);
        let mine = heard.mine.is_some_and(|place| place + 2 >= expression.first && place < expression.first);
        let noun_after = grammar.any(after, &[Kind::Appt, Kind::ApptDef])
            || (possessive && grammar.is(expression.after + 1, Kind::One));
        if noun_after && (possessive || mine || grammar.is(after, Kind::ApptDef) && heard.verb != Verb::Book)
        {
            return true;
        }
        let beside = heard.appointment.is_some_and(|place| grammar.glue(place + 1) + 1 >= expression.first);
        if beside
            && (heard.verb != Verb::Book
                || heard.mine.is_some_and(|place| {
                    Some(place + 1) == heard.appointment || Some(place) == heard.appointment
                }))
        {
            return true;
        }
        let matched = (self.known)(&expression.saying);
        let near = expression.first <= heard.verb_at + VERB_REACH_ITEMS;
        match heard.verb {
            Verb::Cancel => !heard.verb_done || heard.join != Join::Or,
            Verb::Have => !heard.verb_done,
            Verb::Move if heard.verb_done => false,
            Verb::Move => {
                matched == Some(true)
                    || (matched.is_none()
                        && near
                        && expression.saying.leaning.is_none()
                        && heard.appointment.is_none()
                        && possessive_or_day(expression))
            }
            _ => false,
        }
    }
}

/// "flytta torsdag" names what is to be moved; "flytta efter 15" does not.
fn possessive_or_day(expression: &Expression) -> bool {
    expression.saying.days.names_day() && expression.saying.bound.is_none()
}

/// "torsdag efter 14": among other times that are wanted, "not" speaks of that part of that day alone.
fn is_part_of_day(saying: &Saying) -> bool {
    let bounded = |clock: &Clock| matches!(clock.reach, Reach::From | Reach::Until | Reach::UntilIncluding);
    saying.days.names_day() && saying.clock.as_ref().is_some_and(bounded)
}

/// Denies: a bound turns round, anything else is ruled out.
pub(crate) fn turn(scoped: &mut Scoped) {
    let saying = &mut scoped.saying;
    if let Some(bound) = saying.bound.filter(|_| saying.clock.is_none()) {
        let (from, to) =
            if bound.before { (bound.named.from, Day::LAST) } else { (Day::FIRST, bound.named.to) };
        saying.days = Days::span(from, to, bound.named.grain);
        return;
    }
    if let Some(clock) = saying.clock.as_mut() {
        let reach = match clock.reach {
            Reach::From => Some(Reach::Until),
            Reach::Until | Reach::UntilIncluding => Some(Reach::From),
            _ => None,
        };
        if let Some(reach) = reach {
            *clock = Clock { reach, ..*clock };
            return;
        }
    }
    scoped.role = Role::Excluded;
}

/// "jag slutar 16": free from then on.
pub(crate) fn free_from(saying: &mut Saying) {
    if let Some(clock) =
        saying.clock.as_mut().filter(|clock| clock.reach != Reach::Part && clock.reach != Reach::Range)
    {
        clock.reach = Reach::From;
    }
}
