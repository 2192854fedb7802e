//! The desk from outside, as stories: the real router on a real store, with a provider in the same process.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod absences;
mod api;
mod appointments;
mod authorisation;
mod back_early;
mod bookings;
mod calendar;
mod canaries;
mod changes;
mod choosing;
mod console;
mod conversations;
mod corpora;
mod demo;
mod disclosure;
mod factors;
mod flood;
mod house;
mod identity;
mod lessons;
mod limits;
mod people;
mod permissions;
mod plans;
mod races;
mod requests;
mod rights;
mod roles;
mod rooms;
mod settings;
mod sign_in;
mod staff;
mod templates;
mod webhooks;
