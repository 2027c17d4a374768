//! Extremes of cells within one block of a problem, each resting on points that
//! were checked against the rows themselves.

use super::problem::{Block, Problem, Row, TOLERANCE};
use super::simplex::{Direction, Extreme, Simplex, Start, Unusable};
use std::collections::BTreeMap;

/// A cell, or how much a part falls short of its whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    Cell(u32),
    /// By the index of the row part − whole ≤ 0.
    Complement(usize),
}

/// What is known of a variable's extremes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    /// Values that it takes in possible tables.
    pub seen: (f64, f64),
    /// What it cannot fall below, once that is proven.
    pub least: Option<f64>,
    /// What it cannot exceed, infinite where it can; once that is proven.
    pub most: Option<f64>,
}

const UNSEEN: Range = Range { seen: (f64::INFINITY, f64::NEG_INFINITY), least: None, most: None };

pub(super) struct Solver<'a> {
    problem: &'a Problem,
    block: &'a Block,
    /// `None`: too large, or numerically lost; nothing is known then.
    simplex: Option<Simplex>,
    ranges: Vec<Range>,
    place: BTreeMap<u32, usize>,
    /// The variable that says a row's sum, and what the row was divided by.
    sums: BTreeMap<usize, usize>,
    /// Linear programs solved.
    pub programs: u64,
}

/// The factor by which a row is made small.
pub(super) fn scale(row: &Row) -> f64 {
    let largest = row.terms.iter().map(|&(_, factor)| factor.unsigned_abs()).max();
    largest.unwrap_or(1).max(1) as f64
}

/// No table satisfies the block's rows.
#[derive(Debug)]
pub(super) struct Infeasible;

