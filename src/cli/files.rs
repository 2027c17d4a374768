//! Files on disk into a session, in slices: none is ever held whole.

use super::Trouble;
use super::notes::reason;
use crate::contract::Inspection;
use crate::engine::session::{self, Session, Source};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

/// Large enough to keep the parser busy, small beside any file worth slicing.
const SLICE: usize = 4 << 20;

/// What a file is, from its first bytes (an archive's from its directory).
///
/// # Errors
/// A message when the file cannot be read.
pub fn inspect(path: &Path) -> Result<Inspection, Trouble> {
    let look = || -> io::Result<Inspection> {
        let mut file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let mut head = Vec::new();
        (&mut file).take(u64::from(session::HEAD)).read_to_end(&mut head)?;
        file.rewind()?;
        Ok(if session::is_archive(&head) {
            session::inspect_archive(&name(path), bytes, file)
        } else {
            session::inspect(&name(path), bytes, &head)
        })
    };
    look().map_err(|error| unreadable(path, &error))
}

/// Reads a file to its end; what is wrong inside it is in the session's report.
///
/// # Errors
/// A message when the file cannot be read.
pub fn read(session: &mut Session, path: &Path, source: &Source) -> Result<(), Trouble> {
    read_into(session, path, source).map_err(|error| unreadable(path, &error))
}

fn read_into(session: &mut Session, path: &Path, source: &Source) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut slice = vec![0; SLICE];
    let mut filled = fill(&mut file, &mut slice)?;
    if session::is_archive(slice.get(..filled).unwrap_or_default()) {
        file.rewind()?;
        session.archive(&name(path), source, file);
        return Ok(());
    }
    session.begin(&name(path), source);
    while filled > 0 && session.push(slice.get(..filled).unwrap_or_default()) {
        filled = match fill(&mut file, &mut slice) {
            Ok(filled) => filled,
            Err(error) => {
                session.finish();
                return Err(error);
            }
        };
    }
    session.finish();
    Ok(())
}

/// Reads until the slice is full or the file ends.
fn fill(file: &mut File, slice: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = slice.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The file's own name: folders on the way to it are nobody's business.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn unreadable(path: &Path, error: &io::Error) -> Trouble {
    Trouble::fault(format!("{}: the file could not be read: {}", name(path), reason(error)))
}
