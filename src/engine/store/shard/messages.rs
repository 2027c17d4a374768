//! A shard's messages: the events of one recipient in one campaign, together.

use super::Shard;
use crate::engine::store::row::{Entry, NOBODY, Slim};
use crate::engine::store::what::Whats;
use std::ops::Range;

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

/// A message whose events are being gathered.
#[derive(Default)]
pub(in crate::engine::store) struct Open {
    subscriber: u32,
    campaign: u32,
    events: Vec<Entry>,
}

impl Open {
    #[inline]
    pub(in crate::engine::store) fn show(&mut self, visit: &mut impl FnMut(u32, u32, &[Entry])) {
        if !self.events.is_empty() {
            visit(self.subscriber, self.campaign, &self.events);
            self.events.clear();
        }
    }
}

impl Whats {
    /// Shows the messages that end with these events of people, and leaves the last
    /// one open: what follows may belong to it.
    // See [`Shard::seal`]: of what is called again and again, for some thousand
    // rows each time, the better program is soon taken.
    #[inline(never)]
    pub(in crate::engine::store) fn go_through(
        &self,
        rows: &[Slim],
        open: &mut Open,
        visit: &mut impl FnMut(u32, u32, &[Entry]),
    ) {
        // Those that name nobody come last.
        for row in rows.iter().take_while(|row| row.subscriber != NOBODY) {
            let Some(what) = self.get(row.what) else { continue };
            if (row.subscriber, what.campaign) != (open.subscriber, open.campaign) {
                open.show(visit);
                (open.subscriber, open.campaign) = (row.subscriber, what.campaign);
            }
            open.events.push(Entry::new(row.time, what));
        }
    }
}

impl Shard {
    /// The messages of a sealed shard, each subscriber's together.
    pub(in crate::engine) fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        self.messages_from(0)
    }

    /// Shows every message of a person, with its events, in the order of
    /// [`messages`](Shard::messages): each event is looked up once, where that
    /// and [`Message::entries`] look it up several times.
    pub(in crate::engine) fn each_message(&self, mut visit: impl FnMut(u32, u32, &[Entry])) {
        let mut open = Open::default();
        for rows in self.rows.lists().filter(|_| self.sealed) {
            self.whats.go_through(rows, &mut open, &mut visit);
        }
        open.show(&mut visit);
    }

    /// The events that name nobody, by campaign.
    pub(in crate::engine) fn messages_of_nobody(&self) -> impl Iterator<Item = Message<'_>> {
        self.messages_of(NOBODY)
    }

    /// How many events name nobody.
    pub(in crate::engine) fn events_of_nobody(&self) -> usize {
        self.rows.len() - self.first_of(NOBODY)
    }

    /// The messages of one subscriber.
    pub(in crate::engine) fn messages_of(
        &self,
        subscriber: u32,
    ) -> impl Iterator<Item = Message<'_>> {
        let known = (subscriber != NOBODY).then_some(subscriber);
        let from = self.first_of(subscriber);
        self.messages_from(from).take_while(move |message| message.subscriber == known)
    }

    /// Where the events of a subscriber begin; nowhere while nothing is sorted.
    fn first_of(&self, subscriber: u32) -> usize {
        if self.sealed {
            self.rows.partition_point(|row| row.subscriber < subscriber)
        } else {
            self.rows.len()
        }
    }

    /// The messages from an event on with which one begins.
    fn messages_from(&self, mut start: usize) -> impl Iterator<Item = Message<'_>> {
        std::iter::from_fn(move || {
            let message = self.message(start).filter(|_| self.sealed)?;
            start = message.end;
            Some(message)
        })
    }

    /// The message whose first event this is.
    fn message(&self, start: usize) -> Option<Message<'_>> {
        let first = self.rows.get(start)?;
        let campaign = self.whats.get(first.what)?.campaign;
        let belongs = |row: &Slim| {
            row.subscriber == first.subscriber
                && self.whats.get(row.what).is_some_and(|what| what.campaign == campaign)
        };
        let mut end = start + 1;
        while self.rows.get(end).is_some_and(belongs) {
            end += 1;
        }
        Some(Message {
            shard: self,
            subscriber: (first.subscriber != NOBODY).then_some(first.subscriber),
            campaign,
            start,
            end,
        })
    }

    #[inline]
    fn entry(&self, at: usize) -> Option<Entry> {
        let row = self.rows.get(at)?;
        Some(Entry::new(row.time, self.whats.get(row.what)?))
    }
}

impl<'a> Message<'a> {
    /// The message's events in order of kind, time and link.
    pub(in crate::engine) fn entries(self) -> impl Iterator<Item = Entry> + 'a {
        let range: Range<usize> = self.start..self.end;
        range.filter_map(move |at| self.shard.entry(at))
    }
}
