//! The live line: something changed, read it again. Nothing personal is on it.

use super::Refusals;
use crate::app::App;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream, StreamExt};
use serde::Serialize;
use std::convert::Infallible;
use std::time::Duration;
use svara_desk::News;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa::ToSchema;

/// A line that says nothing for this long still shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// Then the line ends, and whoever listens comes back and shows again who they are.
const LINE_MAX: Duration = Duration::from_mins(15);

/// What changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// `conversation`, `appointment` or `clinic`; `everything`: more changed than could be told.
    what: &'static str,
    #[schema(required)]
    id: Option<String>,
}

/// Server-sent events named `changed`.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "listenForChanges", tag = "clinic", security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "A line that stays open.", body = Changed, content_type = "text/event-stream"),
        Refusals))]
pub(crate) async fn listen(
    State(app): State<App>,
    _at: BearerOrStaff,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let news = stream::unfold(app.desk().listen(), next).take_until(tokio::time::sleep(LINE_MAX));
    Ok(Sse::new(news).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("still here")))
}

async fn next(mut news: Receiver<News>) -> Option<(Result<Event, Infallible>, Receiver<News>)> {
    let changed = match news.recv().await {
        Ok(News::Conversation(id)) => Changed { what: "conversation", id: Some(id.to_string()) },
        Ok(News::Appointment(id)) => Changed { what: "appointment", id: Some(id.to_string()) },
        Ok(News::Clinic(id)) => Changed { what: "clinic", id: Some(id.to_string()) },
        Err(RecvError::Lagged(_)) => Changed { what: "everything", id: None },
        Err(RecvError::Closed) => return None,
    };
    let data = serde_json::to_string(&changed).expect("a change is plain data");
    Some((Ok(Event::default().event("changed").data(data)), news))
}
