//! What leaves the house, judged at the moment the desk hands it over: the window (I9), templates (I10), permission
//! (I11), discretion (I12), reminders (I13, I31), what is out of date (I16), and nothing twice without a reason (I17).

use super::Auditor;
use crate::simulate::provider::Call;
use jiff::{SignedDuration, Timestamp};
use svara_desk::templates;
use svara_model::{AppointmentId, Clinic, Outgoing, Purpose};

/// A reminder shorter before the visit is none.
const REMINDER_MINUTES_MIN: i64 = 30;
const WINDOW_HOURS: i64 = 24;
/// No template takes more.
const PARAMETERS_MAX: usize = 20;

impl Auditor {
    /// A call is about to be made by a process whose clock shows `now`; `befallen` counts what has gone wrong there
    /// so far, and `stepped` tells whether any clock ever jumped.
    pub(in crate::simulate) fn call_made(
        &mut self,
        call: &Call,
        now: Timestamp,
        befallen: u64,
        stepped: bool,
    ) {
        let fits = call.broken.is_none();
        self.check("I10", fits, || call.broken.clone().unwrap_or_default());
        let Some(ours) = self.ours.get(&call.ours) else {
            self.check("I4", false, || format!("{} was sent and never stored", call.ours));
            return;
        };
        let (purpose, contact) = (ours.out.purpose, ours.contact.clone());
        let (appointment, thread) =
            (ours.out.appointment.clone(), self.threads.get(&ours.conversation).cloned());
        let right_clinic = ours.clinic == call.clinic;
        self.check("I21", right_clinic, || format!("{} left from another clinic's number", call.ours));
        match &call.content {
            Outgoing::Template(_) => self.check_template(call),
            _ => {
                let last = thread.and_then(|it| it.last_inbound_at);
                let open = last.is_some_and(|it| now < it + SignedDuration::from_hours(WINDOW_HOURS));
                self.check("I9", open, || format!("{} left after the window had closed", call.ours));
            }
        }
        if purpose != Purpose::Answer {
            let given =
                self.permissions.get(&contact).copied().unwrap_or_else(|| self.consents.contains(&call.to));
            self.check("I11", given, || format!("{} left without permission", call.ours));
        }
        if let Some((id, revision)) = appointment {
            let standing = self.diary.get(&id).cloned();
            let current = standing.as_ref().is_some_and(|it| it.revision == revision);
            self.check("I16", current, || format!("{} speaks of {id} as it was at {revision}", call.ours));
            if purpose == Purpose::Reminder {
                let latest = standing.filter(|it| it.status.is_coming()).map(|it| it.slot.from);
                let in_time =
                    latest.is_some_and(|it| now < it - SignedDuration::from_mins(REMINDER_MINUTES_MIN));
                self.check_reminders(call, (id.clone(), revision), stepped);
                self.check("I13", in_time, || format!("{} reminds of {id} too late or in vain", call.ours));
            }
        }
        self.check_repeat(call, purpose, befallen, stepped);
    }

    /// As many reminders of a visit at a revision as the clinic's rule has hours, and no more.
    fn check_reminders(&mut self, call: &Call, visit: (AppointmentId, i64), stepped: bool) {
        let hours = self.clinic(&call.clinic).map_or(0, |it| it.policy.reminders_hours_before.len());
        let ours = self.reminded.entry(visit).or_default();
        ours.insert(call.ours.clone());
        let many = ours.len();
        let id = if stepped { "I31" } else { "I13" };
        self.check(id, many <= hours, || format!("{} is reminder {many} of {hours}", call.ours));
    }

    fn check_repeat(&mut self, call: &Call, purpose: Purpose, befallen: u64, stepped: bool) {
        let (times, then) = self.taken.get(&call.ours).map_or((0, None), |it| (it.times, it.befallen));
        if purpose == Purpose::Answer {
            // An answer goes again only when something went wrong since the provider took it.
            let excused = then.is_none_or(|it| befallen > it);
            self.check("I17", excused, || format!("{} is sent again for no reason", call.ours));
            return;
        }
        self.check("I17", times == 0, || format!("{} is sent a second time", call.ours));
        if purpose == Purpose::Reminder {
            let id = if stepped { "I31" } else { "I13" };
            self.check(id, times == 0, || format!("{} reminds a second time", call.ours));
        }
    }

    fn check_template(&mut self, call: &Call) {
        let Outgoing::Template(it) = &call.content else { return };
        let approved = templates().into_iter().any(|known| {
            let parameters =
                (1..=PARAMETERS_MAX).take_while(|n| known.body.contains(&format!("{{{{{n}}}}}"))).count();
            known.name == it.name
                && known.language == it.language
                && parameters == it.parameters.len()
                && known.quick_replies.len() == it.quick_replies.len()
        });
        self.check("I10", approved, || format!("{} fits no approved template {}", call.ours, it.name));
        let Some(clinic) = self.clinic(&call.clinic) else { return };
        let discreet = !names_a_service(&clinic, &it.parameters);
        self.check("I12", discreet, || format!("{} names the kind of visit outside the window", call.ours));
    }
}

fn names_a_service(clinic: &Clinic, parameters: &[String]) -> bool {
    let mut names = clinic.services.iter().flat_map(|it| it.name.values());
    names.any(|name| parameters.iter().any(|it| it.contains(name.as_str())))
}
