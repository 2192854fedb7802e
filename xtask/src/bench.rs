//! `cargo xtask bench`: runs a benchmark, which prints one JSON object, and lays it out as a table.
//!
//! Absent: the measuring itself, and any verdict; each benchmark is a cargo example of its crate.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::metadata::{self, Metadata};
use crate::{console, peers, shell};

/// What can be measured, and where its benchmark is looked for: a crate and an example's name.
const BENCHES: [(&str, &[(&str, &str)]); 8] = [
    ("desk", &[("svara-sim", "bench_desk"), ("svara", "bench_desk"), ("svara-desk", "bench")]),
    ("load", &[("svara", "bench_load")]),
    ("book", &[("svara", "bench_book")]),
    ("console", &[("svara", "bench_console")]),
    ("schedule", &[("svara-schedule", "bench")]),
    ("language", &[("svara-language", "bench")]),
    ("store", &[("svara-store", "bench")]),
    ("conversations", &[("svara-sim", "conversations")]),
];

pub fn run(name: Option<&str>, args: &[String]) -> Result<bool> {
    let metadata = metadata::members()?;
    let Some(name) = name else {
        println!("{}", list(&metadata));
        return Ok(true);
    };
    let Some((package, example)) = find(&metadata, name) else {
        bail!("there is no benchmark named {name}; there are: {}", existing(&metadata).join(", "));
    };
    console::placeholder()?;
    let mut bench = shell::cargo();
    bench.args(["run", "--quiet", "--release", "--package", package, "--example", example, "--"]);
    let printed = shell::output(bench.args(args))?;
    let start = printed.find('{').context("the benchmark printed no JSON object")?;
    let figures: Value = serde_json::from_str(&printed[start..]).context("the benchmark's JSON")?;
    println!("{}", table(&figures));
    if name == "schedule" && !args.iter().any(|it| it == "alone") {
        peers::beside(&figures)?;
    }
    Ok(true)
}

fn find(metadata: &Metadata, name: &str) -> Option<(&'static str, &'static str)> {
    let (_, places) = BENCHES.iter().find(|(bench, _)| *bench == name)?;
    places.iter().copied().find(|(package, example)| {
        let member = metadata.members.iter().find(|member| member.name == *package);
        let mut targets = member.iter().flat_map(|member| &member.targets);
        targets.any(|target| target.kind == "example" && target.name == *example)
    })
}

fn existing(metadata: &Metadata) -> Vec<&'static str> {
    BENCHES.iter().map(|(name, _)| *name).filter(|name| find(metadata, name).is_some()).collect()
}

fn list(metadata: &Metadata) -> String {
    let line = |name| match find(metadata, name) {
        Some((package, example)) => format!("{name:<10} {package}, example {example}"),
        None => format!("{name:<10} not there yet"),
    };
    BENCHES.map(|(name, _)| line(name)).join("\n")
}

/// One line for each figure; the names of nested ones are joined with a full stop.
fn table(figures: &Value) -> String {
    let mut rows = Vec::new();
    flatten("", figures, &mut rows);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let lines: Vec<String> = rows.iter().map(|(name, value)| format!("{name:<width$}  {value}")).collect();
    lines.join("\n")
}

fn flatten(name: &str, value: &Value, rows: &mut Vec<(String, String)>) {
    let inside = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| flatten(&inside(key), value, rows)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| flatten(&inside(&at.to_string()), value, rows));
        }
        Value::String(text) => rows.push((name.to_owned(), text.clone())),
        other => rows.push((name.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{Package, Target};

    #[test]
    fn a_benchmark_is_had_when_its_crate_has_the_example() {
        let target = Target { name: "bench".to_owned(), kind: "example".to_owned() };
        let package =
            Package { name: "svara-schedule".to_owned(), targets: vec![target], ..Package::default() };
        let metadata = Metadata { members: vec![package], ..Metadata::default() };
        assert_eq!(find(&metadata, "schedule"), Some(("svara-schedule", "bench")));
        assert_eq!(find(&metadata, "desk"), None);
        assert_eq!(find(&metadata, "weather"), None);
        assert!(list(&metadata).contains("desk       not there yet"));
    }

    #[test]
    fn figures_are_laid_out_one_a_line() {
        let figures = serde_json::json!({"searches": 10, "ms": {"p50": 0.5, "p99": [1, 2]}, "of": "demo"});
        let rows: Vec<String> = table(&figures).lines().map(str::to_owned).collect();
        assert_eq!(rows.len(), 5);
        assert!(rows.contains(&"ms.p99.1  2".to_owned()));
        assert!(rows.contains(&"searches  10".to_owned()));
        assert!(rows.contains(&"of        demo".to_owned()));
    }
}
