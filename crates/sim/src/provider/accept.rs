//! What becomes of a call of `POST /messages` whose form is right: refused for the account's reasons, or
//! accepted, shown and reported. Absent: HTTP.

use super::check::{Checked, Part, check};
use super::errors::ApiError;
use super::journal::Line;
use super::state::{ChatMessage, From, Shown};
use super::{Simulator, answer, shown, templates, wamid};
use serde_json::{Value, json};
use svara_model::Address;

impl Simulator {
    /// Meta's answer to a body.
    pub(super) fn accept(&self, body: &Value) -> Result<Value, ApiError> {
        if let Some(code) = self.faults().refusal() {
            return Err(ApiError::new(code, "Refused on purpose by the simulator."));
        }
        match check(body)? {
            Checked::Read { message_id, typing } => self.read(&message_id, typing),
            Checked::Message { kind, to, input, opaque, reply_to } => {
                let digits = self.digits(&to)?;
                let shown = self.shown(&kind, body, &digits)?;
                let message = self.message(&digits, shown, opaque, reply_to);
                let answer = accepted(&to, &input, &message);
                self.deliver_to_phone(&digits, &message);
                Ok(answer)
            }
        }
    }

    fn read(&self, message_id: &str, typing: bool) -> Result<Value, ApiError> {
        let mut state = self.state();
        let owner =
            state.chats().find(|(_, chat)| chat.find(message_id).is_some_and(|it| it.from == From::Me));
        let Some(chat) = owner.map(|it| it.0.clone()) else {
            return Err(ApiError::value("message_id: there is no such message from a person"));
        };
        // Reading one means having read all before it.
        let earlier =
            state.chat(&chat).messages.iter().filter(|it| it.from == From::Me && it.status != "read");
        for id in earlier.map(|it| it.id.clone()).collect::<Vec<_>>() {
            state.record(Line::Status { chat: chat.clone(), id, status: "read".into() });
        }
        if typing {
            state.chat(&chat).starts_typing();
        }
        drop(state);
        self.tell_phones();
        Ok(json!({ "success": true }))
    }

    /// The number behind an address.
    fn digits(&self, to: &Address) -> Result<String, ApiError> {
        let digits = match to {
            Address::Phone(it) => it.digits().to_owned(),
            Address::UserId(id) => {
                let state = self.state();
                let known = state.chats().map(|it| it.0).find(|it| wamid::user_id(it) == id.as_str());
                known.cloned().ok_or_else(|| ApiError::new(131_026, "Message Undeliverable."))?
            }
        };
        if digits == self.config().display_phone_number {
            return Err(ApiError::new(131_021, "The recipient's number is the sender's own."));
        }
        Ok(digits)
    }

    /// What the phone will show, if the window and the rate allow it.
    fn shown(&self, kind: &str, body: &Value, digits: &str) -> Result<Shown, ApiError> {
        let shown = if kind == "template" {
            templates::filled(&Part::root(body)?.part("template")?, &self.config().templates)?
        } else {
            shown::of(kind, body)
        };
        let now = self.now();
        let mut state = self.state();
        let pair_rate = state.pair_rate();
        let chat = state.chat(digits);
        if kind != "template" && !chat.window_is_open(now) {
            let words = "Message failed to send because more than 24 hours have passed since the customer last \
                         replied to this number.";
            return Err(ApiError::new(131_047, words));
        }
        if pair_rate && !chat.takes_one_more(now) {
            let words =
                "Too many messages sent from this phone number to the same phone number in a short time.";
            return Err(ApiError::new(131_056, words));
        }
        Ok(shown)
    }

    fn message(
        &self,
        digits: &str,
        shown: Shown,
        opaque: Option<String>,
        reply_to: Option<String>,
    ) -> ChatMessage {
        ChatMessage {
            id: wamid::outbound(digits, rand::random()),
            from: From::Clinic,
            at: self.now(),
            status: "sent".to_owned(),
            shown,
            reply_to,
            opaque,
            version: 0,
        }
    }

    /// Shows it on the phone and reports how far it came.
    fn deliver_to_phone(&self, digits: &str, message: &ChatMessage) {
        let unreachable = self.faults().is_unreachable(digits);
        let is_open = {
            let mut state = self.state();
            state.record(Line::Message { chat: digits.to_owned(), message: message.clone() });
            state.chat(digits).is_open()
        };
        let words: &[&str] = match (unreachable, is_open) {
            (true, _) => &["sent", "failed"],
            (false, true) => &["sent", "delivered", "read"],
            (false, false) => &["sent", "delivered"],
        };
        for word in words {
            self.report(digits, message, word);
        }
        self.tell_phones();
    }

    /// Changes a message's status and tells the webhook.
    pub(super) fn report(&self, digits: &str, message: &ChatMessage, word: &str) {
        let (chat, id, status) = (digits.to_owned(), message.id.clone(), word.to_owned());
        self.state().record(Line::Status { chat, id, status });
        let at = self.now().as_second();
        self.notify(digits, answer::status(self.config(), digits, message, word, at));
    }
}

fn accepted(to: &Address, input: &str, message: &ChatMessage) -> Value {
    let contact = match to {
        Address::Phone(it) => json!({ "input": input, "wa_id": it.digits() }),
        Address::UserId(it) => json!({ "input": input, "user_id": it.as_str() }),
    };
    let mut named = json!({ "id": message.id });
    if message.shown.kind == "template" {
        named["message_status"] = json!("accepted");
    }
    json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [named] })
}
