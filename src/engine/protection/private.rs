//! Differential privacy: noise that is paid for.
//!
//! # Guarantee
//!
//! A release is (ε, δ)-differentially private with one subscriber as its unit:
//! whatever it shows is at most e^ε times as likely, and δ more, than it were
//! without everything that one subscriber did in all campaigns together. This
//! holds against readers who know everything about everybody else.
//!
//! - One subscriber counts in at most [`Privacy::CAMPAIGNS`] campaigns, the first by order of
//!   sending, with at most the candidate's cap of opens and of clicks in each.
//! - Noise is added to a short list of columns (`columns`). ε is divided among
//!   them by weights that do not depend on the data; each gets the narrowest noise
//!   for its share (`budget`). All other figures and tables are left out.
//! - Laplace: the columns compose by adding up their ε. Gaussian: by adding up
//!   their ρ, which is turned into ε at half of δ.
//! - A row of the campaigns table may be seen only where its noisy base figure is
//!   *above* a threshold, so that a row that is there because of one person (or
//!   whose name is there because of the k-th) is seen with a probability of at
//!   most δ (of Gaussian noise: the other half of it). Groups of providers and
//!   devices follow the same rule to be of use.
//! - The key figures are sums of what is shown of the campaigns, clipped figures
//!   are clipped after the noise: both cost nothing.
//! - Noise is drawn by integers from a stream that the secret, the population,
//!   the parameters and the exact figures decide together. Repeating a release
//!   repeats it to the byte: it costs nothing, and averages nothing away. As soon
//!   as anything differs, all noise is new and the release is paid for again:
//!   releases compose by adding up ε and δ ([`fits`]).
//!
//! # Assumptions
//!
//! That the secret stays with its owner: to everybody else the stream is as good
//! as random. That the campaigns that were sent, their days of sending, and which
//! figures the files can tell at all, are the sender's doing and public; rows of
//! providers and devices come from closed lists (`rows`). That one person is one
//! subscriber: somebody with two addresses counts twice. The review that the owner
//! sees before anything leaves is not part of the release.
//!
//! # Held by
//!
//! `one_subscriber_moves_the_noise_input_within_bounds`,
//! `one_subscriber_moves_real_figures_within_bounds`,
//! `the_budget_is_spent_and_not_exceeded`, `single_people_are_kept_as_rarely_as_promised`,
//! `laplace_has_its_distribution`, `gaussian_has_its_distribution`,
//! `the_same_question_has_the_same_answer`.

mod budget;
mod rows;
mod samplers;
mod shown;
mod stream;
mod threshold;

use super::candidate::Candidate;
use super::contribution::Bounds;
use crate::contract::{Count, Measure, Noise, Place, Privacy, Statistics, Table};
use crate::engine::secret::{Digests, Secret};
use budget::{Budget, Column};
use stream::Stream;

pub(in crate::engine) use rows::candidate;

const CAMPAIGNS: u32 = Privacy::CAMPAIGNS;
const TABLES: [Table; 3] = Privacy::TABLES;

/// Columns of a campaign, and their weights.
const OF_CAMPAIGNS: [(Measure, u64); 7] = [
    (Measure::Sent, 4),
    (Measure::Delivered, 4),
    (Measure::Openers, 4),
    (Measure::Opens, 4),
    (Measure::Clickers, 4),
    (Measure::Clicks, 4),
    (Measure::Unsubscribed, 4),
];
const OF_PROVIDERS: [(Measure, u64); 3] =
    [(Measure::Delivered, 2), (Measure::Openers, 2), (Measure::Clickers, 2)];
const OF_DEVICES: [(Measure, u64); 2] = [(Measure::Openers, 4), (Measure::Clickers, 4)];

/// How much one person may contribute to a release.
pub(in crate::engine) fn bounds() -> Bounds {
    Bounds { campaigns: Some(CAMPAIGNS), ..Bounds::default() }
}

/// Whether a release may be made that costs so much, with so much spent in the
/// last year; both in thousandths of ε.
pub fn fits(spent_milli: u32, asked_milli: u32) -> bool {
    spent_milli.checked_add(asked_milli).is_some_and(|sum| sum <= Privacy::YEARLY_EPSILON_MILLI)
}

/// The figures of a [`candidate`] that was counted within [`bounds`], with noise.
/// `population` names the people counted: where it differs, so does the noise.
///
/// Figures below `threshold`, and those of which noise may well be the larger
/// part, are withheld after the noise; everything that is not on the short list is
/// withheld, or its table left out.
pub(in crate::engine) fn release(
    candidate: &Candidate,
    privacy: Privacy,
    threshold: u32,
    secret: &Secret,
    population: &[u8],
) -> Statistics {
    let exact = &candidate.statistics;
    let person = Person::of(candidate);
    let columns = columns(exact, person);
    let budget = Budget::new(privacy, &columns);
    let figures = figures(exact, &columns);
    let noise = noise(secret, population, privacy, threshold, &figures);
    let noisy = figures.iter().map(|&(column, place, value)| {
        let drawn = budget.width(column).draw(&mut Stream::new(&noise, &label(place)));
        (place, i128::from(value).saturating_add(drawn))
    });
    let gates = TABLES.iter().filter_map(|&table| {
        let base = columns.iter().find(|column| column.table == table)?;
        let (rows, most) = match table {
            Table::Campaigns => (person.campaigns, u64::from(threshold)),
            // From closed lists: that these rows are there tells nothing.
            _ => (1, base.most),
        };
        let above = budget.width(*base).threshold(rows, most, budget.delta_exponent());
        Some(shown::Gate { table, base: base.measure, above })
    });
    let least = |column: &Column| {
        // Twice the error that is to be expected.
        let useful = budget.width(*column).typical().saturating_mul(2);
        ((column.table, column.measure), useful.max(u64::from(threshold)))
    };
    let rules = shown::Rules {
        gates: gates.collect(),
        least: columns.iter().map(least).collect(),
        cap: candidate.cap,
    };
    shown::show(exact, &noisy.collect(), &rules)
}

