//! Plays a written conversation against a real desk on a store in memory, with a clock that stands still.
//!
//! Absent: what is expected of it; that is `check.rs`.

use super::notice::{self, NUMBER_ID, notice};
use super::phone::{Received, Recorder};
use super::script::{FIRST_PHONE, Line, Script, Step, moment_of};
use jiff::SignedDuration;
use serde_json::Value;
use std::sync::Arc;
use svara_desk::bookings::Terms;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::office::bookings::{self, PhoneBooking};
use svara_desk::office::{Who, talk};
use svara_desk::{Config, Desk, DeskError, Ids, MovableClock, Transition, WhatsAppSettings};
use svara_model::{Clinic, Conversation, WhatsAppNumber};
use svara_store::{MasterKey, Store, conversations};

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

/// What was expected and what was there, when they differ.
pub(super) type Wrong = Option<(String, String)>;

/// The phone of whoever is faster.
const RIVAL_PHONE: &str = "+46700000099";
const KEY: [u8; 32] = [7; 32];

pub(crate) struct Scene {
    pub(crate) desk: Desk,
    pub(super) recorder: Recorder,
    pub(crate) clinic: Arc<Clinic>,
    pub(super) phone: String,
    pub(super) absence: Option<svara_model::AbsenceId>,
    clock: Arc<MovableClock>,
    /// How many messages there were when somebody last did something.
    before: usize,
    /// The provider's id of the patient's last message.
    last: String,
}

/// Plays it; the first departure ends it.
pub async fn play(script: &Script, clinic: &ClinicFile) -> Result<Option<Departure>, DeskError> {
    Ok(play_through(script, clinic).await?.0)
}

/// Plays it, plays each of its turns again from what was stored of it, and tells which transitions it went through.
pub async fn play_through(
    script: &Script,
    clinic: &ClinicFile,
) -> Result<(Option<Departure>, Vec<Transition>), DeskError> {
    let mut scene = Scene::open(script.start, script.with_known(clinic.clone())?).await?;
    let departure = scene.run(script).await?;
    let id = scene.clinic.id.clone();
    let replayed = scene.desk.replay_since(&id, jiff::Timestamp::UNIX_EPOCH).await?;
    let again = replayed.first.first().map(|it| Departure {
        line: 0,
        expected: format!("played again, {}: {}", it.difference.at, it.difference.then),
        found: it.difference.now.clone(),
    });
    Ok((departure.or(again), scene.desk.transitions(&id).await?))
}

impl Scene {
    pub(super) async fn run(&mut self, script: &Script) -> Result<Option<Departure>, DeskError> {
        self.learn(script).await?;
        let scene = self;
        let mut position = 0;
        for line in &script.steps {
            let wrong = match &line.step {
                Step::Expect(expectation) => scene.check(expectation, &mut position).await?,
                step => {
                    position = 0;
                    scene.act(step).await?
                }
            };
            if let Some((expected, found)) = wrong {
                return Ok(Some(Departure { line: line.number, expected, found }));
            }
        }
        Ok(None)
    }
}

/// Plays what is done in it, expects nothing, and writes down both sides: for whoever writes a conversation.
pub async fn transcript(script: &Script, clinic: &ClinicFile) -> Result<String, DeskError> {
    let mut scene = Scene::open(script.start, script.with_known(clinic.clone())?).await?;
    let mut told = vec![script.title.clone()];
    for Line { number, step } in &script.steps {
        if matches!(step, Step::Expect(_)) {
            continue;
        }
        told.push(format!("{number:>4} {step}"));
        if let Some((expected, found)) = scene.act(step).await? {
            told.push(format!("     ?? {expected}: {found}"));
        }
        for message in scene.fresh() {
            told.extend(message.text.lines().map(|it| format!("     |  {it}")));
            let choices: Vec<String> = message.choices.iter().map(|it| format!("[{}]", it.1)).collect();
            told.push(format!("     `- {}", choices.join(" ")));
        }
    }
    let state = scene.conversation().await?.map_or("none", |it| it.state.api_name());
    told.push(format!("     state: {state}; {:?}\n", scene.coming().await?));
    Ok(told.join("\n"))
}

impl Scene {
    pub(crate) async fn open(start: jiff::Timestamp, mut file: ClinicFile) -> Result<Self, DeskError> {
        let store = Store::open("sqlite::memory:", MasterKey::from_bytes(KEY)).await?;
        let clock = Arc::new(MovableClock::standing(start));
        let recorder = Recorder::default();
        let config = Config {
            public_url: "https://desk.example".to_owned(),
            owner: "talk".to_owned(),
            mail_from: "desk@clinic.example".to_owned(),
            whatsapp: WhatsAppSettings { app_secret: "talk".to_owned(), verify_token: "talk".to_owned() },
        };
        let (line, post) = (Arc::new(recorder.clone()), Arc::new(recorder.clone()));
        let desk = Desk::open(store, clock.clone(), Ids::seeded(1), config, line, post).await?;
        file.clinic.whatsapp = Some(WhatsAppNumber {
            phone_number_id: NUMBER_ID.to_owned(),
            display_phone_number: "15550000001".to_owned(),
            business_account_id: "200000000000001".to_owned(),
        });
        desk.apply_clinic(&file).await?;
        let clinic = desk.clinic(&file.clinic.id).ok_or(DeskError::NotFound("the clinic"))?;
        Ok(Self {
            desk,
            recorder,
            clinic,
            phone: FIRST_PHONE.to_owned(),
            absence: None,
            clock,
            before: 0,
            last: String::new(),
        })
    }

