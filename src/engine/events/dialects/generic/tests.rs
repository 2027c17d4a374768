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

/// As answers of search servers and of GraphQL come, longer than what is looked at.
#[test]
fn json_whose_list_is_further_in() {
    let event = |n: u32| {
        format!(
            r#"{{"email":"p{n}@example.org","event":"opened","time":"2026-09-14T06:00:00Z","n":{n}}}"#
        )
    };
    let events: Vec<String> = (0..2000).map(event).collect();
    let answers = [
        (
            r#"{"took":3,"hits":{"total":{"value":2000},"hits":[{"_source":"#,
            r#"},{"_source":"#,
            "}]}}",
        ),
        (r#"{"data":{"account":{"events":{"edges":[{"node":"#, r#"},{"node":"#, "}]}}}}"),
        (r#"{"meta":{"pages":[1,2]},"data":{"events":["#, ",", "]}}"),
    ];
    for (start, between, end) in answers {
        let read = Sample::read("x.json", &format!("{start}{}{end}", events.join(between)));
        assert_eq!((read.report.rows, read.report.rows_used), (2000, 2000), "{start}");
    }
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

#[test]
fn a_status_tells_what_came_before_it() {
    let read = Sample::read(
        "x.csv",
        "E-Mail;Status;Klicks\n\
         a@example.org;Versendet;0\n\
         b@example.org;Hardbounce;0\n\
         c@example.org;Abgemeldet;1\n\
         d@example.org;blockiert;0\n\
         e@example.org;nicht geöffnet;0\n",
    );
    assert_eq!((read.count(Kind::Sent), read.count(Kind::BouncedHard)), (3, 1));
    assert_eq!((read.count(Kind::Unsubscribed), read.count(Kind::Dropped)), (1, 1));
    assert_eq!((read.count(Kind::Delivered), read.count(Kind::Clicked)), (0, 1));
    assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
    assert!(read.report.problems.is_empty());
    let delivered = Sample::read(
        "x.csv",
        "E-Mail;Status;Klicks\na@example.org;zugestellt;0\nb@example.org;geöffnet;0\nc@example.org;Softbounce;0\n",
    );
    assert_eq!((delivered.count(Kind::Delivered), delivered.count(Kind::Sent)), (2, 0));
    // What has a column of its own is not told by the status.
    let column = Sample::read(
        "x.csv",
        "E-Mail;Status;Versendet am\na@example.org;Versendet;14.09.2026 08:00\nb@example.org;Hardbounce;\n",
    );
    assert_eq!(column.count(Kind::Sent), 1);
}

#[test]
fn the_last_of_several_has_its_own_time() {
    let read = Sample::read(
        "x.csv",
        "Email,Opens,Last Open Date\na@example.org,3,09/14/2026 11:30 PM\nb@example.org,1,09/14/2026 03:08 AM\nc@example.org,0,\n",
    );
    assert_eq!((read.count(Kind::Opened), read.report.recipients), (4, 2));
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T01:08:00Z"));
    assert_eq!(read.report.last.as_deref(), Some("2026-09-14T21:30:00Z"));
    let both = Sample::read(
        "x.csv",
        "E-Mail;Öffnungen;Erste Öffnung;Letzte Öffnung\na@example.org;2;14.09.2026 08:00;15.09.2026 08:00\n",
    );
    assert_eq!(both.report.last.as_deref(), Some("2026-09-14T06:00:00Z"));
}

#[test]
fn a_german_report_with_everything() {
    let read = Sample::read(
        "export.csv",
        "Bericht vom 24.09.2026;;;;\n\
         Kampagne:;\"Herbst; Teil 1\";;;\n\
         Zeitraum:;14.09.2026;bis;20.09.2026;\n\
         ;;;;\n\
         E-Mail;Geöffnet am;Öffnungen;Klicks;Öffnungsrate\n\
         a@example.org;14.09.2026, 08:00 Uhr;1.024;14,0;27,3 %\n\
         b@example.org;00.00.0000;0;0;0,0 %\n\
         c@example.org;n/a;-;k. A.;-\n\
         Gesamt;;1.024;14;\n\
         ;;;;\n",
    );
    assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1_024, 14));
    assert_eq!(read.campaigns(), [("", "Herbst; Teil 1")]);
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 2);
    // The line of sums, and the blank one.
    assert_eq!(read.report.ignored[&IgnoredReason::NoRecord], 2);
    assert!(read.report.problems.is_empty());
}

#[test]
fn the_day_and_the_time_of_day_are_one_time() {
    for header in ["Datum;Uhrzeit;E-Mail;Aktion", "Uhrzeit;Datum;E-Mail;Aktion"] {
        let (one, other) = match header.starts_with("Datum") {
            true => ("14.09.2026", "08:00:14"),
            false => ("08:00:14", "14.09.2026"),
        };
        let read = Sample::read(
            "x.csv",
            &format!(
                "{header}\n{one};{other};a@example.org;Öffnung\n{one};{other};b@example.org;Klick\n"
            ),
        );
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:14Z"), "{header}");
        assert_eq!(read.report.rows_used, 2);
    }
}

