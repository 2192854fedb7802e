//! What patients write about time, and the moments that it allows: conventions of `contract/understand.md`, word by
//! word. It is Tuesday 24 November 2026, 09:12 in Stockholm, ISO week 48.

use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};
use svara_language::times::{Times, read, read_within};
use svara_language::{Booked, Context, Prefer, Role};

const NOW: &str = "2026-11-24T09:12:00+01:00[Europe/Stockholm]";

fn now() -> Zoned {
    NOW.parse().expect("a time with its zone")
}

fn moment(civil: &str) -> Timestamp {
    let civil: DateTime = civil.parse().expect("a date and a time");
    civil.to_zoned(now().time_zone().clone()).expect("a moment").timestamp()
}

/// Reads `text` with an appointment on Thursday the 26th at 13:00 when `booked`.
fn play(lang: &str, text: &str, booked: bool) -> Times {
    let mut context = Context::at(now());
    if booked {
        let from = moment("2026-11-26T13:00");
        context.appointments.push(Booked { from, practitioner: "Dr Example".to_owned(), service: None });
    }
    read(text, lang, &context)
}

fn allowed(times: &Times, at: &str) -> bool {
    let at = moment(at);
    times.when.iter().flat_map(|when| &when.windows).any(|window| window.from <= at && at < window.to)
}

/// Each row: the text, moments that it allows, moments that it rules out (all in `YYYY-MM-DDTHH:MM`).
fn check(lang: &str, booked: bool, rows: &[(&str, &[&str], &[&str])]) {
    for (text, allows, refuses) in rows {
        let times = play(lang, text, booked);
        for at in *allows {
            assert!(allowed(&times, at), "{text:?} should allow {at}: {:?}", times.when);
        }
        for at in *refuses {
            assert!(!allowed(&times, at), "{text:?} should not allow {at}: {:?}", times.when);
        }
    }
}

#[test]
fn days_said_in_swedish() {
    check(
        "sv",
        false,
        &[
            ("på torsdag", &["2026-11-26T10:00"], &["2026-11-27T10:00", "2026-12-03T10:00"]),
            ("tisdag", &["2026-12-01T10:00"], &["2026-11-24T10:00"]),
            ("nu på tisdag", &["2026-11-24T10:00"], &["2026-12-01T10:00"]),
            ("lördag den 5:e", &["2026-12-05T10:00"], &["2026-11-28T10:00"]),
            ("torsdag åtta dar", &["2026-12-03T10:00"], &["2026-11-26T10:00"]),
            ("om 14 dagar", &["2026-12-08T10:00"], &["2026-12-07T10:00", "2026-12-09T10:00"]),
            (
                "om tre veckor",
                &["2026-12-14T10:00", "2026-12-18T10:00"],
                &["2026-12-11T10:00", "2026-12-21T10:00"],
            ),
            (
                "v 50 eller 51",
                &["2026-12-07T10:00", "2026-12-18T10:00"],
                &["2026-12-04T10:00", "2026-12-21T10:00"],
            ),
            ("den 3 eller 4 december", &["2026-12-03T10:00", "2026-12-04T10:00"], &["2026-12-02T10:00"]),
            (
                "mellan den 10 och 15 december",
                &["2026-12-10T10:00", "2026-12-15T10:00"],
                &["2026-12-16T10:00"],
            ),
            ("i början av januari", &["2027-01-04T10:00"], &["2027-01-11T10:00", "2026-12-31T10:00"]),
            ("mellan jul och nyår", &["2026-12-28T10:00"], &["2026-12-26T10:00", "2027-01-01T10:00"]),
            ("efter trettonhelgen", &["2027-01-07T10:00"], &["2027-01-06T10:00"]),
            ("imorrn em", &["2026-11-25T13:00"], &["2026-11-25T09:00", "2026-11-26T13:00"]),
            ("på mondag formidag", &["2026-11-30T10:00"], &["2026-11-30T14:00"]),
            ("torsdagseftermiddag", &["2026-11-26T14:00"], &["2026-11-26T10:00"]),
        ],
    );
}

