//! The same figures counted a second time, with sets and maps, straight from
//! their definitions.

use super::told::{CAMPAIGNS, HOUR, LINKS, NOBODY, PEOPLE, Told, zone};
use crate::contract::{Figures, Kind, Measure};
use crate::engine::events::{Client, Country};
use crate::engine::tallies::{GroupTally, Question, Tallies, TimeCell};
use crate::engine::zone::{Local, Time};
use std::collections::{BTreeMap, BTreeSet};

/// What the twin counts.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Naive {
    campaigns: BTreeMap<String, Figures<u64>>,
    set_aside: [u64; 3],
    days: BTreeMap<i32, TimeCell>,
    weeks: BTreeMap<i32, TimeCell>,
    hours_of_week: BTreeMap<usize, TimeCell>,
    arrival: BTreeMap<usize, TimeCell>,
    links: BTreeMap<String, (u64, u64)>,
    devices: BTreeMap<String, Reactions>,
    countries: BTreeMap<Country, Reactions>,
    device_clients: BTreeMap<Client, Reactions>,
}

/// Opens, clicks, openers, clickers.
type Reactions = (u64, u64, u64, u64);

pub(super) fn naive(files: &[Vec<Told>], question: &Question) -> Naive {
    let mut events: BTreeMap<(usize, usize), Vec<Told>> = BTreeMap::new();
    for who in 0..PEOPLE.len() {
        for campaign in 0..CAMPAIGNS.len() {
            events.insert((who, campaign), without_doubles(files, who, campaign));
        }
    }
    // Keys are given in the order in which campaigns appear.
    let mut order = Vec::new();
    for told in files.iter().flatten() {
        if !order.contains(&told.campaign) {
            order.push(told.campaign);
        }
    }
    let wanted = |campaign: usize| {
        let key = order.iter().position(|&other| other == campaign);
        question
            .filter
            .campaigns
            .as_ref()
            .is_none_or(|keys| key.is_some_and(|key| keys.contains(&(key as u32))))
    };
    let has_deliveries = |campaign: usize| {
        (0..NOBODY)
            .any(|who| events[&(who, campaign)].iter().any(|told| told.kind == Kind::Delivered))
    };
    let mut naive = Naive::default();
    for (&(who, campaign), all) in &events {
        if !wanted(campaign) {
            continue;
        }
        let mut all = all.clone();
        let day = if who == NOBODY {
            all.retain(|told| in_period(told.time, question));
            None
        } else {
            let first = |kind: Option<Kind>| {
                let of_kind = all.iter().filter(|told| kind.is_none_or(|kind| told.kind == kind));
                of_kind.filter_map(|told| told.time).min()
            };
            let moment = first(Some(Kind::Sent)).or(first(Some(Kind::Delivered))).or(first(None));
            if !in_period(moment, question) {
                continue;
            }
            first(Some(Kind::Sent)).or(first(Some(Kind::Delivered)))
        };
        let sent_at = if who == NOBODY {
            let first = |kind| {
                all.iter().filter(|told| told.kind == kind).filter_map(|told| told.time).min()
            };
            first(Kind::Sent).or(first(Kind::Delivered))
        } else {
            day
        };
        naive.add(who, campaign, &all, sent_at, has_deliveries(campaign), question);
    }
    naive.campaigns.retain(|_, figures| figures.iter().any(|(_, value)| value > 0));
    if !naive.countries.keys().any(|country| country.is_known()) {
        naive.countries.clear();
    }
    naive
}

