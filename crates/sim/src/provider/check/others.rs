//! Media, places, cards and reactions.

use super::part::Part;
use crate::provider::errors::ApiError;
use svara_channel::whatsapp::limits::{INTERACTIVE_BODY_UNITS_MAX, URL_UNITS_MAX};

/// Cards in one message (Meta's OpenAPI file).
const CARDS_MAX: usize = 5;
/// Names, labels and file names; Meta states no figure.
const NAME_UNITS_MAX: usize = 256;

/// `id` or `link`, and what each kind may have beside it.
pub(super) fn media(media: &Part, kind: &str) -> Result<(), ApiError> {
    let beside: &[&str] = match kind {
        "image" | "video" => &["caption"],
        "document" => &["caption", "filename"],
        "audio" => &["voice"],
        _ => &[],
    };
    media.only(&[&["id", "link"], beside].concat())?;
    match (media.has("id"), media.has("link")) {
        (true, false) => media.text("id", NAME_UNITS_MAX).map(drop)?,
        (false, true) => media.address("link", URL_UNITS_MAX)?,
        _ => return Err(ApiError::parameter(format!("Param {kind} must have exactly one of id, link"))),
    }
    media.optional_text("caption", INTERACTIVE_BODY_UNITS_MAX)?;
    media.optional_text("filename", NAME_UNITS_MAX)?;
    media.optional_bool("voice")
}

pub(super) fn location(place: &Part) -> Result<(), ApiError> {
    place.only(&["latitude", "longitude", "name", "address"])?;
    for (name, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let degrees = place.needed(name)?.as_f64();
        if degrees.is_none_or(|it| it.abs() > most) {
            return Err(ApiError::value(format!("location.{name} must be a number within {most} degrees")));
        }
    }
    place.optional_text("name", INTERACTIVE_BODY_UNITS_MAX)?;
    place.optional_text("address", INTERACTIVE_BODY_UNITS_MAX).map(drop)
}

pub(super) fn contacts(root: &Part) -> Result<(), ApiError> {
    for card in root.parts("contacts", CARDS_MAX)? {
        card.only(&["name", "phones", "emails", "addresses", "org", "urls", "birthday"])?;
        card.part("name")?.text("formatted_name", NAME_UNITS_MAX)?;
    }
    Ok(())
}

pub(super) fn reaction(reaction: &Part) -> Result<(), ApiError> {
    reaction.only(&["message_id", "emoji"])?;
    reaction.text("message_id", 512)?;
    // An empty emoji takes the reaction back.
    let emoji = reaction.needed("emoji")?.as_str();
    if emoji.is_some() { Ok(()) } else { Err(ApiError::parameter("Param reaction.emoji must be a string")) }
}
