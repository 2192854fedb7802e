//! Settings tried out and carried about: a conversation with settings that nobody saved, the file itself, the sentences
//! that patients read, a look at the clinic's number.

use super::settings::{MistakeItem, Tried};
use super::{Conflict, Refusals};
use crate::app::App;
use crate::extract::Body;
use crate::problem::{Problem, ProblemBody};
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use svara_desk::clinic_file::{self, ClinicFile};
use svara_desk::office::{channels, settings};
use svara_language::phrases::own;
use svara_model::{Language, WhatsAppNumber};
use utoipa::ToSchema;

/// A conversation to try.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Trial)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trial {
    /// The settings to answer by; nobody saves them.
    #[schema(value_type = Object)]
    settings: Value,
    /// What a patient writes, all of it from the beginning; `[words]` taps a choice. At most 40.
    lines: Vec<String>,
}

/// Both sides of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialConversation)]
pub(crate) struct Conversation {
    items: Vec<SpokenItem>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialMessage)]
struct SpokenItem {
    by_patient: bool,
    text: String,
    /// What can be tapped below it.
    choices: Vec<String>,
}

/// Why there is no conversation: a problem that names the field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TrialProblem)]
struct Why {
    mistake: MistakeItem,
}

/// A sentence that patients read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sentence)]
struct SentenceItem {
    #[schema(example = "confirmed")]
    key: String,
    /// UTF-16 units, filled in.
    most: usize,
    /// The desk's own wording, by language, with values such as `{ $when }`.
    ours: BTreeMap<String, String>,
    /// By language, what values may look like.
    samples: BTreeMap<String, BTreeMap<String, String>>,
}

/// All of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sentences)]
pub(crate) struct Sentences {
    items: Vec<SentenceItem>,
}

/// A number to look at, saved or not.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TriedNumber)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    phone_number_id: String,
    display_phone_number: String,
    business_account_id: String,
}

/// What the provider says of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChannelTest)]
pub(crate) struct Findings {
    items: Vec<FindingItem>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChannelFinding)]
struct FindingItem {
    /// `number`, `webhook` or `template`.
    part: &'static str,
    good: bool,
    /// Which number or template.
    about: String,
    /// The provider's words.
    detail: String,
}

/// Talks to settings that nobody saved, in memory; nothing is kept and nothing is sent.
#[utoipa::path(post, path = "/api/v1/clinic/settings/trial", operation_id = "tryConversation", tag = "settings",
    request_body = Trial, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Both sides of it.", body = Conversation), Refusals,
        (status = 422, description = "The settings can't be read.", body = Why, content_type = "application/problem+json")))]
pub(crate) async fn converse(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(trial): Body<Trial>,
) -> Result<Response, Problem> {
    let (stage, clinic) = (app.stage(), &at.clinic);
    match settings::converse(app.desk(), stage, clinic, &trial.settings, trial.lines).await? {
        Ok(spoken) => {
            let items = spoken.into_iter().map(|it| SpokenItem {
                by_patient: it.by_patient,
                text: it.text,
                choices: it.choices,
            });
            Ok(Json(Conversation { items: items.collect() }).into_response())
        }
        Err(mistake) => {
            Ok(Problem::unfit(mistake.to_string()).with(&Why { mistake: MistakeItem::from(mistake) }))
        }
    }
}

/// The settings that stand, as the clinic's file.
#[utoipa::path(get, path = "/api/v1/clinic/file", operation_id = "exportClinic", tag = "settings",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "TOML, as `svara clinic apply` takes it.", body = String, content_type = "application/toml"), Refusals))]
pub(crate) async fn export(at: BearerOrStaff) -> Result<Response, Problem> {
    let text = clinic_file::export(&at.clinic).map_err(|_| Problem::internal())?;
    let name = format!("attachment; filename=\"{}.toml\"", at.clinic.id);
    Ok(([(header::CONTENT_TYPE, "application/toml".to_owned()), (header::CONTENT_DISPOSITION, name)], text)
        .into_response())
}

/// Reads a clinic's file into a document to edit; nothing changes. Its patients and visits are left out.
#[utoipa::path(post, path = "/api/v1/clinic/file/reading", operation_id = "readClinicFile", tag = "settings",
    request_body(content = String, content_type = "text/plain"), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The document.", body = Tried), Refusals,
        (status = 422, description = "Which line is wrong, and the remedy.", body = ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn reading(_at: BearerOrStaff, text: String) -> Result<Response, Problem> {
    let file = ClinicFile::parse(&text).map_err(|it| Problem::unfit(it.to_string()))?;
    let settings = clinic_file::document(&file.clinic);
    Ok(Json(serde_json::json!({ "settings": settings })).into_response())
}

/// Every sentence that patients read and a clinic may word anew.
#[utoipa::path(get, path = "/api/v1/clinic/sentences", operation_id = "listSentences", tag = "settings",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All of them, in the order of the files.", body = Sentences), Refusals))]
pub(crate) async fn sentences(_at: BearerOrStaff) -> Json<Sentences> {
    let languages = [Language::swedish(), Language::english()];
    let items = own::keys().map(|key| SentenceItem {
        key: key.as_str().to_owned(),
        most: own::bound(key),
        ours: languages.iter().map(|it| (it.to_string(), own::ours(key, it))).collect(),
        samples: languages.iter().map(|it| (it.to_string(), own::samples(key, it))).collect(),
    });
    Json(Sentences { items: items.collect() })
}

/// Asks the provider about a number: the token, whether we are told of messages, every template the desk sends.
#[utoipa::path(post, path = "/api/v1/clinic/channels/whatsapp/test", operation_id = "testWhatsApp", tag = "settings",
    request_body = Wanted, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "What it says.", body = Findings), Refusals, Conflict))]
pub(crate) async fn test(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(number): Body<Wanted>,
) -> Result<Json<Findings>, Problem> {
    let number = WhatsAppNumber {
        phone_number_id: number.phone_number_id,
        display_phone_number: number.display_phone_number,
        business_account_id: number.business_account_id,
    };
    let found = channels::test(app.desk(), &at.clinic, number, &at.who).await?;
    let items = found.into_iter().map(|it| FindingItem {
        part: it.part.as_str(),
        good: it.good,
        about: it.about,
        detail: it.detail,
    });
    Ok(Json(Findings { items: items.collect() }))
}
