//! Each delimited sample as somebody else may have it: encoded anew, with other
//! delimiters and line ends, with its columns in another order, packed, and many in
//! one archive. Whatever is done to it, it tells the same.

use super::{CASES, Case, Differs, balanced, bytes, expected, members_of, named, read};
use flate2::Compression;
use flate2::write::GzEncoder;
use milchglas::contract::{Container, Encoding, FileReport, Shape};
use milchglas::engine::events::inspect;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// What Windows-1252 has between 0x80 and 0x9F.
const WINDOWS: [(char, u8); 10] = [
    ('€', 0x80),
    ('„', 0x84),
    ('…', 0x85),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('–', 0x96),
    ('—', 0x97),
    ('š', 0x9A),
];

/// A sample as text, cut into cells.
struct Table {
    case: Case,
    rows: Vec<Vec<String>>,
    /// Whether the last line is whole.
    whole: bool,
}

fn tables() -> Vec<Table> {
    let delimited = CASES.iter().filter_map(|&case| {
        let bytes = bytes(case.name);
        let found = inspect(case.name, bytes.len() as u64, &bytes, true);
        match (found.container, found.shape) {
            (Container::Plain, Shape::Csv { delimiter }) => {
                let text = decoded(&bytes, found.encoding);
                let text = text.strip_prefix("sep=;\r\n").unwrap_or(&text);
                let whole = text.ends_with('\n');
                Some(Table { case, rows: cells(text, delimiter), whole })
            }
            _ => None,
        }
    });
    delimited.collect()
}

fn decoded(bytes: &[u8], encoding: Encoding) -> String {
    let utf16 = || bytes[2..].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    match encoding {
        Encoding::Utf8 => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        Encoding::Utf8Bom => String::from_utf8(bytes[3..].to_vec()).expect("UTF-8"),
        Encoding::Utf16Le => char::decode_utf16(utf16()).map(|c| c.expect("UTF-16")).collect(),
        Encoding::Windows1252 => bytes.iter().map(|&byte| of_windows(byte)).collect(),
        Encoding::Utf16Be => panic!("no sample is written so"),
    }
}

fn of_windows(byte: u8) -> char {
    let named = WINDOWS.iter().find(|(_, known)| *known == byte);
    named.map_or(char::from(byte), |(letter, _)| *letter)
}

/// `None` where a letter is none of Windows-1252.
fn to_windows(text: &str) -> Option<Vec<u8>> {
    let byte = |letter: char| match u32::from(letter) {
        code @ (0..0x80 | 0xA0..0x100) => u8::try_from(code).ok(),
        _ => WINDOWS.iter().find(|(known, _)| *known == letter).map(|(_, byte)| *byte),
    };
    text.chars().map(byte).collect()
}

