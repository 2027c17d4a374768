//! The solver against twins of a few lines: one lists every table, one solves
//! each program from nothing.

use super::super::{Thorough, examine};
use super::tables::*;
use crate::engine::disclosure::{Known, System};

/// Least and most of every unknown over all tables of whole numbers up to
/// `most`, by trying them all.
pub fn enumerate(system: &System, most: u64) -> Option<Vec<(u64, u64)>> {
    let unknown: Vec<usize> = (0..system.cells.len())
        .filter(|&cell| !matches!(system.cells[cell].known, Known::Exactly(_)))
        .collect();
    let mut values: Vec<i64> = system
        .cells
        .iter()
        .map(|cell| if let Known::Exactly(value) = cell.known { value as i64 } else { 0 })
        .collect();
    let mut extremes: Option<Vec<(u64, u64)>> = None;
    loop {
        if fits(system, &values) {
            let all = extremes.get_or_insert_with(|| vec![(u64::MAX, 0); values.len()]);
            for (extreme, &value) in all.iter_mut().zip(&values) {
                *extreme = (extreme.0.min(value as u64), extreme.1.max(value as u64));
            }
        }
        // The next table, counted like a number.
        let Some(&next) = unknown.iter().find(|&&cell| values[cell] < most as i64) else {
            return extremes;
        };
        for &cell in unknown.iter().take_while(|&&cell| cell != next) {
            values[cell] = 0;
        }
        values[next] += 1;
    }
}

fn fits(system: &System, values: &[i64]) -> bool {
    let sum = |terms: &[(u32, i64)]| -> i64 {
        terms.iter().map(|&(cell, factor)| factor * values[cell as usize]).sum()
    };
    system.equations.iter().all(|equation| sum(&equation.terms) == equation.total)
        && system.inequalities.iter().all(|row| sum(&row.terms) <= row.total)
        && system
            .nested
            .iter()
            .all(|pair| values[pair.part as usize] <= values[pair.whole as usize])
        && system.cells.iter().zip(values).all(|(cell, &value)| match cell.known {
            Known::Between(least, most) => (least as i64..=most as i64).contains(&value),
            _ => true,
        })
}

/// A linear program in the textbook's form: least Σ cost · x where rows · x =
/// totals and x ≥ 0, by two phases of the simplex method with Bland's rule over a
/// dense table, from scratch.
fn textbook(rows: &[(Vec<f64>, f64)], cost: &[f64]) -> Result<f64, &'static str> {
    let (height, width) = (rows.len(), cost.len());
    let mut table: Vec<Vec<f64>> = rows
        .iter()
        .enumerate()
        .map(|(index, (row, total))| {
            let sign = if *total < 0.0 { -1.0 } else { 1.0 };
            let artificial = (0..height).map(|other| f64::from(u8::from(other == index)));
            row.iter().map(|entry| entry * sign).chain(artificial).chain([total * sign]).collect()
        })
        .collect();
    let mut basis: Vec<usize> = (width..width + height).collect();
    let mut first = vec![0.0; width];
    first.resize(width + height, 1.0);
    let infeasibility = descend(&mut table, &mut basis, &first, width + height)?;
    if infeasibility > 1e-6 {
        return Err("infeasible");
    }
    let mut second = cost.to_vec();
    second.resize(width + height, 0.0);
    // Artificial variables that are left at 0 leave, or their row is repeated.
    for row in 0..height {
        if basis[row] >= width
            && let Some(column) = (0..width).find(|&column| table[row][column].abs() > 1e-7)
        {
            turn(&mut table, &mut basis, row, column);
        }
    }
    descend(&mut table, &mut basis, &second, width)
}

fn descend(
    table: &mut [Vec<f64>],
    basis: &mut [usize],
    cost: &[f64],
    width: usize,
) -> Result<f64, &'static str> {
    loop {
        let reduced = |column: usize| {
            cost[column]
                - table
                    .iter()
                    .zip(&*basis)
                    .map(|(row, &basic)| cost[basic] * row[column])
                    .sum::<f64>()
        };
        let Some(column) = (0..width).find(|&column| reduced(column) < -1e-9) else {
            let last = table.iter().zip(&*basis);
            return Ok(last.map(|(row, &basic)| cost[basic] * row[row.len() - 1]).sum());
        };
        let ratio = |row: &Vec<f64>| row[row.len() - 1] / row[column];
        let row = (0..table.len())
            .filter(|&row| table[row][column] > 1e-9)
            .min_by(|&a, &b| {
                ratio(&table[a]).total_cmp(&ratio(&table[b])).then(basis[a].cmp(&basis[b]))
            })
            .ok_or("unbounded")?;
        turn(table, basis, row, column);
    }
}

