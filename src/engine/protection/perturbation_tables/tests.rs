//! The tables, worked out again from what they must be.

#![expect(clippy::disallowed_methods, reason = "compared within a tolerance, natively")]

use super::*;
use serde_json::Value;

const ORACLE: &str =
    include_str!("../../../../tests/audit/oracles/ptable_transition_matrices.json");

/// What a table must be: largest change, variance, counts that never appear, and
/// whether changes grow likelier towards none from below.
#[derive(Clone, Copy)]
struct Wanted {
    at_most: i64,
    variance: f64,
    never_up_to: i64,
    monotone: bool,
}

impl Wanted {
    fn preset(perturbation: Perturbation) -> Wanted {
        Wanted {
            at_most: perturbation.at_most().into(),
            variance: perturbation.variance().into(),
            never_up_to: perturbation.never_up_to().into(),
            monotone: true,
        }
    }

    /// The changes that a count may have.
    fn changes(self, count: i64) -> Vec<i64> {
        let leads = |change: &i64| count + change == 0 || count + change > self.never_up_to;
        (-self.at_most..=self.at_most).filter(leads).collect()
    }

    /// From here on every count has room for every change.
    fn last(self) -> i64 {
        let all = 2 * self.at_most + 1;
        (1..).find(|&count| self.changes(count).len() as i64 == all).unwrap_or_default()
    }
}

/// Changes of equal probability.
type Block = Vec<i64>;

fn mean(block: &Block, power: i32) -> f64 {
    block.iter().map(|&change| (change as f64).powi(power)).sum::<f64>() / block.len() as f64
}

/// The probabilities of single changes in each block for multipliers of the
/// change and of its square.
fn boltzmann(blocks: &[Block], by_change: f64, by_square: f64) -> Vec<f64> {
    let weight = |block: &Block| (by_change * mean(block, 1) + by_square * mean(block, 2)).exp();
    let all: f64 = blocks.iter().map(|block| block.len() as f64 * weight(block)).sum();
    blocks.iter().map(|block| weight(block) / all).collect()
}

fn moment(blocks: &[Block], single: &[f64], of: impl Fn(&Block) -> f64) -> f64 {
    blocks.iter().zip(single).map(|(block, p)| block.len() as f64 * p * of(block)).sum()
}

/// Multipliers for which the mean is 0 and, where asked, the variance as wanted:
/// the least of a convex function, by Newton's steps.
fn multipliers(blocks: &[Block], variance: Option<f64>) -> Option<(f64, f64)> {
    let potential = |a: f64, b: f64| {
        let sum: f64 = blocks
            .iter()
            .map(|block| block.len() as f64 * (a * mean(block, 1) + b * mean(block, 2)).exp())
            .sum();
        sum.ln() - b * variance.unwrap_or(0.0)
    };
    let (mut a, mut b) = (0.0, 0.0);
    for _ in 0..500 {
        let p = boltzmann(blocks, a, b);
        let first = moment(blocks, &p, |block| mean(block, 1));
        let second = moment(blocks, &p, |block| mean(block, 2));
        let aa = moment(blocks, &p, |block| mean(block, 1).powi(2)) - first * first;
        let ab = moment(blocks, &p, |block| mean(block, 1) * mean(block, 2)) - first * second;
        let bb = moment(blocks, &p, |block| mean(block, 2).powi(2)) - second * second;
        let (step_a, step_b, off) = match variance {
            None => (first / aa, 0.0, first.abs()),
            Some(wanted) => {
                let (g, h) = (first, second - wanted);
                let determinant = aa * bb - ab * ab;
                if determinant < 1e-14 {
                    return None;
                }
                (
                    (bb * g - ab * h) / determinant,
                    (aa * h - ab * g) / determinant,
                    g.abs() + h.abs(),
                )
            }
        };
        if off < 1e-13 {
            return Some((a, b));
        }
        let here = potential(a, b);
        let mut part = 1.0;
        while potential(a - part * step_a, b - part * step_b) > here + 1e-15 && part > 1e-9 {
            part /= 2.0;
        }
        (a, b) = (a - part * step_a, b - part * step_b);
        if !(a.abs() < 1e3 && b.abs() < 1e3) {
            return None;
        }
    }
    let p = boltzmann(blocks, a, b);
    (moment(blocks, &p, |block| mean(block, 1)).abs() < 1e-10
        && variance.is_none_or(|v| (moment(blocks, &p, |block| mean(block, 2)) - v).abs() < 1e-10))
    .then_some((a, b))
}

