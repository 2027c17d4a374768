//! What is fuzzed: every way in which bytes from outside reach the engine. Each
//! target takes any bytes; none may panic, hang or hold more than it is given,
//! and bytes cut otherwise must mean the same.
//!
//! `make fuzz` runs them, `tests/engine/regressions.rs` replays what was found.

#[path = "targets/containers.rs"]
mod containers;
#[path = "targets/releases.rs"]
pub mod releases;
#[path = "targets/script.rs"]
mod script;
#[path = "targets/sittings.rs"]
mod sittings;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use milchglas::contract::{DateOrder, FilePlan, Settings};
use milchglas::engine::events::times::Clock;
use milchglas::engine::events::{Event, Fate, Key, Reading, inspect, links};
use milchglas::engine::ledger::Ledger;
use milchglas::engine::records::{self, Reader, Record};
use milchglas::engine::session::{self, Session, Source};
use milchglas::engine::zone::{Zone, Zones};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A target and its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 26] = [
    ("csv", csv),
    ("json", json),
    ("form", form),
    ("gzip", gzip),
    ("avro", avro),
    ("avro_file", containers::avro),
    ("zip", zip),
    ("nested", containers::nested),
    ("xlsx", xlsx),
    ("ods", ods),
    ("xls", xls),
    ("biff", containers::biff),
    ("dates", dates),
    ("links", links),
    ("dialects", dialects),
    ("mapping", mapping),
    ("profile", sittings::profile),
    ("consent", sittings::consent),
    ("parts", sittings::parts),
    ("unusable", sittings::unusable),
    ("asking", sittings::asking),
    ("snapshot", snapshot),
    ("snapshot_sealed", releases::snapshot),
    ("ledger", ledger),
    ("ledger_chained", releases::ledger),
    ("session", whole_session),
];

/// What a session unpacks to is cut here: more of the same finds nothing new.
const ENOUGH: usize = 4 << 20;

/// Delimited text, whatever it looks like.
pub fn csv(bytes: &[u8]) {
    text_as("x.csv", &[b"sep=,\n", bytes].concat());
    text_as("x.csv", bytes);
}

/// JSON, whatever it looks like.
pub fn json(bytes: &[u8]) {
    text_as("x.json", &[b"{}\n", bytes].concat());
    text_as("x.json", &[b"[{", bytes].concat());
}

/// Forms as they are posted, one a line.
pub fn form(bytes: &[u8]) {
    text_as("x.txt", &[b"event=a%40b&", bytes].concat());
    planned("x.txt", &[b"mandrill_events=%5B", bytes].concat(), &FilePlan::default());
    planned("x.txt", bytes, &FilePlan::default());
}

/// The frames of gzip, and what lies in them.
pub fn gzip(bytes: &[u8]) {
    text_as("x.gz", &[b"\x1F\x8B", bytes].concat());
    text_as("x.gz", bytes);
}

/// Avro's container files: any bytes behind the mark of one.
pub fn avro(bytes: &[u8]) {
    text_as("x.avro", &[b"Obj\x01", bytes].concat());
    text_as("x.avro", bytes);
}

/// Records are the same, however their bytes are cut.
fn text_as(name: &str, bytes: &[u8]) {
    let sniff = records::sniff(name, bytes, true);
    let whole = read(&sniff, bytes, usize::MAX);
    assert_eq!(read(&sniff, bytes, 3), whole, "in slices of 3");
    assert_eq!(read(&sniff, bytes, 61), whole, "in slices of 61");
}

/// How many records, and a digest of them.
fn read(sniff: &records::Sniff, bytes: &[u8], slice: usize) -> (u64, u64) {
    let mut reader = Reader::new(sniff);
    let mut digest = DefaultHasher::new();
    let mut each = |number: u64, record: Record<'_>| {
        number.hash(&mut digest);
        match record {
            Record::Row(row) => {
                (0..row.width()).for_each(|cell| row.get(cell).hash(&mut digest));
            }
            Record::Object(object) => serde_json::to_string(object).ok().hash(&mut digest),
            Record::Plain(_) => {}
            Record::Broken(kind) => kind.hash(&mut digest),
        }
    };
    bytes.chunks(slice).for_each(|slice| reader.push(slice, &mut each));
    reader.finish(&mut each);
    let rows = reader.rows();
    (rows, digest.finish())
}

/// Zip archives, and what lies in them.
pub fn zip(bytes: &[u8]) {
    unpack("x.zip", bytes);
}

/// The parts of an Excel workbook, with a zero byte between them: the sheet, its
/// shared texts, its styles, the workbook, its relations.
pub fn xlsx(bytes: &[u8]) {
    const RELATIONS: &[u8] = b"<r><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"s.xml\"/>\
        <Relationship Id=\"b\" Type=\"/sharedStrings\" Target=\"t.xml\"/>\
        <Relationship Id=\"c\" Type=\"/styles\" Target=\"y.xml\"/></r>";
    const WORKBOOK: &[u8] = b"<w><sheets><sheet name=\"S\" id=\"a\"/></sheets></w>";
    const STYLES: &[u8] = b"<s><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></s>";
    let mut given = bytes.split(|&byte| byte == 0);
    let mut part = |usual| given.next().filter(|part: &&[u8]| !part.is_empty()).unwrap_or(usual);
    let parts = [
        ("xl/s.xml", part(b"<s/>")),
        ("xl/t.xml", part(b"<sst><si><t>a</t></si><si><t>b</t></si></sst>")),
        ("xl/y.xml", part(STYLES)),
        ("xl/workbook.xml", part(WORKBOOK)),
        ("xl/_rels/workbook.xml.rels", part(RELATIONS)),
        ("[Content_Types].xml", b"<Types/>"),
    ];
    unpack("x.xlsx", &packed(&parts));
}

