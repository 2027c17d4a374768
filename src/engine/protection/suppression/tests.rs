//! Oracles with known answers, and the optimum of small tables.

use super::{Task, suppress};
use crate::contract::{Measure, Place, Table};
use crate::engine::disclosure::{Cell, Known, Relation, System, What};
use crate::engine::verifier::{Thorough, examine};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const ATTACK_4X4: &str = include_str!("../../../../tests/audit/oracles/sdctable_attack_4x4.json");
const LINKED: &str = include_str!("../../../../tests/audit/oracles/sdctable_linked_tables.json");

/// A table with its margins, as a system in which everything is published.
struct Sheet {
    system: System,
    values: BTreeMap<u32, u64>,
}

impl Sheet {
    fn new(threshold: u64) -> Sheet {
        Sheet { system: System { threshold, ..System::default() }, values: BTreeMap::new() }
    }

    fn cell(&mut self, value: u64) -> u32 {
        let id = self.system.cells.len() as u32;
        let place = Place { table: Table::Campaigns, row: id, measure: Measure::Openers };
        let what = What::Printed { release: 0, place };
        self.system.cells.push(Cell { what, known: Known::Exactly(value) });
        self.values.insert(id, value);
        id
    }

    fn sum(&mut self, total: u32, parts: &[u32]) {
        let mut terms: Vec<(u32, i64)> = parts.iter().map(|&part| (part, 1)).collect();
        terms.push((total, -1));
        self.system.equations.push(Relation { terms, total: 0 });
    }

    /// Two ways, with all margins; the ids of the inner cells by row.
    fn two_way(threshold: u64, inner: &[Vec<u64>]) -> (Sheet, Vec<Vec<u32>>) {
        let mut sheet = Sheet::new(threshold);
        let ids: Vec<Vec<u32>> =
            inner.iter().map(|row| row.iter().map(|&value| sheet.cell(value)).collect()).collect();
        let mut rows = Vec::new();
        for (row, ids) in inner.iter().zip(&ids) {
            let total = sheet.cell(row.iter().sum());
            sheet.sum(total, ids);
            rows.push(total);
        }
        let mut columns = Vec::new();
        for column in 0..inner[0].len() {
            let total = sheet.cell(inner.iter().map(|row| row[column]).sum());
            let parts: Vec<u32> = ids.iter().map(|row| row[column]).collect();
            sheet.sum(total, &parts);
            columns.push(total);
        }
        let all = sheet.cell(inner.iter().flatten().sum());
        sheet.sum(all, &rows);
        sheet.sum(all, &columns);
        (sheet, ids)
    }

    fn small(&self) -> BTreeSet<u32> {
        let is_small = |value: u64| (1..self.system.threshold).contains(&value);
        self.values.iter().filter(|&(_, &value)| is_small(value)).map(|(&id, _)| id).collect()
    }

    fn suppress(&self, hidden: BTreeSet<u32>) -> BTreeSet<u32> {
        let costs = self.values.iter().map(|(&id, &value)| (id, 16 + value.isqrt())).collect();
        suppress(&Task {
            system: &self.system,
            values: self.values.clone(),
            hidden,
            costs,
            only: None,
        })
        .expect("every table with margins can be protected")
    }
}

/// The same system after some cells were withheld.
fn published(system: &System, hidden: &BTreeSet<u32>) -> System {
    let mut system = system.clone();
    for &cell in hidden {
        system.cells[cell as usize].known = Known::Withheld;
    }
    system
}

/// What the verifier finds.
fn findings(system: &System) -> usize {
    let examination = examine(system, Thorough::Widths, &mut |_, _| true).expect("not stopped");
    examination.findings.len()
}

