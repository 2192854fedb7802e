//! Files that phones sent: kept as the provider keeps them, told of by id, and handed out in two steps, each with the
//! token. Absent: files from the clinic.

use super::Simulator;
use super::answer::Deed;
use super::errors::ApiError;
use super::journal::Line;
use super::limits::{FILE_ADDRESS_SECONDS, FILE_BYTES_MAX, FILE_DAYS, FILES_MAX, TYPED_UNITS_MAX};
use super::phone::WriteError;
use super::state::Shown;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use svara_channel::whatsapp::limits::units;
use svara_model::PhoneNumber;

/// What somebody sends from their phone.
#[derive(Clone, Debug, Default)]
pub struct NewFile {
    /// Its kind, such as `image/jpeg`.
    pub mime_type: String,
    /// What it is called; documents show it.
    pub name: Option<String>,
    /// Words beside it.
    pub caption: Option<String>,
    /// Spoken into the phone.
    pub voice: bool,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// As written into the state file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    pub id: String,
    pub digits: String,
    pub at: Timestamp,
    pub mime_type: String,
    pub base64: String,
}

/// As a notification and a phone speak of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileShown {
    /// The provider's id.
    pub id: String,
    /// Its kind.
    pub mime_type: String,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Spoken into the phone.
    #[serde(default)]
    pub voice: bool,
    /// The hash that a notification carries.
    #[serde(default)]
    pub sha256: String,
}

/// The picture and the recording that a phone has at hand: drawn and played for this, of nobody.
const PICTURE: &[u8] = include_bytes!("../../files/picture.jpg");
const RECORDING: &[u8] = include_bytes!("../../files/voice.ogg");

impl NewFile {
    /// The picture at hand.
    pub fn picture() -> Self {
        Self { mime_type: "image/jpeg".to_owned(), bytes: PICTURE.to_vec(), ..Self::default() }
    }

    /// The recording at hand.
    pub fn recording() -> Self {
        let mime_type = "audio/ogg; codecs=opus".to_owned();
        Self { mime_type, voice: true, bytes: RECORDING.to_vec(), ..Self::default() }
    }

    /// What WhatsApp makes of it: pictures and films in its own few kinds, and everything else a document.
    fn kind(&self) -> &'static str {
        match self.mime_type.split(';').next().unwrap_or_default() {
            "image/jpeg" | "image/png" => "image",
            "image/webp" => "sticker",
            "video/mp4" | "video/3gpp" => "video",
            "audio/ogg" | "audio/mpeg" | "audio/mp4" | "audio/aac" | "audio/amr" => "audio",
            _ => "document",
        }
    }
}

/// The newest files, and the addresses under which some can be fetched just now.
#[derive(Default)]
pub(super) struct Shelf {
    files: VecDeque<Stored>,
    addresses: VecDeque<(String, String, Instant)>,
}

impl Shelf {
    pub fn add(&mut self, file: Stored) {
        self.files.push_back(file);
        if self.files.len() > FILES_MAX {
            self.files.pop_front();
        }
    }

    pub fn find(&self, id: &str) -> Option<&Stored> {
        self.files.iter().find(|it| it.id == id)
    }

    /// A new address of a file.
    fn address(&mut self, id: &str) -> String {
        let key = format!("{:032x}", rand::random::<u128>());
        self.addresses.push_back((key.clone(), id.to_owned(), Instant::now()));
        if self.addresses.len() > FILES_MAX {
            self.addresses.pop_front();
        }
        key
    }

    /// The file behind an address that still lives.
    fn behind(&self, key: &str) -> Option<&Stored> {
        let life = Duration::from_secs(FILE_ADDRESS_SECONDS);
        let (_, id, _) = self.addresses.iter().find(|it| it.0 == key && it.2.elapsed() < life)?;
        self.find(id)
    }
}

impl Stored {
    pub fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.base64).unwrap_or_default()
    }
}

