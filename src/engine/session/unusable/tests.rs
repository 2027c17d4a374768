use super::*;
use crate::contract::{ConsentSummary, FilePlan, FileReport, ProblemKind, Settings};
use crate::engine::events::Key;
use crate::engine::records::{Reader, Record, is_archive, sniff};
use crate::engine::session::Source;
use crate::engine::zone::Zones;
use std::io::{Cursor, Write};

const GENERIC: &str = "timestamp,event,email,note\n\
    2026-09-14T06:00:00Z,opened,ada@example.org,\"fine, thanks\"\n\
    yesterday,opened,bob@example.org,\"=1+1\"\n\
    2026-09-14T06:00:05Z,opened,\"bob@example.org, eve@example.org\",\"two\nlines, \"\"quoted\"\"\"\n\
    2026-09-14T06:00:06Z,danced,eve@example.org,-5\n\
    2026-09-14T06:00:07Z,opened,eve@example.org,\n\
    ,opened,@home,Zoë\n";

const SENDGRID: &str = "{\"email\":\"ada@example.org\",\"timestamp\":1789365600,\"event\":\"open\",\"sg_event_id\":\"a\",\"sg_message_id\":\"m\"}\n\
    {\"email\":\"bob@example.org\",\"timestamp\":\"soon\",\"event\":\"open\",\"sg_event_id\":\"b\",\"sg_message_id\":\"m\"}\n\
    {\"email\":\"bob@example.org\",\"timestamp\":}\n\
    17\n\
    {\"email\":\"eve@example.org\",\"timestamp\":1789365601,\"event\":\"sang\",\"sg_event_id\":\"c\",\"sg_message_id\":\"m\"}\n";

fn session() -> Session {
    Session::new(Key::new([5; 16]), Settings::default(), Zones::default())
}

/// Pieces of a size that fits no row.
fn read(session: &mut Session, name: &str, bytes: &[u8]) {
    let source = Source::Events(FilePlan::default());
    if is_archive(bytes) {
        session.archive(name, &source, Cursor::new(bytes));
        return;
    }
    session.begin(name, &source);
    for piece in bytes.chunks(37) {
        session.push(piece);
    }
    session.finish();
}

fn report(name: &str, bytes: &[u8]) -> FileReport {
    let mut session = session();
    read(&mut session, name, bytes);
    session.files()[0].clone()
}

fn unusable(name: &str, bytes: &[u8], separator: char) -> UnusableRows {
    let mut session = session().for_unusable_rows(separator);
    read(&mut session, name, bytes);
    assert_eq!(session.store.bytes(), self::session().store.bytes(), "no event is kept");
    session.into_unusable_rows()
}

/// Header and rows of a CSV text.
fn table(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = Reader::new(&sniff("saved.csv", csv.as_bytes(), true));
    let mut rows = Vec::new();
    let mut each = |_: u64, record: Record<'_>| match record {
        Record::Row(row) => {
            rows.push((0..row.width()).map(|at| row.get(at).unwrap().into_owned()).collect());
        }
        _ => panic!("a row"),
    };
    reader.push(csv.as_bytes(), &mut each);
    reader.finish(&mut each);
    (reader.header().unwrap().to_vec(), rows)
}

/// Row, column and reason agree with what the report locates.
fn agrees(report: &FileReport, rows: &[Vec<String>]) {
    assert_eq!(rows.len() as u64, report.problems.values().sum::<u64>());
    for (row, problem) in rows.iter().zip(&report.located) {
        assert_eq!(row[0], problem.row.unwrap().to_string());
        assert_eq!(row[1], problem.column.clone().unwrap_or_default());
        assert_eq!(row[2], problem.kind.name());
    }
}

