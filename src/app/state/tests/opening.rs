//! Somebody's snapshots.

use super::*;

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
    let mut state = State::new(Kept::default(), &surroundings);
    assert!(matches!(
        &state.take_effects()[..],
        [Effect::Send { command: Command::OpenSnapshot { text: Some(text), .. }, .. }]
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
fn the_first_page_is_enough_until_something_is_asked_or_another_is_looked_at() {
    let state = State::default();
    assert!(state.is_at_start() && !state.goes_on());
    let state = State::default().reduce(Action::OpenFragment("s2.abc".into()));
    assert!(state.is_at_start() && state.goes_on(), "a report is about to be opened");
    let state = State::default().reduce(Action::Show(Screen::Treatment));
    assert!(!state.is_at_start() && state.goes_on());
}
