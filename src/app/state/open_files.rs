//! The open files: looked at, explained where unclear, read together.

use super::{Effect, LEDGER_ENDING, Screen, State};
use crate::contract::{
    Certainty, FileClass, FilePlan, FileReport, Filter, Inspection, Progress, Report,
};
use crate::messages::{Command, Failure, Job};
use std::rc::Rc;

/// So many files are asked about at a time: what is said of a thousand would take the
/// page a sixth of a second to understand.
const ASKED_AT_ONCE: usize = 64;

/// A file the user handed over. Its handle stays with the link, under `id`.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFile {
    pub id: u32,
    pub name: String,
    pub bytes: u64,
    /// `None` until the worker has looked at it.
    pub inspection: Option<Rc<Inspection>>,
    pub plan: FilePlan,
    /// The user said what the file is: `Events` or `Consent`.
    pub class: Option<FileClass>,
    /// The user accepted the mapping.
    pub accepted: bool,
    /// What became of its rows at the last reading.
    pub report: Option<Rc<FileReport>>,
}

impl OpenFile {
    /// What the file is used as.
    pub fn class(&self) -> Option<FileClass> {
        self.class.or_else(|| self.inspection.as_ref().map(|inspection| inspection.class))
    }

    /// Whether the user must say what the columns are before it can be read:
    /// the guess is not certain, or it is a guess at something else.
    pub fn needs_mapping(&self) -> bool {
        let Some(inspection) = &self.inspection else { return false };
        matches!(self.class(), Some(FileClass::Events | FileClass::Consent))
            && (inspection.certainty != Certainty::Certain
                || self.class() != Some(inspection.class))
            && !self.accepted
    }

    /// Whether the next reading uses the file.
    pub fn is_used(&self) -> bool {
        [FileClass::Events, FileClass::Consent, FileClass::Aggregate]
            .into_iter()
            .any(|class| self.ready(class))
    }

    pub(super) fn ready(&self, class: FileClass) -> bool {
        self.inspection.is_some() && self.class() == Some(class) && !self.needs_mapping()
    }
}

/// What the worker is busy with.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Busy {
    #[default]
    Nothing,
    Inspecting(Job),
    Reading(Job, Progress),
}

impl State {
    /// What takes time to load or to start does so while somebody still looks.
    pub(super) fn expect_files(&mut self) {
        if self.busy == Busy::Nothing {
            let job = self.job();
            let command = Command::Prepare { job, zone: self.settings.zone.clone() };
            self.effect(Effect::Send { command, handles: Vec::new() });
        }
    }

    pub(super) fn add_files(&mut self, added: Vec<(String, u64)>, class: Option<FileClass>) {
        self.failure = None;
        if added.is_empty() {
            return;
        }
        for (name, bytes) in added {
            let id = self.next_file;
            self.next_file += 1;
            if name.ends_with(LEDGER_ENDING) {
                self.open_ledger_handle(id);
                self.screen = Screen::Share;
                continue;
            }
            self.files.push(OpenFile {
                id,
                name,
                bytes,
                inspection: None,
                plan: FilePlan::default(),
                class,
                accepted: false,
                report: None,
            });
        }
        // Whatever was being read is read again together with the new files.
        self.cancel();
        self.go_on();
    }

    pub(super) fn remove_file(&mut self, id: u32) {
        let Some(at) = self.files.iter().position(|file| file.id == id) else { return };
        let file = self.files.remove(at);
        self.effect(Effect::Forget { handles: vec![id] });
        if self.mapping.as_ref().is_some_and(|dialog| dialog.file == id) {
            self.mapping = None;
        }
        if file.is_used() {
            self.forget_reading();
        } else if matches!(self.busy, Busy::Inspecting(_)) {
            // Its answer would fit the files no more.
            self.cancel();
        }
        if self.files.is_empty() {
            self.screen = Screen::Files;
        }
        self.go_on();
    }

    /// Do what the open files still need: look at the new ones, let the user
    /// explain the unclear ones, read the ready ones.
    pub(super) fn go_on(&mut self) {
        if self.busy != Busy::Nothing || self.mapping.is_some() {
            return;
        }
        if self.files.iter().any(|file| file.inspection.is_none()) {
            self.inspect();
        } else if self.stale {
            self.read();
        }
    }

    /// Ask about the next files not yet looked at.
    pub(super) fn inspect(&mut self) {
        let unlooked = self.files.iter().filter(|file| file.inspection.is_none());
        let handles: Vec<u32> = unlooked.map(|file| file.id).take(ASKED_AT_ONCE).collect();
        let job = self.job();
        self.busy = Busy::Inspecting(job);
        let command = Command::Inspect { job, files: (0..handles.len() as u32).collect() };
        self.effect(Effect::Send { command, handles });
    }

