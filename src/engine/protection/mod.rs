//! Step 6: tallies to protected.
//!
//! # What holds
//!
//! Whatever leaves is made from [`Protected`], and of a `Protected` with
//! threshold k a reader who knows this source code can work out, exactly:
//!
//! - no number of different people from 1 to k − 1, neither shown nor as a
//!   difference of nested figures, a rest of a table, or an overlap;
//! - nothing that all or none of fewer than 5 k people did, except that
//!   delivery was complete;
//! - no number of events whose people are not known to be at least k;
//! - no text that the rules of `events::links` take for a piece of a person.
//!
//! # How: "gathered"
//!
//! There is never a single hole in a table whose sums are known. Rows are
//! gathered, or a whole column is withheld, or the whole table. Every figure is
//! then either exact or carries the one mark for withheld.
//!
//! People are counted per campaign: one person in three campaigns counts three
//! times in a sum. Where counts are known by campaign, one campaign alone must
//! have k people (`nesting`); where they are not, a cell over n campaigns must
//! reach n · k, which also proves k different people.
//!
//! # What is assumed
//!
//! That tallies are true; that the reader has this one snapshot (earlier ones
//! of the same data are not held against it); that breakdowns by different
//! things (campaign, provider, device, time) are not related by what their
//! owner chose, such as a campaign sent to one provider only.
//!
//! Held by `protection/tests.rs`, where an attacker who shares no code with this module
//! looks for all of it in random reports, and finds it when a table is opened.

mod campaigns;
pub(in crate::engine) mod candidate;
mod catalogue;
pub(in crate::engine) mod cell_key;
mod cells;
mod context;
pub mod example;
pub(in crate::engine) mod contribution;
mod generalisation;
mod nesting;
mod perturbation_tables;
pub(in crate::engine) mod private;
pub(in crate::engine) mod primary;
mod providers;
mod reactions;
pub(in crate::engine) mod suppression;
mod texts;
mod time;

#[cfg(test)]
mod attacker;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub(in crate::engine) use cells::every;
pub(in crate::engine) use nesting::contains;
#[cfg(test)]
pub(in crate::engine) use sample::random_tallies;
pub(in crate::engine) use texts::{LONGEST, harmless, is_unruly};

use crate::contract::{
    Count, Figures, MachineTally, Measure, Settings, Statistics, Withholding, WithholdingReason,
};
use crate::engine::tallies::{CampaignTally, Tallies};
use context::{Context, Withheld};
use texts::Renamer;

/// Figures in which no one can be made out. Made by [`protect`] alone; it
/// becomes a snapshot in `publish`, and nothing else.
pub struct Protected {
    statistics: Statistics,
    withheld: Vec<Withholding>,
    renamed: Vec<(String, String)>,
    threshold: u32,
    cells: u64,
    cells_withheld: u64,
}

/// What `publish` takes out of a [`Protected`].
pub(in crate::engine) struct Parts {
    pub(in crate::engine) statistics: Statistics,
    pub(in crate::engine) withheld: Vec<Withholding>,
    pub(in crate::engine) renamed: Vec<(String, String)>,
    pub(in crate::engine) threshold: u32,
    pub(in crate::engine) cells: u64,
    pub(in crate::engine) cells_withheld: u64,
}

impl Protected {
    /// The figures, for the owner's review.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    pub(in crate::engine) fn into_parts(self) -> Parts {
        let Protected { statistics, withheld, renamed, threshold, cells, cells_withheld } = self;
        Parts { statistics, withheld, renamed, threshold, cells, cells_withheld }
    }
}

/// So few people are in the selection that nothing at all may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFewPeople;

