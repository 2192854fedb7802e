//! Plays a written conversation against a real desk on a store in memory, with a clock that stands still.

use super::phone::{Received, Recorder};
use super::script::{Expectation, Line as ScriptLine, Script, Step, moment_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, DeskError, Ids, MovableClock, WhatsAppSettings};
use svara_model::{Clinic, ConversationState, StaffId, WhatsAppNumber};
use svara_store::{MasterKey, Store, appointments, contacts, conversations, handovers};

/// Where a conversation departs from what was written.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Which line, counted from 1.
    pub line: usize,
    /// What was expected.
    pub expected: String,
    /// What was there.
    pub found: String,
}

const NUMBER_ID: &str = "100000000000001";
const FIRST_PHONE: &str = "+46700000001";
const KEY: [u8; 32] = [7; 32];

struct Scene {
    desk: Desk,
    clock: Arc<MovableClock>,
    recorder: Recorder,
    clinic: Arc<Clinic>,
    phone: String,
    /// How many messages there were when the patient last did something.
    before: usize,
}

/// Plays it; the first departure ends it.
pub async fn play(script: &Script, clinic: &ClinicFile) -> Result<Option<Departure>, DeskError> {
    let mut scene = Scene::open(script, clinic).await?;
    let mut position = 0;
    for line in &script.steps {
        if let Some(departure) = scene.step(line, &mut position).await? {
            return Ok(Some(departure));
        }
    }
    Ok(None)
}

impl Scene {
    async fn open(script: &Script, file: &ClinicFile) -> Result<Self, DeskError> {
        let store = Store::open("sqlite::memory:", MasterKey::from_bytes(KEY)).await?;
        let clock = Arc::new(MovableClock::standing(script.start));
        let recorder = Recorder::default();
        let config = Config {
            public_url: "https://desk.example".to_owned(),
            owner: "talk".to_owned(),
            mail_from: "desk@clinic.example".to_owned(),
            whatsapp: WhatsAppSettings { app_secret: "talk".to_owned(), verify_token: "talk".to_owned() },
        };
        let (line, post) = (Arc::new(recorder.clone()), Arc::new(recorder.clone()));
        let desk = Desk::open(store, clock.clone(), Ids::seeded(1), config, line, post).await?;
        let mut file = file.clone();
        file.clinic.whatsapp = Some(WhatsAppNumber {
            phone_number_id: NUMBER_ID.to_owned(),
            display_phone_number: "15550000001".to_owned(),
            business_account_id: "200000000000001".to_owned(),
        });
        desk.apply_clinic(&file).await?;
        let clinic = desk.clinic(&file.clinic.id).ok_or(DeskError::NotFound("the clinic"))?;
        Ok(Self { desk, clock, recorder, clinic, phone: FIRST_PHONE.to_owned(), before: 0 })
    }

    async fn step(
        &mut self,
        line: &ScriptLine,
        position: &mut usize,
    ) -> Result<Option<Departure>, DeskError> {
        let acts = !matches!(line.step, Step::Expect(_) | Step::Phone(_));
        if acts {
            self.before = self.recorder.messages().len();
            *position = 0;
        }
        let wrong = match &line.step {
            Step::Phone(number) => {
                number.clone_into(&mut self.phone);
                None
            }
            Step::Write(words) => self.write(words).await?,
            Step::Tap(which) => self.tap(which, false).await?,
            Step::TapOld(which) => self.tap(which, true).await?,
            Step::Send(what) => self.send(what).await?,
            Step::Clock(to) => self.time_passes(to).await?,
            Step::TakeOver => {
                self.take(ConversationState::Staff { by: staff(), since: self.desk.now() }).await?
            }
            Step::GiveBack => self.take(ConversationState::Bot).await?,
            Step::Staff(_) => None,
            Step::Rival => self.rival().await?,
            Step::Expect(expectation) => self.check(expectation, position).await?,
        };
        Ok(wrong.map(|(expected, found)| Departure { line: line.number, expected, found }))
    }

    /// What reached this phone since the patient last did something.
    fn fresh(&self) -> Vec<Received> {
        self.recorder.messages()[self.before..].iter().filter(|it| it.to == self.phone).cloned().collect()
    }

