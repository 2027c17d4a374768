use super::super::sample::Sample;
use super::*;

const WORDS: [(&str, &str, Kind); 14] = [
    ("request", "requests", Kind::Sent),
    ("delivered", "delivered", Kind::Delivered),
    ("deferred", "deferred", Kind::Deferred),
    ("hard_bounce", "hardBounces", Kind::BouncedHard),
    ("invalid_email", "invalid", Kind::BouncedHard),
    ("soft_bounce", "softBounces", Kind::BouncedSoft),
    ("blocked", "blocked", Kind::Dropped),
    ("error", "error", Kind::Dropped),
    ("opened", "opened", Kind::Opened),
    ("proxy_open", "loadedByProxy", Kind::MachineOpened),
    ("click", "clicks", Kind::Clicked),
    ("spam", "spam", Kind::Complained),
    ("complaint", "complaint", Kind::Complained),
    ("unsubscribe", "unsubscribed", Kind::Unsubscribed),
];

/// A transactional event, `second` seconds after eight in Berlin.
fn event(word: &str, second: u32, rest: &str) -> String {
    format!(
        r#"{{"event":"{word}","email":"a@example.org","id":1,"date":"2026-09-14 08:00:{second:02}",
        "ts":{shifted},"message-id":"<m>","ts_event":{shifted},"ts_epoch":{epoch},"subject":"S"{rest}}}"#,
        shifted = 1_789_372_800 + second,
        epoch = 1_789_365_600_000_i64 + i64::from(second) * 1000,
    )
}

#[test]
fn both_spellings_in_webhooks_tables_and_pages() {
    for (hook, api, kind) in WORDS {
        for word in [hook, api] {
            let table = format!(
                "email,ts_epoch,event,message-id,ts,date\n\
                 a@example.org,1789365600000,{word},<m>,1789372800,2026-09-14 08:00:00\n"
            );
            let page = format!(
                r#"{{"events":[{{"email":"a@example.org","date":"2026-09-14T08:00:00.000+02:00",
                "messageId":"<m>","event":"{word}","subject":"S"}}]}}"#
            );
            for text in [event(word, 0, ""), table, page] {
                let read = Sample::read("x", &text);
                assert_eq!(read.report.dialect, "brevo-events", "{text}");
                assert_eq!(read.count(kind), 1, "{word}");
                assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
                assert_eq!(read.report.zone, None);
            }
        }
    }
}

#[test]
fn without_an_epoch_the_accounts_clock_is_read_in_the_files_zone() {
    let epoch = |text: &str| text.replace(r#""ts_epoch":1789365600000,"#, "");
    let dated = epoch(&event("opened", 0, ""));
    let shifted = dated.replace(r#""date":"2026-09-14 08:00:00","#, "");
    let day_first = dated.replace("2026-09-14 08:00:00", "14-09-2026 08:00:00");
    for text in [dated, shifted, day_first] {
        let read = Sample::read("x", &text);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"), "{text}");
        assert_eq!(read.report.zone.as_deref(), Some("Europe/Berlin"));
    }
    let proxy = event("unique_proxy_open", 0, "").replace("ts_epoch", "s_epoch");
    let read = Sample::read("x", &proxy);
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    assert_eq!(read.report.zone, None);
}

#[test]
fn marketing_events_have_their_campaign_and_utc() {
    let read = Sample::read(
        "x",
        r#"{"id":1,"camp_id":7,"email":"a@example.org","campaign name":"Herbst","date_sent":"2026-09-14 08:00:00",
        "date_event":"2026-09-14 08:01:00","event":"click","tag":"","URL":"https://shop.example.com/a",
        "ts_sent":1789365600,"ts_event":1789365660,"ts":1789372860}
        {"id":1,"email":["a@example.org","b@example.org"],"event":"list_addition","key":"k",
        "list_id":[3],"date":"2026-09-14 08:02:00","ts":1789372920}
        {"id":1,"email":["a@example.org"],"event":"contact_deleted","key":"k",
        "list_id":[3],"date":"2026-09-14 08:02:00","ts":1789372920}"#,
    );
    assert_eq!(read.report.dialect, "brevo-events");
    assert_eq!((read.count(Kind::Clicked), read.count(Kind::Subscribed)), (1, 2));
    assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
    assert_eq!(read.campaigns(), [("7", "Herbst"), ("", "x")]);
    assert_eq!(read.links[0].as_deref(), Some("shop.example.com/a"));
    assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:01:00Z"));
    assert_eq!(read.report.last.as_deref(), Some("2026-09-14T06:02:00Z"));
}

#[test]
fn the_first_open_and_the_open_are_one() {
    let text = [
        event("unique_opened", 0, ""),
        event("opened", 0, ""),
        event("opened", 40, ""),
        event("proxy_open", 41, ""),
        event("unique_proxy_open", 41, ""),
    ]
    .join(",");
    let read = Sample::read("x.json", &format!("[{text}]"));
    assert_eq!((read.count(Kind::Opened), read.count(Kind::MachineOpened)), (2, 1));
    assert_eq!(read.report.ignored[&IgnoredReason::ToldElsewhere], 2);
}

#[test]
fn tags_are_lists_texts_or_lists_as_text() {
    for (rest, name) in [
        (r#","tags":["herbst","x"]"#, "herbst"),
        (r#","tags":[],"tag":"herbst""#, "herbst"),
        (r#","tag":"[\"herbst\"]""#, "herbst"),
        (r#","tag":"""#, "S"),
    ] {
        let read = Sample::read("x", &event("opened", 0, rest));
        assert_eq!(read.campaigns(), [("", name)], "{rest}");
    }
}

#[test]
fn what_is_missing_is_located() {
    let read = Sample::read(
        "x.csv",
        "event;email;message-id;ts_event;ts_epoch;link\n\
         click;a@example.org;<m>;1789372800;1789365600000;https://shop.example.com/a\n\
         danced;a@example.org;<m>;1789372800;1789365600000;\n\
         ;a@example.org;<m>;1789372800;1789365600000;\n\
         opened;NULL;<m>;1789372800;1789365600000;\n\
         opened;a@example.org;<m>;;;\n\
         opened;a@example.org;<m>;soon;;\n",
    );
    assert_eq!((read.report.dialect.as_str(), read.count(Kind::Clicked)), ("brevo-events", 1));
    let located: Vec<_> =
        read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
    assert_eq!(
        located,
        [
            (Some(2), ProblemKind::UnknownWord),
            (Some(3), ProblemKind::MissingKind),
            (Some(4), ProblemKind::MissingAddress),
            (Some(5), ProblemKind::MissingTime),
            (Some(6), ProblemKind::BadTime),
        ]
    );
}
