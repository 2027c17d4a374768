//! Objects in which every value is a text, a whole number or a word, read where
//! they lie: nothing is copied, and nothing allocated. Everything else is left to
//! `serde_json`: a list or an object inside, an escape, another number, damage.
//! Both say the same of an object; the tests hold it.

use super::Span;
use super::closing::closing_quote;
use super::frames::{Frames, Next, Way};

/// The longest number that is read here, in digits: 64 bits hold it.
const DIGITS: usize = 18;

/// An object in which nothing lies deeper.
#[derive(Clone, Copy)]
pub struct Plain<'a> {
    text: &'a str,
    values: &'a [Value],
    number: u32,
}

/// What stands at a key, and in which object: those before may have had one where
/// this has none.
#[derive(Clone, Copy)]
struct Value {
    span: Span,
    object: u32,
}

impl<'a> Plain<'a> {
    /// What stands at one of the [keys that are read](super::Reader::read_plainly),
    /// by its place among them, as the text of a cell; empty where there is none. Of a
    /// key that is there twice, the last.
    #[inline]
    pub fn get(&self, place: usize) -> &'a str {
        match self.values.get(place) {
            Some(&Value { span, object }) if object == self.number => {
                self.text.get(span.start..span.end).unwrap_or_default()
            }
            _ => "",
        }
    }
}

/// In no object: their numbers begin with 1.
const NONE: Value = Value { span: Span { start: 0, end: 0 }, object: 0 };

/// What is known of the plain objects of a file.
pub(super) struct Known {
    frames: Frames,
    /// The values of the last one, by the places of their keys.
    values: Vec<Value>,
    /// Its number.
    number: u32,
}

impl Known {
    /// Of these keys the values are read.
    pub(super) fn new(keys: &[Option<&str>]) -> Known {
        Known { frames: Frames::new(keys), values: vec![NONE; keys.len()], number: 0 }
    }

    /// The object that begins at `at`, and the place behind it. `None` where it is not
    /// plain, or does not end in this text.
    pub(super) fn read<'o>(&'o mut self, text: &'o str, at: usize) -> Option<(Plain<'o>, usize)> {
        let Known { frames, values, number } = self;
        let bytes = text.as_bytes();
        if bytes.get(at) != Some(&b'{') {
            return None;
        }
        *number = number.wrapping_add(1);
        // Once around, all numbers were there before.
        if *number == 0 {
            values.fill(NONE);
            *number = 1;
        }
        let mut way = Way::START;
        // Where the value before ends, of a text its closing quote; and what is behind.
        let (mut end, mut behind) = (at, at + 1);
        while bytes.get(behind) != Some(&b'}') {
            let next = match frames.follow(&mut way, bytes, end) {
                Some(next) => next,
                None => match key(bytes, behind, end == at)? {
                    Found::End(place) => {
                        behind = place;
                        break;
                    }
                    Found::Key { key, start } => {
                        let is_text = bytes.get(start) == Some(&b'"');
                        let start = start + usize::from(is_text);
                        let place =
                            frames.learn(&mut way, bytes.get(end..start)?, key.of(bytes)?, is_text);
                        Next { start, place, is_text }
                    }
                },
            };
            let value = match next.is_text {
                true => text_from(bytes, next.start)?,
                false => scalar(bytes, next.start)?,
            };
            end = value.end;
            behind = value.end + usize::from(next.is_text);
            if let Some(place) = next.place
                && let Some(room) = values.get_mut(place)
            {
                *room = Value { span: value, object: *number };
            }
        }
        Some((Plain { text, values, number: *number }, behind + 1))
    }
}

/// The next key, behind a value or in front of the first.
#[cold]
fn key(bytes: &[u8], at: usize, first: bool) -> Option<Found> {
    let mut at = filled(bytes, at);
    match bytes.get(at)? {
        b'}' => return Some(Found::End(at)),
        b',' if !first => at = filled(bytes, at + 1),
        _ if !first => return None,
        _ => {}
    }
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let key = text_from(bytes, at + 1)?;
    at = filled(bytes, key.end + 1);
    if bytes.get(at) != Some(&b':') {
        return None;
    }
    Some(Found::Key { key, start: filled(bytes, at + 1) })
}

enum Found {
    /// The object's closing bracket.
    End(usize),
    /// A key, and where the value behind it starts.
    Key { key: Span, start: usize },
}

