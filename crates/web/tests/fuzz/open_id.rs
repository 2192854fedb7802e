//! What a sign-in provider answers: its description, its keys, its tokens.

use crate::round::{Input, round};
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use axum::{Router, body::Body};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use svara_channel::guard::Reach;
use svara_channel::openid::{OpenId, OpenIdError, OpenIdSettings};

/// What the provider answers next.
#[derive(Clone)]
struct Answers(Arc<Mutex<Answer>>);

/// A tree, and what shall happen to its bytes.
type Answer = (Value, Vec<(usize, u8)>);

async fn answer(State(answers): State<Answers>, uri: Uri) -> impl IntoResponse {
    let (tree, garble) = answers.0.lock().unwrap().clone();
    let part = match uri.path() {
        "/.well-known/openid-configuration" => &tree["description"],
        "/keys" => &tree["keys"],
        _ => &tree["token"],
    };
    let bytes = crate::change::garbled(part.to_string().into_bytes(), &garble);
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], Body::from(bytes))
}

fn seed(issuer: &str) -> Value {
    json!({
        "description": {
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "acr_values_supported": ["loa3"],
        },
        "keys": {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": "sXch", "e": "AQAB"}]},
        "token": {
            "access_token": "a", "token_type": "Bearer", "expires_in": 300,
            "id_token": unsigned(issuer),
        },
    })
}

/// A token with a header, claims that would do, and a signature that is none.
fn unsigned(issuer: &str) -> String {
    let claims = json!({"iss": issuer, "sub": "sara", "aud": "svara", "exp": 9_999_999_999_i64, "iat": 1,
        "nonce": "n", "amr": ["pwd", "otp"], "name": "Sara Ek"});
    let header = json!({"alg": "RS256", "kid": "1"});
    format!("{}.{}.c2ln", base64(&header.to_string()), base64(&claims.to_string()))
}

/// Base 64 for addresses, without padding (RFC 4648, 5).
fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().fold(0_u32, |all, it| (all << 8) | u32::from(*it)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            out.push(char::from(LETTERS[((bits >> (18 - 6 * place)) & 63) as usize]));
        }
    }
    out
}

#[test]
fn a_providers_answers() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let answers = Answers(Arc::new(Mutex::new((Value::Null, Vec::new()))));
    let app = Router::new().fallback(answer).with_state(answers.clone());
    runtime.spawn(async move { axum::serve(listener, app).await });
    let open_id = OpenId::new(OpenIdSettings {
        issuer: issuer.clone(),
        client_id: "svara".to_owned(),
        client_secret: "secret".to_owned(),
        redirect_url: "http://127.0.0.1:9/back".to_owned(),
        strong: Vec::new(),
        reach: Reach::Private,
        afresh: false,
        with_email: false,
    });
    let good = seed(&issuer);
    *answers.0.lock().unwrap() = (good.clone(), Vec::new());
    assert!(runtime.block_on(open_id.depart()).is_ok(), "unchanged it can be used");
    let sum = round("a provider's answers", std::slice::from_ref(&good), |it: &Input| {
        *answers.0.lock().unwrap() = (good.clone(), Vec::new());
        let (url, before) = runtime.block_on(open_id.depart()).map_err(|error| error.to_string())?;
        let state = url.split("state=").nth(1).and_then(|it| it.split('&').next()).unwrap_or_default();
        *answers.0.lock().unwrap() = (it.tree.clone(), it.garble.clone());
        // Nothing here is signed by anybody, so nobody comes in, whatever the provider says.
        match runtime.block_on(open_id.arrive(before, "code".to_owned(), state)) {
            Err(OpenIdError::Provider(why)) => {
                Ok(why.to_lowercase().contains("signature") || why.to_lowercase().contains("key"))
            }
            Err(other) => Err(format!("refused for another reason: {other}")),
            Ok(_) => Err("somebody came in".to_owned()),
        }
    });
    println!("of these, {} came as far as the key and the signature", sum.accepted);
    assert!(sum.accepted > 0);
}
