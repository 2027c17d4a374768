//! The linear programs, solved by `microlp`.

use super::TOLERANCE;
use super::area::{Area, Bond, Mobile};
use super::ground::{Ground, Need};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Solution, Variable};
use std::collections::{BTreeMap, BTreeSet};

/// How far a program looks.
#[derive(Clone, Copy)]
pub(super) struct Solver {
    /// Rows between a cell and what moves with it.
    radius: usize,
    /// Nothing moves further, in thresholds.
    limit: f64,
}

/// Rows around a cell in which tables are looked for that change nothing but
/// what is withheld, and the limit there.
const WITHHELD: ([usize; 3], f64) = ([2, 4, usize::MAX], 4.0);

/// How far a cell can move in one direction while only withheld cells change,
/// but no further than wanted; and how far which cells move then.
pub(super) fn reach(ground: &Ground, cell: u32, sign: f64, wanted: f64) -> (f64, Moves) {
    let (radii, limit) = WITHHELD;
    let mut best = (0.0, Moves::new());
    for radius in radii {
        let area = Area::around(ground, cell, radius, limit * ground.threshold, false);
        let is_whole = area.is_whole;
        if let Some(found) = furthest(area, sign, wanted)
            && found.0 > best.0
        {
            best = found;
        }
        if is_whole || best.0 > wanted - TOLERANCE {
            break;
        }
    }
    best
}

/// The cells that change in a table, and by how much.
pub(super) type Moves = BTreeMap<u32, f64>;

fn furthest(mut area: Area, sign: f64, wanted: f64) -> Option<(f64, Moves)> {
    let target = area.cells.first_mut()?;
    (target.down, target.up) =
        if sign > 0.0 { (0.0, target.up.min(wanted)) } else { (target.down.min(wanted), 0.0) };
    if target.down + target.up < TOLERANCE {
        return None;
    }
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let point = Point::add(&mut problem, &area, 0.0, |at| if at == 0 { sign } else { 0.0 });
    let solution = solve(&problem)?;
    let moves = area.cells.iter().enumerate().filter_map(|(at, mobile)| {
        let change = point.change(&solution, at);
        (change.abs() > TOLERANCE).then_some((mobile.cell, change))
    });
    Some((sign * point.change(&solution, 0), moves.collect()))
}

impl Solver {
    /// For what else to withhold: near by first.
    pub(super) const PATIENCE: [Solver; 3] = [
        Solver { radius: 2, limit: 1.0 },
        Solver { radius: 5, limit: 1.0 },
        Solver { radius: usize::MAX, limit: 8.0 },
    ];

    /// The published cells that change in the cheapest tables which give a cell
    /// what it needs, and `more`.
    pub(super) fn cheapest(self, ground: &Ground, cell: u32, more: f64) -> Option<BTreeSet<u32>> {
        let limit = self.limit * ground.threshold;
        let area = Area::around(ground, cell, self.radius, limit, true);
        let found = match ground.need(cell)? {
            Need::Width(wanted) => apart(&area, wanted + more),
            Need::Beyond { down, up } => {
                let ways = [(-1.0, down), (1.0, up)].map(|(sign, far)| moved_by(&area, sign * far));
                ways.into_iter().flatten().min_by(|one, other| one.0.total_cmp(&other.0))
            }
        };
        let (_, moved) = found?;
        Some(moved.into_iter().filter(|&cell| ground.cost(cell).is_some()).collect())
    }
}

/// Two tables that differ in the first cell by as much as wanted: their cost,
/// and what is moved beyond what is free.
fn apart(area: &Area, wanted: f64) -> Option<(f64, BTreeSet<u32>)> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let above = Point::add(&mut problem, area, 1.0, |_| 0.0);
    let below = Point::add(&mut problem, area, 1.0, |_| 0.0);
    let mut difference = Vec::new();
    above.terms(0, 1.0, &mut difference);
    below.terms(0, -1.0, &mut difference);
    problem.add_constraint(difference.as_slice(), ComparisonOp::Ge, wanted);
    for (point, comparison) in [(&above, ComparisonOp::Ge), (&below, ComparisonOp::Le)] {
        let mut terms = Vec::new();
        point.terms(0, 1.0, &mut terms);
        problem.add_constraint(terms.as_slice(), comparison, 0.0);
    }
    let solution = solve(&problem)?;
    let mut moved = BTreeSet::new();
    above.beyond(&solution, area, &mut moved);
    below.beyond(&solution, area, &mut moved);
    Some((solution.objective(), moved))
}

/// The cheapest table in which the first cell moves so far.
fn moved_by(area: &Area, far: f64) -> Option<(f64, BTreeSet<u32>)> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let point = Point::add(&mut problem, area, 1.0, |_| 0.0);
    let mut terms = Vec::new();
    point.terms(0, 1.0, &mut terms);
    let comparison = if far > 0.0 { ComparisonOp::Ge } else { ComparisonOp::Le };
    problem.add_constraint(terms.as_slice(), comparison, far);
    let solution = solve(&problem)?;
    let mut moved = BTreeSet::new();
    point.beyond(&solution, area, &mut moved);
    Some((solution.objective(), moved))
}

/// The variables of one table: for each cell its free move, and further moves
/// down and up at a cost.
struct Point(Vec<[Option<Variable>; 3]>);

impl Point {
    /// `weight` times the costs, and an objective for free moves.
    fn add(problem: &mut Problem, area: &Area, weight: f64, gain: impl Fn(usize) -> f64) -> Point {
        let mut variables = Vec::with_capacity(area.cells.len());
        for (at, mobile) in area.cells.iter().enumerate() {
            let Mobile { down, up, cost, further_down, further_up, .. } = *mobile;
            let mut further = |most: f64| {
                (most > 0.0)
                    .then(|| problem.add_var(weight * cost.unwrap_or_default(), (0.0, most)))
            };
            let (less, more) = (further(further_down), further(further_up));
            let free = (down + up > 0.0).then(|| problem.add_var(gain(at), (-down, up)));
            variables.push([free, less, more]);
        }
        let point = Point(variables);
        for Bond { terms: cells, is_equation, slack } in &area.bonds {
            let mut terms = Vec::new();
            for &(at, factor) in cells {
                point.terms(at, factor, &mut terms);
            }
            let comparison = if *is_equation { ComparisonOp::Eq } else { ComparisonOp::Le };
            problem.add_constraint(terms.as_slice(), comparison, *slack);
        }
        point
    }

    fn terms(&self, at: usize, factor: f64, into: &mut Vec<(Variable, f64)>) {
        let signs = [factor, -factor, factor];
        let variables = self.0[at].iter().zip(signs);
        into.extend(variables.filter_map(|(variable, sign)| Some(((*variable)?, sign))));
    }

    fn change(&self, solution: &Solution, at: usize) -> f64 {
        let value = |variable: Option<Variable>| variable.map_or(0.0, |it| solution.var_value(it));
        let [free, less, more] = self.0[at];
        value(free) - value(less) + value(more)
    }

    /// The cells that change by more than is free.
    fn beyond(&self, solution: &Solution, area: &Area, into: &mut BTreeSet<u32>) {
        for (at, mobile) in area.cells.iter().enumerate() {
            let change = self.change(solution, at);
            if change > mobile.up + TOLERANCE || -change > mobile.down + TOLERANCE {
                into.insert(mobile.cell);
            }
        }
    }
}

/// `None` where there is no solution, or the solver is not sure of one.
fn solve(problem: &Problem) -> Option<Solution> {
    problem.solve().ok()?.into_solution().ok()
}
