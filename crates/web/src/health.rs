//! Whether the process lives, and whether it can serve. A provider's trouble fails neither.

use crate::app::App;
use crate::problem::Problem;
use axum::extract::State;

pub(crate) async fn live() -> &'static str {
    "alive\n"
}

/// The store answers and can be written; its migrations were done when it was opened.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    app.desk().store().health().await.map_err(|error| {
        tracing::error!(%error, "the store is not ready");
        Problem::unavailable("the store can't be written")
    })?;
    Ok("ready\n")
}
