//! Who a message is from. Absent: trust in the field's name; each string is classified by itself, and contacts
//! are joined by their ids, never by their position.

use super::piece;
use serde_json::Value;
use svara_model::{Address, PhoneNumber, Sender, UserId};

/// A number and an id, as far as known.
#[derive(Default)]
pub struct Identity {
    pub phone: Option<PhoneNumber>,
    pub user_id: Option<UserId>,
}

impl Identity {
    /// From the named fields of `value`; an earlier name wins.
    pub fn of(value: &Value, names: &[&str]) -> Self {
        let mut found = Self::default();
        for address in names.iter().filter_map(|name| piece::text(value, name)) {
            found.add(&address);
        }
        found
    }

    /// Adds what `text` is, if that is not known yet.
    pub fn add(&mut self, text: &str) {
        match Address::parse(text.trim()) {
            Some(Address::Phone(it)) if self.phone.is_none() => self.phone = Some(it),
            Some(Address::UserId(it)) if self.user_id.is_none() => self.user_id = Some(it),
            _ => {}
        }
    }

    /// Neither is known.
    pub fn is_nobody(&self) -> bool {
        self.phone.is_none() && self.user_id.is_none()
    }

    /// One of the two is known on both sides and the same, and none contradicts.
    fn is(&self, other: &Self) -> bool {
        let same_id = self.user_id.as_ref().zip(other.user_id.as_ref()).map(|(a, b)| a == b);
        let same_phone = self.phone.as_ref().zip(other.phone.as_ref()).map(|(a, b)| a == b);
        match (same_id, same_phone) {
            (Some(id), Some(phone)) => id && phone,
            (Some(it), None) | (None, Some(it)) => it,
            (None, None) => false,
        }
    }
}

/// The sender of `message`, completed from the contact that is the same person.
pub fn sender(message: &Value, value: &Value) -> Sender {
    let mut who = Identity::of(message, &["from", "from_user_id", "from_parent_user_id"]);
    let contact = value.get("contacts").into_iter().flat_map(piece::items).find(|it| of_contact(it).is(&who));
    if let Some(contact) = contact {
        let same = of_contact(contact);
        who.phone = who.phone.or(same.phone);
        who.user_id = who.user_id.or(same.user_id);
    }
    let profile_name = contact.and_then(|it| it.get("profile")).and_then(|it| piece::text(it, "name"));
    Sender { phone: who.phone, user_id: who.user_id, profile_name }
}

fn of_contact(contact: &Value) -> Identity {
    Identity::of(contact, &["wa_id", "user_id", "parent_user_id"])
}
