//! What files, and members of archives, have in common that one reader each reads as a
//! whole.

use super::reading::merge;
use super::turns::{Next, Turns};
use super::{Given, Readers, stretch};
use crate::engine::session::{self, PartReader, Session};
use crate::worker::intake::Stop;
use crate::worker::slices::{Slices, Unreadable};
use js_sys::{ArrayBuffer, Uint8Array};

/// Files that a reader has at once: one it reads, one that waits or whose bytes are coming.
pub(super) const AT_ONCE: usize = 2;

/// What a reader is given of it.
pub(super) trait Whole {
    fn given(&self) -> Given<'_>;
}

/// Gives each reader as many as it may have. They are kept here, too.
pub(super) fn hand_out(
    readers: &Readers,
    turns: &mut Turns<impl Whole, ArrayBuffer>,
    seed: &ArrayBuffer,
) {
    for reader in readers.ready() {
        while turns.with(reader) < AT_ONCE
            && let Some(at) = turns.due(|_| true)
        {
            let index = turns.index(at);
            let Some(whole) = turns.give(at, reader) else { break };
            if !readers.give_file(reader, index, seed, &whole.given()) {
                turns.lost_with(reader);
                break;
            }
        }
    }
}

/// Enters it into the session, which has begun it: what a reader made of it, or what is
/// read here. `step` says whether to go on.
///
/// # Errors
/// What `step` returns, and [`Stop::Unreadable`] when the browser withholds the file.
pub(super) async fn enter(
    session: &mut Session,
    given: &Given<'_>,
    next: Next<ArrayBuffer>,
    seed: &ArrayBuffer,
    mut step: impl FnMut(&Session) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if merge(session, next) {
        return Ok(());
    }
    let Given { name, plan, bytes, rest } = *given;
    let unreadable = || Stop::Unreadable(name.to_owned());
    let mut alone = PartReader::new(&Uint8Array::new(seed).to_vec()).ok_or_else(unreadable)?;
    alone.file(name, plan, session::head(bytes));
    let mut stopped = Ok(());
    let go_on = || {
        stopped = step(session);
        stopped.is_ok()
    };
    let rest = rest.map(|file| Slices::behind(file, bytes.len() as u64));
    let read = stretch::read_whole(&mut alone, bytes, rest, go_on).await;
    let read = read.map_err(|Unreadable| unreadable())?;
    stopped?;
    session.add_part(&read.ok_or_else(unreadable)?).map_err(|_| unreadable())
}
