//! No function of the store without a story: the names in its source are compared with the calls in this suite.

use std::path::Path;

/// Where the public functions of a file are reached, when not under its own name.
const REACHED_UNDER: [(&str, &str); 4] = [
    ("beside", "appointments"),
    ("blocks", "appointments"),
    ("claiming", "inbox"),
    ("visits", "appointments"),
];
/// Not modules of functions on a transaction: their methods are called on a store or a transaction.
const METHODS: [&str; 6] = ["ear", "rotate", "schema", "store", "testing", "tx"];

fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut texts: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    texts.sort();
    texts
}

fn calls_wanted() -> Vec<String> {
    let mut wanted = Vec::new();
    for (file, text) in texts("src") {
        let module = REACHED_UNDER.iter().find(|(name, _)| *name == file).map_or(file.as_str(), |(_, it)| it);
        for line in text.lines() {
            let Some(rest) = line.trim_start().strip_prefix("pub async fn ") else { continue };
            let name = rest.split(['(', '<']).next().unwrap();
            let call = if METHODS.contains(&module) { name.to_owned() } else { format!("{module}::{name}") };
            wanted.push(call + "(");
        }
    }
    wanted
}

#[test]
fn every_function_of_the_store_is_in_a_story() {
    let suite: String = texts("tests/contract").into_iter().map(|(_, text)| text).collect();
    // `store.write` and `store.read` are wrapped in `step` and `look`.
    let missing: Vec<_> = calls_wanted().into_iter().filter(|call| !suite.contains(call.as_str())).collect();
    assert!(missing.is_empty(), "no story calls {missing:?}");
}

#[test]
fn the_comparison_sees_functions() {
    let wanted = calls_wanted();
    assert!(wanted.len() > 80, "only {} functions were found", wanted.len());
    assert!(wanted.contains(&"appointments::insert_block(".to_owned()));
}
