//! The same cells with sets of people, straight from what happened, by the names
//! of the rows.

use super::play::{CAMPAIGNS, HOUR, LINKS, NAMES};
use super::*;
use crate::contract::{GroupRow, Kind};
use crate::engine::calendar::day_from_text;

#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) units: u64,
    pub(super) people: BTreeSet<usize>,
    pub(super) by_person: BTreeMap<usize, u64>,
}

#[derive(Default)]
pub(super) struct Told {
    pub(super) cells: BTreeMap<Place, Cell>,
    pub(super) complements: BTreeMap<(Place, Place), BTreeSet<usize>>,
    pub(super) keys: BTreeMap<usize, u64>,
    /// By the figure of the client that is gathered on some device.
    pub(super) gathered: BTreeMap<Place, Cell>,
}

/// One message, from the definitions.
struct Seen<'a> {
    people: BTreeSet<Measure>,
    /// Opens and clicks that count, and those set aside, each capped.
    opens: Vec<&'a Happened>,
    clicks: Vec<&'a Happened>,
    machine_opens: Vec<&'a Happened>,
    machine_clicks: Vec<&'a Happened>,
    sent: i64,
}

/// Of a world in which everything has a time and every file tells everything.
pub(super) fn twin(world: &World, store: &Store, candidate: &Candidate, bounds: Bounds) -> Told {
    let mut told = Told::default();
    let day = |campaign: usize| {
        let times = world.happened.iter().filter(|h| h.campaign == campaign);
        times.filter_map(|h| h.time).min().unwrap_or(0).div_euclid(24 * HOUR)
    };
    let mut order: Vec<usize> = (0..CAMPAIGNS.len()).collect();
    order.sort_by_key(|&campaign| (day(campaign), NAMES[campaign]));
    let row_of = |campaign: usize| {
        let is =
            |&key: &u32| store.campaign(key).is_some_and(|entry| *entry.id == *CAMPAIGNS[campaign]);
        candidate.members.iter().position(|keys| keys.iter().any(is))
    };
    for who in 0..world.addresses.len() {
        if world.happened.iter().any(|h| h.who == Some(who)) {
            told.keys.insert(who, key_of(world, who));
        }
        let of = |campaign: usize| -> Vec<&Happened> {
            let mine = |h: &&Happened| h.who == Some(who) && h.campaign == campaign;
            world.happened.iter().filter(mine).collect()
        };
        let taken = order.iter().map(|&campaign| (campaign, of(campaign)));
        let most = bounds.campaigns.map_or(usize::MAX, |most| most as usize);
        for (campaign, mine) in taken.filter(|(_, mine)| !mine.is_empty()).take(most) {
            let seen = see(&mine, bounds.events as usize);
            let row = row_of(campaign).expect("every campaign has a row");
            told.message(&seen, who, row, world.domains[who], &candidate.statistics);
        }
    }
    told
}

/// A record key is the store's own: that of a store with this one person.
fn key_of(world: &World, who: usize) -> u64 {
    let alone = World {
        addresses: world.addresses.clone(),
        domains: Vec::new(),
        covers: world.covers.clone(),
        happened: world.happened.iter().find(|h| h.who == Some(who)).copied().into_iter().collect(),
    };
    let store = store_of(&alone, Mode::Personal, 1);
    store.shards()[0].record_key(0).into()
}

