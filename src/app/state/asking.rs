//! What the page asks of what is already read: figures, people; and
//! which settings need the files again.

use super::{Action, Effect, Foreseen, PeopleView, State};
use crate::contract::{Filter, PeopleQuery, Settings};
use crate::messages::{Command, Job};

impl State {
    pub(super) fn change_settings(&mut self, settings: Settings) {
        let settings = settings.sound();
        if settings == self.settings {
            return;
        }
        let again = self.settings.needs_reading(&settings);
        let same_figures =
            Settings { threshold: settings.threshold, ..self.settings.clone() } == settings;
        self.settings = settings;
        self.keep();
        if self.files.is_empty() {
            return;
        }
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

    pub(super) fn count(&mut self) {
        if self.report.is_none() {
            return;
        }
        let now = (&self.settings, &self.filter);
        let is_now = |foreseen: &mut Foreseen| (&foreseen.settings, &foreseen.filter) == now;
        if let Some(Foreseen { job, statistics, .. }) = self.foreseen.take_if(is_now) {
            // Where the answer is not there yet, it comes before any other.
            self.counting = statistics.is_none().then_some(job);
            self.statistics = statistics.or(self.statistics.take());
            return;
        }
        let job = self.job();
        self.counting = Some(job);
        let command =
            Command::Count { job, settings: self.settings.clone(), filter: self.filter.clone() };
        self.effect(Effect::Send { command, handles: Vec::new() });
    }

    /// Has counted what an action would ask for, so that its figures are there with it.
    pub(super) fn foresee(&mut self, action: Action) {
        let asked = self.clone().reduce(action).take_effects().into_iter();
        let count = |effect| match effect {
            Effect::Send { command: Command::Count { settings, filter, .. }, .. } => {
                Some((settings, filter))
            }
            _ => None,
        };
        let Some((settings, filter)) = asked.filter_map(count).next() else { return };
        let is_asked =
            |foreseen: &Foreseen| (&foreseen.settings, &foreseen.filter) == (&settings, &filter);
        if self.foreseen.as_ref().is_some_and(is_asked) {
            return;
        }
        let job = self.job();
        let (asked, of) = (settings.clone(), filter.clone());
        self.foreseen = Some(Foreseen { job, settings, filter, statistics: None });
        let command = Command::Foresee { job, settings: asked, filter: of };
        self.effect(Effect::Send { command, handles: Vec::new() });
    }

    /// Whether the job is what the worker is asked in advance.
    pub(super) fn foresees(&self, job: Job) -> bool {
        self.foreseen.as_ref().is_some_and(|foreseen| foreseen.job == job)
    }

    pub(super) fn ask_people(&mut self, query: PeopleQuery, export: bool) {
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

    /// Other fragments, such as the skip link's, are none of ours.
    pub(super) fn open_fragment(&mut self, fragment: String) {
        let version = fragment.strip_prefix('s').and_then(|rest| rest.split_once('.'));
        let ours = version.is_some_and(|(number, _)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        if ours {
            self.open_snapshot(None, Some(fragment));
        }
    }

    pub(super) fn open_snapshot(&mut self, file: Option<u32>, text: Option<String>) {
        self.failure = None;
        let job = self.job();
        self.opening = Some(job);
        let handles: Vec<u32> = file.into_iter().collect();
        let command = Command::OpenSnapshot { job, file: handles.first().map(|_| 0), text };
        self.effect(Effect::Send { command, handles });
    }
}
