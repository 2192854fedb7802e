//! `svara simulate`: a seeded clinic under faults, as one JSON object.

use crate::{Outcome, usage};
use anyhow::Context;
use clap::ValueEnum;
use std::time::Duration;
use svara_sim::simulate::{Options, Report, Sum, Weather, play};
use svara_store::{MasterKey, Store};

/// A seeded clinic under faults: the real desk with made-up time, patients, staff and provider
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  svara simulate --seed 1 --days 7 --patients 20 --clinics 1 --faults some --store memory\n  \
                  svara simulate --seed 1 --seeds 200 --days 3 --faults storm\n\n\
                  Prints one JSON object. Exit status 1 when an invariant did not hold; the same seed plays the same \
                  days again. docs/reliability.md tells what is checked."
)]
pub struct Args {
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many seeds, one after the other
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    seeds: u64,
    /// Simulated days
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=366))]
    days: u32,
    /// Patients at each clinic
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    patients: u16,
    /// Clinics on the one store
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    clinics: u16,
    /// What goes wrong
    #[arg(long, value_enum, default_value_t = Faults::Some)]
    faults: Faults,
    /// Where the desk keeps its books
    #[arg(long, value_enum, default_value_t = Kind::Memory)]
    store: Kind,
    /// An empty PostgreSQL database for --store postgres
    #[arg(long, value_name = "URL", env = "SVARA_SIMULATE_POSTGRES")]
    postgres_url: Option<String>,
    /// Print every step to standard error
    #[arg(long)]
    trace: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Faults {
    /// Nothing goes wrong
    None,
    /// What happens to a clinic in a year, within a week
    Some,
    /// Everything at once
    Storm,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A private database that nobody sees again
    Memory,
    /// A file with full sync in the temporary folder
    Sqlite,
    /// A PostgreSQL database
    Postgres,
}

/// The simulated desk's books are nobody's secret.
const KEY: [u8; 32] = [9; 32];

impl Args {
    fn weather(&self) -> Weather {
        match self.faults {
            Faults::None => Weather::None,
            Faults::Some => Weather::Some,
            Faults::Storm => Weather::Storm,
        }
    }

    fn store_name(&self) -> &'static str {
        match self.store {
            Kind::Memory => "memory",
            Kind::Sqlite => "sqlite",
            Kind::Postgres => "postgres",
        }
    }

    fn options(&self, seed: u64) -> Options {
        let (patients, clinics) = (usize::from(self.patients), usize::from(self.clinics));
        let replay = format!(
            "svara simulate --seed {seed} --days {} --patients {patients} --clinics {clinics} --faults {} --store {} --trace",
            self.days,
            self.weather().as_str(),
            self.store_name(),
        );
        Options {
            seed,
            days: self.days,
            patients,
            clinics,
            weather: self.weather(),
            trace: self.trace,
            replay,
        }
    }
}

/// Runs on a thread of its own: the scheduler decides what happens next, and nobody else may.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(seeds(args))?;
    say!("{}", serde_json::to_string_pretty(&report)?);
    Ok(if report.violations.is_empty() { Outcome::Fine } else { Outcome::Failed })
}

async fn seeds(args: &Args) -> anyhow::Result<Report> {
    let mut sum = Sum::new(Report {
        seed: args.seed,
        days: args.days,
        clinics: usize::from(args.clinics),
        patients: usize::from(args.patients),
        faults_asked: args.weather().as_str().to_owned(),
        store: args.store_name().to_owned(),
        ..Report::default()
    });
    let before = processor_seconds();
    for seed in args.seed..args.seed.saturating_add(args.seeds) {
        let place = Place::new(args, seed)?;
        let store = Store::open(&place.url, MasterKey::from_bytes(KEY)).await?;
        let outcome = play(&args.options(seed), store.clone()).await.context(format!("seed {seed}"))?;
        sum.add(outcome);
        store.close().await;
    }
    Ok(sum.finish(processor_seconds().saturating_sub(before).as_secs_f64()))
}

/// Where one seed keeps its books; gone afterwards.
struct Place {
    url: String,
    folder: Option<std::path::PathBuf>,
}

impl Place {
    fn new(args: &Args, seed: u64) -> anyhow::Result<Self> {
        match args.store {
            Kind::Memory => Ok(Self { url: "sqlite::memory:".to_owned(), folder: None }),
            Kind::Sqlite => {
                let folder =
                    std::env::temp_dir().join(format!("svara-simulate-{}-{seed}", std::process::id()));
                std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
                Ok(Self { url: format!("sqlite:{}", folder.join("desk.db").display()), folder: Some(folder) })
            }
            Kind::Postgres => {
                let url = args.postgres_url.clone().ok_or_else(|| {
                    usage("--store postgres needs an empty database: add --postgres-url postgres://user@host/database")
                })?;
                if args.seeds > 1 {
                    return Err(usage("one PostgreSQL database plays one seed: leave --seeds out"));
                }
                Ok(Self { url, folder: None })
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            drop(std::fs::remove_dir_all(folder));
        }
    }
}

/// The kernel counts in hundredths of a second (`man 5 proc`, `stat`), threads that have ended included.
const TICK_MILLIS: u64 = 10;
/// Places of user and system time after the program's name.
const TIMES: std::ops::Range<usize> = 11..13;

/// What this process has used so far, all threads together.
fn processor_seconds() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit_once(')').map_or("", |it| it.1);
    let fields: Vec<u64> = after_name.split_whitespace().map(|it| it.parse().unwrap_or(0)).collect();
    let ticks: u64 = fields.get(TIMES).unwrap_or_default().iter().sum();
    Duration::from_millis(ticks * TICK_MILLIS)
}
