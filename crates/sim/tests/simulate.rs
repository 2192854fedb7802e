//! The simulated clinic: the same seed plays the same days, and nothing is broken in any weather.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

use svara_sim::simulate::{Options, Outcome, Weather, play};
use svara_store::{MasterKey, Store};

fn options(seed: u64, weather: Weather) -> Options {
    Options { seed, days: 2, patients: 8, clinics: 2, weather, trace: false, replay: String::new() }
}

async fn played(options: &Options) -> Outcome {
    let store = Store::open("sqlite::memory:", MasterKey::from_bytes([9; 32])).await.unwrap();
    play(options, store).await.unwrap()
}

#[tokio::test]
async fn the_same_seed_plays_the_same_days_step_by_step() {
    let one = played(&options(3, Weather::Storm)).await;
    let other = played(&options(3, Weather::Storm)).await;
    assert_eq!(one.trace_hash(), other.trace_hash());
    let another = played(&options(4, Weather::Storm)).await;
    assert_ne!(one.trace_hash(), another.trace_hash());
}

#[tokio::test]
async fn every_promise_holds_in_any_weather() {
    for weather in [Weather::None, Weather::Some, Weather::Storm] {
        for seed in 0..2 {
            let outcome = played(&options(seed, weather)).await;
            assert!(outcome.violation().is_none(), "{weather:?}: {:#?}", outcome.violation());
        }
    }
}
