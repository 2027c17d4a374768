use super::{
    CampaignRow, ConsentSummary, Figures, Granularity, IgnoredReason, Kind, Mapping, Problem,
    ProblemKind, Reported,
};
use super::{Count, Statistics};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How one file is to be read: what the user changed about the inspection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilePlan {
    /// Replaces the dialect.
    pub mapping: Option<Mapping>,
    /// The zone of this file's zoneless times; the settings' zone when `None`.
    pub zone: Option<String>,
}

/// What became of every row of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    pub name: String,
    pub dialect: String,
    pub granularity: Granularity,
    /// Records read. `rows = rows_used + Σ ignored + Σ problems`.
    pub rows: u64,
    /// Rows that gave at least one event. Equal to Σ events with one event a row.
    pub rows_used: u64,
    /// Events as the vendor names them, before machine rules and doubles.
    pub events: BTreeMap<Kind, u64>,
    pub ignored: BTreeMap<IgnoredReason, u64>,
    pub problems: BTreeMap<ProblemKind, u64>,
    /// The first problems, located.
    pub located: Vec<Problem>,
    /// Distinct recipients with at least one event.
    pub recipients: u64,
    /// Distinct addresses in the file, with or without an event.
    pub addresses: u64,
    /// First and last event, ISO 8601 in UTC.
    pub first: Option<String>,
    pub last: Option<String>,
    /// The zone in which zoneless times were read; `None` where every time carries its own.
    pub zone: Option<String>,
    /// Local times that a clock change repeats; read as the earlier of the two.
    pub ambiguous_times: u64,
    /// Events whose bounce has no class in the export; counted as hard.
    pub unclassified_bounces: u64,
    /// What sums of whole campaigns in the file say, the first of them: nothing of it
    /// is counted.
    pub reported: Vec<Reported>,
}

/// Everything the owner may know: files and statistics. The object of the
/// command line and of the JavaScript module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub files: Vec<FileReport>,
    pub consent: Option<ConsentSummary>,
    pub campaigns: Vec<CampaignRow>,
    pub overall: Figures<Count>,
    /// Breakdowns of `overall`; `campaigns` and `overall` there repeat those above.
    pub statistics: Statistics,
}
