//! What the cells of a column look like, whatever its name is.

use crate::contract::DateOrder;
use crate::engine::events::look::holds_addresses;
use crate::engine::events::times::{self, Clock};
use crate::engine::events::words;
use crate::engine::zone::Zone;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A kind column has no more different words than this.
pub(super) const WORDS: usize = 40;
/// So many cells of a column are looked at.
const SAMPLE: usize = 1_000;

/// One of the looks that tell what a column may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Empty,
    Times,
    /// Yes or no in words.
    YesNo,
    Counts,
    /// Granted or denied, in words only consent has.
    Choices,
    /// Words for what happened.
    Kinds,
    Addresses,
    /// Shares of something: of no use here.
    Rates,
    Other,
}

impl Sort {
    /// What cells look like: two in three decide, so that a few bad ones are found
    /// when they are read. Absent ones say nothing.
    pub(super) fn of(cells: &[Cow<'_, str>]) -> Sort {
        // Each different cell, and how often it is there: most columns repeat a few.
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        let present = cells.iter().map(AsRef::as_ref).filter(|cell| !words::is_absent(cell));
        present.take(SAMPLE).for_each(|cell| *told.entry(cell).or_default() += 1);
        let number = |fits: &dyn Fn(&str) -> bool| {
            told.iter().filter(|(cell, _)| fits(cell)).map(|(_, times)| times).sum::<usize>()
        };
        let all: usize = told.values().sum();
        let mostly = |fits: &dyn Fn(&str) -> bool| number(fits) * 3 >= all * 2;
        if told.is_empty() {
            return Sort::Empty;
        }
        if holds_addresses(cells) {
            return Sort::Addresses;
        }
        let zone = Zone::utc();
        let clocks =
            [DateOrder::DayFirst, DateOrder::MonthFirst].map(|order| Clock::new(&zone, order));
        // Numbers alone are no times, but 14.09.2026 is.
        let is_number = |cell: &str| {
            cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                && cell.matches('.').count() != 2
        };
        let is_time = |cell: &str| {
            !is_number(cell) && clocks.iter().any(|clock| clock.read(cell) != times::Reading::Bad)
        };
        if mostly(&|cell| words::count(cell).is_some()) {
            // Dates, and a zero where there is none.
            let mut others = told.keys().filter(|cell| **cell != "0").peekable();
            let dates = told.contains_key("0")
                && others.peek().is_some()
                && others.all(|cell| is_time(cell));
            return if dates { Sort::Times } else { Sort::Counts };
        }
        if mostly(&|cell| cell.trim_end().ends_with('%')) {
            return Sort::Rates;
        }
        // A time where it happened, a word where it did not.
        let denied = number(&words::is_no);
        if denied > 0 {
            let timed = number(&|cell| !words::is_no(cell) && is_time(cell));
            if timed > 0 && timed * 3 >= (all - denied) * 2 {
                return Sort::Times;
            }
        }
        if told.len() <= WORDS {
            let granted = |cell: &str| words::choice(cell).is_some();
            if mostly(&|cell| words::yes_no(cell).is_some()) {
                return Sort::YesNo;
            }
            if mostly(&|cell| words::kind_of(cell).is_some() || words::is_denied(cell)) {
                return if told.keys().all(|cell| granted(cell)) {
                    Sort::Choices
                } else {
                    Sort::Kinds
                };
            }
            if mostly(&granted) {
                return Sort::Choices;
            }
        }
        if mostly(&is_time) { Sort::Times } else { Sort::Other }
    }
}