/// Events with a time once; what is only counted, as the larger number that one
/// file tells; nobody's events as often as one file tells them.
fn without_doubles(files: &[Vec<Told>], who: usize, campaign: usize) -> Vec<Told> {
    let ours = |file: &[Told]| -> Vec<Told> {
        file.iter().filter(|told| told.who == who && told.campaign == campaign).copied().collect()
    };
    let files: Vec<Vec<Told>> = files.iter().map(|file| ours(file)).collect();
    let mut all: BTreeSet<Told> = files.iter().flatten().copied().collect();
    if who == NOBODY {
        let times = |told: &Told| {
            files.iter().map(|file| file.iter().filter(|other| *other == told).count()).max()
        };
        return all
            .iter()
            .flat_map(|told| std::iter::repeat_n(*told, times(told).unwrap_or(0)))
            .collect();
    }
    for kind in Kind::ALL.into_iter().filter(|&kind| kind != Kind::Read) {
        let is_counter = |told: &Told| told.kind == kind && told.time.is_none();
        let is_timed = |told: &&Told| told.kind == kind && told.time.is_some();
        let largest = files.iter().map(|file| {
            let events: BTreeSet<&Told> = file.iter().filter(is_timed).collect();
            let counters = file.iter().filter(|told| is_counter(told));
            events.len() as u32 + counters.map(|told| told.count).sum::<u32>()
        });
        let largest = largest.max().unwrap_or(0);
        let known = all.iter().filter(is_timed).count() as u32;
        all.retain(|told| !is_counter(told));
        if largest > known {
            let count = largest - known;
            all.insert(Told { who, campaign, kind, time: None, link: None, count });
        }
    }
    all.into_iter().collect()
}

fn local_day(time: i64) -> i32 {
    let Local(local) = zone().local(Time(time));
    local.div_euclid(86_400_000) as i32
}

fn in_period(time: Option<i64>, question: &Question) -> bool {
    let october = |text: &Option<String>| {
        let day: Option<i32> = text.as_ref().map(|text| text[8..].parse().expect("a day"));
        // 2026-10-01 is day 20,727 since 1970.
        day.map(|day| 20_726 + day)
    };
    let (from, to) = (october(&question.filter.from), october(&question.filter.to));
    match time.map(local_day) {
        Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to),
        None => from.is_none() && to.is_none(),
    }
}

