//! The waiting list over whole histories: what must hold whatever patients, staff, time and crashes do; and figures
//! held against a story counted by hand.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

mod house;
mod laws;

use house::House;
use rand::SeedableRng;
use rand::rngs::StdRng;
use svara_desk::office::waitlist::Share;
use svara_store::testing;

const NILS: &str = "+46700000004";
const SARA: &str = "+46700000001";
const TOM: &str = "+46700000002";
const MAJA: &str = "+46700000003";

/// Histories on SQLite in memory; each is some twenty acts.
const HISTORIES: u64 = 40;
/// A server behind a socket takes its time.
const HISTORIES_ON_POSTGRES: u64 = 6;
const ACTS: usize = 20;

async fn history(mut house: House, seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut told = Vec::new();
    for _ in 0..ACTS {
        told.push(house.act(&mut chance).await);
        if let Some(wrong) = laws::broken(&house).await {
            panic!("seed {seed}: {wrong}\nafter {told:#?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_history_gives_a_time_twice_or_asks_twice_or_leaves_a_hold() {
    for seed in 0..HISTORIES {
        history(House::open("sqlite::memory:").await, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_does_one_on_postgresql() {
    for seed in 0..HISTORIES_ON_POSTGRES {
        history(House::open(&testing::postgres().await).await, 1_000 + seed).await;
    }
}

#[tokio::test]
async fn the_laws_see_a_planted_mistake() {
    let mut house = House::open("sqlite::memory:").await;
    house.joins(NILS).await;
    house.joins(SARA).await;
    house.cancels(TOM).await;
    assert_eq!(laws::broken(&house).await, None);
    house.plant_second_offer().await;
    assert!(laws::broken(&house).await.unwrap().contains("at once"));
    let mut house = House::open("sqlite::memory:").await;
    house.joins(NILS).await;
    house.cancels(TOM).await;
    house.plant_longer_hold().await;
    assert!(laws::broken(&house).await.unwrap().contains("outlives"));
}

#[tokio::test]
async fn the_figures_are_those_counted_by_hand() {
    let mut house = House::open("sqlite::memory:").await;
    house.joins(NILS).await;
    house.joins(SARA).await;
    // Monday 10:00: Thursday at nine comes free, 71 hours before. Nils says no at 10:05, Sara yes at 10:15.
    house.cancels(TOM).await;
    house.later(5).await;
    house.answers(NILS, "offer-no").await;
    house.later(10).await;
    house.answers(SARA, "offer-yes").await;
    // Tuesday 10:00: Wednesday at half past nine comes free, 23.5 hours before. Nils moves there at 10:20, and
    // leaves Wednesday the 18th, 190 hours before, which nobody waits for.
    house.later(24 * 60 - 15).await;
    house.cancels(MAJA).await;
    house.later(20).await;
    house.answers(NILS, "offer-yes").await;
    let share = |notice, freed, filled, unfilled, offers, minutes_to_fill| Share {
        notice,
        freed,
        filled,
        taken: 0,
        unfilled,
        open: 0,
        offers,
        minutes_to_fill,
    };
    let by_hand = [
        share("48h", 2, 1, 1, 2, Some(15)),
        share("24h", 0, 0, 0, 0, None),
        share("4h", 1, 1, 0, 1, Some(20)),
        share("under_4h", 0, 0, 0, 0, None),
        share("all", 3, 2, 1, 3, Some(15)),
    ];
    assert_eq!(house.figures().await, by_hand);
    assert_eq!(laws::broken(&house).await, None);
}

/// Near the start several are asked at once; the first yes has it, the other is told the truth.
#[tokio::test]
async fn of_three_who_are_asked_at_once_the_first_yes_has_it() {
    let mut house = House::open("sqlite::memory:").await;
    house.until("2026-03-11T20:00:00+01:00").await;
    house.joins(NILS).await;
    house.joins(SARA).await;
    house.open_early().await;
    house.until("2026-03-12T06:30:00+01:00").await;
    house.cancels(TOM).await;
    assert_eq!(house.asked_now().await, 2, "2.5 hours before: three places, two who wait");
    house.answers(SARA, "offer-yes").await;
    house.answers(NILS, "offer-yes").await;
    assert_eq!(house.visits(SARA).await.len(), 1);
    assert!(
        house.last_words(NILS).contains("hann tyvärr någon annan ta precis")
            || house.last_words(NILS).contains("har tyvärr precis gått"),
        "{}",
        house.last_words(NILS)
    );
    assert_eq!(laws::broken(&house).await, None);
}

/// A round that is cut off anywhere and begun again asks once.
#[tokio::test]
async fn a_crash_in_the_middle_asks_once() {
    for polls in 0..40 {
        let mut house = House::open("sqlite::memory:").await;
        house.joins(NILS).await;
        house.cancels_without_rest(TOM).await;
        house.crashes_after(polls).await;
        house.later(1).await;
        let offers: usize =
            house.messages(NILS).iter().filter(|it| it.contains("En tidigare tid har blivit ledig")).count();
        assert_eq!(offers, 1, "after {polls} polls");
        assert_eq!(laws::broken(&house).await, None);
    }
}
