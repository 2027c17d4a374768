//! From bytes to figures and snapshots, for random events and consent lists:
//! what the three modes must have in common, and what must never come out.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use milchglas::contract::{
    Count, FilePlan, Filter, Mode, Report, Review, Settings, Sharing, Statistics, Treatment,
};
use milchglas::engine::events::Key;
use milchglas::engine::session::{Session, Source, open_snapshot};
use milchglas::engine::zone::Zones;
use milchglas::messages::Failure;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A small generator of numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        let place = self.roll(texts.len() as u64);
        texts[place as usize]
    }
}

const HEADER: &str = "timestamp,event,email,campaign_id,campaign,url,user_agent,ip\n";

const AGENTS: [&str; 5] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "",
];

/// An export of some campaigns to `people` subscribers. `spoilt` rows in a
/// hundred cannot be read, each in one of several ways.
fn export(seed: u64, people: u64, spoilt: u64) -> String {
    let mut dice = Dice(seed);
    let mut text = HEADER.to_owned();
    for campaign in 0..1 + dice.roll(3) {
        for person in 0..people {
            let mut row = |event: &str, after: u64, url: &str, dice: &mut Dice| {
                let minutes = 480 + after;
                let mut time = format!(
                    "2026-09-{:02}T{:02}:{:02}:{:02}Z",
                    1 + campaign * 7 + minutes / 1440,
                    minutes / 60 % 24,
                    minutes % 60,
                    dice.roll(60)
                );
                let mut event = event.to_owned();
                let mut email = address(person);
                if dice.roll(100) < spoilt {
                    match dice.roll(3) {
                        0 => time = "soon".into(),
                        1 => email.clear(),
                        _ => event = "wobbled".into(),
                    }
                }
                let agent = dice.one_of(&AGENTS);
                let _ = writeln!(
                    text,
                    "{time},{event},{email},c{campaign},Autumn {campaign},{url},\"{agent}\",192.0.2.1"
                );
            };
            row("sent", dice.roll(10), "", &mut dice);
            let (arrival, arrived) = match dice.roll(12) {
                0 => ("hard bounce", false),
                1 => ("soft bounce", false),
                _ => ("delivered", true),
            };
            row(arrival, 10 + dice.roll(5), "", &mut dice);
            if !arrived {
                continue;
            }
            for _ in 0..dice.roll(3) {
                row("opened", 20 + dice.roll(6000), "", &mut dice);
            }
            for _ in 0..dice.roll(3) / 2 {
                let url = format!("https://shop.example.com/page-{}", dice.roll(4));
                row("clicked", 20 + dice.roll(6000), &url, &mut dice);
            }
            if dice.roll(40) == 0 {
                row("unsubscribed", 30 + dice.roll(100), "", &mut dice);
            }
        }
    }
    text
}

fn address(person: u64) -> String {
    let domain = ["example.org", "example.com", "example.net"][(person % 3) as usize];
    format!("person{person}@{domain}")
}

/// A consent list that names some of the same people.
fn consent(seed: u64, people: u64) -> String {
    let mut dice = Dice(seed ^ 0x5eed);
    let mut text = "email,opens,clicks,date,source\n".to_owned();
    for person in 0..people {
        if dice.roll(3) > 0 {
            let words = ["yes", "no", ""];
            let (opens, clicks) = (dice.one_of(&words), dice.one_of(&words));
            let date = dice.one_of(&["", "2026-08-01", "2026-09-04"]);
            let _ = writeln!(text, "{},{opens},{clicks},{date},form", address(person));
        }
    }
    text
}

fn settings(mode: Mode, unknown: Treatment) -> Settings {
    Settings { mode, unknown, threshold: 5, ..Settings::default() }
}

/// Reads the files in slices of `slice` bytes.
fn session(settings: Settings, lists: &[&str], files: &[(&str, &str)], slice: usize) -> Session {
    let mut session = Session::new(Key::new([42; 16]), settings, Zones::default());
    let lists = lists.iter().map(|text| ("consent.csv", *text, Source::Consent(None)));
    let files =
        files.iter().map(|(name, text)| (*name, *text, Source::Events(FilePlan::default())));
    for (name, text, source) in lists.chain(files) {
        session.begin(name, &source);
        for slice in text.as_bytes().chunks(slice) {
            session.push(slice);
        }
        session.finish();
    }
    session
}

