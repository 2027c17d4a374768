//! The calendar as arithmetic: days, weekdays and their texts. No clock here;
//! every time comes in as a value.

use super::zone::{Local, Time};

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

/// A time in UTC as ISO 8601, such as `2026-09-14T06:00:00Z`; with milliseconds
/// only where they are not zero.
pub fn iso(time: Time) -> String {
    let date = day_text(day_number(Local(time.0)));
    let within = time.0.rem_euclid(DAY_MS);
    let (seconds, millis) = (within / 1000, within % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if millis == 0 {
        format!("{date}T{hour:02}:{minute:02}:{second:02}Z")
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

/// The day of a wall-clock time, in days since 1970-01-01. Times outside the
/// range of `i32` days stop at its ends.
#[inline]
pub fn day_number(local: Local) -> i32 {
    let day = local.0.div_euclid(DAY_MS);
    i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
}

/// A day (since 1970-01-01) as `YYYY-MM-DD`; years before 0 and after 9999
/// carry a sign, as ISO 8601 has it.
pub fn day_text(day: i32) -> String {
    let (year, month, date) = civil(day);
    match year {
        0..=9999 => format!("{year:04}-{month:02}-{date:02}"),
        _ => format!("{year:+05}-{month:02}-{date:02}"),
    }
}

/// The day that `YYYY-MM-DD` names; `None` for anything else, and for days that
/// do not exist.
pub fn day_from_text(text: &str) -> Option<i32> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *bytes else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0i32, |sum, digit| match digit {
            b'0'..=b'9' => Some(sum * 10 + i32::from(digit - b'0')),
            _ => None,
        })
    };
    let month = u32::try_from(number(&[m0, m1])?).ok()?;
    let date = u32::try_from(number(&[d0, d1])?).ok()?;
    day_from_civil(number(&[y0, y1, y2, y3])?, month, date)
}

/// The weekday of a day since 1970-01-01: Monday is 0, Sunday 6.
pub fn weekday(day: i32) -> u8 {
    // 1970-01-01 was a Thursday.
    ((day.rem_euclid(7) + 3) % 7) as u8
}

/// The day since 1970-01-01 of a date in the Gregorian calendar (extended
/// backwards); `None` where the date does not exist. Years from -9999 to 9999.
#[inline]
pub(in crate::engine) fn day_from_civil(year: i32, month: u32, date: u32) -> Option<i32> {
    if !(-9999..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if date == 0 || date > days_in_month(year, month) {
        return None;
    }
    // Counted from 1 March, so that the leap day is the last of its year.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let months_since_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * months_since_march + 2) / 5 + date as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Year, month and date of a day since 1970-01-01.
fn civil(day: i32) -> (i64, u32, u32) {
    let shifted = i64::from(day) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let date = (day_of_year - (153 * months_since_march + 2) / 5 + 1) as u32;
    let month =
        if months_since_march < 10 { months_since_march + 3 } else { months_since_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, date)
}

#[inline]
fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (text, day, monday_is_0) in [
            ("1970-01-01", 0, 3),
            ("1969-12-31", -1, 2),
            ("2000-02-29", 11_016, 1),
            ("2026-09-14", 20_710, 0),
            ("2026-10-25", 20_751, 6),
            ("0001-01-01", -719_162, 0),
            ("9999-12-31", 2_932_896, 4),
        ] {
            assert_eq!(day_from_text(text), Some(day), "{text}");
            assert_eq!(day_text(day), text);
            assert_eq!(weekday(day), monday_is_0, "{text}");
        }
    }

    #[test]
    fn every_day_of_eight_centuries_follows_the_one_before() {
        let mut previous = civil(-150_001);
        for day in -150_000..150_000 {
            let (year, month, date) = civil(day);
            let next_date = (year, month, date) == (previous.0, previous.1, previous.2 + 1);
            let next_month = (year, month, date) == (previous.0, previous.1 + 1, 1);
            let next_year = (year, month, date) == (previous.0 + 1, 1, 1) && previous.1 == 12;
            assert!(next_date || next_month || next_year, "day {day}");
            assert_eq!(day_from_civil(year as i32, month, date), Some(day));
            previous = (year, month, date);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "",
            "2026-1-1",
            "2026/01/01",
            "20260101",
            "2026-01-01T",
            "ä026-01-1",
            "+026-01-01",
        ] {
            assert_eq!(day_from_text(text), None, "{text}");
        }
    }

    #[test]
    fn times_as_iso() {
        assert_eq!(iso(Time(1_789_365_600_000)), "2026-09-14T06:00:00Z");
        assert_eq!(iso(Time(1_789_365_600_123)), "2026-09-14T06:00:00.123Z");
        assert_eq!(iso(Time(-1)), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn no_time_is_too_far() {
        for time in [i64::MIN, i64::MAX] {
            assert!(iso(Time(time)).ends_with('Z'));
            assert!(weekday(day_number(Local(time))) < 7);
        }
    }
}
