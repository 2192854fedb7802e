//! What each expression of time does in its sentence: wanted, ruled out, an appointment that exists, or beside the
//! point; and how it joins the one before it.
//!
//! A negation reaches to the next clause boundary (`reference/language.md`, section 4). Absent: the calendar.

use super::expression::Expression;
use super::grammar::Grammar;
use super::kinds::Kind;
use super::role::{Heard, Verb, free_from, turn};
use super::spec::Saying;
use crate::Role;

/// A denial or a verb speaks of a time so many words before it at most; it bounds the work on a text that is all denials.
const CLAUSE_ITEMS: usize = 32;

/// How an expression joins the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// Both hold.
    And,
    /// Either will do.
    Or,
    /// It takes the place of what was said.
    Instead,
}

/// An expression with its part in the sentence.
#[derive(Clone, Debug)]
pub(crate) struct Scoped {
    /// What it says, denials of bounds already turned ("not before 9" is "from 9").
    pub(crate) saying: Saying,
    /// First item and the item after the last.
    pub(crate) items: (usize, usize),
    /// Its role.
    pub(crate) role: Role,
    /// How it joins the wanted one before it.
    pub(crate) join: Join,
    /// It was liked rather than needed.
    pub(crate) wished: bool,
    /// "till fredag": where an appointment is to go.
    pub(crate) target: bool,
    /// It stands in one list with the expression before it: nothing but "and", "or" and commas between.
    pub(crate) listed: bool,
}

/// Whether an expression names an appointment that the context knows.
pub(crate) type Known<'a> = &'a dyn Fn(&Saying) -> Option<bool>;

/// Walks a message from left to right.
pub(crate) struct Walk<'a> {
    pub(crate) grammar: Grammar<'a>,
    found: &'a [Expression],
    pub(crate) known: Known<'a>,
    pub(crate) heard: Heard,
    pub(crate) done: Vec<Scoped>,
}

/// The part that each expression plays.
pub(crate) fn scope<'a>(grammar: Grammar<'a>, found: &'a [Expression], known: Known<'a>) -> Vec<Scoped> {
    let mut walk =
        Walk { grammar, found, known, heard: Heard::NOTHING, done: Vec::with_capacity(found.len()) };
    let mut at = 0;
    walk.hear_closing_verb(0);
    for (index, expression) in found.iter().enumerate() {
        walk.gap(at, expression.first, index);
        walk.expression(index);
        at = expression.after;
    }
    walk.gap(at, grammar.items.len(), found.len());
    walk.done
}

