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
use super::grounds::Grounds;
use super::selection::Selection;
use super::{Question, Tallies};
use crate::contract::{Filter, MachineRules, ReadingLimits};
use crate::engine::store::{Entry, Shard, Store};

/// A cell takes some 14 KB, most of it for the hours: more than these are not
/// worth their memory.
const MOST: usize = 2_048;

/// Cells by campaign key and day.
pub(super) type ByCampaign = Vec<ByCode<Option<i32>, Box<Sums>>>;

/// The cells of one way of counting.
pub struct Cells {
    /// Its filter is not looked at.
    question: Question,
    /// `None` where there are too many.
    pub(super) cells: Option<ByCampaign>,
    /// Whether each shard is counted; those behind the last are not.
    counted: Vec<bool>,
}

impl Cells {
    /// Nothing is counted yet.
    pub fn new(question: Question) -> Cells {
        Cells { question, cells: Some(Vec::new()), counted: Vec::new() }
    }

    /// Whether the question is counted in this way.
    pub fn answers(&self, question: &Question) -> bool {
        let way = |question: &Question| -> (MachineRules, bool, ReadingLimits) {
            (question.machine, question.include_machine, question.reading)
        };
        way(&self.question) == way(question)
    }

    /// Counts one more shard of the sealed store; whether there was one.
    pub fn count_next(&mut self, store: &Store) -> bool {
        let next = self.counted.iter().position(|counted| !counted);
        self.count_shard(store, next.unwrap_or(self.counted.len()))
    }

    /// Counts a shard of the sealed store; whether that was still to be done.
    #[inline(never)] // Compiled well for the second shard, and not as a part of what is called once.
    pub fn count_shard(&mut self, store: &Store, at: usize) -> bool {
        let can = self.cells.is_some() && store.is_settled() && !self.has(at);
        let Some(shard) = store.shards().get(at).filter(|_| can) else { return false };
        self.fill(Grounds::of(store), |filling| shard.each_message(filling.visitor(shard)));
        self.note(at);
        true
    }

    /// Lets somebody count into the cells.
    pub(super) fn fill<T>(
        &mut self,
        grounds: Grounds,
        count: impl FnOnce(&mut Filling<'_>) -> T,
    ) -> Option<T> {
        let cells = self.cells.as_mut()?;
        let campaigns = grounds.has_deliveries.len();
        let selection = Selection::everything(campaigns, &self.question.zone);
        let counting = Counting::new(grounds, &self.question);
        Some(count(&mut Filling { cells, selection, counting }))
    }

    /// That shard is counted.
    pub(super) fn note(&mut self, shard: usize) {
        if self.counted.len() <= shard {
            self.counted.resize(shard + 1, false);
        }
        if let Some(counted) = self.counted.get_mut(shard) {
            *counted = true;
        }
        let all = |cells: &ByCampaign| cells.iter().map(ByCode::len).sum::<usize>();
        if self.cells.as_ref().is_some_and(|cells| all(cells) > MOST) {
            self.cells = None;
        }
    }

    /// Nothing is counted any more.
    pub(super) fn forget(&mut self) {
        self.cells = Some(Vec::new());
        self.counted.clear();
    }

    /// Whether that shard is counted.
    pub(super) fn has(&self, shard: usize) -> bool {
        self.counted.get(shard).copied().unwrap_or_default()
    }

    /// The tallies of what the filter takes, when all shards are counted; `None`
    /// where they must be counted one message at a time.
    pub fn tallies(&self, store: &Store, filter: &Filter) -> Option<Tallies> {
        let all = (0..store.shards().len()).all(|shard| self.has(shard));
        let cells = self.cells.as_ref().filter(|_| all)?;
        let selection = Selection::new(store, filter, &self.question.zone);
        let mut sums = Sums::new();
        for (_, days) in (0u32..).zip(cells).filter(|(key, _)| selection.takes_campaign(*key)) {
            for (_, cell) in days.iter().filter(|(day, _)| selection.takes_day(*day)) {
                sums.add_all(cell);
            }
        }
        let grounds = Grounds::of(store);
        Counting::new(grounds, &self.question).add_nobody(store, &selection, &mut sums);
        Some(sums.finish(store, &self.question, &selection))
    }
}

/// Messages on their way into cells.
pub(super) struct Filling<'c> {
    cells: &'c mut ByCampaign,
    selection: Selection<'c>,
    counting: Counting<'c>,
}

impl<'c> Filling<'c> {
    /// Takes the messages of a shard, one after the other. Made here alone: wherever the
    /// messages come from, it is one and the same program, which is compiled well once.
    pub(super) fn visitor<'f>(
        &'f mut self,
        shard: &'f Shard,
    ) -> impl FnMut(u32, u32, &[Entry]) + use<'f, 'c> {
        move |subscriber, campaign, events| {
            let day = self.selection.takes_events(campaign, events.iter().copied());
            let Some(day) = day else { return };
            if let Some(sums) = cell(self.cells, campaign, day) {
                let mailbox = shard.mailbox(subscriber);
                self.counting.add_person(mailbox, campaign, events, day, sums);
            }
        }
    }
}

/// The cell of a campaign and a day, made where there is none.
#[inline]
pub(super) fn cell(cells: &mut ByCampaign, campaign: u32, day: Option<i32>) -> Option<&mut Sums> {
    let place = campaign as usize;
    if cells.len() <= place {
        cells.resize_with(place + 1, ByCode::default);
    }
    Some(cells.get_mut(place)?.entry(day, || Box::new(Sums::new()))?.as_mut())
}
