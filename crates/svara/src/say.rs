//! What a command says on standard output. Whoever reads it may have heard enough (`svara absence show … | head -1`):
//! then the command ends in silence, as others of the shell do, instead of complaining of a broken pipe.
//!
//! Absent: complaints, which go to standard error (`main.rs`), and the log (`log.rs`).

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// What the shell says of a command that wrote to nobody: 128 and the number of SIGPIPE.
const NOBODY_READS: i32 = 141;
/// The disk that standard output was sent to is full, or the like.
const NOT_SAID: i32 = 1;

/// A line.
macro_rules! say {
    ($($words:tt)*) => { $crate::say::out(format_args!("{}\n", format_args!($($words)*))) };
}

/// Without an end of line.
macro_rules! say_on {
    ($($words:tt)*) => { $crate::say::out(format_args!($($words)*)) };
}

/// A line of something that goes on whether anybody reads it or not.
macro_rules! mention {
    ($($words:tt)*) => { $crate::say::aside(format_args!("{}\n", format_args!($($words)*))) };
}

/// Says it, or ends.
pub fn out(words: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let Err(error) = out.write_fmt(words).and_then(|()| out.flush()) else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        std::process::exit(NOBODY_READS);
    }
    eprintln!("svara: what there is to say can't be written: {error}");
    std::process::exit(NOT_SAID);
}

/// Says it, if anybody hears.
pub fn aside(words: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    drop(out.write_fmt(words).and_then(|()| out.flush()));
}
