//! What a written conversation expects, held against what the phone got and what the store knows.

use super::play::{Scene, Wrong};
use super::script::Expectation;
use std::sync::Arc;
use svara_desk::DeskError;
use svara_store::{appointments, contacts, handovers};

/// How a script says that nobody is asked to help.
const NO_HANDOVER: &str = "none";

impl Scene {
    pub(crate) async fn check(
        &self,
        expectation: &Expectation,
        position: &mut usize,
    ) -> Result<Wrong, DeskError> {
        let said = self.fresh().iter().map(|it| it.text.clone()).collect::<Vec<_>>().join("\n\n");
        Ok(match expectation {
            Expectation::Says(words) => {
                match said.get(*position..).and_then(|rest| rest.find(words.as_str())) {
                    Some(at) => {
                        *position += at + words.len();
                        None
                    }
                    None => Some((words.clone(), said)),
                }
            }
            Expectation::SaysNot(words) => {
                said.contains(words.as_str()).then(|| (format!("not: {words}"), said))
            }
            Expectation::Offers(words) => {
                let offered =
                    self.fresh().iter().any(|it| it.choices.iter().any(|it| it.1.contains(words.as_str())));
                (!offered).then(|| (format!("[{words}]"), said))
            }
            Expectation::Silence => (!said.is_empty()).then(|| ("silence".to_owned(), said)),
            Expectation::State(state) => {
                let now = self.conversation().await?.map_or("none", |it| it.state.api_name());
                (now != state).then(|| (format!("state: {state}"), format!("state: {now}")))
            }
            Expectation::Mail(words) => {
                let mails = self.recorder.mails();
                let there = mails.iter().any(|it| it.contains(words.as_str()));
                (!there).then(|| (format!("a mail with {words}"), mails.join("\n---\n")))
            }
            Expectation::Heard(intent) => {
                let heard = self.heard().await?;
                (heard != *intent).then(|| (format!("heard: {intent}"), format!("heard: {heard}")))
            }
            Expectation::Waiting(count) => {
                let found = self.waiting().await?;
                (found != *count).then(|| (format!("waiting: {count}"), format!("waiting: {found}")))
            }
            Expectation::Asked(wanted) => {
                let found = self.asked().await?;
                (found != *wanted).then(|| (format!("asked: {wanted}"), format!("asked: {found}")))
            }
            Expectation::Handover(reason) => self.check_handover(reason).await?,
            Expectation::Appointments(count) => {
                let lines = self.coming().await?;
                (lines.len() != *count).then(|| (format!("{count} appointments"), lines.join("\n")))
            }
            Expectation::Appointment(wanted) => {
                let lines = self.coming().await?;
                let words: Vec<&str> = wanted.split_whitespace().collect();
                let there =
                    lines.iter().any(|it| words.iter().all(|word| it.split(' ').any(|it| it == *word)));
                (!there).then(|| (format!("appointment: {wanted}"), lines.join("\n")))
            }
        })
    }

    async fn check_handover(&self, reason: &str) -> Result<Wrong, DeskError> {
        let clinic = Arc::clone(&self.clinic);
        let open = self.desk.store().read("talk: handovers", move |tx| {
            let clinic = Arc::clone(&clinic);
            Box::pin(async move { handovers::list_open(tx, &clinic.id).await.map_err(DeskError::from) })
        });
        let mine = self.conversation().await?.map(|it| it.id);
        let all = open.await?;
        let card = all.iter().find(|it| Some(&it.conversation) == mine.as_ref());
        let found = card.map_or(NO_HANDOVER, |it| it.reason.as_str());
        Ok((found != reason).then(|| (format!("handover: {reason}"), format!("handover: {found}"))))
    }

    /// The coming appointments behind this number, one line each.
    pub(crate) async fn coming(&self) -> Result<Vec<String>, DeskError> {
        let (clinic, now) = (Arc::clone(&self.clinic), self.desk.now());
        let Some(address) = svara_model::Address::parse(&self.phone) else { return Ok(Vec::new()) };
        let found = self.desk.store().read("talk: appointments", move |tx| {
            let (clinic, address) = (Arc::clone(&clinic), address.clone());
            Box::pin(async move {
                let Some(contact) = contacts::find(tx, &clinic.id, &address).await? else {
                    return Ok(Vec::new());
                };
                let ids: Vec<_> = contact.patients.iter().map(|it| it.id.clone()).collect();
                let coming = appointments::coming_of(tx, &ids, now).await?;
                let named = coming.into_iter().map(|it| {
                    let name =
                        contact.patients.iter().find(|who| who.id == it.patient).map(|it| it.name.clone());
                    (it, name.unwrap_or_default())
                });
                Ok::<_, DeskError>(named.collect::<Vec<_>>())
            })
        });
        let zone = jiff::tz::TimeZone::get(&self.clinic.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let lines = found.await?.into_iter().map(|(it, name)| {
            let from = it.slot.from.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M");
            format!("{} {} {from} {} {name}", it.slot.practitioner, it.slot.service, it.status.as_str())
        });
        Ok(lines.collect())
    }
}
