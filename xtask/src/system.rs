//! What the machine must have beside Rust: installed when we are root, asked for in a line when not.
//!
//! Absent: any source but the package registries. Nothing is fetched from a web address.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::shell;

/// A program from Debian that tests want.
pub struct Tool {
    pub name: &'static str,
    /// Debian's packages that bring it.
    pub packages: &'static [&'static str],
    pub find: fn() -> Option<PathBuf>,
}

/// The C compiler that ring and SQLite are built with.
pub const COMPILER: Tool =
    Tool { name: "a C compiler", packages: &["gcc", "libc6-dev", "make"], find: || shell::find("cc") };

/// The PostgreSQL server, for the store's contract tests.
pub const POSTGRES: Tool = Tool { name: "PostgreSQL", packages: &["postgresql"], find: initdb };

/// The browser that walks through the console.
pub const CHROMIUM: Tool = Tool { name: "Chromium", packages: &["chromium"], find: chromium };

/// Python with pip, for Node when it is too old, and for real counterparts in tests.
pub const PYTHON: Tool =
    Tool { name: "Python with pip", packages: &["python3", "python3-pip", "python3-venv"], find: python };

/// Finds a tool, or installs it when we are root; the error is one line that says what to install.
pub fn ensure(tool: &Tool) -> Result<PathBuf> {
    if let Some(found) = (tool.find)() {
        return Ok(found);
    }
    let packages = tool.packages.join(" ");
    if !can_install() {
        bail!("{} is missing: install it (Debian: apt-get install {packages})", tool.name);
    }
    install(tool.packages)?;
    match (tool.find)() {
        Some(found) => Ok(found),
        None => bail!("{} is still missing after apt-get install {packages}", tool.name),
    }
}

/// Whether we are root on a machine with apt-get.
fn can_install() -> bool {
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| {
        let root = shell::command("id").arg("-u").stderr(Stdio::null()).output();
        root.is_ok_and(|output| output.stdout == b"0\n") && shell::find("apt-get").is_some()
    })
}

fn install(packages: &[&str]) -> Result<()> {
    static UPDATED: OnceLock<bool> = OnceLock::new();
    // An old list may still do, so a failed update is not yet the end.
    UPDATED.get_or_init(|| shell::run(shell::command("apt-get").args(["update", "-qq"])).is_ok());
    let mut command = shell::command("apt-get");
    command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    shell::run(command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()))
}

/// Debian keeps the server's programs off the search path, in a folder for each version.
fn initdb() -> Option<PathBuf> {
    let on_path = shell::find("initdb").into_iter();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    on_path.chain(versions.map(|folder| folder.path().join("bin/initdb"))).find(|file| file.is_file())
}

fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(shell::find)
}

fn python() -> Option<PathBuf> {
    let python = shell::find("python3")?;
    shell::works(shell::command(&python).args(["-m", "pip", "--version"])).then_some(python)
}
