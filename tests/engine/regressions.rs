//! What fuzzing found, and what it started from, once more: no input panics.

#[path = "../../fuzz/src/targets.rs"]
mod targets;

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
