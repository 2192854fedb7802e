//! `svara demo`: everything in one process, without an account anywhere.

mod past;

use crate::{Outcome, clinic, master_key, serve, usage};
use anyhow::Context;
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use svara_channel::mail::Mailer;
use svara_channel::whatsapp::{self, Cloud};
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Clock, Config, Desk, Ids, MailPost, MovableClock, WhatsAppLine, WhatsAppSettings};
use svara_model::WhatsAppNumber;
use svara_sim::mailbox::Mailbox;
use svara_sim::provider::{GRAPH_PATH, Simulator, SimulatorConfig, TemplateSpec};
use svara_store::Store;
use svara_web::{ApiToken, Counters, Demo, Operations, Web};
use tokio::net::TcpListener;

/// Everything in one process, without an account anywhere
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara demo\n  svara demo --clinic clinic.toml --clock 2026-03-10T09:00:00+01:00 --fresh"
)]
pub struct Args {
    /// Where it listens
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Where it keeps its data
    #[arg(long, default_value = "svara-demo", value_name = "DIR")]
    data: PathBuf,
    /// Forget what an earlier demo left there
    #[arg(long)]
    fresh: bool,
    /// This clinic instead of the built-in one
    #[arg(long, value_name = "FILE")]
    clinic: Option<PathBuf>,
    /// Start the clock here and let it stand still until it is moved
    #[arg(long, value_name = "TIME")]
    clock: Option<Timestamp>,
    /// Send to this Cloud API instead of the built-in simulator
    #[arg(long, value_name = "URL")]
    graph_url: Option<String>,
    /// Keep the desk's memory here instead of in the data folder
    #[arg(long, value_name = "URL")]
    store: Option<String>,
    /// Don't open a browser
    #[arg(long)]
    no_open: bool,
}

/// What a demo is known by (`contract/serve.md`).
const PHONE_NUMBER_ID: &str = "100000000000001";
const DISPLAY_PHONE_NUMBER: &str = "15550000001";
const BUSINESS_ACCOUNT_ID: &str = "200000000000001";
const VERIFY_TOKEN: &str = "demo-verify-token";
const APP_SECRET: &str = "demo-app-secret";
const ACCESS_TOKEN: &str = "demo-access-token";
const API_TOKEN: &str = "demo-api-token";
const MAIL_FROM: &str = "desk@svara.example";
/// The demo's own files, the only ones that `--fresh` removes.
const FILES: [&str; 4] = ["desk.db", "desk.db-wal", "desk.db-shm", "simulator.jsonl"];

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let given = args.clinic.as_deref().map(clinic::read).transpose()?;
    let listener = TcpListener::bind(args.listen).await.map_err(|it| {
        usage(format!("{} can't be listened on: {it}; choose another --listen", args.listen))
    })?;
    let address = reachable(listener.local_addr().context("asking for the address")?);
    let url = format!("http://{address}");
    prepare(&args)?;
    let store_url =
        args.store.clone().unwrap_or_else(|| format!("sqlite:{}", args.data.join("desk.db").display()));
    let store = Store::open(&store_url, master_key::of_demo(&args.data)?).await?;
    let clock = Arc::new(clock(&store, args.clock).await?);
    let mailbox = Mailbox::start("127.0.0.1:0").await.context("starting the mail catcher")?;
    let simulator = simulator(&args, &url, &clock)?;
    let desk = desk(&args, &url, store, &clock, &mailbox).await?;
    fill(&desk, given).await?;
    desk.take_over_leases().await?;
    desk.store_clock().await?;
    if let Some(clinic) = desk.clinics().first() {
        simulator.set_display_name(&clinic.name);
    }
    let outside = simulator.router().merge(mailbox.router());
    let web = Web {
        desk: desk.clone(),
        api_tokens: vec![ApiToken::new("demo", API_TOKEN, None)],
        demo: Some(Demo { clock, pages: outside }),
        operations: Operations::Here,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        open_id: None,
        staff_sign_in: None,
        stage: Arc::new(svara_sim::talk::Stage),
    };
    announce(&url, args.no_open);
    answer(&desk, web, listener).await
}

async fn answer(desk: &Desk, web: Web, listener: TcpListener) -> anyhow::Result<Outcome> {
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let working = desk.clone();
    let work = tokio::spawn(async move {
        let asked = async move {
            // The sender gone means the same as its word.
            let _ = stopped.wait_for(|it| *it).await;
        };
        Box::pin(working.run(asked)).await;
    });
    let serving = axum::serve(listener, svara_web::router(web));
    tokio::select! {
        served = serving => served.context("serving")?,
        () = serve::asked_to_stop() => {}
    }
    let _ = stop.send(true);
    work.await.context("stopping")?;
    desk.store_clock().await?;
    desk.close().await;
    Ok(Outcome::Fine)
}

/// Listening everywhere is reached on this machine.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { SocketAddr::from(([127, 0, 0, 1], address.port())) } else { address }
}

