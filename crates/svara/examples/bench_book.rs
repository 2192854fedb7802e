//! Bookings over real HTTP: how fast free times are found beside 100,000 past visits, and whether many clients at once
//! ever overlap or wait. The real router and desk; SQLite with full sync in a file, or the store given. Prints one
//! JSON object.
//!
//! `cargo run --release -p svara --example bench_book -- [postgres://…]`

use futures_util::future::join_all;
use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp, Zoned};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, Ids, ImportedVisit, MovableClock, NoLine, NoPost, WhatsAppSettings};
use svara_model::{AppointmentStatus, Slot};
use svara_store::{MasterKey, Store};
use svara_web::{ApiToken, Counters, Operations, Web};
use tokio::net::TcpListener;

const NOW: &str = "2026-03-10T09:00:00+01:00[Europe/Stockholm]";
const PRACTITIONERS: usize = 50;
const PAST_VISITS: usize = 100_000;
const COMING_DAYS: i64 = 90;
const SEARCHES: usize = 400;
const CLIENTS: usize = 200;
const TIMES: usize = 20;
const RIVALS: usize = 1_000;
/// Half hours of a day, eight to twelve and one to five.
const STARTS: [i8; 16] = [16, 17, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30, 31, 32, 33];
/// Of sixteen half hours a day so many are taken.
const TAKEN_A_DAY: usize = 12;

