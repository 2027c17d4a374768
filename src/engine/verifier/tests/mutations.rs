//! Patterns that are safe become unsafe when one hidden figure is published
//! again, and the attacker notices. What is safe is decided by the textbook's
//! solver, not by the one under test.

use super::tables::*;
use super::twins::plain_bounds;
use crate::contract::BreachKind;
use crate::engine::disclosure::System;

const K: u64 = 5;

/// Safe by the textbook: every hidden cell has at least k + 1 possible values.
fn is_safe(system: &System, hide: &[bool]) -> bool {
    (0..hide.len()).filter(|&cell| hide[cell]).all(|cell| {
        plain_bounds(system, cell as u32)
            .is_some_and(|(least, most)| most.is_none_or(|most| most - least >= K))
    })
}

struct Protected {
    counts: Vec<Vec<u64>>,
    small: Vec<bool>,
    hide: Vec<bool>,
}

/// A random table, which of its inner cells are small, and a pattern that
/// protects them and holds no cell without need; `None`: nothing is small, or a
/// margin is.
fn protected(dice: &mut Dice) -> Option<Protected> {
    let (rows, columns) = (3 + dice.roll(2) as usize, 3 + dice.roll(2) as usize);
    let counts: Vec<Vec<u64>> = (0..rows)
        .map(|_| {
            (0..columns)
                .map(|_| if dice.roll(6) == 0 { 1 + dice.roll(K - 1) } else { K + dice.roll(60) })
                .collect()
        })
        .collect();
    let small: Vec<bool> = counts.iter().flatten().map(|&count| (1..K).contains(&count)).collect();
    if !small.contains(&true) {
        return None;
    }
    let mut hide = vec![true; rows * columns];
    if !is_safe(&two_way(&counts, &hide, K), &hide) {
        return None;
    }
    let mut largest: Vec<usize> = (0..hide.len()).filter(|&cell| !small[cell]).collect();
    largest.sort_by_key(|&cell| std::cmp::Reverse(counts[cell / columns][cell % columns]));
    for cell in largest {
        hide[cell] = false;
        if !is_safe(&two_way(&counts, &hide, K), &hide) {
            hide[cell] = true;
        }
    }
    Some(Protected { counts, small, hide })
}

#[test]
fn a_hidden_figure_published_again_is_noticed() {
    let mut dice = Dice(5);
    let (mut patterns, mut mutants, mut noticed) = (0, 0, 0);
    while patterns < 40 {
        let Some(Protected { counts, small, hide }) = protected(&mut dice) else { continue };
        patterns += 1;
        assert_eq!(attack(&two_way(&counts, &hide, K)).findings, []);
        for cell in (0..hide.len()).filter(|&cell| hide[cell] && !small[cell]) {
            let mut mutant = hide.clone();
            mutant[cell] = false;
            mutants += 1;
            noticed += u32::from(!attack(&two_way(&counts, &mutant, K)).findings.is_empty());
        }
    }
    println!("{noticed} of {mutants} mutants of {patterns} patterns noticed");
    assert!(mutants > 100 && noticed * 100 >= mutants * 95, "{noticed} of {mutants}");
}

#[test]
fn hiding_small_counts_alone_is_always_noticed() {
    let mut dice = Dice(6);
    let mut tried = 0;
    while tried < 200 {
        let (rows, columns) = (2 + dice.roll(4) as usize, 2 + dice.roll(4) as usize);
        let counts: Vec<Vec<u64>> =
            (0..rows).map(|_| (0..columns).map(|_| K + dice.roll(50)).collect()).collect();
        let mut counts = counts;
        let cell = dice.roll((rows * columns) as u64) as usize;
        counts[cell / columns][cell % columns] = 1 + dice.roll(K - 1);
        let hide: Vec<bool> = (0..rows * columns).map(|other| other == cell).collect();
        tried += 1;
        let found = attack(&two_way(&counts, &hide, K));
        let exact = found.findings.iter().find(|finding| finding.kind == BreachKind::Exact);
        assert_eq!(exact.unwrap().cells, [cell as u32]);
        assert_eq!(exact.unwrap().at_least, counts[cell / columns][cell % columns]);
    }
}
