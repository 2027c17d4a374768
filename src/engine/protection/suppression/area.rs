//! The part of the system that one program needs: what can move together with a
//! cell, and the rows that bind it.

use super::ground::Ground;
use std::collections::BTreeMap;

/// Cells that may move, and the rows that hold them together.
pub(super) struct Area {
    pub(super) cells: Vec<Mobile>,
    pub(super) bonds: Vec<Bond>,
    /// Whether nothing further away moves with it.
    pub(super) is_whole: bool,
}

/// A row among the cells of an area.
pub(super) struct Bond {
    /// Positions in the area's cells, with factors.
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) is_equation: bool,
    /// What is left to the bound of an inequality.
    pub(super) slack: f64,
}

/// A cell that may move: at no cost so far down and up, and further at a cost.
#[derive(Clone, Copy)]
pub(super) struct Mobile {
    pub(super) cell: u32,
    pub(super) down: f64,
    pub(super) up: f64,
    /// Per unit beyond, down to nothing and up to the limit.
    pub(super) cost: Option<f64>,
    pub(super) further_down: f64,
    pub(super) further_up: f64,
}

impl Area {
    /// Everything within `radius` rows of a cell. `limit`: nothing moves
    /// further, which leaves out rows that cannot bind. `open`: whether cells
    /// may be withheld at their cost.
    pub(super) fn around(
        ground: &Ground,
        start: u32,
        radius: usize,
        limit: f64,
        open: bool,
    ) -> Area {
        let mut position = BTreeMap::new();
        let mut cells = Vec::new();
        let mut border = vec![start];
        let mut is_whole = false;
        position.insert(start, 0);
        cells.push(mobile(ground, start, limit, open));
        for _ in 0..radius {
            let mut next = Vec::new();
            for row in border.iter().flat_map(|&cell| &ground.rows_of[cell as usize]) {
                let row = &ground.rows[*row as usize];
                let moving = || {
                    row.terms.iter().filter_map(|&(cell, factor)| {
                        let mobile = mobile(ground, cell, limit, open);
                        mobile.can_move().then_some((mobile, factor))
                    })
                };
                if !row.is_equation && !binds(moving(), row.slack) {
                    continue;
                }
                for (mobile, _) in moving() {
                    position.entry(mobile.cell).or_insert_with(|| {
                        next.push(mobile.cell);
                        cells.push(mobile);
                        cells.len() - 1
                    });
                }
            }
            if next.is_empty() {
                is_whole = true;
                break;
            }
            border = next;
        }
        let bonds = bonds(ground, &mut cells, &position);
        Area { cells, bonds, is_whole }
    }
}

/// The rows among the cells of an area; a row with one cell is a bound.
fn bonds(ground: &Ground, cells: &mut [Mobile], position: &BTreeMap<u32, usize>) -> Vec<Bond> {
    let mut numbers: Vec<u32> =
        cells.iter().flat_map(|mobile| &ground.rows_of[mobile.cell as usize]).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut bonds = Vec::new();
    for number in numbers {
        let row = &ground.rows[number as usize];
        let terms: Vec<(usize, f64)> = row
            .terms
            .iter()
            .filter_map(|&(cell, factor)| Some((*position.get(&cell)?, factor)))
            .filter(|&(at, _)| cells[at].can_move())
            .collect();
        if row.is_equation {
            match terms.as_slice() {
                [] => {}
                &[(at, _)] => cells[at].bound(0.0, 0.0),
                _ => bonds.push(Bond { terms, is_equation: true, slack: 0.0 }),
            }
        } else if let &[(at, factor)] = terms.as_slice() {
            let most = row.slack / factor.abs();
            match factor > 0.0 {
                true => cells[at].bound(f64::INFINITY, most),
                false => cells[at].bound(most, f64::INFINITY),
            }
        } else if binds(terms.iter().map(|&(at, factor)| (cells[at], factor)), row.slack) {
            bonds.push(Bond { terms, is_equation: false, slack: row.slack });
        }
    }
    bonds
}

/// Whether moves can use up the slack of a row.
fn binds(moving: impl Iterator<Item = (Mobile, f64)>, slack: f64) -> bool {
    let most: f64 = moving
        .map(|(mobile, factor)| match factor > 0.0 {
            true => factor * (mobile.up + mobile.further_up),
            false => -factor * (mobile.down + mobile.further_down),
        })
        .sum();
    most > slack
}

fn mobile(ground: &Ground, cell: u32, limit: f64, open: bool) -> Mobile {
    let (down, up) = ground.free(cell);
    let value = ground.values[cell as usize];
    let cost = if open { ground.cost(cell) } else { None };
    // What stands nowhere has no limit but nothing itself.
    let limit = if ground.is_latent(cell) { f64::INFINITY } else { limit };
    let (down, up) = (down.min(limit), up.min(limit));
    let (further_down, further_up) = match cost {
        Some(_) => ((value.min(limit) - down).max(0.0), (limit - up).max(0.0)),
        None => (0.0, 0.0),
    };
    Mobile { cell, down, up, cost, further_down, further_up }
}

impl Mobile {
    pub(super) fn can_move(&self) -> bool {
        self.down + self.up + self.further_down + self.further_up > 0.0
    }

    fn bound(&mut self, down: f64, up: f64) {
        self.further_down = (down - self.down).clamp(0.0, self.further_down);
        self.down = self.down.min(down);
        self.further_up = (up - self.up).clamp(0.0, self.further_up);
        self.up = self.up.min(up);
    }
}
