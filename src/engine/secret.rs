//! The owner's secret: what makes digests meaningless to everybody else, and
//! noise the same from one release to the next.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// 32 random bytes that stay with their owner. No `Debug`, no `Serialize`: the
/// ledger alone writes it down.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// `bytes` must be random.
    pub const fn new(bytes: [u8; 32]) -> Secret {
        Secret(bytes)
    }

    pub(in crate::engine) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA256 over `purpose` and the parts, each with its length: digests
    /// for different purposes have nothing to do with each other.
    pub(in crate::engine) fn digest(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.digests(purpose).of(parts)
    }

    /// The same for many digests of one purpose: what they share is worked out
    /// once.
    pub(in crate::engine) fn digests(&self, purpose: &str) -> Digests {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok();
        if let Some(mac) = &mut mac {
            enter(mac, purpose.as_bytes());
        }
        Digests(mac)
    }
}

/// Makes digests of one purpose. No `Debug`, no `Serialize`: it is as good as
/// the secret.
#[derive(Clone)]
pub(in crate::engine) struct Digests(Option<Hmac<Sha256>>);

impl Digests {
    /// What [`Secret::digest`] says of these parts.
    pub(in crate::engine) fn of(&self, parts: &[&[u8]]) -> [u8; 32] {
        // A key of 32 bytes fits every HMAC.
        let Some(mut mac) = self.0.clone() else { return [0; 32] };
        for part in parts {
            enter(&mut mac, part);
        }
        mac.finalize().into_bytes().into()
    }
}

fn enter(mac: &mut Hmac<Sha256>, part: &[u8]) {
    mac.update(&(part.len() as u64).to_le_bytes());
    mac.update(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purpose_secret_and_parts_all_count() {
        let secret = Secret::new([7; 32]);
        let digest = secret.digest("a", &[b"bc", b"d"]);
        assert!(digest == secret.digest("a", &[b"bc", b"d"]));
        for other in [
            secret.digest("b", &[b"bc", b"d"]),
            secret.digest("a", &[b"b", b"cd"]),
            secret.digest("a", &[b"bcd"]),
            Secret::new([8; 32]).digest("a", &[b"bc", b"d"]),
        ] {
            assert!(digest != other);
        }
    }

    /// Computed apart: `hmac.new(bytes([7])*32, struct.pack("<Q", 1) + b"a" +
    /// struct.pack("<Q", 2) + b"bc", "sha256")` in Python.
    #[test]
    fn a_digest_never_changes() {
        let digests = Secret::new([7; 32]).digests("a");
        for time in ["first", "second"] {
            assert_eq!(digests.of(&[b"bc"])[..4], [23, 76, 166, 12], "{time}");
        }
    }
}
