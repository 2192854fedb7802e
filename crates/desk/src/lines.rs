//! The desk's lines to the world, behind two small traits: real ones over HTTP and SMTP, and whatever a
//! simulation puts in their place.

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use svara_channel::mail::Mailer;
use svara_channel::whatsapp::{
    self, Cloud, MediaError, Medium, NumberLook, SendError, Sent, TemplateLook, Then,
};
use svara_model::{Address, Clinic, MessageId, Outgoing, SendFailure};

/// Hands messages to a provider.
pub trait Line: Send + Sync {
    /// Sends one message. `ours` comes back in the provider's reports.
    fn send<'a>(
        &'a self,
        clinic: &'a Clinic,
        to: &'a Address,
        message: &'a Outgoing,
        reply_to: Option<&'a str>,
        ours: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>>;

    /// Shows that we read, and that an answer is coming. Best effort.
    fn mark_read<'a>(&'a self, clinic: &'a Clinic, provider_id: &'a str) -> BoxFuture<'a, ()>;

    /// Looks at the clinic's number as the provider knows it; none: this line has no provider to ask.
    fn look<'a>(&'a self, _clinic: &'a Clinic) -> BoxFuture<'a, Option<LineLook>> {
        Box::pin(async { None })
    }

    /// Fetches what a patient sent, by the provider's id of it; a line without a provider reaches nobody.
    fn media<'a>(
        &'a self,
        _clinic: &'a Clinic,
        _media_id: &'a str,
    ) -> BoxFuture<'a, Result<Medium, MediaError>> {
        Box::pin(async { Err(MediaError::Unreachable) })
    }
}

/// What a provider says of a clinic's number; each part may fail by itself.
#[derive(Clone, Debug)]
pub struct LineLook {
    /// The number.
    pub number: Result<NumberLook, SendError>,
    /// Whether we are told what comes in.
    pub subscribed: Result<bool, SendError>,
    /// The templates.
    pub templates: Result<Vec<TemplateLook>, SendError>,
}

/// WhatsApp's Cloud API.
pub struct WhatsAppLine(Cloud);

impl WhatsAppLine {
    /// On a client that knows its token.
    pub fn new(cloud: Cloud) -> Self {
        Self(cloud)
    }
}

impl Line for WhatsAppLine {
    fn send<'a>(
        &'a self,
        clinic: &'a Clinic,
        to: &'a Address,
        message: &'a Outgoing,
        reply_to: Option<&'a str>,
        ours: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            let number =
                clinic.whatsapp.as_ref().ok_or_else(|| ours_to_fix("the clinic has no WhatsApp number"))?;
            let fitted = whatsapp::fit(message.clone());
            let body =
                whatsapp::body(&fitted, to, reply_to, ours).map_err(|it| ours_to_fix(&it.to_string()))?;
            self.0.send(&number.phone_number_id, &body).await
        })
    }

    fn mark_read<'a>(&'a self, clinic: &'a Clinic, provider_id: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Some(number) = &clinic.whatsapp
                && let Err(error) = self.0.mark_read(&number.phone_number_id, provider_id, true).await
            {
                tracing::debug!(code = error.failure.code, "a message could not be marked as read");
            }
        })
    }

    fn look<'a>(&'a self, clinic: &'a Clinic) -> BoxFuture<'a, Option<LineLook>> {
        Box::pin(async move {
            let number = clinic.whatsapp.as_ref()?;
            Some(LineLook {
                number: self.0.look_at_number(&number.phone_number_id).await,
                subscribed: self.0.is_subscribed(&number.business_account_id).await,
                templates: self.0.list_templates(&number.business_account_id).await,
            })
        })
    }

    fn media<'a>(
        &'a self,
        clinic: &'a Clinic,
        media_id: &'a str,
    ) -> BoxFuture<'a, Result<Medium, MediaError>> {
        Box::pin(async move {
            // A clinic that gave its number up has no way left to what came in on it.
            let number = clinic.whatsapp.as_ref().ok_or(MediaError::Gone)?;
            self.0.media(&number.phone_number_id, media_id).await
        })
    }
}

fn ours_to_fix(details: &str) -> SendError {
    SendError { failure: SendFailure { code: 0, details: details.to_owned() }, then: Then::OurMistake }
}

/// How long to wait before another try.
pub(crate) fn delay(then: Then, attempt: u32) -> SignedDuration {
    whatsapp::retry_delay(then, attempt)
}

/// Sends mails.
pub trait Post: Send + Sync {
    /// Sends one mail; `Err(true)` may be tried again.
    fn send<'a>(
        &'a self,
        from: &'a str,
        to: &'a str,
        subject: &'a str,
        body: &'a str,
    ) -> BoxFuture<'a, Result<(), PostError>>;
}

/// A mail that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct PostError {
    /// Trying again may help.
    pub retry: bool,
    /// What the server said.
    pub why: String,
}

/// A mail server.
pub struct MailPost(Mailer);

impl MailPost {
    /// Over a mailer.
    pub fn new(mailer: Mailer) -> Self {
        Self(mailer)
    }
}

impl Post for MailPost {
    fn send<'a>(
        &'a self,
        from: &'a str,
        to: &'a str,
        subject: &'a str,
        body: &'a str,
    ) -> BoxFuture<'a, Result<(), PostError>> {
        Box::pin(async move {
            self.0
                .send(from, to, subject, body)
                .await
                .map_err(|it| PostError { retry: it.retry, why: it.to_string() })
        })
    }
}

/// A clinic without a mail server: mails are kept as failed, with the reason.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPost;

impl Post for NoPost {
    fn send<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<(), PostError>> {
        Box::pin(async { Err(PostError { retry: false, why: "no mail server is configured".to_owned() }) })
    }
}

/// A desk that only looks after its books: nothing leaves it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLine;

impl Line for NoLine {
    fn send<'a>(
        &'a self,
        _: &'a Clinic,
        _: &'a Address,
        _: &'a Outgoing,
        _: Option<&'a str>,
        _: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async { Err(ours_to_fix("this desk has no line")) })
    }

    fn mark_read<'a>(&'a self, _: &'a Clinic, _: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}
