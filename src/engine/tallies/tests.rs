//! The twin agrees, and what must not change a figure does not.

mod cases;
mod told;
mod twin;

use super::{Cells, GroupTally, Question, Tallies, TimeCell, count, count_pieces, pieces};
use crate::contract::{Filter, Kind, Measure, Mode, Settings, Treatment};
use crate::engine::consent::ConsentBook;
use crate::engine::store::sample::store;
use proptest::prelude::*;
use std::collections::BTreeMap;
use told::{Told, files, question, zone};
use twin::{as_naive, naive};

fn everything() -> Question {
    Question::new(&Settings::default(), Filter::default(), zone())
}

fn tally(settings: &Settings, shards: usize, files: &[Vec<Told>], question: &Question) -> Tallies {
    let events = files.iter().map(|file| file.iter().map(Told::event).collect());
    count(&store(settings, ConsentBook::default(), shards, events), question)
}

/// Everything that is counted, without the keys of campaigns, which follow the
/// order of the files.
fn keyless(mut tallies: Tallies) -> String {
    let campaigns = std::mem::take(&mut tallies.campaigns);
    let campaigns: BTreeMap<String, _> =
        campaigns.into_values().map(|campaign| (campaign.id.clone(), campaign)).collect();
    format!("{campaigns:?} {tallies:?}")
}

fn seeded(cases: u32, seed: u64) -> ProptestConfig {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(seed);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(seeded(400, 4))]

    #[test]
    fn the_twin_agrees(files in files(), question in question()) {
        let tallies = tally(&Settings::default(), 3, &files, &question);
        prop_assert_eq!(as_naive(&tallies), naive(&files, &question));
    }

    /// Breakdowns add up to the totals they belong to.
    #[test]
    fn breakdowns_add_up(files in files(), question in question()) {
        let tallies = tally(&Settings::default(), 2, &files, &question);
        let overall = &tallies.overall;
        let of_providers = |pick: fn(&GroupTally) -> u64| {
            tallies.providers.values().map(pick).sum::<u64>()
        };
        prop_assert_eq!(of_providers(|group| group.recipients), overall[Measure::Recipients]);
        prop_assert_eq!(of_providers(|group| group.delivered), overall[Measure::Delivered]);
        prop_assert_eq!(of_providers(|group| group.openers), overall[Measure::Openers]);
        prop_assert_eq!(of_providers(|group| group.opens), overall[Measure::Opens]);
        prop_assert_eq!(of_providers(|group| group.clicks), overall[Measure::Clicks]);
        let of_clients = |pick: fn(&GroupTally) -> u64| {
            tallies.clients.values().map(pick).sum::<u64>()
        };
        prop_assert_eq!(of_clients(|group| group.opens), overall[Measure::Opens]);
        let first = |cells: &[TimeCell]| cells.iter().map(|cell| cell.first_opens).sum::<u64>();
        prop_assert_eq!(first(&tallies.arrival), first(&tallies.arrival_coarse));
        prop_assert_eq!(first(&tallies.weekdays), first(&tallies.parts_of_week));
        prop_assert!(first(&tallies.weekdays) <= overall[Measure::Openers]);
    }
}

