use super::*;
use crate::contract::{Measure, Mode, Treatment};
use crate::messages::SnapshotFault;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const OPENS: &str = "timestamp,event,email,campaign\n\
    2026-09-14T06:00:00Z,opened,ada@example.org,Autumn\n\
    2026-09-14T06:00:05Z,opened,bob@example.org,Autumn\n";
const CLICKS: &str = "timestamp,event,email,campaign\n\
    2026-09-14T07:00:00Z,clicked,ada@example.org,Autumn\n\
    2026-09-14T07:00:05Z,clicked,eve@example.org,Autumn\n";

fn session(settings: Settings) -> Session {
    Session::new(Key::new([5; 16]), settings, Zones::default())
}

fn events() -> Source {
    Source::Events(FilePlan::default())
}

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_archive_is_one_file_with_the_rows_of_its_members() {
    let packed =
        archive(&[("a/opens.csv", OPENS), ("a/notes.bin", "\0\u{1}"), ("a/clicks.csv", CLICKS)]);
    let mut session = session(Settings::default());
    session.archive("export.zip", &events(), Cursor::new(packed));
    session.seal().unwrap();
    let report = session.report(&Filter::default());
    let [file] = report.files.as_slice() else { panic!("one file") };
    assert_eq!((file.name.as_str(), file.rows, file.recipients), ("export.zip", 4, 3));
    assert_eq!(report.overall[Measure::Openers].exact(), Some(2));
    assert_eq!(report.overall[Measure::Clickers].exact(), Some(2));
}

#[test]
fn what_two_files_tell_is_counted_once_and_nobody_is_no_double() {
    // The same once more, of an address in other letters, and one row twice.
    let again = OPENS.replace("ada@example.org", "Ada@Example.ORG");
    let last = again.lines().last().unwrap_or_default().to_owned();
    let again = format!("{again}{last}\n");
    // Clicks of nobody without a time: each is one.
    let clicks = "id,campaign,token\n1,Autumn,t\n2,Autumn,t\n3,Autumn,u\n";
    let packed = archive(&[("a.csv", OPENS), ("b.csv", &again), ("clicks.csv", clicks)]);
    let mut session = session(Settings::default());
    session.archive("export.zip", &events(), Cursor::new(packed));
    session.seal().unwrap();
    let report = session.report(&Filter::default());
    assert_eq!(report.overall[Measure::Opens].exact(), Some(2));
    assert_eq!(report.overall[Measure::Openers].exact(), Some(2));
    assert_eq!(report.overall[Measure::Clicks].exact(), Some(3));
    assert_eq!(report.statistics.doubles.exact(), Some(3));
}

#[test]
fn a_damaged_member_is_located_and_the_others_are_read() {
    let mut packed = archive(&[("opens.csv", OPENS), ("clicks.csv", CLICKS)]);
    // Deflated bytes of the second member, behind its header and name.
    let start = packed.windows(10).position(|bytes| bytes == b"clicks.csv").unwrap() + 10;
    packed[start..start + 20].fill(0xff);
    let mut session = session(Settings::default());
    session.archive("export.zip", &events(), Cursor::new(packed));
    session.seal().unwrap();
    let [file] = session.files() else { panic!("one file") };
    assert!(file.located.iter().any(|found| found.file == "clicks.csv" && found.row.is_none()));
    assert_eq!(file.recipients, 2);
    assert_eq!(file.rows, file.rows_used);
}

#[test]
fn what_is_no_archive_behind_its_first_bytes_is_said_to_be_damaged() {
    let mut session = session(Settings::default());
    session.archive("export.zip", &events(), Cursor::new(b"PK\x03\x04 and no more".to_vec()));
    let Err(Failure::File { problem }) = session.seal() else { panic!("nothing to read") };
    assert_eq!((problem.kind, problem.row), (ProblemKind::DamagedArchive, None));
    assert_eq!(session.files()[0].rows, 0);
}

