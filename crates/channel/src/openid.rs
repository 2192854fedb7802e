//! Sign-in through OpenID Connect, of patients and of staff: the code flow with PKCE, state and nonce, and what is asked of
//! the answer (`reference/trust.md`, S12 and L9): the issuer we know, our audience, and two factors.
//!
//! The protocol is the library's (`openidconnect`). Absent: whose data is shown to whom, and HTML.

use crate::guard::{self, Reach};
use crate::whatsapp::guarded_client;
use futures_util::future::BoxFuture;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, SubjectIdentifier, TokenResponse,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A provider's answer is a few kilobytes; keys and all.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// What the operator says about the provider.
#[derive(Clone)]
pub struct OpenIdSettings {
    /// Its issuer, such as `https://id.example`.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: String,
    /// Where browsers come back to.
    pub redirect_url: String,
    /// Levels that count as strong, as the provider names them (`acr`); none: two methods in `amr` count.
    pub strong: Vec<String>,
    /// Whether the provider may stand inside the house's own network.
    pub reach: Reach,
    /// Whether the mail address is asked for, too.
    pub with_email: bool,
    /// Whether somebody who is signed in there already is asked all the same: the next at a shared computer is another.
    pub afresh: bool,
}

/// The secret stays out of logs.
impl std::fmt::Debug for OpenIdSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenIdSettings").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// A provider that people sign in with.
#[derive(Clone, Debug)]
pub struct OpenId {
    settings: OpenIdSettings,
    http: reqwest::Client,
}

/// What has to be remembered until the browser comes back.
#[derive(Serialize, Deserialize)]
pub struct Departure {
    state: String,
    nonce: String,
    verifier: String,
}

/// Who came back.
#[derive(Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The provider, as it calls itself.
    pub issuer: String,
    /// Who, in the provider's words; the same each time.
    pub subject: String,
    /// The name, as the provider has it.
    pub name: String,
    /// The mail address, when it was asked for and the provider has verified it.
    pub email: Option<String>,
    /// Whether two factors were shown.
    pub strong: bool,
}

impl Arrival {
    /// Issuer and subject in one.
    pub fn identity(&self) -> String {
        format!("{} {}", self.issuer, self.subject)
    }

    /// Whoever showed two factors.
    ///
    /// # Errors
    /// One was not enough.
    pub fn if_strong(self) -> Result<Self, OpenIdError> {
        if self.strong { Ok(self) } else { Err(OpenIdError::TooWeak) }
    }
}

/// Why somebody is not signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenIdError {
    /// The provider can't be reached, or answers what makes no sense.
    #[error("the sign-in provider could not be used: {0}")]
    Provider(String),
    /// The answer is not for the question we asked.
    #[error("the sign-in did not belong to this browser")]
    NotOurs,
    /// One factor is not enough.
    #[error("the sign-in was not strong enough")]
    TooWeak,
}

impl OpenId {
    /// On settings; nothing is asked yet.
    pub fn new(settings: OpenIdSettings) -> Self {
        let http = guarded_client(settings.reach);
        Self { settings, http }
    }

    /// Where forms may lead besides to us, for a page's content policy.
    pub fn origin(&self) -> String {
        let rest = self.settings.issuer.split_once("://");
        rest.map_or_else(String::new, |(scheme, rest)| {
            format!("{scheme}://{}", rest.split('/').next().unwrap_or_default())
        })
    }

