//! Unknowns of several releases are nested as printed figures are.

use super::super::builder::Builder;
use super::super::row::{Exceptions, caused};
use super::super::{contains, nested, people_of};
use super::{Atoms, Category, Element};
use crate::contract::{Measure, Table};
use std::collections::BTreeMap;

/// Unknowns about the same recipients in the same row.
type Row = BTreeMap<Measure, u32>;

pub(super) fn relate(builder: &mut Builder, atoms: &Atoms, exceptions: &[Exceptions]) {
    let mut classes: BTreeMap<&[Element], Row> = BTreeMap::new();
    for ((elements, measure), &cell) in &atoms.classes {
        classes.entry(elements).or_default().insert(*measure, cell);
    }
    for (elements, row) in classes {
        nest(builder, elements, Table::Overall, &row, exceptions);
    }
    let mut parts: BTreeMap<(Table, &Category, &[Element]), Row> = BTreeMap::new();
    for ((elements, table, category, measure), &cell) in &atoms.parts {
        parts.entry((*table, category, elements)).or_default().insert(*measure, cell);
    }
    for ((table, _, elements), row) in parts {
        nest(builder, elements, table, &row, exceptions);
    }
}

fn nest(
    builder: &mut Builder,
    elements: &[Element],
    table: Table,
    row: &Row,
    exceptions: &[Exceptions],
) {
    // New openers need not be newly delivered to; new events have people of old.
    let whole_campaigns = elements.iter().all(|element| !element.growth);
    // Somebody opens on one device and clicks on another: what holds of all of
    // them together need not hold of some.
    let by_recipient = matches!(table, Table::Overall | Table::Providers);
    let is_nested = |whole, part| !exceptions.iter().any(|one| one.are_apart(whole, part));
    for (whole, part) in nested(table) {
        let (Some(&outer), Some(&inner)) = (row.get(&whole), row.get(&part)) else { continue };
        let events = people_of(whole) == Some(part);
        let between = row.keys().any(|&middle| {
            contains(whole, middle)
                && contains(middle, part)
                && is_nested(whole, middle)
                && is_nested(middle, part)
        });
        if is_nested(whole, part)
            && (events || (by_recipient && whole_campaigns && !between))
            && !builder.in_one_row(outer, inner)
        {
            builder.at_most(vec![(inner, 1), (outer, -1)]);
        }
    }
    if !whole_campaigns {
        return;
    }
    for (events, people) in caused(table) {
        let caps: Option<Vec<i64>> = exceptions.iter().map(|one| one.cap(events)).collect();
        if let (Some(&sum), Some(&behind), Some(cap)) =
            (row.get(&events), row.get(&people), caps.and_then(|caps| caps.into_iter().max()))
            && !builder.in_one_row(sum, behind)
        {
            builder.at_most(vec![(sum, 1), (behind, -cap)]);
        }
    }
}
