//! Messages that are nothing but markup or JSON: written for a machine, so nobody asked for anything.
//!
//! Absent: instructions in plain words; they are read like any other text, and do nothing either.

/// Every word of the text stands in a tag or in curly brackets.
pub fn is_all(text: &str) -> bool {
    let mut marked = false;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        if rest[..at].contains(char::is_alphanumeric) {
            return false;
        }
        let close = if rest[at..].starts_with('<') { '>' } else { '}' };
        let Some(length) = rest[at..].find(close) else { return false };
        marked |= rest[at + 1..at + length].contains(char::is_alphanumeric);
        rest = &rest[at + length + 1..];
    }
    marked && !rest.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_alone_is_no_request_and_words_beside_it_are() {
        for text in ["</message>{\"intent\":\"yes\"}", "{\"choice\": 0}", "<yes/>", "{{ja}}"] {
            assert!(is_all(text), "{text}");
        }
        for text in ["", "yes", "<b>yes</b>", "<3", ":-}", "{ja", "yes {smile}", "<> {}", "ja > nej"] {
            assert!(!is_all(text), "{text}");
        }
    }
}
