//! Random histories: whatever is offered is booked, again and again, until nothing is left.
//!
//! Absent: the store. What it must refuse is held there; here the question is whether an offer was ever a lie.

use crate::clinics::{Dice, clinic};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashMap;
use svara_schedule::{Busy, BusyKind, Id, Rank, Search, Slot, Want, explain, find};

/// Clinics whose history is played.
const HISTORIES: u64 = 400;
/// Bookings of one history at most.
const BOOKINGS_MAX: usize = 25;

/// Books a slot, as the desk would.
fn book(search: &mut Search, slot: &Slot) {
    let service = search.service.clone();
    let entry = |before, after| Busy {
        from: slot.from,
        to: slot.to,
        kind: BusyKind::Appointment,
        service: service.id.clone(),
        buffer_before: before,
        buffer_after: after,
    };
    let person =
        search.practitioners.iter_mut().find(|it| it.id == slot.practitioner).expect("a practitioner");
    person.busy.push(entry(service.buffer_before, service.buffer_after));
    for room in search.rooms.iter_mut().filter(|it| slot.rooms.contains(&it.id)) {
        room.busy.push(entry(0, 0));
    }
}

/// What was booked on one practitioner or room holds: no overlap but that of one group, no group too large.
fn holds(booked: &[&Slot], capacity: usize) -> bool {
    let alone =
        booked.iter().all(|a| booked.iter().all(|b| a.from == b.from || a.to <= b.from || b.to <= a.from));
    let mut groups: HashMap<Timestamp, usize> = HashMap::new();
    for slot in booked {
        *groups.entry(slot.from).or_default() += 1;
    }
    alone && groups.values().all(|patients| *patients <= capacity)
}

fn day(search: &Search, practitioner: &Id, at: Timestamp) -> Date {
    let who = search.practitioners.iter().find(|it| it.id == *practitioner).expect("a practitioner");
    who.zone.as_ref().unwrap_or(&search.zone).time_zone().to_datetime(at).date()
}

#[test]
fn every_time_offered_in_a_long_history_can_be_booked_and_nothing_ever_collides() {
    let (mut bookings, mut emptied) = (0, 0);
    for seed in 0..HISTORIES {
        let mut dice = Dice(seed ^ 0x5eed);
        let mut search = clinic(seed + 1_000_000);
        search.want = Some(Want { count: 3, rank: dice.pick(&[Rank::Spread, Rank::Earliest]) });
        let before = search.clone();
        let mut booked: Vec<Slot> = Vec::new();
        while booked.len() < BOOKINGS_MAX {
            let offered = find(&search).unwrap().slots;
            if offered.is_empty() {
                emptied += 1;
                break;
            }
            for slot in &offered {
                let judged = explain(&search, slot.from).unwrap();
                assert!(
                    judged.slot.is_some() && judged.on_grid,
                    "seed {seed}: {slot:?} was offered, {judged:#?}"
                );
            }
            let chosen = dice.pick(&offered);
            book(&mut search, &chosen);
            booked.push(chosen);
        }
        let capacity = if search.service.id.is_some() { search.service.capacity as usize } else { 1 };
        let all = |id: &Id| -> Vec<&Slot> {
            booked.iter().filter(|it| it.practitioner == *id || it.rooms.contains(id)).collect()
        };
        for person in &before.practitioners {
            assert!(holds(&all(&person.id), capacity), "seed {seed}: {} of {booked:#?}", person.id);
            let Some(most) = person.max_per_day else { continue };
            for slot in all(&person.id) {
                let date = day(&before, &person.id, slot.from);
                let same =
                    all(&person.id).iter().filter(|it| day(&before, &person.id, it.from) == date).count();
                assert!(same <= most as usize, "seed {seed}: {} has {same} on {date}", person.id);
            }
        }
        for room in &before.rooms {
            assert!(holds(&all(&room.id), capacity), "seed {seed}: {} of {booked:#?}", room.id);
        }
        bookings += booked.len();
    }
    assert!(bookings > 1_000 && emptied > 50, "worth playing: {bookings} bookings, {emptied} emptied");
}
