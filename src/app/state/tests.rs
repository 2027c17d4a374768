mod counting;
pub(in crate::app) mod drawn;
mod ledger;
mod mapping;
mod opening;
pub(in crate::app) mod profile;
mod reading;
pub(in crate::app) mod sharing;

use super::*;
use crate::contract::*;
use crate::messages::{Command, SnapshotFault, Update};
use std::collections::BTreeMap;

/// A page whose effects are done at once: what it sent can be looked at.
struct Page {
    state: State,
    done: Vec<Effect>,
}

impl Page {
    fn new() -> Page {
        let surroundings = Surroundings { zone: "Europe/Vienna".into(), ..Surroundings::default() };
        let mut page = Page { state: State::default(), done: Vec::new() };
        page.take(State::new(Kept::default(), &surroundings));
        page
    }

    fn take(&mut self, mut state: State) {
        let effects = state.take_effects();
        assert_eq!(state.take_effects(), [], "every effect is done once");
        self.state = state;
        for effect in effects {
            match effect {
                Effect::FitProfile { file, profile, header } => {
                    let applied = Box::new(profile.onto(&header));
                    self.act(Action::ProfileFitted { file, applied });
                }
                other => self.done.push(other),
            }
        }
    }

    fn act(&mut self, action: Action) -> &mut Page {
        let state = std::mem::take(&mut self.state).reduce(action);
        self.take(state);
        self
    }

    fn answer(&mut self, update: Update) -> &mut Page {
        self.act(Action::Update(Box::new(update)))
    }

    fn add(&mut self, names: &[&str]) -> &mut Page {
        self.act(Action::FilesAdded(names.iter().map(|name| ((*name).into(), 1_000)).collect()))
    }

    /// The effects since the last look.
    fn look(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.done)
    }

    fn sent(&mut self) -> Vec<Command> {
        let sent = |effect| match effect {
            Effect::Send { command, .. } => Some(command),
            _ => None,
        };
        self.look().into_iter().filter_map(sent).collect()
    }

    fn busy_job(&self) -> Job {
        match self.state.busy {
            Busy::Inspecting(job) | Busy::Reading(job, _) => job,
            Busy::Nothing => panic!("the worker has nothing to do"),
        }
    }

    fn inspected(&mut self, inspections: Vec<Inspection>) -> &mut Page {
        let job = self.busy_job();
        self.answer(Update::Inspected { job, inspections })
    }

    fn read(&mut self) -> &mut Page {
        let (job, files) = (self.busy_job(), self.state.files.clone());
        let used = files.iter().filter(|file| file.ready(FileClass::Events));
        let report = report(used.map(|file| file.name.as_str()));
        self.answer(Update::Read { job, report })
    }

    /// One certain file, read.
    fn with_figures() -> Page {
        let mut page = Page::new();
        page.add(&["a.csv"]).inspected(vec![certain("a.csv")]).read().look();
        page
    }

    fn settings(&mut self, change: impl FnOnce(&mut Settings)) -> &mut Page {
        let mut settings = self.state.settings.clone();
        change(&mut settings);
        self.act(Action::Settings(settings))
    }
}

fn certain(name: &str) -> Inspection {
    Inspection {
        name: name.into(),
        bytes: 1_000,
        class: FileClass::Events,
        container: Container::Plain,
        encoding: Encoding::Utf8,
        shape: Shape::Csv { delimiter: ',' },
        dialect: "generic".into(),
        certainty: Certainty::Certain,
        granularity: Granularity::Event,
        header: vec!["email".into(), "event".into()],
        preview: Vec::new(),
        mapping: Some(mapping()),
        zoneless: false,
        problem: None,
    }
}

fn unclear(name: &str) -> Inspection {
    Inspection { certainty: Certainty::Likely, ..certain(name) }
}

fn of_class(name: &str, class: FileClass) -> Inspection {
    Inspection { class, ..certain(name) }
}

fn mapping() -> Mapping {
    Mapping {
        roles: vec![Role::Address, Role::Kind],
        granularity: Granularity::Event,
        words: BTreeMap::new(),
        kind: None,
        dates: DateOrder::DayFirst,
        campaign: CampaignSource::FileName,
    }
}

