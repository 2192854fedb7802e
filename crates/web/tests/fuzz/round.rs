//! One round of fuzzing: seeds, changed again and again until the time is up, and what became of each.

use crate::change::{Change, changed, changes, garbled};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRunner};
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How long each runs in the suite.
const SECONDS: u64 = 2;
/// Slower than this for one input is a fault, too: the door would be shut for others.
const SLOW: Duration = Duration::from_secs(5);

/// A changed seed.
pub struct Input {
    /// Which seed it was.
    pub seed: usize,
    /// As a tree; the changes of bytes are not in it.
    pub tree: Value,
    /// What shall happen to its bytes.
    pub garble: Vec<(usize, u8)>,
}

impl Input {
    /// As it would arrive.
    pub fn bytes(&self) -> Vec<u8> {
        garbled(self.tree.to_string().into_bytes(), &self.garble)
    }
}

/// What became of all inputs of a round.
#[derive(Debug, Default)]
pub struct Sum {
    pub tried: u64,
    pub accepted: u64,
    pub slowest: Duration,
}

/// Tries changed seeds until the time is up. `read` says whether an input was accepted, or what is wrong with us.
pub fn round(name: &str, seeds: &[Value], mut read: impl FnMut(&Input) -> Result<bool, String>) -> Sum {
    let (time, chance) = limits();
    let config =
        Config { rng_seed: RngSeed::Fixed(chance), rng_algorithm: RngAlgorithm::ChaCha, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let strategy = (0..seeds.len(), changes());
    let (begun, mut sum) = (Instant::now(), Sum::default());
    while begun.elapsed() < time {
        let (seed, (tree, garble)) = strategy.new_tree(&mut runner).unwrap().current();
        let input = input(seeds, seed, &tree, garble);
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&input)));
        let took = started.elapsed();
        let shown = || String::from_utf8_lossy(&input.bytes()).chars().take(4_000).collect::<String>();
        let outcome = outcome.unwrap_or_else(|_| Err("it panicked".to_owned()));
        match outcome {
            Ok(accepted) => sum.accepted += u64::from(accepted),
            Err(fault) => panic!("{name}: {fault}\nSVARA_FUZZ_SEED={chance}, seed {seed}: {}", shown()),
        }
        assert!(took < SLOW, "{name} took {took:?}\nSVARA_FUZZ_SEED={chance}, seed {seed}: {}", shown());
        sum.tried += 1;
        sum.slowest = sum.slowest.max(took);
    }
    println!(
        "{name}: {} tried, {} accepted, slowest {:?}, 0 panics, 0 faults",
        sum.tried, sum.accepted, sum.slowest
    );
    assert!(sum.tried > 0, "{name}: nothing was tried");
    sum
}

fn input(seeds: &[Value], seed: usize, tree: &[Change], garble: Vec<(usize, u8)>) -> Input {
    Input { seed, tree: changed(seeds[seed].clone(), tree), garble }
}

/// How long, and from which seed: the environment's, as `cargo xtask fuzz` sets it, or the suite's own.
fn limits() -> (Duration, u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    (
        Duration::from_secs(number("SVARA_FUZZ_SECONDS").unwrap_or(SECONDS)),
        number("SVARA_FUZZ_SEED").unwrap_or(1),
    )
}

/// Seeds kept beside this file, one JSON value a line.
pub fn seeds(text: &str) -> Vec<Value> {
    text.lines().filter(|it| !it.trim().is_empty()).map(|it| serde_json::from_str(it).unwrap()).collect()
}

#[test]
fn a_fault_and_a_panic_are_found() {
    let seeds = [serde_json::json!({"age": 1})];
    let finds = |broken: fn(&Value) -> Result<bool, String>| {
        catch_unwind(AssertUnwindSafe(|| round("planted", &seeds, |it| broken(&it.tree)))).is_err()
    };
    assert!(finds(|it| if it["age"].is_null() { Err("no age".to_owned()) } else { Ok(true) }));
    assert!(finds(|it| Ok(it["age"].as_i64().map_or(1, |it| 10 / it.min(7)) > 0)), "divided by zero");
    assert!(!finds(|_| Ok(true)));
}
