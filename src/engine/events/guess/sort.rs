//! What the cells of a column look like, whatever its name is.

use crate::contract::DateOrder;
use crate::engine::events::look::holds_addresses;
use crate::engine::events::times::{self, Clock};
use crate::engine::events::words;
use crate::engine::zone::Zone;
use std::borrow::Cow;
use std::collections::BTreeSet;

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
        let told: Vec<&str> = cells
            .iter()
            .map(AsRef::as_ref)
            .filter(|cell| !words::is_absent(cell))
            .take(SAMPLE)
            .collect();
        let mostly = |fits: &dyn Fn(&str) -> bool| {
            told.iter().filter(|cell| fits(cell)).count() * 3 >= told.len() * 2
        };
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
            let (zeros, others): (Vec<&str>, Vec<&str>) =
                told.iter().copied().partition(|cell| *cell == "0");
            let dates =
                !zeros.is_empty() && !others.is_empty() && others.iter().all(|cell| is_time(cell));
            return if dates { Sort::Times } else { Sort::Counts };
        }
        if mostly(&|cell| cell.trim_end().ends_with('%')) {
            return Sort::Rates;
        }
        // A time where it happened, a word where it did not.
        let happened: Vec<&str> = told.iter().copied().filter(|cell| !words::is_no(cell)).collect();
        let timed = happened.iter().filter(|cell| is_time(cell)).count();
        if timed > 0 && happened.len() < told.len() && timed * 3 >= happened.len() * 2 {
            return Sort::Times;
        }
        let distinct: BTreeSet<&str> = told.iter().copied().collect();
        if distinct.len() <= WORDS {
            let granted = |cell: &str| words::choice(cell).is_some();
            if mostly(&|cell| words::yes_no(cell).is_some()) {
                return Sort::YesNo;
            }
            if mostly(&|cell| words::kind_of(cell).is_some() || words::is_denied(cell)) {
                return if told.iter().all(|cell| granted(cell)) {
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
