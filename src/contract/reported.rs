use super::Measure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a service's own sums say of one campaign: to be compared with what is counted
/// from events, never added to it. For the owner alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The campaign's name.
    pub campaign: String,
    /// What the service calls by these names; it may count otherwise.
    pub figures: BTreeMap<Measure, u64>,
}
