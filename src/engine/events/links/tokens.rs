//! What in a text may point at a person: addresses however they are written,
//! ids, long numbers, random strings.

use crate::engine::calendar::day_from_text;
use std::borrow::Cow;

/// From so many characters on, hex and base64 with digits are tokens.
const TOKEN_LENGTH: usize = 16;
/// From so many digits on, a number is one person's.
const LONG_NUMBER: usize = 6;
/// How often a text may have been percent-encoded.
const ROUNDS: usize = 3;

/// Whether a free text (the name of a campaign, a subject, a tag) contains
/// something that may point at a person: an address, a UUID, a number of six
/// digits or more that is no date, a telephone number, an IP address, hex or
/// base64 from 16 characters on. When in doubt, it does.
pub fn personal(text: &str) -> bool {
    if plain_personal(text) {
        return true;
    }
    let decoded = decoded(text);
    decoded != text && (plain_personal(&decoded) || is_encoded(&decoded))
}

/// Whether one part of a link looks like a token: as [`personal`], and stricter
/// with digits.
pub(super) fn is_token(part: &str) -> bool {
    let digits = without_dates(part).bytes().filter(u8::is_ascii_digit).count();
    digits >= LONG_NUMBER || is_encoded(part) || personal(part)
}

/// The text without percent-encoding, however often it was encoded (three times
/// at most); `+` stays.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        if !is_encoded(&text) {
            break;
        }
        text = Cow::Owned(decoded_once(&text));
    }
    text
}

fn decoded_once(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match escape(bytes, at) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn is_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| escape(bytes, at).is_some())
}

/// The byte that `%XX` at this place stands for.
fn escape(bytes: &[u8], at: usize) -> Option<u8> {
    let [b'%', high, low] = bytes.get(at..at + 3)? else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn plain_personal(text: &str) -> bool {
    has_address(text)
        || has_hidden_address(text)
        || has_long_number(&without_dates(text))
        || text.split(|c: char| !is_token_char(c)).any(is_random)
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// An `@` (or what is used in its place) between two names.
fn has_address(text: &str) -> bool {
    if text.contains(['@', '\u{FF20}', '\u{FE6B}']) {
        let named = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '[' | '_' | '-' | '.' | '+'))
        };
        for (at, sign) in text.match_indices(['@', '\u{FF20}', '\u{FE6B}']) {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + sign.len()..).and_then(|after| after.chars().next());
            if named(before) && named(after) {
                return true;
            }
        }
    }
    let lower = text.to_ascii_lowercase();
    ["&#64;", "&#x40;", "&commat;", "(at)", "[at]", "{at}"].iter().any(|sign| lower.contains(sign))
}

/// An address in base64 (either alphabet), at any alignment, or in hex.
fn has_hidden_address(text: &str) -> bool {
    let in_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_');
    text.split(|c: char| !in_base64(c)).filter(|run| run.len() >= 8).any(|run| {
        (0..4).any(|skip| run.get(skip..).is_some_and(|run| reads_as_address(&base64(run))))
            || (0..2).any(|skip| run.get(skip..).is_some_and(|run| reads_as_address(&hex(run))))
    })
}

fn base64(run: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for byte in run.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    out
}

fn hex(run: &str) -> Vec<u8> {
    let digits = run.chars().map_while(|c| c.to_digit(16)).collect::<Vec<_>>();
    digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit as u8))
        .collect()
}

/// Whether bytes hold an `@` with a name before it and a domain with a point
/// behind it: random bytes hardly ever do.
fn reads_as_address(bytes: &[u8]) -> bool {
    let name = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'\'' | 0x80..)
    };
    let domain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | 0x80..);
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'@').any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(name);
        let behind = bytes.get(at + 1..).unwrap_or_default();
        let length = behind.iter().take_while(domain).count();
        before && length >= 4 && behind.iter().take(length).any(|byte| *byte == b'.')
    })
}

/// Six digits in a row, a telephone number in groups, an IP address.
fn has_long_number(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    if runs.into_iter().any(|run| run.len() >= LONG_NUMBER && !is_compact_date(run)) {
        return true;
    }
    let grouped = |c: char| {
        c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '/' | '.' | '(' | ')' | '\u{A0}')
    };
    text.split(|c: char| !grouped(c)).any(|run| {
        let run = run.trim_matches([' ', '-', '/', '.', ')', '\u{A0}']);
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let called = run.starts_with(['+', '(']) || run.starts_with('0') && !run.starts_with("0.");
        called && digits >= 7 || is_ip(run)
    })
}

