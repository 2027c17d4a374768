//! Numbers for people: each pseudonym has one, in the order of arrival.
//!
//! A table with open addressing, and everything about one person in 12 bytes
//! side by side: where people come in any order, looking one up costs one visit
//! to memory, which is what most of the time goes into. It grows by half, not to
//! twice its size: what it has grown out of is memory that a browser keeps.

use super::Pseudonym;

/// Slots of the smallest table.
const FEWEST: usize = 1 << 10;
/// In place of a number in an empty slot.
const EMPTY: u32 = u32::MAX;
/// The bit of a number that says that its person is marked: the other bits count
/// more people than a table of this form has room for in 32-bit memory.
const MARK: u32 = 1 << 31;

/// A dictionary from pseudonym to number, with one mark for each person. No
/// `Debug`, no `Serialize`.
#[derive(Default)]
pub(in crate::engine) struct Numbers {
    /// At most three quarters taken. A person's slot is the first free one from the
    /// place on that the highest bits name.
    slots: Vec<Slot>,
    len: u32,
}

#[derive(Clone, Copy)]
struct Slot {
    /// In two halves: the whole would make 16 bytes of the slot.
    pseudonym: [u32; 2],
    number: u32,
}

const _: () = assert!(size_of::<Slot>() == 12);

const FREE: Slot = Slot { pseudonym: [0; 2], number: EMPTY };

impl Slot {
    fn is_free(&self) -> bool {
        self.number == EMPTY
    }

    fn pseudonym(&self) -> u64 {
        let [high, low] = self.pseudonym;
        u64::from(high) << 32 | u64::from(low)
    }

    fn number(&self) -> u32 {
        self.number & !MARK
    }

    fn is_marked(&self) -> bool {
        self.number & MARK != 0
    }
}

/// Somebody in the table.
pub(in crate::engine) struct Numbered<'n> {
    pub(in crate::engine) number: u32,
    /// Met for the first time.
    pub(in crate::engine) new: bool,
    marked: &'n mut u32,
}

impl Numbered<'_> {
    /// Marks them, whatever that means to the owner of the table; whether they were
    /// marked already. Nobody is at first.
    pub(in crate::engine) fn mark(self) -> bool {
        let before = *self.marked;
        *self.marked |= MARK;
        before & MARK != 0
    }
}

impl Numbers {
    /// How many people there are: their numbers are `0 … len() − 1`.
    pub(in crate::engine) fn len(&self) -> u32 {
        self.len
    }

    /// How many people are marked.
    pub(in crate::engine) fn marked(&self) -> usize {
        self.slots.iter().filter(|slot| !slot.is_free() && slot.is_marked()).count()
    }

