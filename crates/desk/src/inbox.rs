//! From the inbox to turns: each patient's waiting messages together, in order, by nobody else at the same time.

use crate::jobs::answer_language;
use crate::second::{Opinion, Unsure};
use crate::turn::Turn;
use crate::whose_turn::Claimed;
use crate::{Desk, DeskError, News, view};
use futures_util::future::join_all;
use jiff::Timestamp;
use std::sync::Arc;
use svara_dialog::Event;
use svara_model::{
    Attachment, Channel, Clinic, ClinicId, ContactId, Content, ConversationId, HandoverReason, Inbound,
    Language, MediaKind, MessageId, StatusUpdate,
};
use svara_store::inbox::{self, InboxBatch, InboxItem, InboxKind};
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{Tx, attachments, contacts, conversations, handovers, messages, outbox};

/// Senders whose messages are taken in hand at once.
pub(crate) const BATCH: usize = 16;
/// Messages that break a turn this often are set aside for a person.
const ATTEMPTS_MAX: i64 = 4;
/// More words in one go than this are read up to here; WhatsApp's own bound for one message.
const TEXT_CHARACTERS_MAX: usize = 4_096;

impl Desk {
    /// Works on what waits in the inbox; how many patients and reports there were.
    pub(crate) async fn work_inbox(&self) -> Result<usize, DeskError> {
        let claimed = self.claim_inbox(BATCH).await?;
        let count = claimed.len();
        for outcome in join_all(claimed.into_iter().map(|it| self.work_batch(it))).await {
            outcome?;
        }
        Ok(count)
    }

    pub(crate) async fn work_batch(&self, claimed: Claimed) -> Result<(), DeskError> {
        let Claimed { batch, restored } = claimed;
        let keys: Vec<String> = batch.items.iter().map(|it| it.key.clone()).collect();
        let clinic = batch.items.first().and_then(|it| it.clinic.clone());
        let attempt = batch.items.iter().map(|it| it.attempt).max().unwrap_or(0);
        let worked = match batch.items.first().map(|it| it.kind) {
            Some(InboxKind::Status) => self.apply_reports(batch.items).await,
            _ => self.work_messages(batch, restored).await,
        };
        self.conclude(clinic.as_ref(), worked, keys, attempt).await
    }

    async fn conclude(
        &self,
        clinic: Option<&ClinicId>,
        worked: Result<Vec<News>, DeskError>,
        keys: Vec<String>,
        attempt: i64,
    ) -> Result<(), DeskError> {
        match worked {
            Ok(news) => {
                self.outbox_bell.notify_one();
                // Without a clinic nothing was handled, so nothing changed.
                let Some(clinic) = clinic else { return Ok(()) };
                for it in news {
                    self.tell(clinic, it);
                }
                Ok(())
            }
            Err(error) => {
                // The patient first: what can't be noted now must not keep their words waiting.
                self.put_back(keys, attempt, &error).await?;
                self.notice_key_failure(clinic, &error).await
            }
        }
    }

