//! A system while it is being put together.

use super::{Cell, Known, Nested, Relation, System, What};
use crate::contract::Place;
use std::collections::BTreeMap;

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

    pub(super) fn printed(&mut self, release: u32, place: Place, known: Known) {
        let cell = self.cell(What::Printed { release, place }, known);
        if let Some(places) = self.places.get_mut(release as usize) {
            places.insert(place, cell);
        }
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

    pub(super) fn nest(&mut self, whole: u32, part: u32, harmless: bool) {
        self.system.nested.push(Nested { part, whole, harmless });
    }

    pub(super) fn finish(self) -> System {
        self.system
    }
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
