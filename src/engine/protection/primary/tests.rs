use super::*;
use crate::contract::{CampaignRow, Count, DeviceClientRow, GroupRow, Statistics};
use std::collections::BTreeMap;

const K: u32 = 11;

/// A candidate of which everybody is in one campaign: as many people as
/// recipients, and complements as the figures have them.
fn of(statistics: Statistics) -> Candidate {
    let places: Vec<(Place, u64)> = statistics
        .places()
        .filter_map(|place| Some((place, statistics.at(place).exact()?)))
        .collect();
    let at: BTreeMap<Place, u64> = places.iter().copied().collect();
    let people = places
        .iter()
        .map(|&(place, units)| {
            let people = crate::engine::disclosure::people_of(place.measure)
                .and_then(|measure| at.get(&Place { measure, ..place }));
            (place, people.copied().unwrap_or(units))
        })
        .collect();
    Candidate { statistics, people, cap: 5, ..Candidate::default() }
}

fn key_figures(figures: &[(Measure, u64)]) -> Statistics {
    let mut statistics = Statistics::default();
    for &(measure, value) in figures {
        statistics.overall[measure] = Count::Exact(value);
    }
    statistics
}

fn found(candidate: &Candidate) -> Vec<Measure> {
    primary(candidate, K).into_iter().map(|place| place.measure).collect()
}

#[test]
fn small_figures_go_and_large_ones_stay() {
    let figures = [(Sent, 1000), (Delivered, 900), (Openers, 300), (Clickers, 10), (Clicks, 30)];
    assert_eq!(found(&of(key_figures(&figures))), [Clickers, Clicks]);
    let figures = [(Sent, 1000), (Delivered, 900), (Openers, 300), (Clickers, 11), (Clicks, 30)];
    assert_eq!(found(&of(key_figures(&figures))), []);
}

#[test]
fn all_but_a_few_is_as_telling() {
    assert_eq!(found(&of(key_figures(&[(Sent, 1000), (Delivered, 990)]))), [Delivered]);
    assert_eq!(found(&of(key_figures(&[(Sent, 1000), (Delivered, 989)]))), []);
    // Three people who bounced in many campaigns.
    let mut candidate = of(key_figures(&[(Sent, 1000), (Delivered, 900)]));
    let place = |measure| Place { table: Table::Overall, row: 0, measure };
    candidate.complements.insert((place(Sent), place(Delivered)), 3);
    assert_eq!(found(&candidate), [Delivered]);
    candidate.apart.push((Sent, Delivered));
    assert_eq!(found(&candidate), []);
}

#[test]
fn all_and_none_of_a_small_group() {
    let none = [(Delivered, 54), (Openers, 0)];
    assert_eq!(found(&of(key_figures(&none))), [Openers]);
    assert_eq!(found(&of(key_figures(&[(Delivered, 55), (Openers, 0)]))), []);
    assert_eq!(found(&of(key_figures(&[(Delivered, 54), (Openers, 54)]))), [Openers]);
    assert_eq!(found(&of(key_figures(&[(Sent, 54), (Delivered, 54)]))), []);
}

#[test]
fn numbers_that_stand_nowhere() {
    // Five did both.
    let both = [(Delivered, 500), (ConfirmedOpeners, 115), (Openers, 90), (Clickers, 30)];
    assert_eq!(found(&of(key_figures(&both))), [ConfirmedOpeners]);
    // Two are still on their way.
    let pending =
        [(Sent, 500), (Delivered, 400), (BouncedHard, 60), (BouncedSoft, 38), (Dropped, 0)];
    assert_eq!(found(&of(key_figures(&pending))), [Dropped]);
}

#[test]
fn events_of_nobody_known_and_of_one_person() {
    let mut candidate = of(key_figures(&[(Sent, 1000), (Openers, 50), (Opens, 200)]));
    let opens = Place { table: Table::Overall, row: 0, measure: Opens };
    assert_eq!(found(&candidate), []);
    candidate.people.insert(opens, 0);
    assert_eq!(found(&candidate), [Opens]);
    candidate.people.insert(opens, 50);
    candidate.dominated.insert(opens);
    assert_eq!(found(&candidate), [Opens]);
}