#[test]
fn clock_times_said_in_swedish() {
    check(
        "sv",
        false,
        &[
            ("imorgon halv tre", &["2026-11-25T14:30"], &["2026-11-25T15:30", "2026-11-25T02:30"]),
            ("fem i halv fyra på fredag", &["2026-11-27T15:25"], &["2026-11-27T15:30"]),
            ("kvart i åtta imorgon", &["2026-11-25T07:45"], &["2026-11-25T19:45"]),
            ("imorgon kl 8 på kvällen", &["2026-11-25T20:00"], &["2026-11-25T08:00"]),
            ("fredag 9.30", &["2026-11-27T09:30"], &["2026-11-27T10:30"]),
            (
                "imorgon 10-12",
                &["2026-11-25T10:00", "2026-11-25T11:45"],
                &["2026-11-25T12:15", "2026-12-10T10:00"],
            ),
            ("imorgon runt 3", &["2026-11-25T14:45", "2026-11-25T15:15"], &["2026-11-25T16:00"]),
            ("fredag kl 10 eller 14", &["2026-11-27T10:00", "2026-11-27T14:00"], &["2026-11-27T12:00"]),
            (
                "mellan lunch och 15 på onsdag",
                &["2026-11-25T13:30"],
                &["2026-11-25T11:30", "2026-11-25T15:30"],
            ),
            ("den 15 kl 9", &["2026-12-15T09:00"], &["2026-12-15T15:00"]),
        ],
    );
}

#[test]
fn what_is_ruled_out_is_left_out() {
    check(
        "sv",
        false,
        &[
            (
                "nästa vecka fast inte torsdag",
                &["2026-12-02T10:00"],
                &["2026-12-03T10:00", "2026-11-26T10:00"],
            ),
            ("alla dagar utom fredagar", &["2026-11-26T10:00"], &["2026-11-27T10:00", "2026-12-04T10:00"]),
            ("inte före 10 på fredag", &["2026-11-27T10:00"], &["2026-11-27T09:00", "2026-11-26T10:00"]),
            ("måndag går inte men tisdag funkar", &["2026-12-01T10:00"], &["2026-11-30T10:00"]),
            (
                "jag kan inte måndagar eller onsdagar",
                &["2026-11-26T10:00"],
                &["2026-11-25T10:00", "2026-11-30T10:00"],
            ),
            (
                "vardagar utom torsdagar, efter 13",
                &["2026-11-25T14:00"],
                &["2026-11-26T14:00", "2026-11-25T11:00"],
            ),
            ("jag jobbar måndag till onsdag så torsdag går", &["2026-11-26T10:00"], &["2026-11-30T10:00"]),
            ("jag slutar 16 så efter det", &["2026-11-25T16:30"], &["2026-11-25T15:30"]),
        ],
    );
    check(
        "en",
        false,
        &[
            (
                "any day but Mondays and Tuesdays",
                &["2026-11-25T10:00"],
                &["2026-11-30T10:00", "2026-12-01T10:00"],
            ),
            (
                "any weekday but Thursday, after 1",
                &["2026-11-25T14:00"],
                &["2026-11-26T14:00", "2026-11-25T12:00"],
            ),
            ("not Wednesday morning, otherwise next week", &["2026-12-02T13:00"], &["2026-12-02T08:00"]),
            ("I've kids to pick up at 3 so before that", &["2026-11-25T14:00"], &["2026-11-25T15:30"]),
        ],
    );
}

#[test]
fn alternatives_and_lists_share_what_was_said_once() {
    check(
        "sv",
        false,
        &[
            (
                "måndag eller onsdag efter 15",
                &["2026-11-30T15:30", "2026-11-25T15:30"],
                &["2026-11-30T14:00"],
            ),
            (
                "måndag förmiddag eller onsdag eftermiddag",
                &["2026-11-30T10:00"],
                &["2026-11-30T14:00", "2026-11-25T10:00"],
            ),
            (
                "tisdag eller torsdag nästa vecka",
                &["2026-12-01T10:00", "2026-12-03T10:00"],
                &["2026-11-26T10:00"],
            ),
            (
                "nästa vecka, gärna tisdag eller onsdag",
                &["2026-12-02T10:00"],
                &["2026-11-25T10:00", "2026-12-03T10:00"],
            ),
            (
                "kl 10 på måndag eller onsdag",
                &["2026-11-30T10:00", "2026-11-25T10:00"],
                &["2026-11-25T14:00"],
            ),
        ],
    );
}