    pub(crate) async fn act(&mut self, step: &Step) -> Result<Wrong, DeskError> {
        if !matches!(step, Step::Phone(_)) {
            self.before = self.recorder.messages().len();
        }
        let wrong = match step {
            Step::Phone(number) => {
                number.clone_into(&mut self.phone);
                None
            }
            Step::Write(words) => self.notify(notice::written(words)).await?,
            Step::Tap(which) => self.tap(which, false).await?,
            Step::TapOld(which) => self.tap(which, true).await?,
            Step::Send(what) => self.send(what).await?,
            Step::AndAtOnce(step) => self.at_once(step).await?,
            Step::Edit(words) => {
                let changed = notice::changed(&self.last, Some(words));
                self.notify(changed).await?
            }
            Step::TakeBack => {
                let changed = notice::changed(&self.last, None);
                self.notify(changed).await?
            }
            Step::Clock(to) => return self.time_passes(to).await,
            Step::TakeOver | Step::GiveBack | Step::Staff(_) => return self.staff(step).await,
            Step::Clinic(what) => self.clinic_does(what).await?,
            Step::Rival { refused } => return self.rival(*refused).await,
            Step::Away { .. } | Step::Undo => return self.absence(step).await,
            Step::Expect(_) => None,
        };
        Ok(wrong.or_else(|| self.unseemly()))
    }

    /// What reached this phone since somebody last did something.
    pub(crate) fn fresh(&self) -> Vec<Received> {
        self.recorder.messages()[self.before..].iter().filter(|it| it.to == self.phone).cloned().collect()
    }

    /// What no answer may ever be: two messages at once, two greetings, or a sentence with a hole in it.
    fn unseemly(&self) -> Wrong {
        let fresh = self.fresh();
        let all = || fresh.iter().map(|it| it.text.clone()).collect::<Vec<_>>().join("\n---\n");
        if fresh.len() > 1 {
            return Some(("one message".to_owned(), all()));
        }
        let text = all();
        let greetings =
            text.split_whitespace().filter(|it| matches!(*it, "Hej" | "Hej!" | "Hi" | "Hi!")).count();
        if greetings > 1 {
            return Some(("one greeting".to_owned(), text));
        }
        (text.contains("{$") || text.contains("{ $")).then(|| ("whole sentences".to_owned(), text))
    }

    async fn take_in(&mut self, message: Value) -> Result<(), DeskError> {
        let id = self.recorder.fresh_id();
        let body = notice(&self.phone, &id, self.desk.now(), message);
        self.last = id;
        self.desk
            .take_in_whatsapp(body.to_string().as_bytes())
            .await
            .map_err(|it| DeskError::Invalid(it.to_string()))?;
        Ok(())
    }

    async fn notify(&mut self, message: Value) -> Result<Wrong, DeskError> {
        self.take_in(message).await?;
        self.desk.settle().await?;
        Ok(None)
    }

    /// The patient goes on before the desk answers.
    async fn at_once(&mut self, step: &Step) -> Result<Wrong, DeskError> {
        let message = match step {
            Step::Write(words) => Some(notice::written(words)),
            Step::Send(what) => notice::sent(what),
            Step::Tap(which) => {
                self.choice(which, false).map(|(it, id, title)| notice::tapped(&it, &id, &title))
            }
            _ => None,
        };
        let Some(message) = message else {
            return Ok(Some(("something to do".to_owned(), step.to_string())));
        };
        self.take_in(message).await?;
        Ok(None)
    }

    async fn send(&mut self, what: &str) -> Result<Wrong, DeskError> {
        let Some(message) = notice::sent(what) else {
            return Ok(Some(("something that can be sent".to_owned(), what.to_owned())));
        };
        self.notify(message).await
    }

    async fn tap(&mut self, which: &str, old: bool) -> Result<Wrong, DeskError> {
        let Some((message, id, title)) = self.choice(which, old) else {
            let shown = self.with_choices().last().map_or_else(String::new, |it| it.text.clone());
            return Ok(Some((format!("a choice [{which}]"), shown)));
        };
        self.notify(notice::tapped(&message, &id, &title)).await
    }

    fn with_choices(&self) -> Vec<Received> {
        let all = self.recorder.messages();
        all.into_iter().filter(|it| it.to == self.phone && !it.choices.is_empty()).collect()
    }

