//! Jobs, mails and the audit chain.

use crate::world::*;
use svara_model::*;
use svara_store::{Tx, books, clinics, events, jobs, mails};

async fn claim_jobs(tx: &mut Tx, minute: i64, owner: &str) -> Done<Vec<JobId>> {
    let claimed = jobs::claim(tx, at(minute), at(minute + 5), owner, 9).await?;
    Ok(claimed.into_iter().map(|it| it.id).collect())
}

pub async fn a_job_runs_once_for_its_key(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for (n, key) in
                    [(1_u64, "remind:apt_A:1"), (2, "remind:apt_A:2"), (3, "remind:apt_B:1"), (4, "other")]
                {
                    assert!(
                        jobs::add(tx, id!(JobId, n), "remind", key, at(n.cast_signed()), "{\"a\":1}", at(0))
                            .await?
                    );
                }
                assert!(!jobs::add(tx, id!(JobId, 5), "remind", "other", at(0), "{}", at(0)).await?);
                assert_eq!(jobs::next_due(tx).await?, Some(at(1)));
                assert_eq!(jobs::waiting(tx, at(2)).await?, 2);
                assert_eq!(jobs::cancel_by_dedupe_prefix(tx, "remind:apt_A:").await?, 2);
                let claimed = jobs::claim(tx, at(9), at(14), "one", 9).await?;
                assert_eq!(
                    claimed.iter().map(|it| it.id.clone()).collect::<Vec<_>>(),
                    [id!(JobId, 3), id!(JobId, 4)]
                );
                let job = &claimed[0];
                assert_eq!(
                    (job.payload.as_str(), job.dedupe.as_str(), job.attempt),
                    ("{\"a\":1}", "remind:apt_B:1", 1)
                );
                assert_eq!((job.kind.as_str(), job.due_at), ("remind", at(3)));
                assert!(claim_jobs(tx, 9, "two").await?.is_empty());
                assert_eq!(jobs::next_due(tx).await?, Some(at(14)), "when the lease ends");
                assert_eq!(claim_jobs(tx, 14, "two").await?.len(), 2, "its holder stopped");
                jobs::done_without(tx, &id!(JobId, 3), "the visit was changed", at(15)).await?;
                let ended = books::job(tx, "remind:apt_B:1").await?.expect("it is kept for a while");
                assert_eq!((ended.0.as_str(), ended.1.as_deref()), ("done", Some("the visit was changed")));
                jobs::done(tx, &id!(JobId, 3), at(16)).await?;
                assert_eq!(books::job(tx, "remind:apt_B:1").await?, Some(ended), "it ended once");
                jobs::retry(tx, &id!(JobId, 4), at(30), "busy").await?;
                assert_eq!(claim_jobs(tx, 30, "two").await?, [id!(JobId, 4)]);
                assert_eq!(jobs::release_leases(tx, "two").await?, 0);
                assert_eq!(jobs::release_leases(tx, "three").await?, 1);
                claim_jobs(tx, 31, "three").await?;
                jobs::give_up(tx, &id!(JobId, 4), "it never works", at(31)).await?;
                assert_eq!((jobs::waiting(tx, at(99)).await?, jobs::next_due(tx).await?), (0, None));
                assert!(
                    !jobs::add(tx, id!(JobId, 6), "x", "other", at(0), "{}", at(0)).await?,
                    "the key stays taken"
                );
                assert_eq!(jobs::prune(tx, at(20)).await?, 1);
                Ok(())
            })
        })
        .await;
}

