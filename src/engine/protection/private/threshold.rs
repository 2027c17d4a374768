//! How large a noisy count must be before its row may be seen at all.
//!
//! That a row is there tells that somebody is in it. With the rule *keep where
//! noisy > t*, a row that is there because of one person alone is kept with a
//! probability of at most δ. What is kept and what δ counts must be the same
//! rule: a release that keeps `noisy >= t` and counts `noisy > t` promises a δ
//! that is too small by the factor e^(1/scale).
//!
//! Integers alone: bounds are worked out in 2⁻⁶³ and rounded against the owner.
//!
//! Held by `deltas_are_those_of_the_oracle`, `thresholds_are_the_smallest_safe_ones`
//! and `single_people_are_kept_as_rarely_as_promised`.

use super::samplers::Ratio;

/// 1 in fixed point.
const ONE: u128 = 1 << 63;

/// An upper bound of the rounding errors of [`exp_up`] before it squares.
const SLACK: u128 = 64;

/// In millionths, rounded up.
const LN_2: u128 = 693_148;
const LN_10: u128 = 2_302_586;

fn times_up(a: u128, b: u128) -> u128 {
    a.saturating_mul(b).div_ceil(ONE)
}

/// exp(−over / under) in 2⁻⁶³, or a little more.
fn exp_up(over: u64, under: u64) -> u128 {
    let (over, mut under) = (u128::from(over), u128::from(under.max(1)));
    let mut halvings = 0;
    while over > under {
        under *= 2;
        halvings += 1;
    }
    // An alternating series: 1 / 24! is below 2⁻⁶³.
    let (mut term, mut plus, mut minus) = (ONE, ONE, 0u128);
    for n in 1..=24u128 {
        term = term.saturating_mul(over) / under.saturating_mul(n);
        if n % 2 == 0 { plus += term } else { minus += term }
    }
    let mut power = (plus.saturating_sub(minus) + SLACK).min(ONE);
    for _ in 0..halvings {
        power = times_up(power, power);
    }
    power
}

/// P(Z ≥ `least`) of discrete Laplace noise in 2⁻⁶³, or a little more; `least`
/// is positive.
pub(super) fn tail(scale: Ratio, least: u64) -> u128 {
    let a = exp_up(scale.under, scale.over);
    let (mut power, mut square, mut left) = (ONE, a, least);
    while left > 0 {
        if left % 2 == 1 {
            power = times_up(power, square);
        }
        square = times_up(square, square);
        left /= 2;
    }
    power.saturating_mul(ONE).div_ceil(ONE + a.saturating_sub(4 * SLACK))
}

/// δ of keeping `noisy > threshold`, in 2⁻⁶³, where one person alone may be in
/// `rows` rows with `most` in each: at most this.
pub(super) fn delta(scale: Ratio, threshold: u64, rows: u32, most: u64) -> u128 {
    let least = threshold.saturating_sub(most).saturating_add(1);
    tail(scale, least).saturating_mul(rows.into()).min(ONE)
}

/// The smallest threshold for which [`delta`] is at most 10^−`exponent`, of
/// Laplace noise.
pub(super) fn of_laplace(scale: Ratio, rows: u32, most: u64, exponent: u32) -> u64 {
    let part = 10u128.saturating_pow(exponent);
    let safe = |threshold| delta(scale, threshold, rows, most).saturating_mul(part) <= ONE;
    let mut step = 1u64;
    while !safe(most.saturating_add(step)) && step < 1 << 62 {
        step *= 2;
    }
    let (mut below, mut above) = (most.saturating_sub(1), most.saturating_add(step));
    while below + 1 < above {
        let middle = below + (above - below) / 2;
        if safe(middle) { above = middle } else { below = middle }
    }
    above
}

/// A safe threshold of Gaussian noise for half of δ = 10^−`exponent`: the
/// discrete Gaussian is no wider than the continuous one, so that
/// P(Z ≥ m) ≤ exp(−m² / (2 · variance)).
pub(super) fn of_gaussian(variance: u64, rows: u32, most: u64, exponent: u32) -> u64 {
    // ln(rows · 2 / δ), in millionths.
    let twos = 1 + u128::from(rows.max(1).next_power_of_two().trailing_zeros());
    let log = log_of_inverse(exponent) + twos * LN_2;
    let square = u128::from(variance).saturating_mul(2 * log).div_ceil(1_000_000);
    let least = u64::try_from(square.isqrt() + 1).unwrap_or(u64::MAX);
    most.saturating_add(least).saturating_sub(1)
}

/// ln(1 / δ) for δ = 10^−`exponent`, in millionths, rounded up.
pub(super) fn log_of_inverse(exponent: u32) -> u128 {
    u128::from(exponent) * LN_10
}

/// ln 2 in millionths, rounded up.
pub(super) const fn log_of_two() -> u128 {
    LN_2
}

#[cfg(test)]
mod tests;