fn to_utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Cells by the plainest of readers.
fn cells(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            _ if quoted => cell.push(letter),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ if letter == delimiter => row.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    if !row.is_empty() || !cell.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

impl Table {
    /// The text with this delimiter and line end, its columns in this order.
    fn written(&self, delimiter: char, end: &str, order: Option<&[usize]>) -> String {
        let odd = [delimiter, '"', '\r', '\n'];
        let cell = |cell: &String| match cell.contains(odd) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line = |row: &Vec<String>| {
            let cells: Vec<String> = match order {
                None => row.iter().map(cell).collect(),
                Some(order) => order.iter().filter_map(|&at| row.get(at)).map(cell).collect(),
            };
            cells.join(&delimiter.to_string())
        };
        let lines: Vec<String> = self.rows.iter().map(line).collect();
        lines.join(end) + if self.whole { end } else { "" }
    }

    /// The sample reads like this, whatever was done to it.
    fn same(&self, bytes: &[u8], what: &str) {
        let name = self.case.name;
        let plain = read(name, &super::bytes(name), usize::MAX).report;
        let other = read(name, bytes, usize::MAX).report;
        assert_eq!(told(&other), told(&plain), "{name} {what}");
    }

    /// The same, though a dialect that is known by its first column is so no more:
    /// it is guessed then, and tells the same.
    fn same_guessed(&self, bytes: &[u8], what: &str) {
        let name = self.case.name;
        let plain = read(name, &super::bytes(name), usize::MAX).report;
        let other = read(name, bytes, usize::MAX).report;
        let (dialect, granularity) = (plain.dialect.clone(), plain.granularity);
        let renamed = FileReport { dialect, granularity, ..told(&other) };
        assert_eq!(renamed, told(&plain), "{name} {what}");
    }
}

/// What a report says of a file, but not where in it.
fn told(report: &FileReport) -> FileReport {
    FileReport { located: Vec::new(), ..report.clone() }
}

#[test]
fn there_are_tables_to_transform() {
    let tables = tables();
    assert!(tables.len() >= 20, "{}", tables.len());
    for table in tables {
        let want = &expected()[table.case.name];
        let titles = want["rows"].as_u64().map_or(0, |rows| table.rows.len() as u64 - rows);
        assert_eq!(titles, 1, "{}: the header and the rows", table.case.name);
    }
}

#[test]
fn encoded_anew() {
    let mut latin = 0;
    for table in tables() {
        let text = table.written(',', "\n", None);
        table.same(text.as_bytes(), "in UTF-8");
        table.same(format!("\u{feff}{text}").as_bytes(), "in UTF-8 with a mark");
        table.same(&to_utf16(&text, u16::to_le_bytes), "in UTF-16LE");
        table.same(&to_utf16(&text, u16::to_be_bytes), "in UTF-16BE");
        if let Some(bytes) = to_windows(&text) {
            table.same(&bytes, "in Windows-1252");
            latin += 1;
        }
    }
    assert!(latin >= 3, "{latin}");
}

#[test]
fn with_other_delimiters_and_line_ends() {
    for table in tables() {
        for delimiter in [',', ';', '\t', '|'] {
            for (end, what) in [("\n", "LF"), ("\r\n", "CRLF")] {
                let text = table.written(delimiter, end, None);
                table.same(text.as_bytes(), &format!("with {delimiter:?} and {what}"));
            }
        }
        let text = format!("sep=;\r\n{}", table.written(';', "\r\n", None));
        table.same(text.as_bytes(), "with a line for the delimiter");
    }
}

#[test]
fn with_shuffled_columns() {
    let mut random = 0x9E37_79B9_7F4A_7C15u64;
    for table in tables() {
        // A row that is cut says what it lacks by its place.
        if table.case.differs == Differs::Truncated {
            continue;
        }
        for _ in 0..4 {
            let mut order: Vec<usize> = (0..table.rows[0].len()).collect();
            for at in (1..order.len()).rev() {
                // xorshift64: the same orders in every run.
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(at, (random % (at as u64 + 1)) as usize);
            }
            let text = table.written(';', "\n", Some(&order));
            let what = format!("with its columns as {order:?}");
            match table.case.dialect {
                "mailchimp-report" => table.same_guessed(text.as_bytes(), &what),
                _ => table.same(text.as_bytes(), &what),
            }
        }
    }
}

#[test]
fn gzipped() {
    for &Case { name, .. } in CASES {
        let plain = bytes(name);
        if plain.starts_with(&[0x1F, 0x8B]) {
            continue;
        }
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&plain).expect("memory");
        let packed = packed.finish().expect("memory");
        let whole = read(name, &plain, usize::MAX).report;
        assert_eq!(read(name, &packed, usize::MAX).report, whole, "{name}");
        assert_eq!(read(name, &packed, 101).report, whole, "{name} in slices");
    }
}

#[test]
fn many_in_one_archive_are_what_each_is() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut events: BTreeMap<String, u64> = BTreeMap::new();
    let (mut rows, mut used, mut most, mut people) = (0, 0, 0, 0);
    for (at, &Case { name, .. }) in CASES.iter().enumerate() {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        // Vendors in folders of their own, some nested.
        let folder = if at % 2 == 0 { "a/b/" } else { "" };
        writer.start_file(format!("export/{folder}{name}"), options).expect("memory");
        writer.write_all(&bytes(name)).expect("memory");
        let report = read(name, &bytes(name), usize::MAX).report;
        for (kind, count) in named(&report) {
            *events.entry(kind).or_default() += count;
        }
        rows += report.rows;
        used += report.rows_used;
        most = most.max(report.recipients);
        people += report.recipients;
    }
    let archive = writer.finish().expect("memory").into_inner();
    let report = members_of("all.zip", archive).report;
    assert_eq!((report.rows, report.rows_used), (rows, used));
    assert_eq!(named(&report), events);
    // The same people in many files are counted once.
    assert!((most..people / 2).contains(&report.recipients), "{}", report.recipients);
    balanced(&report, "all.zip");
}
