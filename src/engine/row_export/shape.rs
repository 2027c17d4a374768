//! How much of the day of sending and of the mailbox provider is told, by
//! campaign.
//!
//! Guarantee: days, weeks and providers of a campaign are told by recipients:
//! each group has at least 5 k of them, as many delivered to, and is a crowd
//! without faults. A provider is told in every campaign or, of those in which
//! it is not, nobody or at least k people remain untold. Held by
//! `tests/audit/row_exports.rs`.

use super::Provider;
use super::catalogue::Catalogue;
use super::crowd::{Crowd, OWN_GROUPS, betrayed};
use super::recipients::{People, Recipient, monday};
use crate::contract::{Kind, KindSet};
use crate::engine::protection::harmless;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest recipients of a domain that is no large provider.
const DOMAIN: u64 = 50;
/// The group of providers that are not named; also the store's own.
pub(super) const OTHER: &str = "other";

/// When a message was sent, as a row tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Untold,
    Day(i32),
    /// Its Monday.
    Week(i32),
}

/// How exactly days of sending are told; finer first.
#[derive(Clone, Copy)]
enum Detail {
    Day,
    Week,
    Untold,
}

impl Detail {
    fn part(self, day: Option<i32>) -> Part {
        match (self, day) {
            (Detail::Day, Some(day)) => Part::Day(day),
            (Detail::Week, Some(day)) => Part::Week(monday(day)),
            _ => Part::Untold,
        }
    }
}

/// People by campaign, day of sending and provider.
pub(super) struct Crowds(BTreeMap<(u32, Option<i32>, u32), Crowd>);

pub(super) fn crowds(people: &People) -> Crowds {
    let mut crowds: BTreeMap<_, Crowd> = BTreeMap::new();
    for &Recipient { campaign, day, provider, did, .. } in &people.recipients {
        crowds.entry((campaign, day, provider)).or_default().enter(did);
    }
    Crowds(crowds)
}

impl Crowds {
    /// Of one campaign: day and provider, and who is there.
    pub(super) fn of(&self, campaign: u32) -> impl Iterator<Item = ((Option<i32>, u32), &Crowd)> {
        let range = (campaign, None, 0)..=(campaign, Some(i32::MAX), u32::MAX);
        self.0.range(range).map(|(&(_, day, provider), crowd)| ((day, provider), crowd))
    }
}

/// What the rows of each campaign tell; nothing of campaigns that are not in it.
#[derive(Default)]
pub(super) struct Shapes(Vec<Shape>);

struct Shape {
    detail: Detail,
    /// Empty: nothing is said of providers.
    named: BTreeSet<u32>,
}

impl Shapes {
    pub(super) fn of(people: &People, crowds: &Crowds, catalogue: &Catalogue, k: u64) -> Shapes {
        let mut banned = BTreeSet::new();
        loop {
            let shapes = (0..people.campaigns.len() as u32)
                .map(|campaign| match catalogue.keeps(campaign) {
                    true => Shape::of(campaign, people, crowds, catalogue.kinds, &banned, k),
                    false => Shape { detail: Detail::Untold, named: BTreeSet::new() },
                })
                .collect();
            let shapes = Shapes(shapes);
            let betrayed = shapes.betrayed(people, crowds, catalogue, k);
            if betrayed.is_empty() {
                return shapes;
            }
            banned.extend(betrayed);
        }
    }

    /// What a row of the recipient tells of its day and its provider.
    pub(super) fn place(&self, recipient: &Recipient) -> (Part, Provider) {
        let Some(shape) = self.0.get(recipient.campaign as usize) else {
            return (Part::Untold, Provider::Untold);
        };
        let provider = if shape.named.is_empty() {
            Provider::Untold
        } else if shape.named.contains(&recipient.provider) {
            Provider::Named(recipient.provider)
        } else {
            Provider::Other
        };
        (shape.detail.part(recipient.day), provider)
    }

