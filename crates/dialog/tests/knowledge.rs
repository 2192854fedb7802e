//! The clinic's answers are found by what was meant, however it is spelt; what no answer knows is not answered.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

mod world;

use svara_dialog::knowledge;
use svara_model::{Answer, Clinic, Language};

const ANSWERS: [(&str, &str, &str); 12] = [
    ("parking", "Var kan jag parkera?", "Where can I park?"),
    ("payment", "Hur kan jag betala?", "How can I pay?"),
    ("other", "Har ni en lekhörna för barn?", "Do you have a play corner for children?"),
    ("other", "Kommer man in med rullstol?", "Is the clinic accessible by wheelchair?"),
    ("other", "Finns det wifi i väntrummet?", "Is there wifi in the waiting room?"),
    ("other", "Får jag ta med min hund?", "May I bring my dog?"),
    ("referral", "Behöver jag remiss?", "Do I need a referral?"),
    ("other", "Jag är tandläkarrädd, kan ni hjälpa mig?", "I'm afraid of the dentist, can you help?"),
    ("other", "Vilken buss går till er?", "Which bus goes to you?"),
    ("other", "Kan jag få bedövning?", "Can I have an anaesthetic?"),
    ("other", "Säljer ni presentkort?", "Do you sell gift cards?"),
    ("other", "Har ni avgiftsfri tandvård för unga?", "Is dental care free for young people?"),
];

fn clinic() -> Clinic {
    let mut clinic = (*world::World::sara().view().clinic).clone();
    let texts = |sv: &str, en: &str| {
        [(Language::swedish(), sv.to_owned()), (Language::english(), en.to_owned())].into_iter().collect()
    };
    clinic.answers = ANSWERS
        .iter()
        .enumerate()
        .map(|(index, (topic, sv, en))| Answer {
            topic: (*topic).to_owned(),
            question: texts(sv, en),
            answer: texts(&format!("svar {index}"), &format!("svar {index}")),
        })
        .collect();
    clinic
}

fn found(clinic: &Clinic, text: &str) -> Option<usize> {
    let hit = knowledge::find(clinic, text)?;
    hit.answer.answer.values().next().unwrap().split(' ').nth(1)?.parse().ok()
}

#[test]
fn a_question_finds_its_answer_however_it_is_put() {
    let clinic = clinic();
    let mut wrong = Vec::new();
    for (text, answer) in [
        ("Finns det parkering?", 0),
        ("var ställer jag bilen nånstans", 0),
        ("har ni nån parkeringsplats i närheten?", 0),
        ("parkring?", 0),
        ("is there any parking", 0),
        ("where do I leave my car", 0),
        ("tar ni swish?", 1),
        ("kan man betala med kort", 1),
        ("går det att få faktura?", 1),
        ("betalning?", 1),
        ("do you take cards", 1),
        ("can I pay cash?", 1),
        ("finns det nåt för barnen att leka med?", 2),
        ("lekhörnan, finns den kvar?", 2),
        ("do you have toys for kids", 2),
        ("min mamma sitter i rullstol, går det bra?", 3),
        ("finns det hiss?", 3),
        ("wheelchair access?", 3),
        ("har ni wi-fi, finns wifi?", 4),
        ("wifi?", 4),
        ("får man ha hunden med sig", 5),
        ("can my dog come along?", 5),
        ("krävs det remiss för att komma till er?", 6),
        ("do I need to be referred", 6),
        ("Hej! Jag är så himla rädd för tandläkaren. Kan ni hjälpa mig?", 7),
        ("I'm really scared of dentists", 7),
        ("vilka bussar går dit?", 8),
        ("what bus do I take?", 8),
        ("får man bedövning om man vill", 9),
        ("kan jag bli bedövad?", 9),
        ("går det att köpa presentkort hos er", 10),
        ("gift card?", 10),
        ("presenkort", 10),
    ] {
        let got = found(&clinic, text);
        if got != Some(answer) {
            let score = knowledge::rank(&clinic, text)[0].score;
            wrong.push(format!("{text}: {got:?} instead of {answer} ({score:.2})"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_no_answer_knows_is_not_answered() {
    let clinic = clinic();
    let mut wrong = Vec::new();
    for text in [
        "Har ni glutenfri frukost?",
        "Vad heter er webbplats?",
        "Tar ni emot asylsökande?",
        "Vilken färg har väggarna?",
        "Gör ni tandblekning?",
        "Kan jag få kvitto från 2019?",
        "do you do piercings?",
        "who owns the clinic?",
        "can I rent a room from you",
        "wifi lösenord?",
        "söker ni personal?",
        "hur lång är garantin på en krona?",
        "Hej",
        "",
        "????",
    ] {
        if let Some(hit) = knowledge::find(&clinic, text) {
            wrong.push(format!("{text}: {:?} ({:.2})", hit.answer.question.values().next(), hit.score));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_misspelt_service_is_known() {
    let clinic = clinic();
    let known = |text: &str| knowledge::service(&clinic, text, &Language::swedish());
    for text in ["till tandhygenisten på tisdag", "tandhygienissten", "hos tandhyginisten?"] {
        assert_eq!(known(text).as_deref(), Some("Tandhygienist"), "{text}");
    }
    for text in ["undersöknning tack", "en undersökningstid"] {
        assert_eq!(known(text).as_deref(), Some("Undersökning"), "{text}");
    }
    for text in ["tandblekning", "jag vill ha en tid", "underbart väder", "tandhygienist och undersökning"]
    {
        assert_eq!(known(text), None, "{text}");
    }
}

#[test]
fn a_novel_is_ranked_at_once() {
    let long = "parkering och mycket annat ".repeat(150);
    assert!(knowledge::rank(&clinic(), &long).len() == ANSWERS.len());
}
