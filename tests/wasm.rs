//! The engine in wasm: the same figures as natively, with SIMD and 32-bit
//! addresses. Run in Node by wasm-bindgen-test-runner.

#![cfg(all(feature = "engine", target_arch = "wasm32"))]

use milchglas::contract::{FilePlan, Filter, Mode, Report, Settings, Statistics};
use milchglas::engine::Session;
use milchglas::engine::events::Key;
use milchglas::engine::session::{self, Source};
use milchglas::engine::zone::Zones;
use serde_json::Value;
use std::io::Cursor;
use wasm_bindgen_test::wasm_bindgen_test;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("samples/", $name)) as &[u8])),*]
    };
}

/// One of each way into the engine: CSV, gzip, JSON, NDJSON, a table of
/// recipients, zip, UTF-16, `sep=` with a row cut off.
const SAMPLES: &[(&str, &[u8])] = samples![
    "sendgrid-email-activity.csv",
    "sendgrid-email-activity.csv.gz",
    "sendgrid-event-webhook.json",
    "ses-firehose.ndjson",
    "postmark-webhooks.ndjson",
    "mailchimp-report-opened.csv",
    "mailchimp-audience-export.zip",
    "generic-utf16-excel.txt",
    "generic-sep-line-truncated.csv",
];

const EXPECTED: &str = include_str!("samples/EXPECTED.json");

/// Reads in slices of an odd size, so that rows are cut wherever they can be.
fn read(name: &str, bytes: &[u8], mode: Mode) -> Report {
    let settings = Settings { mode, ..Settings::default() };
    let mut reading = Session::new(Key::new([7; 16]), settings, Zones::default());
    let source = Source::Events(FilePlan::default());
    if session::is_archive(bytes) {
        reading.archive(name, &source, Cursor::new(bytes.to_vec()));
    } else {
        reading.begin(name, &source);
        for slice in bytes.chunks(997) {
            reading.push(slice);
        }
        reading.finish();
    }
    assert!(reading.seal().is_ok(), "{name}: nothing was read");
    reading.report(&Filter::default())
}

#[wasm_bindgen_test]
fn every_way_in_gives_the_expected_events() {
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    for (name, bytes) in SAMPLES {
        let report = read(name, bytes, Mode::Personal);
        let read = serde_json::to_value(&report.files[0].events).unwrap();
        assert_eq!(read, expected[*name]["events"], "{name}");
        assert_eq!(expected[*name]["unique_recipients"], report.files[0].recipients, "{name}");
    }
}

/// All of them but the mailbox domains: where people may not be seen, the small
/// ones are gathered while reading.
fn breakdowns(report: &Report) -> Statistics {
    Statistics { providers: Vec::new(), ..report.statistics.clone() }
}

#[wasm_bindgen_test]
fn figures_are_the_same_in_every_mode() {
    for (name, bytes) in SAMPLES {
        let personal = read(name, bytes, Mode::Personal);
        for mode in [Mode::Anonymous, Mode::Choice] {
            let other = read(name, bytes, mode);
            assert_eq!(personal.overall, other.overall, "{name}, {mode:?}");
            assert_eq!(breakdowns(&personal), breakdowns(&other), "{name}, {mode:?}");
        }
    }
}
