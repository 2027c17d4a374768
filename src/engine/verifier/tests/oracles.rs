//! Problems with published answers, from `tests/audit/oracles`; each file names
//! its source.

use super::tables::*;
use crate::contract::BreachKind;
use crate::engine::disclosure::{Known, Relation, System};
use serde_json::Value;
use std::collections::BTreeMap;

fn oracle(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Tables in the form of the oracles' files as one system: cells of the same
/// name are the same unknown.
struct Named {
    system: System,
    cells: BTreeMap<String, u32>,
}

impl Named {
    fn new(threshold: u64) -> Named {
        Named { system: empty(threshold), cells: BTreeMap::new() }
    }

    fn cell(&mut self, name: &str, release: u32, known: Option<Known>) -> u32 {
        if let Some(&cell) = self.cells.get(name) {
            return cell;
        }
        let cell = match known {
            Some(known) => printed(&mut self.system, release, known),
            None => latent(&mut self.system),
        };
        self.cells.insert(name.to_owned(), cell);
        cell
    }

    fn add(&mut self, table: &Value, release: u32) {
        for cell in table["cells"].as_array().unwrap() {
            let known = cell["value"].as_u64().map_or(Known::Withheld, Known::Exactly);
            let whole = self.cell(cell["id"].as_str().unwrap(), release, Some(known));
            if let Some(atoms) = cell["atoms"].as_array() {
                let parts: Vec<u32> =
                    atoms.iter().map(|atom| self.cell(atom.as_str().unwrap(), 0, None)).collect();
                sum(&mut self.system, whole, &parts);
            }
        }
        for equation in table["equations"].as_array().into_iter().flatten() {
            let terms = equation["terms"].as_object().unwrap();
            let terms =
                terms.iter().map(|(name, factor)| (self.cells[name], factor.as_i64().unwrap()));
            let total = equation["rhs"].as_i64().unwrap_or(0);
            self.system.equations.push(Relation { terms: terms.collect(), total });
        }
    }

    fn exact(&self) -> Vec<(&str, u64)> {
        let found = attack(&self.system);
        let name = |cell: u32| {
            let name = self.cells.iter().find(|(_, other)| **other == cell);
            name.unwrap().0.as_str()
        };
        let exact = found.findings.iter().filter(|finding| finding.kind == BreachKind::Exact);
        exact.map(|finding| (name(finding.cells[0]), finding.at_least)).collect()
    }

    fn check_bounds(&self, expected: &Value) {
        let found = attack(&self.system);
        for (name, bounds) in expected.as_object().unwrap() {
            let bounds = (bounds[0].as_u64().unwrap(), bounds[1].as_u64());
            assert_eq!(interval(&found, self.cells[name]), bounds, "{name}");
        }
    }
}

#[test]
fn two_hidden_cells_in_every_line_are_not_enough() {
    let oracle = oracle(include_str!("../../../../tests/audit/oracles/sdctable_attack_4x4.json"));
    let mut table = Named::new(10);
    table.add(&oracle["input"], 0);
    assert_eq!(table.exact(), [("w|b", 47)]);
    let cell = table.cells["x|b"] as usize;
    table.system.cells[cell].known = Known::Withheld;
    assert_eq!(table.exact(), []);
}

#[test]
fn intervals_of_a_small_count_table() {
    let oracle =
        oracle(include_str!("../../../../tests/audit/oracles/gausssuppression_example1.json"));
    let mut table = Named::new(2);
    table.add(&oracle["published"], 0);
    table.check_bounds(&oracle["attack"]["bounds"]);
}

#[test]
fn intervals_of_the_optimal_pattern() {
    let oracle = oracle(include_str!("../../../../tests/audit/oracles/sdctable_microdata1.json"));
    let counts = oracle["leaf_counts"].as_object().unwrap();
    let names: Vec<&String> = counts.keys().collect();
    let secret = oracle["expected"]["suppressed"].as_array().unwrap();
    let hide: Vec<bool> =
        names.iter().map(|name| secret.iter().any(|secret| secret == name.as_str())).collect();
    let values: Vec<u64> = counts.values().map(|value| value.as_u64().unwrap()).collect();
    let rows: Vec<Vec<u64>> = values.chunks(2).map(<[u64]>::to_vec).collect();
    let found = attack(&two_way(&rows, &hide, 4));
    assert_eq!(found.findings, []);
    for (cell, name) in names.iter().enumerate().filter(|&(cell, _)| hide[cell]) {
        let bounds = &oracle["attack_bounds"][name.as_str()];
        let expected = (bounds[0].as_u64().unwrap(), bounds[1].as_u64());
        assert_eq!(interval(&found, cell as u32), expected, "{name}");
    }
}

#[test]
fn tables_that_share_cells_betray_each_other() {
    let oracle =
        oracle(include_str!("../../../../tests/audit/oracles/sdctable_linked_tables.json"));
    let input = &oracle["input"];
    for one in ["tableA", "tableB"] {
        let mut table = Named::new(4);
        table.add(&input[one], 0);
        assert_eq!(table.exact(), []);
    }
    let mut both = Named::new(4);
    both.add(&input["tableA"], 0);
    both.add(&input["tableB"], 0);
    assert_eq!(both.exact(), [("K", 3)]);
    let cell = both.cells["N"] as usize;
    both.system.cells[cell].known = Known::Withheld;
    assert_eq!(both.exact(), []);
}

#[test]
fn two_releases_betray_what_each_alone_does_not() {
    let oracle =
        oracle(include_str!("../../../../tests/audit/oracles/differencing_two_releases.json"));
    let releases = oracle["releases"].as_array().unwrap();
    for one in releases {
        let mut alone = Named::new(10);
        alone.add(one, 0);
        assert_eq!(attack(&alone.system).findings, []);
    }
    let mut together = Named::new(10);
    for (release, one) in releases.iter().enumerate() {
        together.add(one, release as u32);
    }
    let found = attack(&together.system);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].kind, BreachKind::Difference);
    assert_eq!((found.findings[0].at_least, found.findings[0].at_most), (4, Some(4)));
    assert_eq!(found.findings[0].cells.len(), 2);
}