fn prepare(args: &Args) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.data)
        .map_err(|it| usage(format!("{} can't be made: {it}; choose another --data", args.data.display())))?;
    if !args.fresh {
        return Ok(());
    }
    for name in FILES {
        let file = args.data.join(name);
        match std::fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(usage(format!("{} can't be removed: {error}", file.display()))),
        }
    }
    Ok(())
}

/// The later of the stored clock and the one asked for; it stands still when one was asked for.
async fn clock(store: &Store, asked: Option<Timestamp>) -> anyhow::Result<MovableClock> {
    let stored = svara_desk::stored_clock(store).await?;
    Ok(match asked {
        Some(asked) => MovableClock::standing(stored.map_or(asked, |it| it.max(asked))),
        None => MovableClock::running(stored),
    })
}

fn simulator(args: &Args, url: &str, clock: &Arc<MovableClock>) -> anyhow::Result<Simulator> {
    let now = Arc::clone(clock);
    let simulator = Simulator::new(SimulatorConfig {
        webhook_url: format!("{url}/webhooks/whatsapp"),
        app_secret: APP_SECRET.to_owned(),
        verify_token: VERIFY_TOKEN.to_owned(),
        access_token: ACCESS_TOKEN.to_owned(),
        phone_number_id: PHONE_NUMBER_ID.to_owned(),
        display_phone_number: DISPLAY_PHONE_NUMBER.to_owned(),
        business_account_id: BUSINESS_ACCOUNT_ID.to_owned(),
        templates: svara_desk::templates().into_iter().map(approved).collect(),
        state_file: Some(args.data.join("simulator.jsonl")),
        now: Arc::new(move || now.now()),
    })?;
    // On a clock that stands still, one message in six seconds would never come.
    simulator.set_pair_rate(args.clock.is_none());
    Ok(simulator)
}

fn approved(text: svara_desk::TemplateText) -> TemplateSpec {
    TemplateSpec {
        name: text.name.to_owned(),
        language: text.language.to_string(),
        category: "UTILITY".to_owned(),
        body: text.body,
        footer: None,
        quick_replies: text.quick_replies,
    }
}

async fn desk(
    args: &Args,
    url: &str,
    store: Store,
    clock: &Arc<MovableClock>,
    mailbox: &Mailbox,
) -> anyhow::Result<Desk> {
    let graph = args.graph_url.clone().unwrap_or_else(|| format!("{url}{GRAPH_PATH}"));
    let cloud = Cloud::new(whatsapp::http_client(), &graph, serve::GRAPH_VERSION, ACCESS_TOKEN);
    let mailer = Mailer::new(&mailbox.url()).context("the mail catcher's address")?;
    let ids = Ids::random();
    let config = Config {
        public_url: url.to_owned(),
        owner: ids.token(),
        mail_from: MAIL_FROM.to_owned(),
        whatsapp: WhatsAppSettings {
            app_secret: APP_SECRET.to_owned(),
            verify_token: VERIFY_TOKEN.to_owned(),
        },
    };
    let (line, post) = (Arc::new(WhatsAppLine::new(cloud)), Arc::new(MailPost::new(mailer)));
    Ok(Desk::open(store, clock.clone(), ids, config, line, post).await?)
}

/// The clinic given, as it is; or the built-in one, with weeks behind it.
async fn fill(desk: &Desk, given: Option<ClinicFile>) -> anyhow::Result<()> {
    let built_in = given.is_none();
    let mut file = match given {
        Some(file) => file,
        None => ClinicFile::parse(svara_sim::clinic::demo_toml()).context("the built-in clinic's file")?,
    };
    file.clinic.whatsapp = Some(WhatsAppNumber {
        phone_number_id: PHONE_NUMBER_ID.to_owned(),
        display_phone_number: DISPLAY_PHONE_NUMBER.to_owned(),
        business_account_id: BUSINESS_ACCOUNT_ID.to_owned(),
    });
    desk.apply_clinic_at_start(&file).await.context("applying the clinic's file")?;
    if built_in {
        past::bring(desk, &file).await?;
    }
    Ok(())
}

fn announce(url: &str, no_open: bool) {
    mention!("Svara's demo is open at {url}/demo");
    mention!("  the phone    {url}/phone");
    mention!("  the console  {url}/");
    mention!("  the API      {url}/api/v1/openapi.json   (Authorization: Bearer {API_TOKEN})");
    mention!("Ctrl-C stops it; started again, it goes on where it stopped.");
    if !no_open {
        open_browser(&format!("{url}/demo"));
    }
}

/// Opens a browser where there is one; nobody misses it where there is none.
fn open_browser(url: &str) {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|it| std::env::var_os(it).is_some());
    let opener = if cfg!(target_os = "macos") { Some("open") } else { display.then_some("xdg-open") };
    if let Some(opener) = opener.filter(|it| in_path(it)) {
        drop(
            std::process::Command::new(opener)
                .arg(url)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn(),
        );
    }
}

fn in_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|it| Path::new(&it).join(program).exists()))
}
