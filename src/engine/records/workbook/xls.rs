//! Excel workbooks from 1993 to 2003 (`.xls`): a stream of binary records.
//!
//! Source: [MS-XLS] 2.4.28 (`BoundSheet8`), 2.4.265 (`SST`), 2.4.353 (`XF`),
//! 2.4.126 (`Format`), 2.4.77 (`Date1904`), 2.4.117 (`FilePass`), and the
//! records of cells: 2.4.149 (`LabelSst`), 2.4.180 (`Number`), 2.4.220 (`RK`),
//! 2.4.175 (`MulRk`), 2.4.24 (`BoolErr`), 2.4.127 (`Formula`), 2.4.268 (`String`).

use super::biff::{CONTINUE, Cursor, Entries, rk};
use super::compound::Compound;
use super::formats::{Base, Meaning, write_number};
use super::rows::{Rows, Sink};
use super::strings::Strings;
use super::{Sheet, Stop, few};
use crate::contract::ProblemKind;
use crate::engine::records::limits::Total;
use std::collections::BTreeMap;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x0A;
/// Sheets with cells; others are charts and macros.
const WORKSHEET: u8 = 0;
const BIFF8: u16 = 0x0600;

pub(in crate::engine::records) struct Xls {
    stream: Vec<u8>,
    /// Where the sheets begin in the stream.
    starts: Vec<usize>,
    strings: Strings,
    meanings: Vec<Meaning>,
    base: Base,
    total: Total,
    /// Texts are of one byte a character: before 1997.
    is_old: bool,
}

impl Xls {
    /// # Errors
    /// [`ProblemKind::EncryptedArchive`], [`ProblemKind::UnsupportedFormat`] for
    /// what is no workbook, [`ProblemKind::DamagedArchive`].
    pub(in crate::engine::records) fn open(
        bytes: &[u8],
        total: &Total,
    ) -> Result<(Xls, Vec<Sheet>), ProblemKind> {
        let file = Compound::open(bytes)?;
        if file.has("EncryptedPackage") {
            return Err(ProblemKind::EncryptedArchive);
        }
        let stream = file.stream("Workbook").or_else(|| file.stream("Book"));
        let mut book = Xls {
            stream: stream.ok_or(ProblemKind::UnsupportedFormat)?,
            starts: Vec::new(),
            strings: Strings::default(),
            meanings: Vec::new(),
            base: Base::Year1900,
            total: total.clone(),
            is_old: false,
        };
        let sheets = book.read_globals()?;
        Ok((book, sheets))
    }

    fn read_globals(&mut self) -> Result<Vec<Sheet>, ProblemKind> {
        let damaged = ProblemKind::DamagedArchive;
        let stream = std::mem::take(&mut self.stream);
        let mut entries = Entries::new(&stream, 0);
        let first = entries.next().filter(|entry| entry.kind == BEGIN).ok_or(damaged)?;
        self.is_old = Cursor::new(first.bytes, Vec::new()).u16() != Some(BIFF8);
        let mut sheets = Vec::new();
        let mut codes = BTreeMap::new();
        let mut formats = Vec::new();
        while let Some(entry) = entries.next() {
            let mut cursor = Cursor::new(entry.bytes, Vec::new());
            match entry.kind {
                END => break,
                // A password.
                0x2F => return Err(ProblemKind::EncryptedArchive),
                0x22 if cursor.u16() == Some(1) => self.base = Base::Year1904,
                0x85 => {
                    if let Some((start, sheet)) = self.sheet(&mut cursor) {
                        self.starts.push(start);
                        sheets.push(sheet);
                        few(sheets.len())?;
                    }
                }
                0x41E => {
                    codes.extend(self.format(&mut cursor));
                }
                0xE0 => {
                    cursor.skip(2);
                    formats.extend(cursor.u16());
                }
                0xFC => {
                    let mut more = Vec::new();
                    while entries.peek() == Some(CONTINUE) {
                        more.extend(entries.next().map(|entry| entry.bytes));
                    }
                    self.read_strings(Cursor::new(entry.bytes, more))?;
                }
                _ => {}
            }
        }
        let meaning = |id: u16| codes.get(&id).copied().unwrap_or_else(|| Meaning::of_builtin(id));
        self.meanings = formats.into_iter().map(meaning).collect();
        self.stream = stream;
        Ok(sheets)
    }

