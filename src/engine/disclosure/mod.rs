//! What a reader can do sums with: the cells of published tables, and every
//! equation and inequality between them that follows from what tables *are*.
//!
//! The one thing that protection and its verifier share. It is made from what is
//! published alone, never from the owner's data, so that an outsider can make
//! the same.

mod audit;
mod builder;
mod describe;
mod joint;
mod known;
mod margins;
mod pairs;
mod rates;
mod row;
mod system;
mod table;
#[cfg(test)]
mod tests;

pub use audit::{audit_id, audit_json};
pub use describe::{alike, describe, describe_doubting, describe_statistics};
pub use margins::{Margin, margins};
pub use pairs::{contains, is_harmless, nested, people_of};
pub use system::{Cell, Known, Nested, Ratio, Relation, System, What};

use crate::contract::Snapshot;
use std::collections::BTreeSet;

/// A published snapshot, and what else is known of whom it counts.
#[derive(Clone, Copy)]
pub struct Release<'a> {
    pub snapshot: &'a Snapshot,
    /// From the owner's ledger; outsiders tell campaigns by name and day.
    pub members: Option<&'a Members>,
}

/// The campaigns in each row of the campaigns table; one row with all of them
/// where the table is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Members(pub Vec<Vec<CampaignMark>>);

/// What readers do not take for granted of campaigns that seem to stand in several
/// releases. Where figures are changed, two states may look the same and be two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubts {
    /// Of these, by number, a later row may count more than an earlier one that
    /// looks the same.
    Of(BTreeSet<u32>),
    /// Names prove nothing: without a ledger, every row is a campaign of its own.
    All,
}

impl Default for Doubts {
    /// What looks the same is the same.
    fn default() -> Doubts {
        Doubts::Of(BTreeSet::new())
    }
}

impl Doubts {
    /// Whether what looks the same of a campaign counts as the same.
    fn believe(&self, campaign: u32) -> bool {
        match self {
            Doubts::Of(doubted) => !doubted.contains(&campaign),
            Doubts::All => false,
        }
    }
}

/// Which campaign, and in which state: keyed digests in hexadecimal that say
/// nothing without the owner's secret.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct CampaignMark {
    pub campaign: String,
    /// Of what was counted: the same while nothing was added.
    pub state: String,
}
