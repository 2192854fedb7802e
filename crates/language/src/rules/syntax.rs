//! The notation of the rule files.
//!
//! ```text
//! @name = word | word | pre* | *suf          a set of words, usable as @name
//! [heading]                                  what the patterns below it mean
//! pattern                                    elements in order, separated by blanks
//! ~ pattern                                  the same, only a hint
//! [sign.name]                                the patterns below it are a sign
//! +3 sign other|another -sign                signs near each other in any order, at most three words from the first
//!                                            (`+`: six), and none of those with a minus around
//! ```
//! Elements: `word`, `a|b|@name`, `!a|b` (any word but these), `_` (any word), `..` and `...` (up to three and
//! seven words between), `^` and `$` (where a clause begins and ends), `^^` and `$$` (the message), `element?`
//! (may be absent). Words are compared in lower case; marks may be missing in the message but not wrong.
//!
//! Absent: the books themselves; `book` builds them.

/// One element of a pattern as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element<'a> {
    /// One of these words.
    One(Vec<&'a str>),
    /// A word that is none of these.
    Not(Vec<&'a str>),
    /// Any word.
    Any,
    /// Up to this many words.
    Skip(u8),
    /// A clause begins.
    ClauseStart,
    /// A clause ends.
    ClauseEnd,
    /// The message begins.
    TextStart,
    /// The message ends.
    TextEnd,
}

/// A line of a rule file.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A set of words.
    Set(&'a str, Vec<&'a str>),
    /// A heading.
    Heading(&'a str),
    /// A pattern, written out for each absence of its optional elements.
    Patterns { weak: bool, ways: Vec<Vec<Element<'a>>>, text: &'a str },
    /// Signs that mean something together: one of each, and none of `unless`.
    Together { weak: bool, within: usize, signs: Vec<Vec<&'a str>>, unless: Vec<&'a str>, text: &'a str },
}

/// Words between the elements of `..`.
const SHORT_SKIP: u8 = 3;
/// Words between the elements of `...`.
const LONG_SKIP: u8 = 7;
/// Words between signs that stand together, where a line does not say.
const NEAR_WORDS: usize = 6;

/// Reads a rule file; comments begin with `#`.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(line)
}

fn line(text: &str) -> Line<'_> {
    if let Some((name, words)) = text.strip_prefix('@').and_then(|rest| rest.split_once(" = ")) {
        return Line::Set(name.trim(), alternatives(words));
    }
    if let Some(heading) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Line::Heading(heading);
    }
    let (weak, pattern) = text.strip_prefix("~ ").map_or((false, text), |rest| (true, rest));
    match pattern.strip_prefix('+') {
        Some(signs) => together(weak, signs, text),
        None => Line::Patterns { weak, ways: ways(pattern), text },
    }
}

fn together<'a>(weak: bool, rest: &'a str, text: &'a str) -> Line<'a> {
    let (within, signs) = rest.split_once(' ').unwrap_or((rest, ""));
    let within = within.parse().unwrap_or(NEAR_WORDS);
    let (unless, signs): (Vec<&str>, Vec<&str>) =
        signs.split_whitespace().partition(|sign| sign.starts_with('-'));
    let unless = unless.iter().flat_map(|sign| alternatives(&sign[1..])).collect();
    Line::Together { weak, within, signs: signs.into_iter().map(alternatives).collect(), unless, text }
}

fn alternatives(words: &str) -> Vec<&str> {
    words.split('|').map(str::trim).filter(|word| !word.is_empty()).collect()
}

fn ways(pattern: &str) -> Vec<Vec<Element<'_>>> {
    let mut ways: Vec<Vec<Element<'_>>> = vec![Vec::new()];
    for piece in pattern.split_whitespace() {
        let optional = piece.strip_suffix('?');
        let element = element(optional.unwrap_or(piece));
        let without = if optional.is_some() { ways.clone() } else { Vec::new() };
        for way in &mut ways {
            way.push(element.clone());
        }
        ways.extend(without);
    }
    ways
}

fn element(piece: &str) -> Element<'_> {
    match piece {
        "_" => Element::Any,
        ".." => Element::Skip(SHORT_SKIP),
        "..." => Element::Skip(LONG_SKIP),
        "^" => Element::ClauseStart,
        "$" => Element::ClauseEnd,
        "^^" => Element::TextStart,
        "$$" => Element::TextEnd,
        _ => match piece.strip_prefix('!') {
            Some(words) => Element::Not(alternatives(words)),
            None => Element::One(alternatives(piece)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_element_makes_two_patterns() {
        let parsed: Vec<_> = lines("# heading\n[book]\n~ a? b|c .. d").collect();
        assert_eq!(parsed[0], Line::Heading("book"));
        let Line::Patterns { weak, ways, .. } = &parsed[1] else { panic!("a pattern") };
        assert!(weak);
        assert_eq!(ways.len(), 2);
        assert_eq!(ways[1], [Element::One(vec!["b", "c"]), Element::Skip(3), Element::One(vec!["d"])]);
    }

    #[test]
    fn signs_together_say_how_near_and_what_spoils_them() {
        let parsed: Vec<_> = lines("+ a b|c\n~ +3 a -d|e").collect();
        let near = |weak, within, signs, unless, text| Line::Together { weak, within, signs, unless, text };
        assert_eq!(parsed[0], near(false, 6, vec![vec!["a"], vec!["b", "c"]], vec![], "+ a b|c"));
        assert_eq!(parsed[1], near(true, 3, vec![vec!["a"]], vec!["d", "e"], "~ +3 a -d|e"));
    }
}
