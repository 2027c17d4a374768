//! Everything that a snapshot could show, exact, with the people behind it.

use crate::contract::{Measure, Place, Statistics, Table, TextReview, Withholding};
use std::collections::{BTreeMap, BTreeSet};

/// Generalised tables before anything is withheld. Not safe to show: it is
/// neither `Serialize` nor `Debug`.
pub(in crate::engine) struct Candidate {
    /// Every count [`crate::contract::Count::Exact`] or
    /// [`crate::contract::Count::Unavailable`]; texts as they may leave.
    pub(in crate::engine) statistics: Statistics,
    /// Different people behind each figure; of events, those who caused them. A
    /// person in three campaigns is one.
    pub(in crate::engine) people: BTreeMap<Place, u64>,
    /// Different people counted in the whole (first) and not in the part (second),
    /// for every pair of nested figures of a row. Of openers within opens: those
    /// who opened more than once.
    pub(in crate::engine) complements: BTreeMap<(Place, Place), u64>,
    /// Sums of events of which one person caused more than half.
    pub(in crate::engine) dominated: BTreeSet<Place>,
    /// The sum of the record keys of the people behind each figure, for the
    /// method of cell keys: equal sets of people, equal sums.
    pub(in crate::engine) keys: BTreeMap<Place, u64>,
    /// Tables of time whose rows add up to the key figures.
    pub(in crate::engine) complete: Vec<Table>,
    /// Whole and part that are not nested everywhere in this data.
    pub(in crate::engine) apart: Vec<(Measure, Measure)>,
    /// What generalisation did: gathered rows, coarser steps, texts.
    pub(in crate::engine) withheld: Vec<Withholding>,
    pub(in crate::engine) texts: Vec<TextReview>,
    /// Figures that the files tell before rows are gathered, for the cost.
    pub(in crate::engine) told: u64,
    /// The campaign keys that each row of the campaigns table gathers; one entry
    /// with all of them where that table is left out.
    pub(in crate::engine) members: Vec<Vec<u32>>,
    /// Opens, and clicks, of one person in one campaign that are counted at most.
    pub(in crate::engine) cap: u32,
}
