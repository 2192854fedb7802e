//! A provider that speaks WhatsApp's Cloud API over HTTP, as strict as the real one.
//!
//! `docs/whatsapp.md` says where it differs from Meta. Absent: media from the clinic, Flows, calls, groups; real time, except
//! where people look at a screen.

mod accept;
mod answer;
mod check;
mod errors;
mod faults;
mod files;
mod graph;
mod hooks;
mod journal;
mod limits;
mod phone;
mod shown;
mod state;
mod templates;
mod wamid;

use axum::Router;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;

pub use errors::ApiError;
pub use faults::Fault;
pub use files::{FileShown, NewFile};
pub use phone::{Tap, Typed, WriteError};
pub use state::{ChatMessage, Choice, From, Link, Shown};
pub use templates::TemplateSpec;

/// Where the Cloud API stands beside a desk on one address.
pub const GRAPH_PATH: &str = "/graph";

/// The time, as the demo's clock tells it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Whom the simulator plays and for whom.
#[derive(Clone)]
pub struct SimulatorConfig {
    /// Where notifications go.
    pub webhook_url: String,
    /// Signs notifications.
    pub app_secret: String,
    /// Shown in the handshake.
    pub verify_token: String,
    /// Demanded with each call.
    pub access_token: String,
    /// The clinic's number, Meta's id of it.
    pub phone_number_id: String,
    /// The clinic's number, digits only.
    pub display_phone_number: String,
    /// The clinic's account.
    pub business_account_id: String,
    /// What was approved.
    pub templates: Vec<TemplateSpec>,
    /// Where chats survive a restart; `None` keeps them in memory only.
    pub state_file: Option<PathBuf>,
    /// The demo's clock.
    pub now: Clock,
}

/// The simulated provider; clones are the same one.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    config: SimulatorConfig,
    http: reqwest::Client,
    state: Mutex<state::State>,
    faults: Mutex<faults::Faults>,
    queues: hooks::Queues,
    /// Rises whenever a phone has something new to show.
    version: watch::Sender<u64>,
}

/// Why the simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The state file cannot be read or written.
    #[error("the simulated provider cannot use its state file {path}: {reason}")]
    StateFile {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
}

impl Simulator {
    /// Takes up where the state file stopped; notifications that were not taken then are sent again.
    /// Call it inside a tokio runtime.
    pub fn new(config: SimulatorConfig) -> Result<Self, StartError> {
        let (state, waiting) = state::State::open(config.state_file.as_deref())?;
        let simulator = Self(Arc::new(Inner {
            http: svara_channel::whatsapp::http_client(),
            state: Mutex::new(state),
            faults: Mutex::default(),
            queues: hooks::Queues::default(),
            version: watch::Sender::new(0),
            config,
        }));
        simulator.deliver_again(waiting);
        Ok(simulator)
    }

    /// The Cloud API below [`GRAPH_PATH`], the phone and the demo page.
    pub fn router(&self) -> Router {
        // Below a path of its own: `/{version}/{id}` would answer for the console's pages too.
        let graph = Router::new().nest(GRAPH_PATH, self.graph_router());
        graph.merge(self.phone_router()).merge(crate::pages::router())
    }

    /// The Cloud API alone.
    pub fn graph_router(&self) -> Router {
        graph::router(self.clone())
    }

    /// What the phone's page asks for.
    pub fn phone_router(&self) -> Router {
        phone::router(self.clone())
    }

    /// Makes something go wrong.
    pub fn inject(&self, fault: Fault) {
        self.faults().add(fault);
    }

    /// Switches Meta's limit of one message in six seconds to one person (45 on credit) on or off. It is on at
    /// first; a demo whose clock stands still would wait for ever.
    pub fn set_pair_rate(&self, on: bool) {
        self.state().set_pair_rate(on);
    }

    /// Comes back when every notification so far was taken by the webhook.
    pub async fn settle(&self) {
        self.0.queues.empty().await;
    }

    /// Whether a notification still waits to be taken.
    pub fn is_idle(&self) -> bool {
        self.0.queues.is_empty()
    }

    fn now(&self) -> Timestamp {
        (self.0.config.now)()
    }

    fn config(&self) -> &SimulatorConfig {
        &self.0.config
    }

    fn state(&self) -> MutexGuard<'_, state::State> {
        self.0.state.lock().expect("nobody panics while holding the simulator's state")
    }

    fn faults(&self) -> MutexGuard<'_, faults::Faults> {
        self.0.faults.lock().expect("nobody panics while holding the faults")
    }

    fn tell_phones(&self) {
        self.0.version.send_modify(|it| *it += 1);
    }
}
