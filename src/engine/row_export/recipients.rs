//! The people of a selection, one record for each of them in each campaign.

use super::crowd::measure;
use crate::contract::{Kind, KindSet, Measure};
use crate::engine::calendar::weekday;
use crate::engine::events::{Client, Device, Family};
use crate::engine::protection::harmless;
use crate::engine::store::{Campaign, Store};
use crate::engine::tallies::recipient::{Assessor, Reaction, Recipient as Assessed};
use crate::engine::tallies::selection::Selection;
use crate::engine::tallies::{Question, can_know};
use crate::engine::zone::Time;
use std::collections::{BTreeMap, BTreeSet};

const HOUR_MS: i64 = 3_600_000;
/// Where the steps of the time since sending end, in hours; the last is open.
const UNTIL: [i64; 5] = [1, 6, 24, 72, 168];

/// Everybody, with the names that codes stand for. Holds no identity: not
/// even a pseudonym.
pub(super) struct People {
    /// In order of sending, as they are shown.
    pub(super) campaigns: Vec<String>,
    /// Their keys in the store, and the kinds that their exports can tell of.
    pub(super) keys: Vec<u32>,
    pub(super) known: Vec<KindSet>,
    /// In alphabetical order, and whether the name comes from the data.
    pub(super) providers: Vec<(String, bool)>,
    pub(super) recipients: Vec<Recipient>,
}

/// A person in a campaign.
#[derive(Clone, Copy)]
pub(super) struct Recipient {
    pub(super) campaign: u32,
    pub(super) provider: u32,
    /// Day of sending since 1970-01-01 in the zone of the settings.
    pub(super) day: Option<i32>,
    pub(super) did: KindSet,
    pub(super) open: Reacted,
    pub(super) click: Reacted,
}

/// How somebody opened, or clicked: the first time, and with what else.
#[derive(Clone, Copy, Default)]
pub(super) struct Reacted {
    pub(super) first: Option<Label>,
    /// Of all times: a bit for each device, and for each family.
    pub(super) devices: u32,
    pub(super) families: u32,
}

/// What is known of a reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    pub(super) device: Device,
    pub(super) family: Family,
    /// Step of time since sending; `None` where either time is unknown.
    pub(super) after: Option<u8>,
}

impl People {
    pub(super) fn of(store: &Store, question: &Question) -> People {
        let Question { filter, machine, include_machine, reading, zone } = question;
        let selection = Selection::new(store, filter, zone);
        let mut assessor = Assessor::new(store, *machine, *include_machine, *reading);
        let mut recipients = Vec::new();
        let mut first_days: BTreeMap<u32, Option<i32>> = BTreeMap::new();
        let mut codes: BTreeSet<u32> = BTreeSet::new();
        for shard in store.shards() {
            for message in shard.messages() {
                let Some(campaign) = store.campaign(message.campaign) else { continue };
                let Some(subscriber) = message.subscriber else { continue };
                let Some(day) = selection.takes(message) else { continue };
                let assessed = assessor.assess(message.entries(), true, campaign.has_deliveries);
                let mut did = KindSet::EMPTY;
                let known = known(campaign);
                for kind in known.iter().filter(|&kind| assessed.counts_in.has(measure(kind))) {
                    did.insert(kind);
                }
                let provider = shard.mailbox(subscriber);
                codes.insert(provider);
                let first = first_days.entry(message.campaign).or_insert(day);
                *first = match (*first, day) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
                recipients.push(Recipient {
                    campaign: message.campaign,
                    provider,
                    day,
                    did,
                    open: reacted(assessed, true),
                    click: reacted(assessed, false),
                });
            }
        }
        let (campaigns, keys) = campaigns(store, &first_days);
        let campaign_of: BTreeMap<u32, u32> = keys.iter().copied().zip(0..).collect();
        let (providers, provider_of) = providers(store, &codes);
        for recipient in &mut recipients {
            recipient.campaign = campaign_of.get(&recipient.campaign).copied().unwrap_or_default();
            recipient.provider = provider_of.get(&recipient.provider).copied().unwrap_or_default();
        }
        let known = keys.iter().map(|&key| store.campaign(key).map(known).unwrap_or_default());
        People { campaigns, known: known.collect(), keys, providers, recipients }
    }
}

