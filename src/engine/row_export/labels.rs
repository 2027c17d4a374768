//! How much is told of the way in which people opened and clicked: device, mail
//! program, time since sending.
//!
//! Guarantee: of one campaign, day and provider, at least k different people
//! opened and at least k clicked in each class of device, program and time that
//! is told; so knowing somebody's class does not tell what they did. What is
//! left untold of a device, a program or a step of time is nobody or at least k
//! people in each campaign. Held by `tests/audit/row_exports.rs`.

use super::Provider;
use super::catalogue::Catalogue;
use super::crowd::is_small;
use super::recipients::{Label, People, Recipient};
use super::shape::{Part, Shapes};
use crate::contract::Kind;
use crate::engine::events::{Device, Family};
use std::collections::{BTreeMap, BTreeSet};

/// A label as a row tells it; all `None` for rows that are no reactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    pub(super) device: Option<Device>,
    pub(super) family: Option<Family>,
    pub(super) after: Option<u8>,
}

impl Shown {
    fn traits(self) -> impl Iterator<Item = Trait> {
        let Shown { device, family, after } = self;
        let traits =
            [device.map(Trait::Device), family.map(Trait::Family), after.map(Trait::After)];
        traits.into_iter().flatten()
    }
}

/// One thing that a label tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    Device(Device),
    Family(Family),
    After(u8),
}

/// Steps from everything to nothing.
const STEPS: usize = 4;

/// The label at a step of coarsening.
fn coarser(label: Label, step: usize) -> Shown {
    let Label { device, family, after } = label;
    match step {
        0 => Shown { device: Some(device), family: Some(family), after },
        1 => Shown { device: Some(device), family: None, after },
        2 => Shown { device: Some(device), family: None, after: None },
        _ => Shown::default(),
    }
}

/// Opens and clicks.
const KINDS: [Kind; 2] = [Kind::Opened, Kind::Clicked];

/// Campaign, day and provider.
type Group = (u32, Part, Provider);
/// People by label: those who opened, those who clicked.
type Counts = BTreeMap<Label, [u64; 2]>;

/// What every row tells of its reaction; nothing of groups that are not in it.
#[derive(Default)]
pub(super) struct Labels(BTreeMap<Group, BTreeMap<Label, Shown>>);

impl Labels {
    pub(super) fn of(people: &People, catalogue: &Catalogue, shapes: &Shapes, k: u64) -> Labels {
        let mut groups: BTreeMap<Group, Counts> = BTreeMap::new();
        let mut others: BTreeMap<Group, u64> = BTreeMap::new();
        let told = people.recipients.iter().filter(|who| catalogue.keeps(who.campaign));
        for recipient in told {
            let (part, provider) = shapes.place(recipient);
            let group = (recipient.campaign, part, provider);
            let delivered = catalogue.kinds.intersection(recipient.did).contains(Kind::Delivered);
            *others.entry(group).or_default() += u64::from(delivered);
            for (at, label) in labels(recipient, catalogue) {
                if let Some(count) =
                    groups.entry(group).or_default().entry(label).or_default().get_mut(at)
                {
                    *count += 1;
                }
            }
        }
        let all = Totals::of(people, catalogue);
        let mut banned = BTreeSet::new();
        loop {
            let shown = groups.iter().map(|(&group, counts)| {
                let others = others.get(&group).copied().unwrap_or_default();
                let may = |told: Trait| !banned.contains(&(group.0, told));
                (group, settle(counts, others, may, k))
            });
            let labels = Labels(shown.collect());
            let betrayed = all.betrayed(&labels, &groups, catalogue, k);
            if betrayed.is_empty() {
                return labels;
            }
            banned.extend(betrayed);
        }
    }

    pub(super) fn shown(
        &self,
        recipient: &Recipient,
        part: Part,
        provider: Provider,
        kind: Kind,
    ) -> Shown {
        let first = recipient.reacted(kind).and_then(|reacted| reacted.first);
        let group = self.0.get(&(recipient.campaign, part, provider));
        let shown = first.zip(group).and_then(|(label, group)| group.get(&label).copied());
        shown.unwrap_or_default()
    }
}

