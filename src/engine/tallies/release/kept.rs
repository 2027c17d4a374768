//! What was counted for releases, kept beside the sealed store it is of: another
//! threshold, or another method, mostly asks for the same rows, and a pass over
//! millions of messages takes longer than protecting what it gives.

use super::{Plan, Released, people_by_provider, release};
use crate::engine::protection::contribution::Bounds;
use crate::engine::store::Store;
use crate::engine::tallies::Question;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// So many answers of each kind are kept, the one used last first.
const MOST: usize = 4;

/// Empty at first. Of one sealed store only.
#[derive(Default)]
pub(in crate::engine) struct Kept {
    released: Answers<(Question, Plan, Bounds), Released>,
    providers: Answers<(Question, Vec<u32>), BTreeMap<String, u64>>,
}

type Answers<Q, A> = RefCell<Vec<(Q, Rc<A>)>>;

impl Kept {
    /// [`release`], counted once.
    pub(in crate::engine) fn release(
        &self,
        store: &Store,
        question: &Question,
        plan: &Plan,
        bounds: Bounds,
    ) -> Rc<Released> {
        let asked = (question.clone(), plan.clone(), bounds);
        kept(&self.released, asked, || release(store, question, plan, bounds))
    }

    /// [`people_by_provider`], counted once.
    pub(in crate::engine) fn people_by_provider(
        &self,
        store: &Store,
        question: &Question,
        plan: &Plan,
    ) -> Rc<BTreeMap<String, u64>> {
        // Nothing else of a plan matters to it.
        let asked = (question.clone(), plan.campaigns.keys().copied().collect());
        kept(&self.providers, asked, || people_by_provider(store, question, plan))
    }
}

fn kept<Q: PartialEq, A>(answers: &Answers<Q, A>, asked: Q, count: impl FnOnce() -> A) -> Rc<A> {
    let mut answers = answers.borrow_mut();
    let known = answers.iter().position(|(question, _)| *question == asked);
    let answer = match known {
        Some(at) => answers.remove(at).1,
        None => Rc::new(count()),
    };
    answers.truncate(MOST - 1);
    answers.insert(0, (asked, answer.clone()));
    answer
}
