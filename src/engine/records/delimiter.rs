//! How delimited text is laid out: which character stands between cells, and
//! where the header is.

use super::csv::Csv;
use super::{Record, Row};

/// In the order in which a tie is decided.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// More rows than this tell nothing new.
const ROWS: usize = 100;
/// Bytes in which to look for so many.
const PIECE: usize = 8 * 1024;
/// Titles and notes above a header are fewer.
const MAX_ABOVE: usize = 50;
/// A row of more cells is no title.
const TITLE: usize = 2;

pub(super) struct Layout {
    pub(super) delimiter: u8,
    /// The first line is `sep=` with the delimiter.
    pub(super) sep_line: bool,
    /// Rows above the header, blank ones not counted.
    pub(super) rows_above: u64,
}

/// The layout of a text that is no JSON. `complete`: its last line is whole.
pub(super) fn layout(name: &str, text: &str, complete: bool) -> Layout {
    if let Some((delimiter, rest)) = sep_line(text) {
        let rows_above = rows_above(&shape(rest, delimiter, complete));
        return Layout { delimiter, sep_line: true, rows_above };
    }
    let name = name.to_lowercase();
    let tab_named = [".tsv", ".tab", ".tsv.gz", ".tab.gz"].iter().any(|end| name.ends_with(end));
    let mut best = (0, b',', 0);
    for delimiter in DELIMITERS {
        let rows = shape(text, delimiter, complete);
        let above = rows_above(&rows);
        // Titles are of any width: the table alone says how well a delimiter fits.
        let table = usize::try_from(above).ok().and_then(|above| rows.get(above..));
        let mut score = score(table.unwrap_or(&rows));
        // All else equal, a table without titles.
        score = score.saturating_sub(if above > 0 { 50 } else { 0 });
        if score > 0 && tab_named && delimiter == b'\t' {
            score += 500;
        }
        if score > best.0 {
            best = (score, delimiter, above);
        }
    }
    Layout { delimiter: best.1, sep_line: false, rows_above: best.2 }
}

/// The delimiter that a first line such as `sep=;` names, and the text below it.
fn sep_line(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    let value = match line.get(..4) {
        Some(key) if key.eq_ignore_ascii_case("sep=") => line.get(4..)?,
        _ => return None,
    };
    let delimiter = match value.as_bytes() {
        [delimiter] => *delimiter,
        b"\\t" => b'\t',
        _ => return None,
    };
    DELIMITERS.contains(&delimiter).then_some((delimiter, rest))
}

/// How a row looks from afar.
struct RowShape {
    cells: usize,
    /// Cells that are not blank.
    filled: usize,
    /// Cells that are words rather than values: no digit first, no address.
    words: usize,
    /// Some cell is an address.
    address: bool,
    /// The first cell that is not blank ends like the name of what follows.
    label: bool,
}

fn shape(text: &str, delimiter: u8, complete: bool) -> Vec<RowShape> {
    let mut csv = Csv::new(delimiter, 0);
    let mut rows = Vec::new();
    let each = |rows: &mut Vec<RowShape>, record: Record<'_>| {
        if let Record::Row(row) = record
            && rows.len() < ROWS
        {
            rows.push(row_shape((0..row.width()).filter_map(|cell| cell_text(&row, cell))));
        }
    };
    for piece in text.as_bytes().chunks(PIECE) {
        csv.push(piece, &mut |_, record| each(&mut rows, record));
        if rows.len() >= ROWS {
            break;
        }
    }
    if complete {
        csv.finish(&mut |_, record| each(&mut rows, record));
    }
    if let Some(header) = csv.header() {
        rows.insert(0, row_shape(header.iter().cloned()));
    }
    rows
}

fn cell_text(row: &Row<'_>, cell: usize) -> Option<String> {
    row.get(cell).map(|text| text.into_owned())
}

fn row_shape(cells: impl Iterator<Item = String>) -> RowShape {
    let mut shape = RowShape { cells: 0, filled: 0, words: 0, address: false, label: false };
    for cell in cells {
        let cell = cell.trim();
        shape.cells += 1;
        shape.label |= shape.filled == 0 && cell.ends_with(':');
        shape.filled += usize::from(!cell.is_empty());
        shape.address |= cell.contains('@');
        let word = cell.starts_with(|first: char| !first.is_ascii_digit() && first != '-')
            && !cell.contains('@');
        shape.words += usize::from(word);
    }
    shape
}

/// How well a delimiter fits: the share of rows (in thousandths) that have the
/// commonest width, a little more for many columns; 0 where it splits nothing.
fn score(rows: &[RowShape]) -> usize {
    let width = common_width(rows);
    if width < 2 {
        return 0;
    }
    let fitting = rows.iter().filter(|row| row.cells == width).count();
    let header_fits = rows.first().is_some_and(|row| row.cells == width);
    fitting * 1000 / rows.len().max(1) + 100 * usize::from(header_fits) + 10 * width.min(30)
}

/// The width that most rows have; the greater one where two are as common.
fn common_width(rows: &[RowShape]) -> usize {
    commonest(rows.iter().map(|row| row.cells)).map_or(0, |(width, _)| width)
}

/// The commonest width, and how often it is there.
fn commonest(widths: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    // There are few different ones.
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for width in widths {
        match counts.iter_mut().find(|(known, _)| *known == width) {
            Some((_, count)) => *count += 1,
            None => counts.push((width, 1)),
        }
    }
    counts.into_iter().max_by_key(|&(width, count)| (count, width))
}

