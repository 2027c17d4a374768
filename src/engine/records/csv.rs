//! Delimited text to rows: rows whose cells stand in the text as they are, in
//! quotes or without, are split where they lie; all else goes through
//! `csv-core`. Both give the same rows; the tests hold it.

use super::marks::Marks;
use super::{Each, MAX_RECORD, Record, Row, Span, Text, encoding};
use crate::contract::ProblemKind;
use csv_core::ReadRecordResult;

/// No row has more cells.
const MAX_CELLS: usize = 1 << 16;

pub(super) struct Csv {
    delimiter: u8,
    /// Not before a row needs it: to build it takes as long as to split many.
    core: Option<Box<csv_core::Reader>>,
    /// Cells of the row that `core` is inside of, one behind the other.
    cells: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    /// Whether `core` may have taken bytes of a row whose end it has not seen.
    inside: bool,
    /// The row inside is beyond the limits and was reported: its rest is passed over.
    too_large: bool,
    /// Room for the cells of one row.
    spans: Vec<Span>,
    rows: Rows,
}

/// What becomes of a row that has been split.
struct Rows {
    /// Rows still to come above the header.
    above: u64,
    header: Option<Vec<String>>,
    count: u64,
}

/// What closed a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closed {
    LineEnd,
    /// The file ended behind a cell.
    FileEnd,
    /// The file ended inside quotes.
    InQuotes,
}

impl Csv {
    /// `above`: how many rows, blank ones not counted, stand above the header.
    pub(super) fn new(delimiter: u8, above: u64) -> Csv {
        Csv {
            delimiter,
            core: None,
            cells: Vec::new(),
            filled: 0,
            ends: Vec::new(),
            ended: 0,
            inside: false,
            too_large: false,
            spans: Vec::new(),
            rows: Rows { above, header: None, count: 0 },
        }
    }

    /// What follows stands below a header.
    pub(super) fn go_on(&mut self, header: &[String]) {
        self.rows.above = 0;
        self.rows.header = Some(header.to_vec());
    }

    /// No row is open.
    pub(super) fn is_between(&self) -> bool {
        !self.inside
    }

    pub(super) fn header(&self) -> Option<&[String]> {
        self.rows.header.as_deref()
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows.count
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.cells.capacity() + 8 * self.ends.capacity() + 16 * self.spans.capacity()
    }

    pub(super) fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        self.rows.broken(kind, each);
    }

    pub(super) fn push(&mut self, bytes: &[u8], each: Each<'_>) {
        let valid = encoding::valid_start(bytes);
        let mut marks = Marks::new(bytes, self.delimiter);
        let mut from = 0;
        while from < bytes.len() {
            let plain = match self.inside {
                true => None,
                false => plain_row(bytes, from, self.delimiter, &mut marks, &mut self.spans),
            };
            match plain {
                Some(Plain { text, next }) => {
                    let cells = Cells {
                        text: match valid.get(from..text) {
                            Some(valid) => Text::Utf8(valid),
                            None => Text::Bytes(bytes.get(from..text).unwrap_or_default()),
                        },
                        spans: &self.spans,
                    };
                    self.rows.take(cells, Closed::LineEnd, each);
                    from = next;
                }
                None => {
                    let rest = bytes.get(from..).unwrap_or_default();
                    from += match rest.first() {
                        // Between rows a line end means nothing, and opens none.
                        Some(b'\r' | b'\n') if !self.inside => 1,
                        _ => self.step(rest, Closed::LineEnd, each),
                    };
                    marks.skip_to(from);
                }
            }
        }
    }

    pub(super) fn finish(&mut self, each: Each<'_>) {
        // A line feed closes the last row, unless a quote is open: then it is
        // taken as text, and `core` stays inside until told that nothing follows.
        while self.inside && self.step(b"\n", Closed::FileEnd, each) == 0 {}
        while self.inside {
            self.step(b"", Closed::InQuotes, each);
        }
    }

    /// Lets `core` go on until a row is whole, room runs out or `bytes` end;
    /// returns how many bytes it took. Empty `bytes` mean the end of the file.
    fn step(&mut self, bytes: &[u8], closed: Closed, each: Each<'_>) -> usize {
        let core = match &mut self.core {
            Some(core) => core,
            None => {
                (self.cells, self.ends) = (vec![0; 4096], vec![0; 64]);
                let mut core = csv_core::ReaderBuilder::new().delimiter(self.delimiter).build();
                // The first bytes that it sees may come from anywhere in the file: a mark
                // there is text. It looks for one in front of its first byte, a blank line.
                core.read_record(b"\n", &mut self.cells, &mut self.ends);
                self.core.insert(Box::new(core))
            }
        };
        let room = self.cells.get_mut(self.filled..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
        let (result, taken, filled, ended) = core.read_record(bytes, room, ends);
        self.filled += filled;
        self.ended += ended;
        self.inside = true;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull if self.filled < MAX_RECORD && !self.too_large => {
                self.cells.resize(self.cells.len() * 2, 0);
            }
            ReadRecordResult::OutputEndsFull if self.ended < MAX_CELLS && !self.too_large => {
                self.ends.resize(self.ends.len() * 2, 0);
            }
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                (self.filled, self.ended) = (0, 0);
                if !std::mem::replace(&mut self.too_large, true) {
                    self.rows.broken(ProblemKind::RecordTooLarge, each);
                }
            }
            ReadRecordResult::Record => {
                if !self.too_large {
                    let ends = self.ends.get(..self.ended).unwrap_or_default();
                    let starts = std::iter::once(0).chain(ends.iter().copied());
                    self.spans.clear();
                    self.spans.extend(starts.zip(ends).map(|(start, &end)| Span { start, end }));
                    let text = Text::Bytes(self.cells.get(..self.filled).unwrap_or_default());
                    self.rows.take(Cells { text, spans: &self.spans }, closed, each);
                }
                self.start_row();
            }
            ReadRecordResult::End => self.start_row(),
        }
        taken
    }

    fn start_row(&mut self) {
        (self.filled, self.ended) = (0, 0);
        (self.inside, self.too_large) = (false, false);
    }
}

