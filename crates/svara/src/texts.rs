//! `svara texts`: every sentence that patients read, with a clinic's own wording beside ours.

use crate::{Outcome, clinic, usage};
use std::path::PathBuf;
use svara_language::phrases::own;
use svara_language::phrases::{self, Key};
use svara_model::Language;

/// Every sentence that patients read; a clinic words them anew in its file, under [[text]]
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara texts thanks\n  svara texts --clinic clinic.toml --preview\n\nIn the clinic's file:\n  [[text]]\n  key = \"thanks\"\n  say = { sv = \"Tack själv!\", en = \"You're welcome!\" }"
)]
pub struct Args {
    /// Only sentences whose key begins with this
    key: Option<String>,
    /// A clinic's file, whose own wordings are checked and shown
    #[arg(long, value_name = "FILE")]
    clinic: Option<PathBuf>,
    /// Only what the clinic worded anew, before and after
    #[arg(long, requires = "clinic")]
    preview: bool,
}

pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let clinic = args.clinic.as_deref().map(clinic::read).transpose()?.map(|it| it.clinic);
    let own = clinic.map(|it| it.texts).unwrap_or_default();
    let wanted = |it: &Key| args.key.as_deref().is_none_or(|key| it.as_str().starts_with(key));
    let changed = |it: &Key| !args.preview || own.contains_key(it.as_str());
    let mut shown = 0;
    for key in own::keys().filter(|it| wanted(it) && changed(it)) {
        shown += 1;
        say!("{} (at most {})", key.as_str(), own::bound(key));
        for language in [Language::swedish(), Language::english()] {
            let phrase = own::sample(key, &language);
            let ours = phrases::render(&phrase, &language);
            let theirs = own::render(&phrase, &language, &own);
            if ours == theirs {
                tell(' ', &language, &ours);
            } else {
                tell('-', &language, &ours);
                tell('+', &language, &theirs);
            }
        }
    }
    match (shown, &args.key) {
        (0, Some(key)) => Err(usage(format!("no sentence begins with {key}; `svara texts` lists them all"))),
        (0, None) => {
            say!("the clinic's file words nothing anew");
            Ok(Outcome::Fine)
        }
        _ => Ok(Outcome::Fine),
    }
}

fn tell(sign: char, language: &Language, words: &str) {
    let units = words.encode_utf16().count();
    say!("  {sign} {language} {units:>4}  {}", words.replace('\n', "\n             "));
}
