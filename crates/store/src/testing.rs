//! Databases for tests: a private SQLite file, and a PostgreSQL server of the test binary's own.
//!
//! The server listens on loopback at a free port and keeps its files in a temporary folder; a small shell
//! stands beside it and stops it, by its pid, when the test binary ends in whatever way. Only with the feature
//! `testing`.

use crate::{conversations, events, occupancy, visits};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long the server may take to answer; a busy machine of two cores needs some seconds.
const START_TRIES: u32 = 600;
const START_STEP: Duration = Duration::from_millis(50);
/// Tests run beside each other, each with a pool.
const SERVER_CONNECTIONS: &str = "max_connections=300";

/// The desk's busiest questions, for a look at how an engine would answer them.
pub const QUESTIONS: [(&str, &str); 8] = [
    ("what is busy", occupancy::BUSY),
    ("what overlaps", occupancy::OVERLAPS),
    ("visits of a day", visits::LIST),
    ("visits of a number", visits::LIST_OF_PHONE),
    ("visits to come", visits::COMING),
    ("what is said of a visit", events::ABOUT),
    ("conversations", conversations::LIST),
    ("conversations of a number", conversations::LIST_OF_CONTACT),
];

/// Every sealed value of people in a SQLite database, keys included, so that a test can look for their bytes on disk.
///
/// # Panics
/// When the file can't be read.
pub async fn sealed(url: &str) -> Vec<Vec<u8>> {
    let read = async {
        let mut db = sqlx::SqliteConnection::connect(url).await?;
        let mut found = Vec::new();
        for sql in SEALED {
            let rows: Vec<(Vec<u8>,)> = sqlx::query_as(sql).fetch_all(&mut db).await?;
            found.extend(rows.into_iter().map(|it| it.0));
        }
        db.close().await?;
        Ok::<_, sqlx::Error>(found)
    };
    read.await.expect("the database can be read")
}

const SEALED: [&str; 13] = [
    "SELECT wrapped FROM keys WHERE owner LIKE 'pat_%' OR owner LIKE 'con_%'",
    "SELECT body FROM messages WHERE body IS NOT NULL",
    "SELECT media FROM messages WHERE media IS NOT NULL",
    "SELECT name FROM patients WHERE name IS NOT NULL",
    "SELECT phone FROM patients WHERE phone IS NOT NULL",
    "SELECT phone FROM contacts WHERE phone IS NOT NULL",
    "SELECT memory FROM conversations WHERE memory IS NOT NULL",
    "SELECT payload FROM inbox WHERE payload IS NOT NULL",
    "SELECT body FROM notes",
    "SELECT reason FROM patient_flags WHERE reason IS NOT NULL",
    "SELECT version_before FROM corrections",
    "SELECT record FROM turns",
    "SELECT evidence FROM permissions WHERE evidence IS NOT NULL",
];

/// Writes so many rows, as large as a notification's, into a new SQLite database with full sync, so many to a commit:
/// what a benchmark holds the desk against. Nothing is read, sealed or looked up.
///
/// # Panics
/// When the file can't be written.
pub async fn bare_rows(url: &str, rows: usize, per_commit: usize) {
    const MAKE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE rows (key TEXT PRIMARY KEY, at INTEGER NOT NULL, payload BLOB NOT NULL)";
    const INSERT: &str = "INSERT INTO rows (key, at, payload) VALUES ($1, $2, $3)";
    let payload = vec![7_u8; 512];
    let written = async {
        let options: sqlx::sqlite::SqliteConnectOptions = url.parse()?;
        let mut db = options.create_if_missing(true).connect().await?;
        sqlx::raw_sql(MAKE).execute(&mut db).await?;
        for first in (0..rows).step_by(per_commit.max(1)) {
            let mut tx = db.begin().await?;
            for row in first..rows.min(first + per_commit) {
                let at = i64::try_from(row).unwrap_or(i64::MAX);
                let insert = sqlx::query(INSERT).bind(format!("{row:064}")).bind(at).bind(&payload);
                insert.execute(&mut *tx).await?;
            }
            tx.commit().await?;
        }
        db.close().await
    };
    written.await.expect("the database can be written");
}

/// From now on this SQLite database refuses every notification that is neither a message nor a report, as a row that
/// breaks a rule of the database would be refused.
///
/// # Panics
/// When the file can't be written.
pub async fn refuse_others(url: &str) {
    const REFUSE: &str = "CREATE TRIGGER refuse_others BEFORE INSERT ON inbox WHEN NEW.kind = 'other'
        BEGIN SELECT RAISE(ABORT, 'refused by the test'); END";
    let refuse = async {
        let mut db = sqlx::SqliteConnection::connect(url).await?;
        sqlx::raw_sql(REFUSE).execute(&mut db).await?;
        db.close().await
    };
    refuse.await.expect("the database can be written");
}

