//! The guard on addresses that somebody wrote into a configuration, or that another machine told us: a request of ours
//! never reaches into the house's own network unless the operator said so (OWASP API7; ASVS 5.0, 13.2.4).
//!
//! A name is resolved once, by us; every address of the answer is looked at, and the connection goes to exactly those
//! addresses. So a name that answers differently a moment later (DNS rebinding) gains nothing. Absent: redirects, which
//! no client of ours follows, and the address of WhatsApp's API, which only the operator writes.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// Whether addresses inside the house may be reached: a sign-in service of one's own on the same network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only what everybody can reach, and only by HTTPS.
    Public,
    /// Inside, too; the operator said so.
    Private,
}

/// Why an address is not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no address of the web.
    #[error("{0:?} is no address that can be asked; write https://…")]
    NoAddress(String),
    /// It would be read on the way.
    #[error("{0:?} is not https; only with allow_private_hosts = true may it be http")]
    NotHttps(String),
    /// It lies inside.
    #[error("{0} lies in a private network; if that is meant, set allow_private_hosts = true")]
    Inside(String),
}

/// Looks at an address before it is asked. A name is looked at again when it is resolved.
pub fn check(address: &str, reach: Reach) -> Result<(), Refused> {
    let url = reqwest::Url::parse(address).map_err(|_| Refused::NoAddress(address.to_owned()))?;
    let host = url.host_str().ok_or_else(|| Refused::NoAddress(address.to_owned()))?.to_owned();
    match (url.scheme(), reach) {
        ("https", _) | ("http", Reach::Private) => {}
        ("http", Reach::Public) => return Err(Refused::NotHttps(address.to_owned())),
        _ => return Err(Refused::NoAddress(address.to_owned())),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refused::NoAddress(address.to_owned()));
    }
    // An address in digits never reaches the resolver.
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match literal {
        Ok(ip) if reach == Reach::Public && is_inside(ip) => Err(Refused::Inside(host)),
        _ => Ok(()),
    }
}

/// The resolver of a client that keeps outside.
pub(crate) fn resolver() -> Arc<Outside<System>> {
    Arc::new(Outside(System))
}

/// Where a name's addresses come from.
pub(crate) trait Source: Clone + Send + Sync + 'static {
    fn addresses(&self, name: String) -> impl Future<Output = std::io::Result<Vec<SocketAddr>>> + Send;
}

/// The machine's own resolver.
#[derive(Clone, Copy)]
pub(crate) struct System;

impl Source for System {
    async fn addresses(&self, name: String) -> std::io::Result<Vec<SocketAddr>> {
        // The port is the client's to set; any will do to ask.
        Ok(tokio::net::lookup_host((name, 0)).await?.collect())
    }
}

/// Resolves, and hands on only a list without any address from inside: one of them spoils the whole answer.
pub(crate) struct Outside<S>(pub(crate) S);