#[test]
fn a_correction_takes_back_what_it_contradicts() {
    check(
        "sv",
        false,
        &[
            ("onsdag, nej förlåt torsdag", &["2026-11-26T10:00"], &["2026-11-25T10:00"]),
            ("torsdag kl 10, nej 11", &["2026-11-26T11:00"], &["2026-11-26T10:00"]),
        ],
    );
    check("en", false, &[("Friday at 2, no wait, Monday", &["2026-11-30T14:00"], &["2026-11-27T14:00"])]);
}

#[test]
fn what_leans_on_an_appointment_counts_from_it() {
    check(
        "sv",
        true,
        &[
            ("en timme senare", &["2026-11-26T14:00"], &["2026-11-26T13:00"]),
            ("måndagen efter, samma tid", &["2026-11-30T13:00"], &["2026-11-30T10:00", "2026-11-26T13:00"]),
            ("samma tid fast veckan efter", &["2026-12-03T13:00"], &["2026-12-02T13:00", "2026-12-03T10:00"]),
            ("kan vi flytta torsdag till kl 15", &["2026-11-26T15:00"], &["2026-11-27T15:00"]),
            ("kan vi skjuta upp det en vecka", &["2026-12-03T13:00"], &["2026-11-26T13:00"]),
            ("min tid på torsdag, kan den flyttas till fredag", &["2026-11-27T10:00"], &["2026-11-26T10:00"]),
        ],
    );
}

#[test]
fn an_existing_appointment_is_no_wish() {
    for (lang, text) in [
        ("sv", "avboka torsdag"),
        ("sv", "jag kan inte på torsdag"),
        ("sv", "stämmer det att jag har en tid på torsdag kl 13"),
        ("sv", "jag är tio minuter sen"),
        ("sv", "har haft ont sedan i måndags"),
        ("sv", "min son är född 12 maj 2015"),
        ("sv", "ring mig på 070-123 45 67"),
        ("en", "I'm ill and can't come on Thursday"),
        ("en", "please cancel my appointment on Thursday"),
        ("de", "ich kann am Donnerstag nicht kommen"),
        ("nb", "jeg må avlyse timen på torsdag"),
    ] {
        assert_eq!(play(lang, text, true).when, None, "{text:?}");
    }
}

#[test]
fn each_expression_has_its_role() {
    let roles = |lang: &str, text: &str| -> Vec<(String, Role)> {
        play(lang, text, false).expressions.into_iter().map(|time| (time.text, time.role)).collect()
    };
    let expected = |rows: &[(&str, Role)]| -> Vec<(String, Role)> {
        rows.iter().map(|(text, role)| ((*text).to_owned(), *role)).collect()
    };
    assert_eq!(
        roles("sv", "flytta torsdagens tid till fredag"),
        expected(&[("torsdagens", Role::Existing), ("fredag", Role::Wanted)])
    );
    assert_eq!(
        roles("de", "bitte den Termin von Donnerstag auf Freitag verschieben"),
        expected(&[("Donnerstag", Role::Existing), ("Freitag", Role::Wanted)])
    );
    assert_eq!(
        roles("en", "since Monday my tooth hurts, today or tomorrow but not at noon"),
        expected(&[
            ("since Monday", Role::Other),
            ("today", Role::Wanted),
            ("tomorrow", Role::Wanted),
            ("at noon", Role::Excluded)
        ])
    );
}

