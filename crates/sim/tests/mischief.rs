//! Planted mistakes: the auditor finds each of them within fifty seeds.
#![expect(clippy::unwrap_used, reason = "a test's helpers may panic")]

use svara_sim::simulate::{Options, Weather, play};
use svara_store::mischief::{Mischief, plant};
use svara_store::{MasterKey, Store};

/// More would only show that the days are too quiet.
const SEEDS_MAX: u64 = 50;

async fn is_found(mischief: Mischief, invariants: &[&str]) {
    for seed in 0..SEEDS_MAX {
        let options = Options {
            seed,
            days: 4,
            patients: 10,
            clinics: 2,
            weather: Weather::Some,
            trace: false,
            replay: String::new(),
        };
        let store = Store::open("sqlite::memory:", MasterKey::from_bytes([9; 32])).await.unwrap();
        plant(Some(mischief));
        let outcome = play(&options, store).await.unwrap();
        plant(None);
        if let Some(found) = outcome.violation() {
            assert!(
                invariants.contains(&found.invariant.as_str()),
                "{mischief:?} was taken for {} with seed {seed}: {}",
                found.invariant,
                found.what
            );
            return;
        }
    }
    panic!("nobody noticed {mischief:?} in {SEEDS_MAX} seeds");
}

macro_rules! found {
    ($($name:ident: $mischief:ident as $($id:literal)|+;)*) => {$(
        #[tokio::test]
        async fn $name() {
            is_found(Mischief::$mischief, &[$($id),+]).await;
        }
    )*};
}

found! {
    two_visits_in_one_place_are_found: TwoInOnePlace as "I1";
    a_hold_that_keeps_nothing_is_found: HoldsKeepNothing as "I2";
    a_booking_that_nobody_hears_of_is_found: BookedInSilence as "I4" | "I29";
    a_message_taken_in_again_is_found: TakenInAgain as "I5";
    a_message_thanked_for_and_forgotten_is_found: ThankedAndForgotten as "I6";
    messages_read_as_they_came_are_found: ReadAsTheyCame as "I7";
    a_report_that_takes_back_another_is_found: NewestReportWins as "I8";
    free_words_after_the_window_are_found: WindowForgotten as "I9";
    half_a_template_is_found: HalfATemplate as "I10";
    a_forgotten_permission_is_found: PermissionForgotten as "I11";
    a_reminder_that_tells_too_much_is_found: TellsTheKind as "I12";
    a_second_reminder_is_found: RemindsAgain as "I13" | "I31";
    a_forgotten_reminder_is_found: RemindersForgotten as "I14";
    a_word_of_what_was_moved_is_found: SpeaksOfThePast as "I16" | "I19";
    a_message_sent_again_is_found: SentAgain as "I17";
    five_minutes_more_are_found: FiveMinutesMore as "I19";
    a_revision_that_stays_is_found: RevisionStays as "I20";
    another_clinics_number_is_found: WrongNumber as "I21";
    a_look_that_nobody_noted_is_found: LookUnnoted as "I23";
    a_broken_chain_is_found: ChainBroken as "I24";
    what_is_kept_for_ever_is_found: KeptForEver as "I26";
    a_log_that_talks_is_found: TalksInTheLog as "I27";
    a_desk_that_speaks_over_people_is_found: SpeaksOver as "I28";
    a_desk_that_hides_what_it_is_is_found: Anonymous as "I29";
    a_patient_left_without_an_answer_is_found: LeftUnanswered as "I35";
}