fn turn(table: &mut [Vec<f64>], basis: &mut [usize], row: usize, column: usize) {
    let pivot = table[row][column];
    table[row].iter_mut().for_each(|entry| *entry /= pivot);
    let source = table[row].clone();
    for (_, other) in table.iter_mut().enumerate().filter(|&(other, _)| other != row) {
        let factor = other[column];
        other.iter_mut().zip(&source).for_each(|(entry, source)| *entry -= factor * source);
    }
    basis[row] = column;
}

/// The bounds of a cell by the textbook.
pub fn plain_bounds(system: &System, cell: u32) -> Option<(u64, Option<u64>)> {
    let cells = system.cells.len();
    let mut equations: Vec<(Vec<(usize, f64)>, f64)> = Vec::new();
    let mut limits: Vec<(Vec<(usize, f64)>, f64)> = Vec::new();
    let terms = |terms: &[(u32, i64)]| {
        terms.iter().map(|&(cell, factor)| (cell as usize, factor as f64)).collect::<Vec<_>>()
    };
    for equation in &system.equations {
        equations.push((terms(&equation.terms), equation.total as f64));
    }
    for row in &system.inequalities {
        limits.push((terms(&row.terms), row.total as f64));
    }
    for pair in &system.nested {
        limits.push((vec![(pair.part as usize, 1.0), (pair.whole as usize, -1.0)], 0.0));
    }
    for (index, cell) in system.cells.iter().enumerate() {
        match cell.known {
            Known::Exactly(value) => equations.push((vec![(index, 1.0)], value as f64)),
            Known::Between(least, most) => {
                limits.push((vec![(index, 1.0)], most as f64));
                limits.push((vec![(index, -1.0)], -(least as f64)));
            }
            Known::Withheld | Known::Unsaid => {}
        }
    }
    for rate in &system.ratios {
        let (numerator, denominator) = (rate.numerator as usize, rate.denominator as usize);
        let (value, half) = (rate.value_millionths as f64, rate.half_width_millionths as f64);
        limits.push((vec![(numerator, 1.0), (denominator, -(value + half) / 1e6)], 0.0));
        limits.push((vec![(numerator, -1.0), (denominator, (value - half) / 1e6)], 0.0));
    }
    let width = cells + limits.len();
    let slack = limits.iter().enumerate().map(|(index, (row, total))| {
        let mut row = row.clone();
        row.push((cells + index, 1.0));
        (row, *total)
    });
    let rows: Vec<(Vec<f64>, f64)> = equations
        .iter()
        .cloned()
        .chain(slack)
        .map(|(terms, total)| {
            let mut row = vec![0.0; width];
            terms.iter().for_each(|&(column, factor)| row[column] += factor);
            (row, total)
        })
        .collect();
    let mut cost = vec![0.0; width];
    cost[cell as usize] = 1.0;
    let least = textbook(&rows, &cost);
    cost[cell as usize] = -1.0;
    let most = textbook(&rows, &cost);
    match (least, most) {
        (Ok(least), Ok(most)) => {
            Some(((least - 1e-6).ceil().max(0.0) as u64, Some((-most + 1e-6).floor() as u64)))
        }
        (Ok(least), Err("unbounded")) => Some(((least - 1e-6).ceil().max(0.0) as u64, None)),
        _ => None,
    }
}

#[test]
fn two_way_tables_have_the_extremes_of_all_their_tables() {
    let mut dice = Dice(1);
    for round in 0..120 {
        let (rows, columns) = (2 + dice.roll(2) as usize, 2 + dice.roll(2) as usize);
        let counts: Vec<Vec<u64>> =
            (0..rows).map(|_| (0..columns).map(|_| dice.roll(5)).collect()).collect();
        let mut left = 5;
        let hide: Vec<bool> = (0..rows * columns)
            .map(|_| {
                let hide = left > 0 && dice.roll(3) > 0;
                left -= u32::from(hide);
                hide
            })
            .collect();
        let system = two_way(&counts, &hide, 3);
        let all = enumerate(&system, 12).unwrap();
        let found = attack(&system);
        for cell in (0..hide.len()).filter(|&cell| hide[cell]) {
            let (least, most) = all[cell];
            assert_eq!(interval(&found, cell as u32), (least, Some(most)), "{round}: {cell}");
        }
    }
}

