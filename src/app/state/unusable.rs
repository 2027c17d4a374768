//! The rows of a file that could not be used: asked for, saved, and not kept.

use super::{Effect, OpenFile, State};
use crate::app::words::Language;
use crate::contract::{FileClass, UnusableRows};
use crate::messages::{Command, Job};

impl State {
    /// Whether the worker reads this file once more for its unusable rows.
    pub fn is_saving_problems(&self, id: u32) -> bool {
        self.unusable.is_some_and(|(file, _)| file == id)
    }

    /// One file at a time.
    pub(super) fn ask_unusable(&mut self, id: u32) {
        let consent = self.file(id).is_some_and(|file| file.ready(FileClass::Consent));
        let is_read = |file: &&OpenFile| match consent {
            true => self.consent.is_some(),
            false => file.report.is_some(),
        };
        let Some(plan) = self.file(id).filter(is_read).map(|file| file.plan.clone()) else {
            return;
        };
        if self.unusable.is_some() {
            return;
        }
        let job = self.job();
        self.unusable = Some((id, job));
        let command = Command::UnusableRows {
            job,
            file: 0,
            plan,
            consent,
            settings: self.settings.clone(),
            // Where the comma divides decimals, spreadsheets divide cells by semicolons.
            separator: match self.language {
                Language::En => ',',
                Language::De => ';',
            },
        };
        self.effect(Effect::Send { command, handles: vec![id] });
    }

    pub(super) fn unusable_arrived(&mut self, job: Job, rows: UnusableRows) {
        if self.unusable.is_some_and(|(_, waited)| waited == job) {
            self.unusable = None;
            self.effect(Effect::SaveProblems { csv: rows.csv });
        }
    }
}
