//! Imports run downwards only, and the pure crates stay pure: read from `cargo metadata`.
//!
//! Absent: modules within a crate; their order is for a reviewer.

use std::collections::BTreeSet;

use super::Finding;
use crate::metadata::Metadata;

/// Each crate, and those directly below it; what is below them it may use too.
const LAYERS: [(&str, &[&str]); 12] = [
    ("svara", &["svara-web", "svara-sim"]),
    ("svara-web", &["svara-desk"]),
    ("svara-sim", &["svara-desk", "svara-channel"]),
    ("svara-desk", &["svara-dialog", "svara-store", "svara-channel", "svara-calendar"]),
    ("svara-dialog", &["svara-language", "svara-schedule"]),
    ("svara-language", &["svara-model"]),
    ("svara-schedule", &["svara-model"]),
    ("svara-store", &["svara-model"]),
    ("svara-channel", &["svara-model"]),
    ("svara-calendar", &["svara-model"]),
    ("svara-model", &[]),
    ("xtask", &[]),
];

/// Crates that can neither wait, nor fail by weather, nor tell the time.
const PURE: [&str; 4] = ["svara-model", "svara-language", "svara-schedule", "svara-dialog"];
/// What would let them, with everything whose name begins so.
const IMPURE: [&str; 7] = ["tokio", "sqlx", "reqwest", "axum", "rand", "hyper", "getrandom"];

pub fn check(metadata: &Metadata) -> Vec<Finding> {
    let mut findings = upward(metadata);
    findings.extend(impure(metadata));
    findings
}

/// Dependencies, tests' own included, that don't run downwards.
fn upward(metadata: &Metadata) -> Vec<Finding> {
    let names: BTreeSet<&str> = metadata.members.iter().map(|member| member.name.as_str()).collect();
    let mut findings = Vec::new();
    for member in &metadata.members {
        let Some(allowed) = below(&member.name) else {
            findings.push(Finding::new(&member.name, 0, "is a room that the layers don't know"));
            continue;
        };
        let ours = member.dependencies.iter().filter(|dependency| names.contains(dependency.name.as_str()));
        // A crate's tests may ask for the crate itself, with a feature that only tests need.
        let others = ours.filter(|dependency| dependency.name != member.name);
        for dependency in others.filter(|dependency| !allowed.contains(dependency.name.as_str())) {
            let how = if dependency.for_tests { "tests with" } else { "uses" };
            let what = format!("{how} {}, but imports run downwards only", dependency.name);
            findings.push(Finding::new(&member.name, 0, what));
        }
    }
    findings
}

/// Everything below a crate; none for a crate that has no place.
fn below(name: &str) -> Option<BTreeSet<&'static str>> {
    let (_, direct) = LAYERS.iter().find(|(layer, _)| *layer == name)?;
    let deeper = direct.iter().filter_map(|name| below(name)).flatten();
    Some(direct.iter().copied().chain(deeper).collect())
}

fn impure(metadata: &Metadata) -> Vec<Finding> {
    let pure = metadata.members.iter().filter(|member| PURE.contains(&member.name.as_str()));
    let mut findings = Vec::new();
    for member in pure {
        for name in reached(metadata, &member.id) {
            if is_impure(name) {
                findings.push(Finding::new(&member.name, 0, format!("is pure, but is built with {name}")));
            }
        }
    }
    findings
}

fn is_impure(name: &str) -> bool {
    IMPURE.iter().any(|impure| name == *impure || name.starts_with(&format!("{impure}-")))
}

/// Names of all packages that one is built with, near and far.
fn reached<'a>(metadata: &'a Metadata, id: &'a str) -> BTreeSet<&'a str> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![id]);
    let mut names = BTreeSet::new();
    while let Some(resolved) = open.pop().and_then(|id| metadata.resolved.get(id)) {
        names.insert(resolved.name.as_str());
        open.extend(resolved.needs.iter().map(String::as_str).filter(|need| seen.insert(*need)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{Dependency, Package, Resolved};

    fn package(name: &str, uses: &[&str]) -> Package {
        let dependencies =
            uses.iter().map(|name| Dependency { name: (*name).to_owned(), for_tests: false }).collect();
        Package { id: name.to_owned(), name: name.to_owned(), dependencies, ..Package::default() }
    }

    fn whats(packages: Vec<Package>) -> Vec<String> {
        let resolved = packages.iter().map(|package| {
            let needs = package.dependencies.iter().map(|dependency| dependency.name.clone()).collect();
            (package.id.clone(), Resolved { name: package.name.clone(), needs })
        });
        let mut metadata = Metadata { resolved: resolved.collect(), ..Metadata::default() };
        metadata.members = packages.into_iter().filter(|member| member.name != "rand").collect();
        check(&metadata).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn downwards_is_fine_however_far() {
        let svara = package("svara", &["svara-model", "svara-web", "svara-schedule", "clap"]);
        let model = package("svara-model", &["svara-model"]);
        assert!(whats(vec![svara, model, package("svara-schedule", &[])]).is_empty());
    }

    #[test]
    fn upwards_and_sideways_are_found() {
        let packages = || vec![package("svara-web", &[]), package("svara-store", &[])];
        let with = |mut extra: Vec<Package>| {
            extra.extend(packages());
            whats(extra)
        };
        assert_eq!(
            with(vec![package("svara-model", &["svara-store"])]),
            ["svara-model: uses svara-store, but imports run downwards only"]
        );
        assert_eq!(
            with(vec![package("svara-channel", &["svara-store"])]),
            ["svara-channel: uses svara-store, but imports run downwards only"]
        );
        assert_eq!(
            with(vec![package("svara-attic", &[])]),
            ["svara-attic: is a room that the layers don't know"]
        );
    }

    #[test]
    fn a_pure_crate_may_not_reach_chance_even_through_another() {
        let packages = vec![
            package("svara-language", &["svara-model"]),
            package("svara-model", &["rand"]),
            package("rand", &[]),
        ];
        let expected =
            ["svara-language", "svara-model"].map(|name| format!("{name}: is pure, but is built with rand"));
        assert_eq!(whats(packages), expected);
    }
}
