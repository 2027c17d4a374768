//! The whole state of the page and its one pure reducer. What has to happen
//! outside (messages, files, storage) comes out as [`Effect`]s, in order.

mod action;
mod answers;
mod asking;
mod check;
mod ledger;
mod mapping;
mod open_files;
mod sharing;
#[cfg(test)]
pub(in crate::app) mod tests;
mod unusable;

pub use action::{Action, Effect, SaveAs};
pub use check::{Check, Findings};
pub use ledger::{LEDGER_ENDING, LedgerPanel, LedgerTrouble};
pub use mapping::{MappingDialog, OpenedProfile};
pub use open_files::{Busy, OpenFile};
pub use sharing::{RowsView, ShareView};

use super::words::Language;
use crate::contract::{
    ConsentSummary, FileClass, Filter, PeoplePage, PeopleQuery, Report, Settings, Snapshot,
    Statistics,
};
use crate::messages::{Failure, Job, Update};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Welcome while nothing is open, the open files afterwards.
    #[default]
    Files,
    Statistics,
    People,
    Share,
    /// How far people may be seen, zone, machine rules.
    Treatment,
    /// Somebody's snapshot.
    Snapshot,
}

/// What the page keeps between visits: choices, never data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    pub language: Option<Language>,
    pub theme: Theme,
    pub settings: Option<Settings>,
    /// The ledger is in the browser's database.
    pub ledger: bool,
}

/// What the browser says of itself at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    pub language: Language,
    /// IANA name of the system's zone.
    pub zone: String,
    /// The part of the address behind `#`.
    pub fragment: String,
}

/// A page of people, and whose answer it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleView {
    pub query: PeopleQuery,
    /// `None` while the worker is asked.
    pub page: Option<Rc<PeoplePage>>,
    job: Job,
    /// The answer goes into a file of this name instead of onto the screen.
    export: bool,
}

/// Figures that somebody is about to ask for.
#[derive(Clone, Debug, PartialEq)]
struct Foreseen {
    job: Job,
    settings: Settings,
    filter: Filter,
    /// `None` while the worker is asked.
    statistics: Option<Rc<Statistics>>,
}

#[derive(Clone, Debug, Default)]
pub struct State {
    pub language: Language,
    pub theme: Theme,
    pub screen: Screen,
    pub files: Vec<OpenFile>,
    pub settings: Settings,
    pub filter: Filter,
    pub busy: Busy,
    pub mapping: Option<MappingDialog>,
    /// The last complete reading, counted without a filter.
    pub report: Option<Rc<Report>>,
    pub consent: Option<ConsentSummary>,
    /// The figures of the current filter and settings.
    pub statistics: Option<Rc<Statistics>>,
    pub people: Option<PeopleView>,
    /// A list asked for as a file.
    people_export: Option<PeopleView>,
    pub share: ShareView,
    pub ledger: LedgerPanel,
    pub opened: Option<Rc<Snapshot>>,
    /// What a check of the open snapshot came to.
    pub check: Option<Check>,
    pub failure: Option<Failure>,
    counting: Option<Job>,
    foreseen: Option<Foreseen>,
    /// Drawing was rehearsed.
    rehearsed: bool,
    /// The file whose unusable rows the worker reads once more.
    unusable: Option<(u32, Job)>,
    opening: Option<Job>,
    /// The first of the files looked at that waits for the user's word: asked about as
    /// soon as all are looked at.
    unclear: Option<u32>,
    /// The ready files have changed since the last complete reading.
    stale: bool,
    /// What the current reading counts with; settings may change meanwhile.
    reading_with: Option<Settings>,
    /// The figures of these files have been shown once: later readings leave
    /// the user where they are.
    arrived: bool,
    next_job: u32,
    next_file: u32,
    /// What has to happen outside, until somebody takes it.
    outbox: Vec<Effect>,
}

impl PartialEq for State {
    /// Each action makes another state, which is drawn: none equals it but itself.
    fn eq(&self, other: &State) -> bool {
        std::ptr::eq(self, other)
    }
}

impl State {
    pub fn new(kept: Kept, surroundings: &Surroundings) -> State {
        let settings = kept
            .settings
            .unwrap_or_else(|| Settings { zone: surroundings.zone.clone(), ..Settings::default() });
        let mut state = State {
            language: kept.language.unwrap_or(surroundings.language),
            theme: kept.theme,
            settings: settings.sound(),
            ..State::default()
        };
        if kept.ledger {
            state.ledger.kept = true;
            state.effect(Effect::FetchLedger);
        }
        state.open_fragment(surroundings.fragment.clone());
        state
    }

