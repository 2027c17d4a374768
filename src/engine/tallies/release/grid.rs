//! Rows in which recipients are counted, and the different people behind every
//! figure and every complement.
//!
//! The messages of one person come one after the other. What they add up to in
//! a row is one pattern: in which figures the person counts, and in which
//! differences of nested figures. There are few different patterns, so people
//! are counted by pattern, and figures are made from patterns at the end.

use crate::contract::{Figures, Measure, Table};
use crate::engine::disclosure::{nested, people_of};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The measures that are sums of events, in the order of [`Unit::events`].
pub(super) const SUMS: [Measure; 4] =
    [Measure::Opens, Measure::Clicks, Measure::MachineOpens, Measure::MachineClicks];

/// What one recipient (a person within one campaign) is in a row.
#[derive(Clone, Copy, Default)]
pub(super) struct Unit {
    /// One bit a measure of people, by its number.
    pub(super) counts_in: u32,
    /// Events, by [`SUMS`].
    pub(super) events: [u64; SUMS.len()],
}

impl Unit {
    /// Sums that are not empty have a bit as well.
    fn bits(&self) -> u32 {
        let filled = SUMS.iter().zip(self.events).filter(|(_, events)| *events > 0);
        filled.fold(self.counts_in, |bits, (&sum, _)| bits | bit(sum))
    }
}

pub(super) const fn bit(measure: Measure) -> u32 {
    1 << measure as u32
}

/// The figures of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Sums {
    /// Recipients and events.
    pub(in crate::engine) units: Figures<u64>,
    /// Different people behind each.
    pub(in crate::engine) people: Figures<u64>,
    /// The sum of their record keys, wrapping.
    pub(in crate::engine) keys: Figures<u64>,
    /// Different people in each complement, in the order of [`nested`].
    pub(in crate::engine) complements: Vec<u64>,
    /// The most that one person adds to a sum of events.
    pub(in crate::engine) most: Figures<u64>,
}

/// The rows of one table.
pub(super) struct Grid {
    nesting: Nesting,
    rows: Vec<Row>,
    /// Rows with something of the person being counted.
    touched: Vec<usize>,
}

#[derive(Default)]
struct Row {
    units: Figures<u64>,
    most: [u64; SUMS.len()],
    patterns: HashMap<Pattern, Crowd, BuildHasherDefault<Mixer>>,
    now: Pattern,
    events: [u64; SUMS.len()],
    is_touched: bool,
}

/// What one person is in a row: figures, and complements.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Pattern {
    figures: u32,
    complements: u128,
}

/// The people of one pattern.
#[derive(Clone, Copy, Default)]
struct Crowd {
    people: u64,
    keys: u64,
}

/// The nested pairs of a table as sets of bits, in the order of [`nested`].
struct Nesting {
    pairs: Vec<(Measure, Measure)>,
    /// By measure: the pairs of people in which it is the whole, and the part.
    wholes: Figures<u128>,
    parts: Figures<u128>,
    /// Sum of events (by [`SUMS`]), its people, and the bit of the pair.
    repeated: Vec<(usize, Measure, u128)>,
}

impl Nesting {
    fn new(table: Table) -> Nesting {
        let pairs = nested(table);
        let (mut wholes, mut parts) = (Figures::default(), Figures::default());
        let mut repeated = Vec::new();
        for (at, &(whole, part)) in pairs.iter().enumerate() {
            let pair = 1u128.checked_shl(at as u32).unwrap_or_default();
            match SUMS.iter().position(|&sum| sum == whole) {
                Some(sum) if people_of(whole) == Some(part) => repeated.push((sum, part, pair)),
                _ => {
                    wholes[whole] |= pair;
                    parts[part] |= pair;
                }
            }
        }
        Nesting { pairs, wholes, parts, repeated }
    }

    /// The pairs in whose whole a recipient counts, and not in the part; of
    /// events within a sum, those beyond the one that counts as a person.
    fn complements(&self, unit: &Unit) -> u128 {
        let (mut whole, mut part) = (0, 0);
        let mut bits = unit.counts_in;
        while bits != 0 {
            if let Some(&measure) = Measure::ALL.get(bits.trailing_zeros() as usize) {
                whole |= self.wholes[measure];
                part |= self.parts[measure];
            }
            bits &= bits - 1;
        }
        let mut pairs = whole & !part;
        for &(sum, people, pair) in &self.repeated {
            let one = u64::from(unit.counts_in & bit(people) != 0);
            if unit.events.get(sum).is_some_and(|&events| events > one) {
                pairs |= pair;
            }
        }
        pairs
    }
}

