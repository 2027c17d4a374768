//! Choices and reviews, the ledger, rows, and the check of a snapshot.

use super::*;

fn share(page: &mut Page, change: impl FnOnce(&mut Sharing)) -> &mut Page {
    let mut sharing = page.state.share.sharing.clone();
    change(&mut sharing);
    page.act(Action::Sharing(Box::new(sharing)))
}

fn title(page: &mut Page, title: &str) {
    share(page, |sharing| sharing.title = title.into());
}

/// The share screen with its first review.
fn reviewed() -> Page {
    let mut page = Page::with_figures();
    page.act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    page
}

fn ledger_job(command: &Command) -> Option<Job> {
    match command {
        Command::NewLedger { job, .. }
        | Command::OpenLedger { job, .. }
        | Command::CloseLedger { job }
        | Command::Release { job } => Some(*job),
        _ => None,
    }
}

fn release(number: u32) -> ReleaseView {
    ReleaseView {
        number,
        on: "2026-11-12".into(),
        title: String::new(),
        method: Method::Exact,
        threshold: 11,
        tables: Vec::new(),
        rows: false,
        campaigns: 1,
    }
}

fn view(releases: u32) -> LedgerView {
    LedgerView {
        releases: (1..=releases).map(release).collect(),
        text: format!("ledger of {releases}"),
        ..LedgerView::default()
    }
}

/// The share screen with an open ledger of that many releases.
fn with_ledger(releases: u32) -> Page {
    let mut page = reviewed();
    page.act(Action::NewLedger);
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Ledger { job, ledger: Some(view(releases)) });
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    page.look();
    page
}

#[test]
fn sharing_asks_for_a_review_and_saves_what_it_showed() {
    let mut page = Page::with_figures();
    page.act(Action::Save(SaveAs::Json));
    assert_eq!(page.look(), [], "nothing was reviewed");
    page.act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    page.act(Action::Save(SaveAs::Html)).act(Action::Save(SaveAs::Link)).act(Action::Copied);
    let effects = page.look();
    assert!(matches!(&effects[0], Effect::Save { text, form: SaveAs::Html, .. } if text == "{}"));
    assert_eq!(effects[1], Effect::Copy { fragment: "s1.abc".into() });
    assert!(page.state.share.copied);
    page.act(Action::Show(Screen::Statistics)).act(Action::Show(Screen::Share));
    assert_eq!(page.look(), [], "what is there is not asked for again");
    page.settings(|settings| settings.threshold = 20);
    assert!(page.state.share.review.is_none() && !page.state.share.copied);
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Failed { job, failure: Failure::TooFewPeople });
    assert_eq!(page.state.share.failure, Some(Failure::TooFewPeople));
    assert_eq!(page.state.failure, None, "told on the share screen");
}

#[test]
fn of_many_changes_the_last_is_asked_for_and_one_at_a_time() {
    let mut page = reviewed();
    share(&mut page, |sharing| sharing.method = Method::Rounded);
    let first = last_job(&page.sent(), review_job);
    title(&mut page, "A");
    assert_eq!(page.sent(), [Command::Cancel { job: first }]);
    title(&mut page, "AB");
    title(&mut page, "ABC");
    assert_eq!(page.sent(), [], "one cancel is enough, and nothing waits in a row");
    // The worker had finished all the same: that review is of other choices.
    page.answer(Update::Reviewed { job: first, review: review() });
    assert!(page.state.share.review.is_none());
    let sent = page.sent();
    assert!(matches!(
        &sent[..],
        [Command::Review { sharing, .. }] if sharing.title == "ABC" && sharing.method == Method::Rounded
    ));
    let second = last_job(&sent, review_job);
    page.answer(Update::Reviewed { job: second, review: review() });
    assert!(page.state.share.review.is_some());
    share(&mut page, |_| {});
    assert!(page.state.share.review.is_some() && page.look().is_empty(), "nothing was changed");
}

#[test]
fn a_cancelled_or_failed_review_of_old_choices_is_followed_by_the_new_one() {
    for answer in [
        |job| Update::Cancelled { job },
        |job| Update::Failed { job, failure: Failure::TooFewPeople },
    ] {
        let mut page = Page::with_figures();
        page.act(Action::Show(Screen::Share));
        let job = last_job(&page.sent(), review_job);
        title(&mut page, "A");
        page.look();
        page.answer(answer(job));
        assert_eq!(page.state.share.failure, None);
        assert!(matches!(page.sent()[..], [Command::Review { .. }]));
    }
}

