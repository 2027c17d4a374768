//! JSON to objects: an array, one object, objects or arrays one a line or one
//! behind the other, arrays in an array, and the same as texts in strings. Each object
//! is found by its brackets and parsed alone, so that a broken one costs no more than
//! itself and, at worst, its line.

use super::long_lists::{Cut, PIECE};
use super::plain::Known;
use super::scan::{Scan, Stop};
use super::{Each, Record, Wraps, encoding, numerals};
use crate::contract::ProblemKind;
use serde_json::{Map, Value};

/// No object is longer, in bytes. More than a row may have: an answer of an API
/// is one object with all its events inside.
const MAX_OBJECT: usize = 64 << 20;
/// Arrays lie in one another no deeper: those of batches in one of them all.
const MAX_ARRAYS: usize = 2;
/// No number or word is longer, in bytes.
const MAX_TOKEN: usize = 1 << 10;

pub(super) struct Json {
    state: State,
    scan: Scan,
    /// The part of the current value that came with earlier bytes.
    held: Vec<u8>,
    /// The value is beyond the limit and was reported: its rest is passed over.
    too_large: bool,
    /// Between the brackets of so many arrays, the innermost of which holds the
    /// objects.
    arrays: usize,
    /// Damage may have hidden the array's end.
    array_doubtful: bool,
    /// Blanks since the start of the line; `None` behind anything else.
    column: Option<usize>,
    /// Where objects start on their lines: those further in are parts of others.
    object_column: usize,
    object_column_known: bool,
    count: u64,
    /// Where plain objects are handed over as such: what is known of them.
    plainly: Option<Known>,
    /// Which objects may be handed over in pieces.
    in_pieces: Option<Wraps>,
    /// Where the current one is cut next, if it can be: at so many bytes of it, however
    /// they come.
    next_cut: usize,
}

/// All that what stands before a place between two values says of how those behind it
/// are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    arrays: usize,
    array_doubtful: bool,
    column: Option<usize>,
    object_column: usize,
    object_column_known: bool,
}

impl Place {
    /// The beginning of a line, in a file whose objects begin where their lines do.
    pub(super) const LINE: Place = Place {
        arrays: 0,
        array_doubtful: false,
        column: Some(0),
        object_column: 0,
        object_column_known: true,
    };

    /// Whether the next value is an element of an array that is in no other.
    pub(super) fn is_in_array(&self) -> bool {
        self.arrays == 1
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between values.
    Between,
    /// Inside an object, a nested array or a string.
    Value,
    /// Inside a number or a word.
    Token,
    /// Behind a word that is no JSON, already reported: until the line ends or
    /// something begins.
    Junk,
    /// Behind broken brackets, already reported: until a line begins like an object.
    Lost,
}

impl Json {
    pub(super) fn new() -> Json {
        Json {
            state: State::Between,
            scan: Scan::default(),
            held: Vec::new(),
            too_large: false,
            arrays: 0,
            array_doubtful: false,
            column: Some(0),
            object_column: 0,
            object_column_known: false,
            count: 0,
            plainly: None,
            in_pieces: None,
            next_cut: usize::MAX,
        }
    }

    /// Whoever reads the records knows plain objects, and wants these of their keys.
    pub(super) fn read_plainly(&mut self, keys: &[Option<&str>]) {
        self.plainly = Some(Known::new(keys));
    }

    /// Objects that only wrap a long list are handed over in pieces of the list.
    pub(super) fn read_in_pieces(&mut self, wraps: Wraps) {
        self.in_pieces = Some(wraps);
        self.next_cut = PIECE;
    }

    /// What follows stands there.
    pub(super) fn go_on(&mut self, place: Place) {
        let Place { arrays, array_doubtful, column, object_column, object_column_known } = place;
        *self = Json {
            arrays,
            array_doubtful,
            column,
            object_column,
            object_column_known,
            ..Json::new()
        };
    }

    /// Where everything read so far ends; `None` inside a value, and behind damage
    /// that may go on.
    pub(super) fn place(&self) -> Option<Place> {
        (self.state == State::Between).then_some(Place {
            arrays: self.arrays,
            // Of an array that is over nobody asks.
            array_doubtful: self.array_doubtful && self.arrays > 0,
            column: self.column,
            object_column: self.object_column,
            object_column_known: self.object_column_known,
        })
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

    pub(super) fn push(&mut self, bytes: &[u8], each: Each<'_>) {
        let text = if self.plainly.is_some() { encoding::valid_start(bytes) } else { "" };
        let mut from = 0;
        while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
            from += match self.state {
                State::Between => self.between(rest, each),
                State::Value => match self.plain(text, from, each) {
                    Some(taken) => taken,
                    None => self.value(rest, each),
                },
                State::Token => self.token(rest, each),
                State::Junk => self.junk(rest),
                State::Lost => self.lost(rest),
            };
        }
    }

