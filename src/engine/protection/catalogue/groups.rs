//! Rows of groups: some by name, the others gathered.

use super::{OTHER, group};
use crate::contract::{GroupRow, Table};
use crate::engine::protection::generalisation::is_domain;
use crate::engine::protection::texts::Texts;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A domain that is no provider's family is named from this many people.
const DOMAIN: u64 = 50;
/// Providers with a name.
const MOST_PROVIDERS: usize = 10;
const UNKNOWN: &str = "unknown";

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
