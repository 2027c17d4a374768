//! Step 6: tallies to protected.
//!
//! # What holds
//!
//! Whatever leaves is made from [`Protected`], and of a `Protected` with
//! threshold k a reader who knows this source code cannot work out, from the
//! figures and everything that `disclosure` says of them:
//!
//! - a number of different people from 1 to k − 1, neither shown nor as a
//!   difference of nested figures, a rest of a table, or an overlap;
//! - that all or none of fewer than 5 k people did something, but for how things
//!   were sent and measured;
//! - a number of events whose people are not known to be at least k, or more
//!   than half of which one person caused;
//! - any withheld figure to within less than k.
//!
//! No text leaves that the rules of `events::links` take for a piece of a person,
//! and none that fewer than k people share.
//!
//! # How
//!
//! 1. [`catalogue`]: which rows there are, by recipients and never by behaviour;
//!    [`generalisation`] and [`texts`]: what they are called.
//! 2. [`contribution`]: how much one person adds; [`candidate`] counts.
//! 3. [`primary`]: which figures must be withheld whatever else is; [`earlier`]:
//!    which ones because of what was released before.
//! 4. [`suppression`]: which others must be, so that the first stay unknown.
//! 5. Or another method: [`rounded`], [`cell_key`], [`private`].
//!
//! [`Protecting`] joins them; the verifier, which shares none of it, decides
//! whether the result leaves.
//!
//! # What is assumed
//!
//! That the files tell the truth, and that the releases in the ledger are all
//! there are.
//!
//! Held by the tests named at the head of each file, and end to end by
//! `tests/engine/releases.rs` and `tests/audit`. What each step is for is shown on
//! one example in [`example`].

pub(in crate::engine) mod candidate;
mod catalogue;
pub(in crate::engine) mod cell_key;
pub(in crate::engine) mod contribution;
pub(in crate::engine) mod earlier;
pub mod example;
mod generalisation;
mod perturbation_tables;
pub(in crate::engine) mod primary;
pub(in crate::engine) mod private;
mod protecting;
mod rounded;
mod suppression;
mod texts;

#[cfg(test)]
pub(in crate::engine) mod sample;

pub(in crate::engine) use candidate::{Candidate, Wanted, candidate};
pub(in crate::engine) use contribution::Bounds;
pub(in crate::engine) use protecting::{Exposed, NoSecret, Protecting};
pub(in crate::engine) use texts::{LONGEST, harmless, is_unruly};

use crate::contract::{Cost, Protection, Statistics, TextReview};

/// Figures in which no one can be made out, as far as this step can tell. Made by
/// [`Protecting`] alone; it becomes a draft in `publish`, and nothing else.
pub struct Protected {
    parts: Parts,
}

/// What `publish` takes out of a [`Protected`].
pub(in crate::engine) struct Parts {
    pub(in crate::engine) statistics: Statistics,
    pub(in crate::engine) protection: Protection,
    /// For the owner alone.
    pub(in crate::engine) cost: Cost,
    pub(in crate::engine) texts: Vec<TextReview>,
}

impl Protected {
    pub(in crate::engine) fn into_parts(self) -> Parts {
        self.parts
    }
}

/// So few people are in the selection that nothing at all may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFewPeople;
