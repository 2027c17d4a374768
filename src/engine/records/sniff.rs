//! What a file is, from its first bytes: container, then encoding, then shape.

use super::{avro, delimiter, encoding, form, gunzip};
use crate::contract::{Container, Encoding, ProblemKind, Shape};
use std::borrow::Cow;

/// More text than this tells nothing new.
const LOOKED_AT: usize = 256 << 10;

/// What a file was recognised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sniff {
    pub container: Container,
    pub encoding: Encoding,
    /// [`Shape::Unknown`] for archives with members, and where there is a problem.
    pub shape: Shape,
    /// The first line says only what the delimiter is (`sep=;`).
    pub sep_line: bool,
    /// Rows above the header (titles, notes); blank lines and the `sep=` line
    /// are not counted. Normally 0.
    pub header_row: u64,
    /// Why the file cannot be read at all.
    pub problem: Option<ProblemKind>,
}

/// Recognises a file. `head` is its beginning (64 KB are plenty); `complete`
/// says that it is the whole file. The name is asked only where bytes leave a
/// choice. Of a gzip file the unpacked text is recognised; a zip archive's
/// members are recognised one by one.
pub fn sniff(name: &str, head: &[u8], complete: bool) -> Sniff {
    let mut found = Sniff {
        container: Container::Plain,
        encoding: Encoding::Utf8,
        shape: Shape::Unknown,
        sep_line: false,
        header_row: 0,
        problem: None,
    };
    let mut head = Cow::Borrowed(head);
    let mut complete = complete;
    if head.starts_with(&[0x1F, 0x8B]) {
        found.container = Container::Gzip;
        let (unpacked, problem) = gunzip::beginning(&head, LOOKED_AT);
        complete &= unpacked.len() < LOOKED_AT;
        if unpacked.is_empty() && problem.is_some() {
            found.problem = problem;
            return found;
        }
        head = Cow::Owned(unpacked);
    } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        found.container = Container::Zip;
        found.problem = is_office(name, &head).then_some(ProblemKind::UnsupportedFormat);
        return found;
    }
    let head = head.get(..LOOKED_AT).unwrap_or(&head);
    complete &= head.len() < LOOKED_AT;
    if head.starts_with(avro::MAGIC) {
        found.shape = Shape::Avro;
        found.problem = avro::problem(head);
        return found;
    }
    if has_foreign_magic(head) {
        found.problem = Some(ProblemKind::UnsupportedFormat);
        return found;
    }
    found.encoding = encoding_of(head);
    let text = decode(head, found.encoding);
    if text.trim().is_empty() && complete {
        found.problem = Some(ProblemKind::EmptyFile);
    } else if is_rubbish(&text) {
        found.problem = Some(ProblemKind::UnknownFormat);
    } else if is_json(&text) {
        found.shape = Shape::Json;
    } else if form::is_form(&text) {
        found.shape = Shape::Form;
    } else {
        let layout = delimiter::layout(name, &text, complete);
        found.shape = Shape::Csv { delimiter: char::from(layout.delimiter) };
        found.sep_line = layout.sep_line;
        found.header_row = layout.rows_above;
    }
    found
}

/// Office documents are zip archives, too.
fn is_office(name: &str, head: &[u8]) -> bool {
    const EXTENSIONS: [&str; 9] =
        [".xlsx", ".xlsm", ".xlsb", ".docx", ".pptx", ".ods", ".odt", ".numbers", ".jar"];
    const PARTS: [&[u8]; 5] =
        [b"[Content_Types].xml", b"docProps/", b"xl/", b"_rels/.rels", b"mimetypeapplication/"];
    let name = name.to_lowercase();
    // The name of the first member stands at a fixed place.
    let first = head.get(30..).unwrap_or_default();
    EXTENSIONS.iter().any(|extension| name.ends_with(extension))
        || PARTS.iter().any(|part| first.starts_with(part))
}

/// Formats that are known and not read here.
fn has_foreign_magic(head: &[u8]) -> bool {
    const MAGIC: [&[u8]; 12] = [
        b"PAR1", // Parquet
        b"%PDF",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", // Excel and Outlook of old
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A",
        b"BZh",
        b"\xFD7zXZ\0",
        b"\x28\xB5\x2F\xFD", // Zstandard
        b"PK\x03\x04",       // an archive inside gzip
        b"\x1F\x8B",
        b"SQLite format 3\0",
        b"\x89PNG",
    ];
    MAGIC.iter().any(|magic| head.starts_with(magic))
        || head.get(257..262).is_some_and(|magic| magic == b"ustar")
}

