//! What one message's events say of its recipient.

use super::machine::{self, Cause};
use crate::contract::{Kind, MachineRules, Measure, Measured, ReadingLimits};
use crate::engine::events::{Client, Country, links};
use crate::engine::store::{Entry, Mark, Store, tells_of_sending};
use crate::engine::zone::Time;

/// A set of measures of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct Measures(u32);

const _: () = assert!(Measure::COUNT <= 32);

impl Measures {
    pub(in crate::engine) fn has(self, measure: Measure) -> bool {
        self.0 & (1 << measure as u32) != 0
    }

    pub(in crate::engine) fn iter(self) -> impl Iterator<Item = Measure> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = Measure::ALL.get(left.trailing_zeros() as usize).copied();
            left &= left.wrapping_sub(1);
            next
        })
    }

    /// One bit a measure, by its number.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    fn put(&mut self, measure: Measure, holds: bool) {
        self.0 |= u32::from(holds) << measure as u32;
    }
}

/// An open or a click.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Reaction {
    /// Else a click.
    pub(in crate::engine) open: bool,
    pub(in crate::engine) time: Option<Time>,
    pub(in crate::engine) link: Option<u32>,
    pub(in crate::engine) client: Client,
    pub(in crate::engine) country: Country,
    pub(in crate::engine) times: u64,
    /// The first rule that takes it for a machine's.
    pub(super) cause: Option<Cause>,
}

/// One recipient: a person within one campaign, or the events of nobody there.
#[derive(Default)]
pub(in crate::engine) struct Recipient {
    /// The measures in which the recipient counts; none for nobody.
    pub(in crate::engine) counts_in: Measures,
    pub(in crate::engine) opens: u64,
    pub(in crate::engine) clicks: u64,
    pub(in crate::engine) machine_opens: u64,
    pub(in crate::engine) machine_clicks: u64,
    /// Opens and clicks to which each rule applied first, set aside or not.
    pub(in crate::engine) vendor: u64,
    pub(in crate::engine) burst: u64,
    pub(in crate::engine) user_agent: u64,
    /// Sent, or else delivered: reactions are counted from here.
    pub(in crate::engine) sent_at: Option<Time>,
    /// The opens and clicks that count as a person's.
    pub(in crate::engine) reactions: Vec<Reaction>,
    /// Those set aside as a machine's.
    pub(super) set_aside: Vec<Reaction>,
}

impl Recipient {
    /// Nothing at all is counted.
    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.counts_in == Measures::default()
            && self.reactions.is_empty()
            && self.machine_opens + self.machine_clicks == 0
    }
}

/// Reads recipients one after the other.
pub(in crate::engine) struct Assessor {
    rules: MachineRules,
    include_machine: bool,
    limits: ReadingLimits,
    /// By link: clicks there do not count.
    unsubscribe: Vec<bool>,
    entries: Vec<Entry>,
    in_burst: Vec<bool>,
    recipient: Recipient,
}

impl Assessor {
    pub(in crate::engine) fn new(
        store: &Store,
        rules: MachineRules,
        include_machine: bool,
        limits: ReadingLimits,
    ) -> Assessor {
        Assessor::knowing(unsubscribe_links(store), rules, include_machine, limits)
    }

    /// The same where the links are known that [unsubscribe](unsubscribe_links).
    pub(super) fn knowing(
        unsubscribe: Vec<bool>,
        rules: MachineRules,
        include_machine: bool,
        limits: ReadingLimits,
    ) -> Assessor {
        Assessor {
            rules,
            include_machine,
            limits,
            unsubscribe,
            entries: Vec::new(),
            in_burst: Vec::new(),
            recipient: Recipient::default(),
        }
    }

    /// The recipient behind the events of one message. `somebody`: the export
    /// names the person; `has_deliveries`: the campaign's files hold deliveries.
    pub(in crate::engine) fn assess(
        &mut self,
        entries: impl Iterator<Item = Entry>,
        somebody: bool,
        has_deliveries: bool,
    ) -> &Recipient {
        let mut events = std::mem::take(&mut self.entries);
        events.clear();
        events.extend(entries);
        self.assess_all(&events, somebody, has_deliveries);
        self.entries = events;
        &self.recipient
    }

