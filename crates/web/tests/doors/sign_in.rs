//! The page behind sign-in, against a real OpenID Connect provider (npm oidc-provider) on loopback: the code flow,
//! and who is let in.

use crate::house::{Answer, House, SARA};
use axum::body::Body;
use axum::http::{Method, Request, header};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use svara_channel::openid::{OpenId, OpenIdSettings};
use svara_channel::whatsapp::http_client;

const PACKAGE: &str = "oidc-provider@9.13.3";
const HOPS_MAX: usize = 12;

pub struct Provider {
    process: Child,
    url: String,
    /// Open until the end: who writes into a closed pipe dies of it.
    _out: BufReader<ChildStdout>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The package in a folder of its own, installed once by npm; two tests at once each install, and one folder stays.
fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join("svara-oidc-provider-9.13.3");
    if !folder.join("node_modules/oidc-provider/package.json").exists() {
        let fresh = std::env::temp_dir().join(format!("svara-oidc-provider-{}", std::process::id()));
        std::fs::create_dir_all(&fresh).unwrap();
        let mut npm = Command::new("npm");
        let done =
            npm.args(["install", "--no-save", "--silent", "--prefix"]).arg(&fresh).arg(PACKAGE).output();
        assert!(
            done.is_ok_and(|it| it.status.success()),
            "npm install {PACKAGE} failed: Node 20 and npm are needed"
        );
        if std::fs::rename(&fresh, &folder).is_err() {
            return fresh;
        }
    }
    folder
}

impl Provider {
    pub fn start(back: &str) -> Self {
        Self::started(back, "together")
    }

    /// One that tells the mail address at a place of its own.
    pub fn start_telling_mail_apart(back: &str) -> Self {
        Self::started(back, "apart")
    }

    fn started(back: &str, mail: &str) -> Self {
        let folder = folder();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doors/provider/provider.mjs");
        let copy = folder.join(format!("provider-{}.mjs", std::process::id()));
        std::fs::copy(script, &copy).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut process = Command::new("node")
            .arg(&copy)
            .args([&port.to_string(), back, mail])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("ready") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the provider did not start");
        }
        Self { process, url: format!("http://127.0.0.1:{port}"), _out: out }
    }

    pub fn settings(&self, back: &str) -> OpenIdSettings {
        OpenIdSettings {
            reach: svara_channel::guard::Reach::Private,
            issuer: self.url.clone(),
            client_id: "svara".to_owned(),
            client_secret: "svara-test-secret-of-no-account".to_owned(),
            redirect_url: back.to_owned(),
            strong: Vec::new(),
            with_email: false,
            afresh: false,
        }
    }

    /// Who signs in next, and with what.
    async fn next(&self, sub: &str, name: &str, amr: &str) {
        let name = name.replace(' ', "%20");
        let url = format!("{}/next?sub={sub}&name={name}&amr={amr}", self.url);
        http_client().get(url).send().await.unwrap();
    }

    /// The same with a mail address, which the provider has verified or not; an empty one is none.
    pub async fn next_with_mail(&self, sub: &str, amr: &str, mail: &str, verified: bool) {
        let url = format!("{}/next?sub={sub}&name=x&amr={amr}&mail={mail}&verified={verified}", self.url);
        http_client().get(url).send().await.unwrap();
    }
}

const BACK: &str = "http://127.0.0.1:8080/secure/callback";

/// A browser that keeps cookies: the desk's and the provider's.
pub struct Browser<'a> {
    house: &'a House,
    ours: Vec<(String, String)>,
    theirs: Vec<(String, String)>,
}

fn keep(jar: &mut Vec<(String, String)>, set: &str) {
    let pair = set.split(';').next().unwrap_or_default();
    let (name, value) = pair.split_once('=').unwrap();
    jar.retain(|it| it.0 != name);
    if !set.contains("Max-Age=0") && !value.is_empty() {
        jar.push((name.to_owned(), value.to_owned()));
    }
}

fn shown(jar: &[(String, String)]) -> String {
    jar.iter().map(|it| format!("{}={}", it.0, it.1)).collect::<Vec<_>>().join("; ")
}

impl<'a> Browser<'a> {
    pub fn new(house: &'a House) -> Self {
        Self { house, ours: Vec::new(), theirs: Vec::new() }
    }

    /// Takes a cookie of ours that came another way.
    pub fn keep(&mut self, set: &str) {
        keep(&mut self.ours, set);
    }

