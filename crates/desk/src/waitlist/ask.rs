//! Asking somebody about a freed time, and telling kindly that it went on.

use super::choose::Candidate;
use crate::dispatch::window_is_open;
use crate::letters::{self, TemplateLetter};
use crate::{Desk, DeskError};
use jiff::tz::TimeZone;
use svara_dialog::{Tap, wording};
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Button, Channel, Clinic, ConversationId, ConversationState, Disclosure, FreedTime, HandoverReason,
    Language, MessageId, OfferId, OfferState, Outgoing, Purpose, TemplateMessage, TimeOffer,
};
use svara_store::messages::NewOutbound;
use svara_store::{Tx, conversations, handovers, messages, offers, patients};

const OFFER_TEMPLATE: &str = "freed_time_offer";
const MOVE_TEMPLATE: &str = "freed_time_move";
const OFFER_FIELDS: &[&str] = &["name", "clinic", "when", "practitioner", "until"];
const MOVE_FIELDS: &[&str] = &["name", "clinic", "when", "practitioner", "old", "until"];
const REPLIES: &[Key] = &[Key::ButtonOfferYes, Key::ButtonNoThanks];

/// The two templates that ask about a freed time.
pub(crate) fn offer_templates() -> [TemplateLetter; 2] {
    [
        (OFFER_TEMPLATE, Key::WaitOffer, OFFER_FIELDS, REPLIES),
        (MOVE_TEMPLATE, Key::WaitOfferMove, MOVE_FIELDS, REPLIES),
    ]
}

impl Desk {
    /// Asks one; `None`: they were asked about this very time before.
    pub(super) async fn ask(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        who: Candidate,
    ) -> Result<Option<TimeOffer>, DeskError> {
        let now = self.now();
        let offer = TimeOffer {
            id: self.ids.make(OfferId::new, now),
            freed: time.id.clone(),
            entry: who.entry.id.clone(),
            patient: who.patient.id.clone(),
            contact: who.contact.id.clone(),
            slot: who.slot.clone(),
            moving: who.moving.as_ref().map(|it| it.id.clone()),
            state: OfferState::Standing,
            offered_at: now,
            until: who.until,
            settled_at: None,
            message: self.ids.make(MessageId::new, now),
        };
        if !offers::add(tx, &offer).await? {
            return Ok(None);
        }
        let open = window_is_open(who.conversation.last_inbound_at, now);
        let outbound = NewOutbound {
            id: offer.message.clone(),
            conversation: who.conversation.id.clone(),
            contact: who.contact.id.clone(),
            purpose: Purpose::Appointment,
            content: question(clinic, &offer, &who, open),
            class: Disclosure::Personal,
            due_at: now,
            expires_at: Some(who.until),
            appointment: who.moving.as_ref().map(|it| (it.id.clone(), it.revision)),
            reply_to: None,
            dedupe: Some(format!("offer:{}", offer.id)),
            by_staff: None,
        };
        messages::add_outbound(tx, &outbound, now).await?;
        self.note_offer(tx, clinic, "waitlist.offered", &offer).await?;
        Ok(Some(offer))
    }

    /// The time went on; said only where free text may go, for nobody needs a template about nothing.
    pub(super) async fn say_lapsed(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        offer: &TimeOffer,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let Some(patient) = patients::by_id(tx, &offer.patient).await? else { return Ok(()) };
        let language = letters::language_of(clinic, &patient);
        let new = self.ids.make(ConversationId::new, now);
        let (contact, channel) = (&offer.contact, Channel::Whatsapp);
        let conversation =
            conversations::open_for(tx, &clinic.id, contact, channel, &language, new, now).await?;
        if matches!(conversation.state, ConversationState::Staff { .. } | ConversationState::Waiting { .. }) {
            // The machine is silent there: whoever has the conversation hears that the time went on.
            handovers::open(tx, &conversation.id, HandoverReason::Unanswered, now).await?;
            return Ok(());
        }
        if !window_is_open(conversation.last_inbound_at, now) {
            return Ok(());
        }
        let when = wording::day_and_time(offer.slot.from, &letters::clinic_zone(clinic), &language);
        let lapsed = Phrase::new(Key::OfferLapsed).with("when", when);
        let body = phrases::own::render(&lapsed, &language, &clinic.texts);
        let outbound = NewOutbound {
            id: self.ids.make(MessageId::new, now),
            conversation: conversation.id,
            contact: offer.contact.clone(),
            purpose: Purpose::Appointment,
            content: Outgoing::Text { body },
            class: Disclosure::Personal,
            due_at: now,
            expires_at: Some(offer.slot.from),
            appointment: None,
            reply_to: None,
            dedupe: Some(format!("offer:{}:lapsed", offer.id)),
            by_staff: None,
        };
        messages::add_outbound(tx, &outbound, now).await?;
        Ok(())
    }
}

/// The question: words with two buttons while the patient may be written to freely, else a template.
fn question(clinic: &Clinic, offer: &TimeOffer, who: &Candidate, window_open: bool) -> Outgoing {
    let language = letters::language_of(clinic, &who.patient);
    let zone = letters::clinic_zone(clinic);
    let old = who.moving.as_ref().map(|it| wording::day_and_time(it.slot.from, &zone, &language));
    let (name, key, fields, _) = &offer_templates()[usize::from(old.is_some())];
    let value = |field: &str| match field {
        "name" => who.patient.first_name().to_owned(),
        "clinic" => clinic.name.clone(),
        "when" => wording::day_and_time(offer.slot.from, &zone, &language),
        "practitioner" => wording::practitioner_name(clinic, &offer.slot.practitioner),
        "until" => until(offer, &zone, &language),
        _ => old.clone().unwrap_or_default(),
    };
    let shown = fields.iter().fold(Phrase::new(*key), |it, field| it.with(field, value(field)));
    // A template's words are those that WhatsApp approved; in an open conversation the clinic's own hold.
    let said = |phrase: &Phrase| {
        if window_open {
            phrases::own::render(phrase, &language, &clinic.texts)
        } else {
            phrases::render(phrase, &language)
        }
    };
    let shown = said(&shown);
    let reply = |key: Key, tap: &Tap| Button { id: tap.id(), title: said(&Phrase::new(key)) };
    let taps = [Tap::OfferYes(offer.id.clone()), Tap::OfferNo(offer.id.clone())];
    let buttons: Vec<Button> = REPLIES.iter().zip(&taps).map(|(key, tap)| reply(*key, tap)).collect();
    if window_open {
        return Outgoing::Buttons { body: shown, buttons };
    }
    Outgoing::Template(TemplateMessage {
        name: (*name).to_owned(),
        parameters: fields.iter().map(|it| value(it)).collect(),
        quick_replies: buttons,
        shown,
        language,
    })
}

/// The clock time while it is today, the day as well when it is not.
fn until(offer: &TimeOffer, zone: &TimeZone, language: &Language) -> String {
    let date = |at: jiff::Timestamp| at.to_zoned(zone.clone()).date();
    if date(offer.until) == date(offer.offered_at) {
        wording::clock(offer.until, zone)
    } else {
        wording::day_and_time(offer.until, zone, language)
    }
}
