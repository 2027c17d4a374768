//! The attacker, tried on every snapshot before it leaves.
//!
//! Shares with protection the description of tables in `disclosure`, and nothing
//! else: another solver, other rules, the finished bytes instead of the owner's
//! data.
//!
//! # What it promises
//!
//! Where [`examine`] finds nothing, no withheld figure can be computed by
//! elimination, none is confined by linear programming to fewer than k + 1
//! values, none is certain to be 1 … k − 1, no rounded figure follows exactly,
//! no complement and nothing that two releases differ by is certain to be
//! 1 … k − 1, and no small group is shown to be complete or empty.
//!
//! # What it assumes
//!
//! That `disclosure` describes all that readers can do sums with, and that they
//! know nothing of single counts but that they are not negative. Where the
//! solver does not finish, or its numbers cannot be relied upon, the figure
//! counts as found: it never errs towards "safe".
//!
//! Held by the tests below (`tests`): oracles with known answers, a twin that
//! lists every table, a twin solver of a few lines, and mutations.

mod belief;
mod block;
mod elimination;
mod explain;
mod fraction;
mod problem;
mod published;
mod simplex;
mod suspects;
#[cfg(test)]
mod tests;
mod verified;

pub use belief::believable;
pub use verified::{Refusal, Verified, breach, confirm, verify};

use crate::contract::BreachKind;
use crate::engine::disclosure::{Known, System};
use block::Solver;
use problem::{Block, Contradiction, Problem, is_whole, relation_cells};
use published::is_printed;
use suspects::{Judge, Suspect};

/// What the attacker found in a system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// Linear programs solved.
    pub programs: u64,
    /// Printed cells that are withheld.
    pub withheld: u64,
    /// The narrowest interval of a withheld printed cell, as its number of
    /// values less one; `None` where none is bounded. Of [`Thorough::Widths`]
    /// always `None`.
    pub narrowest: Option<u64>,
    /// The median of those intervals; of an even number the lower of the two.
    pub median: Option<u64>,
    pub findings: Vec<Finding>,
    /// Cell, least and most (`None`: unlimited), in order of cells: of every
    /// withheld printed cell, and with [`Thorough::Everything`] of every cell
    /// whose value is not published. Of [`Thorough::Widths`] empty.
    pub bounds: Vec<(u32, u64, Option<u64>)>,
}

/// Something that a reader could work out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: BreachKind,
    /// Printed cells: of a withheld or published figure that is found, the
    /// figure; of a complement part and whole; of what stands nowhere, the
    /// figures from which it follows. Empty only where there are none.
    pub cells: Vec<u32>,
    /// What is known of the number of people or events.
    pub at_least: u64,
    pub at_most: Option<u64>,
}

impl Finding {
    fn exactly(kind: BreachKind, cells: Vec<u32>, value: u64) -> Finding {
        Finding { kind, cells, at_least: value, at_most: Some(value) }
    }
}

/// The watch asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// How much is computed beyond the verdict, which is always the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thorough {
    /// Two possible tables that differ enough end the search for a cell.
    Widths,
    /// The interval of every withheld cell as well.
    Bounds,
    /// The interval of every cell that is not published exactly.
    Everything,
}

/// Attacks a system, and says what can be known.
///
/// # Errors
///
/// When the watch, which hears how many cells are done of how many, says no.
pub fn examine(
    system: &System,
    thorough: Thorough,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Examination, Stopped> {
    let withheld = |index: usize| {
        let cell = system.cells.get(index);
        cell.is_some_and(|cell| cell.known == Known::Withheld)
            && is_printed(system, u32::try_from(index).unwrap_or(u32::MAX))
    };
    let mut found = Examination {
        withheld: (0..system.cells.len()).filter(|&index| withheld(index)).count() as u64,
        ..Examination::default()
    };
    if !is_whole(system) {
        found.findings.push(Finding::exactly(BreachKind::Impossible, Vec::new(), 0));
        return Ok(found);
    }
    found.findings = published::findings(system);
    let simplified = Problem::new(system).and_then(|mut problem| {
        let blocks = problem.simplify()?;
        Ok((problem, blocks))
    });
    let (problem, blocks) = match simplified {
        Ok(simplified) => simplified,
        Err(Contradiction(origin)) => {
            found.findings.push(impossible(system, &relation_cells(system, origin)));
            return Ok(found);
        }
    };
    let mut judge = Judge::new(system, thorough);
    attack(&problem, &blocks, &mut judge, watch, &mut found)?;
    judge.finish(&mut found);
    Ok(found)
}

fn impossible(system: &System, cells: &[u32]) -> Finding {
    let printed = cells.iter().copied().filter(|&cell| is_printed(system, cell)).collect();
    Finding { kind: BreachKind::Impossible, cells: printed, at_least: 0, at_most: None }
}

/// Block by block.
fn attack(
    problem: &Problem,
    blocks: &[Block],
    judge: &mut Judge<'_>,
    watch: &mut dyn FnMut(u64, u64) -> bool,
    found: &mut Examination,
) -> Result<(), Stopped> {
    judge.fixed(problem, found);
    let suspects: Vec<Vec<Suspect>> = judge.suspects(problem, blocks);
    let all = suspects.iter().map(|suspects| suspects.len() as u64).sum();
    let mut done = 0;
    for (block, suspects) in blocks.iter().zip(&suspects) {
        if !watch(done, all) {
            return Err(Stopped);
        }
        let Ok(mut solver) = Solver::new(problem, block) else {
            found.findings.push(impossible(judge.system(), &block.cells));
            done += suspects.len() as u64;
            continue;
        };
        for &suspect in suspects {
            if !watch(done, all) {
                return Err(Stopped);
            }
            judge.question(suspect, &mut solver, found);
            done += 1;
        }
        found.programs += solver.programs;
    }
    watch(done, all).then_some(()).ok_or(Stopped)
}
