//! Choices and reviews, rows, and the check of a snapshot.

use super::ledger::{release, view, with_ledger};
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
pub(super) fn reviewed() -> Page {
    let mut page = Page::with_figures();
    page.act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
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
    assert!(
        matches!(&effects[0], Effect::SaveReviewed { review, form: SaveAs::Html } if review.text == "{}")
    );
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
fn what_could_not_be_done_is_asked_for_again() {
    let mut page = Page::with_figures();
    page.act(Action::Show(Screen::Share));
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Failed { job, failure: Failure::NotLoaded });
    assert_eq!(page.state.share.failure, Some(Failure::NotLoaded));
    page.act(Action::ReviewAgain);
    let job = last_job(&page.sent(), review_job);
    page.answer(Update::Reviewed { job, review: review() });
    assert!(page.state.share.failure.is_none() && page.state.share.review.is_some());
}

/// The job with which the open snapshot is checked; nothing else was asked for.
fn verified_once(page: &mut Page) -> Job {
    let asked = page.look();
    let [Effect::Verify { job, .. }] = asked[..] else { panic!("{asked:?}") };
    job
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
    let job = verified_once(&mut page);
    let progress = Progress { steps_done: 1, steps: 2, ..Progress::default() };
    page.answer(Update::Progress { job, progress: progress.clone() });
    assert_eq!(page.state.check.as_ref().and_then(|check| check.progress.clone()), Some(progress));
    let risk = Risk { cells: 7, ..Risk::default() };
    page.answer(Update::Verified { job, risk: risk.clone(), breaches: Vec::new() });
    let outcome = page.state.check.as_ref().and_then(|check| check.outcome.clone());
    assert_eq!(outcome, Some(Ok(Findings { risk, breaches: Vec::new() })));
    page.act(Action::CheckSnapshot);
    let job = verified_once(&mut page);
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
    page.state.share.review = Some(Rc::new(crate::app::view::sample::review()));
    page.state.share.before = Some(Rc::new(review()));
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
    let job = verified_once(&mut page);
    page.answer(Update::Verified { job, risk: Risk { cells: 412, ..Risk::default() }, breaches });
    page.state
}
