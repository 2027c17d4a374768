//! What each command does.

use super::deferred::{self, Change, Open, Wanted};
use super::intake::{self, Input, Stop, Watch};
use super::jobs::Recall;
use super::pace::{Pace, pause};
use super::readers::{Crew, Readers};
use super::releases::Releases;
use super::slices::{self, Unreadable};
use super::{Stopped, entropy};
use crate::contract::{
    Container, FilePlan, Filter, Inspection, LedgerFault, Mapping, Method, Progress, Settings,
    Sharing, Snapshot, Trial,
};
use crate::engine::events::Key;
use crate::engine::ledger;
use crate::engine::secret::Secret;
use crate::engine::session::{self, Reviewed, RowsReviewed, Session, Source};
use crate::messages::{Command, Failure, Job, SnapshotFault, Update};
use std::cell::RefCell;
use web_sys::File;

/// The largest file that is opened as a snapshot; none is nearly as large.
const SNAPSHOT_LIMIT: f64 = 8.0 * 1024.0 * 1024.0;

/// Sends a running command's progress to the page, and knows whether the page
/// still wants it.
pub struct Onlooker<F> {
    job: Job,
    recall: Recall,
    tell: F,
}

impl<F: Fn(Update)> Onlooker<F> {
    pub fn new(job: Job, recall: Recall, tell: F) -> Onlooker<F> {
        Onlooker { job, recall, tell }
    }
}

impl<F: Fn(Update)> Watch for Onlooker<F> {
    fn progress(&self, progress: Progress) {
        (self.tell)(Update::Progress { job: self.job, progress });
    }

    fn is_cancelled(&self) -> bool {
        self.recall.is_cancelled()
    }
}

