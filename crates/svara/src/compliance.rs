//! `svara compliance`: the papers, from the set-up in force.

use crate::clinic::{self, Place};
use crate::{Outcome, usage};
use svara_desk::office::incidents;
use svara_desk::papers::{self, Paper};
use svara_model::Language;

/// The paper that is written from the register instead of the set-up.
const INCIDENTS: &str = "incidents";

/// The papers that data-protection law asks for, from the set-up in force
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara compliance record --language sv --store sqlite:desk.db --master-key-file master.key > record.md\n\nPapers: record (article 30), dpia (article 35, a draft), notice (articles 13 and 14), suppliers, retention, and the register of incidents (article 33)."
)]
pub struct Args {
    /// Which paper: record, dpia, notice, suppliers, retention or incidents
    paper: String,
    /// sv or en; the clinic's first language when absent
    #[arg(long)]
    language: Option<Language>,
    /// Which clinic, where there are several
    #[arg(long)]
    clinic: Option<String>,
    #[command(flatten)]
    at: Place,
}

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let paper = Paper::parse(&args.paper);
    if paper.is_none() && args.paper != INCIDENTS {
        return Err(usage("a paper is record, dpia, notice, suppliers, retention or incidents"));
    }
    let desk = clinic::desk(&args.at).await?;
    let all = desk.clinics();
    let chosen = all.iter().find(|it| args.clinic.as_deref().is_none_or(|id| it.id.as_str() == id));
    let clinic = chosen.ok_or_else(|| usage("no such clinic is set up; see `svara clinic apply --help`"))?;
    let language = args.language.clone().unwrap_or_else(|| clinic.default_language());
    match paper {
        Some(paper) => say_on!("{}", papers::paper(paper, clinic, &language, desk.now())),
        None => say_on!("{}", incidents::paper(&desk, clinic, &language).await?),
    }
    for gap in papers::gaps(clinic) {
        eprintln!("svara: the clinic's file says nothing of `{gap}` under [clinic.privacy]");
    }
    desk.close().await;
    Ok(Outcome::Fine)
}
