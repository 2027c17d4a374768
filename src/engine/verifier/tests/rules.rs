//! Each rule alone: what it finds, and what it lets pass.

use super::super::{Stopped, Thorough, examine};
use super::tables::*;
use crate::contract::BreachKind::{self, *};
use crate::engine::disclosure::{Known, Relation, System};

fn kinds(system: &System) -> Vec<BreachKind> {
    let found = attack(system);
    for thorough in [Thorough::Widths, Thorough::Bounds] {
        let again = examine(system, thorough, &mut |_, _| true).unwrap();
        let kinds = |findings: &[super::super::Finding]| {
            findings.iter().map(|finding| (finding.kind, finding.cells.clone())).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&again.findings), kinds(&found.findings), "{thorough:?}");
    }
    found.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn small_published_figures_and_nobody() {
    let mut system = empty(11);
    for value in [0, 11, 500] {
        shown(&mut system, value);
    }
    assert_eq!(kinds(&system), []);
    shown(&mut system, 10);
    shown(&mut system, 1);
    assert_eq!(kinds(&system), [Small, Small]);
}

#[test]
fn all_but_a_few_is_a_small_group() {
    for (part, whole, expected) in [
        (100, 111, vec![]),
        (101, 111, vec![Complement]),
        (110, 111, vec![Complement]),
        (111, 111, vec![]),
        (54, 54, vec![FullGroup]),
        (55, 55, vec![]),
        (0, 54, vec![FullGroup]),
        (0, 55, vec![]),
        (0, 0, vec![]),
        (56, 55, vec![Impossible]),
    ] {
        let mut system = empty(11);
        let whole_cell = shown(&mut system, whole);
        let part_cell = shown(&mut system, part);
        within(&mut system, part_cell, whole_cell);
        // The contradiction is found as such a second time by the rows.
        let mut found = kinds(&system);
        found.dedup();
        assert_eq!(found, expected, "{part} of {whole}");
        system.nested[0].harmless = true;
        assert!(!kinds(&system).contains(&FullGroup), "{part} of {whole}");
    }
}

#[test]
fn one_hidden_cell_beside_its_total_is_no_secret() {
    let system = two_way(&[vec![20, 30], vec![40, 3]], &[false, false, false, true], 11);
    let found = attack(&system);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].kind, Exact);
    assert_eq!((found.findings[0].cells[0], found.findings[0].at_least), (3, 3));
    assert_eq!(interval(&found, 3), (3, Some(3)));
}

#[test]
fn a_hidden_rectangle_is_as_wide_as_its_smallest_side() {
    // 20 + 30, 40 + 3: all four hidden; the diagonal can move by 20 + 3.
    let system = two_way(&[vec![20, 30], vec![40, 3]], &[true; 4], 11);
    let found = attack(&system);
    assert_eq!(found.findings, []);
    assert_eq!(interval(&found, 0), (17, Some(50)));
    assert_eq!(interval(&found, 3), (0, Some(33)));
    assert_eq!((found.withheld, found.narrowest, found.median), (4, Some(33), Some(33)));
    // 4 down and 5 up, because the first row holds 9 in all.
    let narrow = two_way(&[vec![4, 5], vec![60, 50]], &[true; 4], 11);
    assert_eq!(kinds(&narrow), [Small, Narrow, Narrow, Narrow, Narrow, Residual]);
    assert_eq!(interval(&attack(&narrow), 2), (55, Some(64)));
}

#[test]
fn certain_to_be_few_is_found() {
    // a + b = 9 and b ≤ a: a is 5 … 9.
    let mut system = empty(11);
    let (a, b) = (hidden(&mut system), hidden(&mut system));
    system.equations.push(Relation { terms: vec![(a, 1), (b, 1)], total: 9 });
    system.inequalities.push(Relation { terms: vec![(b, 1), (a, -1)], total: 0 });
    assert_eq!(kinds(&system), [ProvenSmall, Narrow, Residual]);
    assert_eq!(interval(&attack(&system), a), (5, Some(9)));
}

#[test]
fn hidden_figures_that_are_few_together() {
    for (rest, expected) in
        [(10, vec![Narrow, Narrow, Residual]), (11, vec![]), (0, vec![Exact, Exact, Residual])]
    {
        let mut system = empty(11);
        let (a, b, total) =
            (hidden(&mut system), hidden(&mut system), shown(&mut system, 100 + rest));
        let known = shown(&mut system, 100);
        sum(&mut system, total, &[a, b, known]);
        assert_eq!(kinds(&system), expected, "{rest}");
    }
}

