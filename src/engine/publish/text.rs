//! A snapshot as the text of a file: JSON with its keys in a fixed order, and a
//! checksum over everything else.

use super::plausible::is_plausible;
use crate::contract::Snapshot;
use crate::messages::SnapshotFault;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Bytes of a file that is read at all.
pub const LARGEST_TEXT: usize = 8 * 1024 * 1024;

/// The file's text: indented, ending with a newline. Equal snapshots give equal
/// texts.
pub fn to_text(snapshot: &Snapshot) -> String {
    // A snapshot holds texts, numbers and lists: writing it cannot fail.
    let mut text = serde_json::to_string_pretty(snapshot).unwrap_or_default();
    text.push('\n');
    text
}

/// The snapshot as JSON without spaces.
pub(super) fn to_compact(snapshot: &Snapshot) -> String {
    serde_json::to_string(snapshot).unwrap_or_default()
}

/// SHA-256 over the compact JSON with an empty checksum, in hexadecimal. It
/// finds accidents and careless changes; whoever changes a snapshot on purpose
/// can compute it anew.
pub(super) fn checksum(snapshot: &Snapshot) -> String {
    let unsealed = Snapshot { checksum: String::new(), ..snapshot.clone() };
    let digest = Sha256::digest(to_compact(&unsealed));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is read of a file before anything else, so that a later version may
/// look different everywhere but here.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
}

/// Reads the text of a snapshot file.
///
/// # Errors
///
/// Whatever is wrong with it, as a [`SnapshotFault`]; the text is never quoted.
pub fn open(text: &str) -> Result<Snapshot, SnapshotFault> {
    if text.len() > LARGEST_TEXT {
        return Err(SnapshotFault::Implausible);
    }
    read(text)
}

/// Reads JSON of any permitted size.
pub(super) fn read(text: &str) -> Result<Snapshot, SnapshotFault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).trim_ascii();
    let Head { format, version } = match serde_json::from_str(text) {
        Ok(head) => head,
        Err(_) if text.starts_with('{') && text.contains(Snapshot::FORMAT) => {
            return Err(SnapshotFault::Damaged);
        }
        Err(_) => return Err(SnapshotFault::NotASnapshot),
    };
    if format.as_deref() != Some(Snapshot::FORMAT) {
        return Err(SnapshotFault::NotASnapshot);
    }
    match version {
        None | Some(0) => return Err(SnapshotFault::Damaged),
        Some(version) if version > u64::from(Snapshot::VERSION) => {
            return Err(SnapshotFault::FutureVersion);
        }
        Some(_) => {}
    }
    let snapshot: Snapshot = serde_json::from_str(text).map_err(|_| SnapshotFault::Damaged)?;
    if checksum(&snapshot) != snapshot.checksum {
        return Err(SnapshotFault::Altered);
    }
    if !is_plausible(&snapshot) {
        return Err(SnapshotFault::Implausible);
    }
    Ok(snapshot)
}
