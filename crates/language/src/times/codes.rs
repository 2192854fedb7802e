//! The numbers that stand for units of time and parts of the day in tables and rules, and the hours of the parts.
//!
//! The hours are the contract's (`contract/understand.md`, "Parts of the day").

/// Units, by size.
pub(crate) mod unit {
    pub(crate) const SECOND: i32 = 0;
    pub(crate) const MINUTE: i32 = 1;
    pub(crate) const HOUR: i32 = 2;
    pub(crate) const DAY: i32 = 3;
    pub(crate) const WEEK: i32 = 4;
    pub(crate) const MONTH: i32 = 5;
    pub(crate) const QUARTER: i32 = 6;
    pub(crate) const YEAR: i32 = 7;
    pub(crate) const WEEKEND: i32 = 8;
    pub(crate) const WORKDAY: i32 = 9;
    pub(crate) const FORTNIGHT: i32 = 10;
}

/// Parts of the day.
pub(crate) mod pod {
    pub(crate) const MORNING: i32 = 0;
    pub(crate) const FORENOON: i32 = 1;
    pub(crate) const LUNCH: i32 = 2;
    pub(crate) const NOON: i32 = 3;
    pub(crate) const AFTERNOON: i32 = 4;
    pub(crate) const EVENING: i32 = 5;
    pub(crate) const NIGHT: i32 = 6;
    pub(crate) const MIDNIGHT: i32 = 7;
    pub(crate) const AFTER_WORK: i32 = 8;
    pub(crate) const AFTER_SCHOOL: i32 = 9;
    pub(crate) const AFTER_LUNCH: i32 = 10;
    pub(crate) const BEFORE_LUNCH: i32 = 11;
    pub(crate) const SMALL_HOURS: i32 = 12;
    pub(crate) const BEFORE_WORK: i32 = 13;
    pub(crate) const DAYTIME: i32 = 14;
}

/// The code of a unit by its name in a table.
pub(crate) fn unit(name: &str) -> Option<i32> {
    Some(match name {
        "second" => unit::SECOND,
        "minute" => unit::MINUTE,
        "hour" => unit::HOUR,
        "day" => unit::DAY,
        "week" => unit::WEEK,
        "month" => unit::MONTH,
        "quarter" => unit::QUARTER,
        "year" => unit::YEAR,
        "weekend" => unit::WEEKEND,
        "workday" => unit::WORKDAY,
        "fortnight" => unit::FORTNIGHT,
        _ => return None,
    })
}

/// The code of a part of the day by its name in a table.
pub(crate) fn pod(name: &str) -> Option<i32> {
    Some(match name {
        "morning" => pod::MORNING,
        "forenoon" => pod::FORENOON,
        "lunch" => pod::LUNCH,
        "noon" => pod::NOON,
        "afternoon" => pod::AFTERNOON,
        "evening" => pod::EVENING,
        "night" => pod::NIGHT,
        "midnight" => pod::MIDNIGHT,
        "after_work" => pod::AFTER_WORK,
        "after_school" => pod::AFTER_SCHOOL,
        "after_lunch" => pod::AFTER_LUNCH,
        "before_lunch" => pod::BEFORE_LUNCH,
        "small_hours" => pod::SMALL_HOURS,
        "before_work" => pod::BEFORE_WORK,
        "daytime" => pod::DAYTIME,
        _ => return None,
    })
}

/// From and to, in minutes of the day.
pub(crate) fn hours(pod: i32) -> (i32, i32) {
    let (from, to) = match pod {
        pod::MORNING => (6, 10),
        pod::FORENOON => (9, 12),
        pod::LUNCH => (11, 13),
        pod::NOON => (12, 13),
        pod::AFTERNOON => (12, 17),
        pod::EVENING => (17, 22),
        pod::NIGHT => (22, 30),
        pod::MIDNIGHT => (24, 25),
        pod::AFTER_WORK => return (16 * 60 + 30, 24 * 60),
        pod::AFTER_SCHOOL => (15, 24),
        pod::AFTER_LUNCH => (13, 17),
        pod::BEFORE_LUNCH => (6, 12),
        pod::SMALL_HOURS => (0, 6),
        pod::BEFORE_WORK => (6, 9),
        _ => (8, 17),
    };
    (from * 60, to * 60)
}

/// Whether the part is told by something that happens: "after school".
pub(crate) fn by_event(part: i32) -> bool {
    (pod::AFTER_WORK..=pod::BEFORE_LUNCH).contains(&part) || part == pod::BEFORE_WORK
}

/// How far from the running unit a table may point, either way.
const REL_UNIT_REACH: i32 = 50;

/// The code of a unit and its distance from the running one, as a table writes it: `week+1`.
pub(crate) fn rel_unit(text: &str) -> Option<i32> {
    let sign = text.find(['+', '-'])?;
    let (name, distance) = text.split_at(sign);
    let distance: i32 = distance.parse().ok()?;
    (distance.abs() < REL_UNIT_REACH).then_some(())?;
    Some(unit(name)? * 2 * REL_UNIT_REACH + distance + REL_UNIT_REACH)
}

/// The unit and the distance that a code stands for.
pub(crate) fn split_rel_unit(code: i32) -> (i32, i32) {
    (code / (2 * REL_UNIT_REACH), code % (2 * REL_UNIT_REACH) - REL_UNIT_REACH)
}
