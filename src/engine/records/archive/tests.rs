//! Archives as they come, and as they are made to harm.

use super::super::gunzip::tests::pack;
use super::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8], position: usize) -> Result<Vec<u8>, ProblemKind> {
    let mut out = Vec::new();
    members("x.zip", Cursor::new(bytes))?.read(position, &mut |piece| {
        out.extend_from_slice(piece);
        ControlFlow::Continue(())
    })?;
    Ok(out)
}

#[test]
fn files_are_listed_and_read_in_order() {
    let long = b"email,time\n".repeat(20_000);
    let bytes = archive(&[
        ("4711/", b""),
        ("4711/opens/Größe.csv", &long),
        ("__MACOSX/4711/._opens.csv", b"x"),
        ("4711/.DS_Store", b"x"),
        ("clicks.csv", b"email\n"),
    ]);
    let archive = members("x.zip", Cursor::new(&bytes)).unwrap_or_else(|_| panic!("readable"));
    let names: Vec<&str> = archive.members().iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["4711/opens/Größe.csv", "clicks.csv"]);
    assert_eq!(archive.members()[0].size, long.len() as u64);
    assert_eq!(read(&bytes, 0), Ok(long));
    assert_eq!(read(&bytes, 1), Ok(b"email\n".to_vec()));
    assert_eq!(read(&bytes, 2), Err(ProblemKind::DamagedArchive));
}

#[test]
fn a_reader_may_break_off() {
    let bytes = archive(&[("a.csv", &[b'x'; 3 * CHUNK])]);
    let mut pieces = 0;
    let mut archive = members("x.zip", Cursor::new(&bytes)).unwrap_or_else(|_| panic!("readable"));
    let read = archive.read(0, &mut |_| {
        pieces += 1;
        ControlFlow::Break(())
    });
    assert_eq!((read, pieces), (Ok(()), 1));
}

#[test]
fn damage_is_told() {
    let bytes = archive(&[("a.csv", b"email,time\nemail,time\nemail,time\n")]);
    assert_eq!(read(&bytes[..bytes.len() / 2], 0), Err(ProblemKind::DamagedArchive));
    assert_eq!(read(b"PK\x03\x04 and then nothing", 0), Err(ProblemKind::DamagedArchive));
    let mut wrong = bytes.clone();
    wrong[40] ^= 0x40;
    assert_eq!(read(&wrong, 0), Err(ProblemKind::DamagedArchive));
}

#[test]
fn encryption_is_told() {
    let mut bytes = archive(&[("a.csv", b"email")]);
    // The flag's lowest bit, in the local header and in the directory.
    bytes[6] |= 1;
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    assert_eq!(read(&bytes, 0), Err(ProblemKind::EncryptedArchive));
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = members("x.zip", Cursor::new(bytes)).unwrap_or_else(|_| panic!("readable"));
    archive.members().iter().map(|member| member.name.clone()).collect()
}

#[test]
fn archives_lie_in_archives() {
    let inner = archive(&[("a.csv", b"email\n"), ("b.csv", b"time\n")]);
    let middle = archive(&[("deep/inner.zip", &inner), ("c.csv", b"link\n")]);
    let outer = archive(&[("one/middle.zip", &middle), ("two.zip", &inner), ("d.csv", b"x\n")]);
    assert_eq!(
        names(&outer),
        [
            "one/middle.zip/deep/inner.zip/a.csv",
            "one/middle.zip/deep/inner.zip/b.csv",
            "one/middle.zip/c.csv",
            "two.zip/a.csv",
            "two.zip/b.csv",
            "d.csv"
        ]
    );
    let texts = [&b"email\n"[..], b"time\n", b"link\n", b"email\n", b"time\n", b"x\n"];
    for (position, text) in texts.iter().enumerate() {
        assert_eq!(read(&outer, position).as_deref(), Ok(*text));
    }
    // In any order, and twice.
    let mut opened = members("x", Cursor::new(&outer)).unwrap_or_else(|_| panic!("readable"));
    for position in [4, 0, 2, 0, 3, 5, 1] {
        let mut out = Vec::new();
        let read = opened.read(position, &mut |piece| {
            out.extend_from_slice(piece);
            ControlFlow::Continue(())
        });
        assert_eq!((read, out.as_slice()), (Ok(()), texts[position]));
    }
    let too_deep = archive(&[("outer.zip", &outer), ("e.csv", b"y\n")]);
    assert_eq!(read(&too_deep, 0), Err(ProblemKind::ArchiveTooLarge));
    let last = names(&too_deep).len() - 1;
    assert_eq!(read(&too_deep, last), Ok(b"y\n".to_vec()), "the others are read");
    let damaged = archive(&[("a.zip", &inner[..inner.len() - 9]), ("e.csv", b"y\n")]);
    assert_eq!(read(&damaged, 0), Err(ProblemKind::DamagedArchive));
    assert_eq!(read(&damaged, 1), Ok(b"y\n".to_vec()));
}

