//! One cryptographic provider for the whole process. Absent: any choice of protocol or certificate.
//!
//! Two of rustls's providers are linked in (reqwest brings one, lettre another), and rustls panics when it has
//! to guess between them; so whoever builds a client here names one first.

use std::sync::Once;

static PROVIDER: Once = Once::new();

/// Names ring as the provider, unless the process has named one already.
pub(crate) fn name_the_provider() {
    PROVIDER.call_once(|| {
        // The error says that another provider was installed first: that one serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}
