//! Files that can be read in parts: one record a line, in bytes that mean the
//! same wherever reading begins. Everything else is read in one piece.

use super::{Reader, Sniff};
use crate::contract::{Container, Encoding, Shape};

/// What readers that begin in the middle of a file must know of its beginning.
#[derive(Clone)]
pub struct Division {
    sniff: Sniff,
    /// Empty for JSON.
    header: Vec<String>,
    body: u64,
}

impl Division {
    /// How a file that was sniffed so, and begins so, is divided; `None` where it
    /// cannot be, or where `head` does not show that it can: packed files, UTF-16,
    /// a header that does not end in `head`, lines that end with CR alone, and JSON
    /// whose first object is not a line of its own.
    pub fn of(sniff: &Sniff, head: &[u8]) -> Option<Division> {
        let bytes = match sniff.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Windows1252 => true,
            Encoding::Utf16Le | Encoding::Utf16Be => false,
        };
        if sniff.problem.is_some() || sniff.container != Container::Plain || !bytes {
            return None;
        }
        match sniff.shape {
            Shape::Csv { .. } => Division::of_table(sniff, head),
            Shape::Json => Division::of_lines(sniff, head),
            Shape::Avro | Shape::Form | Shape::Unknown => None,
        }
    }

    fn of_table(sniff: &Sniff, head: &[u8]) -> Option<Division> {
        let mut reader = Reader::new(sniff);
        let mut body = 0;
        for line in head.split_inclusive(|&byte| byte == b'\n') {
            reader.push(line, &mut |_, _| {});
            body += line.len() as u64;
            if reader.rows() > 0 {
                return None;
            }
            if let Some(header) = reader.header() {
                let ended = line.ends_with(b"\n") && reader.is_between();
                let header = header.to_vec();
                return ended.then(|| Division { sniff: sniff.clone(), header, body });
            }
        }
        None
    }

    fn of_lines(sniff: &Sniff, head: &[u8]) -> Option<Division> {
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let end = text.iter().position(|&byte| byte == b'\n')?;
        let line = text.get(..=end)?;
        let mut reader = Reader::new(sniff);
        reader.push(line, &mut |_, _| {});
        let object = line.first() == Some(&b'{') && reader.is_between() && reader.rows() == 1;
        object.then(|| Division { sniff: sniff.clone(), header: Vec::new(), body: 0 })
    }

    /// Where the first record below the header may begin, in bytes.
    pub fn body(&self) -> u64 {
        self.body
    }

    /// A reader that begins at this byte, which is the first of a record or of the
    /// file, or lies between the header and a record.
    pub fn reader(&self, at: u64) -> Reader {
        match at {
            0 => Reader::new(&self.sniff),
            _ => Reader::midway(&self.sniff, &self.header),
        }
    }
}
