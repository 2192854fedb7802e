//! Mail to those who work at the clinic. Absent: templates, queues, retries; mail to patients.

use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// A mail server that has not answered by then is tried again later.
const ANSWER_SECONDS: u64 = 20;
/// RFC 5322 allows 998 characters a line; nobody reads a subject beyond this.
const SUBJECT_CHARACTERS_MAX: usize = 200;

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mail was not sent: {reason}")]
pub struct MailError {
    /// Whether trying again later can help.
    pub retry: bool,
    /// In words, for the log; no addresses.
    pub reason: String,
}

/// A mail server to send through.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").finish_non_exhaustive()
    }
}

impl Mailer {
    /// `smtps://user:password@mail.example` in general; `smtp://127.0.0.1:1025`, without encryption, only on this
    /// machine; `smtp://mail.example:587?tls=required` for a server that begins in clear and then encrypts.
    pub fn new(url: &str) -> Result<Self, MailError> {
        crate::tls::name_the_provider();
        let parsed = reqwest::Url::parse(url).map_err(|_| {
            refused("write the mail server as smtps://user:password@host or smtp://127.0.0.1:port")
        })?;
        let encrypted = parsed.scheme() == "smtps"
            || parsed.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        if !encrypted && !is_this_machine(parsed.host_str().unwrap_or("")) {
            return Err(refused("without encryption mail only goes to this machine: use smtps://"));
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|it| refused(&format!("the mail server's address is not understood ({it})")))?
            .timeout(Some(Duration::from_secs(ANSWER_SECONDS)))
            .build();
        Ok(Self { transport })
    }

    /// Sends plain text from one address to another.
    pub async fn send(&self, from: &str, to: &str, subject: &str, body: &str) -> Result<(), MailError> {
        let subject: String =
            subject.chars().filter(|it| !it.is_control()).take(SUBJECT_CHARACTERS_MAX).collect();
        let mail = Message::builder()
            .from(from.parse().map_err(|_| refused("the sender's address is no mail address"))?)
            .to(to.parse().map_err(|_| refused("the receiver's address is no mail address"))?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned())
            .map_err(|it| refused(&format!("the mail could not be built ({it})")))?;
        self.transport.send(mail).await.map(drop).map_err(|it| failed(&it))
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|it| it.is_loopback())
}

fn refused(reason: &str) -> MailError {
    MailError { retry: false, reason: reason.to_owned() }
}

/// Only a server's own "never" (5xx) and an answer in no known form are final. The server's words are left out:
/// they repeat the receiver's address.
fn failed(error: &lettre::transport::smtp::Error) -> MailError {
    let reason = match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None => "the mail server could not be reached".to_owned(),
    };
    MailError { retry: !error.is_permanent(), reason }
}
