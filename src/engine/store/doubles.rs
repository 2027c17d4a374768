//! The same event told twice counts once.
//!
//! Within one recipient's rows of one kind:
//!
//! - The same time and link is the same event, within a file and across files.
//! - Where times are known to the minute only, and where nobody is named, equal
//!   rows of *one* file are different events; across files the larger number
//!   holds.
//! - Counters without times are sums: one file is trusted in itself, so its
//!   counters and its single events add up; across files the larger sum holds.
//!   A counter without a link is held against all links together. What a
//!   counter tells beyond the single events stays as one row without a time.
//!
//! The result does not depend on the order of files or rows.

use super::row::{Mark, NO_LINK, NO_TIME, NO_VIEW, NOBODY, Row};
use crate::contract::Kind;
use crate::engine::events::{Client, Country};
use crate::engine::sorting::Sorting;
use std::collections::BTreeMap;

/// Writes the rows of one group (one subscriber, campaign and kind, in
/// [`Row::order`]) without doubles to `kept`, and says how many were removed.
pub(super) fn remove(group: &[Row], kept: &mut Vec<Row>) -> u64 {
    if let [single] = group {
        kept.push(*single);
        return 0;
    }
    let before = kept.len();
    let mut whole = Sums::default();
    let mut linked = 0;
    let mut counter: Option<Row> = None;
    for link in group.chunk_by(|a, b| a.link == b.link) {
        let mut sums = Sums::default();
        let mut untimed: Option<Row> = None;
        for moment in link.chunk_by(|a, b| a.time == b.time) {
            if counts(moment) {
                for row in moment {
                    sums.add(row.file, u64::from(row.amount));
                    untimed = Some(untimed.map_or(*row, |other| merged(other, row)));
                }
            } else {
                let start = kept.len();
                once(moment, &mut sums, kept);
                sums.known += (kept.len() - start) as u64;
            }
        }
        whole.absorb(&sums);
        if link.first().is_some_and(|row| row.link == NO_LINK) {
            // Settled when all links are known: `NO_LINK` sorts last.
            counter = untimed;
            linked += sums.known;
        } else {
            let total = sums.total();
            linked += total;
            kept.extend(untimed.and_then(|row| rest(row, total - sums.known)));
        }
    }
    let total = whole.largest.values().copied().max().unwrap_or(0).max(linked);
    kept.extend(counter.and_then(|row| rest(row, total - linked)));
    if let Some(settled) = kept.get_mut(before..) {
        settled.put_in_order_by_key(|row| (row.time, row.link));
    }
    let told = group.iter().map(weight).fold(0u64, u64::saturating_add);
    let held = kept.iter().skip(before).map(weight).fold(0u64, u64::saturating_add);
    told.saturating_sub(held)
}

/// What each file tells, and what all files together tell singly.
#[derive(Default)]
struct Sums {
    largest: BTreeMap<u32, u64>,
    known: u64,
}

impl Sums {
    fn add(&mut self, file: u32, amount: u64) {
        let sum = self.largest.entry(file).or_default();
        *sum = sum.saturating_add(amount);
    }

    fn absorb(&mut self, part: &Sums) {
        for (&file, &amount) in &part.largest {
            self.add(file, amount);
        }
    }

    fn total(&self) -> u64 {
        self.largest.values().copied().max().unwrap_or(0).max(self.known)
    }
}

/// Whether rows of one link and time are counters: a view without a time is
/// still one view.
fn counts(moment: &[Row]) -> bool {
    moment.first().is_some_and(|row| row.time == NO_TIME && row.mark.kind() != Kind::Read)
}

/// Keeps the rows of one link and time once.
fn once(moment: &[Row], sums: &mut Sums, kept: &mut Vec<Row>) {
    let mut most: Option<Vec<Row>> = None;
    let mut single: Option<Row> = None;
    for file in moment.chunk_by(|a, b| a.file == b.file) {
        let repeated: Vec<Row> = file.iter().filter(|row| may_repeat(row)).copied().collect();
        for row in file.iter().filter(|row| !may_repeat(row)) {
            single = Some(single.map_or(*row, |other| merged(other, row)));
        }
        if let Some(row) = file.first() {
            sums.add(row.file, repeated.len().max(1) as u64);
        }
        let rank = |rows: &[Row]| (rows.len(), rows.iter().map(Row::likeness).collect::<Vec<_>>());
        if !repeated.is_empty() && most.as_ref().is_none_or(|rows| rank(rows) < rank(&repeated)) {
            most = Some(repeated);
        }
    }
    match most {
        Some(rows) => kept.extend(rows),
        None => kept.extend(single),
    }
}

/// Whether equal rows of one file can be different events.
fn may_repeat(row: &Row) -> bool {
    row.mark.has(Mark::COARSE) || row.subscriber == NOBODY || row.time == NO_TIME
}

/// Two tellings of one event: what is known before what is unknown, the longer of
/// two views, a name only where both may have it. In any order the same.
fn merged(one: Row, other: &Row) -> Row {
    let amount = match (one.amount, other.amount) {
        (NO_VIEW, known) | (known, NO_VIEW) if one.mark.kind() == Kind::Read => known,
        (a, b) => a.max(b),
    };
    let client = known(one.client, other.client, Client::UNKNOWN.code());
    let country = known(one.country, other.country, Country::UNKNOWN.code());
    Row { amount, client, country, mark: one.mark.merged(other.mark), ..one }
}

/// Of two codes the one that is known, or the smaller.
fn known(one: u8, other: u8, unknown: u8) -> u8 {
    match (one == unknown, other == unknown) {
        (false, false) => one.min(other),
        (false, true) => one,
        (true, _) => other,
    }
}

/// What a counter tells beyond the events known singly.
fn rest(row: Row, amount: u64) -> Option<Row> {
    let amount = u32::try_from(amount).unwrap_or(u32::MAX);
    (amount > 0).then_some(Row { amount, ..row })
}

/// How many events a row stands for.
fn weight(row: &Row) -> u64 {
    match row.mark.kind() {
        _ if row.mark.has(Mark::DERIVED) => 0,
        Kind::Read => 1,
        _ => u64::from(row.amount),
    }
}
