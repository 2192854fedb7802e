//! The desk from outside, as stories: the real router on a real store, with a provider in the same process.

mod api;
mod appointments;
mod calendar;
mod changes;
mod console;
mod conversations;
mod demo;
mod house;
mod staff;
mod webhooks;
