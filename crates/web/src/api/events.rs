//! The live line: something changed, read it again. Nothing personal is on it. Each event has an id; who comes back
//! with the last one in `Last-Event-ID` is told what they missed, or that everything may have changed.

use super::Refusals;
use crate::app::App;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream, StreamExt};
use serde::Serialize;
use std::convert::Infallible;
use std::time::Duration;
use svara_desk::{Listening, News, Piece};
use svara_model::ClinicId;
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

/// Server-sent events named `changed`. Give the last event's id as `Last-Event-ID` to take up where the line broke.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "listenForChanges", tag = "clinic", security(("bearer" = []), ("session" = [])),
    params(("last-event-id" = Option<String>, Header, description = "The id of the last event that was heard.")),
    responses((status = 200, description = "A line that stays open.", body = Changed, content_type = "text/event-stream"),
        Refusals))]
pub(crate) async fn listen(
    State(app): State<App>,
    at: BearerOrStaff,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let after = headers.get("last-event-id").and_then(|it| it.to_str().ok()).filter(|it| !it.is_empty());
    let Listening { run, missed, coming } = app.desk().listen(after);
    let missed = match missed {
        Some(missed) => {
            missed.iter().filter(|it| it.clinic == at.clinic.id).map(|it| event(&run, it)).collect()
        }
        None => vec![everything()],
    };
    let missed = stream::iter(missed.into_iter().map(Ok));
    let coming =
        stream::unfold((run, at.clinic.id.clone(), coming), next).take_until(tokio::time::sleep(LINE_MAX));
    Ok(Sse::new(missed.chain(coming)).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("still here")))
}

/// Which run of the desk, whose news, and what comes.
type Line = (String, ClinicId, Receiver<Piece>);

async fn next((run, clinic, mut news): Line) -> Option<(Result<Event, Infallible>, Line)> {
    let event = loop {
        match news.recv().await {
            // What happens at another clinic is nobody's business here, not even that it happened.
            Ok(told) if told.clinic != clinic => {}
            Ok(told) => break event(&run, &told),
            Err(RecvError::Lagged(_)) => break everything(),
            Err(RecvError::Closed) => return None,
        }
    };
    Some((Ok(event), (run, clinic, news)))
}

fn event(run: &str, told: &Piece) -> Event {
    let (what, id) = match &told.news {
        News::Forgotten(_) | News::Everything => return everything().id(format!("{run}.{}", told.number)),
        News::Conversation(id) => ("conversation", id.to_string()),
        News::Appointment(id) => ("appointment", id.to_string()),
        News::Clinic(id) => ("clinic", id.to_string()),
    };
    changed(&Changed { what, id: Some(id) }).id(format!("{run}.{}", told.number))
}

fn everything() -> Event {
    changed(&Changed { what: "everything", id: None })
}

fn changed(it: &Changed) -> Event {
    let data = serde_json::to_string(it).expect("a change is plain data");
    Event::default().event("changed").data(data)
}