pub async fn a_mail_is_queued_and_sent(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for n in [1_u64, 2, 3] {
                    let (key, due) = (format!("mail:{n}"), at(n.cast_signed()));
                    let to = "eva@clinic.example";
                    assert!(
                        mails::add(tx, id!(MailId, n), to, "Ny tid", "Anna 10:00", &key, due, due).await?
                    );
                    assert!(!mails::add(tx, id!(MailId, n + 9), to, "Ny tid", "Anna", &key, due, due).await?);
                }
                assert_eq!((mails::next_due(tx).await?, mails::waiting(tx, at(2)).await?), (Some(at(1)), 2));
                let claimed = mails::claim(tx, at(9), at(14), "one", 9).await?;
                assert_eq!(claimed.len(), 3);
                assert_eq!(
                    (claimed[0].to.as_str(), claimed[0].subject.as_str()),
                    ("eva@clinic.example", "Ny tid")
                );
                assert_eq!((claimed[0].body.as_str(), claimed[0].attempt), ("Anna 10:00", 1));
                mails::sent(tx, &id!(MailId, 1), at(10)).await?;
                mails::retry(tx, &id!(MailId, 2), at(20), "away").await?;
                mails::failed(tx, &id!(MailId, 3), "no such mailbox", at(10)).await?;
                let states: Vec<_> = mails::list(tx, 9).await?.into_iter().map(|it| it.state).collect();
                assert_eq!(states, ["failed", "ready", "sent"]);
                assert_eq!(mails::next_due(tx).await?, Some(at(20)));
                assert_eq!(mails::claim(tx, at(20), at(25), "one", 9).await?.len(), 1);
                assert_eq!(
                    mails::claim(tx, at(25), at(30), "two", 9).await?[0].attempt,
                    3,
                    "its holder stopped"
                );
                assert_eq!(mails::release_leases(tx, "two").await?, 0);
                assert_eq!(mails::release_leases(tx, "three").await?, 1);
                assert_eq!(mails::prune(tx, at(11)).await?, 2);
                Ok(())
            })
        })
        .await;
}

pub async fn the_audit_chain_tells_where_it_was_changed(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let subjects =
                    [id!(PatientId, 1).to_string(), id!(ConversationId, 1).to_string(), "other".to_owned()];
                for (n, subject) in subjects.iter().enumerate() {
                    let (id, details) = (id!(EventId, n as u64), format!("{{\"n\":{n}}}"));
                    let subject = Some(subject.as_str());
                    events::append(tx, id, &clinic_id(), at(1), "desk", "looked", subject, &details).await?;
                }
                events::append(tx, id!(EventId, 9), &clinic_id(), at(1), "desk", "started", None, "{}")
                    .await?;
                assert_eq!(events::verify(tx, &clinic_id()).await?, Ok(4));
                assert_eq!(events::verify(tx, &"other".parse().unwrap()).await?, Ok(0));
                let page = events::list(tx, &clinic_id(), Some(1), 2).await?;
                assert_eq!(page.iter().map(|it| it.seq).collect::<Vec<_>>(), [2, 3]);
                assert_eq!(page[0].details.as_deref(), Some("{\"n\":1}"));
                assert_eq!(
                    (page[0].actor.as_str(), page[0].kind.as_str(), page[0].at),
                    ("desk", "looked", at(1))
                );
                clinics::save(tx, &clinic(), at(2)).await?;
                Ok(())
            })
        })
        .await;
    for sql in ["UPDATE events SET actor = 'nobody' WHERE seq = 2", "DELETE FROM events WHERE seq = 2"] {
        assert!(place.behind_its_back(sql).await.is_err(), "{sql}");
    }
    // Somebody with the database's own rights takes the guard away first; the chain still tells.
    let unguarded = if place.url.starts_with("sqlite:") {
        "DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed"
    } else {
        "DROP TRIGGER events_are_kept ON events"
    };
    place.behind_its_back(unguarded).await.unwrap();
    let damages = [
        ("DELETE FROM events WHERE seq = 4", 4),
        ("UPDATE events SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE events SET subject = NULL WHERE seq = 2", 2),
        ("DELETE FROM events WHERE seq = 1", 1),
    ];
    for (sql, broken_at) in damages {
        place.behind_its_back(sql).await.unwrap();
        let verdict =
            place.look(|tx| Box::pin(async move { Ok(events::verify(tx, &clinic_id()).await?) })).await;
        assert_eq!(verdict.unwrap_err().seq, broken_at, "{sql}");
    }
}
