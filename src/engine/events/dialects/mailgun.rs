//! Mailgun: pages of the events API (`{"items":[…],"paging":{…}}`) and of the logs
//! API that follows it (`pagination`, `@timestamp`), their items alone, webhook bodies (`{"signature":…,"event-data":{…}}`), and the flat form
//! fields of webhooks before 2018 as objects.
//!
//! A `failed` event is a delay where its severity says so, nothing that was sent
//! where Mailgun kept it back, and a soft bounce where retries ended with a
//! temporary code. `client-info.bot` names the machine, and is empty for people.
//! `delivery-status` may be null.
//!
//! Source: Mailgun's events reference and django-anymail's tests, verified; the
//! words of `bot` and of `reason` partly.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, first_field, inner, inner_field};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::Word;
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "mailgun",
    |look| {
        look.objects.first().is_some_and(is_page)
            || look
                .shows(|object| is_event(payload(object)) || is_webhook(object) || is_form(object))
    },
    |look| {
        let page = look.objects.first().is_some_and(is_page);
        let sends = page || look.shows(|object| !is_webhook(object) && !is_form(object));
        let tells = if sends { API } else { WEBHOOKS };
        Box::new(Mailgun { tells, covers: tells })
    },
);

/// Webhooks need not have been asked for `accepted`: that they tell of sending is
/// known once they do.
const WEBHOOKS: KindSet = KindSet::of(&[
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::MachineClicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

const API: KindSet = WEBHOOKS.union(KindSet::of(&[Kind::Sent]));

struct Mailgun {
    /// What such an export can tell, whatever is in it.
    tells: KindSet,
    covers: KindSet,
}

/// The keys of the time.
const TIMES: [&str; 2] = ["timestamp", "@timestamp"];

/// A page may be empty.
fn is_page(object: &Object) -> bool {
    let items = object.get("items").and_then(Value::as_array);
    (inner(object, "paging").is_some() || inner(object, "pagination").is_some())
        && items.is_some_and(|items| {
            items.is_empty() || items.iter().filter_map(Value::as_object).any(is_event)
        })
}

fn is_event(object: &Object) -> bool {
    object.contains_key("event")
        && TIMES.iter().any(|key| object.contains_key(*key))
        && ["log-level", "delivery-status", "client-info", "recipient-domain"]
            .iter()
            .any(|key| object.contains_key(*key))
}

fn is_webhook(object: &Object) -> bool {
    inner(object, "event-data").is_some_and(|event| event.contains_key("event"))
}

fn is_form(object: &Object) -> bool {
    ["event", "recipient", "timestamp", "token", "signature"]
        .iter()
        .all(|key| object.contains_key(*key))
}

/// The event in the body of a webhook, or the event itself.
fn payload(object: &Object) -> &Object {
    inner(object, "event-data").unwrap_or(object)
}

fn kind(event: &Object) -> Result<Word, Refusal> {
    let word = field(event, "event");
    let bot = inner(event, "client-info").map_or(Cow::Borrowed(""), |client| field(client, "bot"));
    let machine = !bot.trim().is_empty();
    let kind = match word.as_ref() {
        "accepted" => Kind::Sent,
        "delivered" => Kind::Delivered,
        "failed" | "bounced" => return Ok(failure(event)),
        "rejected" | "dropped" => Kind::Dropped,
        "opened" if machine => Kind::MachineOpened,
        "opened" => Kind::Opened,
        "clicked" if machine => Kind::MachineClicked,
        "clicked" => Kind::Clicked,
        "unsubscribed" => Kind::Unsubscribed,
        "complained" => Kind::Complained,
        "stored" => return Err(Refusal::Ignored(IgnoredReason::NotAnEvent)),
        // `list_member_uploaded`, `list_uploaded` …
        word if word.starts_with("list_") => {
            return Err(Refusal::Ignored(IgnoredReason::NotAnEvent));
        }
        "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event"))),
        _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event"))),
    };
    Ok(Word { kind, unclassified: false })
}

/// What became of a message that was not delivered.
fn failure(event: &Object) -> Word {
    // Form fields stand beside each other.
    let status = inner(event, "delivery-status").unwrap_or(event);
    let severity = field(event, "severity");
    let reason = field(event, "reason");
    let code = field(status, "code");
    let enhanced = first_field(status, &["enhanced-code", "bounce-code"]);
    let class = if enhanced.is_empty() { &code } else { &enhanced };
    let kind = if severity == "temporary" {
        Kind::Deferred
    } else if reason.starts_with("suppress-") || matches!(code.as_ref(), "605" | "606" | "607") {
        Kind::Dropped
    } else if class.starts_with('4') || reason == "old" {
        Kind::BouncedSoft
    } else {
        Kind::BouncedHard
    };
    let classless = severity.is_empty() && reason.is_empty() && class.is_empty();
    Word { kind, unclassified: classless }
}

/// A rejected message may name its recipient in the message alone.
fn address(event: &Object) -> Cow<'_, str> {
    let headers = || inner(inner(event, "message")?, "headers");
    match field(event, "recipient") {
        told if !told.is_empty() => told,
        _ => headers().map_or(Cow::Borrowed(""), |headers| field(headers, "to")),
    }
}

