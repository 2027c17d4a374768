//! The events of some subscribers, and of nobody else.

mod messages;

pub(in crate::engine) use messages::Message;
pub(super) use messages::Open;

use super::addresses::AddressBook;
use super::blocks::Blocks;
use super::row::{NO_LINK, NOBODY, Row, Slim};
use super::what::{Ranks, What, Whats};
use super::{doubles, order};
use crate::engine::events::{Numbers, Pseudonym, record_key};
use crate::engine::secret::Digests;
use std::sync::{Arc, OnceLock};

/// Events as they come; once sealed, by subscriber, campaign, kind, time and link.
#[derive(Default)]
pub(in crate::engine) struct Shard {
    // While reading; empty once sealed.
    /// Marked where the address book knows the subscriber.
    numbers: Numbers,
    /// One bit a subscriber: whether parts of the file being read hold an event.
    in_file: Vec<u64>,
    sealed: bool,

    // One entry a subscriber.
    mailboxes: Blocks<u32>,
    /// Of those whose address is not kept, as far as there are any; 0 for others.
    record_keys: Blocks<u32>,
    pub(super) addresses: AddressBook,
    /// Makes the record keys of those whose address is kept, once sealed.
    digests: Option<Digests>,
    /// Everybody's, as soon as somebody asks for one of those.
    made: OnceLock<Vec<u32>>,

    rows: Blocks<Slim>,
    /// What the numbers in sealed rows stand for: the same for all shards.
    whats: Arc<Whats>,
    doubles: u64,
}

impl Shard {
    /// A sealed one of so many people, with these groups of mailboxes.
    pub(super) fn without_events(mailboxes: impl Iterator<Item = u32>, whats: Whats) -> Shard {
        let mut shard = Shard { sealed: true, whats: Arc::new(whats), ..Shard::default() };
        mailboxes.for_each(|code| shard.mailboxes.push(code));
        shard
    }

    /// The number of a subscriber, and whether it is new. `address` is given where
    /// the person may be seen.
    pub(super) fn subscriber(
        &mut self,
        pseudonym: Pseudonym,
        address: Option<&str>,
    ) -> (u32, bool) {
        let met = self.numbers.meet(pseudonym);
        let (number, new) = (met.number, met.new);
        if let Some(address) = address
            && !met.mark()
        {
            self.addresses.enter(number, address);
        }
        (number, new)
    }

    /// The number of a subscriber who was met before, and whether their address is
    /// known.
    pub(super) fn find(&self, pseudonym: Pseudonym) -> Option<(u32, bool)> {
        self.numbers.find(pseudonym)
    }

    pub(super) fn set_mailbox(&mut self, subscriber: u32, code: u32) {
        debug_assert_eq!(subscriber as usize, self.mailboxes.len());
        self.mailboxes.push(code);
    }

    pub(super) fn set_record_key(&mut self, subscriber: u32, key: u32) {
        while self.record_keys.len() < subscriber as usize {
            self.record_keys.push(0);
        }
        debug_assert_eq!(subscriber as usize, self.record_keys.len());
        self.record_keys.push(key);
    }

    #[inline]
    pub(super) fn push(&mut self, row: Slim) {
        self.rows.push(row);
    }

    /// The rows, in the order in which they came, and the people they are of, by
    /// their numbers; empty once sealed.
    pub(super) fn read_so_far(&self) -> (&Blocks<Slim>, Vec<Pseudonym>) {
        (&self.rows, self.numbers.in_order())
    }

    /// The events of people, once sealed, in as few lists as they are kept in; the last
    /// may hold some of nobody.
    pub(super) fn rows_of_people(&self) -> impl Iterator<Item = &[Slim]> {
        let of_people = |row: &Slim| row.subscriber != NOBODY;
        self.rows.lists().take_while(move |rows| self.sealed && rows.first().is_some_and(of_people))
    }

    /// The groups of mailboxes and the record keys, by subscriber.
    pub(super) fn of_people(&self) -> (&Blocks<u32>, &Blocks<u32>) {
        (&self.mailboxes, &self.record_keys)
    }

    /// Notes that a part of the file being read holds an event of a subscriber;
    /// whether it is the first.
    pub(super) fn enter_in_file(&mut self, subscriber: u32) -> bool {
        let (word, bit) = (subscriber as usize / 64, 1 << (subscriber % 64));
        if self.in_file.len() <= word {
            self.in_file.resize(word + 1 + word / 2, 0);
        }
        let Some(word) = self.in_file.get_mut(word) else { return false };
        let first = *word & bit == 0;
        *word |= bit;
        first
    }

    /// Whether [`Shard::enter_in_file`] was told of somebody.
    pub(super) fn is_in_file(&self, pseudonym: Pseudonym) -> bool {
        let word = |number: u32| self.in_file.get(number as usize / 64).copied().unwrap_or(0);
        self.find(pseudonym).is_some_and(|(number, _)| word(number) >> (number % 64) & 1 == 1)
    }

    /// Everybody whom [`Shard::enter_in_file`] was told of.
    pub(super) fn people_in_file(&self) -> impl Iterator<Item = Pseudonym> {
        self.numbers.in_order().into_iter().filter(|&who| self.is_in_file(who))
    }

    /// The next parts are of another file.
    pub(super) fn begin_file(&mut self) {
        self.in_file = Vec::new();
    }

