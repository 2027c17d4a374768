//! From bytes to what leaves, with everything in between: protection, its
//! verifier, the ledger. What must hold of every release, and of several.

use milchglas::contract::{
    BreachKind, Count, FilePlan, Filter, Measure, Method, Mode, Place, Settings, Sharing, Snapshot,
    Table, Treatment,
};
use milchglas::engine::events::Key;
use milchglas::engine::ledger::Ledger;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{Reviewed, Session, Source, verify_snapshot};
use milchglas::engine::zone::Zones;
use milchglas::messages::Failure;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Numbers that look random, and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

const HEADER: &str = "timestamp,event,email,campaign_id,campaign,url,user_agent\n";

const AGENTS: [&str; 3] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.9.0",
];

/// The rows of one campaign, in the order of sending. What a subscriber does
/// hangs on the subscriber, the campaign and the seed alone.
fn campaign(number: u64, people: std::ops::Range<u64>, seed: u64) -> Vec<String> {
    let mut rows = Vec::new();
    for person in people {
        let mut dice = Dice(seed ^ (person << 20) ^ (number << 8));
        let domain = ["example.org", "example.com", "post.example.at"][(person % 7 % 3) as usize];
        let agent = AGENTS[(person % 11 % 3) as usize];
        let mut row = |event: &str, minute: u64, url: &str| {
            let (day, hour) = (1 + 7 * number + minute / 1440, 6 + minute % 1440 / 60 % 18);
            let mut text = String::new();
            let _ = writeln!(
                text,
                "2026-09-{day:02}T{hour:02}:{:02}:{:02}Z,{event},user{person}@{domain},c{number},Letter {number},{url},{agent}",
                minute % 60,
                person % 60,
            );
            rows.push(text);
        };
        row("sent", 0, "");
        if dice.roll(40) == 0 {
            row("bounce", 1, "");
            continue;
        }
        row("delivered", 1, "");
        if dice.roll(100) < 40 {
            let after = 2 + dice.roll(90) * (1 + dice.roll(20));
            for time in 0..1 + dice.roll(3) {
                row("opened", after + 3 * time, "");
            }
            if dice.roll(100) < 25 {
                let page = dice.roll(3) * dice.roll(3);
                row("clicked", after + 1, &format!("https://www.example.org/page-{page}"));
            }
        }
        if dice.roll(90) == 0 {
            row("unsubscribed", 40, "");
        }
    }
    rows
}

fn file(rows: &[String]) -> String {
    HEADER.to_owned() + &rows.concat()
}

fn three_campaigns(people: u64, seed: u64) -> Vec<String> {
    (0..3).flat_map(|number| campaign(number, 0..people, seed)).collect()
}

fn settings(mode: Mode) -> Settings {
    Settings { mode, unknown: Treatment::Anonymous, ..Settings::default() }
}

fn read(text: &str, mode: Mode) -> Session {
    let key = Key::new([42; 16]);
    let mut session = Session::new(key, settings(mode), Zones::default()).with_secret(secret());
    session.begin("events.csv", &Source::Events(FilePlan::default()));
    for slice in text.as_bytes().chunks(4096) {
        session.push(slice);
    }
    session.seal().expect("the rows can be read");
    session
}

fn secret() -> Secret {
    Secret::new([7; 32])
}

fn by(method: Method) -> Sharing {
    Sharing { method, ..Sharing::default() }
}

fn review(
    session: &Session,
    sharing: &Sharing,
    ledger: Option<&Ledger>,
) -> Result<Reviewed, Failure> {
    let settings = settings(Mode::Anonymous);
    session.review(&settings, &Filter::default(), sharing, "2026-11-23", ledger, &mut |_, _| true)
}

fn release(session: &Session, sharing: &Sharing, ledger: &mut Ledger) -> Result<Snapshot, Failure> {
    let Reviewed { review, draft } = review(session, sharing, Some(&*ledger))?;
    ledger.append(draft, "2026-11-23").expect("it fits");
    Ok(review.snapshot)
}

#[test]
fn every_method_passes_its_verifier_and_says_what_it_did() {
    for seed in 0..4 {
        let session = read(&file(&three_campaigns(400, seed)), Mode::Anonymous);
        for method in [Method::Exact, Method::Rounded, Method::CellKey] {
            let made = review(&session, &by(method), None).expect("enough people").review;
            assert_eq!(made.snapshot.protection.method, method);
            let risk = made.snapshot.risk.clone().expect("a risk report");
            assert!(!risk.ledger && risk.cells_withheld <= risk.cells);
            let marks = made.snapshot.statistics.places();
            let marks = marks.filter(|&place| made.snapshot.statistics.at(place).is_withheld());
            assert_eq!(risk.cells_withheld, marks.count() as u64);
            // Whoever reads it finds as little.
            let (theirs, breaches) =
                verify_snapshot(&made.snapshot, &mut |_, _| true).expect("read");
            assert_eq!(breaches, []);
            assert_eq!((theirs.programs, theirs.narrowest), (risk.programs, risk.narrowest));
            assert!(risk.narrowest.is_none_or(|narrowest| narrowest >= 11), "seed {seed}");
            println!(
                "seed {seed}, {}: {} of {} figures, {} of {} counts, {} rounds",
                method.name(),
                made.cost.cells_withheld,
                made.cost.cells,
                made.cost.counts_withheld,
                made.cost.counts,
                made.rounds
            );
        }
    }
}

