//! The provider and the mail server of a simulated world: each call stands at a gate before it arrives and before
//! its answer comes back. What the provider says is the scheduler's choice; what it accepted, it remembers.

use super::gate::{Gates, Point};
use futures_util::future::BoxFuture;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use svara_channel::whatsapp::{self, SendError, Sent, Then};
use svara_desk::{Line, Post, PostError};
use svara_model::{Address, Clinic, ClinicId, MessageId, Outgoing, SendFailure};

/// A message on its way out.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// Which call.
    pub(super) id: u64,
    /// For which clinic.
    pub(super) clinic: ClinicId,
    /// To which number.
    pub(super) to: String,
    /// What, fitted as it is sent.
    pub(super) content: Outgoing,
    /// The desk's own id.
    pub(super) ours: MessageId,
    /// Why it cannot be sent at all, if so.
    pub(super) broken: Option<String>,
}

/// What the provider does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Accepts and says so.
    Accept,
    /// Accepts, and its answer is lost.
    AcceptInSilence,
    /// The request is lost on the way.
    Lose,
    /// Refuses with a code.
    Refuse(i64),
}

impl Verdict {
    pub(super) fn accepts(self) -> bool {
        matches!(self, Self::Accept | Self::AcceptInSilence)
    }
}

#[derive(Default)]
struct State {
    next: u64,
    calls: BTreeMap<u64, Call>,
    made: Vec<Call>,
    verdicts: BTreeMap<u64, (Verdict, i64)>,
}

/// The provider's side of all lines.
pub(super) struct Provider {
    gates: Arc<Gates>,
    state: Mutex<State>,
}

impl Provider {
    pub(super) fn new(gates: Arc<Gates>) -> Arc<Self> {
        Arc::new(Self { gates, state: Mutex::default() })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls made since this was asked last: the desk has decided that they may go.
    pub(super) fn take_made(&self) -> Vec<Call> {
        std::mem::take(&mut self.lock().made)
    }

    /// A call that stands at the gate.
    pub(super) fn call(&self, id: u64) -> Option<Call> {
        self.lock().calls.get(&id).cloned()
    }

    /// Decides about a call before it is let through; the desk hears of it at a moment.
    pub(super) fn decide(&self, call: u64, verdict: Verdict, heard_at: i64) {
        self.lock().verdicts.insert(call, (verdict, heard_at));
    }

    /// A line of one process.
    pub(super) fn line(self: &Arc<Self>) -> NodeLine {
        NodeLine { provider: Arc::clone(self) }
    }

    fn register(&self, clinic: &Clinic, to: &Address, message: &Outgoing, ours: &MessageId) -> u64 {
        let content = whatsapp::fit(message.clone());
        let broken = whatsapp::body(&content, to, None, ours).err().map(|it| it.to_string());
        let mut state = self.lock();
        let id = state.next;
        state.next += 1;
        let to = to.as_str().trim_start_matches('+').to_owned();
        let call = Call { id, clinic: clinic.id.clone(), to, content, ours: ours.clone(), broken };
        state.calls.insert(id, call.clone());
        state.made.push(call);
        id
    }
}

/// The provider's id of an accepted call.
pub(super) fn provider_id(call: u64) -> String {
    format!("wamid.out{call}")
}

/// The line of one process to the provider.
pub(super) struct NodeLine {
    provider: Arc<Provider>,
}

impl Line for NodeLine {
    fn send<'a>(
        &'a self,
        clinic: &'a Clinic,
        to: &'a Address,
        message: &'a Outgoing,
        _reply_to: Option<&'a str>,
        ours: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            let gates = &self.provider.gates;
            let call = self.provider.register(clinic, to, message, ours);
            let let_through = gates.pass(Point::Call(call), 0).await;
            let decided = self.provider.lock().verdicts.remove(&call);
            let (verdict, heard_at) = decided.unwrap_or((Verdict::Lose, 0));
            // Whatever comes back, it comes back later.
            let _ = gates.pass(Point::Answer(call), heard_at).await;
            self.provider.lock().calls.remove(&call);
            match (let_through, verdict) {
                (Err(why), _) => Err(refused(0, why, Then::Uncertain)),
                (Ok(()), Verdict::Accept) => Ok(Sent { provider_id: provider_id(call) }),
                (Ok(()), Verdict::AcceptInSilence | Verdict::Lose) => {
                    Err(refused(0, "no answer came", Then::Uncertain))
                }
                (Ok(()), Verdict::Refuse(code)) => {
                    let then = whatsapp::then_for(code).unwrap_or(Then::OurMistake);
                    Err(refused(code, "refused", then))
                }
            }
        })
    }

    fn mark_read<'a>(&'a self, _clinic: &'a Clinic, _provider_id: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

impl Post for NodeLine {
    fn send<'a>(
        &'a self,
        _from: &'a str,
        _to: &'a str,
        _subject: &'a str,
        _body: &'a str,
    ) -> BoxFuture<'a, Result<(), PostError>> {
        Box::pin(async move {
            match self.provider.gates.pass(Point::Mail, 0).await {
                Ok(()) => Ok(()),
                Err(why) => Err(PostError { retry: true, why: why.to_owned() }),
            }
        })
    }
}

fn refused(code: i64, why: &str, then: Then) -> SendError {
    SendError { failure: SendFailure { code, details: why.to_owned() }, then }
}
