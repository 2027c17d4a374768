//! Discrete Laplace and discrete Gaussian noise, exactly distributed: with
//! integers alone, after Canonne, Kamath and Steinke, "The Discrete Gaussian for
//! Differential Privacy" (2020), algorithms 1 to 3.
//!
//! Samplers that round floating-point numbers leave gaps by which the true value
//! can be told; here every probability is met exactly.
//!
//! Held by `laplace_has_its_distribution`, `gaussian_has_its_distribution` and
//! `coins_have_their_chances` in `samplers/tests.rs`.

use super::stream::Stream;

/// A positive fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    pub(super) over: u64,
    pub(super) under: u64,
}

/// True in `over` of `under` cases; always where `over` is the larger one.
pub(super) fn chance(over: u128, under: u128, stream: &mut Stream) -> bool {
    stream.below(under.max(1)) < over
}

/// True with probability exp(−over / under).
pub(super) fn chance_exp(over: u128, under: u128, stream: &mut Stream) -> bool {
    let under = under.max(1);
    // exp(−whole) as a product; what remains is below 1.
    let mut whole = over / under;
    while whole > 0 {
        if !chance_exp_of_part(1, 1, stream) {
            return false;
        }
        whole -= 1;
    }
    chance_exp_of_part(over % under, under, stream)
}

/// The same for fractions up to 1: the series of exp, one coin a term.
fn chance_exp_of_part(over: u128, under: u128, stream: &mut Stream) -> bool {
    let mut term = 1u128;
    while chance(over, under.saturating_mul(term), stream) {
        term += 1;
    }
    term % 2 == 1
}

/// z with probability (1 − a) / (1 + a) · a^|z|, a = exp(−1 / scale).
pub(super) fn laplace(scale: Ratio, stream: &mut Stream) -> i128 {
    let (over, under) = (u128::from(scale.over.max(1)), u128::from(scale.under.max(1)));
    loop {
        let rest = stream.below(over);
        if !chance_exp(rest, over, stream) {
            continue;
        }
        let mut rounds = 0u128;
        while chance_exp(1, 1, stream) {
            rounds += 1;
        }
        let size = rest.saturating_add(over.saturating_mul(rounds)) / under;
        let negative = stream.coin();
        // Otherwise zero would be drawn twice as often as it should.
        if negative && size == 0 {
            continue;
        }
        let size = i128::try_from(size).unwrap_or(i128::MAX);
        return if negative { -size } else { size };
    }
}

/// z with probability proportional to exp(−z² / (2 · variance)).
pub(super) fn gaussian(variance: u64, stream: &mut Stream) -> i128 {
    let variance = u128::from(variance.max(1));
    let scale = variance.isqrt() + 1;
    let proposal = Ratio { over: u64::try_from(scale).unwrap_or(u64::MAX), under: 1 };
    let under = variance.saturating_mul(2).saturating_mul(scale).saturating_mul(scale);
    loop {
        let drawn = laplace(proposal, stream);
        let off = drawn.unsigned_abs().saturating_mul(scale).abs_diff(variance);
        if chance_exp(off.saturating_mul(off), under, stream) {
            return drawn;
        }
    }
}

#[cfg(test)]
mod tests;