/// The report, or why there is none.
fn report(settings: Settings, lists: &[&str], text: &str) -> Result<Report, Failure> {
    let mut session = session(settings, lists, &[("events.csv", text)], 1000);
    session.seal()?;
    Ok(session.report(&Filter::default()))
}

fn review(settings: &Settings, lists: &[&str], text: &str, title: &str) -> Result<Review, Failure> {
    let mut session = session(settings.clone(), lists, &[("events.csv", text)], 4096);
    session.seal()?;
    reviewed(&session, settings, title)
}

/// What would leave with everything as usual, and no ledger.
fn reviewed(session: &Session, settings: &Settings, title: &str) -> Result<Review, Failure> {
    let sharing = Sharing { title: title.into(), ..Sharing::default() };
    session
        .review(settings, &Filter::default(), &sharing, "2026-11-23", None, &mut |_, _| true)
        .map(|reviewed| reviewed.review)
}

/// All figures that do not depend on who may be seen. The names of small
/// mailbox domains do: they are kept only where everybody is named.
fn figures(report: &Report) -> Statistics {
    Statistics { providers: Vec::new(), ..report.statistics.clone() }
}

fn some_people() -> impl Strategy<Value = (u64, u64)> {
    (any::<u64>(), 1..60_u64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_equal_in_all_modes_when_nobody_is_excluded(
        (seed, people) in some_people(),
        spoilt in 0..20_u64,
    ) {
        let events = export(seed, people, spoilt);
        let list = consent(seed, people);
        let personal = report(settings(Mode::Personal, Treatment::Anonymous), &[&list], &events);
        let others = [
            report(settings(Mode::Anonymous, Treatment::Anonymous), &[&list], &events),
            report(settings(Mode::Choice, Treatment::Anonymous), &[&list], &events),
            report(settings(Mode::Choice, Treatment::Named), &[&list], &events),
            report(settings(Mode::Choice, Treatment::Anonymous), &[], &events),
        ];
        for other in others {
            match (&personal, &other) {
                (Ok(personal), Ok(other)) => {
                    prop_assert_eq!(figures(personal), figures(other));
                    prop_assert_eq!(&personal.files, &other.files);
                }
                (personal, other) => prop_assert_eq!(personal.as_ref().err(), other.as_ref().err()),
            }
        }
    }

    #[test]
    fn every_row_ends_in_one_way(
        (seed, people) in some_people(),
        spoilt in 0..60_u64,
        slice in 1..5000_usize,
        denied in prop_oneof![Just(Treatment::Anonymous), Just(Treatment::Excluded)],
        unknown in prop_oneof![Just(Treatment::Anonymous), Just(Treatment::Excluded)],
    ) {
        let events = export(seed, people, spoilt);
        let list = consent(seed, people);
        let choice = Settings { denied, ..settings(Mode::Choice, unknown) };
        let session = session(choice, &[&list], &[("events.csv", &events)], slice);
        let [file] = session.files() else { panic!("one file") };
        // So few rows may be left readable that nobody can say what the columns are.
        prop_assume!(file.located.iter().all(|problem| problem.row.is_some()));
        let ignored: u64 = file.ignored.values().sum();
        let problems: u64 = file.problems.values().sum();
        prop_assert_eq!(file.rows, file.rows_used + ignored + problems);
        prop_assert_eq!(file.rows, events.lines().count() as u64 - 1);
    }

    #[test]
    fn exclusion_takes_people_out_of_the_measurable_base_and_nothing_else(
        (seed, people) in some_people(),
    ) {
        let events = export(seed, people, 0);
        let list = consent(seed, people);
        let all = report(settings(Mode::Anonymous, Treatment::Anonymous), &[], &events).unwrap();
        let strict =
            Settings { denied: Treatment::Excluded, ..settings(Mode::Choice, Treatment::Excluded) };
        let some = report(strict, &[&list], &events).unwrap();
        use milchglas::contract::Measure::*;
        for measure in [Sent, Delivered, BouncedHard, BouncedSoft, Unsubscribed] {
            prop_assert_eq!(some.overall[measure], all.overall[measure], "{}", measure.name());
        }
        for measure in [MeasurableOpens, MeasurableClicks, Openers, Opens, Clickers, Clicks] {
            let (some, all) = (some.overall[measure].exact(), all.overall[measure].exact());
            prop_assert_eq!(some.is_some(), all.is_some(), "{} is known", measure.name());
            prop_assert!(some <= all, "{}", measure.name());
        }
        prop_assert!(some.overall[Openers].exact() <= some.overall[MeasurableOpens].exact());
    }

    #[test]
    fn a_file_dropped_twice_counts_once((seed, people) in some_people()) {
        let events = export(seed, people, 0);
        let anonymous = settings(Mode::Anonymous, Treatment::Anonymous);
        let once = report(anonymous.clone(), &[], &events).unwrap();
        let mut twice =
            session(anonymous, &[], &[("events.csv", &events), ("copy.csv", &events)], 777);
        twice.seal().unwrap();
        let twice = twice.report(&Filter::default());
        let read: u64 = once.files[0].events.values().sum();
        prop_assert_eq!(
            exact(twice.statistics.doubles),
            exact(once.statistics.doubles) + read,
            "every event of the copy is a double"
        );
        let without_doubles =
            |report: &Report| Statistics { doubles: Count::Exact(0), ..report.statistics.clone() };
        prop_assert_eq!(without_doubles(&once), without_doubles(&twice));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn snapshots_of_personal_and_anonymous_accounts_are_equal(
        seed in any::<u64>(),
        people in 20..250_u64,
    ) {
        assert_equal_snapshots(seed, people);
    }
}

/// Small mailbox domains are kept while everybody is named, and gathered at once
/// where nobody is: 49 people of one domain and of another are the case in point.
#[test]
fn snapshots_are_equal_around_the_limit_for_domains() {
    assert_equal_snapshots(0, 148);
}

#[track_caller]
fn assert_equal_snapshots(seed: u64, people: u64) {
    let events = export(seed, people, 0);
    let make = |mode| review(&settings(mode, Treatment::Anonymous), &[], &events, "Autumn");
    match (make(Mode::Personal), make(Mode::Anonymous)) {
        (Ok(personal), Ok(anonymous)) => {
            assert_eq!(personal.snapshot.statistics, anonymous.snapshot.statistics);
            assert_eq!(personal.snapshot.protection, anonymous.snapshot.protection);
        }
        (personal, anonymous) => assert_eq!(personal.err(), anonymous.err()),
    }
}

fn exact(count: Count) -> u64 {
    count.exact().expect("the export tells everything")
}

/// What must not come out, in the forms it could hide in.
fn disguises(secret: &str) -> Vec<String> {
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    let percent = secret.bytes().fold(String::new(), |mut text, byte| {
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => write!(text, "{}", char::from(byte)),
            _ => write!(text, "%{byte:02X}"),
        };
        text
    });
    let digest = Sha256::digest(secret.as_bytes());
    vec![
        secret.to_owned(),
        percent,
        hex(secret.as_bytes()),
        BASE64_STANDARD.encode(secret).trim_end_matches('=').to_owned(),
        BASE64_URL_SAFE_NO_PAD.encode(secret),
        hex(&digest),
        BASE64_STANDARD.encode(digest),
    ]
}

#[track_caller]
fn assert_absent(secrets: &[String], text: &str, place: &str) {
    let text = text.to_lowercase();
    for (number, secret) in secrets.iter().enumerate() {
        for disguise in disguises(secret) {
            assert!(!text.contains(&disguise.to_lowercase()), "secret {number} is in {place}");
        }
    }
}

/// An export whose every field carries something that points at a person, and
/// the secrets themselves: those that are nowhere, and those that only the
/// owner's own screen may name.
fn export_with_canaries() -> (String, Vec<String>, Vec<String>) {
    let mut text =
        "timestamp,event,email,first_name,campaign_id,campaign,url,user_agent,ip,message_id,tag\n"
            .to_owned();
    let (mut everywhere, mut outside) = (Vec::new(), Vec::new());
    for person in 0..120 {
        let email = format!("canary{person}x@nest{person}.example.org");
        let name = format!("Canaria{person}q");
        let token = format!("{:016x}", 0x00ca_7a71_0000_1000_u64 * (person + 7));
        let url = format!(
            "https://u{token}.example.com/r/{token}/{email}?id={token}&name={name}&utm_content={token}"
        );
        let agent = format!("Mozilla/5.0 (Windows NT 10.0) Chrome/1.0 Device/{token}");
        let ip = format!("203.0.113.{}", 100 + person);
        for (event, minute, url) in
            [("sent", 0, ""), ("delivered", 1, ""), ("opened", 5, ""), ("clicked", 6, &url)]
        {
            let _ = writeln!(
                text,
                "2026-09-14T06:{minute:02}:{:02}Z,{event},{email},{name},c1,Autumn,{url},{agent},{ip},<{token}@mail.example.org>,{name}",
                person % 60
            );
        }
        everywhere.extend([email, name, token, ip, format!("nest{person}.example.org")]);
    }
    for person in 0..3 {
        let email = format!("campaign{person}z@example.org");
        let _ = writeln!(
            text,
            "2026-09-15T06:00:00Z,sent,quiet{person}@example.org,,t{person},For {email},,,,,"
        );
        outside.push(email);
    }
    (text, everywhere, outside)
}

#[test]
fn nothing_that_points_at_a_person_comes_out_of_an_anonymous_account() {
    let (events, everywhere, outside) = export_with_canaries();
    let anonymous = settings(Mode::Anonymous, Treatment::Anonymous);
    let report = report(anonymous.clone(), &[], &events).unwrap();
    assert_eq!(exact(report.overall[milchglas::contract::Measure::Clickers]), 120);
    assert_absent(&everywhere, &serde_json::to_string(&report).unwrap(), "the report");

    let title = format!("Autumn, seen by {}", everywhere[0]);
    let review = review(&anonymous, &[], &events, &title).unwrap();
    let mut secrets = everywhere;
    secrets.extend(outside);
    secrets.push("events.csv".into());
    assert_absent(&secrets, &review.text, "the snapshot");
    let fragment = review.fragment.expect("a small snapshot fits in a link");
    let opened = open_snapshot(&fragment).unwrap();
    assert_eq!(opened, review.snapshot);
    assert_absent(&secrets, &serde_json::to_string(&opened).unwrap(), "the link");
    assert_absent(&secrets, &fragment, "the fragment itself");
}

#[test]
fn the_snapshot_of_a_personal_account_names_nobody_either() {
    let (events, mut secrets, outside) = export_with_canaries();
    secrets.extend(outside);
    let personal = settings(Mode::Personal, Treatment::Anonymous);
    let review = review(&personal, &[], &events, "Autumn").unwrap();
    assert_absent(&secrets, &review.text, "the snapshot");
}

#[test]
fn the_search_for_secrets_finds_them_in_disguise() {
    for hidden in disguises("canary1x@example.org") {
        let text = format!("before {hidden} behind");
        let found = std::panic::catch_unwind(|| {
            assert_absent(&["canary1x@example.org".to_owned()], &text, "the text");
        });
        assert!(found.is_err(), "overlooked {hidden}");
    }
}

#[test]
fn a_session_keeps_to_the_mode_it_was_read_in() {
    let events = export(1, 30, 0);
    let anonymous = settings(Mode::Anonymous, Treatment::Anonymous);
    let mut session = session(anonymous, &[], &[("events.csv", &events)], 1000);
    session.seal().unwrap();
    let query = milchglas::contract::PeopleQuery {
        list: milchglas::contract::PeopleList::Behind {
            measure: milchglas::contract::Measure::Openers,
        },
        filter: Filter::default(),
        search: String::new(),
        offset: 0,
        limit: 10,
    };
    assert_eq!(session.people(&query).err(), Some(Failure::NotKept));
    let asked = settings(Mode::Personal, Treatment::Named);
    let review = reviewed(&session, &asked, "").unwrap();
    assert_eq!(review.snapshot.treated.mode, Mode::Anonymous);
}
