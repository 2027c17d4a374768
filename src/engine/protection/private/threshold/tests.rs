#![expect(clippy::disallowed_methods, reason = "compared within a tolerance, natively")]

use super::super::samplers::laplace;
use super::super::stream::Stream;
use super::*;
use crate::engine::secret::Secret;
use serde_json::Value;

const ORACLE: &str = include_str!("../../../../../tests/audit/oracles/opendp_privacy_maps.json");

fn float(fixed: u128) -> f64 {
    fixed as f64 / ONE as f64
}

/// P(Z ≥ m) by its formula.
fn tail_of(scale: f64, least: u64) -> f64 {
    let a = (-1.0 / scale).exp();
    a.powf(least as f64) / (1.0 + a)
}

#[test]
fn deltas_are_those_of_the_oracle() {
    let oracle: Value = serde_json::from_str(ORACLE).expect("the oracle");
    let cases = oracle["thresholded_laplace"].as_array().expect("cases");
    assert_eq!(cases.len(), 7);
    for case in cases {
        let whole = |name: &str| case[name].as_u64().expect("a whole number");
        let scale = Ratio { over: whole("scale"), under: 1 };
        let (threshold, rows, most) = (whole("threshold"), whole("l0") as u32, whole("linf"));
        // What that library reports is right of the rule used here, `noisy > t`.
        // Its figures end at the precision of floating-point numbers.
        let strict = float(delta(scale, threshold, rows, most));
        let reported = case["opendp_0.16.0_reported_delta"].as_f64().expect("a number");
        assert!((strict - reported).abs() <= 1e-4 * reported + 2e-16, "{case}: {strict}");
        // Its rule, `noisy >= t`, is the one for a threshold less by one.
        let kept = float(delta(scale, threshold - 1, rows, most));
        let correct =
            case["correct_delta_for_keep_if_noisy>=threshold"].as_f64().expect("a number");
        assert!((kept - correct).abs() <= 1e-4 * correct + 1e-16, "{case}: {kept}");
        // ε is the sum of changes divided by the scale.
        let epsilon = whole("l1") as f64 / scale.over as f64;
        assert!((epsilon - case["epsilon"].as_f64().expect("a number")).abs() < 1e-12);
    }
}

#[test]
fn tails_are_bounded_from_above() {
    for (over, under) in [(1, 1), (2, 1), (5, 3), (1, 3), (126, 1), (5_040, 19), (2_000_000, 7)] {
        for least in [1u64, 2, 7, 60, 900, 20_000] {
            let exact = tail_of(over as f64 / under as f64, least);
            let bound = float(tail(Ratio { over, under }, least));
            assert!(bound >= exact * (1.0 - 1e-12), "{over}/{under} {least}: {bound} < {exact}");
            assert!(bound <= exact * (1.0 + 1e-9) + 1e-15, "{over}/{under} {least}: {bound}");
        }
    }
}

#[test]
fn thresholds_are_the_smallest_safe_ones() {
    for (over, under) in [(1, 1), (42, 1), (126, 1), (5_000, 3)] {
        for rows in [1u32, 3] {
            for most in [1u64, 11, 33] {
                for exponent in [3u32, 6, 9] {
                    let scale = Ratio { over, under };
                    let threshold = of_laplace(scale, rows, most, exponent);
                    let delta = |threshold: u64| {
                        f64::from(rows) * tail_of(over as f64 / under as f64, threshold - most + 1)
                    };
                    let allowed = 10f64.powi(-(exponent as i32));
                    let off = 1.0 + 1e-6;
                    assert!(delta(threshold) <= allowed * off, "{scale:?} {rows} {most}");
                    assert!(
                        threshold == most || delta(threshold - 1) * off > allowed,
                        "{scale:?} {rows} {most}: {threshold} is not the smallest"
                    );
                }
            }
        }
    }
}

/// The chance that a row of one person alone is kept, by simulation: keys of a
/// single person, kept where `noisy > t`. False alarms: 10⁻⁶.
#[test]
fn single_people_are_kept_as_rarely_as_promised() {
    const TRIALS: u32 = 200_000;
    for (scale, threshold) in [(1u64, 3u64), (2, 6), (5, 14)] {
        let scale = Ratio { over: scale, under: 1 };
        let label = format!("single {threshold}");
        let mut stream = Stream::new(&Secret::new([3; 32]).digests("test"), label.as_bytes());
        let noisy = (0..TRIALS).map(|_| 1 + laplace(scale, &mut stream));
        let kept = noisy.filter(|&noisy| noisy > i128::from(threshold)).count() as f64;
        let promised = float(delta(scale, threshold, 1, 1)) * f64::from(TRIALS);
        let spread = promised.sqrt();
        assert!((kept - promised).abs() < 4.9 * spread, "{scale:?} {threshold}: {kept} {promised}");
        // The rule that is too generous by one would have been noticed.
        let generous = float(delta(scale, threshold - 1, 1, 1)) * f64::from(TRIALS);
        assert!(generous > promised + 4.9 * spread + 4.9 * generous.sqrt());
    }
}

/// By summing the distribution itself.
#[test]
fn gaussian_thresholds_keep_half_of_delta() {
    for variance in [4u64, 400, 40_000] {
        for (rows, most, exponent) in [(1u32, 1u64, 3u32), (3, 11, 6)] {
            let threshold = of_gaussian(variance, rows, most, exponent);
            let mass = |z: f64| (-z * z / (2.0 * variance as f64)).exp();
            let far = 12 * variance.isqrt() + 12;
            let all: f64 = 1.0 + 2.0 * (1..far).map(|z| mass(z as f64)).sum::<f64>();
            let kept: f64 = (threshold - most + 1..far).map(|z| mass(z as f64)).sum::<f64>() / all;
            let half = 0.5 * 10f64.powi(-(exponent as i32));
            assert!(f64::from(rows) * kept <= half, "{variance}: {kept}");
            assert!(threshold < most + 7 * variance.isqrt() + 7, "{variance}: {threshold}");
        }
    }
}

#[test]
fn logarithms_are_rounded_up() {
    for (fixed, exact) in [(LN_2, 2f64.ln()), (LN_10, 10f64.ln())] {
        let off = fixed as f64 / 1e6 - exact;
        assert!((0.0..=1e-6).contains(&off));
    }
}
