//! What to do about each of Meta's error codes, wherever it arrives: in an answer or in a later status.
//! Absent: deadlines and counting; a reminder dies at its hour, however kind the delay here.

use jiff::SignedDuration;

/// What to do next about a message that was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Then {
    /// Try again, later each time.
    Retry,
    /// Too many messages to this one person (131056): try again after 4^attempt seconds, others meanwhile.
    RetryPair,
    /// The answer never came after the request had left: it may have been sent. Wait for a status that carries
    /// our id; nothing else can tell.
    Uncertain,
    /// The number or the account is limited: stop its queue and tell staff.
    PauseNumber,
    /// The token is not accepted: stop everything and tell staff.
    Token,
    /// The 24-hour window is closed: only a template goes.
    UseTemplate,
    /// Not to this person or not with this template, whatever we do: use another way.
    GiveUp,
    /// We built it wrong: log it and tell the makers.
    OurMistake,
}

/// What to do about `code`, whatever the HTTP status: resellers disagree about the statuses.
pub fn then_for(code: i64) -> Option<Then> {
    Some(match code {
        131_056 => Then::RetryPair,
        1 | 2 | 4 | 613 | 80_007 | 130_429 | 131_000 | 131_016 | 131_057 | 133_004 | 134_102 | 2_494_100 => {
            Then::Retry
        }
        368 | 130_497 | 131_031 | 131_037 | 131_042 | 131_044 | 131_045 | 131_048 | 131_064 | 134_011
        // The number is not registered, or its registration is being repaired.
        | 133_000 | 133_005 | 133_006 | 133_008..=133_010 | 133_015 | 133_016 => Then::PauseNumber,
        0 | 3 | 10 | 190 | 200..=299 | 131_005 => Then::Token,
        131_047 => Then::UseTemplate,
        131_021 | 131_026 | 131_030 | 130_472 | 131_049 | 131_050 | 131_062 | 137_000
        // The template is missing, paused or disabled: another template or another channel, not this one again.
        | 132_001 | 132_007 | 132_015 | 132_016 | 132_068 | 132_069 => Then::GiveUp,
        33 | 100 | 131_008 | 131_009 | 131_051..=131_053 | 131_055 | 131_063
        | 132_000 | 132_005 | 132_008 | 132_012 | 132_018 | 134_100 | 134_101 | 135_000 => Then::OurMistake,
        _ => return None,
    })
}

/// For a code that nobody listed, or an answer without one: the HTTP status decides.
pub(super) fn then_for_answer(code: Option<i64>, http: u16) -> Then {
    if let Some(then) = code.and_then(then_for) {
        return then;
    }
    match http {
        401 | 403 => Then::Token,
        429 => Then::Retry,
        // An error object means that Meta itself refused; a gateway's page means that nobody knows.
        500..=599 if code.is_some() => Then::Retry,
        408 | 500..=599 => Then::Uncertain,
        _ => Then::OurMistake,
    }
}

/// First pause before trying again; it doubles.
const RETRY_SECONDS: i64 = 2;
/// Meta's outages last minutes; an hour's silence would outlast most reminders.
const RETRY_SECONDS_MAX: i64 = 15 * 60;
/// Meta's own formula: 4^attempt seconds, for one person.
const PAIR_BASE: i64 = 4;
/// 4^6 seconds is more than an hour: nobody waits longer for an answer in a chat.
const PAIR_SECONDS_MAX: i64 = 60 * 60;
/// Statuses arrive within seconds; two minutes without one is as much as we will ever know.
const UNCERTAIN_SECONDS: i64 = 2 * 60;
/// Limits on a number are lifted by people or after hours; asking twice an hour does no harm.
const PAUSE_SECONDS: i64 = 30 * 60;
/// Someone has to put in a new token first.
const TOKEN_SECONDS: i64 = 5 * 60;

/// How long to wait before the next try after `attempt` tries (from 0); zero for what is not tried again.
pub fn retry_delay(then: Then, attempt: u32) -> SignedDuration {
    let growing =
        |first: i64, base: i64, limit: i64| first.saturating_mul(base.saturating_pow(attempt)).min(limit);
    SignedDuration::from_secs(match then {
        Then::Retry => growing(RETRY_SECONDS, 2, RETRY_SECONDS_MAX),
        Then::RetryPair => growing(1, PAIR_BASE, PAIR_SECONDS_MAX),
        Then::Uncertain => UNCERTAIN_SECONDS,
        Then::PauseNumber => PAUSE_SECONDS,
        Then::Token => TOKEN_SECONDS,
        Then::UseTemplate | Then::GiveUp | Then::OurMistake => 0,
    })
}
