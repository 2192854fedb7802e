//! From the outbox to the provider: claimed with a lease, asked once more whether it may still go, handed over
//! with no transaction open, and the answer recorded.

use crate::office::privacy;
use crate::restore::{restoring, was_due_before};
use crate::spending::{Means, not_spent};
use crate::{Desk, DeskError, News, disclosure, identity, lines};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_channel::whatsapp::{SendError, Sent, Then};
use svara_model::{
    Address, Channel, Clinic, Contact, Disclosure, EventId, HandoverReason, Outgoing, PermissionState,
    Purpose, SendFailure,
};
use svara_store::flags::{self, Flag};
use svara_store::mischief::{Mischief, is_planted};
use svara_store::outbox::{self, OutboxItem};
use svara_store::{Tx, appointments, contacts, conversations, events, handovers, mails, permissions};

/// A process that dies with a message in hand leaves it unknown after this; longer than any send may take.
const LEASE_SECONDS: i64 = 90;
/// Messages taken in hand at once.
const BATCH: usize = 16;
/// An answer is tried this often; minutes later it is no answer any more.
const ATTEMPTS_MAX: i64 = 8;
/// WhatsApp's customer service window (`reference/whatsapp.md`, 4.1).
pub(crate) const WINDOW_HOURS: i64 = 24;
/// An answer whose fate is unknown waits this long for a report before it is sent once more.
const UNCERTAIN_SECONDS: i64 = 20;

/// Why a message is not sent that says more than its channel may carry to this reader.
pub(crate) const TOO_MUCH: &str = "it says more than this channel may carry";
/// Why nothing is sent to somebody whose data must be left alone.
pub(crate) const RESTRICTED: &str = "processing is restricted";
/// Why somebody who objected to reminders gets none.
pub(crate) const NO_REMINDERS: &str = "the patient objected to reminders";
/// Why nobody is written to first who has not allowed it.
pub(crate) const NO_PERMISSION: &str = "no permission is on record";

/// Something that is to be said.
#[derive(Clone, Copy)]
pub(crate) struct Saying<'a> {
    /// The words.
    pub(crate) content: &'a Outgoing,
    /// Why we write.
    pub(crate) purpose: Purpose,
    /// How much it says.
    pub(crate) class: Disclosure,
}

/// Why a message about a young patient does not go to a phone that stands for others, too.
const GUARDIAN: &str = "the patient's guardians hear nothing of it any more";

/// Whether a message may go now.
enum Verdict {
    Go { to: Address, clinic: Arc<Clinic> },
    Drop(&'static str),
}

impl Desk {
    /// Hands over what is due; how many messages there were.
    pub(crate) async fn work_outbox(&self) -> Result<usize, DeskError> {
        let claimed = self.claim_outbox(BATCH).await?;
        let count = claimed.len();
        for outcome in join_all(claimed.into_iter().map(|it| self.hand_over(it))).await {
            outcome?;
        }
        Ok(count)
    }

    /// Takes so many messages in hand.
    pub(crate) async fn claim_outbox(&self, limit: usize) -> Result<Vec<OutboxItem>, DeskError> {
        let now = self.now();
        let owner = self.config.owner.clone();
        let claimed = self.store.write("claim outgoing", move |tx| {
            let owner = owner.clone();
            let lease = now + SignedDuration::from_secs(LEASE_SECONDS);
            Box::pin(async move {
                if restoring(tx).await? {
                    return Ok(Vec::new());
                }
                outbox::claim(tx, now, lease, &owner, limit).await.map_err(DeskError::from)
            })
        });
        claimed.await
    }

    pub(crate) async fn hand_over(&self, item: OutboxItem) -> Result<(), DeskError> {
        let verdict = self.may_go(&item).await?;
        let (to, clinic) = match verdict {
            Verdict::Go { to, clinic } => (to, clinic),
            Verdict::Drop(why) => {
                tracing::info!(message = %item.id, why, "a message was not sent");
                return self.dropped(item, why).await;
            }
        };
        if matches!(self.means_for(&item, &clinic).await?, Means::Spent) {
            return Ok(());
        }
        let clinic = if is_planted(Mischief::WrongNumber) { self.clinics().remove(0) } else { clinic };
        let sent = self.line.send(&clinic, &to, &item.content, item.reply_to.as_deref(), &item.id).await;
        self.record(item, &clinic, sent).await
    }

    /// Asked at the last moment: permission, window, and whether the appointment is still as it was told.
    async fn may_go(&self, item: &OutboxItem) -> Result<Verdict, DeskError> {
        let desk = self.clone();
        let item = item.clone();
        self.store
            .read("may it go", move |tx| {
                let (desk, item) = (desk.clone(), item.clone());
                Box::pin(async move { desk.judge(tx, &item).await })
            })
            .await
    }

