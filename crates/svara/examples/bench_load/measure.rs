//! What the machine says of itself, and the order of times. Absent: the desk.

use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const FSYNCS: usize = 200;

/// Median, 99th percentile and longest, in milliseconds.
pub fn quantiles(times: Vec<Duration>) -> Value {
    let mut times: Vec<f64> = times.into_iter().map(|it| it.as_secs_f64() * 1_000.0).collect();
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| {
        let index = (times.len() * percent).div_ceil(100).clamp(1, times.len().max(1)) - 1;
        times.get(index).copied()
    };
    json!({ "median": at(50), "p99": at(99), "max": times.last() })
}

/// What one flush to this disk costs.
pub fn fsync_median_ms(folder: &Path) -> f64 {
    let mut file = File::create(folder.join("fsync")).expect("a file can be made");
    let mut times: Vec<f64> = (0..FSYNCS)
        .map(|_| {
            file.write_all(&[1; 4096]).expect("it can be written");
            let started = Instant::now();
            file.sync_data().expect("it can be flushed");
            started.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[FSYNCS / 2]
}

/// Memory of this process that is in use, the bench's own included.
pub fn resident_mb() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|it| it / 1_024)
}

/// How many wait for a processor, on average over the last minute.
pub fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}
