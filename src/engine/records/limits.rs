//! What every packed file has to keep: so much unpacked, so many times its size.

use crate::contract::ProblemKind;
use std::cell::Cell;
use std::rc::Rc;

/// A file of more bytes, unpacked, is refused.
const MAX_UNPACKED: u64 = 20 << 30;
/// From so many bytes on, a file that unpacks to more than [`MAX_RATIO`] times
/// its size is refused.
const RATIO_FROM: u64 = 100 << 20;
const MAX_RATIO: u64 = 1000;

/// How much of one part of a file has been unpacked, against what it may be.
#[derive(Clone, Default)]
pub(super) struct Allowance {
    packed: u64,
    unpacked: u64,
    total: Option<Total>,
}

/// How much has been unpacked of a file with all its parts, however often: parts
/// may lie in one another, and be named many times.
#[derive(Clone)]
pub(super) struct Total(Rc<Spent>);

struct Spent {
    packed: u64,
    unpacked: Cell<u64>,
}

impl Total {
    /// For a file of so many bytes.
    pub(super) fn of(packed: u64) -> Total {
        Total(Rc::new(Spent { packed, unpacked: Cell::new(0) }))
    }

    /// The same, of which almost everything that it may be is unpacked.
    #[cfg(test)]
    pub(super) fn almost_spent(packed: u64) -> Total {
        Total(Rc::new(Spent { packed, unpacked: Cell::new(RATIO_FROM - (3 << 20)) }))
    }

    /// What a part of so many bytes may unpack to.
    pub(super) fn part(&self, packed: u64) -> Allowance {
        Allowance { packed, unpacked: 0, total: Some(self.clone()) }
    }
}

impl Allowance {
    /// Counts bytes of the packed file.
    pub(super) fn packed(&mut self, bytes: u64) {
        self.packed = self.packed.saturating_add(bytes);
    }

    /// Counts bytes that came out.
    ///
    /// # Errors
    /// [`ProblemKind::ArchiveTooLarge`] where they are too many.
    pub(super) fn unpacked(&mut self, bytes: u64) -> Result<(), ProblemKind> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        within(self.unpacked, self.packed)?;
        let Some(Total(spent)) = &self.total else { return Ok(()) };
        let unpacked = spent.unpacked.get().saturating_add(bytes);
        spent.unpacked.set(unpacked);
        // Every part is looked at, and then read.
        within(unpacked, spent.packed.saturating_mul(2))
    }
}

fn within(unpacked: u64, packed: u64) -> Result<(), ProblemKind> {
    let swollen = unpacked > RATIO_FROM && unpacked / MAX_RATIO > packed;
    if swollen || unpacked > MAX_UNPACKED {
        return Err(ProblemKind::ArchiveTooLarge);
    }
    Ok(())
}
