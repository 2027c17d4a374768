//! Unknown whole numbers from 0, and what is known of them.

use crate::contract::Place;

/// All that readers know of one or several releases together. Variables are
/// indices into `cells`; each is a whole number from 0.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// The smallest number of people that may be shown.
    pub threshold: u64,
    pub cells: Vec<Cell>,
    /// Σ factor · cell = total.
    pub equations: Vec<Relation>,
    /// Σ factor · cell ≤ total.
    pub inequalities: Vec<Relation>,
    /// A part and its whole: an inequality, and a complement that must not be small.
    pub nested: Vec<Nested>,
    /// Rates as they are printed.
    pub ratios: Vec<Ratio>,
}

/// A number of people or events, printed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub what: What,
    pub known: Known,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Stands in a table of a release, which is counted from 0.
    Printed { release: u32, place: Place },
    /// Stands nowhere but can be thought of: an overlap, what is pending, the
    /// part of a figure that two releases share. In words, for audits.
    Latent(String),
}

/// What is published of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Exactly(u64),
    /// Rounded or changed by a known amount: both ends included.
    Between(u64, u64),
    /// Marked as withheld.
    Withheld,
    /// Nothing is said of it: latent, or with noise without bounds.
    Unsaid,
}

/// Σ factor · cell compared with a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Cell and factor, each cell once.
    pub terms: Vec<(u32, i64)>,
    pub total: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested {
    pub part: u32,
    pub whole: u32,
    /// "All of them" and "none of them" may be said of a group of any size:
    /// complete delivery says nothing about a person.
    pub harmless: bool,
}

/// numerator ÷ denominator, in millionths, give or take `half_width`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: u32,
    pub denominator: u32,
    pub value_millionths: u64,
    pub half_width_millionths: u64,
}
