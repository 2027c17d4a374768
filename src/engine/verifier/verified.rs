//! The finished bytes, examined. The only place that says of a snapshot that it
//! may leave.

use super::{Examination, Finding, Stopped, Thorough, believable, examine};
use crate::contract::{Breach, Count, Figure, Place, Risk, Snapshot, Table};
use crate::engine::disclosure::{Members, Release, System, What, describe};
use crate::engine::publish;
use crate::messages::SnapshotFault;
use sha2::{Digest, Sha256};

/// That certain bytes were examined together with earlier releases, and nothing
/// was found. Made here alone.
#[derive(Clone, Debug)]
pub struct Verified {
    bytes: [u8; 32],
    risk: Risk,
}

impl Verified {
    /// What was tried. Whether a ledger is known, and what was spent of a budget,
    /// is for the caller to add. Of [`confirm`] without intervals.
    pub fn risk(&self) -> &Risk {
        &self.risk
    }

    /// Whether these are the very bytes that were examined.
    pub(in crate::engine) fn passed(&self, text: &str) -> bool {
        digest(text) == self.bytes
    }
}

/// Why bytes may not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Unreadable(SnapshotFault),
    Stopped,
    /// What was found, in words that the owner knows, and by cells.
    Breaches(Vec<Breach>, Examination),
}

/// Reads the bytes that will be saved as any reader would, checksum and
/// plausibility included, and attacks them together with earlier releases.
///
/// # Errors
///
/// When they cannot be read, when the watch says stop, and when anything is
/// found.
pub fn verify(
    text: &str,
    earlier: &[Release<'_>],
    members: Option<&Members>,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Verified, Refusal> {
    held_against(text, earlier, members, Thorough::Bounds, watch)
}

/// The same verdict without the intervals of what is withheld: quicker, for
/// bytes that differ from examined ones in their risk report alone, and for
/// rounds in between.
///
/// # Errors
///
/// As [`verify`].
pub fn confirm(
    text: &str,
    earlier: &[Release<'_>],
    members: Option<&Members>,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Verified, Refusal> {
    held_against(text, earlier, members, Thorough::Widths, watch)
}

fn held_against(
    text: &str,
    earlier: &[Release<'_>],
    members: Option<&Members>,
    thorough: Thorough,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Verified, Refusal> {
    let snapshot = publish::open(text).map_err(Refusal::Unreadable)?;
    let newest = Release { snapshot: &snapshot, members };
    let mut releases = earlier.to_vec();
    releases.push(newest);
    let system = believable(&releases);
    let found = nothing_found(&system, &releases, thorough, watch)?;
    if !earlier.is_empty() {
        // Somebody without the ledger takes campaigns of one name and day for the
        // same, as far as that can be.
        let outside: Vec<Release<'_>> =
            releases.iter().map(|release| Release { members: None, ..*release }).collect();
        nothing_found(&believable(&outside), &outside, Thorough::Widths, watch)?;
        // Earlier releases may promise less, and what they have published counts
        // as known: by itself the newest one promises everything.
        nothing_found(&describe(&[newest]), &[newest], Thorough::Widths, watch)?;
    }
    Ok(Verified { bytes: digest(text), risk: risk(&snapshot, earlier.len(), &system, &found) })
}

/// What was tried in vain.
fn nothing_found(
    system: &System,
    releases: &[Release<'_>],
    thorough: Thorough,
    watch: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Examination, Refusal> {
    let found = examine(system, thorough, watch).map_err(|Stopped| Refusal::Stopped)?;
    if found.findings.is_empty() {
        return Ok(found);
    }
    let breaches = found.findings.iter().map(|finding| breach(finding, system, releases));
    Err(Refusal::Breaches(breaches.collect(), found))
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The figures of the newest release, with the programs of all.
fn risk(snapshot: &Snapshot, earlier: usize, system: &System, found: &Examination) -> Risk {
    let counts = || snapshot.statistics.places().map(|place| snapshot.statistics.at(place));
    let mut widths: Vec<u64> = found
        .bounds
        .iter()
        .filter(|&&(cell, ..)| {
            matches!(
                system.cells.get(cell as usize).map(|cell| &cell.what),
                Some(&What::Printed { release, .. }) if release as usize == earlier
            )
        })
        .filter_map(|&(_, least, most)| most.map(|most| most.saturating_sub(least)))
        .collect();
    widths.sort_unstable();
    Risk {
        cells: counts().filter(|&count| count != Count::Unavailable).count() as u64,
        cells_withheld: counts().filter(|count| count.is_withheld()).count() as u64,
        programs: found.programs,
        narrowest: widths.first().copied(),
        median: widths.get(widths.len().saturating_sub(1) / 2).copied(),
        earlier: u32::try_from(earlier).unwrap_or(u32::MAX),
        ledger: earlier > 0,
        epsilon_milli: None,
        epsilon_spent_milli: None,
    }
}

/// A finding with its figures named.
pub fn breach(finding: &Finding, system: &System, releases: &[Release<'_>]) -> Breach {
    let newest = releases.len().saturating_sub(1);
    let figure = |&cell: &u32| match system.cells.get(cell as usize)?.what {
        What::Printed { release, place } => {
            let snapshot = releases.get(release as usize).map(|release| release.snapshot);
            Some(Figure {
                release: (release as usize != newest).then_some(release),
                place,
                row: snapshot.map_or_else(String::new, |snapshot| row(snapshot, place)),
            })
        }
        What::Latent(_) => None,
    };
    Breach {
        kind: finding.kind,
        figures: finding.cells.iter().filter_map(figure).collect(),
        at_least: finding.at_least,
        at_most: finding.at_most,
    }
}

/// The name of a row as it is published.
fn row(snapshot: &Snapshot, place: Place) -> String {
    let statistics = &snapshot.statistics;
    let index = place.row as usize;
    let name = match place.table {
        Table::Overall => None,
        Table::Campaigns => statistics.campaigns.get(index).map(|row| row.name.clone()),
        Table::Arrival => statistics.arrival.get(index).map(|row| match row.to_hour {
            Some(to) => format!("{}–{to} h", row.from_hour),
            None => format!("{}– h", row.from_hour),
        }),
        Table::Days => statistics.days.get(index).map(|row| row.day.clone()),
        Table::Week => statistics.week.get(index).map(|row| {
            format!("{}: {}–{} h", u32::from(row.weekday) + 1, row.from_hour, row.to_hour)
        }),
        Table::Links => statistics.links.get(index).map(|row| row.link.clone()),
        Table::Providers => statistics.providers.get(index).map(|row| row.group.clone()),
        Table::Devices => statistics.devices.get(index).map(|row| row.group.clone()),
        Table::Clients => statistics.clients.get(index).map(|row| row.group.clone()),
        Table::Countries => statistics.countries.get(index).map(|row| row.group.clone()),
        Table::DeviceClients => {
            let pair = statistics.device_clients.get(index);
            pair.map(|pair| format!("{} / {}", pair.device, pair.client))
        }
        Table::Machine => {
            let rules = ["vendor", "burst", "user_agent"];
            rules.get(index).map(|&rule| rule.to_owned())
        }
    };
    name.unwrap_or_default()
}
