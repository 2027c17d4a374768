//! What is said to people: on standard error, in plain English, without data.

use crate::contract::{FileReport, IgnoredReason, Problem};
use crate::english;
use std::io::{self, Write};

/// Problems of one file that are told one by one.
const TOLD: usize = 20;

/// One line.
pub fn say(line: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr().lock(), "milchglas: {line}");
}

/// The problems of a file: the first ones, then how many more there are.
pub fn tell_problems(report: &FileReport) {
    remarks(report).iter().for_each(|line| say(line));
    for line in problem_lines(&report.located, report.problems.values().sum()) {
        say(&line);
    }
}

/// What is to be known of a file as a whole.
fn remarks(report: &FileReport) -> Vec<String> {
    let name = &report.name;
    let mut lines = Vec::new();
    if report.rows_used > 0 && report.addresses == 0 {
        lines.push(format!(
            "{name}: names nobody: events are counted, people cannot be told apart."
        ));
    }
    if report.ignored.contains_key(&IgnoredReason::LastStateOnly) {
        lines.push(format!(
            "{name}: tells only the last state of each message: opens and clicks before it are \
             hidden, and nothing is counted. Webhooks tell every event."
        ));
    }
    lines
}

/// The lines about the problems in `located`, of `counted` rows in all.
pub fn problem_lines(located: &[Problem], counted: u64) -> Vec<String> {
    let mut lines: Vec<String> = located.iter().take(TOLD).map(english::problem).collect();
    // Problems of a whole file are located, but are no rows.
    let rows_told = located.iter().take(TOLD).filter(|found| found.row.is_some()).count() as u64;
    match (counted.saturating_sub(rows_told), located.first()) {
        (0, _) | (_, None) => {}
        (more, Some(first)) => lines.push(format!("{}: and {more} more.", first.file)),
    }
    lines
}

/// Why the system refused, in its words; never a path or a content.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file.".into(),
        io::ErrorKind::PermissionDenied => "it is not allowed.".into(),
        io::ErrorKind::IsADirectory => "it is a folder.".into(),
        io::ErrorKind::BrokenPipe => "nobody is reading it.".into(),
        io::ErrorKind::StorageFull => "there is no room left.".into(),
        kind => format!("{kind}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ProblemKind;

    fn found(row: Option<u64>) -> Problem {
        Problem { kind: ProblemKind::BadTime, file: "a.csv".into(), row, column: None }
    }

    #[test]
    fn twenty_problems_are_told_and_the_rest_counted() {
        let located: Vec<Problem> = (1..=30).map(|row| found(Some(row))).collect();
        let lines = problem_lines(&located, 1_234);
        assert_eq!(lines.len(), 21);
        assert!(lines[19].starts_with("a.csv, row 20: "));
        assert_eq!(lines[20], "a.csv: and 1214 more.");
        assert_eq!(problem_lines(&located[..20], 20).len(), 20);
        assert!(problem_lines(&[], 0).is_empty());
    }

    #[test]
    fn a_problem_of_the_file_is_told_beside_those_of_rows() {
        let lines = problem_lines(&[found(None), found(Some(7))], 2);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert_eq!(lines[2], "a.csv: and 1 more.");
    }
}
