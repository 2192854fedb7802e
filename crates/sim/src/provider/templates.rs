//! Templates as approved, and whether a message fits one. Absent: creation and review.

use super::check::Part;
use super::errors::ApiError;
use super::state::{Choice, Shown};
use serde_json::{Value, json};

/// More than any approved body has.
const PARAMETERS_MAX: usize = 100;

/// An approved template: a body with `{{1}}`… and quick replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateSpec {
    /// `[a-z0-9_]`.
    pub name: String,
    /// Meta's code of the language, `sv`.
    pub language: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub category: String,
    /// With `{{1}}`, `{{2}}`… in order.
    pub body: String,
    /// Below the body, small.
    pub footer: Option<String>,
    /// The labels of its quick replies.
    pub quick_replies: Vec<String>,
}

impl TemplateSpec {
    /// How many parameters its body takes.
    pub fn parameters(&self) -> usize {
        (1..=PARAMETERS_MAX).take_while(|it| self.body.contains(&format!("{{{{{it}}}}}"))).count()
    }

    /// As `GET /<account>/message_templates` lists it.
    pub(super) fn listed(&self) -> Value {
        let buttons: Vec<_> =
            self.quick_replies.iter().map(|it| json!({ "type": "QUICK_REPLY", "text": it })).collect();
        let mut components = vec![json!({ "type": "BODY", "text": self.body })];
        components.extend(self.footer.iter().map(|it| json!({ "type": "FOOTER", "text": it })));
        if !buttons.is_empty() {
            components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
        }
        json!({
            "name": self.name,
            "language": self.language,
            "status": "APPROVED",
            "category": self.category,
            "parameter_format": "POSITIONAL",
            "components": components,
        })
    }
}

/// The template that `template` (already of the right form) asks for, filled in, as the phone shows it.
pub(super) fn filled(template: &Part, approved: &[TemplateSpec]) -> Result<Shown, ApiError> {
    let name = template.word("name");
    let language = template.value()["language"]["code"].as_str().unwrap_or("");
    let spec = approved.iter().find(|it| it.name == name && it.language == language).ok_or_else(|| {
        ApiError::new(132_001, format!("template name ({name}) does not exist in {language}"))
    })?;
    let none = Vec::new();
    let components = template.value()["components"].as_array().unwrap_or(&none);
    let parameters =
        components.iter().filter(|it| it["type"] == "body").filter_map(|it| it["parameters"].as_array());
    let texts: Vec<&str> = parameters.flatten().map(|it| it["text"].as_str().unwrap_or("")).collect();
    if texts.len() != spec.parameters() {
        let (given, wanted) = (texts.len(), spec.parameters());
        return Err(ApiError::new(
            132_000,
            format!(
                "body: number of localizable_params ({given}) does not match the expected number of params ({wanted})"
            ),
        ));
    }
    if components.iter().any(|it| it["type"] == "header") {
        return Err(ApiError::new(132_012, "header: Format mismatch, expected none"));
    }
    let text = texts
        .iter()
        .enumerate()
        .fold(spec.body.clone(), |body, (index, it)| body.replace(&format!("{{{{{}}}}}", index + 1), it));
    let choices = quick_replies(spec, components)?;
    Ok(Shown { kind: "template".into(), text, footer: spec.footer.clone(), choices, ..Shown::default() })
}

fn quick_replies(spec: &TemplateSpec, components: &[Value]) -> Result<Vec<Choice>, ApiError> {
    // Without a payload of ours the label comes back.
    let mut choices: Vec<Choice> = spec
        .quick_replies
        .iter()
        .map(|it| Choice { id: it.clone(), title: it.clone(), description: None })
        .collect();
    for button in components.iter().filter(|it| it["type"] == "button") {
        let index = button["index"].as_u64().or_else(|| button["index"].as_str()?.parse().ok());
        let choice = index.and_then(|it| choices.get_mut(usize::try_from(it).ok()?));
        let wanted = choice.filter(|_| button["sub_type"] == "quick_reply");
        let choice = wanted.ok_or_else(|| {
            ApiError::new(
                132_012,
                format!("button {}: the template has no such quick reply", button["index"]),
            )
        })?;
        button["parameters"][0]["payload"].as_str().unwrap_or_default().clone_into(&mut choice.id);
    }
    Ok(choices)
}
