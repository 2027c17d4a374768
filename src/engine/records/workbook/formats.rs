//! Number formats: which numbers are dates, and dates as text.
//!
//! Sources: ECMA-376 part 1, 18.8.30 (`numFmt`, the built-in ids) and 18.17.4
//! (dates as serial numbers, the two date bases, the leap day of 1900).

use crate::engine::calendar::{DAY_MS, day_text};
use std::fmt::Write;

/// What a number in a cell stands for, by the cell's number format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Meaning {
    #[default]
    Number,
    Date,
    Time,
    DateTime,
    /// Hours that may be more than a day: `[h]:mm`.
    Elapsed,
}

/// Days from which dates are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Base {
    #[default]
    Year1900,
    Year1904,
}

/// The first serial number that is no date any more: the year 10000.
const BEYOND: f64 = 2_958_466.0;

impl Meaning {
    /// Of a format that every spreadsheet knows by its number.
    pub(super) fn of_builtin(id: u16) -> Meaning {
        match id {
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Meaning::Date,
            18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Meaning::Time,
            22 => Meaning::DateTime,
            46 => Meaning::Elapsed,
            _ => Meaning::Number,
        }
    }

    /// Of a format that is written out, such as `dd.mm.yyyy hh:mm`.
    pub(super) fn of_code(code: &str) -> Meaning {
        let lower = code.to_ascii_lowercase();
        if lower.starts_with("general") || lower.starts_with("standard") {
            return Meaning::Number;
        }
        let lower = lower.replace("am/pm", "").replace("a/p", "");
        let mut letters = lower.chars();
        let (mut date, mut time, mut month, mut number) = (false, false, false, false);
        let mut last = ' ';
        while let Some(letter) = letters.next() {
            match letter {
                // Behind it stands the format of negative numbers.
                ';' => break,
                '"' => while letters.next().is_some_and(|quoted| quoted != '"') {},
                '\\' | '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let inside: String = letters.by_ref().take_while(|&end| end != ']').collect();
                    let same = |of: char| inside.chars().all(|letter| letter == of);
                    if !inside.is_empty() && ['h', 'm', 's'].into_iter().any(same) {
                        return Meaning::Elapsed;
                    }
                }
                'y' | 'd' => date = true,
                'h' | 's' => time = true,
                'm' => month = true,
                '#' | '?' => number = true,
                // Zeros behind seconds are their fraction.
                '0' if last != '.' && last != ',' && last != '0' || !time => number = true,
                _ => {}
            }
            last = letter;
        }
        match (date, time) {
            _ if number => Meaning::Number,
            (true, true) => Meaning::DateTime,
            (true, false) => Meaning::Date,
            (false, true) => Meaning::Time,
            // Months without days, as in `mmm`.
            (false, false) if month => Meaning::Date,
            (false, false) => Meaning::Number,
        }
    }
}

/// Writes a number as the text of a cell: dates as `2026-09-14`, times as
/// `06:00:14`, both to the millisecond; what its format calls a date and no
/// calendar knows stays a number. A date of 0 is none.
pub(super) fn write_number(out: &mut String, value: f64, meaning: Meaning, base: Base) {
    let dated = (0.0..BEYOND).contains(&value) && meaning != Meaning::Number;
    if !dated {
        return write_plain(out, value);
    }
    // Below 3e14: exact.
    let total = (value * DAY_MS as f64).round() as i64;
    let (days, within) = (total.div_euclid(DAY_MS), total.rem_euclid(DAY_MS));
    match meaning {
        Meaning::Elapsed => write_time(out, total),
        Meaning::Time if days == 0 => write_time(out, within),
        Meaning::Date | Meaning::DateTime if total == 0 => {}
        _ => {
            let epoch = match base {
                // 1900 had no 29 February, but the count has: 60.
                Base::Year1900 if days >= 60 => 25_569,
                Base::Year1900 => 25_568,
                Base::Year1904 => 24_107,
            };
            out.push_str(&day_text(i32::try_from(days - epoch).unwrap_or_default()));
            if within != 0 || meaning != Meaning::Date {
                out.push(' ');
                write_time(out, within);
            }
        }
    }
}

