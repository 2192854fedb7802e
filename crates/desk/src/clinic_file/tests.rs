//! A small clinic, and each mistake that its file can hold.

use super::*;

const SMALL: &str = r#"
[clinic]
id = "nord"
name = "Nordkliniken"
country = "SE"
time_zone = "Europe/Stockholm"
languages = ["sv", "en"]
address = "Storgatan 1"

[[service]]
id = "undersokning"
name = { sv = "Undersökning" }
minutes = 30

[[practitioner]]
id = "anna"
name = "Dr Anna Lindqvist"
services = ["undersokning"]
hours = [{ days = ["mon"], from = "08:00", to = "12:00" }]
"#;

#[test]
fn a_small_clinic_is_read() {
    let file = ClinicFile::parse(SMALL).unwrap();
    assert_eq!(file.clinic.services[0].minutes, 30);
    assert_eq!(file.clinic.policy.notice_minutes, 120);
}

#[test]
fn each_mistake_names_line_key_and_remedy() {
    let table = [
        ("Europe/Stockholm", "Europe/Stokholm", 6, "time_zone", "IANA"),
        ("minutes = 30", "minutes = 0", 11, "minutes", "from 1"),
        ("minutes = 30", "minutes = -5", 13, "minutes", ""),
        ("minutes = 30", "minuts = 30", 13, "minuts", ""),
        ("services = [\"undersokning\"]", "services = [\"rensning\"]", 11, "undersokning", "nobody"),
        ("from = \"08:00\"", "from = \"8\"", 19, "hours", "08:00"),
        ("to = \"12:00\"", "to = \"08:00\"", 19, "hours", "after the beginning"),
        ("[\"mon\"]", "[\"funday\"]", 19, "hours", ""),
        ("[\"sv\", \"en\"]", "[]", 7, "languages", "at least one"),
    ];
    for (right, wrong, line, key, remedy) in table {
        let error = ClinicFile::parse(&SMALL.replace(right, wrong)).expect_err(wrong);
        assert_eq!(error.line, line, "{wrong}: {error}");
        assert!(error.to_string().contains(key), "{wrong}: {error}");
        assert!(error.remedy.contains(remedy), "{wrong}: {error}");
        assert!(!error.to_string().contains('\n'), "one line: {error}");
    }
}

#[test]
fn an_exported_clinic_is_read_back() {
    let file = ClinicFile::parse(SMALL).unwrap();
    let again = ClinicFile::parse(&export(&file.clinic).unwrap()).unwrap();
    assert_eq!(again.clinic, file.clinic);
}

#[test]
fn any_cut_of_a_file_is_an_error_or_a_clinic() {
    for end in SMALL.char_indices().map(|(at, _)| at) {
        drop(ClinicFile::parse(&SMALL[..end]));
    }
}
