//! Public holidays by country, computed for any year from rules: fixed dates, days around Easter, and weekdays within
//! a week.
//!
//! Sources, one law a country: Sweden, lag (1989:253) om allmänna helgdagar, with the eves that semesterlagen
//! (1977:480) counts as Sundays; Norway, lov 1995-02-24 nr 12 and lov 1947-04-26 nr 1; Denmark, the calendar of Folkekirken
//! without store bededag (lov nr 214 of 2023); Finland, kyrkolag and lagar om självständighetsdagen och första maj;
//! Germany, Einigungsvertrag art. 2 and what all sixteen states share; England and Wales, Banking and Financial
//! Dealings Act 1971; Ireland, Organisation of Working Time Act 1997. Checked against PyPI `holidays` for 2024 to 2035.
//!
//! Absent: regions within a country, and days that are proclaimed once (a coronation): those belong under `[[closed]]`.
//! No well-kept Rust crate was found: `holidays` 0.1.0 names no licence.

use crate::{ClosedDay, Language, LocalTexts};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Which public holidays a clinic keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublicHolidays {
    /// None of them by itself; closed days are those of the list.
    #[default]
    None,
    /// Those of the law.
    Official,
    /// Those of the law, and the eves on which nobody works: in Sweden Midsummer Eve, Christmas Eve and New Year's Eve.
    Eves,
}

/// When a holiday falls.
enum Rule {
    /// The same date every year: month and day.
    On(i8, i8),
    /// So many days after Easter Sunday.
    Easter(i32),
    /// The first such weekday on or after a date.
    From(Weekday, i8, i8),
    /// The last such weekday on or before a date.
    Until(Weekday, i8, i8),
    /// The same date, and a working day instead when it falls on a weekend: two days after a Saturday, so many after a
    /// Sunday.
    Observed(i8, i8, i32),
    /// The date itself when it is a Friday, else the first Monday after it.
    FridayOrMonday(i8, i8),
}

/// A holiday: its rule, whether the law has it, and its name in Swedish and English.
type Holiday = (Rule, bool, &'static str, &'static str);

use Rule::{Easter, FridayOrMonday, From, Observed, On, Until};

