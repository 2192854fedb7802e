//! The inbox as a list, part by part, with the counts of all parts.

use super::Refusals;
use super::conversations::NamedPatient;
use crate::app::App;
use crate::extract::Query;
use crate::instant;
use crate::page::{Page, place};
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::board::{self, Card, Counts, View};
use svara_model::{ConversationId, Direction};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// A page of the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Inbox {
    items: Vec<InboxRow>,
    /// Give it as `after` for the next page; null: this is the last.
    #[schema(required)]
    next: Option<String>,
    counts: InboxCounts,
}

/// A conversation in the list.
#[derive(Debug, Serialize, ToSchema)]
struct InboxRow {
    id: String,
    /// `bot`, `staff` or `closed`.
    state: &'static str,
    channel: &'static str,
    language: String,
    /// The patients behind the number, the oldest entry first.
    patients: Vec<NamedPatient>,
    /// Null when they hide it.
    #[schema(required)]
    phone: Option<String>,
    #[schema(required)]
    last: Option<LastLine>,
    /// Why a person is needed.
    #[schema(required)]
    reason: Option<&'static str>,
    /// Since when a person is waited for.
    #[schema(required, format = DateTime)]
    waits_since: Option<String>,
    /// By when the clinic means to answer.
    #[schema(required, format = DateTime)]
    answer_by: Option<String>,
    /// Who has it, by id and name.
    #[schema(required)]
    taken_by: Option<NamedStaff>,
    /// Until when free words may be sent.
    #[schema(required, format = DateTime)]
    window_until: Option<String>,
    /// Put aside until then; null when it is not, or is back.
    #[schema(required, format = DateTime)]
    snoozed_until: Option<String>,
    /// What who asks has not read since the last answer.
    unread: i64,
    #[schema(format = DateTime)]
    changed_at: String,
}

/// A colleague by name.
#[derive(Debug, Serialize, ToSchema)]
struct NamedStaff {
    id: String,
    name: String,
}

/// The last line, cut short.
#[derive(Debug, Serialize, ToSchema)]
struct LastLine {
    /// `in` or `out`.
    direction: &'static str,
    text: String,
    #[schema(format = DateTime)]
    at: String,
    status: String,
    /// The colleague who wrote it; null: the patient or the assistant.
    #[schema(required)]
    by: Option<String>,
}

/// How many stand in each part.
#[derive(Debug, Serialize, ToSchema)]
struct InboxCounts {
    needs: usize,
    mine: usize,
    unassigned: usize,
    urgent: usize,
    failed: usize,
    patient: usize,
    snoozed: usize,
}

/// The words for the parts of the inbox, as the desk has them: there is one list of them.
struct PartWord;

impl PartialSchema for PartWord {
    fn schema() -> RefOr<Schema> {
        let words = View::ALL.map(|it| serde_json::to_value(it).expect("a part of the inbox is a word"));
        let word = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words));
        word.description(Some("A part of the inbox.")).into()
    }
}

impl ToSchema for PartWord {}

/// Which part.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wish {
    /// `needs` when absent: those for whom somebody has to do something.
    #[param(inline, value_type = Option<PartWord>)]
    view: Option<View>,
}

/// A part of the inbox. What needs somebody comes whole, emergencies first, then the longest wait; `assistant` and
/// `all` come in pages, the newest first.
#[utoipa::path(get, path = "/api/v1/inbox", operation_id = "listInbox", tag = "conversations", params(Wish, Page),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "A page of the inbox.", body = Inbox), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(wish): Query<Wish>,
    Query(page): Query<Page>,
) -> Result<Json<Inbox>, Problem> {
    let before = page.place::<ConversationId>()?;
    let board =
        board::list(app.desk(), &at.clinic, wish.view.unwrap_or_default(), before, page.limit()?, &at.who)
            .await?;
    let last = board.cards.last().filter(|_| board.more).map(|it| &it.row.conversation);
    Ok(Json(Inbox {
        items: board.cards.iter().map(|it| row(it, &at.zone)).collect(),
        next: last.map(|it| place(it.changed_at, it.id.as_str())),
        counts: counts(&board.counts),
    }))
}

fn row(card: &Card, zone: &TimeZone) -> InboxRow {
    let (row, it) = (&card.row, &card.row.conversation);
    let shown = |at| instant::shown(at, zone);
    InboxRow {
        id: it.id.to_string(),
        state: it.state.api_name(),
        channel: it.channel.as_str(),
        language: it.language.to_string(),
        patients: row
            .patients
            .iter()
            .map(|(id, name)| NamedPatient { id: id.to_string(), name: name.clone() })
            .collect(),
        phone: row.phone.as_ref().map(ToString::to_string),
        last: row.last.as_ref().map(|it| LastLine {
            direction: if it.direction == Direction::In { "in" } else { "out" },
            text: it.text.clone(),
            at: shown(it.at),
            status: it.status.clone(),
            by: card.last_by.clone(),
        }),
        reason: row.card.map(|(reason, _)| reason.as_str()),
        waits_since: card.waits_since.map(shown),
        answer_by: card.answer_by.map(shown),
        taken_by: card
            .taken_by
            .as_ref()
            .map(|(id, name)| NamedStaff { id: id.to_string(), name: name.clone() }),
        window_until: card.window_until.map(shown),
        snoozed_until: row.handling.snoozed_until.filter(|_| card.snoozed).map(shown),
        unread: row.unread,
        changed_at: shown(it.changed_at),
    }
}

fn counts(it: &Counts) -> InboxCounts {
    InboxCounts {
        needs: it.needs,
        mine: it.mine,
        unassigned: it.unassigned,
        urgent: it.urgent,
        failed: it.failed,
        patient: it.patient,
        snoozed: it.snoozed,
    }
}