#[test]
fn choices_made_elsewhere_are_reviewed_when_the_screen_is_shown() {
    let mut page = Page::with_figures();
    page.act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    page.act(Action::Show(Screen::Treatment));
    page.settings(|settings| settings.threshold = 50);
    assert_eq!(page.sent(), [Command::Cancel { job }]);
    page.answer(Update::Reviewed { job, review: review() });
    assert_eq!(page.sent(), [], "nobody looks");
    page.act(Action::Show(Screen::Share));
    assert!(
        matches!(&page.sent()[..], [Command::Review { settings, .. }] if settings.threshold == 50)
    );
}

#[test]
fn the_cost_before_stays_in_sight_and_cannot_be_saved() {
    let mut page = reviewed();
    share(&mut page, |sharing| sharing.tables.clear());
    assert!(page.state.share.before.is_some() && page.state.share.is_waiting());
    page.look();
    page.act(Action::Save(SaveAs::Json)).act(Action::Save(SaveAs::Link));
    assert_eq!(page.look(), [], "what is in sight is of other choices");
    page.settings(|settings| settings.mode = Mode::Anonymous);
    assert!(page.state.share.before.is_none(), "nothing of another mode stays");
    assert!(page.state.share.sharing.tables.is_empty(), "choices stay");
}

#[test]
fn texts_are_dropped_and_renamed_and_forgotten_with_their_files() {
    let mut page = reviewed();
    share(&mut page, |sharing| {
        sharing.texts.insert("For Anna".into(), TextChoice::Drop);
    });
    let sent = page.sent();
    assert!(matches!(
        &sent[..],
        [Command::Review { sharing, .. }] if sharing.texts["For Anna"] == TextChoice::Drop
    ));
    title(&mut page, "Autumn");
    page.act(Action::RemoveAllFiles);
    assert!(page.state.share.sharing.texts.is_empty());
    assert_eq!(page.state.share.sharing.title, "Autumn");
}

#[test]
fn progress_is_shown_of_the_present_review() {
    let mut page = Page::with_figures();
    page.act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    let progress = Progress { steps_done: 3, steps: 9, ..Progress::default() };
    page.answer(Update::Progress { job: Job(999), progress: progress.clone() });
    assert_eq!(page.state.share.progress, None);
    page.answer(Update::Progress { job, progress: progress.clone() });
    assert_eq!(page.state.share.progress, Some(progress));
    page.answer(Update::Reviewed { job, review: review() });
    assert_eq!(page.state.share.progress, None);
}

#[test]
fn a_saved_report_is_entered_and_the_changed_ledger_is_to_be_saved() {
    let mut page = with_ledger(1);
    assert!(!page.state.ledger.unsaved);
    page.act(Action::Save(SaveAs::Html));
    let effects = page.look();
    assert!(matches!(
        effects[..],
        [Effect::Send { command: Command::Release { .. }, .. }, Effect::Save { .. }]
    ));
    page.done = effects;
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Ledger { job, ledger: Some(view(2)) });
    assert!(page.state.ledger.unsaved && page.state.ledger.entered == Some(2));
    assert!(page.state.share.review.is_some(), "what was saved stays in sight");
    page.act(Action::SaveLedger);
    assert_eq!(page.look(), [Effect::SaveLedger { text: "ledger of 2".into() }]);
    assert!(!page.state.ledger.unsaved);
    // The same report in another form is no other release.
    page.act(Action::Save(SaveAs::Link));
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Ledger { job, ledger: Some(view(2)) });
    assert!(!page.state.ledger.unsaved);
}

#[test]
fn without_a_ledger_nothing_is_entered() {
    let mut page = reviewed();
    page.act(Action::Save(SaveAs::Json));
    assert!(matches!(page.look()[..], [Effect::Save { .. }]));
    page.act(Action::SaveLedger);
    assert_eq!(page.look(), []);
}

#[test]
fn a_release_that_may_be_missing_is_told() {
    let mut page = with_ledger(1);
    page.act(Action::Save(SaveAs::Json));
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Failed { job, failure: Failure::Crashed });
    assert_eq!(page.state.ledger.trouble, Some(LedgerTrouble::NotEntered));
    let mut page = with_ledger(1);
    page.act(Action::Save(SaveAs::Json)).act(Action::WorkerCrashed);
    assert_eq!(page.state.ledger.trouble, Some(LedgerTrouble::NotEntered));
    let mut page = with_ledger(1);
    page.act(Action::Save(SaveAs::Json));
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Ledger { job, ledger: None });
    assert_eq!(page.state.ledger.trouble, Some(LedgerTrouble::NotEntered));
    assert!(page.state.ledger.open.is_some(), "what the page knows is not thrown away");
}