    /// Where to send a browser, and what to remember meanwhile.
    pub fn depart(&self) -> BoxFuture<'static, Result<(String, Departure), OpenIdError>> {
        Box::pin(self.clone().depart_now())
    }

    async fn depart_now(self) -> Result<(String, Departure), OpenIdError> {
        let client = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let ask = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        let ask = ask.add_scope(Scope::new("profile".to_owned())).set_pkce_challenge(challenge);
        let email = self.settings.with_email.then(|| Scope::new("email".to_owned()));
        let ask = ask.add_scopes(email);
        let ask = if self.settings.afresh { ask.add_prompt(CoreAuthPrompt::Login) } else { ask };
        let levels = self.settings.strong.iter().cloned().map(AuthenticationContextClass::new);
        let (url, state, nonce) =
            levels.fold(ask, openidconnect::AuthorizationRequest::add_auth_context_value).url();
        let departure = Departure {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok((url.to_string(), departure))
    }

    /// Who came back with this code and state.
    pub fn arrive(
        &self,
        before: Departure,
        code: String,
        state: &str,
    ) -> BoxFuture<'static, Result<Arrival, OpenIdError>> {
        let ours = before.state == state;
        let this = self.clone();
        Box::pin(
            async move { if ours { this.arrive_now(before, code).await } else { Err(OpenIdError::NotOurs) } },
        )
    }

    async fn arrive_now(self, before: Departure, code: String) -> Result<Arrival, OpenIdError> {
        let client = self.client().await?;
        let (http, reach) = (self.http.clone(), self.settings.reach);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(provider)?
            .set_pkce_verifier(PkceCodeVerifier::new(before.verifier))
            .request_async(&move |request| ask(http.clone(), reach, request))
            .await
            .map_err(provider)?;
        let token = answer.id_token().ok_or_else(|| OpenIdError::Provider("no id token came".to_owned()))?;
        let claims = token
            .claims(&client.id_token_verifier(), &Nonce::new(before.nonce))
            .map_err(|error| OpenIdError::Provider(error.to_string()))?;
        let level = claims.auth_context_ref().map(|it| it.as_str().to_owned());
        let methods: BTreeSet<String> =
            claims.auth_method_refs().into_iter().flatten().map(|it| it.as_str().to_owned()).collect();
        let text = |it: Option<&str>| it.unwrap_or_default().trim().to_owned();
        let whole = text(claims.name().and_then(|it| it.get(None)).map(|it| it.as_str()));
        let given = text(claims.given_name().and_then(|it| it.get(None)).map(|it| it.as_str()));
        let family = text(claims.family_name().and_then(|it| it.get(None)).map(|it| it.as_str()));
        let told = claims.email().map(|it| (it.as_str().to_owned(), claims.email_verified()));
        let told = match told {
            None if self.settings.with_email => {
                let subject = claims.subject().clone();
                self.told_of_mail(&client, answer.access_token().clone(), subject).await?
            }
            told => told,
        };
        Ok(Arrival {
            issuer: claims.issuer().as_str().to_owned(),
            subject: claims.subject().as_str().to_owned(),
            name: if given.is_empty() || family.is_empty() { whole } else { format!("{given} {family}") },
            email: told.filter(|it| it.1 == Some(true)).map(|it| it.0),
            strong: is_strong(&self.settings.strong, level.as_deref(), &methods),
        })
    }

    /// Many providers tell the mail address at a place of its own, and whether it is verified with it.
    async fn told_of_mail(
        &self,
        client: &Client,
        token: AccessToken,
        subject: SubjectIdentifier,
    ) -> Result<Option<(String, Option<bool>)>, OpenIdError> {
        let Ok(request) = client.user_info(token, Some(subject)) else { return Ok(None) };
        let (http, reach) = (self.http.clone(), self.settings.reach);
        let info: CoreUserInfoClaims = request
            .request_async(&move |request| ask(http.clone(), reach, request))
            .await
            .map_err(provider)?;
        Ok(info.email().map(|it| (it.as_str().to_owned(), info.email_verified())))
    }

    async fn client(&self) -> Result<Client, OpenIdError> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(provider)?;
        let (http, reach) = (self.http.clone(), self.settings.reach);
        let metadata =
            CoreProviderMetadata::discover_async(issuer, &move |request| ask(http.clone(), reach, request))
                .await
                .map_err(provider)?;
        let redirect = RedirectUrl::new(self.settings.redirect_url.clone()).map_err(provider)?;
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        Ok(CoreClient::from_provider_metadata(metadata, id, Some(secret)).set_redirect_uri(redirect))
    }
}

/// One request over our own client: no redirects, a time limit, and no answer without an end.
async fn ask(http: reqwest::Client, reach: Reach, request: HttpRequest) -> Result<HttpResponse, OpenIdError> {
    // Its keys and its token may stand at any address that the provider names.
    guard::check(&request.uri().to_string(), reach).map_err(provider)?;
    let (parts, body) = request.into_parts();
    let sent = http.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body);
    let mut answer = sent.send().await.map_err(provider)?;
    let mut response = openidconnect::http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(provider)? {
        if bytes.len() + part.len() > ANSWER_BYTES_MAX {
            return Err(OpenIdError::Provider("its answer is too long".to_owned()));
        }
        bytes.extend_from_slice(&part);
    }
    response.body(bytes).map_err(provider)
}

type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

fn provider(error: impl std::error::Error) -> OpenIdError {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    OpenIdError::Provider(text)
}

/// A level that the operator named; else two different methods, or the word for several of them (RFC 8176).
fn is_strong(wanted: &[String], level: Option<&str>, methods: &BTreeSet<String>) -> bool {
    if !wanted.is_empty() {
        return level.is_some_and(|level| wanted.iter().any(|it| it == level));
    }
    methods.contains("mfa") || methods.len() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_factor_is_not_enough() {
        let methods = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
        for (amr, strong) in [
            (&["pwd"][..], false),
            (&[], false),
            (&["mfa"], true),
            (&["pwd", "otp"], true),
            (&["hwk", "pin"], true),
            (&["pwd", "pwd"], false),
        ] {
            assert_eq!(is_strong(&[], None, &methods(amr)), strong, "{amr:?}");
        }
        let wanted = ["urn:se:loa3".to_owned()];
        assert!(is_strong(&wanted, Some("urn:se:loa3"), &methods(&[])));
        assert!(
            !is_strong(&wanted, Some("urn:se:loa2"), &methods(&["mfa"])),
            "the level is the operator's word"
        );
        assert!(!is_strong(&wanted, None, &methods(&["pwd", "otp"])));
    }
}