    pub(super) fn finish(&mut self, each: Each<'_>) {
        match self.state {
            State::Value if self.too_large => {}
            State::Value => self.broken(ProblemKind::Truncated, each),
            State::Token if self.arrays > 0 => self.broken(ProblemKind::Truncated, each),
            State::Token => self.end_token(each),
            State::Between if self.arrays > 0 && !self.array_doubtful => {
                self.broken(ProblemKind::Truncated, each);
            }
            State::Between | State::Junk | State::Lost => {}
        }
        self.state = State::Between;
        self.arrays = 0;
        self.held.clear();
    }

    fn between(&mut self, bytes: &[u8], each: Each<'_>) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' => self.column = Some(0),
                b' ' | b'\t' => self.column = self.column.map(|column| column + 1),
                // A carriage return; the record separator of JSON text sequences.
                b'\r' | 0x1E => {}
                b',' => self.column = None,
                b'[' if self.arrays < MAX_ARRAYS => {
                    self.arrays += 1;
                    self.array_doubtful &= self.arrays > 1;
                    self.column = None;
                }
                b']' if self.arrays > 0 => {
                    self.arrays -= 1;
                    self.column = None;
                }
                b'{' | b'[' | b'"' => {
                    if byte == b'{'
                        && !self.object_column_known
                        && let Some(column) = self.column
                    {
                        (self.object_column, self.object_column_known) = (column, true);
                    }
                    self.state = State::Value;
                    self.scan = Scan::default();
                    return at;
                }
                b'}' | b']' => {
                    self.state = State::Junk;
                    self.broken(ProblemKind::BadJson, each);
                    return at + 1;
                }
                _ => {
                    self.state = State::Token;
                    return at;
                }
            }
        }
        bytes.len()
    }

    /// Hands over the object that begins at `from`, where it is a plain one; returns
    /// how many bytes it has.
    fn plain(&mut self, text: &str, from: usize, each: Each<'_>) -> Option<usize> {
        // A value that came in part goes on here.
        if !self.held.is_empty() || self.too_large {
            return None;
        }
        let (object, next) = self.plainly.as_mut()?.read(text, from)?;
        self.count += 1;
        each(self.count, Record::Plain(object));
        self.leave_value(State::Between);
        Some(next - from)
    }

    fn value(&mut self, bytes: &[u8], each: Each<'_>) -> usize {
        let room = self.next_cut.saturating_sub(self.held.len());
        let bytes = bytes.get(..room).unwrap_or(bytes);
        let (taken, stop) = self.scan.run(bytes);
        let part = bytes.get(..taken).unwrap_or_default();
        if !self.too_large && self.held.len() + part.len() > MAX_OBJECT {
            self.too_large = true;
            self.held = Vec::new();
            self.next_cut = usize::MAX;
            self.broken(ProblemKind::RecordTooLarge, each);
        }
        match stop {
            Stop::Inside if self.too_large => {}
            Stop::Inside => {
                self.held.extend_from_slice(part);
                if self.held.len() >= self.next_cut {
                    self.cut(each);
                }
            }
            Stop::Whole => {
                if !self.too_large {
                    self.deliver(part, each);
                }
                self.leave_value(State::Between);
            }
            Stop::Broken => {
                let column = column_behind(&self.held, part);
                let opens = matches!(bytes.get(taken), Some(b'{' | b'['));
                let new_record = opens && column.is_some_and(|column| column <= self.object_column);
                if !self.too_large {
                    self.broken(ProblemKind::BadJson, each);
                }
                self.array_doubtful = true;
                if new_record {
                    self.leave_value(State::Between);
                    self.column = column;
                    // A line that begins with a bracket begins an array of its own.
                    if bytes.get(taken) != Some(&b'{') {
                        self.arrays = 0;
                    }
                } else {
                    self.leave_value(State::Lost);
                }
            }
        }
        taken
    }

    /// Hands over what can be of an object that goes on.
    fn cut(&mut self, each: Each<'_>) {
        let is_object = self.held.first() == Some(&b'{') && !self.scan.too_deep();
        if is_object
            && let Some(wraps) = self.in_pieces
            && let Some(cut) = Cut::of(&self.held)
            && let Some(piece) = object(&cut.piece(&self.held))
            && wraps(&piece)
        {
            self.count += 1;
            each(self.count, Record::Object(&piece));
            self.held = cut.rest(&self.held);
        }
        // What stays is a small part of each piece, however long it is.
        self.next_cut = PIECE.max(4 * self.held.len());
    }

    fn leave_value(&mut self, state: State) {
        self.next_cut = if self.in_pieces.is_some() { PIECE } else { usize::MAX };
        self.state = state;
        self.held.clear();
        self.too_large = false;
        self.column = None;
    }

    /// Parses a whole value, `part` being its end, and hands it over.
    fn deliver(&mut self, part: &[u8], each: Each<'_>) {
        self.count += 1;
        let number = self.count;
        if self.scan.too_deep() {
            return each(number, Record::Broken(ProblemKind::BadJson));
        }
        let whole = if self.held.is_empty() {
            part
        } else {
            self.held.extend_from_slice(part);
            &self.held
        };
        if whole.first() == Some(&b'"')
            && let Some(objects) = objects_in_text(whole)
        {
            for (object, number) in objects.iter().zip(number..) {
                self.count = number;
                each(number, Record::Object(object));
            }
            return;
        }
        if whole.first() != Some(&b'{') {
            return each(number, Record::Broken(not_an_object(whole)));
        }
        match object(whole) {
            Some(object) => each(number, Record::Object(&object)),
            None => each(number, Record::Broken(ProblemKind::BadJson)),
        }
    }

    fn token(&mut self, bytes: &[u8], each: Each<'_>) -> usize {
        let ends = |byte: &u8| {
            byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']' | b'{' | b'}' | b'"')
        };
        // However the bytes are cut, a word ends where it is too long.
        let room = bytes.len().min(MAX_TOKEN + 1 - self.held.len());
        let bytes = bytes.get(..room).unwrap_or_default();
        let end = bytes.iter().position(ends);
        let taken = end.unwrap_or(bytes.len());
        self.held.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        if end.is_some() || self.held.len() > MAX_TOKEN {
            self.end_token(each);
        }
        taken
    }

    fn end_token(&mut self, each: Each<'_>) {
        let kind = match self.held.len() {
            0..=MAX_TOKEN => not_an_object(&self.held),
            _ => ProblemKind::BadJson,
        };
        self.held.clear();
        self.column = None;
        self.state = if kind == ProblemKind::BadJson { State::Junk } else { State::Between };
        self.broken(kind, each);
    }

    fn junk(&mut self, bytes: &[u8]) -> usize {
        let in_array = self.arrays > 0;
        let ends = |byte: &u8| match byte {
            b'\n' | b'{' => true,
            b',' | b']' => in_array,
            _ => false,
        };
        let end = bytes.iter().position(ends);
        if end.is_some() {
            self.state = State::Between;
            self.column = None;
        }
        end.unwrap_or(bytes.len())
    }

    fn lost(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            match (byte, self.column) {
                (b'\n', _) => self.column = Some(0),
                (b' ' | b'\t', column) => self.column = column.map(|column| column + 1),
                (b'\r', _) => {}
                (b'{', Some(column)) if column <= self.object_column => {
                    self.state = State::Between;
                    return at;
                }
                // The end of the array, or the beginning of the next.
                (b'[' | b']', Some(column)) if column <= self.object_column => {
                    self.arrays = 0;
                    self.state = State::Between;
                    return if byte == b']' { at + 1 } else { at };
                }
                _ => self.column = None,
            }
        }
        bytes.len()
    }
}

