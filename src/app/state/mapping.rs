//! The mapping dialog: every change is tried, only what works is accepted.

use super::{Effect, OpenFile, State};
use crate::app::view::mapping::refit;
use crate::contract::{
    Applied, CampaignSource, FileClass, FilePlan, Mapping, Profile, ProfileFault, Trial,
};
use crate::messages::{Command, Failure, Job};

/// The mapping dialog, for the file of that id.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingDialog {
    pub file: u32,
    pub class: FileClass,
    pub plan: FilePlan,
    /// What the mapping makes of the beginning of the file; `None` while it is tried.
    pub tried: Option<Trial>,
    /// The user wants the file without the rows that cannot be used.
    pub without_unusable: bool,
    /// Other files with the same columns are tried with the same answers afterwards.
    pub alike: bool,
    /// It is tried with the answers to another file: accepted without a further word where
    /// nothing is left to be said.
    pub follows: bool,
    /// Why it could not be tried.
    pub failure: Option<Failure>,
    /// What became of the profile opened or saved last.
    pub profile: Option<OpenedProfile>,
    pub(super) job: Job,
}

/// What became of a profile that was opened or saved in the dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenedProfile {
    /// What was to be saved holds data, or more than fits.
    NotSaved,
    Refused(ProfileFault),
    Applied {
        name: String,
        /// Its columns that this file does not have.
        missing: Vec<String>,
    },
}

impl MappingDialog {
    /// Whether at least one of the tried rows can be used.
    pub fn usable(&self) -> bool {
        self.tried.as_ref().is_some_and(|trial| trial.report.rows_used > 0)
    }

    /// Whether some of the tried rows cannot be used.
    pub fn is_partial(&self) -> bool {
        self.tried.as_ref().is_some_and(|trial| trial.unusable() > 0)
    }

    /// Whether every row can be used, without a doubt.
    fn is_clear(&self) -> bool {
        let typed = |mapping: &Mapping| matches!(mapping.campaign, CampaignSource::Typed(_));
        let named = !self.plan.mapping.as_ref().is_some_and(typed);
        let certain = self.tried.as_ref().is_some_and(|trial| trial.doubtful == 0);
        self.usable() && !self.is_partial() && certain && named
    }

    /// Whether it can be accepted: something can be used, and what cannot is to be
    /// left out by the user's own word.
    pub fn acceptable(&self) -> bool {
        self.usable() && (self.without_unusable || !self.is_partial())
    }
}

impl State {
    pub(super) fn edit_mapping(&mut self, id: u32) {
        let Some(file) = self.file(id) else { return };
        let class = match file.class() {
            Some(FileClass::Consent) => FileClass::Consent,
            _ => FileClass::Events,
        };
        let mut plan = file.plan.clone();
        if plan.mapping.is_none() {
            plan.mapping = file.inspection.as_ref().and_then(|known| known.mapping.clone());
        }
        // A guess at something else: only what fits a consent list stays.
        plan.mapping = plan.mapping.map(|mapping| match class {
            FileClass::Consent if !mapping.is_consent() => {
                let granularity = mapping.granularity;
                refit(mapping, class, granularity)
            }
            _ => mapping,
        });
        self.try_mapping(id, class, plan);
    }

    pub(super) fn change_mapping(&mut self, class: FileClass, plan: FilePlan) {
        if let Some(dialog) = &self.mapping {
            let file = dialog.file;
            self.try_mapping(file, class, plan);
        }
    }

    pub(super) fn try_mapping(&mut self, file: u32, class: FileClass, plan: FilePlan) {
        let job = self.job();
        let before = self.mapping.take().filter(|dialog| dialog.file == file);
        let alike = before.as_ref().is_none_or(|dialog| dialog.alike);
        let profile = before.and_then(|dialog| dialog.profile);
        self.mapping = Some(MappingDialog {
            file,
            class,
            plan: plan.clone(),
            tried: None,
            without_unusable: false,
            alike,
            follows: false,
            failure: None,
            profile,
            job,
        });
        let command = Command::Try { job, file: 0, plan, settings: self.settings.clone() };
        self.effect(Effect::Send { command, handles: vec![file] });
    }

    /// Save what the dialog says, for other files of the same kind.
    pub(super) fn save_profile(&mut self, name: &str) {
        let Some(dialog) = self.mapping.as_ref().filter(|dialog| dialog.usable()) else { return };
        let known = self.file(dialog.file).and_then(|file| file.inspection.as_ref());
        let profile =
            known.and_then(|known| Profile::of(name, dialog.class, &dialog.plan, &known.header));
        match (profile, &mut self.mapping) {
            (Some(profile), _) => self.effect(Effect::SaveProfile { profile: Box::new(profile) }),
            (None, Some(dialog)) => dialog.profile = Some(OpenedProfile::NotSaved),
            (None, None) => {}
        }
    }

