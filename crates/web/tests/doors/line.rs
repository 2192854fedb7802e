//! The provider of a house: keeps what was sent, or refuses it.

use futures_util::future::BoxFuture;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use svara_channel::whatsapp::{Cloud, MediaError, Medium, SendError, Sent, Then};
use svara_desk::{Line, WhatsAppLine};
use svara_model::{Address, Clinic, MessageId, Outgoing, SendFailure};

/// What left for patients.
#[derive(Default)]
pub struct Provider {
    pub sent: Mutex<Vec<(String, Outgoing)>>,
    /// Where what patients send is fetched; nowhere unless a story says so.
    pub files: Mutex<Option<Cloud>>,
    count: AtomicU32,
    refuses: AtomicBool,
}

impl Line for Provider {
    fn send<'a>(
        &'a self,
        _: &'a Clinic,
        to: &'a Address,
        message: &'a Outgoing,
        _: Option<&'a str>,
        _: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        if self.refuses.load(Ordering::Relaxed) {
            let failure = SendFailure { code: 190, details: "the token has expired".to_owned() };
            return Box::pin(async move { Err(SendError { failure, then: Then::Token }) });
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        self.sent.lock().unwrap().push((to.as_str().to_owned(), message.clone()));
        Box::pin(async move { Ok(Sent { provider_id: format!("wamid.out.{number}") }) })
    }

    fn mark_read<'a>(&'a self, _: &'a Clinic, _: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    fn media<'a>(&'a self, clinic: &'a Clinic, id: &'a str) -> BoxFuture<'a, Result<Medium, MediaError>> {
        let cloud = self.files.lock().unwrap().clone();
        Box::pin(async move {
            let line = WhatsAppLine::new(cloud.ok_or(MediaError::Unreachable)?);
            line.media(clinic, id).await
        })
    }
}

impl Provider {
    /// From now on our token is worth nothing.
    pub fn refuse_token(&self) {
        self.refuses.store(true, Ordering::Relaxed);
    }
}