#[test]
fn rows_stand_as_they_are_behind_their_place_and_reason() {
    let report = report("log.csv", GENERIC.as_bytes());
    for separator in [',', ';'] {
        let saved = unusable("log.csv", GENERIC.as_bytes(), separator);
        assert_eq!((saved.rows, saved.listed), (4, 4), "{}", saved.csv);
        let (header, rows) = table(&saved.csv);
        assert_eq!(header, ["row", "column", "reason", "timestamp", "event", "email", "note"]);
        agrees(&report, &rows);
        assert_eq!(
            rows[0],
            ["2", "timestamp", "bad_time", "yesterday", "opened", "bob@example.org", "'=1+1"]
        );
        assert_eq!(
            rows[1][3..],
            [
                "2026-09-14T06:00:05Z",
                "opened",
                "bob@example.org, eve@example.org",
                "two\nlines, \"quoted\""
            ]
        );
        assert_eq!(rows[2][2], "unknown_word");
        assert_eq!(rows[2][6], "'-5");
        assert_eq!(rows[3][5..], ["'@home", "Zoë"]);
    }
}

#[test]
fn records_of_json_stand_in_one_column() {
    let report = report("hook.ndjson", SENDGRID.as_bytes());
    let (header, rows) = table(&unusable("hook.ndjson", SENDGRID.as_bytes(), ',').csv);
    assert_eq!(header, ["row", "column", "reason", "record"]);
    agrees(&report, &rows);
    assert_eq!(rows.len(), 4, "{report:?}");
    let record: serde_json::Value = serde_json::from_str(&rows[0][3]).unwrap();
    assert_eq!(record["timestamp"], "soon");
    assert!(rows.iter().any(|row| row[2] == "bad_json" && row[3].is_empty()), "{rows:?}");
}

#[test]
fn a_record_of_any_length_fits_into_a_cell() {
    let long = "ä".repeat(40_000);
    let text = format!(
        "{{\"email\":\"ada@example.org\",\"timestamp\":\"soon\",\"event\":\"open\",\"sg_event_id\":\"{long}\",\"sg_message_id\":\"m\"}}\n"
    );
    let (_, rows) = table(&unusable("hook.ndjson", text.as_bytes(), ',').csv);
    assert_eq!(rows[0][3].chars().count(), 32_001);
    assert!(rows[0][3].ends_with('…'));
}

#[test]
fn members_of_an_archive_are_told_apart_and_share_equal_columns() {
    let other = "email;datum;ereignis\nada@example.org;gestern;geöffnet\n";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("a.csv", GENERIC), ("b/b.csv", other), ("c.csv", GENERIC)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let packed = zip.finish().unwrap().into_inner();
    let report = report("export.zip", &packed);
    let (header, rows) = table(&unusable("export.zip", &packed, ',').csv);
    assert_eq!(header[..4], ["row", "column", "reason", "file"]);
    assert_eq!(header[4..], ["timestamp", "event", "email", "note", "email", "datum", "ereignis"]);
    agrees(&report, &rows);
    for (row, problem) in rows.iter().zip(&report.located) {
        assert_eq!((row.len(), &row[3]), (header.len(), &problem.file));
    }
    assert_eq!(rows[4][4..], ["", "", "", "", "ada@example.org", "gestern", "geöffnet"]);
    assert_eq!(rows[5][4..8], rows[0][4..8]);
}

#[test]
fn a_list_that_would_be_too_long_says_so_in_its_last_line() {
    let mut text = String::from("timestamp,event,email\n");
    for _ in 0..100_003 {
        text.push_str("never,opened,ada@example.org\n");
    }
    let saved = unusable("log.csv", text.as_bytes(), ',');
    assert_eq!((saved.rows, saved.listed), (100_003, 100_000));
    let (_, rows) = table(&saved.csv);
    assert_eq!(rows.len(), 100_001);
    assert_eq!(rows[99_999][0], "100000");
    assert_eq!(
        rows[100_000],
        ["", "", "only the first 100000 of 100003 unusable rows are listed", "", "", ""]
    );
}

const LIST: &str = "E-Mail;Öffnungen;Klicks;Datum;Notiz\n\
    ada@example.org;ja;nein;14.09.2026;\n\
    bob@example.org;vielleicht;ja;;=1+1\n\
    ;ja;ja;;niemand\n\
    eve@example.org;ja;ja;irgendwann;\n";

