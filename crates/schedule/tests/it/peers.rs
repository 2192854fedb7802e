//! The scenario that peers were timed with: N practitioners and D days of overlapping bookings, by a fixed
//! generator, so that everybody's count of free times can be compared.
//!
//! Absent: timing.

use jiff::civil::{Weekday, date, time};
use jiff::{Timestamp, ToSpan};
use svara_schedule::{
    Busy, Hours, Practitioner, Search, Service, Span, TimeOfDay, Want, Window, Zone, parse_instant,
};

/// What the scenario's generator begins with.
pub const SEED: u64 = 42;

/// The search of so many practitioners and days from Monday 2027-01-11.
pub fn scenario(practitioners: u32, days: i32, want: Option<Want>) -> Search {
    seeded(practitioners, days, want, SEED)
}

/// The same with other bookings.
pub fn seeded(practitioners: u32, days: i32, want: Option<Want>, seed: u64) -> Search {
    let zone = Zone::named("Europe/Stockholm").expect("Stockholm has a zone");
    let local = |day: i32, hour: i8| -> Timestamp {
        let wall = date(2027, 1, 11)
            .checked_add(day.days())
            .expect("a date in 2027")
            .to_datetime(time(hour, 0, 0, 0));
        zone.time_zone().to_timestamp(wall).expect("an instant in 2027")
    };
    let mut random = Lcg(seed);
    let everybody = (0..practitioners).map(|i| {
        let mut someone = Practitioner::new(format!("p{i:03}"));
        someone.hours = [(8, 12), (13, 17)].map(|(from, to)| weekdays(from, to)).to_vec();
        for day in 0..days {
            for _ in 0..12 {
                let from = local(day, 8) + (15 * random.below(36)).minutes();
                let to = from + (15 * (1 + random.below(4))).minutes();
                someone.busy.push(Busy::appointment(from, to));
            }
        }
        someone
    });
    let practitioners = everybody.collect();
    Search {
        now: parse_instant("2027-01-10T12:00:00+01:00").expect("an instant"),
        service: Service::lasting(30),
        practitioners,
        rooms: Vec::new(),
        patient_busy: Vec::new(),
        window: Window { from: local(0, 0), to: local(days, 0) },
        check: Vec::new(),
        want,
        zone,
    }
}

fn weekdays(from: u16, to: u16) -> Hours {
    let days = Weekday::Monday.cycle_forward().take(5).collect();
    let at = |hour| TimeOfDay::new(hour, 0).expect("a full hour");
    Hours { days, span: Span { from: at(from), to: at(to) } }
}

/// The generator that the scenario is defined by.
struct Lcg(u64);

impl Lcg {
    /// The whole part of so many times the next fraction.
    fn below(&mut self, most: u64) -> i64 {
        self.0 = (1_664_525 * self.0 + 1_013_904_223) % (1 << 32);
        i64::try_from((most * self.0) >> 32).expect("a small number")
    }
}