const SWEDEN: &[Holiday] = &[
    (On(1, 1), true, "nyårsdagen", "New Year's Day"),
    (On(1, 6), true, "trettondedag jul", "Epiphany"),
    (Easter(-2), true, "långfredagen", "Good Friday"),
    (Easter(0), true, "påskdagen", "Easter Sunday"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (On(5, 1), true, "första maj", "May Day"),
    (Easter(39), true, "Kristi himmelsfärdsdag", "Ascension Day"),
    (Easter(49), true, "pingstdagen", "Whit Sunday"),
    (On(6, 6), true, "nationaldagen", "Sweden's National Day"),
    (From(Weekday::Friday, 6, 19), false, "midsommarafton", "Midsummer Eve"),
    (From(Weekday::Saturday, 6, 20), true, "midsommardagen", "Midsummer Day"),
    (From(Weekday::Saturday, 10, 31), true, "alla helgons dag", "All Saints' Day"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (On(12, 25), true, "juldagen", "Christmas Day"),
    (On(12, 26), true, "annandag jul", "Boxing Day"),
    (On(12, 31), false, "nyårsafton", "New Year's Eve"),
];

const NORWAY: &[Holiday] = &[
    (On(1, 1), true, "nyårsdagen", "New Year's Day"),
    (Easter(-3), true, "skärtorsdagen", "Maundy Thursday"),
    (Easter(-2), true, "långfredagen", "Good Friday"),
    (Easter(0), true, "påskdagen", "Easter Sunday"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (On(5, 1), true, "första maj", "Labour Day"),
    (On(5, 17), true, "Norges nationaldag", "Constitution Day"),
    (Easter(39), true, "Kristi himmelsfärdsdag", "Ascension Day"),
    (Easter(49), true, "pingstdagen", "Whit Sunday"),
    (Easter(50), true, "annandag pingst", "Whit Monday"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (On(12, 25), true, "juldagen", "Christmas Day"),
    (On(12, 26), true, "annandag jul", "Boxing Day"),
    (On(12, 31), false, "nyårsafton", "New Year's Eve"),
];

const DENMARK: &[Holiday] = &[
    (On(1, 1), true, "nyårsdagen", "New Year's Day"),
    (Easter(-3), true, "skärtorsdagen", "Maundy Thursday"),
    (Easter(-2), true, "långfredagen", "Good Friday"),
    (Easter(0), true, "påskdagen", "Easter Sunday"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (Easter(39), true, "Kristi himmelsfärdsdag", "Ascension Day"),
    (Easter(49), true, "pingstdagen", "Whit Sunday"),
    (Easter(50), true, "annandag pingst", "Whit Monday"),
    (On(6, 5), false, "Danmarks grundlagsdag", "Constitution Day"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (On(12, 25), true, "juldagen", "Christmas Day"),
    (On(12, 26), true, "annandag jul", "Boxing Day"),
    (On(12, 31), false, "nyårsafton", "New Year's Eve"),
];

const FINLAND: &[Holiday] = &[
    (On(1, 1), true, "nyårsdagen", "New Year's Day"),
    (On(1, 6), true, "trettondagen", "Epiphany"),
    (Easter(-2), true, "långfredagen", "Good Friday"),
    (Easter(0), true, "påskdagen", "Easter Sunday"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (On(5, 1), true, "första maj", "May Day"),
    (Easter(39), true, "Kristi himmelsfärdsdag", "Ascension Day"),
    (Easter(49), true, "pingstdagen", "Whit Sunday"),
    (From(Weekday::Friday, 6, 19), false, "midsommarafton", "Midsummer Eve"),
    (From(Weekday::Saturday, 6, 20), true, "midsommardagen", "Midsummer Day"),
    (From(Weekday::Saturday, 10, 31), true, "alla helgons dag", "All Saints' Day"),
    (On(12, 6), true, "Finlands självständighetsdag", "Independence Day"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (On(12, 25), true, "juldagen", "Christmas Day"),
    (On(12, 26), true, "annandag jul", "Boxing Day"),
];

const GERMANY: &[Holiday] = &[
    (On(1, 1), true, "nyårsdagen", "New Year's Day"),
    (Easter(-2), true, "långfredagen", "Good Friday"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (On(5, 1), true, "första maj", "Labour Day"),
    (Easter(39), true, "Kristi himmelsfärdsdag", "Ascension Day"),
    (Easter(50), true, "annandag pingst", "Whit Monday"),
    (On(10, 3), true, "Tysklands enhetsdag", "German Unity Day"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (On(12, 25), true, "juldagen", "Christmas Day"),
    (On(12, 26), true, "annandag jul", "Boxing Day"),
    (On(12, 31), false, "nyårsafton", "New Year's Eve"),
];

const ENGLAND_AND_WALES: &[Holiday] = &[
    (Observed(1, 1, 1), true, "nyårsdagen", "New Year's Day"),
    (Easter(-2), true, "långfredagen", "Good Friday"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (From(Weekday::Monday, 5, 1), true, "majhelgen", "the early May bank holiday"),
    (Until(Weekday::Monday, 5, 31), true, "vårhelgen", "the spring bank holiday"),
    (Until(Weekday::Monday, 8, 31), true, "sommarhelgen", "the summer bank holiday"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (Observed(12, 25, 2), true, "juldagen", "Christmas Day"),
    (Observed(12, 26, 2), true, "annandag jul", "Boxing Day"),
    (On(12, 31), false, "nyårsafton", "New Year's Eve"),
];

const IRELAND: &[Holiday] = &[
    (On(1, 1), true, "nyårsdagen", "New Year's Day"),
    (FridayOrMonday(2, 1), true, "Sankta Birgittas dag", "St Brigid's Day"),
    (On(3, 17), true, "Sankt Patriks dag", "St Patrick's Day"),
    (Easter(1), true, "annandag påsk", "Easter Monday"),
    (From(Weekday::Monday, 5, 1), true, "majhelgen", "the May bank holiday"),
    (From(Weekday::Monday, 6, 1), true, "junihelgen", "the June bank holiday"),
    (From(Weekday::Monday, 8, 1), true, "augustihelgen", "the August bank holiday"),
    (Until(Weekday::Monday, 10, 31), true, "oktoberhelgen", "the October bank holiday"),
    (On(12, 24), false, "julafton", "Christmas Eve"),
    (On(12, 25), true, "juldagen", "Christmas Day"),
    (On(12, 26), true, "annandag jul", "St Stephen's Day"),
    (On(12, 31), false, "nyårsafton", "New Year's Eve"),
];

/// The countries whose holidays are known, by ISO 3166.
pub const COUNTRIES: [&str; 7] = ["SE", "NO", "DK", "FI", "DE", "GB", "IE"];

fn of_country(country: &str) -> &'static [Holiday] {
    match country {
        "SE" => SWEDEN,
        "NO" => NORWAY,
        "DK" => DENMARK,
        "FI" => FINLAND,
        "DE" => GERMANY,
        "GB" => ENGLAND_AND_WALES,
        "IE" => IRELAND,
        _ => &[],
    }
}

/// The holiday that a date is, if it is one that is kept.
pub fn on(country: &str, kept: PublicHolidays, date: Date) -> Option<ClosedDay> {
    let all = of_country(country).iter().filter(|(_, official, ..)| match kept {
        PublicHolidays::None => false,
        PublicHolidays::Official => *official,
        PublicHolidays::Eves => true,
    });
    let (_, _, swedish, english) = all.into_iter().find(|it| it.0.is(date))?;
    let name = |tag: &str, text: &str| (tag.parse::<Language>().expect("a language tag"), text.to_owned());
    Some(ClosedDay { date, name: LocalTexts::from([name("sv", swedish), name("en", english)]) })
}

impl Rule {
    fn is(&self, date: Date) -> bool {
        let this_year = |month, day| Date::new(date.year(), month, day).expect("each rule names a date");
        let after = |first: Date, days: i32| first.checked_add(days.days()).is_ok_and(|it| it == date);
        match *self {
            On(month, day) => date == this_year(month, day),
            Easter(days) => after(easter(date.year()), days),
            From(weekday, month, day) => {
                date.weekday() == weekday && (0..7).any(|days| after(this_year(month, day), days))
            }
            Until(weekday, month, day) => {
                date.weekday() == weekday && (0..7).any(|days| after(this_year(month, day), -days))
            }
            Observed(month, day, after_sunday) => {
                let itself = this_year(month, day);
                let instead = match itself.weekday() {
                    Weekday::Saturday => 2,
                    Weekday::Sunday => after_sunday,
                    _ => 0,
                };
                date == itself || after(itself, instead)
            }
            FridayOrMonday(month, day) => match this_year(month, day).weekday() {
                Weekday::Friday => date == this_year(month, day),
                _ => From(Weekday::Monday, month, day).is(date),
            },
        }
    }
}

/// Easter Sunday by the Gregorian reckoning (Meeus, Jones and Butcher).
fn easter(year: i16) -> Date {
    let whole_year = i32::from(year);
    let (golden, century, of_century) = (whole_year % 19, whole_year / 100, whole_year % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    let small = |it: i32| i8::try_from(it).expect("a month or a day is small");
    Date::new(year, small(days / 31), small(days % 31 + 1)).expect("Easter lies in March or April")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(country: &str, kept: PublicHolidays, year: i16) -> Vec<String> {
        let first = Date::new(year, 1, 1).expect("a date");
        let dates = first.series(1.day()).take_while(|it| it.year() == year);
        dates
            .filter(|it| on(country, kept, *it).is_some())
            .map(|it| it.strftime("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn swedens_holidays_of_2026_and_2027_are_those_of_the_almanac() {
        let year_2026 = "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26";
        assert_eq!(days("SE", PublicHolidays::Official, 2026).join(" "), year_2026);
        let year_2027 =
            "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-06 06-25 06-26 11-06 12-24 12-25 12-26 12-31";
        assert_eq!(days("SE", PublicHolidays::Eves, 2027).join(" "), year_2027);
        assert!(days("SE", PublicHolidays::None, 2026).is_empty());
        assert!(days("XX", PublicHolidays::Eves, 2026).is_empty());
    }

    #[test]
    fn easter_and_midsummer_of_twelve_years_are_right() {
        let expected = [
            (2024, "03-31", "06-22"),
            (2025, "04-20", "06-21"),
            (2026, "04-05", "06-20"),
            (2027, "03-28", "06-26"),
            (2028, "04-16", "06-24"),
            (2029, "04-01", "06-23"),
            (2030, "04-21", "06-22"),
            (2031, "04-13", "06-21"),
            (2032, "03-28", "06-26"),
            (2033, "04-17", "06-25"),
            (2034, "04-09", "06-24"),
            (2035, "03-25", "06-23"),
        ];
        for (year, easter_sunday, midsummer) in expected {
            assert_eq!(easter(year).strftime("%m-%d").to_string(), easter_sunday);
            assert!(days("SE", PublicHolidays::Official, year).contains(&midsummer.to_owned()), "{year}");
        }
    }

    #[test]
    fn a_holiday_says_its_name() {
        let good_friday = on("SE", PublicHolidays::Official, Date::constant(2027, 3, 26)).expect("a holiday");
        let texts: Vec<&str> = good_friday.name.values().map(String::as_str).collect();
        assert_eq!(texts, ["Good Friday", "långfredagen"]);
    }

    #[test]
    fn englands_days_move_to_working_days_and_irelands_saint_comes_on_a_friday() {
        let christmas = |year| {
            let all = days("GB", PublicHolidays::Official, year);
            all.into_iter().filter(|it| it.starts_with("12-")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(christmas(2026), "12-25 12-26 12-28", "Boxing Day on a Saturday");
        assert_eq!(christmas(2027), "12-25 12-26 12-27 12-28", "Saturday and Sunday");
        assert_eq!(christmas(2033), "12-25 12-26 12-27", "Christmas on a Sunday");
        assert!(days("GB", PublicHolidays::Official, 2028).contains(&"01-03".to_owned()));
        assert!(days("IE", PublicHolidays::Official, 2030).contains(&"02-01".to_owned()));
        assert!(days("IE", PublicHolidays::Official, 2031).contains(&"02-03".to_owned()));
    }
}
