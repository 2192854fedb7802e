//! A person takes a conversation, answers in it and gives it back. While a person has it the machine is silent
//! (`turn.rs` asks the state), and only that person answers.

use super::conversations::{self as look, Thread};
use super::{Who, conversations::Line};
use crate::dispatch::window_is_open;
use crate::{Desk, DeskError, News, disclosure};
use svara_dialog::Flow;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Clinic, Conversation, ConversationId, ConversationState, Direction, Disclosure, Message, MessageId,
    Outgoing, Purpose,
};
use svara_store::messages::NewOutbound;
use svara_store::{Tx, contacts, conversations, drafts, handovers, messages, secure, staff};

/// WhatsApp's bound for one text message.
pub const TEXT_CHARACTERS_MAX: usize = 4_096;

/// Takes a conversation. A conflict when a colleague has it; taking it twice changes nothing.
pub async fn take_over(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    who: &Who,
) -> Result<Thread, DeskError> {
    write(desk, clinic, id, who, "take a conversation", Act::TakeOver).await?;
    thread(desk, clinic, id).await
}

/// Gives a conversation back to the desk, which begins afresh with the next message; closes what was open in it.
pub async fn give_back(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    who: &Who,
) -> Result<Thread, DeskError> {
    write(desk, clinic, id, who, "give a conversation back", Act::GiveBack).await?;
    thread(desk, clinic, id).await
}

/// Answers the patient in one's own words. A conflict when one does not have the conversation, when the patient
/// wrote more than 24 hours ago, or when the words say more than the channel may carry.
pub async fn answer(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    text: &str,
    who: &Who,
) -> Result<Line, DeskError> {
    write_to(desk, clinic, id, text, Way::Channel, who).await
}

/// As [`answer`], but the words wait behind sign-in, and the chat only says that they are there.
pub async fn answer_behind_sign_in(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    text: &str,
    who: &Who,
) -> Result<Line, DeskError> {
    write_to(desk, clinic, id, text, Way::SignIn, who).await
}

async fn write_to(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    text: &str,
    way: Way,
    who: &Who,
) -> Result<Line, DeskError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > TEXT_CHARACTERS_MAX {
        return Err(DeskError::Invalid(format!("a message has 1 to {TEXT_CHARACTERS_MAX} characters")));
    }
    let message = desk.ids.make(MessageId::new, desk.now());
    write(desk, clinic, id, who, "answer", Act::Answer(message.clone(), text.to_owned(), way)).await?;
    let line = Message {
        id: message,
        conversation: id.clone(),
        direction: Direction::Out,
        text: text.to_owned(),
        at: desk.now(),
        status: svara_model::DeliveryStatus::Queued.as_str().to_owned(),
        by: Some(who.staff.clone()),
        source: None,
    };
    let content = Some(Outgoing::Text { body: text.to_owned() });
    Ok(Line {
        message: line,
        by: Some(who.name.clone()),
        seq: None,
        content,
        failure: None,
        attachment: None,
    })
}

async fn thread(desk: &Desk, clinic: &Clinic, id: &ConversationId) -> Result<Thread, DeskError> {
    look::find(desk, clinic, id).await?.ok_or(DeskError::NotFound("the conversation"))
}

/// By which way words reach the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Channel,
    SignIn,
}

#[derive(Clone)]
enum Act {
    TakeOver,
    GiveBack,
    Answer(MessageId, String, Way),
}

async fn write(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    who: &Who,
    step: &'static str,
    act: Act,
) -> Result<(), DeskError> {
    desk.store()
        .write(step, {
            let (desk, clinic, id, who) = (desk.clone(), clinic.id.clone(), id.clone(), who.clone());
            move |tx| {
                let (desk, clinic) = (desk.clone(), clinic.clone());
                let (id, who, act) = (id.clone(), who.clone(), act.clone());
                Box::pin(async move {
                    let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
                    let conversation = found.ok_or(DeskError::NotFound("the conversation"))?;
                    let kind = match act {
                        Act::TakeOver => taken(&desk, tx, conversation, &who).await?,
                        Act::GiveBack => given_back(&desk, tx, conversation, &who).await?,
                        Act::Answer(message, text, way) => {
                            answered(&desk, tx, conversation, &who, message, text, way).await?
                        }
                    };
                    desk.line(tx, &clinic, &who, kind, Some(id.as_str()), "{}").await
                })
            }
        })
        .await?;
    desk.outbox_bell.notify_one();
    desk.tell(&clinic.id, News::Conversation(id.clone()));
    Ok(())
}