#[test]
fn an_opened_ledger_asks_for_another_review() {
    let mut page = reviewed();
    page.act(Action::LedgerFile);
    let effects = page.look();
    assert!(matches!(
        &effects[..],
        [
            Effect::Send { command: Command::OpenLedger { file: Some(0), text: None, .. }, handles },
            Effect::Forget { handles: forgotten },
        ] if handles == &[1] && forgotten == &[1]
    ));
    page.done = effects;
    let job = last_job(&page.sent(), ledger_job);
    let opened = LedgerView { needs_reading: true, ..view(3) };
    page.answer(Update::Ledger { job, ledger: Some(opened) });
    assert!(page.state.share.review.is_none() && page.state.share.before.is_some());
    page.look();
    page.act(Action::ReadAnew);
    let sent = page.sent();
    assert!(
        matches!(&sent[..], [Command::OpenLedger { text: Some(text), .. }, Command::Read { .. }] if text == "ledger of 3"),
        "the ledger's secret is there before the files are read"
    );
    page.read();
    assert!(page.state.ledger.open.as_ref().is_some_and(|ledger| !ledger.needs_reading));
    // The next file added keeps the handles of both sides in step.
    page.add(&["b.csv"]);
    assert_eq!(page.state.files.last().map(|file| file.id), Some(2));
}

#[test]
fn a_dropped_ledger_is_opened_as_one() {
    let mut page = Page::new();
    page.add(&["old.milchglas-ledger.json", "a.csv"]);
    let effects = page.look();
    assert!(matches!(
        &effects[..],
        [
            Effect::Send { command: Command::OpenLedger { .. }, handles },
            Effect::Forget { .. },
            Effect::Send { command: Command::Inspect { .. }, handles: others },
        ] if handles == &[0] && others == &[1]
    ));
    assert_eq!(page.state.files.len(), 1);
}

#[test]
fn nothing_is_saved_while_another_ledger_is_awaited() {
    let mut page = reviewed();
    page.act(Action::NewLedger);
    let begun = last_job(&page.sent(), ledger_job);
    page.act(Action::Save(SaveAs::Json));
    assert_eq!(page.look(), [], "what is in sight was held against no ledger");
    assert!(page.state.share.is_waiting());
    page.answer(Update::Ledger { job: begun, ledger: Some(view(0)) });
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    assert!(!page.state.share.is_waiting());

    // One that cannot be opened leaves the open one, and a review against it.
    page.act(Action::LedgerFile);
    let asked = last_job(&page.sent(), ledger_job);
    assert!(page.state.share.is_waiting());
    page.answer(Update::Failed {
        job: asked,
        failure: Failure::Ledger { fault: LedgerFault::Altered },
    });
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    page.act(Action::Save(SaveAs::Json));
    assert!(page.look().iter().any(|effect| matches!(effect, Effect::Save { .. })));
}

#[test]
fn a_review_that_runs_while_another_ledger_is_awaited_is_of_no_use() {
    let mut page = reviewed();
    page.act(Action::Sharing(Box::new(Sharing { weeks: true, ..Sharing::default() })));
    let running = last_job(&page.sent(), review_job);
    page.act(Action::NewLedger);
    let begun = last_job(&page.sent(), ledger_job);
    page.answer(Update::Reviewed { job: running, review: review() });
    assert!(page.state.share.is_waiting());
    assert_eq!(page.look(), []);
    page.answer(Update::Ledger { job: begun, ledger: Some(view(0)) });
    last_job(&page.sent(), review_job);
}

#[test]
fn a_ledger_that_cannot_be_opened_is_told_beside_it() {
    let mut page = with_ledger(2);
    page.act(Action::LedgerFile);
    let job = last_job(&page.sent(), ledger_job);
    let failure = Failure::Ledger { fault: LedgerFault::Altered };
    page.answer(Update::Failed { job, failure: failure.clone() });
    assert_eq!(page.state.ledger.trouble, Some(LedgerTrouble::Failed(failure)));
    assert_eq!((page.state.failure.is_none(), page.state.ledger.open), (true, Some(view(2))));
}

