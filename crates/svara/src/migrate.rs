//! `svara migrate`: what a new version changes in the database, before it changes it.

use crate::{Outcome, clinic};
use anyhow::Context;

/// What a new version changes in the database, and changing it
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara migrate --plan --store postgres://svara@localhost/svara\n  svara migrate --store postgres://svara@localhost/svara\n\nWithout it, `svara serve` migrates when it starts. On PostgreSQL processes of the version before may go on meanwhile: a migration only adds."
)]
pub struct Args {
    /// `sqlite:desk.db` or `postgres://…`
    #[arg(long, env = "SVARA_STORE", value_name = "URL")]
    store: String,
    /// Only shows what would run; changes nothing
    #[arg(long)]
    plan: bool,
}

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    clinic::must_exist(&args.store)?;
    let pending = svara_store::plan(&args.store).await.context("reading what has run")?;
    if pending.is_empty() {
        say!("up to date: nothing to run");
        return Ok(Outcome::Fine);
    }
    if args.plan {
        for it in &pending {
            say!("-- {} {}\n{}", it.version, it.name, it.statements.trim_end());
        }
        say!("-- {} to run; nothing was changed", pending.len());
        return Ok(Outcome::Fine);
    }
    let ran = svara_store::bring_up_to_date(&args.store).await.context("migrating")?;
    say!("{ran} migrations ran: {}", names(&pending));
    Ok(Outcome::Fine)
}

fn names(pending: &[svara_store::Pending]) -> String {
    let each: Vec<String> = pending.iter().map(|it| format!("{} {}", it.version, it.name)).collect();
    each.join(", ")
}
