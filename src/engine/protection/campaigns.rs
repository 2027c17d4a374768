//! The figures of all campaigns together, and the table of single campaigns.
//!
//! Guarantee: the rows of the table partition the overall figures; each row by
//! itself stands the checks of [`nesting`](super::nesting), so every sum and
//! every rest of rows is a sum of safe ones. A figure is either in all rows or
//! in none; none, where it is withheld overall.
//!
//! Campaigns too small to show are gathered into one row, by number of
//! recipients, which says nothing about what anybody did.

use super::nesting::{BY_VALUE, EVENTS, Row, Size, choose, has_faults};
use super::texts::Renamer;
use super::{context::Withheld, show};
use crate::contract::{CampaignRow, Count, Figures, Measure, WithholdingReason};
use crate::engine::calendar::day_text;
use crate::engine::tallies::CampaignTally;
use std::collections::BTreeSet;

/// The figures that can be shown of all campaigns together.
fn overall(members: &[&CampaignTally], threshold: u32) -> BTreeSet<Measure> {
    let row = Row::new(members.to_vec(), threshold);
    if row.people(Measure::Recipients) != Size::Large {
        return BTreeSet::new();
    }
    let every = Measure::ALL.iter().copied().filter(|&measure| row.tells(measure)).collect();
    choose(&[row], &every)
}

/// The row's figures, with one mark for everything withheld.
pub(super) fn figures(row: &Row<'_>, shown: &BTreeSet<Measure>) -> Figures<Count> {
    let totals: Figures<u64> = Figures::default();
    totals.map(|measure, _| show(row.tells(measure), shown.contains(&measure), row.total(measure)))
}

/// Campaigns shown by themselves.
const MOST_ROWS: usize = 5_000;

/// What the table holds: whole campaigns, then at most one row that gathers others.
struct Layout<'a> {
    rows: Vec<Row<'a>>,
    shown: BTreeSet<Measure>,
}

impl Layout<'_> {
    /// Figures shown overall and in no row, although but one row can hold them:
    /// the others' files cannot tell them, so the whole is that row's.
    fn exposed(&self, overall: &BTreeSet<Measure>) -> Vec<Measure> {
        let hidden = overall.iter().copied().filter(|measure| !self.shown.contains(measure));
        let telling = |measure: Measure| self.rows.iter().filter(|row| row.tells(measure)).count();
        hidden.filter(|&measure| telling(measure) == 1).collect()
    }

    /// How much a reader learns: comparisons between rows, in every column.
    fn worth(&self) -> usize {
        self.rows.len().saturating_sub(1) * self.shown.len()
    }
}

/// What can be shown of all campaigns together and of each.
pub(super) struct Settled<'a> {
    /// Figures shown of all together.
    pub(super) overall: BTreeSet<Measure>,
    /// `None` where fewer than two rows are safe.
    layout: Option<Layout<'a>>,
}

/// Chooses the figures and the rows. `members` are in order of sending.
pub(super) fn settle<'a>(members: &[&'a CampaignTally], threshold: u32) -> Settled<'a> {
    let mut overall = overall(members, threshold);
    loop {
        let layout = best_layout(members, &overall, threshold);
        let exposed: Vec<Measure> =
            layout.iter().flat_map(|layout| layout.exposed(&overall)).collect();
        if exposed.is_empty() {
            return Settled { overall, layout };
        }
        // Together with the figures that are shown, or withheld, with them.
        let entangled = |measure: Measure| {
            exposed.contains(&measure)
                || BY_VALUE.iter().any(|unit| {
                    unit.contains(&measure) && unit.iter().any(|other| exposed.contains(other))
                })
        };
        let events = |measure: Measure| {
            EVENTS.iter().any(|&(events, people)| events == measure && entangled(people))
        };
        overall.retain(|&measure| !entangled(measure) && !events(measure));
    }
}

