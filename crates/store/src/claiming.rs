//! Who is next in the inbox: each clinic in turn, its patients' messages and its reports apart, and within each the
//! one who has waited longest. So a clinic with a flood gets its share, and nobody else waits behind it.
//!
//! Absent: recording and concluding (`inbox.rs`), and remembering whose turn it was; the desk does that.

use crate::inbox::{Row, end_lease, item};
use crate::mischief::{Mischief, is_planted};
use crate::notification::{InboxBatch, InboxItem};
use crate::row::{bounded, micros};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// How many waiting notifications are looked at for each sender wanted: several of one sender may lie before others.
const LOOK_AHEAD: usize = 8;
/// Messages of one sender that are read at once. Nobody types so many; whoever sends more gets the rest read
/// afterwards, and holds up the one writer no longer than this.
const AT_ONCE_MAX: usize = 50;

macro_rules! lane {
    () => {
        "(COALESCE(i.clinic, '') || '/' || i.kind)"
    };
}

/// Waits, and nobody has its sender in hand.
macro_rules! free {
    () => {
        "i.state = 'waiting' AND NOT EXISTS
           (SELECT 1 FROM inbox_leases AS l WHERE l.order_hash = i.order_hash AND l.until > $1)"
    };
}

macro_rules! lane_after {
    ($lane:literal) => {
        concat!(
            "(SELECT ",
            lane!(),
            " FROM inbox AS i WHERE ",
            free!(),
            " AND ",
            lane!(),
            " > ",
            $lane,
            " ORDER BY ",
            lane!(),
            ", i.received_at, i.at LIMIT 1)"
        )
    };
}

/// From one lane that somebody waits in to the next, without reading what lies between.
const LANES: &str = concat!(
    "WITH RECURSIVE ring (lane, n) AS (SELECT ",
    lane_after!("$2"),
    ", 1 UNION ALL SELECT ",
    lane_after!("ring.lane"),
    ", ring.n + 1 FROM ring WHERE ring.lane IS NOT NULL AND ring.n < $3)
     SELECT lane FROM ring WHERE lane IS NOT NULL"
);

const SENDERS: &str = concat!(
    "SELECT i.order_hash FROM inbox AS i WHERE ",
    free!(),
    " AND ",
    lane!(),
    " = $2 ORDER BY i.received_at, i.at LIMIT $3"
);

/// Takes up to `limit` senders' waiting notifications and leases each sender until then: nobody else gets these, or
/// later ones of the same sender, before the lease ends or all taken are handled.
///
/// A clinic's messages are a lane, its reports another. The lanes take turns, beginning behind the lane `after`
/// (the last batch's of the look before; empty at first); within a lane the oldest comes first.
pub async fn next_message_batch(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
    owner: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<InboxBatch>, StoreError> {
    let mut batches = Vec::new();
    for (lane, order) in in_turn(tx, now, after, limit).await? {
        if batches.len() >= limit || !lease(tx, &order, now, lease_until, owner).await? {
            continue;
        }
        let items = take(tx, &order).await?;
        if items.is_empty() {
            // Another process handled them between our look and our lease.
            end_lease(tx, &order).await?;
        } else {
            batches.push(InboxBatch { order_key_hash: order, lane, items });
        }
    }
    Ok(batches)
}

/// Senders who wait, lane by lane in turn.
async fn in_turn(
    tx: &mut Tx,
    now: Timestamp,
    after: &str,
    limit: usize,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut lanes = lanes_after(tx, now, after, limit).await?;
    if lanes.len() < limit && !after.is_empty() {
        for lane in lanes_after(tx, now, "", limit).await? {
            if lanes.len() < limit && !lanes.contains(&lane) {
                lanes.push(lane);
            }
        }
    }
    let share = limit.div_ceil(lanes.len().max(1));
    let mut seen = BTreeSet::new();
    let mut waiting = Vec::with_capacity(lanes.len());
    for lane in lanes {
        let rows: Vec<(String,)> = query(SENDERS)
            .bind(micros(now))
            .bind(lane.clone())
            .bind(bounded(share.saturating_mul(LOOK_AHEAD)))
            .all(tx)
            .await?;
        let senders: Vec<String> =
            rows.into_iter().map(|it| it.0).filter(|it| seen.insert(it.clone())).collect();
        waiting.push((lane, senders.into_iter()));
    }
    let mut turns = Vec::new();
    loop {
        let before = turns.len();
        for (lane, senders) in &mut waiting {
            turns.extend(senders.next().map(|it| (lane.clone(), it)));
        }
        if turns.len() == before {
            return Ok(turns);
        }
    }
}

async fn lanes_after(
    tx: &mut Tx,
    now: Timestamp,
    after: &str,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> =
        query(LANES).bind(micros(now)).bind(after.to_owned()).bind(bounded(limit)).all(tx).await?;
    Ok(rows.into_iter().map(|it| it.0).collect())
}

/// What waits from one sender by now, for who holds the lease: also what came while a quiet window was kept.
pub async fn all_waiting(tx: &mut Tx, order_key_hash: &str) -> Result<Vec<InboxItem>, StoreError> {
    query(
        "UPDATE inbox SET claimed = TRUE, attempt = attempt + 1
         WHERE state = 'waiting' AND NOT claimed AND key_hash IN (SELECT key_hash FROM inbox
           WHERE order_hash = $1 AND state = 'waiting' ORDER BY at, received_at, key_hash LIMIT $2)",
    )
    .bind(order_key_hash.to_owned())
    .bind(bounded(AT_ONCE_MAX))
    .execute(tx)
    .await?;
    claimed(tx, order_key_hash).await
}

async fn lease(
    tx: &mut Tx,
    order: &str,
    now: Timestamp,
    until: Timestamp,
    owner: &str,
) -> Result<bool, StoreError> {
    let leased = query(
        "INSERT INTO inbox_leases (order_hash, owner, until) VALUES ($1, $2, $3)
         ON CONFLICT (order_hash) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE inbox_leases.until <= $4",
    )
    .bind(order.to_owned())
    .bind(owner.to_owned())
    .bind(micros(until))
    .bind(micros(now))
    .execute(tx)
    .await?;
    Ok(leased == 1)
}

async fn take(tx: &mut Tx, order: &str) -> Result<Vec<InboxItem>, StoreError> {
    query(
        "UPDATE inbox SET claimed = TRUE, attempt = attempt + 1
         WHERE state = 'waiting' AND key_hash IN (SELECT key_hash FROM inbox
           WHERE order_hash = $1 AND state = 'waiting' ORDER BY at, received_at, key_hash LIMIT $2)",
    )
    .bind(order.to_owned())
    .bind(bounded(AT_ONCE_MAX))
    .execute(tx)
    .await?;
    claimed(tx, order).await
}

async fn claimed(tx: &mut Tx, order: &str) -> Result<Vec<InboxItem>, StoreError> {
    let mut rows: Vec<Row> = query(
        "SELECT key_hash, clinic, kind, at, received_at, payload, attempt, reason FROM inbox
         WHERE order_hash = $1 AND state = 'waiting' AND claimed ORDER BY at, received_at, key_hash",
    )
    .bind(order.to_owned())
    .all(tx)
    .await?;
    if is_planted(Mischief::ReadAsTheyCame) {
        rows.sort_by_key(|it| it.received_at);
    }
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(item(tx, row).await?.0);
    }
    Ok(items)
}
