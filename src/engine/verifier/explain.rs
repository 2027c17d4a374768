//! Why something that stands nowhere is known: the printed figures from which it
//! follows, so that the owner can be told which two reports would betray whom.

use super::block::scale;
use super::problem::{Problem, relation_cells};
use super::published::is_printed;
use super::simplex::{Direction, Extreme, Simplex, Start};
use crate::engine::disclosure::System;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the largest neighbourhood that is searched.
const MOST_ROWS: usize = 300;
/// Cells that are explained; of any others all neighbours are named.
const MOST_EXPLAINED: u32 = 100;

pub(super) struct Explainer<'a> {
    system: &'a System,
    /// Only what is published folded in, so that every row is one of the
    /// system's own relations; made when it is first needed.
    problem: Option<Problem>,
    /// Rows by cell.
    rows: BTreeMap<u32, Vec<usize>>,
    explained: u32,
}

impl<'a> Explainer<'a> {
    pub fn new(system: &'a System) -> Explainer<'a> {
        Explainer { system, problem: None, rows: BTreeMap::new(), explained: 0 }
    }

    /// The printed cells from whose relations a small number follows, few
    /// relations before many.
    pub fn printed(&mut self, cell: u32) -> Vec<u32> {
        if self.problem.is_none() {
            // Contradictions were found before anything is explained.
            let Ok(problem) = Problem::new(self.system) else { return Vec::new() };
            for (index, row) in problem.rows.iter().enumerate() {
                for &(cell, _) in &row.terms {
                    self.rows.entry(cell).or_default().push(index);
                }
            }
            self.problem = Some(problem);
        }
        let near = self.grow(&BTreeSet::from([cell]));
        self.explained += 1;
        if self.explained <= MOST_EXPLAINED {
            let mut rows = near.clone();
            while rows.len() <= MOST_ROWS {
                if let Some(proof) = self.proof(cell, &rows) {
                    return self.printed_in(&proof);
                }
                let cells = self.cells(&rows);
                let wider = self.grow(&cells);
                if wider.len() == rows.len() {
                    break;
                }
                rows = wider;
            }
        }
        self.printed_in(&near)
    }

    /// The rows in which any of these cells occurs.
    fn grow(&self, cells: &BTreeSet<u32>) -> BTreeSet<usize> {
        cells.iter().filter_map(|cell| self.rows.get(cell)).flatten().copied().collect()
    }

    fn cells(&self, rows: &BTreeSet<usize>) -> BTreeSet<u32> {
        let rows = rows.iter().filter_map(|&row| self.problem.as_ref()?.rows.get(row));
        rows.flat_map(|row| row.terms.iter().map(|&(cell, _)| cell)).collect()
    }

    fn printed_in(&self, rows: &BTreeSet<usize>) -> Vec<u32> {
        let rows = rows.iter().filter_map(|&row| self.problem.as_ref()?.rows.get(row));
        let cells: BTreeSet<u32> =
            rows.flat_map(|row| relation_cells(self.system, row.origin)).collect();
        cells.into_iter().filter(|&cell| is_printed(self.system, cell)).collect()
    }

    /// The rows on which both extremes of a cell rest, where these rows alone
    /// already confine it to small numbers.
    fn proof(&self, cell: u32, rows: &BTreeSet<usize>) -> Option<BTreeSet<usize>> {
        let problem = self.problem.as_ref()?;
        let cells: Vec<u32> = self.cells(rows).into_iter().collect();
        let place: BTreeMap<u32, usize> =
            cells.iter().enumerate().map(|(index, &cell)| (cell, index)).collect();
        let target = *place.get(&cell)?;
        let mut start = Start {
            basic: Vec::new(),
            other: (0..cells.len()).collect(),
            entries: Vec::new(),
            lower: Vec::new(),
            upper: Vec::new(),
        };
        for &cell in &cells {
            start.lower.push(*problem.lower.get(cell as usize)?);
            start.upper.push(*problem.upper.get(cell as usize)?);
        }
        let rows: Vec<usize> = rows.iter().copied().collect();
        for &index in &rows {
            let row = problem.rows.get(index)?;
            let scale = scale(row);
            let entry = |&(cell, factor): &(u32, i64)| {
                place.get(&cell).map(|&column| (column, factor as f64 / scale))
            };
            start.entries.push(row.terms.iter().filter_map(entry).collect());
            start.basic.push(start.lower.len());
            start.lower.push(row.least.map_or(f64::NEG_INFINITY, |least| least as f64 / scale));
            start.upper.push(row.most.map_or(f64::INFINITY, |most| most as f64 / scale));
        }
        let mut simplex = Simplex::new(start).ok()?;
        let mut proof = BTreeSet::new();
        let mut confined = Vec::new();
        for direction in [Direction::Up, Direction::Down] {
            let Extreme::At(value) = simplex.extreme(target, direction) else { return None };
            confined.push(value);
            for variable in simplex.rests_on(target) {
                proof.extend(variable.checked_sub(cells.len()).and_then(|row| rows.get(row)));
            }
        }
        // Complements of a known whole are small though the number itself is
        // not: then the narrowest proof is the one that leaves a single value.
        let [most, least] = confined[..] else { return None };
        let threshold = self.system.threshold as f64;
        let small = least > 0.5 && most < threshold - 0.5;
        (small || most - least < 0.5).then_some(proof)
    }
}
