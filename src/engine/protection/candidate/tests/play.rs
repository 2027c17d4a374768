//! A small world that is played through campaign by campaign.

use super::*;
use crate::contract::Kind;
use crate::engine::consent::{ConsentBook, Gate};
use crate::engine::events::{Campaign, Country, Device, Event, Family, Key, Who};
use crate::engine::protection::sample::Dice;
use crate::engine::secret::Secret;
use crate::engine::store::sample::{KEY, event};
use crate::engine::zone::Zone;

pub(super) const START: i64 = 1_792_800_000_000;
pub(super) const HOUR: i64 = 3_600_000;
pub(super) const CAMPAIGNS: [&str; 5] = ["c0", "c1", "c2", "c3", "c4"];
pub(super) const NAMES: [&str; 5] = ["Spring", "Summer", "Autumn", "Winter", "Leap day"];
/// The last is no address: somebody with an id.
const DOMAINS: [&str; 6] =
    ["gmail.com", "gmx.at", "firma.example", "verein.example", "klein.example", ""];
pub(super) const LINKS: [&str; 7] = [
    "shop.example/a",
    "shop.example/b",
    "shop.example/c",
    "shop.example/b?utm_term=x",
    "shop.example/b?utm_term=y",
    "shop.example/rare",
    "(unsubscribe)",
];

/// Few people are in the last but one.
const COUNTRIES: [&str; 5] = ["DE", "AT", "CH", "LI", "unknown"];

/// One event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Happened {
    pub(super) who: Option<usize>,
    pub(super) campaign: usize,
    pub(super) kind: Kind,
    pub(super) time: Option<i64>,
    pub(super) link: Option<usize>,
    pub(super) count: u32,
    pub(super) device: Device,
    pub(super) family: Family,
    /// By its name in reports.
    pub(super) country: &'static str,
    pub(super) automatic: bool,
    pub(super) view: Option<u32>,
}

pub(super) struct World {
    pub(super) addresses: Vec<String>,
    pub(super) domains: Vec<&'static str>,
    /// Of each campaign, what its files can tell.
    pub(super) covers: Vec<KindSet>,
    pub(super) happened: Vec<Happened>,
}

pub(super) fn everything() -> Question {
    Question::new(&Settings::default(), Filter::default(), Zone::utc())
}

pub(super) fn store_of(world: &World, mode: Mode, shards: usize) -> Store {
    let gate = Gate::new(&Settings { mode, ..Settings::default() }, ConsentBook::default());
    let key = Key::new(KEY);
    let mut store = Store::new(shards);
    store.use_secret(&Secret::new([3; 32]));
    store.begin_file();
    for happened in &world.happened {
        let address = happened.who.map_or("", |who| world.addresses[who].as_str());
        let mut event: Event<'_> = event(address, happened.kind, happened.time);
        event.who = Who::from_cell(address, &key);
        event.campaign =
            Campaign { id: CAMPAIGNS[happened.campaign], name: NAMES[happened.campaign] };
        event.covers = world.covers[happened.campaign];
        event.link = happened.link.map(|link| LINKS[link]);
        event.count = happened.count;
        event.client.device = happened.device;
        event.client.family = happened.family;
        event.country = Country::from_text(happened.country);
        event.automatic = happened.automatic;
        event.view_ms = happened.view;
        if let Some(permitted) = gate.permit(event) {
            store.add(permitted);
        }
    }
    store.seal();
    store
}

/// A seeded world: everybody's events have different times.
pub(super) fn play(seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let people = [20, 60, 150, 300][dice.below(4) as usize];
    let domains: Vec<&str> = (0..people).map(|who| DOMAINS[who * 7 % 97 % 31 % 6]).collect();
    let addresses = domains.iter().enumerate().map(|(who, domain)| match *domain {
        "" => format!("id-{who}"),
        domain => format!("p{who}@{domain}"),
    });
    let mut world = World {
        addresses: addresses.collect(),
        domains: domains.clone(),
        covers: vec![KindSet::ALL; CAMPAIGNS.len()],
        happened: Vec::new(),
    };
    for campaign in 0..1 + dice.below(5) as usize {
        let sent = START + dice.below(20) as i64 * 24 * HOUR;
        let part = [30, 300, 1000][dice.below(3) as usize];
        let often = [100 + dice.below(700), dice.below(400), 60, 40];
        for who in 0..people {
            if dice.below(1000) < part {
                Person { who, campaign, sent, at: 0, world: &mut world }.play(&mut dice, often);
            }
        }
    }
    world
}

