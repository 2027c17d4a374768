//! Counts for a release: a second pass over the store, by rows that a plan has
//! chosen, with capped contributions and the different people behind every
//! figure. Exact, and not safe to show.
//!
//! Events of nobody are not counted here: where no person is named, what one
//! person contributed cannot be capped.

mod grid;
mod kept;
mod parts;
mod plan;

pub(in crate::engine) use grid::Sums;
pub(in crate::engine) use kept::Kept;
pub(in crate::engine) use plan::{CampaignPlan, Plan};

use super::Question;
use super::recipient::{Assessor, Reaction};
use super::selection::Selection;
use crate::contract::{Figures, Table};
use crate::engine::calendar::{day_number, weekday};
use crate::engine::protection::contribution::Bounds;
use crate::engine::store::{Message, Shard, Store};
use crate::engine::zone::{Time, Zone};
use grid::{Grid, bit};
use parts::{First, Parts};
use std::collections::BTreeMap;

const HOUR_MS: i64 = 3_600_000;

/// The counts of every row.
pub(in crate::engine) struct Released {
    pub(in crate::engine) overall: Sums,
    pub(in crate::engine) campaigns: Vec<Sums>,
    pub(in crate::engine) providers: Vec<Sums>,
    pub(in crate::engine) devices: Vec<Sums>,
    pub(in crate::engine) clients: Vec<Sums>,
    pub(in crate::engine) countries: Vec<Sums>,
    pub(in crate::engine) device_clients: Vec<Sums>,
    /// By the rows of clients: reactions on devices on which the client shares the
    /// row of the others. They stand in no table, and follow from two.
    pub(in crate::engine) gathered_clients: Vec<Sums>,
    pub(in crate::engine) links: Vec<Sums>,
    /// Tables of time have one more row: what has no place in time.
    pub(in crate::engine) arrival: Vec<Sums>,
    pub(in crate::engine) days: Vec<Sums>,
    pub(in crate::engine) week: Vec<Sums>,
    /// By rule: vendor, burst, user agent.
    pub(in crate::engine) machine: Vec<Sums>,
}

/// Counts what a sealed store holds, by the rows of the plan. The result does
/// not depend on the number of shards, nor on the order of the files.
pub(in crate::engine) fn release(
    store: &Store,
    question: &Question,
    plan: &Plan,
    bounds: Bounds,
) -> Released {
    let mut counting = Counting::new(store, question, plan, bounds);
    for shard in store.shards() {
        counting.count(shard);
    }
    counting.grids.finish()
}

/// Different people of each mailbox group, by its name, among those of whom a
/// message is counted.
pub(in crate::engine) fn people_by_provider(
    store: &Store,
    question: &Question,
    plan: &Plan,
) -> BTreeMap<String, u64> {
    let selection = Selection::new(store, &question.filter, &question.zone);
    let mut by_code = BTreeMap::<u32, u64>::new();
    for shard in store.shards() {
        let mut last = None;
        for message in shard.messages() {
            let Some(subscriber) = message.subscriber else { continue };
            if last != Some(subscriber)
                && plan.campaigns.contains_key(&message.campaign)
                && (!selection.has_period() || selection.takes(message).is_some())
            {
                *by_code.entry(shard.mailbox(subscriber)).or_default() += 1;
                last = Some(subscriber);
            }
        }
    }
    let mut by_name = BTreeMap::new();
    for (code, people) in by_code {
        *by_name.entry(store.mailbox(code).to_owned()).or_default() += people;
    }
    by_name
}

struct Counting<'a> {
    store: &'a Store,
    zone: &'a Zone,
    plan: &'a Plan,
    bounds: Bounds,
    selection: Selection<'a>,
    assessor: Assessor,
    /// By campaign key: what its files can tell, as bits.
    tells: Vec<u32>,
    /// By mailbox code, as far as they were met.
    providers: Vec<Option<usize>>,
    grids: Grids,
    parts: Parts,
}

