use serde::{Deserialize, Serialize};

/// One row per person, campaign and kind, for other tools; nobody can be made
/// out in it, and no two rows can be linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowExport {
    /// The file's exact text, with a header line.
    pub csv: String,
    pub rows: u64,
    /// Rows left out because too few people share them.
    pub rows_left_out: u64,
    /// Different combinations of what is known of a person, and the fewest
    /// different people who share one.
    pub classes: u64,
    pub fewest: u64,
}
