//! Times in any of their notations, read from left to right: a date, then a
//! time of day, then a zone; all of it has to fit.

use super::{Written, day, local};
use crate::contract::DateOrder;
use crate::engine::zone::{Local, Time};

/// The text without blanks, quotes and the apostrophe that spreadsheets put
/// before a text.
pub(super) fn bare(cell: &str) -> &str {
    cell.trim().trim_matches('"').trim_start_matches('\'').trim()
}

/// Whether a text says that there is no time.
pub(super) fn is_absent(text: &str) -> bool {
    const WORDS: [&str; 11] =
        ["na", "n/a", "n.a.", "null", "none", "nil", "nan", "\\n", "never", "nie", "undefined"];
    // Zero dates, and the zero time of some languages.
    let zeros = text
        .bytes()
        .all(|byte| matches!(byte, b'0' | b'-' | b':' | b'.' | b'/' | b' ' | b'T' | b'Z'));
    zeros
        || matches!(text, "–" | "—")
        || text.starts_with("0001-01-01")
        || text.starts_with("0000-")
        || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by
/// their number of digits; with a fraction or without. Numbers that are dates
/// without separators are not taken.
pub(super) fn epoch(text: &str) -> Option<Time> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            (whole, fraction)
        }
        Some(_) => return None,
        None => (text, ""),
    };
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let compact = whole.len() == 12 && matches!(whole.get(..2), Some("19" | "20"));
    match whole.len() {
        9..=11 => Some(Time(number * 1000 + i64::from(millis(fraction)))),
        12 if compact && fraction.is_empty() => None,
        12..=13 => Some(Time(number)),
        15..=16 => Some(Time(number / 1000)),
        18..=19 => Some(Time(number / 1_000_000)),
        _ => None,
    }
}

/// The two numbers that a date such as 03/04/2026 or 3-4-26 begins with, where
/// their order is open.
pub(super) fn leading_pair(text: &str) -> Option<(u32, u32)> {
    let (first, rest) = number(text, 1..=2)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '-'))?;
    let (second, rest) = number(rest.strip_prefix(separator)?, 1..=2)?;
    number(rest.strip_prefix(separator)?, 2..=4)?;
    Some((first, second))
}

/// A date, perhaps with a time of day and a zone.
pub(super) fn written(text: &str, order: DateOrder) -> Option<Written> {
    let text = behind_weekday(text);
    let (date, rest) = date(text, order)?;
    let (clock, rest) = time_of_day(rest)?;
    let offset = offset(rest)?;
    let midnight = local(date, 0, 0, 0, 0)?;
    let Clock { within, coarse } = clock;
    Some(Written { local: Local(midnight.0 + within), offset, coarse })
}

fn date(text: &str, order: DateOrder) -> Option<(i32, &str)> {
    if let Some((year, rest)) = number(text, 4..=4)
        && let Some(separator) = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))
    {
        let (month, rest) = number(rest.strip_prefix(separator)?, 1..=2)?;
        let (date, rest) = number(rest.strip_prefix(separator)?, 1..=2)?;
        return Some((day(year as i32, month, date)?, rest));
    }
    // Dates without separators; a time without separators may follow at once.
    if let Some((compact, rest)) = fixed_number(text, 8) {
        return Some((day((compact / 10_000) as i32, compact / 100 % 100, compact % 100)?, rest));
    }
    match number(text, 1..=2) {
        Some((first, rest)) => day_behind(first, rest, order),
        None => {
            // `Sep 14, 2026`, `September 14th 2026`
            let (month, rest) = month(text)?;
            let (date, rest) = number(rest.trim_start(), 1..=2)?;
            let rest = ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|end| rest.strip_prefix(end))
                .unwrap_or(rest);
            let rest = rest.trim_start_matches(['.', ',']).trim_start();
            // `Sep 14 08:00:00 2026`, as systems write it
            if let Some((clock, last)) = rest.rsplit_once(' ')
                && clock.contains(':')
                && let Some((year, "")) = number(last, 4..=4)
            {
                return Some((day(year as i32, month, date)?, clock));
            }
            let (year, rest) = number(rest, 4..=4)?;
            Some((day(year as i32, month, date)?, rest))
        }
    }
}

