//! What several releases say together: the same recipients are counted in more
//! than one, and what one has more than another is a number too.
//!
//! Recipients fall into elements that always go together (a campaign in a state;
//! what a later state has more), elements into classes by the rows that count
//! them, classes into segments by the releases that do. A figure of a class, and
//! of a segment in a row of a breakdown, is an unknown of its own; every printed
//! figure is a sum of them.

mod breakdowns;
mod category;
mod figures;
mod groups;
mod nesting;
mod population;
mod states;

use super::builder::Builder;
use super::row::Exceptions;
use super::{Doubts, Release};
use crate::contract::{Measure, Snapshot, Table, columns};
use category::Category;
use population::{Element, Population};
use std::collections::{BTreeMap, BTreeSet};

/// Earlier releases whose differences among each other are looked at too.
const FEW: usize = 6;

/// The unknowns that printed figures are sums of.
#[derive(Default)]
struct Atoms {
    /// Of classes.
    classes: BTreeMap<(Vec<Element>, Measure), u32>,
    /// Of segments in rows of breakdowns.
    parts: BTreeMap<(Vec<Element>, Table, Category, Measure), u32>,
}

impl Atoms {
    /// The classes that make up these elements; `None` where no classes do.
    fn total(&self, elements: &[Element], measure: Measure) -> Option<Vec<(u32, i64)>> {
        let classes = self.classes.iter().filter(|((class, of), _)| {
            *of == measure && class.iter().all(|element| elements.binary_search(element).is_ok())
        });
        let (mut terms, mut found) = (Vec::new(), 0);
        for ((class, _), &cell) in classes {
            terms.push((cell, 1));
            found += class.len();
        }
        (found == elements.len() && found > 0).then_some(terms)
    }
}

/// Adds everything that links releases; each is part of the system already.
pub(super) fn relate(builder: &mut Builder, releases: &[Release<'_>], doubts: &Doubts) {
    if releases.len() < 2 {
        return;
    }
    let population = Population::of(releases, doubts);
    let mut atoms = Atoms::default();
    for &measure in Measure::ALL {
        figures::relate(builder, &population, measure, &mut atoms);
    }
    for table in Table::BREAKDOWNS.into_iter().filter(|&table| table != Table::Campaigns) {
        for &measure in columns(table) {
            breakdowns::relate(builder, &population, table, measure, &mut atoms);
        }
    }
    let exceptions: Vec<Exceptions> = releases
        .iter()
        .map(|Release { snapshot, .. }| Exceptions::of(&snapshot.statistics, &snapshot.protection))
        .collect();
    nesting::relate(builder, &atoms, &exceptions);
}

/// The campaigns of which several rows are taken for the same by their looks.
pub(super) fn alike(releases: &[Release<'_>]) -> BTreeSet<u32> {
    Population::of(releases, &Doubts::default()).alike()
}

/// Whether a figure means the same in both releases.
fn comparable(one: &Snapshot, other: &Snapshot, table: Table, measure: Measure) -> bool {
    let capped = measure.counts_people() || one.protection.cap == other.protection.cap;
    let zoned =
        !matches!(table, Table::Days | Table::Week) || one.treated.zone == other.treated.zone;
    let aside = table != Table::Machine
        || one.statistics.machine.included == other.statistics.machine.included;
    capped && zoned && aside
}

/// The releases in which a figure means the same as in the newest.
fn comparable_releases(
    population: &Population<'_>,
    table: Table,
    measure: Measure,
    has: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let all: Vec<usize> = (0..population.releases()).filter(|&release| has(release)).collect();
    let Some(newest) = all.last().and_then(|&release| population.snapshot(release)) else {
        return Vec::new();
    };
    let alike = |&release: &usize| {
        population.snapshot(release).is_some_and(|one| comparable(one, newest, table, measure))
    };
    all.into_iter().filter(alike).collect()
}

/// Whether a smaller population is said to have more than a larger one: then the
/// two are not what they seem, and nothing is assumed.
fn contradict(
    builder: &Builder,
    (smaller, fewer): (&[Element], u32),
    (larger, more): (&[Element], u32),
) -> bool {
    let within = smaller.iter().all(|element| larger.binary_search(element).is_ok());
    within && builder.ends(more).1.is_some_and(|most| most < builder.ends(fewer).0)
}
