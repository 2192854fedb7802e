//! Links in Markdown that lead to a file of this repository lead to one that is in git.
//!
//! Absent: links out into the world, and places within a page.

use super::{File, Finding};

pub fn check(files: &[File], tracked: &[String]) -> Vec<Finding> {
    files.iter().filter(|file| file.is(&[".md"])).flat_map(|file| broken(file, tracked)).collect()
}

fn broken(file: &File, tracked: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut fenced = false;
    for (at, line) in file.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let links = targets(line).filter(|_| !fenced);
        for link in links.filter(|link| !leads_somewhere(&file.path, link, tracked)) {
            findings.push(Finding::new(&file.path, at + 1, format!("{link} leads nowhere")));
        }
    }
    findings
}

/// What follows `](`, `src="` and `href="` in a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    [("](", ')'), ("src=\"", '"'), ("href=\"", '"')].into_iter().flat_map(move |(start, end)| {
        line.match_indices(start).filter_map(move |(at, _)| {
            let (target, _) = line[at + start.len()..].split_once(end)?;
            // A title may follow the target.
            target.split_whitespace().next()
        })
    })
}

fn leads_somewhere(from: &str, link: &str, tracked: &[String]) -> bool {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() || link.contains("://") || link.starts_with("mailto:") {
        return true;
    }
    let Some(path) = joined(from, path) else { return false };
    let inside = format!("{path}/");
    path.is_empty() || tracked.iter().any(|file| *file == path || file.starts_with(&inside))
}

/// The path from the root; none for one that climbs out.
fn joined(from: &str, link: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let tracked = ["README.md", "docs/a.md", "docs/pictures/b.png"].map(str::to_owned);
        check(&[File { path: path.to_owned(), text: text.to_owned() }], &tracked).len()
    }

    #[test]
    fn links_to_what_is_not_there_are_found() {
        let table = [
            ("README.md", "[a](docs/a.md) and [b](docs/b.md)", 1),
            ("README.md", "[a](docs/a.md#part), [d](docs/), [here](#part), [web](https://example.org/x)", 0),
            ("README.md", "![b](docs/pictures/b.png \"B\")", 0),
            ("README.md", "<img src=\"docs/pictures/c.png\">", 1),
            ("docs/a.md", "[up](../README.md) [b](pictures/b.png) [r](README.md)", 1),
            ("docs/a.md", "[out](../../README.md)", 1),
            ("docs/a.md", "```\n[b](nowhere.md)\n```\n[c](nowhere.md)", 1),
            ("notes.txt", "[b](nowhere.md)", 0),
        ];
        for (path, text, count) in table {
            assert_eq!(found(path, text), count, "{path}: {text}");
        }
    }
}