/// A random system that some table satisfies: sums with overlaps, events of
/// people, nested figures, rounded figures, rates.
pub fn random(dice: &mut Dice, cells: usize, largest: u64) -> System {
    let mut system = empty(4);
    let mut values: Vec<u64> = Vec::new();
    for _ in 0..cells {
        let value = dice.roll(largest + 1);
        let known = match dice.roll(8) {
            0 => Known::Exactly(value),
            1 => Known::Between(value.saturating_sub(dice.roll(3)), value + dice.roll(3)),
            2 => Known::Unsaid,
            _ => Known::Withheld,
        };
        printed(&mut system, dice.roll(2) as u32, known);
        values.push(value);
    }
    let relation = |dice: &mut Dice, values: &[u64]| {
        let mut terms: Vec<(u32, i64)> = Vec::new();
        for _ in 0..2 + dice.roll(4) {
            let cell = dice.roll(values.len() as u64) as u32;
            if terms.iter().all(|&(other, _)| other != cell) {
                terms.push((cell, [1, 1, 1, 1, -1, -1, 2, -5][dice.roll(8) as usize]));
            }
        }
        let total: i64 =
            terms.iter().map(|&(cell, factor)| factor * values[cell as usize] as i64).sum();
        (terms, total)
    };
    for _ in 0..cells / 2 {
        let (terms, total) = relation(dice, &values);
        system.equations.push(crate::engine::disclosure::Relation { terms, total });
    }
    for _ in 0..cells / 2 {
        let (terms, total) = relation(dice, &values);
        let total = total + dice.roll(3) as i64;
        system.inequalities.push(crate::engine::disclosure::Relation { terms, total });
    }
    for _ in 0..cells {
        let (a, b) = (dice.roll(cells as u64) as u32, dice.roll(cells as u64) as u32);
        if a != b && values[a as usize] <= values[b as usize] && dice.roll(2) == 0 {
            within(&mut system, a, b);
        }
    }
    let (a, b) = (dice.roll(cells as u64) as u32, dice.roll(cells as u64) as u32);
    if a != b && values[b as usize] > 0 {
        let value = values[a as usize] * 1_000_000 / values[b as usize];
        rate(&mut system, a, b, value, 500);
    }
    system
}

#[test]
fn bounds_hold_every_table_that_there_is() {
    let mut dice = Dice(2);
    for round in 0..300 {
        let cells = 3 + dice.roll(3) as usize;
        let mut system = random(&mut dice, cells, 5);
        system.ratios.clear();
        let Some(all) = enumerate(&system, 7) else { panic!("{round}: no table") };
        let found = attack(&system);
        for &(cell, least, most) in &found.bounds {
            let listed = all[cell as usize];
            assert!(least <= listed.0, "{round}: {cell}");
            assert!(most.is_none_or(|most| most >= listed.1), "{round}: {cell}");
        }
    }
}

#[test]
fn bounds_equal_those_of_the_textbook() {
    let mut dice = Dice(3);
    let mut compared = 0;
    for round in 0..40 {
        let cells = 5 + dice.roll(36) as usize;
        let largest = [6, 40, 5000][dice.roll(3) as usize];
        let system = random(&mut dice, cells, largest);
        let found = attack(&system);
        for &(cell, least, most) in &found.bounds {
            let expected = plain_bounds(&system, cell);
            assert_eq!(Some((least, most)), expected, "{round}: cell {cell} of {cells}");
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared}");
}

#[test]
fn the_verdict_does_not_depend_on_what_else_is_computed() {
    let mut dice = Dice(4);
    let mut findings = 0;
    for round in 0..200 {
        let cells = 5 + dice.roll(30) as usize;
        let system = random(&mut dice, cells, 60);
        let found = attack(&system);
        for thorough in [Thorough::Widths, Thorough::Bounds] {
            let again = examine(&system, thorough, &mut |_, _| true).unwrap();
            assert_eq!(again.findings, found.findings, "{round}: {thorough:?}");
        }
        findings += found.findings.len();
    }
    assert!(findings > 200, "{findings}");
}