/// How many rows stand above the header: titles and notes above the first row that
/// is as wide as the table and made of words. 0 where in doubt.
fn rows_above(rows: &[RowShape]) -> u64 {
    let width = common_width(rows);
    // More titles than rows: then the table is what is wider than they are.
    let table = commonest(rows.iter().map(|row| row.cells).filter(|&width| width > TITLE));
    let header = match (width > TITLE, table) {
        (true, _) => below_titles(rows, width),
        (false, Some((table, 2..))) => {
            below_titles(rows, table).filter(|&at| at > 0).or_else(|| above_addresses(rows, width))
        }
        (false, _) => above_addresses(rows, width),
    };
    header.map_or(0, |at| at as u64)
}

/// The header of a table of three columns or more.
fn below_titles(rows: &[RowShape], width: usize) -> Option<usize> {
    for (at, row) in rows.iter().take(MAX_ABOVE + 1).enumerate() {
        let below = rows.get(at + 1)?;
        let title = row.filled <= TITLE
            || !row.address && (row.label || row.filled * 2 < width.min(row.cells));
        if !title {
            let header = row.cells == width && row.words * 3 >= width * 2;
            return (header && below.cells == width).then_some(at);
        }
    }
    None
}

/// The header of a table of two columns, which a title may look like: there, it
/// stands right above the first address.
fn above_addresses(rows: &[RowShape], width: usize) -> Option<usize> {
    let pairs = rows.windows(2).take(MAX_ABOVE + 1);
    let is_header = |pair: &[RowShape]| match pair {
        [row, below] => {
            width == TITLE
                && row.cells == width
                && row.words == width
                && !row.label
                && below.cells == width
                && below.address
                && !below.label
        }
        _ => false,
    };
    pairs.into_iter().position(is_header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> (char, bool, u64) {
        let layout = layout(name, text, true);
        (layout.delimiter.into(), layout.sep_line, layout.rows_above)
    }

    #[test]
    fn delimiters() {
        for (text, delimiter) in [
            ("email,time\na@example.org,1\n", ','),
            ("email;rate\na@example.org;1,5\nb@example.org;2,5\n", ';'),
            ("Campaign;Email\n\"a; b, c\";a@example.org\n\"d, e\";b@example.org\n", ';'),
            ("a\tb\n1,2\t3,4\n5,6\t7,8\n", '\t'),
            ("a|b|c\n1|2|3\n", '|'),
            ("email\na@example.org\n", ','),
            ("id,data\n1,\"{\"\"a\"\":1,\"\"b\"\":2}\"\n2,\"a;b;c\"\n", ','),
            ("Name;Betrag;Datum\nA, B;1,5;1\nC, D;2,5;2\n", ';'),
        ] {
            assert_eq!(found("a.csv", text), (delimiter, false, 0), "{text}");
        }
    }

    #[test]
    fn the_name_decides_where_the_text_leaves_a_choice() {
        let text = "a,b\tc\n1,2\t3\n";
        assert_eq!(found("x.csv", text).0, ',');
        assert_eq!(found("x.TSV", text).0, '\t');
    }

    #[test]
    fn sep_lines() {
        for (text, expected) in [
            ("sep=;\r\na;b\r\n1,2,3;4\r\n", (';', true, 0)),
            ("SEP=,\na;b;c,d\n", (',', true, 0)),
            ("\"sep=|\"\na|b\n", ('|', true, 0)),
            ("sep=\\t\na\tb\n", ('\t', true, 0)),
            ("sep=\na;b\n1;2\n3;4\n", (';', false, 0)),
            ("sep=;", (';', true, 0)),
        ] {
            assert_eq!(found("a.csv", text), expected, "{text}");
        }
    }

    #[test]
    fn titles_above_the_header_are_counted() {
        let table = "E-Mail;Zeit;Ereignis\na@example.org;14.09.2026;Klick\nb@example.org;15.09.2026;Klick\n";
        assert_eq!(found("a.csv", table).2, 0);
        assert_eq!(
            found("a.csv", &format!("Bericht vom 14.09.2026\n\nStand: heute;\n{table}")).2,
            2
        );
        assert_eq!(found("a.csv", &format!("Bericht;;\n;;\n{table}")).2, 2);
        // Values where a header should be: in doubt, nothing is skipped.
        let headless = "Bericht\na@example.org;14.09.2026;1\nb@example.org;15.09.2026;2\n";
        assert_eq!(found("a.csv", headless).2, 0);
        assert_eq!(
            found("a.csv", "Email Campaign Report\n\"Title:\",\"x\"\n\"Total:\",\"1\"\n").2,
            0
        );
    }

    #[test]
    fn titles_of_any_number_and_width() {
        let note = "Zeitraum:;01.09.2026;bis;30.09.2026\n";
        let table = "E-Mail;Zeit;Ereignis;Link;Gerät\na@example.org;14.09.2026;Klick;x;\nb@example.org;15.09.2026;Klick;;y\n";
        for titles in [1, 9, 40] {
            assert_eq!(
                found("a.csv", &format!("{}{note}{table}", "Titel:;x\n".repeat(titles))),
                (';', false, titles as u64 + 1),
                "{titles}"
            );
        }
        let narrow = "E-Mail;Datum\na@example.org;14.09.2026\nb@example.org;15.09.2026\n";
        assert_eq!(found("a.csv", narrow).2, 0);
        assert_eq!(
            found("a.csv", &format!("Kampagne:;Herbst\nVon:;chef@example.com\n{narrow}")),
            (';', false, 2)
        );
        // A header with an odd name is one all the same.
        let odd = "E-Mail;2026;2027;2028\na@example.org;x;y;z\nb@example.org;x;y;z\n";
        assert_eq!(found("a.csv", odd).2, 0);
    }

    #[test]
    fn a_cut_last_line_does_not_count() {
        let layout = layout("a.csv", "a;b;c\n1;2;3\n1,2,3,4", false);
        assert_eq!(layout.delimiter, b';');
    }
}