impl<S: Source> Resolve for Outside<S> {
    fn resolve(&self, name: Name) -> Resolving {
        let source = self.0.clone();
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = source.addresses(name.clone()).await?;
            if found.is_empty() || found.iter().any(|it| is_inside(it.ip())) {
                return Err(Refused::Inside(name).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is anything but a public one: loopback, private, link-local (metadata services), shared (CGNAT),
/// multicast, documentation, reserved; and the same dressed as IPv6.
pub fn is_inside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_inside_v4(ip),
        IpAddr::V6(ip) => is_inside_v6(ip),
    }
}

fn is_inside_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // RFC 6598
        || (a == 198 && (18..20).contains(&b)) // RFC 2544
        || (a == 192 && b == 0 && c == 0) // RFC 6890
        || (a == 192 && b == 88 && c == 99) // RFC 7526
}

fn is_inside_v6(ip: Ipv6Addr) -> bool {
    let part = ip.segments();
    if ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() {
        return true;
    }
    // Addresses that carry an IPv4 address: mapped, compatible, NAT64, 6to4.
    let carried = match part {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some((high, low)),
        [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    if let Some((high, low)) = carried {
        return is_inside_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    }
    (part[0] & 0xfe00) == 0xfc00 // unique local
        || (part[0] & 0xffc0) == 0xfe80 // link-local
        || (part[0] & 0xffc0) == 0xfec0 // site-local, of old
        || (part[0] == 0x64 && part[1] == 0xff9b) // NAT64 within a network (RFC 8215)
        || (part[0] == 0x100 && part[1] == 0) // discard
        || (part[0] == 0x2001 && (part[1] < 0x200 || part[1] == 0xdb8)) // Teredo, ORCHID, documentation
        || (part[0] & 0xe000) != 0x2000 // not handed out as global unicast
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn addresses_from_inside_are_known_in_every_dress() {
        for inside in [
            "127.0.0.1",
            "127.1.2.3",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "fec0::1",
            "100::1",
        ] {
            assert!(is_inside(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "192.1.0.1",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
            "2002:101:101::",
        ] {
            assert!(!is_inside(outside.parse().unwrap()), "{outside}");
        }
    }

    /// Ways of writing an inside address that have fooled others (OWASP's and PayloadsAllTheThings' lists of the kind).
    #[test]
    fn tricks_of_writing_an_address_are_seen_through() {
        for trick in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://0/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fd00:ec2::254]/",
            "https://１２７.0.0.1/",
            "https://127。0。0。1/",
            "https://id.example@127.0.0.1/",
            "http://id.example/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "ftp://id.example/",
            "javascript:alert(1)",
            "https://",
            "//id.example",
            "",
            "https://user:secret@id.example/",
            "data:text/html,hej",
        ] {
            assert!(check(trick, Reach::Public).is_err(), "{trick}");
        }
        for fine in ["https://id.example/", "https://id.example:8443/x?y=z", "https://93.184.216.34/"] {
            assert_eq!(check(fine, Reach::Public), Ok(()), "{fine}");
        }
        for meant in ["http://127.0.0.1:3000", "https://10.0.0.1", "http://id.intern"] {
            assert_eq!(check(meant, Reach::Private), Ok(()), "{meant}");
        }
        assert!(check("file:///etc/passwd", Reach::Private).is_err());
    }

    /// Answers with a public address first, and from inside when asked again.
    #[derive(Clone, Default)]
    struct Rebinding(Arc<AtomicUsize>);

    impl Source for Rebinding {
        async fn addresses(&self, _: String) -> std::io::Result<Vec<SocketAddr>> {
            let first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
            let ip = if first { "93.184.216.34" } else { "127.0.0.1" };
            Ok(vec![SocketAddr::new(ip.parse().unwrap(), 0)])
        }
    }

    #[derive(Clone)]
    struct Mixed;

    impl Source for Mixed {
        async fn addresses(&self, _: String) -> std::io::Result<Vec<SocketAddr>> {
            Ok(["93.184.216.34", "10.0.0.7"].map(|it| SocketAddr::new(it.parse().unwrap(), 0)).to_vec())
        }
    }

    #[tokio::test]
    async fn a_name_that_answers_differently_gains_nothing() {
        let source = Rebinding::default();
        let guard = Outside(source.clone());
        let name = || "rebind.example".parse::<Name>().unwrap();
        let pinned: Vec<_> = guard.resolve(name()).await.unwrap().collect();
        assert_eq!(pinned.len(), 1, "the connection goes to what was looked at");
        assert!(!is_inside(pinned[0].ip()));
        assert!(guard.resolve(name()).await.is_err(), "asked again, the new answer is looked at again");
        assert_eq!(source.0.load(Ordering::Relaxed), 2, "one question an answer");
        assert!(Outside(Mixed).resolve(name()).await.is_err(), "one address from inside spoils the answer");
    }

    #[tokio::test]
    async fn a_guarded_client_never_reaches_this_machine() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let client = crate::whatsapp::guarded_client(Reach::Public);
        assert!(client.get(format!("http://localhost:{port}/")).send().await.is_err());
        assert!(listener.accept().is_err(), "nobody knocked");
    }
}