impl Walk<'_> {
    /// The words between two expressions.
    fn gap(&mut self, from: usize, to: usize, next: usize) {
        let mut at = from;
        while at < to {
            self.word(at, from, to, next);
            at += 1;
        }
    }

    /// One word between two expressions; `next` is the expression after the gap, which ends at `to`.
    fn word(&mut self, at: usize, from: usize, to: usize, next: usize) {
        let grammar = self.grammar;
        let silent = grammar.any(
            at,
            &[Kind::Glue, Kind::On, Kind::At, Kind::Later, Kind::Earlier, Kind::Late, Kind::One, Kind::Any],
        );
        self.heard.to = grammar.any(at, &[Kind::To, Kind::Until]) || (silent && self.heard.to);
        if let Some(mark) = grammar.items[at].mark {
            self.mark(mark, at, to, next);
        }
        self.join_word(at, from, to, next);
        if grammar.is(at, Kind::Polite) {
            return;
        }
        self.denial(at, from, to, next);
        self.hear_event(at);
        self.verb(at);
        let cannot = grammar.is(at, Kind::Attend) && at > 0 && grammar.is(at - 1, Kind::Not);
        if (cannot || grammar.any(at, &[Kind::VCannot, Kind::VCancel, Kind::VMove, Kind::HaveAppt]))
            && next >= self.found.len()
        {
            self.verb_behind(at);
        }
        self.noun(at);
    }

    fn mark(&mut self, mark: char, at: usize, to: usize, next: usize) {
        if matches!(mark, '.' | '!' | '?' | '\n' | ';' | ':' | '(' | ')') {
            self.heard.new_clause();
            self.heard.verb = Verb::None;
            self.hear_closing_verb(at + 1);
            self.heard.join = if self.heard.join == Join::Or { Join::And } else { self.heard.join };
        } else if mark == ',' {
            let denied = self.heard.denied && self.list_goes_on(at, to, next);
            self.heard.new_clause();
            self.heard.denied = denied;
        }
    }

    /// Hears the verb that a sentence closes with before its times are reached.
    fn hear_closing_verb(&mut self, at: usize) {
        if let Some(verb) = self.grammar.closing_verb(at) {
            self.heard.verb = if self.grammar.is(verb, Kind::VMove) { Verb::Move } else { Verb::Cancel };
            self.heard.verb_at = at;
        }
    }

    /// "inte måndag, tisdag eller onsdag": the comma stands in a list that an "or" ends.
    fn list_goes_on(&self, at: usize, to: usize, next: usize) -> bool {
        let Some(expression) = self.found.get(next) else { return false };
        self.grammar.glue(at + 1) == to
            && self.grammar.any(expression.after, &[Kind::Or, Kind::And, Kind::Not])
    }

    fn join_word(&mut self, at: usize, from: usize, to: usize, next: usize) {
        let grammar = self.grammar;
        if grammar.is(at, Kind::Or) {
            self.heard.join = Join::Or;
        } else if grammar.is(at, Kind::But) && at == from && to == at + 1 && self.after_every() {
            // "any weekday but Thursday"
            self.heard.denied = true;
        } else if grammar.any(at, &[Kind::But, Kind::So]) {
            self.heard.new_clause();
        } else if grammar.is(at, Kind::Wish) {
            self.heard.wished = true;
            if at > from {
                self.heard.denied = false;
            }
        } else if grammar.is(at, Kind::Correct)
            || (grammar.any(at, &[Kind::No, Kind::Not]) && self.takes_back(at, from))
        {
            // "menar jag" may also close a correction: nothing follows it then.
            if next < self.found.len() && !self.done.is_empty() && (at + 1 < to || to == at + 1) {
                self.heard.new_clause();
                self.heard.join = Join::Instead;
            }
        }
    }

    /// Whether the last expression speaks of each such day.
    fn after_every(&self) -> bool {
        self.done.last().is_some_and(|last| self.grammar.any(last.items.0, &[Kind::Every, Kind::Any]))
    }

    /// Whether "no" is an answer to oneself ("Wednesday, no, Thursday") and not the "no" of "no Mondays".
    fn takes_back(&self, at: usize, from: usize) -> bool {
        // "quarta, não, quinta": a "not" that stands alone.
        if self.grammar.is(at, Kind::Not) && !self.grammar.is(at, Kind::No) {
            let alone = at > 0 && self.grammar.mark(at - 1, ',') && self.grammar.mark(at + 1, ',');
            return alone && !self.done.is_empty();
        }
        !self.done.is_empty()
            && !self.says_no_to_it(at)
            && (at > from || self.grammar.mark(at + 1, ','))
            && !self.grammar.is(at + 1, Kind::Weekdays)
    }

    /// "la settimana prossima no, quella dopo sì": said of the time right before it.
    fn says_no_to_it(&self, at: usize) -> bool {
        let behind = self.done.last().is_some_and(|last| last.items.1 == at);
        behind && (self.grammar.mark(at + 1, ',') || self.grammar.is(at + 1, Kind::But))
    }

    fn takes_back_by_not(&self, at: usize, from: usize) -> bool {
        self.grammar.is(at, Kind::Not) && !self.grammar.is(at, Kind::No) && self.takes_back(at, from)
    }

    fn denial(&mut self, at: usize, from: usize, to: usize, next: usize) {
        let grammar = self.grammar;
        let no = grammar.is(at, Kind::No)
            && !self.takes_back(at, from)
            && (at + 1 == to || self.says_no_to_it(at));
        if grammar.is(at, Kind::Except) {
            self.heard.denied = true;
            self.heard.join = Join::And;
        } else if (grammar.any(at, &[Kind::Not, Kind::Bad]) || no) && !self.takes_back_by_not(at, from) {
            if self.trails(at, to, next) { self.deny_last() } else { self.heard.denied = true }
        } else if grammar.is(at, Kind::Busy) {
            // "vom 1. bis 10. bin ich verreist": said of what stands before it.
            let last_wanted = self.done.last().is_some_and(|last| last.role == Role::Wanted);
            let behind = last_wanted && self.heard.event.is_none() && self.trails(at, to, next);
            if behind { self.deny_last() } else { self.heard.busy = true }
        } else if grammar.is(at, Kind::BusyEnd) {
            self.heard.busy_end = true;
        }
    }

    /// Whether a denial speaks of the expression before it: nothing else follows in its clause.
    fn trails(&self, at: usize, to: usize, next: usize) -> bool {
        let grammar = self.grammar;
        let Some(last) = self.done.last() else { return false };
        // "thursday doesn't work": said of the day right before it.
        if at == last.items.1 && grammar.is(at, Kind::Bad) {
            return true;
        }
        let boundary = |place: usize| {
            grammar.any(place, &[Kind::But, Kind::So, Kind::Or, Kind::Wish, Kind::Correct, Kind::VBook])
                || self.closes_clause(place)
        };
        let same_clause = at - last.items.1 <= CLAUSE_ITEMS
            && !(last.items.1..at)
                .any(|place| grammar.any(place, &[Kind::But, Kind::So]) || self.closes_clause(place));
        same_clause && (next >= self.found.len() || (at + 1..to.min(at + CLAUSE_ITEMS)).any(boundary))
    }

    fn closes_clause(&self, at: usize) -> bool {
        matches!(self.grammar.items[at].mark, Some('.' | ',' | '!' | '?' | '\n' | ';'))
    }

    /// Rules out the last expression and those it stands in one list with.
    fn deny_last(&mut self) {
        let mut index = self.done.len();
        while index > 0 {
            index -= 1;
            let begins = self.done[index].items.0;
            let scoped = &mut self.done[index];
            if scoped.role == Role::Wanted {
                let known = (self.known)(&self.found[index].saying) == Some(true);
                if known && index == 0 { scoped.role = Role::Existing } else { turn(scoped) }
            }
            if !(index > 0 && self.one_list(self.done[index - 1].items.1, begins)) {
                break;
            }
        }
    }

    /// Whether nothing but "and", "or" and commas stands between.
    fn one_list(&self, from: usize, to: usize) -> bool {
        (from..to).all(|place| {
            self.grammar.any(place, &[Kind::Or, Kind::And, Kind::Glue, Kind::On])
                || self.grammar.mark(place, ',')
        })
    }

    fn verb(&mut self, at: usize) {
        let grammar = self.grammar;
        self.heard.attends |= grammar.is(at, Kind::Attend) && !self.heard.denied;
        let verb = if grammar.is(at, Kind::VCancel) {
            Verb::Cancel
        } else if grammar.is(at, Kind::VMove) {
            Verb::Move
        } else if grammar.is(at, Kind::VCannot) || (grammar.is(at, Kind::Attend) && self.heard.denied) {
            Verb::Cannot
        } else if grammar.is(at, Kind::HaveAppt) {
            Verb::Have
        } else if grammar.is(at, Kind::VBook) {
            Verb::Book
        } else {
            return;
        };
        // "kan jag boka om": asking is only the way to say it.
        if verb == Verb::Book
            && matches!(self.heard.verb, Verb::Move | Verb::Cancel)
            && !self.heard.verb_done
            && at <= self.heard.verb_at + 2
        {
            return;
        }
        if matches!(verb, Verb::Cannot) || verb == Verb::Book {
            self.heard.denied = false;
        }
        self.heard.verb = verb;
        self.heard.verb_at = at;
        self.heard.verb_done = false;
    }

    /// "på torsdag kan jag inte komma", "tisdag vill jag avboka": the verb comes after its time.
    fn verb_behind(&mut self, at: usize) {
        let grammar = self.grammar;
        let Some(last) = self.done.last() else { return };
        let ended = |place: usize| matches!(grammar.items[place].mark, Some('.' | '!' | '?' | '\n' | ';'));
        let stops = at - last.items.1 > CLAUSE_ITEMS
            || (last.items.1..at).any(|place| ended(place) || grammar.is(place, Kind::But));
        let asked = (last.items.1..at).any(|place| grammar.is(place, Kind::VBook));
        let named = matches!(last.role, Role::Wanted | Role::Excluded) && last.saying.days.names_day();
        if !stops
            && !asked
            && named
            && !last.wished
            && !last.target
            && (self.known)(&self.found[self.done.len() - 1].saying) != Some(false)
        {
            self.all_existing();
        }
    }

    /// The last expression and those it stands in one list with name appointments that exist.
    fn all_existing(&mut self) {
        let mut index = self.done.len();
        while index > 0 {
            index -= 1;
            self.done[index].role = Role::Existing;
            if index == 0 || !self.one_list(self.done[index - 1].items.1, self.done[index].items.0) {
                break;
            }
        }
    }

    fn noun(&mut self, at: usize) {
        let grammar = self.grammar;
        if grammar.is(at, Kind::My) {
            self.heard.mine = Some(at);
        }
        let mine = self.heard.mine.is_some_and(|place| at <= place + 2);
        // "den tidigaste tiden" is none that exists.
        let sought = at > 0 && grammar.any(at - 1, &[Kind::Earliest, Kind::Latest, Kind::Next, Kind::Any]);
        if sought {
            return;
        }
        if grammar.is(at, Kind::ApptDef) || (grammar.is(at, Kind::Appt) && mine) {
            self.heard.appointment = Some(at);
        }
        if grammar.is(at, Kind::InsteadOf) {
            self.heard.replaced = true;
        }
        // "född 1948 och behöver en tid på onsdag": what is asked for is no birthday.
        self.heard.born = (self.heard.born || grammar.is(at, Kind::Born))
            && !grammar.any(at, &[Kind::And, Kind::Appt, Kind::VBook]);
    }

    /// The expression at `index`, with all that was heard before it.
    fn expression(&mut self, index: usize) {
        let expression = &self.found[index];
        let mut scoped = Scoped {
            saying: expression.saying.clone(),
            items: (expression.first, expression.after),
            role: Role::Wanted,
            join: self.heard.join,
            wished: self.heard.wished,
            target: self.heard.to || self.grammar.is(expression.first, Kind::To),
            listed: index > 0 && self.one_list(self.found[index - 1].after, expression.first),
        };
        self.bound_by_event(&mut scoped);
        let ends = (expression.first..expression.after).any(|place| self.grammar.is(place, Kind::BusyEnd));
        if self.heard.busy_end || ends {
            free_from(&mut scoped.saying);
        }
        scoped.role = self.role(expression, &mut scoped);
        if matches!(self.heard.verb, Verb::Cancel | Verb::Move | Verb::Cannot | Verb::Have) {
            self.heard.verb_done = true;
        }
        self.heard.join = Join::And;
        self.heard.wished = false;
        self.heard.to = false;
        self.heard.replaced = false;
        self.heard.born = false;
        self.heard.appointment = None;
        self.heard.busy_end = false;
        self.done.push(scoped);
    }
}
