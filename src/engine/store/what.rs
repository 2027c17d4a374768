//! What happened, apart from whose event it is and when: an export repeats a few
//! thousand of these over and over, so each is kept once and an event names its
//! number.

use super::blocks::Blocks;
use super::row::{Mark, Row};
use crate::engine::events::{Client, Country};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// Everything of a [`Row`] but its subscriber and its time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct What {
    pub(super) campaign: u32,
    pub(super) link: u32,
    /// How often; of [`Kind::Read`](crate::contract::Kind::Read), how many milliseconds.
    pub(super) amount: u32,
    pub(super) file: u32,
    pub(super) client: u8,
    pub(super) country: u8,
    pub(super) mark: Mark,
}

// Millions of events share a few thousand of these, but each vendor has its own.
const _: () = assert!(size_of::<What>() == 20);

impl What {
    /// The bytes of one in a part of a file, which is always one file.
    pub(super) const BYTES: usize = 16;

    pub(super) fn of(row: &Row) -> What {
        let Row { campaign, link, amount, file, client, country, mark, .. } = *row;
        What { campaign, link, amount, file, client, country, mark }
    }

    /// As bytes, without its file.
    pub(super) fn to_bytes(self) -> [u8; What::BYTES] {
        let What { campaign, link, amount, file: _, client, country, mark } = self;
        let last = u32::from(mark.bits()) << 16 | u32::from(country) << 8 | u32::from(client);
        let mut bytes = [0; What::BYTES];
        let (words, _) = bytes.as_chunks_mut::<4>();
        for (word, number) in words.iter_mut().zip([campaign, link, amount, last]) {
            *word = number.to_le_bytes();
        }
        bytes
    }

    /// The one that had these bytes, as one of this file. Whatever the bytes are,
    /// its kind, its client and its country are such as there are.
    pub(super) fn from_bytes(bytes: &[u8; What::BYTES], file: u32) -> What {
        let (words, _) = bytes.as_chunks::<4>();
        let mut numbers = [0; 4];
        for (number, word) in numbers.iter_mut().zip(words) {
            *number = u32::from_le_bytes(*word);
        }
        let [campaign, link, amount, last] = numbers;
        let mark = Mark::from_bits((last >> 16) as u16);
        let client = Client::from_code(last as u8).code();
        let country = Country::from_code((last >> 8) as u8).code();
        What { campaign, link, amount, file, client, country, mark }
    }

    /// The row of an event.
    pub(super) fn row(self, time: i64, subscriber: u32) -> Row {
        let What { campaign, link, amount, file, client, country, mark } = self;
        Row { time, subscriber, campaign, link, amount, file, client, country, mark }
    }
}

/// Places where a number was found lately: a power of two.
const RECENT: usize = 1 << 12;
/// Slots of the smallest index: a power of two.
const FEWEST: usize = 1 << 10;
/// In place of a number where there is none.
const NONE: u32 = u32::MAX;

/// A dictionary of [`What`].
#[derive(Default)]
pub(super) struct Whats {
    all: Blocks<What>,
    /// Numbers by the hash of what they stand for, at most three quarters taken, a
    /// power of two of slots. None once sealed.
    index: Vec<u32>,
    /// Numbers by a glance: a guess that is checked. None once sealed.
    recent: Vec<u32>,
}

/// In this order, each under its place, to be looked up only.
impl FromIterator<What> for Whats {
    fn from_iter<I: IntoIterator<Item = What>>(all: I) -> Whats {
        let mut whats = Whats::default();
        all.into_iter().for_each(|what| whats.all.push(what));
        whats
    }
}

impl Whats {
    /// The number of it, new where it is.
    #[inline]
    pub(super) fn code(&mut self, what: What) -> u32 {
        let glance = glance(&what);
        if let Some(&code) = self.recent.get(glance)
            && self.all.get(code as usize) == Some(&what)
        {
            return code;
        }
        let code = self.look(what);
        self.recent.resize(RECENT, NONE);
        if let Some(place) = self.recent.get_mut(glance) {
            *place = code;
        }
        code
    }

