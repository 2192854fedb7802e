//! How fast the search is on the scenario in which peers were timed: minimum and median as JSON, one thread.
//!
//! Absent: JSON input; what is timed is `find` on a search as the desk builds it, busy entries unsorted.

#[path = "../tests/it/peers.rs"]
mod peers;

use std::hint::black_box;
use std::time::Instant;

use peers::scenario;
use serde_json::json;
use svara_schedule::{Rank, Search, Want, find};

/// Runs before timing begins.
const WARM_UP_RUNS: usize = 20;
/// Runs that are timed.
const TIMED_RUNS: usize = 200;

fn main() {
    let spread = Some(Want { count: 3, rank: Rank::Spread });
    let earliest = Some(Want { count: 3, rank: Rank::Earliest });
    let cases = [
        ("all", 1, 7, None),
        ("all", 1, 30, None),
        ("all", 5, 30, None),
        ("all", 20, 30, None),
        ("all", 50, 30, None),
        ("all", 50, 90, None),
        ("three spread", 20, 30, spread),
        ("three spread", 50, 90, spread),
        ("three earliest", 50, 90, earliest),
    ];
    let rows: Vec<_> = cases
        .into_iter()
        .map(|(what, practitioners, days, want)| {
            let search = scenario(practitioners, days, want);
            let (least, median, slots) = timed(&search);
            json!({ "what": what, "practitioners": practitioners, "days": days, "slots": slots,
                    "min_ms": least, "median_ms": median })
        })
        .collect();
    println!("{}", serde_json::to_string_pretty(&rows).expect("numbers are JSON"));
}

/// Milliseconds at the least and in the middle, and how many times were found.
fn timed(search: &Search) -> (f64, f64, usize) {
    let run = || find(black_box(search)).expect("the scenario is sound").slots.len();
    for _ in 0..WARM_UP_RUNS {
        run();
    }
    let mut milliseconds: Vec<f64> = (0..TIMED_RUNS)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    milliseconds.sort_by(f64::total_cmp);
    (milliseconds[0], milliseconds[TIMED_RUNS / 2], run())
}
