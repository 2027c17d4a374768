//! What a plan would make of a file, tried on its beginning.

use super::{HEAD, Session, Source};
use crate::contract::{
    ConsentSummary, FilePlan, FileReport, Granularity, Problem, ProblemKind, Settings, Trial,
};
use crate::engine::events::{Key, Trying};
use crate::engine::sorting::mapped;
use crate::engine::zone::Zones;
use std::io::{Read, Seek};

/// Reads the first bytes of a file of `bytes` bytes by a plan, and forgets what it
/// read. A file longer than [`HEAD`] ends where it is cut: that is no fault of its
/// own. `None` where nothing came of it.
pub fn attempt(
    key: Key,
    settings: Settings,
    zones: Zones,
    name: &str,
    plan: &FilePlan,
    head: &[u8],
    bytes: u64,
) -> Option<Trial> {
    let mut trial = Session::new(key, settings, zones);
    trial.trying = Some(Trying::new(&super::inspect(name, bytes, head)));
    let cut = head.len() >= HEAD as usize;
    trial.begin(name, &source(plan));
    trial.push(if cut { whole_lines(head) } else { head });
    trial.finish();
    let mut tried = outcome(trial, !cut)?;
    if cut {
        excuse_the_end(&mut tried.report);
    }
    Some(tried)
}

/// The same for an archive, which cannot be cut.
pub fn attempt_archive(
    key: Key,
    settings: Settings,
    zones: Zones,
    name: &str,
    plan: &FilePlan,
    mut bytes: impl Read + Seek,
) -> Option<Trial> {
    let mut trial = Session::new(key, settings, zones);
    let inspection = super::inspect_archive(name, 0, &mut bytes);
    bytes.rewind().ok()?;
    trial.trying = Some(Trying::new(&inspection));
    trial.archive(name, &source(plan), bytes);
    outcome(trial, true)
}

/// What the plan reads the file for.
fn source(plan: &FilePlan) -> Source {
    match &plan.mapping {
        Some(mapping) if mapping.is_consent() => Source::Consent(Some(mapping.clone())),
        _ => Source::Events(plan.clone()),
    }
}

