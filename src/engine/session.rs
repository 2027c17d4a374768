//! One sitting from files to figures: holds the key, the settings, the consent
//! book and the store, and joins the steps. Fetches nothing itself: bytes are
//! pushed in, and everything else from outside is given when it is made.

mod archive;
mod attempt;
mod look;
mod open;
mod parts;
mod review;
mod rows;
mod unusable;

pub use super::events::GENERIC;
pub use super::records::{Border, Ending, Unpacking, Unwrapping, is_archive, is_packed};
pub use archive::{DividedMember, Elsewhere, MembersInTurn, WholeMember};
pub use attempt::{attempt, attempt_archive};
pub use look::{inspect, inspect_archive, open_profile, open_snapshot, too_large};
pub use parts::{Divisible, PartFault, PartReader, PartsFile};
pub use review::{Reviewed, Watch, verify_snapshot};
pub use rows::RowsReviewed;

use super::consent::ConsentBook;
use super::events::{Key, Trying, Unusable};
use super::secret::Secret;
use super::store::{self, Shard, Store};
use super::tallies::release::Kept;
use super::tallies::{self, Cells, Question, Tallies};
use super::zone::Zones;
use crate::contract::{
    ConsentSummary, FilePlan, FileReport, Filter, Granularity, Mapping, PeoplePage, PeopleQuery,
    Problem, ProblemKind, Report, Settings, Statistics,
};
use crate::messages::Failure;
use open::{Consent, Open, unread, unread_consent, whole};
use std::cell::RefCell;

/// So many first bytes of a file decide what it is; one more tells whether
/// there are more.
pub const HEAD: u32 = super::events::HEAD as u32 + 1;

/// Of the bytes of a file, those that decide what it is.
pub fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..HEAD as usize).unwrap_or(bytes)
}

/// The largest archive that is held whole to reach its directory.
pub const ARCHIVE_LIMIT: u64 = 256 << 20;

/// Ways of counting whose cells are kept.
const WAYS: usize = 3;

/// Parts of the store; every unique count is a sum over them.
const SHARDS: usize = 8;

/// Fewer events that name nobody are counted in no time; they are each time.
const QUICK: usize = 1 << 16;

/// What a file is read for.
#[derive(Clone)]
pub enum Source {
    /// An export, read as planned.
    Events(FilePlan),
    /// A list of who granted or denied what; recognised where no mapping is given.
    Consent(Option<Mapping>),
}

/// Files being read, and then the questions they answer. No `Debug`, no
/// `Serialize`: it holds the key.
pub struct Session {
    key: Key,
    /// The owner's; without it nothing is protected by cell keys or noise.
    secret: Option<Secret>,
    settings: Settings,
    zones: Zones,
    consent: Consent,
    summary: Option<ConsentSummary>,
    store: Store,
    /// Rows that cannot be used, where the sitting is there for them.
    unusable: Option<Unusable>,
    /// What watches the rows, where a plan is only tried.
    trying: Option<Trying>,
    open: Option<Open>,
    files: Vec<FileReport>,
    /// Rows of files that are finished, and of members of an archive.
    rows: u64,
    /// What is counted already, by way of counting; the one used last is the first.
    counted: RefCell<Vec<Cells>>,
    /// The same for releases.
    released: Kept,
}

impl Session {
    /// A sitting that has read nothing. `key` must be random and used for
    /// nothing else; `zones` holds the zones that settings and plans name.
    pub fn new(key: Key, settings: Settings, zones: Zones) -> Session {
        Session {
            key,
            secret: None,
            settings: settings.sound(),
            zones,
            consent: Consent::Gathering(ConsentBook::default()),
            summary: None,
            store: Store::new(SHARDS),
            unusable: None,
            trying: None,
            open: None,
            files: Vec::new(),
            rows: 0,
            counted: RefCell::default(),
            released: Kept::default(),
        }
    }

    /// The sitting with the owner's secret: before anything is read, so that
    /// every subscriber has a record key. [`Method::CellKey`] and
    /// [`Method::Private`] need it.
    ///
    /// [`Method::CellKey`]: crate::contract::Method::CellKey
    /// [`Method::Private`]: crate::contract::Method::Private
    #[must_use]
    pub fn with_secret(mut self, secret: Secret) -> Session {
        self.store.use_secret(&secret);
        self.secret = Some(secret);
        self
    }

    /// The owner's secret, where one was given.
    pub(in crate::engine) fn secret(&self) -> Option<&Secret> {
        self.secret.as_ref()
    }

