//! One recipient's reactions as they are counted: capped, and sorted by row.

use super::grid::{Grid, SUMS, Unit, bit};
use crate::contract::Measure;
use crate::engine::protection::contribution::{Repeated, cap};
use crate::engine::store::Store;
use crate::engine::tallies::recipient::{Reaction, Recipient};
use crate::engine::zone::Time;
use std::cmp::Ordering;

impl Repeated for Reaction {
    fn times(&self) -> u64 {
        self.times
    }

    fn set_times(&mut self, times: u64) {
        self.times = times;
    }
}

/// In which rows a recipient counts as opener and clicker.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// In every row with an open (a click).
    Everywhere,
    /// In the row of the first only.
    Once,
}

/// One recipient's reactions as they are counted, and room to sort them by row.
#[derive(Default)]
pub(super) struct Parts {
    opens: Vec<Reaction>,
    clicks: Vec<Reaction>,
    machine_opens: Vec<Reaction>,
    machine_clicks: Vec<Reaction>,
    rows: Vec<(usize, Unit)>,
}

impl Parts {
    /// Takes over the reactions that the files can tell, capped.
    pub(super) fn take(&mut self, recipient: &Recipient, told: u32, store: &Store, most: u32) {
        let Recipient { reactions, set_aside, .. } = recipient;
        for (list, source, open, measure) in [
            (&mut self.opens, reactions, true, Measure::Opens),
            (&mut self.clicks, reactions, false, Measure::Clicks),
            (&mut self.machine_opens, set_aside, true, Measure::MachineOpens),
            (&mut self.machine_clicks, set_aside, false, Measure::MachineClicks),
        ] {
            list.clear();
            if told & bit(measure) != 0 {
                list.extend(source.iter().filter(|reaction| reaction.open == open));
                cap(list, most, |a, b| by_time(a, b, store));
            }
        }
    }

    /// The recipient as a whole.
    pub(super) fn unit(&self, recipient: &Recipient, told: u32) -> Unit {
        let lists = [&self.opens, &self.clicks, &self.machine_opens, &self.machine_clicks];
        let mut counts_in = recipient.counts_in.bits() & told;
        // Not for a reaction that the files cannot tell.
        if counts_in & (bit(Measure::Openers) | bit(Measure::Clickers)) == 0 {
            counts_in &= !bit(Measure::ConfirmedOpeners);
        }
        Unit {
            counts_in,
            events: lists.map(|list| list.iter().map(|reaction| reaction.times).sum()),
        }
    }

    /// Adds the recipient to the rows of its opens and clicks.
    pub(super) fn spread(
        &mut self,
        grid: &mut Grid,
        row: impl Fn(&Reaction) -> Option<usize>,
        first: First,
    ) {
        self.rows.clear();
        let kinds =
            [(&self.opens, Measure::Openers), (&self.clicks, Measure::Clickers)].into_iter();
        for (sum, (list, people)) in kinds.enumerate() {
            let earliest =
                list.iter().min_by_key(|reaction| order_of(reaction.time)).and_then(&row);
            for reaction in list {
                let Some(row) = row(reaction) else { continue };
                let unit = unit_of(&mut self.rows, row);
                unit.counts_in |= bit(Measure::Recipients);
                if first == First::Everywhere || earliest == Some(row) {
                    unit.counts_in |= bit(people);
                }
                if let Some(events) = unit.events.get_mut(sum) {
                    *events += reaction.times;
                }
            }
        }
        for (row, unit) in &self.rows {
            grid.add(*row, unit);
        }
    }

    /// Adds what rules have taken for a machine's, opens and clicks together.
    pub(super) fn spread_machine(&mut self, grid: &mut Grid) {
        const MACHINE_OPENS: usize = 2;
        const _: () = assert!(matches!(SUMS[MACHINE_OPENS], Measure::MachineOpens));
        self.rows.clear();
        let lists = [&self.opens, &self.clicks, &self.machine_opens, &self.machine_clicks];
        for reaction in lists.into_iter().flatten() {
            let Some(cause) = reaction.cause else { continue };
            let unit = unit_of(&mut self.rows, cause as usize);
            if let Some(events) = unit.events.get_mut(MACHINE_OPENS) {
                *events += reaction.times;
            }
        }
        for (row, unit) in &self.rows {
            grid.add(*row, unit);
        }
    }
}

/// The unit of a row, which is entered where it is new; there are few.
fn unit_of(rows: &mut Vec<(usize, Unit)>, row: usize) -> &mut Unit {
    let at = rows.iter().position(|(other, _)| *other == row).unwrap_or_else(|| {
        rows.push((row, Unit::default()));
        rows.len() - 1
    });
    &mut rows[at].1
}

/// Without a time: last.
fn order_of(time: Option<Time>) -> (bool, Option<Time>) {
    (time.is_none(), time)
}

/// By time; where times are equal, by what else is counted of a reaction, and
/// never by the order of the files.
fn by_time(a: &Reaction, b: &Reaction, store: &Store) -> Ordering {
    let link = |reaction: &Reaction| reaction.link.and_then(|link| store.link(link));
    let rest = |reaction: &Reaction| {
        let Reaction { client, country, cause, times, .. } = reaction;
        (client.code(), country.code(), *cause, *times)
    };
    order_of(a.time)
        .cmp(&order_of(b.time))
        .then_with(|| link(a).cmp(&link(b)))
        .then_with(|| rest(a).cmp(&rest(b)))
}
