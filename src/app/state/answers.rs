//! What the worker answers. An answer counts while somebody waits for it; that
//! of an older job passes by.

use super::{Busy, Effect, Findings, RowsView, Screen, State};
use crate::contract::PeoplePage;
use crate::messages::{Failure, Job, Update};
use std::rc::Rc;

impl State {
    pub(super) fn update(&mut self, update: Update) {
        match update {
            Update::Ready => {}
            Update::Prepared { made_up, .. } => {
                // Once somebody has figures, all of this was drawn before.
                if self.report.is_none() && !std::mem::replace(&mut self.rehearsed, true) {
                    self.effect(Effect::Rehearse { made_up: Rc::new(made_up) });
                }
            }
            Update::Inspected { job, inspections } => {
                if self.busy == Busy::Inspecting(job) {
                    self.busy = Busy::Nothing;
                    self.inspected(inspections);
                }
            }
            Update::Tried { job, trial } => self.tried(job, trial),
            Update::Progress { job, progress } => {
                if let Busy::Reading(current, shown) = &mut self.busy
                    && *current == job
                {
                    *shown = progress;
                } else {
                    self.review_progress(job, &progress);
                    self.check_progress(job, &progress);
                }
            }
            Update::Read { job, report } => {
                if matches!(self.busy, Busy::Reading(current, _) if current == job) {
                    self.busy = Busy::Nothing;
                    self.read_done(report);
                }
            }
            Update::NothingRead { job, files, failure } => {
                if matches!(self.busy, Busy::Reading(current, _) if current == job) {
                    self.busy = Busy::Nothing;
                    self.nothing_read(files, failure);
                }
            }
            Update::Counted { job, statistics } => {
                if self.counting == Some(job) {
                    self.counting = None;
                    self.statistics = Some(Rc::new(statistics));
                } else if let Some(foreseen) = self.foreseen.as_mut().filter(|it| it.job == job) {
                    foreseen.statistics = Some(Rc::new(statistics));
                }
            }
            Update::People { job, page } => self.people_arrived(job, page),
            Update::Reviewed { job, review } => {
                self.reviewed(job, Some(Ok(review)));
            }
            Update::Opened { job, snapshot } => {
                if self.opening == Some(job) {
                    self.opening = None;
                    self.open_viewer(snapshot);
                    self.screen = Screen::Snapshot;
                }
            }
            Update::Verified { job, risk, breaches } => {
                self.checked(job, Ok(Findings { risk, breaches }));
            }
            Update::Ledger { job, ledger } => self.ledger_arrived(job, ledger),
            Update::UnusableRows { job, rows } => self.unusable_arrived(job, rows),
            Update::Rows { job, rows, ledger } => self.rows_arrived(job, rows, ledger),
            Update::Failed { job, failure } => self.failed(job, failure),
            // It could not be foreseen.
            Update::Cancelled { job } if self.foresees(job) => self.foreseen = None,
            Update::Cancelled { job } if self.counting == Some(job) => self.count(),
            Update::Cancelled { job } => {
                self.reviewed(job, None);
            }
        }
    }

    pub(super) fn people_arrived(&mut self, job: Job, page: PeoplePage) {
        if let Some(view) = &self.people_export
            && view.job == job
        {
            self.people_export = None;
            self.effect(Effect::SavePeople { page: Rc::new(page) });
        } else if let Some(view) = &mut self.people
            && view.job == job
        {
            view.page = Some(Rc::new(page));
        }
    }

    /// A failure is told where it is waited for; nobody waits for that of an
    /// older job.
    pub(super) fn failed(&mut self, job: Job, failure: Failure) {
        if self.share.rows_asked(job) {
            self.share.rows = RowsView::Failed(failure);
            return;
        }
        if self.reviewed(job, Some(Err(failure.clone())))
            || self.ledger_failed(job, &failure)
            || self.checked(job, Err(failure.clone()))
        {
            return;
        }
        if let Some(dialog) = &mut self.mapping
            && dialog.job == job
        {
            dialog.failure = Some(failure);
            return;
        }
        if matches!(self.busy, Busy::Inspecting(at) | Busy::Reading(at, _) if at == job) {
            self.busy = Busy::Nothing;
        } else if self.unusable.is_some_and(|(_, waited)| waited == job) {
            self.unusable = None;
        } else if self.opening == Some(job) {
            self.opening = None;
        } else if self.counting == Some(job) {
            self.counting = None;
        } else if self.people.as_ref().is_some_and(|view| view.job == job) {
            self.people = None;
        } else if self.people_export.as_ref().is_some_and(|view| view.job == job) {
            self.people_export = None;
        } else {
            return;
        }
        self.failure = Some(failure);
    }
}
