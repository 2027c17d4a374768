//! Whether two rows are about a campaign in the same state, in a later one, or
//! neither, as far as print tells.

use super::super::{Known, known};
use crate::contract::Measure::{self, *};
use crate::contract::{Count, Figures, Mode, Snapshot, Treated};

/// Figures that only grow while a campaign goes on. Others may fall: a message
/// that was delivered bounces late, a glance becomes a reading.
pub(super) const GROWING: [Measure; 18] = [
    Recipients,
    Sent,
    Openers,
    Opens,
    ConfirmedOpeners,
    Clickers,
    Clicks,
    Timed,
    Readers,
    Unsubscribed,
    Complained,
    Subscribed,
    DoiRequested,
    DoiConfirmed,
    Forwarded,
    Printed,
    Converted,
    MachineOpeners,
];

/// How two rows of the same name and day are related, by their figures.
#[derive(PartialEq, Eq)]
pub(super) enum Same {
    State,
    Growing,
    Neither,
}

pub(super) fn compare(snapshots: &[&Snapshot], old: (usize, usize), new: (usize, usize)) -> Same {
    let of = |(release, row): (usize, usize)| {
        let snapshot = snapshots.get(release).copied()?;
        Some((snapshot, figures(snapshot, row)?))
    };
    let Some(((old, old_row), (new, new_row))) = of(old).zip(of(new)) else {
        return Same::Neither;
    };
    let (mut common, mut differ, mut fell) = (0, false, false);
    for &measure in Measure::ALL {
        if !measure.counts_people() && old.protection.cap != new.protection.cap {
            continue;
        }
        let Some(((low, high), (new_low, new_high))) =
            range(old, old_row, measure).zip(range(new, new_row, measure))
        else {
            continue;
        };
        let (Some(high), Some(new_high)) = (high, new_high) else { continue };
        common += 1;
        differ |= high < new_low || new_high < low;
        fell |= new_high < low && GROWING.contains(&measure);
    }
    match (common, differ, fell) {
        (0, ..) => Same::Neither,
        (_, false, _) => Same::State,
        (_, true, false) if may_grow(old, new) => Same::Growing,
        _ => Same::Neither,
    }
}

/// Whether readers take a campaign's row for one of an earlier release: the same
/// name and day, and no figure that says otherwise.
pub(super) fn look_the_same(
    snapshots: &[&Snapshot],
    old: (usize, usize),
    new: (usize, usize),
) -> bool {
    let printed = |(release, row): (usize, usize)| {
        let row = snapshots.get(release)?.statistics.campaigns.get(row)?;
        (row.gathers == 1 && !row.name.is_empty()).then_some((&row.name, &row.sent_on))
    };
    let named = printed(new);
    named.is_some() && printed(old) == named && compare(snapshots, old, new) == Same::State
}

/// Whether everything the older release counted of a campaign is counted in the
/// newer one: as many days are selected, and people are treated the same.
pub(super) fn may_grow(old: &Snapshot, new: &Snapshot) -> bool {
    let Treated { from, to, .. } = &new.treated;
    let begins =
        from.is_none() || old.treated.from.as_ref().is_some_and(|old| Some(old) >= from.as_ref());
    let ends = to.is_none() || old.treated.to.as_ref().is_some_and(|old| Some(old) <= to.as_ref());
    let told = |treated: &Treated| {
        (treated.mode == Mode::Choice).then_some((treated.unknown, treated.denied))
    };
    begins
        && ends
        && told(&old.treated) == told(&new.treated)
        && old.statistics.machine.included == new.statistics.machine.included
}

pub(super) fn same_days(old: &Snapshot, new: &Snapshot) -> bool {
    old.treated.from == new.treated.from && old.treated.to == new.treated.to
}

pub(super) type Row<'a> = &'a Figures<Count>;

/// The figures of a row, or the key figures where campaigns are left out.
pub(super) fn figures(snapshot: &Snapshot, row: usize) -> Option<Row<'_>> {
    let statistics = &snapshot.statistics;
    if statistics.campaigns.is_empty() {
        return (row == 0).then_some(&statistics.overall);
    }
    statistics.campaigns.get(row).map(|row| &row.figures)
}

/// Between what a figure lies by its print; `None` where the files do not hold it.
pub(super) fn range(
    snapshot: &Snapshot,
    figures: Row<'_>,
    measure: Measure,
) -> Option<(u64, Option<u64>)> {
    Some(match known::known(figures[measure], &snapshot.protection)? {
        Known::Exactly(value) => (value, Some(value)),
        Known::Between(low, high) => (low, Some(high)),
        Known::Withheld | Known::Unsaid => (0, None),
    })
}
