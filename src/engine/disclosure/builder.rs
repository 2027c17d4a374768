//! A system while it is being put together.

use super::{Cell, Known, Nested, Ratio, Relation, System, What};
use crate::contract::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Collects cells and what holds between them. Terms are cells with factors.
#[derive(Default)]
pub(super) struct Builder {
    system: System,
    places: Vec<BTreeMap<Place, u32>>,
}

impl Builder {
    pub(super) fn new(threshold: u64) -> Builder {
        Builder { system: System { threshold, ..System::default() }, places: Vec::new() }
    }

    /// Begins a release and says its number.
    pub(super) fn release(&mut self) -> u32 {
        self.places.push(BTreeMap::new());
        self.places.len() as u32 - 1
    }

    pub(super) fn printed(&mut self, release: u32, place: Place, known: Known) -> u32 {
        let cell = self.cell(What::Printed { release, place }, known);
        if let Some(places) = self.places.get_mut(release as usize) {
            places.insert(place, cell);
        }
        cell
    }

    /// A number that stands nowhere.
    pub(super) fn latent(&mut self, words: String) -> u32 {
        self.cell(What::Latent(words), Known::Unsaid)
    }

    fn cell(&mut self, what: What, known: Known) -> u32 {
        self.system.cells.push(Cell { what, known });
        self.system.cells.len() as u32 - 1
    }

    /// The cell of a figure; `None` where the files do not hold it.
    pub(super) fn at(&self, release: u32, place: Place) -> Option<u32> {
        self.places.get(release as usize)?.get(&place).copied()
    }

    /// Whether both are printed in the same row, and related there already.
    pub(super) fn in_one_row(&self, one: u32, other: u32) -> bool {
        let row = |cell: u32| match self.system.cells.get(cell as usize)?.what {
            What::Printed { release, place } => Some((release, place.table, place.row)),
            What::Latent(_) => None,
        };
        row(one).is_some() && row(one) == row(other)
    }

    /// Nobody, and nothing, is printed here: nor is there in any part of it.
    pub(super) fn is_nobody(&self, cell: u32) -> bool {
        self.known(cell) == Known::Exactly(0)
    }

    /// The least and the most that a cell can be by what is printed of it alone.
    pub(super) fn ends(&self, cell: u32) -> (u64, Option<u64>) {
        match self.known(cell) {
            Known::Exactly(value) => (value, Some(value)),
            Known::Between(low, high) => (low, Some(high)),
            Known::Withheld | Known::Unsaid => (0, None),
        }
    }

    /// Σ factor · cell = 0.
    pub(super) fn equal(&mut self, terms: Vec<(u32, i64)>) {
        let relation = zero(terms);
        if !relation.terms.is_empty() {
            self.system.equations.push(relation);
        }
    }

    /// Σ factor · cell ≤ 0.
    pub(super) fn at_most(&mut self, terms: Vec<(u32, i64)>) {
        let relation = zero(terms);
        if !relation.terms.is_empty() {
            self.system.inequalities.push(relation);
        }
    }

    /// A cell is so much at most.
    pub(super) fn limit(&mut self, cell: u32, most: u64) {
        if let Ok(total) = i64::try_from(most) {
            self.system.inequalities.push(Relation { terms: vec![(cell, 1)], total });
        }
    }

    pub(super) fn nest(&mut self, whole: u32, part: u32, harmless: bool) {
        self.system.nested.push(Nested { part, whole, harmless });
    }

    pub(super) fn known(&self, cell: u32) -> Known {
        self.system.cells.get(cell as usize).map_or(Known::Unsaid, |cell| cell.known)
    }

    pub(super) fn ratio(&mut self, ratio: Ratio) {
        self.system.ratios.push(ratio);
    }

    /// Nothing is said twice, and what an earlier release has published is known:
    /// a mark in its place takes nothing back.
    pub(super) fn finish(self) -> System {
        let mut system = self.system;
        for (cell, value) in published_before(&system) {
            if let Some(cell) = system.cells.get_mut(cell as usize) {
                cell.known = Known::Exactly(value);
            }
        }
        for relations in [&mut system.equations, &mut system.inequalities] {
            let mut seen = BTreeSet::new();
            relations.retain(|relation| seen.insert((relation.terms.clone(), relation.total)));
        }
        system
    }
}

/// Withheld cells that are the same unknown as a figure published before them.
fn published_before(system: &System) -> Vec<(u32, u64)> {
    let printed = |cell: u32| {
        let cell = system.cells.get(cell as usize)?;
        match cell.what {
            What::Printed { release, .. } => Some((release, cell.known)),
            What::Latent(_) => None,
        }
    };
    let mut known = Vec::new();
    for Relation { terms, total } in &system.equations {
        let (&[(one, 1), (other, -1)] | &[(one, -1), (other, 1)], 0) = (terms.as_slice(), total)
        else {
            continue;
        };
        for (before, after) in [(one, other), (other, one)] {
            if let (Some((earlier, Known::Exactly(value))), Some((later, Known::Withheld))) =
                (printed(before), printed(after))
                && earlier < later
            {
                known.push((after, value));
            }
        }
    }
    known
}

/// Each cell once, without those that cancel out.
fn zero(terms: Vec<(u32, i64)>) -> Relation {
    let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
    for (cell, factor) in terms {
        *sums.entry(cell).or_default() += factor;
    }
    Relation { terms: sums.into_iter().filter(|&(_, factor)| factor != 0).collect(), total: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stands_in_a_relation_once() {
        let relation = zero(vec![(3, 1), (1, -1), (3, 1), (2, 1), (2, -1)]);
        assert_eq!(relation.terms, [(1, -1), (3, 2)]);
    }
}
