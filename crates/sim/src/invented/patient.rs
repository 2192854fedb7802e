//! One patient's side of a conversation: reads what the desk asks, answers as somebody with this goal would, and stops
//! when it is reached, when patience ends, or when a person takes over.

use super::chance::Chance;
use super::goal::{Aim, Goal, Tongue};
use super::{Ended, judge, said};
use crate::talk::{Expectation, Scene, Step};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde_json::Value;
use svara_desk::DeskError;
use svara_desk::clinic_file::ClinicFile;

/// Both sides of a conversation, line by line.
pub type Told = Vec<String>;

/// Nobody writes more often than this about one thing.
const TURNS_MAX: usize = 14;
/// So often a patient puts the same thing another way before taking what there is.
const PATIENCE: usize = 2;
/// Whoever the clinic knows writes from this number, and a newcomer from that.
const KNOWN: &str = "+46700000050";
const NEW: &str = "+46700000051";

pub(super) struct Patient {
    pub(super) scene: Scene,
    pub(super) goal: Goal,
    pub(super) chance: Chance,
    pub(super) told: Told,
    /// What the desk last said, with its choices.
    pub(super) heard: String,
    /// The fact asked for, by its number.
    pub(super) fact: usize,
    pub(super) visit: Option<Zoned>,
    insisted: usize,
    digressed: bool,
    /// The second half of a goal has begun.
    pub(super) second: bool,
    /// Titles below the first offer.
    first_offer: Vec<String>,
    wrong: Option<String>,
}

/// Lets a patient live.
pub async fn live(seed: u64, goal: Goal, mut chance: Chance, clinic: &str) -> Result<Ended, DeskError> {
    let days = 3 + i64::try_from(chance.below(6)).unwrap_or(0);
    let visit = goal.aim.has_visit().then(|| working_day(&goal.now, days));
    let file = with_patient(clinic, &goal, visit.as_ref())?;
    let mut scene = Scene::open(goal.start, file).await?;
    let number = if goal.aim == Aim::BookAsNewcomer { NEW } else { KNOWN };
    scene.act(&Step::Phone(number.to_owned())).await?;
    let fact = chance.below(said::FACTS.len());
    let mut patient = Patient {
        scene,
        chance,
        told: Vec::new(),
        heard: String::new(),
        fact,
        visit,
        insisted: 0,
        digressed: false,
        second: false,
        first_offer: Vec::new(),
        wrong: None,
        goal,
    };
    patient.talk().await?;
    let wrong = match patient.wrong.take() {
        Some(wrong) => Some(wrong),
        None => judge::judge(&patient).await?,
    };
    let person = patient.needs_person().await?;
    let Patient { goal, told, .. } = patient;
    Ok(Ended { seed, aim: goal.aim, tongue: goal.tongue, wrong, person, told })
}

/// The clinic with this patient in its register, and their visit at ten.
fn with_patient(clinic: &str, goal: &Goal, visit: Option<&Zoned>) -> Result<ClinicFile, DeskError> {
    let language = if goal.tongue == Tongue::Swedish { "sv" } else { "en" };
    let mut text = format!(
        "{clinic}\n[[patient]]\nphone = \"{KNOWN}\"\nname = \"{}\"\nlanguage = \"{language}\"\n\
         consent = {{ whatsapp = \"2026-01-15T10:00:00+01:00\", source = \"intake form\" }}\n",
        judge::OWN_NAME
    );
    if let Some(visit) = visit {
        text += &format!(
            "[[appointment]]\npatient = \"{KNOWN}\"\nservice = \"undersokning\"\npractitioner = \"lindqvist\"\n\
             from = \"{}\"\n",
            visit.timestamp()
        );
    }
    ClinicFile::parse(&text).map_err(|it| DeskError::Invalid(it.to_string()))
}

fn working_day(now: &Zoned, days: i64) -> Zoned {
    let mut date = now.date().checked_add(days.days()).unwrap_or(now.date());
    while date.weekday().to_monday_zero_offset() > 3 {
        date = date.tomorrow().unwrap_or(date);
    }
    date.at(10, 0, 0, 0).to_zoned(now.time_zone().clone()).unwrap_or_else(|_| now.clone())
}

