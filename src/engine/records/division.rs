//! Files that can be read in parts: one record a line, in bytes that mean the
//! same wherever reading begins. Where a file is packed, or in UTF-16, those of its
//! text do. Everything else is read in one piece.

use super::unwrapping::unwrapped;
use super::{Reader, Sniff, Unwrapping};
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
}

impl Division {
    /// How a file that was sniffed so, and begins so, is divided; `None` where it
    /// cannot be, or where `head` does not show that it can: archives, a header that
    /// does not end in `head`, lines that end with CR alone, and JSON whose first
    /// object is not a line of its own.
    pub fn of(sniff: &Sniff, head: &[u8]) -> Option<Division> {
        let archive = matches!(sniff.container, Container::Zip | Container::Spreadsheet);
        if archive || sniff.problem.is_some() {
            return None;
        }
        let whole =
            |sniff: Sniff, wrapped| Division { sniff, wrapped, header: Vec::new(), body: 0 };
        let (division, text) = match unwrapped(sniff, head, head.len()) {
            Some((of_text, text)) => (whole(of_text, Some(sniff.clone())), Cow::Owned(text)),
            None => (whole(sniff.clone(), None), Cow::Borrowed(head)),
        };
        match sniff.shape {
            Shape::Csv { .. } => division.of_table(&text),
            Shape::Json => division.of_lines(&text),
            Shape::Avro | Shape::Form | Shape::Unknown => None,
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
                let ended = line.ends_with(b"\n") && reader.is_between();
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
        let object = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).first() == Some(&b'{');
        (object && reader.is_between() && reader.rows() == 1).then_some(self)
    }

    /// What gives the bytes that are divided; `None` where they are the file's.
    pub fn unwrapping(&self) -> Option<Unwrapping> {
        self.wrapped.as_ref().map(Unwrapping::of)
    }

    /// Where the first record below the header may begin, in bytes.
    pub fn body(&self) -> u64 {
        self.body
    }

    /// A reader that begins at this byte, which is the first of a record or of all,
    /// or lies between the header and a record.
    pub fn reader(&self, at: u64) -> Reader {
        match at {
            0 if self.wrapped.is_some() => Reader::of_text(&self.sniff),
            0 => Reader::new(&self.sniff),
            _ => Reader::midway(&self.sniff, &self.header),
        }
    }
}
