//! The ledger of releases, as its owner sees it. The worker holds it; the page
//! keeps its text, so that another worker can be given it, and saves it where
//! the user says.

use super::{Effect, State};
use crate::contract::LedgerView;
use crate::messages::{Command, Failure, Job};

/// The name by which a ledger's file is known among dropped ones.
pub const LEDGER_ENDING: &str = ".milchglas-ledger.json";

/// What the share screen says of the ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerPanel {
    pub open: Option<LedgerView>,
    /// Why the last wish came to nothing.
    pub trouble: Option<LedgerTrouble>,
    /// The browser keeps it, because the user said so.
    pub kept: bool,
    /// A release was entered that is in no saved file and not kept.
    pub unsaved: bool,
    /// Number of the release that was entered last, in this sitting.
    pub entered: Option<u32>,
    asked: Vec<(Job, Asked)>,
}

/// What went wrong with the ledger.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerTrouble {
    Failed(Failure),
    /// The browser would not keep it.
    NotKept,
    /// Another window keeps another one.
    ChangedElsewhere,
    /// A report was saved, and it is not certain that the ledger knows it.
    NotEntered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Begun, or read from a file or the browser.
    Open,
    /// Given to the worker once more.
    Again,
    Release,
    Close,
}

impl LedgerPanel {
    /// Whether another ledger, or none, is about to take the place of this one.
    pub(super) fn is_awaited(&self) -> bool {
        self.asked.iter().any(|(_, asked)| matches!(asked, Asked::Open | Asked::Close))
    }
}

impl State {
    /// Ask something about the ledger; the answer is waited for.
    fn ask_ledger(
        &mut self,
        asked: Asked,
        command: impl FnOnce(Job) -> Command,
        handle: Option<u32>,
    ) {
        let job = self.job();
        self.ledger.asked.push((job, asked));
        self.effect(Effect::Send { command: command(job), handles: handle.into_iter().collect() });
        if self.ledger.is_awaited() {
            // Nothing may leave that was held against the releases known so far.
            self.review_again();
        }
    }

    pub(super) fn new_ledger(&mut self) {
        self.ledger.trouble = None;
        // The clock belongs to whoever sends the command.
        let command = |job| Command::NewLedger { job, today: String::new() };
        self.ask_ledger(Asked::Open, command, None);
    }

    /// The handle is already with the link, under the next id.
    pub(super) fn open_ledger_file(&mut self) {
        let id = self.next_file;
        self.next_file += 1;
        self.open_ledger_handle(id);
    }

    pub(super) fn open_ledger_handle(&mut self, id: u32) {
        self.ledger.trouble = None;
        let command =
            |job| Command::OpenLedger { job, file: Some(0), text: None, today: String::new() };
        self.ask_ledger(Asked::Open, command, Some(id));
        self.effect(Effect::Forget { handles: vec![id] });
    }

    /// What the browser kept; `None` where it kept nothing after all.
    pub(super) fn ledger_found(&mut self, text: Option<String>) {
        match text {
            Some(text) => self.give_ledger(Asked::Open, text),
            None => self.ledger_not_kept(),
        }
    }

    fn give_ledger(&mut self, asked: Asked, text: String) {
        let command =
            |job| Command::OpenLedger { job, file: None, text: Some(text), today: String::new() };
        self.ask_ledger(asked, command, None);
    }

    /// Before files are read: figures that depend on the ledger's secret are
    /// made while reading, and the worker may be another one than before.
    pub(super) fn give_ledger_again(&mut self) {
        // What the worker is still asked may make another ledger of it; then
        // the worker is the one that holds it.
        if self.ledger.asked.is_empty()
            && let Some(view) = &self.ledger.open
        {
            let text = view.text.clone();
            self.give_ledger(Asked::Again, text);
        }
    }

    /// A snapshot leaves: later ones are held against it.
    pub(super) fn enter_release(&mut self) {
        if self.ledger.open.is_some() {
            self.ledger.trouble = None;
            self.ask_ledger(Asked::Release, |job| Command::Release { job }, None);
        }
    }

