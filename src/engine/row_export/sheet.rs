//! Rows as CSV: commas, quotes where they must be (RFC 4180), lines that end in
//! CR LF, and no field that a spreadsheet takes for a formula.

use super::recipients::{People, step_name};
use super::shape::{OTHER, Part};
use super::{Class, Provider};
use crate::contract::Kind;
use crate::engine::calendar::day_text;
use crate::engine::csv_field::field;
use std::collections::BTreeMap;

/// The names of the columns. What is not told is empty.
pub(super) const COLUMNS: [&str; 7] =
    ["campaign", "kind", "sent_on", "provider", "device", "client", "after"];

/// The rows in the order of what they say; each stands there as often as it counts.
pub(super) fn write(rows: &BTreeMap<(Class, u8), u64>, people: &People) -> String {
    let mut csv = COLUMNS.join(",");
    csv.push_str("\r\n");
    for (&(class, kind), &times) in rows {
        let Class { campaign, part, provider, shown } = class;
        let sent_on = match part {
            Part::Untold => String::new(),
            Part::Day(day) => day_text(day),
            Part::Week(monday) => format!("week of {}", day_text(monday)),
        };
        let provider = match provider {
            Provider::Untold => "",
            Provider::Other => OTHER,
            Provider::Named(place) => {
                people.providers.get(place as usize).map_or("", |(name, _)| name)
            }
        };
        let fields = [
            people.campaigns.get(campaign as usize).map_or("", String::as_str),
            Kind::from_index(kind).map_or("", Kind::name),
            &sent_on,
            provider,
            shown.device.map_or("", |device| device.name()),
            shown.family.map_or("", |family| family.name()),
            shown.after.map_or("", step_name),
        ];
        let line = format!("{}\r\n", fields.map(|text| field(text, ',')).join(","));
        for _ in 0..times {
            csv.push_str(&line);
        }
    }
    csv
}
