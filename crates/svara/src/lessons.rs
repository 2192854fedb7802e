//! `svara lessons`: what went wrong in conversations, and teaching the desk from it.

use crate::clinic::{Place, desk};
use crate::{Outcome, usage};
use std::sync::Arc;
use svara_desk::Desk;
use svara_desk::office::{Who, lessons};
use svara_model::Clinic;

/// What went wrong in conversations, and what to learn from it
#[derive(clap::Subcommand)]
pub enum Command {
    /// Shows what was not understood, corrected, refused, left or taken over, grouped by wording
    #[command(after_help = "Example:\n  svara lessons list --data svara-demo")]
    List(At),
    /// Says what a wording means; it waits until it is put to use
    #[command(
        after_help = "Example:\n  svara lessons teach \"fixa gaddarna\" book --data svara-demo\n  svara lessons teach \"var ställer man bilen\" question:parking --data svara-demo"
    )]
    Teach {
        /// The wording, without names
        words: String,
        /// An intent such as book or cancel; question:parking for a question
        meaning: String,
        #[command(flatten)]
        at: At,
    },
    /// Shows what a teaching would have changed in the last thirty days
    #[command(after_help = "Example:\n  svara lessons preview taught_… --data svara-demo")]
    Preview {
        /// Its id
        id: String,
        #[command(flatten)]
        at: At,
    },
    /// Puts a teaching to use
    #[command(after_help = "Example:\n  svara lessons activate taught_… --data svara-demo")]
    Activate {
        /// Its id
        id: String,
        #[command(flatten)]
        at: At,
    },
    /// Takes a teaching out of use
    #[command(after_help = "Example:\n  svara lessons retire taught_… --data svara-demo")]
    Retire {
        /// Its id
        id: String,
        #[command(flatten)]
        at: At,
    },
}

/// Which desk and which of its clinics.
#[derive(clap::Args)]
pub struct At {
    /// Which clinic, where there are several
    #[arg(long)]
    clinic: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// A first line of this many characters is enough to know a message again.
const WORDS_SHOWN: usize = 100;

pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let who = Who::api("svara lessons");
    match command {
        Command::List(at) => {
            let (desk, clinic) = open(&at).await?;
            list(&desk, &clinic, &who).await?;
        }
        Command::Teach { words, meaning, at } => {
            let (desk, clinic) = open(&at).await?;
            let mut from = Vec::new();
            for group in lessons::groups(&desk, &clinic, &who).await? {
                if group.lessons.iter().any(|it| it.words.to_lowercase().contains(&words.to_lowercase())) {
                    from.extend(group.lessons.into_iter().map(|it| it.id));
                }
            }
            let what = (words.as_str(), meaning.as_str(), clinic.default_language());
            let taught = lessons::teach(&desk, &clinic, what, &from, &who).await?;
            say!(
                "{} {:?} = {} ({}), {} lessons settled",
                taught.id,
                taught.words,
                taught.meaning,
                taught.state,
                from.len()
            );
            say!("next: svara lessons preview {0}, then svara lessons activate {0}", taught.id);
        }
        Command::Preview { id, at } => {
            let (desk, clinic) = open(&at).await?;
            let preview = lessons::preview(&desk, &clinic, &id, &who).await?;
            for it in &preview.changes {
                say!("{} at {}: {}", it.conversation, it.at, shown(&it.changed.words));
                say!(
                    "  - {}\n  + {}",
                    it.changed.then.replace('\n', "\n    "),
                    it.changed.now.replace('\n', "\n    ")
                );
            }
            say!("{} of {} turns of the last 30 days would change", preview.changes.len(), preview.turns);
        }
        Command::Activate { id, at } => {
            let (desk, clinic) = open(&at).await?;
            lessons::use_it(&desk, &clinic, &id, true, &who).await?;
            say!("{id} is in use");
        }
        Command::Retire { id, at } => {
            let (desk, clinic) = open(&at).await?;
            lessons::use_it(&desk, &clinic, &id, false, &who).await?;
            say!("{id} is out of use");
        }
    }
    Ok(Outcome::Fine)
}

async fn open(at: &At) -> anyhow::Result<(Desk, Arc<Clinic>)> {
    let desk = desk(&at.place).await?;
    let all = desk.clinics();
    let chosen = all.into_iter().find(|it| at.clinic.as_deref().is_none_or(|id| it.id.as_str() == id));
    let clinic = chosen.ok_or_else(|| usage("no such clinic is set up; see `svara clinic apply --help`"))?;
    Ok((desk, clinic))
}

async fn list(desk: &Desk, clinic: &Arc<Clinic>, who: &Who) -> anyhow::Result<()> {
    let groups = lessons::groups(desk, clinic, who).await?;
    for group in &groups {
        let kinds: Vec<String> = group.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        say!("{} ({}, {}): {}", kinds.join(", "), group.language, group.heard, shown(&group.words));
    }
    say!("{} groups", groups.len());
    for it in lessons::teachings(desk, &clinic.id).await? {
        say!("{} {:?} = {} ({}, by {})", it.id, it.words, it.meaning, it.state, it.taught_by);
    }
    Ok(())
}

fn shown(words: &str) -> String {
    let line = words.replace('\n', " | ");
    line.chars().take(WORDS_SHOWN).collect()
}
