pub(in crate::app) mod profile;
pub(in crate::app) mod sharing;

use super::*;
use crate::app::view::files::has_unusable_decisions;
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

    fn take(&mut self, state: State) {
        self.done.extend(state.outbox().iter().map(|(_, effect)| effect.clone()));
        let last = state.outbox().last().map(|(number, _)| *number);
        self.state = match last {
            Some(last) => state.reduce(Action::EffectsDone(last)),
            None => state,
        };
        assert!(self.state.outbox().is_empty(), "every effect is done once");
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
fn the_way_from_files_to_figures() {
    let mut page = Page::new();
    page.add(&["a.csv", "b.csv"]);
    let Some(Effect::Send { command: Command::Inspect { files, .. }, handles }) = page.look().pop()
    else {
        panic!("added files are looked at")
    };
    assert_eq!((files, handles), (vec![0, 1], vec![0, 1]));
    page.inspected(vec![certain("a.csv"), of_class("b.csv", FileClass::Consent)]);
    let Some(Effect::Send { command: Command::Read { files, consent, .. }, handles }) =
        page.look().pop()
    else {
        panic!("certain files are read at once")
    };
    assert_eq!(files.iter().map(|(file, _)| *file).collect::<Vec<_>>(), [0]);
    assert_eq!(consent, [(1, None)]);
    assert_eq!(handles, [0, 1]);
    page.read();
    assert_eq!(page.state.screen, Screen::Statistics);
    assert!(page.state.has_figures() && page.state.busy == Busy::Nothing);
    assert!(page.state.file(0).is_some_and(|file| file.report.is_some()));
    assert!(page.state.file(1).is_some_and(|file| file.report.is_none()));
    // Later readings leave the user where they are.
    page.act(Action::Show(Screen::Files)).add(&["c.csv"]).inspected(vec![certain("c.csv")]).read();
    assert_eq!(page.state.screen, Screen::Files);
}

#[test]
fn late_updates_of_old_jobs_are_ignored() {
    let mut page = Page::with_figures();
    let settled = page.state.clone();
    let old = Job(1);
    for update in [
        Update::Ready,
        Update::Inspected { job: old, inspections: vec![unclear("x.csv")] },
        Update::Tried { job: old, trial: trial(file_report("x.csv", 1)) },
        Update::Progress { job: old, progress: Progress { rows: 9, ..Progress::default() } },
        Update::Read { job: old, report: report([].into_iter()) },
        Update::Counted { job: old, statistics: statistics(1) },
        Update::People { job: old, page: PeoplePage::default() },
        Update::Reviewed { job: old, review: review() },
        Update::Opened { job: old, snapshot: snapshot() },
        Update::Failed { job: old, failure: Failure::NothingRead },
        Update::Cancelled { job: old },
    ] {
        page.answer(update);
        assert!(page.state == settled, "nothing changed");
    }
    assert_eq!(page.look(), []);
}

#[test]
fn progress_is_shown_while_reading() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]);
    let job = page.busy_job();
    let progress = Progress { rows: 9, ..Progress::default() };
    page.answer(Update::Progress { job, progress: progress.clone() });
    assert_eq!(page.state.busy, Busy::Reading(job, progress));
}

#[test]
fn cancelling_leaves_the_files_and_reads_again_when_asked() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]).look();
    let job = page.busy_job();
    page.act(Action::Cancel);
    assert_eq!(page.sent(), [Command::Cancel { job }]);
    assert!(page.state.is_waiting() && page.state.files.len() == 1);
    page.answer(Update::Read { job, report: report(["a.csv"].into_iter()) });
    assert!(!page.state.has_figures(), "too late");
    page.act(Action::ReadAgain);
    assert!(matches!(page.sent()[..], [Command::Read { .. }]));
    page.read();
    assert!(page.state.has_figures() && !page.state.is_waiting());
    page.act(Action::ReadAgain).act(Action::Cancel);
    assert_eq!(page.look(), [], "nothing to read, nothing to cancel");
}

#[test]
fn files_added_while_others_are_looked_at_are_looked_at_together() {
    let mut page = Page::new();
    page.add(&["a.csv"]);
    let first = page.busy_job();
    page.add(&["b.csv"])
        .answer(Update::Inspected { job: first, inspections: vec![certain("a.csv")] });
    assert!(page.state.files.iter().all(|file| file.inspection.is_none()));
    page.inspected(vec![certain("a.csv"), certain("b.csv")]).read();
    assert!(page.state.files.iter().all(|file| file.report.is_some()));
}

