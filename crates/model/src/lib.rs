//! The clinic's words as types: who, what, when and on which channel.
//!
//! Absent from this crate: clocks, randomness, storage, network. An id is made from numbers that the caller
//! brings; a value that exists is valid.
#![warn(missing_docs)]

mod absence;
mod address;
mod appointment;
mod attachment;
mod clinic;
mod conversation;
mod disclosure;
pub mod holidays;
mod id;
mod language;
mod message;
mod patient;
mod permission;
mod plan;
mod privacy;
mod role;
mod status;
mod waiting;

pub use absence::{Absence, AbsenceRules, AbsenceScope, AbsenceState, Asked, TouchedVisit};
pub use address::{Address, BadAddress, PhoneNumber, UserId};
pub use appointment::{Appointment, Hold, Marks, Slot};
pub use attachment::Attachment;
pub use clinic::{
    Answer, Clinic, ClosedDay, Exception, GeoPoint, Hours, LateTerms, LocalTexts, Policy, Practitioner, Room,
    Service, Span, Weekday, WhatsAppNumber,
};
pub use conversation::{Conversation, ConversationState, HandoverReason};
pub use disclosure::{Assurance, Disclosure, PrivacyProfile};
pub use holidays::PublicHolidays;
pub use id::{
    AbsenceId, AppointmentId, BadId, BlockId, ClinicId, ContactId, ConversationId, EventId, FreedTimeId,
    HoldId, IncidentId, InvitationId, JobId, MailId, MessageId, NoteId, OfferId, PatientId, PlanId,
    PractitionerId, RequestId, ReviewId, RoomId, ServiceId, SessionId, StaffId, TokenId, WaitId,
};
pub use language::{BadLanguage, Language};
pub use message::{
    Button, Content, DeliveryStatus, Direction, Inbound, MediaKind, Message, Outgoing, Purpose, Row,
    SendFailure, Sender, StatusUpdate, TemplateMessage,
};
pub use patient::{Contact, Patient};
pub use permission::{Channel, Permission, PermissionState, Proof};
pub use plan::{Fit, FreePlan, PlanWish, PlannedVisit};
pub use privacy::{LegalBasis, Privacy, Supplier};
pub use role::{Access, BadRoles, Capability, Role, Roles};
pub use status::{AppointmentStatus, NotFromHere, Step};
pub use waiting::{
    FreedState, FreedTime, OfferState, TimeOffer, WaitEntry, WaitState, WaitlistOrder, WaitlistRules,
};
