//! Archives whose members are read in parts.

use super::zipped::zipped;
use super::{Case, Cut, export, gzip, lines, read_text, table, text_of, told};
use milchglas::contract::FilePlan;
use milchglas::engine::session::{Advance, DividedMember, PartReader, Session, Source};
use std::io::Cursor;

/// Reads an archive as the worker of the engine does; says which members were divided.
fn read_members(
    session: &mut Session,
    archive: &[u8],
    worthwhile: Option<u64>,
    cut: Cut,
) -> Vec<String> {
    let source = Source::Events(FilePlan::default());
    let mut divided = Vec::new();
    let Some(mut members) = session.open_archive("export.zip", &source, Cursor::new(archive))
    else {
        return divided;
    };
    let seed = session.seed();
    let mut readers: Vec<PartReader> =
        (0..cut.readers).filter_map(|_| PartReader::new(&seed)).collect();
    while let Some(advance) = members.advance(session, worthwhile) {
        let Advance::InParts(member) = advance else { continue };
        let DividedMember { path, head, divisible, .. } = *member;
        let (mut bytes, mut problem) = (Vec::new(), None);
        match members.unpacking() {
            Err(kind) => problem = Some(kind),
            Ok(mut unpacking) => loop {
                match unpacking.more() {
                    Ok(Some(more)) => bytes.extend_from_slice(more),
                    Ok(None) => break,
                    Err(kind) => {
                        problem = Some(kind);
                        break;
                    }
                }
            },
        }
        let (text, ending) = text_of(divisible.unwrapping, &bytes, cut);
        session.begin_parts(divisible.file);
        read_text(session, &mut readers, (&path, &head), (&text, ending), cut);
        members.ended(session, problem);
        divided.push(path);
    }
    members.finish(session);
    divided
}

/// Says what was told of the archive.
#[track_caller]
fn check(archive: &[u8], worthwhile: impl Into<Option<u64>>, expected_divided: &[&str]) -> String {
    let worthwhile = worthwhile.into();
    let case = Case::of("", "");
    let mut whole = case.session();
    whole.archive("export.zip", &Source::Events(FilePlan::default()), Cursor::new(archive));
    let expected = told(whole, &case.settings);
    for (slice, run) in [(worthwhile.unwrap_or(0).clamp(50, 900), 1), (1333, 2), (1 << 20, 1)] {
        let mut session = case.session();
        let cut = Cut { slice, piece: 77, readers: 2, run };
        let divided = read_members(&mut session, archive, worthwhile, cut);
        assert_eq!(divided, expected_divided);
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
        "export/other.csv",
        "export/lines.ndjson",
        "export/array.json",
        "export/marked.csv",
        "export/utf16.csv",
        "export/packed.csv.gz",
    ];
    check(&archive, 200, &divided);
    check(&archive, None, &[]);
    // The others are shorter.
    let long = lines.len() as u64;
    check(&archive, long, &["export/lines.ndjson"]);
}

#[test]
fn damaged_members_are_told_as_of_one_piece() {
    // Longer than what is looked at first, so that the damage is met in the middle.
    let (one, other) = (table(), export(3, 2_500));
    let archive = zipped(&[("one.csv", one.as_bytes()), ("other.csv", other.as_bytes())]);
    let start = archive.windows(9).position(|bytes| bytes == b"other.csv").expect("it is there");
    let sound = archive.len() - start;
    let mut divided = 0;
    for at in (start + sound / 2..archive.len() - 60).step_by(sound / 50) {
        let mut damaged = archive.clone();
        damaged[at] ^= 0x41;
        let case = Case::of("", "");
        let cut = Cut { slice: 100, piece: 77, readers: 1, run: 1 };
        let members = read_members(&mut case.session(), &damaged, Some(200), cut);
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        let told = check(&damaged, 200, &members);
        assert!(told.contains("kind: DamagedArchive, file: \"other.csv\", row: None"), "{told}");
        divided += usize::from(members.len() == 2);
    }
    assert!(divided > 15, "{divided}");
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
    check(&archive, 1, &["1/granular_activity/opens/1_a.csv"]);
}
