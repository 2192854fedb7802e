//! The ways out of the house: WhatsApp's Cloud API, mail, sign-in, and a language model if there is one.
//!
//! Reading what a provider sent is pure and total; only [`whatsapp::Cloud`], [`mail::Mailer`], [`openid::OpenId`] and
//! [`model::Model`] touch the network. Absent: storage, clocks, retries (the desk keeps those,
//! [`whatsapp::retry_delay`] only says how long) and every decision about whether something may be sent.
#![warn(missing_docs)]

pub mod guard;
pub mod mail;
pub mod model;
pub mod openid;
mod tls;
pub mod whatsapp;
