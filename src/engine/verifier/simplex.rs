//! Linear programs over bounded variables that differ in nothing but the
//! variable whose extreme is sought: one table, one basis, kept from program to
//! program.
//!
//! The table says every basic variable as a sum of the others, so the row of a
//! basic variable *is* the objective that seeks its extreme.

/// What a program starts from: basic = Σ entry · other, where the last entry of
/// a row is its constant.
pub(super) struct Start {
    pub basic: Vec<usize>,
    pub other: Vec<usize>,
    /// Row by row: column and entry; the constant's column is `other.len()`.
    pub entries: Vec<Vec<(usize, f64)>>,
    /// Of every variable. Those that start outside the basis need a finite lower
    /// bound.
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Down,
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Extreme {
    At(f64),
    /// No limit; the values are a point some way along the ray.
    Unbounded,
    /// Not solved within the permitted number of steps. Nothing may be
    /// concluded from it.
    Lost,
}

/// No point satisfies every row; or none was found within the permitted number
/// of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    Infeasible,
    Lost,
}

/// Entries below this are rounding noise.
const NOISE: f64 = 1e-11;
/// The smallest entry upon which the table is turned.
const PIVOT: f64 = 1e-8;
/// How far a basic variable may lie outside its bounds.
const FEASIBLE: f64 = 1e-7;
/// Entries of the largest table that is held, 8 bytes each.
const LARGEST: usize = 12_000_000;
/// Steps without progress before the slow rule that cannot go in circles.
const PATIENCE: u32 = 40;

#[derive(Clone, Copy)]
enum Spot {
    Row(usize),
    Column(usize),
}

pub(super) struct Simplex {
    start: Start,
    width: usize,
    table: Vec<f64>,
    basic: Vec<usize>,
    other: Vec<usize>,
    spot: Vec<Spot>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    value: Vec<f64>,
    /// Rows with an entry in the column at hand; kept to save allocations.
    column: Vec<(usize, f64)>,
    /// Columns with an entry in the row at hand.
    across: Vec<(usize, f64)>,
}

impl Simplex {
    /// At a point that satisfies every row.
    pub fn new(start: Start) -> Result<Simplex, Unusable> {
        let width = start.other.len() + 1;
        let size = width.checked_mul(start.basic.len()).filter(|&size| size <= LARGEST);
        let table = vec![0.0; size.ok_or(Unusable::Lost)?];
        let variables = start.lower.len();
        let mut simplex = Simplex {
            width,
            table,
            basic: start.basic.clone(),
            other: start.other.clone(),
            spot: vec![Spot::Column(0); variables],
            lower: start.lower.clone(),
            upper: start.upper.clone(),
            value: start.lower.clone(),
            column: Vec::new(),
            across: Vec::new(),
            start,
        };
        simplex.reset();
        simplex.evaluate();
        simplex.repair()?;
        Ok(simplex)
    }

    /// Every variable's value at the point reached last.
    pub fn values(&self) -> &[f64] {
        &self.value
    }

    /// Variables outside the basis that the extreme of a basic variable rests
    /// upon: at their bounds, with an influence on it.
    pub fn rests_on(&self, variable: usize) -> Vec<usize> {
        match self.spot[variable] {
            Spot::Row(row) => self.row(row)[..self.width - 1]
                .iter()
                .zip(&self.other)
                .filter(|(entry, _)| entry.abs() > PIVOT)
                .map(|(_, &other)| other)
                .collect(),
            Spot::Column(_) => vec![variable],
        }
    }

    /// The extreme of one variable, from wherever the last program ended.
    pub fn extreme(&mut self, variable: usize, direction: Direction) -> Extreme {
        let sign = match direction {
            Direction::Up => 1.0,
            Direction::Down => -1.0,
        };
        let mut stalled = 0;
        for _ in 0..500 + 20 * (self.basic.len() + self.width) {
            let careful = stalled > PATIENCE;
            let entering = match self.spot[variable] {
                Spot::Column(column) => {
                    self.may_move(variable, sign > 0.0).then_some((column, sign))
                }
                Spot::Row(row) => self.entering(row, sign, careful),
            };
            let Some((column, sign)) = entering else {
                return Extreme::At(self.value[variable]);
            };
            match self.step(column, sign, careful) {
                Some(length) if length > 1e-12 => stalled = 0,
                Some(_) => stalled += 1,
                None => {
                    self.drift(column, sign, variable);
                    return Extreme::Unbounded;
                }
            }
        }
        Extreme::Lost
    }

