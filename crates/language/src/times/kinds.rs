//! The kinds of words that the grammar of time knows, by the names that the tables in `lexicon/times` use.
//!
//! Absent: the words themselves; they are data.

/// Declares the kinds once, with the names that the tables use for them.
macro_rules! kinds {
    ($($kind:ident $name:literal $doc:literal)*) => {
        /// What a word may do in a sentence about time.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Kind {
            $(#[doc = $doc] $kind,)*
        }

        impl Kind {
            /// The kind that a table calls `name`.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    Weekday "weekday" "Monday is 1"
    Weekdays "weekdays" "Mondays: every one of them"
    WeekdayPast "weekday_past" "i måndags: the last one"
    Recurs "recurs" "weekends, vardagar: each of some weekdays, as bits"
    Month "month" "January is 1"
    Card "card" "a number in words"
    Ord "ord" "a place in order, in words"
    OrdMark "ord_mark" "what follows a digit to make it a place in order"
    One "one" "a, an: one of something, never an hour"
    Hundred "hundred" "hundred, in years"
    Thousand "thousand" "thousand, in years"
    Half "half" "half an hour, or half of something"
    Quarter "quarter" "a quarter of an hour"
    QuarterOf "quarter_of" "viertel drei, dreiviertel drei: minutes of the hour that is running"
    Couple "couple" "a couple of"
    Rel "rel" "days from today"
    Now "now" "this moment"
    Pod "pod" "a part of the day, by code"
    TodayPod "today_pod" "a part of today"
    Unit "unit" "a unit of time, by code"
    RelUnit "rel_unit" "a unit by its distance from the running one: week+1"
    This "this" "the one that is running or coming"
    Next "next" "that of the following unit"
    Coming "coming" "the nearest one ahead"
    NextNext "next_next" "the one after the next"
    Last "last" "the one before, or the last of several"
    Following "following" "the one after what was named"
    WeekNo "week_no" "what stands before a week's number"
    In "in" "so long from now"
    Ago "ago" "so long before now, said after it"
    AgoPre "ago_pre" "so long before now, said before it"
    FromNow "from_now" "so long from now, said after it"
    Week "week_later" "Friday week: seven days more"
    ForDur "for" "for so long"
    After "after" "later than"
    From "from" "not before"
    Opens "opens" "opens a range, and bounds nothing alone"
    Before "before" "earlier than"
    Until "until" "up to"
    By "by" "not after"
    Within "within" "before so long has passed"
    Between "between" "opens a pair"
    Around "around" "half an hour either side"
    At "at" "a clock time follows"
    On "on" "a day follows"
    Since "since" "so long it has lasted"
    To "to" "joins the ends of a range"
    ClockTo "clock_to" "minutes before an hour"
    ClockPast "clock_past" "minutes after an hour"
    ClockMinus "clock_minus" "minutes taken from an hour, said after it"
    ClockPlus "clock_plus" "minutes put to an hour, said after it"
    Oclock "oclock" "makes a number an hour"
    Zero "zero" "a nought before minutes"
    Am "am" "before noon"
    Pm "pm" "after noon"
    Early "early" "the first half of a part of the day"
    Late "late" "the second half of a part of the day"
    Begin "begin" "the first part of a period"
    Mid "mid" "the middle of a period"
    End "end" "the last part of a period"
    Whole "whole" "the whole of a period"
    Even "even" "even weeks"
    Odd "odd" "odd weeks"
    Every "every" "each one"
    Any "any" "one of them, no matter which"
    Holiday "holiday" "a named day, by rule"
    Season "season" "a season, by its first month"
    Earliest "earliest" "the sooner the better"
    Latest "latest" "the later the better"
    AnyTime "any_time" "no matter when"
    SameTime "same_time" "the clock time of the appointment"
    SameDay "same_day" "the day of the appointment"
    Later "later" "after the appointment by so much"
    Earlier "earlier" "before the appointment by so much"
    That "that" "what was named before"
    And "and" "and"
    Or "or" "or"
    But "but" "a new clause that turns"
    So "so" "a new clause that follows"
    Not "not" "denies"
    No "no" "denies a noun, or takes back"
    Except "except" "all but"
    Polite "polite" "a denial in form only: can't you"
    VMove "move" "asks to move an appointment"
    VCancel "cancel" "asks to cancel"
    VBook "book" "asks for an appointment"
    VCannot "cannot" "can't attend"
    Attend "attend" "comes to an appointment: with a denial, can't attend"
    Fits "fits" "says that a time suits"
    Bad "bad" "says that a time does not suit"
    Appt "appt" "an appointment"
    ApptDef "appt_def" "the appointment, a certain one"
    My "my" "the writer's own"
    HaveAppt "have_appt" "says that the writer has an appointment"
    Instead "instead" "in place of it"
    InsteadOf "instead_of" "what follows is to be replaced"
    Poss "poss" "Thursday's"
    HourAbout "hour_about" "tretiden: that hour or about it; alone the word that makes it so"
    PostFrom "post_from" "said after a time: not before it"
    PostUntil "post_until" "said after a time: not after it"
    Counted "counted" "things that a number counts, so that it is no time"
    Wish "wish" "liked, not needed"
    Correct "correct" "takes back what was just said"
    Busy "busy" "the writer is taken"
    BusyEnd "busy_end" "the writer is free from then on"
    Vague "vague" "a time that only the writer can date"
    When "when" "a time told by an event"
    Past "past" "says that it has been"
    Born "born" "a birthday"
    LateBy "late_by" "is behind time"
    Glue "glue" "may stand inside an expression of time and says nothing"
    Known "known" "an ordinary word, never a misspelling of another"
}

impl Kind {
    /// The kind as a bit, so that a word's kinds are one number.
    pub(crate) const fn bit(self) -> u128 {
        1 << (self as u32)
    }

    /// Several kinds as bits.
    pub(crate) const fn bits(kinds: &[Self]) -> u128 {
        let (mut bits, mut at) = (0, 0);
        while at < kinds.len() {
            bits |= kinds[at].bit();
            at += 1;
        }
        bits
    }

    /// Whether an expression of time can begin with such a word.
    pub(crate) fn begins(self) -> bool {
        matches!(
            self,
            Self::Weekday
                | Self::Weekdays
                | Self::WeekdayPast
                | Self::Recurs
                | Self::Month
                | Self::Card
                | Self::Ord
                | Self::One
                | Self::Thousand
                | Self::Half
                | Self::Quarter
                | Self::QuarterOf
                | Self::Couple
                | Self::Rel
                | Self::Now
                | Self::Pod
                | Self::TodayPod
                | Self::Unit
                | Self::RelUnit
                | Self::This
                | Self::Next
                | Self::Coming
                | Self::NextNext
                | Self::Last
                | Self::Following
                | Self::WeekNo
                | Self::In
                | Self::AgoPre
                | Self::ForDur
                | Self::After
                | Self::From
                | Self::Opens
                | Self::Before
                | Self::Until
                | Self::By
                | Self::Within
                | Self::Between
                | Self::Around
                | Self::At
                | Self::On
                | Self::Since
                | Self::Early
                | Self::Late
                | Self::Begin
                | Self::Mid
                | Self::End
                | Self::Even
                | Self::Odd
                | Self::Every
                | Self::Any
                | Self::Holiday
                | Self::Season
                | Self::SameTime
                | Self::SameDay
                | Self::HourAbout
        )
    }
}