impl<'a> Counting<'a> {
    fn new(
        store: &'a Store,
        question: &'a Question,
        plan: &'a Plan,
        bounds: Bounds,
    ) -> Counting<'a> {
        let Question { filter, machine, include_machine, reading, zone } = question;
        let mut tells = Vec::new();
        for (&key, campaign) in &plan.campaigns {
            tells.resize(tells.len().max(key as usize + 1), 0);
            if let Some(place) = tells.get_mut(key as usize) {
                *place = bits_of(&campaign.tells);
            }
        }
        Counting {
            store,
            zone,
            plan,
            bounds,
            selection: Selection::new(store, filter, zone),
            assessor: Assessor::new(store, *machine, *include_machine, *reading),
            tells,
            providers: Vec::new(),
            grids: Grids::new(plan),
            parts: Parts::default(),
        }
    }

    fn count(&mut self, shard: &Shard) {
        let mut messages: Vec<Message<'_>> = Vec::new();
        for message in shard.messages() {
            if messages.first().is_some_and(|first| first.subscriber != message.subscriber) {
                self.add_person(shard, &mut messages);
            }
            let counts = message.subscriber.is_some()
                && self.plan.campaigns.contains_key(&message.campaign)
                && (!self.selection.has_period() || self.selection.takes(message).is_some());
            if counts {
                messages.push(message);
            }
        }
        self.add_person(shard, &mut messages);
    }

    /// Adds all messages of one person.
    fn add_person(&mut self, shard: &Shard, messages: &mut Vec<Message<'_>>) {
        let Some(subscriber) = messages.first().and_then(|message| message.subscriber) else {
            return;
        };
        if let Some(most) = self.bounds.campaigns {
            let rank = |key| self.plan.campaigns.get(&key).map(|campaign| campaign.rank);
            messages.sort_by_key(|message| rank(message.campaign));
            messages.truncate(most as usize);
        }
        let provider = self.provider(shard.mailbox(subscriber));
        for message in messages.drain(..) {
            self.add_message(message, provider);
        }
        self.grids.end(shard.record_key(subscriber));
    }

    fn provider(&mut self, code: u32) -> Option<usize> {
        if self.plan.provider_rows == 0 {
            return None;
        }
        let place = code as usize;
        if self.providers.len() <= place {
            self.providers.resize(place + 1, None);
        }
        let known = self.providers.get_mut(place)?;
        if known.is_none() {
            *known = self.plan.providers.get(self.store.mailbox(code)).copied();
        }
        *known
    }

    fn add_message(&mut self, message: Message<'_>, provider: Option<usize>) {
        let Some(campaign) = self.plan.campaigns.get(&message.campaign) else { return };
        let has_deliveries =
            self.store.campaign(message.campaign).is_some_and(|entry| entry.has_deliveries);
        let told = self.tells.get(message.campaign as usize).copied().unwrap_or_default();
        let recipient = self.assessor.assess(message.entries(), true, has_deliveries);
        self.parts.take(recipient, told, self.store, self.bounds.events);
        let parts = &mut self.parts;

        let unit = parts.unit(recipient, told);
        let grids = &mut self.grids;
        grids.overall.add(0, &unit);
        grids.campaigns.add(campaign.row, &unit);
        if let Some(row) = provider {
            grids.providers.add(row, &unit);
        }
        let plan = self.plan;
        if plan.device_rows > 0 {
            let row =
                |reaction: &Reaction| plan.devices.get(reaction.client.device as usize).copied();
            parts.spread(&mut grids.devices, row, First::Everywhere);
        }
        if plan.client_rows > 0 {
            let row =
                |reaction: &Reaction| plan.clients.get(reaction.client.family as usize).copied();
            parts.spread(&mut grids.clients, row, First::Everywhere);
        }
        if plan.country_rows > 0 {
            let row =
                |reaction: &Reaction| plan.countries.get(reaction.country.code() as usize).copied();
            parts.spread(&mut grids.countries, row, First::Everywhere);
        }
        if plan.device_client_rows > 0 {
            let row = |reaction: &Reaction| {
                plan.device_clients.get(reaction.client.code() as usize).copied()
            };
            parts.spread(&mut grids.device_clients, row, First::Everywhere);
            let row =
                |reaction: &Reaction| plan.gathered_clients.get(&reaction.client.code()).copied();
            parts.spread(&mut grids.gathered_clients, row, First::Everywhere);
        }
        if plan.link_rows > 0 {
            let row = |reaction: &Reaction| {
                let named = reaction.link.and_then(|link| plan.links.get(&link).copied());
                (!reaction.open).then(|| named.unwrap_or(plan.other_links))
            };
            parts.spread(&mut grids.links, row, First::Everywhere);
        }
        if let Some(steps) = &plan.arrival {
            let row = |reaction: &Reaction| {
                let since = reaction.time.zip(recipient.sent_at).map(|(time, sent)| {
                    let hour = (time.0.saturating_sub(sent.0) / HOUR_MS).max(0);
                    steps.iter().filter(|&&from| from <= hour).count()
                });
                Some(since.unwrap_or(steps.len() + 1))
            };
            parts.spread(&mut grids.arrival, row, First::Once);
        }
        let zone = self.zone;
        if let Some(last) = plan.days.len().checked_sub(1) {
            let row = |reaction: &Reaction| {
                let day = reaction.time.map(|time| day_of(zone, time));
                let after = day.map_or(0, |day| plan.days.partition_point(|&from| from <= day));
                // Before the first day, and after the last.
                Some(after.checked_sub(1).filter(|&row| row < last).unwrap_or(last))
            };
            parts.spread(&mut grids.days, row, First::Everywhere);
        }
        if plan.parts_of_day > 0 {
            let parts_of_day = plan.parts_of_day;
            let row = |reaction: &Reaction| {
                let Some(time) = reaction.time else { return Some(7 * parts_of_day) };
                let local = zone.local(time);
                let hour = local.0.div_euclid(HOUR_MS).rem_euclid(24) as usize;
                let day = usize::from(weekday(day_number(local)));
                Some(day * parts_of_day + hour * parts_of_day / 24)
            };
            parts.spread(&mut grids.week, row, First::Everywhere);
        }
        if plan.machine {
            parts.spread_machine(&mut grids.machine);
        }
    }
}