    /// The same where the events stand in one list.
    pub(super) fn assess_all(
        &mut self,
        events: &[Entry],
        somebody: bool,
        has_deliveries: bool,
    ) -> &Recipient {
        let recipient = &mut self.recipient;
        let mut reactions = std::mem::take(&mut recipient.reactions);
        let mut set_aside = std::mem::take(&mut recipient.set_aside);
        reactions.clear();
        set_aside.clear();
        *recipient = Recipient { reactions, set_aside, ..Recipient::default() };

        let sending = Sending::of(events);
        recipient.sent_at = sending.sent_at;
        machine::bursts(if somebody { events } else { &[] }, &mut self.in_burst);

        let mut counts_in = Measures::default();
        let mut longest: Option<u32> = None;
        for (at, entry) in events.iter().enumerate() {
            match entry.kind.measured() {
                Some(Measured::Opens) if !sending.measurable_opens => continue,
                Some(Measured::Clicks) if !sending.measurable_clicks => continue,
                _ => {}
            }
            let in_burst = self.in_burst.get(at).copied().unwrap_or_default();
            let cause = machine::cause(entry, in_burst, self.rules);
            let aside = cause.is_some() && !self.include_machine;
            let open = match entry.kind {
                Kind::Opened | Kind::MachineOpened => true,
                Kind::Clicked | Kind::MachineClicked if unsubscribes(entry, &self.unsubscribe) => {
                    continue;
                }
                Kind::Clicked | Kind::MachineClicked => false,
                Kind::Read => {
                    if !aside {
                        longest = longest.max(entry.view_ms);
                    }
                    continue;
                }
                other => {
                    if let Some(measure) = happened(other) {
                        counts_in.put(measure, true);
                    }
                    continue;
                }
            };
            let times = u64::from(entry.times);
            match cause {
                Some(Cause::Vendor) => recipient.vendor += times,
                Some(Cause::Burst) => recipient.burst += times,
                Some(Cause::UserAgent) => recipient.user_agent += times,
                None => {}
            }
            match (open, aside) {
                (true, true) => recipient.machine_opens += times,
                (false, true) => recipient.machine_clicks += times,
                (true, false) => recipient.opens += times,
                (false, false) => recipient.clicks += times,
            }
            let &Entry { time, link, client, country, .. } = entry;
            let list = if aside { &mut recipient.set_aside } else { &mut recipient.reactions };
            list.push(Reaction { open, time, link, client, country, times, cause });
        }

        if somebody {
            counts_in.put(Measure::Recipients, true);
            sending.put(&mut counts_in, has_deliveries);
            counts_in.put(Measure::Openers, recipient.opens > 0);
            counts_in.put(Measure::MachineOpeners, recipient.machine_opens > 0);
            counts_in.put(Measure::Clickers, recipient.clicks > 0);
            counts_in.put(Measure::MachineClickers, recipient.machine_clicks > 0);
            counts_in.put(Measure::ConfirmedOpeners, recipient.opens + recipient.clicks > 0);
            if let Some(view) = longest {
                counts_in.put(Measure::Timed, true);
                counts_in.put(reading_class(view, self.limits), true);
            }
            recipient.counts_in = counts_in;
        }
        recipient
    }
}

/// By link: whether clicks there do not count, because they unsubscribe.
pub(super) fn unsubscribe_links(store: &Store) -> Vec<bool> {
    let codes = 0..store.links_len() as u32;
    codes.map(|code| store.link(code).is_some_and(links::is_unsubscribe)).collect()
}

fn unsubscribes(entry: &Entry, unsubscribe: &[bool]) -> bool {
    entry.link.and_then(|link| unsubscribe.get(link as usize)).copied().unwrap_or_default()
}

fn reading_class(view_ms: u32, limits: ReadingLimits) -> Measure {
    if view_ms >= limits.read_from_ms {
        Measure::Readers
    } else if view_ms >= limits.skimmed_from_ms {
        Measure::Skimmed
    } else {
        Measure::Glanced
    }
}

/// When the message belongs to a day: sent, else delivered, else first seen.
pub(in crate::engine) fn moment(entries: impl Iterator<Item = Entry>) -> Option<Time> {
    let (mut sent, mut delivered, mut seen) = (None, None, None);
    for entry in entries {
        match entry.kind {
            Kind::Sent => sent = earlier(sent, entry.time),
            Kind::Delivered => delivered = earlier(delivered, entry.time),
            _ => seen = earlier(seen, entry.time),
        }
    }
    sent.or(delivered).or(seen)
}