#[tokio::main]
async fn main() {
    let folder = std::env::temp_dir().join(format!("svara-book-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let given = std::env::args().nth(1).filter(|it| it.contains(':'));
    let url = given.unwrap_or_else(|| format!("sqlite:{}", folder.join("desk.db").display()));
    let (desk, address) = open(&url).await;
    let seeding = Instant::now();
    let (past, coming) = seed(&desk).await;
    let seeded = seeding.elapsed().as_secs_f64();
    let api = Api { http: svara_channel::whatsapp::http_client(), address };
    let near = search(&api, "/api/v1/slots?service=kontroll&count=3").await;
    let end = (now() + SignedDuration::from_hours(24 * COMING_DAYS)).timestamp();
    let whole = search(&api, &format!("/api/v1/slots?service=kontroll&count=3&to={end}")).await;
    let one = one_time(&api).await;
    let many = many_times(&api).await;
    let engine = if url.starts_with("sqlite") { "sqlite" } else { "postgres" };
    let report = json!({
        "bench": "book", "engine": engine, "practitioners": PRACTITIONERS,
        "past_visits": past, "coming_visits": coming, "seeding_seconds": seeded,
        "three_times": near, "three_times_window_of_90_days": whole,
        "clients_for_one_time": one, "clients_on_20_times": many,
    });
    println!("{report}");
    drop(std::fs::remove_dir_all(&folder));
}

fn now() -> Zoned {
    NOW.parse().expect("the bench's day is a day")
}

async fn open(url: &str) -> (Desk, String) {
    let store = Store::open(url, MasterKey::from_bytes([3; 32])).await.expect("the store opens");
    let config = Config {
        public_url: "https://desk.example".to_owned(),
        owner: "bench".to_owned(),
        mail_from: String::new(),
        whatsapp: WhatsAppSettings { app_secret: "bench".to_owned(), verify_token: "bench".to_owned() },
    };
    let clock = Arc::new(MovableClock::standing(now().timestamp()));
    let desk = Desk::open(store, clock, Ids::random(), config, Arc::new(NoLine), Arc::new(NoPost)).await;
    let desk = desk.expect("the desk opens");
    desk.apply_clinic(&ClinicFile::parse(&clinic()).expect("the bench's clinic is right"))
        .await
        .expect("the clinic is applied");
    let web = Web {
        desk: desk.clone(),
        api_tokens: vec![ApiToken::new("bench", "bench", None)],
        open_id: None,
        staff_sign_in: None,
        demo: None,
        operations: Operations::Here,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        stage: Arc::new(svara_sim::talk::Stage),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    tokio::spawn(async move { axum::serve(listener, svara_web::router(web)).await });
    (desk, address)
}

fn phone(number: usize) -> String {
    format!("+46700{number:06}")
}

fn clinic() -> String {
    let mut text = "[clinic]\nid = \"bench\"\nname = \"Benchkliniken\"\ncountry = \"SE\"\ntime_zone = \"Europe/Stockholm\"\n\
        languages = [\"sv\"]\naddress = \"Storgatan 1\"\n"
        .to_owned();
    for (service, minutes) in [("kontroll", 30), ("lang", 60), ("kort", 15)] {
        text += &format!(
            "\n[[service]]\nid = \"{service}\"\nname = {{ sv = \"{service}\" }}\nminutes = {minutes}\n"
        );
    }
    for number in 0..PRACTITIONERS {
        text += &format!(
            "\n[[practitioner]]\nid = \"p{number}\"\nname = \"Dr Nummer {number}\"\nservices = [\"kontroll\", \"lang\", \"kort\"]\n\
             hours = [\n {{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], from = \"08:00\", to = \"12:00\" }},\n \
             {{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], from = \"13:00\", to = \"17:00\" }},\n]\n"
        );
    }
    for number in 0..PRACTITIONERS {
        text += &format!("\n[[patient]]\nphone = \"{}\"\nname = \"Nora Nummer {number}\"\n", phone(number));
    }
    text
}

/// A past of full days until there are enough visits, and three months ahead with a quarter of the times left.
async fn seed(desk: &Desk) -> (usize, usize) {
    let clinic = desk.clinics()[0].id.clone();
    let mut past = Vec::new();
    let mut day = now();
    while past.len() < PAST_VISITS {
        day = day.yesterday().expect("time goes far back");
        past.extend(visits(&day, STARTS.len(), AppointmentStatus::Fulfilled));
    }
    past.truncate(PAST_VISITS);
    let mut coming = Vec::new();
    let mut day = now();
    for _ in 1..COMING_DAYS {
        day = day.tomorrow().expect("time goes on");
        coming.extend(visits(&day, TAKEN_A_DAY, AppointmentStatus::Confirmed));
    }
    let past = desk.import_visits(&clinic, "past", &past).await.expect("the past is written");
    let coming = desk.import_visits(&clinic, "coming", &coming).await.expect("what is coming is written");
    (past, coming)
}

fn visits(day: &Zoned, count: usize, status: AppointmentStatus) -> Vec<ImportedVisit> {
    if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return Vec::new();
    }
    let one = |practitioner: usize, half: i8| {
        let from = day.with().hour(half / 2).minute(half % 2 * 30).build().expect("a half hour is a time");
        ImportedVisit {
            phone: phone(practitioner).parse().expect("an invented number is a number"),
            name: format!("Nora Nummer {practitioner}"),
            slot: Slot {
                from: from.timestamp(),
                to: from.timestamp() + SignedDuration::from_mins(30),
                service: "kontroll".parse().expect("it is an id"),
                practitioner: format!("p{practitioner}").parse().expect("it is an id"),
                rooms: Vec::new(),
            },
            status,
            via: "file".to_owned(),
        }
    };
    let spread =
        |practitioner: usize| STARTS.into_iter().cycle().skip(practitioner * 5).step_by(3).take(count);
    (0..PRACTITIONERS).flat_map(|who| spread(who).map(move |half| one(who, half))).collect()
}

struct Api {
    http: Client,
    address: String,
}

impl Api {
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value, f64) {
        let started = Instant::now();
        let request = self.http.request(method, format!("{}{path}", self.address)).bearer_auth("bench");
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        let answer = request.send().await.expect("the desk answers");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("the answer is read");
        (status, serde_json::from_str(&text).unwrap_or_default(), started.elapsed().as_secs_f64() * 1000.0)
    }

    async fn book(
        &self,
        client: usize,
        service: &str,
        practitioner: &str,
        from: Timestamp,
    ) -> (u16, Value, f64) {
        let body = json!({"phone": phone(500 + client), "service": service, "practitioner": practitioner, "from": from.to_string()});
        self.ask(Method::POST, "/api/v1/appointments", Some(body)).await
    }
}

async fn search(api: &Api, path: &str) -> Value {
    let mut times = Vec::new();
    for _ in 0..SEARCHES {
        let (status, body, time) = api.ask(Method::GET, path, None).await;
        assert_eq!((status, body["items"].as_array().map(Vec::len)), (200, Some(3)), "{body}");
        times.push(time);
    }
    figures(times)
}

/// Everybody wants the same time: a Saturday's is nobody's, so one far ahead that is free is looked up first.
async fn one_time(api: &Api) -> Value {
    let (_, body, _) =
        api.ask(Method::GET, "/api/v1/slots?service=kontroll&practitioner=p0&count=1", None).await;
    let from: Timestamp =
        body["items"][0]["from"].as_str().and_then(|it| it.parse().ok()).expect("p0 has time");
    let answers = join_all((0..RIVALS).map(|client| api.book(client, "kontroll", "p0", from))).await;
    let won = answers.iter().filter(|it| it.0 == 201).count();
    let lost = answers.iter().filter(|it| it.0 == 409).count();
    let mut told = figures(answers.into_iter().map(|it| it.2).collect());
    told["won"] = json!(won);
    told["lost"] = json!(lost);
    told
}

/// Bookings of three lengths, moves and cancellations on twenty half hours of two practitioners.
async fn many_times(api: &Api) -> Value {
    // Far past what was seeded nothing is taken, and the horizon of 90 days still holds it.
    let day = (now() + SignedDuration::from_hours(24 * COMING_DAYS)).timestamp();
    let at =
        |index: usize| day + SignedDuration::from_mins(30 * i64::try_from(index % (TIMES / 2)).unwrap_or(0));
    let answers = join_all((0..CLIENTS).map(|client| async move {
        let service = ["kontroll", "lang", "kort"][client % 3];
        let who = if client % 2 == 0 { "p1" } else { "p2" };
        let mut answers = Vec::new();
        let booked = api.book(2_000 + client, service, who, at(client * 7)).await;
        let id = booked.1["id"].as_str().map(str::to_owned);
        answers.push((booked.0, booked.2));
        if let Some(id) = id {
            let to = json!({"from": at(client * 3 + 1).to_string(), "practitioner": if client % 4 < 2 { "p1" } else { "p2" }});
            let moved = api.ask(Method::POST, &format!("/api/v1/appointments/{id}/move"), Some(to)).await;
            answers.push((moved.0, moved.2));
            if client % 5 == 0 {
                let off = api.ask(Method::POST, &format!("/api/v1/appointments/{id}/cancellation"), Some(json!({}))).await;
                answers.push((off.0, off.2));
            }
        }
        let again = api.book(3_000 + client, service, who, at(client * 11 + 5)).await;
        answers.push((again.0, again.2));
        answers
    }))
    .await;
    let answers: Vec<(u16, f64)> = answers.into_iter().flatten().collect();
    let strange = answers.iter().filter(|it| !matches!(it.0, 200 | 201 | 409)).count();
    let mut told = figures(answers.iter().map(|it| it.1).collect());
    told["booked_or_changed"] = json!(answers.iter().filter(|it| it.0 < 300).count());
    told["neither_done_nor_refused"] = json!(strange);
    told["overlaps"] = json!(overlaps(api, day).await);
    told
}

async fn overlaps(api: &Api, day: Timestamp) -> usize {
    let from = day - SignedDuration::from_hours(4);
    let (_, list, _) =
        api.ask(Method::GET, &format!("/api/v1/appointments?from={from}&limit=500"), None).await;
    let mut taken: Vec<(String, Timestamp, Timestamp)> = Vec::new();
    for it in list["items"].as_array().into_iter().flatten().filter(|it| it["status"] != "cancelled") {
        let at = |field: &str| it[field].as_str().and_then(|it| it.parse().ok()).expect("a visit has times");
        taken.push((it["practitioner"].to_string(), at("from"), at("to")));
    }
    taken.sort();
    taken.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].2 > pair[1].1).count()
}

fn figures(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| {
        let index = (times.len() * percent).div_ceil(100).clamp(1, times.len().max(1)) - 1;
        times.get(index).copied()
    };
    json!({"requests": times.len(), "median_ms": at(50), "p95_ms": at(95), "p99_ms": at(99), "max_ms": times.last()})
}
