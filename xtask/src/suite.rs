//! `cargo xtask test`: every check of the repository, in the order in which a mistake shows soonest.
//!
//! Absent: stopping at the first failure. A run tells all that is wrong, because the CI's is long.

use std::env;
use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::count::Counts;
use crate::node::Node;
use crate::report::{self, Outcome, Row};
use crate::svara::Svara;
use crate::system::{self, Tool};
use crate::{console, generate, shell, tidy};

struct Step {
    name: &'static str,
    /// Left out by `--fast`.
    slow: bool,
    run: fn() -> Result<Outcome>,
}

/// The steps. Clippy checks what the tests then build; `talk` and what follows use the same binary.
const STEPS: [Step; 11] = [
    Step { name: "tools", slow: false, run: tools },
    Step { name: "format", slow: false, run: format },
    Step { name: "tidy", slow: false, run: house_rules },
    Step { name: "console", slow: true, run: console_checks },
    Step { name: "clippy", slow: false, run: clippy },
    Step { name: "rust", slow: false, run: rust },
    Step { name: "docs", slow: false, run: doctests },
    Step { name: "talk", slow: false, run: talk },
    Step { name: "simulate", slow: false, run: simulate },
    Step { name: "generated", slow: true, run: generated },
    Step { name: "browser", slow: true, run: browser },
];

/// Runs the steps; `false` when one failed.
pub fn run(fast: bool, only: &[String]) -> Result<bool> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no step {unknown}; there are: {}", names.join(", "));
    }
    console::placeholder()?;
    let asked = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    let rows: Vec<Row> = STEPS.iter().filter(asked).map(|step| walk(step, fast)).collect();
    let strict = env::var_os("CI").is_some();
    print!("{}", report::text(&rows, strict));
    Ok(report::total(&rows, strict).failed == 0)
}

fn walk(step: &Step, fast: bool) -> Row {
    let start = Instant::now();
    let outcome = if fast && step.slow {
        Outcome::Nothing("left out by --fast")
    } else {
        eprintln!("\n== {}", step.name);
        (step.run)().unwrap_or_else(|error| Outcome::Failed(Counts::default(), format!("{error:#}")))
    };
    Row { name: step.name, time: start.elapsed(), outcome }
}

/// What the Rust steps need; the console and the browser look for theirs when it's their turn.
fn tools() -> Result<Outcome> {
    system::ensure(&system::COMPILER)?;
    Ok(match lacking(&[&system::POSTGRES, &system::PYTHON]) {
        Some(lacking) => lacking,
        None => Outcome::Ran(Counts::default()),
    })
}

fn lacking(tools: &[&Tool]) -> Option<Outcome> {
    let missing: Vec<String> = tools
        .iter()
        .filter_map(|tool| system::ensure(tool).err())
        .map(|error| format!("{error:#}"))
        .collect();
    (!missing.is_empty()).then(|| Outcome::Lacking(missing.join("; ")))
}

fn format() -> Result<Outcome> {
    // Names of files only: the differences are one `cargo fmt --all` away.
    one(shell::cargo().args(["fmt", "--all", "--check", "--", "--files-with-diff"]))
}

fn clippy() -> Result<Outcome> {
    one(shell::cargo().args([
        "clippy",
        "--keep-going",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Runs a check that either passes or doesn't.
fn one(command: &mut Command) -> Result<Outcome> {
    shell::run(command)?;
    Ok(Outcome::Ran(Counts::default()))
}

fn house_rules() -> Result<Outcome> {
    if tidy::run()? { Ok(Outcome::Ran(Counts::default())) } else { bail!("see the list above") }
}

fn rust() -> Result<Outcome> {
    let mut tests = shell::cargo();
    if shell::works(shell::cargo().args(["nextest", "--version"])) {
        tests.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        tests.args(["test", "--no-fail-fast", "--all-targets"]);
    }
    counted(tests.arg("--workspace"))
}

fn doctests() -> Result<Outcome> {
    counted(shell::cargo().args(["test", "--doc", "--no-fail-fast", "--workspace"]))
}

/// Runs a test runner and takes its count.
fn counted(command: &mut Command) -> Result<Outcome> {
    let watched = shell::watch(command)?;
    if watched.ok && watched.counts.failed == 0 {
        return Ok(Outcome::Ran(watched.counts));
    }
    Ok(Outcome::Failed(watched.counts, "see its output above".to_owned()))
}

fn console_checks() -> Result<Outcome> {
    if !console::exists() {
        return Ok(Outcome::Nothing("no console yet"));
    }
    let node = Node::ensure()?;
    console::install(&node)?;
    let (mut counts, mut failed) = (Counts::default(), Vec::new());
    for script in ["check", "test", "build"].into_iter().filter(|script| console::has_script(script)) {
        let watched = shell::watch(&mut node.npm(&["run", script]))?;
        counts.add(watched.counts);
        if !watched.ok {
            failed.push(format!("npm run {script}"));
        }
    }
    if failed.is_empty() { Ok(Outcome::Ran(counts)) } else { Ok(Outcome::Failed(counts, failed.join(", "))) }
}

/// The written conversations, played by the binary.
fn talk() -> Result<Outcome> {
    let folder = shell::root().join("conversations");
    if !fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(Outcome::Nothing("no conversations yet"));
    }
    let svara = Svara::build_beside_tests()?;
    if !svara.has("talk") {
        return Ok(Outcome::Nothing("svara has no talk yet"));
    }
    // All of them are played by the crates' own tests; here it is the command that is tried.
    counted(&mut svara.command(&["talk", "conversations/booking", "conversations/safety"]))
}

/// Two hundred seeds of one short day under faults; the long run is `cargo xtask soak`.
fn simulate() -> Result<Outcome> {
    let svara = Svara::build_beside_tests()?;
    if !svara.has("simulate") {
        return Ok(Outcome::Nothing("svara has no simulate yet"));
    }
    let short = ["--seed", "1", "--seeds", "200", "--days", "1", "--patients", "6", "--clinics", "1"];
    let faults = ["--faults", "some", "--store", "memory"];
    one(svara.command(&["simulate"]).args(short).args(faults))
}

fn generated() -> Result<Outcome> {
    let svara = Svara::build_beside_tests()?;
    if !generate::exists(&svara) {
        return Ok(Outcome::Nothing("nothing is generated yet"));
    }
    if generate::check_or_write(&svara, true)? {
        Ok(Outcome::Ran(Counts::default()))
    } else {
        bail!("cargo xtask generate")
    }
}

/// The console in a real browser, against the binary that was built above.
fn browser() -> Result<Outcome> {
    if !console::has_script("e2e") {
        return Ok(Outcome::Nothing("no script e2e in console/package.json yet"));
    }
    let chromium = match system::ensure(&system::CHROMIUM) {
        Ok(file) => file,
        Err(error) => return Ok(Outcome::Lacking(format!("{error:#}"))),
    };
    let svara = Svara::build_beside_tests()?;
    let node = Node::ensure()?;
    console::install(&node)?;
    let mut e2e = node.npm(&["run", "e2e"]);
    counted(e2e.env("CHROMIUM", chromium).env("SVARA", svara.program))
}
