//! What a file without a known dialect may be: first by the names of its
//! columns, then by the cells themselves. The guess is where the mapping dialog
//! starts, and what is read when nothing contradicts it.

use super::look::Look;
use super::{naming, words};
use crate::contract::{
    CampaignSource, Certainty, DateOrder, FileClass, Granularity, Mapping, Role,
};
use columns::Columns;
use std::collections::BTreeMap;

mod columns;
mod sort;

/// Columns of vendors whose words mean something of their own (`sent` for
/// delivered, machine flags beside the word), without a dialect so far: what is
/// guessed of such a file is for the user to look at.
const FOREIGN: [&str; 15] = [
    "mjcampaignid",
    "mjcontactid",
    "rcptto",
    "emailcampaignid",
    "portalid",
    "loglevel",
    "deliverystatuscode",
    "trackingactivitytype",
    "itblinternal",
    "recipientstate",
    "lastevent",
    "tsepoch",
    "dispatchid",
    "objecttype",
    "deliveryid",
];

/// What a file may be.
pub(super) struct Guess {
    pub class: FileClass,
    pub certainty: Certainty,
    pub mapping: Mapping,
    /// Whether its times carry no zone.
    pub zoneless: bool,
}

/// Whether the dates of a table, such as they are, can only be read with the month
/// first: it was saved by a spreadsheet of that custom, whoever wrote it before.
pub(super) fn has_months_first(look: &Look) -> bool {
    !look.rows.is_empty() && Columns::new(look).all_dates() == (DateOrder::MonthFirst, true)
}

/// Guesses the meaning of every column.
pub(super) fn guess(look: &Look) -> Guess {
    if is_snapshot(look) {
        return Guess {
            class: FileClass::Snapshot,
            certainty: Certainty::Certain,
            mapping: mapping(Vec::new()),
            zoneless: false,
        };
    }
    let columns = Columns::new(look);
    let mut doubts = false;
    let mut roles = vec![Role::Ignore; look.header.len()];
    let Some(address) = columns.address(&mut doubts) else {
        return without_people(look, roles, &columns);
    };
    set(&mut roles, address, Role::Address);
    if let Some(consent) = columns.consent(address, &roles) {
        let (dates, _) = columns.dates(&consent);
        return Guess {
            class: FileClass::Consent,
            certainty: Certainty::Certain,
            zoneless: columns.zoneless(&consent),
            mapping: Mapping { granularity: Granularity::Contact, dates, ..mapping(consent) },
        };
    }
    columns.details(&mut roles);
    let time = columns.time(&roles, &mut doubts);
    let kinds = columns.kinds(&roles, &mut doubts);
    let happened = columns.happened(&roles, &mut doubts);
    let dated = columns.one_time_a_row(&happened).filter(|_| kinds.is_empty() && time.is_none());
    let mut guessed = mapping(roles);
    // A word and a time in each row make a log, unless counters stand beside them.
    // Several words without a time are states of a recipient.
    let states = kinds.len() > 1 && time.is_none();
    let by_event = !kinds.is_empty()
        && !states
        && (happened.is_empty() || (time.is_some() && happened.len() < 2));
    if by_event {
        kinds.first().into_iter().for_each(|&at| set(&mut guessed.roles, at, Role::Kind));
    } else if let Some((at, kind)) = dated {
        guessed.kind = Some(kind);
        set(&mut guessed.roles, at, Role::Time);
    } else if !happened.is_empty() || states {
        guessed.granularity = Granularity::Recipient;
        for &(at, role) in &happened {
            set(&mut guessed.roles, at, role);
        }
        for &at in &kinds {
            set(&mut guessed.roles, at, Role::Kind);
        }
    } else if let Some(word) = naming::kind(&look.path) {
        // The kind of all rows by the file's name alone.
        guessed.kind = Some(word.kind);
        doubts = true;
    } else {
        let roles = guessed.roles;
        return unknown(roles, &columns);
    }
    match time {
        Some(at) if guessed.granularity == Granularity::Event => {
            set(&mut guessed.roles, at, Role::Time);
            if let Some(clock) = columns.time_of_day(at, &guessed.roles) {
                set(&mut guessed.roles, clock, Role::Time);
            }
        }
        None if guessed.granularity == Granularity::Event && dated.is_none() => doubts = true,
        _ => {}
    }
    doubts |= columns.words(&mut guessed) | is_foreign(look);
    let (dates, certain) = columns.dates(&guessed.roles);
    guessed.dates = dates;
    doubts |= !certain;
    if guessed.roles.iter().any(|role| matches!(role, Role::CampaignId | Role::CampaignName)) {
        guessed.campaign = CampaignSource::Column;
    }
    Guess {
        class: FileClass::Events,
        certainty: if doubts { Certainty::Likely } else { Certainty::Certain },
        zoneless: columns.zoneless(&guessed.roles),
        mapping: guessed,
    }
}

/// A log that names nobody: a word and a time in each row. Its events are counted,
/// its recipients cannot be. Tables that say how often something happened are none.
fn without_people(look: &Look, mut roles: Vec<Role>, columns: &Columns<'_>) -> Guess {
    columns.details(&mut roles);
    let time = columns.time(&roles, &mut false);
    let kinds = columns.kinds(&roles, &mut false);
    let happened = columns.happened(&roles, &mut false);
    let (Some(time), Some(&kind), true) =
        (time, kinds.first(), happened.is_empty() && !columns.sums_up() && !is_foreign(look))
    else {
        return unknown(vec![Role::Ignore; look.header.len()], columns);
    };
    set(&mut roles, time, Role::Time);
    set(&mut roles, kind, Role::Kind);
    let mut guessed = mapping(roles);
    columns.words(&mut guessed);
    (guessed.dates, _) = columns.dates(&guessed.roles);
    if guessed.roles.iter().any(|role| matches!(role, Role::CampaignId | Role::CampaignName)) {
        guessed.campaign = CampaignSource::Column;
    }
    Guess {
        class: FileClass::Events,
        certainty: Certainty::Likely,
        zoneless: columns.zoneless(&guessed.roles),
        mapping: guessed,
    }
}

fn unknown(roles: Vec<Role>, columns: &Columns<'_>) -> Guess {
    let zoneless = columns.zoneless(&roles);
    Guess {
        class: FileClass::Events,
        certainty: Certainty::Unknown,
        mapping: mapping(roles),
        zoneless,
    }
}

fn mapping(roles: Vec<Role>) -> Mapping {
    Mapping {
        roles,
        granularity: Granularity::Event,
        words: BTreeMap::new(),
        kind: None,
        dates: DateOrder::DayFirst,
        campaign: CampaignSource::FileName,
    }
}

fn set(roles: &mut [Role], at: usize, role: Role) {
    if let Some(slot) = roles.get_mut(at) {
        *slot = role;
    }
}

/// A snapshot of ours: its format stands at its top.
fn is_snapshot(look: &Look) -> bool {
    let format = crate::contract::Snapshot::FORMAT;
    look.objects
        .first()
        .is_some_and(|object| object.get("format").and_then(|value| value.as_str()) == Some(format))
}

/// Whether a vendor's own columns are among those of the file.
fn is_foreign(look: &Look) -> bool {
    look.header.iter().any(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        FOREIGN.contains(&words::normal(last).as_str())
    })
}

#[cfg(test)]
mod tests;
