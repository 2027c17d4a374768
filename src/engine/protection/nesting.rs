//! What a reader can form from the figures of one row, and which of it could
//! point at a person.
//!
//! Guarantee: where [`faults`] finds nothing, no figure shown for the row, no
//! difference of two nested ones, no rest of a sum and no overlap that follows
//! from the others is a number of people from 1 to k − 1, and no behaviour is
//! said of all or of none of a group of fewer than 5 k.
//!
//! A row may sum over several campaigns, and one person may be in each of them.
//! Therefore a sum counts as large only when one of its campaigns alone has k
//! people: those are different people. It must reach 2 k besides, unless every
//! campaign is safe by itself; otherwise somebody who knows this rule would
//! learn how little is left for the other campaigns.
//!
//! Held by `protection::tests`.

use crate::contract::Measure::{self, *};
use crate::engine::tallies::CampaignTally;
use std::collections::BTreeSet;

/// Figures that are shown or withheld together, because each would give away
/// the others.
pub(super) const BOUNCES: &[Measure] = &[BouncedHard, BouncedSoft, Dropped];
pub(super) const READING: &[Measure] = &[Timed, Glanced, Skimmed, Readers];

/// Counts of people, the ones people steer by first: a figure is shown when it
/// gives nothing away together with those before it.
pub(super) const BY_VALUE: &[&[Measure]] = &[
    &[Delivered],
    &[Openers],
    &[Clickers],
    &[MeasurableOpens],
    &[MeasurableClicks],
    &[Sent],
    &[ConfirmedOpeners],
    &[Unsubscribed],
    BOUNCES,
    &[Complained],
    READING,
    &[MachineOpeners],
    &[MachineClickers],
    &[Converted],
    &[Forwarded],
    &[Printed],
    &[Subscribed],
    &[DoiRequested],
    &[DoiConfirmed],
    &[Deferred],
    &[Recipients],
];

/// Event totals, and the people behind each.
pub(super) const EVENTS: &[(Measure, Measure)] = &[
    (Opens, Openers),
    (Clicks, Clickers),
    (MachineOpens, MachineOpeners),
    (MachineClicks, MachineClickers),
];

/// Whoever is counted in the second is counted in the first. Steps that follow
/// from two others are left out.
const WITHIN: &[(Measure, Measure)] = &[
    (Recipients, Sent),
    (Recipients, Subscribed),
    (Recipients, DoiRequested),
    (Recipients, DoiConfirmed),
    (Sent, Delivered),
    (Sent, Deferred),
    (Sent, BouncedHard),
    (Sent, BouncedSoft),
    (Sent, Dropped),
    (Delivered, MeasurableOpens),
    (Delivered, MeasurableClicks),
    (Delivered, ConfirmedOpeners),
    (Delivered, Unsubscribed),
    (Delivered, Complained),
    (Delivered, Forwarded),
    (Delivered, Printed),
    (Delivered, Converted),
    (MeasurableOpens, Openers),
    (MeasurableOpens, MachineOpeners),
    (MeasurableOpens, Timed),
    (MeasurableClicks, Clickers),
    (MeasurableClicks, MachineClickers),
    (ConfirmedOpeners, Openers),
    (ConfirmedOpeners, Clickers),
    (Timed, Glanced),
    (Timed, Skimmed),
    (Timed, Readers),
];

/// Not nested by definition, but nearly always in practice: the difference is
/// checked, its sign is not.
const BESIDE: &[(Measure, Measure)] = &[
    (MeasurableOpens, MeasurableClicks),
    (MeasurableOpens, ConfirmedOpeners),
    (MeasurableOpens, Clickers),
    (MeasurableClicks, ConfirmedOpeners),
    (MeasurableClicks, Openers),
    (Openers, Clickers),
    (Openers, Timed),
    (Openers, Glanced),
    (Openers, Skimmed),
    (Openers, Readers),
    (Openers, Forwarded),
    (Openers, Printed),
    (Openers, Converted),
    (ConfirmedOpeners, Timed),
    (ConfirmedOpeners, Readers),
    (ConfirmedOpeners, Forwarded),
    (ConfirmedOpeners, Printed),
    (ConfirmedOpeners, Converted),
    (Clickers, Converted),
    (Subscribed, DoiRequested),
    (Subscribed, DoiConfirmed),
    (DoiRequested, DoiConfirmed),
];

/// Whether everybody counted in `part` is counted in `whole`, directly or
/// through others. The plausibility of a snapshot is checked with the same.
pub(in crate::engine) fn contains(whole: Measure, part: Measure) -> bool {
    WITHIN.iter().any(|&(outer, inner)| outer == whole && (inner == part || contains(inner, part)))
}

/// Whether "all of them" or "none of them" would say something about people.
/// Complete delivery, and everybody being measurable, says nothing.
fn is_behaviour(measure: Measure) -> bool {
    !matches!(
        measure,
        Recipients
            | Sent
            | Delivered
            | Deferred
            | BouncedHard
            | BouncedSoft
            | Dropped
            | MeasurableOpens
            | MeasurableClicks
    )
}

