#![expect(clippy::disallowed_methods, reason = "compared within a tolerance, natively")]

use super::*;
use serde_json::Value;

const ORACLE: &str = include_str!("../../../../../tests/audit/oracles/opendp_privacy_maps.json");

fn columns() -> Vec<Column> {
    let column = |table, measure, weight, rows, most| Column { table, measure, weight, rows, most };
    vec![
        column(Table::Campaigns, Measure::Sent, 4, 3, 1),
        column(Table::Campaigns, Measure::Opens, 4, 3, 5),
        column(Table::Providers, Measure::Openers, 2, 1, 3),
        column(Table::Devices, Measure::Clickers, 4, 4, 3),
    ]
}

fn privacy(epsilon_milli: u32, noise: Noise) -> Privacy {
    Privacy { epsilon_milli, delta_exponent: 6, noise }
}

/// ε at δ of noise with the promise ρ, by the sharpest formula of Canonne, Kamath
/// and Steinke (corollary 13), the least over a fine grid of orders.
fn epsilon_of_rho(rho: f64, delta: f64) -> f64 {
    (-4_000..16_000)
        .map(|step| 1.0 + (f64::from(step) * 0.001).exp())
        .map(|order| {
            rho * order
                + ((1.0 / delta).ln() + (order - 1.0) * (1.0 - 1.0 / order).ln() - order.ln())
                    / (order - 1.0)
        })
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn the_budget_is_spent_and_not_exceeded() {
    for epsilon_milli in [1, 50, 250, 1_000, 5_000] {
        let budget = Budget::new(privacy(epsilon_milli, Noise::Laplace), &columns());
        let spent: f64 = columns()
            .iter()
            .map(|&column| match budget.width(column) {
                Width::Laplace(Ratio { over, under }) => {
                    column.sum_of_changes() as f64 * under as f64 / over as f64
                }
                Width::Gaussian { .. } => f64::NAN,
            })
            .sum();
        let asked = f64::from(epsilon_milli) / 1_000.0;
        assert!((spent - asked).abs() < 1e-9, "{spent} of {asked}");

        let budget = Budget::new(privacy(epsilon_milli, Noise::Gaussian), &columns());
        let rho: f64 = columns()
            .iter()
            .map(|&column| match budget.width(column) {
                Width::Gaussian { variance } => {
                    column.sum_of_squares() as f64 / (2.0 * variance as f64)
                }
                Width::Laplace(_) => f64::NAN,
            })
            .sum();
        let sharp = epsilon_of_rho(rho, 0.5e-6);
        assert!(sharp <= asked, "{sharp} of {asked}");
        assert!(sharp >= 0.95 * asked, "{sharp} of {asked}: more noise than needed");
    }
}

#[test]
fn promises_are_those_of_the_oracle() {
    let oracle: Value = serde_json::from_str(ORACLE).expect("the oracle");
    let number = |case: &Value, name: &str| case[name].as_f64().expect("a number");
    for case in oracle["discrete_laplace_epsilon"].as_array().expect("cases") {
        let moved = number(case, "d") / number(case, "scale");
        assert!((moved - number(case, "eps")).abs() < 1e-12);
    }
    for case in oracle["discrete_gaussian_zCDP_rho"].as_array().expect("cases") {
        let column = Column {
            table: Table::Overall,
            measure: Measure::Sent,
            weight: 1,
            rows: 1,
            most: number(case, "d") as u64,
        };
        let rho = column.sum_of_squares() as f64 / (2.0 * number(case, "scale").powi(2));
        assert!((rho - number(case, "rho")).abs() < 1e-12);
    }
    // The oracle's δ belongs to the whole distribution, not to ρ: it may be
    // sharper than what ρ alone implies, and never the other way round.
    for case in oracle["discrete_gaussian_eps_at_delta"].as_array().expect("cases") {
        let (scale, moved) = (number(case, "scale"), number(case, "d"));
        let rho = (moved / scale).powi(2) / 2.0;
        let mine = epsilon_of_rho(rho, number(case, "delta"));
        let theirs = number(case, "eps");
        assert!(mine >= theirs - 1e-6 && mine <= 1.05 * theirs, "{mine} {theirs}");
    }
}

#[test]
fn rho_is_safe_and_nearly_the_largest() {
    for epsilon_milli in [1u32, 10, 250, 1_000, 5_000] {
        for delta_exponent in [3u32, 6, 12] {
            let asked = Privacy { epsilon_milli, delta_exponent, noise: Noise::Gaussian };
            let half = 0.5 * 10f64.powi(-(delta_exponent as i32));
            let rho = rho(asked) as f64 / UNIT as f64;
            let epsilon = f64::from(epsilon_milli) / 1_000.0;
            assert!(epsilon_of_rho(rho, half) <= epsilon, "{asked:?}");
            assert!(epsilon_of_rho(1.1 * rho, half) > epsilon, "{asked:?}: {rho}");
        }
    }
}

#[test]
fn what_lies_beyond_is_taken_for_the_nearest() {
    let width = |epsilon_milli, noise| {
        Budget::new(privacy(epsilon_milli, noise), &columns()).width(columns()[0])
    };
    for noise in [Noise::Laplace, Noise::Gaussian] {
        assert_eq!(width(0, noise), width(1, noise));
        assert_eq!(width(u32::MAX, noise), width(1_000_000, noise));
        assert!(width(1, noise).typical() > width(250, noise).typical());
    }
    let none = Budget::new(privacy(250, Noise::Laplace), &[]);
    assert_eq!(none.delta_exponent(), 6);
}
