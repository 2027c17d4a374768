//! Customer.io reporting webhooks: one object an event, `object_type` and
//! `metric` say what it is, and what it belongs to stands in `data`. Also the
//! older form with `event_type` (`email_opened`).
//!
//! `prefetched` marks opens by machines; `proxied` alone does not, as Gmail's
//! images come through a proxy for people too. A bounce has no class. What a
//! person is taken to have done (`human_opened`, `human_clicked`) is told beside
//! the open or click itself and not counted again. Other channels are no events
//! here.
//!
//! Fingerprint: `object_type`, `metric`, `event_id` and `data`.
//! Source: Customer.io's webhook reference, public code that reads both forms;
//! partly.

use super::{Dialect, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::{field, inner};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::{self, Word};
use std::borrow::Cow;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "customer-io",
    |look| look.elements().next().is_some_and(|object| is_event(object) || is_older(object)),
    |_| Box::new(Webhooks),
);

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::Dropped,
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Subscribed,
    Kind::Converted,
]);

fn is_event(object: &Object) -> bool {
    ["object_type", "metric", "event_id"].iter().all(|key| object.contains_key(*key))
        && inner(object, "data").is_some()
}

fn is_older(object: &Object) -> bool {
    let event = field(object, "event_type");
    (event.starts_with("email_") || event.starts_with("customer_"))
        && inner(object, "data").is_some_and(|data| data.contains_key("customer_id"))
}

struct Webhooks;

const NOT_AN_EVENT: Refusal = Refusal::Ignored(IgnoredReason::NotAnEvent);

/// What an event is of, and its metric.
fn metric(object: &Object) -> Result<(Cow<'_, str>, Cow<'_, str>), Refusal> {
    let metric = field(object, "metric");
    if !metric.is_empty() {
        return Ok((field(object, "object_type"), metric));
    }
    let older = object.get("event_type").and_then(|value| value.as_str());
    match older.and_then(|event| event.split_once('_')) {
        Some((object, metric)) => Ok((object.into(), metric.into())),
        None => Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("metric"))),
    }
}

fn word(object: &Object, data: &Object) -> Result<Word, Refusal> {
    let (object_type, metric) = metric(object)?;
    let unknown = Refusal::Problem(ProblemKind::UnknownWord, Column::Named("metric"));
    let kind = match (object_type.as_ref(), metric.as_ref()) {
        ("email", "sent") => Kind::Sent,
        ("email", "delivered") => Kind::Delivered,
        ("email", "attempted" | "deferred") => Kind::Deferred,
        ("email", "opened") if words::yes_no(&field(data, "prefetched")) == Some(true) => {
            Kind::MachineOpened
        }
        ("email", "opened") => Kind::Opened,
        ("email", "clicked") => Kind::Clicked,
        ("email", "bounced") => return Ok(Word { kind: Kind::BouncedHard, unclassified: true }),
        ("email", "spammed") => Kind::Complained,
        ("email", "dropped" | "failed" | "suppressed" | "undeliverable") => Kind::Dropped,
        ("email", "unsubscribed" | "topic_unsubscribed") => Kind::Unsubscribed,
        ("email", "converted") => Kind::Converted,
        ("email", "drafted" | "human_opened" | "human_clicked") => return Err(NOT_AN_EVENT),
        ("customer", "subscribed") => Kind::Subscribed,
        ("email", _) => return Err(unknown),
        // An unsubscription by a message is told with the message; push, SMS …
        _ => return Err(NOT_AN_EVENT),
    };
    Ok(Word { kind, unclassified: false })
}

/// Whom an event is about: the address written to, else the best name there is.
fn recipient(data: &Object) -> Cow<'_, str> {
    let identifiers = inner(data, "identifiers");
    let all = [
        field(data, "recipient"),
        field(data, "email_address"),
        identifiers.map_or(Cow::Borrowed(""), |told| field(told, "email")),
        identifiers.map_or(Cow::Borrowed(""), |told| field(told, "id")),
        field(data, "customer_id"),
    ];
    all.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default()
}

fn campaign(data: &Object) -> Cow<'_, str> {
    const IDS: [&str; 4] =
        ["campaign_id", "broadcast_id", "newsletter_id", "transactional_message_id"];
    let variables = inner(data, "variables").and_then(|variables| inner(variables, "campaign"));
    IDS.iter()
        .map(|id| field(data, id))
        .chain(variables.map(|campaign| field(campaign, "id")))
        .find(|id| !id.is_empty())
        .unwrap_or_default()
}

