//! The desk from outside: the binary as a process, real HTTP, real signatures, a clock that is moved, `kill -9`.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

mod audit;
mod commands;
mod crash;
mod day;
mod faults;
mod notifications;
mod world;
