//! The clinic's settings: one document with a revision, mistakes at their fields, and two people who save at once.

use crate::house::House;
use axum::http::Method;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Value, json};
use svara_desk::DeskError;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::rehearsal::{Proof, ProofDeparture, Rehearsal, Spoken};

const SETTINGS: &str = "/api/v1/clinic/settings";

/// A stage with its curtain down: it answers with the clinic's name, and fails the conversation that a name asks for.
pub struct Curtain;

impl Rehearsal for Curtain {
    fn converse(
        &self,
        clinic: ClinicFile,
        _: Timestamp,
        lines: Vec<String>,
    ) -> BoxFuture<'_, Result<Vec<Spoken>, DeskError>> {
        let text = format!("{}: {}", clinic.clinic.name, lines.join(" "));
        Box::pin(async move { Ok(vec![Spoken { by_patient: false, text, choices: vec!["Ja".to_owned()] }]) })
    }

    fn prove(
        &self,
        clinic: ClinicFile,
        _: Vec<(String, String)>,
    ) -> BoxFuture<'_, Result<Vec<Proof>, DeskError>> {
        let fails = clinic.clinic.name.contains("fails");
        let departure =
            fails.then(|| ProofDeparture { line: 4, expected: "Hej".to_owned(), found: "Hallå".to_owned() });
        Box::pin(async move { Ok(vec![Proof { name: "greeting".to_owned(), departure }]) })
    }
}

async fn standing(house: &House) -> (i64, Value) {
    let it = house.get(SETTINGS).await.is(200).json();
    (it["revision"].as_i64().unwrap(), it["settings"].clone())
}

async fn saves(house: &House, revision: i64, settings: &Value) -> crate::house::Answer {
    house.ask(Method::PUT, SETTINGS, Some(json!({ "revision": revision, "settings": settings }))).await
}

#[tokio::test]
async fn what_is_saved_stands_at_once_and_is_kept_with_its_maker() {
    let house = House::open().await;
    let (revision, mut settings) = standing(&house).await;
    settings["clinic"]["name"] = json!("Södra kliniken");
    let checked = house.post("/api/v1/clinic/settings/check", json!({ "settings": settings })).await;
    let checked = checked.is(200).json();
    assert_eq!(checked["changes"][0]["what"], "clinic/name");
    assert_eq!(checked["conversations"][0]["passes"], true);
    assert_ne!(
        house.get("/api/v1/clinic").await.is(200).json()["name"],
        "Södra kliniken",
        "a look saves nothing"
    );
    let saved = saves(&house, revision, &settings).await.is(200).json();
    assert_eq!(saved["revision"], revision + 1);
    assert_eq!(house.get("/api/v1/clinic").await.is(200).json()["name"], "Södra kliniken");
    let after = house.get(SETTINGS).await.is(200).json();
    assert_eq!(after["history"][0]["actor"], "api:intake");
    assert_eq!(after["settings"], settings);
    let earlier = house.get(&format!("/api/v1/clinic/revisions/{revision}")).await.is(200).json();
    assert_ne!(earlier["settings"], settings);
    house.get("/api/v1/clinic/revisions/999").await.refused(404, "this revision");
    let again = saves(&house, revision + 1, &settings).await.is(200).json();
    assert_eq!(again["revision"], revision + 1, "saving the same changes nothing");
    assert!(house.chain().await.contains(&("settings.saved".to_owned(), "api:intake".to_owned())));
}

