//! A system made small: what is published folded in, bounds drawn as tight as
//! single rows allow, rows that follow from bounds dropped, and the rest split
//! into blocks that have nothing to do with each other.
//!
//! Nothing here changes the set of possible tables: a bound is only drawn where
//! a row implies it, and stays when the row goes.

use super::elimination::{Elimination, Equation, Reduced, eliminate};
use crate::engine::disclosure::{Known, System, What};
use std::collections::{BTreeMap, VecDeque};

/// How far from a whole number a bound may be and still be meant by it.
pub(super) const TOLERANCE: f64 = 1e-6;

/// least ≤ Σ factor · cell ≤ most.
#[derive(Clone)]
pub(super) struct Row {
    pub terms: Vec<(u32, i64)>,
    pub least: Option<i128>,
    pub most: Option<i128>,
    /// The relation of the system that it came from; see [`relation_cells`].
    pub origin: usize,
    /// The complement of a part and its whole, to be looked at even where the
    /// row says nothing new.
    pub complement: bool,
}

impl Row {
    fn is_equation(&self) -> bool {
        self.least.is_some() && self.least == self.most
    }
}

/// The relation that no table can satisfy together with the others.
#[derive(Debug)]
pub(super) struct Contradiction(pub usize);

#[derive(Clone)]
pub(super) struct Problem {
    pub lower: Vec<f64>,
    /// Infinite where nothing limits a cell.
    pub upper: Vec<f64>,
    /// Published, or follows.
    pub fixed: Vec<Option<i128>>,
    pub rows: Vec<Row>,
}

/// Cells that depend on each other, and the rows between them.
pub(super) struct Block {
    pub cells: Vec<u32>,
    pub rows: Vec<usize>,
    /// The equations among the rows, solved; `None` where that was given up.
    pub reduced: Option<Vec<Reduced>>,
}

/// All cells of one of the system's relations: equations first, then
/// inequalities, nested pairs and rates.
pub(super) fn relation_cells(system: &System, mut origin: usize) -> Vec<u32> {
    let cells = |terms: &[(u32, i64)]| terms.iter().map(|&(cell, _)| cell).collect();
    for relations in [&system.equations, &system.inequalities] {
        match relations.get(origin) {
            Some(relation) => return cells(&relation.terms),
            None => origin -= relations.len(),
        }
    }
    match system.nested.get(origin) {
        Some(pair) => return vec![pair.part, pair.whole],
        None => origin -= system.nested.len(),
    }
    system.ratios.get(origin).map_or(Vec::new(), |rate| vec![rate.numerator, rate.denominator])
}

/// Whether every relation speaks of cells that exist.
pub(super) fn is_whole(system: &System) -> bool {
    let relations = system.equations.len()
        + system.inequalities.len()
        + system.nested.len()
        + system.ratios.len();
    let exists = |cell: u32| (cell as usize) < system.cells.len();
    (0..relations).all(|origin| relation_cells(system, origin).into_iter().all(exists))
}

impl Problem {
    /// What is published, and every relation. The system must be whole.
    pub fn new(system: &System) -> Result<Problem, Contradiction> {
        let mut problem =
            Problem { lower: Vec::new(), upper: Vec::new(), fixed: Vec::new(), rows: Vec::new() };
        for cell in &system.cells {
            let (lower, upper, fixed) = match cell.known {
                Known::Exactly(value) => (value as f64, value as f64, Some(i128::from(value))),
                Known::Between(least, most) => {
                    let fixed = (least == most).then_some(i128::from(least));
                    (least as f64, most as f64, fixed)
                }
                Known::Withheld | Known::Unsaid => (0.0, f64::INFINITY, None),
            };
            problem.lower.push(lower);
            problem.upper.push(upper);
            problem.fixed.push(fixed);
        }
        problem.add_relations(system);
        problem.fold()?;
        Ok(problem)
    }

