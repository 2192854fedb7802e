//! The quiet window: a patient who writes "Hej" and "jag vill boka" and "på torsdag" is answered once.
//!
//! It is measured in the machine's own time, not the desk's: it is about fingers on a phone. A full sentence or a
//! tap never waits; [`Quiet::hurry`] ends every wait at once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use svara_model::{Content, Inbound};
use tokio::sync::Notify;

/// How long a short message waits for the next one.
const PAUSE: Duration = Duration::from_millis(1_100);
/// The longest that a first message waits for all that follow.
const PAUSE_MAX: Duration = Duration::from_millis(1_500);
/// A text of at most so many words may be the beginning of something.
const SHORT_WORDS_MAX: usize = 4;
/// Patients remembered before those who were heard long ago are forgotten: some are never answered.
const REMEMBERED_MAX: usize = 10_000;

/// When each patient was last heard.
#[derive(Default)]
pub(crate) struct Quiet {
    heard: Mutex<HashMap<String, (Instant, Instant)>>,
    hurry: Notify,
    /// Somebody wrote.
    spoke: Notify,
    /// Whoever drives the desk step by step decides by itself how long it waits.
    off: AtomicBool,
    /// Patients who are waited for this moment.
    waited_for: AtomicUsize,
}

/// One patient more who is waited for, until it goes.
struct WaitedFor<'q>(&'q AtomicUsize);

impl<'q> WaitedFor<'q> {
    fn count(in_all: &'q AtomicUsize) -> Self {
        in_all.fetch_add(1, Ordering::Relaxed);
        Self(in_all)
    }
}

impl Drop for WaitedFor<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Quiet {
    /// Notes that somebody was heard now.
    pub(crate) fn heard(&self, who: &str) {
        let now = Instant::now();
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() >= REMEMBERED_MAX {
            heard.retain(|_, it| it.1 + PAUSE_MAX > now);
        }
        heard.entry(who.to_owned()).and_modify(|it| it.1 = now).or_insert((now, now));
        drop(heard);
        self.spoke.notify_waiters();
    }

    /// Ready once somebody who was answered writes again.
    pub(crate) async fn speaks(&self, who: &str) {
        loop {
            let spoke = self.spoke.notified();
            if self.heard.lock().unwrap_or_else(PoisonError::into_inner).contains_key(who) {
                return;
            }
            spoke.await;
        }
    }

    /// How long to wait still before answering these messages.
    fn left(&self, who: &str, messages: &[Inbound]) -> Duration {
        if self.off.load(Ordering::Relaxed) || !messages.last().is_some_and(may_go_on) {
            return Duration::ZERO;
        }
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((first, last)) = heard.get(who) else { return Duration::ZERO };
        let until = (*last + PAUSE).min(*first + PAUSE_MAX);
        until.saturating_duration_since(Instant::now())
    }

    /// Waits until nothing more is expected; true when time has passed and the inbox is worth another look.
    pub(crate) async fn wait(&self, who: &str, messages: &[Inbound]) -> bool {
        let left = self.left(who, messages);
        if left.is_zero() {
            return false;
        }
        let _counted = WaitedFor::count(&self.waited_for);
        tokio::select! {
            () = tokio::time::sleep(left) => {}
            () = self.hurry.notified() => {}
        }
        true
    }

    /// How many patients are waited for: they take nothing but a place in memory.
    pub(crate) fn waited_for(&self) -> usize {
        self.waited_for.load(Ordering::Relaxed)
    }

    /// The patient was answered: the next message begins anew.
    pub(crate) fn answered(&self, who: &str) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).remove(who);
    }

    /// Nobody is waited for any more.
    pub(crate) fn switch_off(&self) {
        self.off.store(true, Ordering::Relaxed);
    }

    /// Every wait counts as over.
    pub(crate) fn hurry(&self) {
        self.hurry.notify_waiters();
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Whether a message may be followed by more: few words and no end of a sentence.
fn may_go_on(message: &Inbound) -> bool {
    match &message.content {
        Content::Text { body } => {
            let body = body.trim();
            body.split_whitespace().count() <= SHORT_WORDS_MAX && !body.ends_with(['?', '!', '.'])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use svara_model::{Channel, Sender};

    fn text(body: &str) -> Inbound {
        Inbound {
            provider_id: "wamid.1".to_owned(),
            channel: Channel::Whatsapp,
            to: "1".to_owned(),
            sender: Sender::default(),
            at: jiff::Timestamp::UNIX_EPOCH,
            content: Content::Text { body: body.to_owned() },
            reply_to: None,
        }
    }

    #[test]
    fn only_a_short_beginning_waits() {
        let quiet = Quiet::default();
        quiet.heard("a");
        assert!(!quiet.left("a", &[text("Hej")]).is_zero());
        assert!(quiet.left("a", &[text("Hej, jag behöver en tandläkartid denna vecka")]).is_zero());
        assert!(quiet.left("a", &[text("Vad kostar det?")]).is_zero());
        let tap =
            Inbound { content: Content::Tap { id: "book".to_owned(), title: "Boka".to_owned() }, ..text("") };
        assert!(quiet.left("a", &[tap]).is_zero());
        assert!(quiet.left("nobody", &[text("Hej")]).is_zero(), "after a restart nobody is waited for");
    }
}
