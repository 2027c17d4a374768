//! Resend webhooks: `{"type":"email.opened","created_at":…,"data":{…}}`. The outer
//! `created_at` is the time of the event, `data.created_at` that of the message.
//! Which of several recipients acted is not told: such an event counts without a
//! person. No machine flag.
//!
//! Source: Resend's event types, django-anymail's tests; verified.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::look::{field, first_field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::Word;
use crate::engine::events::{Campaign, Who};
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect =
    Dialect::of_events("resend-webhooks", |look| look.shows(is_event), |_| Box::new(Resend));

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Complained,
]);

struct Resend;

fn is_event(object: &Object) -> bool {
    field(object, "type").starts_with("email.")
        && inner(object, "data").is_some_and(|data| data.contains_key("email_id"))
}

fn kind(object: &Object, data: &Object) -> Result<Word, Refusal> {
    let word = field(object, "type");
    let kind = match word.as_ref() {
        "email.sent" => Kind::Sent,
        "email.delivered" => Kind::Delivered,
        "email.delivery_delayed" => Kind::Deferred,
        "email.bounced" => return Ok(bounce(data)),
        "email.failed" | "email.suppressed" => Kind::Dropped,
        "email.opened" => Kind::Opened,
        "email.clicked" => Kind::Clicked,
        "email.complained" => Kind::Complained,
        "email.scheduled" | "email.received" => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("type"))),
        word if word.starts_with("email.") => {
            return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("type")));
        }
        // `contact.created`, `domain.updated` …
        word if word.contains('.') => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("type"))),
    };
    Ok(Word { kind, unclassified: false })
}

/// The classes are those of Amazon SES; bodies of older webhooks have none.
fn bounce(data: &Object) -> Word {
    let empty = Object::new();
    let bounce = inner(data, "bounce").unwrap_or(&empty);
    let suppressed = ["Suppressed", "OnAccountSuppressionList"];
    let (kind, unclassified) = match field(bounce, "type").as_ref() {
        _ if suppressed.contains(&field(bounce, "subType").as_ref()) => (Kind::Dropped, false),
        "" => (Kind::BouncedHard, true),
        "Permanent" => (Kind::BouncedHard, false),
        _ => (Kind::BouncedSoft, false),
    };
    Word { kind, unclassified }
}

fn people<'o>(data: &'o Object, out: &mut Out<'_>) -> Result<Vec<Who<'o>>, Refusal> {
    let cells: Vec<&str> = match data.get("to") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    };
    if cells.is_empty() {
        return Err(Refusal::Problem(ProblemKind::MissingAddress, Column::Named("to")));
    }
    cells.into_iter().map(|cell| out.person(cell, Column::Named("to"))).collect()
}

/// The tag `campaign`, as `{"campaign":"x"}` or `[{"name":"campaign","value":"x"}]`.
fn tag(data: &Object) -> Cow<'_, str> {
    let is_campaign = |name: &str| name.eq_ignore_ascii_case("campaign");
    match data.get("tags") {
        Some(Value::Object(tags)) => {
            let key = tags.keys().find(|key| is_campaign(key));
            key.map_or(Cow::Borrowed(""), |key| field(tags, key))
        }
        Some(Value::Array(tags)) => {
            let mut tags = tags.iter().filter_map(Value::as_object);
            let tag = tags.find(|tag| is_campaign(&field(tag, "name")));
            tag.map_or(Cow::Borrowed(""), |tag| field(tag, "value"))
        }
        _ => Cow::Borrowed(""),
    }
}

