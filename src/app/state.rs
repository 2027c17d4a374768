//! The whole state of the page and its one pure reducer. What has to happen
//! outside (messages, files, storage) comes out as [`Effect`]s, in order.

use super::words::Language;
use crate::contract::{
    Certainty, ConsentSummary, FileClass, FilePlan, FileReport, Filter, Inspection, Mapping,
    PeoplePage, PeopleQuery, Progress, Report, Review, Settings, Snapshot, Statistics,
};
use crate::messages::{Command, Failure, Job, Update};
use serde::{Deserialize, Serialize};

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

/// A file the user handed over. Its handle stays with the link, under `id`.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFile {
    pub id: u32,
    pub name: String,
    pub bytes: u64,
    /// `None` until the worker has looked at it.
    pub inspection: Option<Inspection>,
    pub plan: FilePlan,
    /// The user said what the file is: `Events` or `Consent`.
    pub class: Option<FileClass>,
    /// The user accepted the mapping.
    pub accepted: bool,
    /// What became of its rows at the last reading.
    pub report: Option<FileReport>,
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
        self.ready(FileClass::Events) || self.ready(FileClass::Consent)
    }

    fn ready(&self, class: FileClass) -> bool {
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

/// The mapping dialog, for the file of that id.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingDialog {
    pub file: u32,
    pub class: FileClass,
    pub plan: FilePlan,
    /// What the mapping makes of the beginning of the file; `None` while it is tried.
    pub tried: Option<FileReport>,
    /// Why it could not be tried.
    pub failure: Option<Failure>,
    job: Job,
}

impl MappingDialog {
    /// Whether at least one of the tried rows can be used.
    pub fn usable(&self) -> bool {
        self.tried.as_ref().is_some_and(|report| report.rows_used > 0)
    }
}

/// A page of people, and whose answer it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleView {
    pub query: PeopleQuery,
    /// `None` while the worker is asked.
    pub page: Option<PeoplePage>,
    job: Job,
    /// The answer goes into a file of this name instead of onto the screen.
    export: bool,
}

/// What the share screen shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareView {
    pub title: String,
    /// `None` while the worker protects.
    pub review: Option<Review>,
    /// Why there is none.
    pub failure: Option<Failure>,
    job: Option<Job>,
    /// The link was put on the clipboard.
    pub copied: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
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
    pub report: Option<Report>,
    pub consent: Option<ConsentSummary>,
    /// The figures of the current filter and settings.
    pub statistics: Option<Statistics>,
    pub people: Option<PeopleView>,
    /// A list asked for as a file.
    people_export: Option<PeopleView>,
    pub share: ShareView,
    pub opened: Option<Snapshot>,
    pub failure: Option<Failure>,
    counting: Option<Job>,
    opening: Option<Job>,
    /// The ready files have changed since the last complete reading.
    stale: bool,
    /// What the current reading counts with; settings may change meanwhile.
    reading_with: Option<Settings>,
    /// The figures of these files have been shown once: later readings leave
    /// the user where they are.
    arrived: bool,
    next_job: u32,
    next_file: u32,
    /// Effects not yet done, with their running numbers.
    outbox: Vec<(u64, Effect)>,
    next_effect: u64,
}

/// What happens to the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Show(Screen),
    Language(Language),
    Theme(Theme),
    /// Names and sizes; the link keeps the handles under the same running ids.
    FilesAdded(Vec<(String, u64)>),
    /// The same, for files the user calls consent lists.
    ConsentAdded(Vec<(String, u64)>),
    RemoveFile(u32),
    RemoveAllFiles,
    TrySample,
    /// The whole fragment behind `#`.
    OpenFragment(String),
    CloseSnapshot,
    /// A snapshot among the open files.
    OpenSnapshotFile(u32),
    Cancel,
    /// Read the files that a cancelled or failed reading left unread.
    ReadAgain,
    EditMapping(u32),
    ChangeMapping {
        class: FileClass,
        plan: FilePlan,
    },
    AcceptMapping,
    CloseMapping,
    /// The assumed zone of one file's zoneless times.
    FileZone {
        file: u32,
        zone: Option<String>,
    },
    Settings(Settings),
    Filter(Filter),
    AskPeople(PeopleQuery),
    ExportPeople(PeopleQuery),
    Title(String),
    Save(SaveAs),
    /// The located problems of a file, as a table.
    SaveProblems(u32),
    Copied,
    DismissFailure,
    /// From the worker.
    Update(Box<Update>),
    /// Something outside the worker came to nothing.
    Failed(Failure),
    /// The worker stopped by itself and was replaced.
    WorkerCrashed,
    EffectsDone(u64),
}

