//! The register of incidents, as staff keep it: opened, what was done about it, who was told, closed. Absent: the
//! clocks and what the desk opens by itself (`incident.rs`).

use super::Who;
use super::ledger::one_of;
use super::rights::text;
use crate::incident::{AUDIT_CHAIN, KEYS, NO_DUTY, SENDING_STOPPED, clocks};
use crate::letters::clinic_zone;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;
use svara_model::{Clinic, IncidentId, Language};
use svara_store::incidents;

/// An incident, and something done about it.
pub use crate::incident::{Clock, clocks as clocks_of};
pub use svara_store::incidents::{Incident, Step};

/// Kinds of incident; the last three the desk notices by itself.
pub const KINDS: [&str; 8] = [
    "wrong_recipient",
    "unauthorised_access",
    "loss",
    "unavailable",
    "other",
    AUDIT_CHAIN,
    KEYS,
    SENDING_STOPPED,
];
/// What is done about one: a measure; what it may lead to; the early warning; the notification; the people concerned
/// were told; nobody has to be told, and why; closed.
pub const STEPS: [&str; 7] = ["measure", "consequence", "warned", "notified", "informed", NO_DUTY, "closed"];
/// Nobody writes down later than this what they noticed.
const NOTICED_DAYS_MAX: i64 = 3650;

/// Something to write down.
#[derive(Clone)]
pub struct NewIncident {
    /// One of [`KINDS`].
    pub kind: String,
    /// When it was noticed; absent: now.
    pub noticed_at: Option<Timestamp>,
    /// What happened.
    pub what: String,
    /// How many people it concerns, as far as is known.
    pub affected: Option<i64>,
}

/// The register, the newest first.
pub async fn list(desk: &Desk, clinic: &Clinic) -> Result<Vec<Incident>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("incidents", move |tx| {
        let id = id.clone();
        Box::pin(async move { incidents::list(tx, &id).await.map_err(DeskError::from) })
    });
    found.await
}

/// Writes one down; its clocks run from when it was noticed.
pub async fn open(desk: &Desk, clinic: &Clinic, wish: NewIncident, who: &Who) -> Result<Incident, DeskError> {
    let now = desk.now();
    let noticed_at = wish.noticed_at.unwrap_or(now);
    let oldest = now - SignedDuration::from_hours(24 * NOTICED_DAYS_MAX);
    if noticed_at > now || noticed_at < oldest {
        return Err(DeskError::Invalid("`noticed_at` is not in the last ten years".to_owned()));
    }
    if wish.affected.is_some_and(|it| it < 0) {
        return Err(DeskError::Invalid("`affected` is a number of people".to_owned()));
    }
    let it = Incident {
        id: desk.ids.make(IncidentId::new, now),
        kind: one_of("kind", &wish.kind, &KINDS)?.to_owned(),
        noticed_at,
        opened_at: now,
        opened_by: who.actor.clone(),
        what: text("what", &wish.what)?,
        affected: wish.affected,
        closed_at: None,
        steps: Vec::new(),
    };
    let (desk_in, clinic, new, who) = (desk.clone(), clinic.id.clone(), it.clone(), who.clone());
    desk.store()
        .write("open an incident", move |tx| {
            let (desk, clinic, new, who) = (desk_in.clone(), clinic.clone(), new.clone(), who.clone());
            Box::pin(async move {
                incidents::open(tx, &clinic, &new).await?;
                let details = serde_json::json!({ "what": new.kind }).to_string();
                desk.line(tx, &clinic, &who, "incident.opened", Some(new.id.as_str()), &details).await
            })
        })
        .await?;
    Ok(it)
}

/// Notes what was done. A conflict when it is closed, or when somebody closes it whose clocks still run.
pub async fn step(
    desk: &Desk,
    clinic: &Clinic,
    id: &IncidentId,
    (step, words): (&str, &str),
    affected: Option<i64>,
    who: &Who,
) -> Result<(), DeskError> {
    let step = one_of("step", step, &STEPS)?;
    let words = text("words", words)?;
    if affected.is_some_and(|it| it < 0) {
        return Err(DeskError::Invalid("`affected` is a number of people".to_owned()));
    }
    let (desk_in, clinic, id, who) = (desk.clone(), clinic.id.clone(), id.clone(), who.clone());
    desk.store()
        .write("a step about an incident", move |tx| {
            let (desk, clinic, id, who) = (desk_in.clone(), clinic.clone(), id.clone(), who.clone());
            let words = words.clone();
            Box::pin(async move {
                let known = incidents::list(tx, &clinic).await?.into_iter().find(|it| it.id == id);
                let known = known.ok_or(DeskError::NotFound("the incident"))?;
                if known.closed_at.is_some() {
                    return Err(DeskError::Conflict("this incident is closed".to_owned()));
                }
                let closes = step == "closed";
                if closes && clocks(&known).iter().any(|it| it.stopped_at.is_none()) {
                    let why = "its clocks run: say who was notified, or why nobody has to be, first";
                    return Err(DeskError::Conflict(why.to_owned()));
                }
                let (at, taken_by) = (desk.now(), who.actor.clone());
                let new = Step { step: step.to_owned(), words, taken_by, at };
                incidents::step(tx, &clinic, &id, &new, affected, closes).await?;
                let details = serde_json::json!({ "what": step }).to_string();
                desk.line(tx, &clinic, &who, "incident.step", Some(id.as_str()), &details).await
            })
        })
        .await
}

