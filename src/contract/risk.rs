use super::Place;
use serde::{Deserialize, Serialize};

/// The residual-risk report: what the verifier tried against the finished bytes,
/// and what it could not find. Everything in it follows from what is published
/// anyway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Figures in the tables, shown or withheld.
    pub cells: u64,
    pub cells_withheld: u64,
    /// Linear programs solved.
    pub programs: u64,
    /// The narrowest interval to which a withheld figure can be confined, as its
    /// number of values less one; `None` where none is withheld or none is bounded.
    pub narrowest: Option<u64>,
    pub median: Option<u64>,
    /// Earlier releases that it was held against together.
    pub earlier: u32,
    /// Whether earlier releases are known at all.
    pub ledger: bool,
    /// ε spent on this release, in thousandths, of [`super::Method::Private`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epsilon_milli: Option<u32>,
    /// ε spent by all releases of the last year, this one included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epsilon_spent_milli: Option<u32>,
}

/// Something that a reader could work out. Figures of earlier releases are named
/// by their release, counted from the oldest; the newest has no number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    pub kind: BreachKind,
    /// The figures that give it away, or that are given away.
    pub figures: Vec<Figure>,
    /// What would be known: at least and at most so many people or events.
    pub at_least: u64,
    pub at_most: Option<u64>,
}

/// A figure, in words that its owner knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// `None`: the snapshot being made.
    pub release: Option<u32>,
    pub place: Place,
    /// The row's name as it is published: campaign, link, group, day; empty for
    /// the key figures and gathered rows.
    pub row: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachKind {
    /// A published figure is itself small.
    Small,
    /// A withheld figure follows exactly.
    Exact,
    /// A withheld figure is certainly small, and not nobody.
    ProvenSmall,
    /// A withheld figure is confined to fewer than k values.
    Narrow,
    /// Withheld figures add up to a small number of people.
    Residual,
    /// All but a few: a published figure and its published whole.
    Complement,
    /// Everybody of a small group did it, or nobody.
    FullGroup,
    /// Two releases differ by a few people.
    Difference,
    /// The published figures contradict each other.
    Impossible,
}
