//! Lets invented patients live and tells how many ended as they wished, without a person.
//!
//! `cargo xtask bench conversations` or, to read what went wrong,
//! `cargo run --release -p svara-sim --example conversations -- --patients 500 --seed 1 --show 10`

use std::collections::BTreeMap;
use svara_sim::invented::{self, Aim, Tongue};

#[derive(Default)]
struct Share {
    patients: u32,
    well: u32,
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |name: &str, otherwise: u64| {
        let at = args.iter().position(|it| it == name);
        at.and_then(|it| args.get(it + 1)).and_then(|it| it.parse().ok()).unwrap_or(otherwise)
    };
    let (patients, first, show) = (number("--patients", 1_000), number("--seed", 1), number("--show", 0));
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../../conversations/clinic.toml");
    let clinic = std::fs::read_to_string(place).expect("the clinic's file lies beside the conversations");
    let mut shares: BTreeMap<(Aim, Tongue), Share> = BTreeMap::new();
    let (mut persons, mut shown) = (0, 0);
    for seed in first..first + patients {
        let ended = invented::one(seed, &clinic).await.expect("the desk works");
        let share = shares.entry((ended.aim, ended.tongue)).or_default();
        share.patients += 1;
        share.well += u32::from(ended.well());
        persons += u32::from(ended.person);
        if !ended.well() && shown < show {
            shown += 1;
            let why = ended.wrong.as_deref().unwrap_or("a person was needed");
            eprintln!("--- seed {seed} {:?} {:?}: {why}", ended.aim, ended.tongue);
            eprintln!("{}", ended.told.join("\n"));
        }
    }
    println!("{}", told(&shares, persons));
}

fn told(shares: &BTreeMap<(Aim, Tongue), Share>, persons: u32) -> String {
    let share = |of: &dyn Fn(&(Aim, Tongue)) -> bool| {
        let all = shares.iter().filter(|it| of(it.0));
        let (well, patients) = all.fold((0, 0), |sum, it| (sum.0 + it.1.well, sum.1 + it.1.patients));
        serde_json::json!({ "patients": patients, "as_wished": well,
            "percent": f64::from(1000 * well / patients.max(1)) / 10.0 })
    };
    let mut figures = serde_json::Map::new();
    figures.insert("all".to_owned(), share(&|_| true));
    figures.insert("needed_a_person".to_owned(), serde_json::json!(persons));
    for tongue in [Tongue::Swedish, Tongue::English] {
        figures.insert(format!("{tongue:?}"), share(&|it| it.1 == tongue));
        for aim in Aim::ALL {
            figures.insert(format!("{tongue:?}.{aim:?}"), share(&|it| *it == (aim, tongue)));
        }
    }
    serde_json::Value::Object(figures).to_string()
}
