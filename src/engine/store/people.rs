//! The owner's lists of people: the one place that turns an entry of the
//! address book into text.
//!
//! - In anonymous mode there is no such list: [`NotKept`].
//! - A person is listed for what was kept with their name, and for nothing
//!   else. Somebody named for opens but not for clicks has clicks as anonymous
//!   rows, and none in their timeline.
//! - Anonymous rows hold a day, a kind and a campaign, and are ordered by what
//!   they show: nothing tells which of them belong together.
//! - That somebody did *not* react is said only of people whose reactions would
//!   have been kept with their name.

mod events;
mod group;
mod scan;
#[cfg(test)]
mod tests;

use super::{Message, Shard, Store};
use crate::contract::{Measure, Mode, PeopleList, PeoplePage, PeopleQuery, Person, Settings};
use crate::engine::calendar::iso;
use crate::engine::sorting::Sorting;
use crate::engine::tallies::Question;
use crate::engine::tallies::recipient::Assessor;
use crate::engine::tallies::selection::Selection;
use crate::engine::zone::Zone;
use scan::{Verdict, scan};

/// The list is not kept in this mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// One page of a list, in the order of addresses (people) or newest first
/// (events). `total` and `anonymous` count the whole list; they do not depend
/// on the page. In a list of people both count distinct people.
///
/// # Errors
///
/// [`NotKept`] in anonymous mode.
pub fn people(
    store: &Store,
    query: &PeopleQuery,
    settings: &Settings,
    zone: &Zone,
) -> Result<PeoplePage, NotKept> {
    if settings.mode == Mode::Anonymous {
        return Err(NotKept);
    }
    let question = Question::new(settings, query.filter.clone(), zone.clone());
    let everybody = settings.mode == Mode::Personal;
    let desk = Desk { store, query, question: &question, everybody };
    Ok(match &query.list {
        PeopleList::Behind { measure } => desk.behind(*measure),
        PeopleList::Group { target } => desk.group(target),
        PeopleList::Events { kind } => desk.events(*kind),
        PeopleList::Timeline { person } => desk.timeline(*person),
    })
}

/// A query being answered.
#[derive(Clone, Copy)]
struct Desk<'a> {
    store: &'a Store,
    query: &'a PeopleQuery,
    question: &'a Question,
    /// Everybody may be seen, so that silence may be, too.
    everybody: bool,
}

/// A subscriber with an entry in the address book.
#[derive(Clone, Copy)]
struct Seen<'a> {
    shard: &'a Shard,
    subscriber: u32,
    id: u32,
    address: &'a str,
}

impl<'a> Desk<'a> {
    fn selection(&self) -> Selection<'a> {
        Selection::new(self.store, &self.question.filter, &self.question.zone)
    }

    fn assessor(&self) -> Assessor {
        let Question { machine, include_machine, reading, .. } = self.question;
        Assessor::new(self.store, *machine, *include_machine, *reading)
    }

    fn has_deliveries(&self, message: Message<'_>) -> bool {
        self.store.campaign(message.campaign).is_some_and(|campaign| campaign.has_deliveries)
    }

    /// The entry of a subscriber who may be seen.
    fn seen(&self, shard: usize, subscriber: u32) -> Option<Seen<'a>> {
        let shards = self.store.shards.len();
        let id = (subscriber as usize).checked_mul(shards)?.checked_add(shard)?;
        let home = self.store.shards.get(shard)?;
        let address = home.addresses.get(subscriber)?;
        Some(Seen { shard: home, subscriber, id: u32::try_from(id).ok()?, address })
    }

    /// The person of a handle.
    fn person_of(&self, id: u32) -> Option<Seen<'a>> {
        let shards = self.store.shards.len();
        self.seen(id as usize % shards, u32::try_from(id as usize / shards).ok()?)
    }

    /// Whether the address is searched for.
    fn finds(&self, address: &str) -> bool {
        let search = self.query.search.trim();
        search.is_empty() || address.contains(&search.to_lowercase())
    }

    /// The people behind a figure; behind a number of events, those who caused
    /// them.
    fn behind(&self, measure: Measure) -> PeoplePage {
        let measure = match measure {
            Measure::Opens => Measure::Openers,
            Measure::Clicks => Measure::Clickers,
            Measure::MachineOpens => Measure::MachineOpeners,
            Measure::MachineClicks => Measure::MachineClickers,
            people => people,
        };
        let mut assessor = self.assessor();
        let found = scan(self, |seen, messages| {
            let mut counts = |named_only: bool| {
                messages.iter().any(|&message| {
                    let entries = message.entries().filter(|entry| !named_only || entry.named());
                    let deliveries = self.has_deliveries(message);
                    let taken = message.entries().any(|entry| !named_only || entry.named());
                    taken && assessor.assess(entries, true, deliveries).counts_in.has(measure)
                })
            };
            if seen && counts(true) {
                Verdict::Listed
            } else if counts(false) {
                Verdict::Anonymous
            } else {
                Verdict::Out
            }
        });
        self.page(found)
    }

    /// The page of a list of people.
    fn page(&self, found: scan::Found<'a>) -> PeoplePage {
        let mut listed = found.listed;
        listed.retain(|seen| self.finds(seen.address));
        listed.put_in_order_by_key(|seen| seen.address);
        let mut assessor = self.assessor();
        let selection = self.selection();
        let people = window(&listed, self.query.offset, self.query.limit)
            .iter()
            .map(|seen| self.person(seen, &selection, &mut assessor))
            .collect();
        PeoplePage {
            people,
            entries: Vec::new(),
            total: listed.len() as u64,
            anonymous: found.anonymous,
        }
    }

    /// What is said of one person: what was kept with their name.
    fn person(
        &self,
        seen: &Seen<'_>,
        selection: &Selection<'_>,
        assessor: &mut Assessor,
    ) -> Person {
        let (mut opens, mut clicks, mut last) = (0, 0, None);
        let messages = seen.shard.messages_of(seen.subscriber);
        for message in messages.filter(|&message| selection.takes(message).is_some()) {
            let named = message.entries().filter(|entry| entry.named());
            let recipient = assessor.assess(named, true, self.has_deliveries(message));
            opens += recipient.opens;
            clicks += recipient.clicks;
            last = last.max(recipient.reactions.iter().filter_map(|reaction| reaction.time).max());
        }
        Person { id: seen.id, address: seen.address.to_owned(), opens, clicks, last: last.map(iso) }
    }
}

/// A page of a list.
fn window<T>(list: &[T], offset: u64, limit: u64) -> &[T] {
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let start = whole(offset).min(list.len());
    let end = start.saturating_add(whole(limit)).min(list.len());
    list.get(start..end).unwrap_or_default()
}
