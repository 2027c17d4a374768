//! Figures and lists as CSV for spreadsheets.

use crate::app::words::Words;
use crate::contract::{PeoplePage, Snapshot};

/// The name of a saved snapshot without its extension.
pub fn file_stem(snapshot: &Snapshot) -> String {
    format!("milchglas-{}", snapshot.made.on)
}

/// A snapshot's tables.
pub fn snapshot(_snapshot: &Snapshot, _words: &Words) -> String {
    String::new()
}

/// A list of people.
pub fn people(_page: &PeoplePage, _words: &Words) -> String {
    String::new()
}
