//! The clinic that the stories take place at.

use svara_model::Clinic;

pub fn clinic() -> Clinic {
    let text = serde_json::json!({
        "id": "nordkliniken", "name": "Nordkliniken", "country": "SE", "time_zone": "Europe/Stockholm",
        "languages": ["sv", "en"], "address": "Storgatan 12", "location": null, "phone": "+46111234567",
        "emergency_number": "112", "currency": "SEK", "policy": {}, "whatsapp": null, "rooms": [],
        "services": [
            service("undersokning", "Undersökning", "Check-up", true),
            service("hygienist", "Tandhygienist", "Dental hygienist", false),
        ],
        "practitioners": [
            practitioner("lindqvist", "Dr Anna Lindqvist", "undersokning"),
            practitioner("haddad", "Samir Haddad", "hygienist"),
        ],
        "closed": [],
        "answers": [{
            "topic": "parking",
            "question": { "sv": "Var kan jag parkera?", "en": "Where can I park?" },
            "answer": { "sv": "Bakom huset.", "en": "Behind the building." },
        }],
    });
    serde_json::from_value(text).unwrap()
}

fn service(id: &str, sv: &str, en: &str, default: bool) -> serde_json::Value {
    serde_json::json!({
        "id": id, "name": { "sv": sv, "en": en }, "also": {}, "minutes": 30, "buffer_before": 0, "buffer_after": 0,
        "notice_minutes": null, "step": null, "align_to_clock": false, "rooms": [], "capacity": 1, "price": 950,
        "preparation": {}, "default": default,
    })
}

fn practitioner(id: &str, name: &str, service: &str) -> serde_json::Value {
    serde_json::json!({
        "id": id, "name": name, "role": { "sv": "tandläkare", "en": "dentist" }, "services": [service],
        "notify": null, "exceptions": [], "time_zone": null, "max_per_day": null,
        "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "17:00" }],
    })
}
