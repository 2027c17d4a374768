use serde::{Deserialize, Serialize};

/// How far reading has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The file being read.
    pub file: String,
    pub files_done: u32,
    pub files: u32,
    pub bytes_done: u64,
    pub bytes: u64,
    pub rows: u64,
}
