//! Where a figure stands in [`Statistics`]: the one way in which protection and
//! its verifier name a cell.

use super::{Count, GroupRow, Measure, Statistics, Table};
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
        Table::Providers | Table::Devices | Table::Clients | Table::Countries => {
            &[Delivered, Openers, Opens, Clickers, Clicks]
        }
        Table::DeviceClients => &[Openers, Opens, Clickers, Clicks],
        Table::Machine => &[MachineOpens],
    }
}

macro_rules! shared {
    ($figure:expr) => {
        &$figure
    };
}

macro_rules! unique {
    ($figure:expr) => {
        &mut $figure
    };
}

/// The figure of a row in one of these columns.
macro_rules! column {
    ($borrow:ident, $row:expr, $measure:ident, $($column:ident => $field:ident),+) => {
        $row.and_then(|row| match $measure {
            $(Measure::$column => Some($borrow!(row.$field)),)+
            _ => None,
        })
    };
}

/// Where a figure stands, to be read (`get`, `shared`) or changed (`get_mut`,
/// `unique`): the same place either way.
macro_rules! figure {
    ($statistics:expr, $place:ident, $get:ident, $borrow:ident) => {{
        let (statistics, Place { table, row, measure }) = ($statistics, $place);
        let row = row as usize;
        match table {
            Table::Overall => (row == 0).then_some($borrow!(statistics.overall[measure])),
            Table::Campaigns => {
                statistics.campaigns.$get(row).map(|row| $borrow!(row.figures[measure]))
            }
            Table::Arrival => column!(
                $borrow, statistics.arrival.$get(row), measure,
                Opens => opens, Clicks => clicks, Openers => first_opens, Clickers => first_clicks
            ),
            Table::Days => column!(
                $borrow, statistics.days.$get(row), measure, Opens => opens, Clicks => clicks
            ),
            Table::Week => column!(
                $borrow, statistics.week.$get(row), measure, Opens => opens, Clicks => clicks
            ),
            Table::Links => column!(
                $borrow, statistics.links.$get(row), measure, Clickers => clickers, Clicks => clicks
            ),
            Table::Providers | Table::Devices | Table::Clients | Table::Countries => {
                let groups = match table {
                    Table::Providers => $borrow!(statistics.providers),
                    Table::Devices => $borrow!(statistics.devices),
                    Table::Clients => $borrow!(statistics.clients),
                    _ => $borrow!(statistics.countries),
                };
                column!(
                    $borrow, groups.$get(row), measure,
                    Delivered => delivered, Openers => openers, Opens => opens,
                    Clickers => clickers, Clicks => clicks
                )
            }
            Table::DeviceClients => column!(
                $borrow, statistics.device_clients.$get(row), measure,
                Openers => openers, Opens => opens, Clickers => clickers, Clicks => clicks
            ),
            Table::Machine => match (row, measure) {
                (0, Measure::MachineOpens) => Some($borrow!(statistics.machine.vendor)),
                (1, Measure::MachineOpens) => Some($borrow!(statistics.machine.burst)),
                (2, Measure::MachineOpens) => Some($borrow!(statistics.machine.user_agent)),
                _ => None,
            },
        }
    }};
}

impl Statistics {
    /// The groups of a table that counts by one property of recipients or of
    /// reactions; none of any other table.
    pub fn groups(&self, table: Table) -> &[GroupRow] {
        match table {
            Table::Providers => &self.providers,
            Table::Devices => &self.devices,
            Table::Clients => &self.clients,
            Table::Countries => &self.countries,
            _ => &[],
        }
    }

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
            Table::Countries => self.countries.len(),
            Table::DeviceClients => self.device_clients.len(),
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
        figure!(self, place, get, shared).copied().unwrap_or_default()
    }

    /// The figure at a place, to be changed.
    pub fn at_mut(&mut self, place: Place) -> Option<&mut Count> {
        figure!(self, place, get_mut, unique)
    }
}
