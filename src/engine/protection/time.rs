//! Reactions over time: since sending, by calendar day, by weekday and hours.
//!
//! Guarantee: in every step shown, the people behind the reactions are nobody
//! or enough, nobody only where all openers (clickers) are a crowd; so are those
//! whose reactions have no time. Tables are shown together only where one
//! cannot be subtracted from the other:
//!
//! - hours since sending and the calendar never where all campaigns left on one
//!   day, because then "within six hours" is a part of "that day"; elsewhere the
//!   first divides people (first reactions), the second divides events;
//! - days and weekdays where every single day is safe; weeks and weekdays where
//!   two whole weeks are rows, so that no single day follows.

use super::context::{Context, Side, Whole, Withheld};
use crate::contract::{Arrival, Count, DayRow, WeekRow, WithholdingReason};
use crate::engine::calendar::day_text;
use crate::engine::tallies::{Tallies, TimeCell};
use std::ops::Range;

/// The steps since sending, in hours; the last is open.
const STEPS: [(u32, Option<u32>); 6] =
    [(0, Some(1)), (1, Some(6)), (6, Some(24)), (24, Some(72)), (72, Some(168)), (168, None)];
/// Longer periods are shown by week.
const MOST_DAYS: i64 = 28;
/// Longer periods are withheld: they come from wrong dates.
const MOST_WEEKS: i64 = 520;

/// The three tables, each empty where it is withheld or the files have no times.
#[derive(Default)]
pub(super) struct Time {
    pub(super) arrival: Vec<Arrival>,
    pub(super) days: Vec<DayRow>,
    pub(super) week: Vec<WeekRow>,
}

pub(super) fn tables(tallies: &Tallies, context: &Context<'_>, withheld: &mut Withheld) -> Time {
    let mut arrival = arrival(&tallies.arrival_coarse, context);
    let calendar_is_free = !(context.one_send_day && arrival.is_some());
    let (days, week) = if calendar_is_free { calendar(tallies, context) } else { (None, None) };
    if days.is_some() || week.is_some() {
        arrival = arrival.map(Table::without_events);
    }
    for (name, table, nothing) in [
        ("arrival", &arrival, is_empty(&tallies.arrival_coarse)),
        ("days", &days, tallies.days.is_empty()),
        ("week", &week, is_empty(&tallies.parts_of_week)),
    ] {
        match table {
            Some(table) => table.report(name, context, withheld),
            None if nothing => {}
            None => withheld.table(name, WithholdingReason::Small),
        }
    }
    Time {
        arrival: arrival.map(|table| arrival_rows(&table, context)).unwrap_or_default(),
        days: days.map(|table| day_rows(&table, context)).unwrap_or_default(),
        week: week.map(|table| week_rows(&table, context)).unwrap_or_default(),
    }
}

fn is_empty(cells: &[TimeCell]) -> bool {
    cells.iter().all(|cell| *cell == TimeCell::default())
}

/// Neighbouring steps as one.
#[derive(Clone, Copy, Default)]
struct Step {
    /// First and last step gathered, as the table counts them.
    from: i64,
    to: i64,
    cell: TimeCell,
}

impl Step {
    /// `cell.openers` becomes a number of people that are certainly behind both:
    /// first reactions are different people, and so are those of one step.
    fn join(self, next: Step) -> Step {
        let (a, b) = (self.cell, next.cell);
        let first_opens = a.first_opens.saturating_add(b.first_opens);
        let first_clicks = a.first_clicks.saturating_add(b.first_clicks);
        let cell = TimeCell {
            opens: a.opens.saturating_add(b.opens),
            clicks: a.clicks.saturating_add(b.clicks),
            openers: a.openers.max(b.openers).max(first_opens),
            clickers: a.clickers.max(b.clickers).max(first_clicks),
            first_opens,
            first_clicks,
        };
        Step { from: self.from, to: next.to, cell }
    }

    fn side(&self, side: Side) -> Reactions {
        match side {
            Side::Opens => Reactions {
                events: self.cell.opens,
                people: self.cell.openers,
                first: self.cell.first_opens,
            },
            Side::Clicks => Reactions {
                events: self.cell.clicks,
                people: self.cell.clickers,
                first: self.cell.first_clicks,
            },
        }
    }
}

struct Reactions {
    events: u64,
    /// At least so many people.
    people: u64,
    first: u64,
}

/// A table of time: its steps, and which columns are shown.
struct Table {
    steps: Vec<Step>,
    sides: &'static [Side],
    /// Sides whose events are shown.
    events: Vec<Side>,
    firsts: bool,
}

impl Table {
    fn worth(&self) -> usize {
        self.steps.len().saturating_sub(1) * self.sides.len()
    }

    fn without_events(mut self) -> Table {
        self.events.clear();
        self
    }

