//! A server that speaks OpenAI's chat completions, well or badly, and keeps what it was asked.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{any, post};
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How it behaves.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Its answer's words, in a right envelope.
    Says(String),
    /// A body of its own.
    Body(u16, String),
    /// No answer, ever.
    Hangs,
    /// A byte now and then, for ever.
    Drips,
    /// More than anybody reads.
    Floods,
    /// Somewhere else, with the words.
    Redirects,
    /// Closes the connection in the middle of its answer.
    Cuts,
}

pub struct Server {
    pub url: String,
    manner: Arc<Mutex<Manner>>,
    asked: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
    elsewhere: Arc<AtomicUsize>,
}

impl Server {
    pub async fn start() -> Self {
        let manner = Arc::new(Mutex::new(Manner::Hangs));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let elsewhere = Arc::new(AtomicUsize::new(0));
        let (behaves, keeps, counts) = (manner.clone(), asked.clone(), elsewhere.clone());
        let answer = move |headers: HeaderMap, body: Bytes| async move {
            let body = serde_json::from_slice(&body).expect("the desk sends JSON");
            keeps.lock().unwrap().push((headers, body));
            let manner = behaves.lock().unwrap().clone();
            behave(manner).await
        };
        let taken = move || async move {
            counts.fetch_add(1, Ordering::Relaxed);
            StatusCode::OK
        };
        let router =
            Router::new().route("/v1/chat/completions", post(answer)).route("/elsewhere", any(taken));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { url, manner, asked, elsewhere }
    }

    pub fn will(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    pub fn says(&self, intent: &str, topic: Option<&str>) {
        self.will(Manner::Says(json!({ "intent": intent, "topic": topic, "service": null }).to_string()));
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<(HeaderMap, Value)> {
        self.asked.lock().unwrap().clone()
    }

    pub fn times_asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// How often somebody followed a redirect.
    pub fn followed(&self) -> usize {
        self.elsewhere.load(Ordering::Relaxed)
    }
}

/// A right envelope around an answer.
pub fn envelope(content: &str) -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "model": "m",
        "choices": [{ "index": 0, "finish_reason": "stop",
            "message": { "role": "assistant", "content": content } }],
        "usage": { "prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2 },
    })
}

async fn behave(manner: Manner) -> Response<Body> {
    let ok = Response::builder().status(200).header(header::CONTENT_TYPE, "application/json");
    match manner {
        Manner::Says(words) => ok.body(Body::from(envelope(&words).to_string())).unwrap(),
        Manner::Body(status, body) => Response::builder().status(status).body(Body::from(body)).unwrap(),
        Manner::Hangs => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            StatusCode::OK.into_response()
        }
        Manner::Drips => {
            let drop = |()| async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
            };
            ok.body(Body::from_stream(stream::unfold((), drop))).unwrap()
        }
        Manner::Floods => {
            let wave = |()| async { Some((Ok::<_, Infallible>(Bytes::from(vec![b' '; 64 * 1024])), ())) };
            ok.body(Body::from_stream(stream::unfold((), wave))).unwrap()
        }
        Manner::Redirects => Response::builder()
            .status(307)
            .header(header::LOCATION, "/elsewhere")
            .body(Body::empty())
            .unwrap(),
        Manner::Cuts => {
            let begun = Ok(Bytes::from_static(b"{\"choices\": [{"));
            let parts = vec![begun, Err(std::io::Error::other("gone"))];
            ok.body(Body::from_stream(stream::iter(parts))).unwrap()
        }
    }
}
