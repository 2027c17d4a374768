//! Rows of a sheet as delimited text: what a spreadsheet holds is read by the
//! same reader as every other table.

use super::Stop;
use crate::contract::ProblemKind;
use crate::engine::records::MAX_RECORD;
use crate::engine::records::limits::Allowance;
use std::ops::ControlFlow;

/// A sheet has no more columns (2^14), whatever it claims.
pub(super) const MAX_COLUMNS: usize = 1 << 14;
/// Nor more rows (2^20).
pub(super) const MAX_ROWS: u64 = 1 << 20;
/// Bytes handed on at a time.
const CHUNK: usize = 64 << 10;

/// Where the pieces of a member go, until it breaks off.
pub(in crate::engine::records) type Sink<'s> = &'s mut dyn FnMut(&[u8]) -> ControlFlow<()>;

/// Writes rows as UTF-8 with commas below a line that says so. Empty cells at a
/// row's end are written as far as the widest row above reached: files leave
/// them out. Rows without any text are left out.
pub(super) struct Rows<'s> {
    sink: Sink<'s>,
    out: Vec<u8>,
    row: Vec<u8>,
    /// Cells of the row, the last of them not empty.
    cells: usize,
    widest: usize,
    started: bool,
    allowance: Allowance,
}

impl<'s> Rows<'s> {
    /// `allowance` holds the packed size of the sheet.
    pub(super) fn new(sink: Sink<'s>, allowance: Allowance) -> Rows<'s> {
        Rows {
            sink,
            out: Vec::with_capacity(CHUNK),
            row: Vec::new(),
            cells: 0,
            widest: 0,
            started: false,
            allowance,
        }
    }

    /// Writes the text of a cell into the open row. A column that is already
    /// written is the next instead.
    ///
    /// # Errors
    /// [`ProblemKind::DamagedArchive`] beyond the last column there can be,
    /// [`ProblemKind::ArchiveTooLarge`] for a row that is too long.
    pub(super) fn cell(&mut self, column: usize, text: &str) -> Result<(), Stop> {
        if text.is_empty() {
            return Ok(());
        }
        let column = column.max(self.cells);
        if column >= MAX_COLUMNS {
            return Err(ProblemKind::DamagedArchive.into());
        }
        let commas = column - self.cells + usize::from(self.cells > 0);
        self.row.extend(std::iter::repeat_n(b',', commas));
        self.cells = column + 1;
        let quoted = text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        if quoted {
            self.row.push(b'"');
            for byte in text.bytes() {
                if byte == b'"' {
                    self.row.push(byte);
                }
                self.row.push(byte);
            }
            self.row.push(b'"');
        } else {
            self.row.extend_from_slice(text.as_bytes());
        }
        if self.row.len() > MAX_RECORD {
            return Err(ProblemKind::ArchiveTooLarge.into());
        }
        Ok(())
    }

    /// Ends the row, which stands there so many times.
    ///
    /// # Errors
    /// [`Stop::Enough`] when nobody wants more, and
    /// [`ProblemKind::ArchiveTooLarge`] when more comes out than the file can mean.
    pub(super) fn end_row(&mut self, times: u64) -> Result<(), Stop> {
        if self.cells == 0 {
            return Ok(());
        }
        let missing = self.widest.saturating_sub(self.cells);
        self.row.extend(std::iter::repeat_n(b',', missing));
        self.widest = self.widest.max(self.cells);
        self.row.push(b'\n');
        if !std::mem::replace(&mut self.started, true) {
            self.out.extend_from_slice(b"sep=,\n");
        }
        for _ in 0..times.min(MAX_ROWS) {
            self.allowance.unpacked(self.row.len() as u64)?;
            self.out.extend_from_slice(&self.row);
            if self.out.len() >= CHUNK {
                self.flush()?;
            }
        }
        self.row.clear();
        self.cells = 0;
        Ok(())
    }

    /// The sheet ends here.
    ///
    /// # Errors
    /// Those of [`Rows::end_row`].
    pub(super) fn finish(mut self) -> Result<(), Stop> {
        self.end_row(1)?;
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let wanted = self.out.is_empty() || (self.sink)(&self.out).is_continue();
        self.out.clear();
        if wanted { Ok(()) } else { Err(Stop::Enough) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::records::limits::Total;

    fn written(rows: &[&[(usize, &str)]]) -> String {
        let mut text = Vec::new();
        let mut sink = |bytes: &[u8]| {
            text.extend_from_slice(bytes);
            ControlFlow::Continue(())
        };
        let mut out = Rows::new(&mut sink, Total::of(1).part(1));
        for row in rows {
            for (column, cell) in *row {
                assert!(out.cell(*column, cell).is_ok());
            }
            assert!(out.end_row(1).is_ok());
        }
        assert!(out.finish().is_ok());
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn cells_stand_where_they_stood() {
        assert_eq!(
            written(&[
                &[(0, "Title, or \"so\"")],
                &[],
                &[(0, "a"), (1, ""), (2, "c"), (3, "")],
                &[(1, "b")],
                &[(0, "1"), (0, "2")],
                &[(0, "x\ny")],
            ]),
            "sep=,\n\"Title, or \"\"so\"\"\"\na,,c\n,b,\n1,2,\n\"x\ny\",,\n"
        );
        assert_eq!(written(&[&[(5, "")]]), "");
    }

    #[test]
    fn there_is_an_end_to_everything() {
        let mut held = 0;
        let mut sink = |bytes: &[u8]| {
            held = bytes.len().max(held);
            ControlFlow::Continue(())
        };
        let mut rows = Rows::new(&mut sink, Total::of(10).part(10));
        assert!(rows.cell(MAX_COLUMNS, "x").is_err());
        assert!(rows.cell(MAX_COLUMNS - 1, "x").is_ok());
        // 2^20 times 2^14 cells, from ten bytes.
        let end = rows.end_row(u64::MAX);
        assert!(matches!(end, Err(Stop::Problem(ProblemKind::ArchiveTooLarge))));
        assert!(held < CHUNK + 2 * MAX_COLUMNS);
        let long = "x".repeat(1 << 20);
        let mut sink = |_: &[u8]| ControlFlow::Continue(());
        let mut rows = Rows::new(&mut sink, Total::of(10).part(10));
        let end = (0..).find_map(|column| rows.cell(column, &long).err());
        assert!(matches!(end, Some(Stop::Problem(ProblemKind::ArchiveTooLarge))));
        assert!(rows.row.len() <= MAX_RECORD + 2 * long.len());
    }

    #[test]
    fn whoever_has_enough_is_left_alone() {
        let mut sink = |_: &[u8]| ControlFlow::Break(());
        let mut rows = Rows::new(&mut sink, Total::of(10).part(10));
        assert!(rows.cell(0, "x").is_ok() && rows.end_row(1).is_ok());
        assert!(matches!(rows.finish(), Err(Stop::Enough)));
    }
}
