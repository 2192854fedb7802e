//! The lines of a conversation, as the patient saw them: buttons, lists and templates too.

use super::conversations::conversation_id;
use super::media::MediaItem;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Path, Query};
use crate::instant;
use crate::page::List;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::conversations::{self, Line};
use svara_model::{Direction, Outgoing};
use utoipa::{IntoParams, ToSchema};

/// Lines of one page when nobody says how many.
const LINES: usize = 100;
/// Lines of one page at most.
const LINES_MAX: usize = 500;

/// A line of a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageItem {
    id: String,
    direction: Way,
    /// The words, choices included; empty once erased.
    text: String,
    #[schema(format = DateTime)]
    at: String,
    /// How far it came: `received`, `handled`; `queued`, `sending`, `sent`, `delivered`, `read`, `failed` …
    status: String,
    /// A colleague's name, or `desk`; null for the patient.
    #[schema(required)]
    by: Option<String>,
    /// Where the desk took its answer from: `answer: …`, `service: …`, `hours`; null when it is no such answer.
    #[schema(required)]
    source: Option<String>,
    /// Its place in the conversation, counted from 1; null right after it was written.
    #[schema(required)]
    seq: Option<i64>,
    /// What the patient saw beyond plain words; null for plain words.
    #[schema(required)]
    shown: Option<ShownItem>,
    /// Why it did not arrive.
    #[schema(required)]
    failure: Option<FailureItem>,
    /// A picture, a recording or a file beside the words; null for words alone.
    #[schema(required)]
    media: Option<MediaItem>,
}

/// What the patient saw beyond plain words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Shown)]
struct ShownItem {
    /// The words above the choices.
    body: String,
    /// Reply buttons, or a template's quick replies.
    buttons: Vec<String>,
    /// What opens the list.
    #[schema(required)]
    list: Option<String>,
    /// The list's rows.
    rows: Vec<RowItem>,
    /// The label of a button that opens a page.
    #[schema(required)]
    link: Option<String>,
    /// The name of the template.
    #[schema(required)]
    template: Option<String>,
}

/// A row of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShownRow)]
struct RowItem {
    title: String,
    #[schema(required)]
    description: Option<String>,
}

/// Why a message did not arrive.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Failure)]
struct FailureItem {
    /// The provider's number for it.
    #[schema(required)]
    code: Option<i64>,
    /// In the provider's or the desk's words.
    #[schema(required)]
    reason: Option<String>,
    /// What helps: `template` (the window is shut), `call` (it can't reach them), `retry`, `none`.
    next: &'static str,
}

/// To us or from us.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Direction)]
enum Way {
    In,
    Out,
}

impl MessageItem {
    pub(crate) fn new(line: &Line, zone: &TimeZone) -> Self {
        Self {
            id: line.message.id.to_string(),
            direction: match line.message.direction {
                Direction::In => Way::In,
                Direction::Out => Way::Out,
            },
            text: line.message.text.clone(),
            at: instant::shown(line.message.at, zone),
            status: line.message.status.clone(),
            by: line.by.clone(),
            source: line.message.source.clone(),
            seq: line.seq,
            shown: line.content.as_ref().and_then(shown),
            media: line.attachment.as_ref().map(|it| MediaItem::new(it, line.message.at, zone)),
            failure: line.failure.as_ref().map(|it| FailureItem {
                code: it.code,
                reason: it.reason.clone(),
                next: next_step(&line.message.status, it.code),
            }),
        }
    }
}

fn shown(it: &Outgoing) -> Option<ShownItem> {
    let bare = |body: &str| ShownItem {
        body: body.to_owned(),
        buttons: Vec::new(),
        list: None,
        rows: Vec::new(),
        link: None,
        template: None,
    };
    match it {
        Outgoing::Text { .. } => None,
        Outgoing::Buttons { body, buttons } => {
            Some(ShownItem { buttons: buttons.iter().map(|it| it.title.clone()).collect(), ..bare(body) })
        }
        Outgoing::List { body, open, rows } => {
            let rows = rows.iter();
            let rows =
                rows.map(|it| RowItem { title: it.title.clone(), description: it.description.clone() });
            Some(ShownItem { list: Some(open.clone()), rows: rows.collect(), ..bare(body) })
        }
        Outgoing::Link { body, label, .. } => Some(ShownItem { link: Some(label.clone()), ..bare(body) }),
        Outgoing::Template(it) => Some(ShownItem {
            buttons: it.quick_replies.iter().map(|it| it.title.clone()).collect(),
            template: Some(it.name.clone()),
            ..bare(&it.shown)
        }),
    }
}

/// Meta's numbers, from its list of error codes: 131047 the window is shut; 131026 the number can't be reached by
/// WhatsApp; 131049 Meta held a template back; 131056 and 130429 too fast, 131000 and 131016 its own trouble.
fn next_step(status: &str, code: Option<i64>) -> &'static str {
    match (status, code) {
        (_, Some(131_047)) => "template",
        (_, Some(131_056 | 130_429 | 131_000 | 131_016)) => "retry",
        ("failed", _) => "call",
        _ => "none",
    }
}

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Before {
    /// Those before this place; absent: the newest.
    before: Option<i64>,
    /// How many, at most 500; 100 when absent.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// Lines of a conversation, the oldest of the page first. `next` is the place to ask `before` for the page before.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/messages", operation_id = "listMessages", tag = "conversations",
    params(("id" = String, Path), Before), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "A page of lines.", body = List<MessageItem>), Refusals, Missing))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Query(wish): Query<Before>,
) -> Result<Json<List<MessageItem>>, Problem> {
    let id = conversation_id(&id)?;
    let limit = wish.limit.unwrap_or(LINES).clamp(1, LINES_MAX);
    let lines = conversations::lines(app.desk(), &at.clinic, &id, wish.before, limit, &at.who).await?;
    let lines = lines.ok_or_else(|| Problem::missing("the conversation"))?;
    let first = lines.first().and_then(|it| it.seq).filter(|seq| *seq > 1 && lines.len() == limit);
    let items = lines.iter().map(|it| MessageItem::new(it, &at.zone)).collect();
    Ok(Json(List { items, next: first.map(|seq| seq.to_string()) }))
}
