//! Numbers for people: each pseudonym has one, in the order of arrival.
//!
//! A table with open addressing, and everything about one person in 16 bytes
//! side by side: where people come in any order, looking one up costs one visit
//! to memory, which is what most of the time goes into.

use super::Pseudonym;

/// Slots of the smallest table: a power of two.
const FEWEST: usize = 1 << 10;
/// In place of a number in an empty slot.
const EMPTY: u32 = u32::MAX;

/// A dictionary from pseudonym to number, with one mark for each person. No
/// `Debug`, no `Serialize`.
#[derive(Default)]
pub(in crate::engine) struct Numbers {
    /// None, or a power of two, at most three quarters taken. A person's slot is
    /// the first free one from the place on that the highest bits name.
    slots: Vec<Slot>,
    len: u32,
}

#[derive(Clone, Copy)]
struct Slot {
    pseudonym: u64,
    number: u32,
    marked: bool,
}

const FREE: Slot = Slot { pseudonym: 0, number: EMPTY, marked: false };

/// Somebody in the table.
pub(in crate::engine) struct Numbered<'n> {
    pub(in crate::engine) number: u32,
    /// Met for the first time.
    pub(in crate::engine) new: bool,
    /// Whatever the owner of the table wants to remember; not set at first.
    pub(in crate::engine) marked: &'n mut bool,
}

impl Numbers {
    /// How many people there are: their numbers are `0 … len() − 1`.
    pub(in crate::engine) fn len(&self) -> u32 {
        self.len
    }

    /// How many people are marked.
    pub(in crate::engine) fn marked(&self) -> usize {
        self.slots.iter().filter(|slot| slot.number != EMPTY && slot.marked).count()
    }

    /// Bytes of memory held.
    pub(in crate::engine) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }

    /// Everybody, in no order that means anything, and whether they are marked.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = (Pseudonym, bool)> + '_ {
        let taken = self.slots.iter().filter(|slot| slot.number != EMPTY);
        taken.map(|slot| (Pseudonym(slot.pseudonym), slot.marked))
    }

    /// Everybody, by their numbers.
    pub(in crate::engine) fn in_order(&self) -> Vec<Pseudonym> {
        let mut people = vec![Pseudonym(0); self.len as usize];
        for slot in self.slots.iter().filter(|slot| slot.number != EMPTY) {
            if let Some(place) = people.get_mut(slot.number as usize) {
                *place = Pseudonym(slot.pseudonym);
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
        let mask = self.slots.len().checked_sub(1)?;
        let mut place = place(self.slots.len(), pseudonym.0);
        loop {
            let found = self.slots.get(place & mask)?;
            if found.number == EMPTY {
                return None;
            }
            if found.pseudonym == pseudonym.0 {
                return Some((found.number, found.marked));
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
        let new = slot.number == EMPTY;
        if new {
            *slot = Slot { pseudonym: pseudonym.0, number: next, marked: false };
            self.len += 1;
        }
        Numbered { number: slot.number, new, marked: &mut slot.marked }
    }

    #[cold]
    fn grow(&mut self) {
        let mut slots = vec![FREE; (self.slots.len() * 2).max(FEWEST)];
        for taken in self.slots.iter().filter(|slot| slot.number != EMPTY) {
            *slot(&mut slots, taken.pseudonym) = *taken;
        }
        self.slots = slots;
    }
}

/// The slot of somebody, or the free one that they will have. There must be one.
#[inline]
fn slot(slots: &mut [Slot], pseudonym: u64) -> &mut Slot {
    let mask = slots.len() - 1;
    let mut place = place(slots.len(), pseudonym);
    loop {
        let found = slots[place & mask];
        if found.number == EMPTY || found.pseudonym == pseudonym {
            return &mut slots[place & mask];
        }
        place += 1;
    }
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
            assert_eq!(*found.marked, expected.1);
            if turn % 3 == 0 {
                *found.marked = true;
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
