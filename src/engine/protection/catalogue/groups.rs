//! Rows of groups: some by name, the others gathered.

use super::group;
use crate::contract::{GroupRow, Measure, Table};
use crate::engine::events::Family;
use crate::engine::protection::generalisation::is_domain;
use crate::engine::protection::texts::Texts;
use crate::engine::tallies::Tallies;
use crate::engine::tallies::release::Sums;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A domain that is no provider's family is named from this many people.
const DOMAIN: u64 = 50;
/// Providers with a name.
const MOST_PROVIDERS: usize = 10;
const OTHER: &str = "other";
const UNKNOWN: &str = "unknown";
/// The closed list of clients; all others are `other`.
const CLIENTS: [Family; 10] = [
    Family::AppleMail,
    Family::Gmail,
    Family::Outlook,
    Family::Yahoo,
    Family::Thunderbird,
    Family::SamsungMail,
    Family::Gmx,
    Family::Chrome,
    Family::Firefox,
    Family::Safari,
];

/// Things with a row of their own, and those that share one.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    pub(super) named: Vec<T>,
    pub(super) rest: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows { named: Vec::new(), rest: Vec::new() }
    }
}

impl<T: Ord> Rows<T> {
    pub(super) fn split(all: impl Iterator<Item = T>, alone: impl Fn(&T) -> bool) -> Rows<T> {
        let (named, rest) = all.partition(alone);
        Rows { named, rest }
    }

    /// Lets the smallest join what is gathered until that is `least`; nothing is
    /// gathered where nothing must be.
    pub(super) fn fill(&mut self, size: impl Fn(&T) -> u64, least: u64) {
        let mut sum = self.rest.iter().fold(0u64, |sum, one| sum.saturating_add(size(one)));
        while !self.rest.is_empty() && sum < least && !self.named.is_empty() {
            sum = sum.saturating_add(self.join_smallest(&size));
        }
    }

    /// Gathers the smallest of the named; its size.
    pub(super) fn join_smallest(&mut self, size: impl Fn(&T) -> u64) -> u64 {
        let places = self.named.iter().enumerate();
        let smallest = places.min_by_key(|(_, one)| (size(one), Reverse(*one))).map(|(at, _)| at);
        let Some(at) = smallest else { return 0 };
        let joins = self.named.remove(at);
        let size = size(&joins);
        self.rest.push(joins);
        size
    }
}

/// Groups of mailbox domains.
#[derive(Default)]
pub(super) struct Providers {
    rows: Rows<String>,
    /// People without a mailbox that is known have a row of their own.
    unknown: bool,
}

impl Providers {
    /// `people`: the different people of each group.
    pub(super) fn new(
        people: &BTreeMap<String, u64>,
        threshold: u64,
        may_stand: impl Fn(&str) -> bool,
    ) -> Providers {
        let crowd = threshold.saturating_mul(5);
        let size = |group: &String| people.get(group).copied().unwrap_or_default();
        let names = people.keys().filter(|group| *group != UNKNOWN && size(group) > 0).cloned();
        let mut rows = Rows::split(names, |group| {
            let least = if is_domain(group) { crowd.max(DOMAIN) } else { crowd };
            group != OTHER && size(group) >= least && may_stand(group)
        });
        while rows.named.len() > MOST_PROVIDERS {
            rows.join_smallest(size);
        }
        let without = size(&UNKNOWN.to_owned());
        let mut unknown = without >= crowd;
        if without > 0 && !unknown {
            rows.rest.push(UNKNOWN.to_owned());
        }
        rows.fill(size, crowd);
        let gathered: u64 = rows.rest.iter().map(size).sum();
        if gathered > 0 && gathered < crowd && unknown {
            rows.rest.push(UNKNOWN.to_owned());
            unknown = false;
        }
        rows.named.sort();
        Providers { rows, unknown }
    }

    pub(super) fn gathers(&self) -> bool {
        !self.rows.rest.is_empty() && !self.is_empty()
    }

    /// One gathered row alone says what the key figures say.
    fn is_empty(&self) -> bool {
        self.rows.named.is_empty() && !self.unknown
    }

    pub(super) fn plan(&self) -> (BTreeMap<String, usize>, usize) {
        if self.is_empty() {
            return (BTreeMap::new(), 0);
        }
        let named = self.rows.named.iter().cloned().zip(0..);
        let other = self.rows.named.len();
        let rest = self.rows.rest.iter().map(|group| (group.clone(), other));
        let mut rows: BTreeMap<String, usize> = named.chain(rest).collect();
        let mut count = other + usize::from(!self.rows.rest.is_empty());
        if self.unknown {
            rows.insert(UNKNOWN.to_owned(), count);
            count += 1;
        }
        (rows, count)
    }

