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

/// What decides about noisy figures.
pub(super) struct Rules {
    pub(super) gates: Vec<Gate>,
    /// The smallest figure of each column that is shown.
    pub(super) least: BTreeMap<(Table, Measure), u64>,
    /// How many events of one person in one campaign count.
    pub(super) cap: u32,
}

/// `exact` with all counts replaced by the noisy ones, as far as rows may be seen
/// and figures are large enough.
///
/// Noise makes parts larger than their wholes, and numbers of events smaller than
/// their people; they are moved back to where they can be.
pub(super) fn show(exact: &Statistics, noisy: &BTreeMap<Place, i128>, rules: &Rules) -> Statistics {
    let mut shown = exact.clone();
    // Which steps of time there are, which links, clients and countries, tells of people.
    shown.arrival.clear();
    shown.days.clear();
    shown.week.clear();
    shown.links.clear();
    shown.clients.clear();
    shown.countries.clear();
    shown.device_clients.clear();
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
        let gate = rules.gates.iter().find(|gate| gate.table == table);
        for row in 0..exact.rows(table) as u32 {
            let figure = |measure| noisy.get(&Place { table, row, measure }).copied();
            let open = gate.is_none_or(|gate| {
                figure(gate.base).is_some_and(|value| value > i128::from(gate.above))
            });
            if !open
                && let Some(row) = shown.campaigns.get_mut(row as usize)
                && table == Table::Campaigns
            {
                // A name would tell that somebody is there.
                (row.name, row.sent_on) = (String::new(), None);
            }
            if open {
                let least =
                    |measure| rules.least.get(&(table, measure)).copied().unwrap_or(u64::MAX);
                for (measure, value) in possible(figure, least, rules.cap) {
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
fn possible(
    figure: impl Fn(Measure) -> Option<i128>,
    smallest: impl Fn(Measure) -> u64,
    cap: u32,
) -> Row {
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
        if value >= smallest(measure) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::CampaignRow;

    /// The δ of a release counts rows above the threshold: on it, a row is closed.
    #[test]
    fn rows_on_the_threshold_are_closed() {
        let mut exact = Statistics::default();
        let name = String::from("Spring");
        let mut row =
            CampaignRow { name, sent_on: Some("2026-03-02".into()), ..Default::default() };
        row.figures[Measure::Sent] = Count::Exact(1);
        exact.campaigns.push(row);
        let place = Place { table: Table::Campaigns, row: 0, measure: Measure::Sent };
        let rules = Rules {
            gates: vec![Gate { table: Table::Campaigns, base: Measure::Sent, above: 70 }],
            least: BTreeMap::from([((Table::Campaigns, Measure::Sent), 11)]),
            cap: 5,
        };
        let shown = |noisy| show(&exact, &BTreeMap::from([(place, noisy)]), &rules);
        let (on, above) = (shown(70), shown(71));
        assert_eq!(
            (on.at(place), on.overall[Measure::Sent]),
            (Count::Withheld, Count::Unavailable)
        );
        assert!(on.campaigns[0].name.is_empty() && on.campaigns[0].sent_on.is_none());
        assert_eq!(above.at(place), Count::Exact(71));
        assert_eq!(above.overall[Measure::Sent], Count::Exact(71));
        assert_eq!(above.campaigns[0].name, "Spring");
    }

    #[test]
    fn impossible_figures_are_moved_to_where_they_can_be() {
        let row = |noisy: &[(Measure, i128)]| {
            let noisy = noisy.to_vec();
            possible(
                |asked| {
                    noisy.iter().find(|(measure, _)| *measure == asked).map(|(_, value)| *value)
                },
                |_| 11,
                5,
            )
        };
        use Measure::{Clickers, Clicks, Delivered, Openers, Opens, Sent};
        let shown =
            row(&[(Sent, 100), (Delivered, 130), (Openers, 60), (Opens, 20), (Clickers, 90)]);
        let expected = [(Sent, 100), (Delivered, 100), (Openers, 60), (Opens, 60), (Clickers, 60)];
        assert_eq!(shown, Row::from(expected));
        let shown = row(&[(Sent, 100), (Openers, 10), (Opens, 999), (Clickers, 50), (Clicks, -4)]);
        assert_eq!(shown, Row::from([(Sent, 100)]), "beside what is withheld its parts are");
        let shown = row(&[(Sent, i128::MAX), (Openers, 20), (Opens, i128::MAX)]);
        assert_eq!(shown, Row::from([(Sent, u64::MAX), (Openers, 20), (Opens, 100)]));
        assert_eq!(row(&[(Sent, i128::MIN)]), Row::new());
    }
}
