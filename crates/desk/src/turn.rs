//! One turn: everything a patient sent since the last answer, read, decided and carried out in one transaction,
//! together with the new state and the answer.

use crate::bookings::{By, NewBooking, Outcome, Terms};
use crate::disclosure;
use crate::permissions::{STARTED_BY_US, Word, wording};
use crate::second::Opinion;
use crate::tape::Tape;
use crate::times::FreeTimes;
use crate::{Desk, DeskError, News, NotFree, habits};
use jiff::SignedDuration;
use std::sync::Arc;
use svara_dialog::{Effect, Event, Memory, Nothing, Request, Say, View, compose};
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    AppointmentId, Clinic, Contact, Conversation, ConversationState, Disclosure, EventId, HandoverReason,
    Inbound, MessageId, Patient, PatientId, Purpose, Slot,
};
use svara_schedule::Nothing as NothingFree;
use svara_store::messages::NewOutbound;
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{
    BookingError, Tx, appointments, conversations, events, handovers, holds, messages, patients, permissions,
};

/// An answer that comes later than this quotes what it answers; at once it needs no quotation.
const QUOTE_AFTER_SECONDS: i64 = 60;

/// A conversation in the middle of a turn.
pub(crate) struct Turn<'d> {
    pub(crate) desk: &'d Desk,
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) contact: Contact,
    pub(crate) conversation: Conversation,
    pub(crate) memory: Memory,
    pub(crate) view: View,
    /// The newest message of this turn: what proves what the patient says in it.
    pub(crate) heard: Option<MessageId>,
    /// What somebody else said of its words, once they were asked.
    pub(crate) opinion: Option<Opinion>,
    stopped_before: bool,
    /// They said stop in this turn, and had not before.
    pub(crate) withdrew: bool,
    pub(crate) said: Vec<Say>,
    pub(crate) changed: Vec<AppointmentId>,
    /// Where the answer was taken from, for staff.
    pub(crate) source: Option<String>,
    pub(crate) tape: Tape,
}

impl<'d> Turn<'d> {
    pub(crate) async fn begin(
        desk: &'d Desk,
        tx: &mut Tx,
        clinic: Arc<Clinic>,
        contact: Contact,
        conversation: Conversation,
        memory: Memory,
    ) -> Result<Self, DeskError> {
        let view = desk.view(tx, &clinic, &contact, &conversation.language, &memory).await?;
        let tape = Tape::begin(desk.prints.of(&clinic), &memory, &view);
        Ok(Self {
            desk,
            clinic,
            contact,
            conversation,
            memory,
            view,
            heard: None,
            opinion: None,
            stopped_before: false,
            withdrew: false,
            said: Vec::new(),
            changed: Vec::new(),
            source: None,
            tape,
        })
    }

    pub(crate) async fn carry_out(
        &mut self,
        tx: &mut Tx,
        effect: Effect,
    ) -> Result<Option<Event>, DeskError> {
        match effect {
            Effect::Say(say) if self.stopped_before && acknowledges_stop(&say) => self.said.clear(),
            Effect::Say(say) => self.said.push(say),
            Effect::Find(request) => {
                let found = self.find(tx, request).await?;
                self.note_shown(tx, &found).await?;
                return Ok(Some(found));
            }
            Effect::Hold(slot) => self.hold(tx, slot).await?,
            Effect::Release => holds::release(tx, &self.conversation.id).await?,
            Effect::Book { slot, patient } => return self.book(tx, slot, &patient).await.map(Some),
            Effect::FindPlans(ask) => return self.find_plans(tx, ask).await.map(Some),
            Effect::BookPlan(visits) => return self.book_plan(tx, visits).await.map(Some),
            Effect::Move { appointment, slot } => return self.shift(tx, &appointment, slot).await.map(Some),
            Effect::Cancel(id) => return self.cancel(tx, &id).await.map(Some),
            Effect::AskOff(id) => self.desk.ask_off(tx, &self.clinic, &id, &By::patient()).await?,
            Effect::Confirm(id) => {
                if self.desk.confirm(tx, &self.clinic, &id, &By::patient()).await?.is_some() {
                    self.changed.push(id);
                }
            }
            Effect::Enrol { name } => return self.enrol(tx, name).await.map(Some),
            Effect::OptOut => self.withdraw(tx).await?,
            Effect::OptIn => {
                let shown = phrases::render(&Phrase::new(Key::OptedIn), &self.view.language);
                self.permit(tx, &STARTED_BY_US, "said START", shown).await?;
            }
            Effect::TellStaff(reason) => self.card(tx, reason).await?,
            Effect::HandOver(reason) => {
                self.card(tx, reason).await?;
                if !matches!(self.conversation.state, ConversationState::Staff { .. }) {
                    self.conversation.state = ConversationState::Waiting { reason, since: self.view.now };
                }
            }
            Effect::Source(source) => self.source = Some(source),
            Effect::SetLanguage(language) => self.speak(language),
            Effect::Wait { request, patient } => return self.wait(tx, request, patient).await.map(Some),
            Effect::StopWaiting(ids) => {
                self.stop_waiting(tx, &ids).await?;
                self.view.foresee(&Effect::StopWaiting(ids));
            }
            Effect::TakeOffer(id) => return self.take_offer(tx, &id).await.map(Some),
            Effect::DeclineOffer(id) => {
                self.decline_offer(tx, &id).await?;
                self.view.foresee(&Effect::DeclineOffer(id));
            }
            Effect::WantsCall(id) => self.wants_call(tx, &id).await?,
        }
        Ok(None)
    }