#[test]
fn what_is_in_the_other_rows() {
    let mut statistics = key_figures(&[(Sent, 1000), (Openers, 300)]);
    for sent in [495, 500, 5] {
        let mut row = CampaignRow::default();
        row.figures[Sent] = Count::Exact(sent);
        statistics.campaigns.push(row);
    }
    let place = |row, measure| Place { table: Table::Campaigns, row, measure };
    assert_eq!(primary(&of(statistics.clone()), K), BTreeSet::from([place(2, Sent)]));
    // 296 of 300 opened on one device.
    for openers in [296, 40] {
        let openers = Count::Exact(openers);
        statistics.devices.push(GroupRow { openers, ..GroupRow::default() });
    }
    let device = |row| Place { table: Table::Devices, row, measure: Openers };
    let found = primary(&of(statistics), K);
    assert_eq!(found, BTreeSet::from([place(2, Sent), device(0)]));
}

#[test]
fn who_is_in_several_rows() {
    let mut statistics = key_figures(&[(Openers, 300)]);
    for openers in [200, 104] {
        let openers = Count::Exact(openers);
        statistics.devices.push(GroupRow { openers, ..GroupRow::default() });
    }
    let found = primary(&of(statistics), K);
    assert_eq!(found, BTreeSet::from([Place { table: Table::Devices, row: 1, measure: Openers }]));
}

#[test]
fn what_has_no_time_is_not_left_over() {
    let mut statistics = key_figures(&[(Openers, 100), (Opens, 100)]);
    for opens in [60, 37] {
        let opens = Count::Exact(opens);
        statistics.days.push(crate::contract::DayRow { opens, ..Default::default() });
    }
    let mut candidate = of(statistics);
    candidate.unplaced.insert((Table::Days, Opens), (3, 3));
    let place = Place { table: Table::Days, row: 1, measure: Opens };
    assert_eq!(primary(&candidate, K), BTreeSet::from([place]));
}

/// A program on two classes of devices, and the rest of both.
fn two_ways(mobile: u64, desktop: u64, left: u64) -> Candidate {
    let group = |name: &str, opens: u64| GroupRow {
        group: name.into(),
        opens: Count::Exact(opens),
        ..GroupRow::default()
    };
    let pair = |device: &str, client: &str, opens: u64| DeviceClientRow {
        device: device.into(),
        client: client.into(),
        opens: Count::Exact(opens),
        ..DeviceClientRow::default()
    };
    let mut statistics = key_figures(&[(Opens, 3_000)]);
    statistics.clients = vec![
        group("Gmail", mobile + desktop + left),
        group("other", 3_000 - mobile - desktop - left),
    ];
    statistics.device_clients = vec![
        pair("desktop", "Gmail", desktop),
        pair("desktop", "other", 500),
        pair("mobile", "Gmail", mobile),
        pair("mobile", "other", 500),
        pair("tablet", "other", 2_000 - mobile - desktop),
    ];
    let mut candidate = of(statistics);
    let place = Place { table: Table::Clients, row: 0, measure: Opens };
    candidate.gathered.insert(place, (left, left));
    candidate
}

#[test]
fn what_a_client_leaves_on_other_devices_is_no_small_number() {
    assert_eq!(found(&two_ways(300, 200, 40)), []);
    assert_eq!(found(&two_ways(300, 200, 3)), [Opens]);
    // Many opens by few people.
    let mut candidate = two_ways(300, 200, 40);
    let place = Place { table: Table::Clients, row: 0, measure: Opens };
    candidate.gathered.insert(place, (40, 3));
    assert_eq!(found(&candidate), [Opens]);
}

#[test]
fn a_program_that_is_all_but_a_few_of_its_device_goes() {
    let mut candidate = two_ways(300, 200, 40);
    candidate.statistics.devices =
        vec![GroupRow { group: "mobile".into(), opens: Count::Exact(800), ..GroupRow::default() }];
    let mobile = Place { table: Table::Devices, row: 0, measure: Opens };
    candidate.people.insert(mobile, 800);
    assert_eq!(found(&candidate), []);
    candidate.statistics.device_clients[2].opens = Count::Exact(795);
    candidate.statistics.device_clients[3].opens = Count::Exact(5);
    assert_eq!(primary(&candidate, K).into_iter().map(|it| it.row).collect::<Vec<_>>(), [2]);
}