#[test]
fn a_printed_rate_gives_a_hidden_count_away() {
    let mut system = empty(11);
    let (sent, clicks) = (shown(&mut system, 113), hidden(&mut system));
    within(&mut system, clicks, sent);
    rate(&mut system, clicks, sent, 26_500, 50);
    let found = attack(&system);
    assert_eq!(found.findings[0].kind, Exact);
    assert_eq!(interval(&found, clicks), (3, Some(3)));
    system.ratios[0] = crate::engine::disclosure::Ratio {
        value_millionths: 60_000,
        half_width_millionths: 60_000,
        ..system.ratios[0]
    };
    assert_eq!(kinds(&system), []);
}

#[test]
fn rounded_figures_need_not_be_wide_but_never_exact() {
    // Six figures rounded to 0 are 0 … 2 each; their total 12 says 2 of each.
    let mut system = empty(3);
    let parts: Vec<u32> = (0..6).map(|_| printed(&mut system, 0, Known::Between(0, 2))).collect();
    let total = printed(&mut system, 0, Known::Between(8, 12));
    sum(&mut system, total, &parts);
    assert_eq!(kinds(&system), []);
    system.cells[total as usize].known = Known::Exactly(12);
    assert_eq!(kinds(&system), [Exact; 6]);
}

#[test]
fn two_reports_that_differ_by_four_people() {
    // The reports share 587; the older one holds 4 more.
    let mut system = empty(11);
    let older = printed(&mut system, 0, Known::Exactly(591));
    let newer = printed(&mut system, 1, Known::Exactly(587));
    let unrelated = printed(&mut system, 1, Known::Exactly(900));
    let (both, only) = (latent(&mut system), latent(&mut system));
    sum(&mut system, older, &[both, only]);
    sum(&mut system, newer, &[both]);
    let spare = latent(&mut system);
    sum(&mut system, unrelated, &[both, spare]);
    let found = attack(&system);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].kind, Difference);
    assert_eq!(found.findings[0].cells, [older, newer], "only the two that betray it");
    assert_eq!((found.findings[0].at_least, found.findings[0].at_most), (4, Some(4)));
    kinds(&system);
    system.cells[newer as usize].known = Known::Exactly(580);
    assert_eq!(kinds(&system), []);
}

#[test]
fn what_stands_nowhere_may_be_anything_but_certainly_few() {
    // people in two rows: 60 + 45, overall 100: 5 are in both.
    let mut system = empty(11);
    let rows = [shown(&mut system, 60), shown(&mut system, 45)];
    let overall = shown(&mut system, 100);
    let overlap = latent(&mut system);
    let terms = vec![(rows[0], 1), (rows[1], 1), (overall, -1), (overlap, -1)];
    system.equations.push(Relation { terms, total: 0 });
    let found = attack(&system);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].kind, Residual);
    assert_eq!(found.findings[0].cells, [rows[0], rows[1], overall]);
    for value in [45, 60] {
        system.cells[rows[1] as usize].known = Known::Exactly(value - 5);
        assert_eq!(kinds(&system), [], "overlap of {}", value - 45);
    }
    system.cells[rows[1] as usize].known = Known::Withheld;
    assert_eq!(kinds(&system), []);
}

#[test]
fn two_hidden_figures_whose_difference_is_known() {
    // Sent and delivered are hidden in both rows, wide enough each; but that the
    // first row's differ by 3 follows from the bounced, of whom 3 are printed
    // as "all undelivered but none in the second row".
    let mut system = empty(11);
    let (sent, delivered) = (shown(&mut system, 1000), shown(&mut system, 900));
    let sents = [hidden(&mut system), hidden(&mut system)];
    let delivereds = [hidden(&mut system), hidden(&mut system)];
    sum(&mut system, sent, &sents);
    sum(&mut system, delivered, &delivereds);
    for row in 0..2 {
        within(&mut system, delivereds[row], sents[row]);
    }
    assert_eq!(kinds(&system), []);
    let bounced = shown(&mut system, 97);
    sum(&mut system, sents[1], &[delivereds[1], bounced]);
    let found = attack(&system);
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    assert_eq!(found.findings[0].kind, Complement);
    assert_eq!(found.findings[0].cells, [delivereds[0], sents[0]]);
    assert_eq!((found.findings[0].at_least, found.findings[0].at_most), (3, Some(3)));
    kinds(&system);
}

