//! What a reader knows of a figure from its print and the method that made it.

use super::Known;
use crate::contract::{Count, Method, Protection};

/// Half the step of [`Method::Rounded`], rounded down: 5 is an odd step.
const ROUNDED_BY: u64 = 2;

/// `None` where the files do not hold the figure. Whoever reads a changed number
/// knows that what is shown at all was at least the threshold, or nobody.
pub(super) fn known(count: Count, protection: &Protection) -> Option<Known> {
    let value = match count {
        Count::Unavailable => return None,
        Count::Withheld => return Some(Known::Withheld),
        Count::Exact(value) => value,
    };
    let threshold = u64::from(protection.threshold);
    Some(match protection.method {
        Method::Gathered | Method::Exact => Known::Exactly(value),
        Method::Rounded => around(value, ROUNDED_BY, threshold),
        Method::CellKey => around(
            value,
            u64::from(protection.perturbation.unwrap_or_default().at_most()),
            threshold,
        ),
        // The noise has no bounds.
        Method::Private => Known::Unsaid,
    })
}

/// The most that a printed nobody may have been, where a change is so large that
/// it makes nobody of somebody. To find that it was nobody says nothing new, so
/// nothing more is said of such a figure.
pub(super) fn most(count: Count, protection: &Protection) -> Option<u64> {
    let by = u64::from(protection.perturbation.unwrap_or_default().at_most());
    let changed = protection.method == Method::CellKey && by >= u64::from(protection.threshold);
    (changed && count == Count::Exact(0)).then_some(by)
}

fn around(value: u64, by: u64, threshold: u64) -> Known {
    if value == 0 {
        // Nobody stays nobody; a change this large may have made it of a few.
        return if by < threshold { Known::Exactly(0) } else { Known::Unsaid };
    }
    let high = value.saturating_add(by);
    if high < threshold {
        // No number that may be shown becomes this one.
        return Known::Exactly(value);
    }
    Known::Between(value.saturating_sub(by).max(threshold), high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Perturbation;

    fn by(method: Method, threshold: u32, value: u64) -> Option<Known> {
        let perturbation = Some(Perturbation::Usual);
        let protection = Protection { method, threshold, perturbation, ..Protection::default() };
        known(Count::Exact(value), &protection)
    }

    #[test]
    fn every_method_says_how_far_a_number_may_be_off() {
        assert_eq!(by(Method::Exact, 11, 40), Some(Known::Exactly(40)));
        assert_eq!(by(Method::Rounded, 11, 40), Some(Known::Between(38, 42)));
        assert_eq!(by(Method::Rounded, 11, 10), Some(Known::Between(11, 12)));
        assert_eq!(by(Method::Rounded, 11, 0), Some(Known::Exactly(0)));
        assert_eq!(by(Method::CellKey, 11, 40), Some(Known::Between(35, 45)));
        assert_eq!(by(Method::CellKey, 11, 8), Some(Known::Between(11, 13)));
        assert_eq!(by(Method::CellKey, 5, 0), Some(Known::Unsaid));
        assert_eq!(by(Method::CellKey, 11, 0), Some(Known::Exactly(0)));
        assert_eq!(by(Method::Private, 11, 40), Some(Known::Unsaid));
    }

    #[test]
    fn a_nobody_that_may_be_somebody_has_a_limit() {
        let of = |threshold, value: u64| {
            let method = Method::CellKey;
            let perturbation = Some(Perturbation::Strong);
            let protection =
                Protection { method, threshold, perturbation, ..Protection::default() };
            most(value.into(), &protection)
        };
        assert_eq!(of(5, 0), Some(9));
        assert_eq!(of(5, 12), None);
        assert_eq!(of(11, 0), None);
    }

    #[test]
    fn a_number_that_no_rule_makes_is_taken_at_its_word() {
        assert_eq!(by(Method::CellKey, 11, 3), Some(Known::Exactly(3)));
    }

    #[test]
    fn marks_are_marks_under_every_method() {
        for method in Method::ALL {
            let protection = Protection { method, threshold: 11, ..Protection::default() };
            assert_eq!(known(Count::Withheld, &protection), Some(Known::Withheld));
            assert_eq!(known(Count::Unavailable, &protection), None);
        }
    }
}
