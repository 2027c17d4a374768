//! Invented campaigns, recipient by recipient, counted by a few loops: the truth
//! that every description must leave possible.

use super::empty;
use crate::contract::Measure::{self, *};
use crate::contract::{
    Arrival, CampaignRow, Count, DayRow, Figures, GroupRow, LinkRow, Method, Place, Snapshot,
    Statistics, Table, WeekRow,
};
use crate::engine::calendar::day_text;
use crate::engine::disclosure::{CampaignMark, Members, nested};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn of(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const PROVIDERS: [&str; 5] = ["Gmail", "GMX", "Outlook", "Yahoo", "example.org"];
const DEVICES: [&str; 4] = ["desktop", "mobile", "tablet", "unknown"];
const LINKS: [&str; 4] = ["/autumn", "/winter", "/spring", ""];
const FIRST_DAY: i32 = 20_700;

struct Event {
    open: bool,
    day: i32,
    hour: u32,
    device: usize,
    link: usize,
}

struct Recipient {
    provider: usize,
    fate: Measure,
    /// In order of time.
    events: Vec<Event>,
    view: Option<Measure>,
}

struct Campaign {
    day: i32,
    recipients: Vec<Recipient>,
}

pub(super) struct World {
    campaigns: Vec<Campaign>,
}

/// What one release shows of the world.
#[derive(Clone)]
pub(super) struct View {
    /// Campaigns by number, each in a row of the table.
    pub(super) rows: Vec<Vec<usize>>,
    /// The campaigns table is left out.
    pub(super) alone: bool,
    /// Reactions until this many days after the first campaign.
    pub(super) until: i32,
    pub(super) providers: usize,
    pub(super) days_a_row: i32,
}

impl World {
    pub(super) fn new(random: &mut Random) -> World {
        let count = 3 + random.below(4);
        let campaign = |number: i32, random: &mut Random| {
            let size = if random.of(30) { 20 + random.below(40) } else { 100 + random.below(200) };
            let day = FIRST_DAY + 2 * number;
            Campaign { day, recipients: (0..size).map(|_| recipient(day, random)).collect() }
        };
        World { campaigns: (0..count as i32).map(|number| campaign(number, random)).collect() }
    }

    /// Any choice of campaigns, some of them gathered.
    pub(super) fn view(&self, random: &mut Random) -> View {
        let chosen: Vec<usize> = (0..self.campaigns.len()).filter(|_| random.of(75)).collect();
        let (alone, gathered): (Vec<usize>, Vec<usize>) =
            chosen.into_iter().partition(|_| random.of(75));
        let mut rows: Vec<Vec<usize>> = alone.into_iter().map(|one| vec![one]).collect();
        if !gathered.is_empty() {
            rows.push(gathered);
        }
        if rows.is_empty() {
            rows.push(vec![0]);
        }
        let without_table = random.of(20);
        if without_table {
            rows = vec![rows.concat()];
        }
        View {
            rows,
            alone: without_table,
            until: 8 + random.below(20) as i32,
            providers: 2 + random.below(4) as usize,
            days_a_row: if random.of(50) { 1 } else { 7 },
        }
    }

    pub(super) fn release(&self, view: &View) -> (Snapshot, Members) {
        let mut snapshot = empty(Method::Exact);
        snapshot.protection.complete = vec![Table::Arrival, Table::Days, Table::Week];
        let mut statistics = Statistics::default();
        let rows: Vec<Figures<u64>> =
            view.rows.iter().map(|row| self.figures(row, view.until)).collect();
        let mut overall = Figures::default();
        for row in &rows {
            overall.add(row);
        }
        statistics.overall = overall.map(|_, value| Count::Exact(value));
        if !view.alone {
            statistics.campaigns = (view.rows.iter().zip(&rows))
                .map(|(row, figures)| CampaignRow {
                    name: match row[..] {
                        [one] => format!("Campaign {}", one + 1),
                        _ => String::new(),
                    },
                    gathers: row.len() as u32,
                    sent_on: match row[..] {
                        [one] => self.campaigns.get(one).map(|campaign| day_text(campaign.day)),
                        _ => None,
                    },
                    figures: figures.map(|_, value| Count::Exact(value)),
                    ..CampaignRow::default()
                })
                .collect();
        }
        self.breakdowns(view, &mut statistics);
        snapshot.protection.apart = apart(&statistics);
        snapshot.statistics = statistics;
        let mark = |&number: &usize| CampaignMark {
            campaign: number.to_string(),
            state: {
                let figures = self.figures(&[number], view.until);
                figures.iter().map(|(_, value)| format!("{value},")).collect()
            },
        };
        let members = view.rows.iter().map(|row| row.iter().map(mark).collect()).collect();
        (snapshot, Members(members))
    }

    fn chosen(&self, view: &View) -> Vec<(usize, &Recipient)> {
        let campaigns = view.rows.iter().flatten();
        campaigns
            .filter_map(|&number| Some((number, self.campaigns.get(number)?)))
            .flat_map(|(number, campaign)| campaign.recipients.iter().map(move |one| (number, one)))
            .collect()
    }

    fn figures(&self, campaigns: &[usize], until: i32) -> Figures<u64> {
        let mut figures = Figures::default();
        for recipient in campaigns.iter().flat_map(|&number| &self.campaigns[number].recipients) {
            let seen = seen(recipient, until);
            let opens = seen.iter().filter(|event| event.open).count() as u64;
            let clicks = seen.len() as u64 - opens;
            figures[Recipients] += 1;
            figures[Sent] += 1;
            figures[recipient.fate] += 1;
            if recipient.fate == Delivered {
                figures[MeasurableOpens] += 1;
                figures[MeasurableClicks] += 1;
            }
            figures[Opens] += opens;
            figures[Clicks] += clicks;
            figures[Openers] += u64::from(opens > 0);
            figures[Clickers] += u64::from(clicks > 0);
            figures[ConfirmedOpeners] += u64::from(opens + clicks > 0);
            if let Some(view) = recipient.view.filter(|_| opens > 0) {
                figures[Timed] += 1;
                figures[view] += 1;
            }
        }
        figures
    }

    fn breakdowns(&self, view: &View, statistics: &mut Statistics) {
        let mut providers: BTreeMap<usize, [u64; 5]> = BTreeMap::new();
        let mut devices = [[0; 5]; DEVICES.len()];
        let mut links: BTreeMap<usize, [u64; 2]> = BTreeMap::new();
        let mut days: BTreeMap<i32, [u64; 2]> = BTreeMap::new();
        let mut week: BTreeMap<(u8, u8), [u64; 2]> = BTreeMap::new();
        let mut arrival = [[0; 4]; 3];
        for (number, recipient) in self.chosen(view) {
            let provider = recipient.provider.min(view.providers);
            let cells = providers.entry(provider).or_default();
            cells[0] += u64::from(recipient.fate == Delivered);
            let mut first = [true; 2];
            let mut met: BTreeSet<(bool, usize)> = BTreeSet::new();
            let mut clicked: BTreeSet<usize> = BTreeSet::new();
            for event in seen(recipient, view.until) {
                let kind = usize::from(!event.open);
                let is_first = std::mem::take(&mut first[kind]);
                cells[2 + 2 * kind] += 1;
                cells[1 + 2 * kind] += u64::from(is_first);
                devices[event.device][2 + 2 * kind] += 1;
                devices[event.device][1 + 2 * kind] +=
                    u64::from(met.insert((event.open, event.device)));
                if !event.open {
                    let link = links.entry(event.link).or_default();
                    link[0] += u64::from(clicked.insert(event.link));
                    link[1] += 1;
                }
                let day = event.day - (event.day - FIRST_DAY).rem_euclid(view.days_a_row);
                days.entry(day).or_default()[kind] += 1;
                let part = ((event.day % 7) as u8, (event.hour / 6 * 6) as u8);
                week.entry(part).or_default()[kind] += 1;
                let since = event.day - self.campaigns[number].day;
                let step = usize::from(since > 0) + usize::from(since > 2);
                arrival[step][kind] += 1;
                arrival[step][2 + kind] += u64::from(is_first);
            }
        }
        let group = |name: &str, cells: &[u64; 5], delivered| GroupRow {
            group: name.into(),
            gathers: 1,
            delivered: if delivered { Count::Exact(cells[0]) } else { Count::Unavailable },
            openers: cells[1].into(),
            opens: cells[2].into(),
            clickers: cells[3].into(),
            clicks: cells[4].into(),
        };
        let name = |provider: usize| {
            if provider < view.providers { PROVIDERS[provider] } else { "other" }
        };
        statistics.providers =
            providers.iter().map(|(&row, cells)| group(name(row), cells, true)).collect();
        let devices = DEVICES.iter().zip(&devices);
        statistics.devices = devices.map(|(name, cells)| group(name, cells, false)).collect();
        let link = |(&link, cells): (&usize, &[u64; 2])| LinkRow {
            link: LINKS[link].into(),
            gathers: 1,
            clickers: cells[0].into(),
            clicks: cells[1].into(),
        };
        statistics.links = links.iter().map(link).collect();
        let day = |(&day, cells): (&i32, &[u64; 2])| DayRow {
            day: day_text(day),
            days: view.days_a_row as u32,
            opens: cells[0].into(),
            clicks: cells[1].into(),
        };
        statistics.days = days.iter().map(day).collect();
        let part = |(&(weekday, hour), cells): (&(u8, u8), &[u64; 2])| WeekRow {
            weekday,
            from_hour: hour,
            to_hour: hour + 6,
            opens: cells[0].into(),
            clicks: cells[1].into(),
        };
        statistics.week = week.iter().map(part).collect();
        let steps = [(0, Some(24)), (24, Some(72)), (72, None)];
        statistics.arrival = steps
            .iter()
            .zip(&arrival)
            .map(|(&(from_hour, to_hour), cells)| Arrival {
                from_hour,
                to_hour,
                opens: cells[0].into(),
                clicks: cells[1].into(),
                first_opens: cells[2].into(),
                first_clicks: cells[3].into(),
            })
            .collect();
    }
}

/// Pairs that are not nested in some row.
fn apart(statistics: &Statistics) -> Vec<(Measure, Measure)> {
    let mut apart = BTreeSet::new();
    for table in Table::ALL {
        for row in 0..statistics.rows(table) as u32 {
            let at = |measure| statistics.at(Place { table, row, measure }).exact();
            let pairs = nested(table).into_iter();
            apart.extend(pairs.filter(|&(whole, part)| {
                at(whole).zip(at(part)).is_some_and(|(whole, part)| whole < part)
            }));
        }
    }
    apart.into_iter().collect()
}

/// At most five opens and five clicks, the first ones.
fn seen(recipient: &Recipient, until: i32) -> Vec<&Event> {
    let mut left = [5; 2];
    let within = recipient.events.iter().filter(|event| event.day < FIRST_DAY + until);
    within
        .filter(|event| {
            let left: &mut i32 = &mut left[usize::from(event.open)];
            *left -= 1;
            *left >= 0
        })
        .collect()
}

fn recipient(day: i32, random: &mut Random) -> Recipient {
    let fate = match random.below(100) {
        0..3 => BouncedHard,
        3..6 => BouncedSoft,
        6 => Dropped,
        _ => Delivered,
    };
    let mut events = Vec::new();
    let reacts = fate == Delivered && random.of(40);
    for at in 0..if reacts { 1 + random.below(8) } else { 0 } {
        events.push(Event {
            // Nobody clicks before having opened.
            open: at == 0 || random.of(60),
            day: day + (random.below(5) * random.below(5)) as i32,
            hour: random.below(24) as u32,
            device: if random.of(70) { 0 } else { random.below(4) as usize },
            link: random.below(4) as usize,
        });
    }
    events.sort_by_key(|event| (event.day, event.hour, !event.open));
    if let Some(first) = events.first_mut() {
        first.open = true;
    }
    let views = [Glanced, Skimmed, Readers];
    Recipient {
        provider: (random.below(3) * random.below(3)) as usize,
        fate,
        events,
        view: random.of(50).then(|| views[random.below(3) as usize]),
    }
}
