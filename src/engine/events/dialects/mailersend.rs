//! MailerSend: webhook bodies of both versions (`{"type":"activity.opened",
//! "created_at":…,"data":{…}}`, the recipient in `data.email.recipient.email` or in
//! `data.recipient`), and pages of the activity API, whose elements are like `data`
//! of the first version. `opened_unique` and `clicked_unique` come beside `opened`
//! and `clicked`, for the first of them. No machine flag.
//!
//! Source: MailerSend's webhook documentation and clients, django-anymail's tests;
//! verified, the API partly.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::account::pseudonym;
use crate::engine::events::look::{field, first_field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::twins::{Twin, Twins};
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "mailersend",
    |look| look.objects.first().is_some_and(is_page) || look.shows(is_record),
    |_| Box::new(MailerSend { firsts: Twins::new(APART) }),
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

/// A first open and the open that it is are told within so many milliseconds.
const APART: i64 = 5_000;

struct MailerSend {
    firsts: Twins,
}

fn is_page(object: &Object) -> bool {
    let list = object.get("data").and_then(Value::as_array);
    list.is_some_and(|list| list.iter().filter_map(Value::as_object).any(is_activity))
}

/// What the activity API and webhooks of the first version say of an event.
fn is_activity(object: &Object) -> bool {
    let email = inner(object, "email");
    object.contains_key("type")
        && object.contains_key("created_at")
        && email.is_some_and(|email| email.contains_key("recipient"))
}

fn is_record(object: &Object) -> bool {
    field(object, "type").starts_with("activity.") && inner(object, "data").is_some()
        || is_activity(object)
}

/// What a word means, and whether it is for the first time only, where that is
/// told apart.
fn kind(word: &str) -> Result<(Kind, Option<bool>), Refusal> {
    let (word, first) = match word.strip_suffix("_unique") {
        Some(word) => (word, true),
        None => (word, false),
    };
    let kind = match word {
        "sent" => Kind::Sent,
        "delivered" => Kind::Delivered,
        "deferred" => Kind::Deferred,
        "hard_bounced" => Kind::BouncedHard,
        "soft_bounced" => Kind::BouncedSoft,
        "suppressed" => Kind::Dropped,
        "opened" => return Ok((Kind::Opened, Some(first))),
        "clicked" => return Ok((Kind::Clicked, Some(first))),
        "unsubscribed" => Kind::Unsubscribed,
        "spam_complaint" | "spam_complaints" => Kind::Complained,
        "queued" | "survey_opened" | "survey_submitted" => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("type"))),
        // `sender_identity.verified`, `maintenance.start`, `webhook.test` …
        word if word.contains('.') => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("type"))),
    };
    Ok((kind, None))
}

/// The address, whichever version has it where.
fn address(data: &Object) -> Cow<'_, str> {
    let email = inner(data, "email");
    let recipient =
        email.and_then(|email| email.get("recipient")).or_else(|| data.get("recipient"));
    match recipient {
        Some(Value::Object(recipient)) => field(recipient, "email"),
        Some(Value::String(address)) => Cow::Borrowed(address),
        _ => field(data, "email"),
    }
}

/// The first tag, or the subject.
fn campaign<'o>(data: &'o Object, email: &'o Object) -> Cow<'o, str> {
    match first_field(data, &["tags"]) {
        told if told.is_empty() => match first_field(email, &["tags", "subject"]) {
            told if told.is_empty() => field(data, "subject"),
            told => told,
        },
        told => told,
    }
}

impl ReadRecord for MailerSend {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        object.get("data").filter(|_| !object.contains_key("type"))?.as_array()
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let outer = field(object, "type");
        let data = inner(object, "data").unwrap_or(object);
        let word = match outer.strip_prefix("activity.") {
            Some(word) => kind(word),
            None => kind(&outer),
        };
        if let Err(ignored @ Refusal::Ignored(_)) = word {
            return Err(ignored);
        }
        let address = address(data);
        let who = out.person(&address, Column::Named("recipient"))?;
        let (kind, first) = word?;
        let time = match field(data, "created_at") {
            told if told.is_empty() => field(object, "created_at"),
            told => told,
        };
        let moment = out.needed_moment(&time, Column::Named("created_at"))?;
        let empty = Object::new();
        let email = inner(data, "email").unwrap_or(&empty);
        let details = inner(data, "meta").or_else(|| inner(data, "morph")).unwrap_or(&empty);
        let link = field(details, "url");
        if let Some(first) = first {
            let message = match field(data, "message_id") {
                told if told.is_empty() => field(email, "id"),
                told => told,
            };
            let twin = Twin {
                who: pseudonym(&who),
                message: &message,
                link: &link,
                kind,
                first,
                time: moment.time,
            };
            if self.firsts.repeats(&twin, out.key) {
                return Err(Refusal::Ignored(IgnoredReason::ToldElsewhere));
            }
        }
        out.emit(
            &who,
            Draft {
                link: &link,
                agent: &field(details, "user_agent"),
                ..Draft::new(kind, Some(moment), Campaign { id: "", name: &campaign(data, email) })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }

    fn hangs_together(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    /// An activity at `06:00:second`.
    fn activity(word: &str, second: u32, rest: &str) -> String {
        format!(
            r#"{{"object":"activity","id":"x","type":"{word}",
            "created_at":"2026-09-14T06:00:{second:02}.506000Z","email":{{"id":"e","subject":"S",
            "tags":null,"recipient":{{"email":"a@example.org"}}}},"morph":null{rest}}}"#
        )
    }