/// What is kept from one review to the next changes none of them.
#[test]
fn reviews_do_not_depend_on_what_was_asked_before() {
    let text = file(&three_campaigns(400, 3));
    let asked =
        |session: &Session, threshold: u32, sharing: &Sharing, campaigns: Option<Vec<u32>>| {
            let settings = Settings { threshold, ..settings(Mode::Anonymous) };
            let filter = Filter { campaigns, ..Filter::default() };
            let watch = &mut |_, _| true;
            session
                .review(&settings, &filter, sharing, "2026-11-23", None, watch)
                .map(|made| made.review.text)
        };
    let session = read(&text, Mode::Anonymous);
    let mut dice = Dice(4);
    let mut texts = BTreeSet::new();
    for _ in 0..24 {
        let threshold = [5, 11, 60][dice.roll(3) as usize];
        let mut sharing =
            by([Method::Exact, Method::CellKey, Method::Private][dice.roll(3) as usize]);
        if dice.roll(2) == 0 {
            sharing.tables.retain(|&table| table != Table::Links);
        }
        let campaigns = [None, Some(vec![0]), Some(vec![0, 2])][dice.roll(3) as usize].clone();
        let again = asked(&session, threshold, &sharing, campaigns.clone());
        let alone = asked(&read(&text, Mode::Anonymous), threshold, &sharing, campaigns);
        assert_eq!(again, alone);
        texts.extend(again.ok());
    }
    assert!(texts.len() > 5, "different questions: {}", texts.len());
}

#[test]
fn the_same_input_gives_the_same_bytes_in_any_order() {
    let mut rows = three_campaigns(300, 5);
    let sharing = [Method::Exact, Method::Rounded, Method::CellKey].map(by);
    let texts = |rows: &[String]| {
        let session = read(&file(rows), Mode::Anonymous);
        sharing.each_ref().map(|sharing| review(&session, sharing, None).unwrap().review.text)
    };
    let (first, again) = (texts(&rows), texts(&rows));
    assert!(first == again);
    let mut dice = Dice(9);
    for at in (1..rows.len()).rev() {
        rows.swap(at, dice.roll(at as u64 + 1) as usize);
    }
    assert!(first == texts(&rows), "the order of the source shows");
}

#[test]
fn what_is_shown_equals_the_owners_figures() {
    let text = file(&three_campaigns(400, 3));
    let [personal, anonymous] = [Mode::Personal, Mode::Anonymous].map(|mode| read(&text, mode));
    let owner = personal.count(&settings(Mode::Personal), &Filter::default());
    for (method, error) in [(Method::Exact, 0), (Method::Rounded, 2)] {
        let [one, other] = [&personal, &anonymous]
            .map(|session| review(session, &by(method), None).unwrap().review.snapshot);
        assert_eq!(one.statistics, other.statistics);
        assert_eq!(one.protection, other.protection);
        let people = Measure::ALL.iter().filter(|measure| measure.counts_people());
        let mut compared = 0;
        for &measure in people {
            let place = Place { table: Table::Overall, row: 0, measure };
            if let (Count::Exact(shown), Count::Exact(exact)) =
                (one.statistics.at(place), owner.overall[measure])
            {
                assert!(shown.abs_diff(exact) <= error, "{measure:?} by {method:?}");
                compared += 1;
            }
        }
        assert!(compared > 5, "only {compared} figures are shown");
    }
}

#[test]
fn one_subscriber_changes_only_what_is_theirs() {
    let rows = three_campaigns(300, 8);
    let without: Vec<String> =
        rows.iter().filter(|row| !row.contains(",user42@")).cloned().collect();
    let [all, fewer] = [&rows, &without].map(|rows| {
        let session = read(&file(rows), Mode::Anonymous);
        review(&session, &by(Method::Exact), None).unwrap().review.snapshot.statistics
    });
    for place in all.places() {
        let (Count::Exact(with), Count::Exact(without)) = (all.at(place), fewer.at(place)) else {
            continue;
        };
        // Three campaigns, five opens or clicks in each.
        let most = if place.measure.counts_people() { 3 } else { 15 };
        assert!(with >= without && with - without <= most, "{place:?}");
        let of_the_campaign = place.table != Table::Campaigns || with - without <= most / 3;
        assert!(of_the_campaign, "{place:?}");
    }
    // Nothing of other providers: the subscriber has one mailbox.
    let changed: BTreeSet<u32> = all
        .places()
        .filter(|&place| place.table == Table::Providers)
        .filter(|&place| match (all.at(place), fewer.at(place)) {
            (Count::Exact(with), Count::Exact(without)) => with != without,
            _ => false,
        })
        .map(|place| place.row)
        .collect();
    assert!(changed.len() <= 1, "{changed:?}");
}

