//! A mark of what the tables were grown from: a hash over every utterance and every rule.
//!
//! Absent: growing.

use std::io;
use std::path::{Path, PathBuf};

/// The mark of a crate's sources as they stand.
pub fn of_sources(root: &Path) -> io::Result<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files(&root.join("utterances"))?.into_iter().chain(files(&root.join("lexicon/rules"))?) {
        for byte in std::fs::read(&file)? {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    Ok(hash)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            all.extend(sorted(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

/// What a folder holds, in the order of names.
pub fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
