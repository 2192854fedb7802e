//! Whatever is held, booked, moved, called off, missed and let lapse in whatever order: the store agrees with a model
//! that a child could check, step by step.

use crate::world::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use svara_model::*;
use svara_store::{BookingError, Store, appointments, holds};

const CASES: u32 = 48;
const STEPS_MAX: usize = 40;
const HOLD_MINUTES: i64 = 10;

#[derive(Clone, Debug)]
enum Act {
    Hold {
        talk: u64,
        slot: Slot,
    },
    Release {
        talk: u64,
    },
    /// A conversation books what it holds, or a time it doesn't hold.
    Convert {
        talk: u64,
        slot: Slot,
    },
    Book {
        patient: u64,
        slot: Slot,
    },
    Move {
        which: usize,
        slot: Slot,
    },
    Cancel {
        which: usize,
    },
    Miss {
        which: usize,
    },
    Arrive {
        which: usize,
    },
    Wait {
        minutes: i64,
    },
}

fn slots() -> impl Strategy<Value = Slot> {
    let who = prop_oneof![Just("eva"), Just("olle")];
    let room = prop_oneof![Just(""), Just("r1"), Just("r2")];
    (0_i64..10, 1_i64..5, who, room)
        .prop_map(|(from, length, who, room)| slot(1_000 + from * 15, length * 15, who, room))
}

fn acts() -> impl Strategy<Value = Act> {
    let (talk, which) = (1_u64..4, 0_usize..6);
    prop_oneof![
        (talk.clone(), slots()).prop_map(|(talk, slot)| Act::Hold { talk, slot }),
        talk.clone().prop_map(|talk| Act::Release { talk }),
        (talk, slots()).prop_map(|(talk, slot)| Act::Convert { talk, slot }),
        (1_u64..4, slots()).prop_map(|(patient, slot)| Act::Book { patient, slot }),
        (which.clone(), slots()).prop_map(|(which, slot)| Act::Move { which, slot }),
        which.clone().prop_map(|which| Act::Cancel { which }),
        which.clone().prop_map(|which| Act::Miss { which }),
        which.prop_map(|which| Act::Arrive { which }),
        (1_i64..12).prop_map(|minutes| Act::Wait { minutes }),
    ]
}

/// What came of an act, the same for the store and the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Done,
    Taken,
    PatientBusy,
}

#[derive(Clone, Debug)]
struct Visit {
    id: u64,
    patient: u64,
    slot: Slot,
    status: AppointmentStatus,
    revision: i64,
}

#[derive(Default)]
struct Model {
    now: i64,
    visits: Vec<Visit>,
    /// By conversation: the time and until when.
    holds: std::collections::BTreeMap<u64, (Slot, i64)>,
    made: u64,
}

fn overlap(one: &Slot, other: &Slot) -> bool {
    one.from < other.to && other.from < one.to
}

fn shares(one: &Slot, other: &Slot) -> bool {
    one.practitioner == other.practitioner || one.rooms.iter().any(|it| other.rooms.contains(it))
}

impl Model {
    /// Whether a time can be taken, all but one visit looked at.
    fn may(&self, slot: &Slot, patient: Option<u64>, but: Option<u64>) -> Came {
        let standing = || self.visits.iter().filter(|it| it.status.takes_time() && Some(it.id) != but);
        let held = self
            .holds
            .values()
            .filter(|it| it.1 > self.now)
            .any(|it| overlap(&it.0, slot) && shares(&it.0, slot));
        if held || standing().any(|it| overlap(&it.slot, slot) && shares(&it.slot, slot)) {
            return Came::Taken;
        }
        let busy = standing().any(|it| Some(it.patient) == patient && overlap(&it.slot, slot));
        if busy { Came::PatientBusy } else { Came::Done }
    }

    fn pick(&self, which: usize, status: AppointmentStatus) -> Option<Visit> {
        let there: Vec<_> = self.visits.iter().filter(|it| it.status == status).collect();
        (!there.is_empty()).then(|| there[which % there.len()].clone())
    }

