//! Which rows the tables of a snapshot have.
//!
//! Guarantee: rows are chosen from closed lists and by numbers of recipients;
//! where there is no recipient (devices, clients, countries, links, steps of time) a row of
//! its own has so many people that its presence says nothing of one of them,
//! and whatever is smaller is gathered or joined. No order of rows tells an
//! order of figures, but for the days of sending. The rows are the same in every
//! mode of the account.
//!
//! Assumed: the tallies are exact; which tables there are is the owner's choice.
//!
//! Held by `small_campaigns_are_gathered`, `domains_need_fifty_people`,
//! `rare_links_are_gathered`, `steps_are_joined_at_the_tail` and
//! `modes_see_the_same` in the tests beside the candidate.

mod classes;
mod device_clients;
mod groups;
mod links;
mod steps;

use super::generalisation::is_domain;
use super::texts::Texts;
use crate::contract::{
    CampaignRow, DayRow, GroupRow, LinkRow, Measure, Sharing, Statistics, Table, WeekRow,
    Withholding, WithholdingReason,
};
use crate::engine::calendar::{day_text, weekday};
use crate::engine::events::{Country, Family};
use crate::engine::store::Store;
use crate::engine::tallies::release::{CampaignPlan, Plan, Released};
use crate::engine::tallies::{CampaignTally, Tallies};
use classes::{Classes, clients, countries, family_name};
use device_clients::DeviceClients;
use groups::{Providers, Rows};
use links::Links;
use std::collections::{BTreeMap, BTreeSet};
use steps::{Arrivals, Calendar, Week};

/// The classes of devices, in the order in which they are always listed.
const DEVICES: [&str; 4] = ["desktop", "mobile", "tablet", "unknown"];
/// The number of each class of device ([`crate::engine::events::Device`]) gives
/// its row in [`DEVICES`].
const DEVICE_ROWS: [usize; 4] = [3, 0, 1, 2];
const OTHER: &str = "other";

/// Numbers of messages on their way, and what brings one back or holds it up.
const BASES: [Measure; 4] =
    [Measure::Sent, Measure::Delivered, Measure::MeasurableOpens, Measure::MeasurableClicks];
const RETURNS: [Measure; 4] =
    [Measure::Deferred, Measure::BouncedHard, Measure::BouncedSoft, Measure::Dropped];

/// The rows of a snapshot, as far as they are decided.
pub(super) struct Catalogue<'a> {
    tallies: &'a Tallies,
    sharing: &'a Sharing,
    threshold: u64,
    tables: BTreeSet<Table>,
    /// Campaigns with people, in order of sending.
    members: Vec<(u32, &'a CampaignTally)>,
    /// Places in `members`.
    campaigns: Rows<usize>,
    providers: Providers,
    clients: Classes,
    countries: Classes,
    device_clients: DeviceClients,
    links: Links<'a>,
    arrival: Option<Arrivals>,
    calendar: Option<Calendar>,
    week: Option<Week>,
    withheld: Vec<Withholding>,
}

impl<'a> Catalogue<'a> {
    /// The rows as the tallies have them; providers come later, see
    /// [`Catalogue::settle_providers`].
    pub(super) fn new(
        tallies: &'a Tallies,
        sharing: &'a Sharing,
        threshold: u32,
        without: &[Table],
    ) -> Catalogue<'a> {
        let threshold = u64::from(threshold);
        let crowd = threshold.saturating_mul(5);
        let chosen = |table: &&Table| sharing.tables.contains(table) && !without.contains(table);
        let tables: BTreeSet<Table> = Table::BREAKDOWNS.iter().filter(chosen).copied().collect();
        let has = |table| tables.contains(&table);

