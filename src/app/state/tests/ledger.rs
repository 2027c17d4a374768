//! The ledger: begun, opened, entered, saved and kept.

use super::sharing::reviewed;
use super::*;

fn ledger_job(command: &Command) -> Option<Job> {
    match command {
        Command::NewLedger { job, .. }
        | Command::OpenLedger { job, .. }
        | Command::CloseLedger { job }
        | Command::Release { job } => Some(*job),
        _ => None,
    }
}

pub(super) fn release(number: u32) -> ReleaseView {
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

pub(super) fn view(releases: u32) -> LedgerView {
    LedgerView {
        releases: (1..=releases).map(release).collect(),
        text: format!("ledger of {releases}"),
        ..LedgerView::default()
    }
}

/// The share screen with an open ledger of that many releases.
pub(super) fn with_ledger(releases: u32) -> Page {
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
fn a_saved_report_is_entered_and_the_changed_ledger_is_to_be_saved() {
    let mut page = with_ledger(1);
    assert!(!page.state.ledger.unsaved);
    page.act(Action::Save(SaveAs::Html));
    let effects = page.look();
    assert!(matches!(
        effects[..],
        [Effect::Send { command: Command::Release { .. }, .. }, Effect::SaveReviewed { .. }]
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
    assert!(matches!(page.look()[..], [Effect::SaveReviewed { .. }]));
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
    assert!(page.look().iter().any(|effect| matches!(effect, Effect::SaveReviewed { .. })));
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
    let mut page = Page { state: State::default(), done: Vec::new() };
    page.take(State::new(kept.clone(), &Surroundings::default()));
    assert_eq!(page.look(), [Effect::FetchLedger]);
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
    assert_eq!(State::new(Kept::default(), &Surroundings::default()).take_effects(), []);
}
