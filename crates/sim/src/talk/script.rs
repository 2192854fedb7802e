//! A conversation as written: one step a line.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A line that is no step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ScriptError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, and what could stand there.
    pub what: String,
}

/// One written conversation.
#[derive(Clone, Debug)]
pub struct Script {
    /// What it shows.
    pub title: String,
    /// When it begins.
    pub start: Timestamp,
    /// Whom the clinic knows besides those in its file: `known: Sara Ek`, for the number written before it.
    pub known: Vec<Known>,
    /// What the desk was taught: `taught: fixa gaddarna = book`.
    pub taught: Vec<(String, String)>,
    /// What happens, in order.
    pub steps: Vec<Line>,
}

/// Someone whom a conversation brings, with their visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Their number.
    pub phone: String,
    /// Their name.
    pub name: String,
    /// Their visits: practitioner, service and start.
    pub visits: Vec<(String, String, Timestamp)>,
}

/// A step and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Counted from 1.
    pub number: usize,
    /// What happens.
    pub step: Step,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `phone: +46700000001`: who writes from here on.
    Phone(String),
    /// `> words`: the patient writes.
    Write(String),
    /// `> [2]` or `> [words]`: the patient taps the second choice, or the one with these words.
    Tap(String),
    /// `> [old: words]`: the patient taps a button of an earlier message.
    TapOld(String),
    /// `send: picture`: something other than words.
    Send(String),
    /// `>> words`, `>> [2]`: the same, and the patient goes on before the desk answers.
    AndAtOnce(Box<Step>),
    /// `clock: 2026-03-11 09:00` or `clock: +24h`: time passes, and what falls due happens.
    Clock(String),
    /// `take over`, `staff: words`, `give back`: what a person at the clinic does.
    TakeOver,
    /// A person at the clinic answers.
    Staff(String),
    /// `edit: words`: the patient rewrites their last message.
    Edit(String),
    /// `take back`: the patient deletes their last message.
    TakeBack,
    /// The desk answers again.
    GiveBack,
    /// `clinic: approves`: what the clinic does with the first coming visit of whoever writes.
    Clinic(String),
    /// `rival`: somebody else books the first time on the table just now; `rival: refused`: and does not get it.
    Rival {
        /// The time is kept for the patient.
        refused: bool,
    },
    /// `away: lindqvist 2026-03-12`: a practitioner is away that day (`clinic`: everybody), entered and released.
    Away {
        /// Who.
        who: String,
        /// On which day.
        day: String,
    },
    /// `undo`: the last absence is taken back.
    Undo,
    /// What must be true now.
    Expect(Expectation),
}

/// What must be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `< words`: the last answers hold these words, in this order.
    Says(String),
    /// `! words`: the last answers don't hold these words.
    SaysNot(String),
    /// `< [words]`: there is a choice with these words.
    Offers(String),
    /// `silence`: nothing was said since the last step of the patient.
    Silence,
    /// `appointments: 2`: so many are coming for this number.
    Appointments(usize),
    /// `appointment: lindqvist undersokning 2026-03-12 10:00 booked`.
    Appointment(String),
    /// `state: bot`, `staff` or `closed`.
    State(String),
    /// `handover: emergency`: a card with this reason is open; `handover: none`: no card is.
    Handover(String),
    /// `heard: cancel`: the last words were read as this intent of the contract.
    Heard(String),
    /// `waiting: 1`: so many wishes stand on the waiting list for this number.
    Waiting(usize),
    /// `asked: moved`: how staff see the first visit of this number that the last absence touched; `call` besides
    /// when they should call.
    Asked(String),
    /// `mail: words`: a mail to a practitioner has these words.
    Mail(String),
}

/// As it is written, for transcripts.
impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Phone(it) => write!(f, "phone: {it}"),
            Self::Write(it) => write!(f, "> {}", it.replace('\n', " | ")),
            Self::Tap(it) => write!(f, "> [{it}]"),
            Self::TapOld(it) => write!(f, "> [old: {it}]"),
            Self::Send(it) => write!(f, "send: {it}"),
            Self::AndAtOnce(it) => write!(f, ">{it}"),
            Self::Clock(it) => write!(f, "clock: {it}"),
            Self::Edit(it) => write!(f, "edit: {it}"),
            Self::TakeBack => f.write_str("take back"),
            Self::TakeOver => f.write_str("take over"),
            Self::Staff(it) => write!(f, "staff: {it}"),
            Self::GiveBack => f.write_str("give back"),
            Self::Clinic(it) => write!(f, "clinic: {it}"),
            Self::Rival { refused: false } => f.write_str("rival"),
            Self::Rival { refused: true } => f.write_str("rival: refused"),
            Self::Away { who, day } => write!(f, "away: {who} {day}"),
            Self::Undo => f.write_str("undo"),
            Self::Expect(it) => write!(f, "{it:?}"),
        }
    }
}

