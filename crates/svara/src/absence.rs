//! `svara absence`: somebody is ill, from the command line. Whatever it changes, the running desk carries out.

use crate::clinic::{Place, desk};
use crate::{Outcome, usage};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use svara_desk::Desk;
use svara_desk::office::absences::{self, NewAbsence, Planned, Standing};
use svara_desk::office::{Who, absence_end};
use svara_model::{Absence, AbsenceId, AbsenceScope, Clinic, PractitionerId, RoomId};

/// Somebody is ill, a room is out of order, the clinic closes
#[derive(clap::Subcommand)]
pub enum Command {
    /// Shows what would happen; nothing is closed and nothing is sent
    #[command(
        after_help = "Example:\n  svara absence enter --practitioner lindqvist --from 2026-03-12T08:00:00+01:00 --to 2026-03-12T17:00:00+01:00 --store sqlite:desk.db --master-key-file master.key"
    )]
    Enter {
        /// Who is away; neither this nor --room: the whole clinic
        #[arg(long, conflicts_with = "room")]
        practitioner: Option<PractitionerId>,
        /// Which room is out of order
        #[arg(long)]
        room: Option<RoomId>,
        /// The first moment
        #[arg(long, value_name = "TIME")]
        from: Timestamp,
        /// The first moment after
        #[arg(long, value_name = "TIME")]
        to: Timestamp,
        /// For staff; patients don't see it
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        at: Here,
    },
    /// Closes the time; ten minutes later, unless undone, the patients are asked
    #[command(
        after_help = "Example:\n  svara absence release abs_01KKAZ5Q0000000000000000AB --store sqlite:desk.db"
    )]
    Release {
        /// The absence, as `enter` named it
        id: AbsenceId,
        #[command(flatten)]
        at: Here,
    },
    /// Takes a release back while nothing was sent
    #[command(
        after_help = "Example:\n  svara absence undo abs_01KKAZ5Q0000000000000000AB --store sqlite:desk.db"
    )]
    Undo {
        /// The absence
        id: AbsenceId,
        #[command(flatten)]
        at: Here,
    },
    /// Whoever was away is back sooner: the rest of the time is open again
    #[command(
        after_help = "Example:\n  svara absence end abs_01KKAZ5Q0000000000000000AB --at 2026-03-12T12:00:00+01:00 --store sqlite:desk.db"
    )]
    End {
        /// The absence
        id: AbsenceId,
        /// From when on; now, if nothing is said
        #[arg(long, value_name = "TIME")]
        at: Option<Timestamp>,
        #[command(flatten)]
        here: Here,
    },
    /// Shows who has answered and whom to call
    #[command(
        after_help = "Example:\n  svara absence show abs_01KKAZ5Q0000000000000000AB --store sqlite:desk.db"
    )]
    Show {
        /// The absence
        id: AbsenceId,
        #[command(flatten)]
        at: Here,
    },
}

/// Which desk, and which clinic of it.
#[derive(clap::Args)]
pub struct Here {
    /// Which clinic, where there are several
    #[arg(long)]
    clinic: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let who = Who::api("command-line");
    match command {
        Command::Enter { practitioner, room, from, to, reason, at } => {
            let (desk, clinic) = open(&at).await?;
            let scope = match (practitioner, room) {
                (Some(it), _) => AbsenceScope::Practitioner(it),
                (None, Some(it)) => AbsenceScope::Room(it),
                (None, None) => AbsenceScope::Clinic,
            };
            let new = NewAbsence { scope, from, to, reason };
            let (absence, plans) = absences::draft(&desk, &clinic, new, &who).await?;
            print(&absence, &clinic, &plans, &[]);
            say!("nothing was sent; to go on: svara absence release {}", absence.id);
            desk.close().await;
        }
        Command::Release { id, at } => {
            let (desk, clinic) = open(&at).await?;
            print(&absences::release(&desk, &clinic, &id, &who).await?, &clinic, &[], &[]);
            desk.close().await;
        }
        Command::Undo { id, at } => {
            let (desk, clinic) = open(&at).await?;
            print(&absences::undo(&desk, &clinic, &id, &who).await?, &clinic, &[], &[]);
            desk.close().await;
        }
        Command::End { id, at, here } => {
            let (desk, clinic) = open(&here).await?;
            print(&absence_end::end(&desk, &clinic, &id, at, &who).await?, &clinic, &[], &[]);
            desk.close().await;
        }
        Command::Show { id, at } => {
            let (desk, clinic) = open(&at).await?;
            let (absence, plans, visits) = absences::show(&desk, &clinic, &id, &who).await?;
            print(&absence, &clinic, &plans, &visits);
            desk.close().await;
        }
    }
    Ok(Outcome::Fine)
}

async fn open(at: &Here) -> anyhow::Result<(Desk, Arc<Clinic>)> {
    let desk = desk(&at.place).await?;
    let all = desk.clinics();
    let chosen = all.into_iter().find(|it| at.clinic.as_deref().is_none_or(|id| it.id.as_str() == id));
    let chosen = chosen.ok_or_else(|| usage("no such clinic is set up; see `svara clinic apply --help`"))?;
    Ok((desk, chosen))
}

fn print(absence: &Absence, clinic: &Clinic, plans: &[Planned], visits: &[Standing]) {
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let local = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let who = match &absence.scope {
        AbsenceScope::Practitioner(it) => it.to_string(),
        AbsenceScope::Room(it) => it.to_string(),
        AbsenceScope::Clinic => clinic.id.to_string(),
    };
    let goes = absence.goes_at.map_or(String::new(), |at| format!(", messages at {}", local(at)));
    let (from, to) = (local(absence.from), local(absence.to));
    say!("{} {who} {from} to {to}: {}{goes}", absence.id, absence.state.as_str());
    for plan in plans {
        let times: Vec<String> =
            plan.slots.iter().map(|it| format!("{} {}", local(it.from), it.practitioner)).collect();
        say!("  {} {} by {}", local(plan.visit.slot.from), plan.patient.name, plan.way);
        for line in plan.text.lines().chain(plan.why) {
            say!("    {line}");
        }
        if !times.is_empty() {
            say!("    [{}]", times.join("] ["));
        }
    }
    for visit in visits {
        let moved = if visit.state == "moved" {
            format!(" to {} {}", local(visit.visit.slot.from), visit.visit.slot.practitioner)
        } else {
            String::new()
        };
        let call = if visit.call { "  <- call" } else { "" };
        say!("  {} {}: {}{moved}{call}", local(visit.before.from), visit.patient.name, visit.state);
    }
}