fn best_layout<'a>(
    members: &[&'a CampaignTally],
    overall: &BTreeSet<Measure>,
    threshold: u32,
) -> Option<Layout<'a>> {
    if let [_] = members {
        let rows = vec![Row::new(members.to_vec(), threshold)];
        return Some(Layout { rows, shown: overall.clone() });
    }
    let cores: [&[Measure]; 3] = [
        &[Measure::Delivered, Measure::Openers, Measure::Clickers],
        &[Measure::Delivered, Measure::Openers],
        &[Measure::Delivered],
    ];
    let layouts = cores.iter().filter_map(|core| layout(members, core, overall, threshold));
    // The first of equal worth: the fullest core.
    let best = layouts.reduce(|best, next| if next.worth() > best.worth() { next } else { best });
    best.filter(|layout| layout.worth() > 0)
}

impl Settled<'_> {
    /// The rows, and what is missing in them.
    pub(super) fn table(&self, renamer: &mut Renamer, withheld: &mut Withheld) -> Vec<CampaignRow> {
        let Some(Layout { rows, shown }) = &self.layout else {
            withheld.table("campaigns", WithholdingReason::Small);
            return Vec::new();
        };
        if rows.iter().any(|row| row.members.len() > 1) {
            withheld.table("campaigns", WithholdingReason::Gathered);
        }
        for &measure in Measure::ALL {
            if !shown.contains(&measure) && rows.iter().any(|row| row.tells(measure)) {
                withheld.measure("campaigns", measure, WithholdingReason::Small);
            }
        }
        let keyed = rows.iter().zip(0..);
        keyed.map(|(row, key)| campaign_row(row, shown, key, renamer)).collect()
    }
}

/// Gathers campaigns until the core figures are safe in every row, then adds
/// the other figures as far as all rows allow.
fn layout<'a>(
    members: &[&'a CampaignTally],
    core: &[Measure],
    overall: &BTreeSet<Measure>,
    threshold: u32,
) -> Option<Layout<'a>> {
    let core: BTreeSet<Measure> =
        core.iter().copied().filter(|measure| overall.contains(measure)).collect();
    let is_safe = |members: Vec<&'a CampaignTally>| {
        let row = Row::new(members, threshold);
        row.people(Measure::Recipients) == Size::Large && !has_faults(&row, &core)
    };
    let mut by_size: Vec<usize> = (0..members.len()).collect();
    by_size.sort_by_key(|&at| members[at].figures[Measure::Recipients]);
    let (mut alone, mut gathered): (Vec<usize>, Vec<usize>) =
        by_size.into_iter().partition(|&at| is_safe(vec![members[at]]));
    alone.reverse();
    while !gathered.is_empty() && !is_safe(gathered.iter().map(|&at| members[at]).collect()) {
        gathered.push(alone.pop()?);
    }
    let too_many = alone.len().saturating_sub(MOST_ROWS);
    gathered.extend(alone.split_off(alone.len() - too_many));
    // `members` are in order of sending.
    alone.sort_unstable();
    let mut rows: Vec<Row<'a>> =
        alone.iter().map(|&at| Row::new(vec![members[at]], threshold)).collect();
    if !gathered.is_empty() {
        rows.push(Row::new(gathered.iter().map(|&at| members[at]).collect(), threshold));
    }
    let shown = choose(&rows, overall);
    Some(Layout { rows, shown })
}

fn campaign_row(
    row: &Row<'_>,
    shown: &BTreeSet<Measure>,
    key: u32,
    renamer: &mut Renamer,
) -> CampaignRow {
    let (name, sent_on) = match row.members.as_slice() {
        [one] => (renamer.name(&one.name), one.sent_on.map(day_text)),
        _ => (String::new(), None),
    };
    CampaignRow {
        key,
        id: String::new(),
        name,
        gathers: u32::try_from(row.members.len()).unwrap_or(u32::MAX),
        sent_on,
        figures: figures(row, shown),
    }
}
