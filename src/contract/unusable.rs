use serde::{Deserialize, Serialize};
use std::fmt;

/// Rows of a file that could not be used, for its owner alone: they stand there
/// as they are, addresses included. Made when somebody asks for it, and kept
/// nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusableRows {
    /// A file's whole text, with a header line.
    pub csv: String,
    /// Rows that could not be used, as the report counts them.
    pub rows: u64,
    /// How many of them, from the first on, stand in `csv`.
    pub listed: u64,
}

/// Without the rows.
impl fmt::Debug for UnusableRows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnusableRows { rows, listed, .. } = self;
        out.debug_struct("UnusableRows").field("rows", rows).field("listed", listed).finish()
    }
}
