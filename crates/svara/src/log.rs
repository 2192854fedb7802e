//! The process's log, on standard error: lines to read, or one JSON object a line for whoever collects them.
//!
//! What is logged is decided where it happens. Absent: the audit chain, which is no log and stands in the store.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Which lines, in tracing's own words: `warn,svara_web=debug`.
const FILTER_VARIABLE: &str = "SVARA_LOG";
/// `json`, or anything else for lines to read.
const FORMAT_VARIABLE: &str = "SVARA_LOG_FORMAT";
const USUALLY: &str = "warn,svara=info";

/// Begins to log. Once in a process.
pub fn begin() {
    let filter = EnvFilter::try_from_env(FILTER_VARIABLE).unwrap_or_else(|_| EnvFilter::new(USUALLY));
    if std::env::var(FORMAT_VARIABLE).is_ok_and(|it| it == "json") {
        tracing_subscriber::registry().with(filter).with(json(std::io::stderr)).init();
    } else {
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    }
}

/// One JSON object a line; whatever a field holds can't begin another (ASVS 5.0, 16.4.1).
fn json<S, W>(writer: W) -> impl tracing_subscriber::Layer<S>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(writer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("nobody panics here").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_of_the_log_is_one_json_object() {
        let kept = Kept::default();
        let writer = kept.clone();
        let log = tracing_subscriber::registry().with(json(move || writer.clone()));
        tracing::subscriber::with_default(log, || {
            let error = "refused\n2026-11-26T22:00:00Z  WARN svara: all is well\u{1b}[31m\r\u{0}";
            tracing::warn!(%error, "a message was not taken");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(!text.trim_end().contains(char::is_control), "{text:?}");
        let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
        assert_eq!((&line["level"], &line["message"]), (&"WARN".into(), &"a message was not taken".into()));
        assert!(line["timestamp"].as_str().is_some_and(|it| it.ends_with('Z')), "{line}");
    }
}
