//! Rows and cells of a CSV file that no spreadsheet can take for a formula.

use crate::app::view::rates::count_text;
use crate::app::words::{Language, Words};
use crate::contract::Count;

/// What stands in a cell.
pub(super) enum Cell {
    Text(String),
    Number(u64),
    Count(Count),
}

/// A sheet as it is written, row by row.
pub(super) struct Sheet<'a> {
    pub(super) words: &'a Words,
    separator: char,
    pub(super) text: String,
}

impl Sheet<'_> {
    pub(super) fn new(words: &Words) -> Sheet<'_> {
        // Where the comma divides decimals, spreadsheets divide cells by semicolons.
        let separator = match words.language() {
            Language::En => ',',
            Language::De => ';',
        };
        Sheet { words, separator, text: "\u{feff}".into() }
    }

    /// An empty line, a heading, and the names of the columns.
    pub(super) fn block(&mut self, heading: &str, columns: &[&str]) {
        self.end();
        let heading = self.words.say(heading);
        self.row([Cell::Text(heading)]);
        if !columns.is_empty() {
            self.headings(columns);
        }
    }

    pub(super) fn headings(&mut self, names: &[&str]) {
        let cells: Vec<Cell> = names.iter().map(|name| Cell::Text(self.words.say(name))).collect();
        self.row(cells);
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(self.separator);
            }
            let text = match cell {
                Cell::Number(number) => number.to_string(),
                Cell::Count(Count::Exact(number)) => number.to_string(),
                Cell::Count(count) => quoted(&count_text(count, self.words), self.separator),
                Cell::Text(text) => quoted(&text, self.separator),
            };
            self.text.push_str(&text);
        }
        self.end();
    }

    fn end(&mut self) {
        self.text.push_str("\r\n");
    }
}

/// A text as a cell: never a formula, quoted where it must be.
fn quoted(text: &str, separator: char) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([separator, '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
