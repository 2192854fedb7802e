//! `[language_model]` in `svara.toml`: where the second reader is. Absent: what it may see and say (`svara-desk`).

use crate::serve::secret;
use crate::usage;
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;
use svara_channel::model::{AnswerForm, Model, ModelSettings};
use svara_desk::Desk;

/// An endpoint that speaks OpenAI's chat completions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageModel {
    /// Where the interface begins, such as `https://models.example/v1`.
    base_url: String,
    /// The model's name there.
    model: String,
    /// The file that holds our key there; a model on this machine needs none.
    key_file: Option<PathBuf>,
    /// How long an answer may take.
    #[serde(default = "seconds")]
    seconds: u64,
    /// `json_schema`, or `json_object` for servers that know only that.
    #[serde(default = "answers")]
    answers: String,
    /// How often each clinic may ask a day.
    #[serde(default = "asks_a_day")]
    asks_a_day: u32,
}

fn answers() -> String {
    "json_schema".to_owned()
}

/// A patient waits meanwhile.
fn seconds() -> u64 {
    3
}

/// A clinic of a thousand messages a day is unsure of fewer than these.
fn asks_a_day() -> u32 {
    200
}

impl LanguageModel {
    /// From now on the desk asks it, for the clinics that want it.
    pub fn ask_also(&self, desk: &Desk) -> anyhow::Result<()> {
        let form = match self.answers.as_str() {
            "json_schema" => AnswerForm::JsonSchema,
            "json_object" => AnswerForm::JsonObject,
            _ => return Err(usage("[language_model] answers: write json_schema or json_object")),
        };
        let settings = ModelSettings {
            base_url: self.base_url.clone(),
            model: self.model.clone(),
            key: self.key_file.as_deref().map(secret).transpose()?,
            seconds: self.seconds,
            form,
        };
        let model = Model::new(settings).map_err(|it| usage(format!("[language_model] {it}")))?;
        desk.ask_also(Arc::new(model), self.asks_a_day);
        Ok(())
    }
}
