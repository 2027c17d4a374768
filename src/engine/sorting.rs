//! Sorting whose program there is once. The standard library's is made anew for every
//! type and every order, seven kilobytes each, and so is what collects into a map.
//! What is sorted here is short, or sorted once, so that a detour costs nothing; what
//! is sorted for every event or message is sorted by the library itself.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Lists that are put in order where they stand. What is equal keeps its order.
pub(in crate::engine) trait Sorting<T> {
    fn put_in_order(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    fn put_in_order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.put_in_order(|one, other| key(one).cmp(&key(other)));
    }
}

impl<T> Sorting<T> for [T] {
    fn put_in_order(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut places = places(self.len(), &mut |one, other| match (
            self.get(one as usize),
            self.get(other as usize),
        ) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        });
        // Each place is given what belongs there, along the circles in which things move.
        for start in 0..self.len() {
            let mut at = start;
            while let Some(place) = places.get_mut(at) {
                let from = std::mem::replace(place, at as u32) as usize;
                if from == at || from == start {
                    break;
                }
                self.swap(at, from);
                at = from;
            }
        }
    }
}

/// Where what belongs at each place of a list stands now.
fn places(len: usize, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..len as u32).collect();
    places.sort_by(|&one, &other| compare(one, other));
    places
}

/// The entries as a map; of those with the same key, the last.
pub(in crate::engine) fn mapped<K: Ord, V>(
    entries: impl IntoIterator<Item = (K, V)>,
) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_as_the_librarys() {
        let mut state = 9_u64;
        for len in [0, 1, 2, 3, 20, 21, 500, 5_000] {
            for sides in [1, 2, 7, u64::MAX] {
                let mut dice = || {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 33) % sides
                };
                let list: Vec<(u64, usize)> = (0..len).map(|at| (dice(), at)).collect();
                let (mut mine, mut theirs) = (list.clone(), list);
                mine.put_in_order_by_key(|&(key, _)| key);
                theirs.sort_by_key(|&(key, _)| key);
                assert_eq!(mine, theirs);
                mine.put_in_order(|one, other| other.cmp(one));
                theirs.sort_by(|one, other| other.cmp(one));
                assert_eq!(mine, theirs);
                let map: BTreeMap<u64, usize> = mine.iter().copied().collect();
                assert_eq!(mapped(mine), map);
            }
        }
    }
}
