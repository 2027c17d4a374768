//! Random tallies for tests: a population is played through campaign by
//! campaign and counted with sets, so that every structure of real tallies is
//! there (nested figures, people in several campaigns, clicks without opens).

use crate::contract::{Figures, Kind, KindSet, Measure};
use crate::engine::calendar::weekday;
use crate::engine::tallies::{CampaignTally, GroupTally, LinkTally, Tallies, TimeCell};
use std::collections::{BTreeMap, BTreeSet};

/// Splitmix64: small, seeded, the same everywhere.
pub(in crate::engine) struct Dice(u64);

impl Dice {
    pub(in crate::engine) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1234_5678_9ABC_DEF0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(in crate::engine) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// True this many times in a thousand.
    fn happens(&mut self, in_a_thousand: u64) -> bool {
        self.below(1000) < in_a_thousand
    }
}

/// Tallies, and how many different people are really behind a figure.
pub(in crate::engine) struct Sample {
    pub(in crate::engine) tallies: Tallies,
    /// Different subscribers behind each measure of people, over all campaigns.
    pub(in crate::engine) people: BTreeMap<Measure, BTreeSet<u64>>,
    /// The same by provider, for those delivered, openers and clickers.
    pub(in crate::engine) providers: BTreeMap<(String, Measure), BTreeSet<u64>>,
}

const PROVIDERS: [&str; 9] = [
    "Gmail",
    "Outlook",
    "GMX",
    "WEB.DE",
    "Yahoo",
    "other",
    "unknown",
    "firma.example",
    "verein.example",
];
const DEVICES: [&str; 4] = ["desktop", "mobile", "tablet", "unknown"];
const CLIENTS: [&str; 6] = ["Apple Mail", "Gmail", "Outlook", "Thunderbird", "Firefox", "unknown"];

/// Tallies of a seeded random population.
pub(in crate::engine) fn random_tallies(seed: u64) -> Tallies {
    random(seed).tallies
}

pub(in crate::engine) fn random(seed: u64) -> Sample {
    let mut dice = Dice::new(seed);
    let campaigns = 1 + dice.below(5);
    let subscribers = [60, 150, 400, 1000, 2000][dice.below(5) as usize];
    let everyday = dice.happens(300);
    let mut sample = Sample {
        tallies: Tallies {
            arrival_coarse: vec![TimeCell::default(); 6],
            parts_of_week: vec![TimeCell::default(); 28],
            weekdays: vec![TimeCell::default(); 7],
            ..Tallies::default()
        },
        people: BTreeMap::new(),
        providers: BTreeMap::new(),
    };
    let spread = [1, 3, 14, 60][dice.below(4) as usize];
    for key in 0..campaigns {
        let sent_on = 20_700 + dice.below(spread) as i32;
        let part = [30, 200, 600, 1000][dice.below(4) as usize];
        let mut covers = KindSet::ALL;
        if dice.happens(150) {
            covers = KindSet::of(&[Kind::Sent, Kind::Delivered, Kind::Opened, Kind::BouncedHard]);
        }
        let campaign = CampaignTally {
            id: format!("id-{key}"),
            name: format!("Campaign {key}"),
            sent_on: Some(sent_on),
            figures: Figures::default(),
            covers,
        };
        sample.tallies.campaigns.insert(key as u32, campaign);
        sample.tallies.covers = sample.tallies.covers.union(covers);
        let mood = Mood {
            opens: 50 + dice.below(700),
            clicks: dice.below(300),
            bounces: dice.below(60),
            rare: dice.below(40),
            late: if everyday { 500 } else { 60 + dice.below(200) },
        };
        for subscriber in 0..subscribers {
            if dice.happens(part) {
                play(&mut sample, &mut dice, key as u32, subscriber, &mood);
            }
        }
    }
    for tally in sample.tallies.campaigns.values() {
        sample.tallies.overall.add(&tally.figures);
    }
    sample
}

/// How likely things are in one campaign, in a thousand.
struct Mood {
    opens: u64,
    clicks: u64,
    bounces: u64,
    rare: u64,
    late: u64,
}

