//! The patients: phones in the hands of people who want something, read what comes, and tap, write, wait, mistype,
//! change their minds and their numbers. Absent: any knowledge of what the desk thinks.

use super::chance::Chance;
use super::clinics;
use super::clock::{HOUR, MINUTE, SECOND};
use super::notices::{self, Below};
use super::words::{self, Wish};
use serde_json::Value;
use svara_model::Outgoing;

/// A tap that is possible: where, its id and its words.
type Choice = (Below, String, String);

/// Choices of older messages that a finger still finds.
const OLD_MESSAGES_KEPT: usize = 6;

/// One phone.
pub(super) struct Phone {
    /// Which clinic it writes to.
    pub(super) clinic: usize,
    /// Digits of its number.
    pub(super) digits: String,
    /// Everything from this clinic is refused.
    pub(super) blocked: bool,
    names: Vec<String>,
    english: bool,
    patience: u32,
    old: Vec<Vec<Choice>>,
    numbers: usize,
    index: usize,
}

/// What a phone does: these messages, each so much later than the one before.
pub(super) type Acts = Vec<(i64, Value, Wants)>;

/// Whether a message wants an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    /// Words or a tap.
    Answer,
    /// A stop word.
    Stop,
    /// A person.
    Human,
    /// A sticker, a changed number: nothing need come.
    Nothing,
}

impl Phone {
    pub(super) fn new(index: usize, clinic: usize) -> Self {
        Self {
            clinic,
            digits: clinics::phone(index),
            blocked: false,
            names: clinics::names_of(index),
            english: index % 4 == 1,
            patience: 4,
            old: Vec::new(),
            numbers: 0,
            index,
        }
    }

    /// The owner thinks of the clinic by themself.
    pub(super) fn begins(&mut self, chance: &mut Chance) -> Acts {
        self.patience = 3 + u32::try_from(chance.below(5)).unwrap_or(0);
        let weights = [40, 10, 8, 10, 4, 4, 2, 2, 1, 2, 1, 3, 6, 2, 3, 2, 1, 3];
        let wish = match chance.weighted(&weights) {
            0 => Wish::Book,
            1 => Wish::Move,
            2 => Wish::Cancel,
            3 => Wish::Ask,
            4 => Wish::Mine,
            5 => Wish::Human,
            6 => Wish::Emergency,
            7 => Wish::Stop,
            8 => Wish::Start,
            9 => Wish::Confirm,
            10 => Wish::Thanks,
            11 => Wish::Gibberish,
            12 => return self.in_pieces(chance),
            13 => return self.twelve_in_a_row(chance),
            14 => return vec![(0, notices::odd(chance.below(6)), Wants::Nothing)],
            15 => return self.changes_number(),
            16 => {
                self.blocked = !self.blocked;
                return Vec::new();
            }
            _ => return self.taps_an_old_button(chance).into_iter().collect(),
        };
        vec![(0, notices::words(&words::wish(chance, wish, self.english)), wants(wish))]
    }

    fn in_pieces(&self, chance: &mut Chance) -> Acts {
        let gap = |chance: &mut Chance| chance.between(300, 4_000) * 1_000;
        let pieces = words::in_pieces(self.english);
        pieces.into_iter().map(|it| (gap(chance), notices::words(it), Wants::Answer)).collect()
    }

    /// Twelve messages within some seconds, as a flood or a nervous patient does.
    pub(super) fn twelve_in_a_row(&self, chance: &mut Chance) -> Acts {
        let mut acts = Vec::new();
        for _ in 0..12 {
            let wish = *chance.pick(&[Wish::Book, Wish::Ask, Wish::Thanks, Wish::Mine, Wish::Gibberish]);
            let words = words::wish(chance, wish, self.english);
            acts.push((chance.between(100, 3_000) * 1_000, notices::words(&words), wants(wish)));
        }
        acts
    }

    fn changes_number(&mut self) -> Acts {
        self.numbers += 1;
        let (before, after) =
            (self.digits.clone(), clinics::phone(self.index + 5_000 + self.numbers * 1_000));
        if self.numbers > 3 {
            return Vec::new();
        }
        vec![(0, notices::new_number(&before, &after), Wants::Nothing)]
    }

    /// From the moment the provider reports the new number, the phone writes from it.
    pub(super) fn sent(&mut self, content: &Value) {
        if let Some(number) = content.pointer("/system/wa_id").and_then(Value::as_str) {
            number.clone_into(&mut self.digits);
        }
    }

