//! What is described must be true of the people it was counted from, however
//! releases overlap.

use super::world::{Random, View, World};
use crate::contract::{BreachKind, Count, Measure, Place, Snapshot, Table};
use crate::engine::disclosure::{Members, Release, System, What, describe};
use crate::engine::verifier::{Thorough, examine};

fn releases(known: &[(Snapshot, Members)], ledger: bool) -> System {
    let releases: Vec<Release<'_>> = known
        .iter()
        .map(|(snapshot, members)| Release { snapshot, members: ledger.then_some(members) })
        .collect();
    describe(&releases)
}

/// Whether any numbers fit everything that is described.
fn is_possible(system: &System) -> bool {
    let found = examine(system, Thorough::Widths, &mut |_, _| true).expect("not stopped");
    found.findings.iter().all(|finding| finding.kind != BreachKind::Impossible)
}

#[test]
fn the_truth_is_always_possible() {
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let world = World::new(&mut random);
        let mut views: Vec<View> =
            (0..1 + random.below(3)).map(|_| world.view(&mut random)).collect();
        // Time goes on.
        views.sort_by_key(|view| view.until);
        let mut known: Vec<(Snapshot, Members)> =
            views.iter().map(|view| world.release(view)).collect();
        for ledger in [true, false] {
            assert!(is_possible(&releases(&known, ledger)), "seed {seed}, ledger {ledger}");
        }
        for (snapshot, _) in &mut known {
            let places: Vec<Place> = snapshot.statistics.places().collect();
            for place in places {
                if random.below(8) == 0
                    && let Some(count) = snapshot.statistics.at_mut(place)
                    && *count != Count::Unavailable
                {
                    *count = Count::Withheld;
                }
            }
        }
        // An outsider may take two states for one where what differs is withheld.
        assert!(is_possible(&releases(&known, true)), "withheld, seed {seed}");
    }
}

#[test]
fn a_single_false_figure_is_noticed() {
    let mut noticed = 0;
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let world = World::new(&mut random);
        let view = world.view(&mut random);
        let (mut snapshot, members) = world.release(&view);
        let place = Place { table: Table::Devices, row: 1, measure: Measure::Opens };
        *snapshot.statistics.at_mut(place).unwrap() =
            Count::Exact(snapshot.statistics.at(place).exact().unwrap() + 1);
        noticed += u32::from(!is_possible(&releases(&[(snapshot, members)], true)));
    }
    assert_eq!(noticed, 20);
}

/// The unknowns of one release do not depend on whether others are described
/// beside it.
#[test]
fn releases_with_nobody_in_common_have_nothing_to_do_with_each_other() {
    let mut random = Random::new(1);
    let (one, other) = (World::new(&mut random), World::new(&mut random));
    let view =
        View { rows: vec![vec![0], vec![1]], alone: false, until: 30, providers: 3, days_a_row: 1 };
    let (first, first_members) = one.release(&view);
    let (second, mut second_members) = other.release(&view);
    for mark in second_members.0.iter_mut().flatten() {
        mark.campaign = format!("other {}", mark.campaign);
    }
    let alone: usize = [(&first, &first_members), (&second, &second_members)]
        .into_iter()
        .map(|(snapshot, members)| {
            let system = describe(&[Release { snapshot, members: Some(members) }]);
            system.equations.len() + system.inequalities.len()
        })
        .sum();
    let both = releases(&[(first, first_members), (second, second_members)], true);
    assert_eq!(both.equations.len() + both.inequalities.len(), alone);
}

/// Two reports that differ by a few people: the difference is an unknown of its
/// own, and small.
#[test]
fn what_one_release_has_more_is_a_number_too() {
    let mut random = Random::new(3);
    let world = World::new(&mut random);
    let view = |until| View {
        rows: vec![vec![0], vec![1, 2]],
        alone: false,
        until,
        providers: 3,
        days_a_row: 1,
    };
    let known = [world.release(&view(9)), world.release(&view(10))];
    let openers = |at: usize| known[at].0.statistics.overall[Measure::Openers].exact().unwrap();
    let system = releases(&known, true);
    let found = examine(&system, Thorough::Widths, &mut |_, _| true).expect("not stopped");
    let names_openers = |cells: &[u32]| {
        cells.iter().all(|&cell| {
            matches!(system.cells[cell as usize].what,
                What::Printed { place, .. } if place.table == Table::Overall
                    || place.table == Table::Campaigns)
        })
    };
    let differences: Vec<u64> = found
        .findings
        .iter()
        .filter(|finding| finding.kind == BreachKind::Difference && names_openers(&finding.cells))
        .map(|finding| finding.at_least)
        .collect();
    let grown = openers(1) - openers(0);
    assert!((1..11).contains(&grown), "{grown}");
    assert!(differences.contains(&grown), "{grown} in {differences:?}");
}

#[test]
fn the_same_figure_printed_twice_is_one_unknown() {
    let mut random = Random::new(5);
    let world = World::new(&mut random);
    let view =
        View { rows: vec![vec![0], vec![1]], alone: false, until: 30, providers: 3, days_a_row: 1 };
    for ledger in [true, false] {
        let mut known = [world.release(&view), world.release(&view)];
        let place = Place { table: Table::Campaigns, row: 1, measure: Measure::Clickers };
        *known[1].0.statistics.at_mut(place).unwrap() = Count::Withheld;
        let system = releases(&known, ledger);
        let found = examine(&system, Thorough::Bounds, &mut |_, _| true).expect("not stopped");
        let value = known[0].0.statistics.at(place).exact();
        assert!(
            found
                .findings
                .iter()
                .any(|finding| finding.kind == BreachKind::Exact && finding.at_most == value),
            "ledger {ledger}"
        );
    }
}
