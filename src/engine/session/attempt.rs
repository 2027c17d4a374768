//! What a plan would make of a file, tried on its beginning.

use super::{HEAD, Session, Source};
use crate::contract::{
    ConsentSummary, FilePlan, FileReport, Granularity, Problem, ProblemKind, Settings,
};
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
    trial.begin(name, &source(plan));
    trial.push(if cut { whole_lines(head) } else { head });
    trial.finish();
    let mut report = outcome(trial)?;
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
    trial.archive(name, &source(plan), bytes);
    outcome(trial)
}

/// What the plan reads the file for.
fn source(plan: &FilePlan) -> Source {
    match &plan.mapping {
        Some(mapping) if mapping.is_consent() => Source::Consent(Some(mapping.clone())),
        _ => Source::Events(plan.clone()),
    }
}

fn outcome(mut trial: Session) -> Option<FileReport> {
    trial.files.pop().or_else(|| trial.summary.take().map(of_consent))
}

/// A consent list in the words of a file's report: a row is used when its
/// decision could be read.
fn of_consent(list: ConsentSummary) -> FileReport {
    let unusable: u64 = list.problems.values().sum();
    FileReport {
        name: list.name,
        dialect: "generic".into(),
        granularity: Granularity::Contact,
        rows: list.rows,
        rows_used: list.rows.saturating_sub(unusable),
        events: Default::default(),
        ignored: Default::default(),
        problems: list.problems,
        located: list.located,
        recipients: list.subscribers,
        addresses: list.subscribers,
        first: None,
        last: None,
        zone: None,
        ambiguous_times: 0,
        unclassified_bounces: 0,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{CampaignSource, DateOrder, Mapping, Role};

    fn tried(roles: [Role; 2], text: &str) -> FileReport {
        let mapping = Mapping {
            roles: roles.to_vec(),
            granularity: Granularity::Contact,
            words: Default::default(),
            kind: None,
            dates: DateOrder::default(),
            campaign: CampaignSource::default(),
        };
        let plan = FilePlan { mapping: Some(mapping), zone: None };
        let (key, settings) = (Key::new([7; 16]), Settings::default());
        attempt(key, settings, Zones::default(), "list.csv", &plan, text.as_bytes()).unwrap()
    }

    #[test]
    fn a_consent_list_is_tried_as_one() {
        let text =
            "who,allowed\nanna@example.org,yes\nben@example.org,no\ncleo@example.org,perhaps\n";
        let report = tried([Role::Address, Role::ConsentOpens], text);
        assert_eq!((report.rows, report.rows_used, report.recipients), (3, 2, 2));
        assert_eq!(report.problems.get(&ProblemKind::BadConsent), Some(&1));
    }

    #[test]
    fn a_consent_list_without_decisions_is_of_no_use() {
        let report = tried([Role::Address, Role::Ignore], "who,allowed\nanna@example.org,yes\n");
        assert_eq!(report.rows_used, 0);
    }
}
