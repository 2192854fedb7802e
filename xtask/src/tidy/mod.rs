//! The house rules that a machine can hold: `cargo xtask tidy`, and a test of this package.
//!
//! Absent: what rustfmt and clippy hold already, and files that are not in git.

mod layers;
mod links;
mod machine;
mod rules;
mod source;
mod words;

use std::fmt;
use std::fs;

use anyhow::{Context, Result};

use crate::{metadata, shell};

/// A text file that is in git, with its path from the root.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }
}

/// A rule that is broken somewhere.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    /// From 1; 0 where the whole file is meant.
    pub line: usize,
    pub what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.what),
            line => write!(f, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// Prints what is broken; `true` when nothing is.
pub fn run() -> Result<bool> {
    let findings = findings()?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} findings", findings.len());
    Ok(findings.is_empty())
}

fn findings() -> Result<Vec<Finding>> {
    let files = files()?;
    let metadata = metadata::everything()?;
    let mut findings = rules::check(&files);
    findings.extend(words::check(&files));
    findings.extend(machine::check(&files, &machine::marks(&shell::root())));
    findings.extend(links::check(&files, &tracked()?));
    findings.extend(layers::check(&metadata));
    findings.sort();
    Ok(findings)
}

/// Paths of what is in git, from the root.
fn tracked() -> Result<Vec<String>> {
    let list = shell::output(shell::command("git").args(["ls-files", "-z"])).context("git ls-files")?;
    Ok(list.split_terminator('\0').map(str::to_owned).collect())
}

/// Text files in git that are still on the disk.
fn files() -> Result<Vec<File>> {
    let root = shell::root();
    let on_disk = tracked()?.into_iter().filter(|path| root.join(path).is_file());
    on_disk
        .filter_map(|path| match fs::read(root.join(&path)) {
            // What is no UTF-8 is a picture or its like.
            Ok(bytes) => String::from_utf8(bytes).ok().map(|text| Ok(File { path, text })),
            Err(error) => Some(Err(error).with_context(|| path.clone())),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_rules_hold() {
        let findings = findings().expect("git and cargo answer");
        let list: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert!(list.is_empty(), "\n{}\n", list.join("\n"));
    }

    #[test]
    fn a_finding_reads_like_a_compilers() {
        assert_eq!(Finding::new("a.rs", 3, "too long").to_string(), "a.rs:3: too long");
        assert_eq!(Finding::new("a.rs", 0, "too long").to_string(), "a.rs: too long");
    }
}
