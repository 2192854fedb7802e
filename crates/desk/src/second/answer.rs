//! What a model may answer, and what is made of it. Its word is a stranger's: a closed list of intents, none of which
//! settles anything, a topic, and a service that the clinic has. Times, choices and names stay our own reader's.

use serde::Deserialize;
use serde_json::{Value, json};
use svara_dialog::Effect;
use svara_language::{Intent, IntentReading, Reading, Topic};

/// A model's word counts as much, whatever it says of itself: less than a sure reading of our own.
const CONFIDENCE: f64 = 0.6;

/// What a model may take words for. Absent: whatever books, confirms, chooses, or changes a permission.
const INTENTS: [Intent; 25] = [
    Intent::Book,
    Intent::Reschedule,
    Intent::Cancel,
    Intent::CannotAttend,
    Intent::ListAppointments,
    Intent::AskAvailability,
    Intent::EarlierTime,
    Intent::RunningLate,
    Intent::Question,
    Intent::Prescription,
    Intent::TestResults,
    Intent::Insurance,
    Intent::Payment,
    Intent::Video,
    Intent::Symptom,
    Intent::Emergency,
    Intent::Human,
    Intent::Complaint,
    Intent::Praise,
    Intent::DataAccess,
    Intent::DataErasure,
    Intent::Greeting,
    Intent::Thanks,
    Intent::Goodbye,
    Intent::Unknown,
];

const TOPICS: [Topic; 13] = [
    Topic::OpeningHours,
    Topic::Address,
    Topic::Parking,
    Topic::Price,
    Topic::Preparation,
    Topic::Payment,
    Topic::Referral,
    Topic::Services,
    Topic::Practitioners,
    Topic::Covid,
    Topic::CancellationPolicy,
    Topic::Contact,
    Topic::Other,
];

/// A model's answer, as far as it kept to the schema.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    intent: Intent,
    topic: Option<Topic>,
    service: Option<String>,
}

impl Answer {
    /// From its text; none when it is anything but what was asked for.
    pub(super) fn parse(text: &str, services: &[String]) -> Option<Self> {
        let answer: Self = serde_json::from_str(text).ok()?;
        let known = answer.service.as_ref().is_none_or(|it| services.contains(it));
        (known && INTENTS.contains(&answer.intent)).then_some(answer)
    }

    /// It says itself that it doesn't know.
    pub(super) fn is_unsure(&self) -> bool {
        self.intent == Intent::Unknown
    }

    /// The reading with this answer in it; what our reader thought stays beside it.
    pub(super) fn onto(&self, reading: Reading) -> Reading {
        let mut alternatives = reading.intents;
        let when = reading.when.clone();
        alternatives.retain(|it| it.name != Intent::Unknown && it.name != self.intent);
        alternatives.extend(reading.alternatives);
        Reading {
            intents: vec![IntentReading { name: self.intent, confidence: CONFIDENCE, when }],
            alternatives,
            topic: self.topic.filter(|_| self.intent == Intent::Question).or(reading.topic),
            service: reading.service.or_else(|| self.service.clone()),
            ..reading
        }
    }
}

/// The schema of [`Answer`].
pub(super) fn schema(services: &[String]) -> Value {
    let services: Vec<Value> = services.iter().map(|it| json!(it)).chain([Value::Null]).collect();
    let topics: Vec<Value> = TOPICS.iter().map(|it| json!(it)).chain([Value::Null]).collect();
    json!({
        "type": "object",
        "properties": {
            "intent": { "type": "string", "enum": INTENTS },
            "topic": { "enum": topics },
            "service": { "enum": services },
        },
        "required": ["intent", "topic", "service"],
        "additionalProperties": false,
    })
}

/// Whether something would be settled: on a model's word alone, nothing is.
pub(super) fn settles(effects: &[Effect]) -> bool {
    effects.iter().any(|it| match it {
        Effect::Say(_)
        | Effect::Find(_)
        | Effect::FindPlans(_)
        | Effect::Release
        | Effect::TellStaff(_)
        | Effect::HandOver(_)
        | Effect::Source(_)
        | Effect::SetLanguage(_)
        | Effect::WantsCall(_) => false,
        Effect::Hold(_)
        | Effect::Book { .. }
        | Effect::BookPlan(_)
        | Effect::Move { .. }
        | Effect::Cancel(_)
        | Effect::AskOff(_)
        | Effect::Confirm(_)
        | Effect::Enrol { .. }
        | Effect::OptOut
        | Effect::OptIn
        | Effect::Wait { .. }
        | Effect::StopWaiting(_)
        | Effect::TakeOffer(_)
        | Effect::DeclineOffer(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fits_the_schema_is_an_answer() {
        let services = ["Undersökning".to_owned()];
        for (text, fits) in [
            (r#"{"intent":"book","topic":null,"service":"Undersökning"}"#, true),
            (r#"{"intent":"question","topic":"parking","service":null}"#, true),
            (r#"{"intent":"unknown","topic":null,"service":null}"#, true),
            (r#"{"intent":"book"}"#, true),
            // What may never be a model's word.
            (r#"{"intent":"yes","topic":null,"service":null}"#, false),
            (r#"{"intent":"choose","topic":null,"service":null}"#, false),
            (r#"{"intent":"confirm_attendance","topic":null,"service":null}"#, false),
            (r#"{"intent":"opt_out","topic":null,"service":null}"#, false),
            (r#"{"intent":"opt_in","topic":null,"service":null}"#, false),
            // What is no answer.
            (r#"{"intent":"book","topic":null,"service":"Ansiktslyft"}"#, false),
            (r#"{"intent":"book","topic":"weather","service":null}"#, false),
            (r#"{"intent":"delete_everything","topic":null,"service":null}"#, false),
            (r#"{"intent":"book","topic":null,"service":null,"reply":"Ring 0900-123"}"#, false),
            (r#"{"intent":"book","intent":"cancel","topic":null,"service":null}"#, false),
            (r#"{"intent":["book"],"topic":null,"service":null}"#, false),
            (r#"{"intent":"book","topic":null,"service":null} and more"#, false),
            ("```json\n{\"intent\":\"book\",\"topic\":null,\"service\":null}\n```", false),
            (r#"[{"intent":"book","topic":null,"service":null}]"#, false),
            ("book", false),
            ("", false),
        ] {
            assert_eq!(Answer::parse(text, &services).is_some(), fits, "{text}");
        }
        let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
        assert_eq!(Answer::parse(&deep, &services), None);
    }

    #[test]
    fn the_schema_lists_what_is_accepted_and_nothing_else() {
        let schema = schema(&["X".to_owned()]);
        let all = schema["properties"]["intent"]["enum"].as_array().expect("a list");
        for intent in all {
            let text = json!({ "intent": intent, "topic": null, "service": "X" }).to_string();
            assert!(Answer::parse(&text, &["X".to_owned()]).is_some(), "{text}");
        }
        assert_eq!(all.len(), INTENTS.len());
    }
}