    fn add_relations(&mut self, system: &System) {
        let mut origin = 0;
        let mut add = |terms: Vec<(u32, i64)>, least, most, complement| {
            self.rows.push(Row { terms, least, most, origin, complement });
            origin += 1;
        };
        for equation in &system.equations {
            let total = Some(i128::from(equation.total));
            add(equation.terms.clone(), total, total, false);
        }
        for inequality in &system.inequalities {
            add(inequality.terms.clone(), None, Some(i128::from(inequality.total)), false);
        }
        let latent = |cell: u32| {
            let cell = system.cells.get(cell as usize);
            cell.is_some_and(|cell| matches!(cell.what, What::Latent(_)))
        };
        for pair in &system.nested {
            let complement = latent(pair.part) || latent(pair.whole);
            add(vec![(pair.part, 1), (pair.whole, -1)], None, Some(0), complement);
        }
        let first_rate = origin;
        for (index, rate) in system.ratios.iter().enumerate() {
            let value = i128::from(rate.value_millionths);
            let half = i128::from(rate.half_width_millionths);
            let mut side = |bound: i128, least, most| {
                // A rate beyond 64 bits says nothing that could be drawn upon.
                let Ok(factor) = i64::try_from(-bound) else { return };
                let terms = vec![(rate.numerator, 1_000_000), (rate.denominator, factor)];
                let origin = first_rate + index;
                self.rows.push(Row { terms, least, most, origin, complement: false });
            };
            side(value + half, None, Some(0));
            side(value - half, Some(0), None);
        }
    }

    /// Draws bounds, solves equations and drops rows until nothing more follows.
    pub fn simplify(&mut self) -> Result<Vec<Block>, Contradiction> {
        loop {
            self.draw_bounds()?;
            self.fold()?;
            self.drop_implied();
            let mut blocks = self.blocks();
            let mut found = false;
            for block in &mut blocks {
                found |= self.solve(block)?;
            }
            if !found {
                return Ok(blocks);
            }
        }
    }

    /// Puts the values of fixed cells into the rows.
    fn fold(&mut self) -> Result<(), Contradiction> {
        let fixed = &self.fixed;
        for row in &mut self.rows {
            let mut known = 0_i128;
            row.terms.retain(|&(cell, factor)| match fixed.get(cell as usize) {
                // Beyond any number that a file can hold, sums stay at the edge.
                Some(Some(value)) => {
                    known = known.saturating_add(value.saturating_mul(i128::from(factor)));
                    false
                }
                _ => factor != 0,
            });
            row.least = row.least.map(|least| least.saturating_sub(known));
            row.most = row.most.map(|most| most.saturating_sub(known));
            let violated = row.terms.is_empty()
                && (row.least.is_some_and(|least| least > 0)
                    || row.most.is_some_and(|most| most < 0));
            if violated {
                return Err(Contradiction(row.origin));
            }
        }
        self.rows.retain(|row| !row.terms.is_empty());
        Ok(())
    }

