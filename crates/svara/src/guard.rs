//! A clinic's own written conversations guard its rules: a change is refused while one of them would fail.

use crate::{talk, usage};
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::Path;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Desk, DeskError};
use svara_model::ClinicId;
use svara_sim::talk::{Script, play};
use svara_store::stories;

/// Written conversations by name.
pub type Own = BTreeMap<String, String>;

/// Those kept with the clinic, and those of a folder, which go before them.
pub async fn own(desk: &Desk, clinic: &ClinicId, folder: Option<&Path>) -> anyhow::Result<Own> {
    let id = clinic.clone();
    let kept = desk.store().read("the clinic's conversations", move |tx| {
        let id = id.clone();
        Box::pin(async move { stories::list(tx, &id).await.map_err(DeskError::from) })
    });
    let mut own: Own = kept.await?.into_iter().collect();
    let Some(folder) = folder else { return Ok(own) };
    let mut files = Vec::new();
    talk::collect(folder, &mut files)?;
    if files.is_empty() {
        return Err(usage(format!(
            "no conversation was found in {}; their files end in .talk",
            folder.display()
        )));
    }
    for file in files {
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        own.insert(name, text);
    }
    Ok(own)
}

/// The first conversation that would fail under a file, told as `svara talk` tells it.
pub async fn first_failure(own: &Own, file: &ClinicFile) -> anyhow::Result<Option<String>> {
    for (name, text) in own {
        let script = match Script::parse(text) {
            Ok(script) => script,
            Err(error) => return Ok(Some(format!("FAILED  {name}\n        {error}"))),
        };
        let departure = play(&script, file).await.with_context(|| format!("playing {name}"))?;
        if let Some(it) = departure {
            return Ok(Some(format!("FAILED  {name}\n{}", talk::difference(&script.title, &it))));
        }
    }
    Ok(None)
}

/// Keeps them with the clinic.
pub async fn keep(desk: &Desk, clinic: &ClinicId, own: Own) -> anyhow::Result<()> {
    let (id, now) = (clinic.clone(), desk.now());
    let kept = desk.store().write("keep the clinic's conversations", move |tx| {
        let (id, own) = (id.clone(), own.clone());
        Box::pin(async move {
            for (name, text) in &own {
                stories::put(tx, &id, name, text, now).await?;
            }
            Ok::<_, DeskError>(())
        })
    });
    Ok(kept.await?)
}
