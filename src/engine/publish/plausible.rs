//! Whether a snapshot that somebody hands over could have been made here.
//!
//! Sizes and texts are bounded so that no screen breaks; figures must not
//! contradict each other. It does not prove that the figures are true.

use super::is_zone;
use crate::contract::{Count, Figures, Measure, Snapshot, Statistics, Treatment, Withholding};
use crate::engine::calendar::day_from_text;
use crate::engine::protection::{LONGEST, contains, every, is_unruly};

/// No list of addresses is larger.
const LARGEST_COUNT: u64 = 1_000_000_000_000;
const MOST_THRESHOLD: u32 = 1_000_000;
const MOST_CAMPAIGNS: usize = 5_001;
/// 520 weeks of days, by week.
const MOST_STEPS: usize = 600;
const MOST_GROUPS: usize = 101;
const MOST_WITHHELD: usize = 1_000;

pub(super) fn is_plausible(snapshot: &Snapshot) -> bool {
    let Snapshot { made, title, treated, protection, statistics, .. } = snapshot;
    let days = [treated.from.as_deref(), treated.to.as_deref()];
    (made.on.is_empty() || is_day(&made.on))
        && is_text(&made.by)
        && is_text(title)
        && treated.denied != Treatment::Named
        && is_zone(&treated.zone)
        && days.into_iter().flatten().all(is_day)
        && (5..=MOST_THRESHOLD).contains(&protection.threshold)
        && protection.withheld.len() <= MOST_WITHHELD
        && protection.withheld.iter().all(is_known)
        && sizes_are_sound(statistics)
        && texts_are_sound(statistics)
        && figures_are_sound(statistics)
}

fn is_day(text: &str) -> bool {
    day_from_text(text).is_some()
}

fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(is_unruly)
}

fn is_known(withholding: &Withholding) -> bool {
    let table = matches!(
        withholding.table.as_str(),
        "overall"
            | "campaigns"
            | "arrival"
            | "days"
            | "week"
            | "links"
            | "providers"
            | "devices"
            | "clients"
            | "machine"
            | "title"
    );
    let measure = withholding.measure.as_deref();
    table && measure.is_none_or(|name| Measure::from_name(name).is_some())
}

fn sizes_are_sound(statistics: &Statistics) -> bool {
    let Statistics { campaigns, arrival, days, week, links, providers, devices, clients, .. } =
        statistics;
    campaigns.len() <= MOST_CAMPAIGNS
        && arrival.len() <= 6
        && days.len() <= MOST_STEPS
        && week.len() <= 28
        && links.len() <= MOST_GROUPS
        && [providers, devices, clients].into_iter().all(|groups| groups.len() <= MOST_GROUPS)
}

fn texts_are_sound(statistics: &Statistics) -> bool {
    let Statistics { campaigns, arrival, days, week, links, providers, devices, clients, .. } =
        statistics;
    let campaigns = campaigns.iter().all(|row| {
        is_text(&row.name) && row.id.is_empty() && row.sent_on.as_deref().is_none_or(is_day)
    });
    let groups = [providers, devices, clients].into_iter().flatten();
    campaigns
        && links.iter().all(|row| is_text(&row.link))
        && groups.into_iter().all(|row| is_text(&row.group))
        && arrival.iter().all(|row| row.to_hour.is_none_or(|to| to > row.from_hour))
        && days.iter().all(|row| is_day(&row.day) && (1..=100_000).contains(&row.days))
        && week
            .iter()
            .all(|row| row.weekday < 7 && row.from_hour < row.to_hour && row.to_hour <= 24)
}

fn figures_are_sound(statistics: &Statistics) -> bool {
    let bounded = every(statistics)
        .into_iter()
        .all(|count| count.exact().is_none_or(|value| value <= LARGEST_COUNT));
    let campaigns = statistics.campaigns.iter();
    bounded
        && is_nested(&statistics.overall)
        && campaigns.map(|row| &row.figures).all(is_nested)
        && statistics.providers.iter().all(|row| {
            is_within(row.delivered, row.openers) && is_within(row.delivered, row.clickers)
        })
}

fn is_nested(figures: &Figures<Count>) -> bool {
    Measure::ALL.iter().all(|&whole| {
        let mut parts = Measure::ALL.iter().filter(|&&part| contains(whole, part));
        parts.all(|&part| is_within(figures[whole], figures[part]))
    })
}

fn is_within(whole: Count, part: Count) -> bool {
    match (whole.exact(), part.exact()) {
        (Some(whole), Some(part)) => part <= whole,
        _ => true,
    }
}
