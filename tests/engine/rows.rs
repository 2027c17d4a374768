//! Rows for other tools beside reports of the same campaigns: what leaves in one
//! form is not given away by the other.

use milchglas::contract::{Count, FilePlan, Filter, Measure, Settings, Sharing, Snapshot, Table};
use milchglas::engine::events::Key;
use milchglas::engine::ledger::Ledger;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{RowsReviewed, Session, Source};
use milchglas::engine::zone::Zones;
use milchglas::messages::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const TODAY: &str = "2026-11-23";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15";
const DESK: &str = "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.9.0";

/// Two campaigns to 400 people. In the second, this many clicked.
fn read(clickers: usize) -> Session {
    let mut text = "timestamp,event,email,campaign_id,campaign,url,user_agent\n".to_owned();
    for campaign in 1..=2 {
        for person in 0..400 {
            let domain = ["example.org", "example.com"][person % 2];
            let agent = [PHONE, DESK][person % 3 % 2];
            let mut row = |event: &str, minute: usize, url: &str| {
                let (hour, minute) = (8 + minute / 60, minute % 60);
                let _ = writeln!(
                    text,
                    "2026-09-{campaign:02}T{hour:02}:{minute:02}:00Z,{event},user{person}@{domain},c{campaign},Letter {campaign},{url},{agent}",
                );
            };
            row("sent", 0, "");
            row("delivered", 1, "");
            let clicks = if campaign == 1 { person < 90 } else { person < clickers };
            if person < 180 {
                row("opened", 5 + person % 600, "");
            }
            if clicks {
                row("clicked", 6 + person % 600, "https://www.example.org/page");
            }
        }
    }
    let mut session = Session::new(Key::new([4; 16]), Settings::default(), Zones::default())
        .with_secret(secret());
    session.begin("events.csv", &Source::Events(FilePlan::default()));
    session.push(text.as_bytes());
    session.seal().expect("the rows can be read");
    session
}

fn secret() -> Secret {
    Secret::new([6; 32])
}

fn rows(session: &Session, ledger: &mut Ledger) -> Result<String, Failure> {
    let (settings, everything) = (Settings::default(), Filter::default());
    let RowsReviewed { rows, draft } =
        session.export_rows(&settings, &everything, TODAY, ledger, &mut |_, _| true)?;
    ledger.append(draft, TODAY).expect("it fits");
    Ok(rows.csv)
}

fn report(session: &Session, sharing: &Sharing, ledger: &mut Ledger) -> (Snapshot, Vec<Table>) {
    let (settings, everything) = (Settings::default(), Filter::default());
    let reviewed = session
        .review(&settings, &everything, sharing, TODAY, Some(ledger), &mut |_, _| true)
        .expect("enough people");
    ledger.append(reviewed.draft, TODAY).expect("it fits");
    (reviewed.review.snapshot, reviewed.review.left_out)
}

/// How many rows of each campaign and kind, and which other columns say anything.
fn told(csv: &str) -> (BTreeMap<(&str, &str), u64>, BTreeSet<usize>) {
    let (mut counts, mut columns) = (BTreeMap::new(), BTreeSet::new());
    for line in csv.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        *counts.entry((fields[0], fields[1])).or_default() += 1;
        columns.extend((2..fields.len()).filter(|&at| !fields[at].is_empty()));
    }
    (counts, columns)
}

/// What rows tell of; two ways at once only where that is asked for.
const BREAKDOWNS: [Table; 7] = [
    Table::Arrival,
    Table::Days,
    Table::Week,
    Table::Providers,
    Table::Devices,
    Table::Clients,
    Table::DeviceClients,
];

#[test]
fn a_breakdown_leaves_in_rows_or_in_reports_and_never_in_both() {
    let session = read(60);
    let mut ledger = Ledger::new(secret());
    let first = rows(&session, &mut ledger).unwrap();
    let (counts, columns) = told(&first);
    assert_eq!(counts[&("Letter 2", "clicked")], 60);
    assert!(columns.len() >= 3, "days, providers and more are told: {columns:?}");
    let (snapshot, left_out) = report(&session, &Sharing::default(), &mut ledger);
    assert_eq!(left_out, BREAKDOWNS);
    let statistics = &snapshot.statistics;
    let there = |&table: &Table| statistics.places().any(|place| place.table == table);
    assert!(there(&Table::Campaigns) && !BREAKDOWNS.iter().any(there));
    assert_eq!(statistics.campaigns[1].figures[Measure::Clickers], Count::Exact(60));
    // The very same rows tell nothing new, and are entered once.
    assert_eq!(rows(&session, &mut ledger).unwrap(), first);
    assert_eq!(ledger.releases().len(), 2);

    let mut ledger = Ledger::new(secret());
    let (snapshot, left_out) = report(&session, &Sharing::default(), &mut ledger);
    let there = |table: &Table| snapshot.statistics.places().any(|place| place.table == *table);
    assert!(left_out.is_empty() && BREAKDOWNS[..6].iter().all(there));
    let plain = rows(&session, &mut ledger).unwrap();
    let (same, columns) = told(&plain);
    assert_eq!((same, columns), (counts, BTreeSet::new()), "campaign and kind, and nothing else");
    assert_eq!(told(&rows(&session, &mut ledger).unwrap()).1, BTreeSet::new());
}

#[test]
fn rows_do_not_tell_what_a_report_withheld() {
    let sharing = Sharing { tables: vec![Table::Campaigns], ..Sharing::default() };
    let mut ledger = Ledger::new(secret());
    let (snapshot, _) = report(&read(4), &sharing, &mut ledger);
    let clickers =
        |snapshot: &Snapshot| snapshot.statistics.campaigns[1].figures[Measure::Clickers];
    assert!(clickers(&snapshot).is_withheld());
    // Twelve by now: the eight who came since would be told.
    let later = read(12);
    let fresh = rows(&later, &mut Ledger::new(secret())).unwrap();
    assert_eq!(told(&fresh).0[&("Letter 2", "clicked")], 12);
    let csv = rows(&later, &mut ledger).unwrap();
    let (counts, _) = told(&csv);
    assert!(!counts.keys().any(|(_, kind)| *kind == "clicked"), "{counts:?}");
    assert_eq!(counts[&("Letter 2", "opened")], 180);
}

#[test]
fn a_report_does_not_differ_from_rows_by_a_few_people() {
    let sharing = Sharing { tables: vec![Table::Campaigns], ..Sharing::default() };
    let mut ledger = Ledger::new(secret());
    assert_eq!(told(&rows(&read(60), &mut ledger).unwrap()).0[&("Letter 2", "clicked")], 60);
    let (snapshot, _) = report(&read(64), &sharing, &mut ledger);
    let clickers = snapshot.statistics.campaigns[1].figures[Measure::Clickers];
    assert!(clickers.is_withheld(), "four more than there are rows: {clickers:?}");
}

#[test]
fn a_ledger_with_rows_is_read_back() {
    let mut ledger = Ledger::new(secret());
    rows(&read(60), &mut ledger).unwrap();
    let text = ledger.to_text();
    let mut again = Ledger::open(&text).expect("it is whole");
    assert!(again.to_text() == text && again.view(TODAY).releases[0].rows);
    let (_, left_out) = report(&read(60), &Sharing::default(), &mut again);
    assert_eq!(left_out, BREAKDOWNS);
    let altered = text.replacen("\"providers\"", "\"links\"", 1);
    assert!(
        altered != text && Ledger::open(&altered).is_err(),
        "what was told is part of the chain"
    );
}
