//! Chats as the phones show them, written to a journal line by line. Absent: HTTP.

use super::StartError;
use super::files::{FileShown, Shelf};
use super::hooks::Hook;
use super::journal::{Journal, Line};
use super::limits::{CHAT_MESSAGES_MAX, OPEN_SECONDS, PAIR_BURST, PAIR_SECONDS, TYPING_SECONDS, WINDOW};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::time::{Duration, Instant};

/// Who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The person with the phone.
    Me,
    /// The clinic.
    Clinic,
}

/// A line of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Its wamid.
    pub id: String,
    /// Who wrote it.
    pub from: From,
    /// When, by the demo's clock.
    pub at: Timestamp,
    /// `sent`, `delivered`, `read`, `failed`.
    pub status: String,
    /// What the phone shows.
    pub shown: Shown,
    /// The message it answers.
    pub reply_to: Option<String>,
    /// The clinic's own id, returned in every status.
    pub opaque: Option<String>,
    /// Rises with each change, so that a phone can ask for news.
    #[serde(default)]
    pub version: u64,
}

/// What a bubble shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// `text`, `button`, `list`, `cta_url`, `template`, `image`, `voice`, `location` …
    pub kind: String,
    /// The words.
    pub text: String,
    /// Above them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Below them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// Buttons or rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What opens the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// Where a link button leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// The choice that was tapped last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tapped: Option<String>,
    /// The file that the bubble is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileShown>,
}

/// Something to tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Comes back with the tap.
    pub id: String,
    /// Its label.
    pub title: String,
    /// Below the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A link button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its label.
    pub label: String,
    /// Its address.
    pub url: String,
}

/// One person's chat with the clinic.
#[derive(Default)]
pub(super) struct Chat {
    pub name: Option<String>,
    pub messages: VecDeque<ChatMessage>,
    last_in: Option<Timestamp>,
    typing_until: Option<Instant>,
    open_until: Option<Instant>,
    pair: Option<Pair>,
}

/// The credit of one pair of numbers.
struct Pair {
    credit: f64,
    at: Timestamp,
    real: Instant,
}

impl Chat {
    /// Whether free text may go now.
    pub fn window_is_open(&self, now: Timestamp) -> bool {
        self.last_in.is_some_and(|it| now.duration_since(it) < WINDOW)
    }

    /// Takes one message from the credit, which fills by whichever clock ran further: the demo's or the wall's.
    pub fn takes_one_more(&mut self, now: Timestamp) -> bool {
        let real = Instant::now();
        let mut credit = PAIR_BURST;
        if let Some(pair) = &self.pair {
            let passed = now.duration_since(pair.at).as_secs_f64().max((real - pair.real).as_secs_f64());
            credit = (pair.credit + passed.max(0.0) / PAIR_SECONDS).min(PAIR_BURST);
        }
        let enough = credit >= 1.0;
        self.pair = Some(Pair { credit: if enough { credit - 1.0 } else { credit }, at: now, real });
        enough
    }

    pub fn find(&self, id: &str) -> Option<&ChatMessage> {
        self.messages.iter().rev().find(|it| it.id == id)
    }

    pub fn starts_typing(&mut self) {
        self.typing_until = Some(Instant::now() + Duration::from_secs(TYPING_SECONDS));
    }

    /// How long the clinic still seems to type.
    pub fn typing(&self) -> Duration {
        self.typing_until.map(|it| it.saturating_duration_since(Instant::now())).unwrap_or_default()
    }

    pub fn is_looked_at(&mut self) {
        self.open_until = Some(Instant::now() + Duration::from_secs(OPEN_SECONDS));
    }

    pub fn is_open(&self) -> bool {
        self.open_until.is_some_and(|it| it > Instant::now())
    }
}

/// All chats.
pub(super) struct State {
    chats: BTreeMap<String, Chat>,
    journal: Journal,
    version: u64,
    pair_rate: bool,
    /// What people sent beside words.
    pub shelf: Shelf,
    /// The clinic's name as phones show it.
    pub display_name: Option<String>,
}

impl State {
    /// From the journal, with the notifications that were not taken when it ended.
    pub fn open(path: Option<&Path>) -> Result<(Self, Vec<Hook>), StartError> {
        let (journal, lines) = Journal::open(path)?;
        // From 1: a phone that asks since 0 knows nothing yet.
        let mut state = Self {
            chats: BTreeMap::new(),
            journal,
            version: 1,
            pair_rate: true,
            shelf: Shelf::default(),
            display_name: None,
        };
        let mut waiting: BTreeMap<u64, Hook> = BTreeMap::new();
        for line in lines {
            match &line {
                Line::Hook(it) => drop(waiting.insert(it.number, it.clone())),
                Line::Taken { number } => drop(waiting.remove(number)),
                _ => {}
            }
            state.apply(line);
        }
        Ok((state, waiting.into_values().collect()))
    }

    pub fn set_pair_rate(&mut self, on: bool) {
        self.pair_rate = on;
    }

    pub fn pair_rate(&self) -> bool {
        self.pair_rate
    }

    /// Writes a line and does what it says.
    pub fn record(&mut self, line: Line) {
        self.journal.write(&line);
        self.apply(line);
    }

    pub fn chat(&mut self, digits: &str) -> &mut Chat {
        self.chats.entry(digits.to_owned()).or_default()
    }

    pub fn chats(&self) -> impl Iterator<Item = (&String, &Chat)> {
        self.chats.iter()
    }

    pub fn version(&self) -> u64 {
        self.version
    }

    fn apply(&mut self, line: Line) {
        self.version += 1;
        let version = self.version;
        match line {
            Line::Name { chat, name } => self.chat(&chat).name = Some(name),
            Line::Message { chat, message } => self.chat(&chat).add(ChatMessage { version, ..message }),
            Line::Status { chat, id, status } => {
                self.chat(&chat).change(&id, version, |it| it.status = status);
            }
            Line::Tapped { chat, id, choice } => {
                self.chat(&chat).change(&id, version, |it| it.shown.tapped = Some(choice));
            }
            Line::File(file) => self.shelf.add(file),
            Line::Hook(_) | Line::Taken { .. } => {}
        }
    }
}

impl Chat {
    fn add(&mut self, message: ChatMessage) {
        match message.from {
            From::Me => self.last_in = Some(message.at),
            From::Clinic => self.typing_until = None,
        }
        self.messages.push_back(message);
        if self.messages.len() > CHAT_MESSAGES_MAX {
            self.messages.pop_front();
        }
    }

    fn change(&mut self, id: &str, version: u64, how: impl FnOnce(&mut ChatMessage)) {
        if let Some(message) = self.messages.iter_mut().rev().find(|it| it.id == id) {
            how(message);
            message.version = version;
        }
    }
}