impl Grid {
    pub(super) fn new(table: Table, rows: usize) -> Grid {
        Grid {
            nesting: Nesting::new(table),
            rows: (0..rows).map(|_| Row::default()).collect(),
            touched: Vec::new(),
        }
    }

    /// Adds a recipient to a row; recipients of one person follow each other,
    /// and [`Grid::end`] stands after the last.
    pub(super) fn add(&mut self, row: usize, unit: &Unit) {
        let Some(place) = self.rows.get_mut(row) else { return };
        if !std::mem::replace(&mut place.is_touched, true) {
            self.touched.push(row);
        }
        let mut bits = unit.counts_in;
        while bits != 0 {
            if let Some(&measure) = Measure::ALL.get(bits.trailing_zeros() as usize) {
                place.units[measure] += 1;
            }
            bits &= bits - 1;
        }
        for ((&sum, events), mine) in SUMS.iter().zip(unit.events).zip(&mut place.events) {
            place.units[sum] += events;
            *mine += events;
        }
        place.now.figures |= unit.bits();
        place.now.complements |= self.nesting.complements(unit);
    }

    /// Ends a person.
    pub(super) fn end(&mut self, record_key: u32) {
        for row in self.touched.drain(..) {
            let Some(row) = self.rows.get_mut(row) else { continue };
            row.is_touched = false;
            for (most, events) in row.most.iter_mut().zip(std::mem::take(&mut row.events)) {
                *most = (*most).max(events);
            }
            let crowd = row.patterns.entry(std::mem::take(&mut row.now)).or_default();
            crowd.people += 1;
            crowd.keys = crowd.keys.wrapping_add(u64::from(record_key));
        }
    }

    pub(super) fn finish(self) -> Vec<Sums> {
        let pairs = self.nesting.pairs.len();
        self.rows.into_iter().map(|row| row.finish(pairs)).collect()
    }
}

impl Row {
    fn finish(self, pairs: usize) -> Sums {
        let mut sums = Sums {
            units: self.units,
            people: Figures::default(),
            keys: Figures::default(),
            complements: vec![0; pairs],
            most: Figures::default(),
        };
        for (&sum, most) in SUMS.iter().zip(self.most) {
            sums.most[sum] = most;
        }
        // Sums do not depend on the order in which patterns come.
        for (pattern, crowd) in self.patterns {
            for &measure in Measure::ALL.iter().filter(|&&m| pattern.figures & bit(m) != 0) {
                sums.people[measure] += crowd.people;
                sums.keys[measure] = sums.keys[measure].wrapping_add(crowd.keys);
            }
            for (at, people) in sums.complements.iter_mut().enumerate() {
                if pattern.complements.checked_shr(at as u32).is_some_and(|bits| bits & 1 == 1) {
                    *people += crowd.people;
                }
            }
        }
        sums
    }
}

/// Multiplies and rotates: quick, the same everywhere, and no order of it is ever
/// seen.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_u128(&mut self, value: u128) {
        self.write_u64(value as u64);
        self.write_u64((value >> 64) as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Measure::{Clickers, Delivered, Openers, Opens, Sent};

    fn unit(counts_in: &[Measure], opens: u64) -> Unit {
        let counts_in = counts_in.iter().fold(0, |bits, &measure| bits | bit(measure));
        Unit { counts_in, events: [opens, 0, 0, 0] }
    }

    /// Every pair has a bit of its own.
    #[test]
    fn pairs_fit() {
        for table in Table::ALL {
            assert!(nested(table).len() <= u128::BITS as usize);
        }
    }

    #[test]
    fn a_person_in_two_campaigns_is_one() {
        let mut grid = Grid::new(Table::Overall, 1);
        grid.add(0, &unit(&[Sent, Delivered, Openers], 3));
        grid.add(0, &unit(&[Sent], 0));
        grid.end(7);
        grid.add(0, &unit(&[Sent, Delivered, Openers, Clickers], 1));
        grid.end(u32::MAX);
        let sums = grid.finish().remove(0);
        assert_eq!([Sent, Delivered, Opens].map(|m| sums.units[m]), [3, 2, 4]);
        assert_eq!([Sent, Delivered, Opens, Clickers].map(|m| sums.people[m]), [2, 2, 2, 1]);
        assert_eq!(sums.keys[Openers], 7 + u64::from(u32::MAX));
        assert_eq!(sums.most[Opens], 3);
        let pairs = nested(Table::Overall);
        let complement = |whole, part| {
            sums.complements[pairs.iter().position(|&pair| pair == (whole, part)).unwrap()]
        };
        assert_eq!(complement(Sent, Delivered), 1);
        assert_eq!(complement(Delivered, Openers), 0);
        assert_eq!(complement(Openers, Clickers), 1);
        assert_eq!(complement(Opens, Openers), 1);
    }
}
