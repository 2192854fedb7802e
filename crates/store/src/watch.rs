//! Somebody who is asked before each unit of work begins, and told when it has ended: how a simulation decides
//! what happens in which order, and where the database fails.
//!
//! Absent from production: a store that nobody watches asks nobody.

use crate::StoreError;
use futures_util::future::BoxFuture;

/// Stands beside a store; see [`crate::Store::watched`].
pub trait Watch: Send + Sync {
    /// Before a unit begins. An error here is the unit's: nothing of it was done.
    fn before<'a>(&'a self, unit: &'static str, writes: bool) -> BoxFuture<'a, Result<(), StoreError>>;

    /// After it ended; `kept` tells whether it went well. An error here reaches the caller although the work was
    /// kept: so it looks when a database takes a commit and its answer is lost.
    fn after<'a>(
        &'a self,
        unit: &'static str,
        writes: bool,
        kept: bool,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}