impl Rows {
    fn take(&mut self, cells: Cells<'_>, closed: Closed, each: Each<'_>) {
        let Cells { text, spans } = cells;
        let bytes = text.bytes();
        let blank = match *spans {
            [] => true,
            [span] => span.of(bytes).is_some_and(|cell| cell.iter().all(u8::is_ascii_whitespace)),
            _ => false,
        };
        if blank && closed != Closed::InQuotes {
            return;
        }
        if self.above > 0 {
            self.above -= 1;
            return;
        }
        let cut = match (closed, &self.header) {
            (Closed::LineEnd, _) | (Closed::FileEnd, None) => false,
            // A cut inside the last cell cannot be told from a shorter cell.
            (Closed::FileEnd, Some(header)) => spans.len() < header.len(),
            (Closed::InQuotes, _) => true,
        };
        if cut {
            return self.broken(ProblemKind::Truncated, each);
        }
        let Some(header) = &self.header else {
            let cells = spans.iter().filter_map(|span| span.of(bytes));
            self.header =
                Some(cells.map(|cell| encoding::decode_cell(cell).into_owned()).collect());
            return;
        };
        self.count += 1;
        each(self.count, Record::Row(Row { text, spans, header }));
    }

    fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        self.count += 1;
        each(self.count, Record::Broken(kind));
    }
}

/// The cells of one row.
struct Cells<'a> {
    text: Text<'a>,
    spans: &'a [Span],
}

/// A row that was split where it lies.
struct Plain {
    /// Where its text ends.
    text: usize,
    /// Where the next row starts.
    next: usize,
}

/// Splits the row at `from`, `marks` being there, too; its cells are placed from
/// there on. `None` where only `csv-core` can tell: a quote inside a cell, a bare
/// CR, no end in sight, more than the limits allow.
fn plain_row(
    bytes: &[u8],
    from: usize,
    delimiter: u8,
    marks: &mut Marks<'_>,
    spans: &mut Vec<Span>,
) -> Option<Plain> {
    spans.clear();
    let mut start = from;
    loop {
        let mut mark = marks.next()?;
        let mut end = mark;
        if bytes.get(mark) == Some(&b'"') {
            if mark != start {
                return None;
            }
            start += 1;
            end = loop {
                let inside = marks.next()?;
                if bytes.get(inside) == Some(&b'"') {
                    break inside;
                }
            };
            // Anything else than the end of the cell is a quote inside it.
            mark = marks.next()?;
            if mark != end + 1 {
                return None;
            }
        }
        if end - from > MAX_RECORD || spans.len() + 1 >= MAX_CELLS {
            return None;
        }
        spans.push(Span { start: start - from, end: end - from });
        match *bytes.get(mark)? {
            byte if byte == delimiter => start = mark + 1,
            b'\n' => return Some(Plain { text: end, next: mark + 1 }),
            b'\r' if bytes.get(mark + 1) == Some(&b'\n') => {
                marks.next()?;
                return Some(Plain { text: end, next: mark + 2 });
            }
            _ => return None,
        }
    }
}
