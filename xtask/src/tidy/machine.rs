//! Marks of one machine or person: its folders and its name, and secrets of every known make.
//!
//! Absent: names of people; those are for a reviewer.

use std::env;
use std::fs;
use std::path::Path;

use super::{File, Finding};

/// Folders that every machine has, whose names give nothing away.
const COMMON: [&str; 9] = ["/", "/home", "/Users", "/tmp", "/usr", "/var", "/opt", "/srv", "/mnt"];
/// A host name shorter than this is too likely to be an ordinary word.
const HOST_LETTERS: usize = 6;

/// Secrets: how they begin, and how many letters, digits and `_-/+` follow at least.
const SECRETS: [(&str, usize); 11] = [
    (concat!("-----BEGIN ", "PRIVATE KEY"), 0),
    (concat!("-----BEGIN ", "RSA PRIVATE KEY"), 0),
    (concat!("-----BEGIN ", "EC PRIVATE KEY"), 0),
    (concat!("-----BEGIN ", "OPENSSH PRIVATE KEY"), 0),
    (concat!("AK", "IA"), 16),
    (concat!("gh", "p_"), 30),
    (concat!("github", "_pat_"), 30),
    (concat!("xo", "xb-"), 20),
    (concat!("sk_", "live_"), 16),
    (concat!("EA", "A"), 60),
    (concat!("np", "m_"), 36),
];

/// What gives this machine away.
pub struct Marks {
    folders: Vec<String>,
    host: Option<String>,
}

/// The marks of the machine that we run on.
pub fn marks(root: &Path) -> Marks {
    let home = env::var("HOME").ok();
    let host = fs::read_to_string("/etc/hostname").ok().or_else(|| env::var("HOSTNAME").ok());
    marks_of(root, home.as_deref().map(Path::new), host.as_deref())
}

fn marks_of(root: &Path, home: Option<&Path>, host: Option<&str>) -> Marks {
    let above = root.ancestors().chain(home);
    let folders = above
        .map(|folder| folder.display().to_string())
        .filter(|folder| !folder.is_empty() && !COMMON.contains(&folder.as_str()))
        .map(|folder| format!("{}/", folder.trim_end_matches('/')))
        .collect();
    let host = host.map(str::trim).filter(|host| host.len() >= HOST_LETTERS && *host != "localhost");
    Marks { folders, host: host.map(str::to_owned) }
}

pub fn check(files: &[File], marks: &Marks) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| !file.is(&["package-lock.json", "Cargo.lock"])) {
        for (at, line) in file.text.lines().enumerate() {
            let mut found = |what: &str| findings.push(Finding::new(&file.path, at + 1, what));
            if marks.folders.iter().any(|folder| has_path(line, folder)) || has_someones_home(line) {
                found("a path of one machine");
            }
            if marks.host.as_deref().is_some_and(|host| has_host(line, host)) {
                found("the name of one machine");
            }
            if SECRETS.iter().any(|(start, length)| has_secret(line, start, *length)) {
                found("what looks like a secret");
            }
        }
    }
    findings
}

/// Whether a path starts here, not in the middle of a longer one or of a web address.
fn has_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"._-/}>*".contains(letter))
    })
}

/// A folder in the home of somebody, on any machine.
fn has_someones_home(line: &str) -> bool {
    [concat!("/ho", "me/"), concat!("/Us", "ers/")].iter().any(|start| {
        line.match_indices(start).any(|(at, _)| {
            let name = line[at + start.len()..].chars().take_while(char::is_ascii_alphanumeric).count();
            name > 0 && line[at + start.len() + name..].starts_with('/') && has_path(&line[..=at], "/")
        })
    })
}

fn has_host(line: &str, host: &str) -> bool {
    line.match_indices(host).any(|(at, _)| {
        let inside = |letter: char| letter.is_alphanumeric();
        !line[..at].ends_with(inside) && !line[at + host.len()..].starts_with(inside)
    })
}

fn has_secret(line: &str, start: &str, length: usize) -> bool {
    let secret = |letter: &char| letter.is_ascii_alphanumeric() || "_-/+".contains(*letter);
    line.match_indices(start).any(|(at, _)| {
        let fresh = !line[..at].ends_with(|letter: char| letter.is_ascii_alphanumeric());
        fresh && line[at + start.len()..].chars().take_while(secret).count() >= length
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<String> {
        let marks = marks_of(Path::new("/lab/desk"), Some(Path::new("/anna")), Some("anna-box\n"));
        let file = File { path: "a.md".to_owned(), text: line.to_owned() };
        check(&[file], &marks).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn paths_of_this_machine_are_found() {
        for line in ["see /lab/desk/x", "\"/lab/other\"", "a=/anna/x", concat!("/ho", "me/someone/x")] {
            assert_eq!(found(line), ["a path of one machine"], "{line}");
        }
        for line in ["a/lab/desk", "example.org/lab/desk", "/labs/desk", "/tmp/x", concat!("/ho", "me/")] {
            assert!(found(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn the_name_of_this_machine_is_found() {
        assert_eq!(found("ran on anna-box today"), ["the name of one machine"]);
        assert!(found("anna-boxes").is_empty());
        assert!(marks_of(Path::new("/"), None, Some("host")).host.is_none());
        assert!(marks_of(Path::new("/tmp/x"), None, None).folders == ["/tmp/x/"]);
    }

    #[test]
    fn secrets_are_found_by_their_beginnings() {
        for (start, length) in SECRETS {
            let planted = format!("key: {start}{}", "aB3".repeat(length));
            assert_eq!(found(&planted), ["what looks like a secret"], "{planted}");
            if length > 0 {
                assert!(found(&format!("key: {start}short")).is_empty(), "{start}");
            }
        }
    }
}
