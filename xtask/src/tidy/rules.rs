//! Rules about size and shape: long files, long functions, module comments, `unwrap` outside tests.
//!
//! Absent: taste. What can't be counted is for a reviewer.

use std::collections::BTreeSet;
use std::ops::Range;

use super::source::{self, code_only, line_of};
use super::{File, Finding};

/// Lines that a file may have; a longer one has two subjects.
const FILE_LINES: usize = 400;
/// Lines that a function may have, from `fn` to the closing brace: what one screen shows.
const FUNCTION_LINES: usize = 70;

/// Files whose length a person answers for.
const WRITTEN: [&str; 5] = [".rs", ".svelte", ".ts", ".html", ".css"];

pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = files.iter().filter_map(long_file).collect();
    let tests = test_modules(files);
    for file in files.iter().filter(|file| file.is(&[".rs"])) {
        let code = code_only(&file.text);
        findings.extend(long_functions(file, &code));
        findings.extend(no_module_comment(file));
        if !is_test(&file.path, &tests) {
            findings.extend(unwraps(file, &code));
        }
    }
    findings
}

fn long_file(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    let long = lines > FILE_LINES && file.is(&WRITTEN) && !is_generated(&file.text);
    long.then(|| Finding::new(&file.path, 0, format!("{lines} lines, {FILE_LINES} at most")))
}

/// Generators say so at the top of what they write.
fn is_generated(text: &str) -> bool {
    text.lines().take(5).any(|line| line.contains("auto-generated") || line.contains("@generated"))
}

fn long_functions(file: &File, code: &str) -> Vec<Finding> {
    let long = source::functions(code).into_iter().filter(|function| function.lines > FUNCTION_LINES);
    long.map(|function| {
        let what = format!("fn {}: {} lines, {FUNCTION_LINES} at most", function.name, function.lines);
        Finding::new(&file.path, function.line, what)
    })
    .collect()
}

fn no_module_comment(file: &File) -> Option<Finding> {
    let first = file.text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!"));
    let begins = first.is_some_and(|line| line.starts_with("//!"));
    (!begins).then(|| Finding::new(&file.path, 1, "begins without //!: what it is for, what is absent"))
}

fn unwraps(file: &File, code: &str) -> Vec<Finding> {
    let (tests, _) = source::test_code(code);
    let is_tested = |at: &usize| tests.iter().any(|range: &Range<usize>| range.contains(at));
    let places = code.match_indices(concat!(".unwrap", "()")).map(|(at, _)| at).filter(|at| !is_tested(at));
    places
        .map(|at| Finding::new(&file.path, line_of(code, at), "unwrap outside tests: expect the invariant"))
        .collect()
}

/// Paths of files that a `#[cfg(test)] mod name;` brings in.
fn test_modules(files: &[File]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for file in files.iter().filter(|file| file.is(&[".rs"])) {
        let (_, names) = source::test_code(&code_only(&file.text));
        let folder = folder_of_modules(&file.path);
        for name in names {
            paths.insert(format!("{folder}/{name}.rs"));
            paths.insert(format!("{folder}/{name}/"));
        }
    }
    paths
}

/// Where the modules of a file lie: beside lib.rs, main.rs and mod.rs, else in a folder of its name.
fn folder_of_modules(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
        _ => path.trim_end_matches(".rs"),
    }
}

fn is_test(path: &str, modules: &BTreeSet<String>) -> bool {
    path.contains("/tests/")
        || modules.contains(path)
        || modules.iter().any(|module| module.ends_with('/') && path.starts_with(module.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    fn whats(files: &[File]) -> Vec<String> {
        check(files).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn a_file_may_have_400_lines_and_no_more() {
        let long = "\n".repeat(401);
        assert_eq!(whats(&[file("a.svelte", &long)]), ["a.svelte: 401 lines, 400 at most"]);
        assert!(whats(&[file("a.svelte", &"\n".repeat(400))]).is_empty());
        assert!(whats(&[file("a.json", &long)]).is_empty());
        assert!(whats(&[file("a.ts", &format!("/* auto-generated */{long}"))]).is_empty());
    }

    #[test]
    fn a_function_may_have_70_lines_and_no_more() {
        let body = |lines: usize| format!("//! A.\nfn a() {{{}}}\n", "\n".repeat(lines - 1));
        assert_eq!(whats(&[file("a.rs", &body(71))]), ["a.rs:2: fn a: 71 lines, 70 at most"]);
        assert!(whats(&[file("a.rs", &body(70))]).is_empty());
    }

    #[test]
    fn a_module_begins_with_what_it_is_for() {
        let missing = "a.rs:1: begins without //!: what it is for, what is absent";
        assert_eq!(whats(&[file("a.rs", "fn main() {}\n")]), [missing]);
        assert_eq!(whats(&[file("a.rs", "")]), [missing]);
        assert!(whats(&[file("a.rs", "#![no_std]\n\n//! A.\n")]).is_empty());
    }

    #[test]
    fn unwrap_is_for_tests() {
        let planted = concat!("//! A.\nfn a() { b().unwrap", "() }\n");
        assert_eq!(
            whats(&[file("x/src/a.rs", planted)]),
            ["x/src/a.rs:2: unwrap outside tests: expect the invariant"]
        );
        let in_tests = format!("//! A.\n#[cfg(test)]\nmod t {{\n{}}}\n", &planted["//! A.\n".len()..]);
        assert!(whats(&[file("x/src/a.rs", &in_tests)]).is_empty());
        assert!(whats(&[file("x/tests/a.rs", planted)]).is_empty());
        let parent = file("x/src/a.rs", "//! A.\n#[cfg(test)]\nmod t;\n");
        assert!(whats(&[parent, file("x/src/a/t.rs", planted)]).is_empty());
    }
}
