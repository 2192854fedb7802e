//! What cargo knows about the workspace: packages, their targets, and who depends on whom.
//!
//! Absent: versions and features; nothing here asks about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// The whole answer of `cargo metadata`, narrowed to what xtask asks.
#[derive(Debug, Default)]
pub struct Metadata {
    pub target_directory: PathBuf,
    pub members: Vec<Package>,
    /// For each package id: its name and the ids it is built with (tests' own needs left out).
    pub resolved: BTreeMap<String, Resolved>,
}

/// One package of the workspace.
#[derive(Debug, Default)]
pub struct Package {
    pub id: String,
    pub name: String,
    pub dependencies: BTreeSet<Dependency>,
    pub targets: Vec<Target>,
}

/// A line under `[dependencies]` (or a sibling of it).
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    pub name: String,
    pub for_tests: bool,
}

/// A library, binary, example, test or bench.
#[derive(Debug, Default, Clone)]
pub struct Target {
    pub name: String,
    pub kind: String,
}

/// A package as it is built, with the packages that it is built with.
#[derive(Debug, Default)]
pub struct Resolved {
    pub name: String,
    pub needs: Vec<String>,
}

/// Packages and targets of the workspace alone; quick, and needs nothing downloaded.
pub fn members() -> Result<Metadata> {
    parse(&shell::output(shell::cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?)
}

/// The same with every package below the workspace, as built for this machine.
pub fn everything() -> Result<Metadata> {
    let about = shell::output(shell::cargo().arg("-vV"))?;
    let host =
        about.lines().find_map(|line| line.strip_prefix("host: ")).context("cargo -vV names no host")?;
    // Without the platform cargo would also download what only other systems are built with.
    let mut metadata = shell::cargo();
    metadata.args(["metadata", "--format-version", "1", "--filter-platform", host]);
    parse(&shell::output(&mut metadata)?)
}

fn parse(text: &str) -> Result<Metadata> {
    let json: Value = serde_json::from_str(text).context("cargo metadata printed no JSON")?;
    let inside: BTreeSet<&str> = list(&json["workspace_members"]).filter_map(Value::as_str).collect();
    let names: BTreeMap<&str, &str> =
        list(&json["packages"]).map(|package| (text_of(&package["id"]), text_of(&package["name"]))).collect();
    Ok(Metadata {
        target_directory: PathBuf::from(text_of(&json["target_directory"])),
        members: list(&json["packages"])
            .filter(|package| inside.contains(text_of(&package["id"])))
            .map(package)
            .collect(),
        resolved: list(&json["resolve"]["nodes"])
            .map(|node| {
                let id = text_of(&node["id"]);
                let name = names.get(id).copied().unwrap_or_default().to_owned();
                (id.to_owned(), Resolved { name, needs: needs(node) })
            })
            .collect(),
    })
}

fn package(json: &Value) -> Package {
    Package {
        id: text_of(&json["id"]).to_owned(),
        name: text_of(&json["name"]).to_owned(),
        dependencies: list(&json["dependencies"])
            .map(|line| Dependency {
                name: text_of(&line["name"]).to_owned(),
                for_tests: line["kind"] == "dev",
            })
            .collect(),
        targets: list(&json["targets"])
            .map(|target| Target {
                name: text_of(&target["name"]).to_owned(),
                kind: text_of(&target["kind"][0]).to_owned(),
            })
            .collect(),
    }
}

/// Ids of the packages that one is built with; those that only its tests need are left out.
fn needs(node: &Value) -> Vec<String> {
    list(&node["deps"])
        .filter(|dep| list(&dep["dep_kinds"]).any(|kind| kind["kind"] != "dev"))
        .map(|dep| text_of(&dep["pkg"]).to_owned())
        .collect()
}

fn list(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

fn text_of(json: &Value) -> &str {
    json.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_dependencies_and_needs_are_read() {
        let text = r#"{
            "target_directory": "/t", "workspace_members": ["a 1"],
            "packages": [
                {"id": "a 1", "name": "a", "targets": [{"name": "bench", "kind": ["example"]}],
                 "dependencies": [{"name": "b", "kind": null}, {"name": "c", "kind": "dev"}]},
                {"id": "b 1", "name": "b", "targets": [], "dependencies": []}],
            "resolve": {"nodes": [{"id": "a 1", "deps": [
                {"pkg": "b 1", "dep_kinds": [{"kind": null}]},
                {"pkg": "c 1", "dep_kinds": [{"kind": "dev"}]}]}]}}"#;
        let metadata = parse(text).expect("the text is JSON");
        assert_eq!(metadata.members.len(), 1);
        let a = &metadata.members[0];
        assert_eq!(a.dependencies.iter().filter(|dep| dep.for_tests).count(), 1);
        assert_eq!((a.targets[0].name.as_str(), a.targets[0].kind.as_str()), ("bench", "example"));
        assert_eq!(metadata.resolved["a 1"].needs, ["b 1"]);
        assert_eq!(metadata.resolved["a 1"].name, "a");
    }
}
