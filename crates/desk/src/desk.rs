//! The desk as one value: its store, its clock, its lines to the world.

use crate::housekeeping::Housekeeping;
use crate::learn::Teachings;
use crate::lines::{Line, Post};
use crate::news::{Listening, News, Newsroom};
use crate::quiet::Quiet;
use crate::second::Second;
use crate::tape::Prints;
use crate::together::Door;
use crate::{Clock, DeskError, Ids};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use svara_model::{Clinic, ClinicId};
use svara_store::{Store, clinics};
use tokio::sync::Notify;

/// What the desk needs to know besides the clinics.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where links of ours begin, such as `https://desk.example`.
    pub public_url: String,
    /// Who we are among several processes: the owner of leases.
    pub owner: String,
    /// The sender of mails to practitioners.
    pub mail_from: String,
    /// WhatsApp's secrets.
    pub whatsapp: WhatsAppSettings,
}

/// WhatsApp's secrets.
#[derive(Clone)]
pub struct WhatsAppSettings {
    /// Signs notifications.
    pub app_secret: String,
    /// Proves Meta's handshake.
    pub verify_token: String,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for WhatsAppSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WhatsAppSettings(…)")
    }
}

/// The desk. Cheap to clone; all clones are one desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

/// What all clones of a desk share.
pub struct Inner {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Ids,
    pub(crate) config: Config,
    pub(crate) line: Arc<dyn Line>,
    pub(crate) post: Arc<dyn Post>,
    pub(crate) quiet: Quiet,
    pub(crate) prints: Prints,
    pub(crate) teachings: Teachings,
    pub(crate) housekeeping: Housekeeping,
    /// Notifications that are being stored.
    pub(crate) door: Door,
    /// Whose turn it was last in the inbox.
    pub(crate) last_lane: Mutex<String>,
    /// Who reads what our reader is unsure of, if anybody does.
    pub(crate) second: OnceLock<Second>,
    /// Something waits in the inbox.
    pub(crate) inbox_bell: Notify,
    /// Something waits to be sent.
    pub(crate) outbox_bell: Notify,
    pub(crate) news: Newsroom,
    clinics: RwLock<HashMap<ClinicId, Arc<Clinic>>>,
}

impl std::ops::Deref for Desk {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Desk {
    /// A desk on a store. Nothing runs until [`Desk::run`] or [`Desk::settle`].
    pub async fn open(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: Ids,
        config: Config,
        line: Arc<dyn Line>,
        post: Arc<dyn Post>,
    ) -> Result<Self, DeskError> {
        let run = format!("{:016x}", rand::random::<u64>());
        let desk = Self(Arc::new(Inner {
            store,
            clock,
            ids,
            config,
            line,
            post,
            quiet: Quiet::default(),
            prints: Prints::default(),
            teachings: Teachings::default(),
            housekeeping: Housekeeping::default(),
            door: Door::default(),
            last_lane: Mutex::default(),
            second: OnceLock::new(),
            inbox_bell: Notify::new(),
            outbox_bell: Notify::new(),
            news: Newsroom::new(run),
            clinics: RwLock::default(),
        }));
        desk.begin_to_hear().await?;
        desk.reload_clinics().await?;
        desk.index_patients().await?;
        Ok(desk)
    }

    /// The store, for reads that need no use case of their own.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Now, by the desk's clock.
    pub fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// What the desk was told at its start.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Hears of changes from a place on, or from now on.
    pub fn listen(&self, after: Option<&str>) -> Listening {
        self.news.listen(after)
    }

    pub(crate) fn tell(&self, clinic: &ClinicId, news: News) {
        if self.store.is_shared() {
            self.news.note_for_others(clinic, news.clone());
        }
        self.news.tell(clinic, news);
    }

    /// Reads the clinics' set-ups again.
    pub async fn reload_clinics(&self) -> Result<(), DeskError> {
        let all: Vec<Clinic> =
            self.store.read("load clinics", |tx| Box::pin(async move { clinics::list(tx).await })).await?;
        let map = all.into_iter().map(|it| (it.id.clone(), Arc::new(it))).collect();
        *self.clinics.write().unwrap_or_else(PoisonError::into_inner) = map;
        self.reload_teachings().await
    }

    /// A clinic's set-up.
    pub fn clinic(&self, id: &ClinicId) -> Option<Arc<Clinic>> {
        self.clinics.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// A clinic's set-up that a stored thing names.
    pub(crate) fn clinic_or_gone(&self, id: &ClinicId) -> Result<Arc<Clinic>, DeskError> {
        self.clinic(id).ok_or(DeskError::NotFound("the clinic"))
    }

    /// All clinics, by id.
    pub fn clinics(&self) -> Vec<Arc<Clinic>> {
        let mut all: Vec<_> =
            self.clinics.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The clinic that a WhatsApp number belongs to.
    pub(crate) fn clinic_of_number(&self, phone_number_id: &str) -> Option<Arc<Clinic>> {
        self.clinics()
            .into_iter()
            .find(|it| it.whatsapp.as_ref().is_some_and(|number| number.phone_number_id == phone_number_id))
    }
}
