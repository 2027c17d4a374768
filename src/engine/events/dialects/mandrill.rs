//! Mandrill webhooks: arrays of events, or the body of a request that holds them
//! as text, as it was posted (`mandrill_events=%5B…`) or as an object
//! (`{"mandrill_events":"[…]"}`). `ts` is the time of the event, `msg.ts`
//! that of sending; `msg.opens` and `msg.clicks` repeat what came before. Changes
//! of the allow and deny lists (`{"type":"blacklist","action":…}`) and incoming
//! mail are no events of a message. No machine flag.
//!
//! Source: Mandrill's webhook format, django-anymail's tests; verified.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, first_field, inner, inner_field};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::records::read_json;
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "mandrill",
    |look| look.objects.iter().any(|object| object.contains_key(WRAPPER)) || look.shows(is_record),
    |_| Box::new(Mandrill),
);

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

const WRAPPER: &str = "mandrill_events";

struct Mandrill;

fn is_record(object: &Object) -> bool {
    is_event(object) || is_sync(object)
}

fn is_event(object: &Object) -> bool {
    object.contains_key("event")
        && object.contains_key("ts")
        && inner(object, "msg").is_some_and(|message| message.contains_key("email"))
}

/// A change of the allow or deny list.
fn is_sync(object: &Object) -> bool {
    matches!(field(object, "type").as_ref(), "blacklist" | "whitelist" | "denylist" | "allowlist")
        && object.contains_key("action")
}

fn kind(word: &str) -> Result<Kind, Refusal> {
    Ok(match word {
        "send" => Kind::Sent,
        "delivered" => Kind::Delivered,
        "deferral" => Kind::Deferred,
        "hard_bounce" => Kind::BouncedHard,
        "soft_bounce" => Kind::BouncedSoft,
        "reject" => Kind::Dropped,
        "open" => Kind::Opened,
        "click" => Kind::Clicked,
        "spam" => Kind::Complained,
        "unsub" => Kind::Unsubscribed,
        "inbound" => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    })
}

