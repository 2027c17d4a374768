//! Reactions by steps of time: since sending, by day and week, by hour of the
//! week. Only reactions whose time is known.

use super::recipient::{Reaction, Recipient};
use super::{Tallies, TimeCell};
use crate::engine::calendar::{DAY_MS, day_number, weekday};
use crate::engine::zone::{Time, WallClock, Zone};
use std::collections::BTreeMap;

const HOUR_MS: u32 = 3_600_000;
/// Hours 0 … 71, days 3 … 6, later.
const ARRIVAL: usize = 77;
/// Where the steps of a snapshot end, in hours; the last is open.
const COARSE_UNTIL: [u32; 5] = [1, 6, 24, 72, 168];

/// A moment in every table.
#[derive(Clone, Copy)]
struct Steps {
    /// `None` without a time of sending.
    arrival: Option<(usize, usize)>,
    day: i32,
    week: i32,
    hour_of_week: usize,
    part_of_week: usize,
    weekday: usize,
}

/// Puts recipients' reactions into the tables of time.
pub(super) struct Clock<'a> {
    clock: WallClock<'a>,
    moments: Vec<(Steps, u64)>,
}

impl<'a> Clock<'a> {
    pub(super) fn new(zone: &'a Zone) -> Clock<'a> {
        Clock { clock: WallClock::new(zone), moments: Vec::new() }
    }

    /// Makes the tables that have a fixed number of cells.
    pub(super) fn prepare(tallies: &mut Tallies) {
        tallies.hours_of_week = vec![TimeCell::default(); 7 * 24];
        tallies.parts_of_week = vec![TimeCell::default(); 7 * 4];
        tallies.weekdays = vec![TimeCell::default(); 7];
    }

    /// Adds one recipient's reactions; `somebody`: the recipient counts as one.
    pub(super) fn add(&mut self, recipient: &Recipient, somebody: bool, tallies: &mut Tallies) {
        if recipient.sent_at.is_some() && tallies.arrival.is_empty() {
            tallies.arrival = vec![TimeCell::default(); ARRIVAL];
            tallies.arrival_coarse = vec![TimeCell::default(); COARSE_UNTIL.len() + 1];
        }
        if !recipient.reactions.is_empty() {
            self.add_kind(recipient, true, somebody, tallies);
            self.add_kind(recipient, false, somebody, tallies);
        }
    }

    fn add_kind(
        &mut self,
        recipient: &Recipient,
        open: bool,
        somebody: bool,
        tallies: &mut Tallies,
    ) {
        let of_kind = recipient.reactions.iter().filter(|reaction| reaction.open == open);
        self.moments.clear();
        let mut first: Option<(Time, Steps)> = None;
        for Reaction { time, times, .. } in of_kind {
            let Some(time) = *time else { continue };
            let steps = self.steps(time, recipient.sent_at);
            self.moments.push((steps, *times));
            if first.is_none_or(|(earliest, _)| time < earliest) {
                first = Some((time, steps));
            }
        }
        let Some((_, first)) = first else { return };
        let add = Adding { open, somebody, moments: &self.moments, first };
        add.to_cells(&mut tallies.arrival, |steps| Some(steps.arrival?.0));
        add.to_cells(&mut tallies.arrival_coarse, |steps| Some(steps.arrival?.1));
        add.to_map(&mut tallies.days, |steps| steps.day);
        add.to_map(&mut tallies.weeks, |steps| steps.week);
        add.to_cells(&mut tallies.hours_of_week, |steps| Some(steps.hour_of_week));
        add.to_cells(&mut tallies.parts_of_week, |steps| Some(steps.part_of_week));
        add.to_cells(&mut tallies.weekdays, |steps| Some(steps.weekday));
    }

    fn steps(&self, time: Time, sent_at: Option<Time>) -> Steps {
        let local = self.clock.local(time);
        let day = day_number(local);
        let weekday = usize::from(weekday(day));
        // In WebAssembly a division of 64 bits is slow.
        let hour = (local.0.rem_euclid(DAY_MS) as u32 / HOUR_MS) as usize;
        Steps {
            arrival: sent_at.map(|sent| since_sending(time, sent)),
            day,
            week: day.saturating_sub(weekday as i32),
            hour_of_week: weekday * 24 + hour,
            part_of_week: weekday * 4 + hour / 6,
            weekday,
        }
    }
}

/// The cell in `arrival` and in `arrival_coarse`. A reaction before the sending
/// comes from clocks that disagree: it belongs to the first hour.
fn since_sending(time: Time, sent: Time) -> (usize, usize) {
    let since = u32::try_from(time.0.saturating_sub(sent.0).max(0)).unwrap_or(u32::MAX);
    let hour = since / HOUR_MS;
    let fine = match hour {
        0..72 => hour as usize,
        72..168 => 72 + (hour as usize - 72) / 24,
        _ => ARRIVAL - 1,
    };
    let coarse = COARSE_UNTIL.iter().filter(|&&until| until <= hour).count();
    (fine, coarse)
}

/// One recipient's opens, or clicks, on their way into a table.
struct Adding<'a> {
    open: bool,
    somebody: bool,
    moments: &'a [(Steps, u64)],
    first: Steps,
}

impl Adding<'_> {
    fn to_cells(&self, cells: &mut [TimeCell], step: impl Fn(&Steps) -> Option<usize>) {
        let step = |steps: &Steps| step(steps).map(|place| place as i32);
        self.each_cell(step, |place, part| {
            if let Some(cell) = cells.get_mut(place as usize) {
                cell.add(&part);
            }
        });
    }

    fn to_map(&self, cells: &mut BTreeMap<i32, TimeCell>, step: impl Fn(&Steps) -> i32) {
        self.each_cell(
            |steps| Some(step(steps)),
            |place, part| cells.entry(place).or_default().add(&part),
        );
    }

    /// What the recipient adds to each cell, each cell once. Places are of one type for all
    /// tables: the program then is there once.
    fn each_cell(
        &self,
        step: impl Fn(&Steps) -> Option<i32>,
        mut visit: impl FnMut(i32, TimeCell),
    ) {
        let first = step(&self.first);
        // Most recipients react once or twice.
        if let [(steps, times)] = self.moments {
            if let Some(place) = step(steps) {
                visit(place, self.part(*times, true));
            }
            return;
        }
        if let [(one, times), (other, more)] = self.moments {
            let (one, other) = (step(one), step(other));
            if one == other {
                if let Some(place) = one {
                    visit(place, self.part(times + more, first == one));
                }
                return;
            }
            for (place, times) in [(one, times), (other, more)] {
                if let Some(place) = place {
                    visit(place, self.part(*times, first == Some(place)));
                }
            }
            return;
        }
        let placed = |(steps, times): &(Steps, u64)| Some((i64::from(step(steps)?), *times));
        let mut parts: Vec<(i64, u64)> = self.moments.iter().filter_map(placed).collect();
        parts.sort_unstable();
        for chunk in parts.chunk_by(|a, b| a.0 == b.0) {
            if let Some(&(place, _)) = chunk.first() {
                let place = place as i32;
                let events = chunk.iter().map(|(_, times)| times).sum();
                visit(place, self.part(events, first == Some(place)));
            }
        }
    }

    fn part(&self, events: u64, first: bool) -> TimeCell {
        let people = u64::from(self.somebody);
        let firsts = u64::from(self.somebody && first);
        if self.open {
            TimeCell { opens: events, openers: people, first_opens: firsts, ..TimeCell::default() }
        } else {
            TimeCell {
                clicks: events,
                clickers: people,
                first_clicks: firsts,
                ..TimeCell::default()
            }
        }
    }
}
