//! A stored conversation as a written one, with invented people in it: what was done and what was answered, ready to be
//! kept as a test.
//!
//! Absent: where it is written to; that is `svara talk --record`.

use super::play::Scene;
use super::pseudonyms::Pseudonyms;
use super::script::Script;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Desk, DeskError};
use svara_model::{ConversationId, Direction, Message};
use svara_store::{conversations, messages, turns};

/// More turns and lines than one conversation has.
const TURNS_MAX: usize = 400;
/// Whoever wrote, writes from here.
const PHONE: &str = "+46700000080";
/// A telling piece of a sentence.
const PIECE_CHARACTERS: usize = 60;
/// A pause shorter than this is none.
const PAUSE_SECONDS: i64 = 60;

/// A stored conversation, written down; none when nothing of it is kept.
pub async fn recorded(desk: &Desk, id: &ConversationId) -> Result<Option<String>, DeskError> {
    let wanted = id.clone();
    let found = desk.store().read("a conversation to record", move |tx| {
        let id = wanted.clone();
        Box::pin(async move {
            let talk = conversations::by_id(tx, &id).await?;
            let turns = turns::of_conversation(tx, &id, TURNS_MAX).await?;
            let lines = messages::of_conversation(tx, &id, TURNS_MAX).await?;
            Ok::<_, DeskError>((talk, turns, lines))
        })
    });
    let (Some(talk), turns, lines) = found.await? else { return Ok(None) };
    let records: Vec<Value> = turns.iter().filter_map(|it| serde_json::from_str(&it.record).ok()).collect();
    let zone = desk.clinic(&talk.clinic).and_then(|it| TimeZone::get(&it.time_zone).ok());
    let names = Pseudonyms::of(&records);
    let mut writer = Writer {
        names,
        zone: zone.unwrap_or(TimeZone::UTC),
        told: Vec::new(),
        shown: String::new(),
        read: 0,
    };
    let Some(first) = records.first() else { return Ok(None) };
    writer.begin(first);
    let mut before = first["now"].as_str().and_then(|it| it.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    for record in &records {
        let now = record["now"].as_str().and_then(|it| it.parse().ok()).unwrap_or(before);
        writer.turn(record, (before, now), &lines);
        before = now;
    }
    writer.told.push(format!("state: {}", talk.state.api_name()));
    Ok(Some(writer.told.join("\n") + "\n"))
}

/// Plays a written conversation and records it again: what recording is tested by.
pub async fn recorded_again(script: &Script, clinic: &ClinicFile) -> Result<Option<String>, DeskError> {
    let mut scene = Scene::open(script.start, script.with_known(clinic.clone())?).await?;
    scene.run(script).await?;
    match scene.conversation().await? {
        Some(talk) => recorded(&scene.desk, &talk.id).await,
        None => Ok(None),
    }
}

struct Writer {
    names: Pseudonyms,
    zone: TimeZone,
    told: Vec<String>,
    /// The last answer, whose choices may be tapped.
    shown: String,
    /// How many lines were looked at: several turns may share an instant.
    read: usize,
}

impl Writer {
    /// Who they are and what they have when it begins.
    fn begin(&mut self, first: &Value) {
        let at = first["now"].as_str().and_then(|it| it.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH);
        let (day, start) = (self.local(at, "%Y-%m-%d"), self.local(at, "%Y-%m-%d %H:%M"));
        self.told.push(format!("title: Recorded {day}; say here what it shows"));
        self.told.push(format!("start: {start}"));
        self.told.push(format!("phone: {PHONE}"));
        for patient in first["patients"].as_array().into_iter().flatten() {
            let name = self.names.veil(patient["name"].as_str().unwrap_or_default());
            self.told.push(format!("known: {name}"));
            let theirs = |it: &&Value| it["patient"] == patient["id"];
            for visit in first["appointments"].as_array().into_iter().flatten().filter(theirs) {
                let slot = &visit["slot"];
                let word = |name: &str| slot[name].as_str().unwrap_or_default();
                let from = word("from").parse().unwrap_or(Timestamp::UNIX_EPOCH);
                let from = self.local(from, "%Y-%m-%d %H:%M");
                self.told.push(format!("visit: {} {} {from}", word("practitioner"), word("service")));
            }
        }
    }

    fn turn(&mut self, record: &Value, (before, now): (Timestamp, Timestamp), lines: &[Message]) {
        if now.duration_since(before) >= SignedDuration::from_secs(PAUSE_SECONDS) {
            let at = self.local(now, "%Y-%m-%d %H:%M");
            self.told.push(format!("clock: {at}"));
        }
        let heard = record["heard"].as_array().cloned().unwrap_or_default();
        let done: Vec<String> = heard.iter().filter_map(|it| self.done(&it["steps"][0]["event"])).collect();
        for (index, line) in done.iter().enumerate() {
            let goes_on = index + 1 < done.len() && line.starts_with('>');
            self.told.push(if goes_on { format!(">{line}") } else { line.clone() });
        }
        let ours = |it: &Message| it.direction == Direction::Out && it.by.is_none() && it.at == now;
        let next = lines.iter().enumerate().skip(self.read).find(|(_, it)| ours(it));
        match next {
            Some((place, answer)) => {
                self.read = place + 1;
                self.shown.clone_from(&answer.text);
                let piece = piece(&self.names.veil(&answer.text));
                self.told.push(format!("< {piece}"));
            }
            None if !done.is_empty() => self.told.push("silence".to_owned()),
            None => {}
        }
    }

    /// What the patient did, as a line; none for what time did.
    fn done(&self, event: &Value) -> Option<String> {
        if let Some(words) = event["said"]["text"].as_str() {
            return Some(format!("> {}", self.names.veil(words).replace('\n', " | ")));
        }
        if let Some(title) = event["tapped"]["title"].as_str() {
            let there = self.shown.contains(&format!("[{title}]"));
            return Some(if there { format!("> [{title}]") } else { format!("> [old: {title}]") });
        }
        match event.as_str() {
            Some("sent_location") => Some("send: location".to_owned()),
            Some("sent_contact") => Some("send: contact card".to_owned()),
            Some("sent_unreadable") => Some("send: poll".to_owned()),
            _ => event["sent_media"].as_str().map(|it| match it {
                "Audio" | "VoiceNote" => "send: voice note".to_owned(),
                _ => "send: picture".to_owned(),
            }),
        }
    }

    fn local(&self, at: Timestamp, form: &str) -> String {
        at.to_zoned(self.zone.clone()).strftime(form).to_string()
    }
}

/// The beginning of the last sentence that is not a choice: the part that says what comes next.
fn piece(text: &str) -> String {
    let spoken = |it: &&str| !it.trim().is_empty() && !it.starts_with('[');
    let line = text.lines().rfind(spoken).unwrap_or_default();
    let short: String = line.trim().chars().take(PIECE_CHARACTERS).collect();
    let whole = short.len() == line.trim().len();
    if whole { short } else { short.rsplit_once(' ').map_or(short.clone(), |it| it.0.to_owned()) }
}