fn see<'a>(mine: &[&'a Happened], cap: usize) -> Seen<'a> {
    use Measure::*;
    let has = |kind: Kind| mine.iter().any(|h| h.kind == kind);
    let list = |kinds: [Kind; 2], machine: bool| -> Vec<&'a Happened> {
        let unsubscribes = |h: &Happened| h.link.is_some_and(|at| LINKS[at] == "(unsubscribe)");
        let is = |h: &&&Happened| {
            kinds.contains(&h.kind)
                && !unsubscribes(h)
                && (h.kind == kinds[1] || h.automatic) == machine
        };
        let mut list: Vec<&Happened> = mine.iter().filter(is).copied().collect();
        list.sort_by_key(|h| h.time);
        list.truncate(cap);
        list
    };
    let opened = [Kind::Opened, Kind::MachineOpened];
    let clicked = [Kind::Clicked, Kind::MachineClicked];
    let (opens, clicks) = (list(opened, false), list(clicked, false));
    let (machine_opens, machine_clicks) = (list(opened, true), list(clicked, true));
    let mut people = BTreeSet::from([Recipients]);
    for (holds, measures) in [
        (has(Kind::Sent), &[Sent][..]),
        (has(Kind::BouncedHard), &[BouncedHard]),
        (has(Kind::BouncedSoft), &[BouncedSoft]),
        (has(Kind::Dropped), &[Dropped]),
        (has(Kind::Delivered), &[Delivered, MeasurableOpens, MeasurableClicks]),
        (has(Kind::Unsubscribed), &[Unsubscribed]),
        (!opens.is_empty(), &[Openers, ConfirmedOpeners]),
        (!clicks.is_empty(), &[Clickers, ConfirmedOpeners]),
        (!machine_opens.is_empty(), &[MachineOpeners]),
        (!machine_clicks.is_empty(), &[MachineClickers]),
    ] {
        people.extend(measures.iter().filter(|_| holds));
    }
    let views = mine.iter().filter(|h| h.kind == Kind::Opened && !h.automatic);
    if let Some(view) = views.filter_map(|h| h.view).max() {
        people.insert(Timed);
        people.insert(match view {
            0..2_000 => Glanced,
            2_000..8_000 => Skimmed,
            _ => Readers,
        });
    }
    let sent = mine.iter().filter(|h| h.kind == Kind::Sent).filter_map(|h| h.time).min();
    Seen { people, opens, clicks, machine_opens, machine_clicks, sent: sent.unwrap_or(0) }
}

impl Told {
    fn message(
        &mut self,
        seen: &Seen<'_>,
        who: usize,
        campaign_row: usize,
        domain: &str,
        statistics: &Statistics,
    ) {
        use Measure::*;
        let sums = [
            (Opens, seen.opens.len() as u64),
            (Clicks, seen.clicks.len() as u64),
            (MachineOpens, seen.machine_opens.len() as u64),
            (MachineClicks, seen.machine_clicks.len() as u64),
        ];
        let all: BTreeMap<Measure, u64> =
            seen.people.iter().map(|&m| (m, 1)).chain(sums).filter(|s| s.1 > 0).collect();
        let group = match domain {
            "gmail.com" => "Gmail",
            "gmx.at" => "GMX",
            "" => "unknown",
            domain => domain,
        };
        self.row(Table::Overall, 0, who, &all);
        if !statistics.campaigns.is_empty() {
            self.row(Table::Campaigns, campaign_row, who, &all);
        }
        if let Some(row) = named(&statistics.providers, group) {
            self.row(Table::Providers, row, who, &all);
        }
        self.spread(Table::Devices, who, seen, |h| named(&statistics.devices, h.device.name()));
        self.spread(Table::Clients, who, seen, |h| named(&statistics.clients, h.family.name()));
        self.spread(Table::Countries, who, seen, |h| named(&statistics.countries, h.country));
        self.spread(Table::DeviceClients, who, seen, |h| pair(statistics, h));
        self.spread(Table::Links, who, seen, |h| {
            let text = LINKS[h.link?];
            let find = |text: &str| statistics.links.iter().position(|row| row.link == text);
            find(text).or_else(|| find(text.split('?').next()?)).or_else(|| find(""))
        });
        self.spread(Table::Arrival, who, seen, |h| {
            let hour = ((h.time? - seen.sent) / HOUR) as u32;
            let within = |to: Option<u32>| to.is_none_or(|to| hour < to);
            let mut steps = statistics.arrival.iter();
            steps.position(|row| row.from_hour <= hour && within(row.to_hour))
        });
        self.spread(Table::Days, who, seen, |h| {
            let day = h.time?.div_euclid(24 * HOUR) as i32;
            statistics.days.iter().position(|row| {
                let first = day_from_text(&row.day).unwrap_or(i32::MAX);
                (first..first + row.days as i32).contains(&day)
            })
        });
        self.spread(Table::Week, who, seen, |h| {
            // 1970-01-01 was a Thursday.
            let hours = h.time?.div_euclid(HOUR) + 72;
            let (weekday, hour) = (hours.div_euclid(24).rem_euclid(7), hours.rem_euclid(24) as u8);
            statistics.week.iter().position(|row| {
                i64::from(row.weekday) == weekday && (row.from_hour..row.to_hour).contains(&hour)
            })
        });
        self.gather(who, seen, statistics);
        let mut rules = [0; 3];
        for h in seen.machine_opens.iter().chain(&seen.machine_clicks) {
            let vendor = matches!(h.kind, Kind::MachineOpened | Kind::MachineClicked);
            rules[if vendor { 0 } else { 2 }] += 1;
        }
        for (rule, events) in rules.into_iter().enumerate().filter(|rule| rule.1 > 0) {
            self.row(Table::Machine, rule, who, &BTreeMap::from([(MachineOpens, events)]));
        }
    }

