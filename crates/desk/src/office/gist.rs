//! What a turn did with a message, in one word: for people who compare how it was answered with how it would be.

/// What was done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gist {
    /// Something was booked, moved, called off, confirmed or permitted.
    Settles,
    /// A person takes over, or is told.
    HandsOver,
    /// Times are looked for.
    LooksForTimes,
    /// The desk said that it did not understand.
    NotUnderstood,
    /// Something is asked back.
    Asks,
    /// It is answered with words.
    Answers,
    /// Nothing at all.
    Nothing,
}

impl Gist {
    /// Of what was decided, each effect on a line as the record tells it; the weightiest counts.
    pub(crate) fn of(decided: &str) -> Self {
        decided.lines().map(Self::of_one).min().unwrap_or(Self::Nothing)
    }

    fn of_one(effect: &str) -> Self {
        let Some(said) = effect.strip_prefix("Say ") else {
            let name = effect.split(['(', ' ', '{']).next().unwrap_or_default();
            return match name {
                "HandOver" | "TellStaff" => Self::HandsOver,
                "Find" => Self::LooksForTimes,
                "" | "Source" | "SetLanguage" | "Release" => Self::Nothing,
                _ => Self::Settles,
            };
        };
        let mut keys = said.split(' ').take_while(|it| !it.starts_with(['[', '<', '#']));
        if keys.clone().any(|it| it.contains("not-understood")) {
            Self::NotUnderstood
        } else if keys.any(|it| it.starts_with("ask-")) {
            Self::Asks
        } else {
            Self::Answers
        }
    }

    /// As served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settles => "settles",
            Self::HandsOver => "hands_over",
            Self::LooksForTimes => "looks_for_times",
            Self::NotUnderstood => "not_understood",
            Self::Asks => "asks",
            Self::Answers => "answers",
            Self::Nothing => "nothing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_effect_is_the_gist() {
        for (decided, gist) in [
            ("", Gist::Nothing),
            ("Say greeting not-understood #0a", Gist::NotUnderstood),
            ("Say not-understood-again #0a", Gist::NotUnderstood),
            ("Say greeting #0a\nFind(Request { windows: [] })", Gist::LooksForTimes),
            ("Say hand-over #0a\nHandOver(Asked)", Gist::HandsOver),
            ("Say ask-cancel [cancel-surely:1 button] #0a", Gist::Asks),
            ("Say price #0a\nSource(\"price\")", Gist::Answers),
            ("Release\nBook { slot: 1 }", Gist::Settles),
            ("OptOut\nSay opted-out #0a", Gist::Settles),
        ] {
            assert_eq!(Gist::of(decided), gist, "{decided}");
        }
    }
}
