//! Bodies of web requests as they are posted: `key=value&key=value`, percent-encoded,
//! one a line. Each becomes an object of texts; `contact[email]=…` is the key `email`
//! in the object `contact`.
//!
//! Source: WHATWG URL Standard, "application/x-www-form-urlencoded"; brackets as
//! PHP and Rack read them.

use super::{Each, Record, encoding};
use crate::contract::ProblemKind;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// No body is longer, in bytes: it may hold a list of a thousand events.
const MAX_BODY: usize = 64 << 20;
/// No key of a field is longer, in bytes, nor made of more keys.
const MAX_KEY: usize = 256;
const MAX_DEPTH: usize = 4;

pub(super) struct Form {
    /// The part of the current line that came with earlier bytes.
    held: Vec<u8>,
    /// The line is beyond the limit and was reported: its rest is passed over.
    too_large: bool,
    count: u64,
}

impl Form {
    pub(super) fn new() -> Form {
        Form { held: Vec::new(), too_large: false, count: 0 }
    }

    pub(super) fn rows(&self) -> u64 {
        self.count
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.held.capacity()
    }

    pub(super) fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        self.count += 1;
        each(self.count, Record::Broken(kind));
    }

    pub(super) fn push(&mut self, mut bytes: &[u8], each: Each<'_>) {
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (line, rest) = bytes.split_at(end);
            self.hold(line, each);
            self.end_line(each);
            bytes = rest.get(1..).unwrap_or_default();
        }
        self.hold(bytes, each);
    }

    pub(super) fn finish(&mut self, each: Each<'_>) {
        self.end_line(each);
    }

    fn hold(&mut self, part: &[u8], each: Each<'_>) {
        if self.too_large {
            return;
        }
        if self.held.len() + part.len() > MAX_BODY {
            self.too_large = true;
            self.held = Vec::new();
            return self.broken(ProblemKind::RecordTooLarge, each);
        }
        self.held.extend_from_slice(part);
    }

    fn end_line(&mut self, each: Each<'_>) {
        let line = std::mem::take(&mut self.held);
        if std::mem::take(&mut self.too_large) || line.trim_ascii().is_empty() {
            return;
        }
        self.count += 1;
        match object(line.trim_ascii()) {
            Some(object) => each(self.count, Record::Object(&object)),
            None => each(self.count, Record::Broken(ProblemKind::NotAnObject)),
        }
    }
}

/// Whether a text begins like such a body: a first line of nothing but fields, and
/// something in it that no title of a column has. Its end may be cut off.
pub(super) fn is_form(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default().trim_end();
    let told = |byte: u8| {
        byte.is_ascii_alphanumeric() || b"%+&=._-*[]~@:/!'()$".contains(&byte) || byte >= 0x80
    };
    let is_key = |key: &str| {
        !key.is_empty()
            && key.len() <= MAX_KEY
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%._-[]+".contains(&byte))
    };
    let mut fields = line.split('&');
    let Some((first, value)) = fields.next().and_then(|field| field.split_once('=')) else {
        return false;
    };
    let telling = value.contains('%') || fields.any(|field| field.contains('='));
    is_key(first) && telling && line.bytes().all(told)
}

/// The fields of one such body; `None` where a text is none.
pub fn read(text: &str) -> Option<Map<String, Value>> {
    is_form(text).then(|| object(text.trim().as_bytes())).flatten()
}

fn object(line: &[u8]) -> Option<Map<String, Value>> {
    let mut object = Map::new();
    let mut fields = false;
    for field in line.split(|&byte| byte == b'&') {
        let Some(sign) = field.iter().position(|&byte| byte == b'=') else { continue };
        let key = decoded(field.get(..sign).unwrap_or_default());
        let value = decoded(field.get(sign + 1..).unwrap_or_default());
        fields |= insert(&mut object, &key, value);
    }
    fields.then_some(object)
}