    pub async fn here(&mut self, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, shown(&self.ours));
        let answer = self.house.send(request.body(Body::empty()).unwrap()).await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            keep(&mut self.ours, set.to_str().unwrap());
        }
        answer
    }

    /// Follows the provider's redirects until they lead back to the desk.
    pub async fn there(&mut self, mut url: String, provider: &Provider) -> String {
        for _ in 0..HOPS_MAX {
            if let Some(path) = url.strip_prefix("http://127.0.0.1:8080") {
                return path.to_owned();
            }
            let asked = http_client().get(&url).header("cookie", shown(&self.theirs)).send().await.unwrap();
            for set in asked.headers().get_all("set-cookie") {
                keep(&mut self.theirs, set.to_str().unwrap());
            }
            let status = asked.status();
            let to = asked.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
            let Some(to) = to else { panic!("{status} at {url}: {}", asked.text().await.unwrap()) };
            url = if to.starts_with('/') { format!("{}{to}", provider.url) } else { to };
        }
        panic!("the provider leads round in circles");
    }

    /// From the link to wherever the sign-in ends.
    async fn signs_in(&mut self, link: &str, provider: &Provider) -> Answer {
        let left = self.here(Method::POST, link).await.is(303);
        let back = self.there(left.header("location").to_owned(), provider).await;
        let answer = self.here(Method::GET, &back).await;
        if answer.status.as_u16() != 303 {
            return answer;
        }
        let to = answer.header("location").to_owned();
        self.here(Method::GET, &to).await
    }
}

async fn link(house: &House) -> String {
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.writes(SARA, "När är min tid?").await;
    let said = house.sent_to(SARA).last().unwrap().shown();
    let link = said.split_whitespace().find(|it| it.contains("/secure/")).unwrap();
    link.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_patient_signs_in_and_sees_what_the_chat_may_not_say() {
    let provider = Provider::start(BACK);
    let house = House::open_net(Some(OpenId::new(provider.settings(BACK)))).await;
    let link = link(&house).await;

    // A preview opens the link and even presses nothing: nothing is used up.
    house.stranger(Method::GET, &link, None).await.is(200);
    let mut sara = Browser::new(&house);
    provider.next("sara-1", "Sara Ek", "pwd,otp").await;
    let page = sara.signs_in(&link, &provider).await.is(200);
    assert!(page.text().contains("Dr Anna Lindqvist (Undersökning)"), "{}", page.text());
    assert!(page.text().contains("torsdag 12 mars kl. 09:00") && !page.text().contains("<script"));
    assert_eq!(page.header("cache-control"), "no-store");
    house.stranger(Method::GET, "/secure", None).await.is(410);

    // One factor is not enough, whoever it is.
    provider.next("sara-1", "Sara Ek", "pwd").await;
    let weak = Browser::new(&house).signs_in(&link, &provider).await.is(403);
    assert!(weak.text().contains("två faktorer"), "{}", weak.text());

    // Somebody else holds the phone now: their own name, or a namesake with another account.
    for (sub, name) in [("mallory-1", "Mallory Malm"), ("sara-2", "Sara Ek")] {
        provider.next(sub, name, "pwd,otp").await;
        let other = Browser::new(&house).signs_in(&link, &provider).await.is(403);
        assert!(other.text().contains("hör inte till"), "{}", other.text());
        assert!(!other.text().contains("Lindqvist"));
    }

    // The account counts from then on, also under a new name.
    provider.next("sara-1", "Sara Ekström", "hwk,pin").await;
    let again = Browser::new(&house).signs_in(&link, &provider).await.is(200);
    assert!(again.text().contains("Lindqvist"));

    let chain = house.chain().await;
    let count = |kind: &str| chain.iter().filter(|it| it.0 == kind).count();
    assert_eq!((count("secure.entered"), count("secure.refused"), count("secure.seen")), (2, 2, 2));

    // Fifteen minutes later nobody is signed in any more.
    house.post("/demo/clock", serde_json::json!({"advance": "PT16M"})).await.is(200);
    sara.here(Method::GET, "/secure").await.is(410);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_back_that_this_browser_did_not_begin_leads_nowhere() {
    let provider = Provider::start(BACK);
    let house = House::open_net(Some(OpenId::new(provider.settings(BACK)))).await;
    let link = link(&house).await;
    provider.next("sara-1", "Sara Ek", "pwd,otp").await;
    let mut sara = Browser::new(&house);
    let left = sara.here(Method::POST, &link).await.is(303);
    let back = sara.there(left.header("location").to_owned(), &provider).await;
    Browser::new(&house).here(Method::GET, &back).await.is(410);
    let changed = format!("{}x", back.replace("state=", "state=y"));
    sara.here(Method::GET, &changed).await.is(403);
    sara.here(Method::GET, &back).await.is(410);
}