    /// Begins a file; one that is still open is finished first. All consent
    /// lists come before the first export: from then on the book is closed.
    pub fn begin(&mut self, name: &str, source: &Source) {
        self.finish();
        let name = name.to_owned();
        self.open = Some(match source {
            Source::Events(plan) => {
                self.decide();
                self.store.begin_file();
                Open::Events { reading: self.reading(&name, plan), name, problem: None }
            }
            Source::Consent(mapping) => {
                let reading = self.consent_reading(&name, mapping.as_ref());
                Open::Consent { name, reading, problem: None }
            }
        });
    }

    /// Reads the next bytes of the file, in pieces of any size. Whether more of
    /// it are of use: not when the file as a whole cannot be read.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let Some(mut open) = self.open.take() else { return false };
        let wanted = match &mut open {
            Open::Events { reading, problem, .. } if problem.is_none() => {
                *problem = self.push_events(reading, bytes).err();
                problem.is_none()
            }
            Open::Consent { reading, problem, .. } if problem.is_none() => {
                *problem = self.push_consent(reading, bytes).err();
                problem.is_none()
            }
            Open::Events { .. } | Open::Consent { .. } | Open::Parts(_) => false,
        };
        self.open = Some(open);
        wanted
    }

    /// The file ends here. Without effect when none is open.
    pub fn finish(&mut self) {
        match self.open.take() {
            None => {}
            Some(Open::Events { name, reading, problem }) => {
                let report = match (self.finish_events(reading), problem) {
                    (Ok(finished), None) => finished.report,
                    (Ok(mut finished), Some(problem)) => {
                        finished.missing(problem);
                        finished.report
                    }
                    (Err(problem), _) => unread(&name, problem),
                };
                self.file(report);
            }
            Some(Open::Parts(reading)) => {
                let report = reading.finish(|who| self.store.is_in_file(who));
                self.file(report);
            }
            Some(Open::Consent { name, reading, problem }) => {
                let summary = match (self.finish_consent(reading), problem) {
                    (Ok(summary), None) => summary,
                    (Ok(mut summary), Some(problem)) => {
                        summary.located.push(problem);
                        summary
                    }
                    (Err(problem), _) => unread_consent(&name, problem),
                };
                self.rows += summary.rows;
                self.summarise(summary);
            }
        }
    }

    /// Enters a file that is not read at all, and why.
    pub fn refuse(&mut self, name: &str, source: &Source, kind: ProblemKind) {
        self.finish();
        let problem = whole(name, kind);
        match source {
            Source::Events(_) => self.file(unread(name, problem)),
            Source::Consent(_) => self.summarise(unread_consent(name, problem)),
        }
    }

    fn file(&mut self, report: FileReport) {
        self.rows += report.rows;
        self.files.push(report);
    }

    /// Rows read so far.
    pub fn rows(&self) -> u64 {
        let open = match &self.open {
            Some(Open::Events { reading, .. }) => reading.rows(),
            Some(Open::Parts(reading)) => reading.rows(),
            // A consent list is short, and counted when it is finished.
            Some(Open::Consent { .. }) | None => 0,
        };
        self.rows + open
    }

    /// What became of the exports finished so far.
    pub fn files(&self) -> &[FileReport] {
        &self.files
    }

    /// Everything is read; from now on the sitting answers questions.
    ///
    /// # Errors
    /// [`Failure::File`] when the only export could not be read,
    /// [`Failure::NothingRead`] when not a single row of several could be used.
    pub fn seal(&mut self) -> Result<(), Failure> {
        while self.seal_shard().is_some() {}
        if self.files.iter().any(|file| file.rows_used > 0) {
            return Ok(());
        }
        let of_the_file = |problem: &&Problem| problem.row.is_none();
        // Sums beside an export that cannot be read do not explain why.
        let exports: Vec<&FileReport> =
            self.files.iter().filter(|file| file.granularity != Granularity::Campaign).collect();
        let asked = if exports.is_empty() { self.files.iter().collect() } else { exports };
        match asked.as_slice() {
            [only] => match only.located.iter().find(of_the_file) {
                Some(problem) => Err(Failure::File { problem: problem.clone() }),
                None => Err(Failure::NothingRead),
            },
            _ => Err(Failure::NothingRead),
        }
    }

    /// One step of [`Session::seal`]: seals a shard, and says which; `None` when all are.
    /// In between, what is sealed can be counted [elsewhere](Session::shard).
    pub fn seal_shard(&mut self) -> Option<usize> {
        self.finish();
        let sealed = self.store.seal_shard();
        if sealed == Some(0) {
            self.counted.take();
        }
        sealed
    }

    /// A sealed shard, in pieces of bytes for [`PartReader::count`]: never addresses.
    pub fn shard(&self, shard: usize) -> impl Iterator<Item = Vec<u8>> {
        tallies::pieces(&self.store, shard)
    }

    /// Whether counting a sealed shard elsewhere takes longer than handing it over.
    pub fn is_worth_handing_over(&self, shard: usize) -> bool {
        self.store.excerpt_is_worth_it(shard)
    }

    /// Adds a sealed shard that was counted elsewhere; whether it was. What is not,
    /// is counted here when it is asked for.
    pub fn add_counted(&self, shard: usize, counted: &[u8]) -> bool {
        let question = self.question(&self.settings, &Filter::default());
        self.with_cells(&question, |cells| cells.add_counted(&self.store, shard, counted)).is_some()
    }

    /// Counts a shard, once all are sealed; whether that was still to be done.
    pub fn count_shard(&self, shard: usize) -> bool {
        let question = self.question(&self.settings, &Filter::default());
        self.with_cells(&question, |cells| cells.count_shard(&self.store, shard))
    }

    /// Everything the owner may know of the messages that pass the filter.
    pub fn report(&self, filter: &Filter) -> Report {
        let statistics = self.count(&self.settings, filter);
        Report {
            files: self.files.clone(),
            consent: self.summary.clone(),
            campaigns: statistics.campaigns.clone(),
            overall: statistics.overall.clone(),
            statistics,
        }
    }

    /// The owner's figures. Of `settings`, only what needs no reading may differ
    /// from those the sitting was made with (see [`Settings::needs_reading`]).
    pub fn count(&self, settings: &Settings, filter: &Filter) -> Statistics {
        self.tallies(settings, filter).statistics()
    }

    /// The same where it is a sum of what is counted already, and so takes no time
    /// to speak of.
    pub fn foresee(&self, settings: &Settings, filter: &Filter) -> Option<Statistics> {
        let question = self.question(settings, filter);
        let counted = self.counted.borrow();
        let cells = counted.iter().find(|cells| cells.answers(&question))?;
        let quick = self.store.shards().iter().map(Shard::events_of_nobody).sum::<usize>() < QUICK;
        Some(cells.tallies(&self.store, filter).filter(|_| quick)?.statistics())
    }

    /// A page of a list of people.
    ///
    /// # Errors
    /// [`Failure::NotKept`] where the mode keeps no such list.
    pub fn people(&self, query: &PeopleQuery) -> Result<PeoplePage, Failure> {
        let zone = self.zones.get(&self.settings.zone);
        store::people(&self.store, query, &self.settings, &zone)
            .map_err(|store::NotKept| Failure::NotKept)
    }

    /// Bytes of memory that the store holds.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
    }

    fn tallies(&self, settings: &Settings, filter: &Filter) -> Tallies {
        let question = self.question(settings, filter);
        let tallies = self.with_cells(&question, |cells| {
            while cells.count_next(&self.store) {}
            cells.tallies(&self.store, filter)
        });
        tallies.unwrap_or_else(|| tallies::count(&self.store, &question))
    }

    fn question(&self, settings: &Settings, filter: &Filter) -> Question {
        let settings = self.as_read(settings);
        Question::new(&settings, filter.clone(), self.zones.get(&settings.zone))
    }

    /// Counts ahead, a shard at a time, what the switch for machine events will
    /// ask for; whether there was anything left to count.
    pub fn count_ahead(&self) -> bool {
        let settings = self.settings.clone();
        let other = Settings { include_machine: !settings.include_machine, ..settings };
        let zone = self.zones.get(&other.zone);
        let question = Question::new(&other, Filter::default(), zone);
        self.with_cells(&question, |cells| cells.count_next(&self.store))
    }

    /// What the cells of the question's way of counting are good for, begun where
    /// there are none.
    fn with_cells<T>(&self, question: &Question, ask: impl FnOnce(&mut Cells) -> T) -> T {
        let mut counted = self.counted.borrow_mut();
        let known = counted.iter().position(|cells| cells.answers(question));
        let mut cells = match known {
            Some(at) => counted.remove(at),
            None => Cells::new(question.clone()),
        };
        let answer = ask(&mut cells);
        counted.truncate(WAYS - 1);
        counted.insert(0, cells);
        answer
    }

    /// What was decided while reading cannot be decided otherwise afterwards:
    /// the ceiling holds whatever is asked.
    fn as_read(&self, asked: &Settings) -> Settings {
        let read = &self.settings;
        Settings {
            mode: read.mode,
            unknown: read.unknown,
            denied: read.denied,
            zone: read.zone.clone(),
            ..asked.clone()
        }
        .sound()
    }
}

#[cfg(test)]
mod tests;
