//! Cells to moments: ISO 8601, epoch numbers, days as spreadsheets number them, and
//! dates as people and exports write them in English and German.

use crate::contract::DateOrder;
use crate::engine::calendar::{DAY_MS, day_from_civil};
use crate::engine::zone::{Local, Resolved, Time, Zone};

mod free;
mod serial;

/// Reads the times of one file.
#[derive(Clone, Copy)]
pub struct Clock<'z> {
    zone: &'z Zone,
    order: DateOrder,
}

/// What a cell says about a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// That there is none: empty, `NULL`, `n/a`, `-`, a date of zeros.
    Absent,
    /// Nothing that can be read as a time.
    Bad,
    At {
        time: Time,
        /// To the minute, or to the day only.
        coarse: bool,
        /// The cell names no zone; the clock's own was taken.
        zoneless: bool,
        /// The wall clock showed this time twice; the earlier one was taken.
        ambiguous: bool,
    },
}

/// What a date says about the order in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// It can only be the clock's.
    Confirmed,
    /// It may be the clock's or the other.
    Open,
    /// It can only be the other.
    Contradicted,
}

/// A time as written, not yet placed in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written {
    local: Local,
    /// Seconds ahead of UTC, where the cell says so.
    offset: Option<i32>,
    coarse: bool,
}

impl<'z> Clock<'z> {
    /// `zone` is for times that name none, `order` for dates such as 03/04/2026.
    pub fn new(zone: &'z Zone, order: DateOrder) -> Clock<'z> {
        Clock { zone, order }
    }

    /// What a cell says; blanks around it do not matter.
    pub fn read(&self, cell: &str) -> Reading {
        match fixed(cell.as_bytes()) {
            Some(written) => self.place(written),
            None => self.read_freely(cell),
        }
    }

    /// What a cell tells about the order of its date; `None` where that does not
    /// matter.
    pub(super) fn order(&self, cell: &str) -> Option<Order> {
        let (first, second) = free::leading_pair(free::bare(cell))?;
        let told = match (first > 12, second > 12) {
            (true, false) => DateOrder::DayFirst,
            (false, true) => DateOrder::MonthFirst,
            _ => return (first != second).then_some(Order::Open),
        };
        Some(if told == self.order { Order::Confirmed } else { Order::Contradicted })
    }

    /// [`Clock::read`] without its short cut.
    fn read_freely(&self, cell: &str) -> Reading {
        let text = free::bare(cell);
        if free::is_absent(text) {
            return Reading::Absent;
        }
        if let Some(time) = free::epoch(text) {
            return Reading::At { time, coarse: false, zoneless: false, ambiguous: false };
        }
        let written = free::written(text, self.order).or_else(|| serial::read(text));
        written.map_or(Reading::Bad, |written| self.place(written))
    }

    fn place(&self, written: Written) -> Reading {
        let Written { local, offset, coarse } = written;
        let (time, zoneless, ambiguous) = match offset {
            Some(offset) => (Time(local.0 - i64::from(offset) * 1000), false, false),
            None => match self.zone.resolve(local) {
                Resolved::Once(time) | Resolved::Skipped(time) => (time, true, false),
                Resolved::Twice(time) => (time, true, true),
            },
        };
        Reading::At { time, coarse, zoneless, ambiguous }
    }
}

/// Whether a cell is a time of day alone, as where the date has its own column.
pub(super) fn is_time_of_day(cell: &str) -> bool {
    let text = free::bare(cell);
    let timed = free::time_of_day(text);
    text.contains([':', 'h']) && timed.is_some_and(|(_, rest)| rest.trim().is_empty())
}

/// The day on the wall; years in which no campaign was sent are no dates.
fn day(year: i32, month: u32, date: u32) -> Option<i32> {
    (1900..2200).contains(&year).then(|| day_from_civil(year, month, date)).flatten()
}

/// A wall-clock time from its parts; a leap second rolls into the next minute.
fn local(day: i32, hour: u32, minute: u32, second: u32, millis: u32) -> Option<Local> {
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    Some(Local(i64::from(day) * DAY_MS + seconds * 1000 + i64::from(millis)))
}

/// The short cut: `YYYY-MM-DD`, `T` or a space, `HH:MM:SS`, then nothing, `Z`,
/// or `.mmmZ`. Everything else, and everything wrong, goes the long way.
fn fixed(cell: &[u8]) -> Option<Written> {
    let (
        &[
            y0,
            y1,
            y2,
            y3,
            b'-',
            o0,
            o1,
            b'-',
            d0,
            d1,
            b'T' | b' ',
            h0,
            h1,
            b':',
            m0,
            m1,
            b':',
            s0,
            s1,
        ],
        rest,
    ) = cell.split_first_chunk::<19>()?
    else {
        return None;
    };
    let (millis, offset) = match *rest {
        [] => (0, None),
        [b'Z'] => (0, Some(0)),
        [b'.', a, b, c, b'Z'] => (number([b'0', a, b, c])?, Some(0)),
        _ => return None,
    };
    // Every row has a time: the digits are looked at together.
    let digits = [y0, y1, y2, y3, o0, o1, d0, d1, h0, h1, m0, m1, s0, s1];
    let digits = digits.map(|digit| digit.wrapping_sub(b'0'));
    if digits.iter().fold(false, |odd, &digit| odd | (digit > 9)) {
        return None;
    }
    let [y0, y1, y2, y3, o0, o1, d0, d1, h0, h1, m0, m1, s0, s1] = digits.map(u32::from);
    let year = (y0 * 1000 + y1 * 100 + y2 * 10 + y3) as i32;
    let day = day(year, o0 * 10 + o1, d0 * 10 + d1)?;
    let local = local(day, h0 * 10 + h1, m0 * 10 + m1, s0 * 10 + s1, millis)?;
    Some(Written { local, offset, coarse: false })
}

fn number(digits: [u8; 4]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| {
        digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

/// In which order the dates of a column are written, and whether that is
/// certain: some date leaves no other way, or the order makes no difference.
pub fn guess_order(samples: &[&str]) -> (DateOrder, bool) {
    let (mut day_first, mut month_first) = (0usize, 0usize);
    let (mut open, mut half_days) = (false, false);
    for sample in samples {
        let Some((first, second)) = free::leading_pair(free::bare(sample)) else { continue };
        match (first > 12, second > 12) {
            (true, false) => day_first += 1,
            (false, true) => month_first += 1,
            _ => open |= first != second,
        }
        let lower = sample.to_ascii_lowercase();
        half_days |= lower.ends_with("am") || lower.ends_with("pm");
    }
    match (day_first, month_first) {
        (0, 0) if !open => (DateOrder::DayFirst, true),
        // Clocks of twelve hours go with months first.
        (0, 0) if half_days => (DateOrder::MonthFirst, false),
        (0, 0) => (DateOrder::DayFirst, false),
        (_, 0) => (DateOrder::DayFirst, true),
        (0, _) => (DateOrder::MonthFirst, true),
        (days, months) if months > days => (DateOrder::MonthFirst, false),
        _ => (DateOrder::DayFirst, false),
    }
}

#[cfg(test)]
mod tests;