/// Blanks between the start of the line and what follows `held` and `part`;
/// `None` where something else stands before it.
fn column_behind(held: &[u8], part: &[u8]) -> Option<usize> {
    let mut column = 0;
    for byte in part.iter().rev().chain(held.iter().rev()) {
        match byte {
            b'\n' => return Some(column),
            b' ' | b'\t' => column += 1,
            _ => return None,
        }
    }
    None
}

fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    if let Ok(object) = numerals::read(bytes) {
        return Some(object);
    }
    // 8-bit text in an old encoding is still readable.
    match std::str::from_utf8(bytes) {
        Ok(_) => None,
        Err(_) => numerals::read(encoding::windows_1252(bytes).as_bytes()).ok(),
    }
}

/// The object that a string holds as text, or the objects of a list; `None` where
/// there is anything else in it.
fn objects_in_text(string: &[u8]) -> Option<Vec<Map<String, Value>>> {
    let text: String = serde_json::from_slice(string).ok()?;
    match text.trim_start().as_bytes().first()? {
        b'{' => Some(vec![numerals::read(text.as_bytes()).ok()?]),
        b'[' => numerals::read(text.as_bytes()).ok().filter(|list: &Vec<_>| !list.is_empty()),
        _ => None,
    }
}

/// What is wrong with a value that does not start like an object.
fn not_an_object(bytes: &[u8]) -> ProblemKind {
    match serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
        Ok(_) => ProblemKind::NotAnObject,
        Err(_) => ProblemKind::BadJson,
    }
}
