//! Grows the tables in `models/` from `utterances/`:
//! `cargo run --release -p svara-language --features grow --example grow`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    svara_language::grow::grow(root)
}
