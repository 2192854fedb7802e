//! The scheduling benchmark's peers, run right after ours on the same machine: npm slot-calculator and PyPI
//! django-appointment, by name from the public registries into target/peers.
//!
//! Absent: peers that need a server of their own. One that can't be installed or run is left out by name.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::node::Node;
use crate::{metadata, shell, system};

/// A peer: its name, how it is installed, and how it is run in the folder it is installed in.
struct Peer {
    name: &'static str,
    install: fn(&Path) -> Result<()>,
    run: fn(&Path) -> Result<String>,
}

const PEERS: [Peer; 2] = [
    Peer { name: "slot-calculator", install: install_slot_calculator, run: run_slot_calculator },
    Peer { name: "django-appointment", install: install_django_appointment, run: run_django_appointment },
];

/// Runs the peers and says how much longer each takes than ours did.
pub fn beside(ours: &Value) -> Result<()> {
    let folder = metadata::members()?.target_directory.join("peers");
    std::fs::create_dir_all(&folder)?;
    for peer in PEERS {
        match figures(&peer, &folder) {
            Ok(theirs) => print!("{}", compared(peer.name, &theirs, ours)),
            Err(why) => println!("{} is left out: {why:#}", peer.name),
        }
    }
    Ok(())
}

fn figures(peer: &Peer, folder: &Path) -> Result<Value> {
    (peer.install)(folder).context("installing it")?;
    let printed = (peer.run)(folder).context("running it")?;
    let start = printed.find('{').context("it printed no JSON")?;
    serde_json::from_str(&printed[start..]).context("its JSON")
}

fn install_slot_calculator(folder: &Path) -> Result<()> {
    if folder.join("node_modules/slot-calculator").exists() {
        return Ok(());
    }
    let install = ["install", "--silent", "--no-audit", "--no-fund", "slot-calculator@2.2.1", "--prefix"];
    shell::run(Node::ensure()?.npm(&install).arg(folder))
}

fn run_slot_calculator(folder: &Path) -> Result<String> {
    let script = shell::root().join("xtask/peers/slot_calculator.cjs");
    shell::output(Node::ensure()?.node().arg(script).current_dir(folder))
}

fn install_django_appointment(folder: &Path) -> Result<()> {
    let venv = folder.join("venv");
    if venv.join("bin/django-admin").exists() {
        return Ok(());
    }
    let python = system::ensure(&system::PYTHON)?;
    shell::run(shell::command(python).args(["-m", "venv"]).arg(&venv))?;
    let wanted = ["-m", "pip", "install", "--quiet", "django-appointment==3.12.0", "Django==5.2.19"];
    shell::run(shell::command(venv.join("bin/python")).args(wanted))
}

fn run_django_appointment(folder: &Path) -> Result<String> {
    let script = shell::root().join("xtask/peers/django_appointment.py");
    shell::output(shell::command(folder.join("venv/bin/python")).arg(script).current_dir(folder))
}

/// One line for each size: their milliseconds, ours, and how many times as long they take.
fn compared(name: &str, theirs: &Value, ours: &Value) -> String {
    let version = theirs["version"].as_str().unwrap_or("?");
    let mut lines = String::new();
    for case in theirs["cases"].as_array().into_iter().flatten() {
        let size = |of: &Value| (of["practitioners"].as_u64(), of["days"].as_u64());
        let same = |of: &&Value| of["what"] == "all" && size(of) == size(case);
        let Some(own) = ours["cases"].as_array().into_iter().flatten().find(same) else { continue };
        let time = |of: &Value, which: &str| of[which].as_f64().unwrap_or(f64::NAN);
        let ratio = |which: &str| time(case, which) / time(own, which);
        lines += &format!(
            "{name} {version}, {} × {}: minimum {:.1} ms, median {:.1} ms; ours {:.3} and {:.3} ms, {:.0} and {:.0} \
             times as fast\n",
            case["practitioners"],
            case["days"],
            time(case, "min_ms"),
            time(case, "median_ms"),
            time(own, "min_ms"),
            time(own, "median_ms"),
            ratio("min_ms"),
            ratio("median_ms"),
        );
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_peer_is_held_against_our_figure_of_the_same_size() {
        let ours = json!({"cases": [
            {"what": "all", "practitioners": 20, "days": 30, "min_ms": 0.5, "median_ms": 1.0},
            {"what": "three spread", "practitioners": 1, "days": 30, "min_ms": 0.1, "median_ms": 0.1}]});
        let theirs = json!({"version": "1.2", "cases": [
            {"practitioners": 20, "days": 30, "min_ms": 500.0, "median_ms": 700.0},
            {"practitioners": 1, "days": 30, "min_ms": 5.0, "median_ms": 7.0}]});
        let lines = compared("peer", &theirs, &ours);
        let expected = "peer 1.2, 20 × 30: minimum 500.0 ms, median 700.0 ms; ours 0.500 and 1.000 ms, 1000 and 700 \
                        times as fast\n";
        assert_eq!(lines, expected);
    }
}