#[test]
fn complements_of_what_stands_nowhere() {
    // Of the 30 people by whom the reports differ, 27 opened.
    let mut system = empty(11);
    let all = [1000_u64, 970].map(Known::Exactly);
    let openers = [527_u64, 500].map(Known::Exactly);
    let cell = |system: &mut System, release: usize, of: [Known; 2]| {
        printed(system, release as u32, of[release])
    };
    let wholes = [cell(&mut system, 0, all), cell(&mut system, 1, all)];
    let parts = [cell(&mut system, 0, openers), cell(&mut system, 1, openers)];
    let (whole, part) = (latent(&mut system), latent(&mut system));
    sum(&mut system, wholes[0], &[wholes[1], whole]);
    sum(&mut system, parts[0], &[parts[1], part]);
    within(&mut system, part, whole);
    let found = attack(&system);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].kind, Difference);
    assert_eq!(found.findings[0].at_least, 3);
    let mut cells = found.findings[0].cells.clone();
    cells.sort_unstable();
    assert_eq!(cells, [wholes[0], wholes[1], parts[0], parts[1]]);
    // With the openers of one report hidden nothing of it is left.
    system.cells[parts[0] as usize].known = Known::Withheld;
    assert_eq!(kinds(&system), []);
}

#[test]
fn complements_are_looked_at_though_bounds_already_nest_them() {
    // 20 … 24 and 12 … 16 are nested anyway; that at most 10 lie between them is
    // the news.
    let mut system = empty(11);
    let (whole, part) = (latent(&mut system), latent(&mut system));
    within(&mut system, part, whole);
    for (cell, least, most) in [(whole, 20, 24), (part, 12, 16)] {
        system.inequalities.push(Relation { terms: vec![(cell, 1)], total: most });
        system.inequalities.push(Relation { terms: vec![(cell, -1)], total: -least });
    }
    assert_eq!(kinds(&system), []);
    system.inequalities.push(Relation { terms: vec![(whole, 1), (part, -1)], total: 10 });
    assert_eq!(kinds(&system), [Complement]);
    let found = attack(&system);
    assert_eq!((found.findings[0].at_least, found.findings[0].at_most), (4, Some(10)));
}

#[test]
fn contradictions_are_found_wherever_they_hide() {
    let mut sums = two_way(&[vec![20, 30], vec![40, 13]], &[true; 4], 11);
    sums.cells[8].known = Known::Exactly(99);
    assert_eq!(kinds(&sums), [Impossible]);
    // a + b = 30, a + c = 30, b + c = 31: no whole numbers.
    let mut halves = empty(11);
    let cells = [hidden(&mut halves), hidden(&mut halves), hidden(&mut halves)];
    for (a, b, total) in [(0, 1, 30), (0, 2, 30), (1, 2, 31)] {
        let terms = vec![(cells[a], 1), (cells[b], 1)];
        halves.equations.push(Relation { terms, total });
    }
    assert_eq!(kinds(&halves), [Impossible]);
    // Only the inequalities together: a + b ≥ 50, each at most 24.
    let mut bounds = empty(11);
    let cells = [hidden(&mut bounds), hidden(&mut bounds)];
    let both = vec![(cells[0], -1), (cells[1], -1)];
    bounds.inequalities.push(Relation { terms: both, total: -50 });
    for cell in cells {
        bounds.inequalities.push(Relation { terms: vec![(cell, 1)], total: 24 });
    }
    assert_eq!(kinds(&bounds), [Impossible]);
    let mut nowhere = empty(11);
    nowhere.equations.push(Relation { terms: vec![(7, 1)], total: 0 });
    assert_eq!(kinds(&nowhere), [Impossible]);
}

#[test]
fn numbers_of_any_size_do_no_harm() {
    let mut system = empty(u64::MAX);
    let huge = printed(&mut system, 0, Known::Exactly(u64::MAX));
    let cells = [hidden(&mut system), hidden(&mut system), latent(&mut system)];
    system.equations.push(Relation {
        terms: vec![(huge, i64::MIN), (cells[0], i64::MAX), (cells[1], i64::MIN), (cells[2], 3)],
        total: i64::MIN,
    });
    within(&mut system, cells[0], huge);
    rate(&mut system, cells[1], huge, u64::MAX, u64::MAX);
    printed(&mut system, 0, Known::Between(9, 3));
    assert!(!attack(&system).findings.is_empty());
    let mut zero = empty(0);
    let (a, b) = (hidden(&mut zero), shown(&mut zero, 5));
    within(&mut zero, a, b);
    attack(&zero);
}

#[test]
fn the_watch_is_obeyed_and_hears_of_progress() {
    let system = two_way(&[vec![20, 30], vec![40, 13]], &[true; 4], 11);
    let mut heard = Vec::new();
    let found = examine(&system, Thorough::Bounds, &mut |done, all| {
        heard.push((done, all));
        true
    });
    assert!(found.is_ok());
    assert_eq!(heard.last(), Some(&(4, 4)));
    assert!(heard.is_sorted());
    let mut left = 2;
    let stopped = examine(&system, Thorough::Bounds, &mut |_, _| {
        left -= 1;
        left > 0
    });
    assert_eq!(stopped, Err(Stopped));
}