impl Simulator {
    /// Sends a file from the phone of `digits`; answers the new message's wamid.
    ///
    /// # Errors
    /// What a phone can't do.
    pub fn send_file(&self, digits: &str, name: Option<&str>, file: &NewFile) -> Result<String, WriteError> {
        let caption = file.caption.clone().filter(|it| !it.trim().is_empty());
        let long = caption.as_ref().is_some_and(|it| units(it) > TYPED_UNITS_MAX);
        if file.bytes.is_empty() || file.bytes.len() > FILE_BYTES_MAX || file.mime_type.len() > 100 || long {
            return Err(WriteError::File);
        }
        let stored = Stored {
            // Ids of media are digits.
            id: format!("1{:015}", rand::random::<u64>() % 1_000_000_000_000_000),
            digits: digits.to_owned(),
            at: self.now(),
            mime_type: file.mime_type.clone(),
            base64: STANDARD.encode(&file.bytes),
        };
        let told = FileShown {
            id: stored.id.clone(),
            mime_type: file.mime_type.clone(),
            name: file.name.clone(),
            voice: file.voice,
            sha256: STANDARD.encode(Sha256::digest(&file.bytes)),
        };
        let kind = if file.voice { "voice" } else { file.kind() };
        let text = caption.unwrap_or_default();
        PhoneNumber::from_digits(digits).map_err(|_| WriteError::Number)?;
        self.state().record(Line::File(stored));
        let deed = Deed::File {
            kind: if file.voice { "audio" } else { file.kind() },
            file: told.clone(),
            caption: text.clone(),
        };
        let shown = Shown { kind: kind.to_owned(), text, file: Some(told), ..Shown::default() };
        Ok(self.send_from_phone(digits, name, shown, None, &deed))
    }

    /// The address of a file, as Meta tells it. `place` is where this provider's paths begin.
    pub(super) fn told_of(&self, id: &str, place: &str) -> Result<Value, ApiError> {
        let now = self.now();
        let mut state = self.state();
        let life = SignedDuration::from_hours(24 * FILE_DAYS);
        let known = state.shelf.find(id).filter(|it| now.duration_since(it.at) < life).cloned();
        let Some(file) = known else {
            let words = "cannot be loaded due to missing permissions, or does not support this operation";
            return Err(ApiError::parameter(format!("Object with ID '{id}' does not exist, {words}")));
        };
        let bytes = file.bytes();
        let key = state.shelf.address(id);
        Ok(json!({
            "messaging_product": "whatsapp",
            "url": format!("{place}/files/{key}"),
            "mime_type": file.mime_type,
            "sha256": hex::encode(Sha256::digest(&bytes)),
            "file_size": bytes.len(),
            "id": id,
        }))
    }

    /// The file behind an address: its kind and what is in it.
    pub(super) fn behind(&self, key: &str) -> Option<(String, Vec<u8>)> {
        self.state().shelf.behind(key).map(|it| (it.mime_type.clone(), it.bytes()))
    }

    /// A file as the phone that sent it shows it.
    pub(super) fn own_file(&self, digits: &str, id: &str) -> Option<(String, Vec<u8>)> {
        let state = self.state();
        state.shelf.find(id).filter(|it| it.digits == digits).map(|it| (it.mime_type.clone(), it.bytes()))
    }
}

/// What stands in a notification.
pub(super) fn part(file: &FileShown, kind: &str, caption: &str) -> Value {
    let mut part = json!({ "id": file.id, "mime_type": file.mime_type, "sha256": file.sha256 });
    match kind {
        "audio" => part["voice"] = json!(file.voice),
        "sticker" => part["animated"] = json!(false),
        "document" => part["filename"] = json!(file.name.as_deref().unwrap_or("file")),
        _ => {}
    }
    if !caption.is_empty() && matches!(kind, "image" | "video" | "document") {
        part["caption"] = json!(caption);
    }
    part
}