/// What of a consent list cannot be used, and what its summary says of it.
fn unusable_decisions(name: &str, bytes: &[u8]) -> (UnusableRows, ConsentSummary) {
    let summarised = {
        let mut session = session();
        read_list(&mut session, name, bytes);
        session.summary.clone().unwrap()
    };
    let mut session = session().for_unusable_rows(',');
    read_list(&mut session, name, bytes);
    (session.into_unusable_rows(), summarised)
}

fn read_list(session: &mut Session, name: &str, bytes: &[u8]) {
    let source = Source::Consent(None);
    if is_archive(bytes) {
        session.archive(name, &source, Cursor::new(bytes));
        return;
    }
    session.begin(name, &source);
    bytes.chunks(11).for_each(|piece| assert!(session.push(piece)));
    session.finish();
}

#[test]
fn decisions_that_cannot_be_used_stand_like_other_rows() {
    let (saved, summary) = unusable_decisions("list.csv", LIST.as_bytes());
    assert_eq!((saved.rows, saved.listed), (3, 3));
    let (header, rows) = table(&saved.csv);
    assert_eq!(header[3..], ["E-Mail", "Öffnungen", "Klicks", "Datum", "Notiz"]);
    assert_eq!(
        rows[0],
        ["2", "Öffnungen", "bad_consent", "bob@example.org", "vielleicht", "ja", "", "'=1+1"]
    );
    assert_eq!(rows[1][2], "missing_address");
    assert_eq!(rows[2][1..3], ["Datum", "bad_time"]);
    assert_eq!(rows.len() as u64, summary.problems.values().sum::<u64>());
    for (row, problem) in rows.iter().zip(&summary.located) {
        assert_eq!(row[0], problem.row.unwrap().to_string());
        assert_eq!(row[1], problem.column.clone().unwrap_or_default());
        assert_eq!(row[2], problem.kind.name());
    }
}

#[test]
fn decisions_in_json_and_in_archives_are_found_too() {
    let row = |who: &str, said: &str| {
        format!("{{\"email\":\"{who}@example.org\",\"tracking_consent\":\"{said}\"}}\n")
    };
    let text =
        [("ada", "yes"), ("bob", "perhaps"), ("eve", "no")].map(|(who, said)| row(who, said));
    let text = text.concat();
    let (saved, _) = unusable_decisions("list.ndjson", text.as_bytes());
    let (header, rows) = table(&saved.csv);
    assert_eq!(header[3..], ["record"]);
    assert_eq!((rows.len(), rows[0][0].as_str(), rows[0][2].as_str()), (1, "2", "bad_consent"));
    assert!(rows[0][3].contains("bob@example.org"), "{rows:?}");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a/list.csv", "b/list.csv"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(LIST.as_bytes()).unwrap();
    }
    let packed = zip.finish().unwrap().into_inner();
    let (saved, summary) = unusable_decisions("lists.zip", &packed);
    assert_eq!(saved.rows, summary.problems.values().sum::<u64>());
    let (header, rows) = table(&saved.csv);
    assert_eq!(header[3], "file");
    assert_eq!((rows[0][3].as_str(), rows[5][3].as_str()), ("a/list.csv", "b/list.csv"));
}

#[test]
fn what_is_all_right_leaves_only_the_names_of_columns() {
    let text = "timestamp,event,email\n2026-09-14T06:00:00Z,opened,ada@example.org\n";
    let saved = unusable("log.csv", text.as_bytes(), ',');
    assert_eq!(saved.csv, "\u{feff}row,column,reason\r\n");
    assert_eq!((saved.rows, saved.listed), (0, 0));
}

#[test]
fn what_is_said_of_the_rows_holds_none_of_them() {
    let saved = unusable("log.csv", GENERIC.as_bytes(), ',');
    assert_eq!(format!("{saved:?}"), "UnusableRows { rows: 4, listed: 4 }");
}

#[test]
fn reasons_have_the_names_of_the_report() {
    for kind in [ProblemKind::BadTime, ProblemKind::NotAnObject, ProblemKind::UnsupportedFormat] {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
}
