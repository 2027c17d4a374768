//! What the page and its worker say to each other: commands one way, updates
//! the other. Plain data; the `File` handles of a command travel beside it.
//!
//! Each is written under its name, as serde does by itself: with the name among
//! the fields, every type within would be compiled twice and read by way of a copy.

use crate::contract::{
    Breach, FilePlan, FileReport, Filter, Inspection, LedgerFault, LedgerView, Mapping, PeoplePage,
    PeopleQuery, Problem, Progress, Report, Review, Risk, RowExport, Settings, Sharing, Snapshot,
    Statistics, Trial, UnusableRows,
};
use serde::{Deserialize, Serialize};

/// The name of a worker that is to load all of its program at the start.
pub const WHOLE: &str = "whole";

/// Names a command, so that late updates of a cancelled one can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Job(pub u32);

/// From the page to the worker. `files` are indices into the handles that
/// travel with the message.
// One exists at a time, and only until it is carried out: a box would save nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Files are being chosen, which will be read in this zone: what takes time to
    /// start may start.
    Prepare {
        job: Job,
        zone: String,
    },
    /// Look at the beginning of each file.
    Inspect {
        job: Job,
        files: Vec<u32>,
    },
    /// What a mapping would make of the beginning of one file.
    Try {
        job: Job,
        file: u32,
        plan: FilePlan,
        settings: Settings,
    },
    /// Read a file once more, as [`Command::Read`] does, for the rows that cannot be
    /// used. `separator` stands between the cells.
    UnusableRows {
        job: Job,
        file: u32,
        plan: FilePlan,
        /// The file is a consent list; of its plan, the mapping counts.
        consent: bool,
        settings: Settings,
        separator: char,
    },
    /// Read everything anew: consent lists first, then the files.
    Read {
        job: Job,
        files: Vec<(u32, FilePlan)>,
        consent: Vec<(u32, Option<Mapping>)>,
        settings: Settings,
    },
    /// Count what is already read.
    Count {
        job: Job,
        settings: Settings,
        filter: Filter,
    },
    /// Count what somebody is about to ask for. Answered as [`Command::Count`], or
    /// with [`Update::Cancelled`] where that would take time.
    Foresee {
        job: Job,
        settings: Settings,
        filter: Filter,
    },
    People {
        job: Job,
        query: PeopleQuery,
    },
    /// Protect, and show what would leave. `today` is `YYYY-MM-DD`.
    Review {
        job: Job,
        settings: Settings,
        filter: Filter,
        sharing: Sharing,
        today: String,
    },
    /// The snapshot reviewed last has left: enters it into the ledger, if one is
    /// open, once.
    Release {
        job: Job,
    },
    /// Play the attacker against somebody's snapshot, which travels as its text: so
    /// only what reads it anyway knows its form.
    Verify {
        job: Job,
        snapshot: String,
    },
    /// Begin an empty ledger.
    NewLedger {
        job: Job,
        today: String,
    },
    /// Read a ledger: a file, or its text.
    OpenLedger {
        job: Job,
        file: Option<u32>,
        text: Option<String>,
        today: String,
    },
    /// Forget the ledger that is open.
    CloseLedger {
        job: Job,
    },
    /// Anonymised rows for other tools, entered into the open ledger, without
    /// which there are none. `today` is `YYYY-MM-DD`.
    ExportRows {
        job: Job,
        settings: Settings,
        filter: Filter,
        today: String,
    },
    /// Read somebody's snapshot: a file, or the text or fragment given.
    OpenSnapshot {
        job: Job,
        file: Option<u32>,
        text: Option<String>,
    },
    Cancel {
        job: Job,
    },
}

impl Command {
    /// The job the command is about.
    pub fn job(&self) -> Job {
        match self {
            Command::Prepare { job, .. }
            | Command::Inspect { job, .. }
            | Command::Try { job, .. }
            | Command::UnusableRows { job, .. }
            | Command::Read { job, .. }
            | Command::Count { job, .. }
            | Command::Foresee { job, .. }
            | Command::People { job, .. }
            | Command::Review { job, .. }
            | Command::Release { job, .. }
            | Command::Verify { job, .. }
            | Command::NewLedger { job, .. }
            | Command::OpenLedger { job, .. }
            | Command::CloseLedger { job }
            | Command::ExportRows { job, .. }
            | Command::OpenSnapshot { job, .. }
            | Command::Cancel { job } => *job,
        }
    }
}

/// From the worker to the page.
// One exists at a time, and only until it is sent: a box would save nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Update {
    /// The first update: nothing is sent before it.
    Ready,
    /// What takes time to start does so. Figures of nobody, to rehearse drawing with.
    Prepared {
        job: Job,
        made_up: Statistics,
    },
    Inspected {
        job: Job,
        inspections: Vec<Inspection>,
    },
    Tried {
        job: Job,
        trial: Trial,
    },
    Progress {
        job: Job,
        progress: Progress,
    },
    Read {
        job: Job,
        report: Report,
    },
    /// Everything was read, and there are no figures: why, and what became of the rows
    /// of each file.
    NothingRead {
        job: Job,
        files: Vec<FileReport>,
        failure: Failure,
    },
    Counted {
        job: Job,
        statistics: Statistics,
    },
    People {
        job: Job,
        page: PeoplePage,
    },
    Reviewed {
        job: Job,
        review: Review,
    },
    Opened {
        job: Job,
        snapshot: Snapshot,
    },
    /// What the attacker tried, and what he found: nothing, hopefully.
    Verified {
        job: Job,
        risk: Risk,
        breaches: Vec<Breach>,
    },
    /// The ledger that is open now; `None` after it was closed, or where none is
    /// open and a release was not entered.
    Ledger {
        job: Job,
        ledger: Option<LedgerView>,
    },
    /// Rows that could not be used, for the owner alone.
    UnusableRows {
        job: Job,
        rows: UnusableRows,
    },
    /// Rows that may leave, and the ledger into which they are entered.
    Rows {
        job: Job,
        rows: RowExport,
        ledger: LedgerView,
    },
    Failed {
        job: Job,
        failure: Failure,
    },
    Cancelled {
        job: Job,
    },
}

/// Why a command came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// A file could not be read at all.
    File {
        problem: Problem,
    },
    /// The browser did not hand over the file's bytes (moved, deleted, changed).
    Unreadable {
        file: String,
    },
    Snapshot {
        fault: SnapshotFault,
    },
    /// Not a single row could be used.
    NothingRead,
    /// Nothing may be published: too few people.
    TooFewPeople,
    /// No safe form was found: what the verifier still finds, the gravest first.
    Unsafe {
        breaches: Vec<Breach>,
    },
    /// The yearly budget of differential privacy does not allow it.
    Budget {
        left_milli: u32,
    },
    Ledger {
        fault: LedgerFault,
    },
    /// The list is not kept in this mode.
    NotKept,
    /// No ledger is open, and without one it is not done.
    NoLedger,
    /// The part of the program that does it could not be loaded.
    NotLoaded,
    /// The worker stopped; it has been replaced.
    Crashed,
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Failure {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Failure {
        Failure::NotLoaded
    }
}

/// What is wrong with a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotFault {
    /// Not a snapshot at all.
    NotASnapshot,
    /// Cut off, or not readable as JSON.
    Damaged,
    /// The checksum does not fit: changed after it was made.
    Altered,
    /// Made by a later version.
    FutureVersion,
    /// Larger than any snapshot can be, or with impossible figures.
    Implausible,
}
