//! Who an event is about: the one function that turns an address into a
//! pseudonym, and the types that keep both from going anywhere else.

use siphasher::sip::SipHasher13;
use std::borrow::Cow;
use std::hash::Hasher;

/// The secret behind all pseudonyms of one session: made at random outside the
/// engine, never written anywhere.
#[derive(Clone)]
pub struct Key([u8; 16]);

impl Key {
    pub fn new(bytes: [u8; 16]) -> Key {
        Key(bytes)
    }
}

/// A keyed stand-in for an address. No `Debug`, no `Serialize`: it can be
/// neither printed nor sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(u64);

impl Pseudonym {
    /// The shard that owns this subscriber.
    pub(in crate::engine) fn shard(self, shards: usize) -> usize {
        (self.0 % shards as u64) as usize
    }
}

/// An address as the file has it, normalised, for as long as its row lives.
/// No `Debug`, no `Serialize`, no `Clone`.
pub struct Address<'a>(Cow<'a, str>);

impl Address<'_> {
    /// For the address book alone, which holds those who may be seen.
    pub(in crate::engine) fn text(&self) -> &str {
        &self.0
    }

    /// What follows the `@`; empty for ids and hashes in place of addresses.
    pub(in crate::engine) fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// The person behind an event.
pub enum Who<'a> {
    Subscriber { pseudonym: Pseudonym, address: Address<'a> },
    /// The export names nobody (deleted, or anonymous at the vendor): counted
    /// in totals, not among recipients.
    Nobody,
}

impl<'a> Who<'a> {
    /// The subscriber behind a cell: `Name <a@b>` unwrapped, trimmed,
    /// lower-cased by Unicode rules. An empty cell is nobody.
    pub(in crate::engine) fn from_cell(cell: &'a str, key: &Key) -> Who<'a> {
        let cell = match (cell.rfind('<'), cell.rfind('>')) {
            (Some(open), Some(close)) if open < close => &cell[open + 1..close],
            _ => cell,
        };
        let cell = cell.trim();
        if cell.is_empty() {
            return Who::Nobody;
        }
        let plain = cell.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let address = if plain { Cow::Borrowed(cell) } else { Cow::Owned(cell.to_lowercase()) };
        let mut hasher = SipHasher13::new_with_key(&key.0);
        hasher.write(address.as_bytes());
        Who::Subscriber { pseudonym: Pseudonym(hasher.finish()), address: Address(address) }
    }
}
