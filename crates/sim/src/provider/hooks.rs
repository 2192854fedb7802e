//! Notifications to the clinic's webhook: signed, in order for each chat, and again until they are taken.
//! Absent: the content, which `answer` makes.

use super::Simulator;
use super::journal::Line;
use super::limits::{HOOK_RETRY_MILLIS, HOOK_RETRY_MILLIS_MAX, HOOK_SECONDS, HOOK_TRIES_MAX};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use svara_channel::whatsapp::signature;
use tokio::sync::{mpsc, watch};

/// A notification on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Hook {
    pub number: u64,
    pub chat: String,
    pub body: Value,
}

/// One queue a chat, and how many notifications are under way in all.
pub(super) struct Queues {
    chats: Mutex<HashMap<String, mpsc::UnboundedSender<Hook>>>,
    under_way: watch::Sender<u64>,
    number: Mutex<u64>,
}

impl Default for Queues {
    fn default() -> Self {
        Self { chats: Mutex::default(), under_way: watch::Sender::new(0), number: Mutex::new(0) }
    }
}

impl Queues {
    pub fn is_empty(&self) -> bool {
        *self.under_way.borrow() == 0
    }

    pub async fn empty(&self) {
        let mut under_way = self.under_way.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        drop(under_way.wait_for(|it| *it == 0).await);
    }

    fn next_number(&self) -> u64 {
        let mut number = self.number.lock().expect("nobody panics while counting");
        *number += 1;
        *number
    }
}

impl Simulator {
    /// Queues a notification; it is written down before anything leaves.
    pub(super) fn notify(&self, chat: &str, body: Value) {
        let hook = Hook { number: self.0.queues.next_number(), chat: chat.to_owned(), body };
        self.state().record(Line::Hook(hook.clone()));
        self.enqueue(hook);
    }

    /// Sends what the last run left.
    pub(super) fn deliver_again(&self, waiting: Vec<Hook>) {
        if let Some(last) = waiting.iter().map(|it| it.number).max() {
            *self.0.queues.number.lock().expect("nobody panics while counting") = last;
        }
        for hook in waiting {
            self.enqueue(hook);
        }
    }

    fn enqueue(&self, hook: Hook) {
        self.0.queues.under_way.send_modify(|it| *it += 1);
        let mut chats = self.0.queues.chats.lock().expect("nobody panics while holding the queues");
        let queue = chats.entry(hook.chat.clone()).or_insert_with(|| {
            let (sender, receiver) = mpsc::unbounded_channel();
            tokio::spawn(self.clone().carry(receiver));
            sender
        });
        queue.send(hook).expect("a queue's carrier lives as long as the simulator");
    }

    /// Carries one chat's notifications, one after the other.
    async fn carry(self, mut queue: mpsc::UnboundedReceiver<Hook>) {
        while let Some(hook) = queue.recv().await {
            self.deliver(&hook).await;
            self.state().record(Line::Taken { number: hook.number });
            self.0.queues.under_way.send_modify(|it| *it -= 1);
        }
    }

    async fn deliver(&self, hook: &Hook) {
        let twice = self.faults().doubles();
        let mut pause = HOOK_RETRY_MILLIS;
        for _ in 0..HOOK_TRIES_MAX {
            if self.post(&hook.body).await {
                if twice {
                    self.post(&hook.body).await;
                }
                return;
            }
            tokio::time::sleep(Duration::from_millis(pause)).await;
            pause = (pause * 2).min(HOOK_RETRY_MILLIS_MAX);
        }
        tracing::warn!(number = hook.number, "the webhook never took a notification");
    }

    /// Whether the webhook answered 200.
    async fn post(&self, body: &Value) -> bool {
        let config = self.config();
        let bytes = body.to_string().into_bytes();
        let sent = self
            .0
            .http
            .post(&config.webhook_url)
            .header("content-type", "application/json")
            .header("x-hub-signature-256", signature::header(&config.app_secret, &bytes))
            .timeout(Duration::from_secs(HOOK_SECONDS))
            .body(bytes)
            .send()
            .await;
        sent.is_ok_and(|it| it.status() == reqwest::StatusCode::OK)
    }
}
