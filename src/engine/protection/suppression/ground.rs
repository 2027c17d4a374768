//! The system as the programs need it: values, how far each cell may move, and
//! rows with their slack.

use super::{Task, values};
use crate::engine::disclosure::{Known, Relation, System, What};

/// Everything known about the cells, and what is withheld so far.
pub(super) struct Ground {
    pub(super) threshold: f64,
    /// A solution of the system, the true one as far as that is known.
    pub(super) values: Vec<f64>,
    cells: Vec<Freedom>,
    pub(super) rows: Vec<Row>,
    /// The rows in which each cell stands.
    pub(super) rows_of: Vec<Vec<u32>>,
    /// Latent cells that are small, and must not be proven to be.
    delicate: Vec<u32>,
}

/// How far a cell may move from its value without being withheld.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Freedom {
    down: f64,
    up: f64,
    /// The same while it is published.
    shown: (f64, f64),
    is_latent: bool,
    /// What withholding it costs; `None` where it cannot be.
    cost: Option<f64>,
    /// Needs protection: a figure that is withheld.
    withheld: bool,
}

/// Σ factor · change, compared with what is left.
pub(super) struct Row {
    pub(super) terms: Vec<(u32, f64)>,
    pub(super) is_equation: bool,
    /// What is left to the bound of an inequality; 0 of equations.
    pub(super) slack: f64,
}

/// What must be possible for a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Need {
    /// Two values so far apart.
    Width(f64),
    /// So much less, or so much more.
    Beyond { down: f64, up: f64 },
}

impl Ground {
    /// `None` where no table agrees with the system.
    pub(super) fn new(task: &Task<'_>) -> Option<Ground> {
        let system = task.system;
        let values = values::complete(task)?;
        let threshold = system.threshold as f64;
        let (mut cells, mut delicate) = (Vec::with_capacity(values.len()), Vec::new());
        for (index, cell) in system.cells.iter().enumerate() {
            let (id, value) = (index as u32, values[index]);
            let printed = matches!(cell.what, What::Printed { .. });
            let cost = task.costs.get(&id).map(|&cost| cost.max(1) as f64);
            let withheld = printed && (task.hidden.contains(&id) || cell.known == Known::Withheld);
            let shown = match cell.known {
                Known::Exactly(_) => (0.0, 0.0),
                Known::Between(low, high) => {
                    ((value - low as f64).max(0.0), (high as f64 - value).max(0.0))
                }
                Known::Withheld | Known::Unsaid => (value, f64::INFINITY),
            };
            let (down, up) = if withheld { (value, f64::INFINITY) } else { shown };
            let small = value > 0.5 && value < threshold - 0.5;
            if !printed && small && cell.known == Known::Unsaid {
                delicate.push(id);
            }
            cells.push(Freedom { down, up, shown, is_latent: !printed, cost, withheld });
        }
        let rows = rows(system, &values, &delicate);
        let mut rows_of = vec![Vec::new(); values.len()];
        for (number, row) in rows.iter().enumerate() {
            for &(cell, _) in &row.terms {
                rows_of[cell as usize].push(number as u32);
            }
        }
        Some(Ground { threshold, values, cells, rows, rows_of, delicate })
    }

