//! A snapshot as one HTML page without scripts, drawn by the same components
//! as the page itself.

use crate::contract::Snapshot;

/// The whole document, in the language of that tag.
pub async fn page(_snapshot: &Snapshot, _language: &str) -> String {
    String::new()
}
