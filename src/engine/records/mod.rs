//! Step 1: bytes to records. Knows containers, encodings, delimiters and JSON;
//! knows nothing of vendors. Fed in slices of any size, cut anywhere.
//!
//! A cell may hold an address: records have no `Debug` and no `Serialize`.

mod archive;
mod avro;
mod border;
mod checksum;
mod closing;
mod csv;
mod delimiter;
mod division;
mod encoding;
mod form;
mod frames;
mod gunzip;
mod inflate;
mod json;
mod limits;
mod long_lists;
mod made;
mod marks;
mod numerals;
mod plain;
mod scan;
mod sniff;
mod unwrapping;
mod workbook;

pub use archive::{Archive, Member, Unpacking, is_archive, is_packed, members};
pub use border::{Border, Seeking};
pub use division::Division;
pub use form::read as read_form;
pub(in crate::engine) use gunzip::beginning as unpacked;
pub use made::Made;
pub use numerals::read as read_json;
pub use plain::Plain;
pub use sniff::{Sniff, decode as text, sniff};
pub use unwrapping::{Ending, Unwrapping};

use crate::contract::{ProblemKind, Shape};
use std::borrow::Cow;

/// No record is longer, in bytes of UTF-8: a longer one is
/// [`ProblemKind::RecordTooLarge`], and reading goes on behind it.
pub const MAX_RECORD: usize = 16 << 20;

/// What a [`Reader`] calls for each record: the row's number (1 for the first
/// record below the header) and what stands there.
pub type Each<'e> = &'e mut dyn FnMut(u64, Record<'_>);

/// Whether an object only wraps a list of others.
pub(in crate::engine) type Wraps = fn(&serde_json::Map<String, serde_json::Value>) -> bool;

/// One raw row or JSON object.
pub enum Record<'a> {
    Row(Row<'a>),
    Object(&'a serde_json::Map<String, serde_json::Value>),
    /// An object in which nothing lies deeper, where [`Reader::read_plainly`] asked
    /// for such.
    Plain(Plain<'a>),
    /// A place where no record could be read.
    Broken(ProblemKind),
}

/// One row of delimited text.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    text: Text<'a>,
    spans: &'a [Span],
    header: &'a [String],
}

#[derive(Clone, Copy)]
enum Text<'a> {
    /// Known to be UTF-8 as a whole.
    Utf8(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> Text<'a> {
    fn bytes(self) -> &'a [u8] {
        match self {
            Text::Utf8(text) => text.as_bytes(),
            Text::Bytes(bytes) => bytes,
        }
    }
}

/// Where a cell stands in the text of its row.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

impl Span {
    #[inline]
    fn of(self, text: &[u8]) -> Option<&[u8]> {
        text.get(self.start..self.end)
    }
}

impl<'a> Row<'a> {
    /// How many cells the row has; the header may have more or fewer.
    pub fn width(&self) -> usize {
        self.spans.len()
    }

    /// The header's cells, by the same positions.
    pub fn header(&self) -> &'a [String] {
        self.header
    }

    /// The cell at a position, whole and untrimmed; `None` where the row is too
    /// short. A cell that is not UTF-8 is read as Windows-1252.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Cow<'a, str>> {
        let span = *self.spans.get(index)?;
        match self.text {
            Text::Utf8(text) => text.get(span.start..span.end).map(Cow::Borrowed),
            Text::Bytes(bytes) => span.of(bytes).map(encoding::decode_cell),
        }
    }
}

/// Turns the bytes of one file into records, as its [`Sniff`] says: unpacks,
/// decodes and splits them.
pub struct Reader {
    unwrapping: Unwrapping,
    parser: Parser,
    /// The container is beyond reading, or the file has ended.
    over: bool,
}

enum Parser {
    Csv(Box<csv::Csv>),
    Json(Box<json::Json>),
    Avro(Box<avro::Avro>),
    Form(form::Form),
    /// A shape nobody can read: no records.
    None,
}

impl Reader {
    /// A reader for a file that was sniffed so; at its first byte.
    pub fn new(sniff: &Sniff) -> Reader {
        let parser = match sniff.shape {
            Shape::Csv { delimiter } => {
                let above = sniff.header_row + u64::from(sniff.sep_line);
                // Delimiters are ASCII; `sniff` finds no others.
                let delimiter = u8::try_from(delimiter).unwrap_or(b',');
                Parser::Csv(Box::new(csv::Csv::new(delimiter, above)))
            }
            Shape::Json => Parser::Json(Box::new(json::Json::new())),
            Shape::Avro => Parser::Avro(Box::new(avro::Avro::new())),
            Shape::Form => Parser::Form(form::Form::new()),
            Shape::Unknown => Parser::None,
        };
        Reader { unwrapping: Unwrapping::of(sniff), parser, over: false }
    }

