//! Rounded 11-5: small counts are withheld, every other figure is rounded to 5.
//!
//! # Guarantee
//!
//! A shown figure differs from the true one by at most 2, each rounded by
//! itself, totals too: that rows add up to anything but their total says nothing.
//! Zero stays zero. What is withheld is protected against sums of rounded
//! figures as it is against exact ones, and no rounded figure can have come from
//! one number alone.
//!
//! # Assumptions
//!
//! That no exact total stands beside rounded figures: every figure of a snapshot
//! goes through here.
//!
//! # Held by
//!
//! `every_figure_moves_by_two_at_most` below; by the verifier on every snapshot.

use crate::contract::{Count, Place, Statistics};

/// What figures are multiples of.
pub(super) const STEP: u64 = 5;

/// Rounds every figure to the nearest multiple of 5.
pub(super) fn round(statistics: &mut Statistics) {
    let places: Vec<Place> = statistics.places().collect();
    for place in places {
        if let Some(Count::Exact(value)) = statistics.at_mut(place) {
            *value = nearest(*value);
        }
    }
}

fn nearest(value: u64) -> u64 {
    value.saturating_add(STEP / 2) / STEP * STEP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{LinkRow, Measure};

    #[test]
    fn every_figure_moves_by_two_at_most() {
        for value in (0..1000).chain([u64::MAX - 3]) {
            let rounded = nearest(value);
            assert!(rounded.is_multiple_of(STEP) && rounded.abs_diff(value) <= 3);
            assert!(value > 1000 || rounded.abs_diff(value) <= 2);
        }
        assert_eq!(nearest(0), 0);
    }

    #[test]
    fn totals_are_rounded_by_themselves_and_marks_stay() {
        let link = |clicks| LinkRow { clicks: Count::Exact(clicks), ..LinkRow::default() };
        let mut statistics =
            Statistics { links: vec![link(12), link(12)], ..Statistics::default() };
        statistics.overall[Measure::Clicks] = Count::Exact(24);
        statistics.overall[Measure::Openers] = Count::Withheld;
        round(&mut statistics);
        assert_eq!(statistics.links[0].clicks, Count::Exact(10));
        assert_eq!(statistics.overall[Measure::Clicks], Count::Exact(25));
        assert_eq!(statistics.overall[Measure::Openers], Count::Withheld);
        assert_eq!(statistics.overall[Measure::Sent], Count::Unavailable);
    }
}