    async fn judge(&self, tx: &mut Tx, item: &OutboxItem) -> Result<Verdict, DeskError> {
        let now = self.now();
        let Some(clinic) = self.clinic(&item.clinic) else { return Ok(Verdict::Drop("the clinic is gone")) };
        let Some(contact) = contacts::by_id(tx, &item.contact).await? else {
            return Ok(Verdict::Drop("the contact is gone"));
        };
        let Some(to) = contact.address() else { return Ok(Verdict::Drop("the contact has no address")) };
        let Some(conversation) = conversations::by_id(tx, &item.conversation).await? else {
            return Ok(Verdict::Drop("the conversation is gone"));
        };
        if item.expires_at.is_some_and(|it| now >= it) {
            return Ok(Verdict::Drop("it came too late"));
        }
        if let Some((id, revision)) = &item.appointment {
            let standing = appointments::by_id(tx, id).await?;
            let past = is_planted(Mischief::SpeaksOfThePast);
            if !past && standing.as_ref().is_none_or(|it| it.revision != *revision) {
                return Ok(Verdict::Drop("the appointment changed meanwhile"));
            }
            let withheld = identity::withheld(tx, &contact, now).await?;
            if standing.is_some_and(|it| withheld.contains(&it.patient)) {
                return Ok(Verdict::Drop(GUARDIAN));
            }
        }
        let template = matches!(item.content, Outgoing::Template(_));
        if !template
            && !is_planted(Mischief::WindowForgotten)
            && !window_is_open(conversation.last_inbound_at, now)
        {
            return Ok(Verdict::Drop("the customer service window is closed"));
        }
        if item.purpose != Purpose::Answer && was_due_before(tx, item.due_at).await? {
            return Ok(Verdict::Drop("it was due before a backup was restored and may have been sent"));
        }
        let saying = Saying { content: &item.content, purpose: item.purpose, class: item.class };
        if let Some(why) = self.what_forbids(tx, &clinic, &contact, conversation.channel, saying).await? {
            return Ok(Verdict::Drop(why));
        }
        Ok(Verdict::Go { to, clinic })
    }

    /// Why something may not be said to this contact now, whatever it is about: objections, what may be said there,
    /// permission. Asked at every sending, and before staff are offered to send it.
    pub(crate) async fn what_forbids(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        contact: &Contact,
        channel: Channel,
        saying: Saying<'_>,
    ) -> Result<Option<&'static str>, DeskError> {
        let Saying { content, purpose, class } = saying;
        let flags = flags::behind(tx, &contact.id).await?;
        if flags.contains(&Flag::Restricted) {
            return Ok(Some(RESTRICTED));
        }
        if flags.contains(&Flag::NoReminders) && purpose == Purpose::Reminder {
            return Ok(Some(NO_REMINDERS));
        }
        let doubted = disclosure::is_doubted(tx, &contact.id).await?;
        let reader = disclosure::assurance(contact, 0, doubted);
        let says = disclosure::of_outgoing(content, purpose, class, clinic, contact);
        if says > disclosure::most(clinic, channel, reader) {
            return Ok(Some(TOO_MUCH));
        }
        if purpose != Purpose::Answer && !is_planted(Mischief::PermissionForgotten) {
            if let Some(why) = privacy::what_stops_us(tx, clinic, self.now()).await? {
                return Ok(Some(why));
            }
            let given = permissions::current(tx, &contact.id, channel, purpose).await?;
            if given.is_none_or(|it| it.state != PermissionState::Given) {
                return Ok(Some(NO_PERMISSION));
            }
        }
        Ok(None)
    }