    /// Computes the table anew from its start, at the present basis: rounding
    /// errors of all steps so far are gone.
    pub fn renew(&mut self) -> Result<(), Unusable> {
        let basic = std::mem::take(&mut self.basic);
        let mut wanted = vec![false; self.lower.len()];
        for variable in basic {
            wanted[variable] = true;
        }
        self.reset();
        for column in 0..self.other.len() {
            if !wanted[self.other[column]] {
                continue;
            }
            let row = (0..self.basic.len())
                .filter(|&row| !wanted[self.basic[row]])
                .map(|row| (row, self.table[row * self.width + column].abs()))
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
                .filter(|&(_, entry)| entry > PIVOT);
            if let Some((row, _)) = row {
                self.gather(column);
                self.turn(row, column);
            }
        }
        // What could not enter stays outside, at a bound.
        for &variable in &self.other {
            let (lower, upper) = (self.lower[variable], self.upper[variable]);
            let value = self.value[variable];
            let nearer_upper = (upper - value).abs() < (value - lower).abs();
            self.value[variable] = if lower.is_infinite() || (nearer_upper && upper.is_finite()) {
                upper
            } else {
                lower
            };
        }
        self.evaluate();
        self.repair()
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.table[row * self.width..(row + 1) * self.width]
    }

    /// The table and basis of the start.
    fn reset(&mut self) {
        self.table.fill(0.0);
        for (row, entries) in self.start.entries.iter().enumerate() {
            for &(column, entry) in entries {
                self.table[row * self.width + column] += entry;
            }
        }
        self.basic = self.start.basic.clone();
        self.other = self.start.other.clone();
        for (row, &variable) in self.basic.iter().enumerate() {
            self.spot[variable] = Spot::Row(row);
        }
        for (column, &variable) in self.other.iter().enumerate() {
            self.spot[variable] = Spot::Column(column);
        }
    }

    /// The values of basic variables from those of the others.
    fn evaluate(&mut self) {
        for row in 0..self.basic.len() {
            let entries = &self.table[row * self.width..(row + 1) * self.width];
            let (constant, entries) = entries.split_last().unwrap_or((&0.0, &[]));
            let sum = entries.iter().zip(&self.other);
            let sum: f64 = sum
                .filter(|(entry, _)| **entry != 0.0)
                .map(|(entry, &variable)| entry * self.value[variable])
                .sum();
            self.value[self.basic[row]] = constant + sum;
        }
    }

    /// Brings basic variables within their bounds, one after the other: those
    /// that are not yet are without bounds until it is their turn.
    fn repair(&mut self) -> Result<(), Unusable> {
        let outside: Vec<usize> =
            self.basic.iter().copied().filter(|&variable| self.is_outside(variable)).collect();
        let bounds: Vec<(f64, f64)> =
            outside.iter().map(|&variable| (self.lower[variable], self.upper[variable])).collect();
        for &variable in &outside {
            self.lower[variable] = f64::NEG_INFINITY;
            self.upper[variable] = f64::INFINITY;
        }
        let mut result = Ok(());
        for (&variable, &(lower, upper)) in outside.iter().zip(&bounds) {
            let value = self.value[variable];
            if result.is_ok() && value < lower - FEASIBLE {
                self.upper[variable] = lower;
                result = match self.extreme(variable, Direction::Up) {
                    Extreme::At(reached) if reached < lower - FEASIBLE => Err(Unusable::Infeasible),
                    Extreme::At(_) => Ok(()),
                    Extreme::Unbounded | Extreme::Lost => Err(Unusable::Lost),
                };
            } else if result.is_ok() && value > upper + FEASIBLE {
                self.lower[variable] = upper;
                result = match self.extreme(variable, Direction::Down) {
                    Extreme::At(reached) if reached > upper + FEASIBLE => Err(Unusable::Infeasible),
                    Extreme::At(_) => Ok(()),
                    Extreme::Unbounded | Extreme::Lost => Err(Unusable::Lost),
                };
            }
            self.lower[variable] = lower;
            self.upper[variable] = upper;
        }
        result
    }

    fn is_outside(&self, variable: usize) -> bool {
        let value = self.value[variable];
        value < self.lower[variable] - FEASIBLE || value > self.upper[variable] + FEASIBLE
    }

    /// Whether a variable outside the basis has room upwards (downwards).
    fn may_move(&self, variable: usize, up: bool) -> bool {
        let value = self.value[variable];
        if up { self.upper[variable] > value + 1e-12 } else { self.lower[variable] < value - 1e-12 }
    }

