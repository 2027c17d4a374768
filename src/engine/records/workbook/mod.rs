//! Spreadsheets: their sheets, one after the other, as delimited text. Dates
//! come out as ISO 8601 without a zone, truth as `true` and `false`, formulas as
//! the values they had, errors as nothing.
//!
//! Everything is read as it streams by, within limits, by readers of our own:
//! `calamine` holds a sheet as a rectangle between its outermost cells, which a
//! file of two cells can make larger than any memory, and adds 227 kB (brotli) to
//! the engine's wasm; these add 49.

mod biff;
mod compound;
mod formats;
mod ods;
mod package;
mod rows;
mod strings;
mod xls;
mod xlsx;
mod xml;

pub(super) use compound::is_compound;
pub(super) use rows::Sink;
pub(super) use xls::Xls;

use super::limits::Total;
use crate::contract::ProblemKind;
use ods::Ods;
use std::io::{Read, Seek};
use xlsx::Xlsx;
use zip::ZipArchive;

/// No cell holds more text, in bytes (Excel: 32,767 characters).
const MAX_CELL: usize = 1 << 20;
/// Sheets, and whatever else a workbook lists.
const MAX_PARTS: usize = 4096;
/// Letters of a name.
const MAX_NAME: usize = 1000;

/// One table of a workbook.
pub(super) struct Sheet {
    pub(super) name: String,
    /// Not shown, unless asked for.
    pub(super) hidden: bool,
}

/// Why reading a sheet ended before its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Nobody wants more.
    Enough,
    Problem(ProblemKind),
}

impl From<ProblemKind> for Stop {
    fn from(kind: ProblemKind) -> Stop {
        Stop::Problem(kind)
    }
}

/// A workbook inside a zip archive.
pub(super) enum Packed {
    Xlsx(Xlsx),
    Ods(Ods),
}

impl Packed {
    /// The workbook and its sheets; `None` where the archive is something else.
    ///
    /// # Errors
    /// Why it cannot be read, where it is one.
    pub(super) fn open<R: Read + Seek>(
        zip: &mut ZipArchive<R>,
        total: &Total,
    ) -> Result<Option<(Packed, Vec<Sheet>)>, ProblemKind> {
        if let Some((book, sheets)) = Xlsx::open(zip, total)? {
            return Ok(Some((Packed::Xlsx(book), sheets)));
        }
        Ok(Ods::open(zip, total)?.map(|(book, sheets)| (Packed::Ods(book), sheets)))
    }

    /// Writes the rows of the sheet at a position.
    ///
    /// # Errors
    /// What is wrong with it, or that nobody wants more.
    pub(super) fn read<R: Read + Seek>(
        &mut self,
        zip: &mut ZipArchive<R>,
        position: usize,
        sink: Sink<'_>,
    ) -> Result<(), Stop> {
        match self {
            Packed::Xlsx(book) => book.read(zip, position, sink),
            Packed::Ods(book) => book.read(zip, position, sink),
        }
    }
}

/// A name out of a workbook, cut where it is longer than any that a program writes.
fn name(text: &str) -> String {
    text.chars().take(MAX_NAME).collect()
}

/// # Errors
/// [`ProblemKind::ArchiveTooLarge`] where a workbook has more parts than any that a
/// program writes.
fn few(parts: usize) -> Result<(), ProblemKind> {
    if parts > MAX_PARTS { Err(ProblemKind::ArchiveTooLarge) } else { Ok(()) }
}

/// Adds a piece to the text of a cell.
fn push(text: &mut String, piece: &str) -> Result<(), ProblemKind> {
    text.push_str(piece);
    if text.len() > MAX_CELL { Err(ProblemKind::ArchiveTooLarge) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
