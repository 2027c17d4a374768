//! Values for the cells that stand nowhere: they follow from the others, or are
//! chosen so that everything fits.

use super::Task;
use crate::engine::disclosure::{Known, Relation, System};
use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// A value for every cell, so that all equations and inequalities hold. `None`
/// where there are no such values.
pub(super) fn complete(task: &Task<'_>) -> Option<Vec<f64>> {
    let system = task.system;
    let mut values: Vec<Option<f64>> = system
        .cells
        .iter()
        .enumerate()
        .map(|(id, cell)| match (task.values.get(&(id as u32)), cell.known) {
            (Some(&value), _) | (None, Known::Exactly(value)) => Some(value as f64),
            (None, _) => None,
        })
        .collect();
    follow(system, &mut values);
    if values.iter().any(Option::is_none) {
        choose(system, &mut values)?;
    }
    values.into_iter().collect()
}

/// Whatever is the only unknown of an equation follows from it.
fn follow(system: &System, values: &mut [Option<f64>]) {
    let mut changed = true;
    while changed {
        changed = false;
        for Relation { terms, total } in &system.equations {
            let mut unknown = terms.iter().filter(|&&(cell, _)| values[cell as usize].is_none());
            let (Some(&(cell, factor)), None) = (unknown.next(), unknown.next()) else { continue };
            let known: f64 = terms
                .iter()
                .filter_map(|&(cell, factor)| Some(factor as f64 * values[cell as usize]?))
                .sum();
            values[cell as usize] = Some((*total as f64 - known) / factor as f64);
            changed = true;
        }
    }
}

/// Any values for the rest that fit.
fn choose(system: &System, values: &mut [Option<f64>]) -> Option<()> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<_> = system
        .cells
        .iter()
        .zip(values.iter())
        .map(|(cell, value)| {
            let bounds = match cell.known {
                Known::Between(low, high) => (low as f64, high as f64),
                Known::Exactly(_) | Known::Withheld | Known::Unsaid => (0.0, f64::INFINITY),
            };
            value.is_none().then(|| problem.add_var(0.0, bounds))
        })
        .collect();
    let mut add = |terms: &[(u32, i64)], comparison, total: f64| {
        let mut left = total;
        let mut unknown = Vec::new();
        for &(cell, factor) in terms {
            match (variables[cell as usize], values[cell as usize]) {
                (Some(variable), _) => unknown.push((variable, factor as f64)),
                (None, value) => left -= factor as f64 * value.unwrap_or_default(),
            }
        }
        if !unknown.is_empty() {
            problem.add_constraint(unknown.as_slice(), comparison, left);
        }
    };
    for Relation { terms, total } in &system.equations {
        add(terms, ComparisonOp::Eq, *total as f64);
    }
    for Relation { terms, total } in &system.inequalities {
        add(terms, ComparisonOp::Le, *total as f64);
    }
    for pair in &system.nested {
        add(&[(pair.part, 1), (pair.whole, -1)], ComparisonOp::Le, 0.0);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    for (value, variable) in values.iter_mut().zip(variables) {
        if let Some(variable) = variable {
            *value = Some(solution.var_value(variable).max(0.0));
        }
    }
    Some(())
}
