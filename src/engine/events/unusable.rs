//! Rows that cannot be used, as their file has them, for its owner to mend: CSV
//! with `row`, `column` and `reason` of the report in front of the file's own
//! columns. Gathered in a reading of its own, when somebody asks for them.
//!
//! Of records that could not be told apart at all (cut off, broken JSON, beyond
//! the limits) only those three are there.
//!
//! Cells hold addresses: nothing here has a `Debug` or a `Serialize`.

use super::dialects::Source;
use super::look::Object;
use crate::contract::{ProblemKind, UnusableRows};
use crate::engine::csv_field::field;
use crate::engine::records::Row;

/// No more rows are listed; all are counted.
const MOST_ROWS: u64 = 100_000;
/// No more bytes of cells are held.
const MOST_BYTES: usize = 32 << 20;
/// A record's text is cut behind so many characters: a cell of a spreadsheet
/// holds 32,767 (Excel specifications and limits).
const LONGEST_RECORD: usize = 32_000;
/// The column of records that have none.
const RECORD: &str = "record";

/// The unusable rows of all files that were read.
pub struct Unusable {
    separator: char,
    files: Vec<FileRows>,
    left: Left,
}

/// What may still be listed.
#[derive(Clone, Copy)]
struct Left {
    rows: u64,
    bytes: usize,
}

/// Those of one file, or of one member of an archive.
pub(super) struct FileRows {
    separator: char,
    path: String,
    /// The file's header; empty where its records have no columns.
    header: Vec<String>,
    found: Vec<Found>,
    count: u64,
    left: Left,
}

struct Found {
    /// Row, column and reason.
    place: String,
    cells: String,
    /// How many cells those are.
    width: usize,
}

impl Unusable {
    /// None yet. Cells will be separated by `separator`: the one that the
    /// spreadsheets of whoever asks expect, as another would let a cell fall apart.
    pub fn new(separator: char) -> Unusable {
        let left = Left { rows: MOST_ROWS, bytes: MOST_BYTES };
        Unusable { separator, files: Vec::new(), left }
    }

    /// For the rows of the next file; given back to [`Unusable::end`].
    pub(super) fn begin(&self, path: &str) -> FileRows {
        FileRows {
            separator: self.separator,
            path: path.to_owned(),
            header: Vec::new(),
            found: Vec::new(),
            count: 0,
            left: self.left,
        }
    }

    pub(super) fn end(&mut self, file: FileRows) {
        self.left = file.left;
        self.files.push(file);
    }

    /// All of them as CSV. Files with the same header share their columns, those
    /// of others stand to the right of them; where there are several files, `file`
    /// says from which a row is.
    pub fn into_csv(self) -> UnusableRows {
        let Unusable { separator, files, .. } = self;
        let tables = tables(&files);
        let several = files.len() > 1;
        let mut sheet = Sheet { separator, text: "\u{feff}".into() };
        sheet.put("row");
        sheet.cell("column");
        sheet.cell("reason");
        if several {
            sheet.cell("file");
        }
        for table in &tables {
            for at in 0..table.width {
                sheet.cell(table.header.get(at).map_or("", String::as_str));
            }
        }
        sheet.end_line();
        let (mut rows, mut listed) = (0, 0);
        for file in &files {
            rows += file.count;
            listed += file.found.len() as u64;
            let table = tables.iter().position(|table| table.header == file.header.as_slice());
            let (before, behind) = tables.split_at(table.unwrap_or(tables.len()));
            let before: usize = before.iter().map(|table| table.width).sum();
            let behind: usize = behind.iter().map(|table| table.width).sum();
            for Found { place, cells, width } in &file.found {
                sheet.put(place);
                if several {
                    sheet.cell(&file.path);
                }
                sheet.blanks(before);
                if *width > 0 {
                    sheet.blanks(1);
                    sheet.put(cells);
                }
                sheet.blanks(behind.saturating_sub(*width));
                sheet.end_line();
            }
        }
        if listed < rows {
            sheet.blanks(2);
            sheet.put(&format!("only the first {listed} of {rows} unusable rows are listed"));
            let columns: usize = tables.iter().map(|table| table.width).sum();
            sheet.blanks(columns + usize::from(several));
            sheet.end_line();
        }
        UnusableRows { csv: sheet.text, rows, listed }
    }
}

/// Columns that files share.
struct Table<'f> {
    header: &'f [String],
    /// As many as the longest row has.
    width: usize,
}

fn tables(files: &[FileRows]) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    for file in files.iter().filter(|file| !file.found.is_empty()) {
        let longest = file.found.iter().map(|found| found.width).max().unwrap_or_default();
        let width = longest.max(file.header.len());
        match tables.iter_mut().find(|table| table.header == file.header.as_slice()) {
            Some(table) => table.width = table.width.max(width),
            None => tables.push(Table { header: &file.header, width }),
        }
    }
    tables
}

struct Sheet {
    separator: char,
    text: String,
}

impl Sheet {
    /// What is a field already, or several.
    fn put(&mut self, fields: &str) {
        self.text.push_str(fields);
    }

    fn cell(&mut self, text: &str) {
        self.text.push(self.separator);
        self.text.push_str(&field(text, self.separator));
    }

    fn blanks(&mut self, cells: usize) {
        self.text.extend(std::iter::repeat_n(self.separator, cells));
    }

    fn end_line(&mut self) {
        self.text.push_str("\r\n");
    }
}

impl FileRows {
    /// A record that cannot be used: its number, why, and what there is of it.
    pub(super) fn add(
        &mut self,
        row: u64,
        column: Option<&str>,
        reason: ProblemKind,
        source: Option<Source<'_>>,
    ) {
        self.count += 1;
        if self.left.rows == 0 {
            return;
        }
        let (cells, width) = match source {
            // Plain objects are not asked for where rows are gathered.
            None | Some(Source::Plain(_)) => (String::new(), 0),
            Some(Source::Row(row)) => self.row(row),
            Some(Source::Object(object) | Source::Element(object, _)) => self.record(object),
        };
        let separator = self.separator;
        let column = field(column.unwrap_or_default(), separator);
        let place = format!("{row}{separator}{column}{separator}{}", reason.name());
        match self.left.bytes.checked_sub(place.len() + cells.len()) {
            Some(bytes) => {
                self.left = Left { rows: self.left.rows - 1, bytes };
                self.found.push(Found { place, cells, width });
            }
            // The list ends here: what would still fit is no more of its beginning.
            None => self.left.rows = 0,
        }
    }

    fn row(&self, row: Row<'_>) -> (String, usize) {
        let cells: Vec<String> = (0..row.width())
            .map(|at| field(&row.get(at).unwrap_or_default(), self.separator))
            .collect();
        (cells.join(&self.separator.to_string()), cells.len())
    }

    fn record(&mut self, object: &Object) -> (String, usize) {
        if self.header.is_empty() {
            self.header.push(RECORD.to_owned());
        }
        // An object that was read from JSON can be written as such.
        let mut text = serde_json::to_string(object).unwrap_or_default();
        if let Some((end, _)) = text.char_indices().nth(LONGEST_RECORD) {
            text.truncate(end);
            text.push('…');
        }
        (field(&text, self.separator), 1)
    }

    /// The file was read to its end; it has this header.
    pub(super) fn ended(&mut self, header: Option<&[String]>) {
        if let Some(header) = header {
            self.header = header.to_vec();
        }
    }
}
