//! Steps of time: since sending, by day or week, by parts of the week.
//!
//! A step with few reactions is joined to its neighbour, or the whole table gets
//! coarser. Nobody counts as few, so that a joined step does not say that there
//! was somebody.

use super::{day, part_of_week};
use crate::contract::{Arrival, DayRow, Measure, WeekRow};
use crate::engine::calendar::weekday;
use crate::engine::tallies::{Tallies, TimeCell};

/// The steps since sending, in hours; the last is open.
const STEPS: [u32; 6] = [0, 1, 6, 24, 72, 168];
const FEWEST_STEPS: usize = 2;
/// Longer periods are shown by week.
const MOST_DAYS: i64 = 28;
/// Longer periods are left out: they come from wrong dates.
const MOST_WEEKS: i64 = 520;

/// Whether so few reacted in a step that it is joined. Opens decide on the steps
/// where there are any: clicks are withheld rather than that opens get coarser.
fn is_thin(tallies: &Tallies, cell: &TimeCell, threshold: u64) -> bool {
    let opens = tallies.overall[Measure::Openers] > 0;
    let people = if opens { cell.openers } else { cell.clickers };
    people < threshold.saturating_mul(2)
}

/// Reactions by the time since sending.
pub(super) struct Arrivals {
    /// The hour at which each step begins.
    from: Vec<u32>,
}

impl Arrivals {
    pub(super) fn new(tallies: &Tallies, threshold: u64) -> Option<Arrivals> {
        if tallies.arrival_coarse.iter().all(|cell| *cell == TimeCell::default()) {
            return None;
        }
        let mut cells = tallies.arrival_coarse.clone();
        let mut from = STEPS.to_vec();
        while from.len() > FEWEST_STEPS
            && let Some(last) = cells.last()
            && (is_thin(tallies, last, threshold) || few_are_first(tallies, last, threshold))
        {
            let last = *last;
            cells.pop();
            from.pop();
            if let Some(before) = cells.last_mut() {
                *before = joined(*before, last);
            }
        }
        Some(Arrivals { from })
    }

    pub(super) fn plan(&self) -> Vec<i64> {
        self.from.iter().skip(1).map(|&hour| i64::from(hour)).collect()
    }

    pub(super) fn names(&self) -> Vec<Arrival> {
        let ends = self.from.iter().skip(1).map(|&hour| Some(hour)).chain([None]);
        let steps = self.from.iter().zip(ends);
        steps
            .map(|(&from_hour, to_hour)| Arrival { from_hour, to_hour, ..Arrival::default() })
            .collect()
    }
}

/// First reactions late are fewer than reactions late.
fn few_are_first(tallies: &Tallies, cell: &TimeCell, threshold: u64) -> bool {
    let opens = tallies.overall[Measure::Openers] > 0;
    let people = if opens { cell.first_opens } else { cell.first_clicks };
    people < threshold.saturating_mul(2)
}

/// Both together, as far as it is known: somebody may have reacted in both.
fn joined(a: TimeCell, b: TimeCell) -> TimeCell {
    TimeCell {
        opens: a.opens.saturating_add(b.opens),
        clicks: a.clicks.saturating_add(b.clicks),
        openers: a.openers.max(b.openers),
        clickers: a.clickers.max(b.clickers),
        first_opens: a.first_opens.saturating_add(b.first_opens),
        first_clicks: a.first_clicks.saturating_add(b.first_clicks),
    }
}

/// Reactions by calendar day, or by week.
pub(super) struct Calendar {
    /// The first day of each row, and the day after the last.
    from: Vec<i32>,
}

impl Calendar {
    pub(super) fn new(tallies: &Tallies, weeks: bool, threshold: u64) -> Option<Calendar> {
        let (&first, _) = tallies.days.first_key_value()?;
        let (&last, _) = tallies.days.last_key_value()?;
        // From the first sending on, in whole weeks: not the days of the first
        // and the last reaction.
        let sent = tallies.campaigns.values().filter_map(|campaign| campaign.sent_on).min();
        let first = sent.map_or(first, |sent| sent.min(first));
        let span = i64::from(last) - i64::from(first) + 1;
        let span = (span + 6) / 7 * 7;
        if !weeks && span <= MOST_DAYS {
            let cell = |day: i32| tallies.days.get(&day).copied().unwrap_or_default();
            let days = Calendar::rows(tallies, first, span, 1, threshold, cell);
            if let Some((days, thin)) = days
                && thin * 4 <= days.from.len()
            {
                return Some(days);
            }
        }
        let monday = first.checked_sub(i32::from(weekday(first)))?;
        let span = i64::from(last) - i64::from(monday) + 1;
        let span = (span + 6) / 7 * 7;
        if span > MOST_WEEKS * 7 {
            return None;
        }
        let cell = |day: i32| tallies.weeks.get(&day).copied().unwrap_or_default();
        Some(Calendar::rows(tallies, monday, span, 7, threshold, cell)?.0)
    }

    /// Rows of so many days, the last of which gathers what is thin at the end;
    /// and how many thin ones are left.
    fn rows(
        tallies: &Tallies,
        first: i32,
        span: i64,
        step: i64,
        threshold: u64,
        cell: impl Fn(i32) -> TimeCell,
    ) -> Option<(Calendar, usize)> {
        let end = i32::try_from(i64::from(first) + span).ok()?;
        let starts =
            (0..span / step).filter_map(|at| i32::try_from(i64::from(first) + at * step).ok());
        let mut rows: Vec<(i32, bool)> =
            starts.map(|day| (day, is_thin(tallies, &cell(day), threshold))).collect();
        // The last row that is not thin takes over those behind it.
        while rows.len() > 1 && rows.last().is_some_and(|&(_, thin)| thin) {
            rows.pop();
        }
        let thin = rows.iter().filter(|&&(_, thin)| thin).count();
        let from = rows.into_iter().map(|(day, _)| day).chain([end]).collect();
        Some((Calendar { from }, thin))
    }

    pub(super) fn plan(&self) -> Vec<i32> {
        self.from.clone()
    }

    pub(super) fn names(&self) -> Vec<DayRow> {
        let next = self.from.iter().skip(1);
        self.from
            .iter()
            .zip(next)
            .map(|(&from, &next)| day(from, next.saturating_sub(from)))
            .collect()
    }
}

/// Reactions by weekday, and where there are enough by six hours of it.
pub(super) struct Week {
    pub(super) parts_of_day: usize,
}

impl Week {
    pub(super) fn new(tallies: &Tallies, threshold: u64) -> Option<Week> {
        let cells = &tallies.parts_of_week;
        if cells.iter().all(|cell| *cell == TimeCell::default()) {
            return None;
        }
        let thin = cells.iter().filter(|cell| is_thin(tallies, cell, threshold)).count();
        Some(Week { parts_of_day: if thin * 4 <= cells.len() { 4 } else { 1 } })
    }

    pub(super) fn names(&self) -> Vec<WeekRow> {
        let parts = self.parts_of_day.clamp(1, 24) as u8;
        let hours = 24 / parts;
        let rows = (0u8..7).flat_map(|weekday| (0..parts).map(move |part| (weekday, part)));
        rows.map(|(weekday, part)| part_of_week(weekday, part * hours, (part + 1) * hours))
            .collect()
    }
}