#[test]
fn a_removed_file_is_forgotten_and_the_rest_read_again() {
    let mut page = Page::new();
    page.add(&["a.csv", "b.csv"]).inspected(vec![certain("a.csv"), certain("b.csv")]).read().look();
    page.act(Action::RemoveFile(0));
    assert!(!page.state.has_figures());
    let effects = page.look();
    assert!(effects.contains(&Effect::Forget { handles: vec![0] }));
    assert!(matches!(
        effects.last(),
        Some(Effect::Send { command: Command::Read { .. }, handles }) if handles == &[1]
    ));
    page.read().act(Action::RemoveFile(1));
    assert!(page.look().contains(&Effect::ReplaceWorker), "the worker forgets it too");
    assert_eq!((page.state.screen, page.state.files.len()), (Screen::Files, 0));
    page.act(Action::RemoveFile(7));
    assert_eq!(page.look(), []);
}

#[test]
fn a_removed_file_that_was_not_used_costs_nothing() {
    let mut page = Page::new();
    page.add(&["a.csv", "b.csv"])
        .inspected(vec![certain("a.csv"), of_class("b.csv", FileClass::Unreadable)])
        .read()
        .look();
    page.act(Action::RemoveFile(1));
    assert!(page.state.has_figures());
    assert_eq!(page.look(), [Effect::Forget { handles: vec![1] }]);
}

#[test]
fn removing_everything_leaves_nothing() {
    let mut page = Page::with_figures();
    page.act(Action::RemoveAllFiles);
    let effects = page.look();
    assert!(effects.contains(&Effect::Forget { handles: vec![0] }));
    assert!(effects.contains(&Effect::ReplaceWorker));
    assert!(page.state.files.is_empty() && !page.state.has_figures());
}

#[test]
fn an_unclear_file_waits_for_the_users_word() {
    let mut page = Page::new();
    page.add(&["a.csv", "b.csv"]).inspected(vec![unclear("a.csv"), certain("b.csv")]);
    assert!(matches!(page.sent()[..], [Command::Inspect { .. }, Command::Try { .. }]));
    assert_eq!(page.state.mapping.as_ref().map(|dialog| dialog.file), Some(0));
    // Later: the other file is read without it.
    page.act(Action::CloseMapping);
    assert!(matches!(&page.sent()[..], [Command::Read { files, .. }] if files.len() == 1));
    page.read();
    assert_eq!(page.state.unmapped().count(), 1);
    page.add(&["c.csv"]).inspected(vec![certain("c.csv")]);
    assert!(page.state.mapping.is_none(), "what was put off is not asked again");
}

#[test]
fn only_a_mapping_that_works_is_accepted() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![unclear("a.csv")]);
    page.act(Action::AcceptMapping);
    assert!(page.state.mapping.is_some(), "not tried yet");
    let first = last_job(&page.sent(), try_job);
    let plan = FilePlan { mapping: Some(mapping()), zone: Some("UTC".into()) };
    page.act(Action::ChangeMapping { class: FileClass::Events, plan: plan.clone() });
    let second = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job: first, trial: trial(file_report("a.csv", 10)) });
    page.act(Action::AcceptMapping);
    assert!(page.state.mapping.is_some(), "that was the answer to another mapping");
    page.answer(Update::Tried { job: second, trial: trial(file_report("a.csv", 0)) });
    page.act(Action::AcceptMapping);
    assert!(page.state.mapping.is_some(), "no row could be used");
    page.act(Action::ChangeMapping { class: FileClass::Events, plan: plan.clone() });
    let third = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job: third, trial: trial(file_report("a.csv", 1)) });
    page.act(Action::AcceptMapping);
    assert!(page.state.mapping.is_none());
    assert!(matches!(&page.sent()[..], [Command::Read { files, .. }] if files == &[(0, plan)]));
}