/// The distribution of largest entropy for a count, change by change; `None`
/// where there is none in which every change may happen.
fn largest_entropy(count: i64, wanted: Wanted) -> Option<Vec<(i64, f64)>> {
    let mut blocks: Vec<Block> = wanted.changes(count).into_iter().map(|v| vec![v]).collect();
    loop {
        let free = multipliers(&blocks, None)?;
        let p = boltzmann(&blocks, free.0, free.1);
        let spread = moment(&blocks, &p, |block| mean(block, 2));
        let (a, b) = if spread > wanted.variance + 1e-12 {
            multipliers(&blocks, Some(wanted.variance))?
        } else {
            free
        };
        let p = boltzmann(&blocks, a, b);
        let falls = blocks.windows(2).zip(p.windows(2)).position(|(pair, p)| {
            let below = pair[1].iter().all(|&change| change <= 0);
            wanted.monotone && below && p[0] > p[1] + 1e-13
        });
        match falls {
            Some(at) => {
                let joined = blocks.remove(at + 1);
                blocks[at].extend(joined);
            }
            // At the smallest possible variance some changes never happen.
            None if p.iter().any(|&p| p < 1e-7) => return None,
            None => {
                assert_best(&blocks, &p, (a, b));
                return Some(
                    blocks
                        .iter()
                        .zip(p)
                        .flat_map(|(block, p)| block.iter().map(move |&v| (v, p)))
                        .collect(),
                );
            }
        }
    }
}

/// The conditions of Karush, Kuhn and Tucker, which suffice for a concave aim:
/// more variance would not be dearer, and within a block of equal changes what
/// holds them together pushes in one direction only.
fn assert_best(blocks: &[Block], single: &[f64], (a, b): (f64, f64)) {
    assert!(b <= 1e-9, "variance is used up for nothing");
    let free = |change: i64| a * change as f64 + b * (change * change) as f64;
    for (block, p) in blocks.iter().zip(single) {
        // The same constant for every block: what normalises.
        let level = p.ln() - (a * mean(block, 1) + b * mean(block, 2));
        let mut push = 0.0;
        for &change in block {
            push += p.ln() - level - free(change);
            assert!(push <= 1e-9, "a change within a block wants to be less likely: {push}");
        }
        assert!(push.abs() < 1e-9);
    }
}

fn probabilities(row: &[Step]) -> Vec<(i64, f64)> {
    let mut from = 0;
    let mut all = Vec::new();
    for &(change, below) in row {
        all.push((i64::from(change), (below - from) as f64 / WHOLE as f64));
        from = below;
    }
    assert_eq!(from, WHOLE);
    all
}

#[test]
fn tables_are_those_of_largest_entropy() {
    for perturbation in Perturbation::ALL {
        let wanted = Wanted::preset(perturbation);
        let table = rows(perturbation);
        assert_eq!(table.len() as i64, wanted.last() + 1);
        assert_eq!(table[0], [(0, WHOLE)]);
        for (count, row) in (0i64..).zip(table).skip(1) {
            let best = largest_entropy(count, wanted).expect("a distribution");
            let written = probabilities(row);
            assert_eq!(best.len(), written.len(), "{perturbation:?} {count}");
            for ((change, p), (same, q)) in best.iter().zip(&written) {
                assert_eq!(change, same);
                assert!((p - q).abs() < 2e-9, "{perturbation:?} {count} {change}: {p} {q}");
            }
        }
    }
}