impl Patient {
    async fn talk(&mut self) -> Result<(), DeskError> {
        self.begin().await?;
        for _ in 0..TURNS_MAX {
            if self.wrong.is_some() || self.needs_person().await? || !self.goes_on().await? {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn begin(&mut self) -> Result<(), DeskError> {
        if self.goal.aim == Aim::Confirm {
            let visit = self.visit.clone().map_or(self.goal.start, |it| it.timestamp());
            let soon = visit - SignedDuration::from_hours(23);
            let local = soon.to_zoned(self.goal.now.time_zone().clone());
            self.scene.act(&Step::Clock(local.strftime("%Y-%m-%d %H:%M").to_string())).await?;
            self.hear();
            return self.confirm().await;
        }
        let words = match self.goal.aim {
            Aim::Ask => said::FACTS[self.fact].put(self.goal.tongue, &mut self.chance),
            _ => said::opening(&self.goal, self.visit.as_ref(), &mut self.chance),
        };
        if self.goal.in_pieces {
            let hello = if self.goal.tongue == Tongue::Swedish { "Hej" } else { "Hi" };
            self.told.push(format!(">> {hello}"));
            self.scene.act(&Step::AndAtOnce(Box::new(Step::Write(hello.to_owned())))).await?;
        }
        self.write(&words).await
    }

    async fn confirm(&mut self) -> Result<(), DeskError> {
        if self.goal.taps {
            return self.tap(0).await;
        }
        let words = said::opening(&self.goal, None, &mut self.chance);
        self.write(&words).await
    }

    /// The next thing to do; false when there is none.
    async fn goes_on(&mut self) -> Result<bool, DeskError> {
        let place = self.place().await?;
        if judge::reached(self).await? {
            return self.after_all(&place).await;
        }
        let tongue = self.goal.tongue;
        let words = match place.as_str() {
            "offering" => return self.choose_or_insist().await,
            "asking_name" | "asking_whom" => {
                let name = self.name();
                return self.send(name).await.map(|()| true);
            }
            "asking_which" => return self.tap(0).await.map(|()| true),
            "confirming_cancel" | "move_or_cancel" => self.about_their_visit(&place),
            "confirming_swap" if self.goal.aim == Aim::BookThenOldButton => {
                said::keep(tongue, &mut self.chance)
            }
            "confirming_swap" => said::yes(tongue, &mut self.chance),
            "asking_when" => said::when(&self.goal, &mut self.chance),
            _ if self.insisted > PATIENCE => return Ok(false),
            _ => {
                self.insisted += 1;
                match self.goal.aim {
                    Aim::Ask => said::FACTS[self.fact].put(tongue, &mut self.chance),
                    Aim::Confirm => return self.tap(0).await.map(|()| true),
                    _ => said::opening(&self.goal, self.visit.as_ref(), &mut self.chance),
                }
            }
        };
        self.write(&words).await?;
        Ok(true)
    }

    /// The first half is done: a second thought, an old button, or a polite end.
    async fn after_all(&mut self, place: &str) -> Result<bool, DeskError> {
        if self.second {
            return Ok(false);
        }
        match self.goal.aim {
            Aim::BookThenChange => {
                self.second = true;
                self.insisted = 0;
                let words = said::second_thought(&self.goal, &mut self.chance);
                self.goal.wish = self.goal.other.clone();
                self.write(&words).await?;
            }
            Aim::BookThenOldButton if self.first_offer.len() > 1 => {
                self.second = true;
                let booked = self.heard.clone();
                let other = self.first_offer.iter().find(|it| !booked.contains(&it[it.len() - 5..])).cloned();
                let Some(other) = other else { return Ok(false) };
                self.told.push(format!("> [old: {other}]"));
                let wrong = self.scene.act(&Step::TapOld(other.clone())).await?;
                let wrong = match wrong {
                    Some(_) => self.scene.act(&Step::Tap(other)).await?,
                    None => None,
                };
                self.note(wrong);
            }
            _ if place == "asking_to_book" => {
                self.second = true;
                let words = said::enough(self.goal.tongue, &mut self.chance);
                self.write(&words).await?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn about_their_visit(&mut self, place: &str) -> String {
        let tongue = self.goal.tongue;
        match self.goal.aim {
            Aim::Cancel if place == "confirming_cancel" => said::yes(tongue, &mut self.chance),
            Aim::Cancel => said::call_off(tongue, &mut self.chance),
            Aim::CancelThenKeep => {
                self.second = true;
                said::keep(tongue, &mut self.chance)
            }
            _ => said::another(&self.goal, &mut self.chance),
        }
    }

    fn name(&mut self) -> String {
        let (name, child) = match self.goal.aim {
            Aim::BookForChild => (judge::CHILD_NAME, true),
            Aim::BookAsNewcomer => (judge::NEW_NAME, false),
            _ => (judge::OWN_NAME, false),
        };
        said::name(name, child, self.goal.tongue, &mut self.chance)
    }

    /// Takes the first time that fits; with none, says again what was meant, and in the end takes what there is.
    async fn choose_or_insist(&mut self) -> Result<bool, DeskError> {
        let slots = self.slots().await?;
        if self.first_offer.is_empty() {
            self.first_offer = self.scene.choices();
        }
        if self.goal.digresses && !self.digressed {
            self.digressed = true;
            let other = self.chance.below(said::FACTS.len());
            let words = said::FACTS[other].put(self.goal.tongue, &mut self.chance);
            self.write(&words).await?;
            return Ok(true);
        }
        let fits = |it: &&Zoned| self.goal.wish.fits(it, &self.goal.now);
        let fitting: Vec<usize> = (0..slots.len()).filter(|it| fits(&&slots[*it])).collect();
        let index = match fitting.as_slice() {
            [] if self.insisted < PATIENCE => {
                self.insisted += 1;
                let words = said::wish_again(&self.goal, &mut self.chance);
                self.write(&words).await?;
                return Ok(true);
            }
            [] => 0,
            some => some[self.chance.below(some.len())],
        };
        if self.goal.taps {
            self.tap(index).await?;
        } else {
            let words = said::choosing(index, &slots, self.goal.tongue, &mut self.chance);
            self.write(&words).await?;
        }
        Ok(true)
    }

    async fn write(&mut self, words: &str) -> Result<(), DeskError> {
        let words = self.chance.typed(words);
        self.send(words).await
    }

    /// Exactly these words: nobody misspells their own name.
    async fn send(&mut self, words: String) -> Result<(), DeskError> {
        self.told.push(format!("> {words}"));
        let wrong = self.scene.act(&Step::Write(words)).await?;
        self.note(wrong);
        Ok(())
    }

    async fn tap(&mut self, index: usize) -> Result<(), DeskError> {
        self.told.push(format!("> [{}]", index + 1));
        let wrong = self.scene.act(&Step::Tap((index + 1).to_string())).await?;
        self.note(wrong);
        Ok(())
    }

    fn note(&mut self, wrong: Option<(String, String)>) {
        if let Some((expected, found)) = wrong {
            self.wrong = Some(format!("{expected}: {found}"));
        }
        self.hear();
    }

    fn hear(&mut self) {
        self.heard = self.scene.fresh().iter().map(|it| it.text.clone()).collect::<Vec<_>>().join("\n");
        let heard = self.heard.lines().map(|it| format!("    {it}"));
        self.told.extend(heard);
    }

    pub(super) async fn needs_person(&self) -> Result<bool, DeskError> {
        let talk = self.scene.conversation().await?;
        let theirs = talk.is_some_and(|it| it.state.api_name() == "staff");
        let card = self.scene.check(&Expectation::Handover("none".to_owned()), &mut 0).await?;
        Ok(theirs || card.is_some())
    }

    /// What is under way, as the desk remembers it.
    async fn place(&self) -> Result<String, DeskError> {
        let memory = self.scene.memory().await?;
        Ok(match &memory["flow"] {
            Value::String(name) => name.clone(),
            Value::Object(it) => it.keys().next().cloned().unwrap_or_default(),
            _ => "idle".to_owned(),
        })
    }

    /// The times on the table.
    async fn slots(&self) -> Result<Vec<Zoned>, DeskError> {
        let memory = self.scene.memory().await?;
        let number = &memory["flow"]["offering"]["offer"];
        let offers = memory["offers"].as_array().cloned().unwrap_or_default();
        let offer = offers.into_iter().find(|it| &it["number"] == number).unwrap_or_default();
        let slots = offer["slots"].as_array().cloned().unwrap_or_default();
        let at = |it: &Value| it["from"].as_str().and_then(|it| it.parse::<Timestamp>().ok());
        Ok(slots.iter().filter_map(at).map(|it| it.to_zoned(self.goal.now.time_zone().clone())).collect())
    }
}
