//! The state file: one JSON line for each thing that happened, only ever appended. A line that was cut by a
//! crash is dropped at the next start.

use super::StartError;
use super::files::Stored;
use super::hooks::Hook;
use super::state::ChatMessage;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "most lines are messages, and none is kept")]
pub(super) enum Line {
    Name { chat: String, name: String },
    Message { chat: String, message: ChatMessage },
    Status { chat: String, id: String, status: String },
    Tapped { chat: String, id: String, choice: String },
    Hook(Hook),
    Taken { number: u64 },
    File(Stored),
}

/// An open file, or nothing when all is kept in memory.
pub(super) struct Journal(Option<File>);

impl Journal {
    /// Opens the file, cuts off a torn last line and reads the whole ones.
    pub fn open(path: Option<&Path>) -> Result<(Self, Vec<Line>), StartError> {
        let Some(path) = path else { return Ok((Self(None), Vec::new())) };
        let opened = read_whole_lines(path);
        let (file, lines) =
            opened.map_err(|reason| StartError::StateFile { path: path.to_owned(), reason })?;
        Ok((Self(Some(file)), lines))
    }

    /// What cannot be written is lost at the next start, and said so now.
    pub fn write(&mut self, line: &Line) {
        let Some(file) = &mut self.0 else { return };
        let mut text = serde_json::to_string(line).expect("a line has only texts and numbers");
        text.push('\n');
        if let Err(reason) = file.write_all(text.as_bytes()) {
            tracing::error!(%reason, "the simulated provider cannot write its state file");
        }
    }
}

fn read_whole_lines(path: &Path) -> std::io::Result<(File, Vec<Line>)> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
    file.set_len(whole as u64)?;
    file.seek(SeekFrom::End(0))?;
    let mut lines = Vec::new();
    for text in bytes[..whole].split(|it| *it == b'\n').filter(|it| !it.is_empty()) {
        match serde_json::from_slice(text) {
            Ok(it) => lines.push(it),
            Err(reason) => {
                tracing::warn!(%reason, "a line of the simulated provider's state file is skipped");
            }
        }
    }
    Ok((file, lines))
}
