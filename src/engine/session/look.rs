//! Files looked at before they are read.

use super::archive;
use super::open::whole;
use crate::contract::{
    Certainty, Container, Encoding, FileClass, Granularity, Inspection, Problem, ProblemKind,
    Profile, ProfileFault, Shape, Snapshot,
};
use crate::engine::records;
use crate::engine::{events, publish};
use crate::messages::SnapshotFault;
use std::io::{Read, Seek};

/// What a file of `bytes` bytes is, from its first [`super::HEAD`] bytes.
pub fn inspect(name: &str, bytes: u64, head: &[u8]) -> Inspection {
    events::inspect(name, bytes, head, head.len() as u64 >= bytes)
}

/// What an archive is, from its members.
pub fn inspect_archive(name: &str, bytes: u64, packed: impl Read + Seek) -> Inspection {
    match records::members(name, packed) {
        Ok(mut opened) => archive::inspect(name, bytes, &mut opened),
        Err(kind) => unreadable(bytes, whole(name, kind)),
    }
}

/// The inspection of an archive that is larger than [`super::ARCHIVE_LIMIT`].
pub fn too_large(name: &str, bytes: u64) -> Inspection {
    unreadable(bytes, whole(name, ProblemKind::ArchiveTooLarge))
}

fn unreadable(bytes: u64, problem: Problem) -> Inspection {
    Inspection {
        name: problem.file.clone(),
        bytes,
        class: FileClass::Unreadable,
        container: Container::Zip,
        encoding: Encoding::Utf8,
        shape: Shape::Unknown,
        dialect: "unknown".into(),
        certainty: Certainty::Unknown,
        granularity: Granularity::Event,
        header: Vec::new(),
        preview: Vec::new(),
        mapping: None,
        zoneless: false,
        problem: Some(problem),
    }
}

/// Somebody's snapshot, from the text of a file, a link, or the fragment of one.
///
/// # Errors
/// [`SnapshotFault`] says what is wrong with it.
pub fn open_snapshot(text: &str) -> Result<Snapshot, SnapshotFault> {
    let link = text.trim();
    let link = match link.split_once('#') {
        Some((before, fragment)) if before.is_empty() || before.contains("://") => fragment,
        _ => link,
    };
    // Fragments begin with their version, as in `s1.`, and files with a brace.
    let version = link.strip_prefix('s').and_then(|rest| rest.chars().next());
    if version.is_some_and(|digit| digit.is_ascii_digit()) {
        publish::open_fragment(link)
    } else {
        publish::open(text)
    }
}

/// A profile of a mapping, from the text of its file.
///
/// # Errors
/// [`ProfileFault`] says why it is none that can be used.
pub fn open_profile(text: &str) -> Result<Profile, ProfileFault> {
    let value = Some(text)
        .filter(|text| text.len() <= Profile::LARGEST_TEXT)
        .and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok())
        .ok_or(ProfileFault::NotAProfile)?;
    Profile::read(|| &value)
}
