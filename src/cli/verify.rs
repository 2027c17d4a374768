//! `milchglas verify`: plays the attacker against snapshots, from their bytes
//! alone, one by one and all together.

use super::arguments::Verifying;
use super::notes::{self, reason};
use super::writing::{Readers, Written};
use super::{Trouble, files, print_json};
use crate::contract::{Breach, Count, Risk, Snapshot};
use crate::engine::disclosure::{Release, System, audit_json, describe};
use crate::engine::session::open_snapshot;
use crate::engine::verifier::{Examination, Stopped, Thorough, believable, breach, examine};
use crate::english;
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a file that is read at all: more than any snapshot has.
const LARGEST: u64 = 64 << 20;

/// What is printed.
#[derive(Serialize)]
struct Verdict {
    snapshots: usize,
    /// The smallest number of people that all of them may show.
    threshold: u64,
    /// Nothing was found.
    safe: bool,
    risk: Risk,
    breaches: Vec<Breach>,
}

/// Opens, examines, prints the verdict and writes the audit where asked.
///
/// # Errors
/// With code 1 where something was found, and with code 2 where a snapshot could
/// not be read or the audit not be written.
pub fn run(asked: &Verifying) -> Result<(), Trouble> {
    let mut snapshots =
        asked.snapshots.iter().map(|path| open(path)).collect::<Result<Vec<_>, _>>()?;
    // What a later one has more is only known in the order of release.
    snapshots.sort_by(|one, other| one.made.on.cmp(&other.made.on));
    let releases: Vec<Release<'_>> =
        snapshots.iter().map(|snapshot| Release { snapshot, members: None }).collect();
    let system = believable(&releases);
    if let Some(path) = &asked.audit {
        let written = Written::beside(path, &audit_json(&system, "snapshots"), Readers::Usual);
        written.and_then(Written::put).map_err(|trouble| Trouble::usage(trouble.message))?;
    }
    let (found, breaches) = attack(&releases, &system)?;
    let verdict = Verdict {
        snapshots: snapshots.len(),
        threshold: system.threshold,
        safe: breaches.is_empty(),
        risk: risk(&snapshots, &found),
        breaches,
    };
    print_json(&verdict)?;
    tell(&verdict)
}

fn open(path: &Path) -> Result<Snapshot, Trouble> {
    let name = files::name(path);
    let text = read(path).map_err(|error| {
        Trouble::usage(format!("{name}: the snapshot could not be read: {}", reason(&error)))
    })?;
    open_snapshot(&String::from_utf8_lossy(&text))
        .map_err(|fault| Trouble::usage(format!("{name}: {}", english::snapshot_fault(fault))))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut text)?;
    Ok(text)
}

/// Everything found in all of them together, and in each that promises more than
/// all do.
fn attack(
    releases: &[Release<'_>],
    system: &System,
) -> Result<(Examination, Vec<Breach>), Trouble> {
    let together = whole(system)?;
    let named = |found: &Examination, system: &System, releases: &[Release<'_>]| -> Vec<Breach> {
        found.findings.iter().map(|finding| breach(finding, system, releases)).collect()
    };
    let mut breaches = named(&together, system, releases);
    for (number, &release) in (0u32..).zip(releases) {
        let single = describe(&[release]);
        if single.threshold == system.threshold {
            continue;
        }
        let newest = number as usize + 1 == releases.len();
        for mut found in named(&whole(&single)?, &single, &[release]) {
            for figure in &mut found.figures {
                figure.release = (!newest).then_some(number);
            }
            if !breaches.contains(&found) {
                breaches.push(found);
            }
        }
    }
    Ok((together, breaches))
}

fn whole(system: &System) -> Result<Examination, Trouble> {
    examine(system, Thorough::Bounds, &mut |_, _| true)
        .map_err(|Stopped| Trouble::usage("The examination was stopped."))
}

fn risk(snapshots: &[Snapshot], found: &Examination) -> Risk {
    let counts = || {
        snapshots.iter().flat_map(|snapshot| {
            let statistics = &snapshot.statistics;
            statistics.places().map(|place| statistics.at(place))
        })
    };
    let spent = |snapshot: &Snapshot| snapshot.risk.as_ref().and_then(|risk| risk.epsilon_milli);
    Risk {
        cells: counts().filter(|&count| count != Count::Unavailable).count() as u64,
        cells_withheld: counts().filter(|count| count.is_withheld()).count() as u64,
        programs: found.programs,
        narrowest: found.narrowest,
        median: found.median,
        earlier: u32::try_from(snapshots.len().saturating_sub(1)).unwrap_or(u32::MAX),
        ledger: false,
        epsilon_milli: snapshots.last().and_then(spent),
        epsilon_spent_milli: None,
    }
}

/// The verdict in words.
fn tell(verdict: &Verdict) -> Result<(), Trouble> {
    let Verdict { risk, breaches, .. } = verdict;
    notes::say(&format!(
        "{} of {} figures are withheld; {} linear programs were solved.",
        risk.cells_withheld, risk.cells, risk.programs
    ));
    if breaches.is_empty() {
        let assumed =
            if verdict.snapshots == 1 { "this report alone" } else { "these reports alone" };
        notes::say(&format!(
            "No recoverable count was found, assuming that readers have {assumed}."
        ));
        return Ok(());
    }
    for found in breaches {
        notes::say(&english::breach(found));
    }
    Err(Trouble::fault(match breaches.len() {
        1 => "One recoverable count was found.".to_owned(),
        more => format!("{more} recoverable counts were found."),
    }))
}
