//! The papers that data-protection law asks for, written from the set-up in force: record of processing, impact
//! assessment (a draft), privacy notice, supplier register, retention table. Absent: judgement. What only the clinic can
//! say is left as a question, and a gap in the set-up is named as a gap.

use crate::retention;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use svara_model::{Clinic, Language};

/// A paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Article 30.
    Record,
    /// Article 35, a draft.
    Dpia,
    /// Articles 13 and 14.
    Notice,
    /// Who else handles the data.
    Suppliers,
    /// What is kept for how long.
    Retention,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Record, Self::Dpia, Self::Notice, Self::Suppliers, Self::Retention];

    /// As the command line names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Dpia => "dpia",
            Self::Notice => "notice",
            Self::Suppliers => "suppliers",
            Self::Retention => "retention",
        }
    }

    /// From its name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    fn text(self, swedish: bool) -> &'static str {
        match (self, swedish) {
            (Self::Record, true) => include_str!("../papers/record.sv.md"),
            (Self::Record, false) => include_str!("../papers/record.en.md"),
            (Self::Dpia, true) => include_str!("../papers/dpia.sv.md"),
            (Self::Dpia, false) => include_str!("../papers/dpia.en.md"),
            (Self::Notice, true) => include_str!("../papers/notice.sv.md"),
            (Self::Notice, false) => include_str!("../papers/notice.en.md"),
            (Self::Suppliers, true) => "# Leverantörer\n\n{suppliers}\n",
            (Self::Suppliers, false) => "# Suppliers\n\n{suppliers}\n",
            (Self::Retention, true) => "# Hur länge uppgifter sparas\n\n{retention}\n",
            (Self::Retention, false) => "# How long data is kept\n\n{retention}\n",
        }
    }
}

/// A paper as Markdown, in Swedish or English.
pub fn paper(it: Paper, clinic: &Clinic, language: &Language, now: Timestamp) -> String {
    let swedish = crate::jobs::answer_language(language) == Language::swedish();
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let values = [
        ("{date}", now.to_zoned(zone).date().to_string()),
        ("{clinic}", clinic.name.clone()),
        ("{address}", clinic.address.clone()),
        ("{profile}", clinic.privacy.profile.as_str().to_owned()),
        ("{controller}", or_gap(&clinic.privacy.controller, "controller", swedish)),
        ("{officer}", or_gap(&clinic.privacy.officer, "officer", swedish)),
        ("{legal_basis}", legal_basis(clinic, swedish)),
        ("{suppliers}", suppliers(clinic, swedish)),
        ("{supplier_names}", supplier_names(clinic, swedish)),
        ("{retention}", kept(clinic, swedish)),
    ];
    values.iter().fold(it.text(swedish).to_owned(), |text, (name, value)| text.replace(name, value))
}

/// What the clinic's file does not say yet, by key.
pub fn gaps(clinic: &Clinic) -> Vec<&'static str> {
    let it = &clinic.privacy;
    [
        ("controller", it.controller.is_empty()),
        ("officer", it.officer.is_empty()),
        ("notice_url", it.notice_url.is_empty()),
        ("legal_basis", it.legal_basis.is_empty()),
        ("supplier", it.supplier.is_empty()),
    ]
    .into_iter()
    .filter_map(|(name, missing)| missing.then_some(name))
    .collect()
}

fn or_gap(text: &str, key: &str, swedish: bool) -> String {
    if !text.trim().is_empty() {
        return text.to_owned();
    }
    if swedish {
        format!("→ saknas: skriv `{key}` under [clinic.privacy]")
    } else {
        format!("→ missing: write `{key}` under [clinic.privacy]")
    }
}

fn legal_basis(clinic: &Clinic, swedish: bool) -> String {
    let lines = clinic.privacy.legal_basis.iter().map(|it| format!("- {}: {}\n", it.purpose, it.basis));
    let lines: String = lines.collect();
    if lines.is_empty() { or_gap("", "legal_basis", swedish) } else { lines.trim_end().to_owned() }
}

