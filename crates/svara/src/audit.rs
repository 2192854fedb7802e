//! `svara audit`: the chain is verified, and signed.

use crate::clinic::{self, Place};
use crate::{Outcome, usage};
use anyhow::Context;
use std::path::{Path, PathBuf};
use svara_desk::office::reviews;
use svara_desk::{Desk, DeskError};
use svara_model::ClinicId;
use svara_store::checkpoints::{self, Checkpoint};
use svara_store::events;

/// Who did what, in a chain that can be verified
#[derive(clap::Subcommand)]
pub enum Command {
    /// Reads the whole chain and every checkpoint; exit status 1 where something does not hold
    #[command(
        after_help = "Example:\n  svara audit verify --store sqlite:desk.db --master-key-file master.key --checkpoints kept.jsonl"
    )]
    Verify {
        /// Checkpoints that were kept elsewhere, one JSON object a line
        #[arg(long, value_name = "FILE")]
        checkpoints: Option<PathBuf>,
        #[command(flatten)]
        at: Place,
    },
    /// Prints the reviews of who looked at what, and every look that waits for a verdict; exit status 1 when one is overdue
    #[command(
        after_help = "Example:\n  svara audit review --store sqlite:desk.db --master-key-file master.key"
    )]
    Review {
        #[command(flatten)]
        at: Place,
    },
    /// Signs the chain as it stands and prints the checkpoint, to be kept elsewhere
    #[command(
        after_help = "Example:\n  svara audit checkpoint --store sqlite:desk.db --master-key-file master.key >> kept.jsonl"
    )]
    Checkpoint {
        #[command(flatten)]
        at: Place,
    },
}

pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Verify { checkpoints, at } => {
            let kept = checkpoints.as_deref().map(read).transpose()?.unwrap_or_default();
            let desk = clinic::desk(&at).await?;
            let outcome = verify(&desk, &kept).await;
            desk.close().await;
            outcome
        }
        Command::Review { at } => {
            let desk = clinic::desk(&at).await?;
            let outcome = review(&desk).await;
            desk.store().clone().close().await;
            outcome
        }
        Command::Checkpoint { at } => {
            let desk = clinic::desk(&at).await?;
            for it in desk.clinics() {
                let made = sign(&desk, &it.id).await.context("signing the chain")?;
                if let Some(line) = made {
                    say!("{}", serde_json::to_string(&line).context("writing a checkpoint")?);
                }
            }
            desk.close().await;
            Ok(Outcome::Fine)
        }
    }
}

async fn verify(desk: &Desk, kept: &[Checkpoint]) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Fine;
    for clinic in desk.clinics() {
        let id = clinic.id.clone();
        let started = std::time::Instant::now();
        let chain = desk.store().read("verify the chain", move |tx| {
            let id = id.clone();
            Box::pin(async move { events::verify(tx, &id).await.map_err(DeskError::from) })
        });
        match chain.await? {
            Ok(rows) => {
                say!("{}: {rows} rows hold ({:.1} s)", clinic.id, started.elapsed().as_secs_f64())
            }
            Err(broken) => {
                say!("{}: {broken}", clinic.id);
                desk.notice_broken_chain(&clinic.id, &broken.to_string()).await?;
                outcome = Outcome::Failed;
            }
        }
        let (fit, unfit) = checkpoints_of(desk, &clinic.id, kept).await?;
        say!("{}: {fit} checkpoints fit, {} do not", clinic.id, unfit.len());
        for it in unfit {
            say!("{}: the checkpoint of row {} ({}) does not fit", clinic.id, it.seq, it.at);
            outcome = Outcome::Failed;
        }
    }
    Ok(outcome)
}

/// Ids only: whoever runs the machine is no reader of patients.
async fn review(desk: &Desk) -> anyhow::Result<Outcome> {
    let (mut outcome, now) = (Outcome::Fine, desk.now());
    for clinic in desk.clinics() {
        for it in reviews::list(desk, &clinic).await? {
            let overdue = it.open > 0 && it.due_at < now;
            let late = if overdue { ", OVERDUE" } else { "" };
            let (drawn, open, due) = (it.entries, it.open, it.due_at);
            say!(
                "{} {}: {drawn} of {} looks drawn, {open} open, due {due}{late}",
                clinic.id,
                it.period,
                it.looks
            );
            if overdue {
                outcome = Outcome::Failed;
            }
            for look in reviews::open(desk, &clinic, &it.id).await? {
                let (look, why) = (look.look, look.why);
                let subject = look.subject.as_deref().unwrap_or("a list");
                say!("  {} {} {} {} {subject} ({why})", look.seq, look.at, look.actor, look.kind);
            }
        }
    }
    Ok(outcome)
}

async fn checkpoints_of(
    desk: &Desk,
    clinic: &ClinicId,
    kept: &[Checkpoint],
) -> anyhow::Result<(usize, Vec<Checkpoint>)> {
    let kept: Vec<Checkpoint> = kept.iter().filter(|it| &it.clinic == clinic).cloned().collect();
    let clinic = clinic.clone();
    let found = desk.store().read("look at checkpoints", move |tx| {
        let (clinic, kept) = (clinic.clone(), kept.clone());
        Box::pin(async move {
            let (mut fit, mut unfit) = (0, Vec::new());
            for it in checkpoints::list(tx, &clinic).await?.into_iter().chain(kept) {
                if checkpoints::fits(tx, &it).await? { fit += 1 } else { unfit.push(it) }
            }
            Ok::<_, DeskError>((fit, unfit))
        })
    });
    Ok(found.await?)
}

async fn sign(desk: &Desk, clinic: &ClinicId) -> Result<Option<Checkpoint>, DeskError> {
    let (clinic, now) = (clinic.clone(), desk.now());
    desk.store()
        .write("sign the chain", move |tx| {
            let clinic = clinic.clone();
            Box::pin(async move {
                let made = checkpoints::make(tx, &clinic, now).await?;
                // Signed before and nothing added since: the last one still says it.
                Ok(match made {
                    Some(made) => Some(made),
                    None => checkpoints::list(tx, &clinic).await?.pop(),
                })
            })
        })
        .await
}

fn read(path: &Path) -> anyhow::Result<Vec<Checkpoint>> {
    let text = std::fs::read_to_string(path)
        .map_err(|it| usage(format!("{} can't be read: {it}", path.display())))?;
    let lines = text.lines().enumerate().filter(|it| !it.1.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .map_err(|it| usage(format!("{}, line {}: no checkpoint: {it}", path.display(), number + 1)))
        })
        .collect()
}
