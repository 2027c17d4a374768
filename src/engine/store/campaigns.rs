//! The campaigns that the files name.

use crate::contract::KindSet;
use crate::engine::events;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// One campaign.
#[derive(Default)]
pub(in crate::engine) struct Campaign {
    /// The vendor's id; empty where it has none.
    pub(in crate::engine) id: Box<str>,
    /// The last name that was not empty.
    pub(in crate::engine) name: Box<str>,
    /// What its files can tell at all.
    pub(in crate::engine) covers: KindSet,
    /// Its files hold at least one delivery.
    pub(in crate::engine) has_deliveries: bool,
}

/// Keys of campaigns that many events in turn belong to.
struct Recent([u32; 64]);

impl Default for Recent {
    fn default() -> Recent {
        Recent([u32::MAX; 64])
    }
}

impl Recent {
    /// The place for a text: by its length and its end, where texts of one file
    /// differ most.
    fn place(&mut self, text: &str) -> &mut u32 {
        let end = text.bytes().rev().take(4);
        let glance = end.fold(text.len(), |sum, byte| sum.wrapping_mul(37) + usize::from(byte));
        &mut self.0[glance % 64]
    }
}

/// A dictionary of campaigns: by id, or by name where there is no id.
#[derive(Default)]
pub(super) struct Campaigns {
    entries: Vec<Campaign>,
    by_id: HashMap<Box<str>, u32, BuildHasherDefault<DefaultHasher>>,
    by_name: HashMap<Box<str>, u32, BuildHasherDefault<DefaultHasher>>,
    /// Where a campaign was found lately, by a glance at its text: a guess that
    /// is checked.
    recent: Recent,
}

impl Campaigns {
    /// The key of a campaign, which is entered where it is new.
    #[inline]
    pub(super) fn key(&mut self, named: events::Campaign<'_>, covers: KindSet) -> u32 {
        let events::Campaign { id, name } = named;
        let recent = self.recent.place(if id.is_empty() { name } else { id });
        if let Some(entry) = self.entries.get_mut(*recent as usize)
            && *entry.id == *id
            && *entry.name == *name
        {
            entry.covers = entry.covers.union(covers);
            return *recent;
        }
        let (index, by) =
            if id.is_empty() { (&mut self.by_name, name) } else { (&mut self.by_id, id) };
        let key = match index.get(by) {
            Some(&key) => key,
            None => {
                let key = self.entries.len() as u32;
                index.insert(by.into(), key);
                self.entries.push(Campaign { id: id.into(), ..Campaign::default() });
                key
            }
        };
        if let Some(entry) = self.entries.get_mut(key as usize) {
            entry.covers = entry.covers.union(covers);
            if !name.is_empty() && *entry.name != *name {
                entry.name = name.into();
            }
        }
        *recent = key;
        key
    }

    pub(super) fn saw_delivery(&mut self, key: u32) {
        if let Some(entry) = self.entries.get_mut(key as usize) {
            entry.has_deliveries = true;
        }
    }

    pub(super) fn get(&self, key: u32) -> Option<&Campaign> {
        self.entries.get(key as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Campaign)> {
        (0u32..).zip(&self.entries)
    }

    pub(super) fn bytes(&self) -> usize {
        let index = size_of::<(Box<str>, u32)>() + 1;
        self.entries.capacity() * size_of::<Campaign>()
            + self
                .entries
                .iter()
                .map(|entry| 2 * (entry.id.len() + entry.name.len()))
                .sum::<usize>()
            + (self.by_id.capacity() + self.by_name.capacity()) * index
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Kind;

    #[test]
    fn campaigns_meet_by_id_or_without_ids_by_name() {
        let mut campaigns = Campaigns::default();
        let opens = KindSet::of(&[Kind::Opened]);
        let clicks = KindSet::of(&[Kind::Clicked]);
        let mut key = |id, name, covers| campaigns.key(events::Campaign { id, name }, covers);
        assert_eq!(key("1", "", opens), 0);
        assert_eq!(key("", "Autumn", opens), 1);
        assert_eq!(key("1", "Autumn", clicks), 0);
        assert_eq!(key("1", "", clicks), 0);
        assert_eq!(key("", "Autumn", opens), 1);
        assert_eq!(key("2", "Autumn", opens), 2);
        let first = campaigns.get(0).expect("entered");
        assert_eq!(&*first.name, "Autumn");
        assert!(first.covers.contains(Kind::Opened) && first.covers.contains(Kind::Clicked));
    }
}