    /// Bytes of memory held.
    pub(in crate::engine) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }

    /// Everybody, in no order that means anything, and whether they are marked.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = (Pseudonym, bool)> + '_ {
        let taken = self.slots.iter().filter(|slot| !slot.is_free());
        taken.map(|slot| (Pseudonym(slot.pseudonym()), slot.is_marked()))
    }

    /// Everybody, by their numbers.
    pub(in crate::engine) fn in_order(&self) -> Vec<Pseudonym> {
        let mut people = vec![Pseudonym(0); self.len as usize];
        for slot in self.slots.iter().filter(|slot| !slot.is_free()) {
            if let Some(place) = people.get_mut(slot.number() as usize) {
                *place = Pseudonym(slot.pseudonym());
            }
        }
        people
    }

    /// Forgets everybody, and keeps the memory.
    pub(in crate::engine) fn clear(&mut self) {
        self.slots.fill(FREE);
        self.len = 0;
    }

    /// The number of somebody who was met before, and whether they are marked.
    pub(in crate::engine) fn find(&self, pseudonym: Pseudonym) -> Option<(u32, bool)> {
        let mut place = place(self.slots.len(), pseudonym.0);
        loop {
            let found = match self.slots.get(place) {
                Some(slot) => slot,
                // Behind the last slot comes the first.
                None if place > 0 => {
                    place = 0;
                    continue;
                }
                None => return None,
            };
            if found.is_free() {
                return None;
            }
            if found.pseudonym() == pseudonym.0 {
                return Some((found.number(), found.is_marked()));
            }
            place += 1;
        }
    }

    /// The number of somebody, a new one where they are new.
    #[inline]
    pub(in crate::engine) fn meet(&mut self, pseudonym: Pseudonym) -> Numbered<'_> {
        if self.len as usize >= self.slots.len() / 4 * 3 {
            self.grow();
        }
        let next = self.len;
        let slot = slot(&mut self.slots, pseudonym.0);
        let new = slot.is_free();
        if new {
            *slot = Slot { pseudonym: halves(pseudonym.0), number: next };
            self.len += 1;
        }
        Numbered { number: slot.number(), new, marked: &mut slot.number }
    }

    #[cold]
    fn grow(&mut self) {
        let more = self.slots.len() + self.slots.len() / 2;
        let mut slots = vec![FREE; more.max(FEWEST)];
        for taken in self.slots.iter().filter(|slot| !slot.is_free()) {
            *slot(&mut slots, taken.pseudonym()) = *taken;
        }
        self.slots = slots;
    }
}

/// The slot of somebody, or the free one that they will have. There must be one.
#[inline]
fn slot(slots: &mut [Slot], pseudonym: u64) -> &mut Slot {
    let mut place = place(slots.len(), pseudonym);
    loop {
        if place == slots.len() {
            place = 0;
        }
        let found = slots[place];
        if found.is_free() || found.pseudonym() == pseudonym {
            return &mut slots[place];
        }
        place += 1;
    }
}

fn halves(pseudonym: u64) -> [u32; 2] {
    [(pseudonym >> 32) as u32, pseudonym as u32]
}

/// Where somebody's slot is looked for first, of so many.
#[inline]
fn place(slots: usize, pseudonym: u64) -> usize {
    (((pseudonym >> 32) * slots as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Pseudonyms with many in few places, so that they stand in each other's way.
    fn people(seed: u64) -> impl Iterator<Item = Pseudonym> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (bits, crowded) = (state >> 33, (state >> 32) & 3 > 0);
            Pseudonym(if crowded { u64::MAX - bits % 700 } else { (bits << 33) | (bits % 5) })
        })
    }

    #[test]
    fn the_same_as_a_map() {
        let mut numbers = Numbers::default();
        let mut twin: HashMap<Pseudonym, (u32, bool)> = HashMap::new();
        for (turn, who) in people(3).take(20_000).enumerate() {
            let next = twin.len() as u32;
            let known = twin.contains_key(&who);
            let expected = twin.entry(who).or_insert((next, false));
            let found = numbers.meet(who);
            assert_eq!((found.number, found.new), (expected.0, !known));
            if turn % 3 == 0 {
                assert_eq!(found.mark(), expected.1);
                expected.1 = true;
            }
        }
        assert_eq!(numbers.len() as usize, twin.len());
        assert_eq!(numbers.marked(), twin.values().filter(|(_, marked)| *marked).count());
        assert_eq!(numbers.iter().count(), twin.len());
        assert!(numbers.iter().all(|(who, marked)| twin[&who].1 == marked));
        let in_order = numbers.in_order();
        assert!((0u32..).zip(&in_order).all(|(number, who)| twin[who].0 == number));
        for who in people(3).take(100).chain(people(4).take(100)) {
            assert_eq!(numbers.find(who), twin.get(&who).copied());
        }
        numbers.clear();
        assert_eq!((numbers.len(), numbers.find(in_order[0])), (0, None));
        assert!(numbers.meet(in_order[7]).new);
        assert_eq!(Numbers::default().find(in_order[0]), None);
    }
}
