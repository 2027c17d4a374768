//! What sharing says: every withholding, fault and failure as a sentence.

use super::protection::{list, thousandths};
use crate::app::words::Words;
use crate::contract::{LedgerFault, ProblemKind, Table, Withholding, WithholdingReason};
use crate::messages::{Failure, SnapshotFault};

/// What was done with one table, in one sentence; tables in the order of the
/// report, figures of the same table and reason together.
pub fn withheld_words(words: &Words, withheld: &[Withholding]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for table in Table::ALL.map(Table::name).into_iter().chain(["title"]) {
        for reason in [
            WithholdingReason::Small,
            WithholdingReason::Gathered,
            WithholdingReason::Coarser,
            WithholdingReason::Text,
        ] {
            let of_reason: Vec<&Withholding> =
                withheld.iter().filter(|one| one.table == table && one.reason == reason).collect();
            if of_reason.is_empty() {
                continue;
            }
            let place = words.say(&format!("share-table-{table}"));
            let figures: Vec<String> = of_reason
                .iter()
                .filter_map(|one| one.measure.as_deref())
                .map(|measure| measure_name(words, measure))
                .collect();
            let sentence = match (reason, figures.is_empty()) {
                (WithholdingReason::Small, true) => "share-withheld-table",
                (WithholdingReason::Small, false) => "share-withheld-figures",
                (WithholdingReason::Gathered, _) => "share-withheld-gathered",
                (WithholdingReason::Coarser, _) => "share-withheld-coarser",
                (WithholdingReason::Text, _) => "share-withheld-text",
            };
            let values = [("place", place.into()), ("figures", list(words, &figures).into())];
            sentences.push(words.with(sentence, &values));
        }
    }
    sentences
}

/// The words for a figure; nothing from a hostile snapshot gets through as a name.
fn measure_name(words: &Words, measure: &str) -> String {
    let name = format!("measure-{measure}");
    if crate::contract::Measure::from_name(measure).is_some() && words.has(&name) {
        words.say(&name)
    } else {
        words.say("share-some-figure")
    }
}

/// What is wrong with a snapshot, and what to do.
pub fn fault_words(words: &Words, fault: SnapshotFault) -> (String, String) {
    let name = match fault {
        SnapshotFault::NotASnapshot => "not-a-snapshot",
        SnapshotFault::Damaged => "damaged",
        SnapshotFault::Altered => "altered",
        SnapshotFault::FutureVersion => "future-version",
        SnapshotFault::Implausible => "implausible",
    };
    pair(words, "fault", name)
}

/// What is wrong with a ledger, and what to do.
fn ledger_fault_words(words: &Words, fault: LedgerFault) -> (String, String) {
    let name = match fault {
        LedgerFault::NotALedger => "not-a-ledger",
        LedgerFault::Damaged => "damaged",
        LedgerFault::Altered => "altered",
        LedgerFault::FutureVersion => "future-version",
        LedgerFault::Full => "full",
    };
    pair(words, "ledger-fault", name)
}

/// What went wrong, and what to do about it.
pub fn failure_words(words: &Words, failure: &Failure) -> (String, String) {
    match failure {
        Failure::File { problem } => {
            let (what, advice) = problem_words(words, problem.kind);
            (
                words.with(
                    "failure-in-file",
                    &[("file", problem.file.clone().into()), ("what", what.into())],
                ),
                advice,
            )
        }
        Failure::Unreadable { file } => (
            words.with("failure-unreadable", &[("file", file.clone().into())]),
            words.say("failure-unreadable-advice"),
        ),
        Failure::Snapshot { fault } => fault_words(words, *fault),
        Failure::NothingRead => pair(words, "failure", "nothing-read"),
        Failure::TooFewPeople => pair(words, "failure", "too-few-people"),
        Failure::Unsafe { .. } => pair(words, "failure", "unsafe"),
        Failure::Budget { left_milli } => (
            words.say("failure-budget"),
            words
                .with("failure-budget-advice", &[("left", thousandths(words, *left_milli).into())]),
        ),
        Failure::Ledger { fault } => ledger_fault_words(words, *fault),
        Failure::NotKept => pair(words, "failure", "not-kept"),
        Failure::NoLedger => pair(words, "failure", "no-ledger"),
        Failure::NotLoaded => pair(words, "failure", "not-loaded"),
        Failure::Crashed => pair(words, "failure", "crashed"),
    }
}

/// Whether there are [words](failure_words) for it from the first.
pub fn told_at_first(failure: &Failure) -> bool {
    matches!(failure, Failure::Unreadable { .. } | Failure::NotLoaded | Failure::Crashed)
}

