//! Productions for days by name: weekdays with "this", "next" and their kin, today and tomorrow, named days.

use super::grammar::{Grammar, Read};
use super::items::Item;
use super::kinds::Kind;
use super::spec::{Days, Det, Leaning, Saying, bit};

const WEEK: i32 = 7;

impl Grammar<'_> {
    /// "this", "next", "last" and their kin: which week of the named day.
    pub(crate) fn det(&self, at: usize) -> Read<Det> {
        let det = if self.is(at, Kind::NextNext) {
            Det::Weeks(2)
        } else if self.is(at, Kind::Next) {
            Det::Weeks(1)
        } else if self.is(at, Kind::Coming) {
            Det::Bare
        } else if self.is(at, Kind::This) {
            Det::This
        } else if self.is(at, Kind::Last) {
            Det::Last
        } else if self.any(at, &[Kind::Every, Kind::Any, Kind::One]) {
            Det::Every
        } else {
            return None;
        };
        Some((det, at + 1))
    }

    /// A weekday with what says which: "nästa torsdag", "lundi prochain", "torsdag om en vecka", "Mondays".
    pub(crate) fn weekday(&self, at: usize) -> Read<Saying> {
        if let Some(weekday) = self.value(at, Kind::WeekdayPast) {
            return Some((Saying::days(Days::weekday(weekday, Det::Last)), at + 1));
        }
        if let Some(weekday) = self.value(at, Kind::Weekdays) {
            return Some((Saying::days(Days::weekday(weekday, Det::Every)), at + 1));
        }
        let (before, place) = match self.det(at) {
            Some((det, next)) => (Some(det), self.glue(next)),
            None => (None, at),
        };
        if before == Some(Det::Every) && self.is(place, Kind::Weekdays) {
            return self.weekday(place);
        }
        let weekday = self.value(place, Kind::Weekday)?;
        // "nåt tors-fre": any time in those days, and not any Thursday.
        if before == Some(Det::Every) && self.is(at, Kind::Any) && self.weekday_range(place).is_some() {
            return None;
        }
        if before.is_none() && self.is(place, Kind::Known) && !self.named_in_place(place) {
            return None;
        }
        let next = self.short_dot(place + 1);
        if before.is_none()
            && let Some(after) = self.after_weekday(weekday, next)
        {
            return Some(after);
        }
        let det = before.unwrap_or(Det::Bare);
        Some((self.certain_weekday(weekday, det), next))
    }

    /// Whether a short name that is also a word ("sat", "man", "do") stands where a day is named.
    fn named_in_place(&self, at: usize) -> bool {
        const TRAILING: [Kind; 8] =
            [Kind::Or, Kind::And, Kind::To, Kind::Until, Kind::Fits, Kind::Bad, Kind::Not, Kind::Instead];
        const LEADING: [Kind; 14] = [
            Kind::On,
            Kind::Or,
            Kind::And,
            Kind::To,
            Kind::Until,
            Kind::From,
            Kind::By,
            Kind::Before,
            Kind::After,
            Kind::Not,
            Kind::Except,
            Kind::Between,
            Kind::Correct,
            Kind::Opens,
        ];
        let led = at == 0 || self.any(at - 1, &LEADING) || self.items[at - 1].mark.is_some();
        let short = self.mark(at + 1, '.') && self.tight(at + 1) && !self.ends(at + 2);
        let goes_on = |item: &Item| item.mark.is_some() || item.begins;
        let alone = self.items.get(at + 1).is_none_or(goes_on) || self.any(at + 1, &TRAILING);
        short || (led && alone)
    }

    /// A weekday beside a "this" or "next", doubtful when "next" could mean the coming one.
    pub(crate) fn certain_weekday(&self, weekday: i32, det: Det) -> Saying {
        let today = self.env.now.0;
        let days = match det {
            Det::Last => {
                let day = today.plus(-1).on_or_before(weekday);
                Days { weekdays: None, ..Days::day(day) }
            }
            det => Days::weekday(weekday, det),
        };
        let coming = today.plus(1).on_or_after(weekday);
        let meant = today.week_start().plus(WEEK + weekday - 1);
        let doubtful = det == Det::Weeks(1) && coming != meant;
        Saying { doubtful, ..Saying::days(days) }
    }

    /// What may follow a weekday to say which: "prochain", "week", "om en vecka", "efter".
    pub(crate) fn after_weekday(&self, weekday: i32, at: usize) -> Read<Saying> {
        if self.is(at, Kind::Week) {
            let mut days = Days::weekday(weekday, Det::This);
            if let Some(weekdays) = days.weekdays.as_mut() {
                weekdays.weeks_more = self.value(at, Kind::Week).filter(|weeks| *weeks > 0).unwrap_or(1);
            }
            return Some((Saying::days(days), at + 1));
        }
        if self.is(at, Kind::Following)
            && self.closes(at + 1)
            && !self.number(at + 1).is_some_and(|_| self.is(at, Kind::After))
        {
            let later = self.is(at, Kind::After)
                && !self.ends(at + 1)
                && !self.mark(at + 1, ',')
                && !self.is(at + 1, Kind::SameTime);
            if !later {
                let leaning = Some(Leaning::WeekdayAfter(weekday));
                return Some((Saying { leaning, ..Saying::default() }, at + 1));
            }
        }
        let place = self.glue(at);
        if self.any(place, &[Kind::One, Kind::Any, Kind::Every, Kind::This]) && !self.is(place, Kind::Last) {
            return None;
        }
        let (det, next) = self.det(place)?;
        // "torsdag nästa vecka": the week is an expression of its own; "lundi prochain à 9h" is not.
        if self.any(next, &[Kind::Unit, Kind::Month, Kind::Weekday, Kind::WeekNo])
            || self.number(next).is_some() && self.unit(next + 1).is_some()
        {
            return None;
        }
        Some((self.certain_weekday(weekday, det), next))
    }

    /// "the Monday after", "the following Monday": with the word before it.
    pub(crate) fn following(&self, at: usize) -> Read<Saying> {
        if !self.is(at, Kind::Following) || self.is(at, Kind::After) {
            return None;
        }
        let weekday = self.value(at + 1, Kind::Weekday);
        if let Some(weekday) = weekday {
            let leaning = Some(Leaning::WeekdayAfter(weekday));
            return Some((Saying { leaning, ..Saying::default() }, at + 2));
        }
        let code = self.unit(at + 1)?;
        let leaning = Some(Leaning::UnitAfter(code, 1));
        Some((Saying { leaning, ..Saying::default() }, at + 2))
    }

    /// "måndag-torsdag", "mån till fre": weekdays from one to another.
    pub(crate) fn weekday_range(&self, at: usize) -> Read<Saying> {
        let opened = usize::from(self.any(at, &[Kind::Between, Kind::From, Kind::Opens]));
        let place = at + opened;
        let name = |at: usize| self.value(at, Kind::Weekday).or_else(|| self.value(at, Kind::Weekdays));
        let first = name(place)?;
        let (_, next) = self.joint(self.short_dot(place + 1), opened == 1)?;
        let second_at = self.glue(next);
        let second = name(second_at)?;
        let plural = self.is(second_at, Kind::Weekdays) && !self.is(second_at, Kind::Weekday);
        let length = (second - first).rem_euclid(WEEK);
        let mask = (0..=length).fold(0, |mask, day| mask | bit((first + day - 1) % WEEK + 1));
        let det = if plural || (first == 1 && second == 5) { Det::Every } else { Det::Bare };
        Some((Saying::days(Days::mask(mask, det)), self.short_dot(second_at + 1)))
    }
}
