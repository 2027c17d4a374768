//! Publishing again what need not have been withheld.

use super::ground::Ground;
use super::witness::Witnesses;
use std::collections::BTreeSet;

/// Tries every withheld cell that is not in `kept`, the dearest first, and
/// publishes it where all others keep their two tables without it.
pub(super) fn prune(ground: &mut Ground, witnesses: &mut Witnesses, kept: &BTreeSet<u32>) {
    let mut secondary: Vec<u32> =
        ground.hidden().filter(|&cell| !kept.contains(&cell) && ground.price(cell) > 0.0).collect();
    let rank = |cell: u32| (ground.price(cell), ground.values[cell as usize]);
    secondary.sort_by(|&one, &other| {
        let ((price, value), (other_price, other_value)) = (rank(one), rank(other));
        other_price.total_cmp(&price).then(other_value.total_cmp(&value)).then(one.cmp(&other))
    });
    for cell in secondary {
        if ground.is_withheld(cell) {
            publish(ground, witnesses, kept, cell);
        }
    }
}

/// Publishes a cell, and with it whatever was withheld for its sake alone; or
/// nothing, where one of the others would not be safe.
fn publish(ground: &mut Ground, witnesses: &mut Witnesses, kept: &BTreeSet<u32>, cell: u32) {
    let mut shown = BTreeSet::new();
    let mut trial = witnesses.clone();
    let mut queue = vec![cell];
    while let Some(next) = queue.pop() {
        if kept.contains(&next) || ground.price(next) == 0.0 {
            for cell in shown {
                ground.hide(cell);
            }
            return;
        }
        ground.show(next);
        shown.insert(next);
        trial.forget(next);
        // The only unknown of an equation is none.
        queue.extend(ground.rows_of[next as usize].iter().filter_map(|&row| lonely(ground, row)));
        queue.dedup();
        if queue.is_empty() {
            queue.extend(unprotected(ground, &mut trial, &shown));
        }
    }
    *witnesses = trial;
}

/// Looks for new tables for every cell whose old ones change what is shown now;
/// the first cell that has none.
fn unprotected(ground: &Ground, witnesses: &mut Witnesses, shown: &BTreeSet<u32>) -> Option<u32> {
    while let Some(cell) = witnesses.broken(shown) {
        witnesses.forget(cell);
        if !witnesses.look(ground, cell) {
            return Some(cell);
        }
    }
    None
}

/// The withheld cell that alone could move in an equation: it cannot.
fn lonely(ground: &Ground, row: u32) -> Option<u32> {
    let row = &ground.rows[row as usize];
    let moves = |cell: u32| {
        let (down, up) = ground.free(cell);
        down + up > 0.0
    };
    let mut moving = row.terms.iter().filter(|&&(cell, _)| moves(cell));
    let &(only, _) = moving.next()?;
    (row.is_equation && moving.next().is_none() && ground.is_withheld(only)).then_some(only)
}
