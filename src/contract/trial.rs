use super::{FileReport, IgnoredReason, Kind, ProblemKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a mapping makes of a file, before it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// What became of the rows that were tried.
    pub report: FileReport,
    /// Whether that was every row of the file, not only of its beginning.
    pub complete: bool,
    /// Rows that were used, but on an assumption that may be wrong.
    pub doubtful: u64,
    /// Which assumptions, on how many rows; one row may rest on several.
    pub doubts: BTreeMap<Doubt, u64>,
    /// What each row of the inspection's preview becomes, in the same order; shorter
    /// where the preview goes on behind the rows that were tried.
    pub rows: Vec<TriedRow>,
}

impl Trial {
    /// Rows about which there is nothing to say.
    pub fn ready(&self) -> u64 {
        self.report.rows_used.saturating_sub(self.doubtful)
    }

    /// Rows from which nothing can be read.
    pub fn unusable(&self) -> u64 {
        self.report.problems.values().sum()
    }
}

/// An assumption on which a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Day or month first: no date that was tried tells which, or this one tells
    /// otherwise than was said.
    DateOrder,
    /// A time that the clocks showed twice.
    RepeatedHour,
    /// A bounce without a class; it counts as hard.
    UnclassedBounce,
}

impl Doubt {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Doubt::DateOrder => "date-order",
            Doubt::RepeatedHour => "repeated-hour",
            Doubt::UnclassedBounce => "unclassed-bounce",
        }
    }
}

/// What one row becomes. Says nothing of its person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedRow {
    pub events: Vec<TriedEvent>,
    /// A decision in a consent list; `None` where it says nothing of that.
    pub opens: Option<bool>,
    pub clicks: Option<bool>,
    pub ignored: Option<IgnoredReason>,
    pub problem: Option<ProblemKind>,
    pub doubts: Vec<Doubt>,
}

/// One event of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedEvent {
    pub kind: Kind,
    pub count: u32,
    /// ISO 8601 in UTC.
    pub time: Option<String>,
    pub campaign: String,
}