    fn set(&mut self, id: u64, change: impl Fn(&mut Visit)) {
        self.visits.iter_mut().filter(|it| it.id == id).for_each(change);
    }
}

fn came<T>(outcome: Result<T, BookingError>) -> Came {
    match outcome {
        Ok(_) => Came::Done,
        Err(BookingError::Taken) => Came::Taken,
        Err(BookingError::PatientBusy) => Came::PatientBusy,
        // A no-show whose time is taken meanwhile.
        Err(BookingError::Store(svara_store::StoreError::Refused { .. })) => Came::Taken,
        Err(error) => panic!("{error}"),
    }
}

async fn book_in(store: &Store, n: u64, patient: u64, talk: Option<u64>, slot: Slot, now: i64) -> Came {
    let new = Appointment {
        patient: id!(PatientId, patient),
        marks: Marks::default(),
        booked_at: at(now),
        ..visit(n, slot)
    };
    came(
        store
            .write("book", move |tx| {
                let new = new.clone();
                Box::pin(async move {
                    if let Some(talk) = talk {
                        holds::release(tx, &id!(ConversationId, talk)).await?;
                    }
                    appointments::insert(tx, &new).await
                })
            })
            .await,
    )
}

async fn become_in(store: &Store, n: u64, status: AppointmentStatus, now: i64) -> Came {
    let outcome: Result<_, BookingError> = store
        .write("status", move |tx| {
            Box::pin(async move {
                Ok(appointments::set_status(tx, &id!(AppointmentId, n), status, at(now)).await?)
            })
        })
        .await;
    came(outcome)
}

/// Carries an act out in both; what each says came of it.
async fn act(store: &Store, model: &mut Model, act: Act) -> (Came, Came) {
    use AppointmentStatus as S;
    match act {
        Act::Wait { minutes } => {
            model.now += minutes;
            (Came::Done, Came::Done)
        }
        Act::Hold { talk, slot } => hold(store, model, talk, slot).await,
        Act::Release { talk } => {
            model.holds.remove(&talk);
            let release: Result<_, BookingError> = store
                .write("release", move |tx| {
                    Box::pin(async move { Ok(holds::release(tx, &id!(ConversationId, talk)).await?) })
                })
                .await;
            (Came::Done, came(release))
        }
        Act::Convert { talk, slot } => {
            let held = model.holds.remove(&talk);
            let slot = held.clone().map_or(slot, |it| it.0);
            let (wanted, found) = take(store, model, talk, Some(talk), slot).await;
            if let (Some(held), true) = (held, wanted != Came::Done) {
                // The whole unit is undone, the release too.
                model.holds.insert(talk, held);
            }
            (wanted, found)
        }
        Act::Book { patient, slot } => take(store, model, patient, None, slot).await,
        Act::Move { which, slot } => shift(store, model, which, slot).await,
        Act::Cancel { which } => turn(store, model, which, S::Booked, S::Cancelled).await,
        Act::Miss { which } => turn(store, model, which, S::Booked, S::Noshow).await,
        Act::Arrive { which } => turn(store, model, which, S::Noshow, S::Arrived).await,
    }
}

async fn hold(store: &Store, model: &mut Model, talk: u64, slot: Slot) -> (Came, Came) {
    model.holds.remove(&talk);
    let (now, until) = (model.now, model.now + HOLD_MINUTES);
    let wanted = model.may(&slot, None, None);
    let hold = Hold {
        id: id!(HoldId, talk),
        conversation: id!(ConversationId, talk),
        slot: slot.clone(),
        expires_at: at(until),
    };
    // Refused or not, what the conversation held before is let go.
    let found = store.write("hold", move |tx| {
        let hold = hold.clone();
        Box::pin(async move { Ok::<_, BookingError>(came(holds::place(tx, &hold, at(now)).await)) })
    });
    if wanted == Came::Done {
        model.holds.insert(talk, (slot, until));
    }
    (wanted, found.await.unwrap())
}