impl<'a> Solver<'a> {
    pub fn new(problem: &'a Problem, block: &'a Block) -> Result<Solver<'a>, Infeasible> {
        let place: BTreeMap<u32, usize> =
            block.cells.iter().enumerate().map(|(index, &cell)| (cell, index)).collect();
        let mut solver = Solver {
            problem,
            block,
            simplex: None,
            ranges: vec![UNSEEN; block.cells.len()],
            place,
            sums: BTreeMap::new(),
            programs: 0,
        };
        if block.rows.is_empty() {
            for (range, &cell) in solver.ranges.iter_mut().zip(&block.cells) {
                let (lower, upper) = bounds(problem, cell);
                *range = Range { seen: (lower, upper), least: Some(lower), most: Some(upper) };
            }
            return Ok(solver);
        }
        let start = solver.start();
        solver.ranges.resize(start.lower.len(), UNSEEN);
        match Simplex::new(start) {
            Ok(simplex) => {
                solver.simplex = Some(simplex);
                solver.look();
            }
            Err(Unusable::Infeasible) => return Err(Infeasible),
            Err(Unusable::Lost) => {}
        }
        Ok(solver)
    }

    /// The block as a table: free cells outside the basis; in it the cells that
    /// equations say, and the sums of all other rows.
    fn start(&mut self) -> Start {
        let (mut lower, mut upper): (Vec<f64>, Vec<f64>) =
            self.block.cells.iter().map(|&cell| bounds(self.problem, cell)).unzip();
        let solved = self.block.reduced.as_deref();
        let said: BTreeMap<u32, usize> = solved
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(|(index, one)| (one.unknown, index))
            .collect();
        let free: Vec<u32> =
            self.block.cells.iter().copied().filter(|cell| !said.contains_key(cell)).collect();
        let column: BTreeMap<u32, usize> =
            free.iter().enumerate().map(|(index, &cell)| (cell, index)).collect();
        let other = free.iter().filter_map(|cell| self.place.get(cell).copied()).collect();
        let constant = free.len();
        let mut basic = Vec::new();
        let mut entries: Vec<Vec<(usize, f64)>> = Vec::new();
        for one in solved.unwrap_or_default() {
            let terms = one.terms.iter();
            let terms =
                terms.filter_map(|(cell, factor)| Some((*column.get(cell)?, factor.to_f64())));
            entries.push(terms.chain([(constant, one.constant.to_f64())]).collect());
            basic.extend(self.place.get(&one.unknown));
        }
        for &index in &self.block.rows {
            let Some(row) = self.problem.rows.get(index) else { continue };
            let is_equation = row.least.is_some() && row.least == row.most;
            if is_equation && solved.is_some() {
                continue;
            }
            let scale = scale(row);
            let mut sum: BTreeMap<usize, f64> = BTreeMap::new();
            for &(cell, factor) in &row.terms {
                let factor = factor as f64 / scale;
                match (said.get(&cell).and_then(|&said| entries.get(said)), column.get(&cell)) {
                    (Some(terms), _) => {
                        for &(column, entry) in terms {
                            *sum.entry(column).or_default() += factor * entry;
                        }
                    }
                    (None, Some(&column)) => *sum.entry(column).or_default() += factor,
                    (None, None) => {}
                }
            }
            sum.retain(|_, entry| entry.abs() > 1e-12);
            self.sums.insert(index, lower.len());
            basic.push(lower.len());
            entries.push(sum.into_iter().collect());
            lower.push(row.least.map_or(f64::NEG_INFINITY, |least| least as f64 / scale));
            upper.push(row.most.map_or(f64::INFINITY, |most| most as f64 / scale));
        }
        Start { basic, other, entries, lower, upper }
    }

    fn index(&self, variable: Variable) -> Option<usize> {
        match variable {
            Variable::Cell(cell) => self.place.get(&cell).copied(),
            Variable::Complement(row) => self.sums.get(&row).copied(),
        }
    }

    /// What is known so far; of complements as numbers from 0.
    pub fn range(&self, variable: Variable) -> Range {
        // An equation says a complement outright.
        if let Variable::Complement(row) = variable
            && let Some(row) = self.problem.rows.get(row)
            && let (Some(least), Some(most)) = (row.least, row.most)
            && least == most
        {
            let rest = -(most as f64) / scale(row);
            return Range { seen: (rest, rest), least: Some(rest), most: Some(rest) };
        }
        let range = self.index(variable).and_then(|index| self.ranges.get(index));
        let range = range.copied().unwrap_or(UNSEEN);
        match variable {
            Variable::Cell(_) => range,
            Variable::Complement(_) => Range {
                seen: (-range.seen.1, -range.seen.0),
                least: range.most.map(|most| -most),
                most: range.least.map(|least| -least),
            },
        }
    }

    /// Seeks an extreme; afterwards it is proven, unless the solver is lost.
    pub fn seek(&mut self, variable: Variable, direction: Direction) {
        let Some(index) = self.index(variable) else { return };
        let direction = match (variable, direction) {
            (Variable::Cell(_), direction) => direction,
            (Variable::Complement(_), Direction::Up) => Direction::Down,
            (Variable::Complement(_), Direction::Down) => Direction::Up,
        };
        if self.is_at_bound(index, direction) {
            return;
        }
        for fresh in [false, true] {
            let Some(simplex) = &mut self.simplex else { return };
            if fresh && simplex.renew().is_err() {
                // Rounding errors won: nothing more is claimed of this block.
                self.simplex = None;
                return;
            }
            let extreme = simplex.extreme(index, direction);
            self.programs += 1;
            let fits = self.look();
            let Some(simplex) = &mut self.simplex else { return };
            if extreme == Extreme::Unbounded {
                simplex.return_to_corner();
            }
            let value = match (extreme, direction) {
                (Extreme::At(value), _) => value,
                (Extreme::Unbounded, Direction::Up) => f64::INFINITY,
                (Extreme::Unbounded, Direction::Down) => f64::NEG_INFINITY,
                (Extreme::Lost, _) => continue,
            };
            if !fresh && is_doubtful(value) {
                continue;
            }
            if fits && let Some(range) = self.ranges.get_mut(index) {
                match direction {
                    Direction::Up => {
                        range.most = Some(value);
                        range.seen.1 = range.seen.1.max(value);
                    }
                    Direction::Down => {
                        range.least = Some(value);
                        range.seen.0 = range.seen.0.min(value);
                    }
                }
                return;
            }
        }
    }

    /// Whether an extreme needs no program: a point was seen at the very bound.
    fn is_at_bound(&mut self, index: usize, direction: Direction) -> bool {
        let bounds = self.block.cells.get(index).map(|&cell| bounds(self.problem, cell));
        let Some(range) = self.ranges.get_mut(index) else { return true };
        let (lower, upper) = bounds.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        match direction {
            Direction::Down if range.seen.0 <= lower + 1e-9 => range.least = Some(lower),
            Direction::Up if range.seen.1.is_finite() && range.seen.1 >= upper - 1e-9 => {
                range.most = Some(upper);
            }
            _ => {}
        }
        match direction {
            Direction::Down => range.least.is_some(),
            Direction::Up => range.most.is_some(),
        }
    }

    /// Takes note of where the solver stands, if that is a possible table by the
    /// rows as they were written.
    fn look(&mut self) -> bool {
        let Some(simplex) = &self.simplex else { return false };
        let values = simplex.values();
        let fits = self.fits(values);
        if fits {
            for (range, &value) in self.ranges.iter_mut().zip(values) {
                range.seen = (range.seen.0.min(value), range.seen.1.max(value));
            }
        }
        fits
    }

    fn fits(&self, values: &[f64]) -> bool {
        let cells = self.block.cells.iter().zip(values).all(|(&cell, &value)| {
            let (lower, upper) = bounds(self.problem, cell);
            let slack = TOLERANCE + 1e-12 * value.abs();
            value >= lower - slack && value <= upper + slack
        });
        let rows = || {
            self.block.rows.iter().filter_map(|&row| self.problem.rows.get(row)).all(|row| {
                let scale = scale(row);
                let (mut sum, mut size) = (0.0, 0.0);
                for &(cell, factor) in &row.terms {
                    let value = self.place.get(&cell).and_then(|&index| values.get(index));
                    let term = factor as f64 / scale * value.copied().unwrap_or(f64::NAN);
                    sum += term;
                    size += term.abs();
                }
                let slack = TOLERANCE + 1e-11 * size;
                row.least.is_none_or(|least| sum >= least as f64 / scale - slack)
                    && row.most.is_none_or(|most| sum <= most as f64 / scale + slack)
            })
        };
        cells && rows()
    }
}

