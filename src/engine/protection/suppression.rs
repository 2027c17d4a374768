//! Complementary suppression: what else must be withheld, so that what is
//! withheld stays unknown.
//!
//! # Guarantee
//!
//! For every withheld figure there are two tables that agree with everything a
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

#[cfg(test)]
mod tests;

use crate::engine::disclosure::System;
use ground::{Ground, Need};
use program::Solver;
use std::collections::{BTreeMap, BTreeSet};

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
    let mut witnesses = Witnesses::new();
    let mut failed = Vec::new();
    let mut queue: Vec<u32> = ground.needy().collect();
    while !queue.is_empty() {
        for cell in std::mem::take(&mut queue) {
            if witnesses.contains_key(&cell) || failed.contains(&cell) {
                continue;
            }
            match protect(&mut ground, cell) {
                Some(witness) => {
                    witnesses.insert(cell, witness);
                }
                None => failed.push(cell),
            }
        }
        // What was withheld on the way needs the same protection.
        queue.extend(
            ground.needy().filter(|cell| !witnesses.contains_key(cell) && !failed.contains(cell)),
        );
    }
    if !failed.is_empty() {
        return Err(Unprotectable { cells: failed });
    }
    prune::prune(&mut ground, &mut witnesses, &task.hidden);
    Ok(ground.hidden().collect())
}

/// For each cell that needs one: the cells that change in its two tables.
type Witnesses = BTreeMap<u32, BTreeSet<u32>>;

/// Finds the two tables for one cell, and withholds what they need. `None` where
/// there are none.
fn protect(ground: &mut Ground, cell: u32) -> Option<BTreeSet<u32>> {
    if let Some(witness) = witness(ground, cell) {
        return Some(witness);
    }
    for solver in Solver::PATIENCE {
        // Two halves of a person are none: once more with one to spare.
        for more in [0.0, 1.0] {
            let Some(support) = solver.cheapest(ground, cell, more) else { break };
            for moved in support {
                ground.hide(moved);
            }
            if let Some(witness) = witness(ground, cell) {
                return Some(witness);
            }
        }
    }
    None
}

/// Two tables for the cell in which nothing changes but what is withheld.
fn witness(ground: &Ground, cell: u32) -> Option<BTreeSet<u32>> {
    let solver = Solver::WITHHELD;
    match ground.need(cell)? {
        Need::Width(wanted) => {
            let (up, mut moved) = solver.reach(ground, cell, 1.0, wanted)?;
            let rest = wanted - whole(up);
            if rest > 0.0 {
                let (down, others) = solver.reach(ground, cell, -1.0, rest)?;
                if whole(down) < rest {
                    return None;
                }
                moved.extend(others);
            }
            Some(moved)
        }
        Need::Beyond { down, up } => {
            for (sign, wanted) in [(-1.0, down), (1.0, up)] {
                if let Some((reached, moved)) = solver.reach(ground, cell, sign, wanted)
                    && reached > wanted - TOLERANCE
                {
                    return Some(moved);
                }
            }
            None
        }
    }
}

/// Changes smaller than this are the solver's rounding.
const TOLERANCE: f64 = 1e-6;

/// Readers know that counts are whole: half a person more does not widen what is
/// possible.
fn whole(reach: f64) -> f64 {
    (reach + TOLERANCE).floor()
}