    /// Read every ready file anew. What the last reading gave goes first: it is
    /// no longer what the open files say.
    pub(super) fn read(&mut self) {
        self.cancel();
        self.forget_figures();
        // Campaigns get their keys in the order in which they are met.
        self.filter.campaigns = None;
        let ready = |class| {
            self.files.iter().filter(move |file: &&OpenFile| file.ready(class)).collect::<Vec<_>>()
        };
        let (mut events, consent) = (ready(FileClass::Events), ready(FileClass::Consent));
        if events.is_empty() {
            self.stale = false;
            if std::mem::take(&mut self.arrived) {
                // What the worker still holds belongs to files that are gone.
                self.replace_worker();
            }
            return;
        }
        // Sums are compared with figures; without any there is nothing to compare.
        events.extend(ready(FileClass::Aggregate));
        let handles: Vec<u32> = events.iter().chain(&consent).map(|file| file.id).collect();
        let files =
            events.iter().zip(0..).map(|(file, index)| (index, file.plan.clone())).collect();
        let consent = consent
            .iter()
            .zip(events.len() as u32..)
            .map(|(file, index)| (index, file.plan.mapping.clone()))
            .collect();
        self.give_ledger_again();
        let job = self.job();
        self.busy = Busy::Reading(job, Progress::default());
        self.stale = true;
        self.reading_with = Some(self.settings.clone());
        let command = Command::Read { job, files, consent, settings: self.settings.clone() };
        self.effect(Effect::Send { command, handles });
    }

    pub(super) fn cancel(&mut self) {
        if let Busy::Inspecting(job) | Busy::Reading(job, _) = self.busy {
            self.busy = Busy::Nothing;
            self.effect(Effect::Send { command: Command::Cancel { job }, handles: Vec::new() });
        }
    }

    /// Nothing of the last reading stays in the page.
    pub(super) fn forget_reading(&mut self) {
        self.cancel();
        self.forget_figures();
        self.filter = Filter::default();
        self.stale = true;
    }

    /// A new worker has new memory: nothing that may no longer be seen stays behind.
    pub(super) fn replace_worker(&mut self) {
        self.cancel();
        self.opening = None;
        self.ledger_unanswered();
        self.check_stopped();
        self.effect(Effect::ReplaceWorker);
    }

    pub(super) fn forget_figures(&mut self) {
        self.report = None;
        self.consent = None;
        self.statistics = None;
        self.people = None;
        self.people_export = None;
        self.share.forget();
        self.counting = None;
        self.foreseen = None;
        self.unusable = None;
        for file in &mut self.files {
            file.report = None;
        }
    }

    pub(super) fn inspected(&mut self, inspections: Vec<Inspection>) {
        if inspections.is_empty() {
            return;
        }
        let unlooked = self.files.iter_mut().filter(|file| file.inspection.is_none());
        for (file, inspection) in unlooked.zip(inspections) {
            // Only events and consent can be taken one for the other.
            if !matches!(inspection.class, FileClass::Events | FileClass::Consent) {
                file.class = None;
            }
            file.inspection = Some(Rc::new(inspection));
            self.stale |= file.is_used();
            // Those put off before are not asked about again.
            self.unclear = self.unclear.or_else(|| file.needs_mapping().then_some(file.id));
        }
        let snapshot = self.files.iter().find(|file| file.class() == Some(FileClass::Snapshot));
        if let Some(id) = snapshot.map(|file| file.id) {
            self.open_snapshot_file(id);
        }
        // What the user says of one file may hold for those to come.
        if self.files.iter().any(|file| file.inspection.is_none()) {
            self.go_on();
            return;
        }
        let unclear = self.unclear.take().and_then(|id| self.file(id));
        match unclear.filter(|file| file.needs_mapping()).map(|file| file.id) {
            Some(id) => {
                self.screen = Screen::Files;
                self.edit_mapping(id);
            }
            None => self.go_on(),
        }
    }

    /// Every ready file was read to its end: what became of its rows.
    fn files_read(&mut self, reports: impl IntoIterator<Item = FileReport>) {
        let mut reports = reports.into_iter().map(Rc::new);
        for class in [FileClass::Events, FileClass::Aggregate] {
            for file in self.files.iter_mut().filter(|file| file.ready(class)) {
                file.report = reports.next();
            }
        }
        self.stale = false;
    }

    /// Without figures, the problems of the files are all there is to see.
    pub(super) fn nothing_read(&mut self, reports: Vec<FileReport>, failure: Failure) {
        self.files_read(reports);
        self.failure = Some(failure);
    }

    pub(super) fn read_done(&mut self, report: Report) {
        self.files_read(report.files.iter().cloned());
        self.read_with_ledger();
        self.consent = report.consent.clone();
        let current = self.filter == Filter::default()
            && self.reading_with.take().is_some_and(|settings| settings == self.settings);
        self.statistics = current.then(|| Rc::new(report.statistics.clone()));
        self.report = Some(Rc::new(report));
        if !current {
            self.count();
        }
        if !std::mem::replace(&mut self.arrived, true) && self.screen == Screen::Files {
            self.screen = Screen::Statistics;
        }
        if self.screen == Screen::Share {
            self.ask_review();
        }
    }

    /// Whether files wait to be read after a reading was cancelled or failed.
    pub fn is_waiting(&self) -> bool {
        self.busy == Busy::Nothing
            && (self.files.iter().any(|file| file.inspection.is_none())
                || (self.stale && self.files.iter().any(|file| file.ready(FileClass::Events))))
    }

    /// A snapshot is no file to be read: once opened it leaves the list.
    pub(super) fn open_snapshot_file(&mut self, id: u32) {
        if self.file(id).is_some_and(|file| file.class() == Some(FileClass::Snapshot)) {
            self.open_snapshot(Some(id), None);
            self.files.retain(|file| file.id != id);
            self.effect(Effect::Forget { handles: vec![id] });
        }
    }
}