    fn report(&self, name: &str, context: &Context<'_>, withheld: &mut Withheld) {
        // The owner sees every hour and every day.
        if name != "days" || self.steps.iter().any(|step| step.to != step.from) {
            withheld.table(name, WithholdingReason::Coarser);
        }
        for side in [Side::Opens, Side::Clicks] {
            let (events, people) = side.measures();
            let firsts = self.firsts && self.sides.contains(&side);
            if self.firsts && !firsts && context.overall[people] != Count::Unavailable {
                withheld.measure(name, people, WithholdingReason::Small);
            }
            if !self.events.contains(&side) && context.overall[events] != Count::Unavailable {
                withheld.measure(name, events, WithholdingReason::Small);
            }
        }
    }

    fn events(&self, side: Side, step: &Step, context: &Context<'_>) -> Count {
        mark(
            context.overall[side.measures().0],
            self.events.contains(&side),
            step.side(side).events,
        )
    }

    fn first(&self, side: Side, step: &Step, context: &Context<'_>) -> Count {
        let shown = self.firsts && self.sides.contains(&side);
        mark(context.overall[side.measures().1], shown, step.side(side).first)
    }
}

fn mark(overall: Count, shown: bool, value: u64) -> Count {
    match overall {
        Count::Unavailable => Count::Unavailable,
        _ if shown => Count::Exact(value),
        _ => Count::Withheld,
    }
}

