//! From a store and a question to exact counts: one pass over the messages of
//! each shard.

use super::by_code::ByCode;
use super::grounds::Grounds;
use super::known::can_know;
use super::recipient::{Assessor, Reaction, Recipient};
use super::selection::Selection;
use super::time::Clock;
use super::{CampaignTally, GroupTally, LinkTally, Tallies};
use crate::contract::{Filter, Kind, MachineRules, Measure, ReadingLimits, Settings};
use crate::engine::events::{Client, Country, Device, Family};
use crate::engine::sorting::mapped;
use crate::engine::store::{Entry, Shard, Store};
use crate::engine::zone::Zone;

/// What is counted, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub filter: Filter,
    pub machine: MachineRules,
    /// Machine events count as if people had caused them.
    pub include_machine: bool,
    pub reading: ReadingLimits,
    /// Days and hours are those of this zone.
    pub zone: Zone,
}

impl Question {
    /// What the settings say, of the messages that the filter takes.
    pub fn new(settings: &Settings, filter: Filter, zone: Zone) -> Question {
        let Settings { machine, include_machine, reading, .. } = settings.clone().sound();
        Question { filter, machine, include_machine, reading, zone }
    }
}

/// Counts what a sealed store holds. The result does not depend on the number
/// of shards, nor on the order in which files were read.
pub fn count(store: &Store, question: &Question) -> Tallies {
    let selection = Selection::new(store, &question.filter, &question.zone);
    let mut counting = Counting::new(Grounds::of(store), question);
    let mut sums = Sums::new();
    for shard in store.shards() {
        shard.each_message(|subscriber, campaign, events| {
            if let Some(day) = selection.takes_events(campaign, events.iter().copied()) {
                let mailbox = shard.mailbox(subscriber);
                counting.add_person(mailbox, campaign, events, day, &mut sums);
            }
        });
    }
    counting.add_nobody(store, &selection, &mut sums);
    sums.finish(store, question, &selection)
}

/// Counts messages one after the other, by one way of counting.
pub(super) struct Counting<'a> {
    has_deliveries: Vec<bool>,
    assessor: Assessor,
    clock: Clock<'a>,
    /// Codes of links, and how often: as numbers that are sorted elsewhere, too.
    links_of: Vec<(i64, u64)>,
}

impl<'a> Counting<'a> {
    /// Of the question, everything but its filter.
    pub(super) fn new(grounds: Grounds, question: &'a Question) -> Counting<'a> {
        let Question { machine, include_machine, reading, zone, .. } = question;
        let Grounds { has_deliveries, unsubscribe } = grounds;
        Counting {
            has_deliveries,
            assessor: Assessor::knowing(unsubscribe, *machine, *include_machine, *reading),
            clock: Clock::new(zone),
            links_of: Vec::new(),
        }
    }

    /// Adds the events of a message to a person, sent on that day. `mailbox`: the
    /// group of the person's.
    pub(super) fn add_person(
        &mut self,
        mailbox: u32,
        campaign: u32,
        events: &[Entry],
        day: Option<i32>,
        sums: &mut Sums,
    ) {
        let Some(&has_deliveries) = self.has_deliveries.get(campaign as usize) else { return };
        let recipient = self.assessor.assess_all(events, true, has_deliveries);
        let scratch = (&mut self.clock, &mut self.links_of);
        sums.add(campaign, day, Some(mailbox), recipient, scratch);
    }

    /// Adds the events of nobody: no message holds them together, each belongs to
    /// its own day.
    pub(super) fn add_nobody(&mut self, store: &Store, selection: &Selection<'_>, sums: &mut Sums) {
        for message in store.shards().iter().flat_map(Shard::messages_of_nobody) {
            let campaign = message.campaign as usize;
            let Some(&has_deliveries) = self.has_deliveries.get(campaign) else { continue };
            if !selection.takes_campaign(message.campaign) {
                continue;
            }
            let taken = message
                .entries()
                .filter(|entry| selection.takes_day(entry.time.map(|time| selection.day(time))));
            let recipient = self.assessor.assess(taken, false, has_deliveries);
            if !recipient.is_empty() {
                let scratch = (&mut self.clock, &mut self.links_of);
                sums.add(message.campaign, None, None, recipient, scratch);
            }
        }
    }
}

/// Tallies in the making: by code where the result is by name.
#[derive(Clone)]
pub(super) struct Sums {
    /// Tables of time, and sums of machine events.
    pub(super) tallies: Tallies,
    pub(super) campaigns: ByCode<u32, CampaignTally>,
    pub(super) links: ByCode<u32, LinkTally>,
    /// `None` gathers the reactions of nobody.
    pub(super) mailboxes: ByCode<Option<u32>, GroupTally>,
    pub(super) devices: Classes,
    pub(super) clients: Classes,
    pub(super) countries: Classes,
    pub(super) device_clients: Classes,
}

/// Groups of reactions by the number of their class.
pub(super) type Classes = ByCode<u8, GroupTally>;

impl Sums {
    pub(super) fn new() -> Sums {
        let mut tallies = Tallies::default();
        Clock::prepare(&mut tallies);
        Sums {
            tallies,
            campaigns: ByCode::default(),
            links: ByCode::default(),
            mailboxes: ByCode::default(),
            devices: ByCode::default(),
            clients: ByCode::default(),
            countries: ByCode::default(),
            device_clients: ByCode::default(),
        }
    }

