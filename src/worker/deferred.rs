//! What the engine's worker does only later, and what its program therefore loads
//! only then. With the feature `split` each function here is cut off with all that
//! it alone needs, under the name before its colon; without, it is a part of the
//! program like any other.

use super::releases::Releases;
use crate::contract::{
    Breach, FilePlan, Filter, Inspection, LedgerView, Risk, Settings, Sharing, Snapshot, Trial,
};
use crate::engine::events::Key;
use crate::engine::ledger::Draft;
use crate::engine::secret::Secret;
use crate::engine::session::{self, MembersInTurn, Reviewed, RowsReviewed, Session, Source};
use crate::engine::zone::Zones;
use crate::messages::Failure;
use std::cell::RefCell;
use std::io::Cursor;

macro_rules! deferred {
    ($($part:ident: $(#[$about:meta])* fn $name:ident($($argument:ident: $of:ty),* $(,)?) -> $answer:ty $body:block)*) => {$(
        $(#[$about])*
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        pub fn $name($($argument: $of),*) -> $answer $body

        $(#[$about])*
        #[cfg(not(feature = "split"))]
        pub async fn $name($($argument: $of),*) -> $answer $body
    )*};
}

/// Loads everything: for a page that goes on working without a network though
/// nothing keeps its files. What cannot be had now is asked for when it is needed.
pub async fn load_all() {
    let _ = (sharing().await, archives().await);
}

/// What is open at the desk: read files, and the ledger.
pub struct Open<'d> {
    pub session: &'d RefCell<Option<Session>>,
    pub releases: &'d RefCell<Releases>,
}

/// What is to be shown of what was read.
pub struct Wanted<'w> {
    pub settings: &'w Settings,
    pub filter: &'w Filter,
    pub today: &'w str,
}

/// What becomes of the ledger.
pub enum Change {
    /// A new one, under this secret where there is none yet.
    Begin(Secret),
    Open(String),
    /// The snapshot reviewed last has left.
    Release,
    /// Rows leave.
    Rows(Draft),
}

/// Told how far the work has come, asked whether to go on.
pub type Watch<'w> = &'w mut dyn FnMut(u64, u64) -> bool;

deferred! {
    sharing:
    /// Loads it.
    ///
    /// # Errors
    /// [`Failure::NotLoaded`] when it cannot be had.
    fn sharing() -> Result<(), Failure> { Ok(()) }

    archives:
    /// Loads it.
    ///
    /// # Errors
    /// [`Failure::NotLoaded`] when it cannot be had.
    fn archives() -> Result<(), Failure> { Ok(()) }

    sharing:
    /// Protects and verifies what is to be shared.
    ///
    /// # Errors
    /// Why nothing may be shared.
    fn review(open: &Open<'_>, wanted: &Wanted<'_>, sharing: &Sharing, watch: Watch<'_>) -> Result<Reviewed, Failure> {
        let Wanted { settings, filter, today } = wanted;
        let (session, releases) = (open.session.borrow(), open.releases.borrow());
        let session = session.as_ref().ok_or(Failure::NothingRead)?;
        session.review(settings, filter, sharing, today, releases.ledger(), watch)
    }

    sharing:
    /// Rows for other tools, to be entered before they leave.
    ///
    /// # Errors
    /// Why none may be handed out.
    fn export_rows(open: &Open<'_>, wanted: &Wanted<'_>, watch: Watch<'_>) -> Result<RowsReviewed, Failure> {
        let Wanted { settings, filter, today } = wanted;
        let (session, releases) = (open.session.borrow(), open.releases.borrow());
        let ledger = releases.ledger().ok_or(Failure::NoLedger)?;
        let session = session.as_ref().ok_or(Failure::NothingRead)?;
        session.export_rows(settings, filter, today, ledger, watch)
    }

    sharing:
    /// Changes the ledger, and tells what it is then.
    ///
    /// # Errors
    /// Why it stays as it was.
    fn change_ledger(releases: &RefCell<Releases>, change: Change, today: &str) -> Result<Option<LedgerView>, Failure> {
        let mut releases = releases.borrow_mut();
        match change {
            Change::Begin(secret) => releases.begin(|| Ok::<_, Failure>(secret))?,
            Change::Open(text) => releases.open(&text).map_err(|fault| Failure::Ledger { fault })?,
            Change::Release => return releases.release(),
            Change::Rows(draft) => return releases.enter_rows(draft, today).map(Some),
        }
        Ok(releases.view(today))
    }

    sharing:
    /// A snapshot from its text or link.
    ///
    /// # Errors
    /// [`Failure::Snapshot`]: what is wrong with it.
    fn open_snapshot(text: &str) -> Result<Snapshot, Failure> {
        session::open_snapshot(text).map_err(|fault| Failure::Snapshot { fault })
    }

    sharing:
    /// Attacks the snapshot that this text is.
    ///
    /// # Errors
    /// Those of [`session::verify_snapshot`], and what is wrong with the text.
    fn verify(text: &str, watch: Watch<'_>) -> Result<(Risk, Vec<Breach>), Failure> {
        let snapshot = session::open_snapshot(text).map_err(|fault| Failure::Snapshot { fault })?;
        session::verify_snapshot(&snapshot, watch)
    }

    archives:
    /// What an archive is, from its directory.
    ///
    /// # Errors
    /// None of its own: what is wrong with it is in the inspection.
    fn inspect_archive(name: &str, bytes: u64, whole: Vec<u8>) -> Result<Inspection, Failure> {
        Ok(session::inspect_archive(name, bytes, Cursor::new(whole)))
    }

    archives:
    /// What a plan makes of an archive.
    ///
    /// # Errors
    /// [`Failure::NothingRead`] where nothing can be tried.
    fn attempt_archive(key: Key, settings: Settings, zones: Zones, name: &str, plan: &FilePlan, whole: Vec<u8>) -> Result<Trial, Failure> {
        session::attempt_archive(key, settings, zones, name, plan, Cursor::new(whole)).ok_or(Failure::NothingRead)
    }

    archives:
    /// Opens an archive, whose members are then read into the session.
    ///
    /// # Errors
    /// None of its own: what is wrong with it is in the session's report.
    fn open_archive(session: &mut Session, name: &str, source: &Source, whole: Vec<u8>) -> Result<Option<Box<dyn MembersInTurn>>, Failure> {
        Ok(session.open_archive(name, source, Cursor::new(whole)))
    }
}
