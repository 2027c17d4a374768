//! What counting must know beside the events of a shard.

use super::recipient::unsubscribe_links;
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::store::Store;

pub(super) struct Grounds {
    /// By campaign: its files hold deliveries.
    pub(super) has_deliveries: Vec<bool>,
    /// By link: clicks there do not count.
    pub(super) unsubscribe: Vec<bool>,
}

impl Grounds {
    pub(super) fn of(store: &Store) -> Grounds {
        let has_deliveries = store.campaigns().map(|(_, campaign)| campaign.has_deliveries);
        Grounds { has_deliveries: has_deliveries.collect(), unsubscribe: unsubscribe_links(store) }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for flags in [&self.has_deliveries, &self.unsubscribe] {
            out.put_len(flags.len());
            out.extend(flags.iter().map(|&flag| u8::from(flag)));
        }
    }

    /// What [`Grounds::write`] wrote; `None` where it is damaged.
    pub(super) fn read(flat: &mut Flat<'_>) -> Option<Grounds> {
        let mut flags = || {
            let len = flat.len()?;
            Some(flat.arrays::<1>(len)?.iter().map(|[flag]| *flag != 0).collect())
        };
        Some(Grounds { has_deliveries: flags()?, unsubscribe: flags()? })
    }
}