    async fn dropped(&self, item: OutboxItem, why: &'static str) -> Result<(), DeskError> {
        let now = self.now();
        let (clinic, conversation) = (item.clinic.clone(), item.conversation.clone());
        let desk = self.clone();
        self.store
            .write("drop a message", move |tx| {
                let (desk, item) = (desk.clone(), item.clone());
                Box::pin(async move {
                    outbox::dropped(tx, &item.id, why, now).await?;
                    if why == TOO_MUCH {
                        let id = desk.ids.make(EventId::new, now);
                        let subject = Some(item.contact.as_str());
                        let kind = "disclosure.refused";
                        events::append(tx, id, &item.clinic, now, "desk", kind, subject, "{}").await?;
                    }
                    if item.purpose == Purpose::Answer || why == GUARDIAN {
                        handovers::open(tx, &item.conversation, HandoverReason::NotDelivered, now).await?;
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await?;
        self.tell(&clinic, News::Conversation(conversation));
        Ok(())
    }

    async fn record(
        &self,
        item: OutboxItem,
        clinic: &Arc<Clinic>,
        sent: Result<Sent, SendError>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let (whose, conversation) = (item.clinic.clone(), item.conversation.clone());
        let (desk, clinic) = (self.clone(), Arc::clone(clinic));
        if let Err(error) = &sent {
            tracing::warn!(message = %item.id, code = error.failure.code, then = ?error.then, "a message was not taken");
        }
        self.store
            .write("record a send", move |tx| {
                let (item, sent, clinic) = (item.clone(), sent.clone(), Arc::clone(&clinic));
                let desk = desk.clone();
                Box::pin(async move {
                    match sent {
                        Ok(_) if is_planted(Mischief::SentAgain) && item.attempt == 1 => {
                            outbox::retry(tx, &item.id, now, "once more").await?;
                        }
                        Ok(sent) => outbox::sent(tx, &item.id, &sent.provider_id, now).await?,
                        Err(error) => {
                            if error.then != Then::Uncertain {
                                not_spent(tx, &item, &clinic, now).await?;
                            }
                            failed(tx, &item, &error, now).await?;
                            desk.notice_refusal(tx, &item.clinic, &error).await?;
                        }
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await?;
        self.tell(&whose, News::Conversation(conversation));
        Ok(())
    }

    /// What a process that died left in hand: an answer is sent once more, what we started is left unknown.
    pub(crate) async fn work_stale(&self) -> Result<(), DeskError> {
        let now = self.now();
        self.store
            .write("stale messages", move |tx| {
                Box::pin(async move {
                    for item in outbox::stale(tx, now).await? {
                        settle_unknown(tx, &item, now).await?;
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }

    /// Sends mails that are due; how many there were.
    pub(crate) async fn work_mails(&self) -> Result<usize, DeskError> {
        let now = self.now();
        let owner = self.config.owner.clone();
        let claimed = self.store.write("claim mails", move |tx| {
            let owner = owner.clone();
            let lease = now + SignedDuration::from_secs(LEASE_SECONDS);
            Box::pin(async move {
                if restoring(tx).await? {
                    return Ok(Vec::new());
                }
                mails::claim(tx, now, lease, &owner, BATCH).await.map_err(DeskError::from)
            })
        });
        let claimed = claimed.await?;
        let count = claimed.len();
        for mail in claimed {
            let outcome = self.post.send(&self.config.mail_from, &mail.to, &mail.subject, &mail.body).await;
            if let Err(error) = &outcome {
                tracing::warn!(mail = %mail.id, %error, "a mail was not taken");
            }
            self.store
                .write("record a mail", move |tx| {
                    let (mail, outcome) = (mail.clone(), outcome.clone());
                    Box::pin(async move {
                        match outcome {
                            Ok(()) => mails::sent(tx, &mail.id, now).await?,
                            Err(error) if error.retry && mail.attempt < ATTEMPTS_MAX => {
                                let later = now + lines::delay(Then::Retry, attempt(mail.attempt));
                                mails::retry(tx, &mail.id, later, &error.why).await?;
                            }
                            Err(error) => mails::failed(tx, &mail.id, &error.why, now).await?,
                        }
                        Ok::<_, DeskError>(())
                    })
                })
                .await?;
        }
        Ok(count)
    }
}

/// Whether free text may go to somebody who last wrote then.
pub(crate) fn window_is_open(last_inbound_at: Option<Timestamp>, now: Timestamp) -> bool {
    last_inbound_at.is_some_and(|it| now < it + SignedDuration::from_hours(WINDOW_HOURS))
}

fn attempt(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

async fn failed(tx: &mut Tx, item: &OutboxItem, error: &SendError, now: Timestamp) -> Result<(), DeskError> {
    let again = match error.then {
        Then::Retry | Then::RetryPair | Then::PauseNumber | Then::Token => item.attempt < ATTEMPTS_MAX,
        Then::Uncertain => return uncertain(tx, item, now).await,
        Then::UseTemplate | Then::GiveUp | Then::OurMistake => false,
    };
    if again {
        let later = now + lines::delay(error.then, attempt(item.attempt));
        outbox::retry(tx, &item.id, later, &error.failure.details).await?;
        return Ok(());
    }
    give_up(tx, item, &error.failure, now).await
}

async fn give_up(
    tx: &mut Tx,
    item: &OutboxItem,
    failure: &SendFailure,
    now: Timestamp,
) -> Result<(), DeskError> {
    outbox::failed(tx, &item.id, failure, now).await?;
    handovers::open(tx, &item.conversation, HandoverReason::NotDelivered, now).await?;
    Ok(())
}

/// The request left and no answer came: an answer is sent once more if no report comes, a reminder never twice.
async fn uncertain(tx: &mut Tx, item: &OutboxItem, now: Timestamp) -> Result<(), DeskError> {
    if item.purpose == Purpose::Answer && item.attempt < ATTEMPTS_MAX {
        let later = now + SignedDuration::from_secs(UNCERTAIN_SECONDS);
        outbox::retry(tx, &item.id, later, "no answer came; it may have been sent").await?;
        return Ok(());
    }
    outbox::unknown(tx, &item.id, now).await?;
    Ok(())
}

/// A message that a dead process had in hand.
pub(crate) async fn settle_unknown(tx: &mut Tx, item: &OutboxItem, now: Timestamp) -> Result<(), DeskError> {
    if item.purpose == Purpose::Answer && item.attempt < ATTEMPTS_MAX {
        outbox::retry(tx, &item.id, now, "the desk stopped while it was being sent").await?;
    } else {
        outbox::unknown(tx, &item.id, now).await?;
    }
    Ok(())
}
