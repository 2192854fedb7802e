//! `svara subject`: everything about one person, and forgetting them.

use crate::clinic::{self, Place};
use crate::{Outcome, usage};
use anyhow::Context;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;
use svara_desk::Desk;
use svara_desk::office::{Who, rights};
use svara_model::{Clinic, PatientId};

/// Everything about one person, and forgetting them
#[derive(clap::Subcommand)]
pub enum Command {
    /// Prints everything about a patient as JSON
    #[command(
        after_help = "Example:\n  svara subject export +46700000001 --html sara.html --store sqlite:desk.db --master-key-file master.key > sara.json"
    )]
    Export {
        /// A patient's id or number
        who: String,
        /// Writes a page to read or print, too
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
        #[command(flatten)]
        at: Place,
    },
    /// Prints who looked at or changed what about a patient, one JSON object a line
    #[command(
        after_help = "Example:\n  svara subject access-log +46700000001 --store sqlite:desk.db --master-key-file master.key"
    )]
    AccessLog {
        /// A patient's id or number
        who: String,
        #[command(flatten)]
        at: Place,
    },
    /// Forgets a patient for good
    #[command(
        after_help = "Example:\n  svara subject erase pat_01KKAZ5Q0000000000000000AB --identity in_person --store sqlite:desk.db --master-key-file master.key"
    )]
    Erase {
        /// A patient's id; of a number that stands for one patient only, the number
        who: String,
        /// How it was made sure who asks: `in_person`, `strong_sign_in`, `code`, `letter`, `representative`
        #[arg(long, value_name = "HOW")]
        identity: String,
        #[command(flatten)]
        at: Place,
    },
}

pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let by = Who::api("command line");
    match command {
        Command::Export { who, html, at } => {
            let desk = clinic::desk(&at).await?;
            let (clinic, id) = one(&desk, &who).await?;
            let export = rights::export(&desk, &clinic, &id, &by).await.context("gathering everything")?;
            say!("{}", serde_json::to_string_pretty(&export).context("writing the export")?);
            if let Some(file) = html {
                let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
                let text = svara_web::export_text(&export, &zone).context("writing the page")?;
                std::fs::write(&file, text)
                    .map_err(|it| usage(format!("{} can't be written: {it}", file.display())))?;
            }
            desk.close().await;
        }
        Command::AccessLog { who, at } => {
            let desk = clinic::desk(&at).await?;
            let (clinic, id) = one(&desk, &who).await?;
            for line in rights::access_log(&desk, &clinic, &id, &by).await.context("reading the chain")? {
                say!("{}", serde_json::to_string(&line).context("writing the extract")?);
            }
            desk.close().await;
        }
        Command::Erase { who, identity, at } => {
            let desk = clinic::desk(&at).await?;
            let (clinic, id) = one(&desk, &who).await?;
            let it = rights::erase(&desk, &clinic, &id, &identity, &by).await.context("forgetting")?;
            say!("{}", if it.erased { "forgotten for good" } else { "there was nobody to forget" });
            for kept in it.kept {
                say!("kept: {kept}");
            }
            desk.close().await;
        }
    }
    Ok(Outcome::Fine)
}

/// The one patient meant.
async fn one(desk: &Desk, who: &str) -> anyhow::Result<(Arc<Clinic>, PatientId)> {
    let mut found = Vec::new();
    for clinic in desk.clinics() {
        let ids = rights::find(desk, &clinic, who).await.map_err(|it| usage(it.to_string()))?;
        found.extend(ids.into_iter().map(|id| (Arc::clone(&clinic), id)));
    }
    match found.len() {
        0 => Err(usage("nobody here has this id or number")),
        1 => Ok(found.remove(0)),
        _ => {
            let ids: Vec<String> = found.iter().map(|it| it.1.to_string()).collect();
            Err(usage(format!("several patients share it; name one of {}", ids.join(", "))))
        }
    }
}
