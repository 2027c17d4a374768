//! Objects in which every value is a text, a whole number or a word, read where
//! they lie: nothing is copied, and nothing allocated. Everything else is left to
//! `serde_json`: a list or an object inside, an escape, another number, damage.
//! Both say the same of an object; the tests hold it.

use super::Span;
use super::marks::{Marks, Text};

/// The longest number that is read here, in digits: 64 bits hold it.
const DIGITS: usize = 18;

/// An object in which nothing lies deeper.
#[derive(Clone, Copy)]
pub struct Plain<'a> {
    text: &'a str,
    fields: &'a [Field],
}

/// One key and its value.
pub(super) struct Field {
    key: Span,
    /// Empty for `null`.
    value: Span,
}

impl<'a> Plain<'a> {
    /// What stands at a key, as the text of a cell; empty where there is none. Of a
    /// key that is there twice, the last.
    #[inline]
    pub fn get(&self, key: &str) -> &'a str {
        // Bytes are compared more quickly than texts are cut out.
        let found = self
            .fields
            .iter()
            .rev()
            .find(|field| field.key.of(self.text.as_bytes()) == Some(key.as_bytes()));
        found.map_or("", |field| self.part(field.value))
    }

    #[inline]
    fn part(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// The texts of one piece of a file.
pub(super) struct Objects<'t> {
    text: &'t str,
    marks: Marks<'t, Text>,
}

impl<'t> Objects<'t> {
    pub(super) fn new(text: &'t str) -> Objects<'t> {
        Objects { text, marks: Marks::new(text.as_bytes(), Text) }
    }

    /// The object that begins at `at`, and the place behind it; `fields` is room for
    /// its fields. `None` where it is not plain, or does not end in this text. Places
    /// must come in their order.
    pub(super) fn read<'o>(
        &mut self,
        mut at: usize,
        fields: &'o mut Vec<Field>,
    ) -> Option<(Plain<'o>, usize)>
    where
        't: 'o,
    {
        let bytes = self.text.as_bytes();
        fields.clear();
        if bytes.get(at) != Some(&b'{') {
            return None;
        }
        at = filled(bytes, at + 1);
        if bytes.get(at) != Some(&b'}') {
            loop {
                let key = self.string(at)?;
                at = filled(bytes, key.end + 1);
                if bytes.get(at) != Some(&b':') {
                    return None;
                }
                at = filled(bytes, at + 1);
                let value = match bytes.get(at)? {
                    b'"' => {
                        let value = self.string(at)?;
                        at = value.end + 1;
                        value
                    }
                    b'n' => {
                        at = word(bytes, at, b"null")?;
                        Span { start: at, end: at }
                    }
                    _ => {
                        let start = at;
                        at = match bytes.get(at)? {
                            b't' => word(bytes, at, b"true")?,
                            b'f' => word(bytes, at, b"false")?,
                            _ => number(bytes, at)?,
                        };
                        Span { start, end: at }
                    }
                };
                fields.push(Field { key, value });
                at = filled(bytes, at);
                match bytes.get(at)? {
                    b',' => at = filled(bytes, at + 1),
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        Some((Plain { text: self.text, fields }, at + 1))
    }

    /// The text between the quote at `at` and the next.
    #[inline]
    fn string(&mut self, at: usize) -> Option<Span> {
        let bytes = self.text.as_bytes();
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        self.marks.skip_to(at + 1);
        let end = self.marks.next()?;
        (bytes.get(end) == Some(&b'"')).then_some(Span { start: at + 1, end })
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
    let mut end = digits;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    let zero = bytes.get(digits) == Some(&b'0') && (negative || end - digits > 1);
    ((1..=DIGITS).contains(&(end - digits)) && !zero).then_some(end)
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

    fn held(text: &str, plain: bool) {
        let mut fields = Vec::new();
        let read = Objects::new(text).read(0, &mut fields);
        assert_eq!(read.is_some(), plain, "{text}");
        let Some((object, end)) = read else { return };
        let (other, other_end) = parsed(text).expect("it is JSON");
        assert_eq!(end, other_end, "{text}");
        assert!(object.fields.len() >= other.len());
        for (key, value) in &other {
            assert_eq!(object.get(key), cell(value), "{text}: {key}");
        }
        assert_eq!(object.get("no such key"), "");
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
        let (mut objects, mut fields) = (Objects::new(&both), Vec::new());
        for at in [70, text.len() + 70] {
            let (object, end) = objects.read(at, &mut fields).expect("it is plain");
            assert_eq!((object.get("a").len(), end), (130, at + text.len() - 70));
        }
    }
}