impl ReadRecord for Webhooks {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let object = source.object()?;
        let missing = Refusal::Problem(ProblemKind::MissingAddress, Column::Named("data"));
        let data = inner(object, "data").ok_or(missing)?;
        let word = word(object, data)?;
        let recipient = recipient(data);
        let who = out.person(&recipient, Column::Named("recipient"))?;
        let moment = out.needed_moment(&field(object, "timestamp"), Column::Named("timestamp"))?;
        let (id, name, url) = (campaign(data), field(data, "subject"), field(data, "href"));
        out.emit(
            &who,
            Draft {
                link: &url,
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: &name })
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

    fn event(object: &str, metric: &str, more: &str) -> String {
        format!(
            r#"{{"data":{{"broadcast_id":47,"customer_id":"k1","identifiers":{{"id":"k1","email":"a@example.org"}},
            "delivery_id":"d","recipient":"A@example.org","subject":"Hallo"{more}}},
            "event_id":"e","object_type":"{object}","metric":"{metric}","timestamp":1789365600}}"#
        )
    }

    fn read(events: &[String]) -> Sample {
        Sample::read("hook.ndjson", &events.join("\n").replace(",\n", ","))
    }

    #[test]
    fn a_proxy_alone_is_no_machine() {
        let read = read(&[
            event("email", "opened", r#","proxied":true,"prefetched":true"#),
            event("email", "opened", r#","proxied":true"#),
            event("email", "opened", r#","prefetched":"false""#),
            event("email", "human_opened", ""),
        ]);
        assert_eq!(read.report.dialect, "customer-io");
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (1, 2));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        assert_eq!(read.campaigns(), [("47", "Hallo")]);
    }

    #[test]
    fn every_metric_ends_in_one_way() {
        let metrics = [
            "sent",
            "delivered",
            "attempted",
            "deferred",
            "clicked",
            "bounced",
            "spammed",
            "dropped",
            "failed",
            "suppressed",
            "unsubscribed",
            "converted",
            "drafted",
            "danced",
        ];
        let mut events: Vec<_> = metrics.iter().map(|metric| event("email", metric, "")).collect();
        events.push(event("push", "opened", ""));
        events.push(event("customer", "subscribed", ""));
        events.push(event("customer", "unsubscribed", ""));
        let read = read(&events);
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Delivered)), (1, 1));
        assert_eq!((read.count(Kind::Deferred), read.count(Kind::Dropped)), (2, 3));
        assert_eq!((read.count(Kind::BouncedHard), read.report.unclassified_bounces), (1, 1));
        assert_eq!((read.count(Kind::Unsubscribed), read.count(Kind::Subscribed)), (1, 1));
        assert_eq!((read.count(Kind::Complained), read.count(Kind::Converted)), (1, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 3);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.recipients, 1);
    }

    #[test]
    fn the_older_form_and_whoever_has_no_address() {
        let read = Sample::read(
            "hook.ndjson",
            r#"{"event_type":"email_opened","event_id":"e","timestamp":1789365600,"data":{"customer_id":"k1","email_address":"a@example.org","campaign_id":"7"}}
               {"event_type":"email_clicked","event_id":"e","timestamp":1789365600,"data":{"customer_id":"k2","href":"https://shop.example/a","variables":{"campaign":{"id":8}}}}
               {"event_type":"email_clicked","event_id":"e","timestamp":1789365600,"data":{}}
               {"event_type":"email_clicked","event_id":"e","timestamp":1789365600}
               {"event_id":"e","timestamp":1789365600,"data":{"customer_id":"k2"}}"#,
        );
        assert_eq!(read.report.dialect, "customer-io");
        assert_eq!((read.count(Kind::Opened), read.count(Kind::Clicked)), (1, 1));
        assert_eq!(read.report.recipients, 2);
        assert_eq!(read.campaigns(), [("7", ""), ("8", "")]);
        assert_eq!(read.report.problems[&ProblemKind::MissingAddress], 2);
        assert_eq!(read.report.problems[&ProblemKind::MissingKind], 1);
    }
}
