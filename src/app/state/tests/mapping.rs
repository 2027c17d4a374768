//! The dialog that explains files, and what waits for it.

use super::*;

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
fn a_mapping_that_cannot_be_tried_says_so() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![unclear("a.csv")]);
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Failed { job, failure: Failure::NothingRead });
    let failure = page.state.mapping.as_ref().and_then(|dialog| dialog.failure.clone());
    assert_eq!((failure, &page.state.failure), (Some(Failure::NothingRead), &None));
}

fn with_columns(name: &str, header: [&str; 2]) -> Inspection {
    Inspection { header: header.map(Into::into).into(), ..unclear(name) }
}

/// Three files with the same columns, and one with others; the first is explained.
fn alike(campaign: CampaignSource) -> Page {
    let mut page = Page::new();
    let names = ["a.csv", "b.csv", "other.csv", "c.csv"];
    let inspections = names.map(|name| match name {
        "other.csv" => with_columns(name, ["Person", "Vorgang"]),
        _ => unclear(name),
    });
    page.add(&names).inspected(inspections.into());
    let first = page.state.mapping.as_ref().map(|dialog| (dialog.file, dialog.alike));
    assert_eq!(first, Some((0, true)));
    assert_eq!(page.state.alike(0).map(|file| file.id).collect::<Vec<_>>(), [1, 3]);
    let mapping = Mapping { campaign, dates: DateOrder::MonthFirst, ..mapping() };
    let plan = FilePlan { mapping: Some(mapping), zone: Some("UTC".into()) };
    page.act(Action::ChangeMapping { class: FileClass::Events, plan });
    page
}

/// What is being tried, and whether the user is asked.
fn answer(page: &mut Page, trial: Trial) -> Option<u32> {
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job, trial });
    page.state.mapping.as_ref().map(|dialog| dialog.file)
}

#[test]
fn files_with_the_same_columns_are_answered_alike() {
    let mut page = alike(CampaignSource::FileName);
    answer(&mut page, trial(file_report("a.csv", 5)));
    page.act(Action::AcceptMapping);
    assert_eq!(page.state.mapping.as_ref().map(|dialog| dialog.file), Some(1));
    assert_eq!(answer(&mut page, trial(file_report("b.csv", 5))), Some(3), "accepted by itself");
    // What cannot be used, or is doubtful, waits for a word.
    let doubtful = Trial { doubtful: 1, ..trial(file_report("c.csv", 5)) };
    assert_eq!(answer(&mut page, doubtful), Some(3));
    page.act(Action::AcceptMapping);
    assert_eq!(page.state.mapping.as_ref().map(|dialog| dialog.file), Some(2), "other columns");
    assert_eq!(answer(&mut page, trial(file_report("other.csv", 5))), Some(2), "not followed");
    page.act(Action::AcceptMapping);
    let plans: Vec<FilePlan> = page.state.files.iter().map(|file| file.plan.clone()).collect();
    assert!(plans[0] == plans[1] && plans[0] == plans[3] && plans[0] != plans[2]);
    assert!(matches!(&page.sent()[..], [Command::Read { files, .. }] if files.len() == 4));
}

#[test]
fn a_consent_list_is_not_answered_like_events() {
    let mut page = Page::new();
    page.add(&["a.csv"]).inspected(vec![unclear("a.csv")]);
    page.act(Action::CloseMapping);
    page.act(Action::ConsentAdded(vec![("list.csv".into(), 10)]))
        .inspected(vec![unclear("list.csv")]);
    page.act(Action::CloseMapping);
    assert_eq!(page.state.unmapped().count(), 2);
    assert!([0, 1].iter().all(|&id| page.state.alike(id).next().is_none()));
}

#[test]
fn a_name_that_was_typed_for_one_file_is_asked_for_the_next() {
    let mut page = alike(CampaignSource::Typed("Autumn".into()));
    answer(&mut page, trial(file_report("a.csv", 5)));
    page.act(Action::AcceptMapping);
    assert_eq!(answer(&mut page, trial(file_report("b.csv", 5))), Some(1), "it has no name yet");
    let plan = page.state.mapping.as_ref().and_then(|dialog| dialog.plan.mapping.clone());
    assert_eq!(plan.map(|plan| plan.campaign), Some(CampaignSource::Typed(String::new())));
}

#[test]
fn only_one_file_is_answered_where_the_user_wants_it_so() {
    let mut page = alike(CampaignSource::FileName);
    page.act(Action::AnswerAlike(false));
    answer(&mut page, trial(file_report("a.csv", 5)));
    page.act(Action::AcceptMapping);
    assert_eq!(answer(&mut page, trial(file_report("b.csv", 5))), Some(1));
    let plan = page.state.mapping.as_ref().and_then(|dialog| dialog.plan.mapping.clone());
    assert_eq!(plan, Some(mapping()), "what was guessed");
}

#[test]
fn accepting_one_mapping_asks_for_the_next() {
    let mut page = Page::new();
    let other = with_columns("b.csv", ["Person", "Vorgang"]);
    page.add(&["a.csv", "b.csv"]).inspected(vec![unclear("a.csv"), other]);
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
