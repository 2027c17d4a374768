//! `milchglas inspect`: what files are, without their content.

use super::{Trouble, files, notes, print_json};
use crate::contract::Inspection;
use std::path::PathBuf;

/// Prints one inspection a file, as a JSON array.
///
/// # Errors
/// A message when none of the files can be read.
pub fn run(paths: &[PathBuf]) -> Result<(), Trouble> {
    let mut inspections = Vec::new();
    for path in paths {
        match files::inspect(path) {
            Ok(inspection) => inspections.push(without_content(inspection)),
            Err(trouble) => notes::say(&trouble.message),
        }
    }
    if inspections.is_empty() {
        return Err(Trouble::fault("Nothing could be read."));
    }
    print_json(&inspections)
}

/// Cells may hold addresses, and so may words of a column taken for the kind.
fn without_content(mut inspection: Inspection) -> Inspection {
    inspection.preview.clear();
    if let Some(mapping) = &mut inspection.mapping {
        mapping.words.retain(|_, kind| kind.is_some());
    }
    inspection
}
