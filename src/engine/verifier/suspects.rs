//! What must not be provable of which cell, and whether it is.

use super::block::{Range, Solver, Variable};
use super::explain::Explainer;
use super::problem::{Block, Problem, TOLERANCE};
use super::published::is_printed;
use super::simplex::Direction;
use super::{Examination, Finding, Thorough};
use crate::contract::BreachKind;
use crate::engine::disclosure::{Known, System, What};
use std::collections::BTreeMap;

/// One question about one variable of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suspect {
    variable: Variable,
    about: About,
    rule: Rule,
}

#[derive(Clone, Copy, Debug)]
enum About {
    Cell(u32),
    /// Part and whole.
    Pair(u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// Confined to no fewer values than k + 1.
    Wide,
    /// More than one value.
    Open,
    /// Not confined to what lies between these, both included. What it means as
    /// a number of people is the distance from `from` or `to` outwards.
    Outside { from: f64, to: f64 },
}

/// What is known of a variable as a whole number from 0.
#[derive(Clone, Copy)]
struct Interval {
    least: u64,
    most: Option<u64>,
}

/// Bounds drawn inwards to whole numbers; `None`: there is no whole number
/// between them.
fn inwards(least: f64, most: f64) -> Option<Interval> {
    let least = (least - TOLERANCE).ceil().max(0.0);
    let most = (most + TOLERANCE).floor();
    (least <= most)
        .then(|| Interval { least: least as u64, most: most.is_finite().then_some(most as u64) })
}

pub(super) struct Judge<'a> {
    system: &'a System,
    thorough: Thorough,
    explainer: Explainer<'a>,
    /// Widths of withheld printed cells with both ends.
    widths: Vec<u64>,
}

impl<'a> Judge<'a> {
    pub fn new(system: &'a System, thorough: Thorough) -> Judge<'a> {
        Judge { system, thorough, explainer: Explainer::new(system), widths: Vec::new() }
    }

    pub fn system(&self) -> &'a System {
        self.system
    }

    fn known(&self, cell: u32) -> Known {
        self.system.cells.get(cell as usize).map_or(Known::Unsaid, |cell| cell.known)
    }

    fn is_secret(&self, cell: u32) -> bool {
        self.known(cell) == Known::Withheld
    }

    fn is_approximate(&self, cell: u32) -> bool {
        matches!(self.known(cell), Known::Between(..)) && is_printed(self.system, cell)
    }

    /// Cells that follow without any program: by elimination or from bounds.
    pub fn fixed(&mut self, problem: &Problem, found: &mut Examination) {
        for (index, fixed) in problem.fixed.iter().enumerate() {
            let (cell, Some(value)) = (index as u32, *fixed) else { continue };
            let Ok(value) = u64::try_from(value) else { continue };
            if matches!(self.known(cell), Known::Exactly(_)) {
                continue;
            }
            self.note(cell, Some(Interval { least: value, most: Some(value) }), found);
            if self.is_secret(cell) || self.is_approximate(cell) {
                found.findings.push(Finding::exactly(BreachKind::Exact, vec![cell], value));
            } else if (1..self.system.threshold).contains(&value) {
                let finding = self.explained(About::Cell(cell), value, Some(value));
                found.findings.push(finding);
            }
        }
        for pair in &self.system.nested {
            let value = |cell: u32| problem.fixed.get(cell as usize).copied().flatten();
            let (Some(part), Some(whole)) = (value(pair.part), value(pair.whole)) else { continue };
            if self.is_settled(pair.part, pair.whole) {
                continue;
            }
            if let Ok(rest) = u64::try_from(whole - part)
                && (1..self.system.threshold).contains(&rest)
            {
                let about = About::Pair(pair.part, pair.whole);
                let finding = self.explained(about, rest, Some(rest));
                found.findings.push(finding);
            }
        }
    }

    /// Whether a pair's complement is none of the solver's business: both ends
    /// are printed as they are, or one is printed with an error of its own.
    fn is_settled(&self, part: u32, whole: u32) -> bool {
        let exactly = |cell| matches!(self.known(cell), Known::Exactly(_));
        (exactly(part) && exactly(whole)) || self.is_approximate(part) || self.is_approximate(whole)
    }