#[test]
fn ids_beyond_the_precision_of_a_float_stay_distinct() {
    let read = Sample::read(
        "x.json",
        r#"[{"contact_id":9007199254740992,"campaign_id":9007199254740994,"event":"opened","timestamp":1789365600},
            {"contact_id":9007199254740993,"campaign_id":9007199254740995,"event":"opened","timestamp":1789365600}]"#,
    );
    assert_eq!((read.report.recipients, read.count(Kind::Opened)), (2, 2));
    assert_eq!(read.campaigns(), [("9007199254740994", ""), ("9007199254740995", "")]);
}

#[test]
fn the_hour_that_comes_twice_is_told() {
    let read = Sample::read(
        "x.csv",
        "E-Mail;Aktion;Zeitpunkt\n\
         a@example.org;Öffnung;25.10.2026 01:59:59\n\
         A@Example.org;Öffnung;25.10.2026 02:30:00\n\
         a@example.org;Öffnung;25.10.2026 03:00:00\n\
         a@example.org;Öffnung;29.03.2026 02:30:00\n",
    );
    assert_eq!((read.report.ambiguous_times, read.report.recipients), (1, 1));
    assert_eq!(read.report.zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(read.report.last.as_deref(), Some("2026-10-25T02:00:00Z"));
    let told = Sample::read(
        "x.csv",
        "email,event,timestamp\na@example.org,open,2026-10-25T02:30:00+01:00\n",
    );
    assert_eq!((told.report.ambiguous_times, told.report.zone), (0, None));
}

#[test]
fn a_sheet_with_titles_is_a_log_of_its_one_date() {
    let read = Sample::read(
        "statistik.csv",
        "Kampagne:,Herbst-Newsletter 2026; Teil 1,,,\n\
         Exportiert am:,2026-11-02 09:00:00,,,\n\
         ,,,,\n\
         E-Mail,Vorname,Nachname,Öffnungsdatum,Endgerät\n\
         A@Example.com,Änne,Groß,2026-09-14 08:00:14,Desktop\n\
         mc@example.com,Marie-Claire,\"d’Arc, Dr.\",2026-09-14 08:00:25,Desktop\n\
         a@example.com,Änne,Groß,2026-09-14 17:25:50,Desktop\n",
    );
    assert_eq!(read.report.granularity, Granularity::Event);
    assert_eq!((read.count(Kind::Opened), read.report.recipients), (3, 2));
    assert_eq!(read.campaigns(), [("", "Herbst-Newsletter 2026; Teil 1")]);
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:14Z"));
    assert!(read.report.problems.is_empty() && read.report.ignored.is_empty());
}

#[test]
fn numbers_of_seconds_are_times_and_no_counts() {
    let read = Sample::read(
        "x.csv",
        "email,sent,opened,clicked\na@example.org,1789365600,1789365700,0\n\
         b@example.org,1789365600,,\nc@example.org,1789365600,1789365800,1789365900\n",
    );
    let counts = [Kind::Sent, Kind::Opened, Kind::Clicked].map(|kind| read.count(kind));
    assert_eq!(counts, [3, 2, 1]);
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    let read = Sample::read("x.csv", "email,opens\na@example.org,3\nb@example.org,17893656\n");
    assert_eq!((read.count(Kind::Opened), read.report.problems[&ProblemKind::BadNumber]), (3, 1));
}

#[test]
fn a_log_may_name_ids_or_nobody() {
    for (column, recipients) in
        [("member_id", 2), ("person_id", 2), ("Recipient ID", 2), ("list_id", 0), ("x", 0)]
    {
        let text = format!(
            "event,{column},timestamp,campaign\nopened,17,2026-09-14T08:00:00Z,Herbst\n\
             clicked,18,2026-09-14T08:00:05Z,Herbst\ndanced,18,2026-09-14T08:00:05Z,Herbst\n"
        );
        let read = Sample::read("x.csv", &text);
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1), "{column}");
        assert_eq!(read.report.recipients, recipients, "{column}");
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1, "{column}");
        assert_eq!(read.campaigns(), [("", "Herbst")], "{column}");
    }
    // Tables of sums are no logs.
    for text in [
        "event,date,count\nopened,2026-09-14,17\nclicked,2026-09-14,4\n",
        "campaign,date,opens,clicks\nHerbst,2026-09-14,17,4\n",
        "event,total_events,date\nopened,17,2026-09-14\n",
    ] {
        assert!(Sample::try_read("x.csv", text, &FilePlan::default()).is_err(), "{text}");
    }
}

#[test]
fn a_request_with_brackets_in_its_keys() {
    let read = Sample::read(
        "hooks.txt",
        "type=open&date_time=2026-09-14T08%3A00%3A00-05%3A00&contact%5Bid%5D=7\
         &contact%5Bemail%5D=a%40example.org&campaign%5Bname%5D=Herbst\n",
    );
    assert_eq!((read.count(Kind::Opened), read.report.recipients), (1, 1));
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T13:00:00Z"));
}

