//! The tables of words read, and a line that does not is named with its file and number.

use svara_language::times::{check_table, check_tables};

#[test]
fn every_checked_in_table_reads() {
    check_tables().expect("every line of lexicon/times");
}

#[test]
fn a_bad_line_is_named() {
    for (text, line, says) in [
        ("weekday 1: måndag\nweekdag 2: tisdag", 2, "no kind is called `weekdag`"),
        ("# a comment\n\nweekday one: måndag", 3, "`one` is no number"),
        ("holiday 13-1~x: x", 1, "no rule for a day reads `13-1~x`"),
        ("pod teatime: te", 1, "no part of the day is called `teatime`"),
        ("flag half_after", 1, "no flag is called `half_after`"),
        ("weekday 1", 1, "a line is `kind value: form | form`"),
        ("weekday 1: måndag |  | mån", 1, "an empty form"),
    ] {
        let error = check_table("test.txt", text).expect_err(text);
        assert_eq!((error.line, error.what.as_str()), (line, says));
        assert_eq!(error.to_string(), format!("lexicon/times/test.txt:{line}: {says}"));
    }
}