    /// A turn that failed is tried again at once, and then left to a person: nothing is lost, nothing blocks.
    async fn put_back(&self, keys: Vec<String>, attempt: i64, error: &DeskError) -> Result<(), DeskError> {
        tracing::error!(%error, attempt, "a turn failed");
        let retry = (attempt < ATTEMPTS_MAX).then(|| self.now());
        let why = error.to_string();
        self.store
            .write("put back", move |tx| {
                let (keys, why) = (keys.clone(), why.clone());
                Box::pin(async move {
                    for key in &keys {
                        inbox::failed(tx, key, retry, &why).await?;
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }

    async fn apply_reports(&self, items: Vec<InboxItem>) -> Result<Vec<News>, DeskError> {
        let now = self.now();
        self.store
            .write("reports", move |tx| {
                let items = items.clone();
                Box::pin(async move {
                    let mut news = Vec::new();
                    for item in &items {
                        news.extend(apply_report(tx, item, now).await?);
                    }
                    let keys: Vec<String> = items.into_iter().map(|it| it.key).collect();
                    inbox::handled(tx, &keys, now).await?;
                    Ok(news)
                })
            })
            .await
    }

    async fn work_messages(&self, batch: InboxBatch, restored: bool) -> Result<Vec<News>, DeskError> {
        let InboxBatch { mut items, order_key_hash: order, .. } = batch;
        let mut heard = inbounds(&items)?;
        let who = address(&heard);
        // A desk that was restored and not yet told to go shows no sign of life.
        if !restored {
            self.show_reading(&items, &heard);
        }
        while self.quiet.wait(&who, &heard).await {
            items = self.all_waiting(order.clone()).await?;
            heard = inbounds(&items)?;
        }
        self.quiet.answered(&who);
        match self.answer_all(items, None).await {
            Err(DeskError::Unsure(unsure)) => {
                tokio::spawn(self.clone().ask_and_answer(*unsure, who, order));
                Ok(Vec::new())
            }
            answered => answered,
        }
    }

    /// Asks somebody else about what our reader is unsure of, and answers then. Other patients don't wait for it: the
    /// messages stay in our hands meanwhile, under their lease.
    async fn ask_and_answer(self, unsure: Unsure, who: String, order: String) {
        let opinion = self.opinion(unsure, &who).await;
        let concluded = async {
            let items = self.all_waiting(order).await?;
            let keys = items.iter().map(|it| it.key.clone()).collect();
            let attempt = items.iter().map(|it| it.attempt).max().unwrap_or(0);
            let clinic = items.first().and_then(|it| it.clinic.clone());
            let worked = self.answer_all(items, Some(opinion)).await;
            self.conclude(clinic.as_ref(), worked, keys, attempt).await
        };
        if let Err(error) = concluded.await {
            tracing::error!(%error, "a turn failed after a second opinion; it is taken again when its lease ends");
        }
        self.inbox_bell.notify_one();
    }

    /// One turn for everything that a patient sent.
    async fn answer_all(
        &self,
        items: Vec<InboxItem>,
        opinion: Option<Opinion>,
    ) -> Result<Vec<News>, DeskError> {
        let heard = inbounds(&items)?;
        let Some(clinic) = items.first().and_then(|it| it.clinic.clone()).and_then(|it| self.clinic(&it))
        else {
            return Err(DeskError::NotFound("the clinic"));
        };
        let keys: Vec<String> = items.iter().map(|it| it.key.clone()).collect();
        let desk = self.clone();
        self.store
            .write("turn", move |tx| {
                let (desk, clinic, heard, keys, opinion) =
                    (desk.clone(), Arc::clone(&clinic), heard.clone(), keys.clone(), opinion.clone());
                Box::pin(async move { desk.take_turn(tx, clinic, &heard, &keys, opinion).await })
            })
            .await
    }

    /// What came while we waited for more.
    async fn all_waiting(&self, order_key_hash: String) -> Result<Vec<InboxItem>, DeskError> {
        self.store
            .write("more of the same", move |tx| {
                let order = order_key_hash.clone();
                Box::pin(async move { inbox::all_waiting(tx, &order).await.map_err(DeskError::from) })
            })
            .await
    }

    /// Blue ticks and "typing…", while the turn is worked on; nobody waits for it.
    fn show_reading(&self, items: &[InboxItem], heard: &[Inbound]) {
        let clinic = items.first().and_then(|it| it.clinic.clone()).and_then(|it| self.clinic(&it));
        let (Some(clinic), Some(last)) = (clinic, heard.last()) else { return };
        let (desk, provider_id) = (self.clone(), last.provider_id.clone());
        tokio::spawn(async move { desk.line.mark_read(&clinic, &provider_id).await });
    }

    async fn take_turn(
        &self,
        tx: &mut Tx,
        clinic: Arc<Clinic>,
        heard: &[Inbound],
        keys: &[String],
        opinion: Option<Opinion>,
    ) -> Result<Vec<News>, DeskError> {
        let now = self.now();
        if usize::try_from(inbox::handled(tx, keys, now).await?).unwrap_or(0) < keys.len() {
            return Err(DeskError::Conflict("somebody else answered these messages".to_owned()));
        }
        let Some(first) = heard.first() else { return Ok(Vec::new()) };
        if is_planted(Mischief::TalksInTheLog) {
            tracing::info!(from = first.sender.phone.as_ref().map_or("", |it| it.as_str()), "a turn begins");
        }
        let new = self.ids.make(ContactId::new, now);
        let (mut contact, _) = contacts::find_or_create(tx, &clinic.id, &first.sender, new, now).await?;
        let language = language_before(&contact, &clinic);
        let new = self.ids.make(ConversationId::new, now);
        let mut conversation =
            conversations::open_for(tx, &clinic.id, &contact.id, Channel::Whatsapp, &language, new, now)
                .await?;
        self.weigh_identity(tx, &mut contact, &conversation, &first.sender).await?;
        let mut newest = None;
        for message in heard {
            let id = self.ids.make(MessageId::new, now);
            newest = Some(id.clone());
            let (at, text) = (view::written_at(message.at, now), shown(&message.content));
            let line = id.clone();
            messages::add_inbound(tx, id, &conversation.id, &message.provider_id, &text, at, now).await?;
            if let Some(attachment) = Attachment::of(&message.content) {
                attachments::add(tx, &line, &attachment).await?;
            }
            conversation.last_inbound_at = conversation.last_inbound_at.max(Some(at));
        }
        let (memory, version) = self.recall(tx, &conversation.id).await?;
        if let Some(message) = &newest {
            self.wrote_first(tx, &clinic, &conversation, message).await?;
        }
        let mut turn = Turn::begin(self, tx, clinic, contact, conversation, memory).await?;
        turn.heard = newest;
        if opinion.as_ref().is_some_and(|it| it.asked) {
            let subject = turn.contact.id.to_string();
            turn.audit(tx, "words.read_by_language_model", Some(&subject)).await?;
        }
        turn.opinion = opinion;
        turn.hear_all(tx, parts(heard)).await?;
        turn.answer(tx, heard.last()).await?;
        turn.end(tx, version).await
    }
}

impl Turn<'_> {
    pub(crate) async fn hear_part(&mut self, tx: &mut Tx, part: Part) -> Result<(), DeskError> {
        match part {
            Part::Words(text) => self.hear_words(tx, &text).await,
            Part::Happened(event) => self.hear(tx, event).await,
            Part::NewIdentity(phone, user_id) => {
                contacts::change_identity(tx, &self.contact.id, phone, user_id, self.view.now).await?;
                Ok(())
            }
            Part::Nothing => Ok(()),
        }
    }
}

async fn apply_report(tx: &mut Tx, item: &InboxItem, now: Timestamp) -> Result<Option<News>, DeskError> {
    let update: StatusUpdate = serde_json::from_str(&item.payload)
        .map_err(|it| DeskError::Unreadable { what: "a report", why: it.to_string() })?;
    let Some((_, conversation, _)) = outbox::apply_status(tx, &update).await? else { return Ok(None) };
    if update.failure.is_some() {
        handovers::open(tx, &conversation, HandoverReason::NotDelivered, now).await?;
    }
    Ok(Some(News::Conversation(conversation)))
}

fn inbounds(items: &[InboxItem]) -> Result<Vec<Inbound>, DeskError> {
    items
        .iter()
        .map(|it| {
            let mut message: Inbound = serde_json::from_str(&it.payload)
                .map_err(|it| DeskError::Unreadable { what: "a message", why: it.to_string() })?;
            if message.at <= Timestamp::UNIX_EPOCH {
                // The provider gave no time: it was written when it reached us, as far as anybody knows.
                message.at = it.received_at;
            }
            Ok(message)
        })
        .collect()
}

/// As the channel orders messages: the business-scoped id before the number.
fn address(heard: &[Inbound]) -> String {
    heard.first().map_or_else(String::new, |it| {
        let user = it.sender.user_id.as_ref().map(|it| it.as_str().to_owned());
        user.or_else(|| it.sender.phone.as_ref().map(|it| it.as_str().to_owned())).unwrap_or_default()
    })
}

fn language_before(contact: &svara_model::Contact, clinic: &Clinic) -> Language {
    let patient = contact.patients.first().and_then(|it| it.language.clone());
    answer_language(&patient.unwrap_or_else(|| clinic.default_language()))
}

/// What a reader of the conversation sees of a message.
fn shown(content: &Content) -> String {
    match content {
        Content::Text { body } => body.clone(),
        Content::Tap { title, .. } => title.clone(),
        Content::Media { media, caption, .. } => {
            let kind = match media {
                MediaKind::Image => "[picture]",
                MediaKind::Document => "[document]",
                MediaKind::Audio => "[recording]",
                MediaKind::VoiceNote => "[voice note]",
                MediaKind::Video => "[video]",
                MediaKind::Sticker => "[sticker]",
            };
            caption.as_ref().map_or_else(|| kind.to_owned(), |it| format!("{kind} {it}"))
        }
        Content::Location { .. } => "[location]".to_owned(),
        Content::Contacts { .. } => "[contact card]".to_owned(),
        Content::Reaction { emoji, .. } => emoji.clone().unwrap_or_else(|| "[reaction removed]".to_owned()),
        Content::ChangedIdentity { .. } => "[changed number]".to_owned(),
        Content::Revoked { .. } => "[message taken back]".to_owned(),
        Content::Edited { body, .. } => format!("[edited] {}", body.clone().unwrap_or_default()),
        Content::Unreadable { what } => format!("[cannot be read: {what}]"),
        Content::Ignorable { what } => format!("[{what}]"),
    }
}

#[expect(clippy::large_enum_variant, reason = "a turn holds a handful of them for a moment")]
pub(crate) enum Part {
    Words(String),
    Happened(Event),
    NewIdentity(Option<svara_model::PhoneNumber>, Option<svara_model::UserId>),
    Nothing,
}

/// What was taken back or rewritten before anybody read it was never said.
fn still_said(heard: &[Inbound]) -> impl Iterator<Item = &Inbound> {
    let gone = |it: &Inbound| match &it.content {
        Content::Revoked { original } | Content::Edited { original, .. } => original.clone(),
        _ => None,
    };
    let gone: Vec<String> = heard.iter().filter_map(gone).collect();
    heard.iter().filter(move |it| !gone.contains(&it.provider_id))
}

/// Texts in a row become one; everything else stands by itself.
fn parts(heard: &[Inbound]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for message in still_said(heard) {
        match (part(&message.content), parts.last_mut()) {
            (Part::Words(more), Some(Part::Words(words))) => {
                words.push('\n');
                words.push_str(&more);
            }
            // A finger that taps twice means it once.
            (
                Part::Happened(Event::Tapped { id, .. }),
                Some(Part::Happened(Event::Tapped { id: before, .. })),
            ) if id == *before => {}
            (part, _) => parts.push(part),
        }
    }
    for part in &mut parts {
        if let Part::Words(words) = part
            && let Some((end, _)) = words.char_indices().nth(TEXT_CHARACTERS_MAX)
        {
            words.truncate(end);
        }
    }
    parts
}

fn part(content: &Content) -> Part {
    match content {
        Content::Text { body } | Content::Edited { body: Some(body), .. } => Part::Words(body.clone()),
        Content::Tap { id, title } => Part::Happened(Event::Tapped { id: id.clone(), title: title.clone() }),
        Content::Media { caption: Some(caption), .. } if !caption.trim().is_empty() => {
            Part::Words(caption.clone())
        }
        Content::Media { media, .. } if *media != MediaKind::Sticker => {
            Part::Happened(Event::SentMedia(*media))
        }
        Content::Location { .. } => Part::Happened(Event::SentLocation),
        Content::Contacts { own_number: Some(number) } => Part::NewIdentity(Some(number.clone()), None),
        Content::Contacts { own_number: None } => Part::Happened(Event::SentContact),
        Content::Unreadable { .. } | Content::Edited { .. } => Part::Happened(Event::SentUnreadable),
        Content::ChangedIdentity { phone, user_id, .. } => Part::NewIdentity(phone.clone(), user_id.clone()),
        Content::Media { .. }
        | Content::Reaction { .. }
        | Content::Revoked { .. }
        | Content::Ignorable { .. } => Part::Nothing,
    }
}
