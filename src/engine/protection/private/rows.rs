//! The exact figures that get noise, in rows that do not depend on what one
//! person did.
//!
//! The catalogue of the other methods gathers what is small and ranks what is
//! large: one person more may turn a row of thousands into none. Here every
//! campaign has its row, and providers and devices come from closed lists; which
//! of these rows may be seen is decided after the noise.
//!
//! Held by `rows_do_not_depend_on_one_person` and
//! `one_subscriber_moves_real_figures_within_bounds`.

use crate::contract::{
    CampaignRow, Count, Figures, GroupRow, Measure, Place, Statistics, Table, columns,
};
use crate::engine::calendar::{day_text, weekday};
use crate::engine::events::Device;
use crate::engine::protection::TooFewPeople;
use crate::engine::protection::candidate::{Candidate, Wanted};
use crate::engine::protection::texts::Texts;
use crate::engine::tallies::release::{CampaignPlan, Plan, Sums};
use crate::engine::tallies::{CampaignTally, Tallies};

/// Providers with a row of their own; everybody else's is `other`, and `unknown`
/// where no mailbox is known.
const PROVIDERS: [&str; 8] =
    ["Gmail", "Outlook", "Yahoo", "iCloud", "GMX", "WEB.DE", "T-Online", "Freenet"];
const OTHER: &str = "other";
const UNKNOWN: &str = "unknown";

/// Classes of devices in the order of their rows.
const DEVICES: [Device; 4] = [Device::Desktop, Device::Mobile, Device::Tablet, Device::Unknown];

/// What the method of differential privacy can show of a store.
///
/// Only figures and texts are filled in: people behind figures, and what readers
/// may do sums with, are of no use to this method.
///
/// # Errors
/// [`TooFewPeople`] where fewer recipients than the threshold are counted.
pub(in crate::engine) fn candidate(wanted: Wanted<'_>) -> Result<Candidate, TooFewPeople> {
    let Wanted { store, kept, tallies, question, sharing, threshold, without, bounds } = wanted;
    let has = |table| {
        super::TABLES.contains(&table)
            && sharing.tables.contains(&table)
            && !without.contains(&table)
    };
    let members = in_order_of_sending(tallies);
    let mut plan = Plan::default();
    for (row, &(key, tally)) in members.iter().enumerate() {
        let tells = tally.figures.map(|measure, _| tally.knows(measure));
        plan.campaigns.insert(key, CampaignPlan { row, rank: row, tells });
    }
    plan.campaign_rows = members.len();
    if has(Table::Providers) {
        let row = |name: &str| match PROVIDERS.iter().position(|&listed| listed == name) {
            Some(row) => row,
            None => PROVIDERS.len() + usize::from(name == UNKNOWN),
        };
        let met = tallies.providers.keys();
        plan.providers = met.map(|name| (name.clone(), row(name))).collect();
        plan.provider_rows = PROVIDERS.len() + 2;
    }
    if has(Table::Devices) {
        plan.devices = vec![0; DEVICES.len()];
        for (row, device) in DEVICES.into_iter().enumerate() {
            if let Some(place) = plan.devices.get_mut(device as usize) {
                *place = row;
            }
        }
        plan.device_rows = DEVICES.len();
    }
    let released = kept.release(store, question, &plan, bounds);
    if released.overall.units[Measure::Recipients] < u64::from(threshold) {
        return Err(TooFewPeople);
    }

    let mut texts = Texts::new(&sharing.texts);
    let mut exact = Statistics::default();
    if has(Table::Campaigns) {
        let names = (0u32..).zip(&members);
        exact.campaigns =
            names.map(|(row, (_, tally))| named(row, tally, sharing.weeks, &mut texts)).collect();
    }
    if has(Table::Providers) {
        exact.providers = PROVIDERS.into_iter().chain([OTHER, UNKNOWN]).map(group).collect();
    }
    if has(Table::Devices) {
        exact.devices = DEVICES.into_iter().map(|device| group(device.name())).collect();
    }
    exact.machine.included = tallies.machine_included;
    let known = Figures::<bool>::default().map(|measure, _| tallies.knows(measure));
    fill(&mut exact, Table::Overall, [(&released.overall, &known)]);
    let tells = members.iter().filter_map(|(key, _)| Some(&plan.campaigns.get(key)?.tells));
    fill(&mut exact, Table::Campaigns, released.campaigns.iter().zip(tells));
    fill(&mut exact, Table::Providers, released.providers.iter().map(|sums| (sums, &known)));
    let mut of_devices = known.clone();
    // Devices are known of reactions only.
    of_devices[Measure::Delivered] = false;
    fill(&mut exact, Table::Devices, released.devices.iter().map(|sums| (sums, &of_devices)));
    let keys = members.iter().map(|&(key, _)| key);
    Ok(Candidate {
        statistics: exact,
        texts: texts.into_reviews(),
        members: if has(Table::Campaigns) {
            keys.map(|key| vec![key]).collect()
        } else {
            vec![keys.collect()]
        },
        cap: bounds.events,
        ..Candidate::default()
    })
}

/// Campaigns that reached somebody. Names decide within a day, never the order
/// of the files.
fn in_order_of_sending(tallies: &Tallies) -> Vec<(u32, &CampaignTally)> {
    let reached = |(_, tally): &(&u32, &CampaignTally)| tally.figures[Measure::Recipients] > 0;
    let all = tallies.campaigns.iter().filter(reached);
    let mut members: Vec<(u32, &CampaignTally)> = all.map(|(&key, tally)| (key, tally)).collect();
    members.sort_by_key(|&(key, tally)| {
        (tally.sent_on.is_none(), tally.sent_on, &tally.name, &tally.id, key)
    });
    members
}

fn named(row: u32, tally: &CampaignTally, weeks: bool, texts: &mut Texts<'_>) -> CampaignRow {
    let first_of_week = |day: i32| day.saturating_sub(i32::from(weekday(day)));
    let sent_on = tally.sent_on.map(|day| day_text(if weeks { first_of_week(day) } else { day }));
    let name = texts.show(Table::Campaigns, &tally.name);
    CampaignRow { key: row, name, gathers: 1, sent_on, ..CampaignRow::default() }
}

fn group(name: &str) -> GroupRow {
    GroupRow { group: name.to_owned(), gathers: 1, ..GroupRow::default() }
}

/// Puts the figures of a table's rows in their places; those that the files do
/// not tell stay unavailable.
fn fill<'s>(
    exact: &mut Statistics,
    table: Table,
    rows: impl IntoIterator<Item = (&'s Sums, &'s Figures<bool>)>,
) {
    for (row, (sums, told)) in (0u32..).zip(rows) {
        for &measure in columns(table).iter().filter(|&&measure| told[measure]) {
            if let Some(count) = exact.at_mut(Place { table, row, measure }) {
                *count = Count::Exact(sums.units[measure]);
            }
        }
    }
}