    /// The cells that need two tables, in the order of the system.
    pub(super) fn needy(&self) -> impl Iterator<Item = u32> + '_ {
        self.hidden().chain(self.delicate.iter().copied())
    }

    /// The cells that are withheld.
    pub(super) fn hidden(&self) -> impl Iterator<Item = u32> + '_ {
        let withheld = |(id, cell): (usize, &Freedom)| cell.withheld.then_some(id as u32);
        self.cells.iter().enumerate().filter_map(withheld)
    }

    pub(super) fn need(&self, cell: u32) -> Option<Need> {
        let freedom = self.cells.get(cell as usize)?;
        if freedom.withheld {
            return Some(Need::Width(self.threshold));
        }
        let value = self.values[cell as usize];
        Some(Need::Beyond { down: value, up: self.threshold - value })
    }

    /// Withholds a cell that may be. It may then be anything that fits.
    pub(super) fn hide(&mut self, cell: u32) {
        let freedom = &mut self.cells[cell as usize];
        if freedom.cost.is_some() && !freedom.withheld {
            *freedom = Freedom {
                down: self.values[cell as usize],
                up: f64::INFINITY,
                withheld: true,
                ..*freedom
            };
        }
    }

    /// Publishes a cell again.
    pub(super) fn show(&mut self, cell: u32) {
        let freedom = &mut self.cells[cell as usize];
        let (down, up) = freedom.shown;
        *freedom = Freedom { down, up, withheld: false, ..*freedom };
    }

    pub(super) fn is_withheld(&self, cell: u32) -> bool {
        self.cells[cell as usize].withheld
    }

    /// Whether the cell stands nowhere.
    pub(super) fn is_latent(&self, cell: u32) -> bool {
        self.cells[cell as usize].is_latent
    }

    /// How far down and up the cell may go at no cost.
    pub(super) fn free(&self, cell: u32) -> (f64, f64) {
        let Freedom { down, up, .. } = self.cells[cell as usize];
        (down, up)
    }

    /// What it costs to withhold a cell that is published and may be withheld.
    pub(super) fn cost(&self, cell: u32) -> Option<f64> {
        let freedom = self.cells[cell as usize];
        freedom.cost.filter(|_| !freedom.withheld)
    }

    /// What it cost to withhold a cell that is withheld.
    pub(super) fn price(&self, cell: u32) -> f64 {
        self.cells[cell as usize].cost.unwrap_or_default()
    }
}

/// Equations and inequalities as rows of changes. A latent cell that stands in
/// one equation only is its slack.
fn rows(system: &System, values: &[f64], delicate: &[u32]) -> Vec<Row> {
    let mut uses = vec![0u32; values.len()];
    let relations = system.equations.iter().chain(&system.inequalities);
    for &(cell, _) in relations.flat_map(|relation| &relation.terms) {
        uses[cell as usize] += 1;
    }
    for pair in &system.nested {
        uses[pair.part as usize] += 1;
        uses[pair.whole as usize] += 1;
    }
    let is_slack = |cell: u32| {
        let Some(known) = system.cells.get(cell as usize) else { return false };
        uses[cell as usize] == 1
            && known.known == Known::Unsaid
            && matches!(known.what, What::Latent(_))
            && !delicate.contains(&cell)
    };
    let sum = |relation: &Relation| -> f64 {
        relation.terms.iter().map(|&(cell, factor)| factor as f64 * values[cell as usize]).sum()
    };
    let terms = |relation: &Relation, sign: f64| -> Vec<(u32, f64)> {
        relation.terms.iter().map(|&(cell, factor)| (cell, sign * factor as f64)).collect()
    };
    let mut rows = Vec::new();
    for equation in &system.equations {
        let slack = equation.terms.iter().find(|&&(cell, _)| is_slack(cell)).copied();
        rows.push(match slack {
            None => Row { terms: terms(equation, 1.0), is_equation: true, slack: 0.0 },
            // others = total − factor · slack: at most the total where the factor is positive.
            Some((cell, factor)) => {
                let sign = if factor > 0 { 1.0 } else { -1.0 };
                let mut others = terms(equation, sign);
                others.retain(|&(other, _)| other != cell);
                let left = factor.unsigned_abs() as f64 * values[cell as usize];
                Row { terms: others, is_equation: false, slack: left }
            }
        });
    }
    for inequality in &system.inequalities {
        let slack = (inequality.total as f64 - sum(inequality)).max(0.0);
        rows.push(Row { terms: terms(inequality, 1.0), is_equation: false, slack });
    }
    for pair in &system.nested {
        let slack = (values[pair.whole as usize] - values[pair.part as usize]).max(0.0);
        let terms = vec![(pair.part, 1.0), (pair.whole, -1.0)];
        rows.push(Row { terms, is_equation: false, slack });
    }
    rows
}
