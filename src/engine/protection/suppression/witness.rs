//! The two tables of each cell: tables in which nothing changes but what is
//! withheld.

use super::ground::{Ground, Need};
use super::program::{Moves, reach};
use super::{TOLERANCE, whole};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// For each cell that has its two tables: the cells that change in them.
#[derive(Clone, Default)]
pub(super) struct Witnesses(BTreeMap<u32, Rc<BTreeSet<u32>>>);

impl Witnesses {
    pub(super) fn has(&self, cell: u32) -> bool {
        self.0.contains_key(&cell)
    }

    /// Looks for two tables for a cell; whether there are any. What else moves
    /// far enough in them has them, too.
    pub(super) fn look(&mut self, ground: &Ground, cell: u32) -> bool {
        match ground.need(cell) {
            Some(Need::Width(wanted)) => self.wide(ground, cell, wanted),
            Some(Need::Beyond { down, up }) => {
                [(-1.0, down), (1.0, up)].into_iter().any(|(sign, wanted)| {
                    let (reached, moves) = reach(ground, cell, sign, wanted);
                    let is_enough = reached > wanted - TOLERANCE;
                    if is_enough {
                        self.enter(ground, cell, &moves, &Moves::new());
                    }
                    is_enough
                })
            }
            None => true,
        }
    }

    fn wide(&mut self, ground: &Ground, cell: u32, wanted: f64) -> bool {
        let (up, above) = reach(ground, cell, 1.0, wanted);
        let rest = wanted - whole(up);
        let below = if rest > 0.0 {
            let (down, below) = reach(ground, cell, -1.0, rest);
            if whole(down) < rest {
                return false;
            }
            below
        } else {
            Moves::new()
        };
        self.enter(ground, cell, &above, &below);
        true
    }

    /// Enters what two tables show, for the cell itself and for others.
    fn enter(&mut self, ground: &Ground, cell: u32, above: &Moves, below: &Moves) {
        let moved: Rc<BTreeSet<u32>> = Rc::new(above.keys().chain(below.keys()).copied().collect());
        for &other in moved.iter().filter(|&&other| ground.is_withheld(other)) {
            let change = |moves: &Moves| moves.get(&other).copied().unwrap_or_default();
            let (one, two) = (change(above), change(below));
            // Seen from the value, which is whole, and from the other table.
            let width = [one, two, 0.0].map(whole_towards_zero);
            let most = width.into_iter().fold(0.0, f64::max);
            let least = width.into_iter().fold(0.0, f64::min);
            if most - least >= ground.threshold {
                self.0.entry(other).or_insert_with(|| moved.clone());
            }
        }
        self.0.insert(cell, moved);
    }

    /// Forgets a cell that needs no tables any more.
    pub(super) fn forget(&mut self, cell: u32) {
        self.0.remove(&cell);
    }

    /// The first cell whose tables change what is shown now.
    pub(super) fn broken(&self, shown: &BTreeSet<u32>) -> Option<u32> {
        self.0.iter().find(|(_, moved)| !moved.is_disjoint(shown)).map(|(&cell, _)| cell)
    }
}

fn whole_towards_zero(change: f64) -> f64 {
    if change < 0.0 { -whole(-change) } else { whole(change) }
}
