//! `cargo xtask generate`: openapi.json from the binary, and the console's types from openapi.json.
//!
//! Absent: hand edits. `--check` puts back what it changed, so it can run in a dirty tree.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::node::Node;
use crate::svara::Svara;
use crate::{console, shell};

/// The API as it is served; the console's types are made from it.
const OPENAPI: &str = "crates/web/openapi.json";

pub fn run(check: bool) -> Result<bool> {
    check_or_write(&Svara::build()?, check)
}

/// Runs the generators that there are; with `check`, `false` when something is stale.
pub fn check_or_write(svara: &Svara, check: bool) -> Result<bool> {
    let stale = regenerate(svara, check)?;
    for file in &stale {
        let what = if check { "is stale: run cargo xtask generate" } else { "written" };
        println!("{} {what}", file.display());
    }
    if stale.is_empty() {
        println!("What is generated is up to date.");
    }
    Ok(!check || stale.is_empty())
}

/// Gives the files whose content changed; with `check` they are put back.
fn regenerate(svara: &Svara, check: bool) -> Result<Vec<PathBuf>> {
    let before = snapshot()?;
    let made = generate(svara);
    let after = snapshot()?;
    if check || made.is_err() {
        restore(&before, &after)?;
    }
    made?;
    Ok(differing(&before, &after))
}

/// Whether anything is generated yet.
pub fn exists(svara: &Svara) -> bool {
    svara.has("openapi") || shell::root().join(OPENAPI).is_file()
}

fn generate(svara: &Svara) -> Result<()> {
    if svara.has("openapi") {
        let text = shell::output(&mut svara.command(&["openapi"]))?;
        fs::write(shell::root().join(OPENAPI), text)?;
    }
    if console::has_script("generate") && shell::root().join(OPENAPI).is_file() {
        let node = Node::ensure()?;
        console::install(&node)?;
        shell::run(&mut node.npm(&["run", "--silent", "generate"]))?;
    }
    Ok(())
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Everything that a generator may write: openapi.json and the console's sources.
fn snapshot() -> Result<Files> {
    let mut files = Files::new();
    let openapi = shell::root().join(OPENAPI);
    if openapi.is_file() {
        files.insert(openapi.clone(), fs::read(openapi)?);
    }
    read_folder(&console::folder().join("src"), &mut files)?;
    Ok(files)
}

fn read_folder(folder: &Path, files: &mut Files) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(&path, files)?;
        } else {
            files.insert(path.clone(), fs::read(&path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(())
}

fn differing(before: &Files, after: &Files) -> Vec<PathBuf> {
    let every = before.keys().chain(after.keys().filter(|file| !before.contains_key(*file)));
    every.filter(|file| before.get(*file) != after.get(*file)).cloned().collect()
}

fn restore(before: &Files, after: &Files) -> Result<()> {
    for file in differing(before, after) {
        match before.get(&file) {
            Some(text) => fs::write(&file, text)?,
            None => fs::remove_file(&file)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Files {
        pairs.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn changed_new_and_missing_files_differ() {
        let before = files(&[("same", "1"), ("changed", "1"), ("gone", "1")]);
        let after = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        let names = ["changed", "gone", "new"].map(PathBuf::from);
        assert_eq!(differing(&before, &after), names);
        assert!(differing(&before, &before).is_empty());
    }
}