/// Whether a value is so near a whole number that it may be meant by it, and not
/// so near that it surely is: after many programs on one table, rounding errors
/// grow to the size of [`TOLERANCE`], and a bound drawn inwards would be off by one.
fn is_doubtful(value: f64) -> bool {
    let off = (value - value.round()).abs();
    off > TOLERANCE / 10.0 && off < 1000.0 * TOLERANCE
}

fn bounds(problem: &Problem, cell: u32) -> (f64, f64) {
    let cell = cell as usize;
    let lower = problem.lower.get(cell).copied().unwrap_or(0.0);
    (lower, problem.upper.get(cell).copied().unwrap_or(f64::INFINITY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::disclosure::{Cell, Known, Relation, System, What};

    #[test]
    fn rounding_errors_of_a_used_table_do_not_move_a_bound() {
        let cell = |name: &str| Cell { what: What::Latent(name.to_owned()), known: Known::Unsaid };
        let system = System {
            threshold: 5,
            cells: ["a", "b", "c"].map(cell).to_vec(),
            inequalities: vec![
                Relation { terms: vec![(0, 1), (1, 1)], total: 1448 },
                Relation { terms: vec![(1, 1), (2, 1)], total: 1451 },
            ],
            ..System::default()
        };
        let mut problem = Problem::new(&system).expect("every cell can be 0");
        let blocks = problem.simplify().expect("every cell can be 0");
        for wear in [0.0, -2.5e-6, 2.5e-6] {
            for (cell, most) in [(0, 1448.0), (1, 1448.0), (2, 1451.0)] {
                let mut solver = Solver::new(&problem, &blocks[0]).expect("every cell can be 0");
                solver.ranges.fill(UNSEEN);
                solver.simplex.as_mut().expect("small").wear(wear);
                solver.seek(Variable::Cell(cell), Direction::Up);
                let reached = solver.range(Variable::Cell(cell)).most.expect("solved");
                assert!((reached - most).abs() < TOLERANCE / 10.0, "{reached} after {wear}");
            }
        }
    }
}
