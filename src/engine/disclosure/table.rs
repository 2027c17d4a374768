//! What holds between the rows of a breakdown and the key figures.

use super::builder::Builder;
use super::margins::{Margin, margins};
use super::row::words;
use crate::contract::{Measure, Method, Place, Protection, Statistics, Table, columns};

/// How the rows of a column add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    /// To the key figure: everybody, or every event, is in exactly one row.
    Whole,
    /// To the key figure at most.
    Part,
    /// Everybody is in at least one row, and may be in several.
    Overlapping,
    /// Everybody may be in several rows, or in none.
    Each,
}

/// What is known of a column. Tables of version 1 may lack rows; only their
/// campaigns are complete.
pub(super) fn sum(table: Table, measure: Measure, protection: &Protection) -> Sum {
    let gathered = protection.method == Method::Gathered;
    match table {
        Table::Campaigns => Sum::Whole,
        Table::Providers if gathered => Sum::Part,
        Table::Providers => Sum::Whole,
        Table::Devices
        | Table::Clients
        | Table::Countries
        | Table::DeviceClients
        | Table::Links => match (measure.counts_people(), gathered) {
            (true, true) => Sum::Each,
            (true, false) => Sum::Overlapping,
            (false, true) => Sum::Part,
            (false, false) => Sum::Whole,
        },
        Table::Arrival | Table::Days | Table::Week if protection.complete.contains(&table) => {
            Sum::Whole
        }
        _ => Sum::Part,
    }
}

/// Adds what holds between every breakdown of a release and its key figures.
pub(super) fn relate(
    builder: &mut Builder,
    release: u32,
    statistics: &Statistics,
    protection: &Protection,
) {
    for table in Table::BREAKDOWNS.into_iter().filter(|&table| table != Table::Machine) {
        for &measure in columns(table) {
            column(builder, release, statistics, protection, table, measure);
        }
    }
    for margin in margins(statistics) {
        two_ways(builder, release, &margin);
    }
    if !statistics.machine.included {
        machine(builder, release);
    }
}

fn column(
    builder: &mut Builder,
    release: u32,
    statistics: &Statistics,
    protection: &Protection,
    table: Table,
    measure: Measure,
) {
    let Some(whole) = builder.at(release, overall(measure)) else { return };
    let rows = statistics.rows(table) as u32;
    let told: Vec<u32> =
        (0..rows).filter_map(|row| builder.at(release, Place { table, row, measure })).collect();
    if told.is_empty() {
        return;
    }
    let complete = told.len() == rows as usize;
    let mut terms: Vec<(u32, i64)> = told.iter().map(|&row| (row, 1)).collect();
    terms.push((whole, -1));
    match sum(table, measure, protection) {
        Sum::Whole if complete => builder.equal(terms),
        Sum::Whole | Sum::Part => builder.at_most(terms),
        kind @ (Sum::Overlapping | Sum::Each) => {
            for &row in &told {
                builder.at_most(vec![(row, 1), (whole, -1)]);
            }
            if kind == Sum::Overlapping && complete {
                let what = format!("{} in several rows", measure.name());
                let place = Place { table, row: 0, measure };
                terms.push((builder.latent(words(&what, release, &place)), -1));
                builder.equal(terms);
            }
        }
    }
}

/// What holds between the rows of two ways and a row of one that they are part of.
fn two_ways(builder: &mut Builder, release: u32, margin: &Margin) {
    for &measure in columns(Table::DeviceClients) {
        let place = Place { table: margin.table, row: margin.row, measure };
        let Some(whole) = builder.at(release, place) else { continue };
        let part =
            |&row: &u32| builder.at(release, Place { table: Table::DeviceClients, row, measure });
        let parts: Vec<u32> = margin.parts.iter().filter_map(part).collect();
        if parts.len() < margin.parts.len() {
            continue;
        }
        let mut terms: Vec<(u32, i64)> = parts.iter().map(|&part| (part, 1)).collect();
        terms.push((whole, -1));
        // A single row that holds all of the other is the same figure.
        let same = margin.complete && parts.len() == 1;
        if same || !measure.counts_people() {
            if !margin.complete {
                let what = format!("{} on other devices", measure.name());
                terms.push((builder.latent(words(&what, release, &place)), 1));
            }
            builder.equal(terms);
            continue;
        }
        for &part in &parts {
            builder.at_most(vec![(part, 1), (whole, -1)]);
        }
        if margin.complete {
            let what = format!("{} in several rows of two ways", measure.name());
            terms.push((builder.latent(words(&what, release, &place)), -1));
            builder.equal(terms);
        }
    }
}

/// Every event set aside was set aside by one rule.
fn machine(builder: &mut Builder, release: u32) {
    let rule = |row| Place { table: Table::Machine, row, measure: Measure::MachineOpens };
    let rules: Vec<u32> = (0..3).filter_map(|row| builder.at(release, rule(row))).collect();
    let events: Vec<u32> = [Measure::MachineOpens, Measure::MachineClicks]
        .into_iter()
        .filter_map(|measure| builder.at(release, overall(measure)))
        .collect();
    let (all_rules, all_events) = (rules.len() == 3, events.len() == 2);
    let signed = |sign: i64| {
        let rules = rules.iter().map(move |&rule| (rule, sign));
        rules.chain(events.iter().map(move |&sum| (sum, -sign))).collect::<Vec<_>>()
    };
    match (all_rules, all_events) {
        (true, true) => builder.equal(signed(1)),
        (false, true) => builder.at_most(signed(1)),
        (true, false) => builder.at_most(signed(-1)),
        (false, false) => {}
    }
}

pub(super) fn overall(measure: Measure) -> Place {
    Place { table: Table::Overall, row: 0, measure }
}
