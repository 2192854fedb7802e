//! Structure-aware fuzzing of everything that reads what others wrote: notifications, the API's bodies, a clinic's file,
//! batch lines of `svara slots` and `svara understand`, a sign-in provider's answers. Seeds are kept beside this file,
//! changed as trees and then as bytes; nothing may panic, and no answer may be a fault of ours (5xx).
//!
//! In the suite each runs for two seconds from a fixed seed; `cargo xtask fuzz MINUTES` runs each for as long, from a
//! fresh one. A failure prints its input and how to play it again.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod bodies;
mod change;
mod lines;
mod open_id;
mod round;

#[path = "../doors/house.rs"]
#[expect(dead_code, reason = "the stories beside this use all of it")]
mod house;
#[path = "../doors/line.rs"]
#[expect(dead_code, reason = "the stories beside this use all of it")]
mod line;

mod settings {
    //! A house needs somebody to rehearse with.

    use futures_util::future::BoxFuture;
    use jiff::Timestamp;
    use svara_desk::DeskError;
    use svara_desk::clinic_file::ClinicFile;
    use svara_desk::rehearsal::{Proof, Rehearsal, Spoken};

    pub struct Curtain;

    impl Rehearsal for Curtain {
        fn converse(
            &self,
            _: ClinicFile,
            _: Timestamp,
            _: Vec<String>,
        ) -> BoxFuture<'_, Result<Vec<Spoken>, DeskError>> {
            Box::pin(async { Ok(Vec::new()) })
        }

        fn prove(
            &self,
            _: ClinicFile,
            _: Vec<(String, String)>,
        ) -> BoxFuture<'_, Result<Vec<Proof>, DeskError>> {
            Box::pin(async { Ok(Vec::new()) })
        }
    }
}
