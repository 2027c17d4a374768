use super::super::sample::Sample;
use super::*;

fn event(metric: &str, profile: &str, properties: &str) -> String {
    format!(
        r#"{{"type":"event","id":"e","attributes":{{"timestamp":1789365606,"datetime":"2026-09-14T06:00:06+00:00","uuid":"u",
        "event_properties":{{"$message":"m1","Campaign Name":"Herbst"{properties}}}}},
        "relationships":{{"profile":{{"data":{{"type":"profile","id":"{profile}"}}}},
        "metric":{{"data":{{"type":"metric","id":"{metric}"}}}}}}}}"#
    )
}

fn page(events: &[String], included: &[(&str, &str, &str)]) -> String {
    let included: Vec<String> = included
        .iter()
        .map(|(kind, id, name)| {
            let key = if *kind == "profile" { "email" } else { "name" };
            format!(r#"{{"type":"{kind}","id":"{id}","attributes":{{"{key}":"{name}"}}}}"#)
        })
        .collect();
    format!(
        r#"{{"data":[{}],"included":[{}],"links":{{"next":null}}}}"#,
        events.join(","),
        included.join(",")
    )
}

#[test]
fn names_and_addresses_stand_beside_the_list() {
    let text = page(
        &[event("M1", "P1", ""), event("M2", "P2", ""), event("M2", "P3", "")],
        &[
            ("metric", "M1", "Received Email"),
            ("metric", "M2", "Opened Email"),
            ("profile", "P1", "a@example.org"),
            ("profile", "P2", "A@example.org"),
        ],
    );
    let read = Sample::read("x.json", &text);
    assert_eq!(read.report.dialect, "klaviyo-events");
    assert_eq!((read.count(Kind::Delivered), read.count(Kind::Opened)), (1, 2));
    // One address in two spellings, and one who is known by an id alone.
    assert_eq!(read.report.recipients, 2);
    assert_eq!(read.campaigns(), [("m1", "Herbst")]);
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:06Z"));
    assert!(!read.covers.contains(Kind::Sent) && read.covers.contains(Kind::Delivered));
}

#[test]
fn every_page_has_profiles_of_its_own() {
    let one = page(
        &[event("M", "P", "")],
        &[("metric", "M", "Opened Email"), ("profile", "P", "a@example.org")],
    );
    let other = page(&[event("M", "P", "")], &[("profile", "P", "b@example.org")]);
    let read = Sample::read(
        "x.ndjson",
        &format!("{}\n{}", one.replace('\n', ""), other.replace('\n', "")),
    );
    assert_eq!((read.count(Kind::Opened), read.report.recipients), (2, 2));
}

#[test]
fn machines_by_their_flags_in_any_type() {
    let metrics = [
        ("metric", "O", "Opened Email"),
        ("metric", "C", "Clicked Email"),
        ("profile", "P", "a@example.org"),
    ];
    let events = [
        event("O", "P", r#","machine_open":true"#),
        event("O", "P", r#","machine_open":"True""#),
        event("O", "P", r#","Apple Privacy Open":true"#),
        event("O", "P", r#","machine_open":false"#),
        event("C", "P", r#","Bot Click":true,"URL":"https://shop.example/a""#),
        event("C", "P", r#","Bot Click":false"#),
    ];
    let read = Sample::read("x.json", &page(&events, &metrics));
    assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (3, 1));
    assert_eq!((read.count(Kind::MachineClicked), read.count(Kind::Clicked)), (1, 1));
    assert_eq!(read.links[4], Some("shop.example/a".to_owned()));
}

#[test]
fn metrics_that_are_known_unknown_and_not_about_email() {
    let names = [
        "Bounced Email",
        "Dropped Email",
        "Marked Email as Spam",
        "Unsubscribed from List",
        "Unsubscribed",
        "Subscribed to Email Marketing",
        "Placed Order",
        "Viewed Product",
        "Received SMS",
        "Updated Email Preferences",
        "Danced with Email",
    ];
    let ids: Vec<String> = (0..names.len()).map(|at| format!("M{at}")).collect();
    let mut events: Vec<String> = ids.iter().map(|id| event(id, "P", "")).collect();
    events.push(event("M0", "P", r#","Bounce Type":"Soft""#));
    events.push(event("M0", "P", r#","Bounce Type":"Odd""#));
    events.push(event("nameless", "P", ""));
    let mut included: Vec<_> =
        ids.iter().zip(names).map(|(id, name)| ("metric", id.as_str(), name)).collect();
    included.push(("profile", "P", "a@example.org"));
    let read = Sample::read("x.json", &page(&events, &included));
    assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (1, 1));
    assert_eq!(read.report.unclassified_bounces, 1);
    assert_eq!((read.count(Kind::Dropped), read.count(Kind::Complained)), (1, 1));
    assert_eq!((read.count(Kind::Unsubscribed), read.count(Kind::Subscribed)), (2, 1));
    assert_eq!(read.count(Kind::Converted), 1);
    assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 3);
    assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 2);
    assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
}

#[test]
fn objects_of_the_older_api() {
    let read = Sample::read(
        "x.json",
        r#"{"count":1,"object":"$list","data":[{"object":"event","id":"1","statistic_id":"s","timestamp":1789365606,
            "event_name":"Opened Email","event_properties":{"$message":"m1"},"datetime":"2026-09-14 06:00:06+00:00",
            "uuid":"u","person":{"object":"person","id":"p","email":"a@example.org"}}],"next":"x"}"#,
    );
    assert_eq!(read.report.dialect, "klaviyo-events");
    assert_eq!((read.count(Kind::Opened), read.report.rows), (1, 1));
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:06Z"));
}

#[test]
fn a_table_of_a_warehouse_has_ids_for_addresses() {
    let read = Sample::read(
        "event.csv",
        "id,_fivetran_deleted,_fivetran_synced,campaign_id,datetime,flow_id,flow_message_id,metric_id,person_id,type,uuid\n\
         e1,false,2026-09-15 00:00:00 UTC,c1,2026-09-14 06:00:06 UTC,,,m,01J00,Received Email,u\n\
         e2,false,2026-09-15 00:00:00 UTC,,2026-09-14 06:00:16 UTC,f,fm,m,01J00,Opened Email,u\n\
         e3,true,2026-09-15 00:00:00 UTC,c1,2026-09-14 06:00:16 UTC,,,m,01J00,Opened Email,u\n",
    );
    assert_eq!(read.report.dialect, "klaviyo-events");
    assert_eq!((read.count(Kind::Delivered), read.count(Kind::Opened)), (1, 1));
    assert_eq!((read.report.recipients, read.report.ignored[&IgnoredReason::NoRecord]), (1, 1));
    assert_eq!(read.campaigns(), [("c1", ""), ("fm", "")]);
    assert_eq!(read.report.last.as_deref(), Some("2026-09-14T06:00:16Z"));
}

#[test]
fn an_empty_page_is_known() {
    let read = Sample::read("x.json", &page(&[], &[]));
    assert_eq!((read.report.dialect.as_str(), read.report.rows), ("klaviyo-events", 0));
}

#[test]
fn an_answer_with_one_event() {
    let text = r#"{"data":{"type":"event","id":"e","attributes":{"timestamp":1789365600,
        "event_properties":{"machine_open":true},"datetime":"2026-09-14 06:00:00+00:00"},
        "relationships":{"profile":{"data":{"type":"profile","id":"P"}},
        "metric":{"data":{"type":"metric","id":"M"}}}},
        "included":[{"type":"metric","id":"M","attributes":{"name":"Opened Email"}},
        {"type":"profile","id":"P","attributes":{"email":"a@example.org"}}]}"#;
    let read = Sample::read("x.json", text);
    assert_eq!(read.report.dialect, "klaviyo-events");
    assert_eq!((read.count(Kind::MachineOpened), read.report.recipients), (1, 1));
}