    fn first_version(word: &str, second: u32) -> String {
        let data = activity(word.trim_end_matches("_unique"), second, "");
        format!(
            r#"{{"type":"activity.{word}","created_at":"2026-09-14T07:00:00.520507Z","data":{data}}}"#
        )
    }

    fn second_version(word: &str, rest: &str) -> String {
        format!(
            r#"{{"type":"activity.{word}","created_at":"2026-09-14T06:00:00.520507Z","data":{{
            "id":"x","type":"{word}","recipient":"a@example.org","message_id":"m","subject":"S",
            "tags":["herbst"]{rest}}}}}"#
        )
    }

    const WORDS: [(&str, Kind); 11] = [
        ("sent", Kind::Sent),
        ("delivered", Kind::Delivered),
        ("deferred", Kind::Deferred),
        ("hard_bounced", Kind::BouncedHard),
        ("soft_bounced", Kind::BouncedSoft),
        ("suppressed", Kind::Dropped),
        ("opened", Kind::Opened),
        ("clicked", Kind::Clicked),
        ("unsubscribed", Kind::Unsubscribed),
        ("spam_complaint", Kind::Complained),
        ("spam_complaints", Kind::Complained),
    ];

    #[test]
    fn every_word_in_every_version() {
        for (word, kind) in WORDS {
            let page =
                format!(r#"{{"data":[{}],"links":{{}},"meta":{{}}}}"#, activity(word, 0, ""));
            for text in [first_version(word, 0), second_version(word, r#","meta":[]"#), page] {
                let read = Sample::read("x.json", &text);
                assert_eq!((read.report.dialect.as_str(), read.report.rows), ("mailersend", 1));
                assert_eq!((read.count(kind), read.report.recipients), (1, 1), "{word}");
                let first = read.report.first.expect("every version has a time");
                assert!(first.starts_with("2026-09-14T06:00:00.5"), "{first}");
            }
        }
    }

    #[test]
    fn the_first_open_and_the_open_are_one() {
        let text = [
            first_version("opened", 1),
            first_version("opened_unique", 1),
            first_version("opened", 30),
        ]
        .join("\n");
        let read = Sample::read("x.json", &text);
        assert_eq!(read.count(Kind::Opened), 2);
        assert_eq!(read.report.ignored[&IgnoredReason::ToldElsewhere], 1);
        let alone = Sample::read("x.json", &first_version("opened_unique", 1));
        assert_eq!(alone.count(Kind::Opened), 1);
    }

    #[test]
    fn clicks_of_two_links_are_two() {
        let click = |word: &str, link: &str| {
            second_version(word, &format!(r#","meta":{{"url":"https://shop.example.com/{link}"}}"#))
        };
        let text = [click("clicked_unique", "a"), click("clicked", "b"), click("clicked", "a")];
        let read = Sample::read("x.json", &text.join("\n"));
        assert_eq!(read.count(Kind::Clicked), 2);
        assert_eq!(read.campaigns(), [("", "herbst")]);
    }

    #[test]
    fn what_is_no_event_and_what_is_missing() {
        let text = [
            r#"{"type":"sender_identity.verified","created_at":"2026-09-14 06:00:00","data":{"id":"s"}}"#
                .to_owned(),
            second_version("survey_opened", ""),
            second_version("danced", ""),
            second_version("opened", "").replace("a@example.org", ""),
            second_version("opened", "").replace("2026-09-14T06:00:00.520507Z", ""),
        ]
        .join(",");
        let read = Sample::read("x.json", &format!("[{text}]"));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(3), ProblemKind::UnknownWord),
                (Some(4), ProblemKind::MissingAddress),
                (Some(5), ProblemKind::MissingTime),
            ]
        );
    }
}
