//! The demo's clinic: a file as any clinic would write it. Absent: its past, which `history` makes up.

use std::fmt::Write;
use std::sync::LazyLock;

/// The file, in the shape that `svara clinic apply` takes: the clinic and the people with a part to play as
/// written in `demo/clinic.toml`, and the other patients, who only fill the diary.
pub fn demo_toml() -> &'static str {
    static FILE: LazyLock<String> =
        LazyLock::new(|| include_str!("../demo/clinic.toml").to_owned() + &others());
    &FILE
}

/// How many patients the file brings; `history` counts them from 0 in the file's order.
pub const PATIENTS: usize = 100;
/// Sara, Tom, and Maja with her two children.
const WITH_A_PART: usize = 5;

/// First names, and the language that the bearer prefers.
const FIRST: [(&str, &str); 20] = [
    ("Lars", "sv"),
    ("Amira", "sv"),
    ("Grace", "en"),
    ("Erik", "sv"),
    ("Karin", "sv"),
    ("Piotr", "en"),
    ("Ingrid", "sv"),
    ("Oskar", "sv"),
    ("Fatima", "sv"),
    ("Birgitta", "sv"),
    ("Johan", "sv"),
    ("Leila", "sv"),
    ("Per-Olof", "sv"),
    ("Hanna", "sv"),
    ("Miguel", "en"),
    ("Ulla", "sv"),
    ("Nils", "sv"),
    ("Sofia", "sv"),
    ("Yusuf", "sv"),
    ("Göran", "sv"),
];
const LAST: [&str; 19] = [
    "Nyström",
    "Khalil",
    "Mbeki",
    "Sandberg",
    "Åström",
    "Zielinski",
    "Hellström",
    "Lund",
    "Noor",
    "Wall",
    "Berglund",
    "Aziz",
    "Strand",
    "Kivelä",
    "Santos",
    "Dahl",
    "Forsman",
    "Rask",
    "Sjö",
];

/// 20 and 19 have no common divisor, so no name comes twice.
fn others() -> String {
    (0..PATIENTS - WITH_A_PART).fold(String::new(), |mut text, index| {
        let ((first, language), last) = (FIRST[index % FIRST.len()], LAST[index % LAST.len()]);
        let (number, day) = (index + 4, index % 28 + 1);
        write!(
            text,
            r#"
[[patient]]
phone = "+467000000{number:02}"
name = "{first} {last}"
language = "{language}"
consent = {{ whatsapp = "2026-01-{day:02}T10:00:00+01:00", source = "intake form" }}
"#
        )
        .expect("writing into a text cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn table() -> toml::Table {
        demo_toml().parse().expect("the demo's file is TOML")
    }

    fn list(name: &str) -> Vec<toml::Value> {
        table()[name].as_array().expect("a list of tables").clone()
    }

    #[test]
    fn the_patients_are_as_many_as_history_believes() {
        assert_eq!(list("patient").len(), PATIENTS);
    }

    #[test]
    fn a_mother_and_two_children_share_a_number() {
        let of_mother = list("patient").into_iter().filter(|it| it["phone"].as_str() == Some("+46700000003"));
        assert_eq!(of_mother.count(), 3);
    }

    #[test]
    fn every_topic_that_patients_ask_about_is_answered_in_both_languages() {
        let answers = list("answer");
        let topics: BTreeSet<&str> = answers.iter().filter_map(|it| it["topic"].as_str()).collect();
        let asked = "opening_hours address parking price preparation payment referral services practitioners covid \
                     cancellation_policy contact";
        assert_eq!(topics, asked.split_whitespace().collect());
        for answer in &answers {
            for words in [&answer["question"], &answer["answer"]] {
                assert!(words["sv"].as_str().is_some() && words["en"].as_str().is_some(), "{answer}");
            }
        }
    }
}