#[tokio::test]
async fn of_two_who_save_at_once_the_second_sees_what_changed() {
    let house = House::open().await;
    let (revision, settings) = standing(&house).await;
    let (mut one, mut other) = (settings.clone(), settings);
    one["service"][0]["minutes"] = json!(40);
    other["clinic"]["address"] = json!("Nygatan 2");
    saves(&house, revision, &one).await.is(200);
    let told = saves(&house, revision, &other).await.refused(409, "look at what they changed").json();
    assert_eq!(told["type"], "urn:svara:problem:stale");
    assert_eq!((told["revision"].as_i64(), told["actor"].as_str()), (Some(revision + 1), Some("api:intake")));
    assert_eq!(told["changes"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["changes"][0]["after"], 40);
    saves(&house, revision + 1, &other).await.is(200);
}

#[tokio::test]
async fn a_mistake_is_told_at_its_field_and_a_failing_conversation_by_its_line() {
    let house = House::open().await;
    let (revision, settings) = standing(&house).await;
    let mut wrong = settings.clone();
    wrong["service"][0]["minutes"] = json!(0);
    let told = saves(&house, revision, &wrong).await.refused(422, "from 1").json();
    assert_eq!(told["mistake"]["field"], "/service/0/minutes");
    let mut other = settings.clone();
    other["clinic"]["id"] = json!("annan");
    assert_eq!(
        saves(&house, revision, &other).await.refused(422, "another").json()["mistake"]["field"],
        "/clinic/id"
    );
    let mut failing = settings.clone();
    failing["clinic"]["name"] = json!("It fails");
    let told = saves(&house, revision, &failing).await.refused(422, "1 of the clinic's own").json();
    assert_eq!(
        (told["conversations"][0]["line"].as_i64(), told["conversations"][0]["found"].as_str()),
        (Some(4), Some("Hallå"))
    );
    assert_eq!(standing(&house).await, (revision, settings), "nothing was saved");
}

#[tokio::test]
async fn nobody_with_visits_coming_is_taken_out() {
    let house = House::open().await;
    let (revision, mut settings) = standing(&house).await;
    let all = settings["practitioner"].as_array_mut().unwrap();
    let mut lindqvist = all.iter().position(|it| it["id"] == "lindqvist").map(|at| all.remove(at)).unwrap();
    lindqvist["id"] = json!("berg");
    all.push(lindqvist);
    let told = saves(&house, revision, &settings).await.refused(422, "1 coming visits").json();
    assert_eq!(told["mistake"]["field"], "/practitioner");
}

#[tokio::test]
async fn settings_are_tried_exported_and_read_without_being_saved() {
    let house = House::open().await;
    let (revision, mut settings) = standing(&house).await;
    settings["clinic"]["name"] = json!("Provkliniken");
    let trial = json!({ "settings": settings, "lines": ["Hej"] });
    let spoken = house.post("/api/v1/clinic/settings/trial", trial).await.is(200).json();
    assert_eq!(spoken["items"][0]["text"], "Provkliniken: Hej");
    let many = json!({ "settings": settings, "lines": vec!["Hej"; 41] });
    house.post("/api/v1/clinic/settings/trial", many).await.refused(400, "at most 40");
    settings["clinic"]["time_zone"] = json!("Nowhere/Land");
    let broken = json!({ "settings": settings, "lines": ["Hej"] });
    let told = house.post("/api/v1/clinic/settings/trial", broken).await.refused(422, "IANA").json();
    assert_eq!(told["mistake"]["field"], "/clinic/time_zone");
    let file = house.get("/api/v1/clinic/file").await.is(200);
    assert!(file.header("content-disposition").contains(".toml"));
    let read = axum::http::Request::post("/api/v1/clinic/file/reading")
        .header("authorization", format!("Bearer {}", crate::house::TOKEN));
    let read = house.send(read.body(axum::body::Body::from(file.text())).unwrap()).await.is(200).json();
    assert_eq!(read["settings"], standing(&house).await.1);
    let sentences = house.get("/api/v1/clinic/sentences").await.is(200).json();
    let confirmed =
        sentences["items"].as_array().unwrap().iter().find(|it| it["key"] == "confirmed").unwrap();
    assert!(confirmed["ours"]["sv"].as_str().unwrap().contains("{ $when }"));
    let number = json!({ "phone_number_id": "1", "display_phone_number": "1", "business_account_id": "2" });
    house.post("/api/v1/clinic/channels/whatsapp/test", number).await.refused(409, "no provider");
    assert_eq!(standing(&house).await.0, revision);
}

#[tokio::test]
async fn an_empty_desk_gets_its_first_clinic_from_whoever_works_there_and_no_second() {
    use crate::staff::{browser, karin};
    let house = House::empty().await;
    let manager = karin(&house).await;
    let shut = browser(&house, Method::GET, "/api/v1/clinic", &manager, false, None).await;
    assert_eq!(shut.refused(503, "no clinic").json()["type"], "urn:svara:problem:no-clinic");
    let mut settings = standing(&House::open().await).await.1;
    let make = |settings: &Value| {
        let body = Some(json!({ "settings": settings }));
        browser(&house, Method::POST, "/api/v1/clinic", &manager, true, body)
    };
    settings["service"][0]["minutes"] = json!(0);
    let told = make(&settings).await.refused(422, "from 1").json();
    assert_eq!(told["mistake"]["field"], "/service/0/minutes");
    settings["service"][0]["minutes"] = json!(30);
    assert_eq!(make(&settings).await.is(201).json()["id"], "nordkliniken");
    browser(&house, Method::GET, "/api/v1/clinic", &manager, false, None).await.is(200);
    make(&settings).await.refused(409, "already");
    let stranger = house.stranger(Method::POST, "/api/v1/clinic", Some(json!({ "settings": settings })));
    stranger.await.refused(401, "sign in");
}
