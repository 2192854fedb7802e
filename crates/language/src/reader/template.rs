//! Whether a line of utterances is well written, and what to do when it is not.
//!
//! Absent: writing it out (`grow::corpus`). A test and the growing of the tables refuse what is broken.

use crate::reader::classes::CLASSES;
use crate::reader::mark::sorted;
use std::io;
use std::path::Path;

/// Files in a folder of utterances that are no class: the slots, and words that tell a language but no intent.
const NO_CLASS: [&str; 2] = ["slots", "words"];

/// Refuses the first file that cannot be grown from, naming file, line and remedy.
pub fn check(root: &Path) -> io::Result<()> {
    for folder in sorted(root)?.into_iter().filter(|path| path.is_dir()) {
        let slots = std::fs::read_to_string(folder.join("slots.txt"))?;
        let names: Vec<&str> =
            slots.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim()).collect();
        for file in sorted(&folder)? {
            let class = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let refuse = |line: usize, problem: String| {
                let place = format!("{}:{line}: {problem}", file.display());
                Err(io::Error::new(io::ErrorKind::InvalidData, place))
            };
            if !NO_CLASS.contains(&class.as_str()) && !CLASSES.contains(&class.as_str()) {
                return refuse(1, "no intent has this name; name the file after one".to_owned());
            }
            if class == "slots" {
                continue;
            }
            let text = std::fs::read_to_string(&file)?;
            for (at, line) in text.lines().enumerate() {
                if let Some(problem) = problem(line, &names) {
                    return refuse(at + 1, problem);
                }
            }
        }
    }
    Ok(())
}

/// What is wrong with a line, and the remedy.
fn problem(line: &str, slots: &[&str]) -> Option<String> {
    let mut open = false;
    for (at, ch) in line.char_indices() {
        match (ch, open) {
            ('{', true) => return Some("{ inside {; write the inner choice out on lines of its own".into()),
            ('{', false) => open = true,
            ('}', true) => open = false,
            ('}', false) => return Some("} without {; add the { before the choices".into()),
            ('<', _) => {
                let name = line[at + 1..].split('>').next().unwrap_or_default();
                if !line[at..].contains('>') {
                    return Some("a slot is not closed; add the > after its name".into());
                }
                if !slots.contains(&name) {
                    return Some(format!(
                        "slot <{name}> is unknown; add a line \"{name}: one | other\" to slots.txt"
                    ));
                }
            }
            ('|', false) => return Some("| outside of { }; put the choices in curly brackets".into()),
            _ => {}
        }
    }
    open.then(|| "{ is not closed; add the } after the choices".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_utterance_that_stands_here_is_well_written() {
        check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("utterances")).expect("well written");
    }

    #[test]
    fn a_broken_line_is_refused_with_its_remedy() {
        for (line, remedy) in [
            ("{how long does {<svc>|it} take|hello}", "on lines of its own"),
            ("{book|reserve a time", "add the }"),
            ("book|reserve} a time", "curly brackets"),
            ("book a time}", "add the {"),
            ("book <svc", "add the >"),
            ("book <service>", "slots.txt"),
        ] {
            let told = problem(line, &["svc"]).unwrap_or_default();
            assert!(told.contains(remedy), "{line}: {told}");
        }
        assert_eq!(problem("{book|move|} a {time|<svc>} on <svc>", &["svc"]), None);
    }

    #[test]
    fn a_refusal_names_file_and_line() {
        let folder = std::env::temp_dir().join(format!("svara-utterances-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("sv")).expect("a folder");
        std::fs::write(folder.join("sv/slots.txt"), "svc: lagning").expect("slots");
        std::fs::write(folder.join("sv/book.txt"), "boka <svc>\n{boka|tid").expect("utterances");
        let told = check(&folder).expect_err("refused").to_string();
        std::fs::remove_dir_all(&folder).expect("cleared away");
        assert!(told.contains("book.txt:2: {"), "{told}");
    }
}
