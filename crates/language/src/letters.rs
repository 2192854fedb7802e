//! Letters told quickly: what the standard library finds in tables is found by range for the letters that our
//! languages are written in, and for pictures.
//!
//! The answers are the standard library's (a test compares them for every character). Absent: words.

/// Whether it is a letter.
pub fn is_letter(ch: char) -> bool {
    match ch {
        '\0'..='\x7f' => ch.is_ascii_alphabetic(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'ؠ'..='ي' => true,
        '\u{1f300}'..='\u{1faff}' => false,
        _ => ch.is_alphabetic(),
    }
}

/// Whether it is a letter or a digit.
pub fn is_letter_or_digit(ch: char) -> bool {
    match ch {
        '\0'..='\x7f' => ch.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'ؠ'..='ي' => true,
        '\u{1f300}'..='\u{1faff}' => false,
        _ => ch.is_alphanumeric(),
    }
}

/// Whether it may be a mark that joins the letter before it; most letters are not.
pub fn may_join(ch: char) -> bool {
    !matches!(ch, '\0'..='\u{2ff}' | 'ؠ'..='ي' | '\u{1f300}'..='\u{1faff}')
}

/// Whether it is composed as it stands, in every way that Unicode knows, unless a joining mark follows it.
pub fn is_composed(ch: char) -> bool {
    matches!(ch, '\0'..='\x7f' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž' | 'ء'..='ي' | '\u{1f300}'..='\u{1faff}')
}

/// Adds it to a text in lower case.
pub fn push_lower(ch: char, out: &mut String) {
    match ch {
        '\0'..='\x7f' => out.push(ch.to_ascii_lowercase()),
        'ؠ'..='ي' | '\u{1f300}'..='\u{1faff}' => out.push(ch),
        _ => out.extend(ch.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

    #[test]
    fn every_character_is_told_as_the_standard_library_tells_it() {
        for ch in '\0'..=char::MAX {
            assert_eq!(is_letter(ch), ch.is_alphabetic(), "{ch:?}");
            assert_eq!(is_letter_or_digit(ch), ch.is_alphanumeric(), "{ch:?}");
            let joins = is_combining_mark(ch) || canonical_combining_class(ch) != 0;
            assert!(may_join(ch) || !joins, "{ch:?}");
            assert!(!is_composed(ch) || std::iter::once(ch).nfkc().eq([ch]), "{ch:?}");
            let mut lower = String::new();
            push_lower(ch, &mut lower);
            assert_eq!(lower, ch.to_lowercase().to_string(), "{ch:?}");
        }
    }
}
