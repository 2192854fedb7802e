//! A small clinic, and each mistake that its file can hold.

use super::*;

pub(crate) const SMALL: &str = r#"
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
        (
            "country = \"SE\"",
            "country = \"FR\"\npublic_holidays = \"official\"",
            6,
            "public_holidays",
            "list them as [[closed]]",
        ),
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

#[test]
fn a_permission_without_evidence_is_refused_at_its_line() {
    let with = |consent: &str| {
        format!("{SMALL}\n[[patient]]\nphone = \"+46700000001\"\nname = \"Sara Ek\"\nconsent = {consent}\n")
    };
    let given = "{ whatsapp = \"2026-01-15T10:00:00+01:00\", source = \"intake form\" }";
    assert!(ClinicFile::parse(&with(given)).is_ok());
    for bare in ["{ whatsapp = \"2026-01-15T10:00:00+01:00\" }", &given.replace("intake form", " ")] {
        let mistake = ClinicFile::parse(&with(bare)).unwrap_err();
        assert_eq!((mistake.line, mistake.key.as_str()), (22, "patient: consent.source"));
        assert!(mistake.remedy.contains("intake form"), "{mistake}");
    }
}

#[test]
fn the_privacy_profile_is_read_and_written_back() {
    let file = ClinicFile::parse(SMALL).unwrap();
    assert_eq!(file.clinic.privacy.profile, svara_model::PrivacyProfile::EuChat);
    let strict = SMALL.replace("address =", "privacy_profile = \"se-open-net\"\naddress =");
    let strict = ClinicFile::parse(&strict).unwrap().clinic;
    assert_eq!(strict.privacy.profile, svara_model::PrivacyProfile::SeOpenNet);
    assert_eq!(ClinicFile::parse(&export(&strict).unwrap()).unwrap().clinic, strict);
}
