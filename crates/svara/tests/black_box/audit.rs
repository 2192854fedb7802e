//! `svara audit` on a desk's data: it holds, it is signed, and it tells where it was changed.

use crate::world::{Folder, svara};

/// Her consent is the first line of the chain.
const PATIENT: &str = r#"
[[patient]]
phone = "+46700000001"
name = "Sara Ek"
consent = { whatsapp = "2026-01-15T10:00:00+01:00", source = "intake form" }
"#;

#[test]
fn the_chain_is_signed_verified_and_tells_where_it_was_changed() {
    let folder = Folder::new("audit");
    let (key, kept) = (folder.0.join("master.key"), folder.0.join("kept.jsonl"));
    std::fs::write(&key, "0b".repeat(32)).unwrap();
    let store = format!("sqlite:{}", folder.0.join("desk.db").display());
    let at = ["--store", &store, "--master-key-file", key.to_str().unwrap()];
    let clinic = folder.0.join("clinic.toml");
    let text = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations/clinic.toml"),
    );
    std::fs::write(&clinic, text.unwrap() + PATIENT).unwrap();
    let applied = svara(&[&["clinic", "apply", clinic.to_str().unwrap()], &at[..]].concat());
    assert_eq!(applied.0, 0, "{}", applied.2);

    let signed = svara(&[&["audit", "checkpoint"], &at[..]].concat());
    assert!(signed.0 == 0 && signed.1.contains("\"signature\""), "{signed:?}");
    std::fs::write(&kept, &signed.1).unwrap();
    let verify = [&["audit", "verify", "--checkpoints", kept.to_str().unwrap()], &at[..]].concat();
    let fine = svara(&verify);
    assert!(
        fine.0 == 0 && fine.1.contains("rows hold") && fine.1.contains("2 checkpoints fit, 0 do not"),
        "{fine:?}"
    );

    // A checkpoint kept elsewhere for another row than there is.
    std::fs::write(&kept, signed.1.replace("\"seq\":", "\"seq\":1")).unwrap();
    let cut = svara(&verify);
    assert!(cut.0 == 1 && cut.1.contains("does not fit"), "{cut:?}");
    std::fs::write(&kept, "not a checkpoint\n").unwrap();
    let wrong = svara(&verify);
    assert!(wrong.0 == 2 && wrong.2.contains("line 1: no checkpoint"), "{wrong:?}");
}
