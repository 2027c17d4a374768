//! One member of an archive, unpacked bit by bit, within limits.

use super::Sink;
use crate::contract::ProblemKind;
use crate::engine::records::limits::Allowance;
use std::io::Read;

/// Bytes unpacked at a time.
pub(super) const CHUNK: usize = 64 << 10;

/// A member being unpacked.
pub struct Unpacking<'a> {
    entry: Box<dyn Read + 'a>,
    allowance: Allowance,
    chunk: Vec<u8>,
}

impl<'a> Unpacking<'a> {
    pub(super) fn of(entry: impl Read + 'a, allowance: Allowance) -> Unpacking<'a> {
        Unpacking { entry: Box::new(entry), allowance, chunk: vec![0; CHUNK] }
    }

    /// The next of its bytes; `None` behind the last.
    ///
    /// # Errors
    ///
    /// Those of [`Archive::read`](super::Archive::read).
    pub fn more(&mut self) -> Result<Option<&[u8]>, ProblemKind> {
        let length = fill(&mut self.entry, &mut self.chunk)?;
        let bytes = self.chunk.get(..length).filter(|bytes| !bytes.is_empty());
        self.allowance.unpacked(length as u64)?;
        Ok(bytes)
    }

    /// All of them, until `each` breaks off.
    pub(super) fn all(mut self, each: Sink<'_>) -> Result<(), ProblemKind> {
        while let Some(bytes) = self.more()? {
            if each(bytes).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Reads until `chunk` is full or the member ends.
pub(super) fn fill(entry: &mut impl Read, chunk: &mut [u8]) -> Result<usize, ProblemKind> {
    let mut length = 0;
    while let Some(room) = chunk.get_mut(length..).filter(|room| !room.is_empty()) {
        match entry.read(room) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(ProblemKind::DamagedArchive),
        }
    }
    Ok(length)
}