    /// A choice of the last message that has any, or of an older one.
    fn choice(&self, which: &str, old: bool) -> Option<(Received, String, String)> {
        let mut messages = self.with_choices();
        let last = messages.pop()?;
        let mut among = if old { messages } else { vec![last] };
        among.reverse();
        among.into_iter().find_map(|it| pick(&it, which).map(|(id, title)| (it, id, title)))
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

    /// A person at the clinic takes the conversation, answers in it or gives it back, as the console does.
    async fn staff(&self, step: &Step) -> Result<Wrong, DeskError> {
        let Some(conversation) = self.conversation().await? else {
            return Ok(Some(("a conversation".to_owned(), "none yet".to_owned())));
        };
        let (desk, clinic, id, who) = (&self.desk, &self.clinic, &conversation.id, Who::api("receptionist"));
        let done = match step {
            Step::TakeOver => talk::take_over(desk, clinic, id, &who).await.map(drop),
            Step::GiveBack => talk::give_back(desk, clinic, id, &who).await.map(drop),
            Step::Staff(words) => talk::answer(desk, clinic, id, words, &who).await.map(drop),
            _ => Ok(()),
        };
        self.desk.settle().await?;
        match done {
            Err(DeskError::Conflict(why)) => Ok(Some(("staff may do this".to_owned(), why))),
            other => other.map(|()| None),
        }
    }

    /// Somebody else books the time that stands first on this phone: by telephone, with the staff.
    async fn rival(&self, refused: bool) -> Result<Wrong, DeskError> {
        let Some(booking) = self.first_offered().await? else {
            return Ok(Some(("times on the table".to_owned(), "none".to_owned())));
        };
        let booked = bookings::book(&self.desk, &self.clinic, booking, &Who::api("receptionist")).await;
        self.desk.settle().await?;
        match (booked, refused) {
            (Ok(_), false) | (Err(DeskError::NotFree(_)), true) => Ok(None),
            (Ok(_), true) => Ok(Some(("rival: refused".to_owned(), "the rival got the time".to_owned()))),
            (Err(DeskError::NotFree(why)), false) => Ok(Some(("rival".to_owned(), why.to_string()))),
            (Err(error), _) => Err(error),
        }
    }

    /// What can be tapped below the last message that had any choice.
    pub(crate) fn choices(&self) -> Vec<String> {
        let last = self.with_choices().pop();
        last.map_or_else(Vec::new, |it| it.choices.into_iter().map(|it| it.1).collect())
    }

    /// What the conversation remembers.
    pub(crate) async fn memory(&self) -> Result<Value, DeskError> {
        let Some(conversation) = self.conversation().await?.map(|it| it.id) else { return Ok(Value::Null) };
        let memory = self.desk.store().read("talk: memory", move |tx| {
            let id = conversation.clone();
            Box::pin(async move { conversations::memory(tx, &id).await.map_err(DeskError::from) })
        });
        let json = memory.await?.map(|it| it.0).unwrap_or_default();
        Ok(serde_json::from_str(&json).unwrap_or_default())
    }

    /// The first time of the last offer, as the conversation remembers it.
    async fn first_offered(&self) -> Result<Option<PhoneBooking>, DeskError> {
        let memory = self.memory().await?;
        let slot = notice::on_the_table(&memory);
        let word = |name: &str| slot[name].as_str().unwrap_or_default().to_owned();
        let (Ok(service), Ok(practitioner), Ok(from)) =
            (word("service").parse(), word("practitioner").parse(), word("from").parse())
        else {
            return Ok(None);
        };
        let phone =
            RIVAL_PHONE.parse().map_err(|_| DeskError::Invalid("the rival has no number".to_owned()))?;
        Ok(Some(PhoneBooking {
            phone,
            service,
            practitioner,
            from,
            name: Some("Rut Rival".to_owned()),
            terms: Terms::default(),
            why: None,
        }))
    }

    pub(crate) async fn conversation(&self) -> Result<Option<Conversation>, DeskError> {
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
}

/// By number from 1, or by words of the label.
fn pick(message: &Received, which: &str) -> Option<(String, String)> {
    match which.parse::<usize>() {
        Ok(number) if number > 0 => message.choices.get(number - 1).cloned(),
        _ => message.choices.iter().find(|it| it.1.contains(which)).cloned(),
    }
}

/// `24h`, `30m`, `7d`.
fn span_of(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    match unit {
        'm' => Some(SignedDuration::from_mins(number)),
        'h' => Some(SignedDuration::from_hours(number)),
        'd' => Some(SignedDuration::from_hours(24 * number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read() {
        assert_eq!(span_of("24h"), Some(SignedDuration::from_hours(24)));
        assert_eq!(span_of("x"), None);
        assert_eq!(span_of(""), None);
        assert_eq!(span_of("5å"), None);
        assert_eq!(moment_of("2026-03-10 22:00").unwrap().to_string(), "2026-03-10T21:00:00Z");
    }
}
