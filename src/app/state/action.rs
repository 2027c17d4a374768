//! What happens to the state, and what has to happen outside because of it.

use super::{Kept, LedgerTrouble, Screen, Theme};
use crate::app::words::Language;
use crate::contract::{
    Applied, FileClass, FilePlan, Filter, PeoplePage, PeopleQuery, Profile, ProfileFault, Review,
    Settings, Sharing, Snapshot, Statistics,
};
use crate::messages::{Command, Failure, Job, Update};
use std::rc::Rc;

/// What happens to the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Show(Screen),
    Language(Language),
    Theme(Theme),
    /// Somebody looks for files, or drags them over the page.
    FilesExpected,
    /// Names and sizes; the link keeps the handles under the same running ids.
    FilesAdded(Vec<(String, u64)>),
    /// The same, for files the user calls consent lists.
    ConsentAdded(Vec<(String, u64)>),
    RemoveFile(u32),
    RemoveAllFiles,
    TrySample,
    /// The whole fragment behind `#`.
    OpenFragment(String),
    CloseSnapshot,
    /// A snapshot among the open files.
    OpenSnapshotFile(u32),
    Cancel,
    /// Read the files that a cancelled or failed reading left unread.
    ReadAgain,
    /// Read all files once more.
    ReadAnew,
    EditMapping(u32),
    ChangeMapping {
        class: FileClass,
        plan: FilePlan,
    },
    /// Whether the mapping may be accepted without the rows that it cannot use.
    LeaveOutUnusable(bool),
    /// Whether files with the same columns are to be answered alike.
    AnswerAlike(bool),
    AcceptMapping,
    /// Save the dialog's mapping under that name.
    SaveProfile(String),
    /// A mapping's file was read, or refused.
    ProfileOpened(Result<Box<Profile>, ProfileFault>),
    /// What it says of the columns of a file.
    ProfileFitted {
        file: u32,
        applied: Box<Applied>,
    },
    CloseMapping,
    /// The assumed zone of one file's zoneless times.
    FileZone {
        file: u32,
        zone: Option<String>,
    },
    Settings(Settings),
    Filter(Filter),
    /// By all appearances, that is what happens next.
    Likely(Box<Action>),
    /// One campaign alone, by its key, or all again where it is; the period stays.
    OnlyCampaign(u32),
    AskPeople(PeopleQuery),
    ExportPeople(PeopleQuery),
    /// What leaves, and how it is protected.
    Sharing(Box<Sharing>),
    /// The same once more, after it could not be done.
    ReviewAgain,
    Save(SaveAs),
    ExportRows,
    NewLedger,
    /// A ledger's file; the link keeps its handle under the next running id.
    LedgerFile,
    /// What the browser has kept of the ledger.
    LedgerFound(Option<String>),
    SaveLedger,
    /// Whether the browser keeps the ledger.
    KeepLedger(bool),
    /// The browser does not keep it after all.
    LedgerNotKept(LedgerTrouble),
    CloseLedger,
    /// Attack the open snapshot once more.
    CheckSnapshot,
    /// The rows of a file that could not be used, as CSV.
    SaveProblems(u32),
    Copied,
    DismissFailure,
    /// From the worker.
    Update(Box<Update>),
    /// Something outside the worker came to nothing.
    Failed(Failure),
    /// The worker stopped by itself and was replaced.
    WorkerCrashed,
}

/// A form in which a snapshot leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveAs {
    Json,
    Html,
    Csv,
    Link,
    Print,
}

/// What has to happen outside, in this order.
// A few exist at a time, and only until they are done.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A command; `handles` are ids of open files whose `File`s travel along.
    Send {
        command: Command,
        handles: Vec<u32>,
    },
    /// Drop the worker and everything in its memory; start a new one.
    ReplaceWorker,
    /// Files that are gone, by their ids in order.
    Forget {
        handles: Vec<u32>,
    },
    FetchSample,
    /// Draw a report that nobody sees.
    Rehearse {
        made_up: Rc<Statistics>,
    },
    /// The command [`Command::Verify`] for that snapshot.
    Verify {
        job: Job,
        snapshot: Rc<Snapshot>,
    },
    Keep(Box<Kept>),
    /// Somebody's snapshot that is open.
    Save {
        snapshot: Rc<Snapshot>,
        form: SaveAs,
    },
    /// The snapshot that leaves.
    SaveReviewed {
        review: Rc<Review>,
        form: SaveAs,
    },
    /// A list of people as CSV.
    SavePeople {
        page: Rc<PeoplePage>,
    },
    /// What a profile says of these columns: names are compared in any alphabet's upper
    /// and lower case, for which the start page has no tables.
    FitProfile {
        file: u32,
        profile: Box<Profile>,
        header: Vec<String>,
    },
    /// A mapping for other files.
    SaveProfile {
        profile: Box<Profile>,
    },
    /// Rows that could not be used, as CSV with personal data.
    SaveProblems {
        csv: String,
    },
    Copy {
        fragment: String,
    },
    /// Anonymised rows as CSV.
    SaveRows {
        csv: String,
    },
    /// The ledger as a file.
    SaveLedger {
        text: String,
    },
    /// The ledger into the browser's database, where that still holds `known`;
    /// whatever it holds where `known` is `None`.
    StoreLedger {
        text: String,
        known: Option<String>,
    },
    FetchLedger,
    DropLedger,
    ClearFragment,
}
