//! Record keys that were made before, for a reader of parts: the same people
//! stand in most parts of a file, and a digest takes longer than the rest of a row.

use super::blocks::Blocks;
use crate::engine::events::{Numbers, Pseudonym};

/// So many are remembered, of 20 bytes or so each; for others they are made anew.
const REMEMBERED: u32 = 1 << 20;

/// Record keys by pseudonym. No `Debug`, no `Serialize`.
#[derive(Default)]
pub(super) struct RecordKeys {
    numbers: Numbers,
    /// By number.
    keys: Blocks<u32>,
}

impl RecordKeys {
    /// The key of somebody, which `make` makes where it is not remembered.
    pub(super) fn of(
        &mut self,
        pseudonym: Pseudonym,
        make: impl FnOnce() -> Option<u32>,
    ) -> Option<u32> {
        let known = self.numbers.find(pseudonym);
        if let Some(&key) = known.and_then(|(number, _)| self.keys.get(number as usize)) {
            return Some(key);
        }
        let key = make()?;
        if self.numbers.len() < REMEMBERED {
            self.numbers.meet(pseudonym);
            self.keys.push(key);
        }
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_once_and_the_same_ever_after() {
        let mut keys = RecordKeys::default();
        let of = |who: u64| Pseudonym::from_bits(who.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for who in 0..5_000 {
            assert_eq!(keys.of(of(who), || None), None, "nothing is made of nothing");
            assert_eq!(keys.of(of(who), || Some(who as u32 ^ 77)), Some(who as u32 ^ 77));
        }
        for who in (0..5_000).rev() {
            assert_eq!(keys.of(of(who), || Some(0)), Some(who as u32 ^ 77));
        }
    }
}