#[test]
fn consent_lists_add_up_packed_or_not() {
    let strict = Settings {
        mode: Mode::Choice,
        unknown: Treatment::Excluded,
        denied: Treatment::Excluded,
        ..Settings::default()
    };
    let mut session = session(strict);
    let list = "email,opens,clicks\nada@example.org,yes,yes\n";
    let packed = archive(&[(
        "lists/more.csv",
        "email,opens,clicks\nbob@example.org,yes,no\nada@example.org,yes,yes\n",
    )]);
    session.begin("list.csv", &Source::Consent(None));
    session.push(list.as_bytes());
    session.archive("lists.zip", &Source::Consent(None), Cursor::new(packed));
    for (name, text) in [("opens.csv", OPENS), ("clicks.csv", CLICKS)] {
        session.begin(name, &events());
        session.push(text.as_bytes());
    }
    session.seal().unwrap();
    let report = session.report(&Filter::default());
    let consent = report.consent.unwrap();
    assert_eq!((consent.rows, consent.subscribers), (3, 2), "somebody on two lists is one");
    assert_eq!(report.overall[Measure::Openers].exact(), Some(2));
    assert_eq!(
        report.overall[Measure::Clickers].exact(),
        Some(1),
        "eve said nothing, and is left out"
    );
    assert_eq!(session.rows(), 7);
}

#[test]
fn reactions_that_may_not_be_kept_are_none_and_not_unknown() {
    let strict =
        Settings { mode: Mode::Choice, unknown: Treatment::Excluded, ..Settings::default() };
    let sent = "timestamp,event,email,campaign\n2026-09-14T05:00:00Z,sent,ada@example.org,Autumn\n";
    let mut session = session(strict);
    for (name, text) in [("sent.csv", sent), ("opens.csv", OPENS)] {
        session.begin(name, &events());
        session.push(text.as_bytes());
    }
    session.seal().unwrap();
    let report = session.report(&Filter::default());
    assert_eq!(report.overall[Measure::Openers].exact(), Some(0));
}

#[test]
fn snapshots_come_as_text_as_fragment_or_as_link() {
    let fault = |text: &str| open_snapshot(text).unwrap_err();
    assert_eq!(fault(""), SnapshotFault::NotASnapshot);
    assert_eq!(fault("{}"), SnapshotFault::NotASnapshot);
    assert_eq!(fault("sums of 2026"), SnapshotFault::NotASnapshot);
    for link in ["s1.!", "#s1.!", "https://example.org/report/#s1.!"] {
        assert_eq!(fault(link), SnapshotFault::Damaged, "{link}");
    }
    assert_eq!(fault("https://example.org/#s9.abc"), SnapshotFault::FutureVersion);
}

#[test]
fn only_what_is_a_sum_of_what_is_counted_is_foreseen() {
    let settings = Settings::default();
    let other = Settings { include_machine: true, ..settings.clone() };
    let mut session = session(settings.clone());
    for (name, text) in [("opens.csv", OPENS), ("clicks.csv", &CLICKS.replace("Autumn", "Winter"))]
    {
        session.begin(name, &events());
        session.push(text.as_bytes());
    }
    session.seal().unwrap();
    let alone = Filter { campaigns: Some(vec![1]), ..Filter::default() };
    assert_eq!(session.foresee(&settings, &alone), None, "nothing is counted yet");
    let all = session.report(&Filter::default());
    let foreseen = session.foresee(&settings, &alone).unwrap();
    assert_eq!(foreseen, session.count(&settings, &alone));
    assert_ne!(foreseen, all.statistics);
    assert_eq!(session.foresee(&other, &alone), None, "counted in another way");
    while session.count_ahead() {}
    assert_eq!(session.foresee(&other, &alone), Some(session.count(&other, &alone)));
}

#[test]
fn many_events_of_nobody_are_not_foreseen() {
    for (clicks, foreseen) in [(QUICK - 1, true), (QUICK, false)] {
        let mut session = session(Settings::default());
        session.begin("clicks.csv", &events());
        session.push(b"id,campaign,token,created_at\n");
        for id in 0..clicks {
            let (hour, minute, second) = (id / 3_600, id / 60 % 60, id % 60);
            let time =
                format!("2026-09-{:02} {:02}:{minute:02}:{second:02}", 1 + hour / 24, hour % 24);
            session.push(format!("{id},Autumn,t,{time}\n").as_bytes());
        }
        session.seal().unwrap();
        let report = session.report(&Filter::default());
        assert_eq!(report.overall[Measure::Clicks].exact(), Some(clicks as u64));
        let ahead = session.foresee(&Settings::default(), &Filter::default());
        assert_eq!(ahead, foreseen.then_some(report.statistics));
    }
}

