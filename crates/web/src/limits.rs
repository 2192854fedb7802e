//! How often one address may knock: at the doors where somebody says who they are, at patients' pages, and at the API.
//! Too often is answered 429 with `Retry-After`. Absent: notifications, whose sender signs them, and the patience with
//! one account's wrong passwords (`svara-desk`).

use crate::app::App;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

/// Somebody who has forgotten a password tries a handful of times; a whole reception desk starts work at once.
const SIGN_INS_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("it is not zero");
/// A patient opens a link and presses a button; a clinic's waiting room shares one address.
const PAGES_A_MINUTE: NonZeroU32 = NonZeroU32::new(120).expect("it is not zero");
/// A full reception behind one address stays far below; a program that imports a register is told to wait.
const CALLS_A_SECOND: NonZeroU32 = NonZeroU32::new(50).expect("it is not zero");
const CALLS_AT_ONCE: NonZeroU32 = NonZeroU32::new(500).expect("it is not zero");
/// Addresses remembered before those that are quiet again are forgotten.
const ADDRESSES_MAX: usize = 10_000;

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limits {
    /// Nobody: a demo on one's own machine, or a test.
    Off,
    /// Each address. Behind these proxies the address is the one that they name.
    On {
        /// Proxies of the house's own.
        trusted_proxies: Vec<IpAddr>,
    },
}

pub(crate) struct Counts {
    proxies: Vec<IpAddr>,
    sign_ins: DefaultKeyedRateLimiter<IpAddr>,
    pages: DefaultKeyedRateLimiter<IpAddr>,
    calls: DefaultKeyedRateLimiter<IpAddr>,
}

impl Counts {
    pub(crate) fn new(limits: &Limits) -> Option<Self> {
        let Limits::On { trusted_proxies } = limits else { return None };
        Some(Self {
            proxies: trusted_proxies.clone(),
            sign_ins: RateLimiter::keyed(Quota::per_minute(SIGN_INS_A_MINUTE)),
            pages: RateLimiter::keyed(Quota::per_minute(PAGES_A_MINUTE)),
            calls: RateLimiter::keyed(Quota::per_second(CALLS_A_SECOND).allow_burst(CALLS_AT_ONCE)),
        })
    }

    fn of(&self, method: &Method, path: &str) -> Option<&DefaultKeyedRateLimiter<IpAddr>> {
        const DOORS: [&str; 5] = [
            "/api/v1/session",
            "/api/v1/session/code",
            "/api/v1/session/unlock",
            "/api/v1/accounts",
            "/api/v1/setup",
        ];
        if *method == Method::POST && DOORS.contains(&path) {
            Some(&self.sign_ins)
        } else if ["/permission/", "/secure", "/staff/", "/add/"].iter().any(|it| path.starts_with(it)) {
            Some(&self.pages)
        } else if path.starts_with("/api/") {
            Some(&self.calls)
        } else {
            None
        }
    }

    /// Who knocks: whoever connects, or, when that is a proxy of ours, the nearest that is none in what it names.
    fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.proxies.contains(&peer) {
            return peer;
        }
        let named = headers.get_all("x-forwarded-for").iter().filter_map(|it| it.to_str().ok());
        let all: Vec<IpAddr> =
            named.flat_map(|it| it.split(',')).map_while(|it| it.trim().parse().ok()).collect();
        all.into_iter().rev().find(|it| !self.proxies.contains(it)).unwrap_or(peer)
    }
}

/// Lets a request through, or says when to come again.
pub(crate) async fn hold(State(app): State<App>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
    if let (Some(counts), Some(peer)) = (app.limits(), peer)
        && let Some(limiter) = counts.of(request.method(), request.uri().path())
    {
        if limiter.len() > ADDRESSES_MAX {
            limiter.retain_recent();
        }
        let address = counts.address(peer, request.headers());
        if let Err(until) = limiter.check_key(&address) {
            tracing::warn!(%address, "an address knocks too often");
            let wait = until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            return Problem::too_often(i64::try_from(wait).unwrap_or(i64::MAX)).into_response();
        }
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Counts {
        let trusted_proxies = vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        Counts::new(&Limits::On { trusted_proxies }).unwrap()
    }

    #[test]
    fn only_a_trusted_proxy_says_who_knocks() {
        let mut headers = HeaderMap::new();
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        headers.insert("x-forwarded-for", "198.51.100.9, 203.0.113.7, 10.0.0.2".parse().unwrap());
        assert_eq!(
            counts().address(ip("203.0.113.50"), &headers),
            ip("203.0.113.50"),
            "a stranger is not believed"
        );
        assert_eq!(
            counts().address(ip("10.0.0.1"), &headers),
            ip("203.0.113.7"),
            "the nearest that is no proxy"
        );
        assert_eq!(counts().address(ip("10.0.0.1"), &HeaderMap::new()), ip("10.0.0.1"));
    }

    #[test]
    fn doors_pages_and_calls_are_counted_apart_and_notifications_are_not() {
        let counts = counts();
        let which = |method: Method, path: &str| counts.of(&method, path).map(std::ptr::from_ref);
        let (door, page, call) =
            (Some(&raw const counts.sign_ins), Some(&raw const counts.pages), Some(&raw const counts.calls));
        assert_eq!(which(Method::POST, "/api/v1/session"), door);
        assert_eq!(which(Method::GET, "/api/v1/session"), call);
        assert_eq!(which(Method::GET, "/permission/abc"), page);
        assert_eq!(which(Method::GET, "/secure/callback"), page);
        assert_eq!(which(Method::POST, "/api/v1/appointments"), call);
        assert_eq!(which(Method::POST, "/webhooks/whatsapp"), None);
        assert_eq!(which(Method::GET, "/"), None);
    }
}
