//! What was read is sealed shard by shard, and readers count the shards meanwhile.

use super::inbox::Ticking;
use super::reading::{Crew, PATIENCE};
use super::{News, Readers, cores};
use crate::engine::session::Session;
use crate::worker::intake::Stop;
use crate::worker::pace::pause;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::collections::VecDeque;

/// Shards that a reader has at once: one it counts, one that waits.
const AT_ONCE: usize = 2;

impl Crew<'_> {
    /// Seals the session, and has it counted as far as that takes time. `step` says
    /// whether to go on. Without effect where the readers had nothing to read.
    ///
    /// # Errors
    /// What `step` returns.
    pub async fn seal(
        &mut self,
        session: &mut Session,
        mut step: impl FnMut() -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Some(seed) = &self.seed else { return Ok(()) };
        self.readers.begin();
        let mut counting =
            Counting { readers: self.readers, seed, waiting: VecDeque::new(), with: Vec::new() };
        while let Some(shard) = session.seal_shard() {
            if session.is_worth_handing_over(shard) {
                counting.waiting.push_back(shard);
                counting.hand_out(session);
                counting.listen(session).await;
            }
            step()?;
        }
        // What nobody else counts is counted here, and what is lost, when it is asked for.
        while let Some(shard) = counting.next(session) {
            session.count_shard(shard);
            counting.listen(session).await;
            step()?;
        }
        // Ends with the counting.
        let _ticking = Ticking::new(&self.readers.inbox);
        let mut silent = 0;
        while !counting.with.is_empty() && silent <= PATIENCE {
            let news = self.readers.hear().await;
            silent = if matches!(news, News::Tick) { silent + 1 } else { 0 };
            counting.note(session, news);
            step()?;
        }
        self.done = counting.with.is_empty();
        Ok(())
    }
}

/// Shards in the hands of readers.
struct Counting<'c> {
    readers: &'c Readers,
    seed: &'c ArrayBuffer,
    /// Sealed, and with nobody.
    waiting: VecDeque<usize>,
    /// Readers, and what they have.
    with: Vec<(u32, usize)>,
}

impl Counting<'_> {
    /// Gives each reader as many as it may have.
    fn hand_out(&mut self, session: &Session) {
        // Whoever seals needs a core, too.
        let most = cores().saturating_sub(1).max(1);
        for reader in self.readers.ready().into_iter().take(most) {
            while self.with.iter().filter(|(who, _)| *who == reader).count() < AT_ONCE {
                let Some(shard) = self.waiting.pop_front() else { return };
                let pieces: Array =
                    session.shard(shard).map(|piece| Uint8Array::from(&*piece).buffer()).collect();
                if !self.readers.give_shard(reader, shard as u32, self.seed, &pieces) {
                    self.waiting.push_front(shard);
                    break;
                }
                self.with.push((reader, shard));
            }
        }
    }

    /// One that no reader has room for.
    fn next(&mut self, session: &Session) -> Option<usize> {
        self.hand_out(session);
        self.waiting.pop_front()
    }

    /// Lets in what readers have said.
    async fn listen(&mut self, session: &Session) {
        pause().await;
        while let Some(news) = self.readers.heard() {
            self.note(session, news);
        }
    }

    fn note(&mut self, session: &Session, news: News) {
        match news {
            News::Part(shard, counted) => {
                self.with.retain(|(_, had)| *had != shard as usize);
                session.add_counted(shard as usize, &Uint8Array::new(&counted).to_vec());
            }
            News::Lost(shard) => self.with.retain(|(_, had)| *had != shard as usize),
            News::Died(reader) => self.with.retain(|(who, _)| *who != reader),
            News::Ready | News::Unreadable | News::Tick => {}
        }
    }
}