#[test]
fn every_new_worker_gets_the_ledger_before_the_files() {
    let mut page = with_ledger(2);
    page.settings(|settings| settings.mode = Mode::Anonymous);
    let effects = page.look();
    let place = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted);
    let replaced = place(|effect| *effect == Effect::ReplaceWorker);
    let given =
        place(|effect| matches!(effect, Effect::Send { command: Command::OpenLedger { .. }, .. }));
    let read = place(|effect| matches!(effect, Effect::Send { command: Command::Read { .. }, .. }));
    assert!(
        replaced.is_some() && replaced < given && given < read,
        "{replaced:?} {given:?} {read:?}"
    );
    page.read().look();
    page.act(Action::WorkerCrashed).act(Action::ReadAgain);
    assert!(matches!(page.sent()[..], [Command::OpenLedger { .. }, Command::Read { .. }]));
    // A ledger that the worker does not take again is not claimed to be open.
    let job =
        page.state.ledger.open.clone().map(|_| page.busy_job()).map(|Job(read)| Job(read - 1));
    page.answer(Update::Failed { job: job.unwrap_or(Job(0)), failure: Failure::Crashed });
    assert_eq!(page.state.ledger.open, None);
}

#[test]
fn the_browser_keeps_the_ledger_for_those_who_say_so() {
    let mut page = with_ledger(1);
    page.act(Action::KeepLedger(true));
    let effects = page.look();
    assert!(matches!(&effects[0], Effect::Keep(kept) if kept.ledger));
    assert_eq!(effects[1], Effect::StoreLedger { text: "ledger of 1".into(), known: None });
    page.act(Action::Save(SaveAs::Json));
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Ledger { job, ledger: Some(view(2)) });
    assert_eq!(
        page.look(),
        [Effect::StoreLedger { text: "ledger of 2".into(), known: Some("ledger of 1".into()) }]
    );
    assert!(!page.state.ledger.unsaved, "it is kept");
    page.act(Action::LedgerNotKept(LedgerTrouble::ChangedElsewhere));
    assert!(page.state.ledger.unsaved && !page.state.ledger.kept);
    assert!(matches!(&page.look()[..], [Effect::Keep(kept)] if !kept.ledger));
    page.act(Action::KeepLedger(true)).look();
    page.act(Action::CloseLedger);
    let effects = page.look();
    assert!(matches!(
        effects[..],
        [
            Effect::Keep(_),
            Effect::DropLedger,
            Effect::Send { command: Command::CloseLedger { .. }, .. }
        ]
    ));
    page.done = effects;
    let job = last_job(&page.sent(), ledger_job);
    page.answer(Update::Ledger { job, ledger: None });
    assert!(page.state.ledger.open.is_none() && !page.state.ledger.unsaved);
}

#[test]
fn what_the_browser_kept_is_opened_at_the_start() {
    let kept = Kept { ledger: true, ..Kept::default() };
    let state = State::new(kept.clone(), &Surroundings::default());
    assert!(matches!(state.outbox(), [(_, Effect::FetchLedger)]));
    let mut page = Page { state: State::default(), done: Vec::new() };
    page.take(state);
    page.look();
    page.act(Action::LedgerFound(Some("ledger of 4".into())));
    let sent = page.sent();
    assert!(
        matches!(&sent[..], [Command::OpenLedger { text: Some(text), file: None, .. }] if text == "ledger of 4")
    );
    // A file dropped meanwhile is read after it.
    page.add(&["a.csv"]).inspected(vec![certain("a.csv")]);
    assert!(matches!(page.sent()[..], [Command::Inspect { .. }, Command::Read { .. }]));
    let mut page = Page { state: State::default(), done: Vec::new() };
    page.take(State::new(kept, &Surroundings::default()));
    page.look();
    page.act(Action::LedgerFound(None));
    assert!(matches!(&page.look()[..], [Effect::Keep(kept)] if !kept.ledger));
    assert!(State::new(Kept::default(), &Surroundings::default()).outbox().is_empty());
}

#[test]
fn rows_are_asked_for_saved_and_not_kept() {
    let mut page = reviewed();
    page.act(Action::ExportRows).act(Action::ExportRows);
    let sent = page.sent();
    let [Command::ExportRows { job, .. }] = sent[..] else { panic!("asked once: {sent:?}") };
    let rows =
        RowExport { csv: "a\n1\n".into(), rows: 1, rows_left_out: 2, classes: 1, fewest: 11 };
    let ledger = view(1);
    page.answer(Update::Rows { job, rows: rows.clone(), ledger: ledger.clone() });
    assert!(page.look().contains(&Effect::SaveRows { csv: "a\n1\n".into() }));
    assert!(page.state.ledger.unsaved && page.state.ledger.open == Some(ledger.clone()));
    assert_eq!(
        page.state.share.rows,
        RowsView::Saved(RowExport { csv: String::new(), ..rows.clone() })
    );
    page.act(Action::ExportRows);
    let sent = page.sent();
    let [Command::ExportRows { job, .. }] = sent[..] else { panic!("{sent:?}") };
    page.answer(Update::Failed { job, failure: Failure::Unsafe { breaches: Vec::new() } });
    assert!(matches!(page.state.share.rows, RowsView::Failed(_)) && page.state.failure.is_none());
    // Rows of another selection are nobody's wish any more.
    page.act(Action::ExportRows);
    let sent = page.sent();
    let [Command::ExportRows { job, .. }] = sent[..] else { panic!("{sent:?}") };
    page.act(Action::Filter(Filter { from: Some("2026-09-01".into()), ..Filter::default() }))
        .look();
    page.answer(Update::Rows { job, rows, ledger: ledger.clone() });
    let done = page.look();
    assert!(!done.iter().any(|effect| matches!(effect, Effect::SaveRows { .. })), "{done:?}");
}

