//! `svara backup` and `svara restore`: a copy that is marked as one, and the word that lets a restored desk speak.

use crate::clinic::{self, Place};
use crate::{Outcome, usage};
use anyhow::Context;
use std::path::PathBuf;

/// A copy of the database while the desk works
#[derive(clap::Subcommand)]
pub enum Backup {
    /// Copies a SQLite database into a new file
    #[command(
        after_help = "Example:\n  svara backup create /backup/desk-2026-03-10.db --store sqlite:desk.db\n\nPostgreSQL: use pg_dump, and `svara restore begin` after putting it back."
    )]
    Create {
        /// The new file
        file: PathBuf,
        /// `sqlite:desk.db`
        #[arg(long, env = "SVARA_STORE", value_name = "URL")]
        store: String,
    },
}

/// A desk on a restored backup sends nothing until a person says go
#[derive(clap::Subcommand)]
pub enum Restore {
    /// Marks a database as restored; a copy made by `svara backup create` is marked already
    #[command(
        after_help = "Example:\n  svara restore begin --store postgres://db.example/svara?sslmode=verify-full --master-key-file master.key"
    )]
    Begin {
        #[command(flatten)]
        at: Place,
    },
    /// Forgets again whom the list names, and says go
    #[command(
        after_help = "Example:\n  svara restore go --forgotten /var/lib/svara/forgotten --store sqlite:desk.db --master-key-file master.key"
    )]
    Go {
        /// The list of the forgotten that the desk kept outside the database (`forgotten_file`)
        #[arg(long, value_name = "FILE")]
        forgotten: PathBuf,
        #[command(flatten)]
        at: Place,
    },
}

pub async fn backup(command: Backup) -> anyhow::Result<Outcome> {
    let Backup::Create { file, store } = command;
    if !store.starts_with("sqlite:") {
        return Err(usage("only SQLite is copied here; PostgreSQL has pg_dump"));
    }
    clinic::must_exist(&store)?;
    if let Some(folder) = file.parent().filter(|it| !it.as_os_str().is_empty() && !it.is_dir()) {
        return Err(usage(format!("there is no folder {}; make it first", folder.display())));
    }
    svara_store::backup::copy(&store, &file).await?;
    say!("copied to {}; a desk that opens it sends nothing until `svara restore go`", file.display());
    Ok(Outcome::Fine)
}

pub async fn restore(command: Restore) -> anyhow::Result<Outcome> {
    match command {
        Restore::Begin { at } => {
            let desk = clinic::desk(&at).await?;
            desk.begin_restore().await.context("marking the store")?;
            desk.close().await;
            say!("nothing leaves until `svara restore go`");
        }
        Restore::Go { forgotten, at } => {
            // A mistyped name must not let a desk speak that remembers whom it had to forget.
            if !forgotten.exists() {
                return Err(usage(format!(
                    "there is no list at {}; where nobody was ever forgotten, name an empty file",
                    forgotten.display()
                )));
            }
            let list = crate::forgotten::read(&forgotten)?;
            let desk = clinic::desk(&at).await?;
            let again = desk.meet_the_forgotten(list).await.context("forgetting again")?;
            desk.end_restore().await.context("saying go")?;
            desk.close().await;
            say!("{again} forgotten again; the desk may speak");
        }
    }
    Ok(Outcome::Fine)
}
