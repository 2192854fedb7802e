//! The clinic's memory: one SQL text for SQLite and PostgreSQL, everything personal sealed.
//!
//! [`Store::open`] opens it; [`Store::write`] and [`Store::read`] run a unit of work in one transaction; the
//! modules by noun hold the functions that such work is made of. `docs/store.md` has the map of the schema.
//!
//! Absent from this crate: clocks (every instant is the caller's), the network but for PostgreSQL itself, and
//! any rule of the desk. Absent from every other crate: SQL.
#![warn(missing_docs)]

pub mod absences;
pub mod answers;
pub mod appointments;
pub mod attachments;
pub mod backup;
mod beside;
mod blocks;
pub mod books;
pub mod budgets;
pub mod checkpoints;
mod claiming;
pub mod clinics;
pub mod contacts;
pub mod conversations;
pub mod corrections;
pub mod drafts;
mod ear;
pub mod erasure;
mod error;
pub mod events;
pub mod flags;
mod fold;
pub mod freed;
pub mod handovers;
pub mod holds;
pub mod inbox;
pub mod incidents;
pub mod invitations;
pub mod jobs;
mod keys;
pub mod lessons;
pub mod looks;
pub mod mails;
pub mod marketing;
pub mod merges;
pub mod messages;
mod migrate;
pub mod mischief;
pub mod news;
pub mod notes;
mod notification;
mod occupancy;
pub mod offers;
pub mod outbox;
pub mod pace;
pub mod patient_search;
pub mod patients;
pub mod permissions;
pub mod plans;
mod postgres;
mod query;
pub mod requests;
pub mod retention;
pub mod reviews;
pub mod revisions;
pub mod risk;
mod rotate;
mod row;
mod schema;
mod seal;
pub mod second_factors;
pub mod secure;
pub mod sessions;
pub mod settings;
pub mod shelves;
pub mod shown;
mod sqlite;
pub mod staff;
mod store;
pub mod stories;
pub mod suggestions;
#[cfg(feature = "testing")]
pub mod testing;
pub mod threads;
pub mod tokens;
pub mod turns;
mod tx;
mod visits;
pub mod waitlist;
mod watch;
mod writer;

pub use ear::Ear;
pub use error::{BookingError, StoreError};
pub use futures_util::future::BoxFuture;
pub use migrate::Pending;
pub use occupancy::{Busy, BusyKind};
pub use schema::{bring_up_to_date, plan};
pub use seal::MasterKey;
pub use store::Store;
pub use tx::Tx;
pub use watch::Watch;

use query::query;
