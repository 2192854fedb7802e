//! Emergencies are found in every language, and harmless mentions do not ring.

use std::path::Path;
use svara_language::{Context, Intent, batch, read};

fn context(lang: &str) -> Context {
    let now = batch::moment("2026-03-09T21:30:00+01:00[Europe/Stockholm]").expect("a moment");
    Context { lang: Some(lang.to_owned()), ..Context::at(now) }
}

fn rings(text: &str, lang: &str) -> bool {
    read(text, &context(lang)).intents[0].name == Intent::Emergency
}

#[test]
fn an_emergency_rings_in_every_language_misspelt_and_for_others() {
    for (lang, text) in [
        ("sv", "min man har ont i bröstet"),
        ("sv", "mamma andas inte"),
        ("sv", "får ingen luft hjälp"),
        ("sv", "jag vill inte leva längre"),
        ("sv", "hon är medvetslös"),
        ("sv", "halsen svullnar igen efter en spruta"),
        ("sv", "svullen käke efter tandinfektion och svårt att svälja"),
        ("sv", "ont i brostet och svart att andas"),
        ("sv", "det slutar inte bloda efter tandutdragningen"),
        ("sv", "han hade infarkt förra året och har nu ont i bröstet igen"),
        ("en", "my husband has chest pain"),
        ("en", "cant breath properly"),
        ("en", "I don't want to live anymore"),
        ("en", "half of her face is drooping and she slurs"),
        ("en", "my throat is closing up"),
        ("en", "bleeding wont stop since the extraction"),
        ("en", "he has stopped breathing"),
        ("de", "mein Vater bekommt keine Luft"),
        ("de", "ich will nicht mehr leben"),
        ("es", "mi madre no puede respirar"),
        ("es", "ya no quiero vivir"),
        ("fr", "mon mari a mal à la poitrine"),
        ("fr", "je ne veux plus vivre"),
        ("it", "non respira più"),
        ("nl", "pijn op de borst en benauwd"),
        ("nb", "hun puster ikke"),
        ("da", "han trækker ikke vejret"),
        ("pt", "não consigo respirar"),
        ("fi", "en saa henkeä"),
        ("pl", "mąż nie oddycha"),
        ("ar", "زوجي لا يتنفس"),
    ] {
        assert!(rings(text, lang), "{lang}: {text}");
    }
}

#[test]
fn harmless_mentions_and_what_is_over_do_not_ring() {
    for (lang, text) in [
        ("sv", "jag behöver en akuttid för tandvärk"),
        ("sv", "har ni akuttider idag?"),
        ("sv", "hade ont i bröstet för ett år sedan, allt är bra nu"),
        ("sv", "det är inget akut men jag vill boka en kontroll"),
        ("sv", "akut tandvärk, kan jag komma idag"),
        ("sv", "jag dör av nyfikenhet, vad blev provsvaret"),
        ("sv", "tandköttet blöder lite när jag borstar"),
        ("sv", "jag har inte ont i bröstet längre"),
        ("en", "I'm dying to get this done"),
        ("en", "this is not an emergency, just a check-up please"),
        ("en", "do you have emergency appointments?"),
        ("en", "the price nearly gave me a heart attack"),
        ("en", "my gums bleed a bit when I brush"),
        ("en", "I had a stroke two years ago, do I need to tell you before my cleaning?"),
        ("en", "it's a bit urgent, my crown fell off"),
        ("de", "haben Sie eine Notfallsprechstunde?"),
        ("fr", "prenez-vous les urgences ?"),
    ] {
        assert!(!rings(text, lang), "{lang}: {text}");
    }
}

/// The utterances are templates; what is judged here are the plain lines and the choices of plain alternatives.
fn plain_lines(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("a file of utterances");
    let whole =
        |line: &str| line.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).map(str::to_owned);
    let lines = text.lines().flat_map(|line| match whole(line) {
        Some(inner) if !inner.contains(['{', '}']) => inner.split('|').map(str::to_owned).collect(),
        _ => vec![line.to_owned()],
    });
    lines.filter(|line| !line.contains(['{', '<', '|'])).collect()
}

#[test]
fn no_language_rings_for_what_is_no_emergency() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("utterances");
    let (mut rung, mut all) = (Vec::new(), 0);
    for folder in std::fs::read_dir(root).expect("utterances").map(|entry| entry.expect("a folder").path()) {
        let lang = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for file in std::fs::read_dir(&folder).expect("files").map(|entry| entry.expect("a file").path()) {
            let class = file.file_stem().expect("a name").to_string_lossy().into_owned();
            if ["emergency", "slots", "words"].contains(&class.as_str()) {
                continue;
            }
            for line in plain_lines(&file) {
                all += 1;
                if rings(&line, &lang) {
                    rung.push(format!("{lang} {class}: {line}"));
                }
            }
        }
    }
    assert!(all > 2000, "only {all} lines");
    assert!(rung.len() * 200 < all, "{} of {all}: {rung:#?}", rung.len());
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

#[test]
fn the_table_of_emergencies_rings() {
    let silent: Vec<_> =
        rows(include_str!("emergencies.tsv")).filter(|(lang, text)| !rings(text, lang)).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn the_table_of_harmless_mentions_is_quiet() {
    let all = rows(include_str!("harmless.tsv")).count();
    let rung: Vec<_> = rows(include_str!("harmless.tsv")).filter(|(lang, text)| rings(text, lang)).collect();
    assert!(all > 200 && rung.len() * 100 < all * 5, "{} of {all}: {rung:#?}", rung.len());
}

#[test]
fn every_written_emergency_rings() {
    let mut silent = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("utterances");
    for folder in std::fs::read_dir(root).expect("utterances").map(|entry| entry.expect("a folder").path()) {
        let lang = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let lines = plain_lines(&folder.join("emergency.txt"));
        silent.extend(
            lines.into_iter().filter(|line| !rings(line, &lang)).map(|line| format!("{lang}: {line}")),
        );
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
