//! Amazon SES: event publishing (`eventType`) and feedback notifications
//! (`notificationType`), one object a line, one behind the other, or wrapped by
//! SNS (`Message` holds JSON as text), Lambda (`Records[].Sns`,
//! `Records[].body`) and SQS (`Messages[].Body`).
//!
//! `mail.timestamp` is the time of sending; each event has its own. An open or
//! click does not say which of several destinations acted: it counts without a
//! person. No machine flag.
//!
//! Source: Amazon SES developer guide, django-anymail's tests; verified.

use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::look::{field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::{Campaign, Who, words};
use crate::engine::records::read_json;
use serde_json::Value;
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events("amazon-ses", is_ses, |_| Box::new(Ses));

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
    Kind::Subscribed,
]);

/// Envelopes in envelopes are followed so deep.
const DEPTH: usize = 4;

struct Ses;

fn is_ses(look: &Look) -> bool {
    look.objects.iter().take(20).any(|object| match wrapped(object) {
        Some(list) => list.iter().take(20).filter_map(Value::as_object).any(is_notification),
        None => is_notification(object),
    })
}

fn is_notification(object: &Object) -> bool {
    matches!(unwrap(object, DEPTH), Ok(event) if word(&event).is_some())
}

fn word(event: &Object) -> Option<&str> {
    inner(event, "mail").filter(|mail| mail.contains_key("messageId"))?;
    event.get("eventType").or_else(|| event.get("notificationType"))?.as_str()
}

/// The list inside a dump of Lambda or SQS.
fn wrapped(object: &Object) -> Option<&Vec<Value>> {
    ["Records", "Messages"].iter().find_map(|key| object.get(*key)?.as_array())
}

/// The event inside its envelopes.
fn unwrap(object: &Object, depth: usize) -> Result<Cow<'_, Object>, Refusal> {
    const NOTICE: Refusal = Refusal::Ignored(IgnoredReason::TransportNotice);
    if object.contains_key("mail") {
        return Ok(Cow::Borrowed(object));
    }
    if depth == 0 {
        return Err(NOTICE);
    }
    if let Some(sns) = inner(object, "Sns") {
        return unwrap(sns, depth - 1);
    }
    let message = ["Message", "body", "Body"].iter().find_map(|key| object.get(*key)?.as_str());
    match message.map(|text| read_json(text.as_bytes())) {
        Some(Ok(Value::Object(event))) => Ok(Cow::Owned(unwrap(&event, depth - 1)?.into_owned())),
        // "Successfully validated SNS topic …", confirmations of subscriptions.
        Some(_) => Err(NOTICE),
        None if object.contains_key("notificationType") => Err(NOTICE),
        None => Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("eventType"))),
    }
}

impl ReadRecord for Ses {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        wrapped(object)
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let event = unwrap(source.object()?, DEPTH)?;
        let missing = Refusal::Problem(ProblemKind::MissingKind, Column::Named("eventType"));
        let word = word(&event).ok_or(missing)?;
        let empty = Object::new();
        let mail = inner(&event, "mail").unwrap_or(&empty);
        let part = |name: &str| inner(&event, name).unwrap_or(&empty);
        let (kind, detail, recipients) = match word {
            "Send" => (Kind::Sent, mail, "destination"),
            "Delivery" => (Kind::Delivered, part("delivery"), "recipients"),
            "DeliveryDelay" => (Kind::Deferred, part("deliveryDelay"), "delayedRecipients"),
            "Bounce" => (bounce(part("bounce")), part("bounce"), "bouncedRecipients"),
            "Complaint" => (Kind::Complained, part("complaint"), "complainedRecipients"),
            "Reject" | "Rendering Failure" | "RenderingFailure" => {
                (Kind::Dropped, mail, "destination")
            }
            "Open" => (Kind::Opened, part("open"), ""),
            "Click" => (Kind::Clicked, part("click"), ""),
            "Subscription" => (subscription(part("subscription")), part("subscription"), ""),
            _ => {
                return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("eventType")));
            }
        };
        let moment = out.needed_moment(&field(detail, "timestamp"), Column::Named("timestamp"))?;
        let people = addresses(detail.get(recipients).or_else(|| mail.get("destination")));
        let campaign = campaign(mail);
        let draft = || Draft {
            link: detail.get("link").and_then(Value::as_str).unwrap_or_default(),
            agent: if matches!(kind, Kind::Opened | Kind::Clicked) {
                detail.get("userAgent").and_then(Value::as_str).unwrap_or_default()
            } else {
                ""
            },
            ..Draft::new(kind, Some(moment), Campaign { id: "", name: &campaign })
        };
        emit(&people, kind, &draft, out)
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

