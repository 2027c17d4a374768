//! One release in the file of a ledger, chained to the one before it.

use super::{Draft, Rows};
use crate::contract::{Method, Snapshot, Table};
use crate::engine::disclosure::Members;
use crate::engine::publish::{self, LARGEST_TEXT};
use crate::engine::secret::Secret;
use crate::messages::SnapshotFault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

/// A release as it is written. What can be read in it stands in the snapshot
/// too, for people who open the file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Counted from 1.
    pub(super) number: u32,
    /// `YYYY-MM-DD`; empty where it is not known.
    pub(super) on: String,
    pub(super) title: String,
    pub(super) method: Method,
    pub(super) threshold: u32,
    pub(super) tables: Vec<Table>,
    /// ε spent, in thousandths, and the δ that goes with it: 10 to the minus this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) epsilon_milli: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) delta_exponent: Option<u32>,
    pub(super) members: Members,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rows: Option<Rows>,
    /// JSON, deflated, in base64url.
    snapshot: String,
    /// SHA-256 over the hash before it and the rest of this entry as compact JSON.
    pub(super) hash: String,
}

/// The hash before the first entry. Made from the secret, so that a changed
/// secret breaks the chain.
pub(super) fn origin(secret: &Secret) -> String {
    hexadecimal(&secret.digest("ledger", &[b"1"]))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Entry {
    /// An entry that is not chained yet, and how large its snapshot's text is;
    /// `None` where it cannot be packed.
    pub(super) fn new(
        number: u32,
        on: String,
        snapshot: &Snapshot,
        draft: Draft,
    ) -> Option<(Entry, usize)> {
        let Draft { members, epsilon_milli, rows, .. } = draft;
        let protection = &snapshot.protection;
        let text = serde_json::to_vec(snapshot).ok()?;
        let entry = Entry {
            number,
            on,
            title: snapshot.title.clone(),
            method: protection.method,
            threshold: protection.threshold,
            tables: protection.tables.clone(),
            epsilon_milli,
            delta_exponent: epsilon_milli
                .and(protection.privacy.map(|privacy| privacy.delta_exponent)),
            members,
            rows,
            snapshot: packed(&text)?,
            hash: String::new(),
        };
        Some((entry, text.len()))
    }

    /// The hash that this entry has behind `before`.
    pub(super) fn hash_after(&self, before: &str) -> String {
        let unsealed = Entry { hash: String::new(), ..self.clone() };
        // Plain data: writing it cannot fail.
        let content = serde_json::to_vec(&unsealed).unwrap_or_default();
        let digest = Sha256::new().chain_update(before).chain_update(content).finalize();
        hexadecimal(&digest)
    }

    /// The snapshot, and how large its text is.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub(super) fn unpacked(&self) -> Result<(Snapshot, usize), SnapshotFault> {
        let text = unpacked(&self.snapshot, LARGEST_TEXT).ok_or(SnapshotFault::Damaged)?;
        Ok((publish::open(&text)?, text.len()))
    }

    /// Whether the entry says of its snapshot what is so.
    pub(super) fn describes(&self, snapshot: &Snapshot) -> bool {
        let protection = &snapshot.protection;
        self.title == snapshot.title
            && self.method == protection.method
            && self.threshold == protection.threshold
            && self.tables == protection.tables
    }

    /// Bytes in the file, at most, but for the few that every entry has.
    pub(super) fn bytes(&self) -> usize {
        // A mark takes two digests and what stands around them.
        self.snapshot.len() + self.members.0.iter().map(|row| 32 + 192 * row.len()).sum::<usize>()
    }
}

/// Deflated, in base64url.
pub(super) fn packed(text: &[u8]) -> Option<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).ok()?;
    Some(URL_SAFE_NO_PAD.encode(encoder.finish().ok()?))
}

/// What was packed, if it is text of at most `most` bytes; no more is unpacked.
pub(super) fn unpacked(packed: &str, most: usize) -> Option<String> {
    let deflated = URL_SAFE_NO_PAD.decode(packed).ok()?;
    let mut text = String::new();
    DeflateDecoder::new(deflated.as_slice())
        .take(most as u64 + 1)
        .read_to_string(&mut text)
        .ok()?;
    (text.len() <= most).then_some(text)
}
