//! What happened, newest first: all of it, or one person's part.

use super::{Desk, PeoplePage, Seen, window};
use crate::contract::{Kind, TimelineEntry};
use crate::engine::calendar::{day_text, iso};
use crate::engine::events::{Client, Family};
use crate::engine::sorting::Sorting;
use crate::engine::store::{Entry, Mark, Message};
use crate::engine::tallies::selection::Selection;
use crate::engine::zone::Time;
use std::cmp::Reverse;

/// One row in the making. Without a person there is nothing in it but what the
/// row will show.
#[derive(Clone, Copy)]
struct Line<'a> {
    day: Option<i32>,
    named: Option<Named<'a>>,
    campaign: u32,
    kind: Kind,
    times: u32,
}

#[derive(Clone, Copy)]
struct Named<'a> {
    id: u32,
    address: &'a str,
    time: Option<Time>,
    link: Option<u32>,
    client: Client,
}

impl<'a> Line<'a> {
    fn of(entry: &Entry, campaign: u32, seen: Option<Seen<'a>>, selection: &Selection<'_>) -> Self {
        let named = seen.filter(|_| entry.named()).map(|seen| Named {
            id: seen.id,
            address: seen.address,
            time: entry.time,
            link: entry.link,
            client: entry.client,
        });
        let day = entry.time.map(|time| selection.day(time));
        Line { day, named, campaign, kind: entry.kind, times: entry.times }
    }

    /// Newest first, without a time last. Among the rows of a day those without
    /// a person come last, so that their place does not tell the hour.
    fn order(&self) -> impl Ord + use<'a> {
        let named = self.named.map(|named| (Reverse(named.time), named.address, named.link));
        let place = (self.campaign, self.kind, self.times);
        (self.day.is_none(), Reverse(self.day), named.is_none(), named, place)
    }
}

impl<'a> Desk<'a> {
    pub(super) fn events(&self, kind: Option<Kind>) -> PeoplePage {
        let selection = self.selection();
        let searching = !self.query.search.trim().is_empty();
        let (mut total, mut anonymous) = (0, 0);
        let mut newest = Newest::new(self.query.offset.saturating_add(self.query.limit));
        for (home, shard) in self.store.shards().iter().enumerate() {
            for message in shard.messages() {
                let seen = message.subscriber.and_then(|subscriber| self.seen(home, subscriber));
                let found = seen.is_some_and(|seen| self.finds(seen.address));
                let asked = |entry: &Entry| kind.is_none_or(|kind| entry.kind == kind);
                for entry in taken(message, &selection).filter(asked) {
                    let line = Line::of(&entry, message.campaign, seen, &selection);
                    let shown = if line.named.is_some() {
                        total += u64::from(found);
                        found
                    } else {
                        anonymous += 1;
                        !searching
                    };
                    if shown {
                        newest.push(line);
                    }
                }
            }
        }
        let lines = newest.sorted();
        let entries = window(&lines, self.query.offset, self.query.limit);
        let entries = entries.iter().map(|line| self.entry(line)).collect();
        PeoplePage { people: Vec::new(), entries, total, anonymous }
    }

    /// What was kept with one person's name; an empty page for anybody else.
    pub(super) fn timeline(&self, person: u32) -> PeoplePage {
        let Some(seen) = self.person_of(person) else { return PeoplePage::default() };
        let selection = self.selection();
        let mut lines: Vec<Line<'_>> = Vec::new();
        for message in seen.shard.messages_of(seen.subscriber) {
            let named = taken(message, &selection).filter(Entry::named);
            lines.extend(
                named.map(|entry| Line::of(&entry, message.campaign, Some(seen), &selection)),
            );
        }
        lines.put_in_order_by_key(Line::order);
        let entries = window(&lines, self.query.offset, self.query.limit);
        PeoplePage {
            people: vec![self.person(&seen, &selection, &mut self.assessor())],
            entries: entries.iter().map(|line| self.entry(line)).collect(),
            total: lines.len() as u64,
            anonymous: 0,
        }
    }

    fn entry(&self, line: &Line<'_>) -> TimelineEntry {
        let &Line { day, named, campaign, kind, times } = line;
        let family = |named: Named<'_>| {
            (named.client.family != Family::Unknown).then(|| named.client.family.name().to_owned())
        };
        let time = match named {
            Some(named) => named.time.map(iso),
            None => day.map(day_text),
        };
        TimelineEntry {
            person: named.map(|named| (named.id, named.address.to_owned())),
            time,
            kind,
            times,
            campaign,
            link: named.and_then(|named| self.store.link(named.link?)).map(str::to_owned),
            client: named.and_then(family),
        }
    }
}

/// The events of a message that the filter takes; those of nobody one by one.
fn taken<'a>(
    message: Message<'a>,
    selection: &'a Selection<'_>,
) -> impl Iterator<Item = Entry> + 'a {
    let somebody = message.subscriber.is_some();
    let whole = somebody && selection.takes(message).is_some();
    let some = !somebody && selection.takes_campaign(message.campaign);
    message.entries().filter(move |entry| {
        let day = || entry.time.map(|time| selection.day(time));
        !entry.mark.has(Mark::DERIVED) && (whole || (some && selection.takes_day(day())))
    })
}

/// The first rows of a long list, without holding all of it.
struct Newest<'a> {
    lines: Vec<Line<'a>>,
    wanted: usize,
}

impl<'a> Newest<'a> {
    fn new(wanted: u64) -> Newest<'a> {
        Newest { lines: Vec::new(), wanted: usize::try_from(wanted).unwrap_or(usize::MAX) }
    }

    fn push(&mut self, line: Line<'a>) {
        self.lines.push(line);
        if self.lines.len() >= self.wanted.saturating_mul(2).saturating_add(1024) {
            self.lines.select_nth_unstable_by_key(self.wanted, Line::order);
            self.lines.truncate(self.wanted);
        }
    }

    fn sorted(mut self) -> Vec<Line<'a>> {
        self.lines.put_in_order_by_key(Line::order);
        self.lines
    }
}