    /// Forgets everything, and keeps the memory.
    pub(super) fn clear(&mut self) {
        let mut numbers = std::mem::take(&mut self.numbers);
        let mut rows = std::mem::take(&mut self.rows);
        numbers.clear();
        rows.clear();
        *self = Shard { numbers, rows, ..Shard::default() };
    }

    pub(super) fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// Adds how many of this shard's subscribers have events with each link.
    #[inline(never)] // See [`Shard::seal`].
    pub(super) fn count_people_by_link(&self, whats: &Whats, people: &mut [u32]) {
        let linked = self.rows.iter().filter_map(|row| {
            let link = whats.get(row.what)?.link;
            (link != NO_LINK).then_some(u64::from(link) << 32 | u64::from(row.subscriber))
        });
        // Numbers like others that are sorted: one program for both.
        let mut pairs: Vec<u64> = linked.collect();
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            if let Some(people) = people.get_mut((pair >> 32) as usize) {
                *people += 1;
            }
        }
    }

    /// Forgets the pseudonyms. Their memory is then there for sorting.
    pub(super) fn forget_pseudonyms(&mut self) {
        self.numbers = Numbers::default();
        self.in_file = Vec::new();
    }

    /// Sorts the events and removes doubles; `mailboxes` gives the final code of
    /// each mailbox group, `ranks` the order of the numbers that `whats` has so far.
    // A browser compiles well what is called again and again. A function that runs
    // once and for long, with all of this inside, it would run as it is at first.
    #[inline(never)]
    pub(super) fn seal(&mut self, mailboxes: &[u32], ranks: &Ranks, whats: &mut Whats) {
        if std::mem::replace(&mut self.sealed, true) {
            return;
        }
        self.forget_pseudonyms();
        for code in self.mailboxes.iter_mut() {
            *code = mailboxes.get(*code as usize).copied().unwrap_or_default();
        }
        let subscribers = self.mailboxes.len() as u32;
        self.rows = order::sorted(std::mem::take(&mut self.rows), subscribers, ranks);
        self.remove_doubles(ranks, whats);
        self.mailboxes.truncate(self.mailboxes.len());
        self.record_keys.truncate(self.record_keys.len());
        self.addresses.shrink();
    }

    /// What is kept is written over what was looked at before it.
    #[inline(never)]
    fn remove_doubles(&mut self, ranks: &Ranks, whats: &mut Whats) {
        let place = |row: &Slim| (row.subscriber, ranks.of(row.what));
        let (mut group, mut settled) = (Vec::<Row>::new(), Vec::new());
        let (mut start, mut kept) = (0, 0);
        while let Some(&first) = self.rows.get(start) {
            let mut end = start + 1;
            while self.rows.get(end).is_some_and(|row| place(row) == place(&first)) {
                end += 1;
            }
            if end == start + 1 {
                self.rows.set(kept, first);
                kept += 1;
            } else {
                let rows = (start..end).filter_map(|at| self.rows.get(at));
                group.clear();
                group.extend(
                    rows.filter_map(|row| Some(whats.get(row.what)?.row(row.time, row.subscriber))),
                );
                group.sort_unstable_by_key(Row::order_of_one);
                settled.clear();
                self.doubles = self.doubles.saturating_add(doubles::remove(&group, &mut settled));
                for row in &settled {
                    let &Row { time, subscriber, .. } = row;
                    let what = whats.code(What::of(row));
                    self.rows.set(kept, Slim { time, subscriber, what });
                    kept += 1;
                }
            }
            start = end;
        }
        self.rows.truncate(kept);
    }

    /// Says what the numbers of sealed events stand for, and how record keys are
    /// made where addresses are kept.
    pub(super) fn explain(&mut self, whats: &Arc<Whats>, digests: Option<&Digests>) {
        self.whats = Arc::clone(whats);
        self.digests = digests.filter(|_| !self.addresses.is_empty()).cloned();
    }

    pub(super) fn doubles(&self) -> u64 {
        self.doubles
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// What the numbers in its events stand for, once the store is sealed.
    pub(super) fn whats(&self) -> &Whats {
        &self.whats
    }

    /// Bytes of what all shards know together.
    pub(super) fn bytes_of_whats(&self) -> usize {
        self.whats.bytes()
    }

    pub(super) fn bytes(&self) -> usize {
        self.numbers.bytes()
            + self.rows.bytes()
            + self.addresses.bytes()
            + self.mailboxes.bytes()
            + self.record_keys.bytes()
            + self.made.get().map_or(0, |made| made.capacity() * size_of::<u32>())
            + self.in_file.capacity() * size_of::<u64>()
    }

    /// The group of the subscriber's mailbox.
    pub(in crate::engine) fn mailbox(&self, subscriber: u32) -> u32 {
        self.mailboxes.get(subscriber as usize).copied().unwrap_or_default()
    }

    /// The subscriber's key in the method of cell keys; 0 for everybody where the
    /// files were read without a secret.
    pub(in crate::engine) fn record_key(&self, subscriber: u32) -> u32 {
        let Some(digests) = &self.digests else { return self.kept_record_key(subscriber) };
        let made = self.made.get_or_init(|| {
            let everybody = 0..self.mailboxes.len() as u32;
            let key = |subscriber| match self.addresses.get(subscriber) {
                Some(address) => record_key(address, digests),
                None => self.kept_record_key(subscriber),
            };
            everybody.map(key).collect()
        });
        made.get(subscriber as usize).copied().unwrap_or_default()
    }

    fn kept_record_key(&self, subscriber: u32) -> u32 {
        self.record_keys.get(subscriber as usize).copied().unwrap_or_default()
    }
}