/// Where commands are carried out: holds what was read last, and the ledger.
pub struct Desk {
    session: RefCell<Option<Session>>,
    releases: RefCell<Releases>,
    readers: Readers,
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            session: RefCell::new(None),
            releases: RefCell::default(),
            readers: Readers::default(),
        }
    }

    /// Large files may be about to come.
    pub fn prepare(&self) {
        self.readers.prepare();
    }

    /// They are read, and the page has had time to show what they came to.
    pub fn end_readers(&self) {
        self.readers.end();
    }

    /// They did not come.
    pub fn unprepare(&self) {
        self.readers.end_idle();
    }

    /// Carries out one command. Its files are those that `files` holds at the
    /// indices it names.
    ///
    /// # Errors
    /// [`Stopped`] where there is no answer but that it failed or was taken back.
    pub async fn run(
        &self,
        command: Command,
        files: &[File],
        watch: &impl Watch,
    ) -> Result<Update, Stopped> {
        match command {
            Command::Inspect { job, files: wanted } => {
                let wanted = wanted.into_iter().map(|index| handle(files, index));
                let wanted = wanted.collect::<Result<Vec<_>, _>>()?;
                let mut text = 0;
                let step = |Inspection { bytes, container, .. }: &Inspection| {
                    text += Readers::text_of(*bytes, *container == Container::Gzip);
                    if Readers::are_worth_it(text) {
                        self.readers.start();
                    }
                    if watch.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
                };
                let inspections = intake::inspect(&wanted, step).await?;
                Ok(Update::Inspected { job, inspections })
            }
            Command::Try { job, file, plan, settings } => {
                let trial = attempt(handle(files, file)?, &plan, settings.sound()).await?;
                Ok(Update::Tried { job, trial })
            }
            Command::Read { job, files: wanted, consent, settings } => {
                self.read(job, files, wanted, consent, settings.sound(), watch).await
            }
            Command::UnusableRows { job, file, plan, consent, settings, separator } => {
                let settings = settings.sound();
                let zones = intake::zones_of(&settings, std::iter::once(&plan));
                let mut session =
                    Session::new(key()?, settings, zones).for_unusable_rows(separator);
                let file = handle(files, file)?.clone();
                let source = match consent {
                    true => Source::Consent(plan.mapping),
                    false => Source::Events(plan),
                };
                intake::read(&mut session, &[Input { file, source }], watch).await?;
                Ok(Update::UnusableRows { job, rows: session.into_unusable_rows() })
            }
            Command::Count { job, settings, filter } => {
                let statistics = self.ask(|session| session.count(&settings.sound(), &filter))?;
                Ok(Update::Counted { job, statistics })
            }
            Command::Foresee { job, settings, filter } => {
                let foreseen = self.ask(|session| session.foresee(&settings.sound(), &filter))?;
                Ok(match foreseen {
                    Some(statistics) => Update::Counted { job, statistics },
                    None => Update::Cancelled { job },
                })
            }
            Command::People { job, query } => {
                let page = self.ask(|session| session.people(&query))??;
                Ok(Update::People { job, page })
            }
            Command::Review { job, settings, filter, sharing, today } => {
                self.review(job, &settings.sound(), &filter, &sharing, &today, watch).await
            }
            Command::OpenSnapshot { job, file, text } => {
                let snapshot =
                    open(file.map(|index| handle(files, index)).transpose()?, text).await?;
                Ok(Update::Opened { job, snapshot })
            }
            Command::Release { job } => {
                let ledger = deferred::change_ledger(&self.releases, Change::Release, "").await?;
                Ok(Update::Ledger { job, ledger })
            }
            Command::NewLedger { job, today } => {
                let begin = Change::Begin(secret()?);
                let ledger = deferred::change_ledger(&self.releases, begin, &today).await?;
                Ok(Update::Ledger { job, ledger })
            }
            Command::OpenLedger { job, file, text, today } => {
                let file = file.map(|index| handle(files, index)).transpose()?;
                let open = Change::Open(ledger_text(file, text).await?);
                let ledger = deferred::change_ledger(&self.releases, open, &today).await?;
                Ok(Update::Ledger { job, ledger })
            }
            Command::CloseLedger { job } => {
                self.releases.borrow_mut().close();
                Ok(Update::Ledger { job, ledger: None })
            }
            Command::ExportRows { job, settings, filter, today } => {
                settle(watch).await?;
                let settings = settings.sound();
                let wanted = Wanted { settings: &settings, filter: &filter, today: &today };
                let reviewed =
                    deferred::export_rows(&self.open(), &wanted, &mut steps(watch)).await;
                settle(watch).await?;
                let RowsReviewed { rows, draft } = reviewed?;
                let entered = Change::Rows(draft);
                let ledger = deferred::change_ledger(&self.releases, entered, &today).await?;
                Ok(Update::Rows { job, rows, ledger: ledger.ok_or(Failure::NoLedger)? })
            }
            Command::Verify { job, snapshot } => {
                settle(watch).await?;
                let verdict = deferred::verify(&snapshot, &mut steps(watch)).await;
                settle(watch).await?;
                let (risk, breaches) = verdict?;
                Ok(Update::Verified { job, risk, breaches })
            }
            Command::Prepare { job, .. } | Command::Cancel { job } => Ok(Update::Cancelled { job }),
        }
    }

    async fn read(
        &self,
        job: Job,
        files: &[File],
        wanted: Vec<(u32, FilePlan)>,
        consent: Vec<(u32, Option<Mapping>)>,
        settings: Settings,
        watch: &impl Watch,
    ) -> Result<Update, Stopped> {
        // What may no longer be seen must be out of memory before, not after.
        self.session.replace(None);
        let zones = intake::zones_of(&settings, wanted.iter().map(|(_, plan)| plan));
        let mut inputs = Vec::with_capacity(consent.len() + wanted.len());
        for (index, mapping) in consent {
            let source = Source::Consent(mapping);
            inputs.push(Input { file: handle(files, index)?.clone(), source });
        }
        for (index, plan) in wanted {
            let source = Source::Events(plan);
            inputs.push(Input { file: handle(files, index)?.clone(), source });
        }
        let secret = self.releases.borrow_mut().secret_for_reading(secret)?;
        let mut session = Session::new(key()?, settings, zones).with_secret(secret);
        let mut crew = Crew::new(&self.readers);
        intake::read_with(&mut session, &inputs, Some(&mut crew), watch).await?;
        drop(crew);
        if let Err(failure) = session.seal() {
            let files = session.files().to_vec();
            return Ok(Update::NothingRead { job, files, failure });
        }
        let report = session.report(&Default::default());
        self.session.replace(Some(session));
        Ok(Update::Read { job, report })
    }

    async fn review(
        &self,
        job: Job,
        settings: &Settings,
        filter: &Filter,
        sharing: &Sharing,
        today: &str,
        watch: &impl Watch,
    ) -> Result<Update, Stopped> {
        self.releases.borrow_mut().forget_review();
        settle(watch).await?;
        // The people's keys were made with the secret that was there when they were read.
        if sharing.method == Method::CellKey && self.releases.borrow().needs_reading() {
            return Err(Stopped::Failed(Failure::NotKept));
        }
        let (open, wanted) = (self.open(), Wanted { settings, filter, today });
        let reviewed = deferred::review(&open, &wanted, sharing, &mut steps(watch)).await;
        settle(watch).await?;
        let Reviewed { review, draft } = reviewed?;
        self.releases.borrow_mut().reviewed(draft, today.to_owned());
        Ok(Update::Reviewed { job, review })
    }

    fn open(&self) -> Open<'_> {
        Open { session: &self.session, releases: &self.releases }
    }

    /// Uses a moment in which nobody waits; whether there is more to be done.
    pub fn count_ahead(&self) -> bool {
        self.ask(Session::count_ahead).unwrap_or_default()
    }

    fn ask<T>(&self, question: impl FnOnce(&Session) -> T) -> Result<T, Failure> {
        self.session.borrow().as_ref().map(question).ok_or(Failure::NothingRead)
    }
}

