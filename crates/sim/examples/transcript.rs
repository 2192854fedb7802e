//! Plays written conversations and prints both sides, whatever they expect: for whoever writes one.
//!
//! `cargo run -p svara-sim --example transcript -- conversations/clinic.toml conversations/booking/*.talk`

use svara_desk::clinic_file::ClinicFile;
use svara_sim::talk::{Script, play, transcript};

#[tokio::main]
async fn main() {
    let mut files = std::env::args().skip(1);
    let clinic = files.next().expect("the clinic's file comes first");
    let clinic = std::fs::read_to_string(clinic).expect("the clinic's file can be read");
    let clinic = ClinicFile::parse(&clinic).expect("the clinic's file is in order");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("the conversation can be read");
        println!("=== {file}");
        match Script::parse(&text) {
            Err(error) => println!("{error}"),
            Ok(script) => {
                println!("{}", transcript(&script, &clinic).await.expect("the desk works"));
                if let Some(it) = play(&script, &clinic).await.expect("the desk works") {
                    println!("DEPARTS at line {}\n- {}\n+ {}\n", it.line, it.expected, it.found);
                }
            }
        }
    }
}