        let mut members: Vec<(u32, &CampaignTally)> = tallies
            .campaigns
            .iter()
            .filter(|(_, tally)| tally.figures[Measure::Recipients] > 0)
            .map(|(&key, tally)| (key, tally))
            .collect();
        // Never the order of the files: names decide within a day.
        members.sort_by_key(|&(key, tally)| {
            (tally.sent_on.is_none(), tally.sent_on, &tally.name, &tally.id, key)
        });
        let recipients = |&at: &usize| {
            members.get(at).map_or(0, |(_, tally)| tally.figures[Measure::Recipients])
        };
        let all = 0..members.len();
        let mut campaigns = if has(Table::Campaigns) && members.len() > 1 {
            Rows::split(all, |at| recipients(at) >= crowd)
        } else {
            Rows { named: all.collect(), rest: Vec::new() }
        };
        campaigns.fill(recipients, crowd);

        let mut withheld = Vec::new();
        if members.len() < tallies.campaigns.len() {
            // What nobody is named for cannot be capped.
            withheld.push(note(Table::Campaigns, WithholdingReason::Small));
        }
        let arrival = has(Table::Arrival).then(|| Arrivals::new(tallies, threshold)).flatten();
        let calendar =
            has(Table::Days).then(|| Calendar::new(tallies, sharing.weeks, threshold)).flatten();
        let clients = clients(tallies, crowd, has(Table::Clients) || has(Table::DeviceClients));
        let device_clients = match has(Table::DeviceClients) {
            true => DeviceClients::new(tallies, &clients, crowd),
            false => DeviceClients::default(),
        };
        let week = has(Table::Week).then(|| Week::new(tallies, threshold)).flatten();
        Catalogue {
            tallies,
            sharing,
            threshold,
            members,
            campaigns,
            providers: Providers::default(),
            clients,
            countries: countries(tallies, crowd, has(Table::Countries)),
            device_clients,
            links: Links::new(tallies, sharing, threshold, has(Table::Links)),
            arrival,
            calendar,
            week,
            tables,
            withheld,
        }
    }

    pub(super) fn has(&self, table: Table) -> bool {
        self.tables.contains(&table)
    }

    /// The campaigns in each row, by key; one entry with all of them where the
    /// table is left out.
    pub(super) fn members(&self) -> Vec<Vec<u32>> {
        let keys = |places: Vec<usize>| {
            places.iter().filter_map(|&at| Some(self.members.get(at)?.0)).collect()
        };
        self.campaign_rows().into_iter().map(keys).collect()
    }

    /// Places in `members`, row by row: in order of sending, gathered ones last.
    fn campaign_rows(&self) -> Vec<Vec<usize>> {
        if !self.has(Table::Campaigns) {
            return vec![(0..self.members.len()).collect()];
        }
        let mut named = self.campaigns.named.clone();
        named.sort_unstable();
        let mut rows: Vec<Vec<usize>> = named.into_iter().map(|at| vec![at]).collect();
        if !self.campaigns.rest.is_empty() {
            let mut rest = self.campaigns.rest.clone();
            rest.sort_unstable();
            rows.push(rest);
        }
        rows
    }

    /// Whether the campaigns of a row tell a measure together, as the owner's
    /// screen has it; and no number of messages where a part of the row tells
    /// only of those that came back.
    pub(super) fn row_knows(&self, keys: &[u32], measure: Measure) -> bool {
        let rows = || keys.iter().filter_map(|key| self.tallies.campaigns.get(key));
        if let [_] = keys {
            return rows().all(|row| row.knows(measure));
        }
        let mut together = Tallies::default();
        for row in rows() {
            if BASES.contains(&measure)
                && !row.knows(measure)
                && RETURNS.iter().any(|&fate| row.knows(fate))
            {
                return false;
            }
            together.overall.add(&row.figures);
            together.covers = together.covers.union(row.covers);
        }
        together.campaigns = keys
            .iter()
            .filter_map(|&key| Some((key, self.tallies.campaigns.get(&key)?.clone())))
            .collect();
        together.knows(measure)
    }

    /// Decides on the rows of providers, by different people.
    pub(super) fn settle_providers(&mut self, people: &BTreeMap<String, u64>) {
        if self.has(Table::Providers) {
            let texts = Texts::new(&self.sharing.texts);
            let may_stand = |group: &str| !is_domain(group) || texts.wording(group).0.is_some();
            self.providers = Providers::new(people, self.threshold, may_stand);
        }
    }

    /// What the release has to count.
    pub(super) fn plan(&self, store: &Store) -> Plan {
        let mut plan = Plan::default();
        let rows = self.campaign_rows();
        plan.campaign_rows = rows.len();
        for (row, places) in rows.into_iter().enumerate() {
            for at in places {
                let Some(&(key, tally)) = self.members.get(at) else { continue };
                let tells = tally.figures.map(|measure, _| tally.knows(measure));
                plan.campaigns.insert(key, CampaignPlan { row, rank: at, tells });
            }
        }
        (plan.providers, plan.provider_rows) = self.providers.plan();
        if self.has(Table::Devices) {
            (plan.devices, plan.device_rows) = (DEVICE_ROWS.to_vec(), DEVICES.len());
        }
        if self.has(Table::Clients) {
            (plan.clients, plan.client_rows) = self.clients.plan(Family::ALL.len());
            plan.gathered_clients = self.device_clients.gathered(|family| {
                let row = plan.clients.get(usize::from(family)).copied();
                row.filter(|_| self.clients.has(family))
            });
        }
        (plan.countries, plan.country_rows) = self.countries.plan(Country::COUNT);
        (plan.device_clients, plan.device_client_rows) = self.device_clients.plan();
        (plan.links, plan.other_links) = self.links.plan(store);
        plan.link_rows = if self.links.are_counted() { plan.other_links + 1 } else { 0 };
        plan.arrival = self.arrival.as_ref().map(Arrivals::plan);
        plan.days = self.calendar.as_ref().map(Calendar::plan).unwrap_or_default();
        plan.parts_of_day = self.week.as_ref().map_or(0, |week| week.parts_of_day);
        plan.machine = self.has(Table::Machine);
        plan
    }

    /// Gathers what turned out to have too few different people; whether it did.
    pub(super) fn refine(&mut self, released: &Released) -> bool {
        let crowd = self.threshold.saturating_mul(5);
        let people = |sums: Option<&crate::engine::tallies::release::Sums>| {
            sums.map_or(0, |sums| sums.people[Measure::Recipients])
        };
        let gathered = !self.campaigns.rest.is_empty() && !self.campaigns.named.is_empty();
        let campaigns = gathered && people(released.campaigns.last()) < crowd;
        if campaigns {
            let recipients = |&at: &usize| {
                self.members.get(at).map_or(0, |(_, tally)| tally.figures[Measure::Recipients])
            };
            self.campaigns.join_smallest(recipients);
        }
        let clients = self.clients.refine(&released.clients, crowd)
            | self.device_clients.refine(&released.device_clients, &self.clients, crowd)
            | self.countries.refine(&released.countries, crowd);
        let links = self.links.refine(&released.links, self.threshold);
        campaigns || clients || links
    }

    /// The rows with their names and without figures; texts as they leave; what
    /// a reader does not see.
    pub(super) fn rows(&self, released: &Released) -> Named {
        let mut texts = Texts::new(&self.sharing.texts);
        let mut statistics = Statistics::default();
        let mut withheld = self.withheld.clone();
        if self.has(Table::Campaigns) {
            statistics.campaigns = self.campaign_names(&mut texts);
            if !self.campaigns.rest.is_empty() {
                withheld.push(note(Table::Campaigns, WithholdingReason::Gathered));
            }
        }
        statistics.providers = self.providers.names(&mut texts);
        if self.providers.gathers() {
            withheld.push(note(Table::Providers, WithholdingReason::Gathered));
        }
        if self.has(Table::Devices) && released.devices.iter().any(is_filled) {
            statistics.devices = DEVICES.into_iter().map(group).collect();
        }
        if released.clients.iter().any(is_filled) {
            statistics.clients = self.clients.names(family_name).into_iter().map(group).collect();
            if self.clients.gathers() {
                withheld.push(note(Table::Clients, WithholdingReason::Gathered));
            }
        }
        if released.countries.iter().any(is_filled) {
            let names = self.countries.names(|code| Country::from_code(code).name());
            statistics.countries = names.into_iter().map(group).collect();
            if self.countries.gathers() {
                withheld.push(note(Table::Countries, WithholdingReason::Gathered));
            }
        }
        statistics.device_clients = self.device_clients.names(&released.device_clients);
        if !statistics.device_clients.is_empty() && self.device_clients.gathers() {
            withheld.push(note(Table::DeviceClients, WithholdingReason::Gathered));
        }
        if self.links.are_counted() {
            let others = released.links.last().is_some_and(is_filled);
            statistics.links = self.links.names(others, &mut texts);
            if others {
                withheld.push(note(Table::Links, WithholdingReason::Gathered));
            }
        }
        if let Some(arrival) = &self.arrival {
            statistics.arrival = arrival.names();
            withheld.push(note(Table::Arrival, WithholdingReason::Coarser));
        }
        if let Some(calendar) = &self.calendar {
            statistics.days = calendar.names();
            if statistics.days.iter().any(|row| row.days > 1) {
                withheld.push(note(Table::Days, WithholdingReason::Coarser));
            }
        }
        if let Some(week) = &self.week {
            statistics.week = week.names();
            withheld.push(note(Table::Week, WithholdingReason::Coarser));
        }
        let texts = texts.into_reviews();
        for table in [Table::Campaigns, Table::Links, Table::Providers] {
            let replaced = |review: &&crate::contract::TextReview| {
                review.table == table && review.shown != review.text
            };
            if texts.iter().filter(replaced).any(|review| !review.shown.is_empty()) {
                withheld.push(note(table, WithholdingReason::Text));
            }
        }
        Named { statistics, texts, withheld }
    }

    fn campaign_names(&self, texts: &mut Texts<'_>) -> Vec<CampaignRow> {
        let day = |day: i32| {
            let monday = day.saturating_sub(i32::from(weekday(day)));
            day_text(if self.sharing.weeks { monday } else { day })
        };
        let mut rows = Vec::new();
        for (row, places) in (0u32..).zip(self.campaign_rows()) {
            let gathers = u32::try_from(places.len()).unwrap_or(u32::MAX);
            let members = || places.iter().filter_map(|&at| self.members.get(at));
            let (mut name, mut sent_on) = (String::new(), None);
            if self.campaigns.rest.is_empty() || (row as usize) < self.campaigns.named.len() {
                for (_, tally) in members() {
                    name = texts.show(Table::Campaigns, &tally.name);
                    sent_on = tally.sent_on.map(day);
                }
            } else {
                members().for_each(|(_, tally)| texts.rare(Table::Campaigns, &tally.name, ""));
            }
            rows.push(CampaignRow { key: row, name, gathers, sent_on, ..CampaignRow::default() });
        }
        rows
    }
}

/// Rows without figures.
pub(super) struct Named {
    pub(super) statistics: Statistics,
    pub(super) texts: Vec<crate::contract::TextReview>,
    pub(super) withheld: Vec<Withholding>,
}

fn is_filled(sums: &crate::engine::tallies::release::Sums) -> bool {
    sums.units.iter().any(|(_, units)| units > 0)
}

fn note(table: Table, reason: WithholdingReason) -> Withholding {
    Withholding { table: table.name().to_owned(), measure: None, reason }
}

/// How many groups a row gathers is told nowhere: the store gathers small
/// domains in one mode and not in another.
fn group(name: &str) -> GroupRow {
    GroupRow { group: name.to_owned(), gathers: 1, ..GroupRow::default() }
}

fn link(text: String, gathers: u32) -> LinkRow {
    LinkRow { link: text, gathers, ..LinkRow::default() }
}

fn day(first: i32, days: i32) -> DayRow {
    let days = u32::try_from(days).unwrap_or(1).max(1);
    DayRow { day: day_text(first), days, ..DayRow::default() }
}

fn part_of_week(weekday: u8, from_hour: u8, to_hour: u8) -> WeekRow {
    WeekRow { weekday, from_hour, to_hour, ..WeekRow::default() }
}