#[test]
fn an_archive_that_is_told_again_and_again_is_a_bomb() {
    // Each part keeps the limits; all together, they do not.
    let zeros = archive(&[("zeros.csv", &vec![0; 90 << 20])]);
    let copies: Vec<String> = (0..30).map(|copy| format!("{copy}.zip")).collect();
    let copies: Vec<(&str, &[u8])> =
        copies.iter().map(|name| (name.as_str(), zeros.as_slice())).collect();
    let packed = archive(&[("all.zip", &archive(&copies))]);
    assert!(packed.len() < 100 << 10);
    let mut archive = members("x", Cursor::new(&packed)).unwrap_or_else(|_| panic!("listed"));
    let mut given = 0;
    let ends: Vec<_> = (0..30)
        .map(|position| {
            archive.read(position, &mut |piece| {
                given += piece.len() as u64;
                ControlFlow::Continue(())
            })
        })
        .collect();
    assert_eq!(ends.last(), Some(&Err(ProblemKind::ArchiveTooLarge)));
    assert!(given < 300 << 20, "{given}");
}

#[test]
fn other_documents_are_no_archives() {
    for part in ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"] {
        let bytes = archive(&[(part, b"x"), ("a.csv", b"email\n")]);
        assert!(read(&bytes, 0).is_err(), "{part}");
    }
}

#[test]
fn bombs_are_refused() {
    let bomb = archive(&[("zeros.csv", &vec![0; 120 << 20])]);
    assert_eq!(read(&bomb, 0), Err(ProblemKind::ArchiveTooLarge));
    let crowd: Vec<String> = (0..=MAX_MEMBERS).map(|n| format!("{n}.csv")).collect();
    let crowd: Vec<(&str, &[u8])> = crowd.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&archive(&crowd), 0), Err(ProblemKind::ArchiveTooLarge));
}

/// Through every member.
fn read_all(name: &str, bytes: &[u8]) -> Vec<(String, Result<Vec<u8>, ProblemKind>)> {
    let mut archive = members(name, Cursor::new(bytes)).unwrap_or_else(|_| panic!("readable"));
    let listed = archive.members().to_vec();
    let read = |(at, member): (usize, Member)| {
        let mut out = Vec::new();
        let read = archive.read(at, &mut |piece| {
            out.extend_from_slice(piece);
            ControlFlow::Continue(())
        });
        (member.name, read.map(|()| out))
    };
    listed.into_iter().enumerate().map(read).collect()
}

#[test]
fn gzip_around_archives_is_looked_through() {
    let book = include_bytes!("../../../../tests/workbooks/xlsxwriter.xlsx");
    let old_book = include_bytes!("../../../../tests/workbooks/xlwt.xls");
    let zip = archive(&[("opens/a.csv", b"email\n"), ("b.xlsx", book)]);
    for (name, bytes) in
        [("b.xlsx", &book[..]), ("b.xls", old_book), ("b.ods", &zip), ("c.zip", &zip)]
    {
        let packed = pack(bytes);
        assert!(is_archive(&packed[..packed.len().min(HEAD)]), "{name}");
        let plain = read_all(name, bytes);
        assert!(plain.iter().all(|(_, read)| read.is_ok()) && !plain.is_empty());
        assert!(read_all(&format!("{name}.gz"), &packed) == plain, "{name}");
        let packed_name = format!("2026/{name}.gz");
        // Both once more, in a folder of an archive.
        let around = |path: &str, bytes: &[u8]| read_all("x.zip", &archive(&[(path, bytes)]));
        let (inside, expected) =
            (around(&packed_name, &packed), around(&format!("2026/{name}"), bytes));
        assert_eq!(inside.len(), expected.len());
        for ((_, inside), (_, expected)) in inside.iter().zip(&expected) {
            assert!(inside == expected, "{name}");
        }
    }
    let kinds = |bytes: &[u8]| members("x", Cursor::new(bytes)).err();
    let packed = pack(&zip);
    assert_eq!(kinds(&packed[..packed.len() - 9]), Some(ProblemKind::DamagedArchive));
    assert_eq!(kinds(&pack(&zip[..zip.len() / 2])), Some(ProblemKind::DamagedArchive));
    // What is packed twice, or no archive inside, is none.
    assert!(!is_archive(&pack(&packed)) && !is_archive(&pack(b"email\n")) && !is_archive(GZIP));
}

#[test]
fn a_bomb_of_an_archive_in_gzip_is_refused() {
    let mut bomb = archive(&[("a.csv", b"x")]);
    bomb.resize(300 << 20, 0);
    let packed = pack(&bomb);
    assert!(is_archive(&packed[..HEAD]));
    let kind = members("x.gz", Cursor::new(&packed)).err();
    assert_eq!(kind, Some(ProblemKind::ArchiveTooLarge));
}