fn outcome(mut trial: Session, complete: bool) -> Option<Trial> {
    let report = trial.files.pop().or_else(|| trial.summary.take().map(of_consent))?;
    Some(trial.trying.take()?.finish(report, complete))
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
        reported: Vec::new(),
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
    let problems = std::mem::take(&mut report.problems).into_iter();
    report.problems = mapped(problems.filter(|(_, rows)| *rows > 0));
    let is_cut = |problem: &Problem| problem.kind == ProblemKind::Truncated;
    if let Some(place) = report.located.iter().rposition(is_cut) {
        report.located.remove(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{
        CampaignSource, DateOrder, Doubt, IgnoredReason, Kind, Mapping, Role, TriedRow,
    };
    use std::io::{Cursor, Write};

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
        trial("list.csv", text.as_bytes(), &plan).report
    }

    fn trial(name: &str, bytes: &[u8], plan: &FilePlan) -> Trial {
        let (key, settings, zones) = (Key::new([7; 16]), Settings::default(), Zones::default());
        if crate::engine::session::is_archive(bytes) {
            let bytes = Cursor::new(bytes);
            return attempt_archive(key, settings, zones, name, plan, bytes).unwrap();
        }
        let head = bytes.get(..HEAD as usize).unwrap_or(bytes);
        attempt(key, settings, zones, name, plan, head, bytes.len() as u64).unwrap()
    }

    fn log(dates: DateOrder) -> FilePlan {
        let mapping = Mapping {
            roles: vec![Role::Address, Role::Time, Role::Kind],
            granularity: Granularity::Event,
            words: [("Zack".to_owned(), Some(Kind::Opened)), ("Still".to_owned(), None)].into(),
            kind: None,
            dates,
            campaign: CampaignSource::FileName,
        };
        FilePlan { mapping: Some(mapping), zone: None }
    }

    const LOG: &str = "who,when,what\n\
        anna@example.org,03/04/2026 08:00,Zack\n\
        ben@example.org,yesterday,Zack\n\
        cleo@example.org,05/05/2026 08:00,Still\n\
        dora@example.org,06/06/2026 08:00,Bounce\n\
        emil@example.org,06/06/2026 08:00,Zack\n";

    #[test]
    fn each_row_that_is_shown_is_told_what_it_becomes() {
        let tried = trial("Autumn.csv", LOG.as_bytes(), &log(DateOrder::DayFirst));
        assert!(tried.complete);
        let said =
            |row: &TriedRow| (row.events.first().map(|event| event.kind), row.problem, row.ignored);
        let rows: Vec<_> = tried.rows.iter().map(said).collect();
        assert_eq!(
            rows,
            [
                (Some(Kind::Opened), None, None),
                (None, Some(ProblemKind::BadTime), None),
                (None, None, Some(IgnoredReason::WordLeftOut)),
                (Some(Kind::BouncedHard), None, None),
                (Some(Kind::Opened), None, None),
            ]
        );
        let event = &tried.rows[0].events[0];
        assert_eq!(event.time.as_deref(), Some("2026-04-03T08:00:00Z"));
        assert_eq!((event.count, event.campaign.as_str()), (1, "Autumn"));
        assert!(!format!("{tried:?}").contains("example.org"));
        assert_eq!((tried.ready(), tried.doubtful, tried.unusable()), (1, 2, 1));
        let doubts = [(Doubt::DateOrder, 1), (Doubt::UnclassedBounce, 1)];
        assert_eq!(tried.doubts, doubts.into());
        assert_eq!(tried.rows[0].doubts, [Doubt::DateOrder]);
    }

    #[test]
    fn one_date_settles_the_order_and_one_that_contradicts_unsettles_it() {
        let with = |date: &str, order| {
            let text = format!("{LOG}fay@example.org,{date} 08:00,Zack\n");
            let tried = trial("Autumn.csv", text.as_bytes(), &log(order));
            tried.doubts.get(&Doubt::DateOrder).copied().unwrap_or_default()
        };
        assert_eq!(with("25/04/2026", DateOrder::DayFirst), 0);
        // The date that cannot be read as was said, and the one that could be either.
        assert_eq!(with("25/04/2026", DateOrder::MonthFirst), 2);
        assert_eq!(with("04/25/2026", DateOrder::DayFirst), 2);
        assert_eq!(with("2026-04-25", DateOrder::DayFirst), 1, "tells nothing of the others");
        assert_eq!(with("05/05/2026", DateOrder::DayFirst), 1, "is the same either way");
    }

    #[test]
    fn a_long_file_is_tried_on_its_beginning_and_says_so() {
        let row = "anna@example.org,2026-04-03T08:00:00Z,Zack\n";
        let text = format!("who,when,what\n{}", row.repeat(5_000));
        let tried = trial("Autumn.csv", text.as_bytes(), &log(DateOrder::DayFirst));
        assert!(!tried.complete && tried.report.rows > 1_000 && tried.report.rows < 5_000);
        assert_eq!(tried.ready(), tried.report.rows);
        assert_eq!(tried.rows.len(), 20);
    }

    #[test]
    fn rows_of_json_and_of_members_are_found_again() {
        let text = "[{\"who\":{\"mail\":\"anna@example.org\"},\"when\":1789365600,\"what\":\"Zack\"},17,\
            {\"who\":{\"mail\":\"ben@example.org\"},\"when\":\"soon\",\"what\":\"Zack\"}]";
        let found = crate::engine::session::inspect("log.json", 1, text.as_bytes());
        let role = |name: &String| match name.as_str() {
            "who.mail" => Role::Address,
            "when" => Role::Time,
            _ => Role::Kind,
        };
        let mut plan = log(DateOrder::DayFirst);
        let roles = found.header.iter().map(role).collect();
        plan.mapping = plan.mapping.map(|mapping| Mapping { roles, ..mapping });
        let tried = trial("log.json", text.as_bytes(), &plan);
        let problems: Vec<_> = tried.rows.iter().map(|row| row.problem).collect();
        assert_eq!(problems, [None, Some(ProblemKind::BadTime)], "{found:?}");
        assert_eq!(tried.unusable(), 2);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let other = LOG.replace("dora@example.org,06/06/2026", "dora@example.org,06/25/2026");
        for (name, text) in [("a.csv", LOG), ("b.csv", &other)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let packed = zip.finish().unwrap().into_inner();
        let tried = trial("logs.zip", &packed, &log(DateOrder::MonthFirst));
        assert_eq!((tried.report.rows, tried.rows.len(), tried.complete), (10, 5, true));
        assert_eq!(tried.doubts, [(Doubt::UnclassedBounce, 2)].into());
    }

    #[test]
    fn decisions_are_told_row_by_row_too() {
        let text = "who,allowed\nanna@example.org,yes\nben@example.org,perhaps\n";
        let mapping = Mapping {
            roles: vec![Role::Address, Role::ConsentOpens],
            granularity: Granularity::Contact,
            ..log(DateOrder::DayFirst).mapping.unwrap()
        };
        let plan = FilePlan { mapping: Some(mapping), zone: None };
        let tried = trial("list.csv", text.as_bytes(), &plan);
        assert_eq!((tried.rows[0].opens, tried.rows[0].clicks), (Some(true), None));
        assert_eq!(tried.rows[1].problem, Some(ProblemKind::BadConsent));
        assert_eq!((tried.ready(), tried.unusable()), (1, 1));
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