#[test]
fn a_part_of_a_file_is_accepted_by_the_users_word_alone() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![unclear("a.csv")]);
    let mut report = file_report("a.csv", 10);
    report.problems = BTreeMap::from([(ProblemKind::BadTime, 2)]);
    let partial = Trial { doubtful: 3, ..trial(report) };
    assert_eq!((partial.ready(), partial.unusable()), (7, 2));
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job, trial: partial.clone() }).act(Action::AcceptMapping);
    assert!(page.state.mapping.is_some(), "nobody said what is to become of two rows");
    page.act(Action::LeaveOutUnusable(true));
    assert!(page.state.mapping.as_ref().is_some_and(MappingDialog::acceptable));
    // Of another mapping, other rows are unusable: it is asked again.
    let plan = FilePlan { mapping: Some(mapping()), zone: Some("UTC".into()) };
    page.act(Action::ChangeMapping { class: FileClass::Events, plan });
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job, trial: partial }).act(Action::AcceptMapping);
    assert!(page.state.mapping.is_some());
    page.act(Action::LeaveOutUnusable(true)).act(Action::AcceptMapping);
    assert!(page.state.mapping.is_none());
}

#[test]
fn another_zone_holds_whatever_is_being_read() {
    let zoneless = || vec![Inspection { zoneless: true, ..certain("a.csv") }];
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(zoneless());
    let old = page.busy_job();
    page.look();
    let zone = Some("Asia/Tokyo".to_owned());
    page.act(Action::FileZone { file: 0, zone: zone.clone() });
    let asked = page.sent();
    assert!(
        matches!(&asked[..], [Command::Cancel { job }, Command::Read { files, .. }]
            if *job == old && files[0].1.zone == zone),
        "{asked:?}"
    );
    page.answer(Update::Read { job: old, report: report(["a.csv"].into_iter()) });
    assert!(!page.state.has_figures(), "those are figures of the old zone");
    page.read();
    assert!(page.state.has_figures());
    // Afterwards, too, the figures follow at once.
    page.look();
    page.act(Action::FileZone { file: 0, zone: None });
    assert!(!page.state.has_figures());
    assert!(matches!(&page.sent()[..], [Command::Read { .. }]));
}

#[test]
fn sums_are_read_beside_events_alone_and_each_report_finds_its_file() {
    let mut page = Page::new();
    page.add(&["sums.csv"]).inspected(vec![of_class("sums.csv", FileClass::Aggregate)]);
    assert!(page.sent().iter().all(|command| !matches!(command, Command::Read { .. })));
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]);
    let asked = page.look();
    let [.., Effect::Send { command: Command::Read { files, .. }, handles }] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!((files.len(), &handles[..]), (2, &[1, 0][..]));
    let job = page.busy_job();
    page.answer(Update::Read { job, report: report(["a.csv", "sums.csv"].into_iter()) });
    for file in &page.state.files {
        assert_eq!(file.report.as_ref().map(|report| &report.name), Some(&file.name));
    }
}

#[test]
fn a_mapping_that_cannot_be_tried_says_so() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![unclear("a.csv")]);
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Failed { job, failure: Failure::NothingRead });
    let failure = page.state.mapping.as_ref().and_then(|dialog| dialog.failure.clone());
    assert_eq!((failure, &page.state.failure), (Some(Failure::NothingRead), &None));
}

#[test]
fn accepting_one_mapping_asks_for_the_next() {
    let mut page = Page::new();
    page.add(&["a.csv", "b.csv"]).inspected(vec![unclear("a.csv"), unclear("b.csv")]);
    for file in [0, 1] {
        assert_eq!(page.state.mapping.as_ref().map(|dialog| dialog.file), Some(file));
        let job = last_job(&page.sent(), try_job);
        page.answer(Update::Tried { job, trial: trial(file_report("x.csv", 5)) })
            .act(Action::AcceptMapping);
    }
    assert!(matches!(&page.sent()[..], [Command::Read { files, .. }] if files.len() == 2));
}

#[test]
fn editing_a_mapping_stops_the_reading_until_it_is_closed() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]).look();
    page.act(Action::EditMapping(0));
    assert!(matches!(page.sent()[..], [Command::Cancel { .. }, Command::Try { .. }]));
    page.act(Action::CloseMapping);
    assert!(matches!(page.sent()[..], [Command::Read { .. }]));
    page.read().look();
    page.act(Action::EditMapping(0)).act(Action::CloseMapping);
    assert!(matches!(page.sent()[..], [Command::Try { .. }]), "nothing changed, nothing is read");
}

