//! `svara replay`: plays stored turns again and shows the first difference.

use crate::clinic::{Place, desk};
use crate::{Outcome, usage};
use jiff::Timestamp;
use svara_desk::{Desk, Replayed};
use svara_model::ConversationId;

/// Plays stored conversations again: the same events under the rules of their day must be decided the same
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara replay --all --store sqlite:desk.db --master-key-file master.key\n  svara replay --all --data svara-demo"
)]
pub struct Args {
    /// One conversation, by its id
    #[arg(long, value_name = "ID", conflicts_with = "all", required_unless_present = "all")]
    conversation: Option<String>,
    /// Every conversation that is kept
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    at: Place,
}

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let desk = desk(&args.at).await?;
    let replayed = match &args.conversation {
        Some(id) => {
            let id: ConversationId = id
                .parse()
                .map_err(|_| usage(format!("{id:?} is no conversation's id; it begins with cnv_")))?;
            desk.replay_conversation(&id).await?
        }
        None => everything(&desk).await?,
    };
    desk.close().await;
    for it in &replayed.first {
        say!("{} turn {} of {}, at {}:", it.conversation, it.seq, it.at, it.difference.at);
        for (sign, text) in [('-', &it.difference.then), ('+', &it.difference.now)] {
            for line in text.lines() {
                say!("  {sign} {line}");
            }
        }
    }
    say!(
        "{} turns played again, {} departed, {} could not be",
        replayed.turns,
        replayed.departed,
        replayed.lost
    );
    Ok(if replayed.departed == 0 { Outcome::Fine } else { Outcome::Failed })
}

async fn everything(desk: &Desk) -> anyhow::Result<Replayed> {
    let mut all = Replayed::default();
    for clinic in desk.clinics() {
        let one = desk.replay_since(&clinic.id, Timestamp::UNIX_EPOCH).await?;
        all.turns += one.turns;
        all.lost += one.lost;
        all.departed += one.departed;
        all.first.extend(one.first);
    }
    Ok(all)
}