impl ReadRecord for Resend {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let empty = Object::new();
        let data = inner(object, "data").unwrap_or(&empty);
        let word = kind(object, data);
        if let Err(ignored @ Refusal::Ignored(_)) = word {
            return Err(ignored);
        }
        let mut people = people(data, out)?;
        let Word { kind, unclassified } = word?;
        let time = field(object, "created_at");
        let moment = out.needed_moment(&time, Column::Named("created_at"))?;
        if people.len() > 1 && kind != Kind::Sent {
            people = vec![Who::Nobody];
        }
        let id = field(data, "broadcast_id");
        let name = match tag(data) {
            told if told.is_empty() => field(data, "subject"),
            told => told,
        };
        let details = inner(data, "click").or_else(|| inner(data, "open")).unwrap_or(&empty);
        for who in &people {
            out.emit(
                who,
                Draft {
                    link: &field(details, "link"),
                    agent: &first_field(details, &["userAgent", "user_agent"]),
                    unclassified,
                    ..Draft::new(kind, Some(moment), Campaign { id: &id, name: &name })
                },
            );
        }
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
            r#"{{"type":"{word}","created_at":"2026-09-14T06:00:01.250Z","data":{{"email_id":"m",
            "created_at":"2026-09-14T06:00:00.000Z","to":["Zoë <a@example.org>"],
            "subject":"S"{rest}}}}}"#
        )
    }

    #[test]
    fn every_word_at_the_time_of_the_event() {
        for (word, kind) in [
            ("email.sent", Kind::Sent),
            ("email.delivered", Kind::Delivered),
            ("email.delivery_delayed", Kind::Deferred),
            ("email.failed", Kind::Dropped),
            ("email.suppressed", Kind::Dropped),
            ("email.opened", Kind::Opened),
            ("email.clicked", Kind::Clicked),
            ("email.complained", Kind::Complained),
        ] {
            let read = Sample::read("x.json", &event(word, ""));
            assert_eq!(read.report.dialect, "resend-webhooks");
            assert_eq!((read.count(kind), read.report.recipients), (1, 1), "{word}");
            assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:01.250Z"));
        }
    }

    #[test]
    fn bounces_by_class() {
        for (class, sub, kind, unclassified) in [
            ("Permanent", "General", Kind::BouncedHard, 0),
            ("Transient", "General", Kind::BouncedSoft, 0),
            ("Undetermined", "", Kind::BouncedSoft, 0),
            ("Permanent", "OnAccountSuppressionList", Kind::Dropped, 0),
            ("", "", Kind::BouncedHard, 1),
        ] {
            let rest = format!(r#","bounce":{{"message":"x","type":"{class}","subType":"{sub}"}}"#);
            let read = Sample::read("x.json", &event("email.bounced", &rest));
            assert_eq!(read.count(kind), 1, "{class} {sub}");
            assert_eq!(read.report.unclassified_bounces, unclassified);
        }
    }

    #[test]
    fn which_of_several_acted_is_not_told() {
        let two = |word: &str| {
            event(word, "")
                .replace("\"Zoë <a@example.org>\"", "\"a@example.org\",\"b@example.org\"")
        };
        let sent = Sample::read("x.json", &two("email.sent"));
        assert_eq!((sent.count(Kind::Sent), sent.report.recipients), (2, 2));
        for (word, kind) in [("email.opened", Kind::Opened), ("email.delivered", Kind::Delivered)] {
            let read = Sample::read("x.json", &two(word));
            assert_eq!((read.count(kind), read.report.recipients), (1, 0));
            assert_eq!(read.report.addresses, 2);
        }
    }

    #[test]
    fn campaigns_are_broadcasts_tags_or_subjects() {
        let text = [
            event("email.sent", r#","broadcast_id":"b1""#),
            event("email.sent", r#","tags":{"user":"7","Campaign":"Herbst"}"#),
            event("email.sent", r#","tags":[{"name":"campaign","value":"Winter"}]"#),
            event("email.sent", r#","tags":[]"#),
        ]
        .join(",");
        let read = Sample::read("x.json", &format!("[{text}]"));
        assert_eq!(read.campaigns(), [("b1", "S"), ("", "Herbst"), ("", "Winter"), ("", "S")]);
    }

    #[test]
    fn a_click_tells_its_link() {
        let rest =
            r#","click":{"link":"https://shop.example.com/a","timestamp":"x","userAgent":"u"}"#;
        let read = Sample::read("x.json", &event("email.clicked", rest));
        assert_eq!(read.links, [Some("shop.example.com/a".to_owned())]);
    }

    #[test]
    fn what_is_no_event_and_what_is_missing() {
        let text = [
            r#"{"type":"contact.created","created_at":"2026-09-14T06:00:01Z","data":{"id":"c"}}"#
                .into(),
            event("email.scheduled", ""),
            event("email.danced", ""),
            event("email.opened", "").replace("\"Zoë <a@example.org>\"", ""),
            event("email.opened", "").replace("2026-09-14T06:00:01.250Z", "soon"),
            event("", ""),
        ]
        .join("\n");
        let read = Sample::read("x.json", &text);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(3), ProblemKind::UnknownWord),
                (Some(4), ProblemKind::MissingAddress),
                (Some(5), ProblemKind::BadTime),
                (Some(6), ProblemKind::MissingKind),
            ]
        );
    }
}
