//! A clinic as one TOML file: read with errors that name key, line and remedy, applied in one transaction, and
//! applied again without changing anything.

mod apply;
mod check;
mod document;
mod export;
mod shape;

pub use apply::Applied;
pub use document::{Change, Document, FieldMistake, changes, document};
pub use export::export;
pub use shape::{FileAppointment, FilePatient, FileWaiting};

use svara_model::Clinic;

/// A file holds at most this much; a clinic of fifty practitioners fits into a tenth.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A mistake in a clinic's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {key}: {remedy}")]
pub struct ClinicFileError {
    /// Which line, counted from 1.
    pub line: usize,
    /// Which key.
    pub key: String,
    /// What to do about it.
    pub remedy: String,
}

/// A clinic with the patients and appointments that its file brings.
#[derive(Clone, Debug)]
pub struct ClinicFile {
    /// The set-up.
    pub clinic: Clinic,
    /// Patients to know from the start.
    pub patients: Vec<FilePatient>,
    /// Appointments to hold from the start.
    pub appointments: Vec<FileAppointment>,
    /// Who stands on the waiting list from the start.
    pub waiting: Vec<FileWaiting>,
}

impl ClinicFile {
    /// Reads a file. The first mistake is told with key, line and remedy.
    pub fn parse(text: &str) -> Result<Self, ClinicFileError> {
        if text.len() > FILE_BYTES_MAX {
            let remedy =
                format!("is larger than {FILE_BYTES_MAX} bytes; split the patients off and import them");
            return Err(ClinicFileError { line: 1, key: "the file".to_owned(), remedy });
        }
        let shape: shape::File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |it| it.start);
            ClinicFileError {
                line: line_of(text, at),
                key: key_at(text, at),
                remedy: error.message().to_owned(),
            }
        })?;
        let file = shape.into_clinic(text)?;
        check::check(&file, text)?;
        Ok(file)
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |it| it.matches('\n').count() + 1)
}

/// The key on the line of an offset, or the table it stands in.
fn key_at(text: &str, offset: usize) -> String {
    let line = text.lines().nth(line_of(text, offset) - 1).unwrap_or_default();
    let key = line.split('=').next().unwrap_or_default().trim();
    if key.is_empty() { "the file".to_owned() } else { key.trim_matches(['[', ']']).to_owned() }
}

#[cfg(test)]
mod document_tests;
#[cfg(test)]
pub(crate) mod tests;