impl Naive {
    fn add(
        &mut self,
        who: usize,
        campaign: usize,
        all: &[Told],
        sent_at: Option<i64>,
        has_deliveries: bool,
        question: &Question,
    ) {
        let rules = question.machine;
        let in_burst = |told: &Told| {
            let clicks: BTreeSet<(i64, usize)> = all
                .iter()
                .filter(|other| matches!(other.kind, Kind::Clicked | Kind::MachineClicked))
                .filter_map(|other| Some((other.time?, other.link?)))
                .collect();
            let (Some(time), Some(_)) = (told.time, told.link) else { return false };
            who != NOBODY
                && clicks.iter().any(|&(from, _)| {
                    let window = from..=from + 1_000;
                    let links: BTreeSet<usize> = clicks
                        .iter()
                        .filter(|(other, _)| window.contains(other))
                        .map(|&(_, link)| link)
                        .collect();
                    window.contains(&time) && links.len() >= 5
                })
        };
        let rule = |told: &Told| {
            let flagged = matches!(told.kind, Kind::MachineOpened | Kind::MachineClicked);
            let click = matches!(told.kind, Kind::Clicked | Kind::MachineClicked);
            if rules.vendor && flagged {
                Some(0)
            } else if rules.burst && click && in_burst(told) {
                Some(1)
            } else if rules.user_agent && told.automatic() {
                Some(2)
            } else {
                None
            }
        };
        let machine = |told: &Told| rule(told).is_some() && !question.include_machine;
        let sum = |pick: &dyn Fn(&Told) -> bool| {
            all.iter().filter(|told| pick(told)).map(|told| u64::from(told.count)).sum::<u64>()
        };
        for told in all.iter().filter(|told| told.is_open() || told.is_click()) {
            if let Some(rule) = rule(told) {
                self.set_aside[rule] += u64::from(told.count);
            }
        }
        let figures = self.campaigns.entry(CAMPAIGNS[campaign].into()).or_default();
        let opens = sum(&|told| told.is_open() && !machine(told));
        let clicks = sum(&|told| told.is_click() && !machine(told));
        let machine_opens = sum(&|told| told.is_open() && machine(told));
        let machine_clicks = sum(&|told| told.is_click() && machine(told));
        figures[Measure::Opens] += opens;
        figures[Measure::Clicks] += clicks;
        figures[Measure::MachineOpens] += machine_opens;
        figures[Measure::MachineClicks] += machine_clicks;

        let somebody = u64::from(who != NOBODY && !all.is_empty());
        let has = |kind: Kind| all.iter().any(|told| told.kind == kind);
        let path = [
            Kind::Sent,
            Kind::Deferred,
            Kind::Delivered,
            Kind::BouncedSoft,
            Kind::BouncedHard,
            Kind::Dropped,
        ];
        let place = |told: &Told| path.iter().position(|&kind| kind == told.kind);
        let timed = all
            .iter()
            .filter_map(|told| Some((told.time?, place(told)?)))
            .max()
            .map(|(_, place)| place);
        let untimed = all.iter().filter(|told| told.time.is_none()).filter_map(place).max();
        let last = timed.max(untimed).map(|place| path[place]);
        let failed = matches!(last, Some(Kind::BouncedSoft | Kind::BouncedHard | Kind::Dropped));
        let delivered = last.is_some() && !failed && (has(Kind::Delivered) || !has_deliveries);
        let longest = all
            .iter()
            .filter(|told| {
                let flagged = told.kind == Kind::MachineOpened;
                let aside = (rules.vendor && flagged) || (rules.user_agent && told.automatic());
                question.include_machine || !aside
            })
            .filter_map(Told::view)
            .max();
        let class = longest.map(|view| match view {
            0..2_000 => Measure::Glanced,
            2_000..8_000 => Measure::Skimmed,
            _ => Measure::Readers,
        });
        for (measure, holds) in [
            (Measure::Recipients, true),
            (Measure::Sent, last.is_some()),
            (Measure::Delivered, delivered),
            (Measure::MeasurableOpens, delivered),
            (Measure::MeasurableClicks, delivered),
            (Measure::Deferred, last == Some(Kind::Deferred)),
            (Measure::BouncedHard, last == Some(Kind::BouncedHard)),
            (Measure::BouncedSoft, last == Some(Kind::BouncedSoft)),
            (Measure::Dropped, last == Some(Kind::Dropped)),
            (Measure::Openers, opens > 0),
            (Measure::Clickers, clicks > 0),
            (Measure::ConfirmedOpeners, opens > 0 || clicks > 0),
            (Measure::MachineOpeners, machine_opens > 0),
            (Measure::MachineClickers, machine_clicks > 0),
            (Measure::Timed, longest.is_some()),
            (Measure::Glanced, class == Some(Measure::Glanced)),
            (Measure::Skimmed, class == Some(Measure::Skimmed)),
            (Measure::Readers, class == Some(Measure::Readers)),
            (Measure::Unsubscribed, has(Kind::Unsubscribed)),
            (Measure::Complained, has(Kind::Complained)),
            (Measure::Subscribed, has(Kind::Subscribed)),
            (Measure::DoiRequested, has(Kind::DoiRequested)),
            (Measure::DoiConfirmed, has(Kind::DoiConfirmed)),
            (Measure::Forwarded, has(Kind::Forwarded)),
            (Measure::Printed, has(Kind::Printed)),
            (Measure::Converted, has(Kind::Converted)),
        ] {
            figures[measure] += u64::from(holds) * somebody;
        }

        let opened: Vec<Told> =
            all.iter().filter(|told| told.is_open() && !machine(told)).copied().collect();
        let clicked: Vec<Told> =
            all.iter().filter(|told| told.is_click() && !machine(told)).copied().collect();
        self.add_times(&opened, true, sent_at, somebody);
        self.add_times(&clicked, false, sent_at, somebody);
        for link in clicked.iter().filter_map(|told| told.link).collect::<BTreeSet<_>>() {
            let entry = self.links.entry(LINKS[link].into()).or_default();
            entry.0 += somebody;
            entry.1 += clicked.iter().filter(|told| told.link == Some(link)).count() as u64;
        }
        let reactions = (&opened[..], &clicked[..]);
        add_groups(&mut self.devices, reactions, somebody, |told| {
            told.client().device.name().to_owned()
        });
        add_groups(&mut self.countries, reactions, somebody, |told| told.country());
        add_groups(&mut self.device_clients, reactions, somebody, |told| told.client());
    }