/// A date that begins with a day or a month: `14.09.2026`, `9/14/26`,
/// `14. September 2026`, `14-Sep-26`.
fn day_behind(first: u32, rest: &str, order: DateOrder) -> Option<(i32, &str)> {
    let separator = rest.chars().next()?;
    let behind = rest.get(separator.len_utf8()..)?;
    if let Some((second, behind)) = number(behind, 1..=2)
        && let Some(behind) = behind.strip_prefix(separator)
    {
        let (year, rest) = year(behind)?;
        // Points are written day first everywhere; so are months above twelve,
        // which leave no other way.
        let month_first = match separator {
            '/' | '-' => match order {
                DateOrder::MonthFirst => first <= 12,
                DateOrder::DayFirst => second > 12,
            },
            '.' => false,
            _ => return None,
        };
        let (month, date) = if month_first { (first, second) } else { (second, first) };
        return Some((day(year, month, date)?, rest));
    }
    let rest = rest.trim_start_matches(['.', '-', '/', ' ', '\u{A0}']);
    // `14 de septiembre de 2026`, `1er octobre 2026`
    let rest = ["de ", "er "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let (month, rest) = month(rest)?;
    let rest = rest.trim_start_matches(['.', '-', '/', ',', ' ', '\u{A0}']);
    let (year, rest) = year(rest.strip_prefix("de ").unwrap_or(rest))?;
    Some((day(year, month, first)?, rest))
}

/// Four digits, or two: 70 to 99 lie in the last century.
fn year(text: &str) -> Option<(i32, &str)> {
    let (digits, rest) = digits(text);
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some((year, rest)),
        2 => Some((if year < 70 { 2000 + year } else { 1900 + year }, rest)),
        _ => None,
    }
}

/// A time of day, in milliseconds since midnight.
pub(super) struct Clock {
    within: i64,
    coarse: bool,
}

pub(super) fn time_of_day(text: &str) -> Option<(Clock, &str)> {
    let joined = text.strip_prefix(['T', 't', '_']).unwrap_or(text);
    let rest = joined.trim_start_matches([' ', ',', '\u{A0}', '\u{202F}']);
    let rest = ["at ", "um ", "- ", "@ ", "à ", "om ", "alle ", "ore ", "a las ", "às "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    if rest.is_empty() || rest.starts_with(['+', 'Z', '(', '[']) {
        return Some((Clock { within: 0, coarse: true }, rest));
    }
    let (hour, minute, second, fraction, rest) = if let Some((compact, rest)) =
        fixed_number(rest, 6)
    {
        let (fraction, rest) = fraction(rest);
        (compact / 10_000, compact / 100 % 100, Some(compact % 100), fraction, rest)
    } else if let Some((compact, rest)) = fixed_number(rest, 4) {
        (compact / 100, compact % 100, None, "", rest)
    } else {
        let (hour, rest) = number(rest, 1..=2)?;
        // `8h05` in French, `8.05` in German.
        let separator = rest.chars().next().filter(|c| matches!(c, ':' | 'h' | '.'));
        match separator.and_then(|separator| rest.strip_prefix(separator)) {
            Some(rest) => {
                let (minute, rest) = fixed_number(rest, 2)?;
                let separator = if separator == Some('.') { '.' } else { ':' };
                match rest.strip_prefix(separator) {
                    Some(rest) => {
                        let (second, rest) = fixed_number(rest, 2)?;
                        let (fraction, rest) = fraction(rest);
                        (hour, minute, Some(second), fraction, rest)
                    }
                    None => (hour, minute, None, "", rest),
                }
            }
            // `9 pm`, `9 Uhr`: an hour alone needs a word behind it.
            None if half_day(rest).is_some() || oclock(rest).is_some() => (hour, 0, None, "", rest),
            None => return None,
        }
    };
    let (hour, rest) = match half_day(rest) {
        Some((afternoon, rest)) => match hour {
            12 => (if afternoon { 12 } else { 0 }, rest),
            1..=11 => (if afternoon { hour + 12 } else { hour }, rest),
            _ => return None,
        },
        None => (hour, oclock(rest).unwrap_or(rest)),
    };
    let within = local(0, hour, minute, second.unwrap_or(0), millis(fraction))?.0;
    Some((Clock { within, coarse: second.is_none() }, rest))
}

/// The digits behind a point or comma.
fn fraction(text: &str) -> (&str, &str) {
    match text.strip_prefix(['.', ',']).map(digits) {
        Some((fraction, rest)) if !fraction.is_empty() => (fraction, rest),
        _ => ("", text),
    }
}

/// Whether `am` or `pm` follows (in any case, with points or without).
fn half_day(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    for (word, afternoon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if let Some(rest) = strip_word(text, word) {
            return Some((afternoon, rest));
        }
    }
    None
}

fn oclock(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\u{A0}']);
    strip_word(text, "uhr").or_else(|| strip_word(text, "uur"))
}

/// The offset that a text names, in seconds ahead of UTC: `Some(None)` where it
/// is empty, `None` where it is something else.
fn offset(text: &str) -> Option<Option<i32>> {
    const NAMED: [(&str, i32); 18] = [
        ("z", 0),
        ("utc", 0),
        ("gmt", 0),
        ("ut", 0),
        ("wet", 0),
        ("bst", 1),
        ("west", 1),
        ("cet", 1),
        ("mez", 1),
        ("cest", 2),
        ("mesz", 2),
        ("eet", 2),
        ("eest", 3),
        ("est", -5),
        ("edt", -4),
        ("cdt", -5),
        ("pst", -8),
        ("pdt", -7),
    ];
    // A zone's name in brackets only explains the offset before it.
    let text = match text.find(['(', '[']) {
        Some(at) if text.ends_with([')', ']']) => text.get(..at)?,
        _ => text,
    };
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let word_end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(word_end)?;
    let base = match word {
        "" => None,
        word => Some(NAMED.iter().find(|(name, _)| word.eq_ignore_ascii_case(name))?.1 * 3600),
    };
    let Some((sign, rest)) = sign(rest) else {
        return rest.is_empty().then_some(base);
    };
    // Only `UTC` and its like may carry a number.
    if base.is_some_and(|base| base != 0) {
        return None;
    }
    let (hours, rest) = match digits(rest) {
        (four, "") if four.len() == 4 => four.split_at_checked(2)?,
        (hours, rest) if hours.len() <= 2 => (hours, rest.strip_prefix(':').unwrap_or(rest)),
        _ => return None,
    };
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if rest.is_empty() {
        0
    } else {
        fixed_number(rest, 2).filter(|(_, rest)| rest.is_empty())?.0 as i32
    };
    (hours <= 18 && minutes < 60).then_some(Some(sign * (hours * 3600 + minutes * 60)))
}

fn sign(text: &str) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix('+') {
        return Some((1, rest));
    }
    text.strip_prefix(['-', '\u{2212}']).map(|rest| (-1, rest))
}

