//! What the binary hands in, and what handlers share.

use crate::limits::{Counts, Limits};
use crate::{ApiToken, Counters};
use axum::Router;
use std::sync::Arc;
use svara_channel::openid::OpenId;
use svara_desk::office::accounts::Doorkeeper;
use svara_desk::rehearsal::Rehearsal;
use svara_desk::{Desk, MovableClock};
use svara_model::{Clinic, ClinicId};

/// Everything the outside needs. Plain values: the binary reads them from its configuration.
#[derive(Clone)]
pub struct Web {
    /// The desk.
    pub desk: Desk,
    /// Who may use the API without being a person.
    pub api_tokens: Vec<ApiToken>,
    /// A demo's clock and pages; none in production.
    pub demo: Option<Demo>,
    /// Where metrics stand.
    pub operations: Operations,
    /// Shared by all listeners of one process.
    pub counters: Counters,
    /// Where patients sign in to see what no open channel may carry; without it the page says to call.
    pub open_id: Option<OpenId>,
    /// Where staff may sign in beside mail address and password; none: there only.
    pub staff_sign_in: Option<StaffSignIn>,
    /// Where a clinic's settings are tried before they are saved.
    pub stage: Arc<dyn Rehearsal>,
    /// How often one address may knock.
    pub limits: Limits,
}

/// The house's identity provider.
#[derive(Clone)]
pub struct StaffSignIn {
    /// What the house calls it.
    pub name: String,
    /// It; asked for the mail address, too.
    pub provider: OpenId,
}

/// What only a demo has.
#[derive(Clone)]
pub struct Demo {
    /// The clock that the desk was opened with.
    pub clock: Arc<MovableClock>,
    /// The simulator's own routes: `/demo`, `/phone`, and what they ask for.
    pub pages: Router,
}

/// Where the operator's metrics stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operations {
    /// On the public address: a demo.
    Here,
    /// On a listener of their own ([`crate::operations`]).
    OwnListener,
}

#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    desk: Desk,
    api_tokens: Vec<ApiToken>,
    clock: Option<MovingClock>,
    counters: Counters,
    keeper: Doorkeeper,
    open_id: Option<OpenId>,
    staff_sign_in: Option<StaffSignIn>,
    stage: Arc<dyn Rehearsal>,
    limits: Option<Counts>,
    secure: bool,
}

/// The demo's clock. Two hands on it take turns.
pub(crate) struct MovingClock {
    pub(crate) clock: Arc<MovableClock>,
    pub(crate) turn: tokio::sync::Mutex<()>,
}

impl App {
    /// The shared state, and the pages of a demo's simulator.
    pub(crate) fn new(web: Web, secure: bool) -> (Self, Router) {
        let (clock, pages) = match web.demo {
            Some(it) => {
                (Some(MovingClock { clock: it.clock, turn: tokio::sync::Mutex::default() }), it.pages)
            }
            None => (None, Router::new()),
        };
        let inner = Inner {
            desk: web.desk,
            api_tokens: web.api_tokens,
            clock,
            counters: web.counters,
            keeper: Doorkeeper::default(),
            open_id: web.open_id,
            staff_sign_in: web.staff_sign_in,
            stage: web.stage,
            limits: Counts::new(&web.limits),
            secure,
        };
        (Self(Arc::new(inner)), pages)
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.0.desk
    }

    pub(crate) fn api_tokens(&self) -> &[ApiToken] {
        &self.0.api_tokens
    }

    pub(crate) fn demo(&self) -> Option<&MovingClock> {
        self.0.clock.as_ref()
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub(crate) fn open_id(&self) -> Option<&OpenId> {
        self.0.open_id.as_ref()
    }

    pub(crate) fn staff_sign_in(&self) -> Option<&StaffSignIn> {
        self.0.staff_sign_in.as_ref()
    }

    pub(crate) fn stage(&self) -> &dyn Rehearsal {
        self.0.stage.as_ref()
    }

    pub(crate) fn limits(&self) -> Option<&Counts> {
        self.0.limits.as_ref()
    }

    pub(crate) fn keeper(&self) -> &Doorkeeper {
        &self.0.keeper
    }

    /// Whether browsers reach us by HTTPS: then cookies are never sent without it.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.secure
    }

    /// Whether a clinic is the first of the house: the one whose staff have accounts here.
    pub(crate) fn is_first(&self, clinic: &ClinicId) -> bool {
        self.clinic(None).is_some_and(|it| it.id == *clinic)
    }

    /// The clinic that somebody works for: the token's own, else the first of the house.
    pub(crate) fn clinic(&self, own: Option<&ClinicId>) -> Option<Arc<Clinic>> {
        match own {
            Some(id) => self.desk().clinic(id),
            None => self.desk().clinics().into_iter().next(),
        }
    }
}
