use serde::{Deserialize, Serialize};

/// Something wrong in a file, located and never quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    pub file: String,
    /// 1 for the first record below the header; `None` where the whole file is meant.
    pub row: Option<u64>,
    /// The column's name in the header, or the key of a JSON object.
    pub column: Option<String>,
}

/// Why a row, or a whole file, could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    // A row
    MissingAddress,
    BadAddress,
    MissingTime,
    BadTime,
    MissingKind,
    /// The event word is in no list; the mapping dialog can name it.
    UnknownWord,
    BadNumber,
    /// More or fewer cells than the header has.
    WrongColumnCount,
    /// The file ends inside the record.
    Truncated,
    BadJson,
    NotAnObject,
    RecordTooLarge,
    BadConsent,
    // A file
    EmptyFile,
    NoHeader,
    NoUsableColumns,
    UnknownFormat,
    DamagedArchive,
    EncryptedArchive,
    ArchiveTooLarge,
    UnsupportedFormat,
}

impl ProblemKind {
    /// The stable name, as in the JSON of a report.
    pub const fn name(self) -> &'static str {
        match self {
            ProblemKind::MissingAddress => "missing_address",
            ProblemKind::BadAddress => "bad_address",
            ProblemKind::MissingTime => "missing_time",
            ProblemKind::BadTime => "bad_time",
            ProblemKind::MissingKind => "missing_kind",
            ProblemKind::UnknownWord => "unknown_word",
            ProblemKind::BadNumber => "bad_number",
            ProblemKind::WrongColumnCount => "wrong_column_count",
            ProblemKind::Truncated => "truncated",
            ProblemKind::BadJson => "bad_json",
            ProblemKind::NotAnObject => "not_an_object",
            ProblemKind::RecordTooLarge => "record_too_large",
            ProblemKind::BadConsent => "bad_consent",
            ProblemKind::EmptyFile => "empty_file",
            ProblemKind::NoHeader => "no_header",
            ProblemKind::NoUsableColumns => "no_usable_columns",
            ProblemKind::UnknownFormat => "unknown_format",
            ProblemKind::DamagedArchive => "damaged_archive",
            ProblemKind::EncryptedArchive => "encrypted_archive",
            ProblemKind::ArchiveTooLarge => "archive_too_large",
            ProblemKind::UnsupportedFormat => "unsupported_format",
        }
    }
}

/// Why a good row was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IgnoredReason {
    /// The vendor's word names something that is no event here.
    NotAnEvent,
    /// The mapping leaves this word out.
    WordLeftOut,
    /// A recipient row in which nothing happened.
    NothingHappened,
    /// The subscriber's choice, or the account's, excludes it.
    Consent,
    /// A blank line, a repeated header, a total line.
    NoRecord,
    /// A notice of the transport around the events.
    TransportNotice,
    /// Another file of the archive tells it again, event by event, or another
    /// row of the same file does.
    ToldElsewhere,
    /// The row tells the last state of a message alone, and not when it came: what
    /// happened before is hidden behind it.
    LastStateOnly,
}
