//! Delimited text to rows: lines without quotes are split where they lie, all
//! else goes through `csv-core`. Both give the same rows; the tests hold it.

use super::{Each, MAX_RECORD, Record, Row, encoding};
use crate::contract::ProblemKind;
use csv_core::ReadRecordResult;

/// No row has more cells.
const MAX_CELLS: usize = 1 << 16;

pub(super) struct Csv {
    delimiter: u8,
    core: csv_core::Reader,
    /// Cells of the row that `core` is inside of, one behind the other.
    cells: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    /// Whether `core` may have taken bytes of a row whose end it has not seen.
    inside: bool,
    /// The row inside is beyond the limits and was reported: its rest is passed over.
    too_large: bool,
    /// Room for the cell ends of lines that are split where they lie.
    plain_ends: Vec<usize>,
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
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            cells: vec![0; 4096],
            filled: 0,
            ends: vec![0; 64],
            ended: 0,
            inside: false,
            too_large: false,
            plain_ends: Vec::new(),
            rows: Rows { above, header: None, count: 0 },
        }
    }

    pub(super) fn header(&self) -> Option<&[String]> {
        self.rows.header.as_deref()
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows.count
    }

    pub(super) fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        self.rows.broken(kind, each);
    }

    pub(super) fn push(&mut self, mut bytes: &[u8], each: Each<'_>) {
        while !bytes.is_empty() {
            let plain = match self.inside {
                true => None,
                false => plain_line(bytes, self.delimiter, &mut self.plain_ends),
            };
            let taken = match plain {
                Some((text, taken)) => {
                    let text = bytes.get(..text).unwrap_or_default();
                    self.rows.take(text, &self.plain_ends, 1, Closed::LineEnd, each);
                    taken
                }
                None => self.step(bytes, Closed::LineEnd, each),
            };
            bytes = bytes.get(taken..).unwrap_or_default();
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
        let room = self.cells.get_mut(self.filled..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
        let (result, taken, filled, ended) = self.core.read_record(bytes, room, ends);
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
                    let text = self.cells.get(..self.filled).unwrap_or_default();
                    let ends = self.ends.get(..self.ended).unwrap_or_default();
                    self.rows.take(text, ends, 0, closed, each);
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
    fn take(&mut self, text: &[u8], ends: &[usize], gap: usize, closed: Closed, each: Each<'_>) {
        let blank = ends.len() <= 1 && text.iter().all(u8::is_ascii_whitespace);
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
            (Closed::FileEnd, Some(header)) => ends.len() < header.len(),
            (Closed::InQuotes, _) => true,
        };
        if cut {
            return self.broken(ProblemKind::Truncated, each);
        }
        let Some(header) = &self.header else {
            let row = Row { text, ends, gap, header: &[] };
            let cells = (0..row.width()).filter_map(|index| row.bytes(index));
            self.header =
                Some(cells.map(|cell| encoding::decode_cell(cell).into_owned()).collect());
            return;
        };
        self.count += 1;
        each(self.count, Record::Row(Row { text, ends, gap, header }));
    }

    fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        self.count += 1;
        each(self.count, Record::Broken(kind));
    }
}

/// The line at the front of `bytes`, split where it lies: how long its text is,
/// and how long it is with its end. `None` where only `core` can tell: quotes, a
/// bare CR, no end in sight, more than the limits allow.
fn plain_line(bytes: &[u8], delimiter: u8, ends: &mut Vec<usize>) -> Option<(usize, usize)> {
    ends.clear();
    let reach = bytes.get(..MAX_RECORD).unwrap_or(bytes);
    for (at, &byte) in reach.iter().enumerate() {
        if byte == delimiter {
            ends.push(at);
            continue;
        }
        let end = match byte {
            b'\n' => at + 1,
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => at + 2,
            b'\r' | b'"' => return None,
            _ => continue,
        };
        ends.push(at);
        return (ends.len() < MAX_CELLS).then_some((at, end));
    }
    None
}
