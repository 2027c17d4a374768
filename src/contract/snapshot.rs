use super::{
    Convention, Measure, Method, Mode, Perturbation, Privacy, Risk, Statistics, Table, Treatment,
};
use serde::{Deserialize, Serialize};

/// Protected figures that anyone may read: the only thing that leaves the page.
/// Made in one place of the engine, `publish`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Always [`Snapshot::FORMAT`].
    pub format: String,
    /// The least that holds what is in it, at most [`Snapshot::VERSION`]: whatever
    /// could be said before is read by whoever could read before.
    pub version: u32,
    pub made: Made,
    /// The owner's title; checked like every free text.
    pub title: String,
    pub treated: Treated,
    pub protection: Protection,
    /// What the verifier tried; none in version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    pub statistics: Statistics,
    /// SHA-256 over the rest, in hexadecimal.
    pub checksum: String,
}

impl Snapshot {
    pub const FORMAT: &'static str = "milchglas.snapshot";
    pub const VERSION: u32 = 3;
    pub const EXTENSION: &'static str = "milchglas.json";

    /// The least version whose snapshots may have these tables.
    pub fn version_with(tables: &[Table]) -> u32 {
        let is_new = |table: &Table| matches!(table, Table::Countries | Table::DeviceClients);
        if tables.iter().any(is_new) { 3 } else { 2 }
    }
}

/// When and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// `YYYY-MM-DD`; not the time of day.
    pub on: String,
    /// `Milchglas 0.1.0`.
    pub by: String,
}

/// How people were treated, and how figures were counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treated {
    pub mode: Mode,
    pub unknown: Treatment,
    pub denied: Treatment,
    pub zone: String,
    pub convention: Convention,
    /// The days of sending that were selected, if any were.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// What was done so that no figure points at a person, and what a reader may
/// rely upon who does sums with the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    pub method: Method,
    pub threshold: u32,
    pub withheld: Vec<Withholding>,
    /// Breakdowns that are part of it, in a fixed order; those of version 1 are
    /// the ones that have rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// Opens, and clicks, of one person in one campaign that are counted at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u32>,
    /// Tables of time whose rows add up to the key figures: every reaction has a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complete: Vec<Table>,
    /// Whole and part that are not nested in this data: somebody opened who was
    /// not delivered to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<(Measure, Measure)>,
    /// Of [`Method::CellKey`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation: Option<Perturbation>,
    /// Of [`Method::Private`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Privacy>,
}

/// One thing that a reader does not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withholding {
    /// `overall`, `campaigns`, `arrival`, `days`, `week`, `links`, `providers`, `devices`, `clients`,
    /// `countries`, `device_clients`, `machine`, `title`.
    pub table: String,
    /// The figure's name, or `None` for the whole table or gathered rows.
    pub measure: Option<String>,
    pub reason: WithholdingReason,
}

/// One reason a piece; none tells which cell was the small one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithholdingReason {
    /// The figure, or what it would give away, is below the threshold.
    Small,
    /// Small rows were gathered into one.
    Gathered,
    /// Coarser steps than on the owner's screen.
    Coarser,
    /// A text that may point at a person was replaced.
    Text,
}

/// What the owner decides upon before anything leaves: the snapshot itself, and
/// what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub snapshot: Snapshot,
    /// The file's exact text: the bytes that the verifier has passed.
    pub text: String,
    /// The data of a link, where it fits in 8 KB.
    pub fragment: Option<String>,
    pub cost: Cost,
    /// Every free text that leaves, and every one that was replaced.
    pub texts: Vec<TextReview>,
    /// Rounds in which the verifier found something and more was withheld.
    pub rounds: u32,
    /// Tables left out because no safe form of them was found.
    pub left_out: Vec<Table>,
}

/// What protection costs. For the owner alone: the sum of what is withheld would
/// tell a reader too much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Figures of the snapshot, and those of them that are withheld.
    pub cells: u64,
    pub cells_withheld: u64,
    /// The same weighed by their counts.
    pub counts: u64,
    pub counts_withheld: u64,
    /// Largest change of a shown figure, and the sum of all changes.
    pub largest_error: u64,
    pub errors: u64,
}

/// A free text of the owner's data on its way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextReview {
    pub table: Table,
    /// As the owner knows it.
    pub text: String,
    /// As it leaves.
    pub shown: String,
    /// Why it leaves otherwise; `None`: it leaves as it is.
    pub reason: Option<TextReason>,
    /// What in it looks personal: start and length in characters.
    pub marked: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextReason {
    /// It may point at a person.
    Personal,
    /// Fewer than k people share it.
    Rare,
    /// The owner dropped or renamed it.
    Owner,
}
