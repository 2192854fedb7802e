//! How long the longest messages take at worst: `cargo run --release -p svara-language --example longest`.
//!
//! Texts of 4,096 characters that give each part of the reader the most to do, in several languages. The least of
//! several readings counts, so that other work on the machine does not; the last line is the slowest of all.

use std::hint::black_box;
use std::time::{Duration, Instant};
use svara_language::{Context, Named, batch, read};

/// A message may have so many characters (`contract/understand.md`).
const LONGEST_CHARS: usize = 4096;
const ROUNDS: usize = 25;
/// Texts told beside the slowest.
const TOLD: usize = 12;

/// Repeated to the full length.
const WORST: [&str; 58] = [
    "1",
    "1 ",
    "12 13 ",
    "10:30 ",
    "3/12 ",
    "10-14 ",
    "måndag eller ",
    "monday or tuesday ",
    "halv tre ",
    "kvart i ",
    "om två veckor ",
    "från måndag till ",
    "inte ",
    "inte onsdag ",
    "ont i bröstet ",
    "ont ",
    "har ",
    "vill boka ",
    "boka avboka omboka ",
    "tog alla tabletter ",
    "jag vill boka tid på måndag eller tisdag efter 15 men inte onsdag, ",
    "avbkoa bokka tidd ",
    "kompletteringsundersökningarnas ",
    "a",
    "a ",
    "a.",
    ",",
    "\n",
    "😀",
    "👍 ",
    "the ",
    "لا أريد ",
    "i'd like to can't won't ",
    "dr anna lindqvist tandhygienist ",
    "stroke 2015 ",
    "ana lindkvist sarra nilson tandhygenist ",
    "inte kan tar mina alla andas luft bröstet hjärtat ont tabletter plötsligt prata ord armen blöder ",
    "can't not took all my pills breathe chest heart suddenly speak words arm blood stop hurt ",
    // What `hardest` found, and times in other languages.
    "sitten ",
    "6 kollapse nesten noen 9 besvim ",
    "till den inte tidigare än 9 fem har en tid kan jag få ",
    "hengittä itseäni kymmeniä minä päivänä tahansa äidil siskoni ",
    "زرقاء الضحك ",
    "سابقا انا ",
    "10:30 ما نقل ",
    "العصر مساء الضحك قبل الظهر . لكن قرصين الجوع ",
    "w południe piątkowy pisać świetnie czy jest data sztywn zgoda ",
    "joulun ja uudenvuoden välissä ",
    "kolmen viikon päästä maanantaina tai ",
    "nicht am montag, dienstag oder mittwoch vor 9 ",
    "den 2:a eller 3:e eller 4:e februari ",
    "veckan efter påsk eller helgen före jul ",
    "samma dag fast senare ",
    "jobbar till fyra så efter det ",
    "between 2 and half past 3 or ",
    "entre las dos y media y las cuatro y cuarto ",
    "inom de närmaste två veckorna, inte torsdagsförmiddag, ",
    "hej, jag undrar om ni har nån tid nästa vecka, helst på eftermiddagen, för min dotter har ont i en tand. ",
];

const LANGUAGES: [Option<&str>; 8] =
    [Some("sv"), Some("en"), Some("de"), Some("ar"), Some("fi"), Some("pl"), Some("es"), None];

fn main() {
    let mut taken: Vec<(Duration, String)> = Vec::new();
    for lang in LANGUAGES {
        let now = batch::moment("2026-11-24T09:12:00+01:00[Europe/Stockholm]").expect("a moment");
        let mut context = Context { lang: lang.map(str::to_owned), ..Context::at(now) };
        context.services =
            ["Undersökning", "Tandhygienist", "Lagning", "Rotfyllning"].map(Named::from).into();
        context.practitioners = ["Dr Anna Lindqvist", "Dr Erik Holm", "Sara Nilsson"].map(Named::from).into();
        for part in WORST {
            let text: String = part.chars().cycle().take(LONGEST_CHARS).collect();
            taken.push((
                least(&text, &context),
                format!("{part:?} in {}", lang.unwrap_or("no known language")),
            ));
        }
    }
    taken.sort_unstable();
    for (time, what) in taken.iter().rev().take(TOLD) {
        println!("{time:?} {what}");
    }
    println!(
        "slowest of {} texts of {LONGEST_CHARS} characters: {:?}",
        taken.len(),
        taken[taken.len() - 1].0
    );
}

fn least(text: &str, context: &Context) -> Duration {
    let once = || {
        let begun = Instant::now();
        black_box(read(black_box(text), context));
        begun.elapsed()
    };
    (0..ROUNDS).map(|_| once()).min().unwrap_or_default()
}