    async fn notify(&self, message: Value) -> Result<(), DeskError> {
        let digits = self.phone.trim_start_matches('+');
        let mut message = message;
        message["from"] = json!(digits);
        message["id"] = json!(self.recorder.fresh_id());
        message["timestamp"] = json!(self.desk.now().as_second().to_string());
        let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "200000000000001", "changes": [{
            "field": "messages",
            "value": {
                "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER_ID },
                "contacts": [{ "profile": { "name": "Patient" }, "wa_id": digits }],
                "messages": [message],
            },
        }] }] });
        self.desk
            .take_in_whatsapp(body.to_string().as_bytes())
            .await
            .map_err(|it| DeskError::Invalid(it.to_string()))?;
        self.desk.settle().await
    }

    async fn write(&self, words: &str) -> Result<Wrong, DeskError> {
        self.notify(json!({ "type": "text", "text": { "body": words } })).await?;
        Ok(None)
    }

    async fn send(&self, what: &str) -> Result<Wrong, DeskError> {
        let message = match what {
            "picture" => {
                json!({ "type": "image", "image": { "id": "1", "mime_type": "image/jpeg", "sha256": "x" } })
            }
            "voice note" => {
                json!({ "type": "audio", "audio": { "id": "1", "mime_type": "audio/ogg", "voice": true } })
            }
            "location" => {
                json!({ "type": "location", "location": { "latitude": 58.59, "longitude": 16.18 } })
            }
            "contact card" => {
                json!({ "type": "contacts", "contacts": [{ "origin": "other", "vcard": "x" }] })
            }
            "poll" => {
                json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "Unsupported" }] })
            }
            other => return Ok(Some((format!("something that can be sent, not {other:?}"), String::new()))),
        };
        self.notify(message).await?;
        Ok(None)
    }

    async fn tap(&self, which: &str, old: bool) -> Result<Wrong, DeskError> {
        let mine: Vec<Received> =
            self.recorder.messages().into_iter().filter(|it| it.to == self.phone).collect();
        let with_choices: Vec<&Received> = mine.iter().filter(|it| !it.choices.is_empty()).collect();
        let found = if old {
            with_choices.iter().rev().skip(1).find_map(|it| pick(it, which).map(|choice| (*it, choice)))
        } else {
            with_choices.last().and_then(|it| pick(it, which).map(|choice| (*it, choice)))
        };
        let Some((message, (id, title))) = found else {
            let shown = with_choices.last().map_or_else(String::new, |it| it.text.clone());
            return Ok(Some((format!("a choice [{which}]"), shown)));
        };
        let body = if message.template {
            json!({ "type": "button", "button": { "payload": id, "text": title } })
        } else {
            json!({ "type": "interactive", "interactive": {
                "type": "button_reply", "button_reply": { "id": id, "title": title } } })
        };
        self.notify(body).await?;
        Ok(None)
    }

    async fn time_passes(&self, to: &str) -> Result<Wrong, DeskError> {
        let target = match to.strip_prefix('+') {
            Some(span) => span_of(span).map(|it| self.desk.now() + it),
            None => moment_of(to),
        };
        let Some(target) = target else {
            return Ok(Some(("a moment such as 2026-03-11 09:00, or +24h, +30m".to_owned(), to.to_owned())));
        };
        self.desk.advance(&self.clock, target).await?;
        Ok(None)
    }

    async fn take(&self, state: ConversationState) -> Result<Wrong, DeskError> {
        let Some(mut conversation) = self.conversation().await? else {
            return Ok(Some(("a conversation".to_owned(), "none yet".to_owned())));
        };
        conversation.state = state;
        self.desk
            .store()
            .write("talk: take", move |tx| {
                let conversation = conversation.clone();
                Box::pin(async move { conversations::save(tx, &conversation).await.map_err(DeskError::from) })
            })
            .await?;
        Ok(None)
    }

    /// Another phone taps the same first choice a moment earlier: it books what is offered to this one.
    async fn rival(&mut self) -> Result<Wrong, DeskError> {
        let rival = "+46700000099".to_owned();
        let mine = std::mem::replace(&mut self.phone, rival);
        let offered =
            self.recorder.messages().into_iter().rev().find(|it| it.to == mine && !it.choices.is_empty());
        let title = offered.and_then(|it| it.choices.first().map(|it| it.1.clone())).unwrap_or_default();
        self.write("jag vill boka tid").await?;
        let tapped = self.tap(&title, false).await?;
        if tapped.is_none() {
            self.write("Rut Rival").await?;
        }
        self.phone = mine;
        self.before = self.recorder.messages().len();
        Ok(tapped)
    }

    async fn conversation(&self) -> Result<Option<svara_model::Conversation>, DeskError> {
        let clinic = Arc::clone(&self.clinic);
        let phone: svara_model::PhoneNumber =
            self.phone.parse().map_err(|_| DeskError::Invalid("the phone is no number".to_owned()))?;
        self.desk
            .store()
            .read("talk: conversation", move |tx| {
                let (clinic, phone) = (Arc::clone(&clinic), phone.clone());
                Box::pin(async move {
                    let filter = conversations::Filter { phone: Some(&phone), ..Default::default() };
                    let all = conversations::list(tx, &clinic.id, filter, None, 1).await?;
                    Ok::<_, DeskError>(all.into_iter().next().map(|it| it.0))
                })
            })
            .await
    }

    async fn check(&self, expectation: &Expectation, position: &mut usize) -> Result<Wrong, DeskError> {
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
        let reasons: Vec<&str> = open.await?.iter().map(|it| it.reason.as_str()).collect();
        Ok((!reasons.contains(&reason)).then(|| (format!("handover: {reason}"), reasons.join(", "))))
    }

    /// The coming appointments behind this number, one line each.
    async fn coming(&self) -> Result<Vec<String>, DeskError> {
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

type Wrong = Option<(String, String)>;

fn staff() -> StaffId {
    StaffId::new(1, 1)
}

fn pick(message: &Received, which: &str) -> Option<(String, String)> {
    match which.parse::<usize>() {
        Ok(number) if number > 0 => message.choices.get(number - 1).cloned(),
        _ => message.choices.iter().find(|it| it.1.contains(which)).cloned(),
    }
}

/// `24h`, `30m`, `7d`.
fn span_of(text: &str) -> Option<SignedDuration> {
    let (number, unit) = text.split_at(text.len().checked_sub(1)?);
    let number: i64 = number.trim().parse().ok()?;
    match unit {
        "m" => Some(SignedDuration::from_mins(number)),
        "h" => Some(SignedDuration::from_hours(number)),
        "d" => Some(SignedDuration::from_hours(24 * number)),
        _ => None,
    }
}

/// Kept out of the way of [`moment_of`]: scripts speak of whole minutes.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read() {
        assert_eq!(span_of("24h"), Some(SignedDuration::from_hours(24)));
        assert_eq!(span_of("x"), None);
        assert_eq!(span_of(""), None);
        let at: Option<Timestamp> = moment_of("2026-03-10 22:00");
        assert_eq!(at.unwrap().to_string(), "2026-03-10T21:00:00Z");
    }
}
