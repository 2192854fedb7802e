//! A clinic's surroundings without any account: a provider that speaks the Cloud API, a phone to type on, a mail
//! catcher, a demo clinic with its past, and the page that shows it all.
//!
//! Absent: the desk. Most of what is here talks to it the way the world does, over HTTP and SMTP; the conversation
//! runner and the simulation drive it directly.
#![warn(missing_docs)]

pub mod clinic;
pub mod history;
pub mod invented;
pub mod mailbox;
mod pages;
pub mod provider;
pub mod simulate;
pub mod talk;
