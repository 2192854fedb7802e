//! Conversations, looked at.

use super::appointments::phone;
use super::messages::MessageItem;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Path, Query};
use crate::instant;
use crate::page::{List, Page, place};
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::conversations::{self, Draft, Thread, Wanted};
use svara_model::{Contact, ConversationId, ConversationState};
use utoipa::{IntoParams, ToSchema};

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conversation)]
pub(crate) struct ConversationItem {
    /// Its id.
    #[schema(example = "cnv_01KKAZ5Q0000000000000000AB")]
    id: String,
    /// Who answers.
    state: Answers,
    /// The language of the patient's words.
    #[schema(example = "sv")]
    language: String,
    /// With whom.
    contact: ContactItem,
    /// Why a person is needed, until the matter is closed.
    #[schema(required)]
    handover: Option<HandoverItem>,
    /// Which member of staff has it.
    #[schema(required)]
    taken_by: Option<String>,
    /// When something last happened in it.
    #[schema(format = DateTime)]
    changed_at: String,
    /// Until when free words may be sent; null: the patient never wrote.
    #[schema(required, format = DateTime)]
    window_until: Option<String>,
    /// What the patient wrote since the last answer.
    unread: usize,
    /// Put aside until then.
    #[schema(required, format = DateTime)]
    snoozed_until: Option<String>,
    /// When it was last done with.
    #[schema(required, format = DateTime)]
    resolved_at: Option<String>,
    /// The patients behind the contact.
    patients: Vec<NamedPatient>,
    /// What staff are writing in it, the newest first.
    drafts: Vec<DraftItem>,
    /// Its lines, the oldest first; in a list the newest of them.
    messages: Vec<MessageItem>,
}

/// A patient by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamedPatient {
    pub(crate) id: String,
    /// Empty once erased.
    pub(crate) name: String,
}

/// Words that were not sent yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
struct DraftItem {
    /// Whose, by id.
    staff: String,
    /// Whose, by name.
    by: String,
    text: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Who answers: the desk, a person, nobody.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ConversationState)]
enum Answers {
    Bot,
    Staff,
    Closed,
}

/// Who writes; nameless until they said their name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
struct ContactItem {
    /// The patients behind it, the oldest entry first.
    #[schema(required)]
    name: Option<String>,
    /// Null when they hide their number.
    #[schema(required)]
    phone: Option<String>,
}

/// Why a person is needed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Handover)]
struct HandoverItem {
    /// `emergency`, `asked`, `not_understood` …
    reason: &'static str,
    #[schema(format = DateTime)]
    since: String,
}

impl ConversationItem {
    pub(crate) fn new(thread: &Thread, zone: &TimeZone) -> Self {
        let it = &thread.conversation;
        Self {
            id: it.id.to_string(),
            state: match it.state {
                ConversationState::Bot => Answers::Bot,
                ConversationState::Waiting { .. } | ConversationState::Staff { .. } => Answers::Staff,
                ConversationState::Closed => Answers::Closed,
            },
            language: it.language.to_string(),
            contact: contact(&thread.contact),
            handover: thread.handover.map(|(reason, since)| HandoverItem {
                reason: reason.as_str(),
                since: instant::shown(since, zone),
            }),
            taken_by: thread.taken_by.clone(),
            changed_at: instant::shown(it.changed_at, zone),
            window_until: thread.window_until.map(|it| instant::shown(it, zone)),
            unread: thread.unread,
            snoozed_until: thread.handling.snoozed_until.map(|it| instant::shown(it, zone)),
            resolved_at: thread.handling.resolved_at.map(|it| instant::shown(it, zone)),
            patients: patients(&thread.contact),
            drafts: thread.drafts.iter().map(|(it, by)| draft(it, by, zone)).collect(),
            messages: thread.lines.iter().map(|it| MessageItem::new(it, zone)).collect(),
        }
    }
}

fn patients(it: &Contact) -> Vec<NamedPatient> {
    it.patients.iter().map(|it| NamedPatient { id: it.id.to_string(), name: it.name.clone() }).collect()
}

fn draft(it: &Draft, by: &str, zone: &TimeZone) -> DraftItem {
    DraftItem {
        staff: it.staff.to_string(),
        by: by.to_owned(),
        text: it.text.clone(),
        at: instant::shown(it.at, zone),
    }
}

fn contact(it: &Contact) -> ContactItem {
    let names: Vec<_> = it.patients.iter().map(|it| it.name.as_str()).filter(|it| !it.is_empty()).collect();
    ContactItem {
        name: (!names.is_empty()).then(|| names.join(", ")),
        phone: it.phone.as_ref().map(ToString::to_string),
    }
}

/// Which conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// With the contact that has this number.
    phone: Option<String>,
    /// Where this one answers.
    #[param(inline)]
    state: Option<Answers>,
}

/// Conversations, the newest change first.
#[utoipa::path(get, path = "/api/v1/conversations", operation_id = "listConversations", tag = "conversations", params(Filter, Page),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "A page of conversations.", body = List<ConversationItem>), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Json<List<ConversationItem>>, Problem> {
    let wanted = Wanted {
        phone: phone(filter.phone.as_deref())?,
        state: filter.state.map(|it| match it {
            Answers::Bot => "bot",
            Answers::Staff => "staff",
            Answers::Closed => "closed",
        }),
        before: page.place::<ConversationId>()?,
        limit: page.limit()?,
    };
    let (threads, more) = conversations::list(app.desk(), &at.clinic, wanted, &at.who).await?;
    let last = threads.last().filter(|_| more);
    let next = last.map(|it| place(it.conversation.changed_at, it.conversation.id.as_str()));
    let items = threads.iter().map(|it| ConversationItem::new(it, &at.zone)).collect();
    Ok(Json(List { items, next }))
}

/// How much of it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HowMuch {
    /// At most so many lines, the newest; 1,000 when absent.
    #[param(minimum = 1, maximum = 1000)]
    lines: Option<usize>,
}

/// One conversation, whole.
#[utoipa::path(get, path = "/api/v1/conversations/{id}", operation_id = "showConversation", tag = "conversations", params(("id" = String, Path), HowMuch),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The conversation.", body = ConversationItem), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Query(wish): Query<HowMuch>,
) -> Result<Json<ConversationItem>, Problem> {
    let id = conversation_id(&id)?;
    let thread = conversations::show(app.desk(), &at.clinic, &id, wish.lines, &at.who).await?;
    let thread = thread.ok_or_else(|| Problem::missing("the conversation"))?;
    Ok(Json(ConversationItem::new(&thread, &at.zone)))
}

/// What is no id of ours is not known here either.
pub(crate) fn conversation_id(text: &str) -> Result<ConversationId, Problem> {
    text.parse().map_err(|_| Problem::missing("the conversation"))
}
