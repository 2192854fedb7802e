//! `/add/{token}.ics`: the entry that a phone's calendar takes. It may be opened more than once, by anybody who has
//! the link, and shows clinic, time and place (`reference/rulings.md`, 3).

use crate::app::App;
use crate::extract::Path;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

/// Ours are 40 characters; whoever sends more is not asking for one.
const TOKEN_CHARACTERS_MAX: usize = 128;

pub(crate) async fn entry(
    State(app): State<App>,
    Path(file): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    if token.len() > TOKEN_CHARACTERS_MAX {
        return Err(Problem::missing("this calendar entry"));
    }
    let entry =
        app.desk().calendar_entry(token).await?.ok_or_else(|| Problem::missing("this calendar entry"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"appointment.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, entry))
}