fn write_plain(out: &mut String, value: f64) {
    if !value.is_finite() {
        return;
    }
    // Never an exponent: whole numbers below 2^53 are exact.
    let _ = match value.abs() < 9_007_199_254_740_992.0 && value.fract() == 0.0 {
        true => write!(out, "{}", value as i64),
        false => write!(out, "{value}"),
    };
}

fn write_time(out: &mut String, millis: i64) {
    let (seconds, millis) = (millis / 1000, millis % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    // Writing to a string cannot fail.
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
    if millis != 0 {
        let _ = write!(out, ".{millis:03}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64, meaning: Meaning, base: Base) -> String {
        let mut out = String::new();
        write_number(&mut out, value, meaning, base);
        out
    }

    #[test]
    fn formats_say_what_numbers_are() {
        for (code, meaning) in [
            ("General", Meaning::Number),
            ("Standard", Meaning::Number),
            ("0.00", Meaning::Number),
            ("#,##0.00 \"Stunden\"", Meaning::Number),
            ("0%", Meaning::Number),
            ("0.00E+00", Meaning::Number),
            ("#,##0\\ \"d\";[Red]-#,##0", Meaning::Number),
            ("yyyy-mm-dd h:mm:ss", Meaning::DateTime),
            ("dd.mm.yyyy hh:mm", Meaning::DateTime),
            ("[$-407]d. mmmm yyyy;@", Meaning::Date),
            ("TT.MM.JJJJ", Meaning::Date),
            ("mmm", Meaning::Date),
            ("hh:mm AM/PM", Meaning::Time),
            ("mm:ss.000", Meaning::Time),
            ("m/d/yy h:mm", Meaning::DateTime),
            ("[h]:mm:ss", Meaning::Elapsed),
            ("[Red]hh:mm", Meaning::Time),
            ("@", Meaning::Number),
            ("", Meaning::Number),
            ("\"day\"", Meaning::Number),
            ("[", Meaning::Number),
        ] {
            assert_eq!(Meaning::of_code(code), meaning, "{code}");
        }
        assert_eq!(Meaning::of_builtin(14), Meaning::Date);
        assert_eq!(Meaning::of_builtin(22), Meaning::DateTime);
        assert_eq!(Meaning::of_builtin(2), Meaning::Number);
    }

    #[test]
    fn serial_numbers_are_dates() {
        use {Base::*, Meaning::*};
        for (value, meaning, base, expected) in [
            (46_279.333_495_370_37, DateTime, Year1900, "2026-09-14 08:00:14"),
            (46_279.0, DateTime, Year1900, "2026-09-14 00:00:00"),
            (46_279.0, Date, Year1900, "2026-09-14"),
            (46_279.5, Date, Year1900, "2026-09-14 12:00:00"),
            (44_817.0, Date, Year1904, "2026-09-14"),
            (1.0, Date, Year1900, "1900-01-01"),
            (59.0, Date, Year1900, "1900-02-28"),
            (61.0, Date, Year1900, "1900-03-01"),
            (0.0, Date, Year1900, ""),
            (0.25, Time, Year1900, "06:00:00"),
            (0.0, Time, Year1900, "00:00:00"),
            (1.5, Elapsed, Year1900, "36:00:00"),
            (0.000_005_787_037_037, Time, Year1900, "00:00:00.500"),
            (0.999_999_999_9, Time, Year1900, "1900-01-01 00:00:00"),
            (2_958_465.0, Date, Year1900, "9999-12-31"),
            (2_958_466.0, Date, Year1900, "2958466"),
            (-1.0, Date, Year1900, "-1"),
            (14.0, Number, Year1900, "14"),
            (0.35, Number, Year1900, "0.35"),
            (1e15, Number, Year1900, "1000000000000000"),
            (f64::NAN, Date, Year1900, ""),
            (f64::INFINITY, Number, Year1900, ""),
        ] {
            assert_eq!(text(value, meaning, base), expected, "{value}");
        }
    }
}