/// Campaigns, which Mailgun had before its tags, then the first tag, then the
/// subject.
fn campaign(event: &Object) -> (Cow<'_, str>, Cow<'_, str>) {
    let first = event.get("campaigns").and_then(Value::as_array).and_then(|list| list.first());
    let (id, name) = match first {
        Some(Value::Object(campaign)) => (field(campaign, "id"), field(campaign, "name")),
        Some(Value::String(name)) => (Cow::Borrowed(""), Cow::Borrowed(name.as_str())),
        _ => (field(event, "campaign-id"), field(event, "campaign-name")),
    };
    if !(id.is_empty() && name.is_empty()) {
        return (id, name);
    }
    let tag = first_field(event, &["tags", "tag", "X-Mailgun-Tag"]);
    let headers = || inner(inner(event, "message")?, "headers");
    let name = match headers() {
        Some(headers) if tag.is_empty() => field(headers, "subject"),
        _ => tag,
    };
    (Cow::Borrowed(""), name)
}

impl ReadRecord for Mailgun {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        if is_page(object) { object.get("items")?.as_array() } else { None }
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let event = payload(source.object()?);
        let word = kind(event);
        if let Err(ignored @ Refusal::Ignored(_)) = word {
            return Err(ignored);
        }
        let address = address(event);
        let who = out.person(&address, Column::Named("recipient"))?;
        let Word { kind, unclassified } = word?;
        let moment = out.needed_moment(&first_field(event, &TIMES), Column::Named("timestamp"))?;
        self.covers.insert(kind);
        out.covers = self.covers;
        let (id, name) = campaign(event);
        let client = inner(event, "client-info").unwrap_or(event);
        out.emit(
            &who,
            Draft {
                link: &field(event, "url"),
                agent: &field(client, "user-agent"),
                country: &inner_field(event, "geolocation", "country"),
                unclassified,
                ..Draft::new(kind, Some(moment), Campaign { id: &id, name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        self.covers
    }

    fn restart(&mut self) {
        self.covers = self.tells;
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn item(event: &str, rest: &str) -> String {
        format!(
            r#"{{"id":"x","event":"{event}","timestamp":1789365600.25,"log-level":"info",
            "recipient":"a@example.org"{rest}}}"#
        )
    }

    fn page(items: &[String]) -> String {
        format!(r#"{{"items":[{}],"paging":{{"next":"https://api.example/"}}}}"#, items.join(","))
    }

    #[test]
    fn failures_by_severity_reason_and_code() {
        let failed = |rest: &str| item("failed", rest);
        for (rest, kind) in [
            (r#","severity":"temporary","delivery-status":{"code":451}"#, Kind::Deferred),
            (r#","severity":"permanent","reason":"suppress-unsubscribe""#, Kind::Dropped),
            (r#","severity":"permanent","delivery-status":{"code":607}"#, Kind::Dropped),
            (
                r#","severity":"permanent","delivery-status":{"code":550,"enhanced-code":"4.2.2"}"#,
                Kind::BouncedSoft,
            ),
            (r#","severity":"permanent","delivery-status":{"code":452}"#, Kind::BouncedSoft),
            (r#","severity":"permanent","reason":"old","delivery-status":null"#, Kind::BouncedSoft),
            (r#","severity":"permanent","delivery-status":{"code":"550"}"#, Kind::BouncedHard),
            (r#","severity":"permanent","delivery-status":null"#, Kind::BouncedHard),
        ] {
            let read = Sample::read("x.json", &page(&[failed(rest)]));
            assert_eq!(read.report.dialect, "mailgun");
            assert_eq!(read.count(kind), 1, "{rest}");
            assert_eq!(read.report.unclassified_bounces, 0, "{rest}");
        }
        let read = Sample::read("x.json", &page(&[failed("")]));
        assert_eq!((read.count(Kind::BouncedHard), read.report.unclassified_bounces), (1, 1));
    }

    #[test]
    fn pages_of_the_logs() {
        let read = Sample::read(
            "x.json",
            r#"{"start":"Mon, 14 Sep 2026 00:00:00 -0000","pagination":{"next":"n","total":2},"items":[
                {"id":"1","event":"opened","@timestamp":"2026-09-14T06:00:00.250Z","log-level":"info",
                 "account":{"id":"1"},"recipient":"a@example.org","client-info":{"bot":"apple"}},
                {"id":"2","event":"delivered","@timestamp":"2026-09-14T06:00:01Z","log-level":"info",
                 "recipient":"b@example.org","delivery-status":{"code":250}}]}"#,
        );
        assert_eq!(read.report.dialect, "mailgun");
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Delivered)), (1, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00.250Z"));
    }

    #[test]
    fn a_bot_is_a_machine_and_an_empty_bot_is_none() {
        let client =
            |bot: &str| format!(r#","client-info":{{"bot":{bot},"user-agent":"Mozilla/5.0"}}"#);
        let items = [
            item("opened", &client(r#""apple""#)),
            item("opened", &client(r#""""#)),
            item("opened", &client("null")),
            item("clicked", &client(r#""generic""#)),
            item("clicked", r#","url":"https://shop.example.com/?u=1""#),
        ];
        let read = Sample::read("x.json", &page(&items));
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (1, 2));
        assert_eq!((read.count(Kind::MachineClicked), read.count(Kind::Clicked)), (1, 1));
        assert!(read.covers.contains(Kind::Sent), "a page without sends had none");
    }

    #[test]
    fn webhooks_tell_of_sending_once_they_do() {
        let hook = |event: &str| {
            format!(r#"{{"signature":{{"token":"t"}},"event-data":{}}}"#, item(event, ""))
        };
        let read = Sample::read("x.ndjson", &hook("delivered"));
        assert_eq!(read.count(Kind::Delivered), 1);
        assert!(!read.covers.contains(Kind::Sent));
        let read = Sample::read("x.ndjson", &[hook("delivered"), hook("accepted")].join("\n"));
        assert_eq!(read.count(Kind::Sent), 1);
        assert!(read.covers.contains(Kind::Sent));
    }

    #[test]
    fn form_fields_of_old_webhooks() {
        let form = |event: &str, rest: &str| {
            format!(
                r#"{{"event":"{event}","recipient":"a@example.org","domain":"mg.example.com",
                "timestamp":"1789365600","token":"t","signature":"s","campaign-id":"7",
                "campaign-name":"Herbst"{rest}}}"#
            )
        };
        let text = [
            form("bounced", r#","code":"550","error":"no such user""#),
            form("bounced", r#","code":"4.2.2""#),
            form("dropped", r#","reason":"hardfail","code":"605""#),
            form("opened", r#","user-agent":"Mozilla/5.0""#),
        ]
        .concat();
        let read = Sample::read("x", &text);
        assert_eq!(read.report.dialect, "mailgun");
        for kind in [Kind::BouncedHard, Kind::BouncedSoft, Kind::Dropped, Kind::Opened] {
            assert_eq!(read.count(kind), 1, "{}", kind.name());
        }
        assert_eq!(read.campaigns(), [("7", "Herbst")]);
    }

    #[test]
    fn old_webhooks_as_they_were_posted() {
        let form = |event: &str, rest: &str| {
            format!(
                "event={event}&recipient=a%40example.org&domain=example.com&timestamp=1789365600\
                 &token=t&signature=s&campaign-id=7&campaign-name=Herbst+2026{rest}\n"
            )
        };
        let text = [
            form("delivered", ""),
            form("bounced", "&code=550&error=No+such+user"),
            form("clicked", "&url=https%3A%2F%2Fshop.example.com%2F%3Fa%3D1"),
        ]
        .concat();
        let read = Sample::read("hooks.log", &text);
        assert_eq!((read.report.dialect.as_str(), read.report.rows_used), ("mailgun", 3));
        for kind in [Kind::Delivered, Kind::BouncedHard, Kind::Clicked] {
            assert_eq!(read.count(kind), 1, "{}", kind.name());
        }
        assert_eq!(read.campaigns(), [("7", "Herbst 2026")]);
        assert_eq!(read.links.last().cloned().flatten().as_deref(), Some("shop.example.com/"));
    }

    #[test]
    fn campaigns_are_campaigns_tags_or_subjects() {
        let headers = r#","message":{"headers":{"subject":"S","to":"b@example.org"}}"#;
        let items = [
            item("opened", r#","campaigns":[{"id":"c1","name":"Herbst"}],"tags":["t"]"#),
            item("opened", r#","campaigns":[],"tags":["t","u"]"#),
            item("opened", headers),
        ];
        let read = Sample::read("x.json", &page(&items));
        assert_eq!(read.campaigns(), [("c1", "Herbst"), ("", "t"), ("", "S")]);
        let rejected =
            item("rejected", headers).replace(r#""recipient":"a@example.org""#, r#""x":1"#);
        let read = Sample::read("x.json", &page(&[rejected]));
        assert_eq!((read.count(Kind::Dropped), read.report.recipients), (1, 1));
    }

    #[test]
    fn what_is_no_event_and_what_is_missing() {
        let items = [
            item("stored", ""),
            item("list_member_uploaded", ""),
            item("danced", ""),
            item("opened", "").replace("a@example.org", ""),
            item("opened", "").replace("1789365600.25", "null"),
            item("", ""),
            "5".to_owned(),
        ];
        let read = Sample::read("x.json", &page(&items));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 2);
        let located: Vec<_> =
            read.report.located.iter().map(|problem| (problem.row, problem.kind)).collect();
        assert_eq!(
            located,
            [
                (Some(3), ProblemKind::UnknownWord),
                (Some(4), ProblemKind::MissingAddress),
                (Some(5), ProblemKind::MissingTime),
                (Some(6), ProblemKind::MissingKind),
                (Some(7), ProblemKind::NotAnObject),
            ]
        );
    }

    #[test]
    fn an_empty_page_holds_no_rows() {
        let read =
            Sample::read("x.json", r#"{"items":[],"paging":{"next":"https://api.example/"}}"#);
        assert_eq!((read.report.dialect.as_str(), read.report.rows), ("mailgun", 0));
    }
}