/// Straight from what a table promises, without solving anything.
#[test]
fn tables_keep_what_they_promise() {
    for perturbation in Perturbation::ALL {
        let wanted = Wanted::preset(perturbation);
        for (count, row) in (0i64..).zip(rows(perturbation)) {
            assert!(row.windows(2).all(|pair| pair[0].1 < pair[1].1 && pair[0].0 < pair[1].0));
            let p = probabilities(row);
            for &(change, _) in &p {
                let shown = count + change;
                assert!(shown == 0 || shown > wanted.never_up_to || count == 0);
                assert!(change.abs() <= wanted.at_most && shown >= 0);
            }
            let sum = |power: i32| p.iter().map(|&(v, p)| p * (v as f64).powi(power)).sum::<f64>();
            assert!(sum(1).abs() < 1e-8, "{perturbation:?} {count}: on average {}", sum(1));
            assert!(sum(2) <= wanted.variance + 1e-7);
            if count >= wanted.last() {
                assert!((sum(2) - wanted.variance).abs() < 1e-7);
            }
        }
    }
}

fn oracle() -> Value {
    serde_json::from_str(ORACLE).expect("the oracle")
}

/// The rows of a table of the oracle: change and probability.
fn of_oracle(table: &Value) -> Vec<Vec<(i64, f64)>> {
    let rows = table["rows"].as_object().expect("rows");
    let row = |count: usize| {
        let steps = rows[&count.to_string()].as_array().expect("a row");
        let step = |step: &Value| (step["v"].as_i64().expect("v"), step["p"].as_f64().expect("p"));
        steps.iter().map(step).collect()
    };
    (0..rows.len()).map(row).collect()
}

#[test]
fn tables_equal_the_oracle_to_a_millionth() {
    let oracle = oracle();
    let names = [
        (Perturbation::Light, "D3V1"),
        (Perturbation::Usual, "D5V3js2"),
        (Perturbation::Strong, "D9V10js2"),
    ];
    for (perturbation, name) in names {
        let theirs = of_oracle(&oracle["tables"][name]);
        assert_eq!(theirs.len(), rows(perturbation).len());
        for (row, theirs) in rows(perturbation).iter().zip(&theirs) {
            let mine = probabilities(row);
            assert_eq!(mine.len(), theirs.len());
            for ((change, p), (same, q)) in mine.iter().zip(theirs) {
                assert_eq!(change, same);
                assert!((p - q).abs() < 1e-6, "{name} {change}: {p} {q}");
            }
        }
    }
}

/// The solver above is right about tables that are not used here, and about
/// parameters for which there is none.
#[test]
fn the_solver_agrees_with_every_table_of_the_oracle() {
    let oracle = oracle();
    let wanted = |table: &Value| Wanted {
        at_most: table["D"].as_i64().expect("D"),
        variance: table["V"].as_f64().expect("V"),
        never_up_to: table["js"].as_i64().expect("js"),
        monotone: table["mono"].as_bool().expect("mono"),
    };
    let mut compared = 0;
    for (name, table) in oracle["tables"].as_object().expect("tables") {
        // A fixed chance of no change is one more condition, which no preset has.
        if table["pstay"].is_number() {
            continue;
        }
        for (count, theirs) in (0i64..).zip(of_oracle(table)).skip(1) {
            let mine = largest_entropy(count, wanted(table)).expect("a distribution");
            assert_eq!(mine.len(), theirs.len());
            for ((change, p), (same, q)) in mine.iter().zip(&theirs) {
                assert_eq!(change, same);
                assert!((p - q).abs() < 1e-6, "{name} {count} {change}: {p} {q}");
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "{compared}");
    for parameters in oracle["infeasible"].as_array().expect("infeasible") {
        let wanted = wanted(parameters);
        let fails = |count| largest_entropy(count, wanted).is_none();
        assert!((1..=wanted.last()).any(fails), "{parameters}");
    }
}

#[test]
fn a_key_on_a_bound_belongs_to_the_next_change() {
    let table: &[&[Step]] = &[&[(0, WHOLE)], &[(-1, 1 << 31), (1, WHOLE)]];
    assert_eq!(change(table, 1, (1 << 31) - 1), -1);
    assert_eq!(change(table, 1, 1 << 31), 1);
    assert_eq!(change(table, 1, u32::MAX), 1);
    assert_eq!(change(table, u64::MAX, 0), -1);
    assert_eq!(change(table, 0, 5), 0);
    assert_eq!(change(&[], 5, 5), 0);
}
