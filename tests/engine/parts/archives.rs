//! Archives whose members are read in parts.

use super::zipped::zipped;
use super::{Case, Cut, export, gzip, lines, read_text, table, text_of, told};
use milchglas::contract::{FilePlan, ProblemKind};
use milchglas::engine::session::{
    self, DividedMember, Elsewhere, HEAD, MembersInTurn, PartReader, Session, Source, WholeMember,
};
use std::io::{Cursor, Write};
use std::ops::Range;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Reads an archive as the worker of the engine does; says which members others read, and
/// which of them as a whole.
fn read_members(
    session: &mut Session,
    archive: &[u8],
    sizes: Option<Range<u64>>,
    cut: Cut,
) -> Vec<String> {
    let source = Source::Events(FilePlan::default());
    let mut elsewhere = Vec::new();
    let Some(mut members) = session.open_archive("export.zip", &source, Cursor::new(archive))
    else {
        return elsewhere;
    };
    let seed = session.seed();
    let mut readers: Vec<PartReader> =
        (0..cut.readers).filter_map(|_| PartReader::new(&seed)).collect();
    loop {
        let mut out = Vec::new();
        let next = loop {
            match sizes.as_ref().and_then(|sizes| members.elsewhere(session, sizes)) {
                Some(Elsewhere::Whole(member)) if out.len() < 2 => out.push(*member),
                Some(Elsewhere::Whole(member)) => {
                    take_back(session, &mut *members, &mut readers, out, cut);
                    out = vec![*member];
                }
                Some(Elsewhere::InParts(member)) => break Some(member),
                None => break None,
            }
            let path = &out.last().expect("one was given away").path;
            elsewhere.push(format!("{path}, whole"));
        };
        take_back(session, &mut *members, &mut readers, out, cut);
        if let Some(member) = next {
            let DividedMember { path, head, divisible, .. } = *member;
            let (bytes, problem) = unpacked(&mut *members);
            let (text, ending) = text_of(divisible.unwrapping, &bytes, cut);
            session.begin_parts(divisible.file);
            read_text(session, &mut readers, (&path, &head), (&text, ending), cut);
            members.ended(session, problem);
            elsewhere.push(path);
        } else if members.advance(session).is_none() {
            break;
        }
    }
    members.finish(session);
    elsewhere
}

fn unpacked(members: &mut dyn MembersInTurn) -> (Vec<u8>, Option<ProblemKind>) {
    let mut bytes = Vec::new();
    let mut unpacking = match members.unpacking() {
        Ok(unpacking) => unpacking,
        Err(kind) => return (bytes, Some(kind)),
    };
    loop {
        match unpacking.more() {
            Ok(Some(more)) => bytes.extend_from_slice(more),
            Ok(None) => return (bytes, None),
            Err(kind) => return (bytes, Some(kind)),
        }
    }
}

/// Members that were given away are read, the last one first, and entered in their order.
fn take_back(
    session: &mut Session,
    members: &mut dyn MembersInTurn,
    readers: &mut [PartReader],
    out: Vec<WholeMember>,
    cut: Cut,
) {
    let turns = readers.len();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for (turn, member) in out.iter().enumerate().rev() {
        let reader = &mut readers[turn % turns];
        reader.file(&member.path, &member.plan, session::head(&member.bytes));
        reader.begin_whole();
        let _ = member.bytes.chunks(cut.piece).all(|piece| reader.push(piece));
        parts.push(reader.finish());
    }
    for member in out {
        let WholeMember { path, file, problem, .. } = member;
        session.begin_parts(file);
        assert_eq!(session.add_part(&parts.pop().expect("its part")), Ok(()), "{path}");
        members.returned(session, &path, problem);
    }
}

/// Says what was told of the archive.
#[track_caller]
fn check(archive: &[u8], sizes: impl Into<Option<Range<u64>>>, elsewhere: &[&str]) -> String {
    let sizes = sizes.into();
    let case = Case::of("", "");
    let mut whole = case.session();
    whole.archive("export.zip", &Source::Events(FilePlan::default()), Cursor::new(archive));
    let expected = told(whole, &case.settings);
    for (slice, run) in [(311, 1), (1333, 2), (1 << 20, 1)] {
        let mut session = case.session();
        let cut = Cut { slice, piece: 77, readers: 2, run };
        let read = read_members(&mut session, archive, sizes.clone(), cut);
        assert_eq!(read, elsewhere);
        let told = told(session, &case.settings);
        assert_eq!(told.files, expected.files, "{cut:?}");
        assert!(told == expected, "{cut:?}");
    }
    expected.files
}

/// The table, of people of whom only some are in the other.
fn other_table() -> String {
    table().replace("ada@", "ida@").replace("c1,Autumn", "c7,Winter")
}

