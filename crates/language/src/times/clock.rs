//! Productions for clock times: figures, spoken halves and quarters, parts of the day, ranges.

use super::codes::{pod, unit};
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::spec::{Clock, Reach, Time};

const NOON: i32 = 12;
const HOURS: i32 = 24;
const HOUR_MINUTES: i32 = 60;
const QUARTER_MINUTES: i32 = 15;
/// "entre" stands so many items before the "et" that closes its pair.
const BETWEEN_ITEMS: usize = 5;
/// "kl ca halv tre": so many words may announce a clock time.
const MAX_ANNOUNCING: usize = 4;

/// How a clock time was announced.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Announced {
    /// By a word: a bare number is a time.
    pub(crate) sure: bool,
    /// As "about".
    pub(crate) around: bool,
}

impl Grammar<'_> {
    /// A clock time with the words that announce it: "kl ca 15", "half past three", "noon".
    pub(crate) fn clock(&self, at: usize, weak: bool) -> Read<Clock> {
        let (announced, next) = self.announcing(at);
        let about = self.value(next + 1 + usize::from(self.mark(next + 1, '-')), Kind::HourAbout) == Some(0);
        let (time, next) = self.clock_time(next, weak || announced.sure || about)?;
        let (around, next) = self.about_after(next);
        let reach = if announced.around || around { Reach::Around } else { Reach::Point };
        Some((Clock::at(time, reach), next))
    }

    /// The words that announce a clock time, and the index after them.
    pub(crate) fn announcing(&self, at: usize) -> (Announced, usize) {
        let mut announced = Announced::default();
        let mut next = at;
        while next < at + MAX_ANNOUNCING {
            if self.is(next, Kind::At) {
                announced.sure = true;
            } else if self.is(next, Kind::Around) {
                announced = Announced { sure: true, around: true };
            } else if !(next > at && self.is(next, Kind::Glue)) || self.is(next, Kind::One) {
                break;
            }
            next = self.dot(next + 1);
        }
        (announced, next)
    }

    /// "15 ungefär", "10-tiden", "3ish".
    pub(crate) fn about_after(&self, at: usize) -> (bool, usize) {
        let dash = usize::from(self.mark(at, '-'));
        if self.value(at + dash, Kind::HourAbout) == Some(0) {
            return (true, at + dash + 1);
        }
        let after = self.is(at, Kind::Around) && !self.is(at, Kind::At) && self.closes(at + 1);
        (after && self.number(at + 1).is_none(), at + usize::from(after && self.number(at + 1).is_none()))
    }

    /// A clock time. When `weak`, a bare number will do.
    pub(crate) fn clock_time(&self, at: usize, weak: bool) -> Read<Time> {
        let (time, next) = self
            .spoken_minutes(at)
            .or_else(|| self.spoken_half(at))
            .or_else(|| self.running_quarter(at))
            .or_else(|| self.figures(at, weak))
            .or_else(|| self.words(at, weak))?;
        let (time, next) = self.plus_minutes(time, next);
        let (time, next) = self.am_pm(time, next);
        Some(self.plus_minutes(time, next))
    }

    /// "kvart i två", "fem i halv fyra", "20 past 3pm", "quinze para as três".
    pub(crate) fn spoken_minutes(&self, at: usize) -> Read<Time> {
        if self.env.lexicon.flags.to_before && self.is(at, Kind::ClockTo) {
            let (minutes, next, _) = self.minutes_said(at + 1)?;
            let (hour, next) = self.hour(next)?;
            return Some((Time { minutes: hour.minutes - minutes, exact: true, ..hour }, next));
        }
        let (minutes, mut next, in_figures) = self.minutes_said(at)?;
        let sign = if self.is(next, Kind::ClockTo) {
            -1
        } else if self.is(next, Kind::ClockPast) {
            1
        } else {
            return None;
        };
        // "10 to 4" in figures is a range.
        if in_figures && self.is(next, Kind::To) && self.digits(next + 1).is_some() {
            return None;
        }
        next = self.glue(next + 1);
        if self.is(next, Kind::At) {
            next += 1;
        }
        let (hour, next) = self.spoken_half(next).or_else(|| self.hour(next))?;
        let (hour, next) = self.am_pm(hour, next);
        Some((Time { minutes: hour.minutes + sign * minutes, exact: true, ..hour }, next))
    }

    /// The minutes of "kvart över", "tjugo i", "10 minutes past"; whether they were in figures alone.
    pub(crate) fn minutes_said(&self, at: usize) -> Option<(i32, usize, bool)> {
        let article = usize::from(self.is(at, Kind::One) && self.is(at + 1, Kind::Quarter));
        if let Some(quarters) = self.value(at + article, Kind::Quarter) {
            return Some((quarters.max(1) * QUARTER_MINUTES, at + article + 1, false));
        }
        let minutes = self.number(at).filter(|minutes| (1..HOUR_MINUTES).contains(minutes))?;
        if self.unit(at + 1) == Some(unit::MINUTE) {
            return Some((minutes, self.dot(at + 2), false));
        }
        Some((minutes, at + 1, self.digits(at).is_some()))
    }

    /// "halv tre", "half past eight", "half three".
    pub(crate) fn spoken_half(&self, at: usize) -> Read<Time> {
        if !self.is(at, Kind::Half) {
            return None;
        }
        if self.is(at + 1, Kind::ClockPast) {
            let (hour, next) = self.hour(self.glue(at + 2))?;
            return Some((Time { minutes: hour.minutes + 30, exact: true, ..hour }, next));
        }
        let (hour, next) = self.hour(at + 1)?;
        let step = if self.env.lexicon.flags.half_before { -30 } else { 30 };
        Some((Time { minutes: hour.minutes + step, exact: true, ..hour }, next))
    }

    /// "viertel drei", "dreiviertel drei": that much of the hour before it has run.
    pub(crate) fn running_quarter(&self, at: usize) -> Read<Time> {
        let minutes = self.value(at, Kind::QuarterOf)?;
        let (hour, next) = self.hour(at + 1)?;
        Some((Time { minutes: hour.minutes - HOUR_MINUTES + minutes, exact: true, ..hour }, next))
    }

    /// An hour in figures or words, "noon", "midnight", with its "o'clock".
    pub(crate) fn hour(&self, at: usize) -> Read<Time> {
        if let Some(part) = self.value(at, Kind::Pod) {
            let hour = match part {
                pod::NOON => NOON,
                pod::MIDNIGHT => HOURS,
                _ => return None,
            };
            return Some((Time { minutes: hour * HOUR_MINUTES, loose: false, exact: false }, at + 1));
        }
        let hour = self.number(at).filter(|hour| (0..=HOURS).contains(hour) && self.width(at) <= 2)?;
        if self.unit(at + 1).is_some_and(|code| code != unit::HOUR) && !self.is(at + 1, Kind::Oclock) {
            return None;
        }
        let loose = (1..=NOON).contains(&hour) && !self.items[at].nought;
        let next = at + 1 + usize::from(self.is(at + 1, Kind::Oclock));
        Some((Time { minutes: hour * HOUR_MINUTES, loose, exact: false }, next))
    }

    /// "14:15", "14.15", "1430", "15h30", "8 Uhr 20", "8 pm"; "15" when `weak`.
    pub(crate) fn figures(&self, at: usize, weak: bool) -> Read<Time> {
        let number = self.digits(at)?;
        if (3..=4).contains(&self.width(at)) {
            return self.run_together(at, number, weak);
        }
        if self.width(at) > 2 || number > HOURS {
            return None;
        }
        let loose = (1..=NOON).contains(&number) && !self.items[at].nought;
        let hour = Time { minutes: number * HOUR_MINUTES, loose, exact: false };
        if let Some((minutes, next)) = self.minutes_after(at, weak) {
            return Some((Time { minutes: hour.minutes + minutes, exact: true, ..hour }, next));
        }
        if self.is(at + 1, Kind::Oclock) {
            let next = self.dot(at + 2);
            if let Some(minutes) = self.minutes_of_hour(next) {
                return Some((Time { minutes: hour.minutes + minutes, exact: true, ..hour }, next + 1));
            }
            let oclock_unit = self.unit(at + 1) == Some(unit::HOUR)
                && !weak
                && self.any(next, &[Kind::Ago, Kind::FromNow, Kind::Later, Kind::Earlier, Kind::LateBy]);
            return (!oclock_unit).then_some((hour, next));
        }
        if self.any(at + 1, &[Kind::Am, Kind::Pm]) && number <= NOON + NOON {
            return Some((hour, at + 1));
        }
        ((weak && self.bare(at)) || self.plus_follows(at + 1)).then_some((hour, at + 1))
    }

    /// Minutes after a separator: ":15", ".15", "h15".
    pub(crate) fn minutes_after(&self, at: usize, weak: bool) -> Read<i32> {
        let minutes =
            self.digits(at + 2).filter(|m| (0..HOUR_MINUTES).contains(m) && self.width(at + 2) == 2)?;
        let colon = self.mark(at + 1, ':') && (self.tight(at + 2) || self.tight(at + 1));
        let close = self.tight(at + 1) && self.tight(at + 2);
        let mut next = at + 3;
        if colon {
            if self.mark(next, ':') && self.tight(next) && self.digits(next + 1).is_some() {
                next += 2;
            }
        } else if !(self.mark(at + 1, '.') && close && self.dotted_clock(at, minutes, weak)) {
            return None;
        }
        Some((minutes, next + usize::from(self.is(next, Kind::Oclock))))
    }

    /// Whether "14.15" is a clock time rather than a date.
    pub(crate) fn dotted_clock(&self, at: usize, minutes: i32, weak: bool) -> bool {
        let next = at + 3;
        let goes_on = (self.mark(next, '.') || self.mark(next, '-'))
            && self.tight(next)
            && self.digits(next + 1).is_some();
        let dated =
            self.mark(next, '.') && self.tight(next) && minutes <= NOON && !weak && !self.ends(next + 1);
        let told = self.is(next, Kind::Oclock) || self.any(next, &[Kind::Am, Kind::Pm]);
        let dated_before = at > 0 && self.value(at - 1, Kind::On) == Some(1) && !weak;
        let date = goes_on || dated || (dated_before && minutes <= NOON);
        !date && (weak || told || minutes > NOON || self.env.lexicon.flags.dot_clock)
    }

    /// "1430", "830": a clock time without a separator.
    pub(crate) fn run_together(&self, at: usize, number: i32, weak: bool) -> Read<Time> {
        let (hours, minutes) = (number / 100, number % 100);
        let told = self.any(at + 1, &[Kind::Am, Kind::Pm, Kind::Oclock]);
        let alone = self.width(at) == 4
            && (600..=2100).contains(&number)
            && minutes % 5 == 0
            && !(1900..=2100).contains(&number);
        let shown = !(self.tight(at + 1)
            && (self.mark(at + 1, '-')
                || self.mark(at + 1, '/')
                || self.mark(at + 1, '.') && self.digits(at + 2).is_some()));
        if hours >= HOURS
            || minutes >= HOUR_MINUTES
            || !(weak || told || (alone && shown))
            || self.any(at + 1, &[Kind::Unit, Kind::Counted]) && !told
        {
            return None;
        }
        let loose = (1..=NOON).contains(&hours) && !self.items[at].nought;
        let next = at + 1 + usize::from(self.is(at + 1, Kind::Oclock));
        Some((Time { minutes: hours * HOUR_MINUTES + minutes, loose, exact: true }, next))
    }

    /// Whether a bare number counts nothing and begins no date.
    pub(crate) fn bare(&self, at: usize) -> bool {
        let next = at + 1;
        let more = self.tight(next)
            && self.any_mark(next, "/:.,%")
            && self.tight(next + 1)
            && self.digits(next + 1).is_some();
        let counts = self.any(next, &[Kind::Unit, Kind::Counted, Kind::Month, Kind::OrdMark])
            && !self.any(next, &[Kind::Oclock, Kind::ClockTo, Kind::Glue]);
        let date_or_share = more || self.mark(next, '%');
        !date_or_share && !counts
    }

    /// Whether the item is one of those marks.
    pub(crate) fn any_mark(&self, at: usize, marks: &str) -> bool {
        self.items
            .get(at)
            .and_then(|item| item.mark)
            .is_some_and(|mark| u8::try_from(mark).is_ok_and(|mark| marks.as_bytes().contains(&mark)))
    }

    /// "seven thirty", "ten o'clock", "quinze heures trente"; "seven" when `weak`.
    pub(crate) fn words(&self, at: usize, weak: bool) -> Read<Time> {
        if self.digits(at).is_some() {
            return None;
        }
        let (hour, next) = self.hour(at)?;
        let spoken = self.is(at, Kind::Card);
        if spoken && let Some((minutes, after)) = self.minutes_in_words(next) {
            let told = weak || minutes >= 10 || self.any(after, &[Kind::Am, Kind::Pm]);
            if told && !self.any(after, &[Kind::Unit, Kind::Counted, Kind::Month]) {
                return Some((Time { minutes: hour.minutes + minutes, exact: true, ..hour }, after));
            }
        }
        let told = next > at + 1 || self.any(next, &[Kind::Am, Kind::Pm]);
        let counted = next == at + 1 && !self.bare(at);
        let by_itself =
            (!spoken && self.any(next, &[Kind::ClockPlus, Kind::ClockMinus])) || self.plus_follows(next);
        // "un", "ett": an hour only when nothing is counted by it.
        let counts = self.is(at, Kind::One) && !self.closes(next);
        (told || by_itself || (weak && !counted && !counts)).then_some((hour, next))
    }

    /// Minutes said after the hour: "thirty", "oh five", "zero two".
    pub(crate) fn minutes_in_words(&self, at: usize) -> Read<i32> {
        let zero = usize::from(self.is(at, Kind::Zero));
        let minutes = self.value(at + zero, Kind::Card)?;
        let fits = if zero == 1 { (1..10).contains(&minutes) } else { (1..HOUR_MINUTES).contains(&minutes) };
        let next = at + zero + 1;
        let next = next + usize::from(self.unit(next) == Some(unit::MINUTE));
        fits.then_some((minutes, next))
    }

    /// Minutes in figures or words after "o'clock".
    pub(crate) fn minutes_of_hour(&self, at: usize) -> Option<i32> {
        let figures = self
            .digits(at)
            .filter(|_| self.width(at) == 2 && (self.bare(at) || self.unit(at + 1) == Some(unit::MINUTE)));
        let minutes = figures.or_else(|| self.value(at, Kind::Card).filter(|_| self.bare(at)))?;
        (1..HOUR_MINUTES).contains(&minutes).then_some(minutes)
    }

    /// "et demie", "y cuarto", "menos cinco", "e meia" after an hour.
    pub(crate) fn plus_minutes(&self, time: Time, at: usize) -> (Time, usize) {
        // "entre 9h et 11h": the "et" joins two times.
        let between = (at.saturating_sub(BETWEEN_ITEMS)..at).any(|place| self.is(place, Kind::Between));
        if between && self.is(at, Kind::And) && !self.plus_follows(at) {
            return (time, at);
        }
        let sign = if self.is(at, Kind::ClockPlus) {
            1
        } else if self.is(at, Kind::ClockMinus) {
            -1
        } else {
            return (time, at);
        };
        // One word may say it all: "والنصف".
        let fused = self.any(at, &[Kind::Half, Kind::Quarter]);
        let article = !fused && self.is(at + 1, Kind::One) && self.any(at + 2, &[Kind::Quarter, Kind::Half]);
        let next = at + usize::from(!fused) + usize::from(article);
        let minutes = if self.is(next, Kind::Half) {
            Some(30)
        } else if let Some(quarters) = self.value(next, Kind::Quarter) {
            Some(quarters.max(1) * QUARTER_MINUTES)
        } else {
            self.number(next).filter(|minutes| {
                (1..HOUR_MINUTES).contains(minutes)
                    && (self.bare(next) || self.unit(next + 1) == Some(unit::MINUTE))
            })
        };
        let Some(minutes) = minutes.filter(|_| time.minutes % HOUR_MINUTES == 0) else { return (time, at) };
        let end = next + 1 + usize::from(self.unit(next + 1) == Some(unit::MINUTE));
        (Time { minutes: time.minutes + sign * minutes, exact: true, ..time }, end)
    }

    /// "et demie", "y cuarto": only a clock time goes on so.
    pub(crate) fn plus_follows(&self, at: usize) -> bool {
        let next = at + 1 + usize::from(self.is(at + 1, Kind::One));
        self.any(at, &[Kind::ClockPlus, Kind::ClockMinus]) && self.any(next, &[Kind::Half, Kind::Quarter])
    }

    /// "am", "pm", "p.m." after a time.
    pub(crate) fn am_pm(&self, time: Time, at: usize) -> (Time, usize) {
        let noon = NOON * HOUR_MINUTES;
        // German "am" is "on the" unless it hangs on the figure: "8am", "halb drei am Dienstag".
        if self.is(at, Kind::Am) && (self.tight(at) || !self.is(at, Kind::On)) {
            let minutes = if time.minutes >= noon && time.loose { time.minutes - noon } else { time.minutes };
            return (Time { minutes, loose: false, ..time }, at + 1);
        }
        if self.is(at, Kind::Pm) {
            let minutes = if time.minutes < noon && time.loose { time.minutes + noon } else { time.minutes };
            return (Time { minutes, loose: false, ..time }, at + 1);
        }
        (time, at)
    }
}
