//! Many at once through the whole router, on both engines: nobody overlaps, nobody is left without an answer.

use crate::house::{Answer, House, booking};
use futures_util::future::join_all;
use serde_json::{Value, json};
use svara_store::testing;

const NINE: &str = "2026-03-11T09:00:00+01:00";

/// Runs a story on SQLite and on PostgreSQL.
macro_rules! on_both_engines {
    ($($story:ident => $play:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$play(&crate::house::House::on(&svara_store::testing::sqlite()).await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$play(&crate::house::House::on(&super::testing::postgres().await).await).await;
            })*
        }
    };
}

on_both_engines![
    two_hundred_for_one_time_and_one_wins => one_time,
    a_group_of_three_takes_three_of_eight => group,
    two_practitioners_with_one_room_take_one => one_room,
    many_at_once_never_overlap => many,
];

fn of(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|it| it.status == status).count()
}

fn phone(number: usize) -> String {
    format!("+467000{number:05}")
}

fn wish(number: usize, service: &str, practitioner: &str, from: &str) -> Value {
    json!({"phone": phone(number), "service": service, "practitioner": practitioner, "from": from})
}

async fn one_time(house: &House) {
    let answers =
        join_all((0..200).map(|it| house.post("/api/v1/appointments", booking(&phone(it), NINE)))).await;
    assert_eq!((of(&answers, 201), of(&answers, 409)), (1, 199));
}

async fn group(house: &House) {
    let wishes = (0..8).map(|it| house.post("/api/v1/appointments", wish(it, "skola", "haddad", NINE)));
    let answers = join_all(wishes).await;
    assert_eq!((of(&answers, 201), of(&answers, 409)), (3, 5));
}

async fn one_room(house: &House) {
    let who = ["lindqvist", "haddad"];
    let wishes =
        (0..20).map(|it| house.post("/api/v1/appointments", wish(it, "undersokning", who[it % 2], NINE)));
    let answers = join_all(wishes).await;
    assert_eq!((of(&answers, 201), of(&answers, 409)), (1, 19));
}

/// Three lengths, moves and cancellations, all on one morning of two practitioners and one room.
async fn many(house: &House) {
    let at = |step: usize| {
        let minutes = 9 * 60 + step % 12 * 15;
        format!("2026-03-11T{:02}:{:02}:00+01:00", minutes / 60, minutes % 60)
    };
    let kinds = [
        ("undersokning", "lindqvist"),
        ("implantat", "lindqvist"),
        ("hygienist", "haddad"),
        ("undersokning", "haddad"),
    ];
    let all = join_all((0..100).map(|client| async move {
        let (service, who) = kinds[client % kinds.len()];
        let mut answers =
            vec![house.post("/api/v1/appointments", wish(client, service, who, &at(client * 7))).await];
        if let Some(id) = answers[0].json()["id"].as_str() {
            let path = format!("/api/v1/appointments/{id}");
            answers.push(house.post(&format!("{path}/move"), json!({"from": at(client * 5 + 1)})).await);
            if client % 3 == 0 {
                answers.push(house.post(&format!("{path}/cancellation"), json!({})).await);
            }
        }
        answers
    }))
    .await;
    for answer in all.iter().flatten() {
        assert!([200, 201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
    }
    let (booked, refused) =
        all.iter().fold((0, 0), |(booked, refused), it| (booked + of(it, 201), refused + of(it, 409)));
    assert!(booked > 2 && refused > 2, "no race to speak of: {booked} booked, {refused} refused");
    let list = house.get("/api/v1/appointments?from=2026-03-11&to=2026-03-12&limit=500").await.is(200).json();
    let mut taken: Vec<(String, String, String)> = Vec::new();
    let standing = list["items"].as_array().unwrap().iter().filter(|it| it["status"] != "cancelled");
    for it in standing {
        let word = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let times = (word(&it["from"]), word(&it["to"]));
        let whom = [&it["practitioner"], &it["room"]].into_iter().filter(|it| !it.is_null());
        taken.extend(whom.map(|it| (word(it), times.0.clone(), times.1.clone())));
    }
    taken.sort();
    let overlap = taken.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].2 > pair[1].1);
    assert_eq!(overlap, None, "{taken:#?}");
}