#[test]
fn members_in_parts_are_members_in_one_piece() {
    let (one, other, lines) = (table(), other_table(), lines());
    let utf16: Vec<u8> = one.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = [&[0xFF, 0xFE][..], &utf16].concat();
    let array = lines.lines().filter(|line| line.starts_with("{\"email\":") && line.ends_with('}'));
    let array = format!("[{}]", array.collect::<Vec<_>>().join(","));
    let archive = zipped(&[
        ("export/one.csv", one.as_bytes()),
        (
            "export/small.csv",
            b"timestamp,event,email\n2026-09-14T06:00:00Z,opened,ada@example.org\n",
        ),
        ("export/other.csv", other.as_bytes()),
        ("export/lines.ndjson", lines.as_bytes()),
        ("export/array.json", array.as_bytes()),
        ("export/marked.csv", format!("\u{feff}{other}").as_bytes()),
        ("export/utf16.csv", &utf16),
        ("export/packed.csv.gz", &gzip(other.replace("bob@", "rob@").as_bytes())),
        ("export/readme.txt", "No table, but a long text.\n\n".repeat(40).as_bytes()),
        ("export/again.zip", &zipped(&[("inside.csv", one.as_bytes())])),
    ]);
    let divided = [
        "export/one.csv",
        "export/small.csv, whole",
        "export/other.csv",
        "export/lines.ndjson",
        "export/array.json",
        "export/marked.csv",
        "export/utf16.csv",
        "export/packed.csv.gz",
    ];
    check(&archive, 0..200, &divided);
    check(&archive, None, &[]);
    let whole = divided.map(|path| format!("{}, whole", path.trim_end_matches(", whole")));
    let mut whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    // Together they are as much.
    check(&archive, 0..9_000, &whole);
    check(&archive, 0..1 << 20, &[]);
    // The others are shorter.
    whole[3] = "export/lines.ndjson";
    check(&archive, 0..lines.len() as u64, &whole);
    whole.retain(|path| !path.contains("small"));
    check(&archive, 100..lines.len() as u64, &whole);
}

#[test]
fn damaged_members_are_told_as_of_one_piece() {
    // Longer than what is looked at first, so that the damage is met in the middle.
    let (one, other) = (table(), export(3, 2_500));
    let archive = zipped(&[("one.csv", one.as_bytes()), ("other.csv", other.as_bytes())]);
    let start = archive.windows(9).position(|bytes| bytes == b"other.csv").expect("it is there");
    let sound = archive.len() - start;
    // In parts, and as a whole.
    let mut by_others = [0; 2];
    for at in (start + sound / 2..archive.len() - 60).step_by(sound / 50) {
        let mut damaged = archive.clone();
        damaged[at] ^= 0x41;
        let case = Case::of("", "");
        let cut = Cut { slice: 100, piece: 77, readers: 1, run: 1 };
        for (worthwhile, by_others) in [200, other.len() as u64 + 1].into_iter().zip(&mut by_others)
        {
            let members = read_members(&mut case.session(), &damaged, Some(0..worthwhile), cut);
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            let told = check(&damaged, 0..worthwhile, &members);
            let damage = "kind: DamagedArchive, file: \"other.csv\", row: None";
            assert!(told.contains(damage), "{told}");
            *by_others += usize::from(members.len() == 2);
        }
    }
    assert!(by_others.iter().all(|&times| times > 15), "{by_others:?}");
}

/// A member that is longer than the archive says, and longer than is held, is not given
/// away, however it is packed.
#[test]
fn a_member_that_is_longer_than_told_is_not_held() {
    let (long, other) = (export(3, 2_500), table());
    assert!(700 + other.len() > 900 && other.len() < 900 && long.len() > HEAD as usize);
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("long.csv", &long), ("other.csv", &other)] {
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file(name, options).expect("a file");
            writer.write_all(text.as_bytes()).expect("memory is there");
        }
        let mut archive = writer.finish().expect("an archive").into_inner();
        // The directory tells of 700 bytes.
        let entry =
            archive.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("it is there");
        archive[entry + 24..entry + 28].copy_from_slice(&700u32.to_le_bytes());
        let told = check(&archive, 0..900, &["other.csv, whole"]);
        let damage = "kind: DamagedArchive, file: \"long.csv\", row: None";
        assert!(told.contains(damage), "{method}: {told}");
    }
}

/// A sum of what another member tells, and sheets, are read in one piece.
#[test]
fn what_hangs_together_is_not_divided() {
    let long =
        format!("Timestamp,Email Address\n{}", "2026-09-14 06:00:00,ada@example.org\n".repeat(40));
    let archive = zipped(&[
        ("1/granular_activity/opens/1_a.csv", long.as_bytes()),
        (
            "1/aggregate_activity/opened/1_a.csv",
            b"Email Address,Opens\nada@example.org,40\n".as_slice(),
        ),
    ]);
    check(&archive, 0..1, &["1/granular_activity/opens/1_a.csv"]);
}
