//! Every address of the API by everybody who may ask, with the ids of another clinic: nothing of that clinic is ever
//! told, not even that it is there. A new address must say here what its id is and what a good body looks like.

use crate::house::{House, with_body};
use crate::people::colleague;
use crate::staff::karin;
use axum::Router;
use axum::body::to_bytes;
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt;
use serde_json::{Value, json};
use svara_desk::clinic_file::ClinicFile;
use svara_model::{Access, Role, Roles};
use svara_web::doors::{DOORS, Door, Own};
use svara_web::{ApiToken, Counters, Operations, Web};
use tower::ServiceExt;

const OTHER: &str = r#"
[clinic]
id = "ostkliniken"
name = "Ostkliniken"
country = "SE"
time_zone = "Europe/Stockholm"
languages = ["sv"]
address = "Lillgatan 1"
emergency_number = "112"
currency = "SEK"
[[service]]
id = "undersokning"
name = { sv = "Undersökning" }
minutes = 30
[[practitioner]]
id = "berg"
name = "Dr Bo Berg"
services = ["undersokning"]
hours = [{ days = ["thu", "fri"], from = "08:00", to = "12:00" }]
[[patient]]
phone = "+46700000077"
name = "Berit Hemligsson"
consent = { whatsapp = "2026-01-15T10:00:00+01:00", source = "intake form" }
[[appointment]]
patient = "+46700000077"
service = "undersokning"
practitioner = "berg"
from = "2026-03-12T10:00:00+01:00"
"#;

/// What must never be told to somebody of the first clinic. Their number is not among them: the asker sent it.
const SECRETS: [&str; 4] = ["Berit", "Hemligsson", "Ostkliniken", "Bo Berg"];

/// A body that would be fine if the id were one's own.
fn body_of(door: &Door, theirs: &Theirs) -> Option<Value> {
    let place = door.path.trim_start_matches("/api/v1/");
    Some(match (door.method, place) {
        ("GET" | "DELETE", it) if it != "patients/{id}/merge" => return None,
        (_, "appointments") => json!({"phone": "+46700000077", "service": "undersokning",
            "practitioner": "lindqvist", "from": "2026-03-12T09:00:00+01:00"}),
        (_, "appointments/{id}/move") => json!({"from": "2026-03-12T11:00:00+01:00"}),
        (_, "appointments/{id}/preview") => json!({"move": {"from": "2026-03-12T11:00:00+01:00"}}),
        (_, "appointments/{id}/status") => json!({"status": "arrived"}),
        (_, "conversations/{id}/messages" | "conversations/{id}/draft" | "privacy/text-check") => {
            json!({"text": "hej"})
        }
        (_, "conversations/{id}/notes" | "patients/{id}/notes") => json!({"text": "hej"}),
        (_, "conversations/{id}/templates") => json!({"template": "clinic_has_answer"}),
        (_, "conversations/{id}/identity") => json!({"confirmed": true, "how": "by telephone"}),
        (_, "conversations/{id}/suggestion") => json!({"message": A_MESSAGE, "outcome": "used"}),
        (_, "conversations/{id}/read") => json!({"seq": 1}),
        (_, "conversations/{id}/snooze") => json!({"until": "2026-03-11T09:00:00+01:00"}),
        (_, "patients/{id}/merge") => json!({"gone": theirs.patient}),
        (_, "patients/{id}") => json!({"name": "Ny"}),
        (_, "permissions") => {
            json!({"phone": "+46700000077", "source": "s", "wording": "w", "evidence": "e"})
        }
        (_, "permissions/withdrawal") => json!({"phone": "+46700000077", "evidence": "e"}),
        (_, "permissions/link") => json!({"phone": "+46700000077"}),
        (_, "subjects/{id}/corrections") => json!({"name": "Ny", "reason": "because"}),
        (_, "subjects/{id}/flags/{flag}") => json!({"reason": "because"}),
        (_, "subjects/{id}/erasure") => json!({"identity": "letter"}),
        (_, "privacy/requests") => {
            json!({"kind": "access", "patient": theirs.patient, "identity": "letter"})
        }
        (_, "incidents/{id}/steps") => json!({"step": "measure", "words": "asked"}),
        (_, "access-reviews/{id}/looks/{seq}") => json!({"verdict": "justified", "words": "asked"}),
        (_, "privacy/requests/{id}/outcome") => json!({"outcome": "granted"}),
        (_, "plans/{id}/move") => {
            let from = "2026-03-19T08:00:00+01:00";
            json!({"visits": [{"appointment": theirs.appointment, "from": from}]})
        }
        (_, "waitlist") => json!({"phone": "+46700000077", "service": "undersokning"}),
        _ => json!({}),
    })
}

