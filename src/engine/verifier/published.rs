//! What needs no solver: small figures, complements and full groups that are
//! simply printed, and withheld figures whose sum is.

use super::Finding;
use crate::contract::BreachKind;
use crate::engine::disclosure::{Known, System, What};

/// A group of fewer people than this many thresholds shows no 0 % and no 100 %.
const SMALL_BASE: u64 = 5;

pub(super) fn findings(system: &System) -> Vec<Finding> {
    let mut findings = Vec::new();
    small(system, &mut findings);
    pairs(system, &mut findings);
    residuals(system, &mut findings);
    findings
}

fn published(system: &System, cell: u32) -> Option<u64> {
    match system.cells.get(cell as usize)?.known {
        Known::Exactly(value) => Some(value),
        _ => None,
    }
}

fn is_small(system: &System, value: u64) -> bool {
    (1..system.threshold).contains(&value)
}

/// Of people and of events: few events were caused by few people.
fn small(system: &System, findings: &mut Vec<Finding>) {
    for (index, cell) in system.cells.iter().enumerate() {
        if let (What::Printed { .. }, Known::Exactly(value)) = (&cell.what, cell.known)
            && is_small(system, value)
        {
            findings.push(Finding::exactly(BreachKind::Small, vec![index as u32], value));
        }
    }
}

fn pairs(system: &System, findings: &mut Vec<Finding>) {
    for pair in &system.nested {
        let (Some(part), Some(whole)) =
            (published(system, pair.part), published(system, pair.whole))
        else {
            continue;
        };
        let cells = vec![pair.part, pair.whole];
        let Some(rest) = whole.checked_sub(part) else {
            findings.push(Finding::exactly(BreachKind::Impossible, cells, part));
            continue;
        };
        let small_base = (1..system.threshold.saturating_mul(SMALL_BASE)).contains(&whole);
        if is_small(system, rest) {
            findings.push(Finding::exactly(BreachKind::Complement, cells, rest));
        } else if !pair.harmless && small_base && (part == 0 || rest == 0) {
            findings.push(Finding::exactly(BreachKind::FullGroup, cells, part));
        }
    }
}

/// Equations that say what several withheld figures are together.
fn residuals(system: &System, findings: &mut Vec<Finding>) {
    for equation in &system.equations {
        let mut known = 0_i128;
        let mut hidden = Vec::new();
        for &(cell, factor) in &equation.terms {
            match published(system, cell) {
                Some(value) => {
                    let term = i128::from(value).saturating_mul(i128::from(factor));
                    known = known.saturating_add(term);
                }
                None if factor != 0 => hidden.push((cell, factor)),
                None => {}
            }
        }
        let [(_, factor), _, ..] = hidden[..] else { continue };
        if hidden.iter().any(|&(_, other)| other != factor) {
            continue;
        }
        let rest = i128::from(equation.total).saturating_sub(known);
        let factor = i128::from(factor);
        let Ok(sum) = u64::try_from(rest / factor) else { continue };
        let printed: Vec<u32> =
            hidden.iter().map(|&(cell, _)| cell).filter(|&cell| is_printed(system, cell)).collect();
        // Nobody in all of them says of each that there is nobody; of parts that
        // stand nowhere it says what their printed sum of 0 said already.
        let nobody = sum == 0 && !printed.is_empty();
        if rest % factor == 0 && (is_small(system, sum) || nobody) {
            let cells = if printed.is_empty() {
                let all = equation.terms.iter().map(|&(cell, _)| cell);
                all.filter(|&cell| is_printed(system, cell)).collect()
            } else {
                printed
            };
            findings.push(Finding::exactly(BreachKind::Residual, cells, sum));
        }
    }
}

pub(super) fn is_printed(system: &System, cell: u32) -> bool {
    let cell = system.cells.get(cell as usize);
    cell.is_some_and(|cell| matches!(cell.what, What::Printed { .. }))
}
