//! Step 4: permitted events in columns, split by subscriber.
//!
//! Every subscriber belongs to one shard, so that each count of people is a
//! plain sum over shards. Doubles are removed when the store is sealed; from
//! then on it is only read. Addresses are kept for those alone who may be seen,
//! and leave in one place, [`people()`]. Nothing here has `Debug` or
//! `Serialize`.

mod addresses;
mod blocks;
mod campaigns;
mod doubles;
mod excerpt;
mod mailboxes;
mod order;
mod part;
pub mod people;
mod providers;
mod record_keys;
mod row;
#[cfg(test)]
pub(in crate::engine) mod sample;
mod shard;
#[cfg(test)]
mod tests;
mod texts;
mod tokens;
mod what;

pub(in crate::engine) use campaigns::Campaign;
pub(in crate::engine) use excerpt::Excerpt;
pub(in crate::engine) use part::StorePart;
pub use people::{NotKept, people};
pub(in crate::engine) use row::{Entry, Mark, tells_of_sending};
pub(in crate::engine) use shard::{Message, Shard};

use super::consent::Permitted;
use super::events::{self, Pseudonym};
use super::secret::{Digests, Secret};
use super::zone::Time;
use crate::contract::{Kind, KindSet};
use campaigns::Campaigns;
use mailboxes::Mailboxes;
use record_keys::RecordKeys;
use row::{Row, Slim};
use std::sync::Arc;
use texts::Texts;
use what::{Ranks, What, Whats};

/// Everything that may be kept of the files read.
pub struct Store {
    shards: Vec<Shard>,
    campaigns: Campaigns,
    links: Texts,
    mailboxes: Mailboxes,
    /// What events of all shards are; the shards have it once the store is sealed.
    whats: Whats,
    /// The file being read, counted from 0.
    file: u32,
    files_begun: bool,
    /// No subscriber has arrived without a name.
    everybody_named: bool,
    /// While some shards are sealed and others are not.
    sealing: Option<Sealing>,
    /// Makes the record keys of subscribers; the shards have it once the store is
    /// sealed.
    record_keys: Option<Digests>,
    /// Those made for parts that were written already; `None` where there are none.
    made_before: Option<RecordKeys>,
}

/// What the shards are sealed with.
struct Sealing {
    /// The final code of each mailbox group.
    mailboxes: Vec<u32>,
    /// The order of what events are.
    ranks: Ranks,
}

impl Store {
    /// An empty store with this many shards (at least one).
    pub fn new(shards: usize) -> Store {
        Store {
            shards: (0..shards.max(1)).map(|_| Shard::default()).collect(),
            campaigns: Campaigns::default(),
            links: Texts::default(),
            mailboxes: Mailboxes::new(),
            whats: Whats::default(),
            file: 0,
            files_begun: false,
            everybody_named: true,
            sealing: None,
            record_keys: None,
            made_before: None,
        }
    }

    /// From now on every new subscriber has a record key under this secret: said
    /// before the first event, or not at all. It is made of the address, which is
    /// there for as long as the row; only where it is kept, later.
    pub(in crate::engine) fn use_secret(&mut self, secret: &Secret) {
        self.record_keys = Some(secret.digests("record key"));
    }

    /// Says that the next events come from another file, or from another member
    /// of an archive. What one file tells is taken as it is; across files the
    /// same thing counts once.
    pub fn begin_file(&mut self) {
        if self.files_begun {
            self.file = self.file.saturating_add(1);
        }
        self.files_begun = true;
        self.shards.iter_mut().for_each(Shard::begin_file);
    }

    /// Keeps an event. Without effect once the store is sealed.
    pub fn add(&mut self, permitted: Permitted<'_>) {
        let pseudonym = permitted.pseudonym();
        let home = pseudonym.map_or(0, |pseudonym| pseudonym.shard(self.shards.len()));
        if self.is_sealed() {
            return;
        }
        let Some(shard) = self.shards.get_mut(home) else { return };
        let campaign = self.campaigns.key(permitted.campaign(), permitted.covers());
        if permitted.kind() == Kind::Delivered && pseudonym.is_some() {
            self.campaigns.saw_delivery(campaign);
        }
        let subscriber = match pseudonym {
            None => row::NOBODY,
            Some(pseudonym) => {
                self.everybody_named &= permitted.named();
                let (subscriber, new) = shard.subscriber(pseudonym, permitted.address());
                if new {
                    shard.set_mailbox(subscriber, self.mailboxes.enter(permitted.domain()));
                    let keys = self.record_keys.as_ref().filter(|_| permitted.address().is_none());
                    if let Some(keys) = keys {
                        let make = || permitted.record_key(keys);
                        let key = match &mut self.made_before {
                            Some(made) => made.of(pseudonym, make),
                            None => make(),
                        };
                        shard.set_record_key(subscriber, key.unwrap_or_default());
                    }
                }
                subscriber
            }
        };
        let link = permitted.link().map_or(row::NO_LINK, |link| self.links.code(link));
        let whats = &mut self.whats;
        Row::each(&permitted, subscriber, campaign, link, self.file, |row| {
            let what = whats.code(What::of(&row));
            shard.push(Slim { time: row.time, subscriber, what });
        });
    }

