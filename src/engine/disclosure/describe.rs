//! From published snapshots to a [`System`].

use super::builder::Builder;
use super::row::Exceptions;
use super::{Release, System, joint, known, rates, row, table};
use crate::contract::{Method, Protection, Statistics};

/// All that readers of these releases can do sums with, oldest first. Its
/// threshold is the smallest of theirs: a release that promises more is to be
/// examined by itself as well.
pub fn describe(releases: &[Release<'_>]) -> System {
    let threshold = releases.iter().map(|release| release.snapshot.protection.threshold).min();
    let mut builder = Builder::new(threshold.unwrap_or_default().into());
    for Release { snapshot, .. } in releases {
        let release = single(&mut builder, &snapshot.statistics, &snapshot.protection);
        rates::relate(&mut builder, release, snapshot);
    }
    joint::relate(&mut builder, releases);
    builder.finish()
}

/// All that could be done sums with if these statistics were published as they
/// stand.
pub fn describe_statistics(statistics: &Statistics, protection: &Protection) -> System {
    let mut builder = Builder::new(protection.threshold.into());
    single(&mut builder, statistics, protection);
    builder.finish()
}

/// Adds one release with everything that holds inside it.
fn single(builder: &mut Builder, statistics: &Statistics, protection: &Protection) -> u32 {
    let release = builder.release();
    for place in statistics.places() {
        let count = statistics.at(place);
        if let Some(known) = known::known(count, protection) {
            let cell = builder.printed(release, place, known);
            if let Some(most) = known::most(count, protection) {
                builder.limit(cell, most);
            }
        }
    }
    // Each noisy figure stands for itself: they need not add up.
    if protection.method != Method::Private {
        row::relate(builder, release, statistics, &Exceptions::of(statistics, protection));
        table::relate(builder, release, statistics, protection);
    }
    release
}
