//! What went wrong, in plain English, for the terminal and for programmers who
//! use the module. The page has its own words in two languages.
//!
//! A message says where, what and what to do; it never quotes a cell.

mod breaches;

pub use breaches::breach;

use crate::contract::{LedgerFault, Problem, ProblemKind, ProfileFault};
use crate::messages::{Failure, SnapshotFault};

/// A problem with its place: `sends.csv, row 12, column email: …`.
pub fn problem(problem: &Problem) -> String {
    let mut text = problem.file.clone();
    if let Some(row) = problem.row {
        text.push_str(&format!(", row {row}"));
    }
    if let Some(column) = &problem.column {
        text.push_str(&format!(", column {column}"));
    }
    format!("{text}: {}", fault(problem.kind))
}

/// What is wrong, and what to do about it.
pub fn fault(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::MissingAddress => {
            "the address is missing. Fill it in, or leave the row out if it stands for nobody."
        }
        ProblemKind::BadAddress => "this is no address. Correct it in the export.",
        ProblemKind::MissingTime => "the time is missing. Export again with times.",
        ProblemKind::BadTime => {
            "the time cannot be read. Use 2026-09-14T06:00:00Z, or check whether day or month comes first."
        }
        ProblemKind::MissingKind => "nothing says what happened. Fill in the kind of event.",
        ProblemKind::UnknownWord => {
            "the word for what happened is in no list. Say what it means in the mapping."
        }
        ProblemKind::BadNumber => "this is no whole number. Correct it in the export.",
        ProblemKind::WrongColumnCount => {
            "the row has not as many cells as the header. Look for a missing quotation mark."
        }
        ProblemKind::Truncated => {
            "the file ends in the middle of this row. Export or copy it again."
        }
        ProblemKind::BadJson => "this is not valid JSON. Export it again.",
        ProblemKind::NotAnObject => "this is JSON, but not an object with fields.",
        ProblemKind::RecordTooLarge => {
            "the row is larger than any event. Look for a missing quotation mark."
        }
        ProblemKind::BadConsent => {
            "the answer is neither yes nor no. Use yes, no, or leave it empty where nothing was said."
        }
        ProblemKind::EmptyFile => "the file is empty. Export it again.",
        ProblemKind::NoHeader => "the first line names no columns. Export with a header.",
        ProblemKind::NoUsableColumns => {
            "no column could be recognised as address, time or kind of event. Name them in a header."
        }
        ProblemKind::UnknownFormat => {
            "the format is not known. CSV, JSON, Excel and Avro can be read, also as .gz and .zip."
        }
        ProblemKind::DamagedArchive => "the file is damaged. Download or copy it again.",
        ProblemKind::EncryptedArchive => {
            "it has a password. Unpack it first, or save the workbook without one."
        }
        ProblemKind::ArchiveTooLarge => {
            "the archive is too large, too deep or grows suspiciously. Unpack it and read its files."
        }
        ProblemKind::UnsupportedFormat => {
            "this format cannot be read yet. Save it as CSV, or export as CSV or JSON."
        }
    }
}

/// Why nothing came of it.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::File { problem: found } => problem(found),
        Failure::Unreadable { file } => format!(
            "{file}: the bytes could not be read. The file may have been moved, deleted or changed; choose it again."
        ),
        Failure::Snapshot { fault } => snapshot_fault(*fault).into(),
        Failure::NothingRead => "Nothing could be read: not a single row could be used.".into(),
        Failure::TooFewPeople => {
            "Too few people: nothing can be published without pointing at some of them.".into()
        }
        Failure::Unsafe { breaches } => breaches::refusal(breaches),
        Failure::Budget { left_milli } => format!(
            "The yearly privacy budget of these subscribers does not allow this release: ε {} is left. Hand on an earlier report again, choose a smaller ε or another method, or wait.",
            thousandths(*left_milli)
        ),
        Failure::Ledger { fault } => ledger_fault(*fault).into(),
        Failure::NotKept => "Lists of people are not kept in this mode.".into(),
        Failure::NoLedger => "Rows are handed out with a ledger only.".into(),
        Failure::NotLoaded => "A part of the program could not be loaded.".into(),
        Failure::Crashed => "The work stopped unexpectedly. Start again.".into(),
    }
}

/// A number in thousandths: `0.25`.
pub fn thousandths(number: u32) -> String {
    let text = format!("{}.{:03}", number / 1000, number % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is wrong with a ledger.
pub fn ledger_fault(fault: LedgerFault) -> &'static str {
    match fault {
        LedgerFault::NotALedger => "This is not a ledger of Milchglas.",
        LedgerFault::Damaged => "The ledger is damaged or cut off. Take your latest copy.",
        LedgerFault::Altered => {
            "The ledger was changed: its chain does not hold. Take your latest copy."
        }
        LedgerFault::FutureVersion => {
            "The ledger was written by a later version of Milchglas. Open it with that version."
        }
        LedgerFault::Full => "The ledger is full. Keep it, and begin a new one for other data.",
    }
}

/// Why a file is no profile of a mapping.
pub fn profile_fault(fault: ProfileFault) -> &'static str {
    match fault {
        ProfileFault::NotAProfile => {
            "This is no profile of a mapping. The page saves them as .milchglas-mapping.json."
        }
        ProfileFault::FutureVersion => {
            "The profile was saved by a later version of Milchglas. Use that version."
        }
        ProfileFault::Damaged => {
            "The profile is damaged, or was changed by hand. Save it once more where it was made."
        }
    }
}

/// What is wrong with a snapshot.
pub fn snapshot_fault(fault: SnapshotFault) -> &'static str {
    match fault {
        SnapshotFault::NotASnapshot => "This is not a snapshot of Milchglas.",
        SnapshotFault::Damaged => "The snapshot is damaged or cut off. Ask for it again.",
        SnapshotFault::Altered => "The snapshot was changed after it was made. Do not rely on it.",
        SnapshotFault::FutureVersion => {
            "The snapshot was made by a later version of Milchglas. Open it with that version."
        }
        SnapshotFault::Implausible => "The snapshot holds what no snapshot can hold.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_written_shortly() {
        for (number, text) in
            [(0, "0"), (1, "0.001"), (250, "0.25"), (1000, "1"), (1050, "1.05"), (10_000, "10")]
        {
            assert_eq!(thousandths(number), text);
        }
    }

    #[test]
    fn a_problem_says_where_and_what_to_do() {
        let mut found = Problem {
            kind: ProblemKind::BadTime,
            file: "sends.csv".into(),
            row: Some(12),
            column: Some("timestamp".into()),
        };
        let text = problem(&found);
        assert!(text.starts_with("sends.csv, row 12, column timestamp: the time cannot"), "{text}");
        found.row = None;
        found.column = None;
        assert!(problem(&found).starts_with("sends.csv: the time"));
    }
}
