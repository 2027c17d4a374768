//! Files into a session: consent lists first, each file slice by slice, with a
//! look at the outside between two slices.

use super::deferred;
use super::pace::{Pace, pause};
use super::readers::{Bytes, Crew, Divided, Readers};
use super::slices::{self, Heads, Slices, Unreadable};
use super::zones;
use crate::contract::{FilePlan, Inspection, ProblemKind, Progress, Settings};
use crate::engine::session::{self, DividedMember, Session, Source};
use crate::engine::zone::Zones;
use crate::messages::Failure;
use web_sys::File;

/// Who looks on: told of progress, asked whether to go on.
pub trait Watch {
    fn progress(&self, progress: Progress);
    fn is_cancelled(&self) -> bool;
}

/// A file, and what it is read for.
#[derive(Clone)]
pub struct Input {
    pub file: File,
    pub source: Source,
}

impl Input {
    /// The size of the file.
    pub fn bytes(&self) -> u64 {
        self.file.size() as u64
    }
}

/// Why a file's bytes ended early.
pub enum Stop {
    Cancelled,
    /// The browser did not hand over the bytes of the file of this name.
    Unreadable(String),
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failed(failure)
    }
}

/// Reads the files in turn, alone; what is wrong inside one is in the session's
/// report.
///
/// # Errors
/// [`Stop`] when the watcher cancels or the browser withholds a file.
pub async fn read(session: &mut Session, inputs: &[Input], watch: &impl Watch) -> Result<(), Stop> {
    read_with(session, inputs, None, watch).await
}

/// The same with readers, for files that are worth it and can be divided; where they
/// read one, the session is sealed in the end.
///
/// # Errors
/// Those of [`read`].
pub async fn read_with(
    session: &mut Session,
    inputs: &[Input],
    mut crew: Option<&mut Crew<'_>>,
    watch: &impl Watch,
) -> Result<(), Stop> {
    let mut progress = Progress {
        files: inputs.len() as u32,
        bytes: inputs.iter().map(Input::bytes).sum(),
        ..Progress::default()
    };
    let pace = Pace::new();
    let mut heads = Heads::new(inputs.iter().map(|input| input.file.clone()), session::HEAD);
    let mut left = inputs;
    while let Some((input, others)) = left.split_first() {
        progress.file = input.file.name();
        if let Some(crew) = crew.as_deref_mut() {
            let step = |session: &Session, done: Option<&Input>| {
                let bytes = done.map_or(0, Input::bytes);
                if done.is_some() {
                    progress.files_done += 1;
                    if let Some(next) = inputs.get(progress.files_done as usize) {
                        progress.file = next.file.name();
                    }
                }
                step(session, bytes, &mut progress, &pace, watch)
            };
            let read = crew.read_files(session, left, &mut heads, step).await?;
            if read > 0 {
                left = left.get(read..).unwrap_or_default();
                continue;
            }
        }
        let before = progress.bytes_done;
        let head = heads.next().await.unwrap_or(Err(Unreadable));
        let head = head.map_err(|Unreadable| Stop::Unreadable(input.file.name()))?;
        let crew = crew.as_deref_mut();
        read_file(session, input, &head, crew, &mut progress, &pace, watch).await?;
        // Bytes of no use were not fetched, but are done with.
        progress.bytes_done = before + input.bytes();
        progress.files_done += 1;
        left = others;
    }
    watch.progress(Progress { rows: session.rows(), ..progress });
    match crew {
        Some(crew) => {
            let cancelled = || if watch.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) };
            crew.seal(session, cancelled).await
        }
        None => Ok(()),
    }
}

async fn read_file(
    session: &mut Session,
    input: &Input,
    head: &[u8],
    crew: Option<&mut Crew<'_>>,
    progress: &mut Progress,
    pace: &Pace,
    watch: &impl Watch,
) -> Result<(), Stop> {
    let Input { file, source } = input;
    let unreadable = |Unreadable| Stop::Unreadable(file.name());
    if session::is_archive(head) {
        return read_archive(session, input, crew, progress, pace, watch).await;
    }
    let mut step = |session: &Session, bytes| step(session, bytes, progress, pace, watch);
    if let Source::Events(plan) = source
        && let Some(crew) = crew
        && Readers::are_worth_it(Readers::text_of(input.bytes(), session::is_packed(head)))
        && let Some(divisible) = session.divides(&file.name(), plan, head)
    {
        let divided = Divided { file, name: file.name(), plan, head };
        match divisible.unwrapping {
            None => crew.read(session, &divided, divisible.file, step).await?,
            Some(_) => {
                let mut bytes = Bytes::OfFile(Slices::new(file));
                crew.read_text(session, &divided, divisible, &mut bytes, step).await?;
            }
        }
    } else {
        session.begin(&file.name(), source);
        let mut wanted = session.push(head);
        step(session, head.len() as u64)?;
        let mut slices = Slices::behind(file, head.len() as u64);
        while wanted && let Some(slice) = slices.next().await.map_err(unreadable)? {
            wanted = session.push(slice);
            step(session, slice.len() as u64)?;
        }
    }
    session.finish();
    Ok(())
}