#[test]
fn two_reports_that_differ_by_four_people_are_refused() {
    let mut ledger = Ledger::new(secret());
    let first: Vec<String> = (0..2).flat_map(|number| campaign(number, 0..300, 1)).collect();
    let sharing = by(Method::Exact);
    release(&read(&file(&first), Mode::Anonymous), &sharing, &mut ledger).expect("the first");
    let mut second = first.clone();
    second.extend(campaign(1, 300..304, 1));
    let refused = release(&read(&file(&second), Mode::Anonymous), &sharing, &mut ledger);
    let Err(Failure::Unsafe { breaches }) = refused else { panic!("it is not refused") };
    let breach = &breaches[0];
    assert_eq!(
        (breach.kind, breach.at_least, breach.at_most),
        (BreachKind::Difference, 4, Some(4))
    );
    let releases: Vec<Option<u32>> = breach.figures.iter().map(|figure| figure.release).collect();
    assert_eq!(releases, [Some(0), None]);
    // So are those that leave the four out again.
    let mut other = Ledger::new(secret());
    release(&read(&file(&second), Mode::Anonymous), &sharing, &mut other).expect("the first");
    let refused = release(&read(&file(&first), Mode::Anonymous), &sharing, &mut other);
    assert!(matches!(refused, Err(Failure::Unsafe { .. })));
}

#[test]
fn the_same_four_people_in_every_campaign_are_four_people() {
    let mut ledger = Ledger::new(secret());
    let sharing = Sharing { tables: Vec::new(), ..by(Method::Exact) };
    let first = three_campaigns(300, 1);
    release(&read(&file(&first), Mode::Anonymous), &sharing, &mut ledger).expect("the first");
    let mut second = first;
    second.extend((0..3).flat_map(|number| campaign(number, 300..304, 1)));
    let refused = release(&read(&file(&second), Mode::Anonymous), &sharing, &mut ledger);
    let Err(Failure::Unsafe { breaches }) = refused else { panic!("twelve recipients passed") };
    assert_eq!((breaches[0].at_least, breaches[0].at_most), (4, Some(12)));
}

#[test]
fn the_same_release_again_is_the_same() {
    let mut ledger = Ledger::new(secret());
    let session = read(&file(&three_campaigns(300, 2)), Mode::Anonymous);
    let sharing = by(Method::Exact);
    let first = release(&session, &sharing, &mut ledger).expect("the first");
    let second = release(&session, &sharing, &mut ledger).expect("the same");
    assert_eq!(first.statistics, second.statistics);
    assert_eq!(ledger.releases().len(), 1);
}

#[test]
fn a_report_that_grew_shows_nothing_that_was_withheld() {
    let mut ledger = Ledger::new(secret());
    let sharing = by(Method::Exact);
    let first: Vec<String> = (0..2).flat_map(|number| campaign(number, 0..300, 4)).collect();
    let mut second = first.clone();
    second.extend(campaign(2, 0..300, 4));
    let first = release(&read(&file(&first), Mode::Anonymous), &sharing, &mut ledger).unwrap();
    let second = release(&read(&file(&second), Mode::Anonymous), &sharing, &mut ledger).unwrap();
    let risk = second.risk.as_ref().expect("a risk report");
    assert!(risk.ledger && risk.earlier == 1);
    for (row, (before, now)) in
        first.statistics.campaigns.iter().zip(&second.statistics.campaigns).enumerate()
    {
        for &measure in Measure::ALL {
            let stays =
                !before.figures[measure].is_withheld() || now.figures[measure].is_withheld();
            assert!(stays, "campaign {row}: {measure:?} was withheld and is shown");
        }
    }
}

#[test]
fn without_a_ledger_days_are_weeks() {
    let session = read(&file(&three_campaigns(300, 6)), Mode::Anonymous);
    let made = review(&session, &by(Method::Exact), None).unwrap().review.snapshot;
    let sent = |made: &Snapshot| made.statistics.campaigns[0].sent_on.clone();
    // The Monday before a Tuesday.
    assert_eq!(sent(&made).as_deref(), Some("2026-08-31"));
    assert!(made.statistics.days.iter().all(|row| row.days == 7));
    let ledger = Ledger::new(secret());
    let made = review(&session, &by(Method::Exact), Some(&ledger)).unwrap().review.snapshot;
    assert_eq!(sent(&made).as_deref(), Some("2026-09-01"));
}

#[test]
fn too_few_people_publish_nothing() {
    let session = read(&file(&three_campaigns(7, 1)), Mode::Anonymous);
    assert_eq!(review(&session, &by(Method::Exact), None).err(), Some(Failure::TooFewPeople));
}

#[test]
fn a_stopped_review_gives_nothing() {
    let session = read(&file(&three_campaigns(300, 1)), Mode::Anonymous);
    let (settings, filter) = (settings(Mode::Anonymous), Filter::default());
    let stopped =
        session
            .review(&settings, &filter, &Sharing::default(), "2026-11-23", None, &mut |_, _| false);
    assert!(stopped.is_err());
}
