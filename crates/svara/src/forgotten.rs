//! The list of the forgotten, outside the database: one line each, an id and a time. It holds no personal data, and
//! must not be restored with the database.

use crate::usage;
use anyhow::Context;
use jiff::Timestamp;
use std::io::Write;
use std::path::{Path, PathBuf};
use svara_desk::{Desk, News};
use tokio::sync::broadcast::error::RecvError;

/// Reads the list; none yet is an empty one.
pub fn read(path: &Path) -> anyhow::Result<Vec<(String, Timestamp)>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(usage(format!("{} can't be read: {error}", path.display()))),
    };
    let mut list = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let entry = line.split_once(' ').and_then(|(owner, at)| Some((owner.to_owned(), at.parse().ok()?)));
        let wrong = || usage(format!("{}, line {}: not an id and a time", path.display(), number + 1));
        list.push(entry.ok_or_else(wrong)?);
    }
    Ok(list)
}

/// Writes the list whole, so that a power cut leaves the old one or the new one.
fn write(path: &Path, list: &[(String, Timestamp)]) -> anyhow::Result<()> {
    let fresh = path.with_extension("new");
    let mut file = std::fs::File::create(&fresh).context("writing the list of the forgotten")?;
    for (owner, at) in list {
        writeln!(file, "{owner} {at}").context("writing the list of the forgotten")?;
    }
    file.sync_all().context("writing the list of the forgotten")?;
    std::fs::rename(&fresh, path).context("writing the list of the forgotten")
}

/// Meets the list, and keeps it up to date from now on.
pub async fn keep(desk: &Desk, path: PathBuf) -> anyhow::Result<()> {
    let again = desk.meet_the_forgotten(read(&path)?).await.context("meeting the forgotten")?;
    if again > 0 {
        tracing::warn!(
            again,
            "a restored backup: people were forgotten again, and nothing leaves until `svara restore go`"
        );
    }
    write(&path, &desk.forgotten().await?)?;
    let (desk, mut news) = (desk.clone(), desk.listen(None).coming);
    tokio::spawn(async move {
        loop {
            match news.recv().await.map(|it| it.news) {
                Ok(News::Forgotten(_) | News::Everything) | Err(RecvError::Lagged(_)) => {
                    let written = match desk.forgotten().await {
                        Ok(list) => write(&path, &list),
                        Err(error) => Err(error.into()),
                    };
                    if let Err(error) = written {
                        tracing::error!(%error, "the list of the forgotten could not be kept");
                    }
                }
                Ok(_) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
    Ok(())
}