#[test]
fn a_snapshot_can_be_checked_again() {
    let mut page = Page::new();
    page.act(Action::CheckSnapshot);
    assert_eq!(page.look(), []);
    page.act(Action::OpenFragment("s2.abc".into()));
    let job = last_job(&page.sent(), opening_job);
    page.answer(Update::Opened { job, snapshot: snapshot() });
    page.act(Action::CheckSnapshot).act(Action::CheckSnapshot);
    let sent = page.sent();
    let [Command::Verify { job, .. }] = sent[..] else { panic!("asked once: {sent:?}") };
    let progress = Progress { steps_done: 1, steps: 2, ..Progress::default() };
    page.answer(Update::Progress { job, progress: progress.clone() });
    assert_eq!(page.state.check.as_ref().and_then(|check| check.progress.clone()), Some(progress));
    let risk = Risk { cells: 7, ..Risk::default() };
    page.answer(Update::Verified { job, risk: risk.clone(), breaches: Vec::new() });
    let outcome = page.state.check.as_ref().and_then(|check| check.outcome.clone());
    assert_eq!(outcome, Some(Ok(Findings { risk, breaches: Vec::new() })));
    page.act(Action::CheckSnapshot);
    let sent = page.sent();
    let [Command::Verify { job, .. }] = sent[..] else { panic!("{sent:?}") };
    page.act(Action::CloseSnapshot);
    page.answer(Update::Failed { job, failure: Failure::Crashed });
    assert!(page.state.check.is_none() && page.state.failure.is_none());
}

/// States for tests of what is drawn.
pub(in crate::app) fn on_share() -> State {
    let mut page = with_ledger(0);
    page.answer(Update::Ready);
    page.state.ledger.open = Some(LedgerView {
        releases: vec![ReleaseView { title: "October".into(), ..release(1) }],
        epsilon_spent_milli: 250,
        needs_reading: true,
        ..view(1)
    });
    (page.state.ledger.unsaved, page.state.ledger.entered) = (true, Some(1));
    page.state.ledger.trouble = Some(LedgerTrouble::NotKept);
    page.state.share.review = Some(crate::app::view::sample::review());
    page.state.share.before = Some(review());
    page.state.share.sharing.method = Method::Private;
    page.state
}

/// The choices have changed, and the worker protects.
pub(in crate::app) fn protecting() -> State {
    let mut page = Page { state: on_share(), done: Vec::new() };
    share(&mut page, |sharing| sharing.method = Method::CellKey);
    let job = last_job(&page.sent(), review_job);
    let progress = Progress { steps_done: 1, steps: 4, ..Progress::default() };
    page.answer(Update::Progress { job, progress });
    page.state
}

pub(in crate::app) fn refused(failure: Failure) -> State {
    let mut page = Page { state: on_share(), done: Vec::new() };
    title(&mut page, "October again");
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Failed { job, failure });
    page.state
}

pub(in crate::app) fn betrayed() -> Failure {
    let figure = |release| Figure {
        release,
        place: Place { table: Table::Overall, row: 0, measure: Measure::Sent },
        row: String::new(),
    };
    let figures = vec![figure(None), figure(Some(0))];
    let (at_least, at_most) = (4, Some(4));
    Failure::Unsafe {
        breaches: vec![Breach { kind: BreachKind::Difference, figures, at_least, at_most }],
    }
}

/// Somebody's snapshot, checked with these findings.
pub(in crate::app) fn viewed(breaches: Vec<Breach>) -> State {
    let mut page = Page::new();
    page.act(Action::OpenFragment("s2.abc".into()));
    let job = last_job(&page.sent(), opening_job);
    page.answer(Update::Opened { job, snapshot: crate::app::view::sample::snapshot() });
    page.act(Action::CheckSnapshot);
    let sent = page.sent();
    let [Command::Verify { job, .. }] = sent[..] else { panic!("{sent:?}") };
    page.answer(Update::Verified { job, risk: Risk { cells: 412, ..Risk::default() }, breaches });
    page.state
}
