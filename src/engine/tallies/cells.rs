//! Everything counted once, by campaign and day of sending, so that any
//! selection of campaigns and days is a sum of few cells instead of a pass over
//! all messages.
//!
//! Every message of a person belongs to one campaign and to one day, and every
//! figure is a sum over messages: what a filter takes is a set of whole cells.
//! Events of nobody belong to days of their own and are counted each time.
//! Held by `any_selection_is_a_sum_of_cells`.

use super::by_code::ByCode;
use super::count::{Counting, Sums};
use super::selection::Selection;
use super::{Question, Tallies};
use crate::contract::{Filter, MachineRules, ReadingLimits};
use crate::engine::store::Store;

/// A cell takes some 14 KB, most of it for the hours: more than these are not
/// worth their memory.
const MOST: usize = 2_048;

/// The cells of one way of counting.
pub struct Cells {
    /// Its filter is not looked at.
    question: Question,
    /// By campaign key and day; `None` where there are too many.
    cells: Option<Vec<ByCode<Option<i32>, Box<Sums>>>>,
    /// Shards that are counted.
    shards: usize,
}

impl Cells {
    /// Nothing is counted yet.
    pub fn new(question: Question) -> Cells {
        Cells { question, cells: Some(Vec::new()), shards: 0 }
    }

    /// Whether the question is counted in this way.
    pub fn answers(&self, question: &Question) -> bool {
        let way = |question: &Question| -> (MachineRules, bool, ReadingLimits) {
            (question.machine, question.include_machine, question.reading)
        };
        way(&self.question) == way(question)
    }

    /// Counts one more shard of the sealed store; whether there was one.
    #[inline(never)] // Compiled well for the second shard, and not as a part of what is called once.
    pub fn count_shard(&mut self, store: &Store) -> bool {
        let shard = store.shards().get(self.shards);
        let (Some(shard), Some(cells)) = (shard, &mut self.cells) else { return false };
        let everything = Filter::default();
        let selection = Selection::new(store, &everything, &self.question.zone);
        let mut counting = Counting::new(store, &self.question);
        shard.each_message(|subscriber, campaign, events| {
            let day = selection.takes_events(campaign, events.iter().copied());
            let Some(day) = day else { return };
            let place = campaign as usize;
            if cells.len() <= place {
                cells.resize_with(place + 1, ByCode::default);
            }
            let days = cells.get_mut(place);
            if let Some(sums) = days.and_then(|days| days.entry(day, || Box::new(Sums::new()))) {
                counting.add_person(shard.mailbox(subscriber), campaign, events, day, sums);
            }
        });
        if cells.iter().map(ByCode::len).sum::<usize>() > MOST {
            self.cells = None;
        }
        self.shards += 1;
        true
    }

    /// The tallies of what the filter takes, when all shards are counted; `None`
    /// where they must be counted one message at a time.
    pub fn tallies(&self, store: &Store, filter: &Filter) -> Option<Tallies> {
        let cells = self.cells.as_ref().filter(|_| self.shards == store.shards().len())?;
        let selection = Selection::new(store, filter, &self.question.zone);
        let mut sums = Sums::new();
        for (_, days) in (0u32..).zip(cells).filter(|(key, _)| selection.takes_campaign(*key)) {
            for (_, cell) in days.iter().filter(|(day, _)| selection.takes_day(*day)) {
                sums.add_all(cell);
            }
        }
        Counting::new(store, &self.question).add_nobody(&selection, &mut sums);
        Some(sums.finish(store, &self.question, &selection))
    }
}