fn emit<'d>(
    people: &[&str],
    kind: Kind,
    draft: &dyn Fn() -> Draft<'d>,
    out: &mut Out<'_>,
) -> Result<(), Refusal> {
    const COLUMN: Column = Column::Named("destination");
    if people.is_empty() {
        return Err(Refusal::Problem(ProblemKind::MissingAddress, COLUMN));
    }
    let mut everybody = Vec::with_capacity(people.len());
    for person in people {
        everybody.push(out.person(person, COLUMN)?);
    }
    if everybody.len() > 1 && kind.measured().is_some() {
        everybody = vec![Who::Nobody];
    }
    for who in &everybody {
        out.emit(who, draft());
    }
    Ok(())
}

fn bounce(bounce: &Object) -> Kind {
    let suppressed = ["Suppressed", "OnAccountSuppressionList"];
    match field(bounce, "bounceType").as_ref() {
        _ if suppressed.contains(&field(bounce, "bounceSubType").as_ref()) => Kind::Dropped,
        "Permanent" => Kind::BouncedHard,
        _ => Kind::BouncedSoft,
    }
}

fn subscription(change: &Object) -> Kind {
    let preferences = inner(change, "newTopicPreferences");
    let all = preferences.map(|new| field(new, "unsubscribeAll"));
    let all = all.is_some_and(|all| words::yes_no(&all) == Some(true));
    let topics =
        preferences.and_then(|new| new.get("topicSubscriptionStatus")).and_then(Value::as_array);
    let mut topics = topics.into_iter().flatten().filter_map(Value::as_object);
    if all || topics.any(|topic| field(topic, "subscriptionStatus") == "OptOut") {
        Kind::Unsubscribed
    } else {
        Kind::Subscribed
    }
}

/// `["a@b"]` and `[{"emailAddress":"a@b"}]`.
fn addresses(value: Option<&Value>) -> Vec<&str> {
    let list = value.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|entry| entry.as_str().or_else(|| entry.get("emailAddress")?.as_str()))
        .filter(|address| !address.trim().is_empty())
        .collect()
}

/// The sender's own tag `campaign`, its first own tag, the configuration set,
/// or the subject.
fn campaign(mail: &Object) -> Cow<'_, str> {
    let tags = inner(mail, "tags");
    let own = tags.and_then(|tags| {
        let own = tags.keys().find(|key| key.eq_ignore_ascii_case("campaign"));
        own.or_else(|| tags.keys().find(|key| !key.starts_with("ses:")))
    });
    let key = own.map_or("ses:configuration-set", String::as_str);
    let name = tags.map_or(Cow::Borrowed(""), |tags| field(tags, key));
    if name.is_empty() {
        inner(mail, "commonHeaders").map_or(name, |headers| field(headers, "subject"))
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn event(kind: &str, detail: &str) -> String {
        format!(
            r#"{{"eventType":"{kind}","mail":{{"timestamp":"2026-09-14T06:00:00Z","messageId":"m",
            "destination":["a@example.org"],"tags":{{"ses:configuration-set":["set"]}}}},{detail}}}"#
        )
    }

    #[test]
    fn bounces_by_class() {
        let detail = |class: &str, sub: &str| {
            format!(
                r#""bounce":{{"timestamp":"2026-09-14T06:00:01Z","bounceType":"{class}","bounceSubType":"{sub}",
                "bouncedRecipients":[{{"emailAddress":"a@example.org"}}]}}"#
            )
        };
        let text = [
            ("Permanent", "General"),
            ("Transient", "General"),
            ("Undetermined", ""),
            ("Permanent", "Suppressed"),
        ]
        .map(|(class, sub)| event("Bounce", &detail(class, sub)))
        .concat();
        let read = Sample::read("x", &text);
        assert_eq!(read.report.dialect, "amazon-ses");
        assert_eq!(read.count(Kind::BouncedHard), 1);
        assert_eq!(read.count(Kind::BouncedSoft), 2);
        assert_eq!(read.count(Kind::Dropped), 1);
        assert_eq!(read.campaigns()[0], ("", "set"));
    }

    #[test]
    fn an_open_by_one_of_several_is_nobodys() {
        let text = event("Open", r#""open":{"timestamp":"2026-09-14T06:00:01Z"}"#)
            .replace(r#"["a@example.org"]"#, r#"["a@example.org","b@example.org"]"#);
        let read = Sample::read("x", &text);
        assert_eq!(
            (read.count(Kind::Opened), read.report.recipients, read.report.addresses),
            (1, 0, 2)
        );
        let sent = Sample::read("x", &text.replace("Open", "Send"));
        assert_eq!((sent.count(Kind::Sent), sent.report.recipients), (2, 2));
    }

    #[test]
    fn a_notice_of_the_transport_is_no_event() {
        let notice = r#"{"Type":"Notification","MessageId":"m","TopicArn":"t","Message":"Successfully validated"}"#;
        let text = format!("{notice}\n{}", event("Send", r#""send":{}"#));
        let read = Sample::read("x", &text);
        assert_eq!(read.report.ignored[&IgnoredReason::TransportNotice], 1);
        assert_eq!(read.report.rows_used, 1);
    }
}