/// Who writes unless something else is said.
pub(crate) const FIRST_PHONE: &str = "+46700000001";
/// Where conversations take place unless their clinic says otherwise.
const ZONE: &str = "Europe/Stockholm";
/// When they begin unless they say otherwise: a Tuesday evening.
const START: &str = "2026-03-10 22:00";
/// More steps are several conversations.
const STEPS_MAX: usize = 400;

impl Script {
    /// Reads a conversation. An empty one is an error: it would prove nothing.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut title = None;
        let mut start = None;
        let mut steps = Vec::new();
        let mut known = Vec::new();
        let mut taught = Vec::new();
        let mut phone = FIRST_PHONE.to_owned();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let line = line.trim();
            let fail = |what: &str| ScriptError { line: number, what: what.to_owned() };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(words) = line.strip_prefix("title:") {
                title = Some(words.trim().to_owned());
            } else if let Some(moment) = line.strip_prefix("start:") {
                start = Some(moment_of(moment).ok_or_else(|| fail("write the start as 2026-03-10 22:00"))?);
            } else if let Some(name) = line.strip_prefix("known:") {
                let (phone, name) = (phone.clone(), name.trim().to_owned());
                known.push(Known { phone, name, visits: Vec::new() });
            } else if let Some(words) = line.strip_prefix("taught:") {
                let pair = words.split_once('=').ok_or_else(|| fail("write taught: some words = book"))?;
                taught.push((pair.0.trim().to_owned(), pair.1.trim().to_owned()));
            } else if let Some(words) = line.strip_prefix("visit:") {
                let visit = visit_of(words).ok_or_else(|| fail(VISIT))?;
                let whose: Option<&mut Known> = known.last_mut();
                whose.ok_or_else(|| fail("say whose visit it is with known: before it"))?.visits.push(visit);
            } else {
                if let Some(number) = line.strip_prefix("phone:") {
                    number.trim().clone_into(&mut phone);
                }
                steps.push(Line {
                    number,
                    step: step_of(line).map_err(|what| ScriptError { line: number, what })?,
                });
            }
            if steps.len() > STEPS_MAX {
                return Err(fail("is too long; write several conversations"));
            }
        }
        let proves = steps.iter().any(|it| matches!(it.step, Step::Expect(_)));
        if !proves {
            let what = "nothing is expected anywhere; write what the patient should see with <".to_owned();
            return Err(ScriptError { line: 1, what });
        }
        let start = match start {
            Some(start) => start,
            None => moment_of(START).ok_or(ScriptError { line: 1, what: "has no start".to_owned() })?,
        };
        Ok(Self { title: title.unwrap_or_else(|| "(no title)".to_owned()), start, known, taught, steps })
    }
}

const VISIT: &str = "write a visit as lindqvist undersokning 2026-03-12 10:00";

/// `lindqvist undersokning 2026-03-12 10:00`.
fn visit_of(text: &str) -> Option<(String, String, Timestamp)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [practitioner, service, date, time] = words.as_slice() else { return None };
    let from = moment_of(&format!("{date} {time}"))?;
    Some(((*practitioner).to_owned(), (*service).to_owned(), from))
}

/// `2026-03-10 22:00` by the clinic's clock.
pub(crate) fn moment_of(text: &str) -> Option<Timestamp> {
    let local: DateTime = text.trim().replace(' ', "T").parse().ok()?;
    let zone = TimeZone::get(ZONE).ok()?;
    local.to_zoned(zone).ok().map(|it| it.timestamp())
}

