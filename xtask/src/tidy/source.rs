//! A small reader of Rust: blanks out comments and literals, finds functions and test code.
//!
//! Absent: a grammar. It counts braces, which is enough for text that compiles.

use std::ops::Range;

/// A function with its body, by lines from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub line: usize,
    /// Lines from `fn` to the closing brace.
    pub lines: usize,
}

/// The text with every comment and the inside of every literal blanked, line for line.
pub fn code_only(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let end = end_of_hidden(&letters, at);
        if end == at {
            code.push(letters[at]);
            at += 1;
        } else {
            code.extend(letters[at..end].iter().map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment or literal that starts here ends; `at` when none starts here.
fn end_of_hidden(letters: &[char], at: usize) -> usize {
    let next = |ahead: usize| letters.get(at + ahead).copied().unwrap_or('\0');
    let fresh = at == 0 || !is_name(letters[at - 1]);
    match (letters[at], next(1)) {
        ('/', '/') => at + letters[at..].iter().take_while(|letter| **letter != '\n').count(),
        ('/', '*') => end_of_block(letters, at),
        ('"', _) => end_of_string(letters, at + 1),
        ('\'', _) => end_of_char(letters, at),
        ('r', '"' | '#') if fresh => end_of_raw(letters, at, at + 1),
        ('b' | 'c', 'r') if fresh && matches!(next(2), '"' | '#') => end_of_raw(letters, at, at + 2),
        _ => at,
    }
}

fn end_of_block(letters: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut here = at;
    while here < letters.len() {
        match (letters[here], letters.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
        if depth == 0 {
            return here;
        }
    }
    here
}

fn end_of_string(letters: &[char], from: usize) -> usize {
    let mut here = from;
    while here < letters.len() {
        match letters[here] {
            '\\' => here += 2,
            '"' => return here + 1,
            _ => here += 1,
        }
    }
    letters.len()
}

/// A character literal, told from a lifetime by its closing quote.
fn end_of_char(letters: &[char], at: usize) -> usize {
    match (letters.get(at + 1), letters.get(at + 2)) {
        (Some('\\'), Some(_)) => {
            let rest = letters[at + 3..].iter().position(|letter| *letter == '\'');
            rest.map_or(at, |length| at + 3 + length + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at,
    }
}

/// A raw string, whose `#`s begin at `hashes`; a raw name such as `r#type` is none.
fn end_of_raw(letters: &[char], at: usize, hashes: usize) -> usize {
    let count = letters[hashes..].iter().take_while(|letter| **letter == '#').count();
    if letters.get(hashes + count) != Some(&'"') {
        return at;
    }
    let mut here = hashes + count + 1;
    while here < letters.len() {
        let closing = letters[here + 1..].iter().take(count).filter(|letter| **letter == '#').count();
        if letters[here] == '"' && closing == count {
            return here + 1 + count;
        }
        here += 1;
    }
    letters.len()
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Every function that has a body, in code that [`code_only`] made.
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].chars().next_back().is_some_and(is_name) {
            continue;
        }
        let name: String =
            code[at + 3..].trim_start().chars().take_while(|letter| is_name(*letter)).collect();
        let Some(body) = (!name.is_empty()).then(|| item(code, at)).flatten() else { continue };
        let lines = code[body].matches('\n').count() + 1;
        found.push(Function { name, line: line_of(code, at), lines });
    }
    found
}

/// What `#[cfg(test)]` stands before: the items in this file, and the names of modules in others.
pub fn test_code(code: &str) -> (Vec<Range<usize>>, Vec<String>) {
    let (mut inside, mut elsewhere) = (Vec::new(), Vec::new());
    for (at, attribute) in code.match_indices("#[cfg(test)]") {
        let start = at + attribute.len();
        if let Some(range) = item(code, start) {
            inside.push(at..range.end);
        } else if let Some(name) = module(&code[start..]) {
            elsewhere.push(name);
        }
    }
    (inside, elsewhere)
}

/// `mod name;`
fn module(code: &str) -> Option<String> {
    let (before, after) = code.split_once("mod ")?;
    let visible = before.split_whitespace().all(|word| word.starts_with("pub") || word.starts_with('#'));
    let (name, _) = after.split_once(';')?;
    (visible && name.chars().all(is_name)).then(|| name.to_owned())
}

/// From `at` to the brace that closes the item's body; none for an item that ends with a semicolon.
fn item(code: &str, at: usize) -> Option<Range<usize>> {
    let (mut braces, mut nested) = (0_usize, 0_i32);
    for (offset, letter) in code[at..].char_indices() {
        match letter {
            '(' | '[' => nested += 1,
            ')' | ']' => nested -= 1,
            ';' if braces == 0 && nested <= 0 => return None,
            '{' => braces += 1,
            '}' if braces <= 1 => return Some(at..at + offset + 1),
            '}' => braces -= 1,
            _ => {}
        }
    }
    None
}

/// The line, from 1, of a place in a text.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_and_code_is_kept() {
        let table = [
            ("let a = 1; // fn b", "let a = 1;        "),
            ("/* a /* b */ c */d", "                 d"),
            ("/* a\nb */c", "    \n    c"),
            (r#"f("a\"{", b)"#, "f(      , b)"),
            (r##"f(r#"a"{"#, b)"##, "f(        , b)"),
            (r##"f(br#"{"#)"##, "f(       )"),
            ("r#type { }", "r#type { }"),
            ("f('{', '\\'', '\\u{7b}')", "f(   ,     ,         )"),
            ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
            ("'outer: loop {}", "'outer: loop {}"),
            ("\"never closed {", "               "),
        ];
        for (text, code) in table {
            assert_eq!(code_only(text), code, "{text}");
        }
    }

    #[test]
    fn functions_are_measured_from_fn_to_the_closing_brace() {
        let code = "fn one() {}\n\npub(crate) async fn two(\n    a: [u8; 2],\n) -> u8 {\n    { 1 }\n}\n\
                    trait T { fn three(&self); }\ntype F = fn (u8);\nlet spawn_fn = 1;\n";
        let found = functions(code);
        let seen: Vec<(&str, usize, usize)> =
            found.iter().map(|found| (found.name.as_str(), found.line, found.lines)).collect();
        assert_eq!(seen, [("one", 1, 1), ("two", 3, 5)]);
    }

    #[test]
    fn test_code_is_found_here_and_elsewhere() {
        let code =
            "fn a() {}\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod more {\n fn b() {}\n}\nfn c() {}\n";
        let (inside, elsewhere) = test_code(code);
        assert_eq!(elsewhere, ["tests"]);
        assert_eq!(inside.len(), 1);
        assert_eq!(&code[inside[0].clone()], "#[cfg(test)]\nmod more {\n fn b() {}\n}");
    }
}
