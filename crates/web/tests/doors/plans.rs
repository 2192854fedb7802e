//! Several appointments at once: found whole, booked whole, told once, moved and called off as one.

use crate::house::{House, NOBODY, SARA, TOM};
use serde_json::{Value, json};
use svara_store::testing;

const NINE: &str = "2026-03-11T09:00:00+01:00";

fn series() -> Value {
    json!({"kind": "series", "service": "undersokning", "practitioner": "lindqvist", "visits": 6,
        "from": "2026-03-12T00:00:00+01:00", "to": "2026-03-13T00:00:00+01:00"})
}

/// What a plan found would be booked with.
fn booking(phone: &str, plan: &Value, names: &[&str]) -> Value {
    let visits = plan["visits"].as_array().unwrap().iter().enumerate();
    let visits = visits.map(|(n, it)| {
        let name = names.get(n);
        json!({"service": it["service"], "practitioner": it["practitioner"], "from": it["from"], "name": name})
    });
    json!({"phone": phone, "visits": visits.collect::<Vec<_>>()})
}

async fn found(house: &House, wish: Value) -> Vec<Value> {
    let all = house.post("/api/v1/plans/search", wish).await.is(200).json();
    all["items"].as_array().unwrap().clone()
}

async fn visits(house: &House, phone: &str) -> Vec<Value> {
    let path = format!("/api/v1/appointments?phone={}", phone.replace('+', "%2B"));
    house.get(&path).await.is(200).json()["items"].as_array().unwrap().clone()
}