/// Puts a value where its key says; whether it could.
fn insert(object: &mut Map<String, Value>, key: &str, value: String) -> bool {
    if key.is_empty() || key.len() > MAX_KEY {
        return false;
    }
    let mut path: Vec<&str> = Vec::new();
    match key.split_once('[').filter(|(first, rest)| !first.is_empty() && rest.ends_with(']')) {
        Some((first, rest)) => {
            path.push(first);
            path.extend(rest.trim_end_matches(']').split("]["));
        }
        None => path.push(key),
    }
    if path.len() > MAX_DEPTH {
        return false;
    }
    let Some((last, outer)) = path.split_last() else { return false };
    // `tags[]=a&tags[]=b`: the first is told.
    let (last, outer) = match (*last, outer) {
        ("", [before @ .., name]) => (*name, before),
        _ => (*last, outer),
    };
    let mut inside = object;
    for name in outer {
        let next = inside.entry(*name).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(next) = next else { return false };
        inside = next;
    }
    inside.entry(last).or_insert(Value::String(value));
    true
}

/// A key or a value without its encoding; what is not encoded soundly stays as it
/// stands.
fn decoded(text: &[u8]) -> String {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let (plain, taken) = match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => ((high * 16 + low) as u8, 3),
            (b'+', ..) => (b' ', 1),
            _ => (byte, 1),
        };
        bytes.push(plain);
        at += taken;
    }
    match encoding::decode_cell(&bytes) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], cut: usize) -> Vec<Result<String, ProblemKind>> {
        let (mut form, mut found) = (Form::new(), Vec::new());
        let mut each = |number: u64, record: Record<'_>| {
            assert_eq!(number, found.len() as u64 + 1);
            found.push(match record {
                Record::Object(object) => Ok(Value::Object(object.clone()).to_string()),
                Record::Broken(kind) => Err(kind),
                Record::Row(_) | Record::Plain(_) => panic!("no rows here"),
            });
        };
        let (head, tail) = text.split_at(cut);
        form.push(head, &mut each);
        form.push(tail, &mut each);
        form.finish(&mut each);
        found
    }

    #[test]
    fn bodies_one_a_line_cut_anywhere() {
        let text = b"events=%5B%7B%22a%22%3A1%7D%5D\r\n\r\nname=Zo%C3%AB+%26+Co&x\nrubbish\n\
            contact%5Bemail%5D=a%40example.org&contact[id]=7&t[]=u&t[]=v&z=%E4%zz&z=2";
        let expected = [
            Ok(r#"{"events":"[{\"a\":1}]"}"#.to_owned()),
            Ok(r#"{"name":"Zoë & Co"}"#.to_owned()),
            Err(ProblemKind::NotAnObject),
            Ok(r#"{"contact":{"email":"a@example.org","id":"7"},"t":"u","z":"ä%zz"}"#.to_owned()),
        ];
        for cut in 0..=text.len() {
            assert_eq!(read(text, cut), expected, "cut at {cut}");
        }
    }

    #[test]
    fn keys_that_contradict_each_other_or_go_too_deep_tell_nothing() {
        for (text, expected) in [
            ("a=1&a[b]=2", r#"{"a":"1"}"#),
            ("a[b]=2&a=1", r#"{"a":{"b":"2"}}"#),
            ("a[b][c][d][e]=2&f=1", r#"{"f":"1"}"#),
            ("[a]=1&=2", r#"{"[a]":"1"}"#),
        ] {
            assert_eq!(read(text.as_bytes(), 0), [Ok(expected.to_owned())], "{text}");
        }
        assert_eq!(read(b"=1&&", 2), [Err(ProblemKind::NotAnObject)]);
    }

    #[test]
    fn what_is_a_form() {
        for (text, expected) in [
            ("mandrill_events=%5B%7B%22event%22", true),
            ("\nevent=opened&recipient=a%40example.org&timestamp=1\nevent=x", true),
            ("type=open&contact%5Bemail%5D=a", true),
            ("sep=;\na;b", false),
            ("sep=,\na,b", false),
            ("a=b", false),
            ("email,a=b&c=d\n", false),
            ("email\na@example.org", false),
            ("Rate = 5 % & more = x\n", false),
            ("{\"a\":\"b=c&d=e\"}", false),
            ("", false),
        ] {
            assert_eq!(is_form(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut form = Form::new();
        let mut found = Vec::new();
        let mut each = |_: u64, record: Record<'_>| {
            found.push(match record {
                Record::Broken(kind) => Some(kind),
                _ => None,
            });
        };
        let part = vec![b'a'; 1 << 20];
        (0..70).for_each(|_| form.push(&part, &mut each));
        assert!(form.held() < 1 << 20);
        form.push(b"\na=1", &mut each);
        form.finish(&mut each);
        assert_eq!(found, [Some(ProblemKind::RecordTooLarge), None]);
    }
}