async fn take(store: &Store, model: &mut Model, patient: u64, talk: Option<u64>, slot: Slot) -> (Came, Came) {
    let wanted = model.may(&slot, Some(patient), None);
    model.made += 1;
    let n = model.made;
    let found = book_in(store, n, patient, talk, slot.clone(), model.now).await;
    if wanted == Came::Done {
        let status = AppointmentStatus::Booked;
        model.visits.push(Visit { id: n, patient, slot, status, revision: 0 });
    }
    (wanted, found)
}

async fn shift(store: &Store, model: &mut Model, which: usize, slot: Slot) -> (Came, Came) {
    let Some(visit) = model.pick(which, AppointmentStatus::Booked) else { return (Came::Done, Came::Done) };
    let wanted = model.may(&slot, Some(visit.patient), Some(visit.id));
    let (n, revision, to, now) = (visit.id, visit.revision, slot.clone(), model.now);
    let found = store.write("move", move |tx| {
        let to = to.clone();
        Box::pin(async move {
            let moved = appointments::move_to(tx, &id!(AppointmentId, n), revision, &to, at(now)).await;
            Ok::<_, BookingError>(came(moved))
        })
    });
    if wanted == Came::Done {
        model.set(visit.id, |it| {
            it.slot = slot.clone();
            it.revision += 1;
        });
    }
    (wanted, found.await.unwrap())
}

async fn turn(
    store: &Store,
    model: &mut Model,
    which: usize,
    from: AppointmentStatus,
    to: AppointmentStatus,
) -> (Came, Came) {
    let Some(visit) = model.pick(which, from) else { return (Came::Done, Came::Done) };
    let back = to.takes_time() && !from.takes_time();
    let wanted = match back.then(|| model.may(&visit.slot, Some(visit.patient), Some(visit.id))) {
        Some(Came::Taken | Came::PatientBusy) => Came::Taken,
        _ => Came::Done,
    };
    if wanted == Came::Done {
        model.set(visit.id, |it| it.status = to);
    }
    (wanted, become_in(store, visit.id, to, model.now).await)
}

/// What is taken, as practitioner or room and minutes.
async fn taken(store: &Store, now: i64) -> Vec<(String, i64, i64)> {
    let busy = store.read("busy", move |tx| {
        Box::pin(async move {
            Ok::<_, BookingError>(appointments::busy(tx, &clinic_id(), at(0), at(5_000), at(now)).await?)
        })
    });
    let minute = |it: jiff::Timestamp| (it.as_second() - at(0).as_second()) / 60;
    let mut all: Vec<_> =
        busy.await.unwrap().into_iter().map(|it| (it.resource, minute(it.from), minute(it.to))).collect();
    all.sort();
    all
}

fn expected(model: &Model) -> Vec<(String, i64, i64)> {
    let minute = |it: jiff::Timestamp| (it.as_second() - at(0).as_second()) / 60;
    let visits = model.visits.iter().filter(|it| it.status.takes_time()).map(|it| &it.slot);
    let held = model.holds.values().filter(|it| it.1 > model.now).map(|it| &it.0);
    let mut all = Vec::new();
    for slot in visits.chain(held) {
        let resources =
            std::iter::once(slot.practitioner.to_string()).chain(slot.rooms.iter().map(ToString::to_string));
        all.extend(resources.map(|it| (it, minute(slot.from), minute(slot.to))));
    }
    all.sort();
    all
}

async fn play(all: Vec<Act>) {
    let store = Store::open("sqlite::memory:", key()).await.unwrap();
    store
        .write("furnish", |tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for n in 2..4 {
                    talk_with(tx, n).await?;
                    svara_store::patients::insert(tx, &patient(n), None, at(0)).await?;
                }
                Ok::<_, BookingError>(())
            })
        })
        .await
        .unwrap();
    let mut model = Model::default();
    for step in all {
        let (wanted, found) = act(&store, &mut model, step.clone()).await;
        assert_eq!(found, wanted, "{step:?} at {}", model.now);
        assert_eq!(taken(&store, model.now).await, expected(&model), "after {step:?} at {}", model.now);
    }
}

#[test]
fn chance_never_overlaps() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&vec(acts(), 1..STEPS_MAX), |all| {
        runtime.block_on(play(all));
        Ok(())
    });
    outcome.unwrap();
}
