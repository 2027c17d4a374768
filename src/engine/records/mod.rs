//! Step 1: bytes to records. Knows containers, encodings, delimiters and JSON;
//! knows nothing of vendors. Fed in slices of any size, cut anywhere.
//!
//! A cell may hold an address: records have no `Debug` and no `Serialize`.

use crate::contract::{Container, Encoding, ProblemKind, Shape};
use std::borrow::Cow;

/// One raw row or JSON object.
pub enum Record<'a> {
    Row(Row<'a>),
    Object(&'a serde_json::Map<String, serde_json::Value>),
    /// A place where no record could be read.
    Broken(ProblemKind),
}
