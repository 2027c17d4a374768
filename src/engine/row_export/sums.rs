//! What the rows of each campaign add up to: the figures of a snapshot that a
//! reader of the rows knows.
//!
//! Guarantee: every figure equals what somebody counts who has the rows alone.
//! Held by `tests/audit/row_exports.rs`.

use super::Class;
use super::catalogue::Catalogue;
use super::crowd::measure;
use super::recipients::People;
use crate::contract::{CampaignRow, Count, Kind, Measure, Statistics, Table};
use crate::engine::disclosure::nested;
use std::collections::BTreeMap;

/// Figures by campaign, and the campaign of each row by its key in the store.
pub(super) struct Sums {
    pub(super) statistics: Statistics,
    pub(super) campaigns: Vec<Vec<u32>>,
}

pub(super) fn by_campaign(rows: &BTreeMap<(Class, u8), u64>, people: &People) -> Sums {
    let mut counts: BTreeMap<u32, BTreeMap<Kind, u64>> = BTreeMap::new();
    for (&(class, kind), &times) in rows {
        let Some(kind) = Kind::from_index(kind) else { continue };
        *counts.entry(class.campaign).or_default().entry(kind).or_default() += times;
    }
    let told: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| counts.values().any(|counts| counts.contains_key(kind)))
        .collect();
    let mut statistics = Statistics::default();
    let mut campaigns = Vec::new();
    for (campaign, counts) in counts {
        let mut row = CampaignRow { gathers: 1, ..CampaignRow::default() };
        let known = people.known.get(campaign as usize).copied().unwrap_or_default();
        for &kind in told.iter().filter(|&&kind| known.contains(kind)) {
            // That there is no row where others did it says that nobody did it here.
            let people = counts.get(&kind).copied().unwrap_or_default();
            row.figures[measure(kind)] = Count::Exact(people);
        }
        statistics.campaigns.push(row);
        campaigns.push(people.keys.get(campaign as usize).copied().into_iter().collect());
    }
    for kind in told {
        let rows = statistics.campaigns.iter().map(|row| row.figures[measure(kind)].exact());
        if let Some(all) = rows.sum::<Option<u64>>() {
            statistics.overall[measure(kind)] = Count::Exact(all);
        }
    }
    Sums { statistics, campaigns }
}

/// Whole and part of which somebody did the part alone.
pub(super) fn apart(people: &People, catalogue: &Catalogue) -> Vec<(Measure, Measure)> {
    let kind = |of: Measure| Kind::ALL.into_iter().find(|&kind| measure(kind) == of);
    let torn = |&(whole, part): &(Measure, Measure)| {
        let Some((whole, part)) = kind(whole).zip(kind(part)) else { return false };
        let told = people.recipients.iter().filter(|who| catalogue.keeps(who.campaign));
        told.into_iter().any(|who| who.did.contains(part) && !who.did.contains(whole))
    };
    nested(Table::Campaigns).into_iter().filter(torn).collect()
}
