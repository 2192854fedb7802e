//! The clinic's set-up as staff edit it: read with its revision, looked at before it is saved, tried out, and saved
//! only over the revision that was edited and only while the clinic's own conversations pass.
//!
//! Absent: the file's own rules (`clinic_file`), and the stage on which a set-up is tried (`rehearsal`).

use super::Who;
use crate::clinic_file::{Change, ClinicFile, Document, FieldMistake, changes, document};
use crate::rehearsal::{Proof, Rehearsal, Spoken, TRIAL_LINES_MAX};
use crate::{Desk, DeskError, News};
use svara_model::{Clinic, ClinicId};
use svara_store::revisions::{self, Revision};
use svara_store::{Tx, clinics, stories};

/// Longer than any message on WhatsApp.
const LINE_CHARACTERS_MAX: usize = 4_096;

/// The set-up that stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its revision.
    pub revision: i64,
    /// The set-up.
    pub settings: Document,
    /// The kept revisions, the newest first.
    pub history: Vec<Revision>,
}

/// A set-up looked at before it is saved.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// What is wrong with it, if anything is: then nothing else was looked at.
    pub mistake: Option<FieldMistake>,
    /// What would change.
    pub changes: Vec<Change>,
    /// How the clinic's own conversations would go.
    pub proofs: Vec<Proof>,
}

/// What became of a wish to save.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It stands, under this revision.
    Stands(i64),
    /// It can't stand, or nothing changes; why is told.
    Refused(Looked),
    /// Somebody saved another meanwhile: theirs, and what they changed.
    Stale {
        /// The revision that stands.
        revision: i64,
        /// What differs from the one that was edited; empty when that one is no longer kept.
        changes: Vec<Change>,
        /// Who made the one that stands.
        actor: String,
    },
}

/// The set-up that stands.
pub async fn standing(desk: &Desk, clinic: &Clinic) -> Result<Standing, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("the settings", move |tx| {
        let id = id.clone();
        Box::pin(async move {
            let revision = revisions::current(tx, &id).await?.ok_or(DeskError::NotFound("the clinic"))?;
            let clinic = clinics::load(tx, &id).await?.ok_or(DeskError::NotFound("the clinic"))?;
            let history = revisions::list(tx, &id).await?;
            Ok::<_, DeskError>(Standing { revision, settings: document(&clinic), history })
        })
    });
    found.await
}

/// An earlier set-up, while it is kept.
pub async fn earlier(desk: &Desk, clinic: &Clinic, revision: i64) -> Result<Option<Document>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("earlier settings", move |tx| {
        let id = id.clone();
        Box::pin(async move { revisions::at(tx, &id, revision).await.map_err(DeskError::from) })
    });
    Ok(found.await?.map(|it| document(&it)))
}

/// Looks at a set-up as saving it would, and changes nothing.
pub async fn look(
    desk: &Desk,
    stage: &dyn Rehearsal,
    clinic: &Clinic,
    settings: &Document,
) -> Result<Looked, DeskError> {
    let file = match read(clinic, settings) {
        Ok(file) => file,
        Err(mistake) => return Ok(Looked { mistake: Some(mistake), ..Looked::default() }),
    };
    let (desk_in, id, new) = (desk.clone(), clinic.id.clone(), file.clinic.clone());
    let found = desk.store().read("look at settings", move |tx| {
        let (desk, id, new) = (desk_in.clone(), id.clone(), new.clone());
        Box::pin(async move {
            let missing = still_needed(&desk, tx, &new).await?;
            let before = clinics::load(tx, &id).await?.ok_or(DeskError::NotFound("the clinic"))?;
            let own = stories::list(tx, &id).await?;
            Ok::<_, DeskError>((missing, changes(&document(&before), &document(&new)), own))
        })
    });
    let (mistake, changes, own) = found.await?;
    let proofs = if mistake.is_none() { stage.prove(file, own).await? } else { Vec::new() };
    Ok(Looked { mistake, changes, proofs })
}

/// Saves a set-up over the revision that was edited.
pub async fn save(
    desk: &Desk,
    stage: &dyn Rehearsal,
    clinic: &Clinic,
    (revision, settings): (i64, &Document),
    who: &Who,
) -> Result<Saved, DeskError> {
    let looked = look(desk, stage, clinic, settings).await?;
    if looked.mistake.is_some() || looked.proofs.iter().any(|it| it.departure.is_some()) {
        return Ok(Saved::Refused(looked));
    }
    let new = read(clinic, settings).map_err(|it| DeskError::Invalid(it.to_string()))?.clinic;
    let (desk_in, who) = (desk.clone(), who.clone());
    let id = clinic.id.clone();
    let saved = desk.store().write("save settings", move |tx| {
        let (desk, who, new) = (desk_in.clone(), who.clone(), new.clone());
        Box::pin(async move { put(&desk, tx, &new, revision, &who).await })
    });
    let saved = saved.await?;
    if matches!(saved, Saved::Stands(_)) {
        desk.reload_clinics().await?;
        desk.tell(&id, News::Clinic(id.clone()));
    }
    Ok(saved)
}

