//! Files into a session: consent lists first, each file slice by slice, with a
//! look at the outside between two slices.

use super::pace::Pace;
use super::slices::{self, Slices, Unreadable};
use super::zones;
use crate::contract::{FilePlan, Inspection, ProblemKind, Progress, Settings};
use crate::engine::session::{self, Session, Source};
use crate::engine::zone::Zones;
use std::io::Cursor;
use web_sys::File;

/// Who looks on: told of progress, asked whether to go on.
pub trait Watch {
    fn progress(&self, progress: Progress);
    fn is_cancelled(&self) -> bool;
}

/// A file, and what it is read for.
pub struct Input {
    pub file: File,
    pub source: Source,
}

/// Why a file's bytes ended early.
pub enum Stop {
    Cancelled,
    /// The browser did not hand over the bytes of the file of this name.
    Unreadable(String),
}

/// Reads the files in turn; what is wrong inside one is in the session's report.
///
/// # Errors
/// [`Stop`] when the watcher cancels or the browser withholds a file.
pub async fn read(session: &mut Session, inputs: &[Input], watch: &impl Watch) -> Result<(), Stop> {
    let mut progress = Progress {
        files: inputs.len() as u32,
        bytes: inputs.iter().map(|input| input.file.size() as u64).sum(),
        ..Progress::default()
    };
    let pace = Pace::new();
    for input in inputs {
        progress.file = input.file.name();
        let before = progress.bytes_done;
        let unreadable = |Unreadable| Stop::Unreadable(input.file.name());
        if is_archive(&input.file).await.map_err(unreadable)? {
            read_archive(session, input, &mut progress, &pace, watch).await?;
        } else {
            session.begin(&input.file.name(), &input.source);
            let mut slices = Slices::new(&input.file);
            while let Some(slice) = slices.next().await.map_err(unreadable)? {
                let wanted = session.push(slice);
                step(session, slice.len(), &mut progress, &pace, watch)?;
                if !wanted {
                    break;
                }
            }
            session.finish();
        }
        // Bytes of no use were not fetched, but are done with.
        progress.bytes_done = before + input.file.size() as u64;
        progress.files_done += 1;
    }
    watch.progress(Progress { rows: session.rows(), ..progress });
    Ok(())
}

/// An archive has its directory at the end: it is read whole, within limits.
async fn read_archive(
    session: &mut Session,
    input: &Input,
    progress: &mut Progress,
    pace: &Pace,
    watch: &impl Watch,
) -> Result<(), Stop> {
    let name = input.file.name();
    if input.file.size() <= session::ARCHIVE_LIMIT as f64 {
        let mut whole = Vec::with_capacity(input.file.size() as usize);
        let mut slices = Slices::new(&input.file);
        while let Some(slice) =
            slices.next().await.map_err(|Unreadable| Stop::Unreadable(name.clone()))?
        {
            whole.extend_from_slice(slice);
            step(session, slice.len(), progress, pace, watch)?;
        }
        session.archive(&name, &input.source, Cursor::new(whole));
    } else {
        session.refuse(&name, &input.source, ProblemKind::ArchiveTooLarge);
    }
    Ok(())
}

fn step(
    session: &Session,
    bytes: usize,
    progress: &mut Progress,
    pace: &Pace,
    watch: &impl Watch,
) -> Result<(), Stop> {
    progress.bytes_done += bytes as u64;
    if watch.is_cancelled() {
        return Err(Stop::Cancelled);
    }
    if pace.is_due() {
        progress.rows = session.rows();
        watch.progress(progress.clone());
    }
    Ok(())
}

/// What a file is, from its first bytes (an archive's from its directory).
///
/// # Errors
/// [`Stop::Unreadable`] when the browser withholds the file.
pub async fn inspect(file: &File) -> Result<Inspection, Stop> {
    let name = file.name();
    let bytes = file.size() as u64;
    let unreadable = |Unreadable| Stop::Unreadable(file.name());
    let head = slices::head(file, session::HEAD).await.map_err(unreadable)?;
    if !session::is_archive(&head) {
        return Ok(session::inspect(&name, bytes, &head));
    }
    if bytes > session::ARCHIVE_LIMIT {
        return Ok(session::too_large(&name, bytes));
    }
    let whole = slices::whole(file).await.map_err(unreadable)?;
    Ok(session::inspect_archive(&name, bytes, Cursor::new(whole)))
}

/// The zones that settings and plans name, as far as the browser knows them.
pub fn zones_of<'p>(settings: &Settings, plans: impl Iterator<Item = &'p FilePlan>) -> Zones {
    let mut names = vec![settings.zone.as_str()];
    names.extend(plans.filter_map(|plan| plan.zone.as_deref()));
    names.sort_unstable();
    names.dedup();
    Zones::new(names.into_iter().filter_map(zones::zone).collect())
}

async fn is_archive(file: &File) -> Result<bool, Unreadable> {
    Ok(session::is_archive(&slices::head(file, 4).await?))
}