    fn look(&mut self, what: What) -> u32 {
        if self.all.len() >= self.index.len() / 4 * 3 {
            self.make_index((self.index.len() * 2).max(FEWEST));
        }
        let next = self.all.len() as u32;
        let code = self.enter(what, next);
        if code == next {
            self.all.push(what);
        }
        code
    }

    /// The number at the place of it in the index: `next` where there was none.
    fn enter(&mut self, what: What, next: u32) -> u32 {
        let mask = self.index.len().saturating_sub(1);
        let mut place = spread(&what);
        while let Some(slot) = self.index.get_mut(place & mask) {
            if *slot == NONE {
                *slot = next;
                return next;
            }
            if self.all.get(*slot as usize) == Some(&what) {
                return *slot;
            }
            place = place.wrapping_add(1);
        }
        next
    }

    fn make_index(&mut self, slots: usize) {
        self.index = Vec::new();
        self.index.resize(slots, NONE);
        for code in 0..self.all.len() {
            if let Some(&what) = self.all.get(code) {
                self.enter(what, code as u32);
            }
        }
    }

    #[inline]
    pub(super) fn get(&self, code: u32) -> Option<&What> {
        self.all.get(code as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// All of them, by their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &What> {
        self.all.iter()
    }

    /// Gives every link its new number. What differed in its link alone may then be
    /// there twice.
    pub(super) fn renumber_links(&mut self, link: impl Fn(u32) -> u32) {
        for what in self.all.iter_mut() {
            what.link = link(what.link);
        }
        self.make_index(self.index.len());
        self.recent.clear();
    }

    /// Forgets the way from what it is to its number.
    pub(super) fn seal(&mut self) {
        self.index = Vec::new();
        self.recent = Vec::new();
        self.all.truncate(self.all.len());
    }

    /// Forgets everything, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.index.fill(NONE);
        self.recent.clear();
    }

    pub(super) fn bytes(&self) -> usize {
        self.all.bytes() + (self.index.capacity() + self.recent.capacity()) * size_of::<u32>()
    }
}

/// A place in the index. Amounts are as a file has them, and whoever made it could
/// choose such as meet in one place of a simpler hash.
fn spread(what: &What) -> usize {
    BuildHasherDefault::<DefaultHasher>::new().hash_one(what) as usize
}

/// A place in the list of those met lately, by what differs most.
#[inline]
fn glance(what: &What) -> usize {
    let What { campaign, link, amount, file, client, country, mark } = *what;
    let place = u32::from(country) << 8 | u32::from(client);
    let small = place.wrapping_mul(31) ^ u32::from(mark.bits()).wrapping_mul(0x9E5);
    let numbers = [campaign, link, amount, file];
    let all = numbers
        .iter()
        .fold(small, |sum, &number| (sum.rotate_left(9) ^ number).wrapping_mul(0x9E37_79B1));
    (all >> 20) as usize % RECENT
}

/// Campaign and kind of every number, as places in their order.
pub(super) struct Ranks {
    of: Vec<u32>,
    places: usize,
}

impl Ranks {
    pub(super) fn new(whats: &Whats) -> Ranks {
        let order = |what: &What| u64::from(what.campaign) << 8 | what.mark.kind() as u64;
        let mut places: Vec<u64> = whats.iter().map(order).collect();
        places.sort_unstable();
        places.dedup();
        let place = |what| places.partition_point(|&place| place < order(what)) as u32;
        Ranks { of: whats.iter().map(place).collect(), places: places.len() }
    }

    /// The place of a number that there was.
    #[inline]
    pub(super) fn of(&self, code: u32) -> u32 {
        self.of.get(code as usize).copied().unwrap_or_default()
    }

    /// How many places there are: `0 … places() − 1`.
    pub(super) fn places(&self) -> usize {
        self.places
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::NO_LINK;
    use super::*;
    use std::collections::HashMap;

    fn what(state: &mut u64) -> What {
        let mut dice = |sides: u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((*state >> 33) % sides) as u32
        };
        What {
            campaign: dice(9),
            link: dice(9),
            amount: dice(9),
            file: dice(3),
            client: dice(4) as u8,
            country: dice(3) as u8,
            mark: Mark::from_bits(dice(40) as u16),
        }
    }

