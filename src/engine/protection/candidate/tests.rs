//! The candidate counted again, and what holds in every one.

mod cases;
mod play;
mod twin;

use super::*;
use crate::contract::{Filter, KindSet, Mode, Protection, Settings};
use crate::engine::disclosure::{Known, describe_statistics};
use crate::engine::tallies::release::{people_by_provider, release};
use play::{Happened, World, everything, play, store_of};
use twin::twin;

const K: u32 = 5;

fn wanted<'w>(
    store: &'w Store,
    tallies: &'w Tallies,
    question: &'w Question,
    sharing: &'w Sharing,
    bounds: Bounds,
) -> Wanted<'w> {
    let kept = Box::leak(Box::default());
    Wanted { store, kept, tallies, question, sharing, threshold: K, without: &[], bounds }
}

/// Every table there is.
fn whole() -> Sharing {
    Sharing { tables: Table::BREAKDOWNS.to_vec(), ..Sharing::default() }
}

fn of(world: &World, sharing: &Sharing, bounds: Bounds) -> Option<(Store, Candidate)> {
    let store = store_of(world, Mode::Personal, 3);
    let candidate = of_store(&store, sharing, bounds)?;
    Some((store, candidate))
}

fn of_store(store: &Store, sharing: &Sharing, bounds: Bounds) -> Option<Candidate> {
    let question = everything();
    let tallies = crate::engine::tallies::count(store, &question);
    by_catalogue(wanted(store, &tallies, &question, sharing, bounds)).ok()
}

/// Everything in a candidate, with campaigns by their ids: keys follow the order
/// of the files.
fn text(store: &Store, candidate: &Candidate) -> String {
    let id = |key: &u32| store.campaign(*key).map(|campaign| campaign.id.to_string());
    let members: Vec<Vec<_>> =
        candidate.members.iter().map(|row| row.iter().map(id).collect()).collect();
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{members:?}",
        candidate.statistics,
        candidate.people,
        candidate.complements,
        candidate.dominated,
        candidate.keys,
        candidate.complete,
        candidate.unplaced,
        candidate.gathered,
        candidate.apart,
        candidate.withheld,
        candidate.texts,
        candidate.cap,
    )
}

#[test]
fn the_twin_agrees() {
    let (mut cells, mut gathered, mut filled) = (0, 0, 0);
    for seed in 0..24 {
        let world = play(seed);
        let campaigns = [None, Some(2), Some(1)][seed as usize % 3];
        let bounds = Bounds { campaigns, ..Bounds::default() };
        let Some((store, candidate)) = of(&world, &whole(), bounds) else { continue };
        let told = twin(&world, &store, &candidate, bounds);
        for place in candidate.statistics.places() {
            let Some(units) = candidate.statistics.at(place).exact() else {
                assert!(!candidate.people.contains_key(&place));
                continue;
            };
            let twin = told.cells.get(&place).cloned().unwrap_or_default();
            cells += 1;
            let people = twin.people.len() as u64;
            assert_eq!((units, candidate.people[&place]), (twin.units, people), "{seed} {place:?}");
            let key: u64 = twin.people.iter().map(|&who| told.keys[&who]).sum();
            assert_eq!(candidate.keys[&place], key, "{seed} {place:?}");
            let most = twin.by_person.values().copied().max().unwrap_or(0);
            let dominated = people_of(place.measure).is_some() && 2 * most > units;
            assert_eq!(candidate.dominated.contains(&place), dominated, "{seed} {place:?}");
        }
        for (pair, people) in &candidate.complements {
            let twin = told.complements.get(pair).map_or(0, BTreeSet::len) as u64;
            assert_eq!(*people, twin, "{seed} {pair:?}");
        }
        assert!(candidate.unplaced.is_empty(), "{seed}");
        let twin = told.gathered.iter();
        let twin: BTreeMap<Place, (u64, u64)> =
            twin.map(|(&place, cell)| (place, (cell.units, cell.people.len() as u64))).collect();
        assert_eq!(candidate.gathered, twin, "{seed}");
        gathered += twin.len();
        for table in [Table::Countries, Table::DeviceClients] {
            filled += candidate.statistics.rows(table);
        }
    }
    assert!(cells > 3_000 && gathered > 10 && filled > 50, "{cells} {gathered} {filled}");
}

