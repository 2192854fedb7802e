//! Testing a clinic's number before anybody relies on it: does the provider know us, are we told of messages, is every
//! template approved that the desk sends.
//!
//! Absent: sending anything.

use super::Who;
use crate::{Desk, DeskError, templates};
use svara_channel::whatsapp::SendError;
use svara_model::{Clinic, WhatsAppNumber};

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The token and the number's id.
    Number,
    /// Whether the account tells us what comes in.
    Webhook,
    /// A template in a language.
    Template,
}

impl Part {
    /// As served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Webhook => "webhook",
            Self::Template => "template",
        }
    }
}

/// What a look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub part: Part,
    /// Whether it is as it should be.
    pub good: bool,
    /// Which number or template.
    pub about: String,
    /// What the provider says of it.
    pub detail: String,
}

/// Looks at a number, saved or not; a conflict when this desk has no provider to ask.
pub async fn test(
    desk: &Desk,
    clinic: &Clinic,
    number: WhatsAppNumber,
    who: &Who,
) -> Result<Vec<Finding>, DeskError> {
    let tried = Clinic { whatsapp: Some(number.clone()), ..clinic.clone() };
    let look = desk.line.look(&tried).await;
    let look = look.ok_or_else(|| DeskError::Conflict("this desk has no provider to ask".to_owned()))?;
    let mut findings = vec![
        match look.number {
            Ok(it) => {
                let detail = format!("{} {}", it.name, it.quality).trim().to_owned();
                finding(Part::Number, true, &it.display, detail)
            }
            Err(error) => finding(Part::Number, false, &number.phone_number_id, told(&error)),
        },
        match look.subscribed {
            Ok(told) => finding(Part::Webhook, told, &number.business_account_id, String::new()),
            Err(error) => finding(Part::Webhook, false, &number.business_account_id, told(&error)),
        },
    ];
    let listed = look.templates;
    let spoken = templates().into_iter().filter(|it| clinic.languages.contains(&it.language));
    findings.extend(spoken.map(|ours| {
        let about = format!("{} ({})", ours.name, ours.language);
        let status = match &listed {
            Ok(all) => all
                .iter()
                .find(|it| it.name == ours.name && it.language == ours.language.to_string())
                .map_or_else(|| "MISSING".to_owned(), |it| it.status.clone()),
            Err(error) => told(error),
        };
        finding(Part::Template, status == "APPROVED", &about, status)
    }));
    let bad = findings.iter().filter(|it| !it.good).count();
    let details = serde_json::json!({ "findings": findings.len(), "bad": bad }).to_string();
    let (desk_in, id, who) = (desk.clone(), clinic.id.clone(), who.clone());
    desk.store()
        .write("note a channel test", move |tx| {
            let (desk, id, who, details) = (desk_in.clone(), id.clone(), who.clone(), details.clone());
            Box::pin(async move { desk.line(tx, &id, &who, "channel.tested", None, &details).await })
        })
        .await?;
    Ok(findings)
}

fn finding(part: Part, good: bool, about: &str, detail: String) -> Finding {
    Finding { part, good, about: about.to_owned(), detail }
}

fn told(error: &SendError) -> String {
    match error.failure.code {
        0 => error.failure.details.clone(),
        code => format!("{code}: {}", error.failure.details),
    }
}
