//! Many hands at one diary: holds, bookings, plans, moves and cancellations at once, in an order that nobody chose.
//! Afterwards the database is asked by itself whether anything overlaps, and no plan is half there. `SVARA_STORMS`
//! says how many storms there are.

use crate::world::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use svara_model::*;
use svara_store::{BookingError, Store, Tx, appointments, holds, plans};

const STORMS: u64 = 2;
const HANDS: u64 = 8;
const ACTS_EACH: usize = 20;
/// Visits of one plan.
const PLAN: usize = 3;

fn storms() -> u64 {
    std::env::var("SVARA_STORMS").ok().and_then(|it| it.parse().ok()).unwrap_or(STORMS)
}

/// A quarter of an hour on one of two practitioners, perhaps in one of two rooms: few enough that many meet.
fn somewhere(chance: &mut StdRng) -> Slot {
    let (from, length) = (chance.random_range(0..24), chance.random_range(1..4));
    let who = ["eva", "olle"][chance.random_range(0..2)];
    let room = ["", "r1", "r2"][chance.random_range(0..3)];
    slot(1_000 + from * 15, length * 15, who, room)
}

fn visit_of(n: u64, patient: u64, plan: Option<u64>, slot: Slot) -> Appointment {
    let marks = Marks { plan: plan.map(|it| id!(PlanId, it)), ..Marks::default() };
    Appointment { patient: id!(PatientId, patient), marks, ..visit(n, slot) }
}

/// One pair of hands, and the numbers that all of them share.
struct Hand {
    store: Store,
    talk: u64,
    numbers: Arc<AtomicU64>,
    /// Whether they lock a practitioner first; the database holds without it. For a plan they always do: who takes
    /// several times one after the other, each in an order of their own, would wait for each other.
    locks: bool,
}

impl Hand {
    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    async fn act(&self, chance: &mut StdRng) -> Done {
        let slot = somewhere(chance);
        match chance.random_range(0..10) {
            0..=1 => self.hold(slot).await,
            2..=4 => self.book(vec![slot], None).await,
            5..=6 => {
                let slots = (0..PLAN).map(|_| somewhere(chance)).collect();
                self.book(slots, Some(self.number())).await
            }
            7..=8 => self.shift(chance.random_range(0..self.numbers.load(Ordering::Relaxed)), slot).await,
            _ => self.cancel(chance.random_range(0..self.numbers.load(Ordering::Relaxed))).await,
        }
    }

    async fn hold(&self, slot: Slot) -> Done {
        let talk = self.talk;
        let hold = Hold {
            id: id!(HoldId, talk),
            conversation: id!(ConversationId, talk),
            slot,
            expires_at: at(10_000),
        };
        self.store
            .write("hold", move |tx| {
                let hold = hold.clone();
                Box::pin(async move { holds::place(tx, &hold, at(0)).await })
            })
            .await
    }

