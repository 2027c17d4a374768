//! Files that can be read in parts: one record a line, or objects of one JSON array,
//! in bytes that mean the same wherever reading begins. Where a file is packed, or in
//! UTF-16, those of its text do. Everything else is read in one piece.

use super::unwrapping::unwrapped;
use super::{Border, Parser, Reader, Sniff, Unwrapping, border, json};
use crate::contract::{Container, Shape};
use std::borrow::Cow;

/// What readers that begin in the middle of a file must know of its beginning.
#[derive(Clone)]
pub struct Division {
    /// Of the text.
    sniff: Sniff,
    /// Of the file, where its text is not what it holds.
    wrapped: Option<Sniff>,
    /// Empty for JSON.
    header: Vec<String>,
    body: u64,
    /// What stands between two records.
    border: Border,
    /// Where that is, in JSON.
    place: json::Place,
}

impl Division {
    /// How a file that was sniffed so, and begins so, is divided; `None` where it
    /// cannot be, or where `head` does not show that it can: archives, a header that
    /// does not end in `head`, lines that end with CR alone, and JSON that is neither
    /// an object a line nor an array with three objects in `head`.
    pub fn of(sniff: &Sniff, head: &[u8]) -> Option<Division> {
        let archive = matches!(sniff.container, Container::Zip | Container::Spreadsheet);
        if archive || sniff.problem.is_some() {
            return None;
        }
        let whole = |sniff: Sniff, wrapped| Division {
            sniff,
            wrapped,
            header: Vec::new(),
            body: 0,
            border: Border::Line,
            place: json::Place::LINE,
        };
        let (division, text) = match unwrapped(sniff, head, head.len()) {
            Some((of_text, text)) => (whole(of_text, Some(sniff.clone())), Cow::Owned(text)),
            None => (whole(sniff.clone(), None), Cow::Borrowed(head)),
        };
        let unmarked = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        match (sniff.shape, unmarked.trim_ascii_start().first()) {
            (Shape::Csv { .. }, _) => division.of_table(&text),
            (Shape::Json, Some(b'[')) => division.of_array(&text),
            (Shape::Json, Some(b'{')) if unmarked.starts_with(b"{") => division.of_lines(&text),
            (Shape::Json | Shape::Avro | Shape::Form | Shape::Unknown, _) => None,
        }
    }

    fn of_table(self, head: &[u8]) -> Option<Division> {
        let mut reader = self.reader(0);
        let mut body = 0;
        for line in head.split_inclusive(|&byte| byte == b'\n') {
            reader.push(line, &mut |_, _| {});
            body += line.len() as u64;
            if reader.rows() > 0 {
                return None;
            }
            if let Some(header) = reader.header() {
                let ended = line.ends_with(b"\n") && self.is_between(&reader);
                return ended.then(|| Division { header: header.to_vec(), body, ..self });
            }
        }
        None
    }

    fn of_lines(self, head: &[u8]) -> Option<Division> {
        let end = head.iter().position(|&byte| byte == b'\n')?;
        let line = head.get(..=end)?;
        let mut reader = self.reader(0);
        reader.push(line, &mut |_, _| {});
        (self.is_between(&reader) && reader.rows() == 1).then_some(self)
    }

    /// Of its objects, the first two may stand elsewhere on their lines than all the
    /// others: the first behind the bracket, and with it the second, or not.
    fn of_array(self, head: &[u8]) -> Option<Division> {
        let mut reader = self.reader(0);
        let (mut keys, mut place, mut borders) = (Vec::new(), None, 0);
        let (mut rest, mut last) = (head, b'[');
        while let Some(at) = rest.iter().position(|&byte| byte == last) {
            let (read, behind) = rest.split_at_checked(at + 1)?;
            reader.push(read, &mut |_, _| {});
            (rest, last) = (behind, b',');
            let Some(here) = reader.place().filter(json::Place::is_in_array) else { continue };
            place = Some(here);
            borders += 1;
            let key = border::first_key(behind).map(<[u8]>::to_vec);
            keys.extend(key.filter(|key| !keys.contains(key)));
        }
        let border = Border::Element(keys);
        let place = place.filter(|_| borders > 2)?;
        Some(Division { border, place, ..self })
    }

    /// What gives the bytes that are divided; `None` where they are the file's.
    pub fn unwrapping(&self) -> Option<Unwrapping> {
        self.wrapped.as_ref().map(Unwrapping::of)
    }

    /// Where the first record below the header may begin, in bytes.
    pub fn body(&self) -> u64 {
        self.body
    }

    /// What stands between two records.
    pub fn border(&self) -> &Border {
        &self.border
    }

    /// A reader that begins at this byte, which is the first of a record or of all,
    /// or lies between the header and a record.
    pub fn reader(&self, at: u64) -> Reader {
        match at {
            0 if self.wrapped.is_some() => Reader::of_text(&self.sniff),
            0 => Reader::new(&self.sniff),
            _ => self.midway(),
        }
    }

    /// A reader that goes on behind a border, below the header.
    fn midway(&self) -> Reader {
        let mut reader = Reader::of_text(&self.sniff);
        match &mut reader.parser {
            Parser::Csv(csv) => csv.go_on(&self.header),
            Parser::Json(json) => json.go_on(self.place),
            Parser::Avro(_) | Parser::Form(_) | Parser::None => {}
        }
        reader
    }

    /// Whether everything read so far is whole records: what follows would be read
    /// alike by a reader that goes on there, provided that the border ends here.
    pub fn is_between(&self, reader: &Reader) -> bool {
        match &reader.parser {
            Parser::Csv(csv) => csv.is_between(),
            Parser::Json(_) => reader.place() == Some(self.place),
            Parser::Avro(_) | Parser::Form(_) | Parser::None => false,
        }
    }
}

impl Reader {
    fn place(&self) -> Option<json::Place> {
        match &self.parser {
            Parser::Json(json) => json.place(),
            Parser::Csv(_) | Parser::Avro(_) | Parser::Form(_) | Parser::None => None,
        }
    }
}
