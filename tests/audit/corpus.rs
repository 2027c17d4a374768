//! Random reports for an attacker who shares no code with this program: seeded
//! histories of invented people, two to four releases each with overlapping
//! filters, several thresholds and methods, one ledger.
//!
//! Not run with the other tests: `make audit` writes the corpus and has
//! `tests/audit/run.py` attack it. `AUDIT_FOLDER` is written anew,
//! `AUDIT_REPORTS` says how many reports, `AUDIT_FIRST` the first one's number.

mod export;

use export::{Dice, History};
use milchglas::contract::{
    FilePlan, Filter, Method, Perturbation, Settings, Sharing, Snapshot, Table,
};
use milchglas::engine::Session;
use milchglas::engine::disclosure::{Release, System, audit_id, audit_json};
use milchglas::engine::events::Key;
use milchglas::engine::ledger::Ledger;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{Source, open_snapshot};
use milchglas::engine::verifier::{Thorough, believable, examine};
use milchglas::engine::zone::Zones;
use milchglas::messages::Failure;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Releases that are asked for until there are enough.
const MOST_ATTEMPTS: u32 = 6;

/// What became of the corpus.
#[derive(Default)]
struct Tally {
    reports: u64,
    releases: u64,
    refused: u64,
    repeated: u64,
    methods: BTreeMap<&'static str, u64>,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.reports += other.reports;
        self.releases += other.releases;
        self.refused += other.refused;
        self.repeated += other.repeated;
        for (method, releases) in other.methods {
            *self.methods.entry(method).or_default() += releases;
        }
    }
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
#[ignore = "writes the corpus of make audit"]
fn corpus() {
    let folder = std::env::var_os("AUDIT_FOLDER")
        .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit"), PathBuf::from);
    // Nothing is left there from before; the folder need not be there yet.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let first = number("AUDIT_FIRST", 1);
    let next = AtomicU64::new(first);
    let end = first + number("AUDIT_REPORTS", 100);
    let write = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                return tally;
            }
            report(seed, &folder, &mut tally);
        }
    };
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let writers: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from))
            .map(|_| scope.spawn(write))
            .collect();
        for writer in writers {
            tally.add(writer.join().unwrap());
        }
    });
    let mut corpus = serde_json::Map::from_iter([
        ("reports".to_owned(), Value::from(tally.reports)),
        ("releases".to_owned(), tally.releases.into()),
        ("refused".to_owned(), tally.refused.into()),
        ("repeated".to_owned(), tally.repeated.into()),
    ]);
    for (method, releases) in tally.methods {
        corpus.insert(format!("by {method}"), releases.into());
    }
    fs::write(folder.join("corpus.json"), Value::Object(corpus).to_string()).unwrap();
}

/// One history and its releases, as files for the attacker.
fn report(seed: u64, folder: &Path, tally: &mut Tally) {
    let mut dice = Dice::new(seed);
    let size = dice.one_of(&[250, 500, 900]);
    let history = History::new(&mut dice, size);
    let threshold = if size < 500 { dice.one_of(&[5, 11]) } else { dice.one_of(&[5, 11, 11, 20]) };
    let secret = Secret::new([seed as u8; 32]);
    let mut ledger = Ledger::new(secret.clone());
    let mut texts: Vec<String> = Vec::new();
    let mut until = history.end() - dice.roll(history.end() / 2 + 1);
    let wanted = 2 + dice.roll(3) as usize;
    for _ in 0..MOST_ATTEMPTS {
        if texts.len() == wanted {
            break;
        }
        let settings = Settings { threshold, ..Settings::default() };
        let session = sitting(&history.until(until), &settings, &secret);
        let (filter, sharing) = (filter(&session, &mut dice), sharing(&mut dice));
        let day = "2026-11-23";
        match session.review(&settings, &filter, &sharing, day, Some(&ledger), &mut |_, _| true) {
            Ok(reviewed) => {
                let before = ledger.releases().len();
                ledger.append(reviewed.draft.clone(), day).unwrap();
                if ledger.releases().len() > before {
                    texts.push(reviewed.draft.text);
                    tally.releases += 1;
                    *tally.methods.entry(sharing.method.name()).or_default() += 1;
                } else {
                    tally.repeated += 1;
                }
            }
            Err(Failure::Unsafe { .. } | Failure::TooFewPeople | Failure::Budget { .. }) => {
                tally.refused += 1;
            }
            Err(other) => panic!("report {seed}: {other:?}"),
        }
        // Time goes on, or the same data are looked at in another way.
        until = history.end().min(until + dice.one_of(&[0, 1, 3, 6]));
    }
    if texts.is_empty() {
        return;
    }
    tally.reports += 1;
    let snapshots: Vec<Snapshot> = texts.iter().map(|text| open_snapshot(text).unwrap()).collect();
    let outside: Vec<Release<'_>> =
        snapshots.iter().map(|snapshot| Release { snapshot, members: None }).collect();
    write(folder, &format!("{seed:04}-outside"), &believable(&outside));
    write(folder, &format!("{seed:04}-ledger"), &believable(&ledger.releases()));
}

/// A sitting that has read one export.
fn sitting(export: &str, settings: &Settings, secret: &Secret) -> Session {
    let mut session = Session::new(Key::new([7; 16]), settings.clone(), Zones::default())
        .with_secret(secret.clone());
    session.begin("export.csv", &Source::Events(FilePlan::default()));
    session.push(export.as_bytes());
    session.finish();
    session.seal().unwrap();
    session
}

/// Everything, some campaigns, or some days.
fn filter(session: &Session, dice: &mut Dice) -> Filter {
    let day = |day: u64| Some(format!("2026-09-{:02}", 1 + day.min(29)));
    match dice.roll(4) {
        0 => Filter::default(),
        1 => Filter { from: day(5 * dice.roll(3)), ..Filter::default() },
        2 => Filter { to: day(9 + 5 * dice.roll(4)), ..Filter::default() },
        _ => {
            let report = session.report(&Filter::default());
            let campaigns = report.statistics.campaigns.iter();
            let some = campaigns.filter(|_| dice.chance(70)).map(|row| row.key).collect();
            Filter { campaigns: Some(some), ..Filter::default() }
        }
    }
}

fn sharing(dice: &mut Dice) -> Sharing {
    let method = dice.one_of(&[
        Method::Exact,
        Method::Exact,
        Method::Exact,
        Method::Rounded,
        Method::CellKey,
        Method::Private,
    ]);
    let mut sharing = Sharing {
        method,
        perturbation: dice.one_of(&Perturbation::ALL),
        weeks: dice.chance(30),
        ..Sharing::default()
    };
    if dice.chance(50) {
        sharing.tables = Table::BREAKDOWNS.to_vec();
    }
    sharing.tables.retain(|_| dice.chance(85));
    sharing
}

/// The attacker's input, and the bounds that the verifier finds for the same
/// numbers.
fn write(folder: &Path, name: &str, system: &System) {
    let found = examine(system, Thorough::Everything, &mut |_, _| true).unwrap();
    let bounds: Vec<Value> = found
        .bounds
        .iter()
        .map(|&(cell, least, most)| json!([audit_id(system, cell), least, most]))
        .collect();
    let put = |end: &str, text: &str| fs::write(folder.join(format!("{name}.{end}.json")), text);
    put("audit", &audit_json(system, name)).unwrap();
    put("bounds", &Value::Array(bounds).to_string()).unwrap();
}