    /// Adds the sums of other messages.
    pub(super) fn add_all(&mut self, other: &Sums) {
        self.tallies.add(&other.tallies);
        self.campaigns.add(&other.campaigns, CampaignTally::add);
        self.links.add(&other.links, LinkTally::add);
        self.mailboxes.add(&other.mailboxes, GroupTally::add);
        self.devices.add(&other.devices, GroupTally::add);
        self.clients.add(&other.clients, GroupTally::add);
        self.countries.add(&other.countries, GroupTally::add);
        self.device_clients.add(&other.device_clients, GroupTally::add);
    }

    /// Puts names in place of codes, and sums campaigns up.
    pub(super) fn finish(
        self,
        store: &Store,
        question: &Question,
        selection: &Selection<'_>,
    ) -> Tallies {
        let mut tallies = self.tallies;
        tallies.machine_included = question.include_machine;
        tallies.doubles = store.doubles();
        for (key, entry) in store.campaigns().filter(|&(key, _)| selection.takes_campaign(key)) {
            tallies.covers = tallies.covers.union(entry.covers);
            let Some(mut campaign) = self.campaigns.get(key).cloned() else { continue };
            campaign.id = entry.id.to_string();
            campaign.name = entry.name.to_string();
            campaign.covers = campaign.covers.union(entry.covers);
            tallies.covers = tallies.covers.union(campaign.covers);
            // Evidence too thin to be a figure must not end up in a sum either.
            let covers = campaign.covers;
            campaign.figures = campaign
                .figures
                .map(|measure, value| if can_know(covers, measure) { value } else { 0 });
            tallies.overall.add(&campaign.figures);
            tallies.campaigns.insert(key, campaign);
        }
        for (code, link) in self.links.iter() {
            if let Some(text) = store.link(code).filter(|_| link.clicks > 0) {
                tallies.links.entry(text.to_owned()).or_default().add(link);
            }
        }
        for (code, group) in self.mailboxes.iter() {
            let name = code.map_or("unknown", |code| store.mailbox(code));
            tallies.providers.entry(name.to_owned()).or_default().add(group);
        }
        let device =
            |code: u8| Device::ALL.get(usize::from(code)).map_or("unknown", |it| it.name());
        let family =
            |code: u8| Family::ALL.get(usize::from(code)).map_or("unknown", |it| it.name());
        let devices = self.devices.iter().map(|(code, group)| (device(code).into(), *group));
        tallies.devices = mapped(devices);
        let clients = self.clients.iter().map(|(code, group)| (family(code).into(), *group));
        tallies.clients = mapped(clients);
        let device_clients = self.device_clients.iter();
        tallies.device_clients =
            mapped(device_clients.map(|(code, group)| (Client::from_code(code), *group)));
        // Where no file tells a country there is nothing to show.
        if self.countries.iter().any(|(code, _)| Country::from_code(code).is_known()) {
            let countries = self.countries.iter();
            tallies.countries =
                mapped(countries.map(|(code, group)| (Country::from_code(code), *group)));
        }
        tallies
    }

