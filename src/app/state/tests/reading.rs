//! Files that are added, looked at, read and removed, and what cannot be read of them.

use super::*;
use crate::app::view::files::has_unusable_decisions;

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
fn while_files_are_chosen_the_worker_prepares_itself() {
    let mut page = Page::new();
    page.act(Action::FilesExpected);
    assert!(page.state.is_at_start() && page.state.goes_on(), "screens are loaded, and not shown");
    let zone = page.state.settings.zone.clone();
    assert!(matches!(&page.sent()[..], [Command::Prepare { zone: asked, .. }] if *asked == zone));
    let prepared = || Update::Prepared { job: Job(1), made_up: statistics(3) };
    page.answer(prepared());
    assert!(matches!(page.look()[..], [Effect::Rehearse { .. }]));
    assert!(page.state.is_at_start() && !page.state.has_figures(), "they are nobody's figures");
    // Nothing was chosen, and then something: one rehearsal is enough.
    page.act(Action::FilesExpected).look();
    page.answer(prepared());
    assert_eq!(page.look(), []);
    page.add(&["a.csv"]).act(Action::FilesExpected);
    assert!(matches!(page.sent()[..], [Command::Inspect { .. }]), "it has begun");
    page.inspected(vec![certain("a.csv")]).read();
    let shown = page.state.statistics.clone();
    page.look();
    page.answer(prepared());
    assert!(page.look().is_empty() && page.state.statistics == shown);
}

#[test]
fn late_updates_of_old_jobs_are_ignored() {
    let mut page = Page::with_figures();
    let settled = format!("{:?}", page.state);
    let old = Job(1);
    for update in [
        Update::Ready,
        Update::Inspected { job: old, inspections: vec![unclear("x.csv")] },
        Update::Tried { job: old, trial: trial(file_report("x.csv", 1)) },
        Update::Progress { job: old, progress: Progress { rows: 9, ..Progress::default() } },
        Update::Read { job: old, report: report([].into_iter()) },
        Update::NothingRead { job: old, files: Vec::new(), failure: Failure::NothingRead },
        Update::Counted { job: old, statistics: statistics(1) },
        Update::People { job: old, page: PeoplePage::default() },
        Update::Reviewed { job: old, review: review() },
        Update::Opened { job: old, snapshot: snapshot() },
        Update::Failed { job: old, failure: Failure::NothingRead },
        Update::Cancelled { job: old },
    ] {
        page.answer(update);
        assert!(format!("{:?}", page.state) == settled, "nothing changed");
    }
    assert_eq!(page.look(), []);
}

#[test]
fn where_nothing_could_be_used_each_file_says_why() {
    let mut page = Page::new();
    page.add(&["a.csv", "sums.csv", "b.csv"]).inspected(vec![
        certain("a.csv"),
        of_class("sums.csv", FileClass::Aggregate),
        certain("b.csv"),
    ]);
    let job = page.busy_job();
    let files: Vec<FileReport> =
        ["a.csv", "b.csv", "sums.csv"].map(|name| file_report(name, 0)).into();
    page.answer(Update::NothingRead { job, files, failure: Failure::NothingRead }).look();
    assert_eq!(page.state.failure, Some(Failure::NothingRead));
    assert!(
        page.state
            .files
            .iter()
            .all(|file| { file.report.as_ref().is_some_and(|report| report.name == file.name) })
    );
    assert!(!page.state.has_figures() && page.state.busy == Busy::Nothing);
    assert!(!page.state.is_waiting(), "reading once more would not help");
    page.act(Action::FileZone { file: 0, zone: Some("UTC".into()) });
    assert!(matches!(page.sent()[..], [Command::Read { .. }]), "another plan may");
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

#[test]
fn many_files_are_looked_at_some_at_a_time() {
    let mut page = Page::new();
    let names: Vec<String> = (0..150).map(|number| format!("{number}.csv")).collect();
    page.add(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut asked = Vec::new();
    while matches!(page.state.busy, Busy::Inspecting(_)) {
        assert_eq!(page.state.mapping, None, "nothing is asked while there is more to be seen");
        let effects = page.look();
        let [Effect::Send { command: Command::Inspect { files, .. }, handles }] = &effects[..]
        else {
            panic!("{effects:?}");
        };
        assert!(files.iter().copied().eq(0..handles.len() as u32));
        let found = handles.iter().map(|id| match id {
            7 | 140 => unclear(&names[*id as usize]),
            id => certain(&names[*id as usize]),
        });
        let found = found.collect();
        asked.push(handles.clone());
        page.inspected(found);
    }
    assert_eq!(asked.iter().map(Vec::len).collect::<Vec<_>>(), [64, 64, 22]);
    assert!(asked.into_iter().flatten().eq(0..150));
    for file in &page.state.files {
        assert_eq!(file.inspection.as_ref().map(|found| &found.name), Some(&file.name));
    }
    assert_eq!(page.state.mapping.as_ref().map(|dialog| dialog.file), Some(7));
}

#[test]
fn an_unclear_file_that_is_gone_is_not_asked_about() {
    let mut page = Page::new();
    let names: Vec<String> = (0..70).map(|number| format!("{number}.csv")).collect();
    page.add(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let first = names[..64].iter().map(|name| match name.as_str() {
        "3.csv" => unclear(name),
        name => certain(name),
    });
    page.inspected(first.collect());
    page.act(Action::RemoveFile(3));
    page.inspected(names[64..].iter().map(|name| certain(name)).collect());
    assert_eq!(page.state.mapping, None);
    assert!(matches!(page.state.busy, Busy::Reading(..)));
    // Who says nothing at all is not asked again and again.
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(Vec::new());
    assert!(page.state.is_waiting());
}
