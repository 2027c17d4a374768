//! The events of some subscribers, and of nobody else.

use super::addresses::AddressBook;
use super::row::{Entry, Mark, NO_LINK, NOBODY, Row, plain_amount, sealed_mark};
use super::{doubles, order};
use crate::engine::events::{Numbers, Pseudonym};
use std::ops::Range;

/// Columns of events, sorted by subscriber, campaign, kind, time and link.
#[derive(Default)]
pub(in crate::engine) struct Shard {
    // While reading; empty once sealed.
    /// Marked where the address book knows the subscriber.
    numbers: Numbers,
    rows: Vec<Row>,
    /// One bit a subscriber: whether parts of the file being read hold an event.
    in_file: Vec<u64>,
    sealed: bool,

    // One entry a subscriber.
    mailboxes: Vec<u32>,
    /// Empty where no secret was given.
    record_keys: Vec<u32>,
    pub(super) addresses: AddressBook,

    // One entry a message: whose, of which campaign, where its events end.
    subscribers: Vec<u32>,
    campaigns: Vec<u32>,
    ends: Vec<u32>,

    // One entry an event.
    times: Vec<i64>,
    links: Vec<u32>,
    clients: Vec<u16>,
    marks: Vec<Mark>,

    /// Amounts other than the plain one, by event.
    amounts: Vec<(u32, u32)>,
    doubles: u64,
}

/// All events of one recipient, or of nobody, in one campaign.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Message<'a> {
    shard: &'a Shard,
    /// The subscriber's number in the shard; `None` where nobody is named.
    pub(in crate::engine) subscriber: Option<u32>,
    pub(in crate::engine) campaign: u32,
    start: usize,
    end: usize,
}

impl Shard {
    /// The number of a subscriber, and whether it is new. `address` is given where
    /// the person may be seen.
    pub(super) fn subscriber(
        &mut self,
        pseudonym: Pseudonym,
        address: Option<&str>,
    ) -> (u32, bool) {
        let met = self.numbers.meet(pseudonym);
        if let Some(address) = address
            && !std::mem::replace(met.marked, true)
        {
            self.addresses.enter(met.number, address);
        }
        (met.number, met.new)
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
        debug_assert_eq!(subscriber as usize, self.record_keys.len());
        self.record_keys.push(key);
    }

    pub(super) fn push(&mut self, row: Row) {
        if self.rows.len() == self.rows.capacity() {
            // Doubling would hold twice the memory for the sake of a few copies.
            self.rows.reserve_exact(self.rows.len() / 2 + 1024);
        }
        self.rows.push(row);
    }

    /// The rows, in the order in which they came, and the people they are of, by
    /// their numbers; empty once sealed.
    pub(super) fn read_so_far(&self) -> (&[Row], Vec<Pseudonym>) {
        (&self.rows, self.numbers.in_order())
    }