fn encoding_of(head: &[u8]) -> Encoding {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8Bom,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    // Without a mark, UTF-16 shows in its zeros: most characters of a table are
    // ASCII, every other byte of which is zero.
    let zeros =
        |offset: usize| head.iter().skip(offset).step_by(2).take(512).filter(|&&b| b == 0).count();
    let pairs = (head.len() / 2).min(512);
    let (even, odd) = (zeros(0), zeros(1));
    if pairs >= 2 && odd * 10 > pairs * 4 && even * 20 <= pairs {
        return Encoding::Utf16Le;
    }
    if pairs >= 2 && even * 10 > pairs * 4 && odd * 20 <= pairs {
        return Encoding::Utf16Be;
    }
    match std::str::from_utf8(head) {
        Ok(_) => Encoding::Utf8,
        // Only the last character is cut.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    }
}

/// The text of bytes, without a mark in front of it.
pub fn decode(head: &[u8], encoding: Encoding) -> String {
    let mut decoder = encoding::Decoder::new(encoding);
    let mut bytes = Vec::with_capacity(head.len());
    decoder.push(head, &mut |text| bytes.extend_from_slice(text));
    match encoding {
        Encoding::Windows1252 => encoding::windows_1252(&bytes),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Whether the text is none: zeros, or more control characters than a mishap explains.
fn is_rubbish(text: &str) -> bool {
    let blank = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{1E}' | '\u{1A}');
    let controls = text.chars().filter(|&c| c.is_control() && !blank(c)).count();
    text.contains('\0')
        || controls * 50 > text.chars().count()
        || text.trim_start().starts_with('<')
}

/// Whether the text begins like JSON, and unlike a table whose first column has
/// a bracket in its name.
fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1E}');
    let mut rest = text.chars();
    let first = rest.next();
    let second = rest.find(|c| !c.is_whitespace());
    match (first, second) {
        (Some('{'), Some('"' | '}') | None) => true,
        // Texts that hold objects: cells of a table would double their quotes.
        (Some('"'), Some('{' | '[')) => is_text_of_json(text),
        (Some('['), Some('"')) if rest.find(|c| !c.is_whitespace()) == Some('{') => {
            is_text_of_json(text.trim_start_matches(['[', ' ', '\t', '\r', '\n']))
        }
        (Some('['), Some('{' | '[' | ']') | None) => true,
        (Some('['), Some('"' | '0'..='9' | '-' | 'n' | 't' | 'f')) => {
            // `[1,…` is an array; `[E-Mail];[Name]` is a header.
            !text.lines().next().is_some_and(|line| line.contains("];["))
                && text.trim_end().ends_with(']')
        }
        _ => false,
    }
}

/// Whether a text begins like a string of JSON that holds an object: `"{\"a\"`.
fn is_text_of_json(text: &str) -> bool {
    let inside = text.trim_start_matches(['"', '[', '{', ' ']);
    inside.starts_with("\\\"") || inside.starts_with("\\n") || inside.starts_with("\\r\\n")
}

#[cfg(test)]
mod tests {
    use super::super::gunzip::tests::pack;
    use super::*;

    fn shape(name: &str, bytes: &[u8]) -> (Encoding, Shape) {
        let found = sniff(name, bytes, true);
        assert_eq!(found.problem, None, "{name}");
        (found.encoding, found.shape)
    }

    const SEMICOLON: Shape = Shape::Csv { delimiter: ';' };
    const COMMA: Shape = Shape::Csv { delimiter: ',' };
    const TAB: Shape = Shape::Csv { delimiter: '\t' };

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn encodings() {
        let table = "E-Mail;Geöffnet\nzoe@example.net;ja\n";
        for (bytes, encoding) in [
            (table.as_bytes().to_vec(), Encoding::Utf8),
            (format!("\u{FEFF}{table}").into_bytes(), Encoding::Utf8Bom),
            (utf16(&format!("\u{FEFF}{table}"), false), Encoding::Utf16Le),
            (utf16(&format!("\u{FEFF}{table}"), true), Encoding::Utf16Be),
            (utf16(table, false), Encoding::Utf16Le),
            (utf16(table, true), Encoding::Utf16Be),
            (b"E-Mail;Ge\xF6ffnet\nzoe@example.net;ja\n".to_vec(), Encoding::Windows1252),
        ] {
            assert_eq!(shape("a.csv", &bytes), (encoding, SEMICOLON));
        }
    }

    #[test]
    fn a_cut_last_character_is_still_utf_8() {
        let bytes = "email;name\nzoe@example.net;Zoë".as_bytes();
        assert_eq!(sniff("a.csv", &bytes[..bytes.len() - 1], false).encoding, Encoding::Utf8);
        assert_eq!(sniff("a.csv", b"\xEB", true).encoding, Encoding::Windows1252);
    }

    #[test]
    fn shapes() {
        for (text, expected) in [
            ("{\"a\":1}\n", Shape::Json),
            (" [\n {", Shape::Json),
            ("[{\"a\":1}]", Shape::Json),
            ("[1, 2]", Shape::Json),
            ("[]", Shape::Json),
            ("[E-Mail];[Name]\na@example.org;A\n", SEMICOLON),
            ("{email},{name}\na@example.org,A\n", COMMA),
            ("email\ttime\na@example.org\t1\n", TAB),
            ("[[{\"a\":1}]]", Shape::Json),
            (r#""{\"a\":1}""#, Shape::Json),
            (r#"["{\"a\":1}", "#, Shape::Json),
            (r#""[{\"a\":1}]""#, Shape::Json),
            ("\"{\"\"a\"\":1}\",b\nx,y\n", COMMA),
            ("event=opened&recipient=a%40example.org\n", Shape::Form),
            ("a=b,c=d\n1,2\n", COMMA),
        ] {
            assert_eq!(shape("a.txt", text.as_bytes()).1, expected, "{text}");
        }
    }

    #[test]
    fn containers() {
        let packed = pack("email;time\nzoe@example.net;1\n".as_bytes());
        for complete in [true, false] {
            let found = sniff("a", &packed, complete);
            assert_eq!(
                (found.container, found.shape, found.problem),
                (Container::Gzip, SEMICOLON, None)
            );
        }
        let cut = sniff("a.gz", &packed[..packed.len() - 9], false);
        assert_eq!((cut.container, cut.problem), (Container::Gzip, None));
        let zip = sniff("a.zip", b"PK\x03\x04rest", false);
        assert_eq!((zip.container, zip.shape, zip.problem), (Container::Zip, Shape::Unknown, None));
        assert_eq!(
            sniff("a.XLSX", b"PK\x03\x04rest", false).problem,
            Some(ProblemKind::UnsupportedFormat)
        );
        let broken = sniff("a.gz", b"\x1F\x8B\x08\xFFrubbish", true);
        assert_eq!(broken.problem, Some(ProblemKind::DamagedArchive));
    }

    #[test]
    fn what_cannot_be_read() {
        let twice = pack(&pack(b"a;b\n"));
        let mut noise = vec![0; 400];
        let mut seed = 7u32;
        for byte in &mut noise {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (seed >> 24) as u8;
        }
        let cases: [(&[u8], ProblemKind); 10] = [
            (b"", ProblemKind::EmptyFile),
            (b"\xEF\xBB\xBF", ProblemKind::EmptyFile),
            (b" \r\n\r\n", ProblemKind::EmptyFile),
            (b"\xFF\xFE\n\0", ProblemKind::EmptyFile),
            (b"PAR1\x04parquet", ProblemKind::UnsupportedFormat),
            (b"%PDF-1.7", ProblemKind::UnsupportedFormat),
            (&twice, ProblemKind::UnsupportedFormat),
            (b"<!doctype html><p>a,b", ProblemKind::UnknownFormat),
            (b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", ProblemKind::UnknownFormat),
            (&noise, ProblemKind::UnknownFormat),
        ];
        for (bytes, problem) in cases {
            assert_eq!(sniff("file", bytes, true).problem, Some(problem), "{problem:?}");
        }
    }
}
