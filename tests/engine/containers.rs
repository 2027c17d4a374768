//! Files inside files, through the whole engine: whatever their container, the
//! rows are those of the files inside.

mod zipped;

use milchglas::contract::{
    Certainty, Container, FileClass, FilePlan, FileReport, Filter, Kind, ProblemKind, Settings,
    Shape,
};
use milchglas::engine::events::Key;
use milchglas::engine::session::{self, Session, Source};
use milchglas::engine::zone::{Zone, Zones};
use serde_json::Value;
use std::io::Cursor;
use std::path::Path;
use zipped::zipped;

fn bytes(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn report(name: &str, bytes: &[u8]) -> FileReport {
    let session = read(name, bytes);
    let [report] = session.files() else { panic!("one file, one report") };
    report.clone()
}

fn read(name: &str, bytes: &[u8]) -> Session {
    let key = Key::new(*b"only for samples");
    // Its summer: the samples read here have no times of winter without a zone.
    let berlin = Zone::new("Europe/Berlin", 7200, Vec::new());
    let settings = Settings { zone: berlin.name().to_owned(), ..Settings::default() };
    let mut session = Session::new(key, settings, Zones::new(vec![berlin]));
    let source = Source::Events(FilePlan::default());
    if session::is_archive(bytes) {
        session.archive(name, &source, Cursor::new(bytes));
    } else {
        session.begin(name, &source);
        bytes.chunks(999).all(|slice| session.push(slice));
        session.finish();
    }
    session
}

fn events(report: &FileReport) -> Vec<(Kind, u64)> {
    report.events.iter().map(|(kind, count)| (*kind, *count)).collect()
}

/// Braze's storage export: what the records are stands in their schema alone.
#[test]
fn avro_says_in_its_schema_what_its_records_are() {
    let name = "dataexport.S3.integration.1+0+0000000000.avro";
    let opens = bytes("avro/braze-open.avro");
    let found = session::inspect(name, opens.len() as u64, &opens);
    assert_eq!((found.container, found.shape), (Container::Plain, Shape::Avro));
    assert_eq!((found.class, found.certainty), (FileClass::Events, Certainty::Certain));
    assert_eq!(found.dialect, "braze-currents");
    let read = report(name, &opens);
    assert_eq!(events(&read), [(Kind::Opened, 3), (Kind::MachineOpened, 1)]);
    assert_eq!((read.rows, read.recipients), (4, 3));
    assert!(read.problems.is_empty());
    let sends = report("x.avro", &bytes("avro/braze-send.avro"));
    assert_eq!(events(&sends), [(Kind::Sent, 5)]);
}

#[test]
fn several_vendors_in_archives_and_workbooks_are_one_file() {
    let webhook = bytes("samples/sendgrid-event-webhook.json");
    let packed = bytes("samples/ses-firehose.gz");
    let alone = [
        report("a.json", &webhook),
        report("b.gz", &packed),
        report("c.avro", &bytes("avro/braze-open.avro")),
    ];
    let inner = zipped(&[("deep/b.gz", &packed), ("notes.bin", b"\0\x01")]);
    let outer = zipped(&[
        ("sendgrid/a.json", &webhook),
        ("ses/2026.zip", &inner),
        ("braze/c.avro", &bytes("avro/braze-open.avro")),
        ("__MACOSX/._a", b"x"),
    ]);
    let all = report("all.zip", &outer);
    assert_eq!(all.rows, alone.iter().map(|file| file.rows).sum::<u64>());
    for kind in [Kind::Sent, Kind::Opened, Kind::MachineOpened, Kind::Clicked] {
        let of = |file: &FileReport| file.events.get(&kind).copied().unwrap_or_default();
        assert_eq!(of(&all), alone.iter().map(of).sum::<u64>(), "{kind:?}");
    }
    assert!(all.located.is_empty(), "{:?}", all.located);
}

/// What is wrong with one is told with its path, and the others are read.
#[test]
fn a_fault_is_located_and_costs_no_more_than_itself() {
    let csv = b"timestamp,event,email\n2026-09-14T06:00:00Z,opened,ada@example.org\n";
    let encrypted = bytes("workbooks/encrypted.xlsx");
    let inner = zipped(&[("x.csv", csv)]);
    let packed = zipped(&[
        ("good.csv", csv),
        ("secret.xlsx", &encrypted),
        ("bad/broken.zip", &inner[..inner.len() - 5]),
    ]);
    let read = report("all.zip", &packed);
    assert_eq!(events(&read), [(Kind::Opened, 1)]);
    let faults: Vec<(&str, ProblemKind)> =
        read.located.iter().map(|problem| (problem.file.as_str(), problem.kind)).collect();
    assert_eq!(
        faults,
        [
            ("secret.xlsx", ProblemKind::EncryptedArchive),
            ("bad/broken.zip", ProblemKind::DamagedArchive)
        ]
    );
    let alone = report("secret.xlsx", &encrypted);
    assert_eq!(alone.located[0].kind, ProblemKind::EncryptedArchive);
}

#[test]
fn a_workbook_with_titles_is_two_tables_of_one_campaign() {
    let name = "mailworx-statistik.xlsx";
    let expected: Value = serde_json::from_slice(&bytes("samples/EXPECTED.json")).expect("JSON");
    let want = &expected[name];
    let mut session = read(name, &bytes(&format!("samples/{name}")));
    let [file] = session.files() else { panic!("one file, one report") };
    let wanted = |kind: Kind| (kind, want["events"][kind.name()].as_u64().expect("a number"));
    assert_eq!(events(file), [wanted(Kind::Opened), wanted(Kind::Clicked)]);
    assert_eq!(Some(file.rows), want["rows"].as_u64());
    assert_eq!(Some(file.recipients), want["unique_recipients"].as_u64());
    assert_eq!(file.first.as_deref(), want["first_utc"].as_str());
    assert!(file.problems.is_empty() && file.located.is_empty());
    session.seal().expect("rows were used");
    assert_eq!(session.report(&Filter::default()).campaigns.len(), 1);
}
