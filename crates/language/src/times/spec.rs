//! What an expression of time says, before it is put on the calendar: days, clock, and how they join.
//!
//! Absent: the words it was said with, and the reading of the whole message.

use super::codes::{by_event, hours};
use super::day::Day;
use crate::Grain;

/// Minutes of a day.
pub(crate) const DAY_MINUTES: i32 = 24 * 60;

/// Which of the weekdays is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Det {
    /// "torsdag": the next one after today.
    Bare,
    /// "nu på torsdag": the coming one, today not left out.
    This,
    /// "nästa torsdag": so many calendar weeks ahead.
    Weeks(i32),
    /// "förra torsdagen".
    Last,
    /// "torsdagar", "en torsdag": each of them.
    Every,
}

/// Some weekdays, bit 0 for Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weekdays {
    /// Which.
    pub(crate) mask: u8,
    /// Which of them.
    pub(crate) det: Det,
    /// "Friday week": so many weeks after that.
    pub(crate) weeks_more: i32,
}

/// A stretch of days, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first day.
    pub(crate) from: Day,
    /// The day after the last.
    pub(crate) to: Day,
    /// How exactly it was said.
    pub(crate) grain: Grain,
}

impl Span {
    /// One day.
    pub(crate) fn day(day: Day) -> Self {
        Self { from: day, to: day.plus(1), grain: Grain::Day }
    }

    /// Whether it has no end on one side.
    pub(crate) fn open(&self) -> bool {
        self.from == Day::FIRST || self.to == Day::LAST
    }

    /// What both hold.
    fn meet(self, other: Self) -> Option<Self> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let narrow = if self.open() { other.grain } else { self.grain.min(other.grain) };
        (from < to).then_some(Self { from, to, grain: narrow })
    }
}

/// The days that an expression names; every part that is there must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days {
    /// One certain day.
    pub(crate) fixed: Option<Day>,
    /// Month and day number, the year left open.
    pub(crate) month_day: Option<(i32, i32)>,
    /// A day number alone.
    pub(crate) number: Option<i32>,
    /// Weekdays.
    pub(crate) weekdays: Option<Weekdays>,
    /// A stretch that the days lie in.
    pub(crate) span: Option<Span>,
    /// 0 for even weeks, 1 for odd ones.
    pub(crate) parity: Option<i32>,
}

impl Days {
    /// One certain day.
    pub(crate) fn day(day: Day) -> Self {
        Self { fixed: Some(day), ..Self::default() }
    }

    /// A stretch.
    pub(crate) fn span(from: Day, to: Day, grain: Grain) -> Self {
        Self { span: Some(Span { from, to, grain }), ..Self::default() }
    }

    /// A weekday.
    pub(crate) fn weekday(weekday: i32, det: Det) -> Self {
        Self::mask(bit(weekday), det)
    }

    /// Some weekdays.
    pub(crate) fn mask(mask: u8, det: Det) -> Self {
        Self { weekdays: Some(Weekdays { mask, det, weeks_more: 0 }), ..Self::default() }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it names one day or weekday, not only a stretch to look in.
    pub(crate) fn names_day(&self) -> bool {
        self.fixed.is_some() || self.month_day.is_some() || self.number.is_some() || self.weekdays.is_some()
    }

    /// Both at once, if they speak of the same days in different ways; `None` when they name different ones.
    pub(crate) fn merge(&self, other: &Self) -> Option<Self> {
        if self.is_empty() || other.is_empty() {
            return Some(if self.is_empty() { other.clone() } else { self.clone() });
        }
        let dates = |days: &Self| days.fixed.is_some() || days.month_day.is_some();
        let numbered = |days: &Self| dates(days) || days.number.is_some();
        if (numbered(self) && numbered(other)) || (self.weekdays.is_some() && other.weekdays.is_some()) {
            return None;
        }
        let spans = match (self.span, other.span) {
            (Some(a), Some(b)) => {
                if !a.open() && !b.open() && a.grain == b.grain {
                    return None;
                }
                Some(a.meet(b)?)
            }
            (a, b) => a.or(b),
        };
        let (date, span) = (self.fixed.or(other.fixed), spans);
        if let (Some(day), Some(span)) = (date, span)
            && (day < span.from || day >= span.to)
        {
            return None;
        }
        Some(Self {
            fixed: date,
            month_day: self.month_day.or(other.month_day),
            number: self.number.or(other.number),
            weekdays: self.weekdays.or(other.weekdays),
            span,
            parity: self.parity.or(other.parity),
        })
    }
}

/// The bit of a weekday.
pub(crate) fn bit(weekday: i32) -> u8 {
    1_u8 << ((weekday - 1).rem_euclid(7))
}

/// A clock time as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Minutes of the day, as written.
    pub(crate) minutes: i32,
    /// Twelve hours more may be meant.
    pub(crate) loose: bool,
    /// Minutes were said.
    pub(crate) exact: bool,
}

/// How clock times bound the moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// That moment.
    Point,
    /// Half an hour either side.
    Around,
    /// From one to another.
    Range,
    /// From then on.
    From,
    /// Up to then.
    Until,
    /// Up to then, that moment too.
    UntilIncluding,
    /// A part of the day.
    Part,
}

/// The first or second half of a part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// The whole of it.
    Whole,
    /// The first half.
    First,
    /// The second half.
    Second,
}