/// How much one person may contribute.
#[derive(Clone, Copy)]
struct Person {
    campaigns: u32,
    /// Opens, and clicks, in each.
    events: u32,
}

impl Person {
    fn of(candidate: &Candidate) -> Person {
        let campaigns: usize = candidate.members.iter().map(Vec::len).sum();
        let campaigns = u32::try_from(campaigns).unwrap_or(CAMPAIGNS);
        Person { campaigns: campaigns.clamp(1, CAMPAIGNS), events: candidate.cap.max(1) }
    }

    /// A column, and how far this person may move it; `devices` is how many rows
    /// the table of devices has.
    fn column(self, table: Table, measure: Measure, weight: u64, devices: u32) -> Column {
        let campaigns = u64::from(self.campaigns);
        let each = if measure.counts_people() { 1 } else { u64::from(self.events) };
        let (rows, most) = match table {
            // A row for each campaign.
            Table::Campaigns => (campaigns, each),
            // Somebody counts with a device who did something with it.
            Table::Devices => (u64::from(devices.min(self.events)), each * campaigns),
            // One mailbox; one row of key figures.
            _ => (1, each * campaigns),
        };
        Column { table, measure, weight, rows, most }
    }
}

/// What is released of the tables that are there: columns that the files tell.
fn columns(exact: &Statistics, person: Person) -> Vec<Column> {
    let campaigns = if exact.campaigns.is_empty() { Table::Overall } else { Table::Campaigns };
    let lists: [(Table, &[(Measure, u64)]); 3] = [
        (campaigns, &OF_CAMPAIGNS),
        (Table::Providers, &OF_PROVIDERS),
        (Table::Devices, &OF_DEVICES),
    ];
    let devices = u32::try_from(exact.devices.len()).unwrap_or(u32::MAX);
    let mut columns = Vec::new();
    for (table, list) in lists {
        for &(measure, weight) in list {
            let count = |measure| move |row| exact.at(Place { table, row, measure });
            let tells = |measure| {
                let rows = 0..exact.rows(table) as u32;
                let mut told = rows.map(count(measure)).map(|count| count.exact().is_some());
                match measure {
                    // By this one it is decided which rows may be seen.
                    Measure::Sent => told.len() > 0 && told.all(|told| told),
                    _ => told.any(|told| told),
                }
            };
            let measure = match measure {
                Measure::Sent if !tells(Measure::Sent) => Measure::Recipients,
                measure => measure,
            };
            if tells(measure) {
                columns.push(person.column(table, measure, weight, devices));
            }
        }
    }
    columns
}

/// Every figure that gets noise.
fn figures(exact: &Statistics, columns: &[Column]) -> Vec<(Column, Place, u64)> {
    let mut figures = Vec::new();
    for &column in columns {
        let Column { table, measure, .. } = column;
        for row in 0..exact.rows(table) as u32 {
            let place = Place { table, row, measure };
            if let Count::Exact(value) = exact.at(place) {
                figures.push((column, place, value));
            }
        }
    }
    figures
}

/// The digests of which each figure's noise is made. They depend on everything
/// that is released: two releases that differ in anything share no noise, by
/// which it could be taken away.
fn noise(
    secret: &Secret,
    population: &[u8],
    privacy: Privacy,
    threshold: u32,
    figures: &[(Column, Place, u64)],
) -> Digests {
    let kind = match privacy.noise {
        Noise::Laplace => 0,
        Noise::Gaussian => 1,
    };
    let parameters = [privacy.epsilon_milli, privacy.delta_exponent, kind, threshold]
        .map(u32::to_le_bytes)
        .concat();
    let mut all = Vec::new();
    for &(column, place, value) in figures {
        all.extend(label(place));
        for number in [column.weight, column.rows, column.most, value] {
            all.extend(number.to_le_bytes());
        }
    }
    Secret::new(secret.digest("noise", &[population, &parameters, &all])).digests("figure")
}

/// A place, in bytes; no two have the same.
fn label(place: Place) -> Vec<u8> {
    let Place { table, row, measure } = place;
    let mut label = row.to_le_bytes().to_vec();
    label.extend(table.name().bytes());
    label.push(0);
    label.extend(measure.name().bytes());
    label.push(0);
    label
}

#[cfg(test)]
mod tests;