/// A table with a name for each cell, as the oracles have them: cells with their
/// true values, and equations.
fn oracle(threshold: u64, tables: &[&Value]) -> (Sheet, BTreeMap<String, u32>) {
    let mut sheet = Sheet::new(threshold);
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    for table in tables {
        for cell in table["cells"].as_array().expect("cells") {
            let id = cell["id"].as_str().expect("an id");
            let value = cell["value"].as_u64().or_else(|| table["truth"][id].as_u64());
            if !ids.contains_key(id) {
                ids.insert(id.to_owned(), sheet.cell(value.expect("a value")));
            }
        }
        for equation in table["equations"].as_array().expect("equations") {
            let terms = equation["terms"].as_object().expect("terms").iter();
            let terms = terms.map(|(id, factor)| (ids[id], factor.as_i64().expect("a factor")));
            sheet.system.equations.push(Relation { terms: terms.collect(), total: 0 });
        }
    }
    (sheet, ids)
}

#[track_caller]
fn assert_protected(name: &str, sheet: &Sheet, primary: &BTreeSet<u32>, optimum: usize) {
    let naive = findings(&published(&sheet.system, primary));
    let pattern = sheet.suppress(primary.clone());
    let secondary = pattern.len() - primary.len();
    println!("{name}: {secondary} cells beside the {optimum} of the optimum");
    assert!(naive > 0, "{name}: there was nothing to protect");
    assert_eq!(findings(&published(&sheet.system, &pattern)), 0, "{name}");
    assert!(secondary * 4 <= optimum * 5, "{name}: {secondary} cells");
}

/// Small cells of a published table; its own pattern leaks.
#[test]
fn the_table_that_another_tool_leaves_open_is_closed() {
    let read: Value = serde_json::from_str(ATTACK_4X4).expect("JSON");
    let (sheet, ids) = oracle(10, &[&read["input"]]);
    // x|c is 5 and small; what the tool withheld beside it is not asked for.
    let primary = BTreeSet::from([ids["x|c"]]);
    assert_protected("sdcTable 4 × 4", &sheet, &primary, optimum(&sheet, &primary));
    // Its own pattern determines w|b.
    let theirs = read["input"]["truth"].as_object().expect("a pattern");
    let theirs: BTreeSet<u32> = theirs.keys().map(|id| ids[id]).collect();
    assert!(findings(&published(&sheet.system, &theirs)) > 0);
}

#[test]
fn linked_tables_are_protected_together() {
    let read: Value = serde_json::from_str(LINKED).expect("JSON");
    let tables = [&read["input"]["tableA"], &read["input"]["tableB"]];
    let (sheet, ids) = oracle(4, &tables);
    let primary: BTreeSet<u32> = ["A", "B", "K", "L", "M"].map(|id| ids[id]).into();
    // One more cell hides K, but leaves A and B within 4: here as narrow as allowed.
    assert_protected("sdcTable linked", &sheet, &primary, 1);
    assert!(sheet.suppress(primary).contains(&ids["N"]));
}

#[test]
fn two_ages_and_three_places() {
    let (sheet, ids) = Sheet::two_way(2, &[vec![5, 2, 0], vec![6, 3, 4]]);
    // Portugal's nobody is to be protected there.
    let primary = BTreeSet::from([ids[0][2]]);
    assert_protected("GaussSuppression example 1", &sheet, &primary, 3);
}

#[test]
fn one_small_cell_takes_a_rectangle() {
    // sdcTable, microdata1: the optimum is three more cells.
    let (sheet, ids) = Sheet::two_way(11, &[vec![2, 18], vec![19, 14], vec![10, 12], vec![14, 11]]);
    assert_protected("sdcTable microdata 1", &sheet, &[ids[0][0]].into(), 3);
}