#[test]
fn an_archive_is_known_by_four_bytes() {
    assert!(is_archive(&archive(&[("a", "b")])[..4]));
    assert!(is_archive(&archive(&[])));
    assert!(is_archive(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
    assert!(!is_archive(b"PK,"));
    assert!(!is_archive(b""));
}

#[test]
fn sheets_are_the_members_of_a_workbook() {
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let cell = |text: &str| format!("<c t=\"str\"><v>{text}</v></c>");
    let row = |cells: &[&str]| {
        format!("<row>{}</row>", cells.iter().map(|text| cell(text)).collect::<String>())
    };
    let rows = |text: &str| {
        text.lines().map(|line| row(&line.split(',').collect::<Vec<_>>())).collect::<String>()
    };
    let kind = "http://x/worksheet";
    let packed = archive(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            "<w><sheets><sheet name=\"Sheet1\" id=\"a\"/><sheet name=\"Sheet2\" id=\"b\"/></sheets></w>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<r><Relationship Id=\"a\" Type=\"{kind}\" Target=\"a.xml\"/>\
                 <Relationship Id=\"b\" Type=\"{kind}\" Target=\"b.xml\"/></r>"
            ),
        ),
        ("xl/a.xml", &sheet(&rows(OPENS))),
        ("xl/b.xml", &sheet(&rows(CLICKS))),
    ]);
    let found = inspect_archive("events.xlsx", 1, Cursor::new(&packed));
    assert_eq!(found.container, crate::contract::Container::Spreadsheet);
    assert_eq!(found.class, crate::contract::FileClass::Events);
    let mut session = session(Settings::default());
    session.archive("events.xlsx", &events(), Cursor::new(packed));
    session.seal().unwrap();
    let report = session.report(&Filter::default());
    let [file] = report.files.as_slice() else { panic!("one file") };
    assert_eq!((file.name.as_str(), file.rows, file.recipients), ("events.xlsx", 4, 3));
    assert!(file.problems.is_empty());
    assert_eq!(report.overall[Measure::Openers].exact(), Some(2));
    assert_eq!(report.overall[Measure::Clickers].exact(), Some(2));
}

#[test]
fn sums_are_told_to_the_owner_and_leave_with_nothing() {
    let sums = "Title,Subject,Send Date,Total Recipients,Successful Deliveries,Unique Opens\n\
        Autumn,x,\"Sep 14, 2026\",987654,14,7\nNowhere Else,y,\"Sep 15, 2026\",9,8,5\n";
    let mut text = "timestamp,event,email,campaign\n".to_owned();
    for person in 0..40 {
        for event in ["sent", "opened"] {
            text.push_str(&format!("2026-09-14T06:00:00Z,{event},u{person}@example.org,Autumn\n"));
        }
    }
    let figures = |with: bool| {
        let mut session = session(Settings::default());
        for (name, text) in [("events.csv", text.as_str()), ("campaigns.csv", sums)] {
            if with || name == "events.csv" {
                session.begin(name, &events());
                session.push(text.as_bytes());
            }
        }
        session.seal().unwrap();
        let report = session.report(&Filter::default());
        let settings = Settings::default();
        let reviewed = session
            .review(
                &settings,
                &Filter::default(),
                &Default::default(),
                "2026-10-01",
                None,
                &mut |_, _| true,
            )
            .unwrap();
        (report, reviewed.review.text)
    };
    let ((alone, text_alone), (beside, text_beside)) = (figures(false), figures(true));
    let reported = &beside.files[1].reported;
    assert_eq!(
        (reported[0].campaign.as_str(), reported[0].figures[&Measure::Sent]),
        ("Autumn", 987_654)
    );
    assert_eq!(reported.len(), 2);
    assert_eq!(alone.statistics, beside.statistics, "no figure is changed by them");
    assert_eq!(text_alone, text_beside, "nor is what leaves");
}

#[test]
fn what_is_wrong_with_an_export_is_told_beside_sums_too() {
    let sums = "Title,Subject,Send Date,Total Recipients,Successful Deliveries\nA,B,C,14,11\n";
    let mut session = session(Settings::default());
    for (name, text) in [("broken.csv", ""), ("campaigns.csv", sums)] {
        session.begin(name, &events());
        session.push(text.as_bytes());
    }
    let Err(Failure::File { problem }) = session.seal() else { panic!("nothing to read") };
    assert_eq!(problem.kind, ProblemKind::EmptyFile);
}
