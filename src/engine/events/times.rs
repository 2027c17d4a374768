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
        if let Some(written) = fixed(cell.as_bytes()) {
            return self.place(written);
        }
        match counted(cell.as_bytes()) {
            Some(time) => Reading::At { time, coarse: false, zoneless: false, ambiguous: false },
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

    /// [`Clock::read`] without its short cuts.
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

    #[inline]
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
#[inline]
fn day(year: i32, month: u32, date: u32) -> Option<i32> {
    (1900..2200).contains(&year).then(|| day_from_civil(year, month, date)).flatten()
}

/// A wall-clock time from its parts; a leap second rolls into the next minute.
#[inline]
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
    const MONTH: Layout = Layout::of(*b"0000-00-");
    const CLOCK: Layout = Layout::of(*b"00:00:00");
    let (month, rest) = cell.split_first_chunk::<8>()?;
    let (&[d0 @ b'0'..=b'9', d1 @ b'0'..=b'9', b'T' | b' '], rest) =
        rest.split_first_chunk::<3>()?
    else {
        return None;
    };
    let (clock, rest) = rest.split_first_chunk::<8>()?;
    let (millis, offset) = match *rest {
        [] => (0, None),
        [b'Z'] => (0, Some(0)),
        [b'.', a, b, c, b'Z'] => (number([b'0', a, b, c])?, Some(0)),
        _ => return None,
    };
    let [century, _, year, _, _, month, ..] = MONTH.pairs(*month)?;
    let [hour, _, _, minute, _, _, second, _] = CLOCK.pairs(*clock)?;
    let date = u32::from(d0 - b'0') * 10 + u32::from(d1 - b'0');
    let day = day((century * 100 + year) as i32, month, date)?;
    let local = local(day, hour, minute, second, millis)?;
    Some(Written { local, offset, coarse: false })
}

/// The other short cut: ten digits are seconds since 1970, thirteen milliseconds.
fn counted(cell: &[u8]) -> Option<Time> {
    let unit = match (cell.len(), cell.first()) {
        (10, Some(b'1'..=b'9')) => 1_000,
        (13, Some(b'1'..=b'9')) => 1,
        _ => return None,
    };
    let number = cell.iter().try_fold(0, |sum, digit| {
        digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'))
    })?;
    Some(Time(number * unit))
}

/// Eight characters of which each is a digit, or always the same: every row has a
/// time, so they are looked at together.
struct Layout {
    /// One character a byte, zeros for digits.
    like: u64,
    /// What makes a byte 128 or more where it differs by more than it may.
    room: u64,
}

impl Layout {
    const fn of(like: [u8; 8]) -> Layout {
        let [a, b, c, d, e, f, g, h] = like;
        let room = [
            Layout::room(a),
            Layout::room(b),
            Layout::room(c),
            Layout::room(d),
            Layout::room(e),
            Layout::room(f),
            Layout::room(g),
            Layout::room(h),
        ];
        Layout { like: u64::from_le_bytes(like), room: u64::from_le_bytes(room) }
    }

    const fn room(like: u8) -> u8 {
        if like == b'0' { 128 - 10 } else { 128 - 1 }
    }

    /// At the place of each digit: what it and the one behind it are together.
    #[inline]
    fn pairs(&self, text: [u8; 8]) -> Option<[u32; 8]> {
        const HIGHEST: u64 = u64::from_ne_bytes([128; 8]);
        // The digits of ASCII are the last four bits of their characters.
        let digits = u64::from_le_bytes(text) ^ self.like;
        let much = (digits & !HIGHEST) + self.room;
        if (digits | much) & HIGHEST != 0 {
            return None;
        }
        // No byte comes to more than 99.
        Some((digits * 10 + (digits >> 8)).to_le_bytes().map(u32::from))
    }
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
