//! How reactions arrive after sending: a curve where there are hours, bars
//! where there are only steps.

use super::columns::Slot;
use crate::app::words::Words;
use crate::contract::{Arrival, Count};

/// Share of all reactions that the shown stretch of a curve has to hold.
const ENOUGH: f64 = 0.95;
/// A curve shows whole days.
const DAY: usize = 24;

#[derive(Clone, Debug, PartialEq)]
pub enum Course {
    /// Hour by hour from sending on, up to the end of a day.
    Hours {
        opens: Vec<Count>,
        clicks: Vec<Count>,
        /// Opens and clicks after that.
        later: (Count, Count),
    },
    /// One slot for each row, however long it lasts: all reactions or, where
    /// those are withheld, everybody's first ones.
    Steps { slots: Vec<Slot>, firsts: bool },
}

/// The picture for these rows; none without rows.
pub fn course(rows: &[Arrival]) -> Option<Course> {
    if rows.is_empty() {
        return None;
    }
    let hourly = rows
        .iter()
        .zip(0_u32..)
        .take_while(|(row, hour)| row.from_hour == *hour && row.to_hour == hour.checked_add(1))
        .count();
    if hourly < DAY {
        let firsts = rows.iter().all(|row| row.opens.is_withheld() && row.clicks.is_withheld());
        return Some(Course::Steps { slots: steps(rows, firsts), firsts });
    }
    let shown = shown_hours(rows, hourly).min(rows.len());
    let (early, late) = rows.split_at(shown);
    Some(Course::Hours {
        opens: early.iter().map(|row| row.opens).collect(),
        clicks: early.iter().map(|row| row.clicks).collect(),
        later: (sum(late.iter().map(|row| row.opens)), sum(late.iter().map(|row| row.clicks))),
    })
}

/// Whole days that hold nearly everything, as far as there are hours.
fn shown_hours(rows: &[Arrival], hourly: usize) -> usize {
    let known = |row: &Arrival| {
        row.opens.exact().unwrap_or(0).saturating_add(row.clicks.exact().unwrap_or(0))
    };
    let total = rows.iter().map(known).fold(0_u64, u64::saturating_add) as f64;
    let days = hourly / DAY;
    for day in 1..days {
        let held = rows.iter().take(day * DAY).map(known).fold(0_u64, u64::saturating_add);
        if held as f64 >= total * ENOUGH {
            return day * DAY;
        }
    }
    days * DAY
}

fn steps(rows: &[Arrival], firsts: bool) -> Vec<Slot> {
    let width = 1.0 / rows.len().max(1) as f64;
    rows.iter()
        .enumerate()
        .map(|(at, row)| Slot {
            from: at as f64 * width,
            to: (at + 1) as f64 * width,
            opens: if firsts { row.first_opens } else { row.opens },
            clicks: if firsts { row.first_clicks } else { row.clicks },
        })
        .collect()
}

/// The sum of counts: withheld when one of them is, unavailable when all are.
pub fn sum(counts: impl IntoIterator<Item = Count>) -> Count {
    counts.into_iter().fold(Count::Unavailable, |sum, count| match (sum, count) {
        (Count::Withheld, _) | (_, Count::Withheld) => Count::Withheld,
        (Count::Unavailable, other) | (other, Count::Unavailable) => other,
        (Count::Exact(a), Count::Exact(b)) => Count::Exact(a.saturating_add(b)),
    })
}

/// The name of a step: `0–1 h`, `1–3 days`, `after 7 days`.
pub fn step_name(from_hour: u32, to_hour: Option<u32>, words: &Words) -> String {
    let days = from_hour > 0
        && from_hour.is_multiple_of(24)
        && to_hour.is_none_or(|to| to.is_multiple_of(24));
    let unit = if days { 24 } else { 1 };
    let mut values = vec![("from", (from_hour / unit).into())];
    let name = match (to_hour, days) {
        (None, true) => "statistics-step-from-day",
        (None, false) => "statistics-step-from-hour",
        (Some(_), true) => "statistics-step-days",
        (Some(_), false) => "statistics-step-hours",
    };
    if let Some(to) = to_hour {
        values.push(("to", (to / unit).into()));
    }
    words.with(name, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    fn row(from_hour: u32, to_hour: Option<u32>, opens: u64) -> Arrival {
        let opens = Count::Exact(opens);
        Arrival { from_hour, to_hour, opens, clicks: Count::Exact(0), ..Arrival::default() }
    }

    fn owner(opens: impl Fn(u32) -> u64) -> Vec<Arrival> {
        let mut rows: Vec<Arrival> =
            (0..72).map(|hour| row(hour, Some(hour + 1), opens(hour))).collect();
        rows.extend((3..7).map(|day| row(day * 24, Some(day * 24 + 24), 1)));
        rows.push(row(168, None, 2));
        rows
    }

    #[test]
    fn a_curve_shows_the_days_in_which_nearly_everything_happens() {
        let rows = owner(|hour| if hour < 24 { 1_000 } else { 0 });
        let Some(Course::Hours { opens, later, .. }) = course(&rows) else { panic!("no curve") };
        assert_eq!((opens.len(), later.0), (24, Count::Exact(6)));
        let rows = owner(|_| 1_000);
        let Some(Course::Hours { opens, .. }) = course(&rows) else { panic!("no curve") };
        assert_eq!(opens.len(), 72);
    }

    #[test]
    fn uneven_steps_are_bars() {
        let rows = [row(0, Some(1), 5), row(1, Some(6), 9), row(168, None, 1)];
        let Some(Course::Steps { slots, firsts }) = course(&rows) else { panic!("no bars") };
        assert_eq!((slots.len(), firsts), (3, false));
        assert_eq!((slots[0].from, slots[2].to), (0.0, 1.0));
        assert_eq!(course(&[]), None);
    }

    #[test]
    fn first_reactions_stand_in_for_withheld_ones() {
        let hidden = |first| Arrival {
            opens: Count::Withheld,
            clicks: Count::Withheld,
            first_opens: Count::Exact(first),
            ..row(0, Some(1), 0)
        };
        let Some(Course::Steps { slots, firsts }) = course(&[hidden(40), hidden(30)]) else {
            panic!("no bars")
        };
        assert!(firsts);
        assert_eq!((slots[0].opens, slots[1].opens), (Count::Exact(40), Count::Exact(30)));
        // One row alone that is hidden does not change what the others show.
        let Some(Course::Steps { slots, firsts }) = course(&[hidden(40), row(1, Some(6), 9)])
        else {
            panic!("no bars")
        };
        assert!(!firsts && slots[0].opens.is_withheld());
    }

    #[test]
    fn sums_never_give_a_hidden_part_away() {
        use Count::{Exact, Unavailable, Withheld};
        assert_eq!(sum([Exact(2), Exact(3)]), Exact(5));
        assert_eq!(sum([Exact(2), Withheld, Exact(3)]), Withheld);
        assert_eq!(sum([Unavailable, Exact(3)]), Exact(3));
        assert_eq!(sum([]), Unavailable);
        assert_eq!(sum([Exact(u64::MAX), Exact(1)]), Exact(u64::MAX));
    }

    #[test]
    fn steps_have_names_people_use() {
        let words = Words::new(Language::En);
        assert_eq!(step_name(0, Some(1), &words), "0–1 h");
        assert_eq!(step_name(6, Some(24), &words), "6–24 h");
        assert_eq!(step_name(24, Some(72), &words), "1–3 days");
        assert_eq!(step_name(168, None, &words), "after 7 days");
    }
}
