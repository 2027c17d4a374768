//! Tallies as the owner's screens show them: exact, in a fixed order, and open
//! about what the files cannot tell.

use super::{CampaignTally, GroupTally, Tallies, TimeCell};
use crate::contract::{
    Arrival, CampaignRow, Count, DayRow, DeviceClientRow, GroupRow, LinkRow, MachineTally, Measure,
    Statistics, WeekRow,
};
use crate::engine::calendar::day_text;
use crate::engine::events::{Client, Country};
use crate::engine::sorting::{Sorting, mapped};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Days without a reaction are filled in up to this span.
const FILLED_DAYS: i64 = 120;
/// More groups are gathered into `other`.
const GROUPS: usize = 50;
/// The hours since sending at which each cell of [`Tallies::arrival`] begins
/// after the hourly ones.
const DAILY_FROM: u32 = 72;
const LATER_FROM: u32 = 168;

impl Tallies {
    /// The exact figures. [`Count::Unavailable`] stands where the files of the
    /// campaigns cannot know a figure. Campaigns in order of sending; links by
    /// clickers, groups by deliveries or openers, most first.
    pub fn statistics(&self) -> Statistics {
        let known = Known {
            opens: self.knows(Measure::Opens),
            clicks: self.knows(Measure::Clicks),
            openers: self.knows(Measure::Openers),
            clickers: self.knows(Measure::Clickers),
        };
        Statistics {
            overall: self.overall.map(|measure, value| shown(self.knows(measure), value)),
            campaigns: self.campaign_rows(),
            arrival: arrival(&self.arrival, known),
            days: days(&self.days, known),
            week: week(&self.hours_of_week, known),
            links: self.link_rows(known),
            providers: groups(&self.providers, known, self.knows(Measure::Delivered)),
            devices: groups(&self.devices, known, false),
            clients: groups(&self.clients, known, false),
            countries: groups(&self.countries_by_name(), known, false),
            device_clients: self.device_client_rows(known),
            machine: MachineTally {
                vendor: Count::Exact(self.machine_vendor),
                burst: Count::Exact(self.machine_burst),
                user_agent: Count::Exact(self.machine_user_agent),
                included: self.machine_included,
            },
            doubles: Count::Exact(self.doubles),
        }
    }

    fn countries_by_name(&self) -> BTreeMap<String, GroupTally> {
        let named = |(country, tally): (&Country, &GroupTally)| (country.name().into(), *tally);
        mapped(self.countries.iter().map(named))
    }

    /// Most openers first, what is not known at all last; nothing where neither device nor program is known of any reaction.
    fn device_client_rows(&self, known: Known) -> Vec<DeviceClientRow> {
        if self.device_clients.keys().all(|&client| client == Client::UNKNOWN) {
            return Vec::new();
        }
        let mut all: Vec<(&Client, &GroupTally)> = self.device_clients.iter().collect();
        all.put_in_order_by_key(|&(&client, tally)| {
            let size = (tally.openers, tally.clickers, tally.opens);
            (client == Client::UNKNOWN, Reverse(size), client)
        });
        let row = |(client, tally): (&Client, &GroupTally)| DeviceClientRow {
            device: client.device.name().to_owned(),
            client: client.family.name().to_owned(),
            openers: shown(known.openers, tally.openers),
            opens: shown(known.opens, tally.opens),
            clickers: shown(known.clickers, tally.clickers),
            clicks: shown(known.clicks, tally.clicks),
        };
        all.into_iter().map(row).collect()
    }

    fn campaign_rows(&self) -> Vec<CampaignRow> {
        let mut campaigns: Vec<(&u32, &CampaignTally)> = self.campaigns.iter().collect();
        campaigns.put_in_order_by_key(|(key, campaign)| {
            (campaign.sent_on.is_none(), campaign.sent_on, &campaign.name, &campaign.id, *key)
        });
        let row = |(&key, campaign): (&u32, &CampaignTally)| CampaignRow {
            key,
            id: campaign.id.clone(),
            name: campaign.name.clone(),
            gathers: 1,
            sent_on: campaign.sent_on.map(day_text),
            figures: campaign.figures.map(|measure, value| shown(campaign.knows(measure), value)),
        };
        campaigns.into_iter().map(row).collect()
    }

    fn link_rows(&self, known: Known) -> Vec<LinkRow> {
        let mut links: Vec<_> = self.links.iter().collect();
        links.put_in_order_by_key(|(link, tally)| (Reverse((tally.clickers, tally.clicks)), *link));
        links
            .into_iter()
            .map(|(link, tally)| LinkRow {
                link: link.clone(),
                gathers: 1,
                clickers: shown(known.clickers, tally.clickers),
                clicks: shown(known.clicks, tally.clicks),
            })
            .collect()
    }
}

