//! Words that don't belong in finished code: notes to oneself, debugging aids, switched-off tests.
//!
//! Absent: spelling and style of prose.

use super::source::code_only;
use super::{File, Finding};

// Put together from halves, so that this file keeps its own rules.
const NOTES: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const RUST: [&str; 4] =
    [concat!("db", "g!"), concat!("to", "do!"), concat!("unimpl", "emented!"), concat!("#[ign", "ore")];
const SCRIPT_RUNNERS: [&str; 3] = ["it", "test", "describe"];
const SCRIPT_ENDS: [&str; 2] = [concat!(".sk", "ip("), concat!(".on", "ly(")];

const SOURCES: [&str; 9] = [".rs", ".svelte", ".ts", ".js", ".mjs", ".html", ".css", ".toml", ".sql"];
const SCRIPTS: [&str; 4] = [".svelte", ".ts", ".js", ".mjs"];

pub fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter(|file| file.is(&SOURCES)).flat_map(in_file).collect()
}

fn in_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut look = |text: &str, words: &[&str]| {
        for (at, line) in text.lines().enumerate() {
            let found = words.iter().filter(|word| has_word(line, word));
            findings.extend(found.map(|word| Finding::new(&file.path, at + 1, format!("{word} left in"))));
        }
    };
    look(&file.text, &NOTES);
    if file.is(&[".rs"]) {
        look(&code_only(&file.text), &RUST);
    }
    if file.is(&SCRIPTS) {
        let calls: Vec<String> = SCRIPT_RUNNERS
            .iter()
            .flat_map(|runner| SCRIPT_ENDS.iter().map(move |end| format!("{runner}{end}")))
            .collect();
        look(&file.text, &calls.iter().map(String::as_str).collect::<Vec<_>>());
    }
    findings
}

/// Whether a line has the word by itself, not as part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(is_name);
        let joined = word.ends_with(is_name) && line[at + word.len()..].starts_with(is_name);
        !before && !joined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[File { path: path.to_owned(), text: text.to_owned() }]).len()
    }

    #[test]
    fn planted_words_are_found_where_they_count() {
        let table = [
            ("a.rs", format!("// {}: later", NOTES[0]), 1),
            ("a.css", format!("/* {} */", NOTES[1]), 1),
            ("a.sql", format!("-- {}", NOTES[2]), 1),
            ("a.rs", format!("let s = \"{}L\";", NOTES[2]), 0),
            ("a.md", format!("{} is a word", NOTES[0]), 0),
            ("a.rs", format!("{}(x);", RUST[0]), 1),
            ("a.rs", format!("let a = {}();", RUST[1]), 1),
            ("a.rs", format!("{}()", RUST[2]), 1),
            ("a.rs", format!("    {} = \"slow\"]", RUST[3]), 1),
            ("a.rs", format!("// speaks of {}", RUST[0]), 0),
            ("a.rs", "\"todo el día\"; items.skip(1)".to_owned(), 0),
            ("a.ts", format!("it{}\"a\")", SCRIPT_ENDS[0]), 1),
            ("a.ts", format!("describe{}\"a\")", SCRIPT_ENDS[1]), 1),
            ("a.mjs", format!("test{}\"a\")", SCRIPT_ENDS[1]), 1),
            ("a.ts", format!("list{}1)", SCRIPT_ENDS[0]), 0),
            ("a.ts", format!("submit{}1)", SCRIPT_ENDS[0]), 0),
        ];
        for (path, text, count) in table {
            assert_eq!(found(path, &text), count, "{path}: {text}");
        }
    }
}
