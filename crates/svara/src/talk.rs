//! `svara talk`: written conversations, run as tests.

use crate::{Outcome, usage};
use anyhow::Context;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Transition, coverage};
use svara_sim::talk::{Departure, Script, play_through, recorded};

/// Runs written conversations and shows where one departs from what was expected
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara talk conversations\n  svara talk conversations/booking/evening.talk\n  svara talk --record cnv_… --data svara-demo > mine.talk"
)]
pub struct Args {
    /// Conversations, or folders of them
    #[arg(required_unless_present = "record")]
    files: Vec<PathBuf>,
    /// The clinic they take place at; without it, clinic.toml beside or above them
    #[arg(long)]
    clinic: Option<PathBuf>,
    /// Say which transitions of the conversation were taken: each place against everything heard there
    #[arg(long)]
    coverage: bool,
    /// Writes down a stored conversation instead, with invented people in it
    #[arg(long, value_name = "ID", conflicts_with_all = ["files", "coverage"])]
    record: Option<String>,
    #[command(flatten)]
    at: crate::clinic::MaybePlace,
}

/// Written conversations end in this.
const EXTENSION: &str = "talk";

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    if let Some(id) = &args.record {
        return record(id, args.at).await;
    }
    let mut files = Vec::new();
    for given in &args.files {
        if !given.exists() {
            return Err(usage(format!("{} doesn't exist", given.display())));
        }
        collect(given, &mut files)?;
    }
    files.sort();
    if files.is_empty() {
        return Err(usage(format!("no conversation was found; their files end in .{EXTENSION}")));
    }
    let mut failed = 0;
    let mut taken = BTreeSet::new();
    for file in &files {
        match one(file, args.clinic.as_deref(), &mut taken).await? {
            None => say!("ok      {}", file.display()),
            Some(told) => {
                failed += 1;
                say!("FAILED  {}\n{told}", file.display());
            }
        }
    }
    say!("{} passed, {failed} failed", files.len() - failed);
    if args.coverage {
        tell_coverage(&taken);
    }
    Ok(if failed == 0 { Outcome::Fine } else { Outcome::Failed })
}

pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).with_context(|| format!("reading {}", path.display()))? {
        let path = entry.with_context(|| format!("reading {}", path.display()))?.path();
        if path.is_dir() || path.extension().is_some_and(|it| it == EXTENSION) {
            collect(&path, files)?;
        }
    }
    Ok(())
}

async fn record(id: &str, at: crate::clinic::MaybePlace) -> anyhow::Result<Outcome> {
    let id = id.parse().map_err(|_| usage(format!("{id:?} is no conversation's id; it begins with cnv_")))?;
    let desk = crate::clinic::desk(&at.place()?).await?;
    let told = recorded(&desk, &id).await?;
    desk.close().await;
    say_on!("{}", told.ok_or_else(|| usage("nothing is kept of that conversation"))?);
    Ok(Outcome::Fine)
}

/// What was taken of all that could be, and what was not.
fn tell_coverage(taken: &BTreeSet<Transition>) {
    let all: BTreeSet<Transition> = coverage::transitions().into_iter().collect();
    let met = all.intersection(taken).count();
    for place in coverage::PLACES {
        let missing: Vec<&str> =
            all.difference(taken).filter(|it| it.0 == place).map(|it| it.1.as_str()).collect();
        if !missing.is_empty() {
            say!("not heard while {place}: {}", missing.join(", "));
        }
    }
    let share = 100.0 * count(met) / count(all.len());
    say!("{met} of {} transitions taken ({share:.1} %)", all.len());
}

fn count(it: usize) -> f64 {
    f64::from(u32::try_from(it).unwrap_or(u32::MAX))
}

async fn one(
    file: &Path,
    clinic: Option<&Path>,
    taken: &mut BTreeSet<Transition>,
) -> anyhow::Result<Option<String>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let script = match Script::parse(&text) {
        Ok(script) => script,
        Err(error) => return Ok(Some(format!("        {error}"))),
    };
    let clinic = clinic_for(file, clinic)?;
    let (departure, went) =
        play_through(&script, &clinic).await.with_context(|| format!("playing {}", file.display()))?;
    taken.extend(went);
    Ok(departure.map(|it| difference(&script.title, &it)))
}

/// The clinic's file given, or the nearest one above the conversation.
fn clinic_for(file: &Path, given: Option<&Path>) -> anyhow::Result<ClinicFile> {
    let beside = || file.ancestors().skip(1).map(|it| it.join("clinic.toml")).find(|it| it.exists());
    let path = given.map(Path::to_owned).or_else(beside);
    let path =
        path.ok_or_else(|| usage(format!("no clinic.toml lies beside or above {}", file.display())))?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    ClinicFile::parse(&text).map_err(|it| usage(format!("{}: {it}", path.display())))
}

pub fn difference(title: &str, departure: &Departure) -> String {
    let mut told = format!("        {title}, line {}:\n", departure.line);
    for line in departure.expected.lines() {
        told.push_str(&format!("      - {line}\n"));
    }
    let found = if departure.found.is_empty() { "(nothing)" } else { &departure.found };
    for line in found.lines() {
        told.push_str(&format!("      + {line}\n"));
    }
    told.trim_end().to_owned()
}