/// The register as a paper (GDPR 33(5)), in Swedish or English.
pub async fn paper(desk: &Desk, clinic: &Clinic, language: &Language) -> Result<String, DeskError> {
    let swedish = crate::jobs::answer_language(language) == Language::swedish();
    let zone = clinic_zone(clinic);
    let when = |it: Timestamp| it.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let word = |sv: &'static str, en: &'static str| if swedish { sv } else { en };
    let mut paper = format!("# {}\n\n", word("Register över incidenter", "Register of incidents"));
    let all = list(desk, clinic).await?;
    if all.is_empty() {
        let _ = writeln!(paper, "{}", word("Inga incidenter är antecknade.", "No incidents are on record."));
    }
    for it in all {
        let now = desk.now();
        let _ = writeln!(paper, "## {} · {}\n", when(it.noticed_at), kind_word(&it.kind, swedish));
        let _ = writeln!(paper, "{}\n", it.what);
        let affected = it.affected.map_or_else(|| word("okänt", "unknown").to_owned(), |it| it.to_string());
        let _ = writeln!(paper, "- {}: {affected}", word("Berörda personer", "People concerned"));
        let _ =
            writeln!(paper, "- {}: {}, {}", word("Antecknat", "Recorded"), when(it.opened_at), it.opened_by);
        let names = [
            word("Tidig varning (24 h)", "Early warning (24 h)"),
            word("Anmälan (72 h)", "Notification (72 h)"),
        ];
        for (name, clock) in names.iter().zip(clocks(&it)) {
            let late = if clock.is_late(now) { word(" – försenad", " – late") } else { "" };
            let stopped = clock.stopped_at.map_or_else(|| word("pågår", "running").to_owned(), when);
            let _ = writeln!(
                paper,
                "- {name}: {} {}; {stopped}{late}",
                word("senast", "due"),
                when(clock.due_at)
            );
        }
        for step in &it.steps {
            let name = step_word(&step.step, swedish);
            let _ = writeln!(paper, "- {} {name}: {} ({})", when(step.at), step.words, step.taken_by);
        }
        let _ = writeln!(paper);
    }
    Ok(paper)
}

fn kind_word(kind: &str, swedish: bool) -> &str {
    let (sv, en) = match kind {
        "wrong_recipient" => ("Till fel mottagare", "To the wrong recipient"),
        "unauthorised_access" => ("Obehörig åtkomst", "Unauthorised access"),
        "loss" => ("Förlorade uppgifter", "Lost data"),
        "unavailable" => ("Uppgifter gick inte att nå", "Data out of reach"),
        AUDIT_CHAIN => ("Granskningskedjan håller inte", "The audit chain does not hold"),
        KEYS => ("En nyckel öppnar inte", "A key does not open"),
        SENDING_STOPPED => {
            ("Leverantören släpper inte igenom meddelanden", "The provider refuses our messages")
        }
        _ => ("Annat", "Something else"),
    };
    if swedish { sv } else { en }
}

fn step_word(step: &str, swedish: bool) -> &str {
    let (sv, en) = match step {
        "measure" => ("Åtgärd", "Measure"),
        "consequence" => ("Trolig följd", "Likely consequence"),
        "warned" => ("Tidig varning lämnad", "Early warning given"),
        "notified" => ("Anmält till tillsynsmyndigheten", "Authority notified"),
        "informed" => ("Berörda informerade", "People informed"),
        NO_DUTY => ("Ingen anmälningsplikt", "No duty to notify"),
        "closed" => ("Avslutat", "Closed"),
        "warning_late" | "notification_late" => ("Fristen gick ut", "The time ran out"),
        other => return other,
    };
    if swedish { sv } else { en }
}