    /// What has to happen outside because of what was done since the last call, in
    /// this order.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.outbox)
    }

    /// The figures that were asked for last, while they are not there: usually for
    /// a few milliseconds.
    pub fn awaited_figures(&self) -> Option<Job> {
        self.counting
    }

    /// Whether nothing on screen changes with it.
    pub fn is_unseen(&self, action: &Action) -> bool {
        match action {
            Action::Likely(_) => true,
            Action::Update(update) => match **update {
                Update::Counted { job, .. } | Update::Cancelled { job } => self.foresees(job),
                _ => false,
            },
            _ => false,
        }
    }

    pub fn file(&self, id: u32) -> Option<&OpenFile> {
        self.files.iter().find(|file| file.id == id)
    }

    /// Files waiting for the user's word.
    pub fn unmapped(&self) -> impl Iterator<Item = &OpenFile> {
        self.files.iter().filter(|file| file.needs_mapping())
    }

    /// Whether the first page is shown, on which one begins.
    pub fn is_at_start(&self) -> bool {
        self.screen == Screen::Files && self.files.is_empty()
    }

    /// Whether there is, or soon will be, more to show than the first page.
    pub fn goes_on(&self) -> bool {
        !self.is_at_start() || self.next_job > 0
    }

    /// Whether there are figures to show.
    pub fn has_figures(&self) -> bool {
        self.statistics.is_some()
    }

    pub fn reduce(mut self, action: Action) -> State {
        match action {
            Action::Show(screen) => {
                self.screen = screen;
                if screen == Screen::Share {
                    self.ask_review();
                }
            }
            Action::Language(language) => {
                self.language = language;
                self.keep();
            }
            Action::Theme(theme) => {
                self.theme = theme;
                self.keep();
            }
            Action::FilesExpected => self.expect_files(),
            Action::FilesAdded(added) => self.add_files(added, None),
            Action::ConsentAdded(added) => self.add_files(added, Some(FileClass::Consent)),
            Action::RemoveFile(id) => self.remove_file(id),
            Action::RemoveAllFiles => {
                let handles = self.files.drain(..).map(|file| file.id).collect();
                self.effect(Effect::Forget { handles });
                self.forget_reading();
                self.share.sharing.texts.clear();
                self.replace_worker();
                self.arrived = false;
                self.screen = Screen::Files;
            }
            Action::TrySample => self.effect(Effect::FetchSample),
            Action::OpenFragment(fragment) => self.open_fragment(fragment),
            Action::CloseSnapshot => {
                self.opened = None;
                self.check = None;
                self.effect(Effect::ClearFragment);
                self.screen = if self.has_figures() { Screen::Statistics } else { Screen::Files };
            }
            Action::OpenSnapshotFile(id) => self.open_snapshot_file(id),
            Action::Cancel => self.cancel(),
            Action::ReadAgain => self.go_on(),
            Action::ReadAnew => {
                self.stale = true;
                self.go_on();
            }
            Action::EditMapping(id) => {
                // The trial would wait behind the reading, which is to change anyway.
                self.cancel();
                self.edit_mapping(id);
            }
            Action::ChangeMapping { class, plan } => self.change_mapping(class, plan),
            Action::LeaveOutUnusable(leave_out) => self.leave_out_unusable(leave_out),
            Action::AnswerAlike(alike) => self.answer_alike(alike),
            Action::AcceptMapping => self.accept_mapping(),
            Action::SaveProfile(name) => self.save_profile(&name),
            Action::ProfileOpened(opened) => self.profile_opened(opened),
            Action::ProfileFitted { file, applied } => self.profile_fitted(file, *applied),
            Action::CloseMapping => {
                self.mapping = None;
                self.go_on();
            }
            Action::FileZone { file, zone } => {
                if let Some(file) = self.files.iter_mut().find(|open| open.id == file)
                    && file.plan.zone != zone
                {
                    file.plan.zone = zone;
                    self.stale = true;
                    // What is being read is read in another zone.
                    self.cancel();
                    self.go_on();
                }
            }
            Action::Settings(settings) => self.change_settings(settings),
            Action::Filter(filter) => self.select(filter),
            Action::Likely(action) => self.foresee(*action),
            Action::OnlyCampaign(key) => {
                let alone = Some(vec![key]);
                let campaigns = if self.filter.campaigns == alone { None } else { alone };
                self.select(Filter { campaigns, ..self.filter.clone() });
            }
            Action::AskPeople(query) => self.ask_people(query, false),
            Action::ExportPeople(query) => self.ask_people(query, true),
            Action::Sharing(sharing) => self.share_otherwise(*sharing),
            Action::ReviewAgain => self.review_again(),
            Action::ExportRows => self.export_rows(),
            Action::NewLedger => self.new_ledger(),
            Action::LedgerFile => self.open_ledger_file(),
            Action::LedgerFound(text) => self.ledger_found(text),
            Action::SaveLedger => self.save_ledger(),
            Action::KeepLedger(keep) => self.keep_ledger(keep),
            Action::LedgerNotKept(why) => {
                self.ledger_not_kept();
                self.ledger.trouble = Some(why);
            }
            Action::CloseLedger => self.close_ledger(),
            Action::CheckSnapshot => self.check_snapshot(),
            Action::Save(form) => self.save(form),
            Action::SaveProblems(id) => self.ask_unusable(id),
            Action::Copied => self.share.copied = true,
            Action::DismissFailure => self.failure = None,
            Action::Update(update) => self.update(*update),
            Action::Failed(failure) => self.failure = Some(failure),
            Action::WorkerCrashed => {
                self.busy = Busy::Nothing;
                self.mapping = None;
                self.opening = None;
                self.ledger_unanswered();
                self.check_stopped();
                self.forget_figures();
                self.stale = true;
                self.failure = Some(Failure::Crashed);
            }
        }
        self
    }

    fn select(&mut self, filter: Filter) {
        self.filter = filter;
        self.count();
        self.review_again();
        if let Some(view) = &self.people {
            let query =
                PeopleQuery { filter: self.filter.clone(), offset: 0, ..view.query.clone() };
            self.ask_people(query, false);
        }
    }

    fn effect(&mut self, effect: Effect) {
        self.outbox.push(effect);
    }

    fn job(&mut self) -> Job {
        self.next_job += 1;
        Job(self.next_job)
    }

    fn keep(&mut self) {
        let kept = Kept {
            language: Some(self.language),
            theme: self.theme,
            settings: Some(self.settings.clone()),
            ledger: self.ledger.kept,
        };
        self.effect(Effect::Keep(Box::new(kept)));
    }
}
