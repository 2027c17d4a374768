//! What readers see of noisy figures. All of it happens after the noise and looks
//! at nothing exact but which figures the files tell: it costs nothing.

use crate::contract::{Count, Measure, Place, Statistics, Table};
use crate::engine::disclosure::{contains, people_of};
use std::collections::BTreeMap;

/// Which rows of a table may be seen: those whose base figure is above a
/// threshold.
pub(super) struct Gate {
    pub(super) table: Table,
    pub(super) base: Measure,
    pub(super) above: u64,
}

/// `exact` with all counts replaced by the noisy ones, as far as rows may be seen
/// and figures are at least `smallest`; `cap` is how many events of one person
/// count.
///
/// Noise makes parts larger than their wholes, and numbers of events smaller than
/// their people; they are moved back to where they can be.
pub(super) fn show(
    exact: &Statistics,
    noisy: &BTreeMap<Place, i128>,
    gates: &[Gate],
    smallest: u32,
    cap: u32,
) -> Statistics {
    let mut shown = exact.clone();
    // Which steps of time there are, which links and clients, tells of people.
    shown.arrival.clear();
    shown.days.clear();
    shown.week.clear();
    shown.links.clear();
    shown.clients.clear();
    shown.doubles = Count::Withheld;
    let places: Vec<Place> = shown.places().collect();
    for place in places {
        if let Some(count) = shown.at_mut(place)
            && *count != Count::Unavailable
        {
            *count = Count::Withheld;
        }
    }
    for table in [Table::Overall, Table::Campaigns, Table::Providers, Table::Devices] {
        let gate = gates.iter().find(|gate| gate.table == table);
        for row in 0..exact.rows(table) as u32 {
            let figure = |measure| noisy.get(&Place { table, row, measure }).copied();
            let open = gate.is_none_or(|gate| {
                figure(gate.base).is_some_and(|value| value > i128::from(gate.above))
            });
            if open {
                for (measure, value) in possible(figure, smallest, cap) {
                    set(&mut shown, Place { table, row, measure }, value);
                }
            }
        }
    }
    add_up(&mut shown);
    shown
}

/// The figures of a row that may be shown, in the order of measures, in which
/// wholes come before their parts and people before their events.
fn possible(figure: impl Fn(Measure) -> Option<i128>, smallest: u32, cap: u32) -> Row {
    let mut shown = Row::new();
    for &measure in Measure::ALL {
        let Some(value) = figure(measure) else { continue };
        let bounds = match people_of(measure) {
            Some(people) if figure(people).is_some() => {
                shown.get(&people).map(|&people| (people, people.saturating_mul(u64::from(cap))))
            }
            Some(_) => Some((0, u64::MAX)),
            None => Measure::ALL
                .iter()
                .filter(|&&whole| contains(whole, measure) && figure(whole).is_some())
                .try_fold(u64::MAX, |most, whole| shown.get(whole).map(|&whole| most.min(whole)))
                .map(|most| (0, most)),
        };
        // Beside a whole that is withheld a part would tell of it.
        let Some((least, most)) = bounds else { continue };
        let value = u64::try_from(value.max(0)).unwrap_or(u64::MAX).max(least).min(most);
        if value >= u64::from(smallest) {
            shown.insert(measure, value);
        }
    }
    shown
}

type Row = BTreeMap<Measure, u64>;

/// The key figures: what is shown of the campaigns.
fn add_up(shown: &mut Statistics) {
    for &measure in Measure::ALL {
        let rows = shown.campaigns.iter().filter_map(|row| row.figures[measure].exact());
        if let Some(sum) = rows.reduce(u64::saturating_add) {
            shown.overall[measure] = Count::Exact(sum);
        }
    }
}

fn set(shown: &mut Statistics, place: Place, value: u64) {
    if let Some(count) = shown.at_mut(place) {
        *count = Count::Exact(value);
    }
}