/// Which reactions the files can tell, and whether they name the people.
#[derive(Clone, Copy)]
struct Known {
    opens: bool,
    clicks: bool,
    openers: bool,
    clickers: bool,
}

fn shown(known: bool, value: u64) -> Count {
    if known { Count::Exact(value) } else { Count::Unavailable }
}

fn arrival(cells: &[TimeCell], known: Known) -> Vec<Arrival> {
    let begin = |place: u32| match place {
        0..DAILY_FROM => place,
        _ => DAILY_FROM + (place - DAILY_FROM) * 24,
    };
    (0u32..)
        .zip(cells)
        .map(|(place, cell)| {
            let from_hour = begin(place);
            Arrival {
                from_hour,
                to_hour: (from_hour < LATER_FROM).then(|| begin(place + 1)),
                opens: shown(known.opens, cell.opens),
                clicks: shown(known.clicks, cell.clicks),
                first_opens: shown(known.openers, cell.first_opens),
                first_clicks: shown(known.clickers, cell.first_clicks),
            }
        })
        .collect()
}

fn days(days: &BTreeMap<i32, TimeCell>, known: Known) -> Vec<DayRow> {
    let row = |day: i32, cell: &TimeCell| DayRow {
        day: day_text(day),
        days: 1,
        opens: shown(known.opens, cell.opens),
        clicks: shown(known.clicks, cell.clicks),
    };
    let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value())
    else {
        return Vec::new();
    };
    if i64::from(last) - i64::from(first) < FILLED_DAYS {
        let empty = TimeCell::default();
        (first..=last).map(|day| row(day, days.get(&day).unwrap_or(&empty))).collect()
    } else {
        days.iter().map(|(&day, cell)| row(day, cell)).collect()
    }
}

fn week(cells: &[TimeCell], known: Known) -> Vec<WeekRow> {
    let places = (0u8..7).flat_map(|weekday| (0u8..24).map(move |hour| (weekday, hour)));
    places
        .zip(cells)
        .map(|((weekday, hour), cell)| WeekRow {
            weekday,
            from_hour: hour,
            to_hour: hour + 1,
            opens: shown(known.opens, cell.opens),
            clicks: shown(known.clicks, cell.clicks),
        })
        .collect()
}

/// Rows of groups, the classes `other` and `unknown` last.
fn groups(groups: &BTreeMap<String, GroupTally>, known: Known, delivered: bool) -> Vec<GroupRow> {
    let is_class = |name: &str| matches!(name, "other" | "unknown");
    let size = |tally: &GroupTally| {
        (if delivered { tally.delivered } else { 0 }, tally.openers, tally.clickers, tally.opens)
    };
    let mut sorted: Vec<(&str, u32, GroupTally)> =
        groups.iter().map(|(name, tally)| (name.as_str(), 1, *tally)).collect();
    sorted.put_in_order_by_key(|&(name, _, tally)| (is_class(name), Reverse(size(&tally)), name));
    if sorted.len() > GROUPS {
        gather(&mut sorted, is_class);
    }
    sorted
        .into_iter()
        .map(|(name, gathers, tally)| GroupRow {
            group: name.to_owned(),
            gathers,
            delivered: shown(delivered, tally.delivered),
            openers: shown(known.openers, tally.openers),
            opens: shown(known.opens, tally.opens),
            clickers: shown(known.clickers, tally.clickers),
            clicks: shown(known.clicks, tally.clicks),
        })
        .collect()
}

/// Gathers the smallest named groups, so that no more than [`GROUPS`] rows stay.
fn gather(sorted: &mut Vec<(&str, u32, GroupTally)>, is_class: impl Fn(&str) -> bool) {
    let unknown = sorted.iter().position(|&(name, ..)| name == "unknown");
    let unknown = unknown.map(|place| sorted.remove(place));
    // One row for `other`, one for `unknown` where there is one.
    let kept = GROUPS - 1 - usize::from(unknown.is_some());
    let mut other = ("other", 0, GroupTally::default());
    let named = sorted.iter().filter(|&&(name, ..)| !is_class(name)).count().min(kept);
    for (_, gathers, tally) in sorted.drain(named..) {
        other.1 += gathers;
        other.2.add(&tally);
    }
    sorted.push(other);
    sorted.extend(unknown);
}