struct Person<'a> {
    who: usize,
    campaign: usize,
    sent: i64,
    /// Counts up, so that no two events have one time.
    at: i64,
    world: &'a mut World,
}

impl Person<'_> {
    /// So often in a thousand: opens, clicks, bounces, rare things.
    fn play(&mut self, dice: &mut Dice, [opens, clicks, bounces, rare]: [u64; 4]) {
        self.add(Kind::Sent, 0, dice);
        if dice.below(1000) < bounces {
            let kinds = [Kind::BouncedHard, Kind::BouncedSoft, Kind::Dropped];
            return self.add(kinds[dice.below(3) as usize], 1, dice);
        }
        self.add(Kind::Delivered, 1, dice);
        for (kind, often, most) in [(Kind::Opened, opens, 9), (Kind::Clicked, clicks, 8)] {
            if dice.below(1000) < often {
                for _ in 0..1 + dice.below(most) {
                    let until = [1, 5, 30, 100, 400][dice.below(5) as usize];
                    let hour = dice.below(until) as i64;
                    self.add(kind, hour, dice);
                }
            }
        }
        for (kind, often) in
            [(Kind::Unsubscribed, rare), (Kind::MachineOpened, 300), (Kind::MachineClicked, rare)]
        {
            while dice.below(1000) < often {
                self.add(kind, 2, dice);
            }
        }
    }

    fn add(&mut self, kind: Kind, hour: i64, dice: &mut Dice) {
        self.at += 7_000;
        let clicks = matches!(kind, Kind::Clicked | Kind::MachineClicked);
        let reacts = clicks || matches!(kind, Kind::Opened | Kind::MachineOpened);
        let widest = 1 + dice.below(LINKS.len() as u64);
        let link = dice.below(widest) as usize;
        let families = [Family::AppleMail, Family::Gmail, Family::Spark, Family::Unknown];
        let client = self.who + (dice.below(5) / 4) as usize;
        let country = self.who / 2 + (dice.below(9) / 8) as usize;
        self.world.happened.push(Happened {
            who: Some(self.who),
            campaign: self.campaign,
            kind,
            time: Some(self.sent + hour * HOUR + self.at),
            link: clicks.then_some(link),
            count: 1,
            device: if reacts { Device::ALL[client % 7 % 4] } else { Device::Unknown },
            family: if reacts { families[client % 5 % 4] } else { Family::Unknown },
            country: if reacts { COUNTRIES[country % 11 % 5] } else { "unknown" },
            automatic: reacts && dice.below(20) == 0,
            view: (kind == Kind::Opened && dice.below(2) == 0).then(|| dice.below(20_000) as u32),
        });
    }
}

impl World {
    /// Files that tell little, name nobody for some events, and have counters
    /// without times.
    pub(super) fn spoil(&mut self, seed: u64) {
        let mut dice = Dice::new(seed ^ 0x5150);
        for covers in &mut self.covers {
            *covers = match dice.below(4) {
                0 => KindSet::of(&[Kind::Opened]),
                1 => KindSet::of(&[Kind::BouncedHard, Kind::Clicked]),
                2 => KindSet::of(&[Kind::Sent, Kind::Delivered, Kind::Opened, Kind::Unsubscribed]),
                _ => KindSet::ALL,
            };
        }
        for happened in &mut self.happened {
            let reacts = matches!(happened.kind, Kind::Opened | Kind::Clicked);
            match dice.below(60) {
                0 if reacts => happened.who = None,
                1 if reacts => {
                    happened.time = None;
                    happened.count = 1 + dice.below(7) as u32;
                }
                2 if happened.kind == Kind::Delivered => happened.kind = Kind::BouncedSoft,
                3 if happened.kind == Kind::Sent => happened.kind = Kind::Unsubscribed,
                _ => {}
            }
        }
    }
}
