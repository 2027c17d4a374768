//! People who exist nowhere else, planted in every field of every sample that is
//! read: nothing of them is in anything that leaves, in any disguise.
//!
//! Each sample is told many times over by other people. Addresses and links are
//! always canaries; every other field becomes one of its record's own where the
//! file can be read as before without it, or else one of its value's own in the
//! form of an address (a campaign's name), or else is left (times, kinds).

mod hunt;
mod plant;
mod tables;

use hunt::Hunt;
use milchglas::app::view::sheet;
use milchglas::app::words::{Language, Words};
use milchglas::contract::{FilePlan, Filter, Mode, Settings, Sharing, Snapshot, Treatment};
use milchglas::engine::Session;
use milchglas::engine::events::Key;
use milchglas::engine::ledger::{Draft, Ledger};
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{RowsReviewed, Source, is_archive, open_snapshot};
use milchglas::engine::zone::{Zone, Zones};
use plant::{COPIES, Garden, Sample};
use std::collections::BTreeMap;
use std::future::Future;
use std::io::Cursor;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Of every service that is read, and of every packing. Klaviyo's is left out:
/// its people stand apart from its events, and cannot be told many times over.
const SAMPLES: &[&str] = &[
    "sendgrid-email-activity.csv",
    "sendgrid-email-activity.csv.gz",
    "sendgrid-event-webhook.json",
    "sendgrid-event-webhook-batches.ndjson",
    "mailchimp-granular-opens.csv",
    "mailchimp-granular-clicks.csv",
    "mailchimp-report-opened.csv",
    "mailchimp-report-click_activity.csv",
    "mailchimp-report-bounces.csv",
    "mailchimp-account-export.zip",
    "mailchimp-audience-export.zip",
    "ses-firehose.ndjson",
    "ses-firehose.gz",
    "ses-sns.ndjson",
    "ses-lambda-records.json",
    "postmark-webhooks.ndjson",
    "postmark-opens-api.json",
    "brevo-campaign-recipients.csv",
    "brevo-transactional-logs-en.csv",
    "brevo-transactional-logs-it.csv",
    "brevo-transactional-logs-de.csv",
    "generic-utf16-excel.txt",
    "generic-sep-line-truncated.csv",
    "inxmail-reaktionen.csv",
    "optimizely-campaign-opens.csv",
    "iterable-emailClick.csv",
    "iterable-export.jsonl",
    "mailgun-events-api.json",
    "mailgun-webhooks.ndjson",
    "sparkpost-events-api.json",
    "sparkpost-events.csv",
    "sparkpost-webhook.json",
    "mailjet-event-api.json",
    "resend-webhooks.ndjson",
    "brevo-webhook.ndjson",
    "listmonk-campaign_views.csv",
    "listmonk-link_clicks.csv",
    "mautic-email_stats.csv",
    "mautic-report-de.csv",
    "keila-contacts_events.csv",
    "phplist-open-statistics.csv",
    "hubspot-email-events-api.json",
    "campaignmonitor-opens.json",
    "constantcontact-tracking.json",
    "customerio-reporting-webhooks.ndjson",
    "braze-currents-http.ndjson",
    "mailchimp-api-email-activity.json",
    "activecampaign-contacts-opened.csv",
    "cleverreach-report-empfaenger.csv",
    "evalanche-versendung-profile.csv",
    "rapidmail-mailing-empfaenger.csv",
    // Of services that publish none.
    "mandrill.json",
    "mailersend.json",
    "mailtrap.ndjson",
    "postal.ndjson",
    "ahoy_messages.csv",
    "mailerlite.json",
    "Bounces.csv",
    "mailup.csv",
    "marketo.json",
    "mailerlite_webhooks.ndjson",
];

/// What must stay for a file to be readable: times, kinds, numbers of events
/// (Brevo writes those of a link below it), and ids that say "by no campaign".
const STRUCTURE: &[&str] = &[
    "time",
    "TIME",
    "Time",
    "Date",
    "date",
    "Datum",
    "Zeitpunkt",
    "processed",
    "ts",
    "At",
    "event",
    "Event",
    "Ereignis",
    "Aktion",
    "st_text",
    "type",
    "Type",
    "Reason",
    "Opens",
    "Clicks",
    "Count",
    "https://",
    "UNSUB_CAMPAIGN_ID",
    "CLEAN_CAMPAIGN_ID",
    "created_at",
    "inserted_at",
    "sent_at",
    "opened_at",
    "clicked_at",
    "updated_at",
    "unsubscribed_at",
    "datum",
    "Versendet am",
    "Abgemeldet",
    "Viewed",
    "/action",
    "/metric",
    "Status",
    "status",
    "Bounce",
    "Zugestellt",
    "Klicks",
    "Öffnungen",
    "Gelesen",
    "Fehlgeschlagen",
    "is_read",
    "is_failed",
    "open_count",
    "Total views",
    "/severity",
    "enhanced-code",
    "bounce_c",
    "/recipientState",
    "/error",
    "machine_open",
    "/proxySource",
];

/// What a file says, as far as planting must not change it.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    rows_used: u64,
    recipients: u64,
    campaigns: usize,
    events: BTreeMap<String, u64>,
}

