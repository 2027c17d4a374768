//! A snapshot as the fragment of a link: `s1.` and the compressed JSON in
//! base64url. A fragment is not sent to the server that serves the page.

use super::text::{read, to_compact};
use crate::contract::Snapshot;
use crate::messages::SnapshotFault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read, Write};

/// Characters of a link that every browser and most messengers carry whole.
pub const LONGEST_FRAGMENT: usize = 8_192;
/// Bytes that a fragment may become when it is unpacked.
const LARGEST_INFLATED: u64 = 16 * 1024 * 1024;
const PREFIX: &str = "s1.";

/// The fragment without its `#`; `None` where it would be longer than
/// [`LONGEST_FRAGMENT`].
pub fn to_fragment(snapshot: &Snapshot) -> Option<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(to_compact(snapshot).as_bytes()).ok()?;
    let packed = encoder.finish().ok()?;
    let fragment = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(packed));
    (fragment.len() <= LONGEST_FRAGMENT).then_some(fragment)
}

/// Reads the fragment of a link, with or without its `#`.
///
/// # Errors
///
/// Whatever is wrong with it, as a [`SnapshotFault`].
pub fn open_fragment(fragment: &str) -> Result<Snapshot, SnapshotFault> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let Some(encoded) = fragment.strip_prefix(PREFIX) else {
        return Err(if is_later(fragment) {
            SnapshotFault::FutureVersion
        } else {
            SnapshotFault::NotASnapshot
        });
    };
    if fragment.len() > LONGEST_FRAGMENT {
        return Err(SnapshotFault::Implausible);
    }
    let packed = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| SnapshotFault::Damaged)?;
    let mut text = String::new();
    let mut decoder = DeflateDecoder::new(packed.as_slice()).take(LARGEST_INFLATED + 1);
    decoder.read_to_string(&mut text).map_err(|_| SnapshotFault::Damaged)?;
    if text.len() as u64 > LARGEST_INFLATED {
        return Err(SnapshotFault::Implausible);
    }
    // What is no snapshot behind the right prefix was one before it was cut.
    read(&text).map_err(|fault| match fault {
        SnapshotFault::NotASnapshot => SnapshotFault::Damaged,
        other => other,
    })
}

/// `s2.`, `s3.` …: packed in a way that this version does not know.
fn is_later(fragment: &str) -> bool {
    let number = fragment.strip_prefix('s').and_then(|rest| rest.split_once('.'));
    number.and_then(|(number, _)| number.parse::<u32>().ok()).is_some_and(|number| number > 1)
}
