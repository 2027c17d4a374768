//! What protection costs: how many figures there were, and how many are left.

use crate::contract::{Count, Measure, Statistics};
use crate::engine::tallies::{CampaignTally, Tallies};

/// Figures that the files tell: what the tables of a snapshot would hold without
/// any protection.
pub(super) fn told(tallies: &Tallies, members: &[&CampaignTally]) -> u64 {
    let every = Measure::ALL.iter().copied();
    let overall = every.clone().filter(|&measure| tallies.knows(measure)).count();
    let told =
        |member: &CampaignTally| every.clone().filter(|&measure| member.knows(measure)).count();
    let campaigns: usize = members.iter().map(|member| told(member)).sum();
    let groups = 5 * tallies.providers.len() + 4 * (tallies.devices.len() + tallies.clients.len());
    let arrival = 4 * tallies.arrival_coarse.len();
    let calendar = 2 * (tallies.days.len() + tallies.parts_of_week.len());
    let links = 2 * tallies.links.len();
    let machine_and_doubles = 4;
    (overall + campaigns + groups + arrival + calendar + links + machine_and_doubles) as u64
}

/// Figures that are shown.
pub(super) fn exact(statistics: &Statistics) -> u64 {
    every(statistics).iter().filter(|count| count.exact().is_some()).count() as u64
}

/// Every figure of the statistics, table by table.
pub(in crate::engine) fn every(statistics: &Statistics) -> Vec<Count> {
    let Statistics { overall, campaigns, arrival, days, week, .. } = statistics;
    let Statistics { links, providers, devices, clients, machine, doubles, .. } = statistics;
    let mut counts = vec![machine.vendor, machine.burst, machine.user_agent, *doubles];
    let figures = std::iter::once(overall).chain(campaigns.iter().map(|row| &row.figures));
    counts.extend(figures.flat_map(|figures| figures.iter().map(|(_, count)| count)));
    counts.extend(
        arrival.iter().flat_map(|row| [row.opens, row.clicks, row.first_opens, row.first_clicks]),
    );
    counts.extend(days.iter().flat_map(|row| [row.opens, row.clicks]));
    counts.extend(week.iter().flat_map(|row| [row.opens, row.clicks]));
    counts.extend(links.iter().flat_map(|row| [row.clickers, row.clicks]));
    for groups in [providers, devices, clients] {
        counts.extend(
            groups
                .iter()
                .flat_map(|row| [row.delivered, row.openers, row.opens, row.clickers, row.clicks]),
        );
    }
    counts
}
