use serde::{Deserialize, Serialize};

/// How far people may be seen: the account's choice, and the ceiling for
/// everything a single subscriber may grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every reaction with its person.
    #[default]
    Personal,
    /// Every reaction, no person.
    Anonymous,
    /// Each subscriber decides, opens and clicks separately.
    Choice,
}

/// What is done with a reaction in [`Mode::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Kept with its person.
    Named,
    /// Counted without a person.
    Anonymous,
    /// Not counted; the recipient leaves the measurable base.
    Excluded,
}

/// The two things a subscriber decides about separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    Opens,
    Clicks,
}

/// What a consent list held, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentSummary {
    pub name: String,
    pub rows: u64,
    pub subscribers: u64,
    pub granted_opens: u64,
    pub denied_opens: u64,
    pub granted_clicks: u64,
    pub denied_clicks: u64,
    pub problems: std::collections::BTreeMap<super::ProblemKind, u64>,
    pub located: Vec<super::Problem>,
}
