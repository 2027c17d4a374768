//! From published snapshots to a [`System`].

use super::builder::Builder;
use super::row::Exceptions;
use super::{Doubts, Release, System, joint, known, rates, row, table};
use crate::contract::{Method, Protection, Statistics};
use std::collections::BTreeSet;

/// All that readers of these releases can do sums with, oldest first. Its
/// threshold is the smallest of theirs: a release that promises more is to be
/// examined by itself as well.
pub fn describe(releases: &[Release<'_>]) -> System {
    describe_doubting(releases, &Doubts::default())
}

/// The same, where readers take less for granted of what looks the same.
pub fn describe_doubting(releases: &[Release<'_>], doubts: &Doubts) -> System {
    let threshold = releases.iter().map(|release| release.snapshot.protection.threshold).min();
    let mut builder = Builder::new(threshold.unwrap_or_default().into());
    for Release { snapshot, .. } in releases {
        let release = single(&mut builder, &snapshot.statistics, &snapshot.protection);
        rates::relate(&mut builder, release, snapshot);
    }
    joint::relate(&mut builder, releases, doubts);
    builder.finish()
}

/// The campaigns, by number, of which rows of several releases count as the same
/// for no other reason than that they look the same.
pub fn alike(releases: &[Release<'_>]) -> BTreeSet<u32> {
    joint::alike(releases)
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
