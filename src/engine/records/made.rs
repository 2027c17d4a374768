//! A row put together of texts, for those who read rows where a file has objects.

use super::{Row, Span, Text};

/// The texts of one row, kept for the next.
#[derive(Default)]
pub struct Made {
    text: String,
    spans: Vec<Span>,
}

impl Made {
    /// Begins another row.
    pub fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
    }

    /// Adds a cell.
    pub fn push(&mut self, cell: &str) {
        let start = self.text.len();
        self.text.push_str(cell);
        self.spans.push(Span { start, end: self.text.len() });
    }

    /// The row of all cells so far, below a header.
    pub fn row<'a>(&'a self, header: &'a [String]) -> Row<'a> {
        Row { text: Text::Utf8(&self.text), spans: &self.spans, header }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_were_put() {
        let mut made = Made::default();
        for cells in [["a", "", "ü;\"\n"], ["", "b", ""]] {
            made.clear();
            cells.iter().for_each(|cell| made.push(cell));
            let header = ["x".to_owned()];
            let row = made.row(&header);
            assert_eq!((row.width(), row.header()), (3, &header[..]));
            let read: Vec<_> = (0..3).filter_map(|at| row.get(at)).collect();
            assert_eq!(read, cells);
            assert_eq!(row.get(3), None);
        }
    }
}
