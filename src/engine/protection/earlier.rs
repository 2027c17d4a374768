//! What earlier releases of the same data ask of a new one, before any sums.
//!
//! # Guarantee
//!
//! - Where everybody counted in one release is counted in another too, and it may
//!   be that fewer than k people are not counted in both, the new one is refused.
//!   The same person may be behind a difference in every campaign that changed:
//!   over n of them it must reach n · k.
//! - A figure that was withheld stays withheld while it counts the same people,
//!   and until it is so large that it must have grown by k.
//! - A figure of the same row that changed by fewer than k is withheld: the
//!   difference would be the few.
//!
//! # Assumptions
//!
//! That both releases are in the ledger, with the campaigns of each row. What
//! follows from several figures together is the joint verifier's to find.
//!
//! Held by the tests below and by `tests/engine/releases.rs`.

use crate::contract::{
    Breach, BreachKind, Count, Figure, Measure, Method, Place, Snapshot, Statistics, Table,
};
use crate::engine::disclosure::{CampaignMark, Members, Release};
use std::collections::{BTreeMap, BTreeSet};

/// The release, of those before, from which the new one differs by too few
/// people: as a finding that names both figures. Releases are counted from 0,
/// the oldest.
pub(in crate::engine) fn too_close(
    statistics: &Statistics,
    members: &Members,
    earlier: &[Release<'_>],
    threshold: u32,
) -> Option<Breach> {
    let ours = campaigns(members);
    for (number, release) in (0u32..).zip(earlier) {
        let Some(theirs) = release.members.map(campaigns) else { continue };
        let (more, fewer) = (ours.is_superset(&theirs), ours.is_subset(&theirs));
        if !(more || fewer) || ours.is_empty() || theirs.is_empty() || !is_exact(release.snapshot) {
            continue;
        }
        let changed = changed(members, release.members);
        let enough = u64::from(threshold).saturating_mul(changed.max(1));
        for measure in [Measure::Recipients, Measure::Sent, Measure::Delivered] {
            let place = Place { table: Table::Overall, row: 0, measure };
            let (Count::Exact(now), Count::Exact(then)) =
                (statistics.at(place), release.snapshot.statistics.at(place))
            else {
                continue;
            };
            let difference = now.abs_diff(then);
            if difference > 0 && difference < enough {
                let figure = |release| Figure { release, place, row: String::new() };
                return Some(Breach {
                    kind: BreachKind::Difference,
                    figures: vec![figure(Some(number)), figure(None)],
                    at_least: difference.div_ceil(changed.max(1)),
                    at_most: Some(difference),
                });
            }
        }
    }
    None
}

/// The figures that must be withheld because of what was released before.
pub(in crate::engine) fn withheld(
    statistics: &Statistics,
    members: &Members,
    earlier: &[Release<'_>],
    threshold: u32,
) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    let threshold = u64::from(threshold);
    for release in earlier {
        let Some(theirs) = release.members else { continue };
        let then = &release.snapshot.statistics;
        let rows = Rows::of(then, theirs);
        let same_campaigns = campaigns(members) == campaigns(theirs);
        for place in statistics.places() {
            let Count::Exact(now) = statistics.at(place) else { continue };
            if place.table != Table::Campaigns && !same_campaigns {
                continue;
            }
            let Some(row) = rows.find(statistics, members, place) else { continue };
            let same_state = state_of(members, place) == state_of(theirs, Place { row, ..place });
            let stays = match then.at(Place { row, ..place }) {
                Count::Unavailable => false,
                Count::Withheld => now > 0 && (same_state || now < 2 * threshold),
                Count::Exact(before) => {
                    let changed = now.abs_diff(before);
                    !same_state && is_exact(release.snapshot) && changed > 0 && changed < threshold
                }
            };
            if stays {
                places.insert(place);
            }
        }
    }
    places
}

/// Whether figures are shown as they are, so that their differences tell.
fn is_exact(snapshot: &Snapshot) -> bool {
    matches!(snapshot.protection.method, Method::Exact | Method::Gathered)
}

/// How many campaigns are not counted alike in both releases.
fn changed(members: &Members, theirs: Option<&Members>) -> u64 {
    let marks = |members: &'_ Members| -> BTreeSet<CampaignMark> {
        members.0.iter().flatten().cloned().collect()
    };
    let (ours, theirs) = (marks(members), theirs.map(marks).unwrap_or_default());
    let different = ours.symmetric_difference(&theirs).map(|mark| &mark.campaign);
    different.collect::<BTreeSet<_>>().len() as u64
}

