//! Where the master key comes from: the environment, a file, a systemd credential or a program that prints it; never
//! the command line, where others could see it.

use crate::usage;
use anyhow::Context;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use svara_store::MasterKey;

/// Names the key or a file that holds it.
const KEY_VARIABLE: &str = "SVARA_MASTER_KEY";
const KEY_FILE_VARIABLE: &str = "SVARA_MASTER_KEY_FILE";
/// Names a program that prints the key, such as a key service's client.
const KEY_COMMAND_VARIABLE: &str = "SVARA_MASTER_KEY_COMMAND";
/// Where systemd puts credentials (`LoadCredential=svara-master-key:…`).
const CREDENTIALS_VARIABLE: &str = "CREDENTIALS_DIRECTORY";
const CREDENTIAL: &str = "svara-master-key";
const HOW_TO_MAKE_ONE: &str = "make one with `openssl rand -hex 32 > master.key`, keep a copy of it in a safe place \
     (without it nothing can be read again), and name it in SVARA_MASTER_KEY_FILE or as master_key_file";

/// The key for production. Without one the desk refuses to start.
pub fn required(file: Option<&Path>) -> anyhow::Result<MasterKey> {
    if let Ok(hex) = std::env::var(KEY_VARIABLE) {
        return from_hex(&hex, KEY_VARIABLE);
    }
    if let Some(command) = std::env::var_os(KEY_COMMAND_VARIABLE) {
        return from_command(&command);
    }
    let named: Option<std::path::PathBuf> = std::env::var_os(KEY_FILE_VARIABLE).map(Into::into);
    let credential = std::env::var_os(CREDENTIALS_VARIABLE)
        .map(|it| Path::new(&it).join(CREDENTIAL))
        .filter(|it| it.exists());
    let Some(file) = named.as_deref().or(file).or(credential.as_deref()) else {
        return Err(usage(format!("there is no master key; {HOW_TO_MAKE_ONE}")));
    };
    from_file(file)
}

/// What a command prints: a key service of one's own. It runs without a shell, so nothing in it is expanded.
fn from_command(command: &std::ffi::OsStr) -> anyhow::Result<MasterKey> {
    let text = command.to_string_lossy();
    let mut words = text.split_whitespace();
    let program = words.next().ok_or_else(|| usage(format!("{KEY_COMMAND_VARIABLE} names no program")))?;
    let ran = std::process::Command::new(program).args(words).output();
    match ran {
        Ok(it) if it.status.success() => from_hex(&String::from_utf8_lossy(&it.stdout), KEY_COMMAND_VARIABLE),
        // What it wrote may be the key itself: it is not repeated.
        Ok(it) => Err(usage(format!("{KEY_COMMAND_VARIABLE}: {program} ended with {}", it.status))),
        Err(error) => Err(usage(format!("{KEY_COMMAND_VARIABLE}: {program} can't be run ({error})"))),
    }
}

/// From a file of 64 hexadecimal digits.
pub fn from_file(file: &Path) -> anyhow::Result<MasterKey> {
    let hex = std::fs::read_to_string(file).map_err(|it| {
        usage(format!("the master key in {} can't be read ({it}); {HOW_TO_MAKE_ONE}", file.display()))
    })?;
    from_hex(&hex, &file.display().to_string())
}

fn from_hex(hex: &str, place: &str) -> anyhow::Result<MasterKey> {
    MasterKey::from_hex(hex.trim()).map_err(|_| {
        usage(format!("{place} holds no master key of 64 hexadecimal digits; {HOW_TO_MAKE_ONE}"))
    })
}

/// The demo makes its own and keeps it beside its data.
pub fn of_demo(folder: &Path) -> anyhow::Result<MasterKey> {
    let file = folder.join("master.key");
    if !file.exists() {
        let bytes: [u8; 32] = rand::random();
        let hex = bytes.iter().fold(String::new(), |hex, it| hex + &format!("{it:02x}"));
        let mut made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file)
            .context("making the demo's key")?;
        made.write_all(hex.as_bytes()).context("writing the demo's key")?;
        made.sync_all().context("writing the demo's key")?;
    }
    let hex = std::fs::read_to_string(&file).context("reading the demo's key")?;
    from_hex(&hex, &file.display().to_string())
}