fn earlier(one: Option<Time>, other: Option<Time>) -> Option<Time> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The measure of people for which one such event is enough.
fn happened(kind: Kind) -> Option<Measure> {
    Some(match kind {
        Kind::Unsubscribed => Measure::Unsubscribed,
        Kind::Complained => Measure::Complained,
        Kind::Subscribed => Measure::Subscribed,
        Kind::DoiRequested => Measure::DoiRequested,
        Kind::DoiConfirmed => Measure::DoiConfirmed,
        Kind::Forwarded => Measure::Forwarded,
        Kind::Printed => Measure::Printed,
        Kind::Converted => Measure::Converted,
        _ => return None,
    })
}

/// What became of sending the message.
struct Sending {
    delivered: bool,
    /// The last state; `None` where no event tells of sending.
    last: Option<Kind>,
    sent_at: Option<Time>,
    measurable_opens: bool,
    measurable_clicks: bool,
}

impl Sending {
    fn of(entries: &[Entry]) -> Sending {
        let mut delivered = false;
        let mut timed: Option<(Time, u8, Kind)> = None;
        let mut untimed: Option<(u8, Kind)> = None;
        let (mut sent, mut arrived) = (None, None);
        let telling = || entries.iter().filter(|entry| tells_of_sending(entry.kind));
        for entry in telling() {
            let kind = entry.kind;
            let place = stage(kind);
            match entry.time {
                Some(time) => timed = timed.max(Some((time, place, kind))),
                None => untimed = untimed.max(Some((place, kind))),
            }
            delivered |= kind == Kind::Delivered;
            match kind {
                Kind::Sent => sent = earlier(sent, entry.time),
                Kind::Delivered => arrived = earlier(arrived, entry.time),
                _ => {}
            }
        }
        // The moment of sending, as well as the files know it.
        let mut sends = telling().filter(|entry| entry.kind == Kind::Sent);
        let first = match (sends.next(), sends.next()) {
            (Some(only), None) => Some(only.mark),
            _ => telling()
                .map(|entry| {
                    let (kind, time) = (entry.kind, entry.time);
                    (kind != Kind::Sent, time.is_none(), time, stage(kind), entry.mark)
                })
                .min()
                .map(|(.., mark)| mark),
        };
        let last = match (timed, untimed) {
            (Some((_, place, kind)), Some((other_place, other))) => {
                Some(if other_place > place { other } else { kind })
            }
            (Some((_, _, kind)), None) | (None, Some((_, kind))) => Some(kind),
            (None, None) => None,
        };
        let measurable = |flag| first.is_none_or(|mark| mark.has(flag));
        Sending {
            delivered,
            last,
            sent_at: sent.or(arrived),
            measurable_opens: measurable(Mark::MEASURABLE_OPENS),
            measurable_clicks: measurable(Mark::MEASURABLE_CLICKS),
        }
    }

    fn put(&self, counts_in: &mut Measures, has_deliveries: bool) {
        let Some(last) = self.last else { return };
        let failed = matches!(last, Kind::BouncedHard | Kind::BouncedSoft | Kind::Dropped);
        let delivered = !failed && (self.delivered || !has_deliveries);
        counts_in.put(Measure::Sent, true);
        counts_in.put(Measure::Delivered, delivered);
        counts_in.put(Measure::MeasurableOpens, delivered && self.measurable_opens);
        counts_in.put(Measure::MeasurableClicks, delivered && self.measurable_clicks);
        counts_in.put(Measure::Deferred, last == Kind::Deferred);
        counts_in.put(Measure::BouncedHard, last == Kind::BouncedHard);
        counts_in.put(Measure::BouncedSoft, last == Kind::BouncedSoft);
        counts_in.put(Measure::Dropped, last == Kind::Dropped);
    }
}

/// How far along its way a message is, for states at the same or at no time.
fn stage(kind: Kind) -> u8 {
    match kind {
        Kind::Deferred => 1,
        Kind::Delivered => 2,
        Kind::BouncedSoft => 3,
        Kind::BouncedHard => 4,
        Kind::Dropped => 5,
        _ => 0,
    }
}
