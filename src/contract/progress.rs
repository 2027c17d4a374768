use serde::{Deserialize, Serialize};

/// How far a command has come: reading, in bytes; protection and its verifier,
/// in steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The file being read.
    pub file: String,
    pub files_done: u32,
    pub files: u32,
    pub bytes_done: u64,
    pub bytes: u64,
    pub rows: u64,
    /// Of protection and its verifier; how many there are becomes clear on the way.
    pub steps_done: u64,
    pub steps: u64,
}