    /// The column that brings a row's variable on its way, and which way it
    /// moves itself. Careful: the lowest variable instead of the steepest, which
    /// cannot go in circles (Bland's rule).
    fn entering(&self, row: usize, sign: f64, careful: bool) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        let mut steepest = 0.0;
        let mut lowest = usize::MAX;
        for (column, (&entry, &variable)) in self.row(row).iter().zip(&self.other).enumerate() {
            if entry.abs() <= 1e-9 {
                continue;
            }
            let up = entry * sign > 0.0;
            let better = if careful { variable < lowest } else { entry.abs() > steepest };
            if better && self.may_move(variable, up) {
                best = Some((column, if up { 1.0 } else { -1.0 }));
                steepest = entry.abs();
                lowest = variable;
            }
        }
        best
    }

    fn gather(&mut self, column: usize) {
        self.column.clear();
        let entries = self.table.iter().skip(column).step_by(self.width);
        let entries = entries.copied().enumerate().filter(|&(_, entry)| entry != 0.0);
        self.column.extend(entries);
    }

    /// How far a basic variable lets another move before it reaches a bound,
    /// where it changes by `rate` a unit.
    fn room(&self, row: usize, rate: f64) -> f64 {
        let variable = self.basic[row];
        let bound = if rate > 0.0 { self.upper[variable] } else { self.lower[variable] };
        ((bound - self.value[variable]) / rate).max(0.0)
    }

    /// Moves the variable of a column as far as it may go; `None`: for ever.
    fn step(&mut self, column: usize, sign: f64, careful: bool) -> Option<f64> {
        self.gather(column);
        let entering = self.other[column];
        let own = self.upper[entering] - self.lower[entering];
        let mut nearest = f64::INFINITY;
        for &(row, entry) in &self.column {
            if entry.abs() > PIVOT {
                nearest = nearest.min(self.room(row, entry * sign));
            }
        }
        if own <= nearest {
            if own.is_infinite() {
                return None;
            }
            self.advance(own * sign);
            self.value[entering] =
                if sign > 0.0 { self.upper[entering] } else { self.lower[entering] };
            return Some(own);
        }
        // Among those that are reached together, the largest entry is the safest.
        let reach = nearest + 1e-9;
        let together = self
            .column
            .iter()
            .filter(|&&(row, entry)| entry.abs() > PIVOT && self.room(row, entry * sign) <= reach);
        let leaving = if careful {
            together.min_by_key(|&&(row, _)| self.basic[row])
        } else {
            together.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()).then(b.0.cmp(&a.0)))
        };
        let &(row, entry) = leaving?;
        let length = self.room(row, entry * sign);
        self.advance(length * sign);
        self.value[entering] += length * sign;
        let variable = self.basic[row];
        self.value[variable] =
            if entry * sign > 0.0 { self.upper[variable] } else { self.lower[variable] };
        self.turn(row, column);
        Some(length)
    }

    /// Moves basic variables along the gathered column.
    fn advance(&mut self, by: f64) {
        if by != 0.0 {
            for &(row, entry) in &self.column {
                self.value[self.basic[row]] += entry * by;
            }
        }
    }

    /// Goes far along a ray, so that its end can be looked at like any point,
    /// and leaves the basis as it is. The next program starts with values anew.
    fn drift(&mut self, column: usize, sign: f64, target: usize) {
        let rate = match self.spot[target] {
            Spot::Row(row) => self.table[row * self.width + column].abs(),
            Spot::Column(_) => 1.0,
        };
        let by = sign * 1e6 / rate.max(PIVOT);
        self.advance(by);
        self.value[self.other[column]] += by;
    }

    /// Returns from the end of a ray to the corner that it began at.
    pub fn return_to_corner(&mut self) {
        for &variable in &self.other {
            let (lower, upper) = (self.lower[variable], self.upper[variable]);
            let value = self.value[variable];
            if value != lower && value != upper {
                self.value[variable] = if lower.is_finite() { lower } else { upper };
            }
        }
        self.evaluate();
    }

    /// Puts into the table what many steps leave there: every sum is off by this.
    #[cfg(test)]
    pub fn wear(&mut self, off: f64) {
        for row in self.table.chunks_mut(self.width) {
            if let Some(constant) = row.last_mut() {
                *constant += off;
            }
        }
        self.evaluate();
    }

    /// Exchanges the variables of a row and a column, whose entries are gathered.
    fn turn(&mut self, row: usize, column: usize) {
        let width = self.width;
        let inverse = 1.0 / self.table[row * width + column];
        self.across.clear();
        for (index, entry) in self.table[row * width..(row + 1) * width].iter_mut().enumerate() {
            if index == column {
                *entry = inverse;
            } else if *entry != 0.0 {
                *entry *= -inverse;
                self.across.push((index, *entry));
            }
        }
        for &(other, factor) in self.column.iter().filter(|&&(other, _)| other != row) {
            let entries = &mut self.table[other * width..(other + 1) * width];
            for &(index, entry) in &self.across {
                let sum = entries[index] + factor * entry;
                entries[index] = if sum.abs() < NOISE { 0.0 } else { sum };
            }
            entries[column] = factor * inverse;
        }
        let (leaving, entering) = (self.basic[row], self.other[column]);
        self.basic[row] = entering;
        self.other[column] = leaving;
        self.spot[entering] = Spot::Row(row);
        self.spot[leaving] = Spot::Column(column);
    }
}