fn session(name: &str, bytes: &[u8], mode: Mode) -> Option<Session> {
    let settings = Settings {
        mode,
        unknown: if mode == Mode::Choice { Treatment::Named } else { Treatment::Anonymous },
        threshold: Settings::MIN_THRESHOLD,
        zone: "Europe/Berlin".into(),
        ..Settings::default()
    };
    let zones = Zones::new(vec![Zone::new("Europe/Berlin", 3600, Vec::new())]);
    let secret = Secret::new([9; 32]);
    let mut session = Session::new(Key::new([3; 16]), settings, zones).with_secret(secret);
    let source = Source::Events(FilePlan::default());
    if is_archive(bytes.get(..4).unwrap_or_default()) {
        session.archive(name, &source, Cursor::new(bytes.to_vec()));
    } else {
        session.begin(name, &source);
        session.push(bytes);
    }
    session.seal().ok().map(|()| session)
}

fn reading(name: &str, bytes: &[u8]) -> Option<Reading> {
    let session = session(name, bytes, Mode::Personal)?;
    let [file] = session.files() else { return None };
    Some(Reading {
        rows_used: file.rows_used,
        recipients: file.recipients,
        campaigns: session.report(&Filter::default()).campaigns.len(),
        events: file.events.iter().map(|(kind, count)| (kind.name().into(), *count)).collect(),
    })
}

/// The sample with as many canaries as it can bear, and the fields that hold none.
fn planted(name: &str, garden: &mut Garden) -> (Vec<u8>, Vec<String>) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let places = ["samples", "engine/canaries/exports"];
    let mut found =
        places.iter().filter_map(|place| std::fs::read(tests.join(place).join(name)).ok());
    let bytes = found.next().expect("a sample");
    let mut sample = Sample::open(name, &bytes);
    let before = reading(name, &bytes).expect("the sample is read");
    let once = reading(name, &sample.write(garden, 1)).expect("it is read with other people");
    assert_eq!((once.campaigns, once.recipients), (before.campaigns, before.recipients), "{name}");
    let left = sample.grow(garden, |bytes| reading(name, bytes).as_ref() == Some(&once));
    let bytes = sample.write(garden, COPIES);
    let many = reading(name, &bytes).expect("it is read with many people");
    assert_eq!(many.campaigns, once.campaigns, "{name}");
    assert_eq!(many.recipients, once.recipients * COPIES as u64, "{name}");
    (bytes, left)
}

/// Everything that leaves, by what it is.
fn leaving(session: &Session) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let settings = Settings { threshold: Settings::MIN_THRESHOLD, ..Settings::default() };
    let mut entered = Ledger::new(Secret::new([8; 32]));
    let everything = Filter::default();
    if let Ok(RowsReviewed { rows, draft }) =
        session.export_rows(&settings, &everything, "2026-11-23", &entered, &mut |_, _| true)
    {
        entered.append(draft, "2026-11-23").expect("rows are entered");
        out.push(("ledger of rows", entered.to_text()));
        out.push(("rows", rows.csv));
    }
    let Some((text, fragment)) = released(session, &settings) else { return out };
    let mut ledger = Ledger::new(Secret::new([9; 32]));
    let draft = Draft { text: text.clone(), ..Draft::default() };
    ledger.append(draft, "2026-11-23").expect("a snapshot");
    out.push(("ledger", ledger.to_text()));
    let snapshot = open_snapshot(&text).expect("a snapshot");
    for (language, tag) in [(Language::De, "de"), (Language::En, "en")] {
        out.push(("page", now(milchglas::app::printed(&snapshot, tag))));
        out.push(("sheet", sheet::snapshot(&snapshot, &Words::new(language))));
    }
    out.push(("protection", json(&snapshot)));
    if let Some(fragment) = fragment {
        out.push(("unpacked link", json(&open_snapshot(&fragment).expect("a snapshot"))));
        out.push(("link", fragment));
    }
    out.push(("snapshot", text));
    out
}

/// The text of a snapshot and its link.
fn released(session: &Session, settings: &Settings) -> Option<(String, Option<String>)> {
    let sharing = Sharing { title: "Samples".into(), ..Sharing::default() };
    let filter = Filter::default();
    let reviewed =
        session.review(settings, &filter, &sharing, "2026-11-23", None, &mut |_, _| true).ok()?;
    Some((reviewed.review.text, reviewed.review.fragment))
}

fn json(snapshot: &Snapshot) -> String {
    serde_json::to_string(snapshot).expect("plain data")
}

/// A page is drawn without waiting for anything.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..1000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
    panic!("it waits for something");
}

#[test]
fn nothing_that_leaves_holds_a_canary() {
    let mut garden = Garden::new();
    let (mut snapshots, mut rows) = (0, 0);
    for &name in SAMPLES {
        let (bytes, left) = planted(name, &mut garden);
        let structural = |field: &&String| STRUCTURE.iter().any(|word| field.contains(word));
        let free: Vec<&String> = left.iter().filter(|field| !structural(field)).collect();
        assert!(free.is_empty(), "{name} bears no canary in {free:?}");
        let hunt = Hunt::new(garden.secrets());
        assert!(hunt.finds(&String::from_utf8_lossy(&unpacked(name, &bytes))), "{name}");
        for mode in [Mode::Personal, Mode::Anonymous, Mode::Choice] {
            let session = session(name, &bytes, mode).expect("it was read before");
            for (what, text) in leaving(&session) {
                assert_eq!(hunt.traces(&text), Vec::<String>::new(), "{name}, {mode:?}: {what}");
                snapshots += u64::from(what == "snapshot");
                rows += u64::from(what == "rows");
            }
        }
    }
    assert!(snapshots >= 100 && rows >= 20, "{snapshots} snapshots, {rows} exports of rows");
}

/// What is looked into to see that canaries are there at all.
fn unpacked(name: &str, bytes: &[u8]) -> Vec<u8> {
    plant::members(name, bytes).into_iter().flat_map(|(_, text)| text).collect()
}
