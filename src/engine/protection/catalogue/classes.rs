//! Rows of reactions by classes of a closed list: those with enough people by
//! name, the others together, and what is not known.

use super::OTHER;
use crate::contract::Measure;
use crate::engine::events::{Country, Family};
use crate::engine::tallies::Tallies;
use crate::engine::tallies::release::Sums;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The closed list of clients; all others are [`OTHER`].
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
/// Countries with a name.
const MOST_COUNTRIES: usize = 20;

/// Classes by their numbers. Empty where nothing is counted.
#[derive(Default)]
pub(super) struct Classes {
    /// Those with a row of their own, in the order of the list.
    named: Vec<u8>,
    unknown_class: u8,
    /// What is not known has a row of its own.
    unknown: bool,
    /// There is something in the row of all others.
    others: bool,
}

/// What a closed list says.
pub(super) struct List<'a> {
    /// Those that may have a row of their own, in the order of the rows.
    pub(super) listed: &'a [u8],
    pub(super) unknown: u8,
    /// Rows with a name, at most.
    pub(super) most: usize,
}

impl Classes {
    /// `people`: recipients with a reaction of each class.
    pub(super) fn new(list: &List<'_>, people: &BTreeMap<u8, u64>, crowd: u64) -> Classes {
        let size = |class: u8| people.get(&class).copied().unwrap_or_default();
        let named = list.listed.iter().copied().filter(|&class| size(class) >= crowd).collect();
        let mut classes = Classes {
            named,
            unknown_class: list.unknown,
            unknown: size(list.unknown) >= crowd,
            others: false,
        };
        while classes.named.len() > list.most {
            classes.join_smallest(size);
        }
        classes.others = people.iter().any(|(&class, &people)| people > 0 && !classes.has(class));
        classes
    }

    /// One gathered row alone says what the key figures say.
    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty() && !self.unknown
    }

    pub(super) fn gathers(&self) -> bool {
        self.others && !self.is_empty()
    }

    /// Whether a class has a row of its own.
    pub(super) fn has(&self, class: u8) -> bool {
        self.named.contains(&class) || self.unknown && class == self.unknown_class
    }

    /// The row of a class: named ones in the order of the list, the others, what is
    /// not known.
    pub(super) fn row_of(&self, class: u8) -> usize {
        let other = self.named.len();
        if self.unknown && class == self.unknown_class {
            return other + usize::from(self.others);
        }
        self.named.iter().position(|&named| named == class).unwrap_or(other)
    }

    pub(super) fn count(&self) -> usize {
        self.named.len() + usize::from(self.others) + usize::from(self.unknown)
    }

    /// The row of every class, and how many rows there are.
    pub(super) fn plan(&self, all: usize) -> (Vec<usize>, usize) {
        if self.is_empty() {
            return (Vec::new(), 0);
        }
        let classes = (0..=u8::MAX).take(all);
        (classes.map(|class| self.row_of(class)).collect(), self.count())
    }

    /// Leaves a row only to classes that may have one; whether any lost its own.
    pub(super) fn keep(&mut self, may: impl Fn(u8) -> bool) -> bool {
        let before = (self.named.len(), self.unknown);
        self.named.retain(|&class| may(class));
        self.unknown &= may(self.unknown_class);
        let changed = before != (self.named.len(), self.unknown);
        self.others |= changed;
        changed
    }

    /// Gathers what turned out to have too few different people, by the rows of the
    /// plan; whether it did.
    pub(super) fn refine(&mut self, counted: &[Sums], crowd: u64) -> bool {
        if self.is_empty() || counted.len() != self.count() {
            return false;
        }
        let people =
            |row: usize| counted.get(row).map_or(0, |sums: &Sums| sums.people[Measure::Recipients]);
        let gathered = if self.others { people(self.named.len()) } else { 0 };
        let sizes: BTreeMap<u8, u64> = self
            .named
            .iter()
            .copied()
            .chain(self.unknown.then_some(self.unknown_class))
            .map(|class| (class, people(self.row_of(class))))
            .collect();
        let size = |class: u8| sizes.get(&class).copied().unwrap_or_default();
        let mut changed = self.keep(|class| size(class) >= crowd);
        if !changed && gathered > 0 && gathered < crowd {
            changed = self.join_smallest(size) || std::mem::take(&mut self.unknown);
        }
        self.others |= changed;
        changed
    }

    /// Gathers the smallest of the named; whether there was one.
    fn join_smallest(&mut self, size: impl Fn(u8) -> u64) -> bool {
        let places = self.named.iter().copied().enumerate();
        let smallest = places.min_by_key(|&(at, class)| (size(class), Reverse(at)));
        if let Some((at, _)) = smallest {
            self.named.remove(at);
        }
        smallest.is_some()
    }

    /// The names of the rows.
    pub(super) fn names(&self, name: impl Fn(u8) -> &'static str) -> Vec<&'static str> {
        if self.is_empty() {
            return Vec::new();
        }
        let named = self.named.iter().map(|&class| name(class));
        let others = self.others.then_some(OTHER);
        named.chain(others).chain(self.unknown.then(|| name(self.unknown_class))).collect()
    }
}

/// The rows of clients, by recipients with a reaction.
pub(super) fn clients(tallies: &Tallies, crowd: u64, is_counted: bool) -> Classes {
    if !is_counted {
        return Classes::default();
    }
    let recipients = |family: &Family| {
        let group = tallies.clients.get(family.name());
        (*family as u8, group.map_or(0, |group| group.recipients))
    };
    let people = Family::ALL.iter().map(recipients).collect();
    let listed = CLIENTS.map(|family| family as u8);
    let list = List { listed: &listed, unknown: Family::Unknown as u8, most: listed.len() };
    Classes::new(&list, &people, crowd)
}

/// The rows of countries: any of them may have enough people.
pub(super) fn countries(tallies: &Tallies, crowd: u64, is_counted: bool) -> Classes {
    if !is_counted || tallies.countries.is_empty() {
        return Classes::default();
    }
    let recipients = tallies.countries.iter();
    let people = recipients.map(|(country, group)| (country.code(), group.recipients)).collect();
    let unknown = Country::UNKNOWN.code();
    let listed: Vec<u8> =
        (0..=u8::MAX).take(Country::COUNT).filter(|&code| code != unknown).collect();
    let list = List { listed: &listed, unknown, most: MOST_COUNTRIES };
    Classes::new(&list, &people, crowd)
}

pub(super) fn family_name(class: u8) -> &'static str {
    Family::ALL.get(usize::from(class)).map_or(OTHER, |family| family.name())
}