#[test]
fn what_holds_nothing_is_told_so() {
    for (text, expected) in [
        ("[]", ProblemKind::EmptyFile),
        ("{}", ProblemKind::EmptyFile),
        ("[1, 2]", ProblemKind::NoUsableColumns),
        ("{\"a\":1}", ProblemKind::NoUsableColumns),
    ] {
        let read = Sample::try_read("x.json", text, &FilePlan::default());
        assert_eq!(read.err().map(|problem| problem.kind), Some(expected), "{text}");
    }
}

#[test]
fn recipients_as_services_and_people_list_them() {
    for (text, expected) in [
        (
            "Nr.;eMail;Anrede;geöffnet (ja/nein);Anzahl geöffnet;geklickt (ja/nein);Anzahl geklickt\n\
             1;a@example.org;Herr;ja;2;ja;1\n2;b@example.org;Frau;nein;0;nein;0\n",
            &[(Kind::Opened, 2), (Kind::Clicked, 1)][..],
        ),
        (
            "E-Mail;Zustellstatus;Öffnungsstatus;Klickstatus\n\
             a@example.org;zugestellt;geöffnet;nicht geklickt\n\
             b@example.org;nicht zugestellt;nicht geöffnet;nicht geklickt\n",
            &[(Kind::Delivered, 1), (Kind::BouncedHard, 1), (Kind::Opened, 1), (Kind::Clicked, 0)],
        ),
        (
            "Email;Geöffnet am;Geklickt am\na@example.org;14.09.2026 08.00;-\n\
             b@example.org;n/a;NULL\nc@example.org;noch nicht;nein\n",
            &[(Kind::Opened, 1), (Kind::Clicked, 0)],
        ),
        (
            "Contact ID,Email,Date Sent,Date Opened,Num Opens,Num Clicks,Soft Bounced,Hard Bounced\n\
             1,a@example.org,2026-09-14T06:00:00Z,2026-09-14T06:10:00Z,2,1,False,False\n\
             2,b@example.org,2026-09-14T06:00:00Z,,0,0,False,True\n",
            &[
                (Kind::Sent, 2),
                (Kind::Opened, 2),
                (Kind::Clicked, 1),
                (Kind::BouncedHard, 1),
                (Kind::BouncedSoft, 0),
            ],
        ),
        (
            "E-mail;Data de envio;Aberturas;Cliques;Descadastrado\n\
             a@example.org;14/09/2026 08:00;2;1;Não\n",
            &[(Kind::Sent, 1), (Kind::Opened, 2), (Kind::Clicked, 1), (Kind::Unsubscribed, 0)],
        ),
    ] {
        let read = Sample::read("x.csv", text);
        assert_eq!(read.report.granularity, Granularity::Recipient, "{text}");
        for (kind, count) in expected {
            assert_eq!(read.count(*kind), *count, "{} of {text}", kind.name());
        }
        assert!(read.report.problems.is_empty(), "{text}");
    }
}

#[test]
fn figures_of_a_campaign_are_never_passed_off_as_events() {
    let text = "Name;Versendet am;Empfänger;Öffnungen;Öffnungsrate;Klicks\n\
        Herbst;14.09.2026 08:00;1.234;456;36,9 %;78\n";
    let refused = Sample::try_read("x.csv", text, &FilePlan::default());
    assert_eq!(refused.err().map(|problem| problem.kind), Some(ProblemKind::NoUsableColumns));
}

#[test]
fn a_country_is_read_by_code_or_name_and_nothing_else_of_a_place() {
    let read = Sample::read(
        "x.csv",
        "E-Mail;Ereignis;Zeitpunkt;Land;Stadt;IP\n\
         a@example.org;opened;2026-09-14 08:00;Österreich;Wien;203.0.113.7\n\
         b@example.org;opened;2026-09-14 08:00;deu;Berlin;203.0.113.8\n\
         c@example.org;clicked;2026-09-14 08:00;Bavaria;München;203.0.113.9\n",
    );
    assert_eq!(read.countries, ["AT", "DE", "unknown"]);
    let read = Sample::read(
        "x.csv",
        "email,opens,clicks,country\na@example.org,2,1,France\nb@example.org,1,0,\n",
    );
    assert_eq!(read.countries, ["FR", "FR", "unknown"]);
}

#[test]
fn an_object_that_is_read_where_it_lies_says_the_same() {
    let read = Sample::read_lines(&[
        r#"{"email":"a@example.org","event":"open","timestamp":"2026-09-14T06:00:00Z","campaign":"Herbst","url":null}"#,
        r#"{"email":" b@example.org ","event":"click","timestamp":"2026-09-14T06:00:01Z","campaign":"Herbst","url":"https://shop.example/a?u=1"}"#,
        r#"{"email":"","event":"open","timestamp":"2026-09-14T06:00:02Z","campaign":7}"#,
        r#"{"email":"c@example.org","event":"danced","timestamp":"2026-09-14T06:00:02Z"}"#,
        r#"{"event":"open","timestamp":1789365600}"#,
    ]);
    assert_eq!(read.report.dialect, "generic");
    assert_eq!((read.report.rows, read.report.rows_used), (5, 2));
}