    /// A reader at the first byte of a text whose mark was taken off.
    fn of_text(sniff: &Sniff) -> Reader {
        let mut reader = Reader::new(sniff);
        reader.unwrapping.go_on();
        reader
    }

    /// Objects in which nothing lies deeper may be handed over as [`Record::Plain`],
    /// which takes a fraction of the time: of them these keys are read, each of which
    /// stands here once. They are not handed over so at first.
    pub(in crate::engine) fn read_plainly(&mut self, keys: &[Option<&str>]) {
        if let Parser::Json(json) = &mut self.parser {
            json.read_plainly(keys);
        }
    }

    /// An object that only wraps a long list of others may be handed over in pieces: the
    /// same object several times, each time with the next elements of the list, and with
    /// what stands behind the list only the last time. However long it is, it is read.
    pub(in crate::engine) fn read_in_pieces(&mut self, wraps: Wraps) {
        if let Parser::Json(json) = &mut self.parser {
            json.read_in_pieces(wraps);
        }
    }

    /// Reads the next bytes of the file, however they are cut, and hands each
    /// record over as soon as it is whole.
    pub fn push(&mut self, bytes: &[u8], each: Each<'_>) {
        if self.over {
            return;
        }
        let parser = &mut self.parser;
        if !self.unwrapping.push(bytes, &mut |text| parser.push(text, each)) {
            self.finish(each);
        }
    }

    /// The file ends here: hands over what is still open, as a record or as
    /// [`ProblemKind::Truncated`].
    pub fn finish(&mut self, each: Each<'_>) {
        if self.over {
            return;
        }
        let parser = &mut self.parser;
        let ending = self.unwrapping.finish(&mut |text| parser.push(text, each));
        self.end(ending, each);
    }

    /// The text ends here, and in this way.
    pub(in crate::engine) fn end(&mut self, ending: Ending, each: Each<'_>) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        match ending {
            Ending::Whole => self.parser.finish(each),
            // Damage is reported at the row where it was met.
            Ending::BrokenOff(kind) => self.parser.broken(kind, each),
            Ending::CutOff(kind) => {
                self.parser.finish(each);
                self.parser.broken(kind, each);
            }
        }
    }

    /// The cells of the header, by position, empty and doubled ones included;
    /// known before the first row is handed over. `None` for JSON.
    pub fn header(&self) -> Option<&[String]> {
        match &self.parser {
            Parser::Csv(csv) => csv.header(),
            _ => None,
        }
    }

    /// Bytes that are kept until more come.
    #[cfg(test)]
    fn held(&self) -> usize {
        match &self.parser {
            Parser::Csv(csv) => csv.held(),
            Parser::Json(json) => json.held(),
            Parser::Form(form) => form.held(),
            Parser::Avro(_) | Parser::None => 0,
        }
    }

    /// How many records were handed over, broken ones included.
    pub fn rows(&self) -> u64 {
        match &self.parser {
            Parser::Csv(csv) => csv.rows(),
            Parser::Json(json) => json.rows(),
            Parser::Avro(avro) => avro.rows(),
            Parser::Form(form) => form.rows(),
            Parser::None => 0,
        }
    }
}

impl Parser {
    fn finish(&mut self, each: Each<'_>) {
        match self {
            Parser::Csv(csv) => csv.finish(each),
            Parser::Json(json) => json.finish(each),
            Parser::Avro(avro) => avro.finish(each),
            Parser::Form(form) => form.finish(each),
            Parser::None => {}
        }
    }

    fn broken(&mut self, kind: ProblemKind, each: Each<'_>) {
        match self {
            Parser::Csv(csv) => csv.broken(kind, each),
            Parser::Json(json) => json.broken(kind, each),
            Parser::Avro(avro) => avro.broken(kind, each),
            Parser::Form(form) => form.broken(kind, each),
            Parser::None => {}
        }
    }

    fn push(&mut self, text: &[u8], each: Each<'_>) {
        match self {
            Parser::Csv(csv) => csv.push(text, each),
            Parser::Json(json) => json.push(text, each),
            Parser::Avro(avro) => avro.push(text, each),
            Parser::Form(form) => form.push(text, each),
            Parser::None => {}
        }
    }
}

#[cfg(test)]
mod tests;
