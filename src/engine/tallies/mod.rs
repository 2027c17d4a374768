//! Step 5: store and filter to exact counts. Not yet safe to show outside:
//! no `Serialize`. The owner's screens get [`Tallies::statistics`]; everything
//! that leaves goes through `protection`.

mod by_code;
mod cells;
mod count;
mod elsewhere;
mod grounds;
mod known;
mod machine;
pub(in crate::engine) mod recipient;
pub(in crate::engine) mod release;
pub(in crate::engine) mod selection;
mod statistics;
mod sum;
#[cfg(test)]
mod tests;
mod time;

pub use cells::Cells;
pub use count::{Question, count};
pub use elsewhere::{count_pieces, pieces};
pub(in crate::engine) use known::can_know;

use crate::contract::{Figures, KindSet};
use crate::engine::events::{Client, Country};
use std::collections::BTreeMap;

/// Exact counts of a selection of messages. Sums over shards: adding two
/// tallies of disjoint subscribers gives the tally of both.
#[derive(Clone, Debug, Default)]
pub struct Tallies {
    /// By campaign key, in no particular order; only selected ones.
    pub(in crate::engine) campaigns: BTreeMap<u32, CampaignTally>,
    /// Sum over the campaigns: a recipient counts once per campaign.
    pub(in crate::engine) overall: Figures<u64>,
    /// What the files of the selected campaigns can tell at all.
    pub(in crate::engine) covers: KindSet,
    /// Empty where no message has a time of sending, else:
    /// hours 0 … 71 since sending, then days 3 … 6 (24 h each), then later: 77 cells.
    pub(in crate::engine) arrival: Vec<TimeCell>,
    /// The same in the steps of a snapshot: 0–1 h, 1–6 h, 6–24 h, 1–3 d, 3–7 d, later.
    pub(in crate::engine) arrival_coarse: Vec<TimeCell>,
    /// By day since 1970-01-01 in the zone of the settings.
    pub(in crate::engine) days: BTreeMap<i32, TimeCell>,
    /// By ISO week (its Monday as a day since 1970-01-01).
    pub(in crate::engine) weeks: BTreeMap<i32, TimeCell>,
    /// Weekday × hour, Monday first: 168 cells.
    pub(in crate::engine) hours_of_week: Vec<TimeCell>,
    /// Weekday × six hours: 28 cells.
    pub(in crate::engine) parts_of_week: Vec<TimeCell>,
    pub(in crate::engine) weekdays: Vec<TimeCell>,
    pub(in crate::engine) links: BTreeMap<String, LinkTally>,
    pub(in crate::engine) providers: BTreeMap<String, GroupTally>,
    pub(in crate::engine) devices: BTreeMap<String, GroupTally>,
    pub(in crate::engine) clients: BTreeMap<String, GroupTally>,
    /// Empty where no reaction has a country.
    pub(in crate::engine) countries: BTreeMap<Country, GroupTally>,
    pub(in crate::engine) device_clients: BTreeMap<Client, GroupTally>,
    pub(in crate::engine) machine_vendor: u64,
    pub(in crate::engine) machine_burst: u64,
    pub(in crate::engine) machine_user_agent: u64,
    pub(in crate::engine) machine_included: bool,
    pub(in crate::engine) doubles: u64,
}

/// One campaign's counts.
#[derive(Clone, Debug, Default)]
pub struct CampaignTally {
    pub(in crate::engine) id: String,
    pub(in crate::engine) name: String,
    /// Day of the first message, days since 1970-01-01 in the zone of the settings.
    pub(in crate::engine) sent_on: Option<i32>,
    pub(in crate::engine) figures: Figures<u64>,
    pub(in crate::engine) covers: KindSet,
}

/// Reactions by people (machine events only where they are included) in one
/// step of time, with the distinct recipients behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeCell {
    pub(in crate::engine) opens: u64,
    pub(in crate::engine) clicks: u64,
    pub(in crate::engine) openers: u64,
    pub(in crate::engine) clickers: u64,
    /// Recipients whose first open (click) fell here.
    pub(in crate::engine) first_opens: u64,
    pub(in crate::engine) first_clicks: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkTally {
    pub(in crate::engine) clickers: u64,
    pub(in crate::engine) clicks: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupTally {
    /// Of devices, clients and countries: recipients with a reaction.
    pub(in crate::engine) recipients: u64,
    /// 0 throughout where the group is known from reactions only.
    pub(in crate::engine) delivered: u64,
    pub(in crate::engine) openers: u64,
    pub(in crate::engine) opens: u64,
    pub(in crate::engine) clickers: u64,
    pub(in crate::engine) clicks: u64,
}
