//! `milchglas verify` as somebody uses it who was handed snapshots, and no data.

use milchglas::contract::{Count, Measure, Snapshot};
use milchglas::engine::publish::{open, to_text};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const GOLDEN: &str = include_str!("../golden/snapshot/version-1.milchglas.json");

/// The golden snapshot, changed by somebody and sealed again, as anyone can.
fn sealed(change: impl FnOnce(&mut Snapshot)) -> String {
    let mut snapshot = open(GOLDEN).unwrap();
    change(&mut snapshot);
    snapshot.checksum = String::new();
    let compact = serde_json::to_string(&snapshot).unwrap();
    snapshot.checksum = Sha256::digest(compact).iter().map(|byte| format!("{byte:02x}")).collect();
    to_text(&snapshot)
}

/// A folder of one test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("verify-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn holding(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left there harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn verify(arguments: &[&Path]) -> (Output, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milchglas"));
    let output = command.arg("verify").args(arguments).output().unwrap();
    let verdict = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output, verdict)
}

fn kinds(verdict: &Value) -> Vec<&str> {
    verdict["breaches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect()
}

#[test]
fn a_safe_snapshot_passes_and_its_audit_is_made_from_its_bytes() {
    let folder = Folder::new("safe");
    let snapshot = folder.holding("a.json", GOLDEN);
    let audit = folder.0.join("audit.json");
    let (output, verdict) = verify(&[&snapshot, Path::new("--audit"), &audit]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(verdict["safe"], true);
    assert_eq!(verdict["breaches"], Value::Array(Vec::new()));
    assert!(verdict["risk"]["programs"].as_u64().unwrap() > 0);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("No recoverable count was found"), "{said}");
    let audit: Value = serde_json::from_str(&fs::read_to_string(audit).unwrap()).unwrap();
    let cells = audit["cells"].as_array().unwrap();
    let of = |id: &str| cells.iter().find(|cell| cell["id"] == id).map(|cell| &cell["value"]);
    assert_eq!(of("1/overall/0/openers"), Some(&Value::from(1639)));
    assert_eq!(of("1/overall/0/sent"), Some(&Value::Null));
    assert_eq!(cells.len() as u64, verdict["risk"]["cells"].as_u64().unwrap());
    assert!(!audit["equations"].as_array().unwrap().is_empty());
}

#[test]
fn what_can_be_worked_out_is_told_with_code_1() {
    let folder = Folder::new("small");
    let unsafe_one = sealed(|snapshot| {
        snapshot.statistics.overall[Measure::BouncedHard] = Count::Exact(3);
    });
    let (output, verdict) = verify(&[&folder.holding("a.json", &unsafe_one)]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(verdict["safe"], false);
    assert!(kinds(&verdict).contains(&"small"), "{verdict}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Too few people are shown") && said.contains("found."), "{said}");
}

#[test]
fn two_reports_that_differ_by_four_people_are_held_against_each_other() {
    let folder = Folder::new("two");
    let first = folder.holding("a.json", GOLDEN);
    let later = |more: u64| {
        sealed(move |snapshot| {
            snapshot.made.on = "2026-11-24".into();
            let add = |count: &mut Count| {
                *count = Count::Exact(count.exact().unwrap() + more);
            };
            add(&mut snapshot.statistics.overall[Measure::Complained]);
            add(&mut snapshot.statistics.campaigns[0].figures[Measure::Complained]);
        })
    };
    let second = folder.holding("b.json", &later(4));
    for alone in [&first, &second] {
        assert_eq!(verify(&[alone]).0.status.code(), Some(0));
    }
    // Whichever is named first.
    for both in [[&*first, &*second], [&*second, &*first]] {
        let (output, verdict) = verify(&both);
        assert_eq!(output.status.code(), Some(1));
        let differ =
            verdict["breaches"].as_array().unwrap().iter().any(|one| {
                one["kind"] == "difference" && one["at_least"] == 4 && one["at_most"] == 4
            });
        assert!(differ, "{verdict}");
    }
    let enough = folder.holding("c.json", &later(40));
    assert_eq!(verify(&[&first, &enough]).0.status.code(), Some(0));
}

#[test]
fn what_is_no_snapshot_is_told_with_code_2_and_never_quoted() {
    let folder = Folder::new("none");
    let canary = folder.holding("a.json", "canary@example.org");
    let altered = folder.holding("b.json", &GOLDEN.replace("3219", "3220"));
    for wrong in [&canary, &altered, &folder.0.join("absent.json")] {
        let (output, _) = verify(&[wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.len() > 20 && !said.contains("canary"), "{said}");
    }
}
