//! A clinic's surroundings without any account: a provider that speaks the Cloud API, a phone to type on, a mail
//! catcher, a demo clinic with its past, and the page that shows it all.
//!
//! Absent: the desk. Everything here talks to it the way the world does, over HTTP and SMTP.
#![warn(missing_docs)]

pub mod clinic;
pub mod history;
pub mod invented;
pub mod mailbox;
mod pages;
pub mod provider;
pub mod talk;
