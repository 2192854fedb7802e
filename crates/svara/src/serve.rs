//! `svara serve`: the desk for production, from one configuration file.

use crate::{Outcome, clinic, forgotten, master_key, usage};
use anyhow::Context;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use svara_channel::guard::{self, Reach};
use svara_channel::mail::Mailer;
use svara_channel::openid::{OpenId, OpenIdSettings};
use svara_channel::whatsapp::{self, Cloud};
use svara_desk::office::accounts;
use svara_desk::{Config, Desk, Ids, MailPost, NoPost, Post, SystemClock, WhatsAppLine, WhatsAppSettings};
use svara_store::Store;
use svara_web::{ApiToken, Counters, Limits, Operations, StaffSignIn, Web};

/// The desk for production
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara serve --config svara.toml\n\nThe file's keys are described in docs/serve.md."
)]
pub struct Args {
    /// The configuration
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// The configuration file. Secrets stand in files of their own, named here.
#[expect(clippy::struct_field_names, reason = "the keys of the file say what they name")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// `sqlite:desk.db` or `postgres://…`.
    store: String,
    /// Where it listens.
    #[serde(default = "listen")]
    listen: SocketAddr,
    /// Where metrics and health are served; without it, on the address above.
    admin_listen: Option<SocketAddr>,
    /// Proxies in front of the desk: only these are believed when they name who connects (`X-Forwarded-For`).
    #[serde(default)]
    trusted_proxies: Vec<IpAddr>,
    /// Where patients' links begin.
    public_url: String,
    /// The file that holds the master key.
    master_key_file: Option<PathBuf>,
    /// The master key used before: what is sealed under it is sealed again while the desk works.
    previous_master_key_file: Option<PathBuf>,
    /// Where the list of the forgotten is kept, outside the database and its backups.
    forgotten_file: Option<PathBuf>,
    /// A clinic to apply at each start.
    clinic: Option<PathBuf>,
    whatsapp: WhatsApp,
    mail: Option<Mail>,
    /// Where patients sign in with two factors (profile se-open-net).
    sign_in: Option<SignIn>,
    /// Where staff may sign in beside mail address and password.
    staff_sign_in: Option<SignIn>,
    /// A second reader for what the desk's own is unsure of; without it, nobody is asked.
    language_model: Option<crate::second::LanguageModel>,
    /// A file with one API token a line: its name, a blank, its secret.
    api_tokens_file: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WhatsApp {
    #[serde(default = "graph_url")]
    graph_url: String,
    #[serde(default = "graph_version")]
    graph_version: String,
    access_token_file: PathBuf,
    app_secret_file: PathBuf,
    verify_token_file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mail {
    /// `smtps://user:password@mail.example:465`, in a file.
    url_file: PathBuf,
    from: String,
}

/// An OpenID Connect provider.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// What staff call it: it stands on the button.
    name: Option<String>,
    issuer: String,
    client_id: String,
    client_secret_file: PathBuf,
    /// Levels (`acr`) that count as strong; without any, two methods in `amr` count.
    #[serde(default)]
    strong: Vec<String>,
    /// The provider stands inside the own network: then it may be reached there, also without HTTPS.
    #[serde(default)]
    allow_private_hosts: bool,
}

/// Who signs in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Patients,
    Staff,
}

impl SignIn {
    fn of_patients(&self, public_url: &str) -> anyhow::Result<OpenId> {
        self.open_id("[sign_in]", public_url, "/secure/callback", Whose::Patients)
    }

    fn of_staff(&self, public_url: &str) -> anyhow::Result<StaffSignIn> {
        let provider = self.open_id("[staff_sign_in]", public_url, "/staff/callback", Whose::Staff)?;
        let name = self.name.clone().unwrap_or_else(|| "OpenID".to_owned());
        Ok(StaffSignIn { name, provider })
    }

