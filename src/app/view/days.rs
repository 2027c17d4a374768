//! Reactions by calendar day: where each day lies on the axis, and longer
//! steps where there are too many days to tell apart.

use super::arrival::sum;
use super::columns::Slot;
use crate::contract::{Count, DayRow};
use std::collections::BTreeMap;

/// More bars than this cannot be told apart on a phone.
const MOST: i64 = 120;
/// Lengths of a step to choose from, in days.
const STEPS: [i64; 5] = [1, 7, 28, 91, 364];

#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    pub slots: Vec<Slot>,
    /// The first day of each slot, `YYYY-MM-DD`.
    pub days: Vec<String>,
    /// Days a slot holds.
    pub step: u32,
}

/// The slots for these rows, in order of time. Rows that gather several days
/// stand side by side; single days stand where the calendar has them. Rows
/// without a readable day are left out.
pub fn calendar(rows: &[DayRow]) -> Calendar {
    let longest = rows.iter().map(|row| row.days).max().unwrap_or(1);
    let mut dated: Vec<(i64, &DayRow)> =
        rows.iter().filter_map(|row| Some((ordinal(&row.day)?, row))).collect();
    dated.sort_by_key(|(day, _)| *day);
    if longest > 1 {
        return side_by_side(&dated, longest);
    }
    let (Some((first, _)), Some((last, _))) = (dated.first(), dated.last()) else {
        return Calendar { slots: Vec::new(), days: Vec::new(), step: 1 };
    };
    let (first, range) = (*first, last - first + 1);
    let step = STEPS.into_iter().find(|step| range.div_euclid(*step) < MOST).unwrap_or(STEPS[4]);
    let mut steps: BTreeMap<i64, (String, Vec<&DayRow>)> = BTreeMap::new();
    for (day, row) in dated {
        let entry = (day - first).div_euclid(step);
        steps.entry(entry).or_insert_with(|| (row.day.clone(), Vec::new())).1.push(row);
    }
    let count = (range + step - 1).div_euclid(step) as f64;
    let mut calendar = Calendar { slots: Vec::new(), days: Vec::new(), step: step as u32 };
    for (at, (day, rows)) in steps {
        calendar.slots.push(Slot {
            from: at as f64 / count,
            to: (at + 1) as f64 / count,
            opens: sum(rows.iter().map(|row| row.opens)),
            clicks: sum(rows.iter().map(|row| row.clicks)),
        });
        calendar.days.push(day);
    }
    calendar
}

fn side_by_side(dated: &[(i64, &DayRow)], step: u32) -> Calendar {
    let width = 1.0 / dated.len().max(1) as f64;
    let slots = dated
        .iter()
        .enumerate()
        .map(|(at, (_, row))| Slot {
            from: at as f64 * width,
            to: (at + 1) as f64 * width,
            opens: row.opens,
            clicks: row.clicks,
        })
        .collect();
    let days = dated.iter().map(|(_, row)| row.day.clone()).collect();
    Calendar { slots, days, step }
}

/// The largest slot by opens, else by clicks: its place in `slots`.
pub fn peak(slots: &[Slot]) -> Option<usize> {
    let best = |of: fn(&Slot) -> Count| {
        slots
            .iter()
            .enumerate()
            .filter_map(|(at, slot)| Some((of(slot).exact()?, at)))
            .max_by_key(|&(count, at)| (count, std::cmp::Reverse(at)))
            .filter(|(count, _)| *count > 0)
            .map(|(_, at)| at)
    };
    best(|slot| slot.opens).or_else(|| best(|slot| slot.clicks))
}

/// Days since 1970-01-01 of a day `YYYY-MM-DD` that exists.
pub fn ordinal(day: &str) -> Option<i64> {
    let bytes = day.as_bytes();
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month, date) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if date < 1 || date > length {
        return None;
    }
    // The year begins in March, so that the leap day is its last.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leaps + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, days: u32, opens: Count) -> DayRow {
        DayRow { day: day.into(), days, opens, clicks: Count::Exact(1) }
    }

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        for (day, expected) in [
            ("1970-01-01", Some(0)),
            ("2026-11-23", Some(20_780)),
            ("2000-02-29", Some(11_016)),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-1-01", None),
            ("20261101", None),
        ] {
            assert_eq!(ordinal(day), expected, "{day}");
        }
        assert_eq!(
            ordinal("2024-03-01").zip(ordinal("2024-02-28")).map(|(to, from)| to - from),
            Some(2)
        );
    }

    #[test]
    fn quiet_days_leave_room() {
        let calendar = calendar(&[
            row("2026-09-16", 1, Count::Exact(3)),
            row("2026-09-14", 1, Count::Exact(9)),
        ]);
        assert_eq!(calendar.days, ["2026-09-14", "2026-09-16"]);
        assert_eq!(calendar.slots.len(), 2);
        assert!((calendar.slots[1].from - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(peak(&calendar.slots), Some(0));
    }

    #[test]
    fn years_of_days_become_weeks_or_longer() {
        let rows = [
            row("2025-01-01", 1, Count::Exact(1)),
            row("2025-01-05", 1, Count::Exact(2)),
            row("2025-12-31", 1, Count::Withheld),
        ];
        let calendar = calendar(&rows);
        assert_eq!((calendar.step, calendar.slots.len()), (7, 2));
        assert_eq!(calendar.slots[0].opens, Count::Exact(3));
        assert_eq!(calendar.slots[1].opens, Count::Withheld);
        assert!(calendar.slots.iter().all(|slot| slot.to <= 1.0));
        let ages = [row("0001-01-01", 1, Count::Exact(1)), row("9999-12-31", 1, Count::Exact(1))];
        assert_eq!(super::calendar(&ages).step, 364);
    }

    #[test]
    fn gathered_days_stand_side_by_side() {
        let rows = [row("2026-09-14", 7, Count::Exact(3)), row("2026-10-19", 7, Count::Exact(3))];
        let calendar = calendar(&rows);
        assert_eq!((calendar.step, calendar.slots[1].from), (7, 0.5));
        assert!(super::calendar(&[row("soon", 1, Count::Exact(3))]).slots.is_empty());
    }
}
