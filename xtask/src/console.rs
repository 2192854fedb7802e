//! The console: what npm does for it, and the folder that crates/web takes into the binary.
//!
//! Absent: knowledge of Svelte or Vite. package.json says what its scripts do.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::node::Node;
use crate::shell;

/// A page that stands in for the console while it is not built, so that crates/web compiles.
const PLACEHOLDER: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Svara</title>\n\
    <p>The console is not built. Run <code>cargo xtask demo</code> or <code>npm run build</code> in console/.\n\
    </html>\n";

pub fn folder() -> PathBuf {
    shell::root().join("console")
}

pub fn exists() -> bool {
    folder().join("package.json").is_file()
}

/// Whether package.json has a script of this name.
pub fn has_script(name: &str) -> bool {
    let text = fs::read_to_string(folder().join("package.json")).unwrap_or_default();
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    json["scripts"][name].is_string()
}

/// Lays the placeholder where no console is built; a built one is left as it is.
pub fn placeholder() -> Result<()> {
    let page = folder().join("dist/index.html");
    if page.is_file() {
        return Ok(());
    }
    fs::create_dir_all(folder().join("dist"))?;
    fs::write(&page, PLACEHOLDER).with_context(|| format!("cannot write {}", page.display()))
}

/// `npm ci`, when package-lock.json has changed since the last time.
pub fn install(node: &Node) -> Result<()> {
    let lock = fs::read_to_string(folder().join("package-lock.json")).context("console/package-lock.json")?;
    // npm ci empties node_modules first, so the stamp goes whenever what it vouches for goes.
    let stamp = folder().join("node_modules/.xtask-lock");
    if fs::read_to_string(&stamp).is_ok_and(|seen| seen == lock) {
        return Ok(());
    }
    shell::run(&mut node.npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock).context("cannot write the stamp beside node_modules")
}

/// Installs what the console needs and builds it; the placeholder where there is no console yet.
pub fn build() -> Result<()> {
    if !exists() {
        return placeholder();
    }
    let node = Node::ensure()?;
    install(&node)?;
    shell::run(&mut node.npm(&["run", "--silent", "build"]))
}
