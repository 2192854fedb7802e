//! Random clinics, the same ones for the same seed.
//!
//! Absent: a notion of what is likely. Odd zones, nights of clock changes and overlapping everything come often.

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};
use svara_schedule::{
    Align, Buffers, Busy, BusyKind, Exception, Hours, Id, Practitioner, Room, Search, Service, Span,
    TimeOfDay, Window, Zone,
};

const ZONES: [&str; 18] = [
    "Europe/Stockholm",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "America/Santiago",
    "Africa/Cairo",
    "America/Havana",
    "Antarctica/Troll",
    "America/Nuuk",
    "Asia/Tehran",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "UTC",
];

/// A small generator (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.below(u64::try_from(most - least + 1).unwrap())).unwrap()
    }
}

/// One random search around one random moment.
pub fn clinic(seed: u64) -> Search {
    let mut dice = Dice(seed);
    let zone = Zone::named(dice.pick(&ZONES)).unwrap();
    let middle = moment(&mut dice, &zone);
    let from = middle - dice.between(6, 40).hours() - dice.between(0, 59).minutes();
    let window = Window { from, to: from + dice.between(12, 70).hours() };
    let now = window.from + dice.between(-3_000, 1_500).minutes() + dice.between(0, 59).seconds();
    let service = service(&mut dice);
    let practitioners =
        (0..dice.between(1, 3)).map(|i| practitioner(&mut dice, i, window, &service)).collect();
    let rooms = rooms(&mut dice, window, &service);
    let patient_busy = if dice.chance(15) {
        (0..2).map(|_| busy(&mut dice, window, &service)).collect()
    } else {
        Vec::new()
    };
    let check = (0..dice.between(0, 12))
        .map(|_| {
            window.from + dice.between(-300, 4_500).minutes() + dice.pick(&[0_i64, 0, 0, 0, 1, 30]).seconds()
        })
        .collect();
    Search { now, zone, service, practitioners, rooms, patient_busy, window, check, want: None }
}

/// Mostly a clock change of the zone, if it has any.
fn moment(dice: &mut Dice, zone: &Zone) -> Timestamp {
    // The day that Samoa never had.
    if zone.name() == "Pacific/Apia" && dice.chance(30) {
        return "2011-12-30T10:00:00Z".parse().unwrap();
    }
    let any = Timestamp::from_second(1_700_000_000 + dice.between(0, 5_000_000) * 60).unwrap();
    let change = zone.time_zone().following(any).next().map(|change| change.timestamp());
    if dice.chance(70) { change.unwrap_or(any) } else { any }
}

fn service(dice: &mut Dice) -> Service {
    let optional = |dice: &mut Dice, percent, values: &[u32]| {
        if dice.chance(percent) { dice.pick(values) } else { 0 }
    };
    let step = optional(dice, 50, &[5, 7, 10, 15, 20, 30, 40, 50, 60, 75, 90, 120, 600, 2_000]);
    let all_kinds: [&[&str]; 6] =
        [&[], &["chair"], &["xray"], &["xray", "xray"], &["chair", "xray"], &["chair", "xray", "chair"]];
    Service {
        id: Some(Id::from("group")).filter(|_| dice.chance(70)),
        minutes: dice.pick(&[1, 5, 15, 20, 25, 30, 40, 45, 55, 60, 75, 90, 120, 1_500]),
        buffer_before: optional(dice, 25, &[5, 10, 15, 60, 300]),
        buffer_after: optional(dice, 25, &[5, 10, 15, 60, 300]),
        buffers: dice.pick(&[Buffers::Larger, Buffers::Sum]),
        notice: optional(dice, 25, &[30, 60, 120, 720, 1_440]),
        horizon_days: Some(dice.pick(&[0, 1, 2, 3, 30])).filter(|_| dice.chance(25)),
        step: Some(step).filter(|step| *step > 0),
        align: dice.pick(&[Align::Hours, Align::Clock]),
        rooms: dice.pick(&all_kinds).iter().map(|kind| Id::from(*kind)).collect(),
        capacity: if dice.chance(30) { dice.pick(&[2, 3]) } else { 1 },
    }
}

