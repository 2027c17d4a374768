//! An axis from zero to a round number.

use crate::contract::Count;

/// A vertical or horizontal axis that begins at zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The value at the far end, never zero.
    pub top: u64,
    /// Values that get a line, without zero; the last is `top`.
    pub ticks: Vec<u64>,
}

impl Scale {
    /// Up to `max`, in at most `lines` round steps (1, 2 or 5 times a power of ten).
    pub fn fit(max: u64, lines: u64) -> Scale {
        let (max, lines) = (max.max(1), lines.max(1));
        let mut power = 1_u64;
        let step = 'found: loop {
            for factor in [1, 2, 5] {
                let step = power.saturating_mul(factor);
                if max.div_ceil(step) <= lines || step == u64::MAX {
                    break 'found step;
                }
            }
            power = power.saturating_mul(10);
        };
        let count = max.div_ceil(step).min(lines);
        let ticks: Vec<u64> = (1..=count).map(|at| step.saturating_mul(at)).collect();
        Scale { top: step.saturating_mul(count), ticks }
    }

    /// Up to the largest of the counts that are known.
    pub fn over(counts: impl IntoIterator<Item = Count>, lines: u64) -> Scale {
        Scale::fit(counts.into_iter().filter_map(Count::exact).max().unwrap_or(0), lines)
    }

    /// Where a value lies between 0 and the top, as a share of 1.
    pub fn share(&self, value: u64) -> f64 {
        (value as f64 / self.top as f64).min(1.0)
    }
}

/// A length along the width, as an SVG attribute in percent: `12.5%`.
pub fn percent(share: f64) -> String {
    format!("{}%", trimmed(share * 100.0))
}

/// A length in the units of a plot, with two decimals at most.
pub fn trimmed(length: f64) -> String {
    let text = format!("{length:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "" | "-" | "-0" => "0".into(),
        text => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_the_maximum() {
        for (max, ticks) in [
            (0, vec![1]),
            (3, vec![1, 2, 3]),
            (7, vec![2, 4, 6, 8]),
            (100, vec![50, 100]),
            (1_234, vec![500, 1_000, 1_500]),
            (39_999, vec![10_000, 20_000, 30_000, 40_000]),
        ] {
            assert_eq!(Scale::fit(max, 4).ticks, ticks, "{max}");
        }
    }

    #[test]
    fn any_maximum_fits() {
        for max in [1, 9, 11, 101, 999_999, u64::MAX / 3, u64::MAX] {
            let scale = Scale::fit(max, 4);
            assert!(scale.top >= max, "{max}");
            assert!(scale.ticks.len() <= 4);
            assert!(scale.share(max) <= 1.0);
        }
        assert_eq!(Scale::over([Count::Withheld, Count::Unavailable], 4).top, 1);
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!(percent(0.125), "12.5%");
        assert_eq!(percent(1.0), "100%");
        assert_eq!(trimmed(100.0), "100");
        assert_eq!(trimmed(-0.001), "0");
        assert_eq!(trimmed(1.0 / 3.0), "0.33");
    }
}
