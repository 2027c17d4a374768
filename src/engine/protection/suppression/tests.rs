//! Oracles with known answers, and the optimum of small tables.

use super::{Task, suppress};
use crate::contract::{Measure, Place, Table};
use crate::engine::disclosure::{Cell, Known, Relation, System, What};
use std::collections::{BTreeMap, BTreeSet};

/// A table with its margins, as a system in which everything is published.
struct Sheet {
    system: System,
    values: BTreeMap<u32, u64>,
}

impl Sheet {
    fn new(threshold: u64) -> Sheet {
        Sheet { system: System { threshold, ..System::default() }, values: BTreeMap::new() }
    }

    fn cell(&mut self, value: u64) -> u32 {
        let id = self.system.cells.len() as u32;
        let place = Place { table: Table::Campaigns, row: id, measure: Measure::Openers };
        let what = What::Printed { release: 0, place };
        self.system.cells.push(Cell { what, known: Known::Exactly(value) });
        self.values.insert(id, value);
        id
    }

    fn sum(&mut self, total: u32, parts: &[u32]) {
        let mut terms: Vec<(u32, i64)> = parts.iter().map(|&part| (part, 1)).collect();
        terms.push((total, -1));
        self.system.equations.push(Relation { terms, total: 0 });
    }

    /// Two ways, with all margins; the ids of the inner cells by row.
    fn two_way(threshold: u64, inner: &[Vec<u64>]) -> (Sheet, Vec<Vec<u32>>) {
        let mut sheet = Sheet::new(threshold);
        let ids: Vec<Vec<u32>> =
            inner.iter().map(|row| row.iter().map(|&value| sheet.cell(value)).collect()).collect();
        let mut rows = Vec::new();
        for (row, ids) in inner.iter().zip(&ids) {
            let total = sheet.cell(row.iter().sum());
            sheet.sum(total, ids);
            rows.push(total);
        }
        let mut columns = Vec::new();
        for column in 0..inner[0].len() {
            let total = sheet.cell(inner.iter().map(|row| row[column]).sum());
            let parts: Vec<u32> = ids.iter().map(|row| row[column]).collect();
            sheet.sum(total, &parts);
            columns.push(total);
        }
        let all = sheet.cell(inner.iter().flatten().sum());
        sheet.sum(all, &rows);
        sheet.sum(all, &columns);
        (sheet, ids)
    }

    fn small(&self) -> BTreeSet<u32> {
        let is_small = |value: u64| (1..self.system.threshold).contains(&value);
        self.values.iter().filter(|&(_, &value)| is_small(value)).map(|(&id, _)| id).collect()
    }

    fn suppress(&self, hidden: BTreeSet<u32>) -> BTreeSet<u32> {
        let costs =
            self.values.iter().map(|(&id, &value)| (id, 100 + value.ilog2() as u64)).collect();
        suppress(&Task {
            system: &self.system,
            values: self.values.clone(),
            hidden,
            costs,
            only: None,
        })
        .expect("every table with margins can be protected")
    }
}

#[test]
fn one_small_cell_takes_a_rectangle() {
    // sdcTable, microdata1: the optimum is three more cells.
    let (sheet, ids) = Sheet::two_way(11, &[vec![2, 18], vec![19, 14], vec![10, 12], vec![14, 11]]);
    let hidden = sheet.suppress([ids[0][0]].into());
    assert_eq!(hidden.len(), 4);
}

/// Every pattern that holds all of `hidden`, fewest cells first, until one is safe.
fn optimum(sheet: &Sheet, hidden: &BTreeSet<u32>) -> usize {
    let open: Vec<u32> =
        (0..sheet.system.cells.len() as u32).filter(|cell| !hidden.contains(cell)).collect();
    (0..=open.len())
        .find(|&size| {
            let mut chosen: Vec<usize> = (0..size).collect();
            loop {
                let mut pattern = hidden.clone();
                pattern.extend(chosen.iter().map(|&at| open[at]));
                if is_safe(sheet, pattern) {
                    return true;
                }
                // The next choice of so many.
                let Some(at) = (0..size).rev().find(|&at| chosen[at] < open.len() - size + at)
                else {
                    return false;
                };
                chosen[at] += 1;
                for later in at + 1..size {
                    chosen[later] = chosen[later - 1] + 1;
                }
            }
        })
        .expect("everything withheld is safe")
}

/// Whether every cell of the pattern has its two tables with no further help.
fn is_safe(sheet: &Sheet, hidden: BTreeSet<u32>) -> bool {
    // A row with a single hole is not worth a program.
    let holes = |relation: &Relation| {
        relation.terms.iter().filter(|&&(cell, _)| hidden.contains(&cell)).count()
    };
    if sheet.system.equations.iter().any(|equation| holes(equation) == 1) {
        return false;
    }
    let (values, costs) = (sheet.values.clone(), BTreeMap::new());
    suppress(&Task { system: &sheet.system, values, hidden, costs, only: None }).is_ok()
}

/// Numbers that look random, and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

#[test]
fn patterns_of_small_tables_are_near_the_optimum() {
    let (mut found, mut best, mut tables) = (0, 0, 0);
    for seed in 0.. {
        let mut dice = Dice(seed);
        let (height, width) = (2 + dice.roll(2) as usize, 3 + dice.roll(2) as usize);
        let inner: Vec<Vec<u64>> = (0..height)
            .map(|_| (0..width).map(|_| 1 + dice.roll(8) * dice.roll(12)).collect())
            .collect();
        let (sheet, _) = Sheet::two_way(5, &inner);
        let hidden = sheet.small();
        if hidden.is_empty() || hidden.len() > 3 {
            continue;
        }
        let pattern = sheet.suppress(hidden.clone());
        assert!(is_safe(&sheet, pattern.clone()), "seed {seed}");
        let least = optimum(&sheet, &hidden);
        found += pattern.len() - hidden.len();
        best += least;
        tables += 1;
        if tables == 30 {
            break;
        }
    }
    println!("{found} cells beside the {best} of the optimum, in {tables} tables");
    assert!(best > 60 && found * 4 <= best * 5, "{found} cells for an optimum of {best}");
}