/// A form in which a snapshot leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveAs {
    Json,
    Html,
    Csv,
    Link,
    Print,
}

/// What has to happen outside, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A command; `handles` are ids of open files whose `File`s travel along.
    Send {
        command: Command,
        handles: Vec<u32>,
    },
    /// Drop the worker and everything in its memory; start a new one.
    ReplaceWorker,
    Forget {
        handles: Vec<u32>,
    },
    FetchSample,
    Keep(Box<Kept>),
    Save {
        snapshot: Box<Snapshot>,
        text: String,
        form: SaveAs,
    },
    /// A list of people as CSV.
    SavePeople {
        page: Box<PeoplePage>,
    },
    /// The located problems of a file as CSV.
    SaveProblems {
        report: Box<FileReport>,
    },
    Copy {
        fragment: String,
    },
    ClearFragment,
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
        state.open_fragment(surroundings.fragment.clone());
        state
    }

    pub fn outbox(&self) -> &[(u64, Effect)] {
        &self.outbox
    }

    pub fn file(&self, id: u32) -> Option<&OpenFile> {
        self.files.iter().find(|file| file.id == id)
    }

    /// Files waiting for the user's word.
    pub fn unmapped(&self) -> impl Iterator<Item = &OpenFile> {
        self.files.iter().filter(|file| file.needs_mapping())
    }

    /// Whether there are figures to show.
    pub fn has_figures(&self) -> bool {
        self.statistics.is_some()
    }

    pub fn reduce(mut self, action: Action) -> State {
        match action {
            Action::Show(screen) => {
                self.screen = screen;
                if screen == Screen::Share && self.share.job.is_none() {
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
            Action::FilesAdded(added) => self.add_files(added, None),
            Action::ConsentAdded(added) => self.add_files(added, Some(FileClass::Consent)),
            Action::RemoveFile(id) => self.remove_file(id),
            Action::RemoveAllFiles => {
                let handles = self.files.drain(..).map(|file| file.id).collect();
                self.effect(Effect::Forget { handles });
                self.forget_reading();
                self.replace_worker();
                self.arrived = false;
                self.screen = Screen::Files;
            }
            Action::TrySample => self.effect(Effect::FetchSample),
            Action::OpenFragment(fragment) => self.open_fragment(fragment),
            Action::CloseSnapshot => {
                self.opened = None;
                self.effect(Effect::ClearFragment);
                self.screen = if self.has_figures() { Screen::Statistics } else { Screen::Files };
            }
            Action::OpenSnapshotFile(id) => self.open_snapshot_file(id),
            Action::Cancel => self.cancel(),
            Action::ReadAgain => self.go_on(),
            Action::EditMapping(id) => {
                // The trial would wait behind the reading, which is to change anyway.
                self.cancel();
                self.edit_mapping(id);
            }
            Action::ChangeMapping { class, plan } => self.change_mapping(class, plan),
            Action::AcceptMapping => self.accept_mapping(),
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
                    self.go_on();
                }
            }
            Action::Settings(settings) => self.change_settings(settings),
            Action::Filter(filter) => {
                self.filter = filter;
                self.count();
                self.review_again();
                if let Some(view) = &self.people {
                    let query = PeopleQuery {
                        filter: self.filter.clone(),
                        offset: 0,
                        ..view.query.clone()
                    };
                    self.ask_people(query, false);
                }
            }
            Action::AskPeople(query) => self.ask_people(query, false),
            Action::ExportPeople(query) => self.ask_people(query, true),
            Action::Title(title) => {
                self.share.title = title;
                self.ask_review();
            }
            Action::Save(form) => self.save(form),
            Action::SaveProblems(id) => {
                if let Some(report) = self.file(id).and_then(|file| file.report.clone()) {
                    self.effect(Effect::SaveProblems { report: Box::new(report) });
                }
            }
            Action::Copied => self.share.copied = true,
            Action::DismissFailure => self.failure = None,
            Action::Update(update) => self.update(*update),
            Action::Failed(failure) => self.failure = Some(failure),
            Action::WorkerCrashed => {
                self.busy = Busy::Nothing;
                self.mapping = None;
                self.opening = None;
                self.forget_figures();
                self.stale = true;
                self.failure = Some(Failure::Crashed);
            }
            Action::EffectsDone(number) => self.outbox.retain(|(at, _)| *at > number),
        }
        self
    }

    fn effect(&mut self, effect: Effect) {
        self.outbox.push((self.next_effect, effect));
        self.next_effect += 1;
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
        };
        self.effect(Effect::Keep(Box::new(kept)));
    }

    fn add_files(&mut self, added: Vec<(String, u64)>, class: Option<FileClass>) {
        self.failure = None;
        if added.is_empty() {
            return;
        }
        for (name, bytes) in added {
            let id = self.next_file;
            self.next_file += 1;
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

    fn remove_file(&mut self, id: u32) {
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
            self.arrived = false;
            self.screen = Screen::Files;
        }
        self.go_on();
    }

    /// Do what the open files still need: look at the new ones, let the user
    /// explain the unclear ones, read the ready ones.
    fn go_on(&mut self) {
        if self.busy != Busy::Nothing || self.mapping.is_some() {
            return;
        }
        if self.files.iter().any(|file| file.inspection.is_none()) {
            self.inspect();
        } else if self.stale {
            self.read();
        }
    }

    /// Ask about every file not yet looked at.
    fn inspect(&mut self) {
        let handles: Vec<u32> = self
            .files
            .iter()
            .filter(|file| file.inspection.is_none())
            .map(|file| file.id)
            .collect();
        let job = self.job();
        self.busy = Busy::Inspecting(job);
        let command = Command::Inspect { job, files: (0..handles.len() as u32).collect() };
        self.effect(Effect::Send { command, handles });
    }

    /// Read every ready file anew. What the last reading gave goes first: it is
    /// no longer what the open files say.
    fn read(&mut self) {
        self.cancel();
        self.forget_figures();
        // Campaigns get their keys in the order in which they are met.
        self.filter.campaigns = None;
        let ready = |class| {
            self.files.iter().filter(move |file: &&OpenFile| file.ready(class)).collect::<Vec<_>>()
        };
        let (events, consent) = (ready(FileClass::Events), ready(FileClass::Consent));
        if events.is_empty() {
            self.stale = false;
            return;
        }
        let handles: Vec<u32> = events.iter().chain(&consent).map(|file| file.id).collect();
        let files =
            events.iter().zip(0..).map(|(file, index)| (index, file.plan.clone())).collect();
        let consent = consent
            .iter()
            .zip(events.len() as u32..)
            .map(|(file, index)| (index, file.plan.mapping.clone()))
            .collect();
        let job = self.job();
        self.busy = Busy::Reading(job, Progress::default());
        self.stale = true;
        self.reading_with = Some(self.settings.clone());
        let command = Command::Read { job, files, consent, settings: self.settings.clone() };
        self.effect(Effect::Send { command, handles });
    }

    fn cancel(&mut self) {
        if let Busy::Inspecting(job) | Busy::Reading(job, _) = self.busy {
            self.busy = Busy::Nothing;
            self.effect(Effect::Send { command: Command::Cancel { job }, handles: Vec::new() });
        }
    }

    /// Nothing of the last reading stays in the page.
    fn forget_reading(&mut self) {
        self.cancel();
        self.forget_figures();
        self.filter = Filter::default();
        self.stale = true;
    }

    /// A new worker has new memory: nothing that may no longer be seen stays behind.
    fn replace_worker(&mut self) {
        self.cancel();
        self.opening = None;
        self.effect(Effect::ReplaceWorker);
    }

    fn forget_figures(&mut self) {
        self.report = None;
        self.consent = None;
        self.statistics = None;
        self.people = None;
        self.people_export = None;
        self.share =
            ShareView { title: std::mem::take(&mut self.share.title), ..ShareView::default() };
        self.counting = None;
        for file in &mut self.files {
            file.report = None;
        }
    }

    fn edit_mapping(&mut self, id: u32) {
        let Some(file) = self.file(id) else { return };
        let class = match file.class() {
            Some(FileClass::Consent) => FileClass::Consent,
            _ => FileClass::Events,
        };
        let mut plan = file.plan.clone();
        if plan.mapping.is_none() {
            plan.mapping = file.inspection.as_ref().and_then(|known| known.mapping.clone());
        }
        self.try_mapping(id, class, plan);
    }

    fn change_mapping(&mut self, class: FileClass, plan: FilePlan) {
        if let Some(dialog) = &self.mapping {
            let file = dialog.file;
            self.try_mapping(file, class, plan);
        }
    }

    fn try_mapping(&mut self, file: u32, class: FileClass, plan: FilePlan) {
        let job = self.job();
        self.mapping = Some(MappingDialog {
            file,
            class,
            plan: plan.clone(),
            tried: None,
            failure: None,
            job,
        });
        let command = Command::Try { job, file: 0, plan, settings: self.settings.clone() };
        self.effect(Effect::Send { command, handles: vec![file] });
    }

    /// Nothing is accepted of which not a single row was seen to work.
    fn accept_mapping(&mut self) {
        let Some(dialog) = self.mapping.take_if(|dialog| dialog.usable()) else { return };
        if let Some(file) = self.files.iter_mut().find(|file| file.id == dialog.file) {
            file.class = Some(dialog.class);
            file.plan = dialog.plan;
            file.accepted = true;
            self.stale = true;
        }
        let next = self.unmapped().next().map(|file| file.id);
        match next {
            Some(next) => self.edit_mapping(next),
            None => self.go_on(),
        }
    }

    fn change_settings(&mut self, settings: Settings) {
        let settings = settings.sound();
        if settings == self.settings {
            return;
        }
        let again = self.settings.needs_reading(&settings);
        let same_figures =
            Settings { threshold: settings.threshold, ..self.settings.clone() } == settings;
        self.settings = settings;
        self.keep();
        if again {
            let Filter { from, to, .. } = std::mem::take(&mut self.filter);
            self.forget_reading();
            self.filter = Filter { campaigns: None, from, to };
            self.replace_worker();
            self.go_on();
        } else {
            if !same_figures {
                self.count();
            }
            self.review_again();
        }
    }

    /// The review shows other settings or another selection.
    fn review_again(&mut self) {
        self.share.job = None;
        self.share.review = None;
        self.share.failure = None;
        if self.screen == Screen::Share {
            self.ask_review();
        }
    }

    fn count(&mut self) {
        if self.report.is_none() {
            return;
        }
        let job = self.job();
        self.counting = Some(job);
        let command =
            Command::Count { job, settings: self.settings.clone(), filter: self.filter.clone() };
        self.effect(Effect::Send { command, handles: Vec::new() });
    }

    fn ask_people(&mut self, query: PeopleQuery, export: bool) {
        if self.report.is_none() {
            return;
        }
        let job = self.job();
        let view = PeopleView { query: query.clone(), page: None, job, export };
        if export {
            self.people_export = Some(view);
        } else {
            self.people = Some(view);
        }
        self.effect(Effect::Send { command: Command::People { job, query }, handles: Vec::new() });
    }

    fn ask_review(&mut self) {
        if self.report.is_none() {
            return;
        }
        let job = self.job();
        self.share.job = Some(job);
        self.share.review = None;
        self.share.failure = None;
        self.share.copied = false;
        let command = Command::Review {
            job,
            settings: self.settings.clone(),
            filter: self.filter.clone(),
            title: self.share.title.clone(),
            // The clock belongs to whoever sends the command.
            today: String::new(),
        };
        self.effect(Effect::Send { command, handles: Vec::new() });
    }

    /// Other fragments, such as the skip link's, are none of ours.
    fn open_fragment(&mut self, fragment: String) {
        let version = fragment.strip_prefix('s').and_then(|rest| rest.split_once('.'));
        let ours = version.is_some_and(|(number, _)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        if ours {
            self.open_snapshot(None, Some(fragment));
        }
    }

    /// A snapshot is no file to be read: once opened it leaves the list.
    fn open_snapshot_file(&mut self, id: u32) {
        if self.file(id).is_some_and(|file| file.class() == Some(FileClass::Snapshot)) {
            self.open_snapshot(Some(id), None);
            self.files.retain(|file| file.id != id);
            self.effect(Effect::Forget { handles: vec![id] });
        }
    }

    fn open_snapshot(&mut self, file: Option<u32>, text: Option<String>) {
        self.failure = None;
        let job = self.job();
        self.opening = Some(job);
        let handles: Vec<u32> = file.into_iter().collect();
        let command = Command::OpenSnapshot { job, file: handles.first().map(|_| 0), text };
        self.effect(Effect::Send { command, handles });
    }

    fn save(&mut self, form: SaveAs) {
        if let (Screen::Snapshot, Some(snapshot)) = (self.screen, &self.opened) {
            let snapshot = Box::new(snapshot.clone());
            self.effect(Effect::Save { snapshot, text: String::new(), form });
            return;
        }
        let Some(review) = &self.share.review else { return };
        match (form, &review.fragment) {
            (SaveAs::Link, Some(fragment)) => {
                let fragment = fragment.clone();
                self.effect(Effect::Copy { fragment });
            }
            (SaveAs::Link, None) => {}
            _ => {
                let snapshot = Box::new(review.snapshot.clone());
                let text = review.text.clone();
                self.effect(Effect::Save { snapshot, text, form });
            }
        }
    }

    fn update(&mut self, update: Update) {
        match update {
            Update::Ready => {}
            Update::Inspected { job, inspections } => {
                if self.busy == Busy::Inspecting(job) {
                    self.busy = Busy::Nothing;
                    self.inspected(inspections);
                }
            }
            Update::Tried { job, report } => {
                if let Some(dialog) = &mut self.mapping
                    && dialog.job == job
                {
                    dialog.tried = Some(report);
                    dialog.failure = None;
                }
            }
            Update::Progress { job, progress } => {
                if let Busy::Reading(current, shown) = &mut self.busy
                    && *current == job
                {
                    *shown = progress;
                }
            }
            Update::Read { job, report } => {
                if matches!(self.busy, Busy::Reading(current, _) if current == job) {
                    self.busy = Busy::Nothing;
                    self.read_done(report);
                }
            }
            Update::Counted { job, statistics } => {
                if self.counting == Some(job) {
                    self.counting = None;
                    self.statistics = Some(statistics);
                }
            }
            Update::People { job, page } => self.people_arrived(job, page),
            Update::Reviewed { job, review } => {
                if self.share.job == Some(job) {
                    self.share.review = Some(review);
                }
            }
            Update::Opened { job, snapshot } => {
                if self.opening == Some(job) {
                    self.opening = None;
                    self.opened = Some(snapshot);
                    self.screen = Screen::Snapshot;
                }
            }
            Update::Failed { job, failure } => self.failed(job, failure),
            Update::Cancelled { .. } => {}
        }
    }

    fn inspected(&mut self, inspections: Vec<Inspection>) {
        let mut inspections = inspections.into_iter();
        let mut unlooked = false;
        for file in self.files.iter_mut().filter(|file| file.inspection.is_none()) {
            file.inspection = inspections.next();
            unlooked |= file.inspection.is_none();
            // Only events and consent can be taken one for the other.
            if let Some(inspection) = &file.inspection
                && !matches!(inspection.class, FileClass::Events | FileClass::Consent)
            {
                file.class = None;
            }
            self.stale |= file.is_used();
        }
        let snapshot = self.files.iter().find(|file| file.class() == Some(FileClass::Snapshot));
        if let Some(id) = snapshot.map(|file| file.id) {
            self.open_snapshot_file(id);
        }
        let unclear = self.unmapped().next().map(|file| file.id);
        if let Some(id) = unclear {
            self.screen = Screen::Files;
            self.edit_mapping(id);
        } else if !unlooked {
            self.go_on();
        }
    }

    fn read_done(&mut self, report: Report) {
        let mut reports = report.files.iter();
        for file in self.files.iter_mut().filter(|file| file.ready(FileClass::Events)) {
            file.report = reports.next().cloned();
        }
        self.stale = false;
        self.consent = report.consent.clone();
        let current = self.filter == Filter::default()
            && self.reading_with.take().is_some_and(|settings| settings == self.settings);
        self.statistics = current.then(|| report.statistics.clone());
        self.report = Some(report);
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

    fn people_arrived(&mut self, job: Job, page: PeoplePage) {
        if let Some(view) = &self.people_export
            && view.job == job
        {
            self.people_export = None;
            self.effect(Effect::SavePeople { page: Box::new(page) });
        } else if let Some(view) = &mut self.people
            && view.job == job
        {
            view.page = Some(page);
        }
    }

    /// A failure is told where it is waited for; nobody waits for that of an
    /// older job.
    fn failed(&mut self, job: Job, failure: Failure) {
        if self.share.job == Some(job) {
            self.share.failure = Some(failure);
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

    /// Whether files wait to be read after a reading was cancelled or failed.
    pub fn is_waiting(&self) -> bool {
        self.busy == Busy::Nothing
            && (self.files.iter().any(|file| file.inspection.is_none())
                || (self.stale && self.files.iter().any(|file| file.ready(FileClass::Events))))
    }

    /// The mapping a file would be read with.
    pub fn mapping_of<'a>(&'a self, file: &'a OpenFile) -> Option<&'a Mapping> {
        file.plan
            .mapping
            .as_ref()
            .or_else(|| file.inspection.as_ref().and_then(|known| known.mapping.as_ref()))
    }
}