impl Recipient {
    /// How the kind was done, where that is known at all.
    pub(super) fn reacted(&self, kind: Kind) -> Option<&Reacted> {
        match kind {
            Kind::Opened => Some(&self.open),
            Kind::Clicked => Some(&self.click),
            _ => None,
        }
    }
}

/// The kinds of which the campaign's exports tell whether somebody did them.
fn known(campaign: &Campaign) -> KindSet {
    let tells =
        |kind: &Kind| measure(*kind) == Measure::Timed || can_know(campaign.covers, measure(*kind));
    KindSet::of(&Kind::ALL.into_iter().filter(tells).collect::<Vec<_>>())
}

/// The Monday of a day's week.
pub(super) fn monday(day: i32) -> i32 {
    day.saturating_sub(i32::from(weekday(day)))
}

fn reacted(recipient: &Assessed, open: bool) -> Reacted {
    let of_kind = || recipient.reactions.iter().filter(|reaction| reaction.open == open);
    // Neither the order of files nor of rows decides which one is the first.
    let order = |reaction: &&Reaction| {
        (reaction.time.is_none(), reaction.time, reaction.client.device, reaction.client.family)
    };
    let mut found = Reacted::default();
    for reaction in of_kind() {
        found.devices |= 1 << reaction.client.device as u32;
        found.families |= 1 << reaction.client.family as u32;
    }
    found.first = of_kind().min_by_key(order).map(|reaction| {
        let Client { device, family } = reaction.client;
        let after = reaction.time.zip(recipient.sent_at).map(|(time, sent)| step(time, sent));
        Label { device, family, after }
    });
    found
}

/// A reaction before the sending comes from clocks that disagree: it belongs to
/// the first hour.
fn step(time: Time, sent: Time) -> u8 {
    let hour = (time.0.saturating_sub(sent.0) / HOUR_MS).max(0);
    UNTIL.iter().filter(|&&until| until <= hour).count() as u8
}

/// Names of campaigns as they leave, and their keys. No two names are the same:
/// rows of two campaigns must not look like those of one.
fn campaigns(store: &Store, first_days: &BTreeMap<u32, Option<i32>>) -> (Vec<String>, Vec<u32>) {
    let mut keys: Vec<u32> = first_days.keys().copied().collect();
    let day = |key: &u32| first_days.get(key).copied().flatten();
    keys.sort_by_cached_key(|key| {
        let named = store.campaign(*key).map(|campaign| (&campaign.name, &campaign.id));
        (day(key).is_none(), day(key), named)
    });
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::new();
    for key in &keys {
        let name = store.campaign(*key).map(|campaign| harmless(&campaign.name));
        let base = name.flatten().filter(|name| !name.is_empty());
        let nth = |n: u32| match &base {
            Some(name) if n == 1 => name.clone(),
            Some(name) => format!("{name} ({n})"),
            None => format!("#{n}"),
        };
        let name = (1..=u32::MAX).map(nth).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        names.push(name);
    }
    (names, keys)
}

/// Names of providers, and the place of each code.
fn providers(store: &Store, codes: &BTreeSet<u32>) -> (Vec<(String, bool)>, BTreeMap<u32, u32>) {
    let names: BTreeSet<&str> = codes.iter().map(|&code| store.mailbox(code)).collect();
    let place: BTreeMap<&str, u32> = names.iter().copied().zip(0..).collect();
    let codes = codes.iter().map(|&code| {
        let place = place.get(store.mailbox(code)).copied();
        (code, place.unwrap_or_default())
    });
    (names.iter().map(|&name| (name.to_owned(), is_domain(name))).collect(), codes.collect())
}

/// Lower case with a dot: a domain's own name rather than a family's brand.
fn is_domain(name: &str) -> bool {
    name.contains('.') && !name.chars().any(char::is_uppercase)
}

/// The words for a step of time since sending.
pub(super) const fn step_name(step: u8) -> &'static str {
    match step {
        0 => "0-1 h",
        1 => "1-6 h",
        2 => "6-24 h",
        3 => "1-3 d",
        4 => "3-7 d",
        _ => "later",
    }
}
