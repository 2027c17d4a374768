//! Cell keys: small counts are withheld, all others changed a little, always the
//! same way for the same people.
//!
//! # Guarantee
//!
//! - A shown count differs from the true one by at most
//!   [`Perturbation::at_most`], has nothing added on average, and is never one of
//!   the counts that never appear. Zero stays zero.
//! - The change is looked up by the count and by the sum of the record keys of
//!   the people behind it. The same people in the same count are changed alike in
//!   every table, in any order and in every release under the same secret:
//!   repeating a figure teaches nothing, and averaging repeats nothing away.
//! - One person more or less gives an unrelated change: the difference of two
//!   shown counts does not tell whether it is one.
//!
//! # Assumptions
//!
//! The secret stays with its owner: whoever has it can look changes up. The
//! tables are public, so a reader takes a shown count for anything within the
//! largest change; that nothing exact follows from many of them together is the
//! verifier's to show, not this file's.
//!
//! # Held by
//!
//! `equal_sets_are_changed_alike` and `published_examples_are_reproduced` below,
//! and `tables_are_those_of_largest_entropy` beside the tables.

use super::perturbation_tables::{change, rows};
use crate::contract::{Count, Perturbation, Place, Statistics};
use std::collections::{BTreeMap, BTreeSet};

/// Changes every shown count by its key and withholds the `hidden` ones, which
/// the caller has chosen by what they were before. A count whose people have no
/// key is withheld, too.
///
/// `keys` holds the sums of record keys; only their lower half counts, as a
/// fraction of 2³².
pub(in crate::engine) fn perturb(
    statistics: &mut Statistics,
    keys: &BTreeMap<Place, u64>,
    hidden: &BTreeSet<Place>,
    perturbation: Perturbation,
) {
    let table = rows(perturbation);
    let places: Vec<Place> = statistics.places().collect();
    for place in places {
        let Some(count) = statistics.at_mut(place) else { continue };
        if let Count::Exact(value) = *count {
            *count = match keys.get(&place) {
                _ if hidden.contains(&place) => Count::Withheld,
                _ if value == 0 => Count::Exact(0),
                None => Count::Withheld,
                // The lower half: sums of fractions wrap around.
                Some(&sum) => {
                    Count::Exact(value.saturating_add_signed(change(table, value, sum as u32)))
                }
            };
        }
    }
}

#[cfg(test)]
mod tests;