    /// One visit, or all of a plan or none of it; what the conversation held is let go.
    async fn book(&self, slots: Vec<Slot>, plan: Option<u64>) -> Done {
        let visits: Vec<Appointment> =
            slots.into_iter().map(|it| visit_of(self.number(), self.talk, plan, it)).collect();
        let (talk, locks) = (self.talk, self.locks || plan.is_some());
        self.store
            .write("book", move |tx| {
                let visits = visits.clone();
                Box::pin(async move {
                    holds::release(tx, &id!(ConversationId, talk)).await?;
                    if locks {
                        lock(tx, &visits).await?;
                    }
                    for visit in &visits {
                        appointments::insert(tx, visit).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn shift(&self, n: u64, to: Slot) -> Done {
        let locks = self.locks;
        self.store
            .write("move", move |tx| {
                let to = to.clone();
                Box::pin(async move {
                    if locks {
                        appointments::lock(tx, &clinic_id(), &to.practitioner).await?;
                    }
                    let found = appointments::by_id(tx, &id!(AppointmentId, n)).await?;
                    let Some(before) = found.filter(|it| it.status.is_coming()) else { return Ok(()) };
                    appointments::move_to(tx, &before.id, before.revision, &to, at(0)).await.map(drop)
                })
            })
            .await
    }

    async fn cancel(&self, n: u64) -> Done {
        self.store
            .write("cancel", move |tx| {
                Box::pin(async move {
                    let (id, off) = (id!(AppointmentId, n), AppointmentStatus::Cancelled);
                    appointments::set_status(tx, &id, off, at(0)).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// In the order of their names, as the desk does it.
async fn lock(tx: &mut Tx, visits: &[Appointment]) -> Done {
    let mut each: Vec<_> = visits.iter().map(|it| it.slot.practitioner.clone()).collect();
    each.sort();
    each.dedup();
    for practitioner in each {
        appointments::lock(tx, &clinic_id(), &practitioner).await?;
    }
    Ok(())
}

async fn furnished(place: &Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for n in 2..=HANDS {
                    talk_with(tx, n).await?;
                    svara_store::patients::insert(tx, &patient(n), None, at(0)).await?;
                }
                Ok(())
            })
        })
        .await;
}

async fn blow(place: &Place, seed: u64, first: u64, locks: bool) -> u64 {
    let numbers = Arc::new(AtomicU64::new(first));
    let mut hands = tokio::task::JoinSet::new();
    for talk in 1..=HANDS {
        let hand = Hand { store: place.store.clone(), talk, numbers: Arc::clone(&numbers), locks };
        hands.spawn(async move {
            let mut chance = StdRng::seed_from_u64(seed * 1_000 + talk);
            for _ in 0..ACTS_EACH {
                match hand.act(&mut chance).await {
                    Ok(()) | Err(BookingError::Taken | BookingError::PatientBusy | BookingError::Changed) => {
                    }
                    Err(error) => panic!("seed {seed}, hand {talk}: {error}"),
                }
            }
        });
    }
    hands.join_all().await;
    numbers.load(Ordering::Relaxed)
}

/// What stands or is kept, as who or what, from when to when. Holds count, too.
async fn taken(place: &Place) -> Vec<(String, jiff::Timestamp, jiff::Timestamp)> {
    place
        .look(|tx| {
            Box::pin(async move {
                let busy = appointments::busy(tx, &clinic_id(), at(0), at(5_000), at(0)).await?;
                let mut all: Vec<_> = busy.into_iter().map(|it| (it.resource, it.from, it.to)).collect();
                let visits =
                    appointments::list(tx, &clinic_id(), None, None, None, None, None, 10_000).await?;
                let standing = visits.into_iter().map(|it| it.0).filter(|it| it.status.takes_time());
                all.extend(standing.map(|it| (it.patient.to_string(), it.slot.from, it.slot.to)));
                all.sort();
                Ok(all)
            })
        })
        .await
}

async fn overlaps(place: &Place) -> usize {
    let all = taken(place).await;
    let meet = |it: &&[(String, jiff::Timestamp, jiff::Timestamp)]| it[0].0 == it[1].0 && it[1].1 < it[0].2;
    all.windows(2).filter(meet).count()
}

/// Plans that were begun and not finished.
async fn halves(place: &Place) -> usize {
    let visits = place.look(|tx| {
        Box::pin(async move {
            Ok(appointments::list(tx, &clinic_id(), None, None, None, None, None, 10_000).await?)
        })
    });
    let mut sizes: BTreeMap<PlanId, usize> = BTreeMap::new();
    for plan in visits.await.into_iter().filter_map(|it| it.0.marks.plan) {
        *sizes.entry(plan).or_default() += 1;
    }
    let first = sizes.keys().next().cloned();
    if let Some(plan) = first {
        let found = place.look(move |tx| {
            let plan = plan.clone();
            Box::pin(async move { Ok(plans::visits(tx, &clinic_id(), &plan).await?) })
        });
        assert_eq!(found.await.len(), PLAN);
    }
    sizes.values().filter(|it| **it != PLAN).count()
}

pub async fn no_storm_makes_two_meet_or_leaves_half_a_plan(place: Place) {
    furnished(&place).await;
    let mut next = 1;
    for seed in 1..=storms() {
        next = blow(&place, seed, next, seed % 2 == 0).await;
        assert_eq!((overlaps(&place).await, halves(&place).await), (0, 0), "after storm {seed}");
    }
    assert!(!taken(&place).await.is_empty(), "nothing was ever booked");
}

/// The planted mistake: without the database's own guard, looking first is not enough when many look at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_a_storm_on_postgres_makes_them_meet() {
    const STORMS_MAX: u64 = 20;
    for seed in 1..=STORMS_MAX {
        // Anew each time: where everything is taken already, nothing meets any more.
        let place = postgres().await;
        furnished(&place).await;
        place.behind_its_back("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap").await.unwrap();
        blow(&place, seed, 1, false).await;
        if overlaps(&place).await > 0 {
            return;
        }
    }
    panic!("{STORMS_MAX} storms without a guard and nothing met: the storm is too weak to see a mistake");
}

/// SQLite has one writer, so that only somebody who doesn't look could overlap: with the guard they can't, without it
/// they do, and the look finds it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_an_overlap_on_sqlite_is_found() {
    const BLIND: &str = "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, share_key, seat)
        SELECT 'blind', resource, starts + 60000000, ends, clinic, 'block', 'blind', 0 FROM occupancy
        WHERE kind <> 'patient' ORDER BY starts LIMIT 1";
    let place = sqlite().await;
    furnished(&place).await;
    blow(&place, 1, 1, false).await;
    assert_eq!(overlaps(&place).await, 0);
    assert!(place.behind_its_back(BLIND).await.is_err(), "the guard says no");
    place.behind_its_back("DROP TRIGGER occupancy_no_overlap_insert").await.unwrap();
    place.behind_its_back(BLIND).await.unwrap();
    assert!(overlaps(&place).await > 0, "an overlap goes unseen");
}
