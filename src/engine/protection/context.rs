//! What every table must know of the whole: the figures shown of it, and how
//! many people a cell needs.

use super::nesting::EVENTS;
use crate::contract::{Count, Figures, Measure, Withholding, WithholdingReason};
use crate::engine::tallies::CampaignTally;

/// The whole that a breakdown divides.
pub(super) struct Context<'a> {
    pub(super) overall: &'a Figures<Count>,
    /// People that a cell needs where counts are not known by campaign: k for
    /// each campaign. A person counts once in each, so that many recipients are
    /// at least k different people.
    pub(super) floor: u64,
    pub(super) campaigns: u64,
    /// Whether all campaigns were sent on one day (or nobody knows), so that
    /// hours since sending and hours of the calendar are nearly the same.
    pub(super) one_send_day: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        overall: &'a Figures<Count>,
        members: &[&CampaignTally],
        threshold: u32,
    ) -> Context<'a> {
        let campaigns = members.len() as u64;
        let known = || members.iter().filter_map(|member| member.sent_on);
        let first = known().next();
        Context {
            overall,
            floor: u64::from(threshold).saturating_mul(campaigns),
            campaigns,
            one_send_day: known().all(|day| Some(day) == first),
        }
    }

    /// People enough for "all" or "none" to be said of them.
    pub(super) fn crowd(&self) -> u64 {
        self.floor.saturating_mul(5)
    }

    /// Whether a part and the rest of its whole are both nobody or enough
    /// people; nobody only within a crowd.
    pub(super) fn divides(&self, whole: u64, part: u64) -> bool {
        match whole.checked_sub(part) {
            None => false,
            Some(rest) if part == 0 || rest == 0 => whole == 0 || whole >= self.crowd(),
            Some(rest) => part >= self.floor && rest >= self.floor,
        }
    }

    /// Whether two numbers are equal, or so far apart that the difference is no
    /// small number of people.
    pub(super) fn is_apart(&self, a: u64, b: u64) -> bool {
        a == b || a.abs_diff(b) >= self.floor
    }

    /// The people and the events of a kind of reaction, where they are shown.
    pub(super) fn side(&self, side: Side) -> Option<Whole> {
        let (events, people) = side.measures();
        let people = self.overall[people].exact()?;
        Some(Whole { people, events: self.overall[events].exact() })
    }
}

/// The two kinds of reaction that breakdowns have columns for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Clicks,
}

impl Side {
    /// Which columns a table may have, the fullest first.
    pub(super) const CHOICES: [&'static [Side]; 3] =
        [&[Side::Opens, Side::Clicks], &[Side::Opens], &[Side::Clicks]];

    /// The measures of the events and of the people behind them.
    pub(super) const fn measures(self) -> (Measure, Measure) {
        match self {
            Side::Opens => EVENTS[0],
            Side::Clicks => EVENTS[1],
        }
    }
}

/// The figures of all campaigns together that one side of a table divides.
#[derive(Clone, Copy)]
pub(super) struct Whole {
    pub(super) people: u64,
    pub(super) events: Option<u64>,
}

/// What a reader does not see, each thing once, in the order of the tables.
#[derive(Default)]
pub(super) struct Withheld(pub(super) Vec<Withholding>);

impl Withheld {
    pub(super) fn table(&mut self, table: &str, reason: WithholdingReason) {
        self.add(Withholding { table: table.into(), measure: None, reason });
    }

    pub(super) fn measure(&mut self, table: &str, measure: Measure, reason: WithholdingReason) {
        self.add(Withholding { table: table.into(), measure: Some(measure.name().into()), reason });
    }

    fn add(&mut self, withholding: Withholding) {
        if !self.0.contains(&withholding) {
            self.0.push(withholding);
        }
    }
}