    pub(crate) async fn find(&mut self, tx: &mut Tx, request: Request) -> Result<Event, DeskError> {
        let only = request.only;
        let mut ask = FreeTimes {
            patient: habits::for_whom(&self.memory),
            service: request.service,
            practitioner: request.practitioner,
            windows: request.windows,
            count: usize::try_from(self.clinic.policy.offer_count).unwrap_or(3).clamp(1, 10),
            earliest: request.earliest,
            latest: request.latest,
            not: request.not,
            moving: request.moving,
            own: Some(self.conversation.id.clone()),
        };
        let found = self.desk.free_times(tx, &self.clinic, &ask).await?;
        if !found.slots.is_empty() {
            return Ok(Event::TimesFound { slots: found.slots, wider: false, nothing: None });
        }
        let nothing = found.nothing.map(words_for);
        for wider in widenings(&ask, self.view.now).into_iter().filter(|_| !only) {
            ask = wider;
            let found = self.desk.free_times(tx, &self.clinic, &ask).await?;
            if !found.slots.is_empty() {
                return Ok(Event::TimesFound { slots: found.slots, wider: true, nothing });
            }
        }
        Ok(Event::TimesFound { slots: Vec::new(), wider: true, nothing })
    }

    async fn hold(&mut self, tx: &mut Tx, slot: Slot) -> Result<(), DeskError> {
        let minutes = i64::from(self.clinic.policy.hold_minutes);
        let hold = svara_model::Hold {
            id: self.desk.ids.make(svara_model::HoldId::new, self.view.now),
            conversation: self.conversation.id.clone(),
            slot,
            expires_at: self.view.now + SignedDuration::from_mins(minutes),
        };
        holds::release(tx, &self.conversation.id).await?;
        match holds::place(tx, &hold, self.view.now).await {
            Ok(()) => self.desk.plan_hold_lapse(tx, &hold).await,
            // A time that cannot be held is noticed when it is booked, and answered there.
            Err(BookingError::Taken | BookingError::PatientBusy | BookingError::Changed) => Ok(()),
            Err(BookingError::Store(error)) => Err(error.into()),
        }
    }

    async fn book(&mut self, tx: &mut Tx, slot: Slot, patient: &PatientId) -> Result<Event, DeskError> {
        let Some(patient) = patients::by_id(tx, patient).await? else { return Ok(Event::TimeGone) };
        let booking = NewBooking {
            slot,
            patient,
            contact: Some(self.contact.id.clone()),
            conversation: Some(self.conversation.id.clone()),
            terms: Terms { ask: true, ..Terms::default() },
            plan: None,
        };
        match self.desk.book(tx, &self.clinic, &booking, &By::patient()).await? {
            Outcome::Gone(why) => Ok(refused(&why)),
            Outcome::Done(appointment) => {
                self.permit_reminders(tx).await?;
                self.changed.push(appointment.id.clone());
                Ok(Event::Booked(appointment))
            }
        }
    }

