//! Whether published figures can add up as tables do, each relation by itself.

use crate::contract::{Protection, Statistics};
use crate::engine::disclosure::{Known, Relation, System, describe_statistics};

/// Whether every equation and inequality can hold, whatever the withheld figures
/// are. Together they may still contradict each other: that takes a verifier.
pub(super) fn can_hold(statistics: &Statistics, protection: &Protection) -> bool {
    let system = describe_statistics(statistics, protection);
    let span = |relation: &Relation| span(&system, relation);
    system.equations.iter().all(|equation| {
        let (least, most) = span(equation);
        let total = i128::from(equation.total);
        least.is_none_or(|least| least <= total) && most.is_none_or(|most| total <= most)
    }) && system.inequalities.iter().all(|inequality| {
        span(inequality).0.is_none_or(|least| least <= i128::from(inequality.total))
    }) && system.nested.iter().all(|pair| {
        let pair = Relation { terms: vec![(pair.part, 1), (pair.whole, -1)], total: 0 };
        span(&pair).0.is_none_or(|least| least <= 0)
    })
}

/// The least and the most that a sum can be; `None` where it has no end.
fn span(system: &System, relation: &Relation) -> (Option<i128>, Option<i128>) {
    let (mut least, mut most) = (Some(0i128), Some(0i128));
    for &(cell, factor) in &relation.terms {
        let known = system.cells.get(cell as usize).map(|cell| cell.known);
        let (low, high) = match known {
            Some(Known::Exactly(value)) => (value, Some(value)),
            Some(Known::Between(low, high)) => (low, Some(high)),
            Some(Known::Withheld | Known::Unsaid) | None => (0, None),
        };
        let factor = i128::from(factor);
        let times = |value: Option<u64>| value.map(|value| factor * i128::from(value));
        let (from, to) = if factor > 0 {
            (times(Some(low)), times(high))
        } else {
            (times(high), times(Some(low)))
        };
        least = least.zip(from).map(|(sum, part)| sum + part);
        most = most.zip(to).map(|(sum, part)| sum + part);
    }
    (least, most)
}
