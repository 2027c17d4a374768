//! Complementary suppression: what else must be withheld, so that what is
//! withheld stays unknown.
//!
//! # Guarantee
//!
//! For every withheld figure (or those asked for) there are two tables that agree with everything a
//! reader sees and differ there by at least the threshold; for every overlap or
//! rest of 1 … k − 1 that stands nowhere, a table in which it is nobody or at
//! least k. Where no such tables are found the answer is [`Unprotectable`],
//! never a weaker pattern.
//!
//! # How
//!
//! For a figure that is not safe, a linear program looks for the cheapest two
//! tables that differ there (the least Σ cost · |change|, all equations kept,
//! nothing negative, parts within their wholes); what changes in them is
//! withheld too. At the end every figure that was withheld for others' sake is
//! tried once more, the dearest first: it is published again where the others
//! stay safe without it.
//!
//! # Assumptions
//!
//! That the system says all that readers know, and that the values are its
//! solution. The verifier, which shares neither this code nor its solver, tests
//! both on the finished bytes.
//!
//! Held by `protection/suppression/tests.rs`: oracles with known answers, the
//! optimum of small tables by exhaustive search, and the verifier on random ones.

mod area;
mod ground;
mod program;
mod prune;
mod values;
mod witness;

#[cfg(test)]
mod tests;

use crate::engine::disclosure::System;
use ground::Ground;
use program::Solver;
use std::collections::{BTreeMap, BTreeSet};
use witness::Witnesses;

/// What is to be protected.
pub(in crate::engine) struct Task<'s> {
    /// What readers know as long as nothing but `hidden` is withheld.
    pub(in crate::engine) system: &'s System,
    /// True values by cell, as far as they are known; the others are worked out.
    pub(in crate::engine) values: BTreeMap<u32, u64>,
    /// Withheld whatever it costs: what is primary, and what must stay withheld.
    pub(in crate::engine) hidden: BTreeSet<u32>,
    /// Cells that may be withheld as well, and what each costs; at least 1.
    /// Others are published already and stay as they are.
    pub(in crate::engine) costs: BTreeMap<u32, u64>,
    /// The cells to be protected, where others have something to say about which:
    /// where every figure is changed a little, most need no help. `None`: all.
    pub(in crate::engine) only: Option<BTreeSet<u32>>,
}

/// No pattern was found that protects these cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Unprotectable {
    /// Empty where no table agrees with the system at all.
    pub(in crate::engine) cells: Vec<u32>,
}

/// The cells to be withheld, `task.hidden` among them.
///
/// # Errors
/// [`Unprotectable`] where no safe pattern was found.
pub(in crate::engine) fn suppress(task: &Task<'_>) -> Result<BTreeSet<u32>, Unprotectable> {
    let Some(mut ground) = Ground::new(task) else {
        return Err(Unprotectable { cells: Vec::new() });
    };
    let mut witnesses = Witnesses::default();
    let mut failed = BTreeSet::new();
    loop {
        // What is withheld on the way needs the same protection.
        let queue: Vec<u32> = ground
            .needy()
            .filter(|cell| task.only.as_ref().is_none_or(|only| only.contains(cell)))
            .filter(|&cell| !witnesses.has(cell) && !failed.contains(&cell))
            .collect();
        if queue.is_empty() {
            break;
        }
        for cell in queue {
            if !witnesses.has(cell) && !protect(&mut ground, &mut witnesses, cell) {
                failed.insert(cell);
            }
        }
    }
    if !failed.is_empty() {
        return Err(Unprotectable { cells: failed.into_iter().collect() });
    }
    if task.only.is_none() {
        prune::prune(&mut ground, &mut witnesses, &task.hidden);
    }
    Ok(ground.hidden().collect())
}

/// Finds the two tables for one cell, and withholds what they need. Whether there
/// are any.
fn protect(ground: &mut Ground, witnesses: &mut Witnesses, cell: u32) -> bool {
    if witnesses.look(ground, cell) {
        return true;
    }
    for solver in Solver::PATIENCE {
        // Two halves of a person are none: once more with one to spare.
        for more in [0.0, 1.0] {
            let Some(support) = solver.cheapest(ground, cell, more) else { break };
            for moved in support {
                ground.hide(moved);
            }
            if witnesses.look(ground, cell) {
                return true;
            }
        }
    }
    false
}

/// Changes smaller than this are the solver's rounding.
const TOLERANCE: f64 = 1e-6;

/// Readers know that counts are whole: half a person more does not widen what is
/// possible.
fn whole(reach: f64) -> f64 {
    (reach + TOLERANCE).floor()
}