/// One recipient's part in one campaign.
fn play(sample: &mut Sample, dice: &mut Dice, key: u32, subscriber: u64, mood: &Mood) {
    use Measure::*;
    let Some(campaign) = sample.tallies.campaigns.get_mut(&key) else { return };
    let knows = |kind: Kind| campaign.covers.contains(kind);
    let sent_on = campaign.sent_on.unwrap_or_default();
    let mut is: BTreeMap<Measure, u64> = BTreeMap::from([(Recipients, 1), (Sent, 1)]);
    if dice.happens(mood.rare) && knows(Kind::Deferred) {
        is.insert(Deferred, 1);
    }
    // Openers and clickers of one step count once in it: (steps, moments).
    let (mut opens, mut clicks): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    if dice.happens(mood.bounces) {
        let kind = [BouncedHard, BouncedSoft, Dropped, Sent][dice.below(4) as usize];
        is.insert(if knows(Kind::BouncedSoft) { kind } else { BouncedHard }, 1);
    } else {
        is.extend([(Delivered, 1), (MeasurableOpens, 1), (MeasurableClicks, 1)]);
        let hour = |dice: &mut Dice| match dice.happens(mood.late) {
            true => dice.below(24 * 20),
            false => dice.below(1 + dice.0 % 30),
        };
        if dice.happens(mood.opens) {
            opens = (0..1 + dice.below(4)).map(|_| hour(dice)).collect();
            is.extend([(Openers, 1), (Opens, opens.len() as u64)]);
        }
        let clicking = if opens.is_empty() { mood.clicks / 12 } else { mood.clicks };
        if dice.happens(clicking) && knows(Kind::Clicked) {
            clicks = (0..1 + dice.below(3)).map(|_| hour(dice)).collect();
            is.extend([(Clickers, 1), (Clicks, clicks.len() as u64)]);
        }
        if !opens.is_empty() || !clicks.is_empty() {
            is.insert(ConfirmedOpeners, 1);
        }
        if !opens.is_empty() && dice.happens(800) && knows(Kind::Read) {
            let class = [Glanced, Skimmed, Readers][dice.below(3) as usize];
            is.extend([(Timed, 1), (class, 1)]);
        }
        for (measure, kind) in [
            (Unsubscribed, Kind::Unsubscribed),
            (Complained, Kind::Complained),
            (Forwarded, Kind::Forwarded),
            (Converted, Kind::Converted),
        ] {
            if dice.happens(mood.rare) && knows(kind) {
                is.insert(measure, 1);
            }
        }
        if dice.happens(100) && knows(Kind::MachineOpened) {
            is.extend([(MachineOpeners, 1), (MachineOpens, 2)]);
            sample.tallies.machine_vendor += 2;
        }
    }
    for (&measure, &value) in &is {
        campaign.figures[measure] += value;
        if measure.counts_people() {
            sample.people.entry(measure).or_default().insert(subscriber);
        }
    }
    time(&mut sample.tallies, sent_on, &opens, &clicks);
    let provider = PROVIDERS[(subscriber * 7919 % 97 % 31 % 9) as usize];
    for measure in
        [Delivered, Openers, Clickers].into_iter().filter(|measure| is.contains_key(measure))
    {
        sample.providers.entry((provider.into(), measure)).or_default().insert(subscriber);
    }
    let tally = sample.tallies.providers.entry(provider.into()).or_default();
    tally.recipients += 1;
    tally.delivered += is.get(&Delivered).copied().unwrap_or_default();
    react(tally, &opens, &clicks);
    reactions(&mut sample.tallies, dice, subscriber, &opens, &clicks);
}

fn react(tally: &mut GroupTally, opens: &[u64], clicks: &[u64]) {
    tally.openers += u64::from(!opens.is_empty());
    tally.opens += opens.len() as u64;
    tally.clickers += u64::from(!clicks.is_empty());
    tally.clicks += clicks.len() as u64;
}

