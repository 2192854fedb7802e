//! What changed, told to every screen that listens, with a place to take up from after a broken line. The last few are
//! kept in memory: who comes back within them misses nothing, and who comes back later, or after a restart, is told
//! that everything may have changed.

use std::collections::VecDeque;
use std::sync::atomic::AtomicI64;
use std::sync::{Mutex, PoisonError};
use svara_model::{AppointmentId, ClinicId, ConversationId, PatientId};
use tokio::sync::{Notify, broadcast};

/// Listeners that fall this far behind ask again instead of reading on.
const NEWS_KEPT: usize = 256;
/// What a broken line can catch up with: a busy clinic's quarter of an hour.
const NEWS_REMEMBERED: usize = 2_048;

/// News that wait to be told to other processes; beyond it, they are told that everything may have changed.
const UNTOLD_MAX: usize = 512;

/// Something changed that a screen may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A conversation has a new line or another state.
    Conversation(ConversationId),
    /// An appointment was made, moved, called off or answered.
    Appointment(AppointmentId),
    /// The clinic's set-up is another.
    Clinic(ClinicId),
    /// Somebody was forgotten.
    Forgotten(PatientId),
    /// More changed than could be told.
    Everything,
}

/// As it is written down for other processes.
impl News {
    pub(crate) fn written(&self) -> (&'static str, String) {
        match self {
            Self::Conversation(id) => ("conversation", id.to_string()),
            Self::Appointment(id) => ("appointment", id.to_string()),
            Self::Clinic(id) => ("clinic", id.to_string()),
            Self::Forgotten(id) => ("forgotten", id.to_string()),
            Self::Everything => ("everything", String::new()),
        }
    }

    /// What a newer version tells and this one doesn't know may be anything.
    pub(crate) fn read(kind: &str, subject: &str) -> Self {
        let known = match kind {
            "conversation" => subject.parse().map(Self::Conversation).ok(),
            "appointment" => subject.parse().map(Self::Appointment).ok(),
            "clinic" => subject.parse().map(Self::Clinic).ok(),
            "forgotten" => subject.parse().map(Self::Forgotten).ok(),
            _ => None,
        };
        known.unwrap_or(Self::Everything)
    }
}

/// A piece of news with its place: which run of the desk, and the how-manieth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in this run, counted from 1.
    pub number: u64,
    /// At which clinic: nobody else hears of it.
    pub clinic: ClinicId,
    /// What changed.
    pub news: News,
}

/// Everything that is told, and what was told last.
pub(crate) struct Newsroom {
    run: String,
    sender: broadcast::Sender<Piece>,
    last: Mutex<(u64, VecDeque<Piece>)>,
    /// What other processes have not been told yet.
    untold: Mutex<Vec<(ClinicId, News)>>,
    /// There is something to tell others, or they have called.
    pub(crate) bell: Notify,
    /// The number of the last news of others that was read.
    pub(crate) read_until: AtomicI64,
}

/// What a listener begins with.
pub struct Listening {
    /// Which run of the desk this is; a place of another run is worth nothing.
    pub run: String,
    /// What was missed, in order; `None`: nobody knows any more, so everything may have changed.
    pub missed: Option<Vec<Piece>>,
    /// What comes.
    pub coming: broadcast::Receiver<Piece>,
}

impl Newsroom {
    pub(crate) fn new(run: String) -> Self {
        Self {
            run,
            sender: broadcast::Sender::new(NEWS_KEPT),
            last: Mutex::default(),
            untold: Mutex::default(),
            bell: Notify::new(),
            read_until: AtomicI64::default(),
        }
    }

    /// Which run of the desk this is.
    pub(crate) fn run(&self) -> &str {
        &self.run
    }

    /// Keeps a piece of news for the other processes.
    pub(crate) fn note_for_others(&self, clinic: &ClinicId, news: News) {
        let mut untold = self.untold.lock().unwrap_or_else(PoisonError::into_inner);
        let piece = (clinic.clone(), news);
        if untold.contains(&piece) {
            return;
        }
        if untold.len() >= UNTOLD_MAX {
            let mut clinics: Vec<ClinicId> = untold.drain(..).map(|it| it.0).collect();
            clinics.sort();
            clinics.dedup();
            untold.extend(clinics.into_iter().map(|it| (it, News::Everything)));
        }
        untold.push(piece);
        drop(untold);
        self.bell.notify_one();
    }