/// All rows of a file tried, none of them doubtful.
fn trial(report: FileReport) -> Trial {
    Trial { report, complete: true, doubtful: 0, doubts: BTreeMap::new(), rows: Vec::new() }
}

fn file_report(name: &str, rows_used: u64) -> FileReport {
    FileReport {
        name: name.into(),
        dialect: "generic".into(),
        granularity: Granularity::Event,
        rows: 10,
        rows_used,
        events: BTreeMap::new(),
        ignored: BTreeMap::new(),
        problems: BTreeMap::new(),
        located: Vec::new(),
        recipients: 3,
        addresses: 3,
        first: None,
        last: None,
        zone: None,
        ambiguous_times: 0,
        unclassified_bounces: 0,
        reported: Vec::new(),
    }
}

fn statistics(sent: u64) -> Statistics {
    let mut statistics = Statistics::default();
    statistics.overall[Measure::Sent] = Count::Exact(sent);
    statistics
}

fn report<'a>(names: impl Iterator<Item = &'a str>) -> Report {
    Report {
        files: names.map(|name| file_report(name, 10)).collect(),
        consent: None,
        campaigns: Vec::new(),
        overall: Figures::default(),
        statistics: statistics(100),
    }
}

fn snapshot() -> Snapshot {
    Snapshot {
        format: Snapshot::FORMAT.into(),
        version: Snapshot::VERSION,
        made: Made { on: "2026-11-01".into(), by: "Milchglas".into() },
        title: String::new(),
        treated: Treated {
            mode: Mode::Anonymous,
            unknown: Treatment::Anonymous,
            denied: Treatment::Anonymous,
            zone: "UTC".into(),
            convention: Convention::Measurable,
            from: None,
            to: None,
        },
        protection: Protection { threshold: 11, ..Protection::default() },
        risk: None,
        statistics: statistics(50),
        checksum: String::new(),
    }
}

fn review() -> Review {
    Review {
        snapshot: snapshot(),
        text: "{}".into(),
        fragment: Some("s1.abc".into()),
        cost: Default::default(),
        texts: Vec::new(),
        rounds: 0,
        left_out: Vec::new(),
    }
}

fn query() -> PeopleQuery {
    PeopleQuery {
        list: PeopleList::Events { kind: None },
        filter: Filter::default(),
        search: String::new(),
        offset: 0,
        limit: 50,
    }
}

fn last_job(commands: &[Command], which: fn(&Command) -> Option<Job>) -> Job {
    commands.iter().rev().find_map(which).expect("such a command was sent")
}

fn count_job(command: &Command) -> Option<Job> {
    if let Command::Count { job, .. } = command { Some(*job) } else { None }
}

fn people_job(command: &Command) -> Option<Job> {
    if let Command::People { job, .. } = command { Some(*job) } else { None }
}

fn review_job(command: &Command) -> Option<Job> {
    if let Command::Review { job, .. } = command { Some(*job) } else { None }
}

fn try_job(command: &Command) -> Option<Job> {
    if let Command::Try { job, .. } = command { Some(*job) } else { None }
}

fn opening_job(command: &Command) -> Option<Job> {
    if let Command::OpenSnapshot { job, .. } = command { Some(*job) } else { None }
}

#[test]
fn choices_are_kept_and_data_is_not() {
    let mut page = Page::with_figures();
    page.act(Action::Language(Language::De)).act(Action::Theme(Theme::Dark));
    let Some(Effect::Keep(kept)) = page.look().pop() else { panic!("choices are kept") };
    let state = State::new(*kept, &Surroundings::default());
    assert_eq!((state.language, state.theme), (Language::De, Theme::Dark));
    assert_eq!(state.settings.zone, "Europe/Vienna", "not the new surroundings'");
    assert!(state.files.is_empty() && state.report.is_none());
}

#[test]
fn small_things_ask_for_what_they_need() {
    let mut page = Page::with_figures();
    page.act(Action::TrySample);
    assert_eq!(page.look(), [Effect::FetchSample]);
    page.act(Action::Failed(Failure::NotKept));
    assert_eq!(page.state.failure, Some(Failure::NotKept));
    page.act(Action::FilesAdded(Vec::new()));
    assert_eq!(page.look(), []);
}