    fn taps_an_old_button(&self, chance: &mut Chance) -> Option<(i64, Value, Wants)> {
        let old = self.old.get(chance.below(self.old.len()))?;
        old.get(chance.below(old.len())).map(|it| (0, notices::tap(it.0, &it.1, &it.2), Wants::Answer))
    }

    /// Something came; what its owner makes of it.
    pub(super) fn reads(&mut self, message: &Outgoing, chance: &mut Chance) -> Acts {
        let choices = choices(message);
        if !choices.is_empty() {
            self.old.push(choices.clone());
            if self.old.len() > OLD_MESSAGES_KEPT {
                self.old.remove(0);
            }
        }
        if self.patience == 0 {
            return Vec::new();
        }
        self.patience -= 1;
        let mut acts = self.answers(message, &choices, chance);
        if let Some(first) = acts.first_mut() {
            first.0 += thinks(chance);
        }
        acts
    }

    fn answers(&self, message: &Outgoing, choices: &[Choice], chance: &mut Chance) -> Acts {
        if choices.is_empty() {
            return self.answers_words(message, chance);
        }
        let template = matches!(message, Outgoing::Template(_));
        let tap = |it: &Choice| notices::tap(it.0, &it.1, &it.2);
        let likely = if chance.percent(70) { 0 } else { chance.below(choices.len()) };
        match chance.weighted(&[60, 8, 5, if template { 3 } else { 14 }, 4, 12]) {
            0 => vec![(0, tap(&choices[likely]), Wants::Answer)],
            1 => {
                let again = chance.between(80, 900) * 1_000;
                vec![(0, tap(&choices[likely]), Wants::Answer), (again, tap(&choices[likely]), Wants::Answer)]
            }
            2 => self.taps_an_old_button(chance).into_iter().collect(),
            3 => vec![(0, notices::words(&words::choice(chance, self.english)), Wants::Answer)],
            4 => {
                let wish = *chance.pick(&[Wish::Cancel, Wish::Ask, Wish::Human, Wish::Book, Wish::Confirm]);
                vec![(0, notices::words(&words::wish(chance, wish, self.english)), wants(wish))]
            }
            _ => Vec::new(),
        }
    }

    fn answers_words(&self, message: &Outgoing, chance: &mut Chance) -> Acts {
        let text = message.shown().to_lowercase();
        if ["heter", "namn", "name", "vem gäller", "who is"].iter().any(|it| text.contains(it)) {
            if chance.percent(15) {
                return Vec::new();
            }
            let own = self.names.get(chance.below(self.names.len())).cloned();
            let name = if chance.percent(70) { own } else { None };
            let words = name.unwrap_or_else(|| words::name(chance));
            return vec![(0, notices::words(&words), Wants::Answer)];
        }
        match chance.below(10) {
            0 | 1 => {
                vec![(0, notices::words(&words::wish(chance, Wish::Thanks, self.english)), Wants::Nothing)]
            }
            2 => vec![(0, notices::words(&words::wish(chance, Wish::Ask, self.english)), Wants::Answer)],
            _ => Vec::new(),
        }
    }
}

fn wants(wish: Wish) -> Wants {
    match wish {
        Wish::Stop => Wants::Stop,
        Wish::Human => Wants::Human,
        Wish::Thanks | Wish::Gibberish | Wish::Confirm => Wants::Nothing,
        _ => Wants::Answer,
    }
}

/// Mostly seconds, sometimes minutes, now and then the next day.
fn thinks(chance: &mut Chance) -> i64 {
    match chance.weighted(&[80, 15, 5]) {
        0 => chance.between(3, 90) * SECOND,
        1 => chance.between(2, 40) * MINUTE,
        _ => chance.between(2, 30) * HOUR,
    }
}

/// What can be tapped on a message.
fn choices(message: &Outgoing) -> Vec<Choice> {
    let pair = |below| move |it: &svara_model::Button| (below, it.id.clone(), it.title.clone());
    match message {
        Outgoing::Buttons { buttons, .. } => buttons.iter().map(pair(Below::Buttons)).collect(),
        Outgoing::List { rows, .. } => {
            rows.iter().map(|it| (Below::List, it.id.clone(), it.title.clone())).collect()
        }
        Outgoing::Template(it) => it.quick_replies.iter().map(pair(Below::Template)).collect(),
        Outgoing::Text { .. } | Outgoing::Link { .. } => Vec::new(),
    }
}
