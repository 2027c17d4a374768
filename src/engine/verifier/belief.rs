//! What readers of several releases can believe all at once.
//!
//! They take rows that look the same for the same campaign in the same state, and
//! are right most of the time. Figures that were rounded or changed can look the
//! same and count different people: then no table fits what is believed, readers
//! notice, and doubt as little as they must.

use super::block::Solver;
use super::problem::{Problem, is_whole};
use crate::engine::disclosure::{Doubts, Release, System, alike, describe, describe_doubting};
use std::collections::BTreeSet;

/// The description of these releases that assumes as much as can be true.
///
/// With the owner's ledger, states are known: what contradicts itself even so is
/// returned as it is, for [`examine`](super::examine) to say.
pub fn believable(releases: &[Release<'_>]) -> System {
    let system = describe(releases);
    if releases.len() < 2 || fits(&system) {
        return system;
    }
    let alike = alike(releases);
    let mut doubted = alike.clone();
    let mut best = describe_doubting(releases, &Doubts::Of(doubted.clone()));
    if !fits(&best) {
        return match releases.iter().any(|release| release.members.is_some()) {
            true => best,
            false => describe_doubting(releases, &Doubts::All),
        };
    }
    // One by one, what can be believed beside all the rest is.
    for campaign in alike {
        let fewer: BTreeSet<u32> = doubted.iter().copied().filter(|&one| one != campaign).collect();
        let system = describe_doubting(releases, &Doubts::Of(fewer.clone()));
        if fits(&system) {
            (doubted, best) = (fewer, system);
        }
    }
    best
}

/// Whether there are numbers, whole or not, of which everything described is true.
fn fits(system: &System) -> bool {
    is_whole(system)
        && Problem::new(system)
            .and_then(|mut problem| {
                let blocks = problem.simplify()?;
                Ok(blocks.iter().all(|block| Solver::new(&problem, block).is_ok()))
            })
            .unwrap_or(false)
}
