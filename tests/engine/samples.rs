//! Every sample export of a known dialect gives exactly what
//! `tests/samples/EXPECTED.json` says: rows, events, recipients, first event.
//! Where a sample says more than its file can tell, the difference stands here
//! with its reason.

use milchglas::contract::{
    Certainty, FileClass, FilePlan, FileReport, Filter, GroupRow, IgnoredReason, Kind, ProblemKind,
    Settings,
};
use milchglas::engine::Session;
use milchglas::engine::events::{
    Event, Fate, Finished, Key, MemberHead, Reading, inspect, inspect_members,
};
use milchglas::engine::records;
use milchglas::engine::session::Source;
use milchglas::engine::zone::{Zone, Zones};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

#[path = "samples/cuts.rs"]
mod cuts;
#[path = "samples/transformed.rs"]
mod transformed;

/// A sample, its dialect, and how it differs from what is expected of it.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    dialect: &'static str,
    differs: Differs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Differs {
    Not,
    /// The file holds no times at all.
    NoTimes,
    /// The file tells times to the minute.
    Minutes,
    /// Counted there by request body; each event is a row.
    RowsAreEvents(u64),
    /// Which click was a machine's is in no column: 6 + 1 are 7.
    MachineClickUnknown,
    /// The last row is cut off, and reported.
    Truncated,
    /// No row is an event, so that nobody in it is a recipient: they are met.
    LastStates,
    /// The file has no column with the time that is expected; its own first.
    First(&'static str),
    /// The file names one person blocked, which is not expected.
    OneDropped,
}

const fn case(name: &'static str, dialect: &'static str) -> Case {
    Case { name, dialect, differs: Differs::Not }
}

const fn but(name: &'static str, dialect: &'static str, differs: Differs) -> Case {
    Case { name, dialect, differs }
}

const CASES: &[Case] = &[
    case("sendgrid-email-activity.csv", "sendgrid-email-activity"),
    case("sendgrid-email-activity.csv.gz", "sendgrid-email-activity"),
    case("sendgrid-event-webhook.json", "sendgrid-event-webhook"),
    but(
        "sendgrid-event-webhook-batches.ndjson",
        "sendgrid-event-webhook",
        Differs::RowsAreEvents(82),
    ),
    case("mailchimp-granular-opens.csv", "mailchimp-granular-activity"),
    case("mailchimp-granular-clicks.csv", "mailchimp-granular-activity"),
    but("mailchimp-report-opened.csv", "mailchimp-report", Differs::NoTimes),
    but("mailchimp-report-click_activity.csv", "mailchimp-report", Differs::NoTimes),
    but("mailchimp-report-bounces.csv", "mailchimp-report", Differs::NoTimes),
    case("ses-firehose.ndjson", "amazon-ses"),
    case("ses-firehose.gz", "amazon-ses"),
    case("ses-sns.ndjson", "amazon-ses"),
    case("ses-lambda-records.json", "amazon-ses"),
    case("postmark-webhooks.ndjson", "postmark"),
    case("postmark-opens-api.json", "postmark"),
    but("brevo-campaign-recipients.csv", "brevo-campaign-recipients", Differs::MachineClickUnknown),
    case("brevo-transactional-logs-en.csv", "brevo-transactional-logs"),
    case("brevo-transactional-logs-it.csv", "brevo-transactional-logs"),
    case("brevo-transactional-logs-de.csv", "brevo-transactional-logs"),
    case("brevo-webhook.ndjson", "brevo-events"),
    case("mailgun-events-api.json", "mailgun"),
    case("mailgun-webhooks.ndjson", "mailgun"),
    case("sparkpost-events-api.json", "sparkpost"),
    case("sparkpost-events.csv", "sparkpost"),
    case("sparkpost-webhook.json", "sparkpost"),
    case("mailjet-event-api.json", "mailjet"),
    case("resend-webhooks.ndjson", "resend-webhooks"),
    but("resend-emails.csv", "resend-emails", Differs::LastStates),
    but("generic-utf16-excel.txt", "generic", Differs::Minutes),
    but("generic-sep-line-truncated.csv", "generic", Differs::Truncated),
    case("listmonk-campaign_views.csv", "listmonk"),
    case("listmonk-link_clicks.csv", "listmonk"),
    case("mautic-email_stats.csv", "mautic-email-stats"),
    case("mautic-report-de.csv", "mautic-report"),
    case("keila-contacts_events.csv", "keila-events"),
    but("phplist-open-statistics.csv", "phplist-opens", Differs::Minutes),
    // German traits that a mapping alone must read; their headers are no proof.
    but("cleverreach-report-empfaenger.csv", "generic", Differs::First("2026-09-14T06:00:14")),
    but("rapidmail-mailing-empfaenger.csv", "generic", Differs::OneDropped),
    but("evalanche-versendung-profile.csv", "generic", Differs::First("2026-09-14T06:00:14")),
    // The last open of each, by the zone of no account.
    but("activecampaign-contacts-opened.csv", "generic", Differs::First("2026-09-14T01:08:00")),
    case("inxmail-reaktionen.csv", "generic"),
    case("optimizely-campaign-opens.csv", "generic"),
    case("iterable-emailClick.csv", "iterable"),
    case("iterable-export.jsonl", "iterable"),
    case("braze-currents-http.ndjson", "braze-currents"),
    case("mailchimp-api-email-activity.json", "mailchimp-email-activity"),
    case("klaviyo-events-api.json", "klaviyo-events"),
    case("hubspot-email-events-api.json", "hubspot-email-events"),
    but("campaignmonitor-clicks.json", "campaign-monitor", Differs::Minutes),
    but("campaignmonitor-opens.json", "campaign-monitor", Differs::Minutes),
    case("constantcontact-tracking.json", "constant-contact"),
    case("customerio-reporting-webhooks.ndjson", "customer-io"),
];

#[test]
fn every_sample_gives_what_is_expected() {
    let expected = expected();
    for &Case { name, dialect, differs } in CASES {
        let want = &expected[name];
        let report = read(name, &bytes(name), usize::MAX).report;
        assert_eq!(report.dialect, dialect, "{name}");
        let rows = match differs {
            Differs::RowsAreEvents(rows) => rows,
            _ => want["rows"].as_u64().expect("a number"),
        };
        assert_eq!(report.rows, rows, "rows of {name}");
        let mut events = events(want);
        if differs == Differs::MachineClickUnknown {
            let machine = events.remove("machine_clicked").expect("the sample has one");
            *events.get_mut("clicked").expect("the sample has some") += machine;
        }
        if differs == Differs::OneDropped {
            events.insert("dropped".to_owned(), 1);
        }
        assert_eq!(named(&report), events, "events of {name}");
        let people = match differs {
            Differs::LastStates => report.addresses,
            _ => report.recipients,
        };
        assert_eq!(Some(people), want["unique_recipients"].as_u64(), "recipients of {name}");
        let addresses = want["unique_addresses_in_file"].as_u64().unwrap_or(people);
        assert_eq!(report.addresses, addresses, "addresses of {name}");
        let first = match (differs, want["first_utc"].as_str()) {
            (Differs::NoTimes, _) => None,
            (Differs::Minutes, first) => {
                first.and_then(|time| time.get(..16)).map(|m| format!("{m}:00"))
            }
            (Differs::First(first), _) => Some(first.to_owned()),
            (_, first) => first.map(|time| to_seconds(time).to_owned()),
        };
        let got = report.first.as_deref().map(|time| to_seconds(time).to_owned());
        // Nothing is expected of some zoneless files.
        if first.is_some() || differs == Differs::NoTimes {
            assert_eq!(got, first, "first of {name}");
        }
        let problems = match differs {
            Differs::Truncated => BTreeMap::from([(ProblemKind::Truncated, 1)]),
            _ => BTreeMap::new(),
        };
        assert_eq!(report.problems, problems, "problems of {name}");
        // "Successfully validated", and the ping before the first events.
        let notices = u64::from(["ses-sns.ndjson", "sparkpost-webhook.json"].contains(&name));
        let ignored = report.ignored.get(&IgnoredReason::TransportNotice).copied();
        assert_eq!(ignored.unwrap_or(0), notices, "notices of {name}");
    }
}

#[test]
fn the_audience_export_is_people_and_their_status() {
    let report = read_archive("mailchimp-audience-export.zip").report;
    let want = &expected()["mailchimp-audience-export.zip"];
    assert_eq!(report.dialect, "mailchimp-audience");
    assert_eq!(Some(report.rows), want["rows"].as_u64());
    assert_eq!(named(&report), events(want));
    assert_eq!(Some(report.recipients), want["unique_recipients"].as_u64());
    assert!(report.problems.is_empty() && report.ignored.is_empty());
}

#[test]
fn the_account_export_tells_nothing_twice() {
    let report = read_archive("mailchimp-account-export.zip").report;
    let want = &expected()["mailchimp-account-export.zip"];
    assert_eq!(report.dialect, "mailchimp-granular-activity");
    // `rows` counts the members there; these are the rows in them.
    assert_eq!(report.rows, 77);
    assert_eq!(named(&report), events(want));
    assert_eq!(Some(report.recipients), want["unique_recipients"].as_u64());
    assert_eq!(Some(report.addresses), want["unique_addresses_in_file"].as_u64());
    assert_eq!(report.first.as_deref(), want["first_utc"].as_str());
    // 12 openers and 8 clickers in sums, 7 silent, 2 campaigns and 12 members.
    assert_eq!(report.ignored[&IgnoredReason::ToldElsewhere], 20);
    assert_eq!(report.ignored[&IgnoredReason::NothingHappened], 7);
    assert_eq!(report.ignored[&IgnoredReason::NotAnEvent], 14);
    assert!(report.problems.is_empty());
    balanced(&report, "the account export");
}

#[test]
fn a_workbook_is_a_log_for_each_of_its_sheets() {
    let report = read_archive("mailworx-statistik.xlsx").report;
    let want = &expected()["mailworx-statistik.xlsx"];
    assert_eq!(report.dialect, "generic");
    assert_eq!(Some(report.rows), want["rows"].as_u64());
    assert_eq!(named(&report), events(want));
    assert_eq!(Some(report.recipients), want["unique_recipients"].as_u64());
    assert_eq!(report.first.as_deref(), want["first_utc"].as_str());
    assert!(report.problems.is_empty() && report.ignored.is_empty());
}

#[test]
fn figures_per_campaign_are_recognised_as_such() {
    for name in [
        "mailchimp-campaigns-aggregate.csv",
        "mailchimp-campaign-report.csv",
        "klaviyo-campaign-analytics.csv",
    ] {
        let bytes = bytes(name);
        let found = inspect(name, bytes.len() as u64, &bytes, true);
        assert_eq!(
            (found.class, found.certainty),
            (FileClass::Aggregate, Certainty::Certain),
            "{name}"
        );
        let report = read(name, &bytes, usize::MAX).report;
        assert!(report.events.is_empty() && report.problems.is_empty(), "{name}");
        balanced(&report, name);
    }
}

#[test]
fn encodings_and_delimiters_are_recognised() {
    let expected = expected();
    for &Case { name, .. } in CASES {
        let bytes = bytes(name);
        let found = inspect(name, bytes.len() as u64, &bytes, true);
        assert_eq!(found.class, FileClass::Events, "{name}");
        assert_eq!(found.problem, None, "{name}");
        let encoding = serde_json::to_value(found.encoding).expect("a name");
        let wanted = expected[name]["encoding"].as_str().expect("a name").trim_end_matches("-bom");
        assert_eq!(encoding.as_str(), Some(wanted), "{name}");
    }
}

#[test]
fn slices_do_not_matter() {
    for &Case { name, .. } in CASES {
        let bytes = bytes(name);
        let whole = read(name, &bytes, usize::MAX).report;
        assert_eq!(read(name, &bytes, 1).report, whole, "{name} byte by byte");
        assert_eq!(read(name, &bytes, 4_093).report, whole, "{name} in slices");
    }
}

/// The zone of the samples' local times: all changes from 2024 to 2027.
fn zones() -> Zones {
    let summer = [1_711_846_800, 1_743_296_400, 1_774_746_000, 1_806_195_600];
    let winter = [1_729_990_800, 1_761_440_400, 1_792_890_000, 1_824_944_400];
    let changes = summer.map(|at| (at, 7200)).into_iter().chain(winter.map(|at| (at, 3600)));
    Zones::new(vec![Zone::new("Europe/Berlin", 3600, changes.collect())])
}

fn read(name: &str, bytes: &[u8], slice: usize) -> Finished {
    match try_read(name, bytes.chunks(slice)) {
        Ok(finished) => finished,
        Err(problem) => panic!("{name} cannot be read: {:?}", problem.kind),
    }
}

fn try_read<'a>(
    name: &str,
    slices: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Finished, milchglas::contract::Problem> {
    let mut keep = |_: Event<'_>| Fate::Kept;
    let key = Key::new(*b"only for samples");
    let mut reading = Reading::new(name, &FilePlan::default(), &key, &zones(), "Europe/Berlin");
    for slice in slices {
        reading.push(slice, &mut keep)?;
    }
    reading.finish(&mut keep)
}

fn read_archive(name: &str) -> Finished {
    members_of(name, bytes(name))
}

fn members_of(name: &str, bytes: Vec<u8>) -> Finished {
    let mut archive = records::members(name, Cursor::new(bytes)).expect("an archive");
    let members = archive.members().to_vec();
    let texts: Vec<Vec<u8>> = (0..members.len())
        .map(|at| {
            let mut text = Vec::new();
            let mut each = |bytes: &[u8]| {
                text.extend_from_slice(bytes);
                ControlFlow::Continue(())
            };
            archive.read(at, &mut each).expect("a member");
            text
        })
        .collect();
    let heads: Vec<MemberHead<'_>> = members
        .iter()
        .zip(&texts)
        .map(|(member, text)| MemberHead { path: &member.name, head: text, complete: true })
        .collect();
    let found = inspect_members(name, 1, &heads);
    assert_eq!(found.inspection.certainty, Certainty::Certain, "{name}");
    let key = Key::new(*b"only for samples");
    let mut keep = |_: Event<'_>| Fate::Kept;
    let mut all: Option<Finished> = None;
    for (at, (member, text)) in members.iter().zip(&texts).enumerate() {
        let plan = FilePlan::default();
        let mut reading = found
            .reading(at, &member.name, &plan, &key, &zones(), "Europe/Berlin")
            .expect("every member is a table");
        reading.push(text, &mut keep).unwrap_or_else(|problem| panic!("{:?}", problem.kind));
        let finished =
            reading.finish(&mut keep).unwrap_or_else(|problem| panic!("{:?}", problem.kind));
        match &mut all {
            Some(all) => all.merge(finished),
            None => all = Some(finished),
        }
    }
    all.expect("at least one member")
}

/// Opens and clicks by country, of each export that names one: alone, so that no
/// other file tells of the same events.
#[test]
fn countries_are_those_that_vendors_name() {
    let told = |name: &str| -> Vec<(String, u64, u64)> {
        let settings = Settings::default();
        let mut session = Session::new(Key::new(*b"only for samples"), settings, zones());
        session.begin(name, &Source::Events(FilePlan::default()));
        session.push(&bytes(name));
        // Figures per campaign are read as such, and nothing is counted of them.
        if session.seal().is_err() {
            return Vec::new();
        }
        let countries = session.report(&Filter::default()).statistics.countries.into_iter();
        let row = |row: GroupRow| (row.group, row.opens.exact(), row.clicks.exact());
        countries.map(row).map(|(name, o, c)| (name, o.unwrap_or(0), c.unwrap_or(0))).collect()
    };
    let mut found = BTreeMap::new();
    for name in expected().keys().filter(|name| !name.contains(".zip")) {
        let countries = told(name);
        if !countries.is_empty() {
            found.insert(name.clone(), countries);
        }
    }
    type Rows = &'static [(&'static str, u64, u64)];
    let vendors: [(&str, Rows); 10] = [
        ("campaignmonitor-clicks.json", &[("DE", 0, 7)]),
        ("campaignmonitor-opens.json", &[("DE", 11, 0)]),
        ("hubspot-email-events-api.json", &[("DE", 9, 6)]),
        ("mailgun-events-api.json", &[("DE", 9, 6)]),
        ("mailgun-webhooks.ndjson", &[("DE", 9, 6)]),
        ("mailjet-event-api.json", &[("DE", 9, 6)]),
        ("postmark-opens-api.json", &[("DE", 4, 0), ("unknown", 5, 0)]),
        ("postmark-webhooks.ndjson", &[("DE", 4, 0), ("unknown", 5, 6)]),
        ("sparkpost-events-api.json", &[("DE", 16, 11)]),
        ("sparkpost-webhook.json", &[("DE", 16, 11)]),
    ];
    let named = |&(country, opens, clicks): &(&str, u64, u64)| (country.to_owned(), opens, clicks);
    let vendors = vendors.map(|(name, rows)| (name.to_owned(), rows.iter().map(named).collect()));
    assert_eq!(found, BTreeMap::from(vendors));
}

fn balanced(report: &FileReport, name: &str) {
    let ended = report.ignored.values().chain(report.problems.values()).sum::<u64>();
    assert_eq!(report.rows, report.rows_used + ended, "{name}: every row ends in one way");
}

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn expected() -> BTreeMap<String, Value> {
    serde_json::from_slice(&bytes("EXPECTED.json")).expect("an object of samples")
}

fn events(want: &Value) -> BTreeMap<String, u64> {
    let events = want["events"].as_object().expect("an object of counts");
    events.iter().map(|(kind, count)| (kind.clone(), count.as_u64().expect("a number"))).collect()
}

fn named(report: &FileReport) -> BTreeMap<String, u64> {
    report
        .events
        .iter()
        .map(|(kind, count): (&Kind, &u64)| (kind.name().to_owned(), *count))
        .collect()
}

/// Samples are compared to the second: some dialects carry milliseconds.
fn to_seconds(time: &str) -> &str {
    time.split(['.', 'Z']).next().unwrap_or(time)
}
