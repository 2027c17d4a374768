//! Which campaigns and which kinds have rows at all.
//!
//! Guarantee: of every campaign that is kept, every kept kind has all its rows,
//! and its people are a crowd without faults; and what the campaigns left out
//! add to a snapshot's totals is nobody or at least k people. That a kind is
//! missing says that it is small somewhere, not where. Held by
//! `tests/audit/row_exports.rs`.

use super::crowd::{Crowd, OWN_GROUPS, betrayed};
use super::recipients::People;
use super::shape::Crowds;
use crate::contract::{Kind, KindSet};

/// What is kept.
pub(super) struct Catalogue {
    pub(super) kinds: KindSet,
    /// By campaign.
    campaigns: Vec<bool>,
}

impl Catalogue {
    /// Of these kinds, leaves out what costs least, until nothing is at fault.
    pub(super) fn of(people: &People, crowds: &Crowds, kinds: KindSet, k: u64) -> Catalogue {
        let totals: Vec<Crowd> = (0..people.campaigns.len() as u32)
            .map(|campaign| Crowd::sum(crowds.of(campaign).map(|(_, crowd)| crowd)))
            .collect();
        let campaigns = totals.iter().map(|crowd| crowd.people >= 5 * k).collect();
        let mut catalogue = Catalogue { kinds, campaigns };
        while let Some((campaign, kinds)) = catalogue.fault(&totals, k) {
            catalogue.leave_out(campaign, kinds, &totals);
        }
        catalogue
    }

    pub(super) fn keeps(&self, campaign: u32) -> bool {
        self.campaigns.get(campaign as usize).copied().unwrap_or_default()
    }

    /// A campaign and kinds of which one must go.
    fn fault(&self, totals: &[Crowd], k: u64) -> Option<(usize, KindSet)> {
        let kept = |&(at, _): &(usize, &Crowd)| self.campaigns.get(at) == Some(&true);
        let mut inside = totals.iter().enumerate().filter(kept);
        if let Some(found) = inside.find_map(|(at, crowd)| Some((at, crowd.fault(self.kinds, k)?)))
        {
            return Some(found);
        }
        let outside: Vec<&Crowd> =
            totals.iter().enumerate().filter(|one| !kept(one)).map(|(_, crowd)| crowd).collect();
        let kinds = betrayed(&outside, self.kinds, k)?;
        // Together with the smallest campaign they are more, or it takes another.
        let inside = totals.iter().enumerate().filter(kept);
        let (smallest, _) = inside.min_by_key(|(_, crowd)| crowd.people)?;
        Some((smallest, kinds))
    }

    fn leave_out(&mut self, campaign: usize, kinds: KindSet, totals: &[Crowd]) {
        let all = self.kinds;
        let kept = totals.iter().zip(&self.campaigns).filter(|(_, kept)| **kept);
        let everywhere = |kind: Kind| kept.clone().map(|(crowd, _)| cost(crowd, kind)).sum::<u64>();
        let kind = kinds.iter().map(|kind| (everywhere(kind), kind)).min();
        let whole: u64 =
            totals.get(campaign).map_or(0, |crowd| all.iter().map(|kind| cost(crowd, kind)).sum());
        match kind {
            Some((cost, kind)) if cost <= whole => self.kinds = all.minus(KindSet::of(&[kind])),
            _ => {
                if let Some(kept) = self.campaigns.get_mut(campaign) {
                    *kept = false;
                }
            }
        }
    }
}

/// What the rows of a kind are worth: those that tell of more than a campaign
/// are worth more.
fn cost(crowd: &Crowd, kind: Kind) -> u64 {
    let worth = if OWN_GROUPS.contains(kind) { 4 } else { 1 };
    crowd.did(kind) * worth
}