fn starts(of: &Value) -> Vec<String> {
    of.as_array().unwrap().iter().map(|it| it["from"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn six_weekly_visits_are_found_booked_and_told_of_once() {
    let house = House::open().await;
    let plans = found(&house, series()).await;
    let plan = &plans[0];
    assert_eq!((starts(&plan["visits"]).len(), &plan["missing"]), (6, &json!([])));
    assert_eq!(starts(&plan["visits"])[0], "2026-03-12T08:00:00+01:00");
    // The clock changes on 29 March: still eight o'clock on a Thursday.
    assert_eq!(starts(&plan["visits"])[5], "2026-04-16T08:00:00+02:00");
    let made = house.post("/api/v1/plans", booking(SARA, plan, &[])).await.is(201);
    let (place, made) = (made.header("location").to_owned(), made.json());
    assert_eq!(made["patient_told"], "queued");
    let id = made["id"].as_str().unwrap();
    assert!(made["appointments"].as_array().unwrap().iter().all(|it| it["plan"] == id), "{made}");
    assert_eq!(house.get(&place).await.is(200).json()["appointments"], made["appointments"]);
    house.settle().await;
    let told: Vec<String> = house.sent_to(SARA).iter().map(svara_model::Outgoing::shown).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("tors 12 mars 08:00, tors 19 mars 08:00"), "{told:?}");
    let story = format!("/api/v1/appointments/{}/events", made["appointments"][3]["id"].as_str().unwrap());
    assert_eq!(house.get(&story).await.is(200).json()["items"][0]["what"], "appointment.booked");
}

#[tokio::test]
async fn one_link_brings_an_entry_for_each() {
    let house = House::open().await;
    house.writes(SARA, "hej").await;
    let plan = found(&house, series()).await.remove(0);
    house.post("/api/v1/plans", booking(SARA, &plan, &[])).await.is(201);
    let clinic = house.desk.clinics()[0].id.clone();
    let look = house.desk.store().read("a token", move |tx| {
        let clinic = clinic.clone();
        Box::pin(async move {
            let all = svara_store::appointments::list(tx, &clinic, None, None, None, None, None, 100).await?;
            let of_plan = all.into_iter().find(|(it, _)| it.marks.plan.is_some());
            Ok::<_, svara_store::StoreError>(of_plan.unwrap().0.calendar_token)
        })
    });
    let token = look.await.unwrap();
    let entry = house.stranger(axum::http::Method::GET, &format!("/add/{token}.ics"), None).await.is(200);
    let (text, method) = (entry.text(), "METHOD:PUBLISH");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 6, "{text}");
    let mut ids: Vec<&str> = text.lines().filter(|it| it.starts_with("UID:")).collect();
    ids.dedup();
    assert_eq!((ids.len(), text.matches(method).count()), (6, 1));
}

#[tokio::test]
async fn one_that_cannot_be_had_leaves_none() {
    let house = House::open().await;
    let plan = found(&house, series()).await.remove(0);
    let third = starts(&plan["visits"])[2].clone();
    house.books(TOM, &third).await.is(201);
    let refused = house.post("/api/v1/plans", booking(NOBODY, &plan, &["Nora Ny"])).await;
    let problem = refused.refused(409, "3 of 6").json();
    assert_eq!(problem["reason"], "taken", "{problem}");
    assert!(visits(&house, NOBODY).await.is_empty(), "not even the first two");
    assert!(!house.chain().await.iter().any(|it| it.1 == "api:intake" && it.0 == "patient.told"));
    house.settle().await;
    assert!(house.sent_to(NOBODY).is_empty());
    let first = starts(&plan["visits"])[0].clone();
    house.books(SARA, &first).await.is(201);
}

#[tokio::test]
async fn two_children_come_side_by_side_or_back_to_back() {
    let house = House::open().await;
    let together = |side_by_side: bool| json!({"kind": "together", "service": "skola", "people": 2, "side_by_side": side_by_side, "from": NINE});
    let plan = found(&house, together(true)).await.remove(0);
    let at = starts(&plan["visits"]);
    assert_eq!(at[0], at[1], "a group has seats for both");
    let made =
        house.post("/api/v1/plans", booking(SARA, &plan, &["Elsa Ek", "Otto Ek"])).await.is(201).json();
    let names: Vec<_> =
        made["appointments"].as_array().unwrap().iter().map(|it| it["patient"]["name"].clone()).collect();
    assert!(names.contains(&json!("Elsa Ek")) && names.contains(&json!("Otto Ek")), "{names:?}");
    let plan = found(&house, together(false)).await.remove(0);
    let (first, second) = (&plan["visits"][0], &plan["visits"][1]);
    assert_eq!((&first["to"], &first["practitioner"]), (&second["from"], &second["practitioner"]));
}

#[tokio::test]
async fn two_services_follow_each_other_within_the_wait() {
    let house = House::open().await;
    let wish =
        json!({"kind": "combined", "service": "hygienist", "then": "undersokning", "wait_minutes": 15});
    for plan in found(&house, wish).await {
        let (first, second) = (&plan["visits"][0], &plan["visits"][1]);
        let instant = |it: &Value| it.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        let wait = instant(&second["from"]).duration_since(instant(&first["to"])).as_mins();
        assert!((0..=15).contains(&wait), "{plan}");
        assert_eq!((&first["service"], &second["service"]), (&json!("hygienist"), &json!("undersokning")));
    }
}

#[tokio::test]
async fn a_plan_moves_into_its_own_times_and_is_called_off_as_one() {
    let house = House::open().await;
    let mut wish = series();
    wish["visits"] = json!(3);
    let plan = found(&house, wish).await.remove(0);
    let made = house.post("/api/v1/plans", booking(SARA, &plan, &[])).await.is(201).json();
    let (path, all) = (format!("/api/v1/plans/{}", made["id"].as_str().unwrap()), &made["appointments"]);
    let at = starts(all);
    // Everything a week later: each takes the time that the next one leaves.
    let later = [&at[1], &at[2], "2026-04-02T08:00:00+02:00"];
    let wanted: Vec<Value> = (0..3).map(|n| json!({"appointment": all[n]["id"], "from": later[n]})).collect();
    let moved = house.post(&format!("{path}/move"), json!({"visits": wanted})).await.is(200).json();
    assert_eq!(starts(&moved["appointments"]), later);
    let taken = json!({"visits": [{"appointment": all[0]["id"], "from": "2026-03-12T10:00:00+01:00"}]});
    let problem = house.post(&format!("{path}/move"), taken).await.refused(409, "1 of 1").json();
    assert_eq!(problem["reason"], "taken");
    let one = format!("/api/v1/appointments/{}/cancellation", all[1]["id"].as_str().unwrap());
    house.post(&one, json!({"notify": false})).await.is(200);
    let off = house.post(&format!("{path}/cancellation"), json!({})).await.is(200).json();
    assert!(off["appointments"].as_array().unwrap().iter().all(|it| it["status"] == "cancelled"), "{off}");
    house.post(&format!("{path}/cancellation"), json!({})).await.refused(409, "nothing of this plan");
    house.settle().await;
    let told: Vec<String> = house.sent_to(SARA).iter().map(svara_model::Outgoing::shown).collect();
    assert!(told.last().unwrap().contains("tors 19 mars 08:00 och tors 2 april 08:00"), "{told:?}");
    assert!(told.len() <= 3, "booked, moved, called off: {told:?}");
}

#[tokio::test]
async fn the_same_request_again_books_no_second_plan() {
    let house = House::open().await;
    let plan = found(&house, series()).await.remove(0);
    let body = booking(SARA, &plan, &[]);
    let first = house.post_keyed("/api/v1/plans", "p-1", body.clone()).await.is(201);
    let again = house.post_keyed("/api/v1/plans", "p-1", body).await.is(201);
    assert_eq!((first.body, again.header("idempotent-replayed")), (again.body.clone(), "true"));
    assert_eq!(visits(&house, SARA).await.len(), 6);
}

#[tokio::test]
async fn what_makes_no_sense_is_named_with_what_to_do() {
    let house = House::open().await;
    for (field, value, status, told) in [
        ("visits", json!(1), 400, "`visits` is 2 to 26"),
        ("weeks_between", json!(0), 400, "`weeks_between` is 1 to 26"),
        ("count", json!(21), 400, "`count` is 1 to 20"),
        ("service", json!("nobody"), 404, "the service"),
        ("kind", json!("combined"), 400, "`practitioner`: a combined visit"),
        ("kind", json!("flock"), 422, "flock"),
        ("patients", json!(["x"]), 404, "the patient"),
    ] {
        let mut body = series();
        body[field] = value;
        house.post("/api/v1/plans/search", body).await.refused(status, told);
    }
    let none = json!({"phone": SARA, "visits": []});
    house.post("/api/v1/plans", none).await.refused(400, "`visits`: a plan has 1 to 26");
    house.get("/api/v1/plans/x").await.refused(404, "the plan");
}

/// Thirty clients, each with a plan that overlaps the next one's: whoever wins has all of it.
async fn overlapping_plans(house: House) {
    let day = |n: i64| format!("2026-03-{:02}T", 11 + n % 2);
    let plan = |n: i64| {
        let visits = [(n * 30) % 150, (n * 30 + 30) % 180].map(|minute| {
            let from = format!("{}{:02}:{:02}:00+01:00", day(n), 9 + minute / 60, minute % 60);
            json!({"service": "undersokning", "practitioner": "lindqvist", "from": from})
        });
        json!({"phone": format!("+467000001{n:02}"), "visits": visits, "notify": false})
    };
    let posts = (0..30).map(|n| house.post("/api/v1/plans", plan(n)));
    let answers = futures_util::future::join_all(posts).await;
    let won = answers.iter().filter(|it| it.status == 201).count();
    for answer in &answers {
        assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
    }
    let booked = house.get("/api/v1/appointments?limit=100").await.is(200).json();
    let of_plans: Vec<Value> =
        booked["items"].as_array().unwrap().iter().filter(|it| !it["plan"].is_null()).cloned().collect();
    assert_eq!(of_plans.len(), won * 2, "nobody has half of one");
    let mut times = starts(&json!(of_plans));
    times.sort();
    assert!(times.windows(2).all(|it| it[0] != it[1]), "{times:?}");
    assert!(won >= 2, "somebody wins on each day");
}

#[tokio::test]
async fn of_two_overlapping_plans_one_wins_whole_on_sqlite() {
    overlapping_plans(House::on(&testing::sqlite()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_overlapping_plans_one_wins_whole_on_postgres() {
    overlapping_plans(House::on(&testing::postgres().await).await).await;
}
