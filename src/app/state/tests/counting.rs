//! Settings and filters, and what is counted and listed by them.

use super::*;

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

fn only(campaign: u32) -> Action {
    Action::OnlyCampaign(campaign)
}

fn likely(action: Action) -> Action {
    Action::Likely(Box::new(action))
}

/// The only command that was sent, if it is that of a foreseen question.
fn foreseen(page: &mut Page) -> (Job, Filter) {
    match page.sent().as_slice() {
        [Command::Foresee { job, filter, .. }] => (*job, filter.clone()),
        other => panic!("{other:?}"),
    }
}

/// Has it foreseen, and answered with so many messages.
fn foresee(page: &mut Page, action: Action, sent: u64) {
    page.act(likely(action));
    let (job, _) = foreseen(page);
    page.answer(Update::Counted { job, statistics: statistics(sent) });
}

fn sum(page: &Page) -> Option<Count> {
    page.state.statistics.as_ref().map(|counted| counted.overall[Measure::Sent])
}

#[test]
fn what_was_foreseen_is_there_at_once() {
    let mut page = Page::with_figures();
    let (before, filter) = (page.state.clone(), page.state.filter.clone());
    assert!(page.state.is_unseen(&likely(only(3))));
    page.act(likely(only(3)));
    let (job, asked) = foreseen(&mut page);
    assert_eq!(asked.campaigns, Some(vec![3]));
    assert_eq!((&page.state.filter, &page.state.statistics), (&filter, &before.statistics));
    assert_eq!(page.act(likely(only(3))).sent(), [], "once is enough");
    let answer = Update::Counted { job, statistics: statistics(3) };
    assert!(page.state.is_unseen(&Action::Update(Box::new(answer.clone()))));
    page.answer(answer);
    assert_eq!(page.state.statistics, before.statistics);
    assert_eq!(page.act(only(3)).sent(), [], "nothing is left to be asked");
    assert_eq!(sum(&page), Some(Count::Exact(3)));
    assert_eq!(page.state.awaited_figures(), None);
    // The same once more is counted again.
    page.act(only(3)).act(only(3));
    let job = last_job(&page.sent(), count_job);
    page.answer(Update::Counted { job, statistics: statistics(4) });
    assert_eq!(sum(&page), Some(Count::Exact(4)));
}

#[test]
fn what_is_being_foreseen_is_waited_for() {
    let mut page = Page::with_figures();
    page.act(likely(only(3)));
    let (job, _) = foreseen(&mut page);
    assert_eq!(page.act(only(3)).sent(), []);
    assert_eq!(page.state.awaited_figures(), Some(job));
    let answer = Update::Counted { job, statistics: statistics(3) };
    assert!(!page.state.is_unseen(&Action::Update(Box::new(answer.clone()))));
    page.answer(answer);
    assert_eq!((sum(&page), page.state.awaited_figures()), (Some(Count::Exact(3)), None));
}

#[test]
fn what_cannot_be_foreseen_is_counted_when_it_is_asked_for() {
    for cancelled_first in [true, false] {
        let mut page = Page::with_figures();
        page.act(likely(only(3)));
        let (job, _) = foreseen(&mut page);
        if cancelled_first {
            page.answer(Update::Cancelled { job }).act(only(3));
        } else {
            page.act(only(3)).answer(Update::Cancelled { job });
        }
        let counted = last_job(&page.sent(), count_job);
        assert_eq!(page.state.awaited_figures(), Some(counted));
        page.answer(Update::Counted { job: counted, statistics: statistics(3) });
        assert_eq!(sum(&page), Some(Count::Exact(3)));
    }
}

#[test]
fn something_else_than_was_foreseen_is_counted() {
    let mut page = Page::with_figures();
    foresee(&mut page, only(3), 3);
    page.act(only(5));
    last_job(&page.sent(), count_job);
    page.act(likely(Action::Filter(Filter::default())));
    let (_, all) = foreseen(&mut page);
    assert_eq!(all, Filter::default(), "what is foreseen last counts");
    // The same selection, counted in another way.
    let other = Settings { include_machine: true, ..page.state.settings.clone() };
    foresee(&mut page, Action::Settings(other.clone()), 8);
    page.act(only(5)).look();
    page.act(Action::Settings(other));
    last_job(&page.sent(), count_job);
}

#[test]
fn what_asks_for_no_figures_is_not_foreseen() {
    let mut page = Page::with_figures();
    let (before, strict) = (page.state.clone(), |settings: &Settings| {
        let settings = settings.clone();
        Settings { mode: Mode::Anonymous, ..settings }
    });
    let strict = strict(&before.settings);
    for action in [Action::RemoveAllFiles, Action::Settings(strict), Action::Show(Screen::Share)] {
        assert_eq!(page.act(likely(action)).look(), []);
        assert_eq!(format!("{:?}", page.state), format!("{before:?}"));
    }
}

#[test]
fn figures_of_another_reading_are_not_those_foreseen() {
    let mut page = Page::with_figures();
    foresee(&mut page, only(3), 3);
    page.add(&["b.csv"]).inspected(vec![certain("b.csv")]).read().look();
    page.act(only(3));
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
    assert_eq!(page.look(), [Effect::SavePeople { page: Rc::new(people.clone()) }]);
    page.answer(Update::People { job: shown, page: people.clone() });
    assert_eq!(
        page.state.people.as_ref().and_then(|view| view.page.clone()),
        Some(Rc::new(people))
    );
}
