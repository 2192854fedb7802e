//! Every word said to a patient, from Fluent files by language. Keys are an enum, so a sentence that doesn't exist
//! cannot be said; a test holds that both languages have exactly these keys.
//!
//! Absent: deciding what to say. That is `svara-dialog`.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;
use svara_model::Language;
use unic_langid::{LanguageIdentifier, langid};

/// One sentence with what it is filled with.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    key: Key,
    arguments: Vec<(&'static str, Argument)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    Text(String),
    Number(i64),
}

impl Phrase {
    /// A sentence that needs nothing more.
    pub fn new(key: Key) -> Self {
        Self { key, arguments: Vec::new() }
    }

    /// Fills in a text.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.arguments.push((name, Argument::Text(text.into())));
        self
    }

    /// Fills in a number, which may change the words around it.
    #[must_use]
    pub fn with_number(mut self, name: &'static str, number: impl Into<i64>) -> Self {
        self.arguments.push((name, Argument::Number(number.into())));
        self
    }

    /// The same values in another sentence.
    #[must_use]
    pub fn reworded(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// Which sentence.
    pub fn key(&self) -> Key {
        self.key
    }

    /// A text that it is filled with.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find_map(|(known, value)| match value {
            Argument::Text(text) if *known == name => Some(text.as_str()),
            _ => None,
        })
    }
}

