//! States for tests of what is drawn.

use super::*;

/// Every class of file, read.
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