#[test]
fn neither_order_nor_shards_matter() {
    for seed in 0..8 {
        let mut world = play(seed);
        let straight = store_of(&world, Mode::Personal, 1);
        let Some(first) = of_store(&straight, &whole(), Bounds::default()) else {
            continue;
        };
        world.happened.reverse();
        let half = world.happened.len() / 3;
        world.happened.rotate_left(half);
        for shards in [2, 5] {
            let other = store_of(&world, Mode::Personal, shards);
            let Some(second) = of_store(&other, &whole(), Bounds::default()) else {
                panic!("people are still there")
            };
            assert_eq!(text(&straight, &first), text(&other, &second), "{seed}");
        }
    }
}

#[test]
fn modes_see_the_same() {
    for seed in 0..8 {
        let world = play(seed);
        let [personal, anonymous] =
            [Mode::Personal, Mode::Anonymous].map(|mode| store_of(&world, mode, 2));
        let both =
            [&personal, &anonymous].map(|store| of_store(store, &whole(), Bounds::default()));
        let [Some(seen), Some(unseen)] = both else { continue };
        // The owner's rows differ: small domains have lost their names.
        assert_eq!(text(&personal, &seen), text(&anonymous, &unseen), "{seed}");
    }
}

/// Every equation and inequality that readers rely upon is true of the exact
/// figures, also where files tell little, name nobody, or have no times.
#[test]
fn what_readers_rely_upon_is_true() {
    let mut relations = 0;
    for seed in 0..40 {
        let mut world = play(seed);
        world.spoil(seed);
        let sharing = Sharing { weeks: seed % 5 == 0, ..whole() };
        let Some((_, candidate)) = of(&world, &sharing, Bounds::default()) else { continue };
        let protection = Protection {
            threshold: K,
            tables: sharing.tables.clone(),
            cap: Some(candidate.cap),
            complete: candidate.complete.clone(),
            apart: candidate.apart.clone(),
            ..Protection::default()
        };
        let system = describe_statistics(&candidate.statistics, &protection);
        let value = |cell: u32| match system.cells[cell as usize].known {
            Known::Exactly(value) => Some(value as i64),
            _ => None,
        };
        for (relation, equation) in system
            .equations
            .iter()
            .map(|relation| (relation, true))
            .chain(system.inequalities.iter().map(|relation| (relation, false)))
        {
            let sum: i64 = relation.terms.iter().filter_map(|&(c, f)| Some(f * value(c)?)).sum();
            let open: Vec<i64> =
                relation.terms.iter().filter(|t| value(t.0).is_none()).map(|t| t.1).collect();
            let left = relation.total - sum;
            let what = || {
                let cells = relation.terms.iter().map(|t| &system.cells[t.0 as usize]);
                format!("{seed}: {:?} {relation:?}", cells.collect::<Vec<_>>())
            };
            match (open.as_slice(), equation) {
                ([], true) => assert_eq!(left, 0, "{}", what()),
                ([], false) => assert!(left >= 0, "{}", what()),
                ([factor], true) => assert!(left * factor >= 0, "{}", what()),
                _ => continue,
            }
            relations += 1;
        }
        for nested in &system.nested {
            assert!(value(nested.part) <= value(nested.whole), "{seed}");
        }
    }
    assert!(relations > 2_500, "{relations}");
}

/// Figures of people are those on the owner's screen.
#[test]
fn nothing_is_lost() {
    for seed in 0..24 {
        let mut world = play(seed);
        if seed % 2 == 1 {
            world.spoil(seed);
        }
        let Some((store, candidate)) = of(&world, &whole(), Bounds::default()) else {
            continue;
        };
        let tallies = crate::engine::tallies::count(&store, &everything());
        let owners = tallies.statistics();
        for &measure in Measure::ALL.iter().filter(|measure| measure.counts_people()) {
            // Of reactions that the files cannot tell the owner's screen knows more.
            if measure == Measure::ConfirmedOpeners && seed % 2 == 1 {
                continue;
            }
            let mine = candidate.statistics.overall[measure];
            if mine != Count::Unavailable {
                assert_eq!(mine, owners.overall[measure], "{seed} {measure:?}");
            }
            for (row, keys) in candidate.statistics.campaigns.iter().zip(&candidate.members) {
                let theirs: u64 =
                    keys.iter().map(|key| tallies.campaigns[key].figures[measure]).sum();
                if let Some(mine) = row.figures[measure].exact() {
                    assert_eq!(mine, theirs, "{seed} {measure:?}");
                }
            }
        }
        let of_rows = |measure| -> u64 {
            let rows = candidate.statistics.campaigns.iter();
            rows.filter_map(|row| row.figures[measure].exact()).sum()
        };
        for measure in [Measure::Recipients, Measure::Openers, Measure::Opens, Measure::Clicks] {
            if let Some(whole) = candidate.statistics.overall[measure].exact() {
                assert_eq!(of_rows(measure), whole, "{seed} {measure:?}");
            }
        }
    }
}