macro_rules! keys {
    ($($name:ident = $text:literal,)*) => {
        /// A sentence of the desk's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the Fluent files hold the words, and the names say the occasion")]
        pub enum Key { $($name,)* }

        impl Key {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As the Fluent files write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

keys! {
    Introduction = "introduction",
    Greeting = "greeting",
    GreetingPlain = "greeting-plain",
    HowCanIHelp = "how-can-i-help",
    ButtonBook = "button-book",
    ButtonMine = "button-mine",
    ButtonHuman = "button-human",
    ButtonMove = "button-move",
    ButtonCancel = "button-cancel",
    ButtonKeep = "button-keep",
    ButtonCancelSurely = "button-cancel-surely",
    ButtonSwap = "button-swap",
    ButtonConfirm = "button-confirm",
    ButtonNeedsChange = "button-needs-change",
    ButtonCalendar = "button-calendar",
    ButtonMap = "button-map",
    ButtonOther = "button-other",
    ListOpen = "list-open",
    OfferTimes = "offer-times",
    OfferTimesWith = "offer-times-with",
    OfferOne = "offer-one",
    OfferWider = "offer-wider",
    OfferMove = "offer-move",
    OfferMoveOne = "offer-move-one",
    ServiceFor = "service-for",
    OfferAgain = "offer-again",
    TimeGone = "time-gone",
    TimeGoneNothing = "time-gone-nothing",
    OldButton = "old-button",
    OldTime = "old-time",
    NothingClosed = "nothing-closed",
    NothingAway = "nothing-away",
    NothingFull = "nothing-full",
    NothingTooSoon = "nothing-too-soon",
    NothingTooFar = "nothing-too-far",
    NothingAtAll = "nothing-at-all",
    NothingEarlier = "nothing-earlier",
    NoneEarlierThan = "none-earlier-than",
    AskWhenVague = "ask-when-vague",
    AskName = "ask-name",
    AskNameOther = "ask-name-other",
    AskNameSomeone = "ask-name-someone",
    AskNameAgain = "ask-name-again",
    AskWhom = "ask-whom",
    AskWhomAgain = "ask-whom-again",
    AskWhichSlot = "ask-which-slot",
    AskWhichMove = "ask-which-move",
    AskWhichCancel = "ask-which-cancel",
    AskWhich = "ask-which",
    Booked = "booked",
    BookedFor = "booked-for",
    BookedPlace = "booked-place",
    BookedPreparation = "booked-preparation",
    BookedReminder = "booked-reminder",
    Moved = "moved",
    AlreadyBooked = "already-booked",
    AskSwap = "ask-swap",
    AskCancel = "ask-cancel",
    Cancelled = "cancelled",
    CancelledRebook = "cancelled-rebook",
    AlreadyCancelled = "already-cancelled",
    VisitGone = "visit-gone",
    LateCancel = "late-cancel",
    Kept = "kept",
    MoveOrCancel = "move-or-cancel",
    NoAppointments = "no-appointments",
    AskToBook = "ask-to-book",
    OneAppointment = "one-appointment",
    OneAppointmentFor = "one-appointment-for",
    ManyAppointments = "many-appointments",
    ManyAppointmentsFor = "many-appointments-for",
    AppointmentLine = "appointment-line",
    Confirmed = "confirmed",
    RunningLate = "running-late",
    HandOver = "hand-over",
    HandOverMedical = "hand-over-medical",
    HandOverComplaint = "hand-over-complaint",
    HandOverData = "hand-over-data",
    HandOverMedia = "hand-over-media",
    HandOverNotUnderstood = "hand-over-not-understood",
    HandOverNoAnswer = "hand-over-no-answer",
    PromiseOpen = "promise-open",
    PromiseSoon = "promise-soon",
    PromiseToday = "promise-today",
    PromiseLater = "promise-later",
    Emergency = "emergency",
    Symptom = "symptom",
    NotUnderstood = "not-understood",
    NotUnderstoodHere = "not-understood-here",
    NotUnderstoodTimes = "not-understood-times",
    NotUnderstoodButtons = "not-understood-buttons",
    Unreadable = "unreadable",
    LocationReceived = "location-received",
    ContactReceived = "contact-received",
    OptedOut = "opted-out",
    OptedIn = "opted-in",
    Thanks = "thanks",
    Goodbye = "goodbye",
    Praise = "praise",
    Okay = "okay",
    LanguageSet = "language-set",
    LanguageOnly = "language-only",
    AnswerHours = "answer-hours",
    AnswerAddress = "answer-address",
    AnswerPrice = "answer-price",
    AnswerPrices = "answer-prices",
    AnswerPriceLine = "answer-price-line",
    AnswerPreparation = "answer-preparation",
    AnswerServices = "answer-services",
    AnswerPractitioners = "answer-practitioners",
    AnswerPractitionerLine = "answer-practitioner-line",
    AnswerContact = "answer-contact",
    AnswerCancellation = "answer-cancellation",
    AnswerOpenDay = "answer-open-day",
    AnswerClosedDay = "answer-closed-day",
    AnswerClosedDayWhy = "answer-closed-day-why",
    AnswerOpenNow = "answer-open-now",
    AnswerClosedNow = "answer-closed-now",
    AnswerServiceYes = "answer-service-yes",
    AnswerServiceYesFree = "answer-service-yes-free",
    AnswerRaw = "answer-raw",
    BackToOffer = "back-to-offer",
    BackToName = "back-to-name",
    BackToNameSomeone = "back-to-name-someone",
    StartOver = "start-over",
    AsISaid = "as-i-said",
    NotWhatYouMeant = "not-what-you-meant",
    HowCanIHelpAgain = "how-can-i-help-again",
    BackToOfferAgain = "back-to-offer-again",
    AskWhichSlotAgain = "ask-which-slot-again",
    AskWhomRepeat = "ask-whom-repeat",
    AskWhomStill = "ask-whom-still",
    AskWhichRepeat = "ask-which-repeat",
    AskCancelAgain = "ask-cancel-again",
    MoveOrCancelAgain = "move-or-cancel-again",
    AskSwapAgain = "ask-swap-again",
    AskToBookAgain = "ask-to-book-again",
    AskWhenAgain = "ask-when-again",
    BackToNameAgain = "back-to-name-again",
    BackToNameSomeoneAgain = "back-to-name-someone-again",
    AskLastNameAgain = "ask-last-name-again",
    OfferAgainMore = "offer-again-more",
    OfferOneAgain = "offer-one-again",
    OfferWiderAgain = "offer-wider-again",
    OldButtonAgain = "old-button-again",
    NotUnderstoodAgain = "not-understood-again",
    NotUnderstoodHereAgain = "not-understood-here-again",
    UnreadableAgain = "unreadable-again",
    ReceivedAgain = "received-again",
    ThanksAgain = "thanks-again",
    GoodbyeAgain = "goodbye-again",
    OkayAgain = "okay-again",
    KeptAgain = "kept-again",
    ConfirmedAlready = "confirmed-already",
    SymptomAgain = "symptom-again",
    PraiseAgain = "praise-again",
    RunningLateAgain = "running-late-again",
    OptedOutAlready = "opted-out-already",
    OptedInAlready = "opted-in-already",
    PassedOnAlready = "passed-on-already",
    NoneEarlierStill = "none-earlier-still",
    StartAfresh = "start-afresh",
    NothingToUndo = "nothing-to-undo",
    NothingUnderWay = "nothing-under-way",
    UndoMoved = "undo-moved",
    UndoCancelled = "undo-cancelled",
    Calm = "calm",
    Reminder = "reminder",
    StaffMoved = "staff-moved",
    StaffCancelled = "staff-cancelled",
    MailBookedSubject = "mail-booked-subject",
    MailBookedBody = "mail-booked-body",
    MailMovedSubject = "mail-moved-subject",
    MailMovedBody = "mail-moved-body",
    MailCancelledSubject = "mail-cancelled-subject",
    MailCancelledBody = "mail-cancelled-body",
    PermissionWording = "permission-wording",
    PagePermissionTitle = "page-permission-title",
    PagePermissionGiven = "page-permission-given",
    PagePermissionNone = "page-permission-none",
    PagePermissionStays = "page-permission-stays",
    PagePermissionStop = "page-permission-stop",
    PagePermissionStart = "page-permission-start",
    PageOverTitle = "page-over-title",
    PageOver = "page-over",
    NeutralVisit = "neutral-visit",
    SecureOffer = "secure-offer",
    SecureOfferOne = "secure-offer-one",
    SecureBooked = "secure-booked",
    SecureMoved = "secure-moved",
    SecureCancelled = "secure-cancelled",
    SecureAskCancel = "secure-ask-cancel",
    SecureKept = "secure-kept",
    SecureConfirmed = "secure-confirmed",
    SecureAlready = "secure-already",
    SecureMore = "secure-more",
    SecureOnly = "secure-only",
    SecureReminder = "secure-reminder",
    SecureStaffMoved = "secure-staff-moved",
    SecureStaffCancelled = "secure-staff-cancelled",
    SecureMessage = "secure-message",
    PageSecureTitle = "page-secure-title",
    PageSecureWhy = "page-secure-why",
    PageSecureSignIn = "page-secure-sign-in",
    PageSecureVisits = "page-secure-visits",
    PageSecureNoVisits = "page-secure-no-visits",
    PageSecureLine = "page-secure-line",
    PageSecureMessages = "page-secure-messages",
    PageSecureNotYou = "page-secure-not-you",
    PageSecureWeak = "page-secure-weak",
    PageSecureFailed = "page-secure-failed",
    PageSecureLeave = "page-secure-leave",
}

/// By room of the house; each pair of files has the same keys in both languages.
const SWEDISH: &str = concat!(include_str!("../texts/sv.ftl"), "\n", include_str!("../texts/trust.sv.ftl"));
const ENGLISH: &str = concat!(include_str!("../texts/en.ftl"), "\n", include_str!("../texts/trust.en.ftl"));

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: &Language) -> &'static Bundle {
    static SWEDISH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    static ENGLISH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    match language.as_str() {
        "sv" | "nb" | "nn" | "no" | "da" => SWEDISH_BUNDLE.get_or_init(|| build(langid!("sv"), SWEDISH)),
        _ => ENGLISH_BUNDLE.get_or_init(|| build(langid!("en"), ENGLISH)),
    }
}

fn build(language: LanguageIdentifier, text: &str) -> Bundle {
    let resource =
        FluentResource::try_new(text.to_owned()).expect("the texts in the binary were parsed by a test");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Direction marks around values would show as boxes on old phones and break a button's length.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("a test holds that no key comes twice");
    bundle
}

/// The sentence in a language; languages without texts of their own read the nearest that has.
pub fn render(phrase: &Phrase, language: &Language) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(phrase.key.as_str()).and_then(|it| it.value()) else {
        return String::new();
    };
    let mut arguments = FluentArgs::new();
    for (name, value) in &phrase.arguments {
        match value {
            Argument::Text(text) => arguments.set(*name, FluentValue::from(text.as_str())),
            Argument::Number(number) => arguments.set(*name, FluentValue::from(*number)),
        }
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys_of(text: &str) -> BTreeSet<String> {
        text.lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .filter(|key| key.starts_with(|it: char| it.is_ascii_lowercase()))
            .collect()
    }

    #[test]
    fn both_languages_have_exactly_our_keys() {
        let ours: BTreeSet<String> = Key::ALL.iter().map(|it| it.as_str().to_owned()).collect();
        for (name, text) in [("sv", SWEDISH), ("en", ENGLISH)] {
            let theirs = keys_of(text);
            assert_eq!(
                ours.difference(&theirs).collect::<Vec<_>>(),
                Vec::<&String>::new(),
                "missing in {name}"
            );
            assert_eq!(
                theirs.difference(&ours).collect::<Vec<_>>(),
                Vec::<&String>::new(),
                "unused in {name}"
            );
        }
    }

    #[test]
    fn both_languages_fill_in_the_same_values() {
        let values = |text: &'static str| -> std::collections::BTreeMap<String, BTreeSet<String>> {
            let mut found = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
            let mut key = String::new();
            for line in text.lines() {
                if let Some((name, _)) =
                    line.split_once(" =").filter(|_| line.starts_with(|it: char| it.is_ascii_lowercase()))
                {
                    key = name.to_owned();
                }
                for part in line.split('$').skip(1) {
                    let name = part.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
                    found.entry(key.clone()).or_default().insert(name.to_owned());
                }
            }
            found
        };
        assert_eq!(values(SWEDISH), values(ENGLISH));
    }

    #[test]
    fn every_sentence_parses() {
        for text in [SWEDISH, ENGLISH] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
        }
    }

    #[test]
    fn buttons_fit_a_phone() {
        for language in [Language::swedish(), Language::english()] {
            for key in Key::ALL.iter().filter(|it| it.as_str().starts_with("button-")) {
                let label = render(&Phrase::new(*key), &language);
                assert!(label.encode_utf16().count() <= 20, "{label}");
            }
        }
    }
}
