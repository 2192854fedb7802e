//! A look at a clinic's number as Meta knows it: the number, who is told of its messages, its templates.
//!
//! Absent: what should be there; that is the desk's to compare.

use super::cloud::{Cloud, SendError};
use super::piece;
use serde_json::Value;

/// A page of templates; six hundred fit into six of them.
const TEMPLATES_A_PAGE: usize = 100;
/// No account has more pages of them.
const PAGES_MAX: usize = 20;

/// The number, as Meta describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLook {
    /// As shown to people.
    pub display: String,
    /// The name that patients see.
    pub name: String,
    /// `GREEN`, `YELLOW`, `RED` or empty.
    pub quality: String,
}

/// A template, as Meta lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateLook {
    /// Its name.
    pub name: String,
    /// Meta's code of its language, `sv`.
    pub language: String,
    /// `APPROVED`, `PENDING`, `REJECTED`, `PAUSED` …
    pub status: String,
}

impl Cloud {
    /// The number; an error says whether the token or the id is wrong.
    pub async fn look_at_number(&self, phone_number_id: &str) -> Result<NumberLook, SendError> {
        let fields = "?fields=display_phone_number,verified_name,quality_rating";
        let answer = self.get(phone_number_id, fields).await?;
        let word = |name: &str| piece::text(&answer, name).unwrap_or_default();
        Ok(NumberLook {
            display: word("display_phone_number"),
            name: word("verified_name"),
            quality: word("quality_rating"),
        })
    }

    /// Whether any app is told what happens on the account: without one no message comes in.
    pub async fn is_subscribed(&self, business_account_id: &str) -> Result<bool, SendError> {
        let answer = self.get(business_account_id, "/subscribed_apps").await?;
        Ok(answer.get("data").and_then(Value::as_array).is_some_and(|it| !it.is_empty()))
    }

    /// All templates of the account.
    pub async fn list_templates(&self, business_account_id: &str) -> Result<Vec<TemplateLook>, SendError> {
        let mut all = Vec::new();
        let mut after = String::new();
        for _ in 0..PAGES_MAX {
            let page =
                format!("/message_templates?fields=name,language,status&limit={TEMPLATES_A_PAGE}{after}");
            let answer = self.get(business_account_id, &page).await?;
            let word = |it: &Value, name: &str| piece::text(it, name).unwrap_or_default();
            all.extend(answer.get("data").into_iter().flat_map(piece::items).map(|it| TemplateLook {
                name: word(it, "name"),
                language: word(it, "language"),
                status: word(it, "status"),
            }));
            // A cursor that is no plain word would be another address.
            let cursor = answer.pointer("/paging/cursors/after").and_then(Value::as_str);
            let plain = |it: &&str| it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_=".contains(&it));
            match cursor.filter(|_| answer.pointer("/paging/next").is_some()).filter(plain) {
                Some(cursor) => after = format!("&after={cursor}"),
                None => break,
            }
        }
        Ok(all)
    }
}