    /// Every question, by block.
    pub fn suspects(&self, problem: &Problem, blocks: &[Block]) -> Vec<Vec<Suspect>> {
        let k = self.system.threshold as f64;
        let mut block_of = BTreeMap::new();
        let mut suspects: Vec<Vec<Suspect>> = Vec::with_capacity(blocks.len());
        for (index, block) in blocks.iter().enumerate() {
            let question = |&cell: &u32| {
                let rule = if self.is_secret(cell) {
                    Rule::Wide
                } else if self.is_approximate(cell) {
                    Rule::Open
                } else {
                    Rule::Outside { from: 1.0, to: k - 1.0 }
                };
                Suspect { variable: Variable::Cell(cell), about: About::Cell(cell), rule }
            };
            suspects.push(block.cells.iter().map(question).collect());
            block_of.extend(block.cells.iter().map(|&cell| (cell, index)));
        }
        let mut rows: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for (index, row) in problem.rows.iter().enumerate() {
            match row.terms[..] {
                [(part, 1), (whole, -1)] | [(whole, -1), (part, 1)] => {
                    rows.entry((part, whole)).or_insert(index);
                }
                _ => {}
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        for pair in &self.system.nested {
            let (part, whole) = (pair.part, pair.whole);
            if self.is_settled(part, whole) || !seen.insert((part, whole)) {
                continue;
            }
            let value = |cell: u32| problem.fixed.get(cell as usize).copied().flatten();
            // A secret cell of k + 1 possible values is never confined to k − 1.
            let asked = match (value(part), value(whole)) {
                (None, Some(whole)) if !self.is_secret(part) => {
                    let whole = whole as f64;
                    let rule = Rule::Outside { from: whole - k + 1.0, to: whole - 1.0 };
                    Some((part, Variable::Cell(part), rule))
                }
                (Some(part), None) if !self.is_secret(whole) => {
                    let part = part as f64;
                    let rule = Rule::Outside { from: part + 1.0, to: part + k - 1.0 };
                    Some((whole, Variable::Cell(whole), rule))
                }
                // Where the row followed from bounds and was dropped, a small
                // complement would confine the whole to fewer than k values.
                (None, None) => rows.get(&(part, whole)).map(|&row| {
                    let rule = Rule::Outside { from: 1.0, to: k - 1.0 };
                    (part, Variable::Complement(row), rule)
                }),
                _ => None,
            };
            if let Some((cell, variable, rule)) = asked
                && let Some(suspects) =
                    block_of.get(&cell).and_then(|&block: &usize| suspects.get_mut(block))
            {
                suspects.push(Suspect { variable, about: About::Pair(part, whole), rule });
            }
        }
        suspects
    }

    /// Asks a question, with programs where what was seen so far is no answer.
    pub fn question(&mut self, suspect: Suspect, solver: &mut Solver<'_>, found: &mut Examination) {
        let complete = match (self.thorough, suspect.about, suspect.rule) {
            (Thorough::Widths, ..) | (_, About::Pair(..), _) => false,
            (Thorough::Bounds, About::Cell(_), rule) => rule == Rule::Wide,
            (Thorough::Everything, About::Cell(_), _) => true,
        };
        for direction in [Direction::Up, Direction::Down] {
            let range = solver.range(suspect.variable);
            if complete || !self.is_refuted(suspect.rule, range.seen) {
                solver.seek(suspect.variable, direction);
            }
        }
        let range = solver.range(suspect.variable);
        if complete && let About::Cell(cell) = suspect.about {
            self.note(cell, range.least.zip(range.most).and_then(|(a, b)| inwards(a, b)), found);
        }
        if !self.is_refuted(suspect.rule, range.seen) {
            let finding = self.finding(suspect, range);
            found.findings.extend(finding);
        }
    }

    /// Whether values that were seen show that nothing bad can be proven.
    fn is_refuted(&self, rule: Rule, (least, most): (f64, f64)) -> bool {
        let (least, most) = ((least - TOLERANCE).ceil(), (most + TOLERANCE).floor());
        match rule {
            Rule::Wide => most - least >= self.system.threshold as f64,
            Rule::Open => most - least >= 1.0,
            Rule::Outside { from, to } => least <= most && (least < from || most > to),
        }
    }

    /// What a question has found out. What could not be solved counts as found.
    fn finding(&mut self, suspect: Suspect, range: Range) -> Option<Finding> {
        let proven = range.least.zip(range.most);
        let interval = proven.and_then(|(least, most)| inwards(least, most));
        let exact = interval.is_some_and(|interval| interval.most == Some(interval.least));
        let (least, most) = match interval {
            Some(interval) => (interval.least, interval.most),
            None => (0, None),
        };
        match (suspect.about, suspect.rule) {
            (About::Cell(cell), Rule::Wide | Rule::Open) => {
                let small = least >= 1 && most.is_some_and(|most| most < self.system.threshold);
                let kind = if proven.is_some() && interval.is_none() {
                    BreachKind::Impossible
                } else if exact {
                    BreachKind::Exact
                } else if small {
                    BreachKind::ProvenSmall
                } else {
                    BreachKind::Narrow
                };
                Some(Finding { kind, cells: vec![cell], at_least: least, at_most: most })
            }
            (About::Cell(_), Rule::Outside { .. }) => {
                Some(self.explained(suspect.about, least, most))
            }
            (About::Pair(..), Rule::Outside { from, to }) => {
                // As a number of people that the part falls short of its whole.
                let k = self.system.threshold;
                let (least, most) = match (suspect.variable, interval) {
                    (_, None) => (0, None),
                    (Variable::Complement(_), Some(interval)) => (interval.least, interval.most),
                    (Variable::Cell(cell), Some(Interval { least, most })) => {
                        let most = most.unwrap_or(u64::MAX) as f64;
                        let least = least as f64;
                        let is_part = matches!(suspect.about, About::Pair(part, _) if part == cell);
                        let (a, b) = if is_part {
                            (to + 1.0 - most, to + 1.0 - least)
                        } else {
                            (least - from + 1.0, most - from + 1.0)
                        };
                        (a.max(0.0) as u64, Some(b.clamp(0.0, k as f64) as u64))
                    }
                };
                Some(self.explained(suspect.about, least, most))
            }
            (About::Pair(..), _) => None,
        }
    }

    /// A finding about what stands nowhere: with the printed figures that give
    /// it away.
    fn explained(&mut self, about: About, least: u64, most: Option<u64>) -> Finding {
        let mut cells = Vec::new();
        let asked = match about {
            About::Cell(cell) => vec![cell],
            About::Pair(part, whole) => vec![part, whole],
        };
        for cell in asked {
            if is_printed(self.system, cell) {
                cells.push(cell);
            } else {
                cells.extend(self.explainer.printed(cell));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        cells.retain(|&cell| seen.insert(cell));
        let mut releases: Vec<u32> = cells.iter().filter_map(|&cell| self.release(cell)).collect();
        releases.sort_unstable();
        releases.dedup();
        let kind = match about {
            _ if releases.len() > 1 => BreachKind::Difference,
            About::Pair(..) => BreachKind::Complement,
            About::Cell(_) => BreachKind::Residual,
        };
        Finding { kind, cells, at_least: least, at_most: most }
    }

    fn release(&self, cell: u32) -> Option<u32> {
        match self.system.cells.get(cell as usize)?.what {
            What::Printed { release, .. } => Some(release),
            What::Latent(_) => None,
        }
    }

    /// Keeps a cell's interval for the report.
    fn note(&mut self, cell: u32, interval: Option<Interval>, found: &mut Examination) {
        let secret = self.is_secret(cell) && is_printed(self.system, cell);
        let wanted = match self.thorough {
            Thorough::Widths => false,
            Thorough::Bounds => secret,
            Thorough::Everything => true,
        };
        if let (true, Some(Interval { least, most })) = (wanted, interval) {
            found.bounds.push((cell, least, most));
            if let (true, Some(most)) = (secret, most) {
                self.widths.push(most.saturating_sub(least));
            }
        }
    }

    /// The sums of the report, in an order that does not depend on blocks.
    pub fn finish(mut self, found: &mut Examination) {
        found.bounds.sort_unstable();
        self.widths.sort_unstable();
        found.narrowest = self.widths.first().copied();
        found.median = self.widths.get(self.widths.len().saturating_sub(1) / 2).copied();
        found.findings.sort_by(|a, b| (a.kind, &a.cells).cmp(&(b.kind, &b.cells)));
        found.findings.dedup();
    }
}
