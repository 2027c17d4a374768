//! Figures of one way that are sums over a table of two ways: a device, a client.

use crate::contract::{Statistics, Table};

/// A row of a table of one way, and the rows of [`Table::DeviceClients`] that are
/// part of it.
pub struct Margin {
    pub table: Table,
    pub row: u32,
    /// At least one.
    pub parts: Vec<u32>,
    /// Whether whatever is in the row is in one of its parts.
    pub complete: bool,
}

/// All that the published rows have.
pub fn margins(statistics: &Statistics) -> Vec<Margin> {
    let pairs = &statistics.device_clients;
    let places = |holds: &dyn Fn(&str, &str) -> bool| -> Vec<u32> {
        let rows = (0u32..).zip(pairs);
        rows.filter(|(_, pair)| holds(&pair.device, &pair.client)).map(|(row, _)| row).collect()
    };
    let mut margins = Vec::new();
    for (row, group) in (0u32..).zip(&statistics.devices) {
        // The rows of a device hold all of it.
        let parts = places(&|device, _| device == group.group);
        margins.push(Margin { table: Table::Devices, row, parts, complete: true });
    }
    let is_named = |client: &str| {
        statistics.clients.iter().any(|group| group.group == client && client != OTHER)
    };
    for (row, group) in (0u32..).zip(&statistics.clients) {
        if group.group == OTHER {
            let parts = places(&|_, client| client != OTHER && !is_named(client));
            margins.push(Margin { table: Table::Clients, row, parts, complete: false });
            continue;
        }
        let parts = places(&|_, client| client == group.group);
        // Else some of it is among the others of a device.
        let complete = pairs.iter().filter(|pair| pair.client == OTHER).all(|other| {
            pairs.iter().any(|pair| pair.device == other.device && pair.client == group.group)
        });
        margins.push(Margin { table: Table::Clients, row, parts, complete });
    }
    margins.retain(|margin| !margin.parts.is_empty());
    margins
}

const OTHER: &str = "other";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{DeviceClientRow, GroupRow};

    fn statistics(clients: &[&str], pairs: &[(&str, &str)]) -> Statistics {
        let group = |name: &&str| GroupRow { group: (*name).into(), ..GroupRow::default() };
        let pair = |&(device, client): &(&str, &str)| DeviceClientRow {
            device: device.into(),
            client: client.into(),
            ..DeviceClientRow::default()
        };
        Statistics {
            devices: ["desktop", "mobile"].iter().map(group).collect(),
            clients: clients.iter().map(group).collect(),
            device_clients: pairs.iter().map(pair).collect(),
            ..Statistics::default()
        }
    }

    fn told(statistics: &Statistics) -> Vec<(Table, u32, Vec<u32>, bool)> {
        let margins = margins(statistics).into_iter();
        margins.map(|it| (it.table, it.row, it.parts, it.complete)).collect()
    }

    #[test]
    fn devices_are_complete_and_clients_where_no_device_gathers_them() {
        let pairs = [("desktop", "Outlook"), ("desktop", "other"), ("mobile", "Gmail")];
        let statistics = statistics(&["Gmail", "Outlook", "other"], &pairs);
        assert_eq!(
            told(&statistics),
            [
                (Table::Devices, 0, vec![0, 1], true),
                (Table::Devices, 1, vec![2], true),
                // On the desktop it may be among the others.
                (Table::Clients, 0, vec![2], false),
                (Table::Clients, 1, vec![0], true),
            ]
        );
    }

    #[test]
    fn a_client_without_a_row_of_its_own_is_among_the_others() {
        let statistics =
            statistics(&["Gmail", "other"], &[("desktop", "Outlook"), ("mobile", "other")]);
        assert_eq!(told(&statistics)[2..], [(Table::Clients, 1, vec![0], false)],);
    }
}