    pub(super) fn save_ledger(&mut self) {
        if let Some(view) = &self.ledger.open {
            let text = view.text.clone();
            self.ledger.unsaved = false;
            self.effect(Effect::SaveLedger { text });
        }
    }

    pub(super) fn keep_ledger(&mut self, keep: bool) {
        self.ledger.kept = keep;
        self.ledger.trouble = None;
        self.keep();
        if keep {
            self.store_ledger(None);
        } else {
            self.effect(Effect::DropLedger);
        }
    }

    /// Put what is open into the browser, in the place of `known`.
    fn store_ledger(&mut self, known: Option<String>) {
        if let (true, Some(view)) = (self.ledger.kept, &self.ledger.open) {
            let text = view.text.clone();
            self.ledger.unsaved = false;
            self.effect(Effect::StoreLedger { text, known });
        }
    }

    pub(super) fn ledger_not_kept(&mut self) {
        self.ledger.kept = false;
        self.ledger.unsaved =
            self.ledger.open.as_ref().is_some_and(|view| !view.releases.is_empty());
        self.keep();
    }

    pub(super) fn close_ledger(&mut self) {
        if self.ledger.kept {
            self.keep_ledger(false);
        }
        self.ledger.trouble = None;
        self.ask_ledger(Asked::Close, |job| Command::CloseLedger { job }, None);
    }

    pub(super) fn ledger_arrived(&mut self, job: Job, view: Option<LedgerView>) {
        let Some(asked) = self.taken(job) else { return };
        let before = std::mem::replace(&mut self.ledger.open, view);
        match asked {
            Asked::Again => {}
            Asked::Release if self.ledger.open.is_none() => {
                self.ledger.trouble = Some(LedgerTrouble::NotEntered);
                self.ledger.open = before;
            }
            Asked::Release => self.entered(before),
            Asked::Open | Asked::Close => {
                self.ledger.unsaved = false;
                self.ledger.entered = None;
                self.store_ledger(None);
                self.review_again();
            }
        }
    }

    /// Rows were entered: what is on the screen was not held against them.
    pub(super) fn rows_entered(&mut self, view: LedgerView) {
        let before = self.ledger.open.replace(view);
        self.entered(before);
        self.review_again();
    }

    /// Something was entered into what the ledger was before.
    fn entered(&mut self, before: Option<LedgerView>) {
        let releases = |view: &Option<LedgerView>| view.as_ref().map_or(0, |v| v.releases.len());
        let last = self.ledger.open.as_ref().and_then(|view| view.releases.last());
        self.ledger.entered = last.map(|release| release.number);
        if releases(&self.ledger.open) > releases(&before) {
            self.ledger.unsaved = true;
            self.store_ledger(before.map(|view| view.text));
        }
    }

    /// Whether a ledger was asked for with that job; why it came to nothing.
    pub(super) fn ledger_failed(&mut self, job: Job, failure: &Failure) -> bool {
        let Some(asked) = self.taken(job) else { return false };
        self.ledger.trouble = Some(match asked {
            Asked::Release => LedgerTrouble::NotEntered,
            _ => LedgerTrouble::Failed(failure.clone()),
        });
        match asked {
            Asked::Again => self.ledger.open = None,
            // It stays as it was, and so would a review.
            Asked::Open | Asked::Close => self.review_again(),
            Asked::Release => {}
        }
        true
    }

    fn taken(&mut self, job: Job) -> Option<Asked> {
        let at = self.ledger.asked.iter().position(|(asked, _)| *asked == job)?;
        Some(self.ledger.asked.remove(at).1)
    }

    /// The worker that was asked is gone.
    pub(super) fn ledger_unanswered(&mut self) {
        let asked = std::mem::take(&mut self.ledger.asked);
        if asked.iter().any(|(_, asked)| *asked == Asked::Release) {
            self.ledger.trouble = Some(LedgerTrouble::NotEntered);
        }
    }

    /// The files have been read with the open ledger's secret.
    pub(super) fn read_with_ledger(&mut self) {
        if let Some(view) = &mut self.ledger.open {
            view.needs_reading = false;
        }
    }
}
