//! Signs of an emergency, in every language, wherever the conversation stands: the fixed text first, with the number,
//! a person alerted, and nothing else said.

use std::path::Path;
use svara_desk::clinic_file::ClinicFile;
use svara_sim::talk::{Script, play};

/// The way to each place in which a conversation can stand.
const PLACES: [(&str, &str); 10] = [
    ("nothing open", "> Hej"),
    ("times on the table", "> boka tid på torsdag"),
    ("a name awaited", "phone: +46700000070\n> boka tid på torsdag\n> [1]"),
    ("whom it concerns asked", "phone: +46700000003\n> boka tid på torsdag"),
    ("which visit asked", "phone: +46700000004\n> jag vill ändra min tid"),
    ("a cancellation asked about", "phone: +46700000002\n> please cancel my appointment"),
    ("move or cancel asked", "phone: +46700000002\n> I can't make it"),
    ("a swap asked about", "> boka tid på torsdag\n> [1]\n> [2]"),
    ("a day asked for", "> boka tid efter semestern"),
    ("a booking proposed", "> avboka min tid"),
];

/// Somebody isn't breathing, in the languages that the desk reads.
const EMERGENCIES: [(&str, &str); 13] = [
    ("sv", "min pappa andas inte"),
    ("en", "my dad isn't breathing"),
    ("de", "mein Vater atmet nicht mehr"),
    ("es", "mi padre no respira"),
    ("fr", "mon père ne respire plus"),
    ("it", "mio padre non respira"),
    ("nb", "pappa puster ikke"),
    ("da", "min far trækker ikke vejret"),
    ("nl", "mijn vader ademt niet meer"),
    ("pt", "o meu pai não respira"),
    ("fi", "isäni ei hengitä"),
    ("pl", "mój tata nie oddycha"),
    ("ar", "أبي لا يتنفس"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_is_heard_everywhere_in_every_language() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations/clinic.toml");
    let clinic = ClinicFile::parse(&std::fs::read_to_string(place).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (name, way) in PLACES {
        for (language, words) in EMERGENCIES {
            let text = format!("{way}\n> {words}\n< 112\n! [\nhandover: emergency\nstate: staff\n");
            let script = Script::parse(&text).unwrap();
            if let Some(it) = play(&script, &clinic).await.unwrap() {
                wrong.push(format!("{name}, {language}: {} instead of {}", it.found, it.expected));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        PLACES.len() * EMERGENCIES.len(),
        wrong.join("\n")
    );
}
