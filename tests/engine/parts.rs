//! A file read in parts is the file read in one piece: the same report, the same
//! people, the same snapshot, wherever it is cut and however the bytes arrive.

use milchglas::contract::{
    Condition, Did, FilePlan, Filter, Measure, Method, Mode, PeopleList, PeopleQuery, Report,
    Settings, Sharing, Target, Treatment,
};
use milchglas::engine::events::Key;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{
    Divisible, Ending, HEAD, PartFault, PartReader, Session, Source, Unwrapping,
};
use milchglas::engine::zone::{Zone, Zones};
use std::borrow::Cow;
use std::fmt::Write;
use std::fs;
use std::io::Write as _;

#[path = "parts/archives.rs"]
mod archives;
#[path = "parts/arrays.rs"]
mod arrays;
mod zipped;

/// How a file is cut.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// Bytes of a slice.
    slice: u64,
    /// Bytes that arrive together.
    piece: usize,
    /// Readers that take runs in turn.
    readers: usize,
    /// Slices of a run, which one reader reads one after the other.
    run: u64,
}

/// A sitting, and files to be read in it.
#[derive(Clone)]
struct Case {
    settings: Settings,
    list: Option<String>,
    files: Vec<(String, Vec<u8>)>,
}

impl Case {
    fn of(name: &str, bytes: impl Into<Vec<u8>>) -> Case {
        let settings = Settings { mode: Mode::Personal, threshold: 5, ..Settings::default() };
        let settings = Settings { zone: "Europe/Berlin".into(), ..settings };
        Case { settings, list: None, files: vec![(name.to_owned(), bytes.into())] }
    }

    /// A sitting that has read the consent list, if there is one.
    fn session(&self) -> Session {
        // Summer time 2026.
        let changes = vec![(1_774_746_000, 7200), (1_792_890_000, 3600)];
        let zones = Zones::new(vec![Zone::new("Europe/Berlin", 3600, changes)]);
        let mut session = Session::new(Key::new([42; 16]), self.settings.clone(), zones)
            .with_secret(Secret::new([7; 32]));
        if let Some(list) = &self.list {
            session.begin("consent.csv", &Source::Consent(None));
            session.push(list.as_bytes());
            session.finish();
        }
        session
    }

    fn in_one_piece(&self) -> Session {
        let mut session = self.session();
        for (name, bytes) in &self.files {
            read_whole(&mut session, name, bytes);
        }
        session
    }

    fn in_parts(&self, cut: Cut) -> Session {
        let mut session = self.session();
        let seed = session.seed();
        let mut readers: Vec<PartReader> =
            (0..cut.readers).filter_map(|_| PartReader::new(&seed)).collect();
        assert_eq!(readers.len(), cut.readers);
        for (name, bytes) in &self.files {
            read_parts(&mut session, &mut readers, name, bytes, cut);
        }
        // Readers count, too: most shards, while others are not sealed yet.
        while let Some(shard) = session.seal_shard() {
            if let Some(reader) = readers.get(shard % (readers.len() + 1)) {
                let counted = reader.count(session.shard(shard)).expect("a shard");
                assert!(session.add_counted(shard, &counted));
                assert!(!session.add_counted(shard, &counted), "once is enough");
            }
        }
        session
    }

    /// Each file that divides is the only part of itself; the last one is read first.
    fn in_files(&self, piece: usize) -> Session {
        let mut session = self.session();
        let seed = session.seed();
        let mut readers = [(); 2].map(|()| PartReader::new(&seed).expect("a seed"));
        let plan = FilePlan::default();
        let mut parts: Vec<(&str, Divisible, Vec<u8>)> = Vec::new();
        for (turn, (name, bytes)) in self.files.iter().enumerate().rev() {
            let head = &bytes[..bytes.len().min(HEAD as usize)];
            let Some(divisible) = session.divides(name, &plan, head) else { continue };
            let reader = &mut readers[turn % 2];
            reader.file(name, &plan, head);
            reader.begin_whole();
            let _ = bytes.chunks(piece).all(|piece| reader.push(piece));
            parts.push((name, divisible, reader.finish()));
        }
        for (name, bytes) in &self.files {
            match parts.pop_if(|(next, ..)| next == name) {
                Some((_, divisible, part)) => {
                    session.begin_parts(divisible.file);
                    assert_eq!(session.add_part(&part), Ok(()), "{name}");
                    session.finish();
                }
                None => read_whole(&mut session, name, bytes),
            }
        }
        session
    }

