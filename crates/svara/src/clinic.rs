//! `svara clinic`: a clinic as one file.

use crate::{Outcome, guard, master_key, usage};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, Ids, NoPost, SystemClock, WhatsAppSettings};
use svara_store::Store;

/// A clinic as one file
#[derive(clap::Subcommand)]
pub enum Command {
    /// Applies a file; applying it twice changes nothing
    #[command(
        after_help = "Example:\n  svara clinic apply clinic.toml --store sqlite:desk.db --master-key-file master.key"
    )]
    Apply {
        /// The clinic's file
        file: PathBuf,
        /// The clinic's own written conversations, kept with it; from then on no change is applied while one fails
        #[arg(long, value_name = "DIR")]
        conversations: Option<PathBuf>,
        #[command(flatten)]
        at: Place,
    },
    /// Prints the clinics' set-up in the form of the file
    #[command(
        after_help = "Example:\n  svara clinic export --store sqlite:desk.db --master-key-file master.key > clinic.toml"
    )]
    Export {
        /// Which clinic, where there are several
        #[arg(long)]
        clinic: Option<String>,
        #[command(flatten)]
        at: Place,
    },
}

/// Where the desk keeps its memory.
#[derive(clap::Args)]
pub struct Place {
    /// `sqlite:desk.db` or `postgres://…`
    #[arg(long, env = "SVARA_STORE", value_name = "URL", required_unless_present = "data")]
    store: Option<String>,
    /// Or the folder in which a demo keeps its data
    #[arg(long, value_name = "DIR", conflicts_with = "store")]
    data: Option<PathBuf>,
    /// The file that holds the master key
    #[arg(long, value_name = "FILE")]
    master_key_file: Option<PathBuf>,
}

/// The same, where only some uses of a command need it.
#[derive(clap::Args)]
pub struct MaybePlace {
    /// `sqlite:desk.db` or `postgres://…`
    #[arg(long, env = "SVARA_STORE", value_name = "URL")]
    store: Option<String>,
    /// Or the folder in which a demo keeps its data
    #[arg(long, value_name = "DIR", conflicts_with = "store")]
    data: Option<PathBuf>,
    /// The file that holds the master key
    #[arg(long, value_name = "FILE")]
    master_key_file: Option<PathBuf>,
}

impl MaybePlace {
    /// Where it is, when it was said.
    pub fn place(self) -> anyhow::Result<Place> {
        if self.store.is_none() && self.data.is_none() {
            return Err(usage("say where the desk keeps its memory with --store or --data"));
        }
        Ok(Place { store: self.store, data: self.data, master_key_file: self.master_key_file })
    }
}

pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Apply { file, conversations, at } => {
            let file = read(&file)?;
            let desk = desk_to_be(&at).await?;
            let own = guard::own(&desk, &file.clinic.id, conversations.as_deref()).await?;
            if let Some(failed) = guard::first_failure(&own, &file).await? {
                desk.close().await;
                say!("nothing was changed: a conversation of the clinic's would fail\n{failed}");
                return Ok(Outcome::Failed);
            }
            let applied = desk.apply_clinic(&file).await.context("applying the clinic's file")?;
            say!(
                "{}: {}, {} new patients, {} new appointments",
                file.clinic.id,
                if applied.clinic_changed { "set-up changed" } else { "set-up unchanged" },
                applied.patients_added,
                applied.appointments_added
            );
            guard::keep(&desk, &file.clinic.id, own).await?;
            desk.close().await;
        }
        Command::Export { clinic, at } => {
            let desk = desk(&at).await?;
            let all = desk.clinics();
            let chosen = all.iter().find(|it| clinic.as_deref().is_none_or(|id| it.id.as_str() == id));
            let chosen =
                chosen.ok_or_else(|| usage("no such clinic is set up; see `svara clinic apply --help`"))?;
            say_on!("{}", svara_desk::clinic_file::export(chosen).context("writing the clinic's file")?);
            desk.close().await;
        }
    }
    Ok(Outcome::Fine)
}

/// Reads a clinic's file; a mistake names file, line, key and remedy.
pub fn read(path: &Path) -> anyhow::Result<ClinicFile> {
    let text = std::fs::read_to_string(path)
        .map_err(|it| usage(format!("{} can't be read: {it}", path.display())))?;
    ClinicFile::parse(&text).map_err(|it| usage(format!("{}: {it}", path.display())))
}

/// A mistyped address would otherwise begin an empty memory beside the one that is meant.
pub fn must_exist(store: &str) -> anyhow::Result<()> {
    let Some(rest) = store.strip_prefix("sqlite:") else { return Ok(()) };
    let path = rest.strip_prefix("//").unwrap_or(rest).split('?').next().unwrap_or_default();
    if path.is_empty() || Path::new(path).exists() {
        return Ok(());
    }
    Err(usage(format!("there is no database at {path}; `svara clinic apply` and `svara serve` begin one")))
}

/// A desk on a memory that is there, which sends nothing and works off nothing.
pub async fn desk(at: &Place) -> anyhow::Result<Desk> {
    at.store.as_deref().map_or(Ok(()), must_exist)?;
    desk_to_be(at).await
}

/// The same, on a memory that may begin with it.
async fn desk_to_be(at: &Place) -> anyhow::Result<Desk> {
    let store = match (&at.store, &at.data) {
        (Some(store), _) => Store::open(store, master_key::required(at.master_key_file.as_deref())?).await?,
        (None, Some(data)) if data.join("desk.db").exists() => {
            let url = format!("sqlite:{}", data.join("desk.db").display());
            Store::open(&url, master_key::of_demo(data)?).await?
        }
        (None, Some(data)) => return Err(usage(format!("no desk keeps its data in {}", data.display()))),
        (None, None) => return Err(usage("say where the desk keeps its memory with --store or --data")),
    };
    let config = Config {
        public_url: String::new(),
        owner: "clinic".to_owned(),
        mail_from: String::new(),
        whatsapp: WhatsAppSettings { app_secret: String::new(), verify_token: String::new() },
    };
    let silent = Arc::new(svara_desk::NoLine);
    Ok(Desk::open(store, Arc::new(SystemClock), Ids::random(), config, silent, Arc::new(NoPost)).await?)
}