#[test]
fn a_consent_list_that_looks_like_events_is_asked_about() {
    let mut page = Page::new();
    page.act(Action::ConsentAdded(vec![("list.csv".into(), 10)]))
        .inspected(vec![certain("list.csv")]);
    let dialog = page.state.mapping.as_ref();
    assert_eq!(dialog.map(|dialog| dialog.class), Some(FileClass::Consent));
    let mapping = dialog.and_then(|dialog| dialog.plan.mapping.as_ref());
    assert!(mapping.is_some_and(Mapping::is_consent), "it is tried as a consent list");
    // Something else altogether is what it is.
    let mut page = Page::new();
    page.act(Action::ConsentAdded(vec![("x.csv".into(), 10)]))
        .inspected(vec![of_class("x.csv", FileClass::Unreadable)]);
    assert_eq!(page.state.files[0].class(), Some(FileClass::Unreadable));
    assert!(page.state.mapping.is_none());
}

#[test]
fn a_files_zone_reads_again_when_it_changes() {
    let mut page = Page::with_figures();
    page.act(Action::FileZone { file: 0, zone: None });
    assert_eq!(page.look(), []);
    page.act(Action::FileZone { file: 0, zone: Some("Asia/Tokyo".into()) });
    assert!(matches!(
        &page.sent()[..],
        [Command::Read { files, .. }] if files[0].1.zone.as_deref() == Some("Asia/Tokyo")
    ));
    assert!(!page.state.has_figures());
}

#[test]
fn another_mode_replaces_the_worker_and_reads_again() {
    for (from, to) in [
        (Mode::Anonymous, Mode::Personal),
        (Mode::Personal, Mode::Anonymous),
        (Mode::Personal, Mode::Choice),
    ] {
        let mut page = Page::new();
        page.settings(|settings| settings.mode = from);
        page.add(&["a.csv"]).inspected(vec![certain("a.csv")]).read();
        page.act(Action::AskPeople(query())).act(Action::Show(Screen::Share)).look();
        page.settings(|settings| settings.mode = to);
        assert!(page.state.report.is_none() && page.state.statistics.is_none());
        assert!(page.state.people.is_none() && page.state.people_export.is_none());
        assert!(page.state.share.review.is_none() && page.state.consent.is_none());
        assert!(page.state.files.iter().all(|file| file.report.is_none()));
        let effects = page.look();
        let place = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted);
        let replaced = place(|effect| *effect == Effect::ReplaceWorker);
        let read =
            place(|effect| matches!(effect, Effect::Send { command: Command::Read { .. }, .. }));
        assert!(replaced.is_some() && replaced < read, "new memory first, then the files");
    }
}

#[test]
fn answers_from_before_a_stricter_mode_are_ignored() {
    let mut page = Page::with_figures();
    page.act(Action::AskPeople(query())).act(Action::ExportPeople(query()));
    page.act(Action::Show(Screen::Share));
    let sent = page.sent();
    let people: Vec<Job> = sent.iter().filter_map(people_job).collect();
    let asked = last_job(&sent, review_job);
    page.settings(|settings| settings.mode = Mode::Anonymous).look();
    for job in people {
        page.answer(Update::People { job, page: PeoplePage { total: 9, ..PeoplePage::default() } });
    }
    page.answer(Update::Reviewed { job: asked, review: review() });
    assert!(page.state.people.is_none() && page.state.share.review.is_none());
    assert_eq!(page.look(), [], "and no list is saved");
}

#[test]
fn a_setting_that_only_counts_anew_reads_nothing() {
    let mut page = Page::with_figures();
    page.settings(|settings| settings.include_machine = true);
    let sent = page.sent();
    assert!(matches!(sent[..], [Command::Count { .. }]));
    page.answer(Update::Counted { job: last_job(&sent, count_job), statistics: statistics(77) });
    let sum = page.state.statistics.as_ref().map(|counted| counted.overall[Measure::Sent]);
    assert_eq!(sum, Some(Count::Exact(77)));
    page.settings(|settings| settings.threshold = 20);
    assert_eq!(page.sent(), [], "the threshold changes no figure of the owner's");
    page.settings(|settings| settings.threshold = 1);
    assert_eq!(page.state.settings.threshold, Settings::MIN_THRESHOLD);
}

#[test]
fn settings_changed_while_reading_are_counted_with_in_the_end() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]);
    page.settings(|settings| settings.include_machine = true).look();
    page.read();
    let sent = page.sent();
    assert!(matches!(&sent[..], [Command::Count { settings, .. }] if settings.include_machine));
    assert!(!page.state.has_figures(), "those of the other settings are not shown");
}

