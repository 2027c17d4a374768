//! Counts for a release: a second pass over the store, by rows that a plan has
//! chosen, with capped contributions and the different people behind every
//! figure. Exact, and not safe to show.
//!
//! Events of nobody are not counted here: where no person is named, what one
//! person contributed cannot be capped.

mod grid;
mod plan;

pub(in crate::engine) use grid::Sums;
pub(in crate::engine) use plan::{CampaignPlan, Plan};

use super::Question;
use super::recipient::{Assessor, Reaction, Recipient};
use super::selection::Selection;
use crate::contract::{Figures, Measure, Table};
use crate::engine::calendar::{day_number, weekday};
use crate::engine::protection::contribution::{Bounds, Repeated, cap};
use crate::engine::store::{Message, Shard, Store};
use crate::engine::zone::{Time, Zone};
use grid::{Grid, SUMS, Unit, bit};
use std::cmp::Ordering;

const HOUR_MS: i64 = 3_600_000;

/// The counts of every row.
pub(in crate::engine) struct Released {
    pub(in crate::engine) overall: Sums,
    pub(in crate::engine) campaigns: Vec<Sums>,
    pub(in crate::engine) providers: Vec<Sums>,
    pub(in crate::engine) devices: Vec<Sums>,
    pub(in crate::engine) clients: Vec<Sums>,
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
) -> std::collections::BTreeMap<String, u64> {
    let selection = Selection::new(store, &question.filter, &question.zone);
    let mut by_code = std::collections::BTreeMap::<u32, u64>::new();
    for shard in store.shards() {
        let mut last = None;
        for message in shard.messages() {
            let Some(subscriber) = message.subscriber else { continue };
            if last != Some(subscriber)
                && plan.campaigns.contains_key(&message.campaign)
                && selection.takes(message).is_some()
            {
                *by_code.entry(shard.mailbox(subscriber)).or_default() += 1;
                last = Some(subscriber);
            }
        }
    }
    let mut by_name = std::collections::BTreeMap::new();
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
                && self.selection.takes(message).is_some();
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

    fn each(&mut self) -> [&mut Grid; 10] {
        [
            &mut self.overall,
            &mut self.campaigns,
            &mut self.providers,
            &mut self.devices,
            &mut self.clients,
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
            links: self.links.finish(),
            arrival: self.arrival.finish(),
            days: self.days.finish(),
            week: self.week.finish(),
            machine: self.machine.finish(),
        }
    }
}

impl Repeated for Reaction {
    fn times(&self) -> u64 {
        self.times
    }

    fn set_times(&mut self, times: u64) {
        self.times = times;
    }
}

/// In which rows a recipient counts as opener and clicker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// In every row with an open (a click).
    Everywhere,
    /// In the row of the first only.
    Once,
}

/// One recipient's reactions as they are counted, and room to sort them by row.
#[derive(Default)]
struct Parts {
    opens: Vec<Reaction>,
    clicks: Vec<Reaction>,
    machine_opens: Vec<Reaction>,
    machine_clicks: Vec<Reaction>,
    rows: Vec<(usize, Unit)>,
}

impl Parts {
    /// Takes over the reactions that the files can tell, capped.
    fn take(&mut self, recipient: &Recipient, told: u32, store: &Store, most: u32) {
        let Recipient { reactions, set_aside, .. } = recipient;
        for (list, source, open, measure) in [
            (&mut self.opens, reactions, true, Measure::Opens),
            (&mut self.clicks, reactions, false, Measure::Clicks),
            (&mut self.machine_opens, set_aside, true, Measure::MachineOpens),
            (&mut self.machine_clicks, set_aside, false, Measure::MachineClicks),
        ] {
            list.clear();
            if told & bit(measure) != 0 {
                list.extend(source.iter().filter(|reaction| reaction.open == open));
                cap(list, most, |a, b| by_time(a, b, store));
            }
        }
    }

    /// The recipient as a whole.
    fn unit(&self, recipient: &Recipient, told: u32) -> Unit {
        let lists = [&self.opens, &self.clicks, &self.machine_opens, &self.machine_clicks];
        let mut counts_in = recipient.counts_in.bits() & told;
        // Not for a reaction that the files cannot tell.
        if counts_in & (bit(Measure::Openers) | bit(Measure::Clickers)) == 0 {
            counts_in &= !bit(Measure::ConfirmedOpeners);
        }
        Unit {
            counts_in,
            events: lists.map(|list| list.iter().map(|reaction| reaction.times).sum()),
        }
    }

    /// Adds the recipient to the rows of its opens and clicks.
    fn spread(&mut self, grid: &mut Grid, row: impl Fn(&Reaction) -> Option<usize>, first: First) {
        self.rows.clear();
        let kinds =
            [(&self.opens, Measure::Openers), (&self.clicks, Measure::Clickers)].into_iter();
        for (sum, (list, people)) in kinds.enumerate() {
            let earliest =
                list.iter().min_by_key(|reaction| order_of(reaction.time)).and_then(&row);
            for reaction in list {
                let Some(row) = row(reaction) else { continue };
                let unit = unit_of(&mut self.rows, row);
                unit.counts_in |= bit(Measure::Recipients);
                if first == First::Everywhere || earliest == Some(row) {
                    unit.counts_in |= bit(people);
                }
                if let Some(events) = unit.events.get_mut(sum) {
                    *events += reaction.times;
                }
            }
        }
        for (row, unit) in &self.rows {
            grid.add(*row, unit);
        }
    }

    /// Adds what rules have taken for a machine's, opens and clicks together.
    fn spread_machine(&mut self, grid: &mut Grid) {
        const MACHINE_OPENS: usize = 2;
        const _: () = assert!(matches!(SUMS[MACHINE_OPENS], Measure::MachineOpens));
        self.rows.clear();
        let lists = [&self.opens, &self.clicks, &self.machine_opens, &self.machine_clicks];
        for reaction in lists.into_iter().flatten() {
            let Some(cause) = reaction.cause else { continue };
            let unit = unit_of(&mut self.rows, cause as usize);
            if let Some(events) = unit.events.get_mut(MACHINE_OPENS) {
                *events += reaction.times;
            }
        }
        for (row, unit) in &self.rows {
            grid.add(*row, unit);
        }
    }
}

/// The unit of a row, which is entered where it is new; there are few.
fn unit_of(rows: &mut Vec<(usize, Unit)>, row: usize) -> &mut Unit {
    let at = rows.iter().position(|(other, _)| *other == row).unwrap_or_else(|| {
        rows.push((row, Unit::default()));
        rows.len() - 1
    });
    &mut rows[at].1
}

/// Without a time: last.
fn order_of(time: Option<Time>) -> (bool, Option<Time>) {
    (time.is_none(), time)
}

/// By time; where times are equal, by what else is counted of a reaction, and
/// never by the order of the files.
fn by_time(a: &Reaction, b: &Reaction, store: &Store) -> Ordering {
    let link = |reaction: &Reaction| reaction.link.and_then(|link| store.link(link));
    let rest = |reaction: &Reaction| (reaction.client.code(), reaction.cause, reaction.times);
    order_of(a.time)
        .cmp(&order_of(b.time))
        .then_with(|| link(a).cmp(&link(b)))
        .then_with(|| rest(a).cmp(&rest(b)))
}