    /// However it comes, a file as its only part is that file.
    #[track_caller]
    fn check_files(&self, expected: &Told) {
        for piece in [1, 7, 1000, 1 << 20] {
            let told = told(self.in_files(piece), &self.settings);
            assert_eq!(told.files, expected.files, "in pieces of {piece}");
            assert!(told == *expected, "in pieces of {piece}");
        }
    }

    /// Cut like this, everything is as of one piece.
    #[track_caller]
    fn check(&self, expected: &Told, cut: Cut) {
        let told = told(self.in_parts(cut), &self.settings);
        assert!(
            told.files == expected.files,
            "{cut:?}: {:.900}\n{:.900}",
            told.files,
            expected.files
        );
        assert!(told == *expected, "{cut:?}");
    }
}

fn read_whole(session: &mut Session, name: &str, bytes: &[u8]) {
    session.begin(name, &Source::Events(FilePlan::default()));
    session.push(bytes);
    session.finish();
}

/// Reads a file the way workers do; says how many parts had to be read again.
fn read_parts(
    session: &mut Session,
    readers: &mut [PartReader],
    name: &str,
    bytes: &[u8],
    cut: Cut,
) -> usize {
    let head = &bytes[..bytes.len().min(HEAD as usize)];
    let divisible = session.divides(name, &FilePlan::default(), head).expect(name);
    let (text, ending) = text_of(divisible.unwrapping, bytes, cut);
    session.begin_parts(divisible.file);
    let again = read_text(session, readers, (name, head), (&text, ending), cut);
    session.finish();
    again
}

/// Begins a file that divides.
fn begin_parts(session: &mut Session, name: &str, head: &[u8]) {
    let divisible = session.divides(name, &FilePlan::default(), head).expect(name);
    session.begin_parts(divisible.file);
}

/// The text of a file, and how it ends.
fn text_of(unwrapping: Option<Unwrapping>, bytes: &[u8], cut: Cut) -> (Cow<'_, [u8]>, Ending) {
    let Some(mut unwrapping) = unwrapping else {
        return (Cow::Borrowed(bytes), Ending::Whole);
    };
    let mut text = Vec::new();
    let mut push = |bytes: &[u8]| text.extend_from_slice(bytes);
    let _ = bytes.chunks(cut.piece).all(|piece| unwrapping.push(piece, &mut push));
    let ending = unwrapping.finish(&mut push);
    (Cow::Owned(text), ending)
}

