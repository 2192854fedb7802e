//! `svara keys`: a new master key.

use crate::{Outcome, master_key};
use anyhow::Context;
use std::path::PathBuf;
use svara_store::Store;

/// The keys that everything personal is sealed with
#[derive(clap::Subcommand)]
pub enum Command {
    /// Seals every data key under a new master key; stopped in the middle, it goes on where it stopped
    #[command(
        after_help = "Example:\n  openssl rand -hex 32 > new.key\n  svara keys rotate --store sqlite:desk.db --master-key-file new.key --previous-master-key-file master.key\n\nAfter it, destroy the old key and every copy of it: then no old backup can be read any more."
    )]
    Rotate {
        /// `sqlite:desk.db` or `postgres://…`
        #[arg(long, env = "SVARA_STORE", value_name = "URL")]
        store: String,
        /// The file that holds the new master key
        #[arg(long, value_name = "FILE")]
        master_key_file: PathBuf,
        /// The file that holds the one used before
        #[arg(long, value_name = "FILE")]
        previous_master_key_file: PathBuf,
    },
}

pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let Command::Rotate { store, master_key_file, previous_master_key_file } = command;
    crate::clinic::must_exist(&store)?;
    let (new, old) =
        (master_key::from_file(&master_key_file)?, master_key::from_file(&previous_master_key_file)?);
    let store = Store::open_with(&store, &new, Some(&old)).await?;
    let sealed = store.rotate_keys().await.context("sealing the data keys again")?;
    store.close().await;
    say!("{sealed} data keys are sealed under the new master key; the old one opens nothing here any more");
    Ok(Outcome::Fine)
}
