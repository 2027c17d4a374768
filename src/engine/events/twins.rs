//! Some services tell one event by two records: the pixel at the top of a
//! message and that at its bottom, or the first open as such and as an open.
//! Either may be missing, and either may stand first in a file. The first of two
//! that is read counts, the other repeats it.

use super::subscriber::Pseudonym;
use super::{Key, keyed};
use crate::contract::Kind;
use crate::engine::zone::Time;
use std::collections::BTreeMap;

/// So many records wait for their twins; after that all are forgotten. Twins
/// stand close to each other in every export seen.
const WAITING: usize = 1 << 18;

/// A record that may have a twin.
pub(super) struct Twin<'a> {
    pub who: Option<Pseudonym>,
    /// The id of the message, or whatever else tells messages to one person apart.
    pub message: &'a str,
    pub link: &'a str,
    pub kind: Kind,
    /// Which of the two it is.
    pub first: bool,
    pub time: Time,
}

/// The records whose twins have not been read.
pub(super) struct Twins {
    /// How far apart in time twins may be, in milliseconds.
    apart: i64,
    /// How many there are, by what they tell, which of the two they are, and when.
    waiting: BTreeMap<(u64, bool, i64), u32>,
}

impl Twins {
    pub(super) fn new(apart: i64) -> Twins {
        Twins { apart, waiting: BTreeMap::new() }
    }

    /// Whether a record repeats one that was read: the nearest of the other sort.
    /// Each is repeated by one at most.
    pub(super) fn repeats(&mut self, twin: &Twin<'_>, key: &Key) -> bool {
        let tells = keyed::hash(twin.message, key)
            ^ twin.who.map_or(0, Pseudonym::bits).rotate_left(16)
            ^ keyed::hash(twin.link, key).rotate_left(32)
            ^ (twin.kind as u64).rotate_left(56);
        let time = twin.time.0;
        let from = (tells, !twin.first, time.saturating_sub(self.apart));
        let to = (tells, !twin.first, time.saturating_add(self.apart));
        let others = self.waiting.range(from..=to).map(|(other, _)| *other);
        let Some(nearest) = others.min_by_key(|other| other.2.abs_diff(time)) else {
            if self.waiting.len() >= WAITING {
                self.waiting.clear();
            }
            *self.waiting.entry((tells, twin.first, time)).or_default() += 1;
            return false;
        };
        match self.waiting.get_mut(&nearest) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                self.waiting.remove(&nearest);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `f` and `s`: a record of the first and of the second sort, and its second.
    fn repeated(records: &[(char, i64)]) -> Vec<bool> {
        let (mut twins, key) = (Twins::new(10_000), Key::new([3; 16]));
        let twin = |&(sort, second): &(char, i64)| Twin {
            who: Some(Pseudonym::from_bits(7)),
            message: "m",
            link: "",
            kind: Kind::Opened,
            first: sort == 'f',
            time: Time(second * 1000),
        };
        records.iter().map(|record| twins.repeats(&twin(record), &key)).collect()
    }

    #[test]
    fn of_two_the_first_that_is_read_counts() {
        assert_eq!(repeated(&[('f', 0), ('s', 2)]), [false, true]);
        assert_eq!(repeated(&[('s', 2), ('f', 0)]), [false, true]);
    }

    #[test]
    fn what_has_no_twin_counts() {
        assert_eq!(repeated(&[('f', 0), ('f', 2)]), [false, false]);
        assert_eq!(repeated(&[('f', 0), ('s', 11)]), [false, false]);
        assert_eq!(repeated(&[('f', 0), ('s', 1), ('s', 1)]), [false, true, false]);
    }

    #[test]
    fn the_nearest_is_the_twin_in_any_order() {
        let sorted_by_kind = [('f', 0), ('f', 5), ('s', 6), ('s', 1)];
        assert_eq!(repeated(&sorted_by_kind), [false, false, true, true]);
        assert_eq!(repeated(&[('f', 4), ('f', 4), ('s', 4), ('s', 4)]), [false, false, true, true]);
    }

    #[test]
    fn others_are_no_twins() {
        let (mut twins, key) = (Twins::new(10_000), Key::new([3; 16]));
        let twin = |who, message, link, kind, first| Twin {
            who: Some(Pseudonym::from_bits(who)),
            message,
            link,
            kind,
            first,
            time: Time(0),
        };
        assert!(!twins.repeats(&twin(1, "m", "l", Kind::Clicked, true), &key));
        for other in [
            twin(2, "m", "l", Kind::Clicked, false),
            twin(1, "n", "l", Kind::Clicked, false),
            twin(1, "m", "k", Kind::Clicked, false),
            twin(1, "m", "l", Kind::Opened, false),
        ] {
            assert!(!twins.repeats(&other, &key));
        }
        assert!(twins.repeats(&twin(1, "m", "l", Kind::Clicked, false), &key));
    }

    #[test]
    fn no_more_than_so_many_wait() {
        let (mut twins, key) = (Twins::new(0), Key::new([3; 16]));
        for number in 0..WAITING as i64 + 3 {
            let twin = Twin {
                who: None,
                message: "",
                link: "",
                kind: Kind::Opened,
                first: true,
                time: Time(number),
            };
            assert!(!twins.repeats(&twin, &key));
        }
        assert_eq!(twins.waiting.len(), 3);
    }
}