#[test]
fn order_and_doubt_are_told() {
    let prefer = |text: &str| play("sv", text, false).when.and_then(|when| when.prefer);
    assert_eq!(prefer("så fort som möjligt efter helgen"), Some(Prefer::Earliest));
    assert_eq!(prefer("sista tiden på fredag"), Some(Prefer::Latest));
    assert_eq!(prefer("på fredag"), None);
    let asks = |lang: &str, text: &str| play(lang, text, false).needs_clarification;
    assert!(asks("sv", "nästa torsdag") && asks("en", "next Thursday") && asks("fr", "jeudi prochain"));
    assert!(asks("sv", "efter semestern"));
    assert!(!asks("sv", "nästa måndag") && !asks("sv", "torsdag i nästa vecka"));
    let flexible = |text: &str| play("sv", text, false).when.is_some_and(|when| when.flexible);
    assert!(flexible("helst på förmiddagen") && !flexible("på förmiddagen"));
}

#[test]
fn one_request_is_read_within_two() {
    let text = "avboka torsdag och boka en ny nästa vecka";
    let context = Context::at(now());
    assert_eq!(read_within(text, "sv", &context, 0..14).when, None);
    let later = read_within(text, "sv", &context, 15..text.chars().count());
    assert!(allowed(&later, "2026-12-01T10:00") && !allowed(&later, "2026-11-26T10:00"));
    let clauses = read(text, "sv", &context).clauses;
    assert_eq!(clauses.len(), 2);
    assert!(clauses[0].when.is_none() && clauses[1].when.is_some());
}

#[test]
fn other_languages_keep_the_conventions() {
    type Row = (&'static str, &'static str, &'static str, &'static str);
    let rows: [Row; 16] = [
        ("de", "Mittwoch um halb drei", "2026-11-25T14:30", "2026-11-25T15:30"),
        ("de", "morgen früh", "2026-11-25T08:00", "2026-11-25T14:00"),
        ("de", "Freitag in acht Tagen", "2026-12-04T10:00", "2026-11-27T10:00"),
        ("nb", "kvart på ni på fredag", "2026-11-27T08:45", "2026-11-27T09:15"),
        ("da", "fredag halv tre", "2026-11-27T14:30", "2026-11-27T15:30"),
        ("nl", "over twee weken, behalve vrijdag", "2026-12-10T10:00", "2026-12-11T10:00"),
        ("nl", "een afspraak voor vrijdag", "2026-11-27T10:00", "2026-11-26T10:00"),
        ("fr", "mardi en huit", "2026-12-01T10:00", "2026-11-24T10:00"),
        ("fr", "entre 9h et 11h mercredi", "2026-11-25T10:00", "2026-11-25T11:30"),
        ("es", "mañana a las dos y media", "2026-11-25T14:30", "2026-11-25T02:30"),
        ("it", "le nove meno un quarto di venerdì", "2026-11-27T08:45", "2026-11-27T09:15"),
        ("pt", "segunda ou quarta depois das 15h", "2026-11-25T15:30", "2026-11-25T14:00"),
        ("fi", "ensi viikolla kello 9 jälkeen", "2026-12-01T10:00", "2026-12-01T08:00"),
        ("pl", "wpół do trzeciej w poniedziałek", "2026-11-30T14:30", "2026-11-30T15:30"),
        ("ar", "يوم الخميس الساعة الثالثة والنصف", "2026-11-26T15:30", "2026-11-26T15:00"),
        ("en-US", "12/3 at 10", "2026-12-03T10:00", "2027-03-12T10:00"),
    ];
    for (lang, text, allows, refuses) in rows {
        check(lang, false, &[(text, &[allows], &[refuses])]);
    }
}

#[test]
fn the_clock_follows_the_zone_over_the_change() {
    let mut context =
        Context::at("2026-10-24T12:00:00+02:00[Europe/Stockholm]".parse().expect("a time with its zone"));
    context.lang = Some("sv".to_owned());
    let when = read("måndag 8-9", "sv", &context).when.expect("a time");
    let window = when.windows[0];
    assert_eq!(window.from.to_string(), "2026-10-26T07:00:00Z");
    let day = read("imorgon", "sv", &context).when.expect("a time").windows[0];
    assert_eq!(day.to.duration_since(day.from).as_hours(), 25);
}