/// What is wrong in a file, and what to do.
pub fn problem_words(words: &Words, kind: ProblemKind) -> (String, String) {
    let name = match kind {
        ProblemKind::MissingAddress => "missing-address",
        ProblemKind::BadAddress => "bad-address",
        ProblemKind::MissingTime => "missing-time",
        ProblemKind::BadTime => "bad-time",
        ProblemKind::MissingKind => "missing-kind",
        ProblemKind::UnknownWord => "unknown-word",
        ProblemKind::BadNumber => "bad-number",
        ProblemKind::WrongColumnCount => "wrong-column-count",
        ProblemKind::Truncated => "truncated",
        ProblemKind::BadJson => "bad-json",
        ProblemKind::NotAnObject => "not-an-object",
        ProblemKind::RecordTooLarge => "record-too-large",
        ProblemKind::BadConsent => "bad-consent",
        ProblemKind::EmptyFile => "empty-file",
        ProblemKind::NoHeader => "no-header",
        ProblemKind::NoUsableColumns => "no-usable-columns",
        ProblemKind::UnknownFormat => "unknown-format",
        ProblemKind::DamagedArchive => "damaged-archive",
        ProblemKind::EncryptedArchive => "encrypted-archive",
        ProblemKind::ArchiveTooLarge => "archive-too-large",
        ProblemKind::UnsupportedFormat => "unsupported-format",
    };
    pair(words, "problem", name)
}

fn pair(words: &Words, family: &str, name: &str) -> (String, String) {
    (words.say(&format!("{family}-{name}")), words.say(&format!("{family}-{name}-advice")))
}

/// The share of figures that a snapshot withholds, of 1.
pub fn cost(cells: u64, withheld: u64) -> f64 {
    if cells == 0 { 0.0 } else { withheld as f64 / cells as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    const LANGUAGES: [Language; 2] = [Language::En, Language::De];

    fn one(table: &str, measure: Option<&str>, reason: WithholdingReason) -> Withholding {
        Withholding { table: table.into(), measure: measure.map(Into::into), reason }
    }

    #[test]
    fn figures_of_one_table_share_a_sentence() {
        let words = Words::new(Language::En);
        let withheld = [
            one("overall", Some("complained"), WithholdingReason::Small),
            one("links", None, WithholdingReason::Gathered),
            one("overall", Some("unsubscribed"), WithholdingReason::Small),
        ];
        let sentences = withheld_words(&words, &withheld);
        assert_eq!(sentences.len(), 2);
        assert!(sentences[0].contains(" and "), "{}", sentences[0]);
    }

    #[test]
    fn a_hostile_name_is_not_repeated() {
        let words = Words::new(Language::En);
        let withheld = [one("overall", Some("<script>"), WithholdingReason::Small)];
        assert!(!withheld_words(&words, &withheld)[0].contains("script"));
    }

    #[test]
    fn everything_has_words_in_both_languages() {
        let every = |words: &Words| {
            let mut said = Vec::new();
            for table in Table::ALL.map(Table::name).into_iter().chain(["title"]) {
                for reason in [
                    WithholdingReason::Small,
                    WithholdingReason::Gathered,
                    WithholdingReason::Coarser,
                    WithholdingReason::Text,
                ] {
                    for measure in [None, Some("openers")] {
                        said.extend(withheld_words(words, &[one(table, measure, reason)]));
                    }
                }
            }
            for fault in [
                SnapshotFault::NotASnapshot,
                SnapshotFault::Damaged,
                SnapshotFault::Altered,
                SnapshotFault::FutureVersion,
                SnapshotFault::Implausible,
            ] {
                let (what, advice) = failure_words(words, &Failure::Snapshot { fault });
                said.extend([what, advice]);
            }
            for fault in [
                LedgerFault::NotALedger,
                LedgerFault::Damaged,
                LedgerFault::Altered,
                LedgerFault::FutureVersion,
                LedgerFault::Full,
            ] {
                let (what, advice) = failure_words(words, &Failure::Ledger { fault });
                said.extend([what, advice]);
            }
            for failure in [
                Failure::NothingRead,
                Failure::TooFewPeople,
                Failure::Unsafe { breaches: Vec::new() },
                Failure::Budget { left_milli: 100 },
                Failure::NotKept,
                Failure::NoLedger,
                Failure::NotLoaded,
                Failure::Crashed,
            ] {
                let (what, advice) = failure_words(words, &failure);
                said.extend([what, advice]);
            }
            said
        };
        for language in LANGUAGES {
            for sentence in every(&Words::new(language)) {
                assert!(sentence.contains(' '), "{sentence} has no words in {language:?}");
            }
        }
    }
}
