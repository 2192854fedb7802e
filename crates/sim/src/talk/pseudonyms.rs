//! Invented people in the place of real ones: names, numbers and addresses of a conversation are replaced throughout.

use serde_json::Value;
use std::collections::BTreeMap;

/// Who real people become, in the order in which they are met.
const INVENTED: [&str; 8] =
    ["Sara Ek", "Elsa Berg", "Otto Holm", "Maja Lund", "Nils Dal", "Karin Ask", "Viggo Lind", "Alva Rask"];
/// A number with more digits than a clock time and a date have.
const DIGITS_MIN: usize = 6;

/// Real words and what stands in their place.
pub(super) struct Pseudonyms(BTreeMap<String, String>);

impl Pseudonyms {
    /// Everybody who is named in a conversation.
    pub(super) fn of(records: &[Value]) -> Self {
        let mut people: Vec<String> = Vec::new();
        let mut meet = |name: &Value| {
            if let Some(name) =
                name.as_str().filter(|it| !it.is_empty() && !people.iter().any(|known| known == it))
            {
                people.push(name.to_owned());
            }
        };
        for record in records {
            record["patients"].as_array().into_iter().flatten().for_each(|it| meet(&it["name"]));
            for heard in record["heard"].as_array().into_iter().flatten() {
                for step in heard["steps"].as_array().into_iter().flatten() {
                    let event = &step["event"];
                    meet(&event["enrolled"]["name"]);
                    meet(&event["said"]["reading"]["name"]);
                    let other = &event["said"]["reading"]["for_other"];
                    if other.as_str().is_some_and(|it| it.starts_with(char::is_uppercase)) {
                        meet(other);
                    }
                }
            }
        }
        let mut words = BTreeMap::new();
        for (index, name) in people.iter().enumerate() {
            let invented: Vec<&str> = INVENTED[index % INVENTED.len()].split(' ').collect();
            for (place, word) in name.split_whitespace().enumerate() {
                let other = invented[place.min(invented.len() - 1)];
                words.entry(word.to_lowercase()).or_insert_with(|| other.to_owned());
            }
        }
        Self(words)
    }

    /// A text without anybody real in it.
    pub(super) fn veil(&self, text: &str) -> String {
        let mut veiled = String::with_capacity(text.len());
        let mut word = String::new();
        for character in text.chars().chain(['\0']) {
            if character.is_alphanumeric() || character == '@' || character == '\'' {
                word.push(character);
                continue;
            }
            veiled += &self.word(&word);
            word.clear();
            if character != '\0' {
                veiled.push(character);
            }
        }
        veiled
    }

    fn word(&self, word: &str) -> String {
        if word.contains('@') {
            return "someone@example".to_owned();
        }
        if word.chars().filter(char::is_ascii_digit).count() >= DIGITS_MIN {
            return word.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
        }
        let lower = word.to_lowercase();
        let (stem, ending) = match lower.strip_suffix('s') {
            Some(stem) if self.0.contains_key(stem) && !self.0.contains_key(&lower) => (stem.to_owned(), "s"),
            _ => (lower, ""),
        };
        self.0.get(&stem).map_or_else(|| word.to_owned(), |it| format!("{it}{ending}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_real_is_left() {
        let record = serde_json::json!({ "patients": [{ "name": "Gunilla Persson" }], "heard": [] });
        let names = Pseudonyms::of(&[record]);
        assert_eq!(names.veil("Hej Gunilla! Gunillas tid, PERSSON"), "Hej Sara! Saras tid, Ek");
        assert_eq!(
            names.veil("ring 0701234567 eller g@p.example"),
            "ring 0000000000 eller someone@example.example"
        );
        assert_eq!(names.veil("torsdag 12 mars 10:00"), "torsdag 12 mars 10:00");
    }
}