    /// Providers named somewhere, of which too few people remain elsewhere.
    fn betrayed(
        &self,
        people: &People,
        crowds: &Crowds,
        catalogue: &Catalogue,
        k: u64,
    ) -> Vec<u32> {
        let named: BTreeSet<u32> = self.0.iter().flat_map(|shape| shape.named.clone()).collect();
        let untold = |provider: u32| {
            let campaigns = (0..people.campaigns.len() as u32).zip(&self.0);
            let unnamed = campaigns.filter(move |(_, shape)| !shape.named.contains(&provider));
            unnamed.map(move |(campaign, _)| {
                let crowds = crowds.of(campaign).filter(|&((_, other), _)| other == provider);
                Crowd::sum(crowds.map(|(_, crowd)| crowd))
            })
        };
        let kinds = catalogue.kinds.intersection(OWN_GROUPS);
        let betrayed = |provider: &u32| {
            let untold: Vec<Crowd> = untold(*provider).collect();
            betrayed(&untold.iter().collect::<Vec<_>>(), kinds, k).is_some()
        };
        named.into_iter().filter(betrayed).collect()
    }
}

impl Shape {
    fn of(
        campaign: u32,
        people: &People,
        crowds: &Crowds,
        kinds: KindSet,
        banned: &BTreeSet<u32>,
        k: u64,
    ) -> Shape {
        for detail in [Detail::Day, Detail::Week] {
            let parts = Parts::of(crowds, campaign, detail);
            if parts.0.values().all(|part| stands(&Crowd::sum(part.values()), kinds, k)) {
                return Shape { detail, named: parts.named(people, kinds, banned, k) };
            }
        }
        let whole = Parts::of(crowds, campaign, Detail::Untold);
        Shape { detail: Detail::Untold, named: whole.named(people, kinds, banned, k) }
    }
}

/// Whether a group of recipients may be told of by itself.
fn stands(crowd: &Crowd, kinds: KindSet, k: u64) -> bool {
    let enough = |people: u64| people >= 5 * k;
    let base = !kinds.contains(Kind::Delivered) || enough(crowd.did(Kind::Delivered));
    enough(crowd.people) && base && crowd.fault(kinds, k).is_none()
}

/// A campaign by what is told of its days, and by provider.
struct Parts(BTreeMap<Part, BTreeMap<u32, Crowd>>);

impl Parts {
    fn of(crowds: &Crowds, campaign: u32, detail: Detail) -> Parts {
        let mut parts: BTreeMap<Part, BTreeMap<u32, Crowd>> = BTreeMap::new();
        for ((day, provider), crowd) in crowds.of(campaign) {
            let part = parts.entry(detail.part(day)).or_default();
            part.entry(provider).or_default().add(crowd);
        }
        Parts(parts)
    }

    /// The providers that may be named on every day, the others together being
    /// enough as well.
    fn named(
        &self,
        people: &People,
        kinds: KindSet,
        banned: &BTreeSet<u32>,
        k: u64,
    ) -> BTreeSet<u32> {
        let kinds = kinds.intersection(OWN_GROUPS);
        let may = |provider: u32| {
            let name = people.providers.get(provider as usize);
            name.is_some_and(|(name, is_domain)| {
                let fewest = if *is_domain { DOMAIN.max(5 * k) } else { 5 * k };
                let stands_in = |part: &BTreeMap<u32, Crowd>| {
                    part.get(&provider)
                        .is_some_and(|crowd| crowd.people >= fewest && stands(crowd, kinds, k))
                };
                let harmless = harmless(name).as_deref() == Some(name.as_str());
                name != OTHER && harmless && self.0.values().all(stands_in)
            })
        };
        let providers: BTreeSet<u32> =
            self.0.values().flat_map(|part| part.keys().copied()).collect();
        let (mut named, mut others): (BTreeSet<u32>, BTreeSet<u32>) = providers
            .into_iter()
            .partition(|provider| !banned.contains(provider) && may(*provider));
        let size = |provider: u32| {
            let crowds = self.0.values().filter_map(|part| part.get(&provider));
            (crowds.map(|crowd| crowd.people).sum::<u64>(), provider)
        };
        let together = |others: &BTreeSet<u32>| {
            self.0.values().all(|part| {
                let others = part.iter().filter(|(provider, _)| others.contains(provider));
                let crowd = Crowd::sum(others.map(|(_, crowd)| crowd));
                crowd.people == 0 || stands(&crowd, kinds, k)
            })
        };
        while !named.is_empty() && !together(&others) {
            let smallest = named.iter().copied().min_by_key(|&provider| size(provider));
            let Some(smallest) = smallest else { break };
            named.remove(&smallest);
            others.insert(smallest);
        }
        named
    }
}