fn suppliers(clinic: &Clinic, swedish: bool) -> String {
    let lines =
        clinic.privacy.supplier.iter().map(|it| {
            format!("- {}: {}; {}; {}; {}\n", it.name, it.purpose, it.data, it.country, it.agreement)
        });
    let lines: String = lines.collect();
    if lines.is_empty() { or_gap("", "supplier", swedish) } else { lines.trim_end().to_owned() }
}

/// On one line, for a table.
fn supplier_names(clinic: &Clinic, swedish: bool) -> String {
    let all = clinic.privacy.supplier.iter().map(|it| format!("{} ({})", it.name, it.country));
    let all: Vec<_> = all.collect();
    if all.is_empty() { or_gap("", "supplier", swedish) } else { all.join("; ") }
}

fn kept(clinic: &Clinic, swedish: bool) -> String {
    let all = retention::classes(clinic);
    let lines = all.iter().map(|it| match swedish_of(it.class).filter(|_| swedish) {
        Some((what, kept, then)) => {
            let days = clinic.privacy.message_days;
            format!("- {} {what}: {}; {then}\n", it.class, kept.replace("{days}", &days.to_string()))
        }
        None => format!("- {} {}: {}; {}\n", it.class, it.what, it.kept, it.then),
    });
    lines.collect::<String>().trim_end().to_owned()
}

/// The table in Swedish; a test holds that it has the same classes.
fn swedish_of(class: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match class {
        "C1" => ("meddelanden om tider", "{days} dagar", "raderas; på begäran genast"),
        "C2" => (
            "personalens meddelanden bakom inloggning",
            "30 dagar",
            "raderas; det som hör till journalen förs dit av personalen först",
        ),
        "C3" => (
            "besök: tid, typ, behandlare, utfall",
            "730 dagar",
            "kopplingen till personens adress tas bort; på begäran tas namnet bort genast",
        ),
        "C4" => (
            "tillstånd och vad som visar dem, namn och nummer",
            "1095 dagar efter sista livstecken",
            "personens nyckel förstörs",
        ),
        "C5" => (
            "vem som har sett eller ändrat vad",
            "minst 5 år",
            "sparas även på begäran (HSLF-FS 2016:40, 4:9); det som står om personen blir oläsligt",
        ),
        "C6" => (
            "leverantörers råa meddelanden",
            "innehållet 1 dygn, nycklarna 10 dygn",
            "raderas; på begäran genast",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic_file::ClinicFile;

    const FILE: &str = "[clinic]\nid = \"nord\"\nname = \"Nordkliniken\"\ncountry = \"SE\"\n\
        time_zone = \"Europe/Stockholm\"\nlanguages = [\"sv\"]\naddress = \"Storgatan 1\"\nemergency_number = \"112\"\ncurrency = \"SEK\"\n[clinic.privacy]\n\
        controller = \"Nordkliniken AB\"\n[[clinic.privacy.supplier]]\nname = \"Meta\"\npurpose = \"WhatsApp\"\n\
        data = \"messages\"\ncountry = \"IE, US\"\nagreement = \"DPA 2026-01\"\n";

    #[test]
    fn every_paper_is_filled_in_and_names_its_gaps() {
        let clinic = ClinicFile::parse(FILE).unwrap().clinic;
        let now = "2026-03-10T08:00:00Z".parse().unwrap();
        for it in Paper::ALL {
            assert_eq!(Paper::parse(it.as_str()), Some(it));
            for language in [Language::swedish(), Language::english()] {
                let text = paper(it, &clinic, &language, now);
                assert!(!text.contains('{'), "{text}");
            }
        }
        let record = paper(Paper::Record, &clinic, &Language::swedish(), now);
        assert!(record.contains("Nordkliniken AB") && record.contains("Meta: WhatsApp"), "{record}");
        assert!(record.contains("saknas: skriv `officer`"), "{record}");
        assert_eq!(gaps(&clinic), ["officer", "notice_url", "legal_basis"]);
    }

    #[test]
    fn the_table_is_the_same_in_both_languages() {
        let clinic = ClinicFile::parse(FILE).unwrap().clinic;
        for class in retention::classes(&clinic) {
            let (_, kept, _) = swedish_of(class.class).unwrap();
            let number = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let swedish = kept.replace("{days}", &clinic.privacy.message_days.to_string());
            assert_eq!(number(&swedish), number(&class.kept), "{}", class.class);
        }
    }
}