/// The labels of a recipient's rows, by place in [`KINDS`].
fn labels<'a>(
    recipient: &'a Recipient,
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = (usize, Label)> + 'a {
    let kinds = catalogue.kinds.intersection(recipient.did);
    let of = move |(at, kind): (usize, Kind)| {
        let reacted = recipient.reacted(kind).filter(|_| kinds.contains(kind))?;
        Some((at, reacted.first?))
    };
    KINDS.into_iter().enumerate().filter_map(of)
}

/// Coarsens until every class has enough of both kinds. `others`: people of the
/// group of whom there are rows that tell of no reaction.
fn settle(
    counts: &Counts,
    others: u64,
    may: impl Fn(Trait) -> bool,
    k: u64,
) -> BTreeMap<Label, Shown> {
    let mut told: BTreeMap<Label, Shown> = BTreeMap::new();
    let mut classes: BTreeMap<Shown, [u64; 2]> = BTreeMap::new();
    let mut rest: BTreeMap<Label, [u64; 2]> = counts.clone();
    for step in 0..STEPS - 1 {
        let mut gathered: BTreeMap<Shown, [u64; 2]> = BTreeMap::new();
        let allowed = |label: Label| {
            let shown = coarser(label, step);
            shown.traits().all(&may).then_some(shown)
        };
        for (&label, &count) in &rest {
            if let Some(shown) = allowed(label) {
                add(gathered.entry(shown).or_default(), count);
            }
        }
        gathered.retain(|shown, count| {
            // A class of an earlier step may look the same where times are unknown.
            count.iter().all(|&people| people >= k) && !classes.contains_key(shown)
        });
        rest.retain(|&label, _| {
            let shown = allowed(label).filter(|shown| gathered.contains_key(shown));
            told.extend(shown.map(|shown| (label, shown)));
            shown.is_none()
        });
        classes.append(&mut gathered);
    }
    let mut root = rest.values().fold([0; 2], |mut sum, &count| {
        add(&mut sum, count);
        sum
    });
    let stands = |[opened, clicked]: [u64; 2]| {
        let alone = others == 0 && (opened == 0) != (clicked == 0);
        !is_small(opened, k) && !is_small(clicked, k) && !alone
    };
    while !stands(root) {
        // The coarsest first: whatever is told at all is told as finely as any
        // class that stays allows.
        let smallest = classes
            .iter()
            .map(|(&shown, &count)| (shown.traits().count(), count.iter().sum::<u64>(), shown));
        let Some((_, _, smallest)) = smallest.min() else { break };
        add(&mut root, classes.remove(&smallest).unwrap_or_default());
        told.retain(|_, shown| *shown != smallest);
    }
    told
}

fn add(sum: &mut [u64; 2], count: [u64; 2]) {
    for (sum, count) in sum.iter_mut().zip(count) {
        *sum += count;
    }
}

/// Campaign, trait, and place in [`KINDS`].
type Told = (u32, Trait, usize);

/// What snapshots count: people by everything they ever reacted with, and by
/// the step of their first reaction.
struct Totals(BTreeMap<Told, u64>);

impl Totals {
    fn of(people: &People, catalogue: &Catalogue) -> Totals {
        let mut totals: BTreeMap<Told, u64> = BTreeMap::new();
        for recipient in &people.recipients {
            let mut count = |told: Trait, at: usize| {
                *totals.entry((recipient.campaign, told, at)).or_default() += 1;
            };
            for (at, label) in labels(recipient, catalogue) {
                let reacted = KINDS.get(at).and_then(|&kind| recipient.reacted(kind));
                let has = |bits: u32, bit: u32| bits & (1 << bit) != 0;
                for &device in Device::ALL {
                    if reacted.is_some_and(|reacted| has(reacted.devices, device as u32)) {
                        count(Trait::Device(device), at);
                    }
                }
                for &family in Family::ALL {
                    if reacted.is_some_and(|reacted| has(reacted.families, family as u32)) {
                        count(Trait::Family(family), at);
                    }
                }
                if let Some(after) = label.after {
                    count(Trait::After(after), at);
                }
            }
        }
        Totals(totals)
    }