/// The same of the text of a file that was begun; it is then still open.
fn read_text(
    session: &mut Session,
    readers: &mut [PartReader],
    (name, head): (&str, &[u8]),
    (bytes, ending): (&[u8], Ending),
    cut: Cut,
) -> usize {
    let plan = FilePlan::default();
    readers.iter_mut().for_each(|reader| reader.file(name, &plan, head));
    let mut alone = PartReader::new(&session.seed()).expect("a seed");
    alone.file(name, &plan, head);
    let mut again = 0;
    let slices: Vec<u64> = (0..(bytes.len() as u64).div_ceil(cut.slice)).collect();
    'runs: for (turn, run) in slices.chunks(cut.run as usize).enumerate() {
        let turn = (turn * 7 + 3) % readers.len();
        let reader = &mut readers[turn];
        for (place, number) in run.iter().enumerate() {
            let (from, until) = (number * cut.slice, (number + 1) * cut.slice);
            let part = match place {
                0 => part(reader, bytes, (from, false, until), cut.piece, ending),
                // Where it ended, even if it began wrong.
                _ => part(reader, bytes, (reader.end(), true, until), cut.piece, ending),
            };
            let Some(part) = part else { break 'runs };
            if let Err(fault) = session.add_part(&part) {
                let PartFault::Misplaced { at } = fault else { panic!("{name}: {fault:?}") };
                again += 1;
                let part = self::part(&mut alone, bytes, (at, true, until), cut.piece, ending);
                let Some(part) = part else { break 'runs };
                assert_eq!(session.add_part(&part), Ok(()), "{name}: {cut:?}");
            }
        }
    }
    if ending != Ending::Whole {
        let next = session.next_part().expect("a file");
        alone.begin(next, true, u64::MAX);
        let _ = bytes[next as usize..].chunks(cut.piece).all(|piece| alone.push(piece));
        assert_eq!(session.add_part(&alone.finish_as(ending)), Ok(()), "{name}: {cut:?}");
    }
    again
}

/// A part; `None` where its text breaks off in it.
fn part(
    reader: &mut PartReader,
    bytes: &[u8],
    (from, exact, until): (u64, bool, u64),
    piece: usize,
    ending: Ending,
) -> Option<Vec<u8>> {
    reader.begin(from, exact, until);
    let first = if exact { from } else { from.saturating_sub(1) };
    let wanted = bytes[first as usize..].chunks(piece).all(|piece| reader.push(piece));
    (!wanted || ending == Ending::Whole).then(|| reader.finish())
}

fn whole_part(
    reader: &mut PartReader,
    bytes: &[u8],
    place: (u64, bool, u64),
    piece: usize,
) -> Vec<u8> {
    part(reader, bytes, place, piece, Ending::Whole).expect("a file that ends as it should")
}

/// Everything that a sitting tells.
#[derive(PartialEq)]
struct Told {
    files: String,
    report: Option<Report>,
    people: Vec<String>,
    rows: u64,
}

fn told(mut session: Session, settings: &Settings) -> Told {
    let sealed = session.seal();
    let files = format!("{:?} {sealed:?}", session.files());
    let report = sealed.is_ok().then(|| session.report(&Filter::default()));
    let opened = |holds, did| Condition { holds, did, campaign: None, link: None };
    let conditions = vec![opened(true, Did::Opened), opened(false, Did::Clicked)];
    let lists = [
        PeopleList::Behind { measure: Measure::Recipients },
        PeopleList::Group { target: Target { conditions } },
        PeopleList::Events { kind: None },
        PeopleList::Timeline { person: 3 },
    ];
    let people = lists.into_iter().map(|list| {
        let filter = Filter::default();
        let query = PeopleQuery { list, filter, search: String::new(), offset: 0, limit: 10_000 };
        format!("{:?}", session.people(&query))
    });
    let people = if settings.mode == Mode::Anonymous { Vec::new() } else { people.collect() };
    Told { files, report, people, rows: session.rows() }
}

/// Every slice size up to the whole file: each byte is the first of a slice once.
#[track_caller]
fn every_cut(case: &Case) {
    cuts(case, |_| true);
}

/// Small slices, and the larger ones of a few.
#[track_caller]
fn many_cuts(case: &Case) {
    cuts(case, |slice| slice < 12 || slice % 13 == 0);
}

#[track_caller]
fn cuts(case: &Case, taken: impl Fn(u64) -> bool) {
    let expected = told(case.in_one_piece(), &case.settings);
    assert!(expected.report.is_some(), "{}", expected.files);
    case.check_files(&expected);
    let longest = case.files.iter().map(|(_, bytes)| bytes.len().max(800)).max().unwrap_or(1);
    for slice in (1..=longest as u64 + 1).filter(|&slice| taken(slice)) {
        let piece = [1, 3, 1 << 20][slice as usize % 3];
        case.check(&expected, Cut { slice, piece, readers: 1 + slice as usize % 3, run: 1 });
        case.check(&expected, Cut { slice, piece, readers: 2, run: 2 + slice % 4 });
    }
}

#[track_caller]
fn some_cuts(case: &Case, slices: &[u64]) {
    let expected = told(case.in_one_piece(), &case.settings);
    case.check_files(&expected);
    for (turn, &slice) in slices.iter().enumerate() {
        let piece = [64, 1 << 20, 1000, 7][turn % 4];
        case.check(&expected, Cut { slice, piece, readers: 1 + turn % 8, run: 1 + turn as u64 });
    }
}

const HEADER: &str = "timestamp,event,email,campaign_id,campaign,url\n";

/// Rows of every kind, right and wrong, with texts that are hard to cut.
fn table() -> String {
    let mut text = HEADER.to_owned();
    let rows = [
        "2026-09-14T06:00:00Z,sent,ada@example.org,c1,Autumn,",
        "2026-09-14T06:00:00Z,delivered,ada@example.org,c1,Autumn,",
        "2026-09-14 08:00:05,opened,Bob <bob@example.org>,c2,\"Autumn, late\",",
        "2026-09-14T06:01:00Z,clicked,ada@example.org,c1,\"Aut\"\"umn\",https://example.com/a?u=1",
        "soon,opened,eve@example.org,c1,Autumn,",
        "2026-09-14T06:02:00Z,wobbled,eve@example.org,c1,Autumn,",
        "2026-09-14T06:02:00Z,opened,eve@example.org,c1,,",
        "2026-09-14T06:03:00Z,hard bounce,zoe@example.net,,\"two\nlines\",",
        "2026-09-14T06:03:00Z,opened",
        ",opened,ann@example.net,c1,Autumn,",
    ];
    rows.iter().for_each(|row| text += &format!("{row}\n"));
    text
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("in memory");
    packed.finish().expect("in memory")
}

fn lines() -> String {
    let mut text = String::new();
    for number in 0..12 {
        let (kind, long) = (["delivered", "open", "click"][number % 3], "x".repeat(number * 9));
        let _ = writeln!(
            text,
            "{{\"email\":\"p{}@example.org\",\"timestamp\":{},\"event\":\"{kind}\",\"sg_event_id\":\
             \"{number}\",\"sg_message_id\":\"{long}\",\"url\":\"https://example.com/{}\"}}",
            number % 5,
            1_789_000_000 + number,
            number % 2
        );
        match number {
            3 => text += "{\"email\":\"broken\n",
            5 => text += "\n\r\nnull\n[{\"email\":\"q@example.org\",\n\"event\":\"open\"}]\n",
            7 => text += "}]\n  {\"event\":\"open\"}\n",
            _ => {}
        }
    }
    text
}

#[test]
fn every_cut_of_a_table() {
    every_cut(&Case::of("events.csv", table()));
}

#[test]
fn many_cuts_with_other_line_ends_and_marks() {
    let table = table();
    many_cuts(&Case::of("crlf.csv", table.replace('\n', "\r\n")));
    many_cuts(&Case::of("mark.csv", format!("\u{feff}{table}")));
    let blanks = table.replace(",Autumn,\n", ",Autumn,\r\n\r\n\n  \n");
    many_cuts(&Case::of("blanks.csv", blanks));
    many_cuts(&Case::of("unended.csv", table.trim_end()));
    many_cuts(&Case::of("cut.csv", format!("{table}2026-09-14T06:03:00Z,opened,\"ann@exam")));
    // Some rows end with CR alone.
    many_cuts(&Case::of("mixed.csv", table.replace("c1,Autumn,\n2026", "c1,Autumn,\r2026")));
    let mut latin = table.replace("late", "sp\u{e4}t").chars().map(|c| c as u8).collect::<Vec<_>>();
    latin.extend_from_slice(b"2026-09-14T06:04:00Z,opened,ada@example.org,c3,\xfcber \x80,\n");
    many_cuts(&Case::of("latin.csv", latin));
}

#[test]
fn every_cut_with_quotes_everywhere() {
    let quoted = |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>();
    let mut text = "sep=,\nReport of the day\n\n".to_owned();
    text += &quoted(HEADER.trim_end()).join(",");
    for number in 0..9 {
        let name = ["Autumn", "two\n\nlines", "\r\nthree\r\n", "a \"\"b\"\"\n"][number % 4];
        let _ = write!(
            text,
            "\r\n\"2026-09-14T06:0{number}:00Z\",\"opened\",\"p{number}@example.org\",\"c{}\",\"{name}\",\"\"",
            number % 2,
        );
    }
    every_cut(&Case::of("quoted.csv", text));
}

#[test]
fn many_cuts_around_a_mark_in_the_middle() {
    // Two files one behind the other: the second mark is text.
    many_cuts(&Case::of("joined.csv", format!("{0}\u{feff}{0}", table())));
}

#[test]
fn every_cut_of_lines_of_json() {
    every_cut(&Case::of("events.ndjson", lines()));
    many_cuts(&Case::of("marked.ndjson", format!("\u{feff}{}", lines().trim_end())));
}

#[test]
fn many_cuts_of_packed_text_and_utf16() {
    let quoted = table().replace("late", "später 😀");
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let two = [gzip(quoted.as_bytes()), gzip(quoted.lines().nth(1).expect("a row").as_bytes())];
    for (name, bytes) in [
        ("table.csv.gz", gzip(table().as_bytes())),
        ("marked.csv.gz", gzip(format!("\u{feff}{quoted}").as_bytes())),
        ("marked-twice.csv.gz", gzip(format!("\u{feff}\u{feff}{quoted}").as_bytes())),
        ("lines.ndjson.gz", gzip(lines().as_bytes())),
        ("members.csv.gz", two.concat()),
        ("utf16.csv", utf16(&quoted)),
        ("utf16.csv.gz", gzip(&utf16(&quoted))),
        ("half.csv", [&utf16(&quoted)[..], &[0x3D, 0xD8]].concat()),
    ] {
        many_cuts(&Case::of(name, bytes));
    }
}

#[test]
fn what_is_damaged_is_told_where_it_is_as_of_one_piece() {
    let packed = gzip(table().as_bytes());
    let whole = Case::of("x.csv.gz", packed.clone());
    let sound = told(whole.in_one_piece(), &whole.settings);
    let mut told_otherwise = 0;
    for at in (60..packed.len()).step_by(7) {
        let mut flipped = packed.clone();
        flipped[at] ^= 0x15;
        for bytes in [packed[..at].to_vec(), flipped] {
            let case = Case::of("x.csv.gz", bytes);
            let head = &case.files[0].1;
            if case.session().divides("x.csv.gz", &FilePlan::default(), head).is_none() {
                continue;
            }
            let expected = told(case.in_one_piece(), &case.settings);
            told_otherwise += usize::from(expected != sound);
            case.check_files(&expected);
            // One of them ends where the text does.
            for slice in [90, 700, table().len() as u64, 1 << 20] {
                case.check(&expected, Cut { slice, piece: 11, readers: 2, run: 2 });
            }
        }
    }
    assert!(told_otherwise > 20, "{told_otherwise}");
}

#[test]
fn what_columns_tell_grows_with_the_rows() {
    // Without its words, the export tells of opens only from its first open on.
    let mut text = HEADER.to_owned();
    for (number, word) in ["sent", "sent", "opened", "sent", "clicked", "sent"].iter().enumerate() {
        let _ = writeln!(text, "2026-09-14T06:0{number}:00Z,{word},a@example.org,c{number},N,");
    }
    every_cut(&Case::of("events.csv", text));
}

#[test]
fn all_modes_and_two_files_beside_one_read_in_one_piece() {
    let list = "email,opens,clicks,date\nada@example.org,yes,no,2026-09-01\n\
                bob@example.org,no,yes,\neve@example.org,no,,2026-09-20\n";
    use Treatment::{Anonymous, Excluded, Named};
    for (mode, unknown, denied) in [
        (Mode::Personal, Anonymous, Anonymous),
        (Mode::Anonymous, Anonymous, Anonymous),
        (Mode::Choice, Named, Anonymous),
        (Mode::Choice, Excluded, Excluded),
    ] {
        let mut case = Case::of("events.csv", table());
        case.settings = Settings { mode, unknown, denied, ..case.settings };
        case.list = Some(list.to_owned());
        case.files.push(("events.ndjson".into(), lines().into_bytes()));
        case.files.push(("again.csv".into(), table().replace("06:00", "06:10").into_bytes()));
        let expected = told(case.in_one_piece(), &case.settings);
        for slice in [1, 2, 3, 5, 7, 50, 64, 100, 333, 5000] {
            case.check(&expected, Cut { slice, piece: 100, readers: 3, run: 2 });
            // The first file in one piece, and then its copy in parts.
            let mut session = case.session();
            read_whole(&mut session, &case.files[0].0, &case.files[0].1);
            let seed = session.seed();
            let mut readers = [PartReader::new(&seed).expect("a seed")];
            for (name, bytes) in &case.files[1..] {
                let cut = Cut { slice, piece: 11, readers: 1, run: 3 };
                read_parts(&mut session, &mut readers, name, bytes, cut);
            }
            assert!(told(session, &case.settings) == expected, "{mode:?} {slice}");
        }
    }
}

/// A large export: some campaigns, many people, a few spoilt rows and names of
/// several lines.
fn export(seed: u64, rows: u64) -> String {
    let mut state = seed;
    let mut roll = |sides: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let mut text = HEADER.to_owned();
    for _ in 0..rows {
        let word =
            ["sent", "delivered", "opened", "clicked", "opened", "deferred"][roll(6) as usize];
        let time = format!("2026-09-{:02}T{:02}:{:02}:00Z", 1 + roll(20), roll(24), roll(60));
        let time = if roll(50) == 0 { "soon".into() } else { time };
        let domain = ["example.org", "example.com", "mail.example.net"][roll(3) as usize];
        let (person, campaign) = (roll(rows / 6 + 1), roll(5));
        let name = ["Autumn", "\"Autumn,\nlate\"", "Sale", "", "Spring"][campaign as usize];
        let link = if word == "clicked" {
            format!("https://shop.example.com/{}", roll(9))
        } else {
            String::new()
        };
        let person = if roll(40) == 0 { String::new() } else { format!("p{person}@{domain}") };
        let _ = writeln!(text, "{time},{word},{person},c{campaign},{name},{link}");
    }
    text
}

#[test]
fn large_files_and_what_leaves_of_them() {
    for (seed, method) in [(1, Method::Exact), (2, Method::CellKey)] {
        let mut case = Case::of("events.csv", export(seed, 3_000));
        case.settings.mode = Mode::Anonymous;
        let (mut whole, mut parts) = (
            case.in_one_piece(),
            case.in_parts(Cut { slice: 10_007, piece: 4096, readers: 4, run: 3 }),
        );
        let leaves = [&mut whole, &mut parts].map(|session| {
            session.seal().expect("rows that can be used");
            let sharing = Sharing { method, ..Sharing::default() };
            let filter = Filter::default();
            let watch = &mut |_, _| true;
            session.review(&case.settings, &filter, &sharing, "2026-11-23", None, watch)
        });
        let [whole, parts] = leaves.map(|reviewed| reviewed.map(|reviewed| reviewed.review));
        assert!(whole.is_ok(), "{:?}", whole.err());
        assert_eq!(format!("{whole:?}"), format!("{parts:?}"));
        some_cuts(&Case::of("events.csv", export(seed, 3_000)), &[65_536, 9_973, 997, 1 << 30]);
    }
}

/// More problems than are located, most of them behind the first part.
#[test]
fn problems_are_located_as_in_one_piece() {
    let mut text = HEADER.to_owned();
    for number in 0..1_400 {
        let time = if number % 9 == 0 { "2026-09-14T06:00:00Z" } else { "soon" };
        let _ = writeln!(text, "{time},opened,p{number}@example.org,c1,Autumn,");
    }
    some_cuts(&Case::of("events.csv", text), &[20_000, 777]);
}

#[test]
fn a_part_that_begins_elsewhere_is_refused_and_read_again() {
    let text = table();
    let quoted = text.find("two\n").expect("a name of two lines") as u64 + 4;
    let mut session = Case::of("events.csv", "").session();
    let seed = session.seed();
    let mut reader = PartReader::new(&seed).expect("a seed");
    assert!(reader.finish().is_empty());
    assert_eq!(session.add_part(&[]), Err(PartFault::Damaged), "no file is open");
    let plan = FilePlan::default();
    begin_parts(&mut session, "events.csv", text.as_bytes());
    reader.file("events.csv", &plan, text.as_bytes());
    let bytes = text.as_bytes();
    let first = whole_part(&mut reader, bytes, (0, true, quoted), 9);
    let second = whole_part(&mut reader, bytes, (quoted, false, 1 << 40), 9);
    assert_eq!(session.add_part(&second), Err(PartFault::Misplaced { at: 0 }));
    assert_eq!(session.add_part(&first), Ok(()));
    let row = text.find("2026-09-14T06:03:00Z,opened\n").expect("the row below") as u64;
    assert_eq!(session.add_part(&second), Err(PartFault::Misplaced { at: row }));
    assert_eq!(session.add_part(&first), Err(PartFault::Misplaced { at: row }));
    assert_eq!(session.rows(), 8);
    let second = whole_part(&mut reader, bytes, (row, true, 1 << 40), 9);
    assert_eq!(session.add_part(&second), Ok(()));
    assert_eq!(session.rows(), 10);
}

/// Every bit of a part may be wrong: it is refused, or it is another part.
#[test]
fn damaged_parts_and_seeds_do_no_harm() {
    let mut case = Case::of("events.csv", table());
    case.settings = Settings { mode: Mode::Choice, unknown: Treatment::Named, ..case.settings };
    case.list = Some("email,opens,clicks,date\nada@example.org,yes,no,2026-09-01\n".into());
    let bytes = &case.files[0].1;
    let mut session = case.session();
    let seed = session.seed();
    for cut in 0..seed.len() {
        assert!(PartReader::new(&seed[..cut]).is_none(), "cut at {cut}");
    }
    let mut reader = PartReader::new(&seed).expect("a seed");
    let plan = FilePlan::default();
    reader.file("events.csv", &plan, bytes);
    let part = whole_part(&mut reader, bytes, (0, true, 1 << 40), 100);
    begin_parts(&mut session, "events.csv", bytes);
    for cut in 0..part.len() {
        assert_eq!(session.add_part(&part[..cut]), Err(PartFault::Damaged), "cut at {cut}");
    }
    assert_eq!(session.add_part(&[&part[..], &[0]].concat()), Err(PartFault::Damaged));
    assert_eq!(session.rows(), 1, "the list's row, and nothing of the parts");
    for at in 0..part.len() {
        let mut wrong = part.clone();
        wrong[at] ^= [1, 0x80, 0xff][at % 3];
        let mut session = case.session();
        begin_parts(&mut session, "events.csv", bytes);
        let _ = session.add_part(&wrong);
        let _ = session.add_part(&part);
        told(session, &case.settings);
    }
}

/// The samples that are read in parts; all others are read in one piece.
const DIVIDED: &[&str] = &[
    "activecampaign-contacts-opened.csv",
    "braze-currents-http.ndjson",
    "brevo-campaign-recipients.csv",
    "cleverreach-report-empfaenger.csv",
    "customerio-reporting-webhooks.ndjson",
    "evalanche-versendung-profile.csv",
    "generic-sep-line-truncated.csv",
    "generic-utf16-excel.txt",
    "inxmail-reaktionen.csv",
    "iterable-emailClick.csv",
    "iterable-export.jsonl",
    "keila-contacts_events.csv",
    "listmonk-campaign_views.csv",
    "listmonk-link_clicks.csv",
    "mailchimp-granular-clicks.csv",
    "mailchimp-granular-opens.csv",
    "mailchimp-report-bounces.csv",
    "mailchimp-report-click_activity.csv",
    "mailchimp-report-opened.csv",
    "mailgun-webhooks.ndjson",
    "mailjet-event-api.json",
    "mautic-email_stats.csv",
    "mautic-report-de.csv",
    "optimizely-campaign-opens.csv",
    "phplist-open-statistics.csv",
    "postmark-webhooks.ndjson",
    "rapidmail-mailing-empfaenger.csv",
    "resend-emails.csv",
    "resend-webhooks.ndjson",
    "sendgrid-email-activity.csv",
    "sendgrid-email-activity.csv.gz",
    "sendgrid-event-webhook-batches.ndjson",
    "sendgrid-event-webhook.json",
    "ses-firehose.ndjson",
    "ses-sns.ndjson",
];

#[test]
fn samples_divide_or_say_that_they_do_not() {
    let mut names: Vec<String> = fs::read_dir("tests/samples")
        .expect("the samples")
        .map(|entry| entry.expect("a sample").file_name().into_string().expect("a name"))
        .filter(|name| !name.ends_with(".md") && name != "EXPECTED.json")
        .collect();
    names.sort();
    let mut divided = Vec::new();
    for name in &names {
        let bytes = fs::read(format!("tests/samples/{name}")).expect("a sample");
        let head = &bytes[..bytes.len().min(HEAD as usize)];
        let case = Case::of(name, bytes.clone());
        if case.session().divides(name, &FilePlan::default(), head).is_some() {
            divided.push(name.as_str());
            some_cuts(&case, &[1000, 333, 4096, 1 << 20]);
        }
    }
    assert_eq!(divided, DIVIDED);
    // All of them at once, between those that are read in turn.
    let files = names.iter().map(|name| {
        let bytes = fs::read(format!("tests/samples/{name}")).expect("a sample");
        (name.clone(), bytes)
    });
    let all = Case { files: files.collect(), ..Case::of("", "") };
    all.check_files(&told(all.in_one_piece(), &all.settings));
}

#[test]
fn what_does_not_divide_says_so() {
    let table = table();
    let json = lines();
    let first = json.lines().next().unwrap_or_default();
    let wide = format!("{}{}\n", HEADER.trim_end(), ",x".repeat(40_000));
    let cases: [(&str, Vec<u8>); 9] = [
        ("array.json.gz", gzip(format!("[{first},{first}]\n").as_bytes())),
        ("cr.csv", table.replace('\n', "\r").into_bytes()),
        ("array.json", format!("[{first},{first}]\n").into_bytes()),
        ("arrays.ndjson", format!("[{first}]\n[{first}]\n").into_bytes()),
        ("pretty.json", format!("{}\n", first.replace(',', ",\n ")).into_bytes()),
        ("one.json", first.into()),
        ("wide.csv", wide.into_bytes()),
        ("empty.csv", Vec::new()),
        ("archive.zip", b"PK\x03\x04".to_vec()),
    ];
    for (name, bytes) in cases {
        let head = &bytes[..bytes.len().min(HEAD as usize)];
        let session = Case::of(name, "").session();
        assert!(session.divides(name, &FilePlan::default(), head).is_none(), "{name}");
    }
}
