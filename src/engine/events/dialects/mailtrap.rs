//! Mailtrap webhooks: `{"events":[…]}`, or one event a line. Of sending there is
//! no event, and no machine flag. A message that was suspended or rejected was
//! not sent.
//!
//! Fingerprint: `event`, `email` and `timestamp` with `sending_stream`, or with
//! both `message_id` and `event_id`.
//! Source: Mailtrap's webhook documentation, django-anymail's tests; verified.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::field;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use serde_json::Value;

pub(super) const DIALECT: Dialect =
    Dialect::of_events("mailtrap", |look| look.shows(is_event), |_| Box::new(Mailtrap));

const COVERS: KindSet = KindSet::of(&[
    Kind::Delivered,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

struct Mailtrap;

fn is_event(object: &Object) -> bool {
    let has = |key: &str| object.contains_key(key);
    has("event")
        && has("email")
        && has("timestamp")
        && (has("sending_stream") || has("message_id") && has("event_id"))
}

fn kind(word: &str) -> Result<Kind, Refusal> {
    Ok(match word {
        "delivery" => Kind::Delivered,
        "bounce" => Kind::BouncedHard,
        "soft bounce" | "soft_bounce" => Kind::BouncedSoft,
        "suspension" | "reject" => Kind::Dropped,
        "open" => Kind::Opened,
        "click" => Kind::Clicked,
        "unsubscribe" => Kind::Unsubscribed,
        "spam" => Kind::Complained,
        word if word.starts_with("inbound") => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    })
}

impl ReadRecord for Mailtrap {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("events").filter(|_| !object.contains_key("event"))?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let kind = kind(&field(object, "event"));
        if let Err(ignored @ Refusal::Ignored(_)) = kind {
            return Err(ignored);
        }
        let address = field(object, "email");
        let who = out.person(&address, Column::Named("email"))?;
        let kind = kind?;
        let moment = out.needed_moment(&field(object, "timestamp"), Column::Named("timestamp"))?;
        out.emit(
            &who,
            Draft {
                link: &field(object, "url"),
                agent: &field(object, "user_agent"),
                ..Draft::new(
                    kind,
                    Some(moment),
                    Campaign { id: "", name: &field(object, "category") },
                )
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
            r#"{{"event":"{word}","timestamp":1789365600,"sending_stream":"bulk","message_id":"m",
            "email":"a@example.org","event_id":"{word}"{rest}}}"#
        )
    }

    #[test]
    fn every_word_in_a_batch_and_by_line() {
        let words = [
            ("delivery", Kind::Delivered),
            ("bounce", Kind::BouncedHard),
            ("soft bounce", Kind::BouncedSoft),
            ("reject", Kind::Dropped),
            ("open", Kind::Opened),
            ("click", Kind::Clicked),
            ("unsubscribe", Kind::Unsubscribed),
            ("spam", Kind::Complained),
        ];
        let events = words.map(|(word, _)| event(word, r#","category":"Herbst","url":"u""#));
        let batch = format!(r#"{{"events":[{}]}}"#, events.join(","));
        for text in [batch, events.join("\n").replace("\n            ", "")] {
            let read = Sample::read("x", &text);
            assert_eq!((read.report.dialect.as_str(), read.report.rows), ("mailtrap", 8));
            for (word, kind) in words {
                assert_eq!(read.count(kind), 1, "{word}");
            }
            assert_eq!(read.campaigns(), [("", "Herbst")]);
        }
        assert_eq!(Sample::read("x", &event("suspension", "")).count(Kind::Dropped), 1);
    }

    #[test]
    fn what_is_no_event_and_what_is_missing() {
        let text = [
            event("open", ""),
            event("inbound.message_received", "").replace("a@example.org", ""),
            event("danced", ""),
            event("", ""),
            event("open", "").replace("a@example.org", ""),
            event("open", "").replace("1789365600", "\"\""),
        ]
        .join(",");
        let read = Sample::read("x", &format!(r#"{{"events":[{text}]}}{{"events":[]}}"#));
        assert_eq!((read.report.rows, read.report.ignored[&IgnoredReason::NotAnEvent]), (6, 1));
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(3), ProblemKind::UnknownWord),
                (Some(4), ProblemKind::MissingKind),
                (Some(5), ProblemKind::MissingAddress),
                (Some(6), ProblemKind::MissingTime),
            ]
        );
    }
}
