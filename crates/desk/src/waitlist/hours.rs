//! The hours at which nobody is asked.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use svara_model::Clinic;

/// When the quiet hours that `now` lies in end; none: it lies in none.
pub(crate) fn quiet_until(clinic: &Clinic, now: Timestamp) -> Option<Timestamp> {
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let quiet = &clinic.waitlist.quiet;
    let (from, to): (Time, Time) = (quiet.from.parse().ok()?, quiet.to.parse().ok()?);
    let local = now.to_zoned(zone.clone());
    let time = local.time();
    let today = local.date();
    let ends = match (from <= to, time) {
        (true, it) if from <= it && it < to => today,
        (false, it) if it < to => today,
        (false, it) if it >= from => today.tomorrow().ok()?,
        _ => return None,
    };
    ends.to_datetime(to).to_zoned(zone).ok().map(|it| it.timestamp())
}

/// The day on which `now` lies at the clinic: its first moment.
pub(crate) fn day_start(clinic: &Clinic, now: Timestamp) -> Timestamp {
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let midnight = now.to_zoned(zone.clone()).date().to_datetime(Time::midnight()).to_zoned(zone);
    midnight.map_or(now, |it| it.timestamp())
}