    /// What clients that have a name, and a row on some device, are on others.
    fn gather(&mut self, who: usize, seen: &Seen<'_>, statistics: &Statistics) {
        let gathered = |h: &Happened| {
            let family = h.family.name();
            let row = statistics.clients.iter().position(|row| row.group == family)?;
            let mut pairs = statistics.device_clients.iter();
            let among_others = statistics.device_clients[pair(statistics, h)?].client == "other";
            (among_others && pairs.any(|pair| pair.client == family)).then_some(row as u32)
        };
        for (list, events, people) in [
            (&seen.opens, Measure::Opens, Measure::Openers),
            (&seen.clicks, Measure::Clicks, Measure::Clickers),
        ] {
            let rows: Vec<u32> = list.iter().filter_map(|h| gathered(h)).collect();
            let once: BTreeSet<u32> = rows.iter().copied().collect();
            let counted = rows.into_iter().map(|row| (row, events));
            for (row, measure) in counted.chain(once.into_iter().map(|row| (row, people))) {
                let place = Place { table: Table::Clients, row, measure };
                let cell = self.gathered.entry(place).or_default();
                cell.units += 1;
                cell.people.insert(who);
            }
        }
    }

    /// Openers and clickers are in every row with a reaction; in the table of
    /// arrival, in that of the first.
    fn spread(
        &mut self,
        table: Table,
        who: usize,
        seen: &Seen<'_>,
        row: impl Fn(&Happened) -> Option<usize>,
    ) {
        let mut rows: BTreeMap<usize, BTreeMap<Measure, u64>> = BTreeMap::new();
        for (list, events, people) in [
            (&seen.opens, Measure::Opens, Measure::Openers),
            (&seen.clicks, Measure::Clicks, Measure::Clickers),
        ] {
            for (at, happened) in list.iter().enumerate() {
                let Some(row) = row(happened) else { continue };
                let sums = rows.entry(row).or_default();
                *sums.entry(events).or_default() += 1;
                if at == 0 || table != Table::Arrival {
                    sums.insert(people, 1);
                }
            }
        }
        for (row, sums) in rows {
            self.row(table, row, who, &sums);
        }
    }

    fn row(&mut self, table: Table, row: usize, who: usize, sums: &BTreeMap<Measure, u64>) {
        let place = |measure| Place { table, row: row as u32, measure };
        for (&measure, &units) in sums.iter().filter(|sum| columns(table).contains(sum.0)) {
            let cell = self.cells.entry(place(measure)).or_default();
            cell.units += units;
            cell.people.insert(who);
            *cell.by_person.entry(who).or_default() += units;
        }
        for (whole, part) in nested(table) {
            let [all, some] = [whole, part].map(|m| sums.get(&m).copied().unwrap_or(0));
            if all > some {
                self.complements.entry((place(whole), place(part))).or_default().insert(who);
            }
        }
    }
}

/// The row of a program on its device, or that of all others there.
fn pair(statistics: &Statistics, h: &Happened) -> Option<usize> {
    let find = |client: &str| {
        let mut rows = statistics.device_clients.iter();
        rows.position(|row| row.device == h.device.name() && row.client == client)
    };
    find(h.family.name()).or_else(|| find("other"))
}

fn named(rows: &[GroupRow], name: &str) -> Option<usize> {
    let find = |name: &str| rows.iter().position(|row| row.group == name);
    find(name).or_else(|| find("other"))
}