/// Everything of the tallies that may be shown with `threshold` (raised to
/// [`Settings::MIN_THRESHOLD`] where it is lower). The same tallies give the
/// same result to the byte.
///
/// # Errors
///
/// [`TooFewPeople`] where not even one number of people may be shown.
pub fn protect(tallies: &Tallies, threshold: u32) -> Result<Protected, TooFewPeople> {
    let threshold = threshold.max(Settings::MIN_THRESHOLD);
    let members = in_order_of_sending(tallies);
    let settled = campaigns::settle(&members, threshold);
    let shown = &settled.overall;
    let row = nesting::Row::new(members.clone(), threshold);
    if !shown.iter().any(|&measure| measure.counts_people() && row.total(measure) > 0) {
        return Err(TooFewPeople);
    }
    let mut withheld = Withheld::default();
    let mut renamer = Renamer::default();
    let mut overall = campaigns::figures(&row, shown);
    // Sums that the owner's screen does not show either: a part of the files
    // cannot tell them.
    for &measure in Measure::ALL.iter().filter(|&&measure| !tallies.knows(measure)) {
        overall[measure] = Count::Unavailable;
    }
    for (measure, _) in overall.iter().filter(|(_, count)| count.is_withheld()) {
        withheld.measure("overall", measure, WithholdingReason::Small);
    }
    let context = Context::new(&overall, &members, threshold);
    let table = settled.table(&mut renamer, &mut withheld);
    let time = time::tables(tallies, &context, &mut withheld);
    let links = reactions::links(&tallies.links, &context, &mut renamer, &mut withheld);
    let providers = providers::table(&tallies.providers, &context, &mut withheld);
    let devices = reactions::devices(&tallies.devices, &context, &mut withheld);
    let clients = reactions::clients(&tallies.clients, &devices, &context, &mut withheld);
    let machine = machine(tallies, &overall, &mut withheld);
    if !renamer.renamed.is_empty() {
        withheld.table("campaigns", WithholdingReason::Text);
    }
    let statistics = Statistics {
        overall,
        campaigns: table,
        arrival: time.arrival,
        days: time.days,
        week: time.week,
        links,
        providers,
        devices,
        clients,
        machine,
        doubles: if tallies.doubles == 0 { Count::Exact(0) } else { Count::Withheld },
    };
    let (told, exact) = (cells::told(tallies, &members), cells::exact(&statistics));
    Ok(Protected {
        statistics,
        withheld: withheld.0,
        renamed: renamer.renamed,
        threshold,
        cells: told.max(exact),
        cells_withheld: told.saturating_sub(exact),
    })
}

/// The campaigns in which anything happened, by day of sending.
fn in_order_of_sending(tallies: &Tallies) -> Vec<&CampaignTally> {
    let touched = |tally: &&CampaignTally| tally.figures.iter().any(|(_, value)| value > 0);
    let mut members: Vec<&CampaignTally> = tallies.campaigns.values().filter(touched).collect();
    // Never the order of the files: names decide within a day.
    members.sort_by_key(|tally| (tally.sent_on.is_none(), tally.sent_on, &tally.name, &tally.id));
    members
}

/// Machine events set aside by each rule. Which people are behind one rule is
/// not known, so the rules are shown where there is but one to show, and the
/// people behind all machine events may be shown.
fn machine(tallies: &Tallies, overall: &Figures<Count>, withheld: &mut Withheld) -> MachineTally {
    let rules = [tallies.machine_vendor, tallies.machine_burst, tallies.machine_user_agent];
    let total = rules.iter().fold(0u64, |sum, &rule| sum.saturating_add(rule));
    let shown = [Measure::MachineOpens, Measure::MachineClicks]
        .map(|measure| match overall[measure] {
            Count::Exact(value) => Some(value),
            Count::Unavailable => Some(0),
            Count::Withheld => None,
        })
        .into_iter()
        .try_fold(0u64, |sum, value| value.map(|value| sum.saturating_add(value)));
    let alone = rules.iter().filter(|&&rule| rule > 0).count() <= 1;
    let safe = alone && shown == Some(total);
    if !safe {
        withheld.table("machine", WithholdingReason::Small);
    }
    let count = |rule| if safe { Count::Exact(rule) } else { Count::Withheld };
    MachineTally {
        vendor: count(tallies.machine_vendor),
        burst: count(tallies.machine_burst),
        user_agent: count(tallies.machine_user_agent),
        included: tallies.machine_included,
    }
}

/// One figure as it is shown.
fn show(tells: bool, shown: bool, value: u64) -> Count {
    match (tells, shown) {
        (false, _) => Count::Unavailable,
        (true, true) => Count::Exact(value),
        (true, false) => Count::Withheld,
    }
}
