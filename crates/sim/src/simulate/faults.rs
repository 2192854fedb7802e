//! What goes wrong, how often, and how often it did. Codes are those of the reference's list of faults (F1-F22).
//!
//! Absent: carrying a fault out; that is the scheduler's and the world's.

use super::chance::Chance;
use super::clock::{HOUR, MINUTE, SECOND};
use super::provider::Verdict;
use std::collections::BTreeMap;

/// How bad the weather is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Nothing goes wrong.
    None,
    /// What happens to every clinic in a year, within a week.
    Some,
    /// Everything at once.
    Storm,
}

impl Weather {
    /// As written on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Storm => "storm",
        }
    }

    /// How often out of a thousand, in some weather and in a storm.
    fn rate(self, some: u32, storm: u32) -> u32 {
        match self {
            Self::None => 0,
            Self::Some => some,
            Self::Storm => storm,
        }
    }
}

/// Something that will go wrong at a moment of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mishap {
    /// The clock of a process is wrong by so much, for so long.
    ClockStep { wrong_by: i64, lasts: i64 },
    /// A process stands still.
    Pause { lasts: i64 },
    /// The database answers nobody.
    StoreDown { lasts: i64 },
    /// The disk is full: reading goes on.
    DiskFull { lasts: i64 },
    /// The provider answers nobody.
    ProviderDown { lasts: i64 },
    /// One phone sends a flood.
    Flood,
    /// Everything of the last days is delivered again.
    Replay,
}

/// Decides and counts.
pub(super) struct Faults {
    weather: Weather,
    chance: Chance,
    counts: BTreeMap<&'static str, u64>,
}

/// Codes with which WhatsApp refuses for a while, and for good.
const REFUSALS: [i64; 10] =
    [130_429, 131_000, 131_016, 131_056, 190, 131_048, 131_026, 132_015, 132_001, 131_049];

impl Faults {
    pub(super) fn new(seed: u64, weather: Weather) -> Self {
        Self { weather, chance: Chance::new(seed, 2), counts: BTreeMap::new() }
    }

    /// The weather clears up.
    pub(super) fn calm_down(&mut self) {
        self.weather = Weather::None;
    }

    pub(super) fn count(&mut self, kind: &'static str) {
        *self.counts.entry(kind).or_default() += 1;
    }

    pub(super) fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    fn happens(&mut self, some: u32, storm: u32, kind: &'static str) -> bool {
        let rate = self.weather.rate(some, storm);
        let happens = rate > 0 && self.chance.per_mille(rate);
        if happens {
            self.count(kind);
        }
        happens
    }

    /// Whether a process dies here: asked at each gate.
    pub(super) fn crashes(&mut self) -> bool {
        self.happens(2, 8, "F1 crash")
    }

    /// Whether a unit of the store fails before it begins.
    pub(super) fn unit_fails(&mut self) -> bool {
        self.happens(2, 10, "F5 store error")
    }

    /// Whether a commit is kept and its answer is lost.
    pub(super) fn commit_answer_is_lost(&mut self) -> bool {
        self.happens(2, 8, "F5 commit answer lost")
    }

    /// Whether a mail server is away for a moment.
    pub(super) fn mail_fails(&mut self) -> bool {
        self.happens(20, 100, "F22 mail server away")
    }

    /// What the provider does with a call.
    pub(super) fn verdict(&mut self) -> Verdict {
        if self.happens(10, 30, "F4 accepted, answer lost") {
            Verdict::AcceptInSilence
        } else if self.happens(10, 30, "F4 request lost") {
            Verdict::Lose
        } else if self.happens(15, 60, "F4 refused") {
            let code = *self.chance.pick(&REFUSALS);
            if matches!(code, 132_015 | 132_001) {
                self.count("F13 template paused");
            }
            Verdict::Refuse(code)
        } else {
            Verdict::Accept
        }
    }

    /// How many times a notification comes, and how much later each copy.
    pub(super) fn copies(&mut self) -> Vec<i64> {
        let mut copies = Vec::new();
        if self.happens(80, 200, "F2 duplicate") {
            let many = if self.chance.percent(5) { 20 } else { self.chance.between(1, 3) };
            for _ in 0..many {
                copies.push(self.later());
            }
        }
        copies
    }

    /// How late a notification comes at first; mostly at once.
    pub(super) fn delay(&mut self) -> i64 {
        if self.happens(20, 60, "F2 late") { self.later() } else { self.chance.between(20, 900) * 1_000 }
    }

    fn later(&mut self) -> i64 {
        match self.chance.below(10) {
            0..=4 => self.chance.between(1, 30) * SECOND,
            5..=7 => self.chance.between(1, 120) * MINUTE,
            _ => self.chance.between(2, 7 * 24) * HOUR,
        }
    }

    /// How long a call takes: the status may be faster than the answer.
    pub(super) fn latency(&mut self) -> i64 {
        if self.happens(10, 40, "F4 slow") {
            self.chance.between(2, 20) * SECOND
        } else {
            self.chance.between(40, 250) * 1_000
        }
    }

    /// Whether the first report comes before the answer.
    pub(super) fn report_first(&mut self) -> bool {
        self.happens(30, 100, "F3 report before the answer")
    }

    /// Whether a report about nothing of ours comes.
    pub(super) fn stray_report(&mut self) -> bool {
        self.happens(5, 20, "F3 stray report")
    }

    /// Whether bytes come that nobody can read.
    pub(super) fn garbage(&mut self) -> bool {
        self.happens(5, 20, "F11 malformed")
    }

    /// What goes wrong by itself within an hour.
    pub(super) fn mishap(&mut self) -> Option<Mishap> {
        let minutes = |it: &mut Self, low, high| it.chance.between(low, high) * MINUTE;
        if self.happens(8, 30, "F7 clock step") {
            let wrong_by = *self.chance.pick(&[-SECOND, SECOND, -HOUR, HOUR, -10 * MINUTE, 26 * HOUR]);
            return Some(Mishap::ClockStep { wrong_by, lasts: minutes(self, 2, 180) });
        }
        if self.happens(15, 50, "F9 pause past the lease") {
            return Some(Mishap::Pause { lasts: self.chance.between(30, 400) * SECOND });
        }
        if self.happens(6, 25, "F5 database away") {
            return Some(Mishap::StoreDown { lasts: self.chance.between(2, 600) * SECOND });
        }
        if self.happens(4, 15, "F5 disk full") {
            return Some(Mishap::DiskFull { lasts: minutes(self, 1, 20) });
        }
        if self.happens(6, 25, "F22 provider away") {
            return Some(Mishap::ProviderDown { lasts: minutes(self, 1, 40) });
        }
        if self.happens(3, 10, "F12 flood") {
            return Some(Mishap::Flood);
        }
        if self.happens(2, 8, "F2 replay of days") {
            return Some(Mishap::Replay);
        }
        None
    }
}
