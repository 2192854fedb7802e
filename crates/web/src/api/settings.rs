//! The clinic's settings as one document: read with its revision, looked at, saved over the revision that was edited.
//!
//! The document is the clinic's file, key for key; what may stand in it is the file's business.

use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::{Problem, ProblemBody};
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use svara_desk::clinic_file::{Change, FieldMistake};
use svara_desk::office::settings::{self, Looked, Saved};
use svara_desk::rehearsal::Proof;
use utoipa::ToSchema;

/// A large clinic's document, ten times over.
pub(crate) const SETTINGS_BYTES_MAX: usize = 1 << 20;

/// The settings that stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Settings)]
pub(crate) struct SettingsItem {
    /// Send it back with what you save.
    revision: i64,
    /// The clinic's file with the same keys: `clinic`, `room`, `service`, `practitioner`, `closed`, `answer`, `text`.
    #[schema(value_type = Object)]
    settings: Value,
    /// Who made which revision, the newest first.
    history: Vec<RevisionItem>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsRevision)]
struct RevisionItem {
    revision: i64,
    #[schema(format = DateTime)]
    at: String,
    /// `staff:<id>`, `api:<token>` or `file`.
    actor: String,
}

/// An earlier revision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EarlierSettings)]
pub(crate) struct EarlierItem {
    #[schema(value_type = Object)]
    settings: Value,
}

/// Settings to look at.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TriedSettings)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tried {
    #[schema(value_type = Object)]
    pub(super) settings: Value,
}

/// Settings to save.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSettings)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    /// The one that was edited.
    revision: i64,
    #[schema(value_type = Object)]
    settings: Value,
}

/// They stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedSettings)]
pub(crate) struct SavedItem {
    revision: i64,
}

/// What saving would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsCheck)]
pub(crate) struct CheckItem {
    /// What is wrong; then nothing else was looked at.
    #[schema(required)]
    mistake: Option<MistakeItem>,
    changes: Vec<ChangeItem>,
    /// The clinic's own written conversations.
    conversations: Vec<ProofItem>,
}

/// A mistake at a field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsMistake)]
pub(super) struct MistakeItem {
    /// JSON pointer into the document; empty: the document as a whole.
    #[schema(example = "/service/0/minutes")]
    field: String,
    key: String,
    remedy: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsChange)]