    /// What others have not been told yet; it counts as told.
    pub(crate) fn untold(&self) -> Vec<(ClinicId, News)> {
        std::mem::take(&mut *self.untold.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn tell(&self, clinic: &ClinicId, news: News) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.0 += 1;
        let told = Piece { number: last.0, clinic: clinic.clone(), news };
        if last.1.len() == NEWS_REMEMBERED {
            last.1.pop_front();
        }
        last.1.push_back(told.clone());
        // Sent under the lock, so that nobody hears a number before the one in front of it. Nobody listening is no
        // fault.
        let _ = self.sender.send(told);
    }

    /// Listens from a place on, `run.number`; without one, from now on.
    pub(crate) fn listen(&self, after: Option<&str>) -> Listening {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let coming = self.sender.subscribe();
        let missed = match after {
            None => Some(Vec::new()),
            Some(place) => self.number_in(place).and_then(|number| since(&last, number)),
        };
        Listening { run: self.run.clone(), missed, coming }
    }

    fn number_in(&self, place: &str) -> Option<u64> {
        let (run, number) = place.rsplit_once('.')?;
        (run == self.run).then(|| number.parse().ok())?
    }
}

fn since((newest, kept): &(u64, VecDeque<Piece>), number: u64) -> Option<Vec<Piece>> {
    let oldest = kept.front().map_or(*newest + 1, |it| it.number);
    let whole = number <= *newest && number + 1 >= oldest;
    whole.then(|| kept.iter().filter(|it| it.number > number).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(n: u64) -> News {
        News::Conversation(ConversationId::new(n, 0))
    }

    fn clinic() -> ClinicId {
        "nordic".parse().unwrap()
    }

    fn numbers(it: &Listening) -> Option<Vec<u64>> {
        it.missed.as_ref().map(|all| all.iter().map(|it| it.number).collect())
    }

    #[test]
    fn a_broken_line_takes_up_where_it_broke() {
        let room = Newsroom::new("a".to_owned());
        for n in 1..=5 {
            room.tell(&clinic(), news(n));
        }
        assert_eq!(numbers(&room.listen(Some("a.3"))), Some(vec![4, 5]));
        assert_eq!(numbers(&room.listen(Some("a.5"))), Some(vec![]));
        assert_eq!(numbers(&room.listen(Some("a.0"))), Some(vec![1, 2, 3, 4, 5]));
        assert_eq!(numbers(&room.listen(None)), Some(vec![]));
    }

    #[test]
    fn news_come_back_as_they_were_written() {
        let patient = News::Forgotten(PatientId::new(7, 0));
        for it in [news(3), News::Clinic(clinic()), patient, News::Everything] {
            let (kind, subject) = it.written();
            assert_eq!(News::read(kind, &subject), it);
        }
        for (kind, subject) in [("weather", "fine"), ("conversation", "pat_1"), ("", "")] {
            assert_eq!(News::read(kind, subject), News::Everything);
        }
    }

    #[test]
    fn too_much_for_the_others_becomes_everything() {
        let room = Newsroom::new("a".to_owned());
        for n in 0..u64::try_from(UNTOLD_MAX).unwrap() {
            room.note_for_others(&clinic(), news(n));
            room.note_for_others(&clinic(), news(n));
        }
        room.note_for_others(&clinic(), news(9_999));
        assert_eq!(room.untold(), [(clinic(), News::Everything), (clinic(), news(9_999))]);
        assert_eq!(room.untold(), []);
    }

    #[test]
    fn what_nobody_remembers_is_everything() {
        let room = Newsroom::new("a".to_owned());
        for n in 0..u64::try_from(NEWS_REMEMBERED).unwrap() + 5 {
            room.tell(&clinic(), news(n));
        }
        assert_eq!(numbers(&room.listen(Some("a.3"))), None, "too long ago");
        assert!(numbers(&room.listen(Some("a.5"))).is_some());
        for place in ["b.5", "a.99999", "a.", "a", "", "a.-1"] {
            assert_eq!(numbers(&room.listen(Some(place))), None, "{place:?}");
        }
    }
}
