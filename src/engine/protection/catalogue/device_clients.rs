//! Rows of reactions by device and client together: for each class of devices the
//! clients that have enough people on it, and all others of the device in one row.
//! So the rows of a device add up to the device. A client that has no row of its
//! own in the table of clients has none here.

use super::classes::{Classes, List, family_name};
use super::{DEVICES, OTHER, is_filled};
use crate::contract::DeviceClientRow;
use crate::engine::events::{Client, Device, Family};
use crate::engine::tallies::Tallies;
use crate::engine::tallies::release::Sums;
use std::collections::BTreeMap;

/// The clients of each device, in the order in which devices are always listed.
#[derive(Default)]
pub(super) struct DeviceClients(Vec<(Device, Classes)>);

impl DeviceClients {
    pub(super) fn new(tallies: &Tallies, clients: &Classes, crowd: u64) -> DeviceClients {
        let families: Vec<u8> = Family::ALL.iter().map(|&family| family as u8).collect();
        let block = |name: &&str| {
            let device = Device::ALL.iter().copied().find(|device| device.name() == *name)?;
            let of_device = tallies.device_clients.iter().filter(|(it, _)| it.device == device);
            let people: BTreeMap<u8, u64> =
                of_device.map(|(client, group)| (client.family as u8, group.recipients)).collect();
            let known: Vec<u8> = families
                .iter()
                .copied()
                .filter(|&family| family != Family::Unknown as u8 && clients.has(family))
                .collect();
            let list =
                List { listed: &known, unknown: Family::Unknown as u8, most: families.len() };
            let mut classes = Classes::new(&list, &people, crowd);
            classes.keep(|family| clients.has(family));
            Some((device, classes))
        };
        DeviceClients(DEVICES.iter().filter_map(block).collect())
    }

    /// Without a client in any of them the rows would say what those of the devices
    /// say.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, classes)| classes.is_empty())
    }

    pub(super) fn gathers(&self) -> bool {
        !self.is_empty() && self.0.iter().any(|(_, block)| block.gathers() || block.is_empty())
    }

    /// The row of every client by its number, and how many rows there are.
    pub(super) fn plan(&self) -> (Vec<usize>, usize) {
        if self.is_empty() {
            return (Vec::new(), 0);
        }
        let mut rows = Vec::new();
        let mut count = 0;
        for (device, classes) in &self.0 {
            for &family in Family::ALL {
                let at = usize::from(Client { device: *device, family }.code());
                if rows.len() <= at {
                    rows.resize(at + 1, 0);
                }
                let within = if classes.is_empty() { 0 } else { classes.row_of(family as u8) };
                if let Some(row) = rows.get_mut(at) {
                    *row = count + within;
                }
            }
            count += height(classes);
        }
        (rows, count)
    }

    /// Clients that have a name in the table of clients and on some device, on the
    /// devices on which they share the row of the others: by their number, the row
    /// that `row` gives their name.
    pub(super) fn gathered(&self, row: impl Fn(u8) -> Option<usize>) -> BTreeMap<u8, usize> {
        let mut gathered = BTreeMap::new();
        for &family in Family::ALL {
            let class = family as u8;
            if !self.0.iter().any(|(_, classes)| classes.has(class)) {
                continue;
            }
            for (device, _) in self.0.iter().filter(|(_, classes)| !classes.has(class)) {
                let code = Client { device: *device, family }.code();
                gathered.extend(row(class).map(|row| (code, row)));
            }
        }
        gathered
    }

    /// Gathers what turned out to have too few different people, and what has lost
    /// its row among the clients; whether it did.
    pub(super) fn refine(&mut self, counted: &[Sums], clients: &Classes, crowd: u64) -> bool {
        let mut rest = counted;
        let mut changed = false;
        for (_, classes) in &mut self.0 {
            let (rows, after) = rest.split_at_checked(height(classes)).unwrap_or_default();
            rest = after;
            changed |= classes.refine(rows, crowd) | classes.keep(|family| clients.has(family));
        }
        changed
    }

    /// The rows without figures; none where nothing was counted.
    pub(super) fn names(&self, counted: &[Sums]) -> Vec<DeviceClientRow> {
        let mut names = Vec::new();
        if self.is_empty() || !counted.iter().any(is_filled) {
            return names;
        }
        for (device, classes) in &self.0 {
            let row = |client: &str| DeviceClientRow {
                device: device.name().to_owned(),
                client: client.to_owned(),
                ..DeviceClientRow::default()
            };
            if classes.is_empty() {
                names.push(row(OTHER));
            }
            names.extend(classes.names(family_name).into_iter().map(row));
        }
        names
    }
}

/// How many rows a device has: one even where no client has its own.
fn height(classes: &Classes) -> usize {
    if classes.is_empty() { 1 } else { classes.count() }
}