/// The hours that an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// How the times bound the moments.
    pub(crate) reach: Reach,
    /// The time, or the first of two.
    pub(crate) a: Time,
    /// The second of two; the same as `a` otherwise.
    pub(crate) b: Time,
    /// The part of the day named with it.
    pub(crate) pod: Option<i32>,
    /// Early or late in that part.
    pub(crate) half: Half,
}

impl Clock {
    /// One time with a reach.
    pub(crate) fn at(time: Time, reach: Reach) -> Self {
        Self { reach, a: time, b: time, pod: None, half: Half::Whole }
    }

    /// From one time to another.
    pub(crate) fn range(a: Time, b: Time) -> Self {
        Self { reach: Reach::Range, a, b, pod: None, half: Half::Whole }
    }

    /// A part of the day.
    pub(crate) fn part(pod: i32) -> Self {
        let none = Time { minutes: 0, loose: false, exact: false };
        Self { reach: Reach::Part, a: none, b: none, pod: Some(pod), half: Half::Whole }
    }

    /// Both at once, if they speak of the same hours; `None` when they name different ones.
    pub(crate) fn merge(&self, other: &Self) -> Option<Self> {
        match (self.reach, other.reach) {
            (Reach::Part, Reach::Part) => self.meet(other),
            (Reach::Part, _) if other.pod.is_none() => {
                Some(Self { pod: self.pod, half: self.half, ..*other })
            }
            (_, Reach::Part) if self.pod.is_none() => {
                Some(Self { pod: other.pod, half: other.half, ..*self })
            }
            (Reach::From, Reach::Until | Reach::UntilIncluding) => Some(Self::range(self.a, other.b)),
            (Reach::Until | Reach::UntilIncluding, Reach::From) => Some(Self::range(other.a, self.b)),
            _ => None,
        }
    }

    /// "eftermiddagen efter skolan": what both parts hold, when one of them is told by an event.
    fn meet(&self, other: &Self) -> Option<Self> {
        let told = |clock: &Self| clock.pod.is_some_and(by_event);
        if !(told(self) || told(other)) {
            return None;
        }
        let (a, b) = (hours(self.pod?), hours(other.pod?));
        let (from, to) = (a.0.max(b.0), a.1.min(b.1));
        let time = |minutes: i32| Time { minutes, loose: false, exact: minutes % 60 != 0 };
        (from < to).then(|| Self::range(time(from), time(to)))
    }
}

/// A stretch of time on the calendar, in minutes of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Day and minute of the first moment.
    pub(crate) from: (Day, i32),
    /// Day and minute of the first moment after.
    pub(crate) to: (Day, i32),
    /// How exactly it was said.
    pub(crate) grain: Grain,
}

/// What one expression says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said or not, and they are independent")]
pub(crate) struct Saying {
    /// Its days.
    pub(crate) days: Days,
    /// Its hours.
    pub(crate) clock: Option<Clock>,
    /// A stretch that is already on the calendar ("in two hours").
    pub(crate) stretch: Option<Stretch>,
    /// Leaning on an appointment or on what was named before.
    pub(crate) leaning: Option<Leaning>,
    /// It tells of something other than a time wanted: "for two weeks", "since Monday".
    pub(crate) aside: bool,
    /// Asked about twice: a good receptionist would ask which.
    pub(crate) doubtful: bool,
    /// The windows are the calendar week around it ("in a month").
    pub(crate) roughly: bool,
    /// Days bounded on one side, for "not before Friday".
    pub(crate) bound: Option<Bound>,
    /// The hours were said before the days.
    pub(crate) hours_first: bool,
}

/// Days bounded on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// True for "before", false for "after".
    pub(crate) before: bool,
    /// What was named, and whether it is meant with it.
    pub(crate) named: Span,
    /// The day number alone, when that was all: a month said elsewhere is meant.
    pub(crate) number: Option<i32>,
}

/// A time told by another: "the week after", "two hours earlier", "same time".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaning {
    /// So many units later (or earlier when negative) than the appointment.
    Shift(i32, i32),
    /// "måndagen efter": the first such weekday after it.
    WeekdayAfter(i32),
    /// "veckan efter": that unit after (or before) it.
    UnitAfter(i32, i32),
    /// "samma tid".
    SameTime,
    /// "samma dag".
    SameDay,
    /// "senare samma dag": after the appointment on its day, or before it.
    SameDayBeside(bool),
    /// "efter det", "before that": after what was named before, or before it.
    Beside(bool),
}

impl Saying {
    /// Days alone.
    pub(crate) fn days(days: Days) -> Self {
        Self { days, ..Self::default() }
    }

    /// Hours alone.
    pub(crate) fn clock(clock: Clock) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    /// One expression out of two that stand side by side; `None` when they don't go together.
    pub(crate) fn merge(&self, other: &Self) -> Option<Self> {
        let whole = |saying: &Self| saying.stretch.is_some() || saying.aside;
        if whole(self) || whole(other) || (self.leaning.is_some() && other.leaning.is_some()) {
            return None;
        }
        let clock = match (self.clock, other.clock) {
            (Some(a), Some(b)) => Some(a.merge(&b)?),
            (a, b) => a.or(b),
        };
        Some(Self {
            days: self.days.merge(&other.days)?,
            clock,
            stretch: None,
            leaning: self.leaning.or(other.leaning),
            aside: false,
            doubtful: self.doubtful || other.doubtful,
            roughly: self.roughly && other.roughly,
            bound: self.bound.or(other.bound),
            hours_first: self.hours_first
                || (self.clock.is_some() && self.days.is_empty() && !other.days.is_empty()),
        })
    }
}