/// All campaigns of a release, whatever their state.
fn campaigns(members: &Members) -> BTreeSet<&str> {
    members.0.iter().flatten().map(|mark| mark.campaign.as_str()).collect()
}

/// The campaigns behind a figure, with their states.
fn state_of(members: &Members, place: Place) -> BTreeSet<&CampaignMark> {
    match place.table {
        Table::Campaigns => members.0.get(place.row as usize).into_iter().flatten().collect(),
        _ => members.0.iter().flatten().collect(),
    }
}

/// The rows of a release by what they are called.
struct Rows<'r> {
    named: BTreeMap<(Table, Name), u32>,
    campaigns: BTreeMap<BTreeSet<&'r str>, u32>,
}

/// What a row is called, in every release alike.
type Name = (String, u32, u32);

impl<'r> Rows<'r> {
    fn of(statistics: &Statistics, members: &'r Members) -> Rows<'r> {
        let tables = Table::ALL.into_iter().filter(|&table| table != Table::Campaigns);
        let named = tables.flat_map(|table| {
            let rows = 0..statistics.rows(table) as u32;
            rows.filter_map(move |row| Some(((table, name(statistics, table, row)?), row)))
        });
        let by_campaigns = (0u32..).zip(&members.0).map(|(row, marks)| (set(marks), row));
        Rows { named: named.collect(), campaigns: by_campaigns.collect() }
    }

    /// The row that counts the same as a row of another release.
    fn find(&self, statistics: &Statistics, members: &Members, place: Place) -> Option<u32> {
        match place.table {
            Table::Campaigns => {
                self.campaigns.get(&set(members.0.get(place.row as usize)?)).copied()
            }
            table => self.named.get(&(table, name(statistics, table, place.row)?)).copied(),
        }
    }
}

fn set(marks: &[CampaignMark]) -> BTreeSet<&str> {
    marks.iter().map(|mark| mark.campaign.as_str()).collect()
}

/// `None` for rows that gather others: which ones is not told.
fn name(statistics: &Statistics, table: Table, row: u32) -> Option<Name> {
    let at = row as usize;
    let text = |text: &String| (!text.is_empty()).then(|| (text.clone(), 0, 0));
    match table {
        Table::Overall | Table::Machine => Some((String::new(), row, 0)),
        Table::Campaigns => None,
        Table::Arrival => {
            let step = statistics.arrival.get(at)?;
            Some((String::new(), step.from_hour, step.to_hour.unwrap_or(u32::MAX)))
        }
        Table::Days => statistics.days.get(at).map(|day| (day.day.clone(), day.days, 0)),
        Table::Week => {
            let part = statistics.week.get(at)?;
            Some((part.weekday.to_string(), part.from_hour.into(), part.to_hour.into()))
        }
        Table::Links => text(&statistics.links.get(at)?.link),
        Table::Providers => text(&statistics.providers.get(at)?.group),
        Table::Devices => text(&statistics.devices.get(at)?.group),
        Table::Clients => text(&statistics.clients.get(at)?.group),
        Table::Countries => text(&statistics.countries.get(at)?.group),
        Table::DeviceClients => {
            let pair = statistics.device_clients.get(at)?;
            Some((format!("{} / {}", pair.device, pair.client), 0, 0))
        }
    }
}
