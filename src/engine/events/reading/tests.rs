use super::super::dialects::sample::Sample;
use super::*;
use crate::contract::{IgnoredReason, Kind};

const TEXT: &str = "email,event,timestamp\n\
    a@example.org,sent,2026-09-14T06:00:00Z\n\
    b@example.org,sent,2026-09-14T06:00:01Z\n\
    a@example.org,open,2026-09-14T06:00:02Z\n";

fn read(
    text: &[u8],
    slice: usize,
    sink: &mut dyn FnMut(Event<'_>) -> Fate,
) -> Result<Finished, Problem> {
    let key = Key::new([1; 16]);
    let mut reading = Reading::new("x.csv", &FilePlan::default(), &key, &Zones::default(), "UTC");
    for bytes in text.chunks(slice) {
        reading.push(bytes, sink)?;
    }
    reading.finish(sink)
}

#[test]
fn what_consent_leaves_out_is_an_ignored_row() {
    let mut sink =
        |event: Event<'_>| if event.kind == Kind::Opened { Fate::LeftOut } else { Fate::Kept };
    let finished = read(TEXT.as_bytes(), 64, &mut sink).expect("a log");
    assert_eq!((finished.report.rows, finished.report.rows_used), (3, 2));
    assert_eq!(finished.report.ignored[&IgnoredReason::Consent], 1);
    assert_eq!(finished.report.events.get(&Kind::Opened), None);
    assert_eq!(finished.report.last.as_deref(), Some("2026-09-14T06:00:01Z"));
}

#[test]
fn the_report_does_not_depend_on_how_bytes_are_cut() {
    // Longer than the head that decides what the file is.
    let mut text = String::from(TEXT);
    for row in 0..3_000 {
        text.push_str(&format!("user{row}@example.org,click,2026-09-14T06:00:00Z\n"));
    }
    let mut keep = |_: Event<'_>| Fate::Kept;
    let whole = read(text.as_bytes(), usize::MAX, &mut keep).expect("a log");
    assert_eq!(whole.report.events[&Kind::Clicked], 3_000);
    for slice in [1, 977, HEAD, HEAD + 1] {
        let cut = read(text.as_bytes(), slice, &mut keep).expect("a log");
        assert_eq!(cut.report, whole.report, "slices of {slice}");
    }
}

#[test]
fn a_long_list_in_an_object_is_read_as_the_list_alone() {
    let event = |n: u32| {
        let time = if n.is_multiple_of(7) { "soon" } else { "2026-09-14T06:00:00Z" };
        format!(r#"{{"to":{{"email":"u{n}@example.org"}},"event":"open","time":"{time}"}}"#)
    };
    let list = (0..40_000).map(event).collect::<Vec<_>>().join(",\n ");
    let mut keep = |_: Event<'_>| Fate::Kept;
    let alone = read(format!("[{list}]").as_bytes(), 1 << 20, &mut keep).expect("a log");
    assert_eq!((alone.report.rows, alone.report.rows_used), (40_000, 34_285));
    for (start, end) in [(r#"{"n":1,"events":["#, "]}"), (r#"{"a":{"b":["#, r#"],"c":2}}"#)] {
        let text = format!("{start}{list}{end}");
        assert!(text.len() > 2 << 20);
        for slice in [977, 1 << 20] {
            let wrapped = read(text.as_bytes(), slice, &mut keep).expect("a log");
            assert_eq!(wrapped.report, alone.report, "{start}, slices of {slice}");
        }
    }
}

#[test]
fn what_is_no_object_in_a_long_list_is_told() {
    let event = r#"{"email":"a@example.org","event":"open","time":"2026-09-14T06:00:00Z"}"#;
    let list = vec![format!(r#"{event}, 7,"{{""#); 30_000].join(",");
    for slice in [977, 1 << 20] {
        let text = format!(r#"{{"events":[{list}]}}"#);
        let finished = read(text.as_bytes(), slice, &mut |_| Fate::Kept).expect("a log");
        assert_eq!((finished.report.rows, finished.report.rows_used), (90_000, 30_000));
        assert_eq!(finished.report.problems[&ProblemKind::NotAnObject], 60_000);
    }
}

#[test]
fn an_event_with_a_long_list_is_one_event() {
    let history = vec![r#"{"note":"nothing of interest happened"}"#; 60_000].join(",");
    let event = r#""email":"a@example.org","event":"open","time":"2026-09-14T06:00:00Z""#;
    let text = format!(r#"{{{event},"history":[{history}]}}{{{event}}}"#);
    assert!(text.len() > 2 << 20);
    let finished = read(text.as_bytes(), 1 << 20, &mut |_| Fate::Kept).expect("a log");
    assert_eq!((finished.report.rows, finished.report.rows_used), (2, 2));
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let mut keep = |_: Event<'_>| Fate::Kept;
    for (bytes, kind) in [
        (&b""[..], ProblemKind::EmptyFile),
        (b"PK\x03\x04rest", ProblemKind::UnsupportedFormat),
        (b"Obj\x01rest", ProblemKind::DamagedArchive),
        (b"a,b\n1,2\n3,4\n", ProblemKind::NoUsableColumns),
    ] {
        let problem = read(bytes, 3, &mut keep).err().expect("no report");
        assert_eq!((problem.kind, problem.row), (kind, None));
    }
}

#[test]
fn members_of_one_archive_are_one_report() {
    let plan = FilePlan::default();
    let one = read(TEXT.as_bytes(), 64, &mut |_| Fate::Kept).expect("a log");
    let two = read(
        b"email,event,timestamp\na@example.org,click,2026-09-14T06:00:00Z\nc@example.org,sent,soon\n",
        64,
        &mut |_| Fate::Kept,
    );
    let mut all = one;
    all.merge(two.expect("a log"));
    let problem =
        Problem { kind: ProblemKind::EncryptedArchive, file: "m".into(), row: None, column: None };
    all.missing(problem.clone());
    assert_eq!((all.report.rows, all.report.rows_used), (5, 4));
    assert_eq!((all.report.recipients, all.report.addresses), (2, 3));
    assert_eq!(all.report.located.len(), 2);
    assert!(all.report.located.contains(&problem));
    assert!(all.covers.contains(Kind::Clicked) && all.covers.contains(Kind::Sent));
    // What repeats another member gives no events, but knows its people.
    let key = Key::new([1; 16]);
    let mut repeats = Reading::new("x.csv", &plan, &key, &Zones::default(), "UTC").repeating();
    let mut never = |_: Event<'_>| panic!("a repeated row gives no event");
    repeats.push(TEXT.as_bytes(), &mut never).expect("a log");
    let repeats = repeats.finish(&mut never).expect("a log");
    assert_eq!((repeats.report.rows, repeats.report.rows_used), (3, 0));
    assert_eq!(repeats.report.ignored[&IgnoredReason::ToldElsewhere], 3);
    assert_eq!((repeats.report.recipients, repeats.report.addresses), (0, 2));
}

#[test]
fn the_users_zone_comes_before_the_vendors() {
    let text = "Timestamp,Email\n2026-09-14 06:00:14,a@example.org\n";
    let plan = FilePlan { mapping: None, zone: Some("Europe/Berlin".into()) };
    let read = Sample::try_read("1/granular_activity/opens/7_x.csv", text, &plan).expect("opens");
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T04:00:14Z"));
    assert_eq!(read.report.zone.as_deref(), Some("Europe/Berlin"));
}

/// Pieces of exports, so that random texts are often nearly right.
const PIECES: [&str; 34] = [
    "email",
    "event",
    "timestamp",
    "opens",
    "Url",
    "Email_ID",
    "Send_Date",
    "Total Apple MPP Opens",
    "a@example.org",
    "Zoë <zoe@example.net>",
    "open",
    "bounce",
    "Öffnung",
    "ja",
    "3",
    "-1",
    "NA",
    "2026-09-14T06:00:00Z",
    "25-10-2026 02:30:00",
    "1789365600",
    "https://example.org/?u=1",
    "\"",
    ",",
    ",",
    ",",
    ";",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "{\"mail\":{\"messageId\":1},\"eventType\":\"Open\"}",
    "{\"event\":\"open\",\"email\":\"a@example.org\",\"timestamp\":1}",
    "{\"TotalCount\":1,\"Opens\":[{}]}",
    "\u{fffd}",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 300,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn every_row_of_any_file_ends_in_one_way(
        pieces in proptest::collection::vec(0..PIECES.len(), 0..60),
        slice in 1usize..40,
    ) {
        let text: String = pieces.into_iter().filter_map(|at| PIECES.get(at)).copied().collect();
        let mut odd = false;
        let mut sink = |_: Event<'_>| {
            odd = !odd;
            if odd { Fate::Kept } else { Fate::LeftOut }
        };
        if let Ok(finished) = read(text.as_bytes(), slice, &mut sink) {
            let report = finished.report;
            let ended = report.ignored.values().chain(report.problems.values()).sum::<u64>();
            proptest::prop_assert_eq!(report.rows, report.rows_used + ended);
            proptest::prop_assert!(report.recipients <= report.addresses);
        }
    }
}