pub(super) async fn taken(
    desk: &Desk,
    tx: &mut Tx,
    mut it: Conversation,
    who: &Who,
) -> Result<&'static str, DeskError> {
    match &it.state {
        ConversationState::Staff { by, .. } if by != &who.staff => return Err(taken_by_other(tx, by).await?),
        ConversationState::Closed => {
            return Err(DeskError::Conflict("this conversation is closed".to_owned()));
        }
        ConversationState::Staff { .. } => {}
        ConversationState::Bot | ConversationState::Waiting { .. } => {
            if it.state == ConversationState::Bot {
                desk.learn_from_takeover(tx, &it).await?;
            }
            it.state = ConversationState::Staff { by: who.staff.clone(), since: desk.now() };
            it.changed_at = desk.now();
            conversations::save(tx, &it).await?;
        }
    }
    Ok("conversation.taken")
}

pub(super) async fn given_back(
    desk: &Desk,
    tx: &mut Tx,
    mut it: Conversation,
    who: &Who,
) -> Result<&'static str, DeskError> {
    let now = desk.now();
    if it.state == ConversationState::Closed {
        return Err(DeskError::Conflict("this conversation is closed".to_owned()));
    }
    handovers::close(tx, &it.id, Some(&who.staff), now).await?;
    if it.state != ConversationState::Bot {
        let (mut memory, version) = desk.recall(tx, &it.id).await?;
        memory.flow = Flow::Idle;
        memory.misunderstood = 0;
        desk.keep(tx, &it.id, &memory, version, now).await?;
        it.state = ConversationState::Bot;
        it.changed_at = now;
        conversations::save(tx, &it).await?;
    }
    Ok("conversation.given_back")
}

async fn answered(
    desk: &Desk,
    tx: &mut Tx,
    it: Conversation,
    who: &Who,
    message: MessageId,
    text: String,
    way: Way,
) -> Result<&'static str, DeskError> {
    let now = desk.now();
    match &it.state {
        ConversationState::Staff { by, .. } if by == &who.staff => {}
        ConversationState::Staff { by, .. } => return Err(taken_by_other(tx, by).await?),
        _ => return Err(DeskError::Conflict("take the conversation before you answer in it".to_owned())),
    }
    if !window_is_open(it.last_inbound_at, now) {
        let why = "the patient wrote more than 24 hours ago: WhatsApp lets no free words through until they write again";
        return Err(DeskError::Conflict(why.to_owned()));
    }
    let (content, class) = worded(desk, tx, &it, who, text, way).await?;
    let outbound = NewOutbound {
        id: message,
        conversation: it.id,
        contact: it.contact,
        purpose: Purpose::Answer,
        content: Outgoing::Text { body: content },
        class,
        due_at: now,
        expires_at: None,
        appointment: None,
        reply_to: None,
        dedupe: None,
        by_staff: Some(who.staff.clone()),
    };
    // What was sent is no draft any more, also when the page that wrote it is gone.
    drafts::keep(tx, &outbound.conversation, &who.staff, "", now).await?;
    messages::add_outbound(tx, &outbound, now).await?;
    Ok("conversation.answered")
}

/// What goes over the channel: the words themselves, or word of a message behind sign-in. A conflict when the words
/// say more than the channel may carry.
async fn worded(
    desk: &Desk,
    tx: &mut Tx,
    it: &Conversation,
    who: &Who,
    text: String,
    way: Way,
) -> Result<(String, Disclosure), DeskError> {
    let clinic = desk.clinic_or_gone(&it.clinic)?;
    if way == Way::SignIn {
        let id = desk.ids.make(MessageId::new, desk.now());
        secure::add_message(tx, id, &it.contact, &text, &who.staff, desk.now()).await?;
        let link = desk.secure_link(tx, &it.contact).await?;
        let summons = Phrase::new(Key::SecureMessage).with("clinic", clinic.name.clone()).with("link", link);
        let language = crate::jobs::answer_language(&it.language);
        return Ok((phrases::render(&summons, &language), Disclosure::Public));
    }
    let contact = contacts::by_id(tx, &it.contact).await?.ok_or(DeskError::NotFound("the contact"))?;
    let doubted = disclosure::is_doubted(tx, &it.contact).await?;
    let most = disclosure::most(&clinic, it.channel, disclosure::assurance(&contact, 0, doubted));
    // To somebody nobody knows yet, nothing is said of anybody; words to a patient count as personal.
    let newcomer = contact.patients.is_empty() && !doubted;
    let class = if newcomer { Disclosure::Public } else { Disclosure::Personal };
    if class > most { Err(super::privacy::too_much(&[])) } else { Ok((text, class)) }
}

pub(super) async fn taken_by_other(tx: &mut Tx, by: &svara_model::StaffId) -> Result<DeskError, DeskError> {
    let name = staff::by_id(tx, by).await?.map_or_else(|| "a program".to_owned(), |it| it.name);
    Ok(DeskError::TakenBy(name))
}
