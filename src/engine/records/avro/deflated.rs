//! Blocks that are deflated, each for itself.

use crate::contract::ProblemKind;
use crate::engine::records::inflate::{Inflate, Step, Then};
use crate::engine::records::limits::Allowance;

pub(super) struct Deflated {
    inflate: Inflate,
    allowance: Allowance,
    ended: bool,
}

impl Deflated {
    pub(super) fn new() -> Deflated {
        Deflated { inflate: Inflate::new(), allowance: Allowance::default(), ended: false }
    }

    /// The next block begins.
    pub(super) fn begin(&mut self) {
        self.inflate.begin();
        self.ended = false;
    }

    /// Whether the packed bytes came to their end.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Unpacks the next bytes and hands on what comes out, piece by piece.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), ProblemKind>,
    ) -> Result<(), ProblemKind> {
        self.allowance.packed(bytes.len() as u64);
        // Some writers leave a checksum behind the packed bytes.
        while !self.ended {
            let Step { taken, made, then } = self.inflate.step(bytes);
            bytes = bytes.get(taken..).unwrap_or_default();
            self.allowance.unpacked(made.len() as u64)?;
            if !made.is_empty() {
                each(made)?;
            }
            match then {
                Then::Ended => self.ended = true,
                Then::Damaged => return Err(ProblemKind::DamagedArchive),
                // What is left inside comes out with the next bytes.
                Then::On if made.is_empty() && bytes.is_empty() => return Ok(()),
                Then::On if made.is_empty() && taken == 0 => {
                    return Err(ProblemKind::DamagedArchive);
                }
                Then::On => {}
            }
        }
        Ok(())
    }
}
