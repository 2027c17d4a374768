use super::{Mapping, Problem};
use serde::{Deserialize, Serialize};

/// What a dropped file was recognised as, from its first bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    pub name: String,
    pub bytes: u64,
    pub class: FileClass,
    pub container: Container,
    pub encoding: Encoding,
    pub shape: Shape,
    /// The dialect's id, such as `sendgrid-email-activity`; `generic` where a mapping reads it.
    pub dialect: String,
    pub certainty: Certainty,
    pub granularity: Granularity,
    /// Column names, or the dotted keys of the first objects.
    pub header: Vec<String>,
    /// The first rows as they stand in the file: for the mapping dialog only.
    pub preview: Vec<Vec<String>>,
    /// The guess the mapping dialog starts from; the events it would make of `preview`
    /// are asked for with the mapping in hand.
    pub mapping: Option<Mapping>,
    /// Whether times carry no zone, so that the assumed zone matters.
    pub zoneless: bool,
    /// Why the file cannot be read at all.
    pub problem: Option<Problem>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileClass {
    Events,
    Consent,
    Snapshot,
    /// Figures per campaign without recipients: recognised, not counted.
    Aggregate,
    Unreadable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A known dialect, or a mapping nothing in the file contradicts.
    Certain,
    /// A guess the user should look at.
    Likely,
    /// Columns are missing; only the user can say what they are.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    Plain,
    Gzip,
    Zip,
    /// A workbook: its sheets are read as tables.
    Spreadsheet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-8-sig")]
    Utf8Bom,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Shape {
    /// Delimited text.
    Csv {
        delimiter: char,
    },
    /// One array, one object, objects or arrays one a line or one behind the other.
    Json,
    /// Records in binary blocks behind their schema.
    Avro,
    /// Bodies of web requests, one a line: `key=value&key=value`, percent-encoded.
    Form,
    Unknown,
}

/// What one row of a file stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// One thing that happened.
    Event,
    /// One recipient with counters.
    Recipient,
    /// One subscriber, no campaign.
    Contact,
    /// One campaign, no people.
    Campaign,
}