    /// Lets every row limit its cells by what the others can be at most and at
    /// least, until nothing changes or it has been tried often enough.
    fn draw_bounds(&mut self) -> Result<(), Contradiction> {
        let mut of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            for &(cell, _) in &row.terms {
                of.entry(cell).or_default().push(index);
            }
        }
        let mut waiting: VecDeque<usize> = (0..self.rows.len()).collect();
        let mut is_waiting = vec![true; self.rows.len()];
        // Bounds may creep towards a limit for ever; each step is valid alone.
        let mut left = 60 * self.rows.len() + 1000;
        while let (Some(index), true) = (waiting.pop_front(), left > 0) {
            left -= 1;
            let Some(row) = self.rows.get(index) else { continue };
            if let Some(flag) = is_waiting.get_mut(index) {
                *flag = false;
            }
            let limits = self.limits(row);
            let origin = row.origin;
            for (cell, least, most) in limits {
                if !self.narrow(cell, least, most).map_err(|()| Contradiction(origin))? {
                    continue;
                }
                for &other in of.get(&cell).into_iter().flatten() {
                    if let Some(flag) = is_waiting.get_mut(other)
                        && !*flag
                    {
                        *flag = true;
                        waiting.push_back(other);
                    }
                }
            }
        }
        for ((fixed, &lower), &upper) in self.fixed.iter_mut().zip(&self.lower).zip(&self.upper) {
            let whole = lower.round();
            if fixed.is_none()
                && upper - lower <= 1e-7
                && (lower - whole).abs() <= 1e-7
                && whole < 9e15
            {
                *fixed = Some(whole as i128);
            }
        }
        Ok(())
    }

    /// The sums that a row can reach at least and at most; how many infinite
    /// terms each has besides.
    fn reach(&self, row: &Row) -> ((f64, u32), (f64, u32)) {
        let (mut least, mut most) = ((0.0, 0), (0.0, 0));
        for &(cell, factor) in &row.terms {
            let (low, high) = self.term(cell, factor);
            for (sum, term) in [(&mut least, low), (&mut most, high)] {
                if term.is_finite() {
                    sum.0 += term;
                } else {
                    sum.1 += 1;
                }
            }
        }
        (least, most)
    }

    /// factor · cell at least and at most.
    fn term(&self, cell: u32, factor: i64) -> (f64, f64) {
        let lower = self.lower.get(cell as usize).copied().unwrap_or(0.0) * factor as f64;
        let upper = self.upper.get(cell as usize).copied().unwrap_or(f64::INFINITY) * factor as f64;
        if factor > 0 { (lower, upper) } else { (upper, lower) }
    }

    /// What a row says about each of its cells.
    fn limits(&self, row: &Row) -> Vec<(u32, f64, f64)> {
        let (least, most) = self.reach(row);
        let without = |(sum, infinite): (f64, u32), term: f64| match (term.is_finite(), infinite) {
            (true, 0) => Some(sum - term),
            (false, 1) => Some(sum),
            _ => None,
        };
        let limit = |&(cell, factor): &(u32, i64)| {
            let (low, high) = self.term(cell, factor);
            let ceiling = row.most.zip(without(least, low));
            let ceiling = ceiling.map(|(total, others)| (total as f64 - others) / factor as f64);
            let floor = row.least.zip(without(most, high));
            let floor = floor.map(|(total, others)| (total as f64 - others) / factor as f64);
            let (floor, ceiling) = if factor > 0 { (floor, ceiling) } else { (ceiling, floor) };
            (cell, floor.unwrap_or(f64::NEG_INFINITY), ceiling.unwrap_or(f64::INFINITY))
        };
        row.terms.iter().map(limit).collect()
    }

    /// Whether a cell's bounds became tighter; an error where nothing is left
    /// between them.
    fn narrow(&mut self, cell: u32, least: f64, most: f64) -> Result<bool, ()> {
        let cell = cell as usize;
        let (Some(lower), Some(upper)) = (self.lower.get_mut(cell), self.upper.get_mut(cell))
        else {
            return Ok(false);
        };
        let slack = TOLERANCE * (1.0 + 1e-9 * lower.abs());
        if least > *upper + slack || most < *lower - slack {
            return Err(());
        }
        let mut narrower = false;
        if least > *lower + 1e-7 * (1.0 + 1e-6 * lower.abs()) {
            *lower = least.min(*upper);
            narrower = true;
        }
        if most < *upper && (upper.is_infinite() || most < *upper - 1e-7 * (1.0 + 1e-6 * *upper)) {
            *upper = most.max(*lower);
            narrower = true;
        }
        Ok(narrower)
    }

    /// Drops rows that follow from bounds alone, and repetitions.
    fn drop_implied(&mut self) {
        let mut rows: BTreeMap<Vec<(u32, i64)>, Row> = BTreeMap::new();
        for mut row in std::mem::take(&mut self.rows) {
            let (least, most) = self.reach(&row);
            let slack = |total: f64| 1e-9 * (1.0 + total.abs());
            let above = row
                .least
                .is_none_or(|total| least.1 == 0 && least.0 >= total as f64 - slack(total as f64));
            let below = row
                .most
                .is_none_or(|total| most.1 == 0 && most.0 <= total as f64 + slack(total as f64));
            let watched = row.complement && row.terms.len() == 2;
            if above && below && !watched {
                continue;
            }
            row.terms.sort_unstable();
            match rows.get_mut(&row.terms) {
                None => {
                    rows.insert(row.terms.clone(), row);
                }
                Some(same) => {
                    same.least = same.least.max(row.least);
                    same.most = match (same.most, row.most) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                    same.complement |= row.complement;
                }
            }
        }
        self.rows = rows.into_values().collect();
        self.rows.sort_by_key(|row| row.origin);
    }

    fn blocks(&self) -> Vec<Block> {
        let mut leader: Vec<usize> = (0..self.fixed.len()).collect();
        fn find(leader: &mut [usize], mut cell: usize) -> usize {
            while let Some(&above) = leader.get(cell)
                && above != cell
            {
                let next = leader.get(above).copied().unwrap_or(above);
                if let Some(slot) = leader.get_mut(cell) {
                    *slot = next;
                }
                cell = above;
            }
            cell
        }
        for row in &self.rows {
            for pair in row.terms.windows(2) {
                if let [(a, _), (b, _)] = *pair {
                    let a = find(&mut leader, a as usize);
                    let b = find(&mut leader, b as usize);
                    if let Some(slot) = leader.get_mut(a.max(b)) {
                        *slot = a.min(b);
                    }
                }
            }
        }
        let mut blocks: BTreeMap<usize, Block> = BTreeMap::new();
        let empty = || Block { cells: Vec::new(), rows: Vec::new(), reduced: None };
        for (cell, fixed) in self.fixed.iter().enumerate() {
            if fixed.is_none() {
                let root = find(&mut leader, cell);
                blocks.entry(root).or_insert_with(empty).cells.push(cell as u32);
            }
        }
        for (index, row) in self.rows.iter().enumerate() {
            if let Some(&(cell, _)) = row.terms.first() {
                let root = find(&mut leader, cell as usize);
                blocks.entry(root).or_insert_with(empty).rows.push(index);
            }
        }
        blocks.into_values().collect()
    }

    /// Solves a block's equations; whether a cell follows from them.
    fn solve(&mut self, block: &mut Block) -> Result<bool, Contradiction> {
        let mut origins = Vec::new();
        let mut equations = Vec::new();
        for &index in &block.rows {
            let Some(row) = self.rows.get(index).filter(|row| row.is_equation()) else { continue };
            let Some(total) = row.most.and_then(|total| i64::try_from(total).ok()) else {
                return Ok(false);
            };
            equations.push(Equation { terms: row.terms.clone(), total });
            origins.push(row.origin);
        }
        let reduced = match eliminate(&equations) {
            Elimination::Solved(reduced) => reduced,
            Elimination::Abandoned => return Ok(false),
            Elimination::Contradiction(index) => {
                return Err(Contradiction(origins.get(index).copied().unwrap_or_default()));
            }
        };
        let mut found = false;
        for one in reduced.iter().filter(|one| one.terms.is_empty()) {
            let cell = one.unknown as usize;
            let origin = origins.first().copied().unwrap_or_default();
            let value = one.constant.as_whole().ok_or(Contradiction(origin))?;
            self.narrow(one.unknown, value as f64, value as f64)
                .map_err(|()| Contradiction(origin))?;
            if let Some(fixed) = self.fixed.get_mut(cell) {
                *fixed = Some(i128::from(value));
                found = true;
            }
            for side in [&mut self.lower, &mut self.upper] {
                if let Some(bound) = side.get_mut(cell) {
                    *bound = value as f64;
                }
            }
        }
        block.reduced = Some(reduced);
        Ok(found)
    }
}
