//! Whether a snapshot that somebody hands over could have been made here.
//!
//! Sizes and texts are bounded so that no screen breaks; figures must not
//! contradict each other. It does not prove that the figures are true.

use super::{is_zone, sums};
use crate::contract::{
    Count, Figures, Measure, Method, Protection, Risk, Snapshot, Statistics, Table, Treatment,
    Withholding,
};
use crate::engine::calendar::day_from_text;
use crate::engine::disclosure::{contains, nested};
use crate::engine::events::Country;
use crate::engine::protection::{LONGEST, is_unruly};

/// No list of addresses is larger.
const LARGEST_COUNT: u64 = 1_000_000_000_000;
const MOST_THRESHOLD: u32 = 1_000_000;
const MOST_CAMPAIGNS: usize = 5_001;
/// 520 weeks of days, by week.
const MOST_STEPS: usize = 600;
const MOST_GROUPS: usize = 101;
const MOST_WITHHELD: usize = 1_000;
const MOST_CAP: u32 = 1_000;
/// Linear programs of one verification.
const MOST_PROGRAMS: u64 = 1_000_000_000;
const MOST_EPSILON_MILLI: u32 = 100_000;

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
        && protection_is_sound(snapshot)
        && snapshot.risk.as_ref().is_none_or(risk_is_sound)
        && sizes_are_sound(statistics)
        && texts_are_sound(statistics)
        && figures_are_sound(statistics, protection)
}

/// What belongs to the version and to the method, and nothing else.
fn protection_is_sound(snapshot: &Snapshot) -> bool {
    let Protection { method, tables, cap, complete, apart, perturbation, privacy, .. } =
        &snapshot.protection;
    if (snapshot.version == 1) != (*method == Method::Gathered) {
        return false;
    }
    let is_there = |table: &Table| tables.contains(table) || snapshot.statistics.rows(*table) > 0;
    let there: Vec<Table> = Table::BREAKDOWNS.into_iter().filter(is_there).collect();
    if Snapshot::version_with(&there) > snapshot.version.max(2) {
        return false;
    }
    let said = tables.len() + complete.len() + apart.len();
    if snapshot.version == 1 && (said > 0 || cap.is_some() || snapshot.risk.is_some()) {
        return false;
    }
    let of_time = |table: &Table| matches!(table, Table::Arrival | Table::Days | Table::Week);
    let pairs = Table::ALL.map(nested);
    is_ascending(tables)
        && !tables.contains(&Table::Overall)
        && is_ascending(complete)
        && complete.iter().all(of_time)
        && apart.len() <= Measure::COUNT * Measure::COUNT
        && apart.iter().all(|pair| pairs.iter().any(|pairs| pairs.contains(pair)))
        && cap.is_none_or(|cap| (1..=MOST_CAP).contains(&cap))
        && perturbation.is_some() == (*method == Method::CellKey)
        && privacy.is_some() == (*method == Method::Private)
        && privacy.is_none_or(|privacy| {
            (1..=MOST_EPSILON_MILLI).contains(&privacy.epsilon_milli)
                && (1..=30).contains(&privacy.delta_exponent)
        })
}

fn is_ascending(tables: &[Table]) -> bool {
    tables.is_sorted_by(|one, next| one < next)
}

fn risk_is_sound(risk: &Risk) -> bool {
    let Risk { cells, cells_withheld, programs, narrowest, median, epsilon_milli, .. } = risk;
    let bounded = |value: &Option<u64>| value.is_none_or(|value| value <= LARGEST_COUNT);
    cells_withheld <= cells
        && *cells <= LARGEST_COUNT
        && *programs <= MOST_PROGRAMS
        && bounded(narrowest)
        && bounded(median)
        && [epsilon_milli, &risk.epsilon_spent_milli]
            .into_iter()
            .all(|epsilon| epsilon.is_none_or(|epsilon| epsilon <= MOST_EPSILON_MILLI))
}

fn is_day(text: &str) -> bool {
    day_from_text(text).is_some()
}

fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(is_unruly)
}

fn is_known(withholding: &Withholding) -> bool {
    let table = withholding.table == "title" || Table::from_name(&withholding.table).is_some();
    let measure = withholding.measure.as_deref();
    table && measure.is_none_or(|name| Measure::from_name(name).is_some())
}

fn sizes_are_sound(statistics: &Statistics) -> bool {
    let Statistics { campaigns, arrival, days, week, links, device_clients, .. } = statistics;
    campaigns.len() <= MOST_CAMPAIGNS
        && arrival.len() <= 6
        && days.len() <= MOST_STEPS
        && week.len() <= 28
        && links.len() <= MOST_GROUPS
        && device_clients.len() <= MOST_GROUPS
        && Table::ALL.into_iter().all(|table| statistics.groups(table).len() <= MOST_GROUPS)
}

fn texts_are_sound(statistics: &Statistics) -> bool {
    let Statistics { campaigns, arrival, days, week, links, countries, device_clients, .. } =
        statistics;
    let campaigns = campaigns.iter().all(|row| {
        is_text(&row.name) && row.id.is_empty() && row.sent_on.as_deref().is_none_or(is_day)
    });
    let mut groups = Table::ALL.into_iter().flat_map(|table| statistics.groups(table));
    campaigns
        && links.iter().all(|row| is_text(&row.link))
        && groups.all(|row| is_text(&row.group))
        && countries.iter().all(|row| is_country(&row.group))
        && device_clients.iter().all(|row| is_text(&row.device) && is_text(&row.client))
        && arrival.iter().all(|row| row.to_hour.is_none_or(|to| to > row.from_hour))
        && days.iter().all(|row| is_day(&row.day) && (1..=100_000).contains(&row.days))
        && week
            .iter()
            .all(|row| row.weekday < 7 && row.from_hour < row.to_hour && row.to_hour <= 24)
}

/// One of the closed list, or all others, or none that is known.
fn is_country(group: &str) -> bool {
    let known = group.len() == 2 && Country::from_text(group).name() == group;
    known || matches!(group, "other" | "unknown")
}

fn figures_are_sound(statistics: &Statistics, protection: &Protection) -> bool {
    let is_bounded = |count: Count| count.exact().is_none_or(|value| value <= LARGEST_COUNT);
    if !statistics.places().all(|place| is_bounded(statistics.at(place)))
        || !is_bounded(statistics.doubles)
    {
        return false;
    }
    match protection.method {
        Method::Gathered => {
            is_nested(&statistics.overall)
                && statistics.campaigns.iter().all(|row| is_nested(&row.figures))
                && statistics.providers.iter().all(|row| {
                    is_within(row.delivered, row.openers) && is_within(row.delivered, row.clickers)
                })
        }
        // Noise without bounds: anything may be.
        Method::Private => true,
        Method::Exact | Method::Rounded | Method::CellKey => sums::can_hold(statistics, protection),
    }
}

/// Of version 1, which does not name the pairs that its data tears apart.
fn is_nested(figures: &Figures<Count>) -> bool {
    Measure::ALL.iter().all(|&whole| {
        let parts = Measure::ALL.iter().filter(|&&part| {
            // Programs that load no pictures click without opening.
            (whole, part) != (Measure::Openers, Measure::Clickers) && contains(whole, part)
        });
        parts.into_iter().all(|&part| is_within(figures[whole], figures[part]))
    })
}

fn is_within(whole: Count, part: Count) -> bool {
    match (whole.exact(), part.exact()) {
        (Some(whole), Some(part)) => part <= whole,
        _ => true,
    }
}