/// Without one person, only that person's cells change.
#[test]
fn one_person_changes_only_their_own_cells() {
    let (mut changed, mut same) = (0, 0);
    for seed in 0..12 {
        let mut world = play(seed);
        let leaves = world.happened.iter().map(|happened| happened.who).max().flatten();
        // Whoever leaves comes last, so that all keys and codes stay.
        world.happened.sort_by_key(|happened| happened.who == leaves);
        let with = store_of(&world, Mode::Personal, 2);
        world.happened.retain(|happened| happened.who != leaves);
        let without = store_of(&world, Mode::Personal, 2);
        let question = everything();
        let tallies = crate::engine::tallies::count(&with, &question);
        let sharing = Sharing::default();
        let mut catalogue = Catalogue::new(&tallies, &sharing, K, &[]);
        let first = catalogue.plan(&with);
        catalogue.settle_providers(&people_by_provider(&with, &question, &first));
        let plan = catalogue.plan(&with);
        let [with, without] = [&with, &without]
            .map(|store| rows_of(release(store, &question, &plan, Bounds::default())));
        for (more, fewer) in with.iter().zip(&without) {
            for &measure in Measure::ALL {
                match more.people[measure] - fewer.people[measure] {
                    0 => {
                        assert_eq!(more.units[measure], fewer.units[measure]);
                        assert_eq!(more.keys[measure], fewer.keys[measure]);
                        same += 1;
                    }
                    people => {
                        assert_eq!(people, 1);
                        changed += 1;
                    }
                }
            }
            for (more, fewer) in more.complements.iter().zip(&fewer.complements) {
                assert!(more - fewer <= 1);
            }
        }
    }
    assert!(changed > 100 && same > 1_000, "{changed} {same}");
}

fn rows_of(released: Released) -> Vec<Sums> {
    let Released { overall, campaigns, providers, devices, clients, links, .. } = released;
    let Released { countries, device_clients, gathered_clients, .. } = released;
    let Released { arrival, days, week, machine, .. } = released;
    let tables = [campaigns, providers, devices, clients, links, arrival, days, week, machine];
    let tables = tables.into_iter().chain([countries, device_clients, gathered_clients]);
    [overall].into_iter().chain(tables.flatten()).collect()
}

/// What the primary rules leave has enough people, looked at by sets of people.
#[test]
fn small_people_are_found_by_the_twin() {
    let mut found = 0;
    for seed in 0..12 {
        let world = play(seed);
        let bounds = Bounds::default();
        let Some((store, candidate)) = of(&world, &whole(), bounds) else { continue };
        let hidden = super::super::primary::primary(&candidate, K);
        let told = twin(&world, &store, &candidate, bounds);
        for place in candidate.statistics.places().filter(|place| !hidden.contains(place)) {
            let people = told.cells.get(&place).map_or(0, |cell| cell.people.len());
            assert!(people == 0 || people >= K as usize, "{seed} {place:?}");
        }
        for ((whole, part), people) in &told.complements {
            let shown = [*whole, *part].iter().all(|place| {
                !hidden.contains(place) && candidate.statistics.at(*place).exact().is_some()
            });
            if shown && !candidate.apart.contains(&(whole.measure, part.measure)) {
                assert!(people.is_empty() || people.len() >= K as usize, "{seed} {whole:?}");
            }
        }
        found += hidden.len();
    }
    assert!(found > 100);
}