    async fn shift(&mut self, tx: &mut Tx, id: &AppointmentId, to: Slot) -> Result<Event, DeskError> {
        let standing = appointments::by_id(tx, id).await?.filter(|it| it.status.is_coming());
        let Some(before) = standing else { return Ok(Event::TimeGone) };
        let conversation = Some(self.conversation.id.clone());
        let by = By::patient();
        match self.desk.move_appointment(tx, &self.clinic, &before, &to, conversation, &by).await? {
            Outcome::Gone(why) => Ok(refused(&why)),
            Outcome::Done(after) => {
                self.changed.push(after.id.clone());
                Ok(Event::Moved { before, after })
            }
        }
    }

    async fn cancel(&mut self, tx: &mut Tx, id: &AppointmentId) -> Result<Event, DeskError> {
        match self.desk.cancel(tx, &self.clinic, id, &By::patient()).await? {
            Outcome::Gone(_) => Ok(Event::TimeGone),
            Outcome::Done(appointment) => {
                self.changed.push(id.clone());
                Ok(Event::Cancelled(appointment))
            }
        }
    }

    async fn enrol(&mut self, tx: &mut Tx, name: String) -> Result<Event, DeskError> {
        let patient = Patient {
            id: self.desk.ids.make(PatientId::new, self.view.now),
            clinic: self.clinic.id.clone(),
            name,
            language: Some(self.conversation.language.clone()),
            phone: self.contact.phone.clone(),
        };
        patients::insert(tx, &patient, Some(&self.contact.id), self.view.now).await?;
        self.audit(tx, "patient.enrolled", Some(patient.id.as_str())).await?;
        Ok(Event::Enrolled(patient))
    }

    /// Who books here is reminded here, unless they said otherwise before.
    pub(crate) async fn permit_reminders(&mut self, tx: &mut Tx) -> Result<(), DeskError> {
        let mut open = Vec::new();
        for purpose in STARTED_BY_US {
            let known =
                permissions::current(tx, &self.contact.id, self.conversation.channel, purpose).await?;
            open.extend(known.is_none().then_some(purpose));
        }
        if open.is_empty() {
            return Ok(());
        }
        let hours = self.clinic.policy.reminders_hours_before.first();
        let promise = |hours: &u32| Phrase::new(Key::BookedReminder).with_number("hours", *hours);
        let shown = match hours.map(promise) {
            Some(promise) => phrases::render(&promise, &self.view.language),
            None => wording(&self.clinic, &self.view.language),
        };
        self.permit(tx, &open, "booked in this chat and was told of reminders", shown).await
    }

    pub(crate) async fn permit(
        &self,
        tx: &mut Tx,
        purposes: &[Purpose],
        source: &str,
        shown: String,
    ) -> Result<(), DeskError> {
        let word = Word::in_chat(&self.conversation, self.view.now, source, self.heard.as_ref()).shown(shown);
        self.desk.permit(tx, &self.clinic.id, &self.contact.id, purposes, &word).await
    }

    /// At once, for what is queued too. Who said so before is not told again.
    async fn withdraw(&mut self, tx: &mut Tx) -> Result<(), DeskError> {
        let word = Word::in_chat(&self.conversation, self.view.now, "said STOP", self.heard.as_ref());
        self.withdrew = self.desk.withdraw(tx, &self.clinic.id, &self.contact.id, &word).await?;
        self.stopped_before = !self.withdrew;
        Ok(())
    }

