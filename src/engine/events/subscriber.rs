//! Who an event is about: the one function that turns an address into a
//! pseudonym, and the types that keep both from going anywhere else.

use super::keyed;
use crate::engine::secret::Digests;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The secret behind all pseudonyms of one session: made at random outside the
/// engine, never written anywhere.
#[derive(Clone)]
pub struct Key([u8; 16]);

impl Key {
    pub fn new(bytes: [u8; 16]) -> Key {
        Key(bytes)
    }

    /// For the readers of a file's parts, within the page.
    pub(in crate::engine) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// For keyed hashes within `events` alone.
    pub(super) fn halves(&self) -> (u64, u64) {
        let both = u128::from_le_bytes(self.0);
        (both as u64, (both >> 64) as u64)
    }
}

/// A keyed stand-in for an address. No `Debug`, no `Serialize`: it can be
/// neither printed nor sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(pub(super) u64);

impl Pseudonym {
    /// As a number, from one reader of a file's parts to another within the page.
    pub(in crate::engine) fn bits(self) -> u64 {
        self.0
    }

    /// The pseudonym that had these bits.
    pub(in crate::engine) fn from_bits(bits: u64) -> Pseudonym {
        Pseudonym(bits)
    }

    /// The shard that owns this subscriber.
    pub(in crate::engine) fn shard(self, shards: usize) -> usize {
        // By the lower half, from 0 to 1; the upper one names a place in a table.
        (((self.0 & u64::from(u32::MAX)) * shards as u64) >> 32) as usize
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

    /// The subscriber's key in the method of cell keys: 32 bits of a digest under
    /// the owner's secret, the same in every release and without meaning to
    /// anybody else.
    pub(in crate::engine) fn record_key(&self, digests: &Digests) -> u32 {
        record_key(&self.0, digests)
    }

    /// What follows the `@`; empty for ids and hashes in place of addresses.
    pub(in crate::engine) fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// [`Address::record_key`] of an address that was normalised, as the address book
/// keeps it.
pub(in crate::engine) fn record_key(address: &str, digests: &Digests) -> u32 {
    let [a, b, c, d, ..] = digests.of(&[address.as_bytes()]);
    u32::from_be_bytes([a, b, c, d])
}

/// The person behind an event.
pub enum Who<'a> {
    Subscriber {
        pseudonym: Pseudonym,
        address: Address<'a>,
    },
    /// The export names nobody (deleted, or anonymous at the vendor): counted
    /// in totals, not among recipients.
    Nobody,
}

impl<'a> Who<'a> {
    /// The subscriber behind a cell: `Name <a@b>` unwrapped, trimmed,
    /// lower-cased by Unicode rules. An empty cell is nobody.
    pub(in crate::engine) fn from_cell(cell: &'a str, key: &Key) -> Who<'a> {
        if Cell::of(cell).plain {
            return Who::from_address(Cow::Borrowed(cell), key);
        }
        let cell = unwrapped(cell).trim();
        let lower = cell.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let address = if lower { Cow::Borrowed(cell) } else { Cow::Owned(cell.to_lowercase()) };
        Who::from_address(address, key)
    }

    /// The same, of a cell that can stand for one subscriber: an address, an id or
    /// a hash, but no list of addresses and nothing longer than an address may be.
    #[inline]
    pub(super) fn from_plausible(cell: &'a str, key: &Key) -> Option<Who<'a>> {
        let looked = Cell::of(cell);
        if looked.plain && looked.one && cell.len() <= LONGEST {
            return Some(Who::from_address(Cow::Borrowed(cell), key));
        }
        is_plausible(cell).then(|| Who::from_cell(cell, key))
    }

    #[inline]
    fn from_address(address: Cow<'a, str>, key: &Key) -> Who<'a> {
        if address.is_empty() {
            return Who::Nobody;
        }
        let pseudonym = Pseudonym(keyed::hash(&address, key));
        Who::Subscriber { pseudonym, address: Address(address) }
    }

    /// The same person once more, for a record that gives several events.
    pub(super) fn again(&self) -> Who<'_> {
        match self {
            Who::Subscriber { pseudonym, address } => Who::Subscriber {
                pseudonym: *pseudonym,
                address: Address(Cow::Borrowed(&address.0)),
            },
            Who::Nobody => Who::Nobody,
        }
    }
}

/// Something kept for each of the subscribers of a file.
pub(super) type ByPseudonym<T> = HashMap<Pseudonym, T, BuildHasherDefault<Spread>>;

/// A pseudonym is a hash already: it is taken as it is.
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// No address is longer, in bytes.
const LONGEST: usize = 320;

/// Whether a cell can stand for one subscriber: an address, an id or a hash,
/// but no list of addresses and nothing longer than an address may be.
pub(super) fn is_plausible(cell: &str) -> bool {
    let looked = Cell::of(cell);
    let listed = !looked.one && cell.contains([',', ';', ' ', '\n']);
    let inner = unwrapped(cell).trim();
    inner.len() <= LONGEST && !listed && !inner.chars().any(char::is_control)
}

/// What a glance at a cell tells.
struct Cell {
    /// An address as it stands: nothing to trim, unwrap or lower.
    plain: bool,
    /// One `@` at most.
    one: bool,
}

impl Cell {
    #[inline]
    fn of(cell: &str) -> Cell {
        // In place of what is missing in the last word.
        const FILLED: u64 = u64::from_ne_bytes([b'a'; 8]);
        let (words, rest) = cell.as_bytes().as_chunks::<8>();
        let last = rest.iter().rev().fold(FILLED, |word, &byte| word << 8 | u64::from(byte));
        let (mut odd, mut signs) = glance(last);
        for &word in words {
            let (found, more) = glance(u64::from_le_bytes(word));
            odd |= found;
            signs += more;
        }
        Cell { plain: odd == 0, one: signs <= 1 }
    }
}

/// Eight bytes at once: not 0 where one of them is no ASCII that is printed, a blank,
/// a capital or `<`; and how many are `@`.
#[inline]
fn glance(word: u64) -> (u64, u32) {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;
    let low = word & !HIGHEST;
    // The highest bit of each byte: whether its others come to at least so much.
    let from = |least: u8| low + ONES * u64::from(0x80 - least);
    let within = |first: u8, last: u8| from(first) & !from(last + 1);
    let odd = word | !within(b'!', b'~') | within(b'A', b'Z') | within(b'<', b'<');
    let signs = !word & within(b'@', b'@');
    (odd & HIGHEST, (signs & HIGHEST).count_ones())
}

/// What stands between the brackets of `Name <a@b>`; the whole without them.
fn unwrapped(cell: &str) -> &str {
    match (cell.rfind('<'), cell.rfind('>')) {
        (Some(open), Some(close)) if open < close => &cell[open + 1..close],
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudonym(cell: &str) -> Option<Pseudonym> {
        match Who::from_cell(cell, &Key::new([7; 16])) {
            Who::Subscriber { pseudonym, .. } => Some(pseudonym),
            Who::Nobody => None,
        }
    }

    #[test]
    fn spellings_of_one_address_are_one_subscriber() {
        let plain = pseudonym("zoe@example.net");
        assert!(plain.is_some());
        assert!(plain == pseudonym(" Zoe@Example.NET "));
        assert!(plain == pseudonym("Zoë <zoe@example.net>"));
        assert!(plain != pseudonym("zoe@example.org"));
        assert!(pseudonym(" ").is_none());
        assert!(pseudonym("Nobody <>").is_none());
    }

    #[test]
    fn a_glance_sees_what_a_look_at_each_byte_does() {
        let looked = |cell: &str| {
            let plain =
                |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && byte != b'<';
            let signs = cell.bytes().filter(|&byte| byte == b'@').count();
            (cell.bytes().all(plain), signs <= 1)
        };
        let glanced = |cell: &str| {
            let Cell { plain, one } = Cell::of(cell);
            (plain, one)
        };
        // Every sign at every place, beside others and alone.
        for sign in (0..=0x250).filter_map(char::from_u32) {
            for before in 0..9 {
                for after in [0, 1, 8] {
                    let cell = format!("{}{sign}{}", "@".repeat(before), "z".repeat(after));
                    assert_eq!(glanced(&cell), looked(&cell), "{cell:?}");
                }
            }
        }
        assert_eq!(glanced(""), (true, true));
        assert_eq!(glanced(&"@".repeat(1_000)), (true, false));
    }

    #[test]
    fn a_key_of_its_own_gives_pseudonyms_of_its_own() {
        let other = match Who::from_cell("zoe@example.net", &Key::new([8; 16])) {
            Who::Subscriber { pseudonym, .. } => Some(pseudonym),
            Who::Nobody => None,
        };
        assert!(other != pseudonym("zoe@example.net"));
    }

    #[test]
    fn lists_and_novels_are_no_address() {
        assert!(is_plausible("zoe@example.net"));
        assert!(is_plausible("Zoë Müller, Dr. <zoe@example.net>"));
        assert!(is_plausible("subscriber 4711"));
        assert!(!is_plausible("a@example.net, b@example.net"));
        assert!(!is_plausible("a@example.net\nBcc: b"));
        assert!(!is_plausible(&"a".repeat(321)));
    }
}
