//! Who looked at what, drawn and judged.

use crate::world::*;
use svara_model::*;
use svara_store::reviews::{self, Review, Verdict};
use svara_store::{Tx, events, looks};

async fn note(tx: &mut Tx, n: u64, minute: i64, kind: &str, subject: Option<&str>) -> Done {
    let id = id!(EventId, n);
    Ok(events::append(tx, id, &clinic_id(), at(minute), "staff:stf_1", kind, subject, "{}").await?)
}

fn review(n: u64, period: &str) -> Review {
    Review {
        id: id!(ReviewId, n),
        period: period.to_owned(),
        looks: 3,
        drawn_at: at(10),
        due_at: at(20),
        entries: 0,
        open: 0,
    }
}

pub async fn the_looks_of_a_time_are_found_and_nothing_else(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let patient = id!(PatientId, 1).to_string();
                note(tx, 1, 1, "patient.seen", Some(&patient)).await?;
                note(tx, 2, 2, "appointment.booked", Some(&patient)).await?;
                let (clinic, kind) = (clinic_id(), "patients.searched");
                looks::note(tx, id!(EventId, 3), &clinic, at(3), "api:x", kind, None, &[], "{}").await?;
                note(tx, 4, 4, "access.break_glass", Some("stf_1")).await?;
                note(tx, 5, 9, "patient.seen", Some(&patient)).await?;
                let found = reviews::looks(tx, &clinic, (at(1), at(9)), 0, 10).await?;
                let told: Vec<_> = found.iter().map(|it| (it.seq, it.kind.as_str())).collect();
                assert_eq!(told, [(1, "patient.seen"), (3, "patients.searched"), (4, "access.break_glass")]);
                assert_eq!(found[0].subject.as_deref(), Some(patient.as_str()));
                assert_eq!(reviews::looks(tx, &clinic, (at(1), at(9)), 1, 1).await?[0].seq, 3);
                assert_eq!(reviews::looks(tx, &"other".parse().unwrap(), (at(0), at(99)), 0, 9).await?, []);
                Ok(())
            })
        })
        .await;
}

pub async fn who_has_to_do_with_the_clinic_is_known(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (one, two) = (id!(PatientId, 1), id!(PatientId, 2));
                svara_store::patients::insert(tx, &patient(2), None, at(0)).await?;
                assert!(reviews::is_known_since(tx, &one, at(-1)).await?, "they have talked");
                assert!(!reviews::is_known_since(tx, &one, at(50)).await?, "long ago");
                assert!(!reviews::is_known_since(tx, &two, at(-1)).await?);
                let mut coming = visit(1, slot(60, 30, "eva", ""));
                coming.patient = two.clone();
                svara_store::appointments::insert(tx, &coming).await?;
                assert!(reviews::is_known_since(tx, &two, at(50)).await?);
                assert!(!reviews::is_known_since(tx, &two, at(70)).await?);
                Ok(())
            })
        })
        .await;
}

pub async fn a_review_is_drawn_once_and_judged(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let clinic = clinic_id();
                for n in 1..=3 {
                    note(tx, n, 1, "patient.seen", None).await?;
                }
                let drawn = [(1, "sample".to_owned()), (3, "sample odd_hours".to_owned())];
                assert!(reviews::draw(tx, &clinic, &review(1, "2026-02"), &drawn).await?);
                assert!(!reviews::draw(tx, &clinic, &review(2, "2026-02"), &drawn).await?, "once a month");
                assert!(reviews::draw(tx, &clinic, &review(3, "2026-03"), &[]).await?);
                let all = reviews::list(tx, &clinic).await?;
                let told: Vec<_> = all.iter().map(|it| (it.period.as_str(), it.entries, it.open)).collect();
                assert_eq!(told, [("2026-03", 0, 0), ("2026-02", 2, 2)]);
                assert_eq!((all[1].looks, all[1].due_at), (3, at(20)));
                let verdict = |words| Verdict { verdict: "justified", words, by: "staff:stf_9", at: at(11) };
                let id = id!(ReviewId, 1);
                assert!(reviews::judge(tx, &clinic, &id, 3, verdict("she was on call")).await?);
                assert!(!reviews::judge(tx, &clinic, &id, 2, verdict("not drawn")).await?);
                let other: ClinicId = "other".parse().unwrap();
                assert!(!reviews::judge(tx, &other, &id, 3, verdict("not theirs")).await?);
                assert_eq!(reviews::entries(tx, &other, &id).await?, []);
                let entries = reviews::entries(tx, &clinic, &id).await?;
                assert_eq!((entries[0].look.seq, &entries[0].verdict), (1, &None));
                let judged = &entries[1];
                assert_eq!(judged.why, "sample odd_hours");
                assert_eq!(judged.verdict.as_deref(), Some("justified"));
                assert_eq!(judged.words.as_deref(), Some("she was on call"));
                assert_eq!(judged.judged_by.as_deref(), Some("staff:stf_9"));
                assert_eq!(judged.judged_at, Some(at(11)));
                assert_eq!(reviews::list(tx, &clinic).await?[1].open, 1);
                Ok(())
            })
        })
        .await;
}
