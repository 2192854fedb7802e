//! A look at a day costs a day: the plans of the busiest questions go by index and touch no more rows than
//! their window holds, however much lies beside it.

use crate::world::*;
use sqlx::{Connection, Row};
use svara_store::testing;

/// Ten thousand half hours, one each hour, for one practitioner.
const YEARS: &str = "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, share_key, seat)
     WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
     SELECT 'o' || i, 'nordic/p/eva', 1772438400000000 + i * 3600000000, 1772438400000000 + i * 3600000000 + 1800000000,
       'nordic', 'appointment', 'o' || i, 0 FROM n";
const VISITS: &str = "INSERT INTO appointments (id, clinic, patient, service, practitioner, rooms, starts, ends, status,
       booked_via, revision, booked_at, changed_at)
     SELECT owner, 'nordic', (SELECT min(id) FROM patients), 'checkup', 'eva', '[]', starts, ends, 'booked', 'file', 0, 0, 0
     FROM occupancy";

/// The parameters of each question, in order, as one looks at one day in the middle of it all.
const VALUES: [&[&str]; 8] = [
    &["'nordic'", DAY, NEXT_DAY, "0", DAY_BEFORE],
    &["'nordic/p/eva'", DAY, NEXT_DAY, DAY_BEFORE, "'x'"],
    &["'nordic'", DAY, NEXT_DAY, "NULL", "0", "''", "100", "NULL"],
    &["'nordic'", DAY, NEXT_DAY, "NULL", "0", "''", "100", "'hash'"],
    &["'nobody'", "0", "100"],
    &["'nordic'", "'apt_x'", "'pat_x'", "100"],
    &["'nordic'", "NULL", DAY, "''", "100", "NULL"],
    &["'nordic'", "NULL", DAY, "''", "100", "'hash'"],
];
/// One each hour, and the look back over the longest piece.
const ROWS_OF_A_DAY: u64 = 48;
const DAY_BEFORE: &str = "1789913600000000";
const DAY: &str = "1790000000000000";
const NEXT_DAY: &str = "1790086400000000";

/// The store's own texts with values in place of parameters.
fn questions() -> Vec<(&'static str, String)> {
    let put = |(sql, n): (String, usize), value: &&str| (sql.replace(&format!("${n}"), value), n + 1);
    let filled = testing::QUESTIONS.iter().zip(VALUES);
    filled.map(|((name, sql), values)| (*name, values.iter().fold(((*sql).to_owned(), 1), put).0)).collect()
}

/// Many others, so that a look at every one of them would show.
const OTHERS: [&str; 4] = [
    "INSERT INTO events (clinic, seq, id, at, actor, kind, subject, owner, details, hash)
     SELECT 'nordic', starts, owner, starts, 'desk', 'noted', owner, owner, '', '' FROM occupancy",
    "INSERT INTO contacts (id, clinic, phone_hash, created_at, changed_at)
     SELECT owner, 'nordic', owner, 0, 0 FROM occupancy",
    "INSERT INTO patients (id, clinic, phone_hash, created_at, changed_at)
     SELECT owner, 'nordic', owner, 0, 0 FROM occupancy",
    "INSERT INTO conversations (id, clinic, contact, channel, state, state_data, language, opened_at, changed_at,
       memory_version, last_seq)
     SELECT owner, 'nordic', owner, 'whatsapp', 'bot', '{}', 'sv', starts, starts, 0, 0 FROM occupancy",
];

async fn years(place: &Place) {
    place.step(|tx| Box::pin(furnish(tx))).await;
    for sql in [YEARS, VISITS].into_iter().chain(OTHERS).chain(["ANALYZE"]) {
        place.behind_its_back(sql).await.unwrap();
    }
}

#[tokio::test]
async fn sqlite_goes_by_index() {
    let place = sqlite().await;
    years(&place).await;
    let mut connection = sqlx::SqliteConnection::connect(&place.url).await.unwrap();
    for (name, sql) in questions() {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get::<String, _>("detail")).collect();
        assert!(plan.iter().any(|it| it.starts_with("SEARCH")), "{name}: {plan:?}");
        assert!(
            !plan.iter().any(|it| it.starts_with("SCAN") && it != "SCAN CONSTANT ROW"),
            "{name}: {plan:?}"
        );
    }
}

#[tokio::test]
async fn postgres_touches_a_days_rows() {
    let place = postgres().await;
    years(&place).await;
    let mut connection = sqlx::PgConnection::connect(&place.url).await.unwrap();
    for (name, sql) in questions() {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) {sql}"));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get::<String, _>(0)).collect();
        assert!(!plan.iter().any(|it| it.contains("Seq Scan")), "{name}: {plan:#?}");
        let removed: u64 = plan
            .iter()
            .filter_map(|it| it.trim().strip_prefix("Rows Removed by Filter: "))
            .map(|it| it.parse::<u64>().unwrap())
            .sum();
        assert!(removed <= ROWS_OF_A_DAY, "{name} looks at {removed} rows in vain: {plan:#?}");
    }
}
