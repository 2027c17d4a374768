//! What protection promises, held against random reports.

use super::attacker::{attack, days_solved};
use super::sample::{Sample, random};
use super::{TooFewPeople, protect};
use crate::contract::{CampaignRow, Count, Measure, Statistics};
use crate::engine::tallies::{CampaignTally, LinkTally, Tallies};
use std::sync::LazyLock;

const SEEDS: std::ops::Range<u64> = 0..700;
const THRESHOLDS: [u32; 5] = [5, 7, 11, 20, 50];

fn threshold(seed: u64) -> u32 {
    THRESHOLDS[(seed % 5) as usize]
}

/// Every random report that can be published at all.
fn published() -> impl Iterator<Item = (u64, &'static Sample, Statistics)> {
    static REPORTS: LazyLock<Vec<(u64, Sample, Statistics)>> = LazyLock::new(|| {
        let report = |seed| {
            let sample = random(seed);
            let protected = protect(&sample.tallies, threshold(seed)).ok()?;
            Some((seed, sample, protected.statistics))
        };
        SEEDS.filter_map(report).collect()
    });
    REPORTS.iter().map(|(seed, sample, statistics)| (*seed, sample, statistics.clone()))
}

#[test]
fn an_attacker_finds_nothing() {
    let mut reports = 0;
    for (seed, _, statistics) in published() {
        let found = attack(&statistics, u64::from(threshold(seed)));
        assert!(found.is_empty(), "seed {seed}, k {}: {found:#?}", threshold(seed));
        reports += 1;
    }
    assert!(reports >= 500, "only {reports} reports could be published");
}

#[test]
fn there_is_something_to_see() {
    let mut seen = [0; 9];
    for (_, _, statistics) in published() {
        let Statistics {
            campaigns, arrival, days, week, links, providers, devices, clients, ..
        } = &statistics;
        let lengths = [
            campaigns.len(),
            arrival.len(),
            days.len(),
            week.len(),
            links.len(),
            providers.len(),
            devices.len(),
            clients.len(),
        ];
        for (count, length) in seen.iter_mut().zip(lengths) {
            *count += usize::from(length > 0);
        }
        seen[8] += usize::from(!days.is_empty() && !week.is_empty());
    }
    // Protection by withholding everything would pass every other test.
    assert!(seen.iter().all(|&tables| tables >= 10), "{seen:?}");
}

#[test]
fn behind_every_number_are_k_different_people() {
    for (seed, sample, statistics) in published() {
        let k = u64::from(threshold(seed));
        for (measure, count) in statistics.overall.iter().filter(|(m, _)| m.counts_people()) {
            if let Count::Exact(1..) = count {
                assert!(
                    sample.people[&measure].len() as u64 >= k,
                    "seed {seed}: {}",
                    measure.name()
                );
            }
        }
        for row in statistics.providers.iter().filter(|row| row.group != "other") {
            for (measure, count) in [
                (Measure::Delivered, row.delivered),
                (Measure::Openers, row.openers),
                (Measure::Clickers, row.clickers),
            ] {
                if let Count::Exact(1..) = count {
                    let people = sample.providers[&(row.group.clone(), measure)].len();
                    assert!(people as u64 >= k, "seed {seed}: {} {}", row.group, measure.name());
                }
            }
        }
    }
}

#[test]
fn what_is_shown_is_what_was_counted() {
    for (seed, sample, statistics) in published() {
        for (measure, count) in statistics.overall.iter() {
            if let Count::Exact(value) = count {
                assert_eq!(
                    value,
                    sample.tallies.overall[measure],
                    "seed {seed}: {}",
                    measure.name()
                );
            }
        }
        let sum = |measure: Measure| {
            let rows = statistics.campaigns.iter().map(|row| row.figures[measure].exact());
            rows.sum::<Option<u64>>()
        };
        for &measure in Measure::ALL {
            if let (false, Some(sum)) = (statistics.campaigns.is_empty(), sum(measure)) {
                assert_eq!(Count::Exact(sum), statistics.overall[measure], "seed {seed}");
            }
        }
        let gathered: u32 = statistics.campaigns.iter().map(|row| row.gathers).sum();
        let figures = sample.tallies.campaigns.values().map(|campaign| &campaign.figures);
        let sent = figures.filter(|figures| figures[Measure::Recipients] > 0).count();
        assert!(gathered == 0 || gathered as usize == sent, "seed {seed}");
    }
}

#[test]
fn no_day_follows_from_days_and_weekdays_unless_it_is_large() {
    let mut solved = 0;
    for (seed, sample, statistics) in published() {
        let days = &sample.tallies.days;
        let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) else {
            continue;
        };
        for day in days_solved(&statistics, *first..=*last) {
            let cell = days.get(&day).copied().unwrap_or_default();
            let k = u64::from(threshold(seed));
            assert!(
                cell.openers == 0 || cell.openers >= k,
                "seed {seed}: {} openers",
                cell.openers
            );
            solved += 1;
        }
    }
    assert!(solved > 100, "only {solved} days were ever shown");
}

