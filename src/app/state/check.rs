//! The reader's side: somebody's snapshot, attacked once more in the worker.

use super::{Effect, State};
use crate::contract::{Breach, Progress, Risk, Snapshot};
use crate::messages::{Failure, Job};
use std::rc::Rc;

/// What the attacker found in the open snapshot.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub progress: Option<Progress>,
    /// `None` while he tries.
    pub outcome: Option<Result<Findings, Failure>>,
    job: Job,
}

/// What was tried, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    pub risk: Risk,
    pub breaches: Vec<Breach>,
}

impl State {
    pub(super) fn check_snapshot(&mut self) {
        let Some(snapshot) = self.opened.clone() else { return };
        if self.check.as_ref().is_some_and(|check| check.outcome.is_none()) {
            return;
        }
        let job = self.job();
        self.check = Some(Check { progress: None, outcome: None, job });
        self.effect(Effect::Verify { job, snapshot });
    }

    pub(super) fn open_viewer(&mut self, snapshot: Snapshot) {
        self.opened = Some(Rc::new(snapshot));
        self.check = None;
    }

    /// Whether the open snapshot was checked with that job.
    pub(super) fn checked(&mut self, job: Job, outcome: Result<Findings, Failure>) -> bool {
        match &mut self.check {
            Some(check) if check.job == job && check.outcome.is_none() => {
                check.outcome = Some(outcome);
                check.progress = None;
                true
            }
            _ => false,
        }
    }

    pub(super) fn check_progress(&mut self, job: Job, progress: &Progress) {
        if let Some(check) = &mut self.check
            && check.job == job
            && check.outcome.is_none()
        {
            check.progress = Some(progress.clone());
        }
    }

    /// The worker that tried is gone.
    pub(super) fn check_stopped(&mut self) {
        if let Some(check) = &mut self.check
            && check.outcome.is_none()
        {
            check.outcome = Some(Err(Failure::Crashed));
        }
    }
}
