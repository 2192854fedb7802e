//! Measures the reader and prints one JSON object: which intents are taken for which, whether confidences are true,
//! the cost of a message, start-up and memory. `cargo xtask bench language -- --dev FOLDER --write docs/understanding.md`.
//!
//! `--dev` is a folder with development sets (`*_dev.jsonl`, whole messages and short utterances); without it only the
//! rounds in `tests/` are read. `--write` puts the figures between the marks of that page.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;
use svara_language::{Context, batch, read};

/// What was wanted (any of these), what was read, how sure.
struct Judged {
    wanted: Vec<String>,
    got: String,
    confidence: f64,
}

/// Passes over all messages when the cost is measured; the first warms up.
const PASSES: usize = 6;
/// Bounds of the bins of confidence.
const BINS: [f64; 8] = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97, 1.001];
const BEGIN: &str = "<!-- figures: begin -->";
const END: &str = "<!-- figures: end -->";

fn main() {
    let begun = Instant::now();
    let first = read("kan jag få en tid på torsdag?", &context(Some("sv")));
    let start_ms = begun.elapsed().as_secs_f64() * 1000.0;
    assert_eq!(first.lang, "sv");
    let rounds: Vec<(String, Vec<String>, String)> = rows(include_str!("../tests/rounds.tsv"))
        .chain(rows(include_str!("../tests/messages.tsv")))
        .collect();
    let mut judged: Vec<Judged> =
        rounds.iter().map(|(lang, wanted, text)| judge(lang, wanted, text)).collect();
    let of_rounds = right(&judged);
    let dev = option("--dev").map(|folder| dev_rows(&folder));
    let of_dev = dev.as_ref().map(|dev| {
        let own: Vec<Judged> = dev.iter().filter_map(judge_dev).collect();
        let percent = right(&own);
        judged.extend(own);
        percent
    });
    let figures = json!({
        "rounds": { "messages": rounds.len(), "intent_right_percent": of_rounds },
        "dev": of_dev.map_or(
            json!("not given: cargo xtask bench language -- --dev FOLDER"),
            |percent| json!({ "messages": dev.map_or(0, |dev| dev.len()), "intent_right_percent": percent }),
        ),
        "calibration": calibration(&judged),
        "confusions": confusions(&judged),
        "cost": cost(&rounds),
        "first_message_ms": tenth(start_ms),
        "memory_mb": memory_mb(),
    });
    if let Some(page) = option("--write") {
        write_into(&page, &figures);
    }
    println!("{figures}");
}

fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.next().and_then(|_| arguments.next())
}

fn context(lang: Option<&str>) -> Context {
    let now = batch::moment("2026-11-24T09:12:00+01:00[Europe/Stockholm]").expect("a moment");
    Context { lang: lang.map(str::to_owned), ..Context::at(now) }
}

fn rows(table: &str) -> impl Iterator<Item = (String, Vec<String>, String)> + '_ {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.splitn(3, '\t').map(str::to_owned);
        let (lang, wanted, text) = (cells.next()?, cells.next()?, cells.next()?);
        Some((lang, wanted.split('|').map(str::to_owned).collect(), text))
    })
}

fn judge(lang: &str, wanted: &[String], text: &str) -> Judged {
    let reading = read(text, &context(Some(lang)));
    let got = serde_json::to_value(reading.intents[0].name).expect("a name");
    Judged {
        wanted: wanted.to_vec(),
        got: got.as_str().unwrap_or_default().to_owned(),
        confidence: reading.intents[0].confidence,
    }
}

fn dev_rows(folder: &str) -> Vec<Value> {
    ["messages_dev.jsonl", "intents_dev.jsonl"]
        .iter()
        .filter_map(|file| std::fs::read_to_string(std::path::Path::new(folder).join(file)).ok())
        .flat_map(|text| {
            text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<Value>>()
        })
        .filter(|row| !row["gold"]["intent"].is_null())
        .collect()
}

fn judge_dev(row: &Value) -> Option<Judged> {
    let wanted = match &row["gold"]["intent"] {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return None,
    };
    let (answer, _) = batch::answer_line(&row.to_string(), false);
    let answer: Value = serde_json::from_str(&answer).ok()?;
    let first = &answer["intents"][0];
    Some(Judged {
        wanted,
        got: first["name"].as_str()?.to_owned(),
        confidence: first["confidence"].as_f64()?,
    })
}

fn is_right(judged: &Judged) -> bool {
    judged.wanted.contains(&judged.got)
}

fn right(all: &[Judged]) -> f64 {
    tenth(100.0 * ratio(all.iter().filter(|judged| is_right(judged)).count(), all.len()))
}

