//! The choices of the share screen, and what they come to. The worker protects
//! for one set of choices at a time: while it does, later choices wait, and of
//! those only the last is asked for.

use super::{Effect, SaveAs, Screen, State};
use crate::contract::{LedgerView, Progress, Review, RowExport, Sharing};
use crate::messages::{Command, Failure, Job};
use std::rc::Rc;

/// What the share screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareView {
    /// Title, method, tables, detail and texts, as chosen.
    pub sharing: Sharing,
    /// What the present choices come to; `None` while the worker protects.
    pub review: Option<Rc<Review>>,
    /// What the choices before came to: its cost stays in sight.
    pub before: Option<Rc<Review>>,
    /// Why there is no review.
    pub failure: Option<Failure>,
    /// How far the worker has come, where it says so.
    pub progress: Option<Progress>,
    /// The link was put on the clipboard.
    pub copied: bool,
    pub rows: RowsView,
    /// The review that the worker is busy with.
    running: Option<Job>,
    /// The choices are no longer those of `running`.
    outdated: bool,
}

/// What became of the row-level export.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RowsView {
    #[default]
    NotAsked,
    Asked(Job),
    /// Saved; what it holds, without the rows themselves.
    Saved(RowExport),
    Failed(Failure),
}

impl ShareView {
    /// Whether the worker protects, or is about to.
    pub fn is_waiting(&self) -> bool {
        self.review.is_none() && self.failure.is_none()
    }

    /// Without anything of the files: the choices stay.
    pub(super) fn forget(&mut self) {
        let sharing = std::mem::take(&mut self.sharing);
        *self = ShareView { sharing, ..ShareView::default() };
    }

    pub(super) fn rows_asked(&self, job: Job) -> bool {
        self.rows == RowsView::Asked(job)
    }
}

impl State {
    pub(super) fn share_otherwise(&mut self, sharing: Sharing) {
        if sharing != self.share.sharing {
            self.share.sharing = sharing;
            self.review_again();
        }
    }

    /// The review is of other choices, settings, releases or another selection.
    pub(super) fn review_again(&mut self) {
        let share = &mut self.share;
        if let Some(review) = share.review.take() {
            share.before = Some(review);
        }
        share.failure = None;
        share.progress = None;
        share.copied = false;
        share.rows = RowsView::NotAsked;
        if let Some(job) = share.running {
            if !std::mem::replace(&mut share.outdated, true) {
                self.effect(Effect::Send { command: Command::Cancel { job }, handles: Vec::new() });
            }
        } else if self.screen == Screen::Share {
            self.ask_review();
        }
    }

    /// Ask for what is not there and not on its way.
    pub(super) fn ask_review(&mut self) {
        let share = &self.share;
        if self.report.is_none()
            || self.ledger.is_awaited()
            || share.running.is_some()
            || share.review.is_some()
            || share.failure.is_some()
        {
            return;
        }
        let job = self.job();
        self.share.running = Some(job);
        let command = Command::Review {
            job,
            settings: self.settings.clone(),
            filter: self.filter.clone(),
            sharing: self.share.sharing.clone(),
            // The clock belongs to whoever sends the command.
            today: String::new(),
        };
        self.effect(Effect::Send { command, handles: Vec::new() });
    }

    /// The last answer about a review: what it came to, why to nothing, or
    /// `None` where it was taken back. Whether somebody waited for it.
    pub(super) fn reviewed(&mut self, job: Job, outcome: Option<Result<Review, Failure>>) -> bool {
        let share = &mut self.share;
        if share.running != Some(job) {
            return false;
        }
        share.running = None;
        share.progress = None;
        if !std::mem::take(&mut share.outdated) {
            match outcome {
                Some(Ok(review)) => share.review = Some(Rc::new(review)),
                Some(Err(failure)) => share.failure = Some(failure),
                None => {}
            }
        } else if self.screen == Screen::Share {
            self.ask_review();
        }
        true
    }

    /// Whether the progress is that of the present review.
    pub(super) fn review_progress(&mut self, job: Job, progress: &Progress) {
        if self.share.running == Some(job) && !self.share.outdated {
            self.share.progress = Some(progress.clone());
        }
    }

    pub(super) fn export_rows(&mut self) {
        if self.report.is_none() || matches!(self.share.rows, RowsView::Asked(_)) {
            return;
        }
        let job = self.job();
        self.share.rows = RowsView::Asked(job);
        let command = Command::ExportRows {
            job,
            settings: self.settings.clone(),
            filter: self.filter.clone(),
            today: String::new(),
        };
        self.effect(Effect::Send { command, handles: Vec::new() });
    }

    pub(super) fn rows_arrived(&mut self, job: Job, rows: RowExport, ledger: LedgerView) {
        let wanted = self.share.rows_asked(job);
        // Entered, whether anybody still wants them or not.
        self.rows_entered(ledger);
        if wanted {
            self.share.rows = RowsView::Saved(RowExport { csv: String::new(), ..rows.clone() });
            self.effect(Effect::SaveRows { csv: rows.csv });
        }
    }

    pub(super) fn save(&mut self, form: SaveAs) {
        if let (Screen::Snapshot, Some(snapshot)) = (self.screen, &self.opened) {
            let snapshot = snapshot.clone();
            self.effect(Effect::Save { snapshot, form });
            return;
        }
        let Some(review) = &self.share.review else { return };
        let effect = match (form, &review.fragment) {
            (SaveAs::Link, Some(fragment)) => Effect::Copy { fragment: fragment.clone() },
            (SaveAs::Link, None) => return,
            _ => Effect::SaveReviewed { review: review.clone(), form },
        };
        // Entered first: what is in the ledger and was never sent does no harm.
        self.enter_release();
        self.effect(effect);
    }
}