#[test]
fn hours_and_days_are_never_shown_of_one_mailing() {
    for (seed, sample, statistics) in published() {
        let mut sent_on = sample.tallies.campaigns.values().map(|campaign| campaign.sent_on);
        let first = sent_on.next();
        if sent_on.all(|day| Some(day) == first) && !statistics.arrival.is_empty() {
            assert!(statistics.days.is_empty() && statistics.week.is_empty(), "seed {seed}");
        }
        let both = !statistics.days.is_empty() || !statistics.week.is_empty();
        let events =
            statistics.arrival.iter().any(|row| row.opens.exact().or(row.clicks.exact()).is_some());
        assert!(!(both && events), "seed {seed}");
    }
}

#[test]
fn an_opened_row_is_found() {
    let (mut opened, mut found) = (0, 0);
    for (seed, sample, mut statistics) in published() {
        let Some(gathered) = statistics.campaigns.pop_if(|row| row.gathers > 1) else { continue };
        let shown: Vec<String> = statistics.campaigns.iter().map(|row| row.name.clone()).collect();
        for member in sample.tallies.campaigns.values().filter(|tally| !shown.contains(&tally.name))
        {
            let mut row =
                CampaignRow { name: member.name.clone(), gathers: 1, ..Default::default() };
            row.figures = gathered.figures.clone();
            for (measure, count) in gathered.figures.iter() {
                if count.exact().is_some() {
                    row.figures[measure] = Count::Exact(member.figures[measure]);
                }
            }
            statistics.campaigns.push(row);
        }
        opened += 1;
        found += usize::from(!attack(&statistics, u64::from(threshold(seed))).is_empty());
    }
    assert!(
        opened >= 50 && found * 100 >= opened * 95,
        "{found} of {opened} opened rows were found"
    );
}

#[test]
fn an_opened_column_is_found() {
    let (mut opened, mut found) = (0, 0);
    for (seed, sample, mut statistics) in published().step_by(5) {
        let hidden = statistics.overall.iter().filter(|(measure, count)| {
            let value = sample.tallies.overall[*measure];
            let small = (1..u64::from(threshold(seed))).contains(&value);
            count.is_withheld() && measure.counts_people() && small
        });
        let hidden: Vec<Measure> = hidden.map(|(measure, _)| measure).collect();
        for measure in hidden {
            let value = Count::Exact(sample.tallies.overall[measure]);
            let before = std::mem::replace(&mut statistics.overall[measure], value);
            opened += 1;
            found += usize::from(!attack(&statistics, u64::from(threshold(seed))).is_empty());
            statistics.overall[measure] = before;
        }
    }
    assert!(opened >= 50 && found == opened, "{found} of {opened}");
}

#[test]
fn the_same_tallies_give_the_same_bytes() {
    for seed in SEEDS.step_by(20) {
        let bytes = || {
            let protected = protect(&random(seed).tallies, threshold(seed)).ok()?;
            serde_json::to_string(&(protected.statistics, protected.withheld)).ok()
        };
        assert_eq!(bytes(), bytes());
    }
}

#[test]
fn a_lower_threshold_than_five_is_five() {
    let tallies = random(3).tallies;
    let [zero, five] = [0, 5].map(|k| protect(&tallies, k).map(|protected| protected.statistics));
    assert!(zero.is_ok() && zero == five);
}

#[test]
fn too_few_people_give_nothing() {
    let empty = protect(&Tallies::default(), 5).err();
    assert_eq!(empty, Some(TooFewPeople));
    let mut tallies = Tallies::default();
    let mut few = CampaignTally { covers: crate::contract::KindSet::ALL, ..Default::default() };
    for measure in [Measure::Recipients, Measure::Sent, Measure::Delivered, Measure::Openers] {
        few.figures[measure] = 4;
    }
    tallies.campaigns.insert(0, few);
    assert_eq!(protect(&tallies, 5).err(), Some(TooFewPeople));
}

#[test]
fn names_that_point_at_a_person_are_replaced() {
    let mut tallies = (0..).map(random).find(|sample| {
        protect(&sample.tallies, 5).is_ok_and(|protected| !protected.statistics.links.is_empty())
    });
    let tallies = &mut tallies.as_mut().expect("some report shows links").tallies;
    for campaign in tallies.campaigns.values_mut() {
        campaign.name = "For anna@example.org".into();
    }
    let links = std::mem::take(&mut tallies.links);
    let planted = |(link, tally): (String, LinkTally)| (format!("{link}/anna@example.org"), tally);
    tallies.links = links.into_iter().map(planted).collect();
    let protected = protect(tallies, 5).expect("it could be shown before");
    let text = serde_json::to_string(&protected.statistics).expect("it is plain data");
    assert!(!text.contains("anna"));
    assert!(protected.statistics.campaigns.iter().all(|row| row.id.is_empty()));
    let links: Vec<&str> = protected.statistics.links.iter().map(|row| row.link.as_str()).collect();
    assert_eq!(links[0], "#1");
    assert!(protected.renamed.iter().any(|(old, _)| old.contains("anna")));
}