    /// Where a sheet begins, and what it is; `None` for sheets without cells.
    fn sheet(&self, cursor: &mut Cursor<'_>) -> Option<(usize, Sheet)> {
        let start = usize::try_from(cursor.u32()?).ok()?;
        let hidden = cursor.u8()? & 3 != 0;
        if cursor.u8()? != WORKSHEET {
            return None;
        }
        let mut name = String::new();
        let letters = cursor.u8()?.into();
        self.text(cursor, letters, &mut name)?;
        Some((start, Sheet { name, hidden }))
    }

    fn format(&self, cursor: &mut Cursor<'_>) -> Option<(u16, Meaning)> {
        let id = cursor.u16()?;
        let letters = if self.is_old { cursor.u8()?.into() } else { cursor.u16()? };
        let mut code = String::new();
        self.text(cursor, letters.into(), &mut code)?;
        Some((id, Meaning::of_code(&code)))
    }

    fn text(&self, cursor: &mut Cursor<'_>, letters: usize, out: &mut String) -> Option<()> {
        match self.is_old {
            true => cursor.bytes_text(letters, out),
            false => cursor.text(letters, out),
        }
    }

    /// The texts that cells share, as far as they are sound.
    fn read_strings(&mut self, mut cursor: Cursor<'_>) -> Result<(), ProblemKind> {
        cursor.skip(4);
        let count = cursor.u32().unwrap_or_default();
        let mut text = String::new();
        for _ in 0..count {
            let Some(letters) = cursor.u16() else { break };
            text.clear();
            if cursor.text(letters.into(), &mut text).is_none() {
                break;
            }
            self.strings.push(&text)?;
            self.strings.end()?;
        }
        Ok(())
    }

    /// Writes the rows of the sheet at a position.
    ///
    /// # Errors
    /// What is wrong with it, or that nobody wants more.
    pub(in crate::engine::records) fn read(
        &self,
        position: usize,
        sink: Sink<'_>,
    ) -> Result<(), Stop> {
        let start = *self.starts.get(position).ok_or(ProblemKind::DamagedArchive)?;
        // Sheets lie behind one another: none reads what belongs to the next.
        let end = self.starts.iter().filter(|&&next| next > start).min();
        let end = end.copied().unwrap_or(self.stream.len());
        let stream = self.stream.get(..end).unwrap_or(&self.stream);
        let packed = end.saturating_sub(start) as u64;
        let mut rows = Rows::new(sink, self.total.part(packed));
        let mut entries = Entries::new(stream, start);
        if entries.peek() != Some(BEGIN) {
            return Err(ProblemKind::DamagedArchive.into());
        }
        let mut row = None;
        let mut written = String::new();
        // Charts lie inside the sheets that show them.
        let mut depth = 0usize;
        while let Some(entry) = entries.next() {
            match entry.kind {
                BEGIN => depth += 1,
                END if depth <= 1 => return rows.finish(),
                END => depth -= 1,
                kind if depth == 1 && is_cell(kind) => {
                    let mut cursor = Cursor::new(entry.bytes, Vec::new());
                    let at = cursor.u16();
                    if row != at {
                        rows.end_row(1)?;
                        row = at;
                    }
                    let more = entries_text(kind, entry.bytes, &mut entries);
                    self.cells(kind, &mut cursor, more, &mut written, &mut rows)?;
                }
                _ => {}
            }
        }
        // The rows that are there were handed on; the rest is missing.
        rows.finish()?;
        Err(ProblemKind::DamagedArchive.into())
    }