/// Every pattern that holds all of `hidden`, fewest cells first, until one is safe.
fn optimum(sheet: &Sheet, hidden: &BTreeSet<u32>) -> usize {
    let open: Vec<u32> =
        (0..sheet.system.cells.len() as u32).filter(|cell| !hidden.contains(cell)).collect();
    (0..=open.len())
        .find(|&size| {
            let mut chosen: Vec<usize> = (0..size).collect();
            loop {
                let mut pattern = hidden.clone();
                pattern.extend(chosen.iter().map(|&at| open[at]));
                if is_safe(sheet, pattern) {
                    return true;
                }
                // The next choice of so many.
                let Some(at) = (0..size).rev().find(|&at| chosen[at] < open.len() - size + at)
                else {
                    return false;
                };
                chosen[at] += 1;
                for later in at + 1..size {
                    chosen[later] = chosen[later - 1] + 1;
                }
            }
        })
        .expect("everything withheld is safe")
}

/// Whether every cell of the pattern has its two tables with no further help.
fn is_safe(sheet: &Sheet, hidden: BTreeSet<u32>) -> bool {
    // A row with a single hole is not worth a program.
    let holes = |relation: &Relation| {
        relation.terms.iter().filter(|&&(cell, _)| hidden.contains(&cell)).count()
    };
    if sheet.system.equations.iter().any(|equation| holes(equation) == 1) {
        return false;
    }
    let (values, costs) = (sheet.values.clone(), BTreeMap::new());
    suppress(&Task { system: &sheet.system, values, hidden, costs, only: None }).is_ok()
}

/// Numbers that look random, and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

#[test]
fn patterns_of_small_tables_are_near_the_optimum() {
    let (mut found, mut best, mut tables) = (0, 0, 0);
    for seed in 0.. {
        let mut dice = Dice(seed);
        let (height, width) = (2 + dice.roll(2) as usize, 3 + dice.roll(2) as usize);
        let inner: Vec<Vec<u64>> = (0..height)
            .map(|_| (0..width).map(|_| 1 + dice.roll(8) * dice.roll(12)).collect())
            .collect();
        let (sheet, _) = Sheet::two_way(5, &inner);
        let hidden = sheet.small();
        if hidden.is_empty() || hidden.len() > 3 {
            continue;
        }
        let pattern = sheet.suppress(hidden.clone());
        assert!(is_safe(&sheet, pattern.clone()), "seed {seed}");
        let least = optimum(&sheet, &hidden);
        found += pattern.len() - hidden.len();
        best += least;
        tables += 1;
        if tables == 30 {
            break;
        }
    }
    println!("{found} cells beside the {best} of the optimum, in {tables} tables");
    assert!(best > 60 && found * 4 <= best * 5, "{found} cells for an optimum of {best}");
}

/// Property 2: a pruned pattern holds nothing that could be left out.
#[test]
fn a_secondary_cell_that_is_published_again_is_found() {
    let (mut tried, mut found, mut bare, mut bare_found) = (0, 0, 0, 0);
    for seed in 1000..1120 {
        let mut dice = Dice(seed);
        let (height, width) = (2 + dice.roll(4) as usize, 3 + dice.roll(4) as usize);
        let inner: Vec<Vec<u64>> = (0..height)
            .map(|_| (0..width).map(|_| dice.roll(12) * dice.roll(20)).collect())
            .collect();
        let (sheet, _) = Sheet::two_way(11, &inner);
        let primary = sheet.small();
        if primary.is_empty() {
            continue;
        }
        let pattern = sheet.suppress(primary.clone());
        assert_eq!(findings(&published(&sheet.system, &pattern)), 0, "seed {seed}");
        if pattern.len() > primary.len() {
            bare += 1;
            bare_found += usize::from(findings(&published(&sheet.system, &primary)) > 0);
        }
        for secondary in pattern.difference(&primary) {
            let mut fewer = pattern.clone();
            fewer.remove(secondary);
            tried += 1;
            found += usize::from(findings(&published(&sheet.system, &fewer)) > 0);
        }
    }
    println!("{found} of {tried} published again; {bare_found} of {bare} without secondary cells");
    assert!(tried > 200 && found * 100 >= tried * 95, "{found} of {tried}");
    assert_eq!(bare, bare_found);
}
