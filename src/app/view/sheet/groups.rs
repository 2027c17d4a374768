//! Groups of recipients and of reactions, one block for each property.

use super::cells::{Cell, Sheet};
use crate::app::view::names;
use crate::app::words::Words;
use crate::contract::{DeviceClientRow, GroupRow, Statistics};

/// Mailbox providers, devices, programs, countries: by name for people; codes
/// stand in the file of the report.
pub(super) fn groups(sheet: &mut Sheet<'_>, statistics: &Statistics) {
    let Statistics { providers, devices, clients, countries, .. } = statistics;
    block(sheet, "chart-providers", "chart-providers-group", providers, names::group);
    block(sheet, "chart-devices", "chart-devices-group", devices, names::group);
    block(sheet, "chart-clients", "chart-clients-group", clients, names::group);
    block(sheet, "chart-countries", "chart-countries-group", countries, names::country);
}

fn block(
    sheet: &mut Sheet<'_>,
    heading: &str,
    group: &str,
    rows: &[GroupRow],
    name: fn(&GroupRow, &Words) -> String,
) {
    if rows.is_empty() {
        return;
    }
    let headings =
        [group, "csv-delivered", "csv-openers", "csv-opens", "csv-clickers", "csv-clicks"];
    sheet.block(heading, &headings);
    for row in rows {
        let name = name(row, sheet.words);
        sheet.row([
            Cell::Text(name),
            Cell::Count(row.delivered),
            Cell::Count(row.openers),
            Cell::Count(row.opens),
            Cell::Count(row.clickers),
            Cell::Count(row.clicks),
        ]);
    }
}

/// Programs on devices.
pub(super) fn device_clients(sheet: &mut Sheet<'_>, rows: &[DeviceClientRow]) {
    if rows.is_empty() {
        return;
    }
    let headings =
        ["chart-device-clients-group", "csv-openers", "csv-opens", "csv-clickers", "csv-clicks"];
    sheet.block("chart-device-clients", &headings);
    for row in rows {
        let name = names::device_client(row, sheet.words);
        sheet.row([
            Cell::Text(name),
            Cell::Count(row.openers),
            Cell::Count(row.opens),
            Cell::Count(row.clickers),
            Cell::Count(row.clicks),
        ]);
    }
}