    /// Writes the cell of a record, or its cells. What is not whole is left out.
    fn cells(
        &self,
        kind: u16,
        cursor: &mut Cursor<'_>,
        shown: Option<&[u8]>,
        written: &mut String,
        rows: &mut Rows<'_>,
    ) -> Result<(), Stop> {
        let Some(mut column) = cursor.u16().map(usize::from) else { return Ok(()) };
        written.clear();
        if kind == MULTIPLE_RK {
            while let (Some(style), Some(bits)) = (cursor.u16(), cursor.u32()) {
                written.clear();
                self.number(rk(bits), style, written);
                rows.cell(column, written)?;
                column += 1;
            }
            return Ok(());
        }
        let Some(style) = cursor.u16() else { return Ok(()) };
        self.cell(kind, cursor, style, shown, written);
        rows.cell(column, written)
    }

    fn cell(
        &self,
        kind: u16,
        cursor: &mut Cursor<'_>,
        style: u16,
        shown: Option<&[u8]>,
        written: &mut String,
    ) -> Option<()> {
        match kind {
            LABEL_SHARED => {
                let at = usize::try_from(cursor.u32()?).ok()?;
                written.push_str(self.strings.get(at)?);
            }
            LABEL | LABEL_RICH => {
                let letters = cursor.u16()?.into();
                self.text(cursor, letters, written)?;
            }
            NUMBER => self.number(cursor.f64()?, style, written),
            RK => self.number(rk(cursor.u32()?), style, written),
            TRUTH => {
                let (value, is_error) = (cursor.u8()?, cursor.u8()?);
                if is_error == 0 {
                    written.push_str(if value == 0 { "false" } else { "true" });
                }
            }
            FORMULA => {
                let value = cursor.f64()?;
                match value.to_le_bytes() {
                    [0, .., 0xFF, 0xFF] => {
                        let mut cursor = Cursor::new(shown?, Vec::new());
                        let letters = cursor.u16()?.into();
                        self.text(&mut cursor, letters, written)?;
                    }
                    [1, _, truth, .., 0xFF, 0xFF] => {
                        written.push_str(if truth == 0 { "false" } else { "true" });
                    }
                    // An error, or an empty text.
                    [.., 0xFF, 0xFF] => {}
                    _ => self.number(value, style, written),
                }
            }
            _ => {}
        }
        Some(())
    }

    fn number(&self, value: f64, style: u16, written: &mut String) {
        let meaning = self.meanings.get(usize::from(style)).copied().unwrap_or_default();
        write_number(written, value, meaning, self.base);
    }
}

const LABEL_SHARED: u16 = 0xFD;
const LABEL: u16 = 0x204;
const LABEL_RICH: u16 = 0xD6;
const NUMBER: u16 = 0x203;
const RK: u16 = 0x27E;
const MULTIPLE_RK: u16 = 0xBD;
const TRUTH: u16 = 0x205;
const FORMULA: u16 = 0x06;
/// The text that a formula shows, in the record behind it.
const SHOWN: u16 = 0x207;
/// Formulas that cells share, and tables of them: between a formula and its text.
const BETWEEN: [u16; 3] = [0x4BC, 0x221, 0x236];

fn is_cell(kind: u16) -> bool {
    matches!(kind, LABEL_SHARED | LABEL | LABEL_RICH | NUMBER | RK | MULTIPLE_RK | TRUTH | FORMULA)
}

/// The text behind a formula that shows one.
fn entries_text<'f>(kind: u16, bytes: &[u8], entries: &mut Entries<'f>) -> Option<&'f [u8]> {
    if kind != FORMULA || !matches!(bytes.get(6..14), Some([0, .., 0xFF, 0xFF])) {
        return None;
    }
    while entries.peek().is_some_and(|kind| BETWEEN.contains(&kind)) {
        entries.next();
    }
    match entries.peek() {
        Some(SHOWN) => entries.next().map(|entry| entry.bytes),
        _ => None,
    }
}