impl ReadRecord for Mandrill {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get(WRAPPER)?.as_array()
    }

    fn unpacked(&self, object: &Object) -> Option<Vec<Value>> {
        read_json(object.get(WRAPPER)?.as_str()?.as_bytes()).ok()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        if object.contains_key(WRAPPER) {
            return Err(Refusal::Problem(ProblemKind::BadJson, Column::Named(WRAPPER)));
        }
        if is_sync(object) && !object.contains_key("event") {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        let kind = kind(&field(object, "event"));
        if let Err(ignored @ Refusal::Ignored(_)) = kind {
            return Err(ignored);
        }
        let empty = Object::new();
        let message = inner(object, "msg").unwrap_or(&empty);
        let address = field(message, "email");
        let who = out.person(&address, Column::Named("email"))?;
        let kind = kind?;
        let moment = out.needed_moment(&field(object, "ts"), Column::Named("ts"))?;
        let name = first_field(message, &["tags", "template", "subject"]);
        out.emit(
            &who,
            Draft {
                link: &field(object, "url"),
                agent: &field(object, "user_agent"),
                country: &inner_field(object, "location", "country_short"),
                ..Draft::new(kind, Some(moment), Campaign { id: "", name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn event(word: &str, rest: &str) -> String {
        format!(
            r#"{{"event":"{word}","msg":{{"ts":1789365000,"subject":"S","email":"a@example.org",
            "tags":["herbst"],"opens":[{{"ts":1}}],"_id":"m"}},"_id":"m","ts":1789365600{rest}}}"#
        )
    }

    const SYNC: &str = r#"{"type":"blacklist","action":"add","reject":{"email":"b@example.org"}}"#;

    #[test]
    fn every_word() {
        let words = "send delivered deferral hard_bounce soft_bounce reject open click spam unsub";
        for (word, kind) in words.split(' ').zip(COVERS_IN_ORDER) {
            let read = Sample::read("x.json", &format!("[{}]", event(word, "")));
            assert_eq!(read.report.dialect, "mandrill");
            assert_eq!(read.count(kind), 1, "{word}");
            assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
        }
    }

    const COVERS_IN_ORDER: [Kind; 10] = [
        Kind::Sent,
        Kind::Delivered,
        Kind::Deferred,
        Kind::BouncedHard,
        Kind::BouncedSoft,
        Kind::Dropped,
        Kind::Opened,
        Kind::Clicked,
        Kind::Complained,
        Kind::Unsubscribed,
    ];

    #[test]
    fn list_changes_and_incoming_mail_are_no_events() {
        let text = [SYNC.to_owned(), event("inbound", ""), event("open", "")].join(",");
        let read = Sample::read("x.json", &format!("[{text}]"));
        assert_eq!(read.report.dialect, "mandrill");
        assert_eq!((read.report.rows, read.count(Kind::Opened)), (3, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
    }

    #[test]
    fn a_request_holds_its_events_as_text_or_as_a_list() {
        let list =
            format!("[{},{SYNC},5]", event("click", r#","url":"https://shop.example.com/""#));
        let text = serde_json::to_string(&list).expect("a text has a form in JSON");
        for wrapped in [&text, &list] {
            let read = Sample::read("x.ndjson", &format!(r#"{{"{WRAPPER}":{wrapped}}}"#));
            assert_eq!(read.report.dialect, "mandrill");
            assert_eq!((read.report.rows, read.count(Kind::Clicked)), (3, 1));
            assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
            assert_eq!(read.report.problems[&ProblemKind::NotAnObject], 1);
        }
        let read = Sample::read("x.ndjson", &format!(r#"{{"{WRAPPER}":"[{{"}}"#));
        assert_eq!(read.report.problems[&ProblemKind::BadJson], 1);
        let read = Sample::read("x.ndjson", &format!(r#"{{"{WRAPPER}":"[]"}}"#));
        assert_eq!((read.report.dialect.as_str(), read.report.rows), ("mandrill", 0));
    }

    /// As browsers and services encode it.
    fn posted(list: &str) -> String {
        let encoded = list.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        });
        format!("{WRAPPER}={}", encoded.collect::<String>())
    }

    #[test]
    fn bodies_as_they_are_posted() {
        let list = format!("[{},{},{SYNC}]", event("open", ""), event("send", ""));
        let one = posted(&list);
        let empty = posted("[]");
        for text in [one.clone(), format!("{empty}\n{one}\r\n{}\n", posted("[{"))] {
            let read = Sample::read("x.txt", &text);
            assert_eq!(read.report.dialect, "mandrill");
            assert_eq!((read.count(Kind::Opened), read.count(Kind::Sent)), (1, 1));
            assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
            assert_eq!(
                read.report.problems.get(&ProblemKind::BadJson),
                (text.len() > one.len()).then_some(&1)
            );
        }
        let many = posted(&format!("[{}]", vec![event("open", ""); 1_000].join(",")));
        assert_eq!(Sample::read("x", &many).count(Kind::Opened), 1_000);
    }

    #[test]
    fn what_is_missing_is_located() {
        let text = [
            event("open", ""),
            event("danced", ""),
            event("", ""),
            event("open", "").replace("a@example.org", ""),
            event("open", "").replace("1789365600", "null"),
        ]
        .join("\n");
        let read = Sample::read("x.ndjson", &text);
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(2), ProblemKind::UnknownWord),
                (Some(3), ProblemKind::MissingKind),
                (Some(4), ProblemKind::MissingAddress),
                (Some(5), ProblemKind::MissingTime),
            ]
        );
    }

    #[test]
    fn of_a_place_only_the_country_is_read() {
        let place = r#","location":{"country_short":"AT","country":"Austria","region":"Wien","city":"Vienna","latitude":48.2,"longitude":16.4}"#;
        let text = format!("[{},{}]", event("open", place), event("click", r#","location":null"#));
        assert_eq!(Sample::read("x.json", &text).countries, ["AT", "unknown"]);
    }
}
