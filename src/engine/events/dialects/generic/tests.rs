use super::super::sample::Sample;
use super::*;
use crate::contract::{CampaignSource, DateOrder, FilePlan};

const LOG: &str = "email,event,timestamp,campaign,url,view\n\
    a@example.org,open,2026-09-14T06:00:00Z,Herbst,,\n\
    b@example.org,click,2026-09-14T06:00:01Z,Herbst,https://shop.example/a?u=1,\n\
    ,open,2026-09-14T06:00:02Z,Herbst,,\n\
    c@example.org,danced,2026-09-14T06:00:02Z,Herbst,,\n\
    c@example.org,open,whenever,Herbst,,\n\
    c@example.org,open,,Herbst,,\n\
    c@example.org,,2026-09-14T06:00:02Z,Herbst,,\n\
    email,event,timestamp,campaign,url,view\n\
    Total,,,,,\n\
    c@example.org\n";

#[test]
fn every_row_of_a_log_ends_somewhere() {
    let read = Sample::read("x.csv", LOG);
    assert_eq!(read.report.dialect, "generic");
    assert_eq!((read.report.rows, read.report.rows_used), (10, 2));
    assert_eq!(read.report.ignored[&IgnoredReason::NoRecord], 2);
    let located: Vec<_> = read
        .report
        .located
        .iter()
        .map(|problem| (problem.row, problem.kind, problem.column.as_deref()))
        .collect();
    assert_eq!(
        located,
        [
            (Some(3), ProblemKind::MissingAddress, Some("email")),
            (Some(4), ProblemKind::UnknownWord, Some("event")),
            (Some(5), ProblemKind::BadTime, Some("timestamp")),
            (Some(6), ProblemKind::MissingTime, Some("timestamp")),
            (Some(7), ProblemKind::MissingKind, Some("event")),
            (Some(10), ProblemKind::WrongColumnCount, Some("event")),
        ]
    );
    assert_eq!((read.report.recipients, read.report.addresses), (2, 3));
    assert_eq!(read.campaigns(), [("", "Herbst")]);
    assert_eq!(read.links[1].as_deref(), Some("shop.example/a"));
}

fn plan(roles: Vec<Role>, granularity: Granularity) -> FilePlan {
    FilePlan {
        mapping: Some(Mapping {
            roles,
            granularity,
            words: BTreeMap::new(),
            kind: None,
            dates: DateOrder::DayFirst,
            campaign: CampaignSource::Typed("Typed".into()),
        }),
        zone: None,
    }
}

#[test]
fn the_users_mapping_decides() {
    let roles =
        vec![Role::Address, Role::Kind, Role::Time, Role::Ignore, Role::Link, Role::ViewSeconds];
    let mut plan = plan(roles, Granularity::Event);
    let mapping = plan.mapping.as_mut().expect("set above");
    mapping.words =
        BTreeMap::from([("danced".into(), Some(Kind::Converted)), ("open".into(), None)]);
    let text = format!("{LOG}d@example.org,click,2026-09-14T06:00:02Z,,,\"1,5\"\n");
    let read = Sample::try_read("x.csv", &text, &plan).expect("a mapping");
    assert_eq!((read.count(Kind::Converted), read.count(Kind::Clicked)), (1, 2));
    assert_eq!(read.report.ignored[&IgnoredReason::WordLeftOut], 3);
    assert_eq!(read.campaigns(), [("", "Typed")]);
    assert_eq!(read.views.last(), Some(&Some(1_500)));
}

#[test]
fn recipient_rows_expand_to_counts_without_invented_times() {
    let read = Sample::read(
        "versand.csv",
        "E-Mail;Zugestellt;Geöffnet am;Öffnungen;Klicks;Bounce;Status\n\
         a@example.org;Ja;14.09.2026 19:30:28;3;2;;\n\
         b@example.org;Nein;;0;0;Softbounce;gebounct\n\
         c@example.org;Nein;;0;0;;Nein\n\
         d@example.org;Nein;;viele;0;;\n",
    );
    assert_eq!(read.report.granularity, Granularity::Recipient);
    assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (3, 2));
    assert_eq!((read.count(Kind::BouncedSoft), read.count(Kind::BouncedHard)), (1, 0));
    assert_eq!(read.report.unclassified_bounces, 0);
    assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
    assert_eq!(read.report.problems[&ProblemKind::BadNumber], 1);
    assert_eq!(read.report.located[0].column.as_deref(), Some("Öffnungen"));
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T17:30:28Z"));
    assert!(read.covers.contains(Kind::Delivered) && !read.covers.contains(Kind::Complained));
}

#[test]
fn a_bounce_without_a_class_is_hard_and_told() {
    let read = Sample::read(
        "x.csv",
        "email,status,opens\na@example.org,Bounce,0\nb@example.org,delivered,1\n",
    );
    assert_eq!((read.count(Kind::BouncedHard), read.report.unclassified_bounces), (1, 1));
}

#[test]
fn a_header_that_is_data_is_never_told() {
    let roles = vec![Role::Address, Role::CountOf(Kind::Clicked)];
    let text = "email,https://shop.example/?u=zoe@example.net\na@example.org,x\n";
    let read =
        Sample::try_read("x.csv", text, &plan(roles, Granularity::Recipient)).expect("a mapping");
    assert_eq!(read.report.problems[&ProblemKind::BadNumber], 1);
    assert_eq!(read.report.located[0].column, None);
}

#[test]
fn json_by_dotted_keys_in_an_envelope() {
    let read = Sample::read(
        "x.json",
        r#"{"page":1,"items":[
            {"to":["a@example.org"],"event":"opened","at":{"timestamp":1789365600.5}},
            {"to":["b@example.org"],"event":"clicked","at":{"timestamp":1789365601},"n":9007199254740993},
            {"event":"clicked","at":{"timestamp":1789365601}},
            7]}"#,
    );
    assert_eq!((read.report.rows, read.report.rows_used), (4, 2));
    assert_eq!(read.report.problems[&ProblemKind::MissingAddress], 1);
    assert_eq!(read.report.problems[&ProblemKind::NotAnObject], 1);
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00.500Z"));
}

#[test]
fn mappings_that_fit_no_file_do_no_harm() {
    for roles in [vec![], vec![Role::Kind; 40], vec![Role::Time, Role::Address, Role::Link]] {
        for granularity in [
            Granularity::Event,
            Granularity::Recipient,
            Granularity::Contact,
            Granularity::Campaign,
        ] {
            let read = Sample::try_read("x.csv", LOG, &plan(roles.clone(), granularity))
                .expect("a mapping");
            assert_eq!(read.report.rows, 10);
        }
    }
}