/// Devices, clients and links: the second reaction may come from elsewhere.
fn reactions(
    tallies: &mut Tallies,
    dice: &mut Dice,
    subscriber: u64,
    opens: &[u64],
    clicks: &[u64],
) {
    let pick = |names: &[&str], shift: u64| {
        names[((subscriber + shift) * 31 % 53 % 13 % names.len() as u64) as usize].to_owned()
    };
    let second = if dice.happens(150) { opens.len().min(1) } else { opens.len() };
    for (at, part) in [&opens[..second], &opens[second..]].into_iter().enumerate() {
        if at == 1 && part.is_empty() {
            continue;
        }
        let clicks = if at == 0 { clicks } else { &[] };
        react(tallies.devices.entry(pick(&DEVICES, at as u64)).or_default(), part, clicks);
        react(tallies.clients.entry(pick(&CLIENTS, at as u64)).or_default(), part, clicks);
    }
    let mut links: BTreeMap<u64, u64> = BTreeMap::new();
    for _ in clicks {
        let widest = 1 + dice.below(6);
        *links.entry(dice.below(widest)).or_default() += 1;
    }
    for (link, times) in links {
        let tally: &mut LinkTally =
            tallies.links.entry(format!("shop.example/page-{link}")).or_default();
        tally.clickers += 1;
        tally.clicks += times;
    }
}

/// Adds one recipient's reactions, sent at ten in the morning.
fn time(tallies: &mut Tallies, sent_on: i32, opens: &[u64], clicks: &[u64]) {
    let coarse = |hour: u64| match hour {
        0 => 0,
        1..6 => 1,
        6..24 => 2,
        24..72 => 3,
        72..168 => 4,
        _ => 5,
    };
    let day = |hour: u64| sent_on + ((hour + 10) / 24) as i32;
    let part = |hour: u64| usize::from(weekday(day(hour))) * 4 + ((hour + 10) % 24 / 6) as usize;
    let Tallies { arrival_coarse, days, weeks, weekdays, parts_of_week, .. } = tallies;
    let [mut in_days, mut in_weeks] = [BTreeMap::new(), BTreeMap::new()];
    fill(&mut in_days, opens, clicks, day);
    fill(&mut in_weeks, opens, clicks, |hour| day(hour) - i32::from(weekday(day(hour))));
    for (from, into) in [(in_days, days), (in_weeks, weeks)] {
        from.into_iter().for_each(|(at, cell)| add(into.entry(at).or_default(), cell));
    }
    let [mut steps, mut of_week, mut parts] = [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()];
    fill(&mut steps, opens, clicks, coarse);
    fill(&mut of_week, opens, clicks, |hour| usize::from(weekday(day(hour))));
    fill(&mut parts, opens, clicks, part);
    for (from, into) in [(steps, arrival_coarse), (of_week, weekdays), (parts, parts_of_week)] {
        from.into_iter().for_each(|(at, cell)| add(&mut into[at], cell));
    }
}

/// One recipient's cells of one table.
fn fill<T: Ord>(
    cells: &mut BTreeMap<T, TimeCell>,
    opens: &[u64],
    clicks: &[u64],
    at: impl Fn(u64) -> T,
) {
    for &hour in opens {
        let cell = cells.entry(at(hour)).or_default();
        cell.opens += 1;
        cell.openers = 1;
    }
    for &hour in clicks {
        let cell = cells.entry(at(hour)).or_default();
        cell.clicks += 1;
        cell.clickers = 1;
    }
    if let Some(&first) = opens.iter().min() {
        cells.entry(at(first)).or_default().first_opens = 1;
    }
    if let Some(&first) = clicks.iter().min() {
        cells.entry(at(first)).or_default().first_clicks = 1;
    }
}

fn add(sum: &mut TimeCell, cell: TimeCell) {
    sum.opens += cell.opens;
    sum.clicks += cell.clicks;
    sum.openers += cell.openers;
    sum.clickers += cell.clickers;
    sum.first_opens += cell.first_opens;
    sum.first_clicks += cell.first_clicks;
}