/// The best table over the choices of columns; `None` with fewer than two steps.
fn best(make: impl Fn(&'static [Side]) -> Option<Table>) -> Option<Table> {
    let tables = Side::CHOICES.into_iter().filter_map(make);
    let best = tables.reduce(|best, next| if next.worth() > best.worth() { next } else { best });
    best.filter(|table| table.worth() > 0)
}

fn wholes(sides: &[Side], context: &Context<'_>) -> Option<Vec<(Side, Whole)>> {
    sides.iter().map(|&side| context.side(side).map(|whole| (side, whole))).collect()
}

/// Joins neighbours until every step is safe; what is left at the end joins the
/// steps before it. Empty where not even all of them together are safe.
fn gather(steps: impl IntoIterator<Item = Step>, is_safe: impl Fn(&Step) -> bool) -> Vec<Step> {
    let mut gathered: Vec<Step> = Vec::new();
    let mut open: Option<Step> = None;
    for step in steps {
        let joined = open.take().map_or(step, |open| open.join(step));
        if is_safe(&joined) {
            gathered.push(joined);
        } else {
            open = Some(joined);
        }
    }
    while let Some(rest) = open.take() {
        let Some(last) = gathered.pop() else { break };
        let joined = last.join(rest);
        if is_safe(&joined) {
            gathered.push(joined);
        } else {
            open = Some(joined);
        }
    }
    gathered
}

/// Time since sending: divides the people by their first reaction.
fn arrival(cells: &[TimeCell], context: &Context<'_>) -> Option<Table> {
    let steps = || (0i64..).zip(cells).map(|(at, &cell)| Step { from: at, to: at, cell });
    best(|sides| {
        let wholes = wholes(sides, context)?;
        let untimed = |side: Side, whole: &Whole| {
            steps().try_fold(whole.people, |left, step| left.checked_sub(step.side(side).first))
        };
        let rest_is_safe = wholes.iter().all(|(side, whole)| {
            untimed(*side, whole).is_some_and(|rest| rest == 0 || rest >= context.floor)
        });
        if is_empty(cells) || !rest_is_safe {
            return None;
        }
        let steps = gather(steps(), |step| {
            wholes.iter().all(|(side, whole)| {
                let first = step.side(*side).first;
                if first == 0 { whole.people >= context.crowd() } else { first >= context.floor }
            })
        });
        let events = wholes.iter().filter(|(side, whole)| {
            let timed =
                steps.iter().fold(0u64, |sum, step| sum.saturating_add(step.side(*side).events));
            let rest = whole.events.and_then(|events| events.checked_sub(timed));
            // Whoever has no time at all is behind the events without one.
            let rest_is_known = rest == Some(0)
                || (rest.is_some()
                    && untimed(*side, whole).is_some_and(|rest| rest >= context.floor));
            rest_is_known && steps.iter().all(|step| is_safe(step, *side, whole, context))
        });
        let events = events.map(|(side, _)| *side).collect();
        Some(Table { steps, sides, events, firsts: true })
    })
}

/// Whether the events of a step may be shown.
fn is_safe(step: &Step, side: Side, whole: &Whole, context: &Context<'_>) -> bool {
    let reactions = step.side(side);
    if reactions.events == 0 {
        whole.people >= context.crowd()
    } else {
        reactions.people >= context.floor
    }
}

/// Days and weekdays, as far as they can be shown together.
fn calendar(tallies: &Tallies, context: &Context<'_>) -> (Option<Table>, Option<Table>) {
    let (Some((&first, _)), Some((&last, _))) =
        (tallies.days.first_key_value(), tallies.days.last_key_value())
    else {
        return (None, None);
    };
    let weekdays = || week_table(&tallies.weekdays, context);
    let parts = || week_table(&tallies.parts_of_week, context).or_else(weekdays);
    let (first, last) = (i64::from(first), i64::from(last));
    if last - first < MOST_DAYS {
        let days = first..last + 1;
        let cell = |day: i64| cell_of(&tallies.days, day);
        match divided(days.clone().map(|day| Step { from: day, to: day, cell: cell(day) }), context)
        {
            Some(table) => {
                let every_day = table.steps.len() as i64 == days.end - days.start;
                (Some(table), if every_day { weekdays() } else { None })
            }
            None => (None, parts()),
        }
    } else {
        let mondays = monday(first)..monday(last) + 1;
        let weeks = (mondays.end - mondays.start + 6) / 7;
        let steps = mondays.step_by(7).map(|monday| Step {
            from: monday,
            to: monday + 6,
            cell: cell_of(&tallies.weeks, monday),
        });
        match (weeks <= MOST_WEEKS).then(|| divided(steps, context)).flatten() {
            Some(table) => {
                let period = first..last + 1;
                let whole = table.steps.iter().filter(|step| holds_a_week(step, &period)).count();
                (Some(table), if whole >= 2 { parts() } else { None })
            }
            None => (None, parts()),
        }
    }
}

fn cell_of(cells: &std::collections::BTreeMap<i32, TimeCell>, day: i64) -> TimeCell {
    i32::try_from(day).ok().and_then(|day| cells.get(&day)).copied().unwrap_or_default()
}

/// The Monday of a day's week, both since 1970-01-01, which was a Thursday.
fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// Whether all seven days of one of the weeks gathered are within the period.
fn holds_a_week(step: &Step, period: &Range<i64>) -> bool {
    let mut mondays = (step.from..=step.to).step_by(7);
    mondays.any(|monday| period.contains(&monday) && period.contains(&(monday + 6)))
}

/// A table of consecutive steps that divides all events.
fn divided(steps: impl Iterator<Item = Step> + Clone, context: &Context<'_>) -> Option<Table> {
    best(|sides| {
        let wholes = all_timed(sides, steps.clone(), context)?;
        let steps = gather(steps.clone(), |step| {
            wholes.iter().all(|(side, whole)| is_safe(step, *side, whole, context))
        });
        Some(Table { steps, sides, events: sides.to_vec(), firsts: false })
    })
}

/// A table of fixed steps: shown as it is, or not at all.
fn week_table(cells: &[TimeCell], context: &Context<'_>) -> Option<Table> {
    let steps = || (0i64..).zip(cells).map(|(at, &cell)| Step { from: at, to: at, cell });
    best(|sides| {
        let wholes = all_timed(sides, steps(), context)?;
        let safe = !is_empty(cells)
            && steps().all(|step| {
                wholes.iter().all(|(side, whole)| is_safe(&step, *side, whole, context))
            });
        safe.then(|| Table {
            steps: steps().collect(),
            sides,
            events: sides.to_vec(),
            firsts: false,
        })
    })
}

/// The wholes, where every event has a time: how many people are behind those
/// that have none is not known.
fn all_timed(
    sides: &[Side],
    steps: impl Iterator<Item = Step> + Clone,
    context: &Context<'_>,
) -> Option<Vec<(Side, Whole)>> {
    let wholes = wholes(sides, context)?;
    let all = wholes.iter().all(|(side, whole)| {
        let timed =
            steps.clone().fold(0u64, |sum, step| sum.saturating_add(step.side(*side).events));
        whole.events == Some(timed)
    });
    all.then_some(wholes)
}

fn arrival_rows(table: &Table, context: &Context<'_>) -> Vec<Arrival> {
    let bounds = |at: i64| usize::try_from(at).ok().and_then(|at| STEPS.get(at)).copied();
    let row = |step: &Step| {
        let ((from_hour, _), (_, to_hour)) = (bounds(step.from)?, bounds(step.to)?);
        Some(Arrival {
            from_hour,
            to_hour,
            opens: table.events(Side::Opens, step, context),
            clicks: table.events(Side::Clicks, step, context),
            first_opens: table.first(Side::Opens, step, context),
            first_clicks: table.first(Side::Clicks, step, context),
        })
    };
    table.steps.iter().filter_map(row).collect()
}

fn day_rows(table: &Table, context: &Context<'_>) -> Vec<DayRow> {
    let row = |step: &Step| {
        Some(DayRow {
            day: day_text(i32::try_from(step.from).ok()?),
            days: u32::try_from(step.to - step.from + 1).ok()?,
            opens: table.events(Side::Opens, step, context),
            clicks: table.events(Side::Clicks, step, context),
        })
    };
    table.steps.iter().filter_map(row).collect()
}

fn week_rows(table: &Table, context: &Context<'_>) -> Vec<WeekRow> {
    let in_a_day = (table.steps.len() as i64 / 7).max(1);
    let hours = 24 / in_a_day;
    let row = |step: &Step| {
        let part = step.from % in_a_day;
        Some(WeekRow {
            weekday: u8::try_from(step.from / in_a_day).ok()?,
            from_hour: u8::try_from(part * hours).ok()?,
            to_hour: u8::try_from((part + 1) * hours).ok()?,
            opens: table.events(Side::Opens, step, context),
            clicks: table.events(Side::Clicks, step, context),
        })
    };
    table.steps.iter().filter_map(row).collect()
}
