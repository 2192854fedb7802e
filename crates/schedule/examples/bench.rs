//! How fast the search is on the scenario in which peers were timed: minimum and median as JSON, one thread.
//!
//! Absent: JSON input; what is timed is `find` on a search as the desk builds it, busy entries unsorted. Every run has
//! other bookings than the runs around it: a processor that has learned one small clinic by heart flatters us.
//!
//! `bench repeat all|spread PRACTITIONERS DAYS TIMES` only searches, for a tool that counts instructions: what they
//! grow by is the search's own, whatever else the machine has to do (docs/benchmarks.md).

#[path = "../tests/it/peers.rs"]
mod peers;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use peers::{SEED, scenario, seeded};
use serde_json::{Value, json};
use svara_schedule::{Rank, Search, Want, find};

/// Runs before timing begins.
const WARM_UP_RUNS: usize = 10;
/// Runs that are timed.
const TIMED_RUNS: usize = 100;
/// How long runs are averaged over: the processor's own account is some milliseconds coarse.
const AVERAGED_OVER: Duration = Duration::from_millis(1_500);
/// Bookings, all clinics of one case together, beyond which no further clinic is made: memory is finite.
const BOOKINGS_MAX: u32 = 800_000;
/// Clinics of one case at most.
const CLINICS_MAX: u32 = 25;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["repeat", what, practitioners, days, times] => repeat(what, practitioners, days, times),
        _ => measure(),
    }
}

/// The same search a number of times, and nothing else.
fn repeat(what: &str, practitioners: &str, days: &str, times: &str) {
    let want = (what == "spread").then_some(Want { count: 3, rank: Rank::Spread });
    let number = |text: &str| text.parse::<u32>().expect("a number");
    let days = i32::try_from(number(days)).expect("a number of days");
    let search = scenario(number(practitioners), days, want);
    let slots: usize = (0..number(times)).map(|_| answered(&search)).sum();
    println!("{slots} times");
}

fn measure() {
    let spread = Some(Want { count: 3, rank: Rank::Spread });
    let earliest = Some(Want { count: 3, rank: Rank::Earliest });
    let cases = [
        ("all", 1, 7, None),
        ("all", 1, 30, None),
        ("all", 5, 30, None),
        ("all", 20, 30, None),
        ("all", 50, 30, None),
        ("all", 500, 30, None),
        ("all", 20, 7, None),
        ("all", 20, 90, None),
        ("all", 20, 365, None),
        ("three spread", 5, 90, spread),
        ("three spread", 50, 90, spread),
        ("three spread", 500, 90, spread),
        ("three earliest", 50, 90, earliest),
    ];
    let rows: Vec<Value> = cases
        .into_iter()
        .map(|(what, practitioners, days, want)| {
            let (least, median, processor) = timed(practitioners, days, want);
            let slots = answered(&scenario(practitioners, days, want));
            json!({ "what": what, "practitioners": practitioners, "days": days, "slots": slots,
                    "min_ms": least, "median_ms": median, "processor_ms": processor })
        })
        .collect();
    let growth = json!({
        "all_5_to_500_practitioners": growth(&rows, "all", (5, 30), (500, 30)),
        "all_7_to_365_days": growth(&rows, "all", (20, 7), (20, 365)),
        "three_spread_5_to_500_practitioners": growth(&rows, "three spread", (5, 90), (500, 90)),
    });
    let figures = json!({ "cases": rows, "growth": growth });
    println!("{}", serde_json::to_string_pretty(&figures).expect("numbers are JSON"));
}

fn answered(search: &Search) -> usize {
    find(black_box(search)).expect("the scenario is sound").slots.len()
}

/// Milliseconds at the least, in the middle, and of processor time on average.
fn timed(practitioners: u32, days: i32, want: Option<Want>) -> (f64, f64, f64) {
    let bookings = practitioners * days.unsigned_abs() * 12;
    let clinics = u64::from((BOOKINGS_MAX / bookings).clamp(1, CLINICS_MAX));
    let searches: Vec<Search> =
        (SEED..SEED + clinics).map(|seed| seeded(practitioners, days, want, seed)).collect();
    let mut in_turn = searches.iter().cycle();
    let mut next = || in_turn.next().expect("there is a clinic");
    for _ in 0..WARM_UP_RUNS {
        answered(next());
    }
    let mut milliseconds: Vec<f64> = (0..TIMED_RUNS)
        .map(|_| {
            let search = next();
            let begun = Instant::now();
            black_box(answered(search));
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    milliseconds.sort_by(f64::total_cmp);
    let (begun, before, mut runs) = (Instant::now(), processor_ms(), 0_u32);
    while begun.elapsed() < AVERAGED_OVER {
        black_box(answered(next()));
        runs += 1;
    }
    let processor = (processor_ms() - before) / f64::from(runs);
    (rounded(milliseconds[0]), rounded(milliseconds[TIMED_RUNS / 2]), rounded(processor))
}

/// Milliseconds that this thread has been on a processor: what growth is told from, for a busy machine takes a long
/// search away from its processor and a short one not. Where nobody says, the clock on the wall must do.
fn processor_ms() -> f64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed().as_secs_f64() * 1e3, |it| it / 1e6)
}

/// A tenth of a microsecond is enough.
fn rounded(milliseconds: f64) -> f64 {
    (milliseconds * 1e4).round() / 1e4
}

/// How many times as long the larger case takes, beside how many times as large it is.
fn growth(rows: &[Value], what: &str, small: (u32, i32), large: (u32, i32)) -> Value {
    let time = |size: (u32, i32), which: &str| {
        let case =
            |row: &&Value| row["what"] == what && row["practitioners"] == size.0 && row["days"] == size.1;
        rows.iter().find(case).and_then(|row| row[which].as_f64()).expect("the case was timed")
    };
    let size = |of: (u32, i32)| f64::from(of.0) * f64::from(of.1);
    let times = |which: &str| rounded(time(large, which) / time(small, which));
    json!({ "size": rounded(size(large) / size(small)), "processor": times("processor_ms"), "min": times("min_ms") })
}
