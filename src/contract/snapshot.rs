use super::{Convention, Mode, Statistics, Treatment};
use serde::{Deserialize, Serialize};

/// Protected figures that anyone may read: the only thing that leaves the page.
/// Made in one place of the engine, `publish`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Always [`Snapshot::FORMAT`].
    pub format: String,
    /// [`Snapshot::VERSION`] of the software that wrote it.
    pub version: u32,
    pub made: Made,
    /// The owner's title; checked like every free text.
    pub title: String,
    pub treated: Treated,
    pub protection: Protection,
    pub statistics: Statistics,
    /// SHA-256 over the rest, in hexadecimal.
    pub checksum: String,
}

impl Snapshot {
    pub const FORMAT: &'static str = "milchglas.snapshot";
    pub const VERSION: u32 = 1;
    pub const EXTENSION: &'static str = "milchglas.json";
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

/// What was done so that no figure points at a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    pub method: Method,
    pub threshold: u32,
    pub withheld: Vec<Withholding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Exact counts; small groups are gathered, and what stays small is withheld
    /// together with everything that would give it away.
    Gathered,
}

/// One thing that a reader does not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withholding {
    /// `overall`, `campaigns`, `arrival`, `days`, `week`, `links`, `providers`, `devices`, `clients`, `machine`, `title`.
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
    /// The file's exact text.
    pub text: String,
    /// The data of a link, where it fits in 8 KB.
    pub fragment: Option<String>,
    pub cells: u64,
    pub cells_withheld: u64,
    /// Names of the owner's data that were replaced by a class, with what is shown instead.
    pub renamed: Vec<(String, String)>,
}
