//! Rows of breakdowns in different releases that are about the same thing.

use crate::contract::{DeviceClientRow, Method, Snapshot, Table};
use crate::engine::calendar::day_from_text;
use std::collections::BTreeSet;

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    /// A link, a group of mailboxes, a device, a client, a rule.
    Named(String),
    /// Whatever is not among these names, of those that begin so: on one device,
    /// or (with nothing) anywhere.
    Rest(String, Vec<String>),
    /// Hours or days from the first to before the second.
    Span(i64, i64),
}

/// What the rows of a table are about, in their order.
pub(super) struct Layout {
    pub(super) rows: Vec<Category>,
    /// Whether the row of the rest holds everything without a row of its own.
    /// Links may leave under other words, so nobody knows what became of them.
    pub(super) rest_is_known: bool,
}

impl Layout {
    /// `None` where the table is left out, or where two rows have the same name.
    pub(super) fn of(snapshot: &Snapshot, table: Table) -> Option<Layout> {
        let statistics = &snapshot.statistics;
        let rest = || Category::Rest(String::new(), Vec::new());
        let named = |name: &str| Category::Named(name.to_owned());
        let rows: Vec<Category> = match table {
            Table::Overall | Table::Campaigns => return None,
            Table::Arrival => {
                let end = |hour: Option<u32>| hour.map_or(i64::MAX, i64::from);
                let span = |from: u32, to| Category::Span(from.into(), end(to));
                statistics.arrival.iter().map(|row| span(row.from_hour, row.to_hour)).collect()
            }
            Table::Days => {
                let days = statistics.days.iter().map(|row| {
                    let first = i64::from(day_from_text(&row.day)?);
                    Some(Category::Span(first, first + i64::from(row.days)))
                });
                days.collect::<Option<_>>()?
            }
            Table::Week => {
                let hours = |weekday: u8, hour: u8| i64::from(weekday) * 24 + i64::from(hour);
                let span =
                    |weekday, from, to| Category::Span(hours(weekday, from), hours(weekday, to));
                let week = statistics.week.iter();
                week.map(|row| span(row.weekday, row.from_hour, row.to_hour)).collect()
            }
            Table::Links => {
                let link = |link: &str| if link.is_empty() { rest() } else { named(link) };
                statistics.links.iter().map(|row| link(&row.link)).collect()
            }
            Table::Providers | Table::Devices | Table::Clients | Table::Countries => {
                let group = |group: &str| if group == "other" { rest() } else { named(group) };
                statistics.groups(table).iter().map(|row| group(&row.group)).collect()
            }
            Table::DeviceClients => {
                let pair = |row: &DeviceClientRow| {
                    let device = format!("{} / ", row.device);
                    match row.client.as_str() {
                        "other" => Category::Rest(device, Vec::new()),
                        client => Category::Named(device + client),
                    }
                };
                statistics.device_clients.iter().map(pair).collect()
            }
            Table::Machine => ["vendor", "burst", "user_agent"].map(named).into(),
        };
        let different: BTreeSet<&Category> = rows.iter().collect();
        if rows.is_empty() || different.len() < rows.len() {
            return None;
        }
        let rest_is_known = table != Table::Links && snapshot.protection.method != Method::Gathered;
        Some(Layout { rows, rest_is_known })
    }

    pub(super) fn names(&self) -> BTreeSet<String> {
        let name = |row: &Category| match row {
            Category::Named(name) => Some(name.clone()),
            _ => None,
        };
        self.rows.iter().filter_map(name).collect()
    }

    pub(super) fn spans(&self) -> impl Iterator<Item = (i64, i64)> {
        self.rows.iter().filter_map(|row| match *row {
            Category::Span(from, to) => Some((from, to)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{DayRow, GroupRow};

    fn with(change: impl FnOnce(&mut Snapshot)) -> Snapshot {
        let mut snapshot = super::super::super::tests::empty(Method::Exact);
        change(&mut snapshot);
        snapshot
    }

    #[test]
    fn a_name_that_stands_twice_is_matched_with_nothing() {
        let group = |name: &str| GroupRow { group: name.into(), ..GroupRow::default() };
        let twice = with(|snapshot| {
            snapshot.statistics.providers = vec![group("Gmail"), group("Gmail")];
        });
        assert!(Layout::of(&twice, Table::Providers).is_none());
        let once = with(|snapshot| {
            snapshot.statistics.providers = vec![group("Gmail"), group("other")];
        });
        let layout = Layout::of(&once, Table::Providers).unwrap();
        assert_eq!(layout.names(), BTreeSet::from(["Gmail".to_owned()]));
        assert_eq!(layout.rows[1], Category::Rest(String::new(), Vec::new()));
        assert!(layout.rest_is_known);
    }

    #[test]
    fn every_device_has_others_of_its_own() {
        let pair = |device: &str, client: &str| DeviceClientRow {
            device: device.into(),
            client: client.into(),
            ..DeviceClientRow::default()
        };
        let pairs = with(|snapshot| {
            snapshot.statistics.device_clients =
                vec![pair("mobile", "Gmail"), pair("mobile", "other"), pair("tablet", "other")];
        });
        let layout = Layout::of(&pairs, Table::DeviceClients).unwrap();
        assert_eq!(layout.names(), BTreeSet::from(["mobile / Gmail".to_owned()]));
        assert_eq!(layout.rows[2], Category::Rest("tablet / ".into(), Vec::new()));
    }

    #[test]
    fn a_week_spans_seven_days() {
        let weeks = with(|snapshot| {
            let row = |day: &str| DayRow { day: day.into(), days: 7, ..DayRow::default() };
            snapshot.statistics.days = vec![row("2026-09-07"), row("2026-09-14")];
        });
        let layout = Layout::of(&weeks, Table::Days).unwrap();
        let spans: Vec<_> = layout.spans().collect();
        assert_eq!(spans[0].1 - spans[0].0, 7);
        assert_eq!(spans[0].1, spans[1].0);
    }
}
