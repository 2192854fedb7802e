//! The files that the reader is made of: words, patterns and tables, built into the program.
//!
//! With the feature `grow` they are read from the crate's folder when first asked for, so that a change of words can be
//! tried without compiling. Absent: what stands in them.

/// A text of this crate, by its path.
#[cfg(not(feature = "grow"))]
macro_rules! text_of_file {
    ($($path:expr),*) => { include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $($path),*)) };
}

/// Bytes of this crate, by their path.
#[cfg(not(feature = "grow"))]
macro_rules! bytes_of_file {
    ($($path:expr),*) => { include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $($path),*)) };
}

#[cfg(feature = "grow")]
macro_rules! text_of_file {
    ($($path:expr),*) => {
        std::str::from_utf8($crate::source::from_disk(concat!(env!("CARGO_MANIFEST_DIR"), "/", $($path),*)))
            .expect("the crate's texts are UTF-8")
    };
}

#[cfg(feature = "grow")]
macro_rules! bytes_of_file {
    ($($path:expr),*) => { $crate::source::from_disk(concat!(env!("CARGO_MANIFEST_DIR"), "/", $($path),*)) };
}

/// Reads a file once and keeps it for the rest of the process.
#[cfg(feature = "grow")]
pub fn from_disk(path: &str) -> &'static [u8] {
    Vec::leak(std::fs::read(path).unwrap_or_else(|problem| panic!("{path}: {problem}")))
}

pub(crate) use {bytes_of_file, text_of_file};