fn practitioner(dice: &mut Dice, number: i64, window: Window, service: &Service) -> Practitioner {
    let mut someone = Practitioner::new(format!("p{}", 9 - number));
    someone.hours = (0..dice.between(0, 4)).map(|_| hours(dice)).collect();
    someone.exceptions = exceptions(dice, window);
    someone.zone = Some(Zone::named(dice.pick(&ZONES)).unwrap()).filter(|_| dice.chance(30));
    someone.max_per_day = Some(dice.pick(&[0, 1, 2, 3])).filter(|_| dice.chance(25));
    someone.busy = (0..dice.between(0, 9)).map(|_| busy(dice, window, service)).collect();
    someone
}

fn rooms(dice: &mut Dice, window: Window, service: &Service) -> Vec<Room> {
    let mut rooms = Vec::new();
    for (i, kind) in ["chair", "xray", "chair", "xray", "chair"].into_iter().enumerate() {
        let mut room = Room::new(format!("r{}", 9 - i), kind);
        room.hours = Some((0..3).map(|_| hours(dice)).collect()).filter(|_| dice.chance(40));
        room.exceptions = exceptions(dice, window);
        room.busy = (0..dice.between(0, 5)).map(|_| busy(dice, window, service)).collect();
        rooms.push(room);
    }
    rooms
}

fn hours(dice: &mut Dice) -> Hours {
    let weekdays: Vec<Weekday> = Weekday::Monday.cycle_forward().take(7).collect();
    let days = if dice.chance(60) { weekdays } else { (0..4).map(|_| dice.pick(&weekdays)).collect() };
    Hours { days, span: span(dice) }
}

fn span(dice: &mut Dice) -> Span {
    let time = |dice: &mut Dice| {
        let hour = u16::try_from(dice.below(24)).unwrap();
        TimeOfDay::new(hour, dice.pick(&[0, 0, 0, 30, 15, 5])).unwrap()
    };
    let (from, to) = (time(dice), time(dice));
    let all_day = Span { from: TimeOfDay::MIDNIGHT, to: TimeOfDay::NEXT_MIDNIGHT };
    match dice.below(10) {
        0 => all_day,
        1 => Span { from, to: TimeOfDay::NEXT_MIDNIGHT },
        2 if to != TimeOfDay::MIDNIGHT => Span { from: TimeOfDay::MIDNIGHT, to },
        _ if from == to => all_day,
        _ => Span { from, to },
    }
}

fn exceptions(dice: &mut Dice, window: Window) -> Vec<Exception> {
    let first = jiff::tz::Offset::UTC.to_datetime(window.from).date();
    let days: Vec<i64> = (-3..6).filter(|_| dice.chance(12)).collect();
    days.into_iter()
        .map(|day| Exception {
            date: first + day.days(),
            hours: (0..dice.between(0, 3)).map(|_| span(dice)).collect(),
        })
        .collect()
}

fn busy(dice: &mut Dice, window: Window, service: &Service) -> Busy {
    let from = window.from + dice.between(-1_440, 4_500).minutes();
    let whole = from - from.as_second().rem_euclid(900).seconds();
    let from = whole + if dice.chance(15) { dice.between(0, 3_600) } else { 0 }.seconds();
    let length =
        if dice.chance(30) { i64::from(service.minutes) } else { dice.pick(&[0, 5, 15, 30, 45, 300, 2_000]) };
    Busy {
        from,
        to: from + length.minutes(),
        kind: dice.pick(&[BusyKind::Appointment, BusyKind::Appointment, BusyKind::Block, BusyKind::Hold]),
        service: dice.pick(&[
            None,
            Some(Id::from("group")),
            Some(Id::from("group")),
            Some(Id::from("visit")),
        ]),
        buffer_before: if dice.chance(10) { dice.pick(&[5, 20]) } else { 0 },
        buffer_after: if dice.chance(10) { dice.pick(&[5, 20]) } else { 0 },
    }
}
