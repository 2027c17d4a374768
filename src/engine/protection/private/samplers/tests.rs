//! Samplers against their exact distributions. Streams are fixed, so a test
//! fails always or never; the rate of false alarms is how often a right sampler
//! would fail with a stream chosen at random.

#![expect(clippy::disallowed_methods, reason = "compared within a tolerance, natively")]

use super::*;
use crate::engine::secret::Secret;

const TRIALS: u32 = 60_000;
/// The standard normal quantile of one false alarm in a million.
const QUANTILE: f64 = 4.753;

fn stream(label: &[u8]) -> Stream {
    Stream::new(&Secret::new([21; 32]).digests("test"), label)
}

/// Pearson's χ² of draws against `mass`, which need not be normalised; values
/// rarer than 8 in all trials share one class. False alarms: 10⁻⁶, by the
/// quantile of Wilson and Hilferty.
fn assert_fits(name: &str, mass: impl Fn(i128) -> f64, mut draw: impl FnMut() -> i128) {
    const FAR: i128 = 4_000;
    let all: f64 = (-FAR..=FAR).map(&mass).sum();
    let expected = |z: i128| mass(z) / all * f64::from(TRIALS);
    let mut seen = std::collections::BTreeMap::<i128, f64>::new();
    for _ in 0..TRIALS {
        *seen.entry(draw()).or_default() += 1.0;
    }
    let (mut chi, mut classes) = (0.0, 0.0);
    let (mut rare_expected, mut rare_seen) = (0.0, 0.0);
    for z in -FAR..=FAR {
        let (expected, seen) = (expected(z), seen.remove(&z).unwrap_or_default());
        if expected < 8.0 {
            (rare_expected, rare_seen) = (rare_expected + expected, rare_seen + seen);
        } else {
            chi += (seen - expected).powi(2) / expected;
            classes += 1.0;
        }
    }
    rare_seen += seen.values().sum::<f64>();
    if rare_expected > 1.0 {
        chi += (rare_seen - rare_expected).powi(2) / rare_expected;
        classes += 1.0;
    }
    let free: f64 = classes - 1.0;
    let spread = 2.0 / (9.0 * free);
    let limit = free * (1.0 - spread + QUANTILE * spread.sqrt()).powi(3);
    assert!(chi < limit, "{name}: χ² {chi:.1} of {free} degrees, limit {limit:.1}");
    assert!(free >= 2.0, "{name}: nothing was compared");
}

#[test]
fn laplace_has_its_distribution() {
    for (over, under) in [(1, 1), (2, 1), (7, 2), (1, 2), (40, 3), (97, 1)] {
        let scale = Ratio { over, under };
        let rate = under as f64 / over as f64;
        let mut stream = stream(format!("laplace {over} {under}").as_bytes());
        assert_fits(
            &format!("scale {over}/{under}"),
            |z| (-rate * z.unsigned_abs() as f64).exp(),
            || laplace(scale, &mut stream),
        );
    }
}

#[test]
fn gaussian_has_its_distribution() {
    for variance in [1u64, 2, 9, 50, 2_500] {
        let mut stream = stream(format!("gaussian {variance}").as_bytes());
        assert_fits(
            &format!("variance {variance}"),
            |z| (-((z * z) as f64) / (2.0 * variance as f64)).exp(),
            || gaussian(variance, &mut stream),
        );
    }
}

/// False alarms: about 10⁻⁶ each.
#[test]
fn coins_have_their_chances() {
    let frequent = |name: &str, probability: f64, mut coin: Box<dyn FnMut() -> bool>| {
        let seen = (0..TRIALS).filter(|_| coin()).count() as f64;
        let trials = f64::from(TRIALS);
        let spread = (trials * probability * (1.0 - probability)).sqrt();
        let off = (seen - trials * probability).abs();
        assert!(off <= 4.9 * spread + 1e-9, "{name}: {seen} of {trials}, expected {probability}");
    };
    for (over, under) in [(0u128, 5u128), (1, 3), (2, 3), (7, 7), (1, 1 << 90), (5, 6)] {
        let mut stream = stream(b"coins");
        let probability = over as f64 / under as f64;
        let coin = Box::new(move || chance(over, under, &mut stream));
        frequent(&format!("{over}/{under}"), probability, coin);
    }
    for (over, under) in [(0u128, 1u128), (1, 10), (1, 1), (3, 2), (4, 1), (700, 301)] {
        let mut stream = stream(b"exponential coins");
        let probability = (-(over as f64) / under as f64).exp();
        let coin = Box::new(move || chance_exp(over, under, &mut stream));
        frequent(&format!("exp(-{over}/{under})"), probability, coin);
    }
}

#[test]
fn absurd_scales_end_all_the_same() {
    let mut stream = stream(b"absurd");
    for (over, under) in [(0, 0), (u64::MAX, 1), (1, u64::MAX), (u64::MAX, u64::MAX)] {
        laplace(Ratio { over, under }, &mut stream);
    }
    for variance in [0, u64::MAX] {
        gaussian(variance, &mut stream);
    }
}
