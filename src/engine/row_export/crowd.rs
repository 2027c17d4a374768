//! How many different people of a group did what, and what may be said of them.
//!
//! Guarantee: of a crowd without faults, no kind and no complement that its
//! reader can form has 1 … k − 1 people, and nothing is said to have been done by
//! all or none of fewer than 5 k of them, except how things were sent.
//! Held by `a_crowd_is_faulty_for_each_rule_by_itself`.

use crate::contract::{Kind, KindSet, Measure};
use crate::engine::disclosure;
use std::sync::LazyLock;

/// KindSet that are told by mailbox provider. All others are rare, or say the
/// same of everybody.
pub(super) const OWN_GROUPS: KindSet = KindSet::of(&[Kind::Delivered, Kind::Opened, Kind::Clicked]);
/// KindSet that tell how things were sent, not what people did.
pub(super) const HARMLESS: KindSet = KindSet::of(&[Kind::Sent, Kind::Delivered]);

/// The figure that counts the people of whom there is a row of this kind.
pub const fn measure(kind: Kind) -> Measure {
    match kind {
        Kind::Sent => Measure::Sent,
        Kind::Delivered => Measure::Delivered,
        Kind::Deferred => Measure::Deferred,
        Kind::BouncedHard => Measure::BouncedHard,
        Kind::BouncedSoft => Measure::BouncedSoft,
        Kind::Dropped => Measure::Dropped,
        Kind::Opened => Measure::Openers,
        Kind::MachineOpened => Measure::MachineOpeners,
        Kind::Read => Measure::Timed,
        Kind::Clicked => Measure::Clickers,
        Kind::MachineClicked => Measure::MachineClickers,
        Kind::Unsubscribed => Measure::Unsubscribed,
        Kind::Complained => Measure::Complained,
        Kind::Subscribed => Measure::Subscribed,
        Kind::DoiRequested => Measure::DoiRequested,
        Kind::DoiConfirmed => Measure::DoiConfirmed,
        Kind::Forwarded => Measure::Forwarded,
        Kind::Printed => Measure::Printed,
        Kind::Converted => Measure::Converted,
    }
}

/// Whole and part among kinds: whoever did the part did the whole.
pub(super) static NESTED: LazyLock<Vec<(Kind, Kind)>> = LazyLock::new(|| {
    let pairs = Kind::ALL.into_iter().flat_map(|whole| Kind::ALL.map(|part| (whole, part)));
    pairs.filter(|&(whole, part)| disclosure::contains(measure(whole), measure(part))).collect()
});

/// What became of messages that were sent: they add up to sent, less what is
/// still on its way.
const ENDS: [Kind; 4] = [Kind::Delivered, Kind::BouncedHard, Kind::BouncedSoft, Kind::Dropped];

/// Different people. Crowds of different people can be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Crowd {
    pub(super) people: u64,
    /// By kind.
    did: [u64; Kind::ALL.len()],
    /// By pair of [`NESTED`]: did the whole and not the part.
    only: Vec<u64>,
}

impl Crowd {
    /// One more person, who did this.
    pub(super) fn enter(&mut self, did: KindSet) {
        self.people += 1;
        for kind in did.iter() {
            self.did[kind as usize] += 1;
        }
        self.only.resize(NESTED.len(), 0);
        for (only, &(whole, part)) in self.only.iter_mut().zip(NESTED.iter()) {
            *only += u64::from(did.contains(whole) && !did.contains(part));
        }
    }

    pub(super) fn add(&mut self, other: &Crowd) {
        self.people += other.people;
        for (mine, theirs) in self.did.iter_mut().zip(other.did) {
            *mine += theirs;
        }
        self.only.resize(NESTED.len(), 0);
        for (mine, theirs) in self.only.iter_mut().zip(&other.only) {
            *mine += theirs;
        }
    }

    pub(super) fn sum<'a>(crowds: impl IntoIterator<Item = &'a Crowd>) -> Crowd {
        crowds.into_iter().fold(Crowd::default(), |mut sum, crowd| {
            sum.add(crowd);
            sum
        })
    }

    pub(super) fn did(&self, kind: Kind) -> u64 {
        self.did[kind as usize]
    }

    fn complements(&self, kinds: KindSet) -> impl Iterator<Item = (Kind, Kind, u64)> {
        let pairs = NESTED.iter().zip(self.only.iter().copied().chain(std::iter::repeat(0)));
        pairs
            .map(|(&(whole, part), only)| (whole, part, only))
            .filter(move |&(whole, part, _)| kinds.contains(whole) && kinds.contains(part))
    }

    /// The first thing that rows of these kinds would give away, as the kinds of
    /// which one must go.
    pub(super) fn fault(&self, kinds: KindSet, k: u64) -> Option<KindSet> {
        if let Some(kind) = kinds.iter().find(|&kind| is_small(self.did(kind), k)) {
            return Some(KindSet::of(&[kind]));
        }
        for (whole, part, only) in self.complements(kinds) {
            let (outer, inner) = (self.did(whole), self.did(part));
            let small = is_small(only, k) || is_small(outer.abs_diff(inner), k);
            let harmless = disclosure::is_harmless(measure(whole), measure(part));
            let full = outer > 0 && outer < 5 * k && (inner == 0 || inner == outer);
            if small || full && !harmless {
                return Some(KindSet::of(&[whole, part]));
            }
        }
        let ends: u64 = ENDS.iter().map(|&kind| self.did(kind)).sum();
        let pending = self.did(Kind::Sent).saturating_sub(ends);
        let all_told = ENDS.iter().all(|&kind| kinds.contains(kind) || self.did(kind) == 0);
        if kinds.contains(Kind::Sent) && all_told && is_small(pending, k) {
            return Some(KindSet::of(&[Kind::Sent]));
        }
        self.lonely(kinds.intersection(OWN_GROUPS)).or_else(|| self.lonely(kinds.minus(OWN_GROUPS)))
    }

    /// The only kind among these that anybody did: whoever is told to belong to
    /// such a class is told to have done it.
    fn lonely(&self, kinds: KindSet) -> Option<KindSet> {
        let present: Vec<Kind> = kinds.iter().filter(|&kind| self.did(kind) > 0).collect();
        match present.as_slice() {
            [only] if !HARMLESS.contains(*only) => Some(KindSet::of(&[*only])),
            _ => None,
        }
    }
}