fn day_of(zone: &Zone, time: Time) -> i32 {
    day_number(zone.local(time))
}

fn bits_of(measures: &Figures<bool>) -> u32 {
    measures.iter().fold(0, |bits, (measure, told)| if told { bits | bit(measure) } else { bits })
}

/// One grid a table.
struct Grids {
    overall: Grid,
    campaigns: Grid,
    providers: Grid,
    devices: Grid,
    clients: Grid,
    countries: Grid,
    device_clients: Grid,
    gathered_clients: Grid,
    links: Grid,
    arrival: Grid,
    days: Grid,
    week: Grid,
    machine: Grid,
}

impl Grids {
    fn new(plan: &Plan) -> Grids {
        Grids {
            overall: Grid::new(Table::Overall, 1),
            campaigns: Grid::new(Table::Campaigns, plan.campaign_rows),
            providers: Grid::new(Table::Providers, plan.provider_rows),
            devices: Grid::new(Table::Devices, plan.device_rows),
            clients: Grid::new(Table::Clients, plan.client_rows),
            countries: Grid::new(Table::Countries, plan.country_rows),
            device_clients: Grid::new(Table::DeviceClients, plan.device_client_rows),
            gathered_clients: Grid::new(
                Table::DeviceClients,
                if plan.gathered_clients.is_empty() { 0 } else { plan.client_rows },
            ),
            links: Grid::new(Table::Links, plan.link_rows),
            arrival: Grid::new(
                Table::Arrival,
                plan.arrival.as_ref().map_or(0, |steps| steps.len() + 2),
            ),
            days: Grid::new(Table::Days, plan.days.len()),
            week: Grid::new(
                Table::Week,
                if plan.parts_of_day > 0 { 7 * plan.parts_of_day + 1 } else { 0 },
            ),
            machine: Grid::new(Table::Machine, if plan.machine { 3 } else { 0 }),
        }
    }

    fn each(&mut self) -> [&mut Grid; 13] {
        [
            &mut self.overall,
            &mut self.campaigns,
            &mut self.providers,
            &mut self.devices,
            &mut self.clients,
            &mut self.countries,
            &mut self.device_clients,
            &mut self.gathered_clients,
            &mut self.links,
            &mut self.arrival,
            &mut self.days,
            &mut self.week,
            &mut self.machine,
        ]
    }

    fn end(&mut self, record_key: u32) {
        for grid in self.each() {
            grid.end(record_key);
        }
    }

    fn finish(self) -> Released {
        let mut overall = self.overall.finish();
        Released {
            overall: overall.swap_remove(0),
            campaigns: self.campaigns.finish(),
            providers: self.providers.finish(),
            devices: self.devices.finish(),
            clients: self.clients.finish(),
            countries: self.countries.finish(),
            device_clients: self.device_clients.finish(),
            gathered_clients: self.gathered_clients.finish(),
            links: self.links.finish(),
            arrival: self.arrival.finish(),
            days: self.days.finish(),
            week: self.week.finish(),
            machine: self.machine.finish(),
        }
    }
}
