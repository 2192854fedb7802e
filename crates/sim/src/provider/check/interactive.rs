//! Interactive messages: buttons, lists, links and requests.

use super::part::{Part, unique};
use crate::provider::errors::ApiError;
use svara_channel::whatsapp::limits::{
    BUTTON_ID_UNITS_MAX, BUTTON_TITLE_UNITS_MAX, BUTTONS_MAX, HEADER_UNITS_MAX, INTERACTIVE_BODY_UNITS_MAX,
    LINK_LABEL_UNITS_MAX, LIST_BODY_UNITS_MAX, LIST_OPEN_UNITS_MAX, ROW_DESCRIPTION_UNITS_MAX,
    ROW_ID_UNITS_MAX, ROW_TITLE_UNITS_MAX, ROWS_MAX, SECTION_TITLE_UNITS_MAX, URL_UNITS_MAX,
};

/// Kinds that ask for something and have nothing but a name in their action.
const REQUESTS: [(&str, &str); 4] = [
    ("location_request_message", "send_location"),
    ("request_contact_info", "request_contact_info"),
    ("contact_request", "request_contact_info"),
    ("call_permission_request", "call_permission_request"),
];

pub(super) fn check(part: &Part) -> Result<(), ApiError> {
    let kinds: Vec<&str> = ["button", "list", "cta_url"].into_iter().chain(REQUESTS.map(|it| it.0)).collect();
    let kind = part.one_of("type", &kinds)?;
    part.only(&["type", "header", "body", "footer", "action"])?;
    let body = part.part("body")?;
    body.only(&["text"])?;
    body.text("text", if kind == "list" { LIST_BODY_UNITS_MAX } else { INTERACTIVE_BODY_UNITS_MAX })?;
    if let Some(footer) = part.optional_part("footer")? {
        footer.only(&["text"])?;
        footer.text("text", HEADER_UNITS_MAX)?;
    }
    if let Some(header) = part.optional_part("header")? {
        self::header(&header, kind)?;
    }
    let action = part.part("action")?;
    match kind {
        "button" => buttons(&action),
        "list" => list(&action),
        "cta_url" => link(&action),
        request => {
            action.only(&["name"])?;
            let names: Vec<&str> = REQUESTS.iter().filter(|it| it.0 == request).map(|it| it.1).collect();
            action.one_of("name", &names).map(drop)
        }
    }
}

fn header(header: &Part, kind: &str) -> Result<(), ApiError> {
    let kinds: &[&str] = if kind == "list" { &["text"] } else { &["text", "image", "video", "document"] };
    let kind = header.one_of("type", kinds)?;
    header.only(&["type", kind])?;
    if kind == "text" {
        return header.text("text", HEADER_UNITS_MAX).map(drop);
    }
    super::others::media(&header.part(kind)?, kind)
}

/// An id must come back as it was sent.
fn id(part: &Part, most: usize) -> Result<(), ApiError> {
    let id = part.text("id", most)?;
    let whole = id.trim() == id;
    if whole { Ok(()) } else { Err(ApiError::value(format!("{} has a blank at one end", part.path("id")))) }
}

fn buttons(action: &Part) -> Result<(), ApiError> {
    action.only(&["buttons"])?;
    let mut replies = Vec::new();
    for button in action.parts("buttons", BUTTONS_MAX)? {
        button.only(&["type", "reply"])?;
        button.one_of("type", &["reply"])?;
        let reply = button.part("reply")?;
        reply.only(&["id", "title"])?;
        id(&reply, BUTTON_ID_UNITS_MAX)?;
        reply.text("title", BUTTON_TITLE_UNITS_MAX)?;
        replies.push(reply);
    }
    unique("Button ids", &replies.iter().map(|it| it.word("id")).collect::<Vec<_>>())?;
    unique("Button titles", &replies.iter().map(|it| it.word("title")).collect::<Vec<_>>())
}

fn list(action: &Part) -> Result<(), ApiError> {
    action.only(&["button", "sections"])?;
    action.text("button", LIST_OPEN_UNITS_MAX)?;
    let sections = action.parts("sections", ROWS_MAX)?;
    let mut rows = Vec::new();
    for section in &sections {
        section.only(&["title", "rows"])?;
        if sections.len() > 1 || section.has("title") {
            section.text("title", SECTION_TITLE_UNITS_MAX)?;
        }
        rows.extend(section.parts("rows", ROWS_MAX)?);
    }
    if rows.len() > ROWS_MAX {
        let count = rows.len();
        return Err(ApiError::value(format!(
            "Total row count exceed max allowed count: {ROWS_MAX} - got {count}"
        )));
    }
    for row in &rows {
        row.only(&["id", "title", "description"])?;
        id(row, ROW_ID_UNITS_MAX)?;
        row.text("title", ROW_TITLE_UNITS_MAX)?;
        row.optional_text("description", ROW_DESCRIPTION_UNITS_MAX)?;
    }
    unique("Row ids", &rows.iter().map(|it| it.word("id")).collect::<Vec<_>>())
}

fn link(action: &Part) -> Result<(), ApiError> {
    action.only(&["name", "parameters"])?;
    action.one_of("name", &["cta_url"])?;
    let parameters = action.part("parameters")?;
    parameters.only(&["display_text", "url"])?;
    parameters.text("display_text", LINK_LABEL_UNITS_MAX)?;
    parameters.address("url", URL_UNITS_MAX)
}