    pub(super) fn names(&self, texts: &mut Texts<'_>) -> Vec<GroupRow> {
        if self.is_empty() {
            return Vec::new();
        }
        let show = |name: &String| match is_domain(name) {
            true => group(&texts.show(Table::Providers, name)),
            false => group(name),
        };
        let mut rows: Vec<GroupRow> = self.rows.named.iter().map(show).collect();
        rows.extend((!self.rows.rest.is_empty()).then(|| group(OTHER)));
        rows.extend(self.unknown.then(|| group(UNKNOWN)));
        rows
    }
}

/// Families of clients: those of the closed list with enough people, the others
/// together, and what is not known.
#[derive(Default)]
pub(super) struct Clients {
    is_counted: bool,
    /// By their places in the list; `rest` is of the list as well.
    rows: Rows<usize>,
    unknown: bool,
    others: bool,
}

impl Clients {
    pub(super) fn new(tallies: &Tallies, crowd: u64, is_counted: bool) -> Clients {
        if !is_counted {
            return Clients::default();
        }
        let people =
            |family: Family| tallies.clients.get(family.name()).map_or(0, |group| group.recipients);
        let rows = Rows::split(0..CLIENTS.len(), |&at| {
            CLIENTS.get(at).is_some_and(|&family| people(family) >= crowd)
        });
        let mut clients =
            Clients { is_counted, rows, unknown: people(Family::Unknown) >= crowd, others: false };
        let named = |family: Family| clients.named_row(family).is_some();
        clients.others = Family::ALL.iter().any(|&family| {
            let apart = named(family) || family == Family::Unknown && clients.unknown;
            people(family) > 0 && !apart
        });
        clients
    }

    pub(super) fn gathers(&self) -> bool {
        self.others && !self.is_empty()
    }

    /// One gathered row alone says what the key figures say.
    fn is_empty(&self) -> bool {
        !self.is_counted || self.rows.named.is_empty() && !self.unknown
    }

    fn named_row(&self, family: Family) -> Option<usize> {
        let place = CLIENTS.iter().position(|&listed| listed == family)?;
        self.rows.named.iter().position(|&named| named == place)
    }

    /// Named families in the order of the list, `other`, `unknown`.
    fn row_of(&self, family: Family) -> usize {
        let other = self.rows.named.len();
        if family == Family::Unknown && self.unknown {
            return other + usize::from(self.others);
        }
        self.named_row(family).unwrap_or(other)
    }

    fn count(&self) -> usize {
        self.rows.named.len() + usize::from(self.others) + usize::from(self.unknown)
    }

    pub(super) fn plan(&self) -> (Vec<usize>, usize) {
        if self.is_empty() {
            return (Vec::new(), 0);
        }
        (Family::ALL.iter().map(|&family| self.row_of(family)).collect(), self.count())
    }

    /// By the different people in each row of the plan.
    pub(super) fn refine(&mut self, counted: &[Sums], crowd: u64) -> bool {
        if self.is_empty() || counted.len() != self.count() {
            return false;
        }
        let people =
            |row: usize| counted.get(row).map_or(0, |sums: &Sums| sums.people[Measure::Recipients]);
        let other = self.rows.named.len();
        let gathered = if self.others { people(other) } else { 0 };
        let unknown_is_small = self.unknown && people(self.row_of(Family::Unknown)) < crowd;
        let by_family: Vec<u64> = (0..other).map(people).collect();
        let (named, small): (Vec<_>, Vec<_>) = self
            .rows
            .named
            .iter()
            .copied()
            .zip(by_family)
            .partition(|&(_, people)| people >= crowd);
        self.unknown &= !unknown_is_small;
        self.rows.named = named.iter().map(|&(at, _)| at).collect();
        self.rows.rest.extend(small.iter().map(|&(at, _)| at));
        let mut changed = !small.is_empty() || unknown_is_small;
        if !changed && gathered > 0 && gathered < crowd {
            let size = |at: &usize| {
                named.iter().find(|(other, _)| other == at).map_or(0, |&(_, people)| people)
            };
            changed = self.rows.join_smallest(size) > 0 || std::mem::take(&mut self.unknown);
        }
        self.others |= changed;
        changed
    }

    pub(super) fn names(&self) -> Vec<GroupRow> {
        if self.is_empty() {
            return Vec::new();
        }
        let named = self.rows.named.iter().filter_map(|&at| CLIENTS.get(at));
        let mut rows: Vec<GroupRow> = named.map(|family| group(family.name())).collect();
        rows.extend(self.others.then(|| group(OTHER)));
        rows.extend(self.unknown.then(|| group(UNKNOWN)));
        rows
    }
}