    /// A profile for the dialog's file.
    pub(super) fn profile_opened(&mut self, opened: Result<Box<Profile>, ProfileFault>) {
        let Some(dialog) = &mut self.mapping else { return };
        let file = dialog.file;
        match opened {
            Err(fault) => dialog.profile = Some(OpenedProfile::Refused(fault)),
            Ok(profile) => {
                let known = self.file(file).and_then(|file| file.inspection.as_ref());
                let Some(header) = known.map(|known| known.header.clone()) else { return };
                self.effect(Effect::FitProfile { file, profile, header });
            }
        }
    }

    /// Try a profile that was fitted onto the columns of a file, where its dialog is
    /// still open.
    pub(super) fn profile_fitted(&mut self, file: u32, applied: Applied) {
        if self.mapping.as_ref().is_none_or(|dialog| dialog.file != file) {
            return;
        }
        let mut plan = applied.plan;
        plan.mapping = plan.mapping.map(|mapping| {
            let rows = mapping.granularity;
            refit(mapping, applied.class, rows)
        });
        self.try_mapping(file, applied.class, plan);
        if let Some(dialog) = &mut self.mapping {
            let Applied { name, missing, .. } = applied;
            dialog.profile = Some(OpenedProfile::Applied { name, missing });
        }
    }

    /// Whether the rows that cannot be used are to be left out. Of another mapping, they
    /// are others: then it is asked again.
    pub(super) fn leave_out_unusable(&mut self, leave_out: bool) {
        if let Some(dialog) = &mut self.mapping {
            dialog.without_unusable = leave_out;
        }
    }

    /// Whether files with the same columns are to be answered alike.
    pub(super) fn answer_alike(&mut self, alike: bool) {
        if let Some(dialog) = &mut self.mapping {
            dialog.alike = alike;
        }
    }

    /// Other files that wait for the user's word, have the same columns and are taken for
    /// the same: what the user calls a consent list is no list of events.
    pub fn alike(&self, id: u32) -> impl Iterator<Item = &OpenFile> {
        fn looks(file: &OpenFile) -> Option<(Option<FileClass>, &[String])> {
            let header = file.inspection.as_ref().map(|known| known.header.as_slice())?;
            (!header.is_empty()).then_some((file.class(), header))
        }
        let same = self.file(id).and_then(looks);
        self.unmapped().filter(move |file| file.id != id && same.is_some() && looks(file) == same)
    }

    /// Tries the answers to one file on another. A name typed for one is not that of the
    /// other.
    fn follow(&mut self, file: u32, class: FileClass, mut plan: FilePlan) {
        if let Some(Mapping { campaign: CampaignSource::Typed(name), .. }) = &mut plan.mapping {
            name.clear();
        }
        self.try_mapping(file, class, plan);
        if let Some(dialog) = &mut self.mapping {
            dialog.follows = true;
        }
    }

    /// The dialog's mapping was tried.
    pub(super) fn tried(&mut self, job: Job, trial: Trial) {
        let Some(dialog) = self.mapping.as_mut().filter(|dialog| dialog.job == job) else { return };
        dialog.tried = Some(trial);
        dialog.failure = None;
        if std::mem::take(&mut dialog.follows) && dialog.is_clear() {
            self.accept_mapping();
        }
    }

    /// Nothing is accepted of which not a single row was seen to work, and no part of
    /// a file without a word.
    pub(super) fn accept_mapping(&mut self) {
        let Some(dialog) = self.mapping.take_if(|dialog| dialog.acceptable()) else { return };
        let alike = self.alike(dialog.file).next().filter(|_| dialog.alike).map(|file| file.id);
        let (class, plan) = (dialog.class, dialog.plan.clone());
        if let Some(file) = self.files.iter_mut().find(|file| file.id == dialog.file) {
            file.class = Some(dialog.class);
            file.plan = dialog.plan;
            file.accepted = true;
            self.stale = true;
        }
        let next = self.unmapped().next().map(|file| file.id);
        match (alike, next) {
            (Some(alike), _) => self.follow(alike, class, plan),
            (None, Some(next)) => self.edit_mapping(next),
            (None, None) => self.go_on(),
        }
    }

    /// The mapping a file would be read with.
    pub fn mapping_of<'a>(&'a self, file: &'a OpenFile) -> Option<&'a Mapping> {
        file.plan
            .mapping
            .as_ref()
            .or_else(|| file.inspection.as_ref().and_then(|known| known.mapping.as_ref()))
    }
}
