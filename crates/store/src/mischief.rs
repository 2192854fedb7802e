//! Planted mistakes, one for each promise that the simulation checks: a test plants one and shows that the auditor
//! finds it (`crates/sim/tests/mischief.rs`). An auditor that never finds anything proves nothing.
//!
//! Absent from every build but that test's: without the feature `mischief` nothing can be planted, and every
//! question here is answered "no" at compile time.

/// A mistake somebody could make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mischief {
    /// A visit takes nobody's time (I1).
    TwoInOnePlace,
    /// A hold keeps nothing (I2).
    HoldsKeepNothing,
    /// A booking is made and something else is said (I4).
    BookedInSilence,
    /// A message that comes again is a new one (I5).
    TakenInAgain,
    /// Answered with 200 before it is stored (I6).
    ThankedAndForgotten,
    /// Read in the order of arrival (I7).
    ReadAsTheyCame,
    /// The newest report counts, whatever it says (I8).
    NewestReportWins,
    /// Free words at any time (I9).
    WindowForgotten,
    /// A template without its parameters (I10).
    HalfATemplate,
    /// Nobody asks for permission (I11).
    PermissionForgotten,
    /// A reminder names the kind of visit (I12).
    TellsTheKind,
    /// A reminder is planned again once it has left (I13, I31).
    RemindsAgain,
    /// No reminder, and no reason (I14).
    RemindersForgotten,
    /// A message speaks of a visit as it was (I16).
    SpeaksOfThePast,
    /// Sent, and sent again (I17).
    SentAgain,
    /// Five minutes more than the service (I19).
    FiveMinutesMore,
    /// A move that leaves the revision alone (I20).
    RevisionStays,
    /// Sent from another clinic's number (I21).
    WrongNumber,
    /// Nobody notes who looked (I23).
    LookUnnoted,
    /// A link of the audit chain is missing (I24).
    ChainBroken,
    /// Nothing is ever thrown away (I26).
    KeptForEver,
    /// The log tells who wrote (I27).
    TalksInTheLog,
    /// The desk goes on while a person has the conversation (I28).
    SpeaksOver,
    /// The desk does not say what it is (I29).
    Anonymous,
    /// Now and then somebody gets no answer (I35).
    LeftUnanswered,
}

#[cfg(feature = "mischief")]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Mischief>> = const { std::cell::Cell::new(None) };
}

/// Plants a mistake on this thread, which is the whole of a simulated world.
#[cfg(feature = "mischief")]
pub fn plant(mischief: Option<Mischief>) {
    PLANTED.set(mischief);
}

/// Whether this mistake is planted here.
#[cfg(feature = "mischief")]
pub fn is_planted(mischief: Mischief) -> bool {
    PLANTED.get() == Some(mischief)
}

/// Never.
#[cfg(not(feature = "mischief"))]
#[inline]
pub const fn is_planted(_: Mischief) -> bool {
    false
}
