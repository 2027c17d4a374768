//! Builders of small systems.

use super::super::{Examination, Thorough, examine};
use crate::contract::{Measure, Place, Table};
use crate::engine::disclosure::{Cell, Known, Nested, Ratio, Relation, System, What};

/// Small numbers without a pattern, the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }
}

pub fn empty(threshold: u64) -> System {
    System { threshold, ..System::default() }
}

/// A printed cell of a release.
pub fn printed(system: &mut System, release: u32, known: Known) -> u32 {
    let row = system.cells.len() as u32;
    let place = Place { table: Table::Providers, row, measure: Measure::Openers };
    system.cells.push(Cell { what: What::Printed { release, place }, known });
    row
}

pub fn shown(system: &mut System, value: u64) -> u32 {
    printed(system, 0, Known::Exactly(value))
}

pub fn hidden(system: &mut System) -> u32 {
    printed(system, 0, Known::Withheld)
}

pub fn latent(system: &mut System) -> u32 {
    let what = What::Latent(format!("latent {}", system.cells.len()));
    system.cells.push(Cell { what, known: Known::Unsaid });
    system.cells.len() as u32 - 1
}

/// whole = Σ parts.
pub fn sum(system: &mut System, whole: u32, parts: &[u32]) {
    let terms = parts.iter().map(|&part| (part, 1)).chain([(whole, -1)]).collect();
    system.equations.push(Relation { terms, total: 0 });
}

pub fn within(system: &mut System, part: u32, whole: u32) {
    system.nested.push(Nested { part, whole, harmless: false });
}

pub fn rate(system: &mut System, numerator: u32, denominator: u32, value: u64, half: u64) {
    system.ratios.push(Ratio {
        numerator,
        denominator,
        value_millionths: value,
        half_width_millionths: half,
    });
}

pub fn attack(system: &System) -> Examination {
    examine(system, Thorough::Everything, &mut |_, _| true).unwrap()
}

/// What is known of one cell.
pub fn interval(found: &Examination, cell: u32) -> (u64, Option<u64>) {
    let bounds = found.bounds.iter().find(|bounds| bounds.0 == cell).unwrap();
    (bounds.1, bounds.2)
}

/// A table of counts with all its margins: rows × columns, then row sums, column
/// sums and the total, in that order. `hide` says which cells are withheld, by
/// index.
pub fn two_way(counts: &[Vec<u64>], hide: &[bool], threshold: u64) -> System {
    let (rows, columns) = (counts.len(), counts[0].len());
    let mut values: Vec<u64> = counts.iter().flatten().copied().collect();
    values.extend(counts.iter().map(|row| row.iter().sum::<u64>()));
    values.extend((0..columns).map(|column| counts.iter().map(|row| row[column]).sum::<u64>()));
    values.push(counts.iter().flatten().sum());
    let mut system = empty(threshold);
    for (index, &value) in values.iter().enumerate() {
        let secret = hide.get(index).copied().unwrap_or(false);
        let known = if secret { Known::Withheld } else { Known::Exactly(value) };
        printed(&mut system, 0, known);
    }
    let at = |row: usize, column: usize| (row * columns + column) as u32;
    let row_sum = |row: usize| (rows * columns + row) as u32;
    let column_sum = |column: usize| (rows * columns + rows + column) as u32;
    let total = (rows * columns + rows + columns) as u32;
    for row in 0..rows {
        let parts: Vec<u32> = (0..columns).map(|column| at(row, column)).collect();
        sum(&mut system, row_sum(row), &parts);
    }
    for column in 0..columns {
        let parts: Vec<u32> = (0..rows).map(|row| at(row, column)).collect();
        sum(&mut system, column_sum(column), &parts);
    }
    sum(&mut system, total, &(0..rows).map(row_sum).collect::<Vec<_>>());
    sum(&mut system, total, &(0..columns).map(column_sum).collect::<Vec<_>>());
    system
}