#[test]
fn settings_changed_while_files_are_looked_at_do_not_strand_them() {
    let mut page = Page::new();
    page.add(&["a.csv"]).look();
    page.settings(|settings| settings.mode = Mode::Anonymous);
    let sent = page.sent();
    assert!(matches!(sent[..], [Command::Cancel { .. }, Command::Inspect { .. }]));
    page.inspected(vec![certain("a.csv")]).read();
    assert!(page.state.has_figures());
}

#[test]
fn a_filter_counts_and_asks_anew() {
    let mut page = Page::with_figures();
    page.act(Action::AskPeople(query())).act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    let filter = Filter { from: Some("2026-09-01".into()), ..Filter::default() };
    page.act(Action::Filter(filter.clone()));
    let sent = page.sent();
    assert!(
        sent.iter()
            .any(|command| matches!(command, Command::Count { filter: f, .. } if *f == filter))
    );
    assert!(
        sent.iter()
            .any(|command| matches!(command, Command::Review { filter: f, .. } if *f == filter))
    );
    assert!(
        sent.iter().any(
            |command| matches!(command, Command::People { query, .. } if query.filter == filter)
        )
    );
}

#[test]
fn a_campaign_alone_keeps_the_period_and_goes_when_asked_for_again() {
    let mut page = Page::with_figures();
    let period = Filter { from: Some("2026-09-01".into()), ..Filter::default() };
    page.act(Action::Filter(period.clone())).act(Action::OnlyCampaign(3)).look();
    assert_eq!(page.state.filter, Filter { campaigns: Some(vec![3]), ..period.clone() });
    page.act(Action::OnlyCampaign(5));
    assert_eq!(page.state.filter, Filter { campaigns: Some(vec![5]), ..period.clone() });
    last_job(&page.sent(), count_job);
    page.act(Action::OnlyCampaign(5));
    assert_eq!(page.state.filter, period);
    last_job(&page.sent(), count_job);
}

#[test]
fn people_go_to_the_screen_or_into_a_file() {
    let mut page = Page::with_figures();
    page.act(Action::AskPeople(query()));
    let shown = last_job(&page.sent(), people_job);
    page.act(Action::ExportPeople(query()));
    let saved = last_job(&page.sent(), people_job);
    let people = PeoplePage { total: 2, ..PeoplePage::default() };
    page.answer(Update::People { job: saved, page: people.clone() });
    assert_eq!(page.look(), [Effect::SavePeople { page: Box::new(people.clone()) }]);
    page.answer(Update::People { job: shown, page: people.clone() });
    assert_eq!(page.state.people.as_ref().and_then(|view| view.page.clone()), Some(people));
}

#[test]
fn somebodys_snapshot_opens_and_closes() {
    let mut page = Page::new();
    page.add(&["r.milchglas.json"]).inspected(vec![of_class("r", FileClass::Snapshot)]);
    let effects = page.look();
    assert_eq!(effects.last(), Some(&Effect::Forget { handles: vec![0] }));
    assert!(page.state.files.is_empty(), "a snapshot is no file to be read");
    page.done = effects;
    let job = last_job(&page.sent(), opening_job);
    page.answer(Update::Opened { job, snapshot: snapshot() });
    assert_eq!(page.state.screen, Screen::Snapshot);
    page.act(Action::Save(SaveAs::Csv));
    assert!(matches!(page.look()[..], [Effect::Save { form: SaveAs::Csv, .. }]));
    page.act(Action::CloseSnapshot);
    assert_eq!((page.state.screen, page.look()), (Screen::Files, vec![Effect::ClearFragment]));
    assert!(page.state.opened.is_none());
}

#[test]
fn a_fragment_opens_a_snapshot_and_nothing_else_does() {
    let surroundings = Surroundings { fragment: "s1.abc".into(), ..Surroundings::default() };
    let state = State::new(Kept::default(), &surroundings);
    assert!(matches!(
        state.outbox(),
        [(_, Effect::Send { command: Command::OpenSnapshot { text: Some(text), .. }, .. })]
            if text == "s1.abc"
    ));
    let mut page = Page::new();
    for other in ["", "content", "s.abc", "s1", "share.x", "sx1.abc"] {
        page.act(Action::OpenFragment(other.into()));
    }
    assert_eq!(page.look(), []);
    page.act(Action::OpenFragment("s2.later".into()));
    let job = last_job(&page.sent(), opening_job);
    let failure = Failure::Snapshot { fault: SnapshotFault::FutureVersion };
    page.answer(Update::Failed { job, failure: failure.clone() });
    assert_eq!(page.state.failure, Some(failure));
    page.act(Action::DismissFailure);
    assert_eq!(page.state.failure, None);
}