    #[test]
    fn the_same_as_a_map() {
        let (mut whats, mut state) = (Whats::default(), 5);
        for _ in 0..2 {
            let mut twin: HashMap<What, u32> = HashMap::new();
            for _ in 0..30_000 {
                let what = what(&mut state);
                let next = twin.len() as u32;
                assert_eq!(whats.code(what), *twin.entry(what).or_insert(next));
            }
            assert_eq!(whats.len(), twin.len());
            assert!(twin.iter().all(|(what, &code)| whats.get(code) == Some(what)));
            whats.clear();
            assert_eq!(whats.len(), 0);
        }
    }

    /// As files have them: numbers without gaps, and few of most.
    #[test]
    fn what_hardly_differs_stands_far_apart() {
        let mut whats = Whats::default();
        let numbers = |count: u32| (0..count).chain([NO_LINK]);
        for campaign in 0..40 {
            for link in numbers(30) {
                for (client, country) in (0..24).map(|both| (both % 8, both / 8)) {
                    let mark = Mark::from_bits((link % 3) as u16);
                    let what = What { campaign, link, amount: 1, file: 0, client, country, mark };
                    whats.code(what);
                }
            }
        }
        let mask = whats.index.len() - 1;
        let steps = whats.index.iter().enumerate().filter(|(_, slot)| **slot != NONE);
        let steps = steps.map(|(at, &slot)| {
            let place = spread(whats.get(slot).unwrap()) & mask;
            at.wrapping_sub(place) & mask
        });
        let steps: Vec<usize> = steps.collect();
        assert_eq!(steps.len(), 40 * 31 * 24);
        // Chance alone would make it less than one, and some dozens.
        let (sum, most) = (steps.iter().sum::<usize>(), steps.iter().max());
        assert!(sum < 2 * steps.len() && most < Some(&200), "{sum} in all, {most:?} at most");
    }

    #[test]
    fn bytes_of_nobodys_making_become_what_there_is() {
        let (mut state, mut unknown) = (3, 0);
        for _ in 0..500 {
            let what = what(&mut state);
            assert!(What::from_bytes(&what.to_bytes(), what.file) == what);
        }
        for client in 0..=u8::MAX {
            let mut bytes = what(&mut state).to_bytes();
            (bytes[12], bytes[13]) = (client, client);
            let read = What::from_bytes(&bytes, 0);
            let (known, place) = (Client::from_code(client), Country::from_code(client));
            assert_eq!((read.client, read.country), (known.code(), place.code()));
            unknown += usize::from(read.client == 0) + usize::from(read.country == 0);
        }
        assert!(unknown > 170, "{unknown}");
    }

    #[test]
    fn links_are_renumbered_and_found_under_their_new_number() {
        let (mut whats, mut state) = (Whats::default(), 9);
        (0..3_000).for_each(|_| {
            whats.code(what(&mut state));
        });
        whats.renumber_links(|link| link / 3);
        let all: Vec<What> = whats.iter().copied().collect();
        for (code, &what) in all.iter().enumerate() {
            assert!(what.link < 3);
            let first = all.iter().position(|other| *other == what);
            assert_eq!(Some(whats.code(what) as usize), first, "{code}");
        }
    }

    #[test]
    fn ranks_are_in_the_order_of_campaigns_and_kinds() {
        let (mut whats, mut state) = (Whats::default(), 2);
        (0..500).for_each(|_| {
            whats.code(what(&mut state));
        });
        let ranks = Ranks::new(&whats);
        let order = |code: u32| {
            let what = whats.get(code).unwrap();
            (what.campaign, what.mark.kind() as u8)
        };
        for one in 0..whats.len() as u32 {
            assert!((ranks.of(one) as usize) < ranks.places());
            for other in 0..50 {
                assert_eq!(order(one).cmp(&order(other)), ranks.of(one).cmp(&ranks.of(other)));
            }
        }
    }
}
