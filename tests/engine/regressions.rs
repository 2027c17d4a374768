//! What fuzzing found, and what it started from, once more: no input panics.

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use milchglas::engine::ledger::Ledger;
use milchglas::engine::{publish, session};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn replay(name: &str, run: fn(&[u8]), file: &Path) {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let ended = std::panic::catch_unwind(|| run(&bytes));
    assert!(ended.is_ok(), "target {name} with {}", file.display());
}

#[test]
fn nothing_that_was_found_is_found_again() {
    for (name, run) in targets::ALL {
        for file in files(&format!("fuzz/regressions/{name}")) {
            replay(name, run, &file);
        }
    }
}

#[test]
fn seeds_are_read_by_their_targets() {
    for (name, run) in targets::ALL {
        for file in files(&format!("fuzz/seeds/{name}")) {
            replay(name, run, &file);
        }
    }
}

/// Samples, cut short, through every target, whether meant for it or not.
#[test]
fn samples_fit_every_target() {
    for file in files("tests/samples") {
        let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let short = bytes.get(..1500).unwrap_or(&bytes);
        for (name, run) in targets::ALL {
            let ended = std::panic::catch_unwind(|| run(short));
            assert!(ended.is_ok(), "target {name} with {}", file.display());
        }
    }
}

/// Targets that make checksums anew reach what lies behind them.
#[test]
fn what_is_sealed_and_chained_again_can_be_opened() {
    use targets::releases::{LEDGERS, SNAPSHOTS, chained, sealed};
    for snapshot in SNAPSHOTS.iter() {
        let again = sealed(snapshot).expect("a snapshot");
        assert_eq!(again.checksum, snapshot["checksum"], "nothing was changed");
        assert_eq!(session::open_snapshot(&publish::to_text(&again)), Ok(again));
    }
    let releases: Vec<usize> = LEDGERS
        .iter()
        .map(|ledger| {
            let ledger = Ledger::open(&chained(ledger).expect("a ledger"));
            ledger.unwrap_or_else(|fault| panic!("{fault:?}")).view("2026-11-23").releases.len()
        })
        .collect();
    // So few people leave as noise in the kept one alone.
    assert_eq!(releases, [2, 2, 2, 2, 1]);
    let methods: BTreeSet<&str> =
        SNAPSHOTS.iter().filter_map(|snapshot| snapshot["protection"]["method"].as_str()).collect();
    assert_eq!(methods.len(), 5, "{methods:?}");
}
