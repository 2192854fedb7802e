//! What a run tells: one JSON object, added up over seeds.

use serde::Serialize;
use std::collections::BTreeMap;

/// One broken promise, and how to see it again.
#[derive(Clone, Debug, Serialize)]
pub struct ViolationReport {
    /// Which seed.
    pub seed: u64,
    /// Which invariant, such as `I1`.
    pub invariant: String,
    /// What was found.
    pub what: String,
    /// The command that shows it again.
    pub replay: String,
    /// The last steps before it.
    pub trace: Vec<String>,
}

/// Rates over all seeds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Rates {
    /// Of the messages that the desk dealt with, how many needed no person.
    pub answered_without_a_person: f64,
    /// Simulated seconds from the patient's words to the answer at the provider: half of them took less.
    pub answer_seconds_median: f64,
    /// Ninety-nine of a hundred took less.
    pub answer_seconds_p99: f64,
}

/// The whole run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How many seeds were played.
    pub seeds: u64,
    /// The first of them.
    pub seed: u64,
    /// The simulated days of each.
    pub days: u32,
    /// Clinics in each.
    pub clinics: usize,
    /// Patients in each.
    pub patients: usize,
    /// `none`, `some` or `storm`.
    pub faults_asked: String,
    /// `memory`, `sqlite` or `postgres`.
    pub store: String,
    /// Gates passed and things that happened.
    pub steps: u64,
    /// Messages that patients wrote.
    pub messages: u64,
    /// Messages that the provider took.
    pub sent: u64,
    /// Visits booked.
    pub bookings: u64,
    /// Answers that went twice because the provider's answer was lost, or a process died in between.
    pub replies_repeated: u64,
    /// Messages set aside for a person after several failures.
    pub set_aside: u64,
    /// What went wrong, by kind.
    pub faults: BTreeMap<String, u64>,
    /// How often each invariant was asked.
    pub checks: BTreeMap<String, u64>,
    /// What did not hold.
    pub violations: Vec<ViolationReport>,
    /// Rates.
    pub rates: Rates,
    /// The same for the same seeds and options.
    pub trace_hash: String,
    /// Processor seconds of this process.
    pub cpu_seconds: f64,
    /// Simulated weeks of one clinic in a processor second.
    pub clinic_weeks_per_cpu_second: f64,
}

/// What one seed comes to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub(super) steps: u64,
    pub(super) messages: u64,
    pub(super) sent: u64,
    pub(super) bookings: u64,
    pub(super) repeated: u64,
    pub(super) set_aside: u64,
    pub(super) answers: u64,
    pub(super) handed_over: u64,
    pub(super) waits: Vec<i64>,
    pub(super) faults: BTreeMap<&'static str, u64>,
    pub(super) checks: BTreeMap<&'static str, u64>,
    pub(super) violation: Option<ViolationReport>,
    pub(super) trace_hash: String,
}

impl Outcome {
    /// The hash of everything that happened.
    pub fn trace_hash(&self) -> &str {
        &self.trace_hash
    }

    /// What did not hold.
    pub fn violation(&self) -> Option<&ViolationReport> {
        self.violation.as_ref()
    }
}

/// Adds up seeds.
#[derive(Default)]
pub struct Sum {
    report: Report,
    answers: u64,
    handed_over: u64,
    waits: Vec<i64>,
    hash: u64,
}

impl Sum {
    /// Begins with what was asked for.
    pub fn new(report: Report) -> Self {
        Self { report, ..Self::default() }
    }

    /// One seed more.
    pub fn add(&mut self, outcome: Outcome) {
        let report = &mut self.report;
        report.seeds += 1;
        report.steps += outcome.steps;
        report.messages += outcome.messages;
        report.sent += outcome.sent;
        report.bookings += outcome.bookings;
        report.replies_repeated += outcome.repeated;
        report.set_aside += outcome.set_aside;
        for (kind, count) in outcome.faults {
            *report.faults.entry(kind.to_owned()).or_default() += count;
        }
        for (id, count) in outcome.checks {
            *report.checks.entry(id.to_owned()).or_default() += count;
        }
        report.violations.extend(outcome.violation);
        if report.seeds == 1 {
            report.trace_hash = outcome.trace_hash;
        } else {
            let one = u64::from_str_radix(&outcome.trace_hash, 16).unwrap_or(0);
            let before = u64::from_str_radix(&report.trace_hash, 16).unwrap_or(0);
            self.hash = before.rotate_left(7) ^ one;
            report.trace_hash = format!("{:016x}", self.hash);
        }
        self.answers += outcome.answers;
        self.handed_over += outcome.handed_over;
        self.waits.extend(outcome.waits);
    }

    /// The report, with what it cost.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub fn finish(mut self, cpu_seconds: f64) -> Report {
        self.waits.sort_unstable();
        let seconds = |percent: usize| {
            let at = (self.waits.len() * percent).div_ceil(100).saturating_sub(1);
            self.waits.get(at).map_or(0.0, |it| (*it / 1_000) as f64 / 1_000.0)
        };
        let dealt_with = (self.answers + self.handed_over).max(1) as f64;
        self.report.rates = Rates {
            answered_without_a_person: ((self.answers as f64 / dealt_with) * 1_000.0).round() / 1_000.0,
            answer_seconds_median: seconds(50),
            answer_seconds_p99: seconds(99),
        };
        let weeks =
            (self.report.seeds * self.report.clinics as u64 * u64::from(self.report.days)) as f64 / 7.0;
        self.report.cpu_seconds = (cpu_seconds * 100.0).round() / 100.0;
        if cpu_seconds > 0.0 {
            self.report.clinic_weeks_per_cpu_second = ((weeks / cpu_seconds) * 100.0).round() / 100.0;
        }
        self.report
    }
}