/// The first clinic of an empty desk. A conflict when there is one already.
pub async fn first(
    desk: &Desk,
    settings: &Document,
    who: &Who,
) -> Result<Result<ClinicId, FieldMistake>, DeskError> {
    let new = match ClinicFile::from_document(settings) {
        Ok(file) => file.clinic,
        Err(mistake) => return Ok(Err(mistake)),
    };
    let (desk_in, who, id) = (desk.clone(), who.clone(), new.id.clone());
    let made = desk.store().write("set up the first clinic", move |tx| {
        let (desk, who, new) = (desk_in.clone(), who.clone(), new.clone());
        Box::pin(async move {
            if !clinics::list(tx).await?.is_empty() {
                return Err(DeskError::Conflict(
                    "a clinic is set up already; change its settings".to_owned(),
                ));
            }
            clinics::save(tx, &new, desk.now()).await?;
            revisions::keep(tx, &new.id, &who.actor).await?;
            desk.line(tx, &new.id, &who, "clinic.set_up", None, "{}").await
        })
    });
    made.await?;
    desk.reload_clinics().await?;
    desk.tell(&id, News::Clinic(id.clone()));
    Ok(Ok(id))
}

/// A conversation with a set-up that nobody saved.
pub async fn converse(
    desk: &Desk,
    stage: &dyn Rehearsal,
    clinic: &Clinic,
    settings: &Document,
    lines: Vec<String>,
) -> Result<Result<Vec<Spoken>, FieldMistake>, DeskError> {
    if lines.len() > TRIAL_LINES_MAX {
        return Err(DeskError::Invalid(format!("lines: at most {TRIAL_LINES_MAX}; begin again")));
    }
    if lines.iter().any(|it| it.trim().is_empty() || it.chars().count() > LINE_CHARACTERS_MAX) {
        return Err(DeskError::Invalid(format!("lines: write 1 to {LINE_CHARACTERS_MAX} characters each")));
    }
    match read(clinic, settings) {
        Ok(file) => Ok(Ok(stage.converse(file, desk.now(), lines).await?)),
        Err(mistake) => Ok(Err(mistake)),
    }
}

/// A document as a file of this clinic: it can't become another one.
fn read(clinic: &Clinic, settings: &Document) -> Result<ClinicFile, FieldMistake> {
    let file = ClinicFile::from_document(settings)?;
    if file.clinic.id == clinic.id {
        return Ok(file);
    }
    let remedy = format!("is {} and can't become another; all that is stored belongs to it", clinic.id);
    Err(FieldMistake { field: "/clinic/id".to_owned(), key: "id".to_owned(), remedy })
}

async fn put(desk: &Desk, tx: &mut Tx, new: &Clinic, revision: i64, who: &Who) -> Result<Saved, DeskError> {
    let before = clinics::load(tx, &new.id).await?.ok_or(DeskError::NotFound("the clinic"))?;
    if !revisions::claim(tx, &new.id, revision).await? {
        let standing = revisions::current(tx, &new.id).await?.unwrap_or_default();
        let edited = revisions::at(tx, &new.id, revision).await?;
        let theirs = edited.map(|it| changes(&document(&it), &document(&before))).unwrap_or_default();
        let history = revisions::list(tx, &new.id).await?;
        let actor = history.into_iter().next().map(|it| it.actor).unwrap_or_default();
        return Ok(Saved::Stale { revision: standing, changes: theirs, actor });
    }
    // Looked at once more: a visit may have been booked meanwhile.
    if let Some(mistake) = still_needed(desk, tx, new).await? {
        return Ok(Saved::Refused(Looked { mistake: Some(mistake), ..Looked::default() }));
    }
    if *new == before {
        return Ok(Saved::Stands(revision));
    }
    clinics::save(tx, new, desk.now()).await?;
    revisions::keep(tx, &new.id, &who.actor).await?;
    let what: Vec<String> =
        changes(&document(&before), &document(new)).into_iter().map(|it| it.what).collect();
    let details = serde_json::json!({ "revision": revision + 1, "changed": what }).to_string();
    desk.line(tx, &new.id, who, "settings.saved", None, &details).await?;
    Ok(Saved::Stands(revision + 1))
}

/// Nobody can be taken out of the set-up, and no kind of visit, while patients come for them.
async fn still_needed(desk: &Desk, tx: &mut Tx, new: &Clinic) -> Result<Option<FieldMistake>, DeskError> {
    for (who, what, count) in revisions::in_use(tx, &new.id, desk.now()).await? {
        let gone = match (new.practitioner(&who), new.service(&what)) {
            (None, _) => ("practitioner", who.to_string()),
            (_, None) => ("service", what.to_string()),
            _ => continue,
        };
        let (list, id) = gone;
        let remedy = format!("{id} has {count} coming visits; move or cancel them first, then take it out");
        return Ok(Some(FieldMistake { field: format!("/{list}"), key: format!("{list} {id}"), remedy }));
    }
    Ok(None)
}
