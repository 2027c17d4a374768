//! Which figures get noise, how much of ε each is worth, and how wide its noise
//! must be for that.

use super::samplers::{Ratio, gaussian, laplace};
use super::stream::Stream;
use super::threshold;
use crate::contract::{Measure, Noise, Privacy, Table};

/// A column of a table that is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) table: Table,
    pub(super) measure: Measure,
    /// Its share of the budget.
    pub(super) weight: u64,
    /// How many rows one person may be counted in.
    pub(super) rows: u64,
    /// How much one person may count in each of these rows.
    pub(super) most: u64,
}

impl Column {
    /// How far one person may move the column: the sum of all changes.
    pub(super) fn sum_of_changes(self) -> u64 {
        self.rows * self.most
    }

    /// The sum of the squares of all changes.
    pub(super) fn sum_of_squares(self) -> u64 {
        self.rows * self.most * self.most
    }
}

/// The noise of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Laplace(Ratio),
    Gaussian { variance: u64 },
}

impl Width {
    pub(super) fn draw(self, stream: &mut Stream) -> i128 {
        match self {
            Width::Laplace(scale) => laplace(scale, stream),
            Width::Gaussian { variance } => gaussian(variance, stream),
        }
    }

    /// The threshold above which a row may be seen that could be there because
    /// of people who count `most` in it, together in `rows` rows.
    pub(super) fn threshold(self, rows: u32, most: u64, exponent: u32) -> u64 {
        match self {
            Width::Laplace(scale) => threshold::of_laplace(scale, rows, most, exponent),
            Width::Gaussian { variance } => threshold::of_gaussian(variance, rows, most, exponent),
        }
    }

    /// The size of the noise on average, rounded up.
    pub(super) fn typical(self) -> u64 {
        match self {
            Width::Laplace(Ratio { over, under }) => over.div_ceil(under.max(1)),
            // √(2 / π) of the standard deviation.
            Width::Gaussian { variance } => (variance.isqrt() + 1) * 8 / 10 + 1,
        }
    }
}

/// The budget of one release, divided among its columns by their weights.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    privacy: Privacy,
    weights: u64,
}

impl Budget {
    /// ε from 0.001 to 1000 and δ from 10⁻³ to 10⁻¹²; what lies beyond is taken
    /// for the nearest of these.
    pub(super) fn new(asked: Privacy, columns: &[Column]) -> Budget {
        let privacy = Privacy {
            epsilon_milli: asked.epsilon_milli.clamp(1, 1_000_000),
            delta_exponent: asked.delta_exponent.clamp(3, 12),
            noise: asked.noise,
        };
        Budget { privacy, weights: columns.iter().map(|column| column.weight).sum::<u64>().max(1) }
    }

    pub(super) fn delta_exponent(&self) -> u32 {
        self.privacy.delta_exponent
    }

    /// The narrowest noise for which all columns together keep the promise.
    ///
    /// Laplace: a column of scale s costs its sum of changes divided by s; the
    /// costs of all columns add up to ε. Gaussian: a column costs its sum of
    /// squares divided by twice the variance; the costs add up to ρ.
    pub(super) fn width(&self, column: Column) -> Width {
        match self.privacy.noise {
            Noise::Laplace => Width::Laplace(Ratio {
                over: column.sum_of_changes().saturating_mul(1_000 * self.weights),
                under: u64::from(self.privacy.epsilon_milli) * column.weight.max(1),
            }),
            Noise::Gaussian => {
                let over = u128::from(column.sum_of_squares())
                    .saturating_mul(self.weights.into())
                    .saturating_mul(UNIT);
                let under =
                    (2 * u128::from(column.weight.max(1))).saturating_mul(rho(self.privacy));
                let variance = over.div_ceil(under.max(1)).max(1);
                Width::Gaussian { variance: u64::try_from(variance).unwrap_or(u64::MAX) }
            }
        }
    }
}

/// One in the fixed point of [`rho`].
const UNIT: u128 = 1_000_000_000_000_000_000_000_000;

/// ln(1 + n / 4) for n from 0, and ln 2, in millionths, rounded down.
const LN_OF_QUARTERS: [i128; 4] = [0, 223_143, 405_465, 559_615];
const LN_2: i128 = 693_147;

/// ρ in 10⁻²⁴, rounded down: the zero-concentrated promise that implies ε at
/// half of δ.
///
/// For every order α > 1, ρ implies ε = α · ρ + (ln(2 / δ) + (α − 1) ·
/// ln(1 − 1 / α) − ln α) / (α − 1) (Canonne, Kamath and Steinke 2020, corollary
/// 13). It is solved for ρ at some orders, with ln(1 − 1 / α) at most −1 / α, and
/// the largest taken.
pub(super) fn rho(privacy: Privacy) -> u128 {
    let log = threshold::log_of_inverse(privacy.delta_exponent) + threshold::log_of_two();
    let epsilon = i128::from(privacy.epsilon_milli) * 1_000;
    let mut best = 1;
    for doublings in 0..24u32 {
        for (quarters, ln) in (4i128..).zip(LN_OF_QUARTERS) {
            let order = quarters << doublings;
            let ln_order = i128::from(doublings + 2) * LN_2 + ln;
            let rest = log as i128 - 1_000_000 + 1_000_000 / order + 1 - ln_order;
            let over = epsilon * (order - 1) - rest;
            if over > 0 {
                // Millionths to the unit.
                let rho = over * (UNIT / 1_000_000) as i128 / (order * (order - 1));
                best = best.max(rho.unsigned_abs());
            }
        }
    }
    best
}

#[cfg(test)]
mod tests;
