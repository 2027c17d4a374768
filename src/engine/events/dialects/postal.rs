//! Postal webhooks: `{"event":"MessageSent","timestamp":…,"payload":{…},"uuid":…}`.
//! `MessageSent` says that the receiving server took the message: a delivery; of
//! sending there is no event. The time is the payload's, else that of the record;
//! `message.timestamp` is that of sending. Mail that came in is told of in the same
//! words and passed over. No machine flag.
//!
//! Source: Postal's webhook documentation, django-anymail's tests; deliveries
//! verified, opens and bounces partly.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, first_field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::Word;

pub(super) const DIALECT: Dialect =
    Dialect::of_events("postal", |look| look.shows(is_record), |_| Box::new(Postal));

const COVERS: KindSet = KindSet::of(&[
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
]);

/// Records of Postal that are about no message.
const NO_EVENTS: [&str; 3] = ["DomainDNSError", "SendLimitApproaching", "SendLimitExceeded"];

struct Postal;

fn is_record(object: &Object) -> bool {
    let word = field(object, "event");
    inner(object, "payload").is_some_and(|payload| {
        word.starts_with("Message") && message(payload).is_some()
            || NO_EVENTS.contains(&word.as_ref())
    })
}

/// The message that an event is about: of a bounce the one that bounced.
fn message(payload: &Object) -> Option<&Object> {
    inner(payload, "message").or_else(|| inner(payload, "original_message"))
}

fn kind(object: &Object, payload: &Object) -> Result<Word, Refusal> {
    let word = field(object, "event");
    let kind = match word.as_ref() {
        // A bounce does not say whether it is hard.
        _ if inner(payload, "bounce").is_some() => {
            return Ok(Word { kind: Kind::BouncedHard, unclassified: true });
        }
        "MessageSent" => Kind::Delivered,
        "MessageDelayed" => Kind::Deferred,
        "MessageDeliveryFailed" => Kind::BouncedHard,
        "MessageBounced" => return Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
        // Kept back, such as for addresses on the suppression list.
        "MessageHeld" => Kind::Dropped,
        "MessageLinkClicked" => Kind::Clicked,
        "MessageLoaded" => Kind::Opened,
        word if NO_EVENTS.contains(&word) => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    };
    Ok(Word { kind, unclassified: false })
}

impl ReadRecord for Postal {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let empty = Object::new();
        let payload = inner(object, "payload").unwrap_or(&empty);
        let message = message(payload).unwrap_or(&empty);
        let word = kind(object, payload);
        if let Err(ignored @ Refusal::Ignored(_)) = word {
            return Err(ignored);
        }
        if field(message, "direction") == "incoming" {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        let address = field(message, "to");
        let who = out.person(&address, Column::Named("to"))?;
        let Word { kind, unclassified } = word?;
        let time = match field(payload, "timestamp") {
            told if told.is_empty() => field(object, "timestamp"),
            told => told,
        };
        let moment = out.needed_moment(&time, Column::Named("timestamp"))?;
        let name = first_field(message, &["tag", "subject"]);
        out.emit(
            &who,
            Draft {
                link: &field(payload, "url"),
                agent: &field(payload, "user_agent"),
                unclassified,
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

    fn event(word: &str, direction: &str, rest: &str) -> String {
        format!(
            r#"{{"event":"{word}","timestamp":1789365700.5,"uuid":"u","payload":{{"message":{{"id":1,
            "direction":"{direction}","to":"a@example.org","subject":"S","timestamp":1789365000.1,
            "tag":null}}{rest}}}}}"#
        )
    }

    #[test]
    fn every_word_and_its_time() {
        let delivery = r#","status":"x","timestamp":1789365600.25"#;
        for (word, rest, kind, first) in [
            ("MessageSent", delivery, Kind::Delivered, "2026-09-14T06:00:00.250Z"),
            ("MessageDelayed", delivery, Kind::Deferred, "2026-09-14T06:00:00.250Z"),
            ("MessageDeliveryFailed", delivery, Kind::BouncedHard, "2026-09-14T06:00:00.250Z"),
            ("MessageHeld", delivery, Kind::Dropped, "2026-09-14T06:00:00.250Z"),
            ("MessageLoaded", "", Kind::Opened, "2026-09-14T06:01:40.500Z"),
            ("MessageLinkClicked", r#","url":"u""#, Kind::Clicked, "2026-09-14T06:01:40.500Z"),
        ] {
            let read = Sample::read("x.json", &event(word, "outgoing", rest));
            assert_eq!(read.report.dialect, "postal");
            assert_eq!(read.count(kind), 1, "{word}");
            assert_eq!(read.report.first.as_deref(), Some(first), "{word}");
            assert_eq!(read.campaigns(), [("", "S")]);
        }
    }

    #[test]
    fn of_a_bounce_the_message_that_bounced_counts() {
        let text = event("MessageBounced", "outgoing", "")
            .replace(r#""message":"#, r#""original_message":"#);
        let text = text.replace(
            "}}}",
            r#"},"bounce":{"direction":"incoming","to":"x7@psrp.example.com","timestamp":1}}}"#,
        );
        let read = Sample::read("x.json", &text);
        assert_eq!((read.count(Kind::BouncedHard), read.report.unclassified_bounces), (1, 1));
        assert_eq!(read.report.recipients, 1);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:01:40.500Z"));
    }

    #[test]
    fn incoming_mail_and_notices_are_no_events() {
        let text = [
            r#"{"event":"DomainDNSError","timestamp":1789365700.5,"payload":{"domain":"x"},"uuid":"u"}"#
                .to_owned(),
            event("MessageDeliveryFailed", "incoming", ""),
            event("MessageSent", "outgoing", ""),
            event("MessageDanced", "outgoing", ""),
            event("MessageSent", "outgoing", "").replace("a@example.org", ""),
            event("MessageLoaded", "outgoing", "").replace("1789365700.5", "\"x\""),
        ]
        .concat();
        let read = Sample::read("x.json", &text);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        assert_eq!(read.count(Kind::Delivered), 1);
        let kinds: Vec<_> = read.report.located.iter().map(|problem| problem.kind).collect();
        assert_eq!(
            kinds,
            [ProblemKind::UnknownWord, ProblemKind::MissingAddress, ProblemKind::BadTime]
        );
    }
}
