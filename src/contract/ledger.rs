use super::{Method, Table};
use serde::{Deserialize, Serialize};

/// The releases so far, as their owner may see them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerView {
    /// Oldest first.
    pub releases: Vec<ReleaseView>,
    /// ε spent by the releases of the last year, in thousandths.
    pub epsilon_spent_milli: u32,
    /// The ledger as a file, to be kept by its owner.
    pub text: String,
    /// What is open was read without this ledger's secret: figures that depend
    /// on it need the files again.
    pub needs_reading: bool,
}

/// One release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseView {
    /// Counted from 1, the oldest.
    pub number: u32,
    /// `YYYY-MM-DD`.
    pub on: String,
    pub title: String,
    pub method: Method,
    pub threshold: u32,
    pub tables: Vec<Table>,
    /// Rows for other tools instead of a report.
    pub rows: bool,
    pub campaigns: u32,
}

/// What is wrong with a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerFault {
    NotALedger,
    Damaged,
    /// The chain does not hold: a release was changed, removed or put in.
    Altered,
    FutureVersion,
    /// It can grow no further.
    Full,
}
