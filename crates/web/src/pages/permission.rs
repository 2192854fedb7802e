//! Where a patient says yes or no to messages, without signing in: the link is the key, and names nobody.

use super::{TOKEN_CHARACTERS_MAX, over, page};
use crate::app::App;
use crate::extract::Path;
use crate::problem::Problem;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use svara_desk::office::permissions::{self, Asked};
use svara_language::phrases::Key;

#[derive(Template)]
#[template(path = "permission.html")]
struct Page {
    language: String,
    title: String,
    state: String,
    stays: String,
    wording: String,
    given: bool,
    button: String,
}

/// Which button.
#[derive(Deserialize)]
pub(crate) struct Answer {
    answer: String,
}

pub(crate) async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Problem> {
    if token.len() > TOKEN_CHARACTERS_MAX {
        return Ok(over());
    }
    Ok(shown(permissions::asked(app.desk(), &token).await?.as_ref()))
}

pub(crate) async fn answer(
    State(app): State<App>,
    Path(token): Path<String>,
    form: Result<Form<Answer>, FormRejection>,
) -> Result<Response, Problem> {
    let Ok(Form(form)) = form else { return Err(Problem::invalid("`answer` is yes or no")) };
    let yes = match form.answer.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::invalid("`answer` is yes or no")),
    };
    if token.len() > TOKEN_CHARACTERS_MAX {
        return Ok(over());
    }
    Ok(shown(permissions::answer(app.desk(), &token, yes).await?.as_ref()))
}

fn shown(asked: Option<&Asked>) -> Response {
    let Some(it) = asked else { return over() };
    let (state, button) = if it.given {
        (Key::PagePermissionGiven, Key::PagePermissionStop)
    } else {
        (Key::PagePermissionNone, Key::PagePermissionStart)
    };
    let shown = Page {
        language: it.language.to_string(),
        title: it.say(Key::PagePermissionTitle),
        state: it.say(state),
        stays: it.say(Key::PagePermissionStays),
        wording: it.wording.clone(),
        given: it.given,
        button: it.say(button),
    };
    page(StatusCode::OK, &shown)
}