/// How often each range of confidence is right, and how far off that is on average.
fn calibration(all: &[Judged]) -> Value {
    let mut bins = Vec::new();
    let mut error = 0.0;
    for bounds in BINS.windows(2) {
        let inside: Vec<&Judged> =
            all.iter().filter(|one| one.confidence >= bounds[0] && one.confidence < bounds[1]).collect();
        if inside.is_empty() {
            continue;
        }
        let right = ratio(inside.iter().filter(|one| is_right(one)).count(), inside.len());
        let sure = inside.iter().map(|one| one.confidence).sum::<f64>() * ratio(1, inside.len());
        error += (right - sure).abs() * ratio(inside.len(), all.len());
        bins.push(json!({
            "from": bounds[0], "to": bounds[1].min(1.0), "messages": inside.len(),
            "said": hundredth(sure), "right": hundredth(right),
        }));
    }
    json!({ "bins": bins, "expected_error": hundredth(error) })
}

/// What was wanted and what it was taken for, most often first.
fn confusions(all: &[Judged]) -> Vec<Value> {
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in all.iter().filter(|one| !is_right(one)) {
        *counted.entry((one.wanted[0].clone(), one.got.clone())).or_default() += 1;
    }
    let mut counted: Vec<_> = counted.into_iter().collect();
    counted.sort_by_key(|((wanted, got), count)| (std::cmp::Reverse(*count), wanted.clone(), got.clone()));
    let of = |wanted: &str| all.iter().filter(|one| one.wanted[0] == wanted).count();
    counted
        .iter()
        .map(|((wanted, got), count)| json!({ "wanted": wanted, "of": of(wanted), "read_as": got, "times": count }))
        .collect()
}

/// Microseconds a message, one thread, every language warm.
fn cost(rounds: &[(String, Vec<String>, String)]) -> Value {
    let mut taken: Vec<f64> = Vec::new();
    for pass in 0..PASSES {
        for (lang, _, text) in rounds {
            let context = context(Some(lang));
            let begun = Instant::now();
            std::hint::black_box(read(text, &context));
            if pass > 0 {
                taken.push(begun.elapsed().as_secs_f64() * 1e6);
            }
        }
    }
    taken.sort_by(f64::total_cmp);
    let at = |percent: usize| tenth(taken[(taken.len() - 1) * percent / 100]);
    json!({ "median_us": at(50), "p90_us": at(90), "p99_us": at(99) })
}

/// The process's own memory at its highest, from the kernel; all thirteen languages are loaded by then.
fn memory_mb() -> Value {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.map_or(Value::Null, |kilobytes| json!(tenth(kilobytes / 1024.0)))
}

fn write_into(page: &str, figures: &Value) {
    let text = std::fs::read_to_string(page).expect("the page can be read");
    let (Some(begin), Some(end)) = (text.find(BEGIN), text.find(END)) else {
        panic!("{page} has no marks {BEGIN} and {END}; put both where the figures belong");
    };
    let new = format!("{}{BEGIN}\n{}{}", &text[..begin], section(figures), &text[end..]);
    std::fs::write(page, new).expect("the page can be written");
}

fn section(figures: &Value) -> String {
    let mut out = String::new();
    let rounds = &figures["rounds"];
    let _ = writeln!(
        out,
        "\nRounds and tables in `tests/`, seen by now and so a guard: {} messages, first intent right {} %. Development sets: {}.\n",
        rounds["messages"],
        rounds["intent_right_percent"],
        match figures["dev"]["messages"].as_u64() {
            Some(count) => format!("{count} messages, {} %", figures["dev"]["intent_right_percent"]),
            None => "not given".to_owned(),
        },
    );
    let _ = writeln!(out, "| confidence | messages | said | right |\n| --- | --- | --- | --- |");
    for bin in figures["calibration"]["bins"].as_array().into_iter().flatten() {
        let _ = writeln!(
            out,
            "| {} to {} | {} | {} | {} |",
            bin["from"], bin["to"], bin["messages"], bin["said"], bin["right"]
        );
    }
    let _ = writeln!(out, "\nExpected calibration error {}.\n", figures["calibration"]["expected_error"]);
    let _ = writeln!(out, "| wanted | of | read as | times |\n| --- | --- | --- | --- |");
    for row in figures["confusions"].as_array().into_iter().flatten() {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            row["wanted"].as_str().unwrap_or_default(),
            row["of"],
            row["read_as"].as_str().unwrap_or_default(),
            row["times"]
        );
    }
    let cost = &figures["cost"];
    let _ = writeln!(
        out,
        "\nA message: {} µs in the median, {} at the 90th, {} at the 99th percentile; the first message {} ms; memory {} MB with all languages.\n",
        cost["median_us"], cost["p90_us"], cost["p99_us"], figures["first_message_ms"], figures["memory_mb"]
    );
    out
}

#[expect(clippy::cast_precision_loss, reason = "counts of messages")]
fn ratio(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
