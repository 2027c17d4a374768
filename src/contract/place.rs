//! Where a figure stands in [`Statistics`]: the one way in which protection and
//! its verifier name a cell.

use super::{Count, Measure, Statistics, Table};
use serde::{Deserialize, Serialize};

/// One printed figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub table: Table,
    /// The row's index in its table; 0 of the key figures. Of
    /// [`Table::Machine`]: 0 vendor, 1 burst, 2 user agent.
    pub row: u32,
    /// What is counted. In [`Table::Arrival`] openers and clickers are the first
    /// opens and first clicks; every row of [`Table::Machine`] counts machine
    /// opens and clicks together, as [`Measure::MachineOpens`].
    pub measure: Measure,
}

/// The measures that a table has, in the order of its columns.
pub const fn columns(table: Table) -> &'static [Measure] {
    use Measure::*;
    match table {
        Table::Overall | Table::Campaigns => Measure::ALL,
        Table::Arrival => &[Opens, Clicks, Openers, Clickers],
        Table::Days | Table::Week => &[Opens, Clicks],
        Table::Links => &[Clickers, Clicks],
        Table::Providers | Table::Devices | Table::Clients => {
            &[Delivered, Openers, Opens, Clickers, Clicks]
        }
        Table::Machine => &[MachineOpens],
    }
}

impl Statistics {
    /// How many rows a table has.
    pub fn rows(&self, table: Table) -> usize {
        match table {
            Table::Overall => 1,
            Table::Campaigns => self.campaigns.len(),
            Table::Arrival => self.arrival.len(),
            Table::Days => self.days.len(),
            Table::Week => self.week.len(),
            Table::Links => self.links.len(),
            Table::Providers => self.providers.len(),
            Table::Devices => self.devices.len(),
            Table::Clients => self.clients.len(),
            Table::Machine => 3,
        }
    }

    /// Every place, table by table, row by row. Doubles are no figure of people
    /// and have none.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        Table::ALL.into_iter().flat_map(move |table| {
            let row =
                move |row| columns(table).iter().map(move |&measure| Place { table, row, measure });
            (0..self.rows(table) as u32).flat_map(row)
        })
    }

    /// The figure at a place; unavailable where there is no such place.
    pub fn at(&self, place: Place) -> Count {
        let Place { table, row, measure } = place;
        let row = row as usize;
        use Measure::*;
        let count = match table {
            Table::Overall => (row == 0).then(|| &self.overall[measure]),
            Table::Campaigns => self.campaigns.get(row).map(|row| &row.figures[measure]),
            Table::Arrival => self.arrival.get(row).and_then(|row| match measure {
                Opens => Some(&row.opens),
                Clicks => Some(&row.clicks),
                Openers => Some(&row.first_opens),
                Clickers => Some(&row.first_clicks),
                _ => None,
            }),
            Table::Days => self.days.get(row).and_then(|row| match measure {
                Opens => Some(&row.opens),
                Clicks => Some(&row.clicks),
                _ => None,
            }),
            Table::Week => self.week.get(row).and_then(|row| match measure {
                Opens => Some(&row.opens),
                Clicks => Some(&row.clicks),
                _ => None,
            }),
            Table::Links => self.links.get(row).and_then(|row| match measure {
                Clickers => Some(&row.clickers),
                Clicks => Some(&row.clicks),
                _ => None,
            }),
            Table::Providers | Table::Devices | Table::Clients => {
                let groups = match table {
                    Table::Providers => &self.providers,
                    Table::Devices => &self.devices,
                    _ => &self.clients,
                };
                groups.get(row).and_then(|row| match measure {
                    Delivered => Some(&row.delivered),
                    Openers => Some(&row.openers),
                    Opens => Some(&row.opens),
                    Clickers => Some(&row.clickers),
                    Clicks => Some(&row.clicks),
                    _ => None,
                })
            }
            Table::Machine => match (row, measure) {
                (0, MachineOpens) => Some(&self.machine.vendor),
                (1, MachineOpens) => Some(&self.machine.burst),
                (2, MachineOpens) => Some(&self.machine.user_agent),
                _ => None,
            },
        };
        count.copied().unwrap_or_default()
    }

    /// The figure at a place, to be changed.
    pub fn at_mut(&mut self, place: Place) -> Option<&mut Count> {
        let Place { table, row, measure } = place;
        let row = row as usize;
        use Measure::*;
        match table {
            Table::Overall => (row == 0).then(|| &mut self.overall[measure]),
            Table::Campaigns => self.campaigns.get_mut(row).map(|row| &mut row.figures[measure]),
            Table::Arrival => self.arrival.get_mut(row).and_then(|row| match measure {
                Opens => Some(&mut row.opens),
                Clicks => Some(&mut row.clicks),
                Openers => Some(&mut row.first_opens),
                Clickers => Some(&mut row.first_clicks),
                _ => None,
            }),
            Table::Days => self.days.get_mut(row).and_then(|row| match measure {
                Opens => Some(&mut row.opens),
                Clicks => Some(&mut row.clicks),
                _ => None,
            }),
            Table::Week => self.week.get_mut(row).and_then(|row| match measure {
                Opens => Some(&mut row.opens),
                Clicks => Some(&mut row.clicks),
                _ => None,
            }),
            Table::Links => self.links.get_mut(row).and_then(|row| match measure {
                Clickers => Some(&mut row.clickers),
                Clicks => Some(&mut row.clicks),
                _ => None,
            }),
            Table::Providers | Table::Devices | Table::Clients => {
                let groups = match table {
                    Table::Providers => &mut self.providers,
                    Table::Devices => &mut self.devices,
                    _ => &mut self.clients,
                };
                groups.get_mut(row).and_then(|row| match measure {
                    Delivered => Some(&mut row.delivered),
                    Openers => Some(&mut row.openers),
                    Opens => Some(&mut row.opens),
                    Clickers => Some(&mut row.clickers),
                    Clicks => Some(&mut row.clicks),
                    _ => None,
                })
            }
            Table::Machine => match (row, measure) {
                (0, MachineOpens) => Some(&mut self.machine.vendor),
                (1, MachineOpens) => Some(&mut self.machine.burst),
                (2, MachineOpens) => Some(&mut self.machine.user_agent),
                _ => None,
            },
        }
    }
}