/// An archive has its directory at the end: it is read whole, within limits.
async fn read_archive(
    session: &mut Session,
    input: &Input,
    mut crew: Option<&mut Crew<'_>>,
    progress: &mut Progress,
    pace: &Pace,
    watch: &impl Watch,
) -> Result<(), Stop> {
    let Input { file, source } = input;
    let (name, size) = (file.name(), file.size() as u64);
    if size > session::ARCHIVE_LIMIT {
        session.refuse(&name, source, ProblemKind::ArchiveTooLarge);
        return Ok(());
    }
    let end = progress.bytes_done + size;
    // To have a byte is half of the work, to unpack and read it the other.
    let mut step = |session: &Session, bytes: u64| {
        let left = end.saturating_sub(progress.bytes_done);
        step(session, (bytes / 2).min(left), progress, pace, watch)
    };
    let mut whole = Vec::with_capacity(size as usize);
    let mut slices = Slices::new(file);
    while let Some(slice) =
        slices.next().await.map_err(|Unreadable| Stop::Unreadable(name.clone()))?
    {
        whole.extend_from_slice(slice);
        step(session, slice.len() as u64)?;
    }
    let archive = deferred::open_archive(session, &name, source, whole).await?;
    let Some(mut members) = archive else { return Ok(()) };
    let breath = Pace::new();
    loop {
        let divided = match crew.as_deref_mut() {
            Some(crew) => crew.read_members(session, &mut *members, &mut step).await?,
            None => None,
        };
        if let (Some(member), Some(crew)) = (divided, crew.as_deref_mut()) {
            let DividedMember { path, plan, head, divisible, packed, size } = *member;
            let divided = Divided { file, name: path, plan: &plan, head: &head };
            let mut bytes = Bytes::of_member(members.unpacking());
            let packed = |bytes| (bytes as f64 * packed as f64 / size.max(1) as f64) as u64;
            let step = |session: &Session, bytes| step(session, packed(bytes));
            crew.read_text(session, &divided, divisible, &mut bytes, step).await?;
            let problem = bytes.into_problem();
            members.ended(session, problem);
        } else if let Some(bytes) = members.advance(session) {
            step(session, bytes)?;
        } else {
            break;
        }
        if breath.is_due() {
            pause().await;
        }
    }
    members.finish(session);
    Ok(())
}

fn step(
    session: &Session,
    bytes: u64,
    progress: &mut Progress,
    pace: &Pace,
    watch: &impl Watch,
) -> Result<(), Stop> {
    progress.bytes_done += bytes;
    if watch.is_cancelled() {
        return Err(Stop::Cancelled);
    }
    if pace.is_due() {
        progress.rows = session.rows();
        watch.progress(progress.clone());
    }
    Ok(())
}

/// What files are, from their first bytes (an archive from its directory). `step` is
/// told of each, and says whether to go on.
///
/// # Errors
/// What `step` returns, and [`Stop::Unreadable`] when the browser withholds a file.
pub async fn inspect(
    files: &[&File],
    mut step: impl FnMut(&Inspection) -> Result<(), Stop>,
) -> Result<Vec<Inspection>, Stop> {
    let mut heads = Heads::new(files.iter().map(|file| (*file).clone()), session::HEAD);
    let mut inspections = Vec::with_capacity(files.len());
    for file in files {
        let head = heads.next().await.unwrap_or(Err(Unreadable));
        let head = head.map_err(|Unreadable| Stop::Unreadable(file.name()))?;
        let inspection = inspected(file, &head).await?;
        step(&inspection)?;
        inspections.push(inspection);
    }
    Ok(inspections)
}

async fn inspected(file: &File, head: &[u8]) -> Result<Inspection, Stop> {
    let name = file.name();
    let bytes = file.size() as u64;
    let unreadable = |Unreadable| Stop::Unreadable(file.name());
    if !session::is_archive(head) {
        return Ok(session::inspect(&name, bytes, head));
    }
    if bytes > session::ARCHIVE_LIMIT {
        return Ok(session::too_large(&name, bytes));
    }
    let whole = slices::whole(file).await.map_err(unreadable)?;
    Ok(deferred::inspect_archive(&name, bytes, whole).await?)
}

/// The zones that settings and plans name, as far as the browser knows them.
pub fn zones_of<'p>(settings: &Settings, plans: impl Iterator<Item = &'p FilePlan>) -> Zones {
    // Of many files, few zones.
    let mut names = vec![settings.zone.as_str()];
    for name in plans.filter_map(|plan| plan.zone.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Zones::new(names.into_iter().filter_map(zones::zone).collect())
}