fn step_of(line: &str) -> Result<Step, String> {
    if let Some(words) = line.strip_prefix(">>") {
        let step = match written(words.trim()) {
            Step::TapOld(_) => return Err("an old button is tapped by itself, with >".to_owned()),
            step => step,
        };
        return Ok(Step::AndAtOnce(Box::new(step)));
    }
    if let Some(words) = line.strip_prefix('>') {
        return Ok(written(words.trim()));
    }
    if let Some(words) = line.strip_prefix('<') {
        let words = words.trim();
        return Ok(Step::Expect(match bracketed(words) {
            Some(choice) => Expectation::Offers(choice.to_owned()),
            None => Expectation::Says(words.to_owned()),
        }));
    }
    if let Some(words) = line.strip_prefix('!') {
        return Ok(Step::Expect(Expectation::SaysNot(words.trim().to_owned())));
    }
    match line {
        "silence" => return Ok(Step::Expect(Expectation::Silence)),
        "take back" => return Ok(Step::TakeBack),
        "take over" => return Ok(Step::TakeOver),
        "give back" => return Ok(Step::GiveBack),
        "undo" => return Ok(Step::Undo),
        "rival" => return Ok(Step::Rival { refused: false }),
        "rival: refused" => return Ok(Step::Rival { refused: true }),
        _ => {}
    }
    let (word, rest) = line.split_once(':').ok_or_else(|| unknown(line))?;
    let rest = rest.trim().to_owned();
    Ok(match word.trim() {
        "phone" => Step::Phone(rest),
        "send" => Step::Send(rest),
        "clock" => Step::Clock(rest),
        "staff" => Step::Staff(rest),
        "clinic" => Step::Clinic(rest),
        "appointments" => {
            let count = rest.parse().map_err(|_| format!("{rest:?} is no number of appointments"))?;
            Step::Expect(Expectation::Appointments(count))
        }
        "appointment" => Step::Expect(Expectation::Appointment(rest)),
        "state" => Step::Expect(Expectation::State(rest)),
        "handover" => Step::Expect(Expectation::Handover(rest)),
        "edit" => Step::Edit(rest),
        "heard" => Step::Expect(Expectation::Heard(rest)),
        "away" => {
            let (who, day) = rest.split_once(' ').ok_or("write it as away: lindqvist 2026-03-12")?;
            Step::Away { who: who.to_owned(), day: day.trim().to_owned() }
        }
        "waiting" => {
            let count = rest.parse().map_err(|_| format!("{rest:?} is no number of wishes"))?;
            Step::Expect(Expectation::Waiting(count))
        }
        "asked" => Step::Expect(Expectation::Asked(rest)),
        "mail" => Step::Expect(Expectation::Mail(rest)),
        _ => return Err(unknown(line)),
    })
}

fn written(words: &str) -> Step {
    match bracketed(words) {
        Some(choice) => match choice.strip_prefix("old:") {
            Some(old) => Step::TapOld(old.trim().to_owned()),
            None => Step::Tap(choice.to_owned()),
        },
        // Several lines in one message are written with a bar between them.
        None => Step::Write(words.replace(" | ", "\n")),
    }
}

fn bracketed(words: &str) -> Option<&str> {
    words.strip_prefix('[')?.strip_suffix(']')
}

fn unknown(line: &str) -> String {
    format!(
        "{line:?} is no step; a line begins with > (the patient), >> (the patient, who goes on at once), < (the answer), ! (not in the answer) or one of \
         known: visit: taught: phone: send: edit: clock: staff: clinic: appointments: appointment: state: handover: heard: mail: waiting: away: asked: silence, \
         take back, take over, give back, rival, undo"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_read_line_by_line() {
        let script = Script::parse("title: Boka\n> Hej\n< Hej\n> [2]\nappointments: 1\n").unwrap();
        assert_eq!(script.title, "Boka");
        assert_eq!(script.steps[2], Line { number: 4, step: Step::Tap("2".to_owned()) });
    }

    #[test]
    fn an_empty_file_and_an_unknown_word_are_errors() {
        assert_eq!(Script::parse("").unwrap_err().line, 1);
        assert_eq!(Script::parse("title: x\n> Hej\n").unwrap_err().line, 1);
        assert_eq!(Script::parse("> Hej\n< Hej\n>> [old: Boka]\n").unwrap_err().line, 3);
        assert_eq!(Script::parse("> Hej\n< Hej\nhandovr: emergency\n").unwrap_err().line, 3);
    }
}