    /// `mailbox` is the group of the person's mailbox; without it nobody is
    /// named.
    fn add(
        &mut self,
        campaign: u32,
        day: Option<i32>,
        mailbox: Option<u32>,
        recipient: &Recipient,
        (clock, links_of): (&mut Clock<'_>, &mut Vec<(i64, u64)>),
    ) {
        let somebody = mailbox.is_some();
        self.add_figures(campaign, day, recipient);
        clock.add(recipient, somebody, &mut self.tallies);
        if !recipient.reactions.is_empty() {
            self.add_links(recipient, somebody, links_of);
            self.add_clients(recipient, somebody);
        }
        self.mailboxes.change(mailbox, |group| {
            group.recipients += u64::from(somebody);
            add_recipient(group, recipient);
        });
    }

    fn add_figures(&mut self, campaign: u32, day: Option<i32>, recipient: &Recipient) {
        let Some(tally) = self.campaigns.entry(campaign, CampaignTally::default) else { return };
        tally.sent_on = match (tally.sent_on, day) {
            (Some(first), Some(day)) => Some(first.min(day)),
            (first, day) => first.or(day),
        };
        for measure in recipient.counts_in.iter() {
            tally.figures[measure] += 1;
        }
        tally.figures[Measure::Opens] += recipient.opens;
        tally.figures[Measure::Clicks] += recipient.clicks;
        tally.figures[Measure::MachineOpens] += recipient.machine_opens;
        tally.figures[Measure::MachineClicks] += recipient.machine_clicks;
        if recipient.counts_in.has(Measure::Timed) {
            // Durations came beside opens: the files can tell them after all.
            tally.covers.insert(Kind::Read);
        }
        self.tallies.machine_vendor += recipient.vendor;
        self.tallies.machine_burst += recipient.burst;
        self.tallies.machine_user_agent += recipient.user_agent;
    }

    fn add_links(&mut self, recipient: &Recipient, somebody: bool, links_of: &mut Vec<(i64, u64)>) {
        links_of.clear();
        let clicks = recipient.reactions.iter().filter(|reaction| !reaction.open);
        links_of.extend(clicks.filter_map(|click| Some((click.link?.into(), click.times))));
        links_of.sort_unstable();
        for link in links_of.chunk_by(|a, b| a.0 == b.0) {
            if let Some(&(code, _)) = link.first() {
                self.links.change(code as u32, |tally| {
                    tally.clickers += u64::from(somebody);
                    tally.clicks += link.iter().map(|(_, times)| times).sum::<u64>();
                });
            }
        }
    }

    fn add_clients(&mut self, recipient: &Recipient, somebody: bool) {
        let reactions = &recipient.reactions;
        add_by(&mut self.devices, reactions, somebody, |reaction| reaction.client.device as u8);
        add_by(&mut self.clients, reactions, somebody, |reaction| reaction.client.family as u8);
        add_by(&mut self.countries, reactions, somebody, |reaction| reaction.country.code());
        add_by(&mut self.device_clients, reactions, somebody, |reaction| reaction.client.code());
    }
}

fn add_recipient(group: &mut GroupTally, recipient: &Recipient) {
    let counts_in = |measure| u64::from(recipient.counts_in.has(measure));
    group.delivered += counts_in(Measure::Delivered);
    group.openers += counts_in(Measure::Openers);
    group.clickers += counts_in(Measure::Clickers);
    group.opens += recipient.opens;
    group.clicks += recipient.clicks;
}

/// Adds one recipient's reactions by what they were made with, or where.
fn add_by(
    groups: &mut Classes,
    reactions: &[Reaction],
    somebody: bool,
    class: impl Fn(&Reaction) -> u8,
) {
    let people = u64::from(somebody);
    // Most recipients react once.
    if let [reaction] = reactions {
        groups.change(class(reaction), |group| {
            group.recipients += people;
            if reaction.open {
                group.opens += reaction.times;
                group.openers += people;
            } else {
                group.clicks += reaction.times;
                group.clickers += people;
            }
        });
        return;
    }
    // One bit a class.
    let (mut opened, mut clicked) = ([0u64; 4], [0u64; 4]);
    for reaction in reactions {
        let code = class(reaction);
        let (word, bit) = (usize::from(code / 64), 1u64 << (code % 64));
        let (Some(opened), Some(clicked)) = (opened.get_mut(word), clicked.get_mut(word)) else {
            continue;
        };
        let anything = *opened | *clicked;
        groups.change(code, |group| {
            let (events, reacted, seen) = if reaction.open {
                (&mut group.opens, &mut group.openers, opened)
            } else {
                (&mut group.clicks, &mut group.clickers, clicked)
            };
            *events += reaction.times;
            if somebody && *seen & bit == 0 {
                *reacted += 1;
                group.recipients += u64::from(anything & bit == 0);
                *seen |= bit;
            }
        });
    }
}
