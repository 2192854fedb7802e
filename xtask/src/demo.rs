//! `cargo xtask demo`: from a fresh clone to a running desk in one command.
//!
//! Absent: a release build. The debug build starts in half the time and is quick enough for one clinic.

use std::env;
use std::process::Command;

use anyhow::Result;

use crate::svara::Svara;
use crate::{console, metadata, system};

/// Where `svara demo` listens unless told otherwise.
const LISTEN: &str = "127.0.0.1:8080";

pub fn run(args: &[String]) -> Result<bool> {
    system::ensure(&system::COMPILER)?;
    console::build()?;
    eprintln!("Building svara (the first time takes some minutes, later ones seconds)");
    let svara = Svara::build()?;
    let mut demo = svara.command(&["demo"]);
    if !given(args, "--data") {
        demo.arg("--data").arg(metadata::members()?.target_directory.join("demo"));
    }
    if is_headless() && !given(args, "--no-open") {
        demo.arg("--no-open");
    }
    demo.args(args);
    println!("Svara: http://{} (Ctrl-C ends it)", listen(args));
    become_it(demo)
}

fn given(args: &[String], flag: &str) -> bool {
    args.iter().any(|arg| arg == flag || arg.strip_prefix(flag).is_some_and(|rest| rest.starts_with('=')))
}

/// The address that the demo will listen on, from the arguments that are passed on to it.
fn listen(args: &[String]) -> &str {
    let after = args.iter().position(|arg| arg == "--listen").and_then(|at| args.get(at + 1));
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--listen="));
    after.map(String::as_str).or(joined).unwrap_or(LISTEN)
}

/// Whether nobody looks at this machine's screen: then no browser is opened.
fn is_headless() -> bool {
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    env::var_os("CI").is_some() || (cfg!(target_os = "linux") && !screen)
}

/// Becomes the demo, so that Ctrl-C and every other signal reach it and its exit code is ours.
#[cfg(unix)]
fn become_it(mut demo: Command) -> Result<bool> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(demo.exec()).context("cannot start svara demo"))
}

#[cfg(not(unix))]
fn become_it(mut demo: Command) -> Result<bool> {
    Ok(demo.status()?.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_address_is_the_one_that_is_passed_on() {
        let table = [
            ("", LISTEN),
            ("--fresh", LISTEN),
            ("--fresh --listen 127.0.0.1:9000", "127.0.0.1:9000"),
            ("--listen=127.0.0.1:9001", "127.0.0.1:9001"),
            ("--listen", LISTEN),
        ];
        for (line, address) in table {
            assert_eq!(listen(&words(line)), address, "{line}");
        }
    }

    #[test]
    fn a_flag_is_given_alone_or_with_its_value() {
        assert!(given(&words("--data x"), "--data"));
        assert!(given(&words("--data=x"), "--data"));
        assert!(!given(&words("--database x"), "--data"));
    }
}