#[test]
fn several_snapshots_open_one_after_the_other() {
    let mut page = Page::new();
    page.add(&["a", "b"])
        .inspected(vec![of_class("a", FileClass::Snapshot), of_class("b", FileClass::Snapshot)]);
    assert_eq!(page.state.files.iter().map(|file| file.id).collect::<Vec<_>>(), [1]);
    page.look();
    page.act(Action::OpenSnapshotFile(1));
    assert!(matches!(page.sent()[..], [Command::OpenSnapshot { file: Some(0), .. }]));
}

#[test]
fn a_crash_is_told_and_leaves_the_files() {
    let mut page = Page::with_figures();
    page.act(Action::EditMapping(0)).act(Action::WorkerCrashed);
    assert_eq!(page.state.failure, Some(Failure::Crashed));
    assert!(!page.state.has_figures() && page.state.mapping.is_none());
    assert!(page.state.is_waiting() && page.state.files.len() == 1);
    page.look();
    page.act(Action::ReadAgain);
    assert!(matches!(page.sent()[..], [Command::Read { .. }]));
}

#[test]
fn a_failed_reading_is_told_and_can_be_tried_again() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]);
    let job = page.busy_job();
    let failure = Failure::Unreadable { file: "a.csv".into() };
    page.answer(Update::Failed { job, failure: failure.clone() });
    assert_eq!(page.state.failure, Some(failure));
    assert!(page.state.is_waiting());
    page.add(&["b.csv"]);
    assert_eq!(page.state.failure, None, "the user went on");
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

#[test]
fn unusable_rows_are_asked_for_once_saved_and_not_kept() {
    let mut page = Page::with_figures();
    let rows = UnusableRows { csv: "row\n1\n".into(), rows: 1, listed: 1 };
    page.act(Action::SaveProblems(9));
    assert_eq!(page.look(), [], "there is no such file");
    page.act(Action::Language(Language::De)).look();
    page.act(Action::SaveProblems(0)).act(Action::SaveProblems(0));
    let asked = page.look();
    let [Effect::Send { command, handles }] = &asked[..] else { panic!("once: {asked:?}") };
    assert!(
        matches!(command, Command::UnusableRows { file: 0, separator: ';', .. })
            && *handles == [0]
            && page.state.is_saving_problems(0)
    );
    let job = command.job();
    page.answer(Update::UnusableRows { job, rows: rows.clone() });
    assert_eq!(page.look(), [Effect::SaveProblems { csv: "row\n1\n".into() }]);
    assert!(!page.state.is_saving_problems(0));
    page.answer(Update::UnusableRows { job, rows: rows.clone() });
    assert_eq!(page.look(), [], "nobody waits any more");
    // A failure is told, and it can be asked for again.
    page.act(Action::SaveProblems(0));
    let job = page.sent()[0].job();
    let failure = Failure::Unreadable { file: "a.csv".into() };
    page.answer(Update::Failed { job, failure: failure.clone() });
    assert_eq!(page.state.failure, Some(failure));
    // The rows of files that are read otherwise now are nobody's wish.
    page.act(Action::SaveProblems(0));
    let job = page.sent()[0].job();
    page.act(Action::ReadAnew).look();
    page.answer(Update::UnusableRows { job, rows });
    assert_eq!(page.look(), []);
}

#[test]
fn unusable_rows_of_a_consent_list_are_asked_for_as_such() {
    let mut page = Page::new();
    let list = of_class("list.csv", FileClass::Consent);
    page.add(&["a.csv", "list.csv"]).inspected(vec![certain("a.csv"), list]);
    page.look();
    page.act(Action::SaveProblems(1));
    assert_eq!(page.look(), [], "it is not read yet");
    let mut report = report(["a.csv"].into_iter());
    let located = |file: &str| Problem {
        kind: ProblemKind::BadConsent,
        file: file.into(),
        row: Some(3),
        column: None,
    };
    report.consent = Some(ConsentSummary {
        problems: [(ProblemKind::BadConsent, 1)].into(),
        located: vec![located("list.csv")],
        ..ConsentSummary::default()
    });
    let job = page.busy_job();
    page.answer(Update::Read { job, report }).look();
    page.act(Action::SaveProblems(1));
    let asked = page.look();
    let [Effect::Send { command, handles }] = &asked[..] else { panic!("once: {asked:?}") };
    assert!(matches!(command, Command::UnusableRows { file: 0, consent: true, .. }));
    assert_eq!(*handles, [1]);
    // Only where rows of this list are meant.
    let summary = page.state.consent.clone().unwrap();
    let list = page.state.file(1).unwrap();
    assert!(has_unusable_decisions(list, &summary));
    let other = ConsentSummary { located: vec![located("other.csv")], ..summary };
    assert!(!has_unusable_decisions(list, &other));
}

