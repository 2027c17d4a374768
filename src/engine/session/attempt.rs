//! What a plan would make of a file, tried on its beginning.

use super::{HEAD, Session, Source};
use crate::contract::{FilePlan, FileReport, Problem, ProblemKind, Settings};
use crate::engine::events::Key;
use crate::engine::zone::Zones;
use std::io::{Read, Seek};

/// Reads the first bytes of a file by a plan, and forgets what it read. A file
/// longer than [`HEAD`] ends where it is cut: that is no fault of its own.
pub fn attempt(
    key: Key,
    settings: Settings,
    zones: Zones,
    name: &str,
    plan: &FilePlan,
    head: &[u8],
) -> Option<FileReport> {
    let mut trial = Session::new(key, settings, zones);
    let cut = head.len() >= HEAD as usize;
    trial.begin(name, &Source::Events(plan.clone()));
    trial.push(if cut { whole_lines(head) } else { head });
    trial.finish();
    let mut report = trial.files.pop()?;
    if cut {
        excuse_the_end(&mut report);
    }
    Some(report)
}

/// The same for an archive, which cannot be cut.
pub fn attempt_archive(
    key: Key,
    settings: Settings,
    zones: Zones,
    name: &str,
    plan: &FilePlan,
    bytes: impl Read + Seek,
) -> Option<FileReport> {
    let mut trial = Session::new(key, settings, zones);
    trial.archive(name, &Source::Events(plan.clone()), bytes);
    trial.files.pop()
}

/// Up to the last line end, where the bytes are text of one byte a line end.
fn whole_lines(head: &[u8]) -> &[u8] {
    let last = head.iter().rposition(|&byte| byte == b'\n');
    match last {
        Some(last) if !head.contains(&0) => head.get(..=last).unwrap_or(head),
        _ => head,
    }
}

/// Takes back the one record that was cut.
fn excuse_the_end(report: &mut FileReport) {
    let Some(cut) = report.problems.get_mut(&ProblemKind::Truncated).filter(|rows| **rows > 0)
    else {
        return;
    };
    *cut -= 1;
    report.rows = report.rows.saturating_sub(1);
    report.problems.retain(|_, rows| *rows > 0);
    let is_cut = |problem: &Problem| problem.kind == ProblemKind::Truncated;
    if let Some(place) = report.located.iter().rposition(is_cut) {
        report.located.remove(place);
    }
}