/// The content of an OpenDocument spreadsheet.
pub fn ods(bytes: &[u8]) {
    let parts = [("META-INF/manifest.xml", &b"<m/>"[..]), ("content.xml", bytes)];
    unpack("x.ods", &packed(&parts));
}

/// Excel workbooks of old.
pub fn xls(bytes: &[u8]) {
    unpack("x.xls", bytes);
    unpack("x.xls", &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", bytes].concat());
}

fn unpack(name: &str, bytes: &[u8]) {
    let Ok(mut archive) = records::members(name, Cursor::new(bytes)) else { return };
    for position in 0..archive.members().len() {
        let mut left = ENOUGH;
        let _ = archive.read(position, &mut |piece| {
            left = left.saturating_sub(piece.len());
            if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("a part");
        writer.write_all(bytes).expect("memory is there");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Times, one a line.
pub fn dates(bytes: &[u8]) {
    let (zones, text) = (zones(), String::from_utf8_lossy(bytes));
    for zone in [Zone::utc(), zones.get("Europe/Berlin")] {
        for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
            let clock = Clock::new(&zone, order);
            text.lines().for_each(|line| {
                let _ = clock.read(line);
            });
        }
    }
    let lines: Vec<&str> = text.lines().collect();
    milchglas::engine::events::times::guess_order(&lines);
}

/// Links, one a line.
pub fn links(bytes: &[u8]) {
    for line in String::from_utf8_lossy(bytes).lines() {
        let left = links::generalise(line);
        links::is_unsubscribe(&left);
        links::without_numbers(line);
    }
}

/// Names that say what is in a file whose bytes do not.
const NAMES: [&str; 12] = [
    "x.csv",
    "x.json",
    "1/granular_activity/opens/7_x.csv",
    "1/granular_activity/clicks/7_x.csv",
    "1/aggregate_activity/bounces/7_x.csv",
    "subscribed_email_audience_export_1.csv",
    "cleaned_members_export_1.csv",
    "campaign-opens.json",
    "campaign-bounces.json",
    "emailClick.csv",
    "book.xlsx/Klicks",
    "users.messages.email.Open.avro",
];

/// A file through detection and its dialect, by a name that its last byte chooses:
/// every row ends in one way, however its bytes are cut.
pub fn dialects(bytes: &[u8]) {
    let (name, bytes) = match bytes.split_last() {
        Some((choice, bytes)) => (NAMES[usize::from(*choice) % NAMES.len()], bytes),
        None => (NAMES[0], bytes),
    };
    inspect(name, bytes.len() as u64, bytes, true);
    planned(name, bytes, &FilePlan::default());
}

/// A file by a mapping, which is its first line.
pub fn mapping(bytes: &[u8]) {
    let line = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (plan, rest) = bytes.split_at(line);
    let Ok(plan) = serde_json::from_slice::<FilePlan>(plan) else { return };
    planned("x.csv", rest, &plan);
}

fn planned(name: &str, bytes: &[u8], plan: &FilePlan) {
    let whole = report(name, bytes, plan, usize::MAX);
    assert_eq!(report(name, bytes, plan, 67), whole, "in slices");
    let Some(report) = whole else { return };
    let ended = report.ignored.values().chain(report.problems.values()).sum::<u64>();
    assert_eq!(report.rows, report.rows_used + ended, "every row ends in one way");
}

fn report(
    name: &str,
    bytes: &[u8],
    plan: &FilePlan,
    slice: usize,
) -> Option<milchglas::contract::FileReport> {
    let mut keep = |_: Event<'_>| Fate::Kept;
    let mut reading = Reading::new(name, plan, &key(), &zones(), "Europe/Berlin");
    for slice in bytes.chunks(slice) {
        reading.push(slice, &mut keep).ok()?;
    }
    reading.finish(&mut keep).ok().map(|finished| finished.report)
}

/// Somebody's snapshot: as a file, as a link's fragment, packed or not.
pub fn snapshot(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = session::open_snapshot(&format!("#s1.{text}")).is_ok();
    let _ = session::open_snapshot(&format!("s1.{}", URL_SAFE_NO_PAD.encode(bytes))).is_ok();
    if let Ok(snapshot) = session::open_snapshot(&text) {
        let _ = session::verify_snapshot(&snapshot, &mut |_, _| true);
    }
}

/// A ledger's file.
pub fn ledger(bytes: &[u8]) {
    if let Ok(ledger) = Ledger::open(&String::from_utf8_lossy(bytes)) {
        ledger.view("2026-09-14");
        let _ = Ledger::open(&ledger.to_text()).is_ok();
    }
}

/// A file from its first byte to the report, as a person drops it.
pub fn whole_session(bytes: &[u8]) {
    let plan = FilePlan::default();
    let mut session = Session::new(key(), Settings::default(), zones());
    if session::is_archive(bytes) {
        session::inspect_archive("x.zip", bytes.len() as u64, Cursor::new(bytes));
        session.archive("x.zip", &Source::Events(plan), Cursor::new(bytes));
    } else {
        let head = bytes.get(..session::HEAD as usize).unwrap_or(bytes);
        session::inspect("x.csv", bytes.len() as u64, head);
        let all = bytes.len() as u64;
        session::attempt(key(), Settings::default(), zones(), "x.csv", &plan, head, all);
        session.begin("x.csv", &Source::Events(plan));
        session.push(bytes);
    }
    if session.seal().is_ok() {
        session.report(&Default::default());
    }
}

fn key() -> Key {
    Key::new(*b"only for fuzzing")
}

fn zones() -> Zones {
    let changes = vec![(1_774_746_000, 7200), (1_792_890_000, 3600)];
    Zones::new(vec![Zone::new("Europe/Berlin", 3600, changes)])
}