/// A chain whose newest lines were cut off: a checkpoint of a SQLite database speaks of a line that is not there.
///
/// # Panics
/// When the database can't be written.
pub async fn outrun_the_chain(url: &str) {
    const BEYOND: &str = "INSERT INTO checkpoints (clinic, seq, hash, at, signature)
        SELECT clinic, seq + 1000, hash, at, signature FROM checkpoints ORDER BY seq DESC LIMIT 1";
    let outrun = async {
        let mut db = sqlx::SqliteConnection::connect(url).await?;
        sqlx::raw_sql(BEYOND).execute(&mut db).await?;
        db.close().await
    };
    outrun.await.expect("the database can be written");
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

struct Server {
    port: u16,
    /// Its standard input keeps the server alive; the kernel closes it with this process.
    _watch: Child,
}

/// A fresh, empty SQLite database in a file.
///
/// # Panics
/// When the temporary folder can't be written.
pub fn sqlite() -> String {
    let folder = std::env::temp_dir().join(format!("svara-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
    remove_left_over();
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    format!("sqlite:{}", folder.join(format!("{number}.db")).display())
}

/// A fresh, empty PostgreSQL database on this test binary's own server.
///
/// # Panics
/// With one clear line when there is no PostgreSQL on this machine or it does not start.
pub async fn postgres() -> String {
    let server = match SERVER.get_or_init(start) {
        Ok(server) => server,
        Err(why) => panic!("PostgreSQL for tests: {why}"),
    };
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    let address = |database: &str| format!("postgres://svara@127.0.0.1:{}/{database}", server.port);
    let options: sqlx::postgres::PgConnectOptions = address("postgres").parse().expect("the address is ours");
    let mut connection = patiently(&options).await;
    let create = AssertSqlSafe(format!("CREATE DATABASE svara_{number} TEMPLATE template0"));
    sqlx::raw_sql(create).execute(&mut connection).await.expect("a database can be made");
    // The server drops the connection anyway; closing politely keeps its log quiet.
    drop(connection.close().await);
    address(&format!("svara_{number}"))
}

/// Kills one of the processes of the server that this database is on: PostgreSQL then throws everybody out, replays its
/// log and goes on, as after a crash of its own.
///
/// # Panics
/// When the process can't be killed.
pub async fn crash_postgres(url: &str) {
    let options: sqlx::postgres::PgConnectOptions = url.parse().expect("the address is ours");
    let mut connection = patiently(&options).await;
    let pid: (i32,) =
        sqlx::query_as("SELECT pg_backend_pid()").fetch_one(&mut connection).await.expect("it answers");
    let killed = Command::new("kill").args(["-9", &pid.0.to_string()]).output();
    finished(killed, "kill -9").expect("the process is ours");
}

async fn patiently(options: &sqlx::postgres::PgConnectOptions) -> sqlx::PgConnection {
    for _ in 0..START_TRIES {
        if let Ok(connection) = options.connect().await {
            return connection;
        }
        tokio::time::sleep(START_STEP).await;
    }
    panic!("PostgreSQL for tests: the server did not answer in time");
}

fn start() -> Result<Server, String> {
    let programs = programs()?;
    let folder = std::env::temp_dir().join(format!("svara-pg-{}", std::process::id()));
    let data = folder.join("data");
    make_folder(&folder)?;
    let initdb = as_user(&programs.join("initdb"))
        .args(["--no-sync", "--auth=trust", "--username=svara", "--encoding=UTF8", "--locale=C", "-D"])
        .arg(&data)
        .output();
    finished(initdb, "initdb")?;
    let port = free_port()?;
    // The shell waits for its standard input to end, then stops the server by its pid and removes the folder.
    let script = r#""$0" "$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$SVARA_PG""#;
    let watch = as_user(Path::new("sh"))
        .arg("-c")
        .arg(script)
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(&data)
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="])
        .args(["-c", "fsync=off", "-c", "full_page_writes=off", "-c", SERVER_CONNECTIONS])
        .env("SVARA_PG", &folder)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(folder.join("log")).map_or_else(|_| Stdio::null(), Stdio::from))
        .spawn()
        .map_err(|error| format!("the server can't be started ({error})"))?;
    Ok(Server { port, _watch: watch })
}

/// Where `initdb` and `postgres` are, installing them when we are root and they are absent.
fn programs() -> Result<PathBuf, String> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    if is_root() {
        let install = Command::new("apt-get").args(["install", "-y", "postgresql"]).output();
        finished(install, "apt-get install -y postgresql")?;
    }
    installed().ok_or_else(|| "initdb was not found; install PostgreSQL 15 or later".to_owned())
}

fn installed() -> Option<PathBuf> {
    let on_path =
        std::env::var_os("PATH").into_iter().flat_map(|it| std::env::split_paths(&it).collect::<Vec<_>>());
    let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    on_path.chain(packaged.map(|it| it.path().join("bin"))).find(|it| it.join("initdb").exists())
}

fn make_folder(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("{} can't be made ({error})", folder.display()))?;
    if is_root() {
        finished(Command::new("chown").arg(user()).arg(folder).output(), "chown")?;
    }
    Ok(())
}

/// PostgreSQL refuses to run as root.
fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user(), "--clear-groups", "--"]).arg(program);
    command
}

fn user() -> &'static str {
    let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    if known.lines().any(|line| line.starts_with("postgres:")) { "postgres" } else { "nobody" }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no free port ({error})"))?;
    listener.local_addr().map(|it| it.port()).map_err(|error| format!("no free port ({error})"))
}

fn finished(ran: std::io::Result<Output>, what: &str) -> Result<(), String> {
    match ran {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("{what} failed: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Err(format!("{what} can't be run ({error})")),
    }
}

/// Removes the SQLite files of test binaries that have ended.
fn remove_left_over() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|it| it.strip_prefix("svara-test-"));
        if pid.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            // Another test binary may be removing it too.
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}
