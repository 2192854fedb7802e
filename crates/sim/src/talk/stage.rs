//! The stage on which a set-up is tried before it goes live: the same desk in memory that written conversations are
//! played on.
//!
//! Absent: whose set-up it is and whether it may be saved; that is the desk's.

use super::play::{Scene, play};
use super::script::{Script, Step};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use svara_desk::DeskError;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::rehearsal::{Proof, ProofDeparture, Rehearsal, Spoken};

/// The only stage there is; nothing is kept between two plays.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage;

impl Rehearsal for Stage {
    fn converse(
        &self,
        clinic: ClinicFile,
        start: Timestamp,
        lines: Vec<String>,
    ) -> BoxFuture<'_, Result<Vec<Spoken>, DeskError>> {
        converse(clinic, start, lines).boxed()
    }

    fn prove(
        &self,
        clinic: ClinicFile,
        stories: Vec<(String, String)>,
    ) -> BoxFuture<'_, Result<Vec<Proof>, DeskError>> {
        prove(clinic, stories).boxed()
    }
}

async fn converse(
    clinic: ClinicFile,
    start: Timestamp,
    lines: Vec<String>,
) -> Result<Vec<Spoken>, DeskError> {
    let mut scene = Scene::open(start, clinic).await?;
    let mut spoken = Vec::new();
    for line in lines {
        let tapped = line.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let step = tapped.map_or_else(|| Step::Write(line.clone()), |it| Step::Tap(it.to_owned()));
        let text = tapped.unwrap_or(&line).to_owned();
        spoken.push(Spoken { by_patient: true, text, choices: Vec::new() });
        scene.act(&step).await?;
        for message in scene.fresh() {
            let choices: Vec<String> = message.choices.into_iter().map(|it| it.1).collect();
            let is_choice = |it: &&str| choices.iter().any(|choice| *it == format!("[{choice}]"));
            let words: Vec<&str> = message.text.lines().filter(|it| !is_choice(it)).collect();
            spoken.push(Spoken { by_patient: false, text: words.join("\n").trim().to_owned(), choices });
        }
    }
    Ok(spoken)
}

async fn prove(clinic: ClinicFile, stories: Vec<(String, String)>) -> Result<Vec<Proof>, DeskError> {
    let mut proofs = Vec::new();
    for (name, text) in stories {
        let departure = match Script::parse(&text) {
            Ok(script) => play(&script, &clinic).await?.map(|it| ProofDeparture {
                line: it.line,
                expected: it.expected,
                found: it.found,
            }),
            Err(error) => Some(ProofDeparture {
                line: error.line,
                expected: "a line that can be read".to_owned(),
                found: error.what,
            }),
        };
        proofs.push(Proof { name, departure });
    }
    Ok(proofs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clinic(greeting: &str) -> ClinicFile {
        let file = include_str!("../../../../conversations/clinic.toml");
        ClinicFile::parse(&format!("{file}\n[[text]]\nkey = \"thanks\"\nsay = {{ sv = \"{greeting}\" }}\n"))
            .unwrap()
    }

    fn at() -> Timestamp {
        "2026-03-10T09:00:00+01:00".parse().unwrap()
    }

    #[tokio::test]
    async fn a_set_up_that_nobody_saved_answers_in_its_own_words() {
        let lines = ["Hej, jag vill boka en tid", "[1]", "tack"].map(str::to_owned).to_vec();
        let spoken = Stage.converse(clinic("Tack ska DU ha!"), at(), lines).await.unwrap();
        assert_eq!(spoken.iter().filter(|it| it.by_patient).count(), 3);
        let offer = spoken.iter().find(|it| !it.choices.is_empty()).unwrap();
        assert!(!offer.text.contains('['), "choices stand below the words: {}", offer.text);
        assert_eq!(spoken.iter().filter(|it| !it.by_patient).count(), 3, "{spoken:?}");
    }

    #[tokio::test]
    async fn the_clinics_own_conversations_are_held_against_it() {
        let story = |told: &str| format!("title: Thanks\nstart: 2026-03-10 09:00\n> tack\n< {told}\n");
        let stories = vec![
            ("good".to_owned(), story("Tack ska DU ha!")),
            ("bad".to_owned(), story("Varsågod")),
            ("broken".to_owned(), "nonsense".to_owned()),
        ];
        let proofs = Stage.prove(clinic("Tack ska DU ha!"), stories).await.unwrap();
        let lines: Vec<_> = proofs.iter().map(|it| it.departure.as_ref().map(|it| it.line)).collect();
        assert_eq!((lines[0], lines[1]), (None, Some(4)), "{proofs:?}");
        assert!(lines[2].is_some());
    }
}