struct ChangeItem {
    /// Keys and ids.
    #[schema(example = "service/hygienist/minutes")]
    what: String,
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

/// How a conversation of the clinic's goes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingsConversation)]
struct ProofItem {
    name: String,
    passes: bool,
    /// Where it departs, counted from 1.
    #[schema(required)]
    line: Option<usize>,
    #[schema(required)]
    expected: Option<String>,
    #[schema(required)]
    found: Option<String>,
}

/// Why settings were not saved: a problem with more members.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = SettingsProblem)]
pub(crate) struct Why {
    /// The problem's own members.
    #[serde(skip)]
    #[expect(dead_code, reason = "it stands in the description only; `Problem::with` writes the members")]
    problem: Option<ProblemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mistake: Option<MistakeItem>,
    /// Of the clinic's own conversations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conversations: Vec<ProofItem>,
    /// The revision that stands, when another one was edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// What they changed since the edited one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeItem>,
}

impl Why {
    /// A field is wrong.
    pub(super) fn at(mistake: MistakeItem) -> Self {
        Self { mistake: Some(mistake), ..Self::default() }
    }
}

impl From<FieldMistake> for MistakeItem {
    fn from(it: FieldMistake) -> Self {
        Self { field: it.field, key: it.key, remedy: it.remedy }
    }
}

impl From<Change> for ChangeItem {
    fn from(it: Change) -> Self {
        Self { what: it.what, before: it.before, after: it.after }
    }
}

impl From<Proof> for ProofItem {
    fn from(it: Proof) -> Self {
        let (name, departure) = (it.name, it.departure);
        let passes = departure.is_none();
        let line = departure.as_ref().map(|it| it.line);
        let (expected, found) = departure.map(|it| (it.expected, it.found)).unzip();
        Self { name, passes, line, expected, found }
    }
}

/// The settings that stand.
#[utoipa::path(get, path = "/api/v1/clinic/settings", operation_id = "showSettings", tag = "settings",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The document and its revision.", body = SettingsItem), Refusals))]
pub(crate) async fn show(State(app): State<App>, at: BearerOrStaff) -> Result<Json<SettingsItem>, Problem> {
    let it = settings::standing(app.desk(), &at.clinic).await?;
    let history = it.history.into_iter().map(|it| RevisionItem {
        revision: it.revision,
        at: instant::shown(it.at, &at.zone),
        actor: it.actor,
    });
    Ok(Json(SettingsItem { revision: it.revision, settings: it.settings, history: history.collect() }))
}

/// An earlier revision, while it is kept.
#[utoipa::path(get, path = "/api/v1/clinic/revisions/{id}", operation_id = "showEarlierSettings", tag = "settings",
    params(("id" = i64, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The document as it was.", body = EarlierItem), Refusals, Missing))]
pub(crate) async fn earlier(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<EarlierItem>, Problem> {
    let missing = || Problem::missing("this revision");
    let revision = id.parse().map_err(|_| missing())?;
    let found = settings::earlier(app.desk(), &at.clinic, revision).await?;
    found.map(|settings| Json(EarlierItem { settings })).ok_or_else(missing)
}

/// Looks at settings as saving them would; nothing changes.
#[utoipa::path(post, path = "/api/v1/clinic/settings/check", operation_id = "checkSettings", tag = "settings",
    request_body = Tried, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "What saving would do.", body = CheckItem), Refusals))]
pub(crate) async fn check(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(tried): Body<Tried>,
) -> Result<Json<CheckItem>, Problem> {
    let looked = settings::look(app.desk(), app.stage(), &at.clinic, &tried.settings).await?;
    Ok(Json(CheckItem {
        mistake: looked.mistake.map(MistakeItem::from),
        changes: looked.changes.into_iter().map(ChangeItem::from).collect(),
        conversations: looked.proofs.into_iter().map(ProofItem::from).collect(),
    }))
}

/// Saves settings over the revision that was edited, once the clinic's own conversations pass with them.
#[utoipa::path(put, path = "/api/v1/clinic/settings", operation_id = "saveSettings", tag = "settings",
    request_body = New, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "They stand.", body = SavedItem), Refusals,
        (status = 409, description = "Somebody saved others meanwhile: what they changed.", body = Why, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong, or a conversation of the clinic's would fail.", body = Why, content_type = "application/problem+json")))]
pub(crate) async fn save(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(new): Body<New>,
) -> Result<Response, Problem> {
    let edited = (new.revision, &new.settings);
    Ok(match settings::save(app.desk(), app.stage(), &at.clinic, edited, &at.who).await? {
        Saved::Stands(revision) => Json(SavedItem { revision }).into_response(),
        Saved::Refused(looked) => refused(looked),
        Saved::Stale { revision, changes, actor } => {
            let changes = changes.into_iter().map(ChangeItem::from).collect();
            Problem::stale().with(&Why {
                revision: Some(revision),
                actor: Some(actor),
                changes,
                ..Why::default()
            })
        }
    })
}

fn refused(looked: Looked) -> Response {
    if let Some(mistake) = looked.mistake {
        let mistake = Some(MistakeItem::from(mistake));
        let detail = mistake.as_ref().map(|it| format!("{}: {}", it.key, it.remedy)).unwrap_or_default();
        return Problem::unfit(detail).with(&Why { mistake, ..Why::default() });
    }
    let failing = looked.proofs.into_iter().filter(|it| it.departure.is_some());
    let conversations: Vec<_> = failing.map(ProofItem::from).collect();
    let detail = format!("{} of the clinic's own conversations would fail", conversations.len());
    Problem::unfit(detail).with(&Why { conversations, ..Why::default() })
}