    pub(crate) async fn card(&mut self, tx: &mut Tx, reason: HandoverReason) -> Result<(), DeskError> {
        handovers::open(tx, &self.conversation.id, reason, self.view.now).await?;
        self.audit(tx, &format!("handover.{}", reason.as_str()), Some(self.contact.id.clone().as_str())).await
    }

    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        kind: &str,
        subject: Option<&str>,
    ) -> Result<(), DeskError> {
        let id = self.desk.ids.make(EventId::new, self.view.now);
        let details = format!("{{\"conversation\":\"{}\"}}", self.conversation.id);
        events::append(tx, id, &self.clinic.id, self.view.now, "patient", kind, subject, &details).await?;
        Ok(())
    }

    /// The answer, composed into one message and queued with the new state.
    pub(crate) async fn answer(&mut self, tx: &mut Tx, heard: Option<&Inbound>) -> Result<(), DeskError> {
        let (said, most) = self.sayable(tx).await?;
        let Some(content) = compose(&said, &self.view) else { return Ok(()) };
        let mut content =
            if most < Disclosure::Personal { disclosure::without_names(content) } else { content };
        let now = self.view.now;
        if is_planted(Mischief::BookedInSilence) && !self.changed.is_empty() {
            content = svara_model::Outgoing::Text { body: "OK".to_owned() };
        }
        if is_planted(Mischief::LeftUnanswered) && now.as_second() % 3 == 0 {
            return Ok(());
        }
        let late = SignedDuration::from_secs(QUOTE_AFTER_SECONDS);
        let quoted = heard.filter(|it| now.duration_since(it.at) > late);
        let outbound = NewOutbound {
            id: self.desk.ids.make(MessageId::new, now),
            conversation: self.conversation.id.clone(),
            contact: self.contact.id.clone(),
            purpose: Purpose::Answer,
            content,
            due_at: now,
            expires_at: None,
            appointment: None,
            reply_to: quoted.map(|it| it.provider_id.clone()),
            dedupe: heard.map(|it| format!("answer:{}", it.provider_id)),
            by_staff: None,
            class: disclosure::of_said(&said),
        };
        messages::add_outbound(tx, &outbound, now).await?;
        if let Some(source) = self.source.take() {
            messages::note_source(tx, &outbound.id, &source).await?;
        }
        Ok(())
    }

    /// Stores where the conversation stands; what changed is told after the commit.
    pub(crate) async fn end(mut self, tx: &mut Tx, version: i64) -> Result<Vec<News>, DeskError> {
        self.conversation.changed_at = self.view.now;
        conversations::save(tx, &self.conversation).await?;
        self.desk.keep(tx, &self.conversation.id, &self.memory, version, self.view.now).await?;
        let whose = (self.clinic.as_ref(), &self.conversation);
        self.desk.plan_silence(tx, whose, &self.memory, version + 1).await?;
        let tape = (self.tape, version);
        let kept = self.desk.keep_turn(tx, &self.clinic, &self.conversation, &self.memory, tape).await?;
        if let Some(record) = kept {
            self.desk.learn_from(tx, &self.conversation, &record).await?;
        }
        let mut news = vec![News::Conversation(self.conversation.id)];
        news.extend(self.changed.into_iter().map(News::Appointment));
        Ok(news)
    }
}

fn acknowledges_stop(say: &Say) -> bool {
    say.phrases.iter().any(|it| matches!(it.key(), Key::OptedOut | Key::OptedOutAlready))
}

/// When nothing fits: the same practitioner at any time from the wish on, then anybody, then from now on.
fn widenings(ask: &FreeTimes, now: jiff::Timestamp) -> Vec<FreeTimes> {
    let from = ask.windows.iter().map(|it| it.0).min().unwrap_or(now);
    let end = jiff::Timestamp::MAX;
    let base = FreeTimes { latest: false, ..ask.clone() };
    let mut wider = vec![FreeTimes { windows: vec![(from, end)], ..base.clone() }];
    if ask.practitioner.is_some() {
        wider.push(FreeTimes { practitioner: None, windows: ask.windows.clone(), ..base.clone() });
        wider.push(FreeTimes { practitioner: None, windows: vec![(from, end)], ..base.clone() });
    }
    wider.push(FreeTimes { practitioner: None, windows: Vec::new(), ..base });
    wider
}

/// A time that a rule forbids is told as such; anything else was taken by somebody.
fn refused(why: &NotFree) -> Event {
    why.told().map_or(Event::TimeGone, Event::NotAllowed)
}

fn words_for(nothing: NothingFree) -> Nothing {
    match nothing {
        NothingFree::Past | NothingFree::Notice => Nothing::TooSoon,
        NothingFree::Horizon => Nothing::TooFar,
        NothingFree::Closed => Nothing::Closed,
        NothingFree::Full => Nothing::Full,
        NothingFree::NoRoom => Nothing::NoRoom,
        NothingFree::Limit => Nothing::DayFull,
        NothingFree::PatientBusy => Nothing::PatientBusy,
    }
}
