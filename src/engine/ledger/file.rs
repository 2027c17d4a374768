//! The ledger as the text of a file, and what such a text must withstand.

use super::entry::{Entry, origin};
use super::mark::{are_marks, are_rows};
use super::{Entered, Ledger};
use crate::contract::LedgerFault;
use crate::engine::calendar::day_from_text;
use crate::engine::secret::Secret;
use crate::messages::SnapshotFault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

const FORMAT: &str = "milchglas.ledger";
const VERSION: u32 = 1;

/// Bytes of a ledger's file that is read at all.
pub const LARGEST_TEXT: usize = 32 * 1024 * 1024;
/// Bytes of all its snapshots together, unpacked: deflated text can stand for a
/// thousand times as much.
const LARGEST_UNPACKED: usize = 128 * 1024 * 1024;
const MOST_RELEASES: usize = 1_000;
/// Left free when something is entered: for everything but snapshots and marks.
const RESERVE: usize = 4_096;

/// The file. Written here and nowhere else.
#[derive(Serialize)]
struct Written<'l> {
    format: &'l str,
    version: u32,
    secret: String,
    entries: Vec<&'l Entry>,
    head: &'l str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: u32,
    secret: String,
    entries: Vec<Entry>,
    head: String,
}

/// What is read before anything else, so that a later version may look
/// different everywhere but here.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
}

pub(super) fn write(ledger: &Ledger) -> String {
    let written = Written {
        format: FORMAT,
        version: VERSION,
        secret: URL_SAFE_NO_PAD.encode(ledger.secret.bytes()),
        entries: ledger.releases.iter().map(|entered| &entered.entry).collect(),
        head: &ledger.head,
    };
    // Plain data: writing it cannot fail.
    let mut text = serde_json::to_string_pretty(&written).unwrap_or_default();
    text.push('\n');
    text
}

/// Whether [`read`] would refuse the ledger for its size.
pub(super) fn is_too_large(ledger: &Ledger) -> bool {
    let releases = &ledger.releases;
    let written: usize = releases.iter().map(|entered| entered.entry.bytes() + RESERVE).sum();
    let unpacked: usize = releases.iter().map(|entered| entered.bytes).sum();
    releases.len() > MOST_RELEASES
        || written > LARGEST_TEXT - RESERVE
        || unpacked > LARGEST_UNPACKED
}

pub(super) fn read(text: &str) -> Result<Ledger, LedgerFault> {
    if text.len() > LARGEST_TEXT {
        return Err(LedgerFault::Damaged);
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).trim_ascii();
    check_head(text)?;
    let found: Found = serde_json::from_str(text).map_err(|_| LedgerFault::Damaged)?;
    if found.entries.len() > MOST_RELEASES {
        return Err(LedgerFault::Damaged);
    }
    let secret = URL_SAFE_NO_PAD.decode(&found.secret).map_err(|_| LedgerFault::Damaged)?;
    let secret = Secret::new(secret.try_into().map_err(|_| LedgerFault::Damaged)?);
    let head = chain_end(&secret, &found.entries)?;
    if head != found.head {
        return Err(LedgerFault::Altered);
    }
    let releases = entered(found.entries, LARGEST_UNPACKED)?;
    Ok(Ledger { secret, releases, head })
}

fn check_head(text: &str) -> Result<(), LedgerFault> {
    let head: Head = serde_json::from_str(text).map_err(|_| {
        if text.starts_with('{') && text.contains(FORMAT) {
            LedgerFault::Damaged
        } else {
            LedgerFault::NotALedger
        }
    })?;
    match (head.format.as_deref(), head.version) {
        (Some(FORMAT), Some(version)) if version > u64::from(VERSION) => {
            Err(LedgerFault::FutureVersion)
        }
        (Some(FORMAT), None | Some(0)) => Err(LedgerFault::Damaged),
        (Some(FORMAT), Some(_)) => Ok(()),
        _ => Err(LedgerFault::NotALedger),
    }
}

/// The last hash of a chain that holds.
fn chain_end(secret: &Secret, entries: &[Entry]) -> Result<String, LedgerFault> {
    let mut head = origin(secret);
    for (number, entry) in (1u32..).zip(entries) {
        let hash = entry.hash_after(&head);
        if entry.number != number || entry.hash != hash {
            return Err(LedgerFault::Altered);
        }
        head = hash;
    }
    Ok(head)
}

/// A chain can be made anew by anybody who has the file: what hangs on it is
/// looked at all the same. `most` is how many bytes the snapshots may have together.
pub(super) fn entered(entries: Vec<Entry>, most: usize) -> Result<Vec<Entered>, LedgerFault> {
    let mut left = most;
    entries
        .into_iter()
        .map(|entry| {
            let (snapshot, bytes) = entry.unpacked().map_err(|fault| match fault {
                SnapshotFault::FutureVersion => LedgerFault::FutureVersion,
                _ => LedgerFault::Damaged,
            })?;
            left = left.checked_sub(bytes).ok_or(LedgerFault::Damaged)?;
            let dated = entry.on.is_empty() || day_from_text(&entry.on).is_some();
            if !dated || !are_marks(&entry.members) || !are_rows(entry.rows.as_ref()) {
                return Err(LedgerFault::Damaged);
            }
            if !entry.describes(&snapshot) {
                return Err(LedgerFault::Altered);
            }
            Ok(Entered { entry, snapshot, bytes })
        })
        .collect()
}