    fn open_id(&self, part: &str, public_url: &str, back: &str, whose: Whose) -> anyhow::Result<OpenId> {
        let reach = if self.allow_private_hosts { Reach::Private } else { Reach::Public };
        guard::check(&self.issuer, reach).map_err(|it| usage(format!("{part} issuer: {it}")))?;
        Ok(OpenId::new(OpenIdSettings {
            reach,
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: secret(&self.client_secret_file)?,
            redirect_url: format!("{}{back}", public_url.trim_end_matches('/')),
            strong: self.strong.clone(),
            with_email: whose == Whose::Staff,
            afresh: whose == Whose::Staff,
        }))
    }
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn graph_url() -> String {
    "https://graph.facebook.com".to_owned()
}

/// The version the bodies were checked against (`docs/whatsapp.md`).
pub const GRAPH_VERSION: &str = "v23.0";

fn graph_version() -> String {
    GRAPH_VERSION.to_owned()
}

/// What is being answered when we are asked to stop may take so long still.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let file = read(&args.config)?;
    let key = master_key::required(file.master_key_file.as_deref())?;
    let api_tokens = match &file.api_tokens_file {
        Some(path) => tokens(&secret(path)?)?,
        None => Vec::new(),
    };
    let settings = WhatsAppSettings {
        app_secret: secret(&file.whatsapp.app_secret_file)?,
        verify_token: secret(&file.whatsapp.verify_token_file)?,
    };
    let token = secret(&file.whatsapp.access_token_file)?;
    let cloud =
        Cloud::new(whatsapp::http_client(), &file.whatsapp.graph_url, &file.whatsapp.graph_version, token);
    let post: Arc<dyn Post> = match &file.mail {
        Some(mail) => Arc::new(MailPost::new(
            Mailer::new(&secret(&mail.url_file)?).map_err(|it| usage(format!("mail: {it}")))?,
        )),
        None => Arc::new(NoPost),
    };
    let mail_from = file.mail.as_ref().map_or_else(String::new, |it| it.from.clone());
    let previous = file.previous_master_key_file.as_deref().map(master_key::from_file).transpose()?;
    let store = Store::open_with(&file.store, &key, previous.as_ref()).await?;
    if previous.is_some() {
        rotate(store.clone());
    }
    let alone = store.engine() == "sqlite";
    let ids = Ids::random();
    let config =
        Config { public_url: file.public_url.clone(), owner: ids.token(), mail_from, whatsapp: settings };
    let line = Arc::new(WhatsAppLine::new(cloud));
    let desk = Desk::open(store, Arc::new(SystemClock), ids, config, line, post).await?;
    if let Some(path) = &file.clinic {
        desk.apply_clinic_at_start(&clinic::read(path)?).await.context("applying the clinic's file")?;
    }
    if let Some(model) = &file.language_model {
        model.ask_also(&desk)?;
    }
    if alone {
        desk.take_over_leases().await?;
    }
    meet_the_past(&desk, &file).await?;
    serve(&desk, &file, api_tokens).await
}

/// Whoever was forgotten stays so, also when this is a restored backup; and then nothing leaves yet.
async fn meet_the_past(desk: &Desk, file: &File) -> anyhow::Result<()> {
    if let Some(path) = &file.forgotten_file {
        forgotten::keep(desk, path.clone()).await?;
    }
    if desk.is_restoring().await? {
        mention!("This is a restored backup: nothing leaves until `svara restore go` (docs/trust.md).");
    }
    Ok(())
}