/// Whether crowds that rows do not tell of are told by what a snapshot counts of
/// everybody: the difference is then the people of one of these numbers, of whom
/// there must be none, or k in one crowd alone, so that k of them are different.
pub(super) fn betrayed(untold: &[&Crowd], kinds: KindSet, k: u64) -> Option<KindSet> {
    let betrays = |of: &dyn Fn(&Crowd) -> u64| {
        let most = untold.iter().map(|crowd| of(crowd)).max().unwrap_or_default();
        is_small(most, k)
    };
    if let Some(kind) = kinds.iter().find(|&kind| betrays(&|crowd| crowd.did(kind))) {
        return Some(KindSet::of(&[kind]));
    }
    let mut pairs = NESTED.iter().enumerate();
    let pair = pairs.find(|&(at, &(whole, part))| {
        let only = |crowd: &Crowd| crowd.only.get(at).copied().unwrap_or_default();
        kinds.contains(whole) && kinds.contains(part) && betrays(&only)
    });
    pair.map(|(_, &(whole, part))| KindSet::of(&[whole, part]))
}

/// 1 … k − 1.
pub(super) const fn is_small(people: u64, k: u64) -> bool {
    people > 0 && people < k
}

#[cfg(test)]
mod tests {
    use super::*;
    use Kind::{BouncedHard, Clicked, Complained, Delivered, Opened, Sent};

    const K: u64 = 5;

    fn crowd(groups: &[(usize, &[Kind])]) -> Crowd {
        let mut crowd = Crowd::default();
        for &(people, did) in groups {
            (0..people).for_each(|_| crowd.enter(KindSet::of(did)));
        }
        crowd
    }

    #[test]
    fn a_crowd_is_faulty_for_each_rule_by_itself() {
        let kinds = KindSet::ALL;
        let quiet: (usize, &[Kind]) = (30, &[Delivered]);
        let openers: (usize, &[Kind]) = (30, &[Delivered, Opened]);
        let clickers: (usize, &[Kind]) = (9, &[Delivered, Opened, Clicked]);
        let fault = |groups: &[(usize, &[Kind])]| crowd(groups).fault(kinds, K);
        assert_eq!(fault(&[quiet, openers, clickers]), None);
        let few = fault(&[quiet, openers, clickers, (4, &[Delivered, Complained])]);
        assert_eq!(few, Some(KindSet::of(&[Complained])), "a small number");
        let but_few = fault(&[(4, &[Delivered]), openers, clickers]);
        assert_eq!(but_few, Some(KindSet::of(&[Delivered, Opened])), "all but four opened");
        let none = fault(&[(24, &[Delivered])]);
        assert_eq!(none, Some(KindSet::of(&[Delivered, Opened])), "none of a small group");
        let all = fault(&[quiet, (24, &[Delivered, Opened, Clicked])]);
        assert_eq!(all, Some(KindSet::of(&[Opened, Clicked])), "all of a small group");
        let sent: (usize, &[Kind]) = (60, &[Sent, Delivered, Opened, Clicked]);
        let bounced: (usize, &[Kind]) = (9, &[Sent, BouncedHard]);
        assert_eq!(
            crowd(&[sent, bounced]).fault(KindSet::of(&[Sent, Delivered, BouncedHard]), K),
            None
        );
        let pending = crowd(&[sent, bounced, (3, &[Sent])]);
        let pending = pending.fault(KindSet::of(&[Sent, Delivered, BouncedHard]), K);
        assert_eq!(pending, Some(KindSet::of(&[Sent])), "three are on their way");
        let alone = crowd(&[(60, &[BouncedHard])]).fault(KindSet::of(&[BouncedHard]), K);
        assert_eq!(alone, Some(KindSet::of(&[BouncedHard])), "the class tells the kind");
    }

    #[test]
    fn what_is_left_out_is_nobody_or_enough_in_one_crowd() {
        let few = crowd(&[(4, &[Delivered, Opened])]);
        let many = crowd(&[(5, &[Delivered, Opened]), (5, &[Delivered])]);
        let kinds = KindSet::of(&[Delivered, Opened]);
        assert!(betrayed(&[&few, &few], kinds, K).is_some(), "four people twice are four");
        assert_eq!(betrayed(&[&few, &many], kinds, K), None);
        assert_eq!(betrayed(&[], kinds, K), None);
    }
}