/// A message's id, as far as anybody can tell.
const A_MESSAGE: &str = "msg_01KKAZ5Q0000000000000000AB";

struct Theirs {
    appointment: String,
    conversation: String,
    patient: String,
    request: String,
    absence: String,
    wait: String,
    note: String,
    plan: String,
    review: String,
    incident: String,
}

impl Theirs {
    /// The id that stands in a path.
    fn id(&self, path: &str) -> &str {
        match path.split('/').nth(3) {
            Some("appointments") => &self.appointment,
            Some("conversations") => &self.conversation,
            Some("patients" | "subjects") => &self.patient,
            Some("privacy") => &self.request,
            Some("absences") => &self.absence,
            Some("waitlist") => &self.wait,
            Some("notes") => &self.note,
            Some("plans") => &self.plan,
            Some("access-reviews") => &self.review,
            Some("incidents") => &self.incident,
            other => panic!("say in authorisation.rs what the id of {other:?} is"),
        }
    }
}

/// How somebody shows who they are.
enum Asker {
    Token(&'static str),
    Staff(Role, String),
}

impl Asker {
    /// Whether the door opens for them at all.
    fn opens(&self, door: &Door) -> bool {
        match self {
            Self::Token(_) => true,
            Self::Staff(role, _) => {
                let access = Roles::only(*role).access(door.needs);
                access.allows(door.changes) && (access != Access::Own || door.own != Own::Closed)
            }
        }
    }