    /// The groups of mailboxes and the record keys, by subscriber.
    pub(super) fn of_people(&self) -> (&[u32], &[u32]) {
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
    pub(super) fn count_people_by_link(&self, people: &mut [u32]) {
        let linked = self.rows.iter().filter(|row| row.link != NO_LINK);
        let mut pairs: Vec<(u32, u32)> = linked.map(|row| (row.link, row.subscriber)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (link, _) in pairs {
            if let Some(people) = people.get_mut(link as usize) {
                *people += 1;
            }
        }
    }

    /// Gives every link its new number, while rows are still rows.
    pub(super) fn renumber_links(&mut self, codes: &[u32]) {
        for row in &mut self.rows {
            if row.link != NO_LINK {
                row.link = codes.get(row.link as usize).copied().unwrap_or(NO_LINK);
            }
        }
    }

    /// Turns rows into columns; `mailboxes` gives the final code of each mailbox
    /// group, `campaigns` says how many there are.
    pub(super) fn seal(&mut self, mailboxes: &[u32], campaigns: u32) {
        if std::mem::replace(&mut self.sealed, true) {
            return;
        }
        let subscribers = std::mem::take(&mut self.numbers).len();
        self.in_file = Vec::new();
        for code in &mut self.mailboxes {
            *code = mailboxes.get(*code as usize).copied().unwrap_or_default();
        }
        let rows = order::sorted(std::mem::take(&mut self.rows), subscribers, campaigns);
        self.times.reserve_exact(rows.len());
        self.links.reserve_exact(rows.len());
        self.clients.reserve_exact(rows.len());
        self.marks.reserve_exact(rows.len());
        let mut kept = Vec::new();
        for message in rows.chunk_by(|a, b| a.message() == b.message()) {
            kept.clear();
            for kind in message.chunk_by(|a, b| a.mark.kind() == b.mark.kind()) {
                self.doubles = self.doubles.saturating_add(doubles::remove(kind, &mut kept));
            }
            if let Some(first) = kept.first() {
                self.subscribers.push(first.subscriber);
                self.campaigns.push(first.campaign);
                self.append(&kept);
                self.ends.push(self.times.len() as u32);
            }
        }
        self.shrink();
    }

    fn append(&mut self, rows: &[Row]) {
        for row in rows {
            let mark = sealed_mark(row);
            if mark.has(Mark::AMOUNT) {
                self.amounts.push((self.times.len() as u32, row.amount));
            }
            self.times.push(row.time);
            self.links.push(row.link);
            self.clients.push(row.client);
            self.marks.push(mark);
        }
    }

    fn shrink(&mut self) {
        self.mailboxes.shrink_to_fit();
        self.record_keys.shrink_to_fit();
        self.addresses.shrink();
        self.subscribers.shrink_to_fit();
        self.campaigns.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.times.shrink_to_fit();
        self.links.shrink_to_fit();
        self.clients.shrink_to_fit();
        self.marks.shrink_to_fit();
        self.amounts.shrink_to_fit();
    }

    pub(super) fn doubles(&self) -> u64 {
        self.doubles
    }

    pub(super) fn rows(&self) -> usize {
        self.rows.len() + self.times.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.numbers.bytes()
            + self.rows.capacity() * size_of::<Row>()
            + self.addresses.bytes()
            + (self.mailboxes.capacity()
                + self.record_keys.capacity()
                + self.subscribers.capacity()
                + self.campaigns.capacity()
                + self.ends.capacity()
                + self.links.capacity())
                * size_of::<u32>()
            + (self.times.capacity() + self.in_file.capacity()) * size_of::<i64>()
            + self.clients.capacity() * size_of::<u16>()
            + self.marks.capacity() * size_of::<Mark>()
            + self.amounts.capacity() * size_of::<(u32, u32)>()
    }

    /// The messages of a sealed shard, each subscriber's together.
    pub(in crate::engine) fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let whose = self.subscribers.iter().zip(&self.campaigns);
        whose.zip(starts.zip(&self.ends)).map(|((&subscriber, &campaign), (start, &end))| Message {
            shard: self,
            subscriber: (subscriber != NOBODY).then_some(subscriber),
            campaign,
            start: start as usize,
            end: end as usize,
        })
    }

    /// The events that name nobody, by campaign.
    pub(in crate::engine) fn messages_of_nobody(&self) -> impl Iterator<Item = Message<'_>> {
        self.messages_of(NOBODY)
    }

    /// The messages of one subscriber.
    pub(in crate::engine) fn messages_of(
        &self,
        subscriber: u32,
    ) -> impl Iterator<Item = Message<'_>> {
        let from = self.subscribers.partition_point(|&other| other < subscriber);
        let to = self.subscribers.partition_point(|&other| other <= subscriber);
        (from..to).filter_map(|at| self.message(at))
    }

    fn message(&self, at: usize) -> Option<Message<'_>> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        let subscriber = *self.subscribers.get(at)?;
        Some(Message {
            shard: self,
            subscriber: (subscriber != NOBODY).then_some(subscriber),
            campaign: *self.campaigns.get(at)?,
            start: start as usize,
            end: *self.ends.get(at)? as usize,
        })
    }

    /// The group of the subscriber's mailbox.
    pub(in crate::engine) fn mailbox(&self, subscriber: u32) -> u32 {
        self.mailboxes.get(subscriber as usize).copied().unwrap_or_default()
    }

    /// The subscriber's key in the method of cell keys; 0 for everybody where the
    /// files were read without a secret.
    pub(in crate::engine) fn record_key(&self, subscriber: u32) -> u32 {
        self.record_keys.get(subscriber as usize).copied().unwrap_or_default()
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let mark = *self.marks.get(at)?;
        let amount = if mark.has(Mark::AMOUNT) {
            let place = self.amounts.partition_point(|&(row, _)| (row as usize) < at);
            self.amounts.get(place).map_or(plain_amount(mark), |&(_, amount)| amount)
        } else {
            plain_amount(mark)
        };
        let (time, link) = (*self.times.get(at)?, *self.links.get(at)?);
        Some(Entry::new(time, link, *self.clients.get(at)?, mark, amount))
    }
}

impl<'a> Message<'a> {
    /// The message's events in order of kind, time and link.
    pub(in crate::engine) fn entries(self) -> impl Iterator<Item = Entry> + 'a {
        let range: Range<usize> = self.start..self.end;
        range.filter_map(move |at| self.shard.entry(at))
    }
}
