//! A set-up goes through a document and back; each mistake points at its field; changes are told by name.

use super::tests::SMALL;
use super::*;
use serde_json::{Value, json};

fn small() -> Document {
    document(&ClinicFile::parse(SMALL).unwrap().clinic)
}

#[test]
fn a_set_up_goes_through_a_document_and_back() {
    let clinic = ClinicFile::parse(SMALL).unwrap().clinic;
    assert_eq!(ClinicFile::from_document(&document(&clinic)).unwrap().clinic, clinic);
}

#[test]
fn each_mistake_points_at_its_field() {
    let table: [(&str, Value, &str, &str); 12] = [
        ("/clinic/time_zone", json!("Europe/Stokholm"), "/clinic/time_zone", "IANA"),
        ("/clinic/languages", json!([]), "/clinic/languages", "at least one"),
        ("/clinic/policy/offer_count", json!(0), "/clinic/policy/offer_count", "from 1"),
        ("/clinic/policy/offer_count", json!("tre"), "/clinic/policy/offer_count", "expected u32"),
        ("/clinic/waitlist/answer_minutes", json!(1), "/clinic/waitlist/answer_minutes", "5 to 1440"),
        ("/service/0/minutes", json!(0), "/service/0/minutes", "from 1"),
        ("/service/0/minutes", json!(-5), "/service/0/minutes", ""),
        ("/practitioner/0/services", json!(["rensning"]), "/service/0/id", "nobody does it"),
        ("/practitioner/0/hours/0/from", json!("8"), "/practitioner/0/hours/0/from", "08:00"),
        ("/practitioner/0/hours/0/days", json!([]), "/practitioner/0/hours/days", "name the days"),
        ("/clinic/phone", json!("112"), "/clinic/phone", ""),
        ("/closed", json!([{ "date": "soon" }]), "/closed/0/date", "2026-03-20"),
    ];
    for (pointer, wrong, field, remedy) in table {
        let mut document = small();
        match document.pointer_mut(pointer) {
            Some(place) => *place = wrong.clone(),
            None => document["clinic"]["phone"] = wrong.clone(),
        }
        let mistake = ClinicFile::from_document(&document).expect_err(pointer);
        assert_eq!(mistake.field, field, "{pointer} = {wrong}: {mistake}");
        assert!(mistake.remedy.contains(remedy), "{pointer}: {mistake}");
    }
}

#[test]
fn the_second_of_a_kind_is_pointed_at() {
    let mut document = small();
    let mut berit = document["practitioner"][0].clone();
    berit["id"] = json!("berit");
    berit["hours"] = json!([
        { "days": ["tue"], "from": "08:00", "to": "12:00" },
        { "days": ["wed"], "from": "13:00", "to": "13:00" },
    ]);
    document["practitioner"].as_array_mut().unwrap().push(berit);
    document["text"] = json!([
        { "key": "thanks", "say": { "sv": "Tack!" } },
        { "key": "confirmed", "say": { "sv": "Då ses vi!" } },
    ]);
    let mistake = ClinicFile::from_document(&document).unwrap_err();
    assert_eq!((mistake.field.as_str(), mistake.key.as_str()), ("/text/1/say/sv", "text confirmed, sv"));
    document["text"] = json!([]);
    let mistake = ClinicFile::from_document(&document).unwrap_err();
    assert_eq!(mistake.field, "/practitioner/1/hours/1/from", "{mistake}");
}

#[test]
fn what_is_no_setting_is_refused() {
    for (document, field) in
        [(json!([]), ""), (json!({ "patient": [] }), "/patient"), (json!({ "x": 1 }), "/x")]
    {
        assert_eq!(ClinicFile::from_document(&document).unwrap_err().field, field, "{document}");
    }
}

#[test]
fn changes_are_told_by_name_whatever_the_order() {
    let before = small();
    let mut after = before.clone();
    after["service"].as_array_mut().unwrap().insert(0, json!({ "id": "rontgen", "minutes": 20 }));
    after["service"][1]["minutes"] = json!(40);
    after["clinic"].as_object_mut().unwrap().remove("emergency_number");
    let told: Vec<_> =
        changes(&before, &after).into_iter().map(|it| (it.what, it.before, it.after)).collect();
    assert_eq!(
        told,
        [
            ("clinic/emergency_number".to_owned(), Some(json!("112")), None),
            ("service/rontgen".to_owned(), None, Some(json!({ "id": "rontgen", "minutes": 20 }))),
            ("service/undersokning/minutes".to_owned(), Some(json!(30)), Some(json!(40))),
        ]
    );
    assert_eq!(changes(&before, &before), []);
}