    async fn ask(&self, router: &Router, door: (&str, &str), body: Option<Value>) -> (StatusCode, String) {
        let request = Request::builder().method(Method::from_bytes(door.0.as_bytes()).unwrap()).uri(door.1);
        let request = match self {
            Self::Token(name) => request.header(header::AUTHORIZATION, format!("Bearer secret-of-{name}")),
            Self::Staff(_, cookie) => request.header(header::COOKIE, cookie).header("x-svara", "1"),
        };
        let response = router.clone().oneshot(with_body(request, body)).await.unwrap();
        let (status, kind) = (response.status(), response.headers().get(header::CONTENT_TYPE).cloned());
        if kind.is_some_and(|it| it.to_str().unwrap().starts_with("text/event-stream")) {
            return (status, String::new());
        }
        let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }
}

async fn furnished() -> (House, Router, Theirs) {
    let house = House::open().await;
    house.desk.apply_clinic(&ClinicFile::parse(OTHER).unwrap()).await.unwrap();
    let at = |name: &str, clinic: &str| {
        ApiToken::new(name, &format!("secret-of-{name}"), Some(clinic.parse().unwrap()))
    };
    let router = svara_web::router(Web {
        desk: house.desk.clone(),
        api_tokens: vec![at("first", "nordkliniken"), at("other", "ostkliniken")],
        demo: None,
        operations: Operations::OwnListener,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        stage: std::sync::Arc::new(crate::settings::Curtain),
        open_id: None,
        staff_sign_in: None,
    });
    let other = Asker::Token("other");
    let json_of = async |method: &str, path: &str, body: Option<Value>| {
        let (status, text) = other.ask(&router, (method, path), body).await;
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    let visit = json_of("GET", "/api/v1/appointments", None).await["items"][0].clone();
    let patient = id(&visit["patient"]);
    let wish = json!({"kind": "access", "patient": patient, "identity": "letter"});
    let request = json_of("POST", "/api/v1/privacy/requests", Some(wish)).await;
    let away = json!({"practitioner": "berg", "from": "2026-03-13T08:00:00+01:00", "to": "2026-03-13T12:00:00+01:00"});
    let absence = json_of("POST", "/api/v1/absences", Some(away)).await;
    let wish = json!({"phone": "+46700000077", "service": "undersokning"});
    let wait = json_of("POST", "/api/v1/waitlist", Some(wish)).await;
    let note = json!({"text": "Berit Hemligsson ringer igen"});
    let note = json_of("POST", &format!("/api/v1/patients/{patient}/notes"), Some(note)).await;
    let visit_at = |from: &str| json!({"service": "undersokning", "practitioner": "berg", "from": from});
    let both = [visit_at("2026-03-19T09:00:00+01:00"), visit_at("2026-03-26T09:00:00+01:00")];
    let plan = json!({"phone": "+46700000077", "visits": both});
    let plan = json_of("POST", "/api/v1/plans", Some(plan)).await;
    let incident = json!({"kind": "other", "what": "Berit Hemligsson fick fel brev"});
    let incident = json_of("POST", "/api/v1/incidents", Some(incident)).await;
    // The other clinic has no number here: its conversation is planted.
    let conversation = planted_conversation(&house).await;
    let theirs = Theirs {
        appointment: id(&visit),
        request: id(&request),
        absence: id(&absence),
        wait: id(&wait),
        note: id(&note),
        plan: id(&plan),
        conversation,
        review: planted_review(&house).await,
        incident: id(&incident),
        patient,
    };
    (house, router, theirs)
}

async fn planted_conversation(house: &House) -> String {
    use svara_model::{Address, Channel, ConversationId, Language, PhoneNumber};
    let now = house.desk.now();
    let made = house.desk.store().write("plant", move |tx| {
        Box::pin(async move {
            let clinic = "ostkliniken".parse().unwrap();
            let phone: PhoneNumber = "+46700000077".parse().unwrap();
            let contact = svara_store::contacts::find(tx, &clinic, &Address::Phone(phone)).await?.unwrap();
            let (new, sv) = (ConversationId::new(5, 5), Language::swedish());
            let (id, on) = (&contact.id, Channel::Whatsapp);
            let made = svara_store::conversations::open_for(tx, &clinic, id, on, &sv, new, now).await?;
            Ok::<_, svara_store::StoreError>(made.id)
        })
    });
    made.await.unwrap().to_string()
}

/// A month has to pass before one is drawn.
async fn planted_review(house: &House) -> String {
    use svara_store::reviews::{Review, draw};
    let now = house.desk.now();
    let id = svara_model::ReviewId::new(6, 6);
    let told = id.to_string();
    let made = house.desk.store().write("plant", move |tx| {
        let id = id.clone();
        Box::pin(async move {
            let period = "2026-02".to_owned();
            let it = Review { id, period, looks: 1, drawn_at: now, due_at: now, entries: 0, open: 0 };
            draw(tx, &"ostkliniken".parse().unwrap(), &it, &[(1, "sample".to_owned())]).await
        })
    });
    assert!(made.await.unwrap());
    told
}

/// Accounts and sessions belong to the house, not to a clinic, and have stories of their own; revisions are numbers
/// within a clinic, and what a clinic taught holds nobody's data.
fn of_the_house(door: &Door) -> bool {
    ["session", "staff", "invitations", "account/", "clinic/revisions", "teachings/"]
        .iter()
        .any(|it| door.path["/api/v1/".len()..].starts_with(it))
}

#[tokio::test]
async fn another_clinics_ids_are_unknown_to_everybody_everywhere() {
    let (house, router, theirs) = furnished().await;
    karin(&house).await;
    let mut askers = vec![Asker::Token("first")];
    for role in Role::ALL {
        let practitioner = (role == Role::Practitioner).then_some("haddad");
        let email = format!("{}@nordkliniken.example", role.as_str());
        askers.push(Asker::Staff(role, colleague(&house, &email, &[role.as_str()], practitioner).await));
    }
    let mut cells = 0;
    for asker in &askers {
        for door in DOORS.iter().filter(|it| !of_the_house(it)) {
            let with_id = door.path.contains("{id}");
            let mut address = door.path.to_owned();
            if with_id {
                address = address.replace("{id}", theirs.id(door.path)).replace("{flag}", "held");
                address = address.replace("{message}", A_MESSAGE).replace("{seq}", "1");
            } else if door.method == "GET" {
                address
                    .push_str("?phone=%2B46700000077&who=%2B46700000077&q=Hemligsson&service=undersokning");
            }
            let body = body_of(door, &theirs);
            let (status, text) = asker.ask(&router, (door.method, &address), body).await;
            cells += 1;
            let name = match asker {
                Asker::Token(name) => name,
                Asker::Staff(role, _) => role.as_str(),
            };
            if with_id || door.path.ends_with("/requests") && door.changes {
                let wanted = if asker.opens(door) { 404 } else { 403 };
                assert_eq!(status, wanted, "{name}: {} {address}: {text}", door.method);
            }
            assert!(!status.is_server_error(), "{name}: {} {address}: {text}", door.method);
            for secret in SECRETS.iter().copied().chain([theirs.appointment.as_str(), &theirs.patient]) {
                assert!(!text.contains(secret), "{name}: {} {address} tells {secret}: {text}", door.method);
            }
        }
    }
    println!("{cells} cells of the matrix were asked");
    assert!(cells > 300, "only {cells} cells were asked");
}

#[tokio::test]
async fn ones_own_ids_are_known_so_the_story_above_can_fail() {
    let (_house, router, theirs) = furnished().await;
    let other = Asker::Token("other");
    for door in DOORS.iter().filter(|it| it.method == "GET" && it.path.contains("{id}") && !of_the_house(it))
    {
        let address = door.path.replace("{id}", theirs.id(door.path)).replace("{message}", A_MESSAGE);
        let (status, text) = other.ask(&router, ("GET", &address), None).await;
        // Its one conversation was planted: the patient has said nothing there that could be understood.
        let silent = door.path.ends_with("/understanding") && text.contains("a message of the patient's");
        // And has sent nothing beside words; `media.rs` opens what somebody did.
        let silent = silent || door.path.ends_with("/media") && text.contains("a file in this message");
        assert!(status == 200 || silent, "{address}: {status} {text}");
    }
    let (status, _) = Asker::Token("nobody").ask(&router, ("GET", "/api/v1/appointments"), None).await;
    assert_eq!(status, 401);
    // Who works here is no other clinic's business.
    let (status, text) = other.ask(&router, ("GET", "/api/v1/colleagues"), None).await;
    assert!(status == 200 && text.contains("\"items\":[]"), "{text}");
    for path in ["/api/v1/staff", "/api/v1/invitations"] {
        assert_eq!(other.ask(&router, ("GET", path), None).await.0, 403, "{path}");
    }
}

/// The live line of one clinic is silent about the other.
#[tokio::test]
async fn a_live_line_tells_of_ones_own_clinic_only() {
    let (house, router, theirs) = furnished().await;
    let listen = async |name: &str| {
        let request = Request::get("/api/v1/events")
            .header(header::AUTHORIZATION, format!("Bearer secret-of-{name}"))
            .body(axum::body::Body::empty());
        router.clone().oneshot(request.unwrap()).await.unwrap().into_body().into_data_stream()
    };
    let (mut first, mut other) = (listen("first").await, listen("other").await);
    let note = json!({"text": "ring"});
    let path = format!("/api/v1/conversations/{}/notes", theirs.conversation);
    let (status, text) = Asker::Token("other").ask(&router, ("POST", &path), Some(note)).await;
    assert_eq!(status, 201, "{text}");
    house.books(crate::house::SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    assert!(heard(&mut other).await.contains(&theirs.conversation));
    let said = heard(&mut first).await;
    assert!(said.contains("appointment") && !said.contains(&theirs.conversation), "{said}");
}

async fn heard(line: &mut axum::body::BodyDataStream) -> String {
    String::from_utf8(line.next().await.unwrap().unwrap().to_vec()).unwrap()
}