async fn serve(desk: &Desk, file: &File, api_tokens: Vec<ApiToken>) -> anyhow::Result<Outcome> {
    if let Some(secret) = accounts::first_link(desk).await? {
        let base = file.public_url.trim_end_matches('/');
        mention!("Nobody works here yet. Make the first account at {base}/setup#token={secret}");
    }
    let web = Web {
        desk: desk.clone(),
        api_tokens,
        demo: None,
        operations: if file.admin_listen.is_some() { Operations::OwnListener } else { Operations::Here },
        counters: Counters::default(),
        limits: Limits::On { trusted_proxies: file.trusted_proxies.clone() },
        open_id: file.sign_in.as_ref().map(|it| it.of_patients(&file.public_url)).transpose()?,
        staff_sign_in: file.staff_sign_in.as_ref().map(|it| it.of_staff(&file.public_url)).transpose()?,
        stage: Arc::new(svara_sim::talk::Stage),
    };
    let listener = tokio::net::TcpListener::bind(file.listen).await.map_err(|it| {
        usage(format!("{} can't be listened on: {it}; choose another `listen`", file.listen))
    })?;
    mention!("The desk answers on http://{}", file.listen);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let admin = match file.admin_listen {
        Some(address) => {
            let admin = tokio::net::TcpListener::bind(address).await.map_err(|it| {
                usage(format!("{address} can't be listened on: {it}; choose another `admin_listen`"))
            })?;
            Some(tokio::spawn(axum::serve(admin, svara_web::operations(web.clone())).into_future()))
        }
        None => None,
    };
    let router = svara_web::router(web);
    let mut for_desk = stopped;
    let working = desk.clone();
    let work = tokio::spawn(async move {
        let asked = async move {
            // The sender gone means the same as its word.
            let _ = for_desk.wait_for(|it| *it).await;
        };
        Box::pin(working.run(asked)).await;
    });
    let (closing, mut closed) = tokio::sync::oneshot::channel();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        asked_to_stop().await;
        let _ = closing.send(());
    });
    tokio::select! {
        served = serving => served.context("serving")?,
        // Open event streams would keep us for minutes: whoever listens connects again.
        () = async { let _ = (&mut closed).await; tokio::time::sleep(LAST_ANSWERS).await } => {}
    }
    let _ = stop.send(true);
    work.await.context("stopping")?;
    if let Some(admin) = admin {
        admin.abort();
    }
    desk.close().await;
    Ok(Outcome::Fine)
}

/// Seals the data keys under the new master key while the desk works.
fn rotate(store: Store) {
    tokio::spawn(async move {
        match store.rotate_keys().await {
            Ok(sealed) => tracing::info!(
                sealed,
                "every data key is sealed under the new master key; take previous_master_key_file away"
            ),
            Err(error) => {
                tracing::error!(%error, "the data keys could not all be sealed again; start the desk again");
            }
        }
    });
}

/// Ctrl-C or a polite kill.
pub async fn asked_to_stop() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

fn read(path: &Path) -> anyhow::Result<File> {
    let text = std::fs::read_to_string(path)
        .map_err(|it| usage(format!("{} can't be read: {it}", path.display())))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |it| text[..it.start].matches('\n').count() + 1);
        usage(format!("{}, line {line}: {}; see docs/serve.md", path.display(), error.message()))
    })
}

/// One token a line: a name for the audit chain, its secret, and perhaps a scope.
fn tokens(text: &str) -> anyhow::Result<Vec<ApiToken>> {
    let lines =
        text.lines().enumerate().map(|(number, it)| (number + 1, it.split_whitespace().collect::<Vec<_>>()));
    let lines = lines.filter(|(_, words)| words.first().is_some_and(|it| !it.starts_with('#')));
    lines
        .map(|(number, words)| match words.as_slice() {
            [name, secret] => Ok(ApiToken::new(name, secret, None)),
            [name, secret, scope] => {
                let token = ApiToken::new(name, secret, None).within(scope);
                token.map_err(|it| usage(format!("the file of API tokens, line {number}: {it}")))
            }
            _ => Err(usage(format!(
                "the file of API tokens, line {number}: write a name, a secret and perhaps a scope"
            ))),
        })
        .collect()
}

pub(crate) fn secret(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path)
        .map_err(|it| usage(format!("the secret in {} can't be read: {it}", path.display())))?;
    Ok(text.trim().to_owned())
}
