//! One part of a file, read from its first byte to the end of its last record, or a
//! whole file.

use crate::engine::session::PartReader;
use crate::worker::slices::{Slices, Unreadable};

/// So far behind its end a part may go on that began where a line seems to
/// begin. Who began inside a quoted cell could otherwise read to the end of the
/// file and be wrong.
const ASTRAY: u64 = 8 << 20;

/// The first byte that [`read`] needs of a part that begins at `from`: the one
/// before tells whether a line begins there.
pub fn first(from: u64) -> u64 {
    from.saturating_sub(1)
}

/// How many bytes a part may take whose beginning is a guess.
pub fn limit(from: u64, until: u64) -> u64 {
    (until - from.min(until)).saturating_add(ASTRAY)
}

/// Reads the part that was begun. `None` when `go_on` says no, or when more than
/// `limit` bytes did not end it.
///
/// # Errors
/// [`Unreadable`] as soon as the browser refuses a slice.
pub async fn read(
    parts: &mut PartReader,
    bytes: &mut Slices,
    limit: u64,
    mut go_on: impl FnMut() -> bool,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let mut taken = 0;
    while let Some(slice) = bytes.next().await? {
        if !go_on() {
            return Ok(None);
        }
        taken += slice.len() as u64;
        if !parts.push(slice) {
            break;
        }
        if taken > limit {
            return Ok(None);
        }
    }
    Ok(Some(parts.finish()))
}

/// Reads a file as its only part: its first bytes, and the rest behind them, where there
/// is one. `None` when `go_on` says no.
///
/// # Errors
/// [`Unreadable`] as soon as the browser refuses a slice.
pub async fn read_whole(
    parts: &mut PartReader,
    head: &[u8],
    rest: Option<Slices>,
    mut go_on: impl FnMut() -> bool,
) -> Result<Option<Vec<u8>>, Unreadable> {
    parts.begin_whole();
    let mut wanted = parts.push(head);
    if let Some(mut rest) = rest {
        while wanted && let Some(slice) = rest.next().await? {
            if !go_on() {
                return Ok(None);
            }
            wanted = parts.push(slice);
        }
    }
    Ok(Some(parts.finish()))
}
