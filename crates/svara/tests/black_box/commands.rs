//! The commands as a clinic runs them, one after the other, on a store that was set up: export, access log, backup,
//! forgetting, verifying, another master key, putting a backup back; and what each says when it can't.

use crate::world::{Folder, svara};
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use svara_store::{MasterKey, Store};

const PATIENTS: &str = r#"
[[patient]]
phone = "+46700000091"
name = "Sara Kanariefågel"
consent = { whatsapp = "2026-01-15T10:00:00+01:00", source = "intake form" }
[[patient]]
phone = "+46700000092"
name = "Tom Baker"
"#;

/// A clinic's machine: a store, its key, and a folder.
struct Machine {
    folder: Folder,
    store: String,
}

impl Machine {
    fn set_up(name: &str) -> Self {
        let folder = Folder::new(name);
        let machine = Self { store: format!("sqlite:{}", folder.0.join("desk.db").display()), folder };
        std::fs::write(machine.file("master.key"), "0b".repeat(32)).unwrap();
        std::fs::write(machine.file("new.key"), "0c".repeat(32)).unwrap();
        let clinic = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations/clinic.toml");
        let clinic = std::fs::read_to_string(clinic).unwrap() + PATIENTS;
        std::fs::write(machine.file("clinic.toml"), clinic).unwrap();
        machine.says(&["clinic", "apply", &machine.path("clinic.toml")], "master.key", "new patients");
        machine
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    fn path(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }

    fn run(&self, words: &[&str], store: &str, key: &str) -> (i32, String, String) {
        svara(&[words, &["--store", store, "--master-key-file", &self.path(key)]].concat())
    }

    /// A command that works; what it said.
    #[track_caller]
    fn says(&self, words: &[&str], key: &str, wanted: &str) -> String {
        let (status, out, error) = self.run(words, &self.store, key);
        assert!(status == 0 && out.contains(wanted), "{words:?}: {status} {out} {error}");
        out
    }

    /// A command that does not, with one line that says why.
    #[track_caller]
    fn refuses(&self, words: &[&str], key: &str, wanted: &str) {
        complains(self.run(words, &self.store, key), wanted);
    }
}

#[track_caller]
fn complains((status, out, error): (i32, String, String), wanted: &str) {
    assert!(status == 1 || status == 2, "{status} {out} {error}");
    assert!(error.contains(wanted), "{wanted:?} is not in {error:?}");
    let lines: Vec<&str> = error.lines().filter(|it| it.starts_with("svara: ")).collect();
    assert_eq!((lines.len(), error.lines().count()), (1, 1), "one line: {error}");
    assert!(!error.contains("panicked"), "{error}");
}

#[test]
fn a_clinic_exports_backs_up_forgets_verifies_and_changes_its_key() {
    let clinic = Machine::set_up("commands");
    let page = clinic.path("sara.html");
    let export =
        clinic.says(&["subject", "export", "+46700000091", "--html", &page], "master.key", "Kanariefågel");
    let export: Value = serde_json::from_str(&export).unwrap();
    assert!(std::fs::read_to_string(&page).unwrap().contains("Kanariefågel"));
    let sara = export.pointer("/patient/id").and_then(Value::as_str).unwrap().to_owned();
    clinic.says(&["subject", "access-log", "+46700000091"], "master.key", "subject.exported");

    let copy = clinic.path("copy.db");
    let backed_up = svara(&["backup", "create", &copy, "--store", &clinic.store]);
    assert!(backed_up.0 == 0 && backed_up.1.contains("copied to"), "{backed_up:?}");
    complains(svara(&["backup", "create", &copy, "--store", &clinic.store]), "is there already");

    let erase = |how: &'static str| ["subject", "erase", "+46700000091", "--identity", how];
    clinic.refuses(&erase("a hunch"), "master.key", "`identity`");
    clinic.says(&erase("in_person"), "master.key", "forgotten for good");
    clinic.refuses(&["subject", "export", &sara], "master.key", "nobody here has this id or number");
    clinic.refuses(&erase("in_person"), "master.key", "nobody here has this id or number");
    clinic.says(&["subject", "export", "+46700000092"], "master.key", "Tom Baker");
    clinic.says(&["audit", "verify"], "master.key", "rows hold");

    let rotate = |to: &str, from: &str| {
        let (to, from) = (clinic.path(to), clinic.path(from));
        let files = ["--master-key-file", &to, "--previous-master-key-file", &from];
        svara(&[&["keys", "rotate", "--store", &clinic.store], &files[..]].concat())
    };
    complains(rotate("new.key", "new.key"), "not the one it was made with");
    complains(rotate("new.key", "no.key"), "can't be read");
    let rotated = rotate("new.key", "master.key");
    assert!(rotated.0 == 0 && rotated.1.contains("under the new master key"), "{rotated:?}");
    clinic.refuses(&["audit", "verify"], "master.key", "not the one it was made with");
    clinic.says(&["audit", "verify"], "new.key", "rows hold");
    clinic.says(&["subject", "export", "+46700000092"], "new.key", "Tom Baker");

    put_back(&clinic, &copy, &sara);
}

/// The backup is from before: it knows her until she is forgotten again.
fn put_back(clinic: &Machine, copy: &str, sara: &str) {
    let (store, list) = (format!("sqlite:{copy}"), clinic.path("forgotten"));
    let known = clinic.run(&["subject", "export", sara], &store, "master.key");
    assert!(known.0 == 0 && known.1.contains("Kanariefågel"), "{known:?}");
    let go = ["restore", "go", "--forgotten", &list];
    complains(clinic.run(&go, &store, "master.key"), "there is no list at");
    std::fs::write(&list, "her, some time ago\n").unwrap();
    complains(clinic.run(&go, &store, "master.key"), "line 1: not an id and a time");
    std::fs::write(&list, format!("{sara} 2026-11-26T20:00:00Z\n")).unwrap();
    let gone = clinic.run(&go, &store, "master.key");
    assert!(gone.0 == 0 && gone.1.contains("1 forgotten again; the desk may speak"), "{gone:?}");
    complains(clinic.run(&["subject", "export", sara], &store, "master.key"), "nobody here");
}

#[test]
fn every_paper_is_written_in_both_languages() {
    let clinic = Machine::set_up("papers");
    for paper in ["record", "dpia", "notice", "suppliers", "retention", "incidents"] {
        let written =
            ["sv", "en"].map(|it| clinic.says(&["compliance", paper, "--language", it], "master.key", "# "));
        assert_ne!(written[0], written[1], "{paper}");
    }
    clinic.refuses(&["compliance", "poem"], "master.key", "a paper is record, dpia");
    clinic.refuses(&["compliance", "record", "--clinic", "another"], "master.key", "no such clinic");
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_one_line() {
    let clinic = Machine::set_up("complaints");
    let typo = format!("sqlite:{}", clinic.path("dsek.db"));
    for words in [&["audit", "verify"][..], &["subject", "export", "+46700000091"], &["clinic", "export"]] {
        complains(clinic.run(words, &typo, "master.key"), "there is no database at");
        complains(clinic.run(words, &clinic.store, "new.key"), "not the one it was made with");
        complains(clinic.run(words, &clinic.store, "no.key"), "can't be read");
        complains(clinic.run(words, &clinic.store, "clinic.toml"), "64 hexadecimal digits");
    }
    assert!(!clinic.file("dsek.db").exists(), "nothing was begun beside it");
    let nowhere = clinic.path("nowhere/copy.db");
    complains(svara(&["backup", "create", &nowhere, "--store", &clinic.store]), "there is no folder");
    complains(
        svara(&["backup", "create", &clinic.path("x.db"), "--store", &typo]),
        "there is no database at",
    );
    clinic.refuses(&["subject", "export", "Sara"], "master.key", "such as +46700000001");

    let held = Store::open(&clinic.store, MasterKey::from_bytes([0x0b; 32])).await.unwrap();
    clinic.refuses(&["audit", "verify"], "master.key", "another desk has");
    // A copy is made all the same: the desk goes on meanwhile.
    let copied = svara(&["backup", "create", &clinic.path("meanwhile.db"), "--store", &clinic.store]);
    assert_eq!(copied.0, 0, "{copied:?}");
    held.close().await;
    clinic.says(&["audit", "verify"], "master.key", "rows hold");
}

#[test]
fn whoever_reads_only_the_first_line_is_no_reason_to_complain() {
    let clinic = Machine::set_up("pipe");
    let at = ["--store", &clinic.store, "--master-key-file", &clinic.path("master.key")];
    for words in [&["compliance", "record"][..], &["subject", "export", "+46700000092"], &["openapi"]] {
        let at = if words == ["openapi"] { &[][..] } else { &at[..] };
        let mut child = Command::new(env!("CARGO_BIN_EXE_svara"))
            .args([words, at].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut error = String::new();
        child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(141), "{words:?}: {error}");
        assert!(!error.contains("panicked") && !error.contains("pipe"), "{words:?}: {error}");
    }
}
