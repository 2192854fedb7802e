//! What happened at the doors since the start, in numbers. Absent: the Prometheus text (`metrics.rs`).
//!
//! A handful of counters in atomics; a metrics library would bring labels and registries that nobody here needs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts; all clones count together.
#[derive(Clone, Debug, Default)]
pub struct Counters(Arc<[AtomicU64; COUNTS]>);

/// How many things are counted.
const COUNTS: usize = 14;

/// What is counted: name, labels and help text in Prometheus' words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    NotificationAccepted,
    NotificationBadSignature,
    NotificationNotJson,
    NotificationTooLarge,
    NotificationFailed,
    NotificationPutOff,
    SignInRight,
    SignInWrong,
    SignInWaits,
    Answered2xx,
    Answered3xx,
    Answered4xx,
    Answered5xx,
    Panicked,
}

impl Count {
    pub(crate) const ALL: [Self; COUNTS] = [
        Self::NotificationAccepted,
        Self::NotificationBadSignature,
        Self::NotificationNotJson,
        Self::NotificationTooLarge,
        Self::NotificationFailed,
        Self::NotificationPutOff,
        Self::SignInRight,
        Self::SignInWrong,
        Self::SignInWaits,
        Self::Answered2xx,
        Self::Answered3xx,
        Self::Answered4xx,
        Self::Answered5xx,
        Self::Panicked,
    ];

    /// The metric, and its label with the value.
    pub(crate) fn series(self) -> (&'static str, &'static str) {
        const WEBHOOK: &str = "svara_webhook_received_total";
        const SIGN_IN: &str = "svara_sign_in_total";
        const ANSWERED: &str = "svara_http_responses_total";
        match self {
            Self::NotificationAccepted => (WEBHOOK, r#"provider="whatsapp",result="accepted""#),
            Self::NotificationBadSignature => (WEBHOOK, r#"provider="whatsapp",result="bad_signature""#),
            Self::NotificationNotJson => (WEBHOOK, r#"provider="whatsapp",result="not_json""#),
            Self::NotificationTooLarge => (WEBHOOK, r#"provider="whatsapp",result="too_large""#),
            Self::NotificationFailed => (WEBHOOK, r#"provider="whatsapp",result="failed""#),
            Self::NotificationPutOff => (WEBHOOK, r#"provider="whatsapp",result="put_off""#),
            Self::SignInRight => (SIGN_IN, r#"result="right""#),
            Self::SignInWrong => (SIGN_IN, r#"result="wrong""#),
            Self::SignInWaits => (SIGN_IN, r#"result="must_wait""#),
            Self::Answered2xx => (ANSWERED, r#"class="2xx""#),
            Self::Answered3xx => (ANSWERED, r#"class="3xx""#),
            Self::Answered4xx => (ANSWERED, r#"class="4xx""#),
            Self::Answered5xx => (ANSWERED, r#"class="5xx""#),
            Self::Panicked => ("svara_panics_total", ""),
        }
    }
}

impl Counters {
    pub(crate) fn one(&self, what: Count) {
        self.0[what as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn of(&self, what: Count) -> u64 {
        self.0[what as usize].load(Ordering::Relaxed)
    }
}
