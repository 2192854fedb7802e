//! The clinics of a simulated world, written as any clinic's file would be. Absent: their past.

use super::chance::Chance;
use svara_desk::clinic_file::ClinicFile;
use svara_model::WhatsAppNumber;

/// A name for each simulated person, first and last; shared numbers take several.
const FIRST: [&str; 10] = ["Alma", "Bo", "Cilla", "Dan", "Ebba", "Filip", "Greta", "Hugo", "Isa", "Jonte"];
const LAST: [&str; 7] = ["Ekberg", "Fors", "Granqvist", "Holmlund", "Isakson", "Jansdotter", "Kvist"];

/// A number that belongs to nobody: `+46 70 000 xx xx`.
pub(super) fn phone(index: usize) -> String {
    format!("4670000{index:04}")
}

/// The provider's id of a clinic's number.
pub(super) fn number_id(clinic: usize) -> String {
    format!("1000000000{clinic:05}")
}

/// A person's name by number.
pub(super) fn person(index: usize) -> String {
    format!("{} {}", FIRST[index % FIRST.len()], LAST[index % LAST.len()])
}

/// A family's phone carries the names of two or three people.
pub(super) fn names_of(index: usize) -> Vec<String> {
    let many = if index % 7 == 3 { 3 } else { 1 };
    (0..many).map(|it| person(index + it * 11)).collect()
}

/// The file of one clinic. Patients from `first` on, so many; every fifth is unknown to it.
pub(super) fn file(chance: &mut Chance, clinic: usize, first: usize, patients: usize) -> ClinicFile {
    let text = head(chance, clinic) + &people(chance) + &patients_text(first, patients);
    let mut file = ClinicFile::parse(&text).expect("the simulated clinic's file is right");
    file.clinic.whatsapp = Some(WhatsAppNumber {
        phone_number_id: number_id(clinic),
        display_phone_number: "15550000001".to_owned(),
        business_account_id: "200000000000001".to_owned(),
    });
    file
}

fn head(chance: &mut Chance, clinic: usize) -> String {
    let zone = if clinic % 3 == 2 { "America/New_York" } else { "Europe/Stockholm" };
    let reminders = *chance.pick(&["[24]", "[24]", "[48, 24]", "[24, 2]"]);
    let notice = *chance.pick(&["60", "120"]);
    format!(
        r#"[clinic]
id = "klinik-{clinic}"
name = "Kliniken {clinic}"
country = "SE"
time_zone = "{zone}"
languages = ["sv", "en"]
address = "Storgatan {clinic}, 602 23 Norrköping"

[clinic.policy]
notice_minutes = {notice}
horizon_days = 30
hold_minutes = 10
cancel_until_hours = 24
reminders_hours_before = {reminders}

[[room]]
id = "rontgen"
kind = "xray"
name = "Röntgen"

[[service]]
id = "undersokning"
name = {{ sv = "Undersökning", en = "Check-up" }}
also = {{ sv = ["kontroll"], en = ["exam"] }}
minutes = 30
buffer_after = 5
price = 950
default = true

[[service]]
id = "hygienist"
name = {{ sv = "Tandhygienist", en = "Dental hygienist" }}
minutes = 45
price = 1050

[[service]]
id = "rontgen"
name = {{ sv = "Röntgen", en = "X-ray" }}
minutes = 20
rooms = ["xray"]
price = 600

[[answer]]
topic = "parking"
question = {{ sv = "Var kan jag parkera?", en = "Where can I park?" }}
answer = {{ sv = "Bakom huset, två timmar.", en = "Behind the building, two hours." }}

[[answer]]
topic = "opening_hours"
question = {{ sv = "När har ni öppet?", en = "What are your opening hours?" }}
answer = {{ sv = "Vardagar 8-17.", en = "Weekdays 8-17." }}
"#
    )
}

fn people(chance: &mut Chance) -> String {
    let week = r#"{ days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "16:30" }"#;
    // Two dentists share the X-ray; the night is staffed at weekends, when clocks change.
    let night = r#"{ days = ["sat", "sun"], from = "00:00", to = "05:00" }"#;
    let on_call = if chance.percent(50) { format!("{week}, {night}") } else { week.to_owned() };
    format!(
        r#"
[[practitioner]]
id = "ek"
name = "Dr Ada Ek"
services = ["undersokning", "rontgen"]
notify = "ada@klinik.example"
hours = [{on_call}]

[[practitioner]]
id = "lund"
name = "Dr Bo Lund"
services = ["undersokning", "rontgen"]
hours = [{{ days = ["mon", "wed", "fri"], from = "09:00", to = "12:30" }}]

[[practitioner]]
id = "ros"
name = "Cai Ros"
services = ["hygienist"]
notify = "cai@klinik.example"
hours = [{{ days = ["tue", "wed", "thu"], from = "09:00", to = "16:00" }}]
"#
    )
}

fn patients_text(first: usize, patients: usize) -> String {
    let mut text = String::new();
    for index in (first..first + patients).filter(|it| it % 5 != 4) {
        let language = if index % 4 == 1 { "en" } else { "sv" };
        let consent = if index % 6 == 5 {
            String::new()
        } else {
            "\nconsent = { whatsapp = \"2026-01-15T10:00:00+01:00\", source = \"intake form\" }".to_owned()
        };
        for name in names_of(index) {
            text += &format!(
                "\n[[patient]]\nphone = \"+{}\"\nname = \"{name}\"\nlanguage = \"{language}\"{consent}\n",
                phone(index)
            );
        }
    }
    text
}
