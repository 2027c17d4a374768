//! What counting needs of a sealed shard, as bytes: for somebody who counts it in
//! another worker. Neither addresses nor pseudonyms nor record keys are in it.

use super::Store;
use super::row::{Entry, NO_LINK, NOBODY, Slim};
use super::shard::{Open, Shard};
use super::what::{What, Whats};
use crate::engine::flat::{Flat, WriteFlat};

/// Events of one piece: about a megabyte.
const PIECE: usize = 1 << 16;

/// Fewer events than so many for each thing that they can be are not worth it: what
/// they are is written beside them.
const WORTHWHILE: usize = 4;

/// A shard whose events come in pieces behind it. No `Debug`, no `Serialize`.
pub(in crate::engine) struct Excerpt {
    /// Without events.
    shard: Shard,
    people: usize,
}

impl Store {
    /// Whether a shard is counted more slowly than it is written and read.
    pub(in crate::engine) fn excerpt_is_worth_it(&self, shard: usize) -> bool {
        let shard = self.shards.get(shard);
        shard.is_some_and(|shard| shard.rows() / WORTHWHILE >= self.whats_of(shard).len())
    }

    /// Writes a sealed shard: what [`Excerpt::read`] reads.
    pub(in crate::engine) fn write_excerpt(&self, shard: usize, out: &mut Vec<u8>) {
        let Some(shard) = self.shards.get(shard) else { return };
        let ((mailboxes, _), whats) = (shard.of_people(), self.whats_of(shard));
        out.put_len(mailboxes.len());
        mailboxes.iter().for_each(|&code| out.put_u32(code));
        out.put_len(whats.len());
        whats.iter().for_each(|what| out.extend_from_slice(&what.to_bytes()));
    }

    /// What the numbers in a sealed shard stand for.
    fn whats_of<'s>(&'s self, shard: &'s Shard) -> &'s Whats {
        if self.is_settled() { shard.whats() } else { &self.whats }
    }

    /// The events of people in a sealed shard, in pieces that
    /// [`Excerpt::each_message`] takes in the same order.
    pub(in crate::engine) fn excerpt_rows(&self, shard: usize) -> impl Iterator<Item = Vec<u8>> {
        let lists = self.shards.get(shard).into_iter().flat_map(Shard::rows_of_people);
        let mut lists = lists.peekable();
        std::iter::from_fn(move || {
            let mut piece = Vec::with_capacity((lists.peek()?.len() + PIECE) * Slim::BYTES);
            while let Some(rows) = lists.next_if(|_| piece.len() < PIECE * Slim::BYTES) {
                rows.iter().for_each(|row| piece.extend_from_slice(&row.to_bytes()));
            }
            Some(piece)
        })
    }
}

impl Excerpt {
    /// What [`Store::write_excerpt`] wrote, of a store with so many campaigns and
    /// links; `None` where it is damaged.
    pub(in crate::engine) fn read(
        flat: &mut Flat<'_>,
        campaigns: usize,
        links: usize,
    ) -> Option<Excerpt> {
        let people = flat.len()?;
        let mailboxes = flat.arrays(people)?.iter().map(|code| u32::from_le_bytes(*code));
        let len = flat.len()?;
        let known = |what: What| {
            let campaign = (what.campaign as usize) < campaigns;
            let link = what.link == NO_LINK || (what.link as usize) < links;
            (campaign && link).then_some(what)
        };
        let whats = flat.arrays(len)?.iter().map(|what| known(What::from_bytes(what, 0)));
        let whats = whats.collect::<Option<Whats>>()?;
        Some(Excerpt { shard: Shard::without_events(mailboxes, whats), people })
    }

    /// The shard, which has no events.
    pub(in crate::engine) fn shard(&self) -> &Shard {
        &self.shard
    }

    /// As [`Shard::each_message`]. `None` where a piece is none of
    /// [`Store::excerpt_rows`].
    pub(in crate::engine) fn each_message(
        &self,
        pieces: impl Iterator<Item = Vec<u8>>,
        mut visit: impl FnMut(u32, u32, &[Entry]),
    ) -> Option<()> {
        let (whats, mut open, mut rows) = (self.shard.whats(), Open::default(), Vec::new());
        let known = |row: &Slim| {
            let somebody = (row.subscriber as usize) < self.people || row.subscriber == NOBODY;
            somebody & ((row.what as usize) < whats.len())
        };
        for piece in pieces {
            let (events, []) = piece.as_chunks() else { return None };
            rows.clear();
            rows.extend(events.iter().map(Slim::from_bytes));
            if !rows.iter().all(known) {
                return None;
            }
            whats.go_through(&rows, &mut open, &mut visit);
        }
        open.show(&mut visit);
        Some(())
    }
}