/// States for tests of what is drawn: every class of file, and the dialog.
pub(in crate::app) fn with_every_class() -> State {
    let mut page = Page::new();
    let zoneless = Inspection { zoneless: true, ..certain("Europe.csv") };
    let unreadable = Inspection { problem: None, ..of_class("photo.png", FileClass::Unreadable) };
    page.add(&["Europe.csv", "consent.csv", "sums.csv", "photo.png", "strange.csv"]).inspected(
        vec![
            zoneless,
            of_class("consent.csv", FileClass::Consent),
            of_class("sums.csv", FileClass::Aggregate),
            unreadable,
            unclear("strange.csv"),
        ],
    );
    page.act(Action::CloseMapping);
    let job = page.busy_job();
    let mut report = report(["Europe.csv", "sums.csv"].into_iter());
    report.campaigns = vec![CampaignRow { name: "Herbst".into(), ..CampaignRow::default() }];
    report.files[1].reported = ["Herbst", "Mai"]
        .map(|name| Reported { campaign: name.into(), figures: [(Measure::Openers, 7)].into() })
        .to_vec();
    let problem = |row| Problem {
        kind: ProblemKind::BadTime,
        file: "Europe.csv".into(),
        row: Some(row),
        column: Some("time".into()),
    };
    let file = &mut report.files[0];
    file.events = BTreeMap::from([(Kind::Opened, 1_234), (Kind::BouncedHard, 2)]);
    file.ignored = BTreeMap::from([(IgnoredReason::NoRecord, 1)]);
    file.problems = BTreeMap::from([(ProblemKind::BadTime, 2)]);
    file.located = vec![problem(17), problem(4_321)];
    file.zone = Some("Europe/Vienna".into());
    (file.first, file.last) =
        (Some("2026-09-14T06:05:00Z".into()), Some("2026-09-15T06:05:00Z".into()));
    (file.unclassified_bounces, file.ambiguous_times) = (2, 1);
    report.consent = Some(ConsentSummary { subscribers: 12, ..ConsentSummary::default() });
    page.answer(Update::Read { job, report });
    page.state
}

pub(in crate::app) fn with_dialog(mapping: Mapping, class: FileClass) -> State {
    let mut page = Page::new();
    let rows = [["anna@example.org", "Gesehen"], ["ben@example.org", "Klick"]];
    let preview = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    page.add(&["strange.csv"]).inspected(vec![Inspection { preview, ..unclear("strange.csv") }]);
    let plan = FilePlan { mapping: Some(mapping), zone: None };
    page.act(Action::ChangeMapping { class, plan });
    let job = last_job(&page.sent(), try_job);
    let mut report = file_report("strange.csv", 7);
    report.problems = BTreeMap::from([(ProblemKind::BadTime, 2)]);
    let event = TriedEvent {
        kind: Kind::BouncedHard,
        count: 1,
        time: Some("2026-09-14T06:00:00Z".into()),
        campaign: "Autumn".into(),
    };
    let doubts = vec![Doubt::UnclassedBounce];
    let rows = vec![
        TriedRow { events: vec![event], doubts, ..TriedRow::default() },
        TriedRow { problem: Some(ProblemKind::BadTime), ..TriedRow::default() },
    ];
    let doubts = BTreeMap::from([(Doubt::UnclassedBounce, 3)]);
    let trial = Trial { doubtful: 3, doubts, rows, ..trial(report) };
    page.answer(Update::Tried { job, trial });
    page.state
}

pub(in crate::app) fn while_reading() -> State {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]);
    let job = page.busy_job();
    let progress = Progress {
        file: "a.csv".into(),
        files_done: 0,
        files: 1,
        bytes_done: 400,
        bytes: 1_000,
        rows: 12,
        ..Progress::default()
    };
    page.answer(Update::Progress { job, progress });
    page.state
}