proptest! {
    #![proptest_config(seeded(150, 5))]

    #[test]
    fn any_selection_is_a_sum_of_cells(files in files(), questions in prop::collection::vec(question(), 1..6)) {
        let events = files.iter().map(|file| file.iter().map(Told::event).collect());
        let store = store(&Settings::default(), ConsentBook::default(), 3, events);
        for question in questions {
            let mut cells = Cells::new(Question { filter: Filter::default(), ..question.clone() });
            prop_assert!(cells.answers(&question) && cells.tallies(&store, &question.filter).is_none());
            for _ in 0..3 {
                prop_assert!(cells.count_next(&store));
            }
            prop_assert!(!cells.count_next(&store));
            let summed = cells.tallies(&store, &question.filter).expect("few cells");
            prop_assert_eq!(format!("{summed:?}"), format!("{:?}", count(&store, &question)));
        }
    }

    /// Wherever its shards are counted, and in whichever order.
    #[test]
    fn a_store_may_be_counted_elsewhere(files in files(), question in question(), order in 0..24usize, here in 0..16u32) {
        let events = files.iter().map(|file| file.iter().map(Told::event).collect());
        let store = store(&Settings::default(), ConsentBook::default(), 4, events);
        let mut cells = Cells::new(Question { filter: Filter::default(), ..question.clone() });
        let mut left: Vec<usize> = (0..4).collect();
        for divisor in (1..=4).rev() {
            let shard = left.remove(order / [6, 2, 1, 1][4 - divisor] % divisor);
            if here >> shard & 1 == 0 {
                let counted = count_pieces(&question, pieces(&store, shard)).expect("a shard");
                prop_assert!(cells.add_counted(&store, shard, &counted).is_some());
                prop_assert!(cells.add_counted(&store, shard, &counted).is_none(), "once is enough");
            }
        }
        prop_assert_eq!(cells.tallies(&store, &question.filter).is_some(), here == 0);
        let mut counted_here = 0;
        while cells.count_next(&store) {
            counted_here += 1;
        }
        prop_assert_eq!(counted_here, here.count_ones());
        let summed = cells.tallies(&store, &question.filter).expect("few cells");
        prop_assert_eq!(format!("{summed:?}"), format!("{:?}", count(&store, &question)));
    }

    #[test]
    fn the_number_of_shards_changes_nothing(files in files(), question in question()) {
        let one = format!("{:?}", tally(&Settings::default(), 1, &files, &question));
        for shards in 2..=8 {
            let more = format!("{:?}", tally(&Settings::default(), shards, &files, &question));
            prop_assert_eq!(&one, &more);
        }
    }

    #[test]
    fn the_order_of_files_and_rows_changes_nothing(
        files in files(),
        coarse in any::<bool>(),
        turn in any::<prop::sample::Index>(),
    ) {
        let build = |files: &[Vec<Told>]| {
            let events = files.iter().map(|file| {
                file.iter().map(|told| {
                    let mut event = told.event();
                    event.coarse = coarse && told.time.is_some_and(|time| time % 400 == 0);
                    // Counters with and without times, and clients that differ.
                    event.count = told.count + told.time.map_or(0, |time| (time % 2) as u32);
                    event
                }).collect()
            });
            let store = store(&Settings::default(), ConsentBook::default(), 2, events);
            keyless(count(&store, &everything()))
        };
        let straight = build(&files);
        let mut turned = files.clone();
        turned.reverse();
        for file in &mut turned {
            file.reverse();
            let middle = if file.is_empty() { 0 } else { turn.index(file.len()) };
            file.rotate_left(middle);
        }
        prop_assert_eq!(straight, build(&turned));
    }

    /// With nobody excluded, the three ways to treat people give the same
    /// figures; only the names of small domains differ.
    #[test]
    fn the_mode_changes_no_figure(files in files(), question in question()) {
        let figures = |mode| {
            let settings = Settings { mode, unknown: Treatment::Anonymous, ..Settings::default() };
            let mut tallies = tally(&settings, 2, &files, &question);
            tallies.providers.clear();
            keyless(tallies)
        };
        let personal = figures(Mode::Personal);
        prop_assert_eq!(&personal, &figures(Mode::Anonymous));
        prop_assert_eq!(&personal, &figures(Mode::Choice));
    }

    /// A file dropped twice changes nothing but the number of doubles.
    #[test]
    fn the_same_file_twice_counts_once(files in files()) {
        let mut once = tally(&Settings::default(), 2, &files, &everything());
        let mut again = files.clone();
        again.extend(files.iter().cloned());
        let mut twice = tally(&Settings::default(), 2, &again, &everything());
        let told: u64 = files.iter().flatten()
            .map(|told| if told.kind == Kind::Read { 1 } else { u64::from(told.count) })
            .sum();
        prop_assert_eq!(twice.doubles, once.doubles + told);
        once.doubles = 0;
        twice.doubles = 0;
        prop_assert_eq!(keyless(once), keyless(twice));
    }
}