/// Lets the page take the command back, before and after work that never waits.
async fn settle(watch: &impl Watch) -> Result<(), Stopped> {
    pause().await;
    if watch.is_cancelled() { Err(Stopped::Cancelled) } else { Ok(()) }
}

/// Tells how far protection and its verifier have come, and whether to go on.
fn steps<W: Watch>(watch: &W) -> impl FnMut(u64, u64) -> bool {
    let pace = Pace::new();
    move |steps_done, steps| {
        if pace.is_due() {
            watch.progress(Progress { steps_done, steps, ..Progress::default() });
        }
        !watch.is_cancelled()
    }
}

/// What a plan makes of the beginning of a file.
async fn attempt(file: &File, plan: &FilePlan, settings: Settings) -> Result<Trial, Failure> {
    let name = file.name();
    let unreadable = |Unreadable| Failure::Unreadable { file: file.name() };
    let zones = intake::zones_of(&settings, std::iter::once(plan));
    let head = slices::head(file, session::HEAD).await.map_err(unreadable)?;
    let trial = if session::is_archive(&head) && file.size() <= session::ARCHIVE_LIMIT as f64 {
        let whole = slices::whole(file).await.map_err(unreadable)?;
        deferred::attempt_archive(key()?, settings, zones, &name, plan, whole).await?
    } else {
        session::attempt(key()?, settings, zones, &name, plan, &head, file.size() as u64)
            .ok_or(Failure::NothingRead)?
    };
    Ok(trial)
}

async fn open(file: Option<&File>, text: Option<String>) -> Result<Snapshot, Failure> {
    let fault = |fault| Failure::Snapshot { fault };
    let text = match file {
        Some(file) if file.size() > SNAPSHOT_LIMIT => {
            return Err(fault(SnapshotFault::Implausible));
        }
        Some(file) => whole_text(file).await?.ok_or(fault(SnapshotFault::NotASnapshot))?,
        None => text.unwrap_or_default(),
    };
    deferred::open_snapshot(&text).await
}

async fn ledger_text(file: Option<&File>, text: Option<String>) -> Result<String, Failure> {
    let fault = |fault| Failure::Ledger { fault };
    match file {
        Some(file) if file.size() > ledger::LARGEST_TEXT as f64 => Err(fault(LedgerFault::Damaged)),
        Some(file) => whole_text(file).await?.ok_or(fault(LedgerFault::NotALedger)),
        None => Ok(text.unwrap_or_default()),
    }
}

/// A file as text; `None` where it is none.
async fn whole_text(file: &File) -> Result<Option<String>, Failure> {
    let bytes = slices::whole(file)
        .await
        .map_err(|Unreadable| Failure::Unreadable { file: file.name() })?;
    Ok(String::from_utf8(bytes).ok())
}

fn handle(files: &[File], index: u32) -> Result<&File, Failure> {
    // A command that names a file it did not bring is as good as a file that is gone.
    files.get(index as usize).ok_or_else(|| Failure::Unreadable { file: String::new() })
}

/// Without randomness there is no secret, and without a secret no noise.
fn secret() -> Result<Secret, Failure> {
    entropy::secret().map_err(|entropy::NoEntropy| Failure::Crashed)
}

/// Without randomness there is no key, and without a key nothing may be read.
fn key() -> Result<Key, Failure> {
    entropy::key().map_err(|entropy::NoEntropy| Failure::Crashed)
}
