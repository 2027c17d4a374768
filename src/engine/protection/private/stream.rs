//! Bits that look random to everybody without the secret, and are the same every
//! time to its owner.
//!
//! HMAC-SHA256 of a counter: a pseudorandom function in counter mode, the
//! construction of NIST SP 800-108. The engine has no randomness of its own, and
//! noise that were drawn anew each time could be averaged away by asking again.

use crate::engine::secret::Digests;

/// Bits for one figure. No `Debug`, no `Serialize`: whoever knows them can take
/// the noise away.
pub(super) struct Stream {
    digests: Digests,
    /// Which figure.
    label: Vec<u8>,
    next: u64,
    block: [u8; 32],
    used: usize,
}

impl Stream {
    /// Streams with other digests or another label have nothing to do with each
    /// other.
    pub(super) fn new(digests: &Digests, label: &[u8]) -> Stream {
        Stream {
            digests: digests.clone(),
            label: label.to_vec(),
            next: 0,
            block: [0; 32],
            used: 32,
        }
    }

    fn byte(&mut self) -> u8 {
        if self.used >= self.block.len() {
            self.block = self.digests.of(&[&self.label, &self.next.to_le_bytes()]);
            self.next = self.next.wrapping_add(1);
            self.used = 0;
        }
        let byte = self.block.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        byte
    }

    pub(super) fn coin(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A number from 0 to `bound` − 1, each as likely as any other; 0 for the
    /// bound 0.
    pub(super) fn below(&mut self, bound: u128) -> u128 {
        let Some(most) = bound.checked_sub(1).filter(|&most| most > 0) else { return 0 };
        let bits = u128::BITS - most.leading_zeros();
        loop {
            let drawn =
                (0..bits.div_ceil(8)).fold(0u128, |drawn, _| drawn << 8 | u128::from(self.byte()));
            let candidate = drawn & (u128::MAX >> (u128::BITS - bits));
            // More than half of all candidates are in bounds.
            if candidate < bound {
                return candidate;
            }
        }
    }
}
