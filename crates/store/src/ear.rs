//! An ear on PostgreSQL: a connection of its own that hears when another process calls. Nothing depends on it but speed:
//! who hears nothing looks again by itself.

use crate::{StoreError, news};
use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use std::time::Duration;

/// How long a connection to listen on may take.
const CONNECT_WAIT: Duration = Duration::from_secs(5);

/// A connection that listens.
pub struct Ear(PgListener);

impl Ear {
    /// Listens on a connection beside the pool's, so that none of those is taken away from work.
    pub(crate) async fn open(pool: &PgPool) -> Result<Self, StoreError> {
        let options = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT_WAIT);
        let beside = options.connect_lazy_with(pool.connect_options().as_ref().clone());
        let deaf = |error: sqlx::Error| StoreError::NotKept { unit: "listen", why: error.to_string() };
        let mut listener = PgListener::connect_with(&beside).await.map_err(deaf)?;
        listener.listen(news::CHANNEL).await.map_err(deaf)?;
        Ok(Self(listener))
    }

    /// Ready when somebody called, or when the line was broken and calls may have been missed.
    pub async fn called(&mut self) -> Result<(), StoreError> {
        let heard = self.0.try_recv().await;
        heard.map(drop).map_err(|error| StoreError::NotKept { unit: "listen", why: error.to_string() })
    }
}
