//! Which of two goes, for many pairs at once: the figures worth least that
//! break up every pair.

use crate::contract::Measure;
use std::collections::{BTreeMap, BTreeSet};

/// Choices tried before the best so far is taken.
const MOST_TRIES: u32 = 4_000;

/// Figures of which every pair has at least one, worth as little as possible
/// (as far as [`MOST_TRIES`] allow). The same pairs give the same figures.
pub(super) fn cheapest_cover(
    pairs: &[(Measure, Measure)],
    value: impl Fn(Measure) -> u64,
) -> BTreeSet<Measure> {
    let mut search = Search { value: &value, best: None, tries: 0 };
    let mut open: Vec<(Measure, Measure)> = pairs.to_vec();
    open.retain(|(a, b)| a != b);
    search.descend(&open, BTreeSet::new(), 0);
    search.best.map(|(_, cover)| cover).unwrap_or_default()
}

struct Search<'a, F> {
    value: &'a F,
    best: Option<(u64, BTreeSet<Measure>)>,
    tries: u32,
}

impl<F: Fn(Measure) -> u64> Search<'_, F> {
    fn descend(&mut self, open: &[(Measure, Measure)], taken: BTreeSet<Measure>, cost: u64) {
        if self.best.as_ref().is_some_and(|(best, _)| *best <= cost) {
            return;
        }
        let Some(most) = self.most_paired(open) else {
            self.best = Some((cost, taken));
            return;
        };
        self.tries += 1;
        let beside: BTreeSet<Measure> = open
            .iter()
            .filter_map(|&(a, b)| match (a == most, b == most) {
                (true, _) => Some(b),
                (_, true) => Some(a),
                _ => None,
            })
            .collect();
        let alone = (self.value)(most);
        let all: u64 = beside.iter().map(|&measure| (self.value)(measure)).sum();
        // The cheaper side first: it is what stands when tries run out.
        let sides = [(alone, BTreeSet::from([most])), (all, beside)];
        let order = if alone <= all { [0, 1] } else { [1, 0] };
        for (cost_more, side) in order.into_iter().filter_map(|at: usize| sides.get(at)) {
            if self.best.is_some() && self.tries > MOST_TRIES {
                return;
            }
            let left: Vec<(Measure, Measure)> = open
                .iter()
                .filter(|(a, b)| !side.contains(a) && !side.contains(b))
                .copied()
                .collect();
            let taken = taken.union(side).copied().collect();
            self.descend(&left, taken, cost + cost_more);
        }
    }

    /// The figure in most pairs, in relation to its value.
    fn most_paired(&self, open: &[(Measure, Measure)]) -> Option<Measure> {
        let mut pairs: BTreeMap<Measure, u64> = BTreeMap::new();
        for &(a, b) in open {
            *pairs.entry(a).or_default() += 1;
            *pairs.entry(b).or_default() += 1;
        }
        pairs.into_iter().max_by_key(|&(measure, pairs)| (pairs, measure)).map(|(m, _)| m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Measure::*;

    /// Every set of figures tried.
    fn naive(pairs: &[(Measure, Measure)], value: impl Fn(Measure) -> u64) -> u64 {
        let nodes: Vec<Measure> =
            pairs.iter().flat_map(|&(a, b)| [a, b]).collect::<BTreeSet<_>>().into_iter().collect();
        let covers = (0u32..1 << nodes.len()).filter(|set| {
            let has = |m: Measure| {
                nodes.iter().position(|&other| other == m).is_some_and(|at| set >> at & 1 == 1)
            };
            pairs.iter().all(|&(a, b)| has(a) || has(b))
        });
        let cost = |set: u32| {
            let taken = nodes.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1);
            taken.map(|(_, &measure)| value(measure)).sum()
        };
        covers.map(cost).min().unwrap_or(0)
    }

    #[test]
    fn no_cheaper_cover_exists() {
        let mut dice = 7u64;
        let mut next = |end: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (dice >> 33) % end
        };
        for _ in 0..200 {
            let measure = |n: u64| Measure::ALL[n as usize];
            let pairs: Vec<(Measure, Measure)> = (0..next(20))
                .map(|_| (measure(next(12)), measure(next(12))))
                .filter(|(a, b)| a != b)
                .collect();
            let value = |measure: Measure| 1 + (measure as u64 * 7) % 11;
            let cover = cheapest_cover(&pairs, value);
            assert!(pairs.iter().all(|(a, b)| cover.contains(a) || cover.contains(b)));
            assert_eq!(cover.iter().map(|&m| value(m)).sum::<u64>(), naive(&pairs, value));
        }
    }

    #[test]
    fn of_a_few_bounces_the_bases_of_rates_stay() {
        let whole = [Recipients, Sent];
        let part = [Delivered, MeasurableOpens, MeasurableClicks];
        let pairs: Vec<_> = whole.iter().flat_map(|&w| part.iter().map(move |&p| (w, p))).collect();
        assert_eq!(cheapest_cover(&pairs, super::super::value), BTreeSet::from([Recipients, Sent]));
    }
}
