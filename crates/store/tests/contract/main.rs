//! Every function of the store, run on both engines, and a test that none was left out.
//!
//! A story is one unit of work, or several when it is about what others see in between. The same text runs on
//! SQLite and PostgreSQL; a difference between them is a failure.
#![expect(clippy::unwrap_used, reason = "in a test, a panic is how it fails")]

mod absences;
mod audit;
mod bookings;
mod books;
mod chance;
mod coverage;
mod inbox;
mod incidents;
mod keys;
mod lanes;
mod later;
mod learning;
mod news;
mod opening;
mod outbox;
mod people;
mod plans;
mod race;
mod reviews;
mod rights;
mod rooms;
mod schema;
mod sealed;
mod settings;
mod staff;
mod storm;
mod talk;
mod together;
mod trust;
mod turns;
mod unit;
mod visits;
mod waiting;
mod world;

/// Runs each story on both engines.
macro_rules! on_both_engines {
    ($($module:ident :: $story:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                crate::$module::$story(crate::world::sqlite().await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                crate::$module::$story(crate::world::postgres().await).await;
            })*
        }
    };
}

on_both_engines![
    people::a_clinic_is_saved_and_found,
    people::a_contact_is_recognised_by_number_and_by_id,
    people::an_address_belongs_to_its_newest_owner,
    people::patients_are_kept_behind_their_contact,
    people::the_newest_permission_decides,
    people::consent_to_marketing_is_a_record_of_its_own,
    people::a_forgotten_patient_leaves_only_times,
    people::a_shared_contact_stays_when_one_child_is_forgotten,
    people::a_restored_backup_forgets_again,
    inbox::a_notification_is_recorded_once,
    inbox::a_key_with_line_breaks_is_handled_like_any_other,
    inbox::a_sender_is_worked_on_by_one_at_a_time,
    inbox::a_failure_makes_the_sender_wait,
    inbox::what_cannot_be_handled_is_set_aside,
    inbox::contents_go_before_keys,
    turns::clinics_take_turns,
    turns::a_flood_from_one_patient_is_read_in_portions,
    turns::answers_go_before_reminders_and_reminders_still_go,
    talk::one_conversation_is_open_at_a_time,
    talk::memory_is_saved_only_over_the_version_read,
    talk::conversations_are_listed_newest_first,
    talk::a_conversation_shows_its_newest_lines,
    talk::one_card_is_open_at_a_time,
    outbox::nothing_overtakes_within_a_conversation,
    outbox::a_dedupe_key_sends_once,
    outbox::what_is_queued_for_a_purpose_can_be_dropped,
    outbox::a_status_never_goes_down,
    outbox::a_report_may_come_before_the_answer,
    outbox::what_was_being_sent_at_a_crash_is_found,
    outbox::a_message_is_retried_failed_or_dropped,
    outbox::what_is_put_off_holds_back_nothing_that_comes_after_it,
    outbox::answers_of_the_machine_are_counted_for_a_contact,
    incidents::an_incident_is_kept_with_its_steps_until_it_is_closed,
    incidents::the_desk_opens_one_of_a_kind_at_a_time,
    incidents::a_checkpoint_beyond_the_chain_does_not_fit,
    reviews::the_looks_of_a_time_are_found_and_nothing_else,
    reviews::who_has_to_do_with_the_clinic_is_known,
    reviews::a_review_is_drawn_once_and_judged,
    visits::a_visit_is_booked_moved_and_called_off,
    visits::two_visits_cannot_overlap,
    visits::a_hold_keeps_a_time_until_it_expires,
    visits::a_group_visit_fills_seat_by_seat,
    visits::a_block_closes_a_time,
    visits::visits_are_listed_by_time_number_and_status,
    visits::the_database_itself_refuses_overlaps,
    bookings::a_patient_is_at_one_place_at_a_time,
    bookings::an_overbooked_visit_sits_beside_one_and_no_third_does,
    bookings::a_visit_bears_marks_and_a_patient_their_no_shows,
    bookings::what_is_said_of_a_subject_is_found,
    bookings::the_same_request_gets_the_same_answer,
    books::an_auditor_sees_lines_states_and_what_is_due,
    books::an_auditor_sees_what_waits_and_what_is_kept,
    storm::no_storm_makes_two_meet_or_leaves_half_a_plan,
    together::what_is_booked_together_is_found_together,
    together::a_mark_undoes_a_part_and_keeps_the_rest,
    together::what_was_shown_counts_for_others_and_for_a_while,
    waiting::one_wish_a_patient_and_service_stands,
    waiting::a_freed_time_keeps_itself_while_somebody_is_asked,
    waiting::nobody_is_asked_about_one_time_twice,
    absences::an_absence_goes_step_by_step,
    absences::an_absence_remembers_its_blocks_and_visits,
    later::a_job_runs_once_for_its_key,
    later::a_mail_is_queued_and_sent,
    later::the_audit_chain_tells_where_it_was_changed,
    audit::each_of_many_may_ask_who_looked,
    audit::a_checkpoint_fits_until_the_chain_is_cut,
    audit::the_database_refuses_to_change_what_proves,
    staff::staff_sign_in_with_links_and_sessions,
    staff::a_session_is_completed_locked_and_ended,
    staff::a_second_factor_opens_once_a_step,
    staff::standing_and_identity_change_who_may_come_in,
    staff::an_invitation_opens_once,
    staff::settings_are_kept,
    learning::turns_are_kept_in_order_and_go_in_time,
    learning::a_clinics_rules_are_kept_by_their_fingerprint,
    learning::lessons_are_kept_until_they_are_closed_or_old,
    learning::what_is_taught_waits_until_it_is_put_to_use,
    learning::a_clinics_own_conversations_are_kept_by_name,
    learning::an_answer_keeps_its_source,
    learning::a_days_budget_is_used_up_and_forgotten,
    learning::whoever_is_forgotten_leaves_no_turn_and_no_lesson,
    rooms::a_patient_is_found_by_parts_and_by_ear,
    rooms::two_entries_become_one_and_two_again,
    rooms::notes_and_drafts_go_with_the_person,
    rooms::what_came_beside_the_words_is_sealed_and_goes_with_its_message,
    rooms::what_became_of_the_assistants_drafts_is_counted,
    rooms::a_thread_comes_in_pages_with_what_the_patient_saw,
    rooms::the_inbox_shows_what_each_person_has_not_read,
    settings::a_set_up_has_revisions_and_a_stale_one_is_noticed,
    settings::what_has_visits_coming_is_in_use,
    trust::a_doubt_stays_until_somebody_made_sure,
    trust::the_newest_risk_analysis_comes_first,
    trust::what_stands_behind_sign_in_is_kept_and_a_sign_in_is_used_once,
    rights::a_flag_is_set_once_and_lifted,
    rights::both_versions_of_a_correction_stay,
    rights::a_request_is_closed_once_by_its_own_clinic,
    rights::what_is_older_than_its_limit_goes_unless_it_is_held,
    keys::a_new_master_key_takes_over_and_the_old_one_opens_nothing,
    race::a_hundred_patients_race_for_fifty_times,
    race::a_thousand_clients_race_for_one_time,
    race::two_who_change_places_at_once_are_both_answered,
    race::eight_workers_share_a_hundred_jobs,
    unit::a_failing_unit_is_undone_alone,
    news::news_are_heard_in_order_and_not_by_who_told_them,
    news::who_slept_too_long_learns_that_something_is_missing,
    news::many_who_tell_at_once_leave_no_hole,
    news::a_call_wakes_who_listens,
    news::keys_that_were_dropped_from_memory_are_read_again,
    schema::what_is_planned_is_what_runs,
    schema::who_works_meanwhile_goes_on_when_columns_are_added,
    unit::a_panic_fails_its_unit_only,
    unit::a_reader_sees_what_was_committed,
    unit::another_master_key_is_refused,
    unit::a_closed_store_says_so,
];
