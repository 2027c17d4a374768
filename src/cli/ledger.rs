//! The ledger's file: read before anything else, written after everything else.

use super::notes::{self, reason};
use super::writing::{Readers, Written};
use super::{Trouble, files};
use crate::contract::LedgerFault;
use crate::engine::ledger::{Draft, LARGEST_TEXT, Ledger};
use crate::engine::secret::Secret;
use crate::english;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A ledger, and the file it stands in.
pub struct LedgerFile {
    path: PathBuf,
    /// The file's text when it was read; `None` where there was no file.
    before: Option<String>,
    ledger: Ledger,
}

impl LedgerFile {
    /// Reads the ledger, or begins one where there is no file.
    ///
    /// # Errors
    /// A message when there is a file that cannot be read or is no sound ledger,
    /// and when the system has no randomness for a new one.
    pub fn open(path: &Path) -> Result<LedgerFile, Trouble> {
        let before = read(path).map_err(|error| {
            Trouble::fault(format!(
                "{}: the ledger could not be read: {}",
                files::name(path),
                reason(&error)
            ))
        })?;
        let ledger = match &before {
            None => Ledger::new(secret()?),
            Some(text) => Ledger::open(text).map_err(|fault| told(path, fault))?,
        };
        Ok(LedgerFile { path: path.to_owned(), before, ledger })
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Enters a release: what is protected from now on is held against it.
    ///
    /// # Errors
    /// A message when it cannot be entered.
    pub fn enter(&mut self, draft: Draft, today: &str) -> Result<(), Trouble> {
        let releases = self.ledger.releases().len();
        let number = self.ledger.append(draft, today).map_err(|fault| told(&self.path, fault))?;
        if self.ledger.releases().len() == releases {
            notes::say(&format!("This was release {number}; it is not entered again."));
        }
        Ok(())
    }

    /// Writes the file beside its place; `None` where nothing has to be written.
    ///
    /// # Errors
    /// A message when it cannot be written, or when somebody else has written to
    /// the file meanwhile.
    pub fn written(self) -> Result<Option<Written>, Trouble> {
        let text = self.ledger.to_text();
        if self.before.as_ref() == Some(&text) {
            return Ok(None);
        }
        let written = Written::beside(&self.path, &text, Readers::OwnerAlone)?;
        // What was entered meanwhile was not held against this release.
        if read(&self.path).ok() != Some(self.before) {
            return Err(Trouble::fault(format!(
                "{}: the ledger was changed meanwhile. Run this again.",
                files::name(&self.path)
            )));
        }
        Ok(Some(written))
    }
}

/// A secret that nobody else has.
///
/// # Errors
/// A message when the system has no randomness.
pub fn secret() -> Result<Secret, Trouble> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Trouble::fault("The system has no randomness to make a secret from."))?;
    Ok(Secret::new(bytes))
}

/// The text of a ledger's file, or `None` where there is no file. No more than a
/// ledger can have is read.
fn read(path: &Path) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    // What is no text is no ledger: what stands in for its bytes is none either.
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn told(path: &Path, fault: LedgerFault) -> Trouble {
    Trouble::fault(format!("{}: {}", files::name(path), english::ledger_fault(fault)))
}