/// "All of `whole`" is harmless where it only tells how things were measured:
/// a click proves an open, and a view with a duration is an open.
fn full_is_harmless(whole: Measure, part: Measure) -> bool {
    !is_behaviour(part)
        || matches!(
            (whole, part),
            (ConfirmedOpeners, Openers)
                | (Openers | ConfirmedOpeners, Timed)
                | (Subscribed, DoiRequested | DoiConfirmed)
                | (DoiRequested, DoiConfirmed)
        )
}

/// How many different people are known to be behind a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Nobody,
    /// Perhaps fewer than k, or a number that cannot be.
    Small,
    /// At least k.
    Large,
}

/// One row: the campaigns that it sums over.
pub(super) struct Row<'a> {
    pub(super) members: Vec<&'a CampaignTally>,
    pub(super) threshold: u32,
}

impl<'a> Row<'a> {
    pub(super) fn new(members: Vec<&'a CampaignTally>, threshold: u32) -> Row<'a> {
        Row { members, threshold }
    }

    /// Whether the files of at least one campaign can tell the figure.
    pub(super) fn tells(&self, measure: Measure) -> bool {
        self.members.iter().any(|member| member.knows(measure))
    }

    pub(super) fn total(&self, measure: Measure) -> u64 {
        let values = self.members.iter().map(|member| value(member, measure));
        values.fold(0, u64::saturating_add)
    }

    /// The size of a sum of figures, each with its sign.
    fn size(&self, terms: &[(Measure, i128)]) -> Size {
        let k = i128::from(self.threshold);
        let amount = |member: &CampaignTally| -> i128 {
            terms.iter().map(|&(measure, sign)| sign * i128::from(value(member, measure))).sum()
        };
        let total: i128 = self.members.iter().map(|member| amount(member)).sum();
        if total == 0 {
            return Size::Nobody;
        }
        // Where a campaign's files cannot tell one of the figures, its
        // difference is no number of people.
        let known: Vec<i128> = self
            .members
            .iter()
            .filter(|member| terms.iter().all(|&(measure, _)| member.knows(measure)))
            .map(|member| amount(member))
            .collect();
        let proven = known.iter().any(|&amount| amount >= k);
        let each_safe = known.iter().all(|&amount| amount == 0 || amount >= k);
        if total >= k && proven && (self.members.len() == 1 || each_safe || total >= 2 * k) {
            Size::Large
        } else {
            Size::Small
        }
    }

    pub(super) fn people(&self, measure: Measure) -> Size {
        self.size(&[(measure, 1)])
    }

    fn difference(&self, whole: Measure, part: Measure) -> Size {
        self.size(&[(whole, 1), (part, -1)])
    }

    /// Whether a group is so large that "all" or "none" of it may be said.
    fn is_crowd(&self, measure: Measure) -> bool {
        let enough = 5 * u64::from(self.threshold);
        self.members.iter().any(|member| value(member, measure) >= enough)
    }

    /// The difference of two figures that are not nested by definition.
    fn is_near(&self, a: Measure, b: Measure) -> bool {
        let apart = self.total(a).abs_diff(self.total(b));
        apart != 0 && apart < u64::from(self.threshold)
    }
}

/// A figure that the campaign's files cannot tell adds nothing to a row.
fn value(member: &CampaignTally, measure: Measure) -> u64 {
    if member.knows(measure) { member.figures[measure] } else { 0 }
}

/// Whether showing these figures of the row would give somebody away.
pub(super) fn has_faults(row: &Row<'_>, shown: &BTreeSet<Measure>) -> bool {
    let shows = |measure: Measure| shown.contains(&measure) && row.tells(measure);
    let alone = shown.iter().any(|&measure| shows(measure) && row.people(measure) == Size::Small);
    if alone {
        return true;
    }
    for &whole in shown.iter().filter(|&&measure| shows(measure)) {
        for &part in shown.iter().filter(|&&measure| shows(measure) && measure != whole) {
            let nested = contains(whole, part);
            if nested && row.difference(whole, part) == Size::Small {
                return true;
            }
            let beside = BESIDE.contains(&(whole, part));
            if beside && row.is_near(whole, part) {
                return true;
            }
            if (nested || beside) && says_all_or_none(row, whole, part) {
                return true;
            }
        }
    }
    let overlap = [(Openers, 1), (Clickers, 1), (ConfirmedOpeners, -1)];
    if overlap.iter().all(|&(measure, _)| shows(measure)) && row.size(&overlap) == Size::Small {
        return true;
    }
    // Whoever was neither delivered to nor bounced: still on the way.
    let pending = [(Sent, 1), (Delivered, -1), (BouncedHard, -1), (BouncedSoft, -1), (Dropped, -1)];
    let formable = shows(Sent) && shows(Delivered) && BOUNCES.iter().any(|&bounce| shows(bounce));
    formable && pending_is_small(row, &pending)
}

/// Bounces that the files cannot tell are part of what is pending.
fn pending_is_small(row: &Row<'_>, pending: &[(Measure, i128)]) -> bool {
    let told: Vec<(Measure, i128)> =
        pending.iter().copied().filter(|&(measure, _)| row.tells(measure)).collect();
    row.size(&told) == Size::Small
}

fn says_all_or_none(row: &Row<'_>, whole: Measure, part: Measure) -> bool {
    if !is_behaviour(part) || row.total(whole) == 0 || row.is_crowd(whole) {
        return false;
    }
    let none = row.total(part) == 0;
    let all = row.total(part) == row.total(whole) && !full_is_harmless(whole, part);
    none || all
}

/// The figures that can be shown together in every row: taken in the order of
/// their value, each when it gives nothing away together with those before it.
pub(super) fn choose(rows: &[Row<'_>], candidates: &BTreeSet<Measure>) -> BTreeSet<Measure> {
    let mut shown = BTreeSet::new();
    for unit in BY_VALUE {
        let wanted: Vec<Measure> =
            unit.iter().copied().filter(|measure| candidates.contains(measure)).collect();
        // A unit of which a part is withheld elsewhere would be given away by the rest.
        let told =
            unit.iter().filter(|&&measure| rows.iter().any(|row| row.tells(measure))).count();
        if wanted.is_empty() || wanted.len() < told {
            continue;
        }
        let mut next = shown.clone();
        next.extend(wanted);
        if rows.iter().all(|row| !has_faults(row, &next)) {
            shown = next;
        }
    }
    for &(events, people) in EVENTS {
        // Events without people come from exports that name nobody: how many
        // people are behind them, nobody knows.
        let known = rows.iter().all(|row| row.total(events) == 0 || row.total(people) > 0);
        if known && shown.contains(&people) && candidates.contains(&events) {
            shown.insert(events);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::KindSet;

    fn campaign(figures: &[(Measure, u64)]) -> CampaignTally {
        let mut tally = CampaignTally { covers: KindSet::ALL, ..CampaignTally::default() };
        for &(measure, value) in figures {
            tally.figures[measure] = value;
        }
        tally
    }

    fn faulty(figures: &[(Measure, u64)], threshold: u32) -> bool {
        let tally = campaign(figures);
        let shown = figures.iter().map(|&(measure, _)| measure).collect();
        has_faults(&Row::new(vec![&tally], threshold), &shown)
    }

    #[test]
    fn one_row_one_reason() {
        for (what, figures, expected) in [
            ("large and apart", vec![(Delivered, 500), (Openers, 200), (Clickers, 50)], false),
            ("a small count", vec![(Delivered, 500), (Clickers, 10)], true),
            ("exactly k", vec![(Delivered, 500), (Clickers, 11)], false),
            ("all but two opened", vec![(Delivered, 500), (Openers, 498)], true),
            ("through a figure between", vec![(Sent, 500), (Openers, 490)], true),
            ("everybody of a small group", vec![(Delivered, 54), (Openers, 54)], true),
            ("everybody of a crowd", vec![(Delivered, 55), (Openers, 55)], false),
            ("nobody of a small group", vec![(Delivered, 54), (Complained, 0)], true),
            ("nobody of a crowd", vec![(Delivered, 55), (Complained, 0)], false),
            ("complete delivery", vec![(Sent, 30), (Delivered, 30)], false),
            ("two on the way", vec![(Sent, 500), (Delivered, 450), (BouncedHard, 48)], true),
            (
                "both opened and clicked",
                vec![(Delivered, 900), (Openers, 100), (Clickers, 50), (ConfirmedOpeners, 145)],
                true,
            ),
            ("more parts than whole", vec![(Delivered, 100), (Openers, 120)], true),
        ] {
            assert_eq!(faulty(&figures, 11), expected, "{what}");
        }
    }

    #[test]
    fn a_sum_over_campaigns_is_large_only_with_k_different_people() {
        let [a, b, c] = [8, 9, 40].map(|clickers| campaign(&[(Clickers, clickers)]));
        let size = |members: Vec<&CampaignTally>| Row::new(members, 11).people(Clickers);
        // The same nine people may be behind all of them, however often.
        assert!(size(vec![&b; 5]) == Size::Small);
        assert!(size(vec![&a, &b]) == Size::Small);
        assert!(size(vec![&a, &b, &c]) == Size::Large);
        // 12 = 11 + 1: the sum would tell the one.
        let [large, one] = [11, 1].map(|clickers| campaign(&[(Clickers, clickers)]));
        assert!(size(vec![&large, &one]) == Size::Small);
    }

    #[test]
    fn choose_keeps_what_people_steer_by() {
        let tally = campaign(&[
            (Sent, 503),
            (Delivered, 500),
            (MeasurableOpens, 500),
            (MeasurableClicks, 500),
            (Openers, 200),
            (Clickers, 60),
            (ConfirmedOpeners, 203),
            (BouncedHard, 3),
        ]);
        let every = Measure::ALL.iter().copied().collect();
        let shown = choose(&[Row::new(vec![&tally], 11)], &every);
        for measure in [Delivered, Openers, Clickers, MeasurableOpens] {
            assert!(shown.contains(&measure), "{}", measure.name());
        }
        for measure in [Sent, BouncedHard, ConfirmedOpeners] {
            assert!(!shown.contains(&measure), "{}", measure.name());
        }
    }
}