/// The text behind a leading day of the week.
fn behind_weekday(text: &str) -> &str {
    const DAYS: [&str; 66] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "tues",
        "thurs",
        "thur",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "die",
        "mit",
        "don",
        "fre",
        "sam",
        "son",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunedì",
        "martedì",
        "mercoledì",
        "giovedì",
        "venerdì",
        "sabato",
        "domenica",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ];
    let (word, rest) = leading_word(text);
    let lower = word.to_lowercase();
    if DAYS.contains(&lower.as_str()) { rest.trim_start_matches(['.', ',', ' ']) } else { text }
}

/// The month that a text begins with.
fn month(text: &str) -> Option<(u32, &str)> {
    // English and German, then French, Italian, Spanish and Dutch.
    #[rustfmt::skip]
    const MONTHS: [(&str, &[&str]); 12] = [
        ("jan", &["january", "januar", "jänner", "jaenner", "jän",
            "janvier", "janv", "gennaio", "gen", "enero", "ene", "januari"]),
        ("feb", &["february", "februar", "feber",
            "février", "fevrier", "févr", "fév", "febbraio", "febrero", "februari"]),
        ("mar", &["march", "märz", "maerz", "mär", "mrz", "mars", "marzo", "maart", "mrt"]),
        ("apr", &["april", "avril", "avr", "aprile", "abril", "abr"]),
        ("may", &["mai", "maggio", "mag", "mayo", "mei"]),
        ("jun", &["june", "juni", "juin", "giugno", "giu", "junio"]),
        ("jul", &["july", "juli", "juillet", "juil", "luglio", "lug", "julio"]),
        ("aug", &["august", "août", "aout", "agosto", "ago", "augustus"]),
        ("sep", &["september", "sept", "septembre", "settembre", "set", "septiembre"]),
        ("oct", &["october", "oktober", "okt", "octobre", "ottobre", "ott", "octubre"]),
        ("nov", &["november", "novembre", "noviembre"]),
        ("dec", &["december", "dezember", "dez",
            "décembre", "déc", "decembre", "dicembre", "dic", "diciembre"]),
    ];
    let (word, rest) = leading_word(text);
    let lower = word.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|(short, long)| lower == *short || long.contains(&lower.as_str()))?;
    Some((at as u32 + 1, rest.strip_prefix('.').unwrap_or(rest)))
}

fn leading_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let ends = !rest.starts_with(char::is_alphanumeric);
    (head.eq_ignore_ascii_case(word) && ends).then_some(rest)
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// A number of so many digits, no more behind them.
fn number(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let (digits, rest) = digits(text);
    if !length.contains(&digits.len()) {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

/// A number of exactly so many digits; 14 digits in a row are a date of eight and
/// a time of six.
fn fixed_number(text: &str, length: usize) -> Option<(u32, &str)> {
    let (run, _) = digits(text);
    let whole = run.len() == length || (length == 8 && matches!(run.len(), 12 | 14));
    let (head, rest) = text.split_at_checked(length).filter(|_| whole)?;
    Some((head.parse().ok()?, rest))
}

/// The first three digits of a fraction, as milliseconds; what is behind them
/// is cut off.
fn millis(fraction: &str) -> u32 {
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    digits.fold(0, |sum, digit| sum * 10 + u32::from(digit.wrapping_sub(b'0').min(9)))
}