/// The text from its first byte on.
#[inline]
fn text_from(bytes: &[u8], start: usize) -> Option<Span> {
    closing_quote(bytes, start).map(|end| Span { start, end })
}

/// A word or a number. `null` is nothing.
#[inline]
fn scalar(bytes: &[u8], start: usize) -> Option<Span> {
    let from = |end| Span { start, end };
    match bytes.get(start)? {
        b't' => word(bytes, start, b"true").map(from),
        b'f' => word(bytes, start, b"false").map(from),
        b'n' => word(bytes, start, b"null").map(|end| Span { start: end, end }),
        _ => number(bytes, start).map(from),
    }
}

/// The first place from `at` on where no blank stands.
#[inline]
fn filled(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The place behind a word. What follows is seen to by whoever goes on there.
fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    bytes.get(at..)?.starts_with(word).then_some(at + word.len())
}

/// The place behind a whole number that is written as it is printed.
#[inline]
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let negative = bytes.get(at) == Some(&b'-');
    let digits = at + usize::from(negative);
    let end = behind_digits(bytes, digits);
    let zero = bytes.get(digits) == Some(&b'0') && (negative || end - digits > 1);
    ((1..=DIGITS).contains(&(end - digits)) && !zero).then_some(end)
}

/// The first place from `at` on where no digit stands.
#[inline]
fn behind_digits(bytes: &[u8], mut at: usize) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    // Eight at once. Of a digit, this has none of the highest bits.
    while let Some(&eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let value = u64::from_le_bytes(eight) ^ (EACH * 0x30);
        let low = (value & (EACH * 0x7F)) + EACH * (0x7F - 9);
        match (low | value) & (EACH * 0x80) {
            0 => at += 8,
            other => return at + other.trailing_zeros() as usize / 8,
        }
    }
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, Value};

    /// What `serde_json` says of the object at the front, and where it ends.
    fn parsed(text: &str) -> Option<(Map<String, Value>, usize)> {
        let mut objects = serde_json::Deserializer::from_str(text).into_iter();
        let object = objects.next()?.ok()?;
        Some((object, objects.byte_offset()))
    }

    /// A scalar as the text of a cell.
    fn cell(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            scalar => scalar.to_string(),
        }
    }

    /// Whether the object is plain, and then the same; read anew, and again by who
    /// knows it, at any place.
    fn held(text: &str, plain: bool) {
        let other = parsed(text);
        let keys: Vec<_> = other.iter().flat_map(|(it, _)| it.keys().map(String::as_str)).collect();
        let wanted: Vec<_> = keys.iter().copied().map(Some).chain([None, Some("none")]).collect();
        let mut known = Known::new(&wanted);
        for before in [0, 0, 1, 70, 0] {
            let all = format!("{}{text}{}", "x".repeat(before), " ".repeat(before));
            let read = known.read(&all, before);
            assert_eq!(read.is_some(), plain, "{text}");
            let Some((object, end)) = read else { continue };
            let (other, other_end) = other.as_ref().expect("it is JSON");
            assert_eq!(end, before + other_end, "{text}");
            for (place, (key, value)) in other.iter().enumerate() {
                assert_eq!(object.get(place), cell(value), "{text}: {key}");
            }
            for nothing in [keys.len(), keys.len() + 1, keys.len() + 2] {
                assert_eq!(object.get(nothing), "");
            }
        }
    }

    #[test]
    fn the_same_as_serde_says() {
        for (text, plain) in [
            ("{}", true),
            ("{ }x", true),
            (r#"{"a":"b","c":17,"d":-3,"e":0,"f":true,"g":false,"h":null}{"#, true),
            ("{\t\"a\" : \"Zoë, ü\" ,\r\n \"b\":\"\"}\n", true),
            (r#"{"a":"1","a":2,"b":3,"a":"last"}"#, true),
            (r#"{"a":123456789012345678}"#, true),
            (r#"{"a":"00000000000000000000000000"}"#, true),
            (r#"{"a":1234567890123456789}"#, false),
            (r#"{"a":"q\"uote"}"#, false),
            (r#"{"\u0061":1}"#, false),
            (r#"{"a":[1]}"#, false),
            (r#"{"a":{}}"#, false),
            (r#"{"a":1.5}"#, false),
            (r#"{"a":1e3}"#, false),
            (r#"{"a":-0}"#, false),
            (r#"{"a":01}"#, false),
            (r#"{"a":-}"#, false),
            (r#"{"a":nul}"#, false),
            (r#"{"a":truer}"#, false),
            (r#"{"a":1,}"#, false),
            (r#"{"a" 1}"#, false),
            (r#"{a:1}"#, false),
            (r#"{"a":1 "b":2}"#, false),
            ("{\"a\":\"b\nc\"}", false),
            (r#"["a"]"#, false),
        ] {
            held(text, plain);
            // Where it is cut off, nothing is said.
            let end = parsed(text).map_or(text.len(), |(_, end)| end);
            for cut in (0..end).filter(|&cut| text.is_char_boundary(cut)) {
                held(&text[..cut], false);
            }
        }
    }

    #[test]
    fn one_behind_the_other_whatever_stands_between() {
        let text = format!("{}{{\"a\":\"{}\"}}", "x".repeat(70), "y".repeat(130));
        let both = format!("{text}{text}");
        let mut known = Known::new(&[Some("a")]);
        for at in [70, text.len() + 70] {
            let (object, end) = known.read(&both, at).expect("it is plain");
            assert_eq!((object.get(0).len(), end), (130, at + text.len() - 70));
        }
    }

    #[test]
    fn the_number_of_an_object_comes_again_without_harm() {
        let mut known = Known::new(&[Some("a")]);
        known.number = u32::MAX - 1;
        for (text, expected) in [(r#"{"a":1}"#, "1"), ("{}", ""), ("{}", "")] {
            let (object, _) = known.read(text, 0).expect("it is plain");
            assert_eq!(object.get(0), expected);
        }
        assert!(known.values.iter().all(|value| value.object == 0));
    }

    #[test]
    fn digits_end_where_they_end() {
        for length in 0..30 {
            for behind in 0..30 {
                for byte in ["/", ":", "\0", "\u{80}", "p", "°"] {
                    let text = format!("x{}{byte}{}", "0123456789".repeat(3), "7".repeat(behind));
                    let from = 31 - length;
                    assert_eq!(behind_digits(text.as_bytes(), from), 31, "{text} from {from}");
                    assert_eq!(behind_digits(&text.as_bytes()[..31], from), 31);
                }
            }
        }
    }

    #[test]
    fn what_was_read_before_changes_nothing() {
        let parts =
            [r#""a":"#, r#""b":"#, r#""b" : "#, r#""a":"#, r#","#, r#", "#, "{", "{ ", "}", " }"];
        let values = [
            "1",
            "-2",
            "\"\"",
            "\"x\"",
            "\"Zoë\"",
            "null",
            "true",
            "[1]",
            "1.5",
            "\"q\\u0022\"",
            "",
        ];
        let mut state = 7u32;
        let mut pick = |from: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % from
        };
        let wanted = [Some("b"), None, Some("a")];
        let (mut known, mut plain, mut same) = (Known::new(&wanted), 0, 0);
        for _ in 0..20_000 {
            let mut text = parts[6 + pick(2)].to_owned();
            for field in 0..pick(5) {
                if field > 0 || pick(20) == 0 {
                    text += parts[4 + pick(2)];
                }
                text += parts[pick(4)];
                let most = if pick(4) == 0 { values.len() } else { 7 };
                text += values[pick(most)];
            }
            text += parts[8 + pick(2)];
            text += &" ".repeat(pick(2) * 40);
            let mut unknown = Known::new(&wanted);
            let alone = unknown
                .read(&text, 0)
                .map(|(object, end)| (object.get(0).to_owned(), object.get(2).to_owned(), end));
            let after = known
                .read(&text, 0)
                .map(|(object, end)| (object.get(0).to_owned(), object.get(2).to_owned(), end));
            assert_eq!(after, alone, "{text}");
            if let Some((b, a, end)) = after {
                let (object, other_end) = parsed(&text).expect("it is JSON");
                let of = |key| object.get(key).map(cell).unwrap_or_default();
                assert_eq!((b, a, end), (of("b"), of("a"), other_end), "{text}");
                plain += 1;
            }
            same += usize::from(parsed(&text).is_some());
        }
        assert!(plain > 5_000 && same > plain, "{plain} of {same}");
    }
}
