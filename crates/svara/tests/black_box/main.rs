//! The desk from outside: the binary as a process, real HTTP, real signatures, a clock that is moved, `kill -9`.

mod crash;
mod day;
mod notifications;
mod world;