fn is_ip(text: &str) -> bool {
    text.split([' ', '/', '(', ')', '-']).any(|word| {
        let mut parts = 0;
        word.split('.').all(|part| {
            parts += 1;
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        }) && parts == 4
    })
}

/// Whether digits in a row are a date: `20261123`, `202611`.
fn is_compact_date(digits: &str) -> bool {
    let text = match digits.len() {
        8 => digits.to_owned(),
        6 => format!("{digits}01"),
        _ => return false,
    };
    match (text.get(..4), text.get(4..6), text.get(6..)) {
        (Some(year), Some(month), Some(day)) => {
            matches!(year.get(..2), Some("19" | "20"))
                && day_from_text(&format!("{year}-{month}-{day}")).is_some()
        }
        _ => false,
    }
}

/// The text with a blank in place of dates: `2026-11-23`, `23.11.2026`, `11/2026`.
fn without_dates(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let in_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '_');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = from.find(|c| !in_date(c)).unwrap_or(from.len());
        let (run, behind) = from.split_at_checked(end).unwrap_or((from, ""));
        out.push_str(before);
        let body = run.trim_end_matches(['-', '.', '/', '_']);
        if is_date(body) {
            out.push(' ');
        } else {
            // A date may begin a longer run: `2026-11-23-4711`.
            match body.split_at_checked(10).filter(|(date, _)| is_date(date)) {
                Some((_, more)) if !more.starts_with(|c: char| c.is_ascii_digit()) => {
                    out.push(' ');
                    out.push_str(more);
                }
                _ => out.push_str(body),
            }
        }
        out.push_str(run.get(body.len()..).unwrap_or_default());
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn is_date(run: &str) -> bool {
    let parts: Vec<&str> = run.split(['-', '.', '/', '_']).collect();
    let number = |part: &str| part.parse::<u32>().unwrap_or(u32::MAX);
    let year = |part: &str| part.len() == 4 && (1900..2200).contains(&number(part));
    let small =
        |part: &str, most| (1..=2).contains(&part.len()) && (1..=most).contains(&number(part));
    match parts[..] {
        [a, b, c] if year(a) => small(b, 12) && small(c, 31),
        [a, b, c] if year(c) || c.len() == 2 => {
            small(a, 31) && small(b, 31) && (small(a, 12) || small(b, 12))
        }
        [a, b] => year(a) && small(b, 12) || small(a, 12) && year(b),
        _ => false,
    }
}

/// Whether a run of letters, digits, `-` and `_` looks drawn by lot rather than
/// written: a UUID, hex, base64.
fn is_random(run: &str) -> bool {
    let mut odd = 0;
    for part in run.split(['-', '_']) {
        let shape = Shape::of(part);
        let mixed = shape.groups >= 3 || shape.groups == 2 && shape.rises > 0;
        odd += if mixed { part.len() } else { 0 };
        let long = part.len() >= TOKEN_LENGTH;
        if long && shape.digits > 0
            || part.len() >= 8 && shape.groups >= 4
            || long && shape.rises * 5 >= part.len()
            || long && shape.vowels * 6 < part.len()
        {
            return true;
        }
    }
    run.len() >= TOKEN_LENGTH && odd >= 8 || is_uuid(run)
}

fn is_uuid(run: &str) -> bool {
    let mut lengths = [8, 4, 4, 4, 12].into_iter();
    let mut parts = run.rsplit('-').collect::<Vec<_>>();
    parts.truncate(5);
    parts.len() == 5
        && parts.iter().rev().all(|part| {
            lengths.next() == Some(part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// How a word is made up.
#[derive(Default)]
struct Shape {
    digits: usize,
    vowels: usize,
    /// Runs of letters and runs of digits.
    groups: usize,
    /// Places where a capital follows a small letter.
    rises: usize,
}

impl Shape {
    fn of(word: &str) -> Shape {
        let mut shape = Shape::default();
        let mut previous = b'-';
        for byte in word.bytes() {
            let digit = byte.is_ascii_digit();
            shape.digits += usize::from(digit);
            shape.vowels += usize::from(b"aeiouyAEIOUY".contains(&byte));
            shape.rises += usize::from(previous.is_ascii_lowercase() && byte.is_ascii_uppercase());
            shape.groups += usize::from(previous == b'-' || digit != previous.is_ascii_digit());
            previous = byte;
        }
        shape
    }
}