    /// Traits that are told of all but too few people of a campaign, or in all
    /// campaigns but those that are left out.
    fn betrayed(
        &self,
        labels: &Labels,
        groups: &BTreeMap<Group, Counts>,
        catalogue: &Catalogue,
        k: u64,
    ) -> BTreeSet<(u32, Trait)> {
        let mut left = self.0.clone();
        for (&group, counts) in groups {
            let Some(shown) = labels.0.get(&group) else { continue };
            for (label, count) in counts {
                let Some(shown) = shown.get(label) else { continue };
                for told in shown.traits() {
                    for (at, count) in count.iter().enumerate() {
                        if let Some(left) = left.get_mut(&(group.0, told, at)) {
                            *left = left.saturating_sub(*count);
                        }
                    }
                }
            }
        }
        let told = |key: &Told, left: u64| self.0.get(key).is_some_and(|&all| left < all);
        let kept = |campaign: u32| catalogue.keeps(campaign);
        let mut betrayed: BTreeSet<(u32, Trait)> = BTreeSet::new();
        // Where k people of one campaign are untold, k different ones are.
        let mut most: BTreeMap<(Trait, usize), (u64, bool)> = BTreeMap::new();
        for (key, &left) in &left {
            let &(campaign, of, at) = key;
            let told = told(key, left);
            if kept(campaign) && told && is_small(left, k) {
                betrayed.insert((campaign, of));
            }
            let most = most.entry((of, at)).or_default();
            *most = (most.0.max(left), most.1 || told);
        }
        for ((of, _), (most, told)) in most {
            if told && is_small(most, k) {
                let campaigns = self.0.keys().filter(|key| key.1 == of && kept(key.0));
                betrayed.extend(campaigns.map(|key| (key.0, of)));
            }
        }
        betrayed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(device: Device, family: Family, after: u8) -> Label {
        Label { device, family, after: Some(after) }
    }

    const IPHONE: (Device, Family) = (Device::Mobile, Family::AppleMail);
    const OUTLOOK: (Device, Family) = (Device::Desktop, Family::Outlook);

    fn shown(counts: &[((Device, Family), u8, [u64; 2])], others: u64) -> Vec<Shown> {
        let counts: Counts = counts
            .iter()
            .map(|&((device, family), after, count)| (label(device, family, after), count))
            .collect();
        let told = settle(&counts, others, |_| true, 5);
        counts.keys().map(|label| told.get(label).copied().unwrap_or_default()).collect()
    }

    #[test]
    fn a_class_is_told_as_far_as_enough_opened_and_clicked_in_it() {
        let exact = |(device, family), after| coarser(label(device, family, after), 0);
        assert_eq!(shown(&[(IPHONE, 0, [9, 5])], 20), [exact(IPHONE, 0)]);
        let by_device = Shown { device: Some(Device::Mobile), ..Shown::default() };
        assert_eq!(shown(&[(IPHONE, 0, [9, 3]), (IPHONE, 1, [9, 2])], 20), [by_device; 2]);
        assert_eq!(shown(&[(IPHONE, 0, [9, 4])], 20), [Shown::default()]);
    }

    #[test]
    fn a_rest_that_is_too_small_takes_the_smallest_class_with_it() {
        let counts = [(OUTLOOK, 0, [6, 6]), (IPHONE, 0, [9, 9]), (IPHONE, 5, [1, 0])];
        let exact = coarser(label(IPHONE.0, IPHONE.1, 0), 0);
        // One person who opened late on a phone is not told beside those who clicked.
        assert_eq!(shown(&counts, 20), [Shown::default(), exact, Shown::default()]);
    }

    #[test]
    fn a_rest_of_openers_alone_is_no_class() {
        let counts = [(OUTLOOK, 0, [9, 0]), (IPHONE, 0, [9, 9])];
        assert_eq!(shown(&counts, 0), [Shown::default(); 2]);
        assert_ne!(shown(&counts, 1), [Shown::default(); 2]);
    }
}
