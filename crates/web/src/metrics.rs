//! `GET /metrics` in Prometheus' text format 0.0.4. No label names a patient or a number of one.

use crate::app::App;
use crate::counters::Count;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use std::fmt::Write;
use svara_desk::office::figures;

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(crate) async fn metrics(State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let waiting = figures::waiting(app.desk()).await?;
    let mut text = String::new();
    for (name, help) in [
        ("svara_webhook_received_total", "Notifications that came to the door."),
        ("svara_sign_in_total", "Attempts to sign in."),
        ("svara_http_responses_total", "Answered requests."),
        ("svara_panics_total", "Requests that broke a handler."),
    ] {
        head(&mut text, name, "counter", help);
        for count in Count::ALL.into_iter().filter(|it| it.series().0 == name) {
            line(&mut text, name, count.series().1, app.counters().of(count));
        }
    }
    for (name, help, value) in [
        ("svara_inbox_pending", "Notifications that wait to be handled.", waiting.inbox),
        ("svara_outbox_pending", "Messages that are due and not sent.", waiting.outbox),
        ("svara_jobs_pending", "Jobs that are due.", waiting.jobs),
        ("svara_mails_pending", "Mails that are due and not sent.", waiting.mails),
    ] {
        head(&mut text, name, "gauge", help);
        line(&mut text, name, "", value);
    }
    if let Some(last) = app.desk().last_replay().await? {
        for (name, help, value) in [
            ("svara_replay_turns", "Turns that the last nightly run played again.", last.turns),
            ("svara_replay_departed", "Turns of it that were decided differently.", last.departed),
        ] {
            head(&mut text, name, "gauge", help);
            line(&mut text, name, "", value);
        }
    }
    let asked = app.desk().second_opinions();
    if !asked.is_empty() {
        const ASKED: &str = "svara_language_model_total";
        head(&mut text, ASKED, "counter", "Messages that our reader was unsure of, by what asking came to.");
        for (outcome, count) in asked {
            line(&mut text, ASKED, &format!("outcome=\"{outcome}\""), count);
        }
    }
    head(&mut text, "svara_build_info", "gauge", "Which build this is.");
    line(&mut text, "svara_build_info", &format!("version=\"{}\"", env!("CARGO_PKG_VERSION")), 1);
    Ok(([(header::CONTENT_TYPE, TEXT)], text))
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}").expect("a text takes any line");
}

fn line(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
    writeln!(text, "{name}{labels} {value}").expect("a text takes any line");
}
