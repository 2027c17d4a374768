//! Workbooks as other programs write them (`tests/workbooks`), and as nobody
//! should.

use crate::contract::{Container, ProblemKind};
use crate::engine::records::{Archive, members};
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;
use zip::write::SimpleFileOptions;

fn bytes(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sheets with their rows, as far as they can be read.
fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<(String, String)>, ProblemKind> {
    let mut book = members(name, Cursor::new(bytes))?;
    let names: Vec<String> = book.members().iter().map(|sheet| sheet.name.clone()).collect();
    let text = |(at, name)| Ok((name, text(&mut book, at)?));
    names.into_iter().enumerate().map(text).collect()
}

fn text(book: &mut Archive<Cursor<&[u8]>>, at: usize) -> Result<String, ProblemKind> {
    let mut text = Vec::new();
    book.read(at, &mut |piece| {
        text.extend_from_slice(piece);
        ControlFlow::Continue(())
    })?;
    Ok(String::from_utf8(text).expect("sheets are UTF-8"))
}

const TABLE: &str = "sep=,
Kampagne:,Herbst; Teil 1
E-Mail,Öffnungsdatum,Tag,Uhrzeit,Öffnungen,Aktiv,Quote,Notiz
person0@example.org,2026-09-14 08:00:14,2026-09-14,06:00:14,1,true,0,\"a,b\"
person1@example.org,2026-09-14 15:00:15,2026-09-14,06:00:15,2,false,0.25,\"line
break\"
person2@example.org,2026-09-14 22:00:16,2026-09-14,06:00:16,3,true,0.5,\"say \"\"so\"\"\"
person3@example.org,2026-09-15 05:00:17,2026-09-15,06:00:17,4,false,0.75,
person4@example.org,2026-09-15 12:00:18,2026-09-15,06:00:18,5,true,1,\"a,b\"
";

#[test]
fn workbooks_of_today() {
    let sheets = sheets("book.xlsx", &bytes("workbooks/xlsxwriter.xlsx")).expect("readable");
    // Formulas by their values; an error is nothing. Hidden sheets and charts are none.
    let formulas = "person5@example.org,,,,6,true,,\n";
    assert_eq!(sheets, [("book.xlsx/Öffnungen".into(), format!("{TABLE}{formulas}"))]);
}

#[test]
fn workbooks_of_old() {
    let sheets = sheets("x/book.xls", &bytes("workbooks/xlwt.xls")).expect("readable");
    let [(first, opens), (second, clicks)] = sheets.as_slice() else { panic!("two sheets") };
    assert_eq!((first.as_str(), second.as_str()), ("book.xls/Öffnungen", "book.xls/Klicks"));
    assert_eq!(opens, TABLE);
    // Longer than one record: texts go on in the next.
    assert_eq!(clicks.lines().count(), 402);
    assert_eq!(clicks.lines().nth(3), Some("person1@example.org ☂ größer 1,1.5"));
    assert_eq!(clicks.lines().last(), Some("person399@example.org ☂ größer 159201,598.5"));
}

#[test]
fn open_documents() {
    let sheets = sheets("book.ods", &bytes("workbooks/odfpy.ods")).expect("readable");
    let iso = TABLE.replace(" 08:", "T08:").replace(" 15:", "T15:").replace(" 22:", "T22:");
    let iso = iso.replace(" 05:", "T05:").replace(" 12:", "T12:").replace(",0,\"a", ",0.0,\"a");
    let iso = iso.replace(",1,\"a", ",1.0,\"a");
    assert_eq!(sheets, [("book.ods/Öffnungen".into(), iso)]);
}

#[test]
fn the_sample_is_two_tables() {
    let name = "mailworx-statistik.xlsx";
    let bytes = bytes("samples/mailworx-statistik.xlsx");
    let sheets = sheets(name, &bytes).expect("readable");
    let [(first, opens), (second, clicks)] = sheets.as_slice() else { panic!("two sheets") };
    assert_eq!(first, "mailworx-statistik.xlsx/Öffnungen");
    assert_eq!(second, "mailworx-statistik.xlsx/Klicks");
    let lines: Vec<&str> = opens.lines().collect();
    assert_eq!(
        lines.get(..5),
        Some(
            &[
                "sep=,",
                "Kampagne:,Herbst-Newsletter 2026; Teil 1",
                "Exportiert am:,2026-11-02 09:00:00",
                "E-Mail,Vorname,Nachname,Öffnungsdatum,Endgerät",
                "Aenne.Gross@Example.com,Änne,Groß,2026-09-14 08:00:14,Desktop",
            ][..]
        )
    );
    assert_eq!(lines.len(), 4 + 11);
    assert_eq!(clicks.lines().nth(1), Some("E-Mail,Klickdatum,Link"));
    assert_eq!(clicks.lines().count(), 2 + 7);
    let book = members(name, Cursor::new(&bytes)).unwrap_or_else(|_| panic!("readable"));
    assert_eq!(book.container(), Container::Spreadsheet);
}

#[test]
fn a_workbook_may_lie_in_an_archive() {
    let packed = zipped(&[
        ("2026/book.xls", &bytes("workbooks/xlwt.xls")),
        ("readme.txt", b"x"),
        ("book.xlsx", &bytes("workbooks/xlsxwriter.xlsx")),
    ]);
    let all = sheets("all.zip", &packed).expect("readable");
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let expected =
        ["2026/book.xls/Öffnungen", "2026/book.xls/Klicks", "readme.txt", "book.xlsx/Öffnungen"];
    assert_eq!(names, expected);
    assert_eq!(all[0].1, TABLE);
}

#[test]
fn a_password_is_told() {
    let encrypted = bytes("workbooks/encrypted.xlsx");
    assert_eq!(sheets("x.xlsx", &encrypted), Err(ProblemKind::EncryptedArchive));
    let manifest = b"<m><file-entry><encryption-data/></file-entry></m>";
    let ods = zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", b"\x01\x02")]);
    assert_eq!(sheets("x.ods", &ods), Err(ProblemKind::EncryptedArchive));
    let mut xls = bytes("workbooks/xlwt.xls");
    // The record of the writer's name, behind the first, says that there is a password.
    let place = xls.windows(4).position(|head| head == [0xE1, 0, 2, 0]).expect("a record");
    xls[place] = 0x2F;
    assert_eq!(sheets("x.xls", &xls), Err(ProblemKind::EncryptedArchive));
}

/// Whatever is wrong, something is said of it, and nothing panics.
#[test]
fn every_cut_and_many_wrong_bytes_come_to_an_end() {
    for name in ["xlwt.xls", "xlsxwriter.xlsx", "odfpy.ods", "encrypted.xlsx"] {
        let whole = bytes(&format!("workbooks/{name}"));
        let step = whole.len() / 200 + 1;
        for cut in (0..whole.len()).step_by(step) {
            let _ = sheets(name, &whole[..cut]);
        }
        let mut random = 0x9E37_79B9_7F4A_7C15u64;
        for _ in 0..400 {
            let mut wrong = whole.clone();
            for _ in 0..4 {
                // xorshift64: the same in every run.
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let at = (random % wrong.len() as u64) as usize;
                wrong[at] = (random >> 32) as u8;
            }
            let _ = sheets(name, &wrong);
        }
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet, whose rows are these, and of these shared texts.
fn xlsx(rows: impl Fn(&mut dyn Write), texts: impl Fn(&mut dyn Write)) -> Vec<u8> {
    const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let part = |writer: &mut zip::ZipWriter<_>, name: &str, text: &str| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    };
    part(&mut writer, "[Content_Types].xml", "<Types/>");
    let book = "<workbook><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>";
    part(&mut writer, "xl/workbook.xml", book);
    let related = |id, kind, target| {
        format!("<Relationship Id=\"{id}\" Type=\"{TYPE}/{kind}\" Target=\"{target}\"/>")
    };
    let related = related("a", "worksheet", "s.xml") + &related("b", "sharedStrings", "t.xml");
    part(&mut writer, "xl/_rels/workbook.xml.rels", &format!("<R>{related}</R>"));
    let options = SimpleFileOptions::default().large_file(true);
    writer.start_file("xl/s.xml", options).unwrap();
    writer.write_all(b"<worksheet><sheetData>").unwrap();
    rows(&mut writer);
    writer.write_all(b"</sheetData></worksheet>").unwrap();
    writer.start_file("xl/t.xml", options).unwrap();
    writer.write_all(b"<sst>").unwrap();
    texts(&mut writer);
    writer.write_all(b"</sst>").unwrap();
    writer.finish().unwrap().into_inner()
}

fn again(out: &mut dyn Write, text: &str, times: usize) {
    let piece = text.repeat(1000);
    for _ in 0..times / 1000 {
        out.write_all(piece.as_bytes()).unwrap();
    }
}

#[test]
fn what_a_small_workbook_can_mean_has_an_end() {
    let long = "x".repeat(32 << 10);
    let cases: [(&str, Vec<u8>); 4] = [
        (
            "one long text, used again and again",
            xlsx(
                |out| again(out, "<row><c t=\"s\"><v>0</v></c></row>", 4000),
                |out| write!(out, "<si><t>{long}</t></si>").unwrap(),
            ),
        ),
        (
            "rows as wide as they can be",
            xlsx(|out| again(out, "<row><c r=\"XFD1\"><v>1</v></c></row>", 7000), |_| {}),
        ),
        (
            "a cell without an end",
            xlsx(
                |out| {
                    write!(out, "<row><c t=\"str\"><v>").unwrap();
                    again(out, "xxxxxxxxxx", 200_000);
                },
                |_| {},
            ),
        ),
        (
            "a cell of many pieces",
            xlsx(
                |out| {
                    write!(out, "<row><c t=\"inlineStr\"><is>").unwrap();
                    again(out, "<t>xxxxxxxxxx</t>", 200_000);
                    write!(out, "</is></c></row>").unwrap();
                },
                |_| {},
            ),
        ),
    ];
    for (what, packed) in cases {
        let mut book = members("x.xlsx", Cursor::new(packed.as_slice())).expect("it opens");
        let (mut given, mut piece_most) = (0u64, 0);
        let end = book.read(0, &mut |piece| {
            given += piece.len() as u64;
            piece_most = piece_most.max(piece.len());
            ControlFlow::Continue(())
        });
        assert_eq!(end, Err(ProblemKind::ArchiveTooLarge), "{what}");
        assert!(given <= 1000 * packed.len() as u64 + (100 << 20), "{what}: {given}");
        assert!(piece_most <= 256 << 10, "{what}: {piece_most} bytes at a time");
    }
}

#[test]
fn repetitions_in_open_documents_have_an_end() {
    let manifest = b"<m/>";
    let rows = |rows: &str| {
        let text = format!("<d><spreadsheet><table name=\"S\">{rows}</table></spreadsheet></d>");
        zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", text.as_bytes())])
    };
    let cell = "<table-row number-rows-repeated=\"4000000000\">\
        <table-cell number-columns-repeated=\"16384\" value-type=\"float\" value=\"1\"/></table-row>";
    assert_eq!(sheets("x.ods", &rows(cell)), Err(ProblemKind::ArchiveTooLarge));
    let wide = "<table-row><table-cell number-columns-repeated=\"99999999999\" \
        value-type=\"float\" value=\"1\"/></table-row>";
    assert_eq!(sheets("x.ods", &rows(wide)), Err(ProblemKind::DamagedArchive));
    let empty = "<table-row number-rows-repeated=\"18446744073709551615\">\
        <table-cell number-columns-repeated=\"18446744073709551615\"/>\
        <table-cell number-columns-repeated=\"18446744073709551615\"/></table-row>\
        <table-row><table-cell value-type=\"float\" value=\"1\"/></table-row>";
    let one = sheets("x.ods", &rows(empty)).expect("empty cells are nothing");
    assert_eq!(one[0].1, "sep=,\n1\n");
    let deep = "<a>".repeat(1000);
    assert_eq!(sheets("x.ods", &rows(&deep)), Err(ProblemKind::ArchiveTooLarge));
}
