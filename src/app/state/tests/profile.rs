//! Profiles of mappings: saved from the dialog, and applied in it.

use super::*;

/// The dialog of a file with these columns, its mapping tried.
fn dialog(header: &[&str], rows_used: u64) -> Page {
    let mut page = Page::new();
    let header = header.iter().map(|&name| name.to_owned()).collect();
    page.add(&["a.csv"]).inspected(vec![Inspection { header, ..unclear("a.csv") }]);
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job, trial: trial(file_report("a.csv", rows_used)) }).look();
    page
}

fn saved(page: &mut Page) -> Option<Box<Profile>> {
    page.act(Action::SaveProfile("Hausdienst".into()));
    page.look().into_iter().find_map(|effect| match effect {
        Effect::SaveProfile { profile } => Some(profile),
        _ => None,
    })
}

pub(in crate::app) fn with_profile(opened: Result<Box<Profile>, ProfileFault>) -> State {
    let mut page = dialog(&["event", "mail"], 7);
    page.act(Action::ProfileOpened(opened));
    page.state
}

/// A profile of the columns `email` and `event`.
pub(in crate::app) fn a_profile() -> Box<Profile> {
    saved(&mut dialog(&["email", "event"], 7)).expect("a mapping that works is saved")
}

#[test]
fn only_a_mapping_that_works_is_saved() {
    assert_eq!(saved(&mut dialog(&["email", "event"], 0)), None);
    assert_eq!(saved(&mut Page::with_figures()), None, "no dialog is open");
    assert_eq!(a_profile().name, "Hausdienst");
}

#[test]
fn a_profile_is_tried_like_any_other_change() {
    let mut page = dialog(&["event", "mail"], 7);
    page.act(Action::ProfileOpened(Ok(a_profile())));
    let open = page.state.mapping.clone().expect("the dialog stays open");
    assert_eq!(
        open.plan.mapping.map(|mapping| mapping.roles),
        Some(vec![Role::Kind, Role::Ignore])
    );
    assert_eq!(open.tried, None, "what was tried before was another mapping");
    let applied =
        OpenedProfile::Applied { name: "Hausdienst".into(), missing: vec!["email".into()] };
    assert_eq!(open.profile, Some(applied.clone()));
    page.act(Action::AcceptMapping);
    assert!(page.state.mapping.is_some(), "nothing is accepted before it is tried");
    let job = last_job(&page.sent(), try_job);
    page.answer(Update::Tried { job, trial: trial(file_report("a.csv", 2)) });
    // What is missing stays said while the rest is chosen.
    let plan = FilePlan { mapping: Some(mapping()), zone: None };
    page.act(Action::ChangeMapping { class: FileClass::Events, plan });
    assert_eq!(page.state.mapping.and_then(|open| open.profile), Some(applied));
}

#[test]
fn what_is_no_profile_changes_nothing() {
    let mut page = dialog(&["email", "event"], 7);
    let before = page.state.mapping.clone().expect("the dialog is open");
    page.act(Action::ProfileOpened(Err(ProfileFault::Damaged)));
    let after = page.state.mapping.clone().expect("the dialog stays open");
    assert_eq!((after.plan, after.tried), (before.plan, before.tried));
    assert_eq!(after.profile, Some(OpenedProfile::Refused(ProfileFault::Damaged)));
    assert!(page.look().is_empty());
    page.act(Action::CloseMapping).look();
    page.act(Action::ProfileOpened(Ok(a_profile())));
    assert!(page.state.mapping.is_none() && page.look().is_empty(), "the dialog was closed");
}

#[test]
fn headers_that_are_data_are_not_saved() {
    let mut page = dialog(&["anna@example.org", "event"], 7);
    assert_eq!(saved(&mut page), None);
    let open = page.state.mapping.expect("the dialog stays open");
    assert_eq!(open.profile, Some(OpenedProfile::NotSaved));
}
