//! How much a text says, how well we know who reads it, and what a clinic lets meet what (`reference/trust.md`, L1;
//! the two profiles and the levels are those of the rulings).
//!
//! Absent: judging a text. That is the desk's, which knows what it says.

use crate::Channel;
use serde::{Deserialize, Serialize};

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident { $($(#[$step_doc:meta])* $step:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$step_doc])* $step,)* }

        impl $name {
            /// All steps, the lowest first.
            pub const ALL: &'static [Self] = &[$(Self::$step,)*];

            /// As stored and served.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$step => $text,)* }
            }

            /// From the stored text.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == text)
            }
        }
    )*};
}

steps! {
    /// How much a text says of the person it goes to.
    Disclosure {
        /// D0: what anybody may know: hours, prices, free times.
        Public = "public",
        /// D1: a reminder or a summons in neutral words: the clinic's name, day, time and place.
        Reminder = "reminder",
        /// D2: what is tied to the person: kind of visit, practitioner, a list of visits, staff's own words.
        Personal = "personal",
        /// D3: what belongs in the patient record.
        Record = "record",
    }

    /// How well we know who reads.
    Assurance {
        /// A0: nobody we know, or somebody we have reason to doubt.
        Unknown = "unknown",
        /// A1: the number, or the business-scoped id, is one we know.
        Recognised = "recognised",
        /// A2: confirmed by a one-time code, or by a detail that the clinic chose.
        Confirmed = "confirmed",
        /// A3: signed in with two factors.
        Strong = "strong",
    }
}

/// What a clinic lets stand in an open channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrivacyProfile {
    /// With permission on record, the details of a visit may stand in the chat.
    #[default]
    EuChat,
    /// Swedish rules for open networks (HSLF-FS 2016:40, 3:15-16): only neutral reminders and summonses; everything
    /// personal behind a page with strong sign-in.
    SeOpenNet,
}

impl PrivacyProfile {
    /// As the clinic's file writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EuChat => "eu-chat",
            Self::SeOpenNet => "se-open-net",
        }
    }

    /// The most that may be said on a channel to a reader known so well. No permission raises it (L4); a page of our
    /// own behind strong sign-in is no channel and is not asked about here.
    pub fn most(self, channel: Channel, reader: Assurance) -> Disclosure {
        match (self, channel, reader) {
            (_, _, Assurance::Unknown) => Disclosure::Public,
            // A sender's number in a text message is easily forged, and mail is a postcard.
            (_, Channel::Sms | Channel::Mail, _) => Disclosure::Reminder,
            (Self::SeOpenNet, ..) => Disclosure::Reminder,
            (Self::EuChat, ..) => Disclosure::Personal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_this_table() {
        use Assurance::{Confirmed, Recognised, Strong, Unknown};
        use Disclosure::{Personal, Public, Reminder};
        use PrivacyProfile::{EuChat, SeOpenNet};
        for (profile, channel, reader, most) in [
            (EuChat, Channel::Whatsapp, Unknown, Public),
            (EuChat, Channel::Whatsapp, Recognised, Personal),
            (EuChat, Channel::Whatsapp, Strong, Personal),
            (EuChat, Channel::Sms, Confirmed, Reminder),
            (EuChat, Channel::Mail, Recognised, Reminder),
            (SeOpenNet, Channel::Whatsapp, Unknown, Public),
            (SeOpenNet, Channel::Whatsapp, Recognised, Reminder),
            (SeOpenNet, Channel::Whatsapp, Strong, Reminder),
            (SeOpenNet, Channel::WebChat, Confirmed, Reminder),
        ] {
            assert_eq!(profile.most(channel, reader), most, "{profile:?} {channel:?} {reader:?}");
        }
    }

    #[test]
    fn nothing_of_the_record_ever_meets_an_open_channel() {
        for profile in [PrivacyProfile::EuChat, PrivacyProfile::SeOpenNet] {
            for channel in [Channel::Whatsapp, Channel::Sms, Channel::WebChat, Channel::Mail] {
                for reader in Assurance::ALL {
                    assert!(profile.most(channel, *reader) < Disclosure::Record);
                }
            }
        }
    }
}