    fn add_times(&mut self, list: &[Told], open: bool, sent_at: Option<i64>, somebody: u64) {
        let times: Vec<i64> = list.iter().filter_map(|told| told.time).collect();
        let Some(first) = times.iter().copied().min() else { return };
        let hour = |time: i64| zone().local(Time(time)).0.div_euclid(HOUR);
        let monday = |time: i64| {
            let day = local_day(time);
            day - (day + 3).rem_euclid(7)
        };
        let hour_of_week = |time: i64| (hour(time) + 72).rem_euclid(168) as usize;
        let step = |time: i64| {
            let hours = ((time - sent_at.unwrap_or(time)) / HOUR).max(0) as usize;
            if hours < 72 { hours } else { (72 + (hours - 72) / 24).min(76) }
        };
        put(&mut self.days, &times, first, open, somebody, local_day);
        put(&mut self.weeks, &times, first, open, somebody, monday);
        put(&mut self.hours_of_week, &times, first, open, somebody, hour_of_week);
        if sent_at.is_some() {
            put(&mut self.arrival, &times, first, open, somebody, step);
        }
    }
}

fn add_groups<K: Ord>(
    groups: &mut BTreeMap<K, Reactions>,
    (opened, clicked): (&[Told], &[Told]),
    somebody: u64,
    class: impl Fn(&Told) -> K,
) {
    for class_of_one in opened.iter().chain(clicked).map(&class).collect::<BTreeSet<K>>() {
        let with = |list: &[Told]| {
            let mine = list.iter().filter(|told| class(told) == class_of_one);
            mine.map(|told| u64::from(told.count)).sum::<u64>()
        };
        let (opens, clicks) = (with(opened), with(clicked));
        let entry = groups.entry(class_of_one).or_default();
        entry.0 += opens;
        entry.1 += clicks;
        entry.2 += somebody * u64::from(opens > 0);
        entry.3 += somebody * u64::from(clicks > 0);
    }
}

fn put<K: Ord + Copy>(
    table: &mut BTreeMap<K, TimeCell>,
    times: &[i64],
    first: i64,
    open: bool,
    somebody: u64,
    step: impl Fn(i64) -> K,
) {
    for place in times.iter().map(|&time| step(time)).collect::<BTreeSet<_>>() {
        let cell = table.entry(place).or_default();
        let events = times.iter().filter(|&&time| step(time) == place).count() as u64;
        let firsts = somebody * u64::from(step(first) == place);
        if open {
            cell.opens += events;
            cell.openers += somebody;
            cell.first_opens += firsts;
        } else {
            cell.clicks += events;
            cell.clickers += somebody;
            cell.first_clicks += firsts;
        }
    }
}

/// The same tables of the tallies.
pub(super) fn as_naive(tallies: &Tallies) -> Naive {
    let filled = |cells: &[TimeCell]| {
        let cells = cells.iter().copied().enumerate();
        cells.filter(|(_, cell)| *cell != TimeCell::default()).collect()
    };
    let campaigns = tallies.campaigns.values();
    Naive {
        campaigns: campaigns
            .map(|campaign| (campaign.id.clone(), campaign.figures.clone()))
            .filter(|(_, figures)| figures.iter().any(|(_, value)| value > 0))
            .collect(),
        set_aside: [tallies.machine_vendor, tallies.machine_burst, tallies.machine_user_agent],
        days: tallies.days.clone(),
        weeks: tallies.weeks.clone(),
        hours_of_week: filled(&tallies.hours_of_week),
        arrival: filled(&tallies.arrival),
        links: tallies
            .links
            .iter()
            .map(|(link, tally)| (link.clone(), (tally.clickers, tally.clicks)))
            .collect(),
        devices: reactions(&tallies.devices),
        countries: reactions(&tallies.countries),
        device_clients: reactions(&tallies.device_clients),
    }
}

fn reactions<K: Ord + Clone>(groups: &BTreeMap<K, GroupTally>) -> BTreeMap<K, Reactions> {
    let told = |group: &GroupTally| (group.opens, group.clicks, group.openers, group.clickers);
    groups.iter().map(|(class, group)| (class.clone(), told(group))).collect()
}
