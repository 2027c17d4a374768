//! What is described must be true of the people it was counted from, however
//! releases overlap.

use super::world::{Random, View, World};
use crate::contract::{BreachKind, Count, Measure, Method, Place, Snapshot, Table};
use crate::engine::disclosure::{Known, Members, Release, System, What, describe};
use crate::engine::verifier::{Thorough, believable, examine};

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
    for seed in 0..5 {
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
            // Campaigns in which a difference is withheld look the same.
            for place in places.into_iter().filter(|place| place.table != Table::Campaigns) {
                if random.below(8) == 0
                    && let Some(count) = snapshot.statistics.at_mut(place)
                    && *count != Count::Unavailable
                {
                    *count = Count::Withheld;
                }
            }
        }
        for ledger in [true, false] {
            let system = releases(&known, ledger);
            assert!(is_possible(&system), "withheld, seed {seed}, ledger {ledger}");
        }
    }
}

/// Figures that were rounded may look the same in two states: who takes them for
/// the same then is wrong, and notices, and believes no more than can be true.
#[test]
fn what_cannot_be_true_at_once_is_not_believed_at_once() {
    let mut refuted = [0, 0];
    for seed in 0..5 {
        let mut random = Random::new(seed);
        let world = World::new(&mut random);
        let view = |until| View {
            rows: vec![vec![0], vec![1], vec![2]],
            alone: false,
            until,
            providers: 3,
            days_a_row: 7,
        };
        let known: Vec<(Snapshot, Members)> =
            [9, 10].map(|until| rounded(world.release(&view(until)))).into();
        for ledger in [true, false] {
            refuted[usize::from(ledger)] += u32::from(!is_possible(&releases(&known, ledger)));
            let releases: Vec<Release<'_>> = known
                .iter()
                .map(|(snapshot, members)| Release { snapshot, members: ledger.then_some(members) })
                .collect();
            assert!(is_possible(&believable(&releases)), "seed {seed}, ledger {ledger}");
        }
    }
    assert!(refuted.iter().all(|&refuted| refuted > 0), "{refuted:?}");
}

/// All figures to the nearest 5, each by itself, and small ones withheld.
fn rounded((mut snapshot, members): (Snapshot, Members)) -> (Snapshot, Members) {
    snapshot.protection.method = Method::Rounded;
    let threshold = u64::from(snapshot.protection.threshold);
    let places: Vec<Place> = snapshot.statistics.places().collect();
    for place in places {
        if let Some(count) = snapshot.statistics.at_mut(place)
            && let Count::Exact(value) = *count
        {
            *count = match value {
                small if (1..threshold).contains(&small) => Count::Withheld,
                value => Count::Exact((value + 2) / 5 * 5),
            };
        }
    }
    (snapshot, members)
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
    let place = Place { table: Table::Campaigns, row: 1, measure: Measure::Clickers };
    for ledger in [true, false] {
        for hidden in [0, 1] {
            let mut known = [world.release(&view), world.release(&view)];
            *known[hidden].0.statistics.at_mut(place).unwrap() = Count::Withheld;
            let system = releases(&known, ledger);
            let found = examine(&system, Thorough::Bounds, &mut |_, _| true).expect("not stopped");
            let value = known[1 - hidden].0.statistics.at(place).exact();
            let exact = found
                .findings
                .iter()
                .any(|finding| finding.kind == BreachKind::Exact && finding.at_most == value);
            // What was withheld is given away; what was published before is no secret.
            assert_eq!(exact, hidden == 0, "ledger {ledger}");
            let release = hidden as u32;
            let cell = system
                .cells
                .iter()
                .find(|cell| cell.what == What::Printed { release, place })
                .expect("printed");
            let published = value.map(Known::Exactly);
            assert_eq!(Some(cell.known) == published, hidden == 1, "ledger {ledger}");
        }
    }
}

/// A reader sees no states: two rows in which no figure differs look the same.
#[test]
fn what_looks_the_same_is_taken_for_the_same() {
    let mut random = Random::new(5);
    let world = World::new(&mut random);
    let view = |until| View {
        rows: vec![vec![0], vec![1]],
        alone: false,
        until,
        providers: 3,
        days_a_row: 1,
    };
    let mut known = [world.release(&view(2)), world.release(&view(9))];

    assert!(Measure::ALL.iter().any(|&one| figures_differ(&known, 0, one)), "something was added");
    for row in [0, 1] {
        for &measure in Measure::ALL {
            if figures_differ(&known, row, measure) {
                let place = Place { table: Table::Campaigns, row: row as u32, measure };
                *known[1].0.statistics.at_mut(place).unwrap() = Count::Withheld;
            }
        }
    }
    let system = releases(&known, true);
    let place = Place { table: Table::Campaigns, row: 0, measure: Measure::Delivered };
    let cell = |release| {
        system.cells.iter().position(|cell| cell.what == What::Printed { release, place })
    };
    let pair = [cell(0), cell(1)].map(|cell| cell.expect("printed") as u32);
    assert!(system.equations.iter().any(|equation| {
        equation.terms.len() == 2
            && pair.iter().all(|cell| equation.terms.iter().any(|(one, _)| one == cell))
    }));
}

fn figures_differ(known: &[(Snapshot, Members); 2], row: usize, measure: Measure) -> bool {
    let [one, other] =
        known.each_ref().map(|(one, _)| one.statistics.campaigns[row].figures[measure]);
    one != other
}
