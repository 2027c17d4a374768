//! A system as an input of `tests/audit/attack.py`, so that an outsider can try
//! it with other solvers.
//!
//! Cells carry the place where they stand: `2/providers/3/openers` is the second
//! release, the fourth row. Numbers that stand nowhere, and figures whose print
//! says nothing of them, occur in equations and inequalities alone; they are
//! listed under `latent`, where `attack.py` does not look and its caller does.

use super::{Known, Nested, Relation, System, What};
use serde_json::{Map, Value, json};

/// People below which all or none of a group is not said, in thresholds.
const FULL_FROM: u64 = 5;

/// One JSON object, indented, with a newline at its end.
pub fn audit_json(system: &System, name: &str) -> String {
    let mut text = serde_json::to_string_pretty(&audit(system, name)).unwrap_or_default();
    text.push('\n');
    text
}

/// How a cell is called in audits.
pub fn audit_id(system: &System, cell: u32) -> String {
    match system.cells.get(cell as usize).map(|cell| &cell.what) {
        Some(What::Printed { release, place }) => {
            let (table, measure) = (place.table.name(), place.measure.name());
            format!("{}/{table}/{}/{measure}", release + 1, place.row)
        }
        Some(What::Latent(words)) => format!("latent {cell}: {words}"),
        None => format!("unknown {cell}"),
    }
}

fn audit(system: &System, name: &str) -> Value {
    let id = |cell: u32| audit_id(system, cell);
    let cells = (0u32..).zip(&system.cells);
    let printed = cells.clone().filter_map(|(index, cell)| {
        if !matches!(cell.what, What::Printed { .. }) {
            return None;
        }
        match cell.known {
            Known::Exactly(value) => Some(json!({ "id": id(index), "value": value })),
            Known::Between(low, high) => Some(json!({ "id": id(index), "interval": [low, high] })),
            Known::Withheld => Some(json!({ "id": id(index), "value": null })),
            Known::Unsaid => None,
        }
    });
    let latent = cells.clone().filter(|(_, cell)| cell.known == Known::Unsaid);
    let relation = |relation: &Relation| {
        let terms: Map<String, Value> =
            relation.terms.iter().map(|&(cell, factor)| (id(cell), factor.into())).collect();
        json!({ "terms": terms, "rhs": relation.total })
    };
    let (allowed, nested): (Vec<Nested>, Vec<Nested>) =
        system.nested.iter().partition(|nested| may_be_full(system, nested));
    let allowed = allowed.into_iter().map(
        |Nested { part, whole, .. }| json!({ "terms": { id(part): 1, id(whole): -1 }, "rhs": 0 }),
    );
    let millionths = |value: u64| value as f64 / 1e6;
    json!({
        "name": name,
        "k": system.threshold,
        "cells": printed.collect::<Vec<_>>(),
        "latent": latent.map(|(index, _)| id(index)).collect::<Vec<_>>(),
        "equations": system.equations.iter().map(relation).collect::<Vec<_>>(),
        "inequalities":
            system.inequalities.iter().map(relation).chain(allowed).collect::<Vec<_>>(),
        "nested": nested.iter().map(|one| json!([id(one.part), id(one.whole)])).collect::<Vec<_>>(),
        "ratios": system.ratios.iter().map(|ratio| json!({
            "num": id(ratio.numerator),
            "den": id(ratio.denominator),
            "value": millionths(ratio.value_millionths),
            "half_width": millionths(ratio.half_width_millionths),
        })).collect::<Vec<_>>(),
    })
}

/// Part and whole are equal, and the rules let that be said: the attacker takes
/// every such pair for a finding.
fn may_be_full(system: &System, nested: &Nested) -> bool {
    let known = |cell: u32| system.cells.get(cell as usize).map(|cell| cell.known);
    match (known(nested.part), known(nested.whole)) {
        (Some(Known::Exactly(part)), Some(Known::Exactly(whole))) => {
            part == whole && (nested.harmless || whole >= FULL_FROM * system.threshold)
        }
        _ => false,
    }
}
