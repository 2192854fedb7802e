//! The patient's side of the line: keeps what the desk sends, and what can be tapped on it.

use futures_util::future::BoxFuture;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use svara_channel::whatsapp::{self, SendError, Sent};
use svara_desk::{Line, Post, PostError};
use svara_model::{Address, Clinic, MessageId, Outgoing};

/// One message as it reached the phone.
#[derive(Clone, Debug)]
pub struct Received {
    /// To which number or id.
    pub to: String,
    /// The words.
    pub text: String,
    /// What can be tapped: id and title.
    pub choices: Vec<(String, String)>,
    /// Template quick replies come back another way than buttons.
    pub template: bool,
    /// So do the rows of a list.
    pub list: bool,
}

/// Keeps everything that the desk sends.
#[derive(Clone, Default)]
pub struct Recorder {
    messages: Arc<Mutex<Vec<Received>>>,
    mails: Arc<Mutex<Vec<String>>>,
    next: Arc<AtomicU64>,
}

impl Recorder {
    /// Everything so far.
    pub fn messages(&self) -> Vec<Received> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All mails so far: address, subject and body as one text each.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An id that no message had before.
    pub fn fresh_id(&self) -> String {
        format!("wamid.talk{}", self.next.fetch_add(1, Ordering::Relaxed))
    }
}

impl Line for Recorder {
    fn send<'a>(
        &'a self,
        _clinic: &'a Clinic,
        to: &'a Address,
        message: &'a Outgoing,
        reply_to: Option<&'a str>,
        ours: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            let fitted = whatsapp::fit(message.clone());
            // The body is built as it would be sent, so that nothing said here breaks a bound of WhatsApp's.
            whatsapp::body(&fitted, to, reply_to, ours).map_err(|error| SendError {
                failure: svara_model::SendFailure { code: 100, details: error.to_string() },
                then: whatsapp::Then::OurMistake,
            })?;
            let received = Received {
                to: to.as_str().to_owned(),
                text: fitted.shown(),
                choices: choices(&fitted),
                template: matches!(fitted, Outgoing::Template(_)),
                list: matches!(fitted, Outgoing::List { .. }),
            };
            self.messages.lock().unwrap_or_else(PoisonError::into_inner).push(received);
            Ok(Sent { provider_id: self.fresh_id() })
        })
    }

    fn mark_read<'a>(&'a self, _clinic: &'a Clinic, _provider_id: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

fn choices(message: &Outgoing) -> Vec<(String, String)> {
    let pair = |it: &svara_model::Button| (it.id.clone(), it.title.clone());
    match message {
        Outgoing::Buttons { buttons, .. } => buttons.iter().map(pair).collect(),
        Outgoing::List { rows, .. } => rows.iter().map(|it| (it.id.clone(), it.title.clone())).collect(),
        Outgoing::Template(it) => it.quick_replies.iter().map(pair).collect(),
        Outgoing::Text { .. } | Outgoing::Link { .. } => Vec::new(),
    }
}

impl Post for Recorder {
    fn send<'a>(
        &'a self,
        _from: &'a str,
        to: &'a str,
        subject: &'a str,
        body: &'a str,
    ) -> BoxFuture<'a, Result<(), PostError>> {
        Box::pin(async move {
            let mail = format!("{to}\n{subject}\n{body}");
            self.mails.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
            Ok(())
        })
    }
}