    /// Whether an event of somebody was kept; nobody is known once the store is
    /// sealed.
    pub(in crate::engine) fn knows(&self, pseudonym: Pseudonym) -> bool {
        let home = pseudonym.shard(self.shards.len());
        self.shards.get(home).is_some_and(|shard| shard.find(pseudonym).is_some())
    }

    /// Says what the export of a campaign can tell, of an event that consent
    /// left out: a reaction of which nothing may be kept is counted as 0, and
    /// not taken for one that the export does not know.
    pub fn left_out(&mut self, campaign: events::Campaign<'_>, covers: KindSet) {
        if !self.is_sealed() {
            self.campaigns.key(campaign, covers);
        }
    }

    /// Whether nothing is added any more: the first shard is the first to be sealed.
    fn is_sealed(&self) -> bool {
        self.shards.first().is_some_and(Shard::is_sealed)
    }

    /// Whether all of it is sealed, and can be counted.
    pub(in crate::engine) fn is_settled(&self) -> bool {
        self.sealing.is_none() && self.is_sealed()
    }

    /// Sorts, removes doubles, forgets what was needed for reading only: the
    /// pseudonyms, the domains of small mailbox groups, parts of links that tell
    /// people apart, and the secret where no address is kept.
    pub fn seal(&mut self) {
        while self.seal_shard().is_some() {}
    }

    /// Seals one more shard, and says which; `None` once the store is sealed.
    pub(in crate::engine) fn seal_shard(&mut self) -> Option<usize> {
        let next = self.shards.iter().position(|shard| !shard.is_sealed());
        let Some((at, shard)) = next.and_then(|at| Some((at, self.shards.get_mut(at)?))) else {
            self.explain();
            return None;
        };
        if let Some(sealing) = &self.sealing {
            shard.seal(&sealing.mailboxes, &sealing.ranks, &mut self.whats);
            return Some(at);
        }
        self.made_before = None;
        self.shards.iter_mut().for_each(Shard::forget_pseudonyms);
        self.learn_links();
        self.links.seal();
        let mailboxes = self.mailboxes.seal(self.everybody_named);
        self.sealing = Some(Sealing { mailboxes, ranks: Ranks::new(&self.whats) });
        self.seal_shard()
    }

    /// The shards, all sealed, have what they know together.
    fn explain(&mut self) {
        if self.sealing.take().is_some() {
            let record_keys = self.record_keys.take();
            self.whats.seal();
            let whats = Arc::new(std::mem::take(&mut self.whats));
            self.shards.iter_mut().for_each(|shard| shard.explain(&whats, record_keys.as_ref()));
        }
    }

    fn learn_links(&mut self) {
        let mut people = vec![0; self.links.len()];
        for shard in &self.shards {
            shard.count_people_by_link(&self.whats, &mut people);
        }
        let links: Vec<(&str, u32)> = self.links.all().zip(people).collect();
        let learned = tokens::learned(&links);
        if learned.iter().any(Option::is_some) {
            let codes = self.links.replace(learned);
            let code = |link: u32| codes.get(link as usize).copied().unwrap_or(row::NO_LINK);
            self.whats.renumber_links(code);
        }
    }

    /// Events found twice and counted once; known once the store is sealed.
    pub fn doubles(&self) -> u64 {
        self.shards.iter().map(Shard::doubles).sum()
    }

    /// Bytes of memory held, by the capacity of the columns.
    pub fn bytes(&self) -> usize {
        let whats = self.shards.first().map_or(0, Shard::bytes_of_whats) + self.whats.bytes();
        self.shards.iter().map(Shard::bytes).sum::<usize>()
            + whats
            + self.campaigns.bytes()
            + self.links.bytes()
            + self.mailboxes.bytes()
    }

    /// Rows held: one for each event, and one for each counter without times.
    pub fn rows(&self) -> usize {
        self.shards.iter().map(Shard::rows).sum()
    }

    pub(in crate::engine) fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// The campaigns, with their keys in filters.
    pub(in crate::engine) fn campaigns(&self) -> impl Iterator<Item = (u32, &Campaign)> {
        self.campaigns.iter()
    }

    pub(in crate::engine) fn campaign(&self, key: u32) -> Option<&Campaign> {
        self.campaigns.get(key)
    }

    /// The text of a link.
    pub(in crate::engine) fn link(&self, code: u32) -> Option<&str> {
        self.links.text(code)
    }

    /// How many links have a code: `0 … links_len() − 1`.
    pub(in crate::engine) fn links_len(&self) -> usize {
        self.links.len()
    }

    /// The name of a group of mailbox domains.
    pub(in crate::engine) fn mailbox(&self, code: u32) -> &str {
        self.mailboxes.name(code)
    }
}

/// Times beyond the years that a calendar can name stop at its ends.
fn bounded(time: Time) -> i64 {
    const FARTHEST: i64 = 8_640_000_000_000_000;
    time.0.clamp(-FARTHEST, FARTHEST)
}
